"""What the page of pulsars says: sentences whose numbers are computed from the records."""

from collections.abc import Sequence

from gmm.cases.pulsars import KINDS
from gmm.points import IntArray
from gmm.ui.numbers import write_fixed, write_percent, write_significant
from gmm.ui.uses.pulsars.records import RARE, Asked, Verdict, Weighed, rank, write_power

RULE = "Period under 30 ms"
BARE, CLEAR = 2.0, 10.0  # of BIC: not worth more than a mention, and very strong (Kass and Raftery)


def tell_answer(mixture: Verdict, cut: Verdict) -> str:
    """Say what the mixture finds of the millisecond pulsars, and what the cut does."""
    total = mixture.found + mixture.missed
    return (
        f"The mixture finds {_of(mixture.found, total)} millisecond pulsars and calls "
        f"{_others(mixture.wrong)} so. The rule “period under 30 ms” finds "
        f"{_of(cut.found, total)} and calls {_others(cut.wrong)} so."
    )


def note_verdict(verdict: Verdict) -> str:
    """What stands below a rule's score."""
    called = verdict.found + verdict.wrong
    right = (
        f"{write_percent(verdict.precision, 1)} of those called so are" if called else "calls none"
    )
    return f"finds {write_percent(verdict.recall, 1)}; {right}"


def tell_components(weighed: Sequence[Weighed]) -> str:
    """Say which number BIC asks for, and which come next."""
    best, *others = rank(weighed)
    told = f"BIC asks for {count_components(best.k)}."
    close = [each for each in others if each.bic - best.bic < CLEAR]
    if not close:
        return f"{told} {others[0].k} is next, {_differ(others[0], best)} higher: clearly worse."
    listed = ", ".join(f"{each.k} ({_differ(each, best)} higher)" for each in close)
    bare = [each.k for each in close if each.bic - best.bic < BARE]
    ending = "are close" if len(close) > 1 else "is close"
    told = f"{told} But {listed} {ending}"
    if bare:
        less = f" and {bare[0]}" if len(bare) == 1 else ", " + ", ".join(map(str, bare))
        return f"{told}: the data hardly tell {best.k}{less} apart."
    return f"{told}: a difference below 10 is no clear answer."


def tell_other_rule(weighed: Sequence[Weighed], cut: Verdict) -> str:
    """Say for which K the cut beats the mixture."""
    better = [str(each.k) for each in weighed if each.verdict.score < cut.score]
    worse = [str(each.k) for each in weighed if each.verdict.score > cut.score]
    if not better:
        return "Here the mixture's score is never below that of the rule."
    if not worse:
        return "Here the rule is never worse than the mixture, whatever K."
    return (
        f"With K = {_list(better)} the simple rule wins; with K = {_list(worse)} the mixture does. "
        "Too few components have to share: one of them takes millisecond and mildly recycled "
        "pulsars together, or spreads over everything."
    )


def tell_samples(best: Sequence[int], how: str) -> str:
    """Say how often each number won over several samples."""
    number = len(best)
    counts = sorted({k: best.count(k) for k in best}.items(), key=lambda item: (-item[1], item[0]))
    called = "samples of other pulsars" if how == "new" else "samples drawn from these pulsars"
    if len(counts) == 1:
        return f"BIC asks for {counts[0][0]} components in all {number} {called}."
    listed = ", ".join(f"{k} in {times}" for k, times in counts)
    return (
        f"Over {number} {called}, BIC asks for {listed}. The number of components is a property "
        "of the sample, not of the sky."
    )


def tell_wins(pairs: Sequence[tuple[float, float]]) -> str:
    """Say how often the mixture's score beat the cut's, of scores (mixture, cut)."""
    wins = sum(mixture > cut for mixture, cut in pairs)
    losses = sum(mixture < cut for mixture, cut in pairs)
    ties = len(pairs) - wins - losses
    tied = f", {ties} times they are equal" if ties else ""
    return (
        f"With BIC's own number of components the mixture finds millisecond pulsars better than "
        f"the rule in {wins} of {len(pairs)} samples, worse in {losses or 'none'}{tied}."
    )


def tell_shared(table: IntArray) -> str:
    """Say that components are not kinds, where it is so."""
    ordinary = int((table[:, 0] > 0.05 * table[:, 0].sum()).sum())
    if ordinary < 2:
        some = "All" if table[:, 0].max() == table[:, 0].sum() else "Nearly all"
        return f"{some} ordinary pulsars are in one component."
    return (
        f"{ordinary} components share the ordinary pulsars, which are one kind: their cloud is no "
        "Gaussian, since the death line cuts it off. So components are not kinds."
    )


def tell_magnetars(table: IntArray) -> str:
    """Say whether the rarest kind has a component of its own; "" where there is none of it."""
    column = table[:, KINDS.index("magnetar")]
    if not column.sum():
        return ""
    home = int(column.argmax())
    if 2 * column[home] > table[home].sum():
        return f"The {column.sum()} magnetars have a component of their own, number {home + 1}."
    some = "all" if column[home] == column.sum() else column[home]
    return (
        f"The {column.sum()} magnetars have no component of their own: {some} of them are "
        f"in component {home + 1}, with {table[home].sum() - column[home]} others."
    )


def tell_asked(asked: Asked) -> list[str]:
    """Say what the mixture and the cut make of one pulsar."""
    chance = write_chance(asked.probability)
    call = "a millisecond pulsar" if asked.short else "no millisecond pulsar"
    told = [
        f"The mixture gives it a probability {chance} of being a millisecond pulsar. "
        f"The rule says: {call}.",
        f"Its field is {_write_ten(asked.field)} G, its age P / (2Ṗ) "
        f"{_write_ten(asked.age)} years.",
    ]
    if asked.lower < RARE:
        told.append(
            "It lies far from nearly all of the simulated pulsars. There the probability says "
            "which component reaches farthest, and little about this pulsar."
        )
    return told


def write_chance(chance: float) -> str:
    """A probability in percent, after that word."""
    if chance < 0.001:
        return "below 0.1\u00a0%"
    return "above 99.9\u00a0%" if chance > 0.999 else f"of {write_percent(chance, 1)}"


def count_components(k: int) -> str:
    """Components in words."""
    return "1 component" if k == 1 else f"{k} components"


def _write_ten(power: float) -> str:
    """10 to a power, in two digits."""
    if -3 < power < 5:
        return write_significant(10**power, 2)
    whole = int(power // 1)
    head = write_fixed(10 ** (power - whole), 1)
    if head == "10.0":
        head, whole = "1.0", whole + 1
    return f"{head} × {write_power(whole)}"


def _of(found: int, total: int) -> str:
    return f"all {total}" if found == total else f"{found} of the {total}"


def _others(wrong: int) -> str:
    if not wrong:
        return "no other"
    return "1 other" if wrong == 1 else f"{wrong} others"


def _differ(each: Weighed, best: Weighed) -> str:
    return write_fixed(each.bic - best.bic, 1)


def _list(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
