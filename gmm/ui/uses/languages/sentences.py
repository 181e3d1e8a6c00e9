"""What the page on languages and styles says: sentences whose numbers come from the records."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gmm.directions import Directions
from gmm.points import FloatArray
from gmm.restarts import Reach
from gmm.selection import free_parameters
from gmm.ui.numbers import write_fixed, write_percent
from gmm.ui.uses.languages.reading import Reading
from gmm.ui.uses.languages.records import UNSURE, Strangers, Verdict

NAMED = 3  # features that a direction is described by
SURE = 0.9  # of a posterior, to say that it is certain
TELLING = 2  # so many times as many strangers as taught passages below it: a threshold tells


class Words(NamedTuple):
    """What a part of the page calls its things: "passages", "language"."""

    things: str
    kind: str


LANGUAGE, STYLE = Words("passages", "language"), Words("clips", "style")


def tell_answer(verdict: Verdict, k: int, words: Words, what: str) -> str:
    """Say how many held-out things are given their own class, by both methods, and who wins.

    Parameters
    ----------
    verdict : Verdict
    k : int
    words : Words
    what : str
        What the things are, as in "passages of 60 letters or more".
    """
    mixture, gaussian = verdict.mixture, verdict.gaussian
    told = (
        f"{mixture.hits:,} of {mixture.runs:,} {what} are given their own {words.kind} by one "
        f"mixture a {words.kind} (K = {k}), and {gaussian.hits:,} by one Gaussian a {words.kind}."
    )
    if k == 1:
        return f"{told} With K = 1 both are the same."
    return f"{told} {name_winner(verdict)}"


def is_clear(verdict: Verdict) -> bool:
    """Whether one method is better by more than chance alone often makes."""
    return verdict.chance < UNSURE


def name_winner(verdict: Verdict) -> str:
    """Say which method is better, if the difference is more than chance alone often makes."""
    if not is_clear(verdict):
        return "No method is clearly better: chance alone often makes such a difference."
    if verdict.mixture_alone > verdict.gaussian_alone:
        return "The mixture is better."
    return "The one Gaussian is better."


def tell_alone(verdict: Verdict, words: Words) -> str:
    """Say how many things only one method has right, and what chance would make of it."""
    one, other = verdict.mixture_alone, verdict.gaussian_alone
    if one + other == 0:
        return f"No {words.things} are right by one method alone."
    are = f"{words.things.removesuffix('s')} is" if one == 1 else f"{words.things} are"
    return (
        f"{one:,} {are} right by the mixtures alone, {other:,} by the Gaussians "
        f"alone. If both were alike, a split at least as uneven would come with a probability of "
        f"{_write_chance(verdict.chance)} (sign test)."
    )


def tell_why(verdict: Verdict, k: int, count: int, points: float, words: Words) -> str:
    """Say why, as far as the numbers show it.

    Parameters
    ----------
    verdict : Verdict
    k, count : int
        Components a class, and dimensions.
    points : float
        How many points a class has to learn from, on average.
    words : Words
    """
    if k == 1:
        return f"Choose K = 2 or more to see what a mixture adds to one Gaussian a {words.kind}."
    one, many = free_parameters(1, count), free_parameters(k, count)
    mixture, gaussian = verdict.densities
    numbers = (
        f"Each Gaussian learns {one} numbers from about {points:.0f} {words.things}, each mixture "
        f"{many}. "
    )
    said = f"({write_fixed(mixture, 2)} nats against {write_fixed(gaussian, 2)} a held-out one)"
    better = mixture > gaussian
    won = verdict.chance < UNSURE and verdict.mixture_alone > verdict.gaussian_alone
    if better and won:
        return (
            f"{numbers}The mixtures describe {words.things} that they have not seen better, too "
            f"{said}: a {words.kind} has more than one hump, and one Gaussian also covers the gap "
            "between them, where others are."
        )
    if better:
        return (
            f"{numbers}The mixtures do describe {words.things} that they have not seen better "
            f"{said}. But that changes which {words.kind} is the most likely for few of them."
        )
    if won:
        return (
            f"{numbers}The mixtures do not describe {words.things} that they have not seen better "
            f"{said}, but they tell the {words.kind}s apart better."
        )
    if words == LANGUAGE:
        return (
            f"{numbers}Of {words.things} that they have not seen the mixtures give a worse "
            f"description {said}: they have learned accidents of a few passages. A share "
            "of letters is an average over many letters, and such averages come close to one bell "
            "shape. So one Gaussian is enough here."
        )
    return (
        f"{numbers}Of {words.things} that they have not seen the mixtures give a worse description "
        f"{said}: they have learned accidents of a few {words.things}."
    )


def tell_strangers(
    strangers: Strangers, names: Sequence[str], stranger: str, floor: float, share: float
) -> str:
    """Say where passages of a language go that was not taught, and how many the threshold finds.

    Parameters
    ----------
    strangers : Strangers
    names : sequence of str
        Of the taught languages.
    stranger : str
    floor : float
        The threshold on the log density.
    share : float
        Of the taught passages, that lies below it.
    """
    most = int(strangers.given.argmax())
    total = int(strangers.given.sum())
    found = int((strangers.density < floor).sum())
    return (
        f"{stranger} was not taught. Still each of its {total:,} passages is given a language: "
        f"{strangers.given[most]:,} are called {names[most]}, and for "
        f"{write_percent(strangers.sure)} of all the posterior is above {SURE:.1f}. Posteriors "
        f"only compare the languages that were taught. The density tells more: {found:,} of "
        f"{total:,} ({write_percent(found / total)}) lie below the threshold under which only "
        f"{write_percent(share)} of the held-out taught passages lie. "
        + (
            "Those are “none of these”."
            if found > TELLING * share * total
            else "That is hardly more: here this threshold does not tell."
        )
    )


def tell_reading(reading: Reading, names: Sequence[str], letters: int, floor: float) -> str:
    """Say which language a text is in.

    Parameters
    ----------
    reading : Reading
    names : sequence of str
    letters : int
        Of the passages that were taught.
    floor : float
        A density below which it is none of these.
    """
    first, second = names[reading.first], names[reading.second]
    likely = float(reading.posteriors[reading.first])
    told = (
        f"{first}, with a posterior probability of {_write_likely(likely)}; {second} comes next. "
    )
    if reading.density < floor:
        told = (
            f"Perhaps none of these. The text is less likely under all languages together than "
            f"nearly all passages that were taught ({write_fixed(reading.density, 1)} nats, "
            f"threshold {write_fixed(floor, 1)}). Of those that were taught, {first} is the "
            f"nearest, with a posterior probability of {_write_likely(likely)}. "
        )
    many = "1 passage" if reading.passages == 1 else f"{reading.passages:,} passages"
    told += f"It has {reading.letters:,} letters, read as {many}."
    if reading.passages > 1:
        told += (
            " They count as independent, though they are of one text: so the probability is nearer "
            "to 1 than it should be."
        )
    if reading.letters < 0.75 * letters:
        told += (
            f" That is shorter than the passages that were taught ({letters} letters), so shares "
            "of letters vary more than the mixtures know: do not trust it much."
        )
    return told


def describe_direction(
    directions: Directions, spreads: FloatArray, names: Sequence[str], at: int
) -> str:
    """Say which features a direction is made of.

    Parameters
    ----------
    directions : Directions
    spreads : ndarray, shape (D,)
        Standard deviations of the features.
    names : sequence of str
        Of the features.
    at : int
        Which direction.
    """
    parts = directions.axes[:, at] * spreads
    largest = np.argsort(-np.abs(parts))[:NAMED]
    more = [names[each] for each in largest if parts[each] > 0]
    less = [names[each] for each in largest if parts[each] <= 0]
    told = [
        f"{word} {', '.join(which)}" for word, which in (("more", more), ("less", less)) if which
    ]
    return "; ".join(told)


def write_score(reach: Reach) -> str:
    """An accuracy as it is read: of a few hundred, a decimal would say too much."""
    return write_percent(reach.share, 0)


def write_interval(reach: Reach) -> str:
    """An accuracy's limits."""
    low, high = (write_fixed(100 * end, 1) for end in (reach.low, reach.high))
    return f"95\u00a0% interval {low} to {high}\u00a0%"


def _write_likely(share: float) -> str:
    return "more than 0.999" if share > 0.999 else write_fixed(share, 3)


def _write_chance(chance: float) -> str:
    return "less than 0.001" if chance < 0.001 else write_fixed(chance, 3)
