"""Many starts, in sentences: each holds for what was computed, or is not said."""

import math

from gmm.ui.apart import write_places
from gmm.ui.lab.starts.records import Answer, Method, find_cheapest, name_places
from gmm.ui.numbers import write_fixed, write_percent, write_significant

FEW = 10.0  # points of a component, below which it may be no group at all


def tell_ends(answer: Answer) -> str:
    """Say how many tops there are and how often the best one is reached.

    Parameters
    ----------
    answer : Answer
        With one try or more.
    """
    basins, total = answer.basins, len(answer.tries)
    parts = []
    if len(basins) == 1 and basins[0].reach.hits == total:
        height = write_fixed(basins[0].log_likelihood, 2)
        return f"**All {_count(total, 'start')} end at the same top**, log-likelihood {height}."
    if basins:
        best = basins[0]
        parts.append(
            f"**{best.reach.hits} of {_count(total, 'start')} "
            f"({write_percent(best.reach.share)}) {_end(best.reach.hits)} at the best top**, "
            f"log-likelihood {write_fixed(best.log_likelihood, 2)}."
        )
    if len(basins) > 1:
        common = max(basins[1:], key=lambda each: each.reach.hits)
        gap = write_significant(basins[0].log_likelihood - common.log_likelihood, 2)
        lower = len(basins) - 1
        rest = sum(each.reach.hits for each in basins[1:])
        where = (
            f"{lower} lower tops, most often ({_count(common.reach.hits, 'start')}) {gap} nats "
            "below the best."
            if lower > 1
            else f"one lower top, {gap} nats below."
        )
        parts.append(f"{rest} {_end(rest)} at {where}")
    for place in answer.places:
        if place.kind == "collapsed":
            every = "all " if place.reach.hits == total else ""
            cure = " Choose fewer components, or a ridge under More." if every else ""
            hits = place.reach.hits
            parts.append(f"In {every}{_count(hits, 'start')} a component collapsed.{cure}")
        elif place.kind == "unfinished":
            hits = place.reach.hits
            parts.append(f"{_count(hits, 'start')} had not ended when the iterations ran out.")
    return " ".join(parts)


def tell_doubts(answer: Answer) -> str:
    """Say what the best top may be worth, and whether more starts would find others.

    Parameters
    ----------
    answer : Answer
    """
    parts = []
    basins = answer.basins
    if basins and basins[0].fewest < FEW:
        parts.append(
            f"The smallest component of the best top holds only "
            f"{write_significant(basins[0].fewest, 2)} points: it may be chance, not a group."
        )
    if answer.seen_once:
        tops = "top was" if answer.seen_once == 1 else "tops were"
        one_in = round(len(answer.tries) / answer.seen_once)
        rate = f"one new start in {one_in}" if one_in > 1 else "nearly every new start"
        parts.append(
            f"{answer.seen_once} {tops} found by a single start: by estimate, {rate} would find a "
            f"top that is not among these."
        )
    return " ".join(parts)


def tell_cost(answer: Answer) -> str:
    """Say how many starts are enough, and which method pays.

    Parameters
    ----------
    answer : Answer
    """
    methods = answer.methods
    if not methods:
        return ""
    if len(methods) == 1:
        return _tell_method(methods[0])
    cheapest, sure = find_cheapest(answer)
    assert cheapest is not None  # a basin was found by a method
    starts, cost = int(cheapest.needed[0]), _tell_cost(cheapest.costs[0])
    parts = [
        f"**The method that pays best is {cheapest.name}:** with {_count(starts, 'start')}, {cost} "
        "in all, the chance to reach the best top is at least 99\u00a0%."
    ]
    parts.append(
        "Every other method costs more, also within the limits of chance."
        if sure
        else "Within the limits of chance, though, another method may cost less."
    )
    missed = [each for each in methods if not each.reach.hits]
    for each in missed:
        parts.append(
            f"None of {_count(each.reach.runs, 'start')} by {each.name} reached it: the true share "
            f"may be 0, and is at most {write_percent(each.reach.high)}."
        )
    return " ".join(parts)


