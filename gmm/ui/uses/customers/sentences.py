"""What the page on customers says: names and sentences computed from the records."""

import math
from collections.abc import Sequence

from gmm.cases.churn import CONTRACTS, SERVICES
from gmm.intervals import Share
from gmm.ui.numbers import write_fixed, write_percent
from gmm.ui.uses.customers.records import (
    CONTRACT,
    HARD,
    KMEANS,
    LOGISTIC,
    MIXTURE,
    Group,
    Segmentation,
)

MOST = 1.28  # standard deviations to either side: of a Gaussian, four of five are there
NARROW = 24  # dollars: a band that is called by its middle
FIVE = 5  # dollars, to which a wider band is rounded
LAST = 72  # months: the longest tenure of the table
FEW = 20.0  # customers, fewer of whom have no rate of their own


def name_groups(groups: Sequence[Group]) -> list[str]:
    """Name segments by how long their customers have been there and what they pay.

    Parameters
    ----------
    groups : sequence of Group

    Returns
    -------
    list of str
        No two alike.
    """
    names: list[str] = []
    for group in groups:
        (months, dollars), (months_off, dollars_off) = group.mean, group.spread
        name = f"{_name_tenure(months, months_off)}, {_name_price(dollars, dollars_off)}"
        taken = sum(each == name or each.startswith(f"{name} (") for each in names)
        names.append(f"{name} ({taken + 1})" if taken else name)
    return names


def _name_tenure(mean: float, spread: float) -> str:
    low, high = max(0.0, mean - MOST * spread), min(LAST, mean + MOST * spread)
    if high <= 12:
        return "new"
    if low < 6:
        return f"up to {math.ceil(high / 12)} years"
    if low < 12:
        return f"up to {math.ceil(high / 12)} years, not new"
    first, last = round(low / 12), round(high / 12)
    if first == last:
        return "about a year" if last == 1 else f"about {last} years"
    return f"{first} to {last} years"


def _name_price(mean: float, spread: float) -> str:
    low, high = max(0.0, mean - MOST * spread), mean + MOST * spread
    if high - low <= NARROW:
        return f"about {write_fixed(mean, 0)} dollars a month"
    low, high = FIVE * round(low / FIVE), FIVE * round(high / FIVE)
    return f"{write_fixed(low, 0)} to {write_fixed(high, 0)} dollars a month"


def write_interval(share: Share) -> str:
    """The limits of a rate: 52 to 60 %, with a decimal where they would read alike."""
    ends = [write_fixed(100 * end, 0) for end in (share.low, share.high)]
    if ends[0] == ends[1]:
        ends = [write_fixed(100 * end, 1) for end in (share.low, share.high)]
    return f"{ends[0]} to {ends[1]}\u00a0%"


def write_told(found: Segmentation, way: str) -> str:
    """How much of the churn a way tells."""
    return write_percent(found.judged[way].told.part, 1)


def rank(groups: Sequence[Group]) -> list[int]:
    """Places of the segments that have a rate, the highest first."""
    rated = [
        (-group.learned.rate.value, at)
        for at, group in enumerate(groups)
        if group.learned.rate is not None and group.learned.number >= FEW
    ]
    return [at for _, at in sorted(rated)]


def tell_answer(found: Segmentation) -> str:
    """Say how many leave where, and which segments tell more of it."""
    names, order = name_groups(found.groups), rank(found.groups)
    worst, best = order[0], order[-1]
    rates = [_rate(found.groups[at]).value for at in (worst, best)]
    digits = 0 if write_percent(rates[0]) != write_percent(rates[1]) else 1
    told = [write_told(found, way) for way in (MIXTURE, KMEANS)]
    mixture, kmeans = (found.judged[way].told.part for way in (MIXTURE, KMEANS))
    versus = (
        f"as much as those of k-means, {told[1]}"
        if told[0] == told[1]
        else f"{'more' if mixture > kmeans else 'less'} than those of k-means, {told[1]}"
    )
    return (
        f"Of the segment “{names[worst]}”, {write_percent(rates[0], digits)} leave; of "
        f"“{names[best]}”, {write_percent(rates[1], digits)}. The {len(names)} segments tell "
        f"{told[0]} of the churn, {versus}."
    )


def tell_check(found: Segmentation) -> str:
    """Say how the rates hold in the other half."""
    rated = [group for group in found.groups if group.learned.rate and group.tested.rate]
    held = sum(
        _rate(group).low <= group.tested.rate.value <= _rate(group).high
        for group in rated
        if group.tested.rate is not None
    )
    return (
        f"In the test half, {held} of {len(rated)} rates lie in the interval that the other half "
        f"gave. (The intervals are for the true rate. A rate that is counted again has chance of "
        f"its own, so it may miss them more often than 5 times in 100.)"
    )


def tell_sure(found: Segmentation) -> str:
    """Say how many customers have one segment for sure, and what is lost by a hard choice."""
    soft, hard = (found.judged[way].told.part for way in (MIXTURE, HARD))
    written = [write_percent(value, 1) for value in (soft, hard)]
    verdict = (
        "as much"
        if written[0] == written[1]
        else f"{'less' if hard < soft else 'more'}, {written[1]}"
    )
    return (
        f"{write_percent(found.sure)} of the customers belong to one segment with a responsibility "
        f"of 0.9 or more. Put each of them wholly into the likeliest one, and the same segments "
        f"tell {verdict}."
    )