def _tell_method(method: Method) -> str:
    reach = method.reach
    if reach.hits == reach.runs:
        return (
            f"Every start by {method.name} reached the best top, so a single one is enough as far "
            f"as {_count(reach.runs, 'start')} can tell."
        )
    starts, cost = int(method.needed[0]), _tell_cost(method.costs[0])
    alone = " Only one start found it, so this is a rough estimate." if reach.hits == 1 else ""
    return (
        f"**Keep the best of {_count(starts, 'start')} by {method.name}**, {cost} in all, and the "
        f"chance to have the best top is at least 99\u00a0%. (One start reaches it with "
        f"{write_percent(reach.share)}; the limits of chance are {write_percent(reach.low)} and "
        f"{write_percent(reach.high)}.){alone}"
    )


def tell_chosen(answer: Answer, chosen: int) -> str:
    """Say what the chosen run is.

    Parameters
    ----------
    answer : Answer
    chosen : int
        Which of its places.
    """
    place = answer.places[chosen]
    one = answer.tries[place.run]
    how = f"a run from {one.method}, seed {one.seed}"
    share = f"{_count(place.reach.hits, 'start')}, {write_percent(place.reach.share)}"
    if place.kind == "collapsed":
        return f"On the stage: {how}, in which a component collapses ({share})."
    if place.kind == "unfinished":
        return f"On the stage: {how}, which has not ended ({share})."
    if chosen == 0:
        return f"On the stage: {how}, which ends at the best top ({share})."
    gap = write_significant(answer.places[0].log_likelihood - place.log_likelihood, 2)
    first = answer.tries[answer.places[0].run]
    return (
        f"On the stage: {how}, which ends {gap} nats below the best ({share}); and the best, from "
        f"{first.method}, seed {first.seed}."
    )


def write_heights(answer: Answer) -> list[str]:
    """Write the log-likelihood of each place, so that different ones read differently.

    "" stands for a collapse, which has no height.

    Parameters
    ----------
    answer : Answer
    """
    own = [place.log_likelihood for place in answer.places if place.kind != "collapsed"]
    texts = iter(write_places(own) if own else [])
    return ["" if place.kind == "collapsed" else next(texts) for place in answer.places]


def list_places(answer: Answer, most: int) -> list[dict[str, str]]:
    """List the places in a table, the best first.

    Parameters
    ----------
    answer : Answer
    most : int
        How many there may be.
    """
    heights, names = write_heights(answer), name_places(answer)
    return [
        {
            "Top": names[at],
            "Log-likelihood": heights[at] or "–",
            "Starts": str(place.reach.hits),
            "Share": write_percent(place.reach.share),
            "Iterations, median": write_fixed(place.iterations, 0),
            "Points in the smallest component": write_significant(place.fewest, 3),
            **{
                method.name: str(place.by_method[column])
                for column, method in enumerate(answer.methods)
                if len(answer.methods) > 1
            },
        }
        for at, place in enumerate(answer.places[:most])
    ]


def list_methods(answer: Answer) -> list[dict[str, str]]:
    """List the methods in a table.

    Parameters
    ----------
    answer : Answer
    """
    return [
        {
            "Method": method.name,
            "Reach the best top": f"{method.reach.hits} of {method.reach.runs}",
            "Share, with 95\u00a0% limits": f"{write_percent(method.reach.share)} "
            f"({write_percent(method.reach.low)} to {write_percent(method.reach.high)})",
            "Iterations a start": write_fixed(method.iterations, 0),
            "Starts for 99\u00a0%": _write_needed(method.needed[0]),
            "Iterations for 99\u00a0%": round_cost(method.costs[0]),
        }
        for method in answer.methods
    ]


def round_cost(iterations: float) -> str:
    """So many iterations, to two digits: an estimate has no more."""
    if not math.isfinite(iterations):
        return "unknown"
    digits = max(0, math.floor(math.log10(max(iterations, 1))) - 1)
    return write_fixed(round(iterations / 10**digits) * 10**digits, 0)


def _tell_cost(iterations: float) -> str:
    written = round_cost(iterations)
    return f"about {written} {'iteration' if written == '1' else 'iterations'}"


def _write_needed(starts: float) -> str:
    return write_fixed(starts, 0) if math.isfinite(starts) else "unknown"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _end(number: int) -> str:
    return "ends" if number == 1 else "end"