def tell_blind(found: Segmentation) -> str:
    """Say what ways that know more tell."""
    mixture = found.judged[MIXTURE].told.part
    logistic, contract = (found.judged[way].told.part for way in (LOGISTIC, CONTRACT))
    seen = "more" if logistic > mixture else "less"
    one = "more" if contract > mixture else "less"
    said = (
        f"The segments did not see who left. A logistic regression on the same two columns did, "
        f"and tells {seen}: {write_percent(logistic, 1)} beside {write_percent(mixture, 1)}. "
    )
    if logistic > mixture:
        said += "To foretell who leaves, take a method that learns from those who left. "
    return said + (
        f"One column that the mixture did not see, the kind of contract, tells {one} all by "
        f"itself: {write_percent(contract, 1)}."
    )


def tell_tariff(found: Segmentation) -> str:
    """Say which segment is most of one service: a tariff, not a kind of people."""
    names, services = name_groups(found.groups), list(SERVICES.values())
    at = int(found.services.max(axis=1).argmax())
    service = int(found.services[at].argmax())
    part = float(found.services[at, service])
    whole = [name for name, row in zip(names, found.services, strict=True) if row.max() >= 0.9]
    if not whole:
        return (
            "Bands of prices are tariffs. Here no segment is made up of one service by "
            "90\u00a0% or "
            f"more; the purest is “{names[at]}”, of which {write_percent(part)} have "
            f"{services[service]}."
        )
    said = (
        f"A mixture finds bands of prices, and bands of prices are tariffs. Of “{names[at]}”, "
        f"{write_percent(part)} have {services[service]}."
    )
    are = "is" if len(whole) == 1 else "are"
    return said + (
        f" {len(whole)} of the {len(names)} segments {are} made up of one service by "
        "90\u00a0% or more. "
        "That says what somebody has bought, not what kind of person somebody is."
    )


def tell_cause(found: Segmentation) -> str:
    """Say how rates differ inside the segment of which most leave."""
    at = rank(found.groups)[0]
    name = name_groups(found.groups)[at]
    rated = [
        (contract, segment)
        for contract, segment in zip(CONTRACTS.values(), found.contracts[at], strict=True)
        if segment.rate is not None and segment.number >= FEW
    ]
    parts = [
        f"{write_percent(segment.rate.value)} of those with a contract {_contract(contract)}"
        for contract, segment in rated
        if segment.rate is not None
    ]
    said = "A segment is not a cause. "
    if len(parts) < 2:
        (contract, most), total = rated[0], sum(each.number for each in found.contracts[at])
        return said + (
            f"In “{name}”, {write_percent(most.number / total)} have a contract "
            f"{_contract(contract)}. Whether they leave because of what makes the segment, or "
            "because such a contract lets them, these numbers cannot say."
        )
    return said + (
        f"In “{name}”, {', '.join(parts[:-1])} and {parts[-1]} leave. To move somebody "
        "into another segment, by a lower price say, need not change whether they stay."
    )


def tell_ends(found: Segmentation) -> str:
    """Say what the other ends of EM tell."""
    best, runs = found.ends[0], len(found.ends)
    low, high = min(found.ends), max(found.ends)
    if write_percent(low, 1) == write_percent(high, 1):
        return (
            f"All of {runs} starts end in segments that tell {write_percent(best, 1)}. That the "
            "likelihood has no other maximum is not said."
        )
    said = (
        f"EM ends in other segments from other starts. Of {runs} ends, the segments tell from "
        f"{write_percent(low, 1)} to {write_percent(high, 1)}; the likeliest end, which is the one "
        f"shown, tells {write_percent(best, 1)}. "
    )
    return said + (
        "A likelier mixture of months and dollars need not tell more of the churn: nothing in the "
        "likelihood looks for it."
        if best < high
        else "Here it tells the most, but nothing in the likelihood looks for the churn."
    )


def tell_splits(pairs: Sequence[tuple[float, float]]) -> str:
    """Say how both ways do on other halves, pairs of what the mixture and k-means tell."""
    wins = sum(mixture > kmeans for mixture, kmeans in pairs)
    means = [sum(each) / len(pairs) for each in zip(*pairs, strict=True)]
    away = [mixture - kmeans for mixture, kmeans in pairs]
    ends = [write_fixed(100 * end, 1) for end in (min(away), max(away))]
    return (
        f"On {len(pairs)} other ways to halve the customers, the mixture tells "
        f"{write_percent(means[0], 1)} on average and k-means {write_percent(means[1], 1)}. The "
        f"mixture is ahead in {wins} of {len(pairs)}; its lead is from {ends[0]} to {ends[1]} "
        "points of a hundred."
    )


def tell_numbers(parts: Sequence[tuple[int, float, float]]) -> str:
    """Say for which K which way tells more: triples of K and what both tell."""
    mixture = [str(k) for k, one, other in parts if one > other]
    kmeans = [str(k) for k, one, other in parts if one <= other]
    if not kmeans:
        return f"The mixture tells more for each K from {parts[0][0]} to {parts[-1][0]}."
    if not mixture:
        return f"k-means tells more for each K from {parts[0][0]} to {parts[-1][0]}."
    return (
        f"The mixture tells more for K = {', '.join(mixture)}; k-means for K = {', '.join(kmeans)}."
    )


def tell_collapse(collapsed: int, runs: int, k: int) -> str:
    """Say how many runs collapse without a ridge."""
    if collapsed == 0:
        return (
            f"Without the ridge, none of {runs} runs with K = {k} collapses here. With K = 8 and "
            "the covariance full some do."
        )
    return (
        f"Without the ridge, {collapsed} of {runs} runs with K = {k} collapse: a component shrinks "
        "onto customers who all have the same month or pay nearly the same price. That is no "
        "segment, but a likelihood without end."
    )


def _contract(word: str) -> str:
    return word if word.startswith("by") else f"of {word}"


def _rate(group: Group) -> Share:
    assert group.learned.rate is not None
    return group.learned.rate
