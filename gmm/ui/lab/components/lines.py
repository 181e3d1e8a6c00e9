"""What the charts show: a line for each constraint, over K."""

from collections.abc import Mapping, Sequence
from math import isfinite, nan
from typing import NamedTuple

from gmm.cross_validation import HeldOut
from gmm.ui.apart import write_places
from gmm.ui.lab.components.choosing import CRITERIA, Choice, read_value
from gmm.ui.lab.components.records import Clustered, Fitted, Tried

INSIDE = 0.85  # of all values are in sight: those of far worse fits would press the others flat
MARGIN = 0.08  # of what is in sight, above and below
FEW = 8  # values that are all in sight


class Line(NamedTuple):
    """Values over K.

    Attributes
    ----------
    name : str
        Of a constraint, or of what else was fitted.
    ks : tuple of int
    values : tuple of float
        NaN where there is none: a gap.
    errors : tuple of float
        Standard errors; empty where there are none.
    texts : tuple of str
        The values as they are read.
    """

    name: str
    ks: tuple[int, ...]
    values: tuple[float, ...]
    errors: tuple[float, ...]
    texts: tuple[str, ...]


class Lines(NamedTuple):
    """A criterion of all fits.

    Attributes
    ----------
    axis : str
    lines : tuple of Line
    sight : tuple of float
        The least and the greatest value in sight.
    best, shown : tuple of Fitted and float, or None
        The criterion's choice, and the fit on the stage, each with its value.
    hidden : int
        How many values are out of sight.
    """

    axis: str
    lines: tuple[Line, ...]
    sight: tuple[float, float]
    best: tuple[Fitted, float] | None
    shown: tuple[Fitted, float] | None
    hidden: int


def lay_criterion(
    fits: Sequence[Tried],
    criterion: str,
    held: Mapping[Fitted, HeldOut],
    choice: Choice | None,
    shown: Fitted | None,
) -> Lines:
    """Lay out a criterion as lines over K, one for each constraint."""
    values = {each.fitted: read_value(each, criterion, held) for each in fits}
    finite = [value for value in values.values() if isfinite(value)]
    texts = _write(finite)
    lines = []
    for covariance in dict.fromkeys(each.covariance for each in fits):
        own = [each for each in fits if each.covariance == covariance]
        errors = (
            tuple(held[each.fitted].error if each.fitted in held else nan for each in own)
            if criterion == "held_out"
            else ()
        )
        lines.append(_lay(covariance, own, [values[each.fitted] for each in own], errors, texts))
    sight = find_sight(finite, CRITERIA[criterion].highest)
    value = values.get(shown, nan) if shown else nan
    return Lines(
        CRITERIA[criterion].axis,
        tuple(lines),
        sight,
        None if choice is None else (choice.best.fitted, choice.value),
        (shown, value) if shown and isfinite(value) else None,
        sum(not sight[0] <= each <= sight[1] for each in finite),
    )


def lay_agreement(fits: Sequence[Tried], clustered: Sequence[Clustered]) -> tuple[Line, ...]:
    """Lay out the agreement with the known labels, of the mixtures and of k-means."""
    mixtures = {each.fitted: each.agreement for each in fits}
    texts = _write([*mixtures.values(), *(each.agreement for each in clustered)])
    lines = []
    for name in dict.fromkeys(each.covariance for each in fits):
        own = [each for each in fits if each.covariance == name]
        lines.append(_lay(name, own, [each.agreement for each in own], (), texts))
    means = _lay("k-means", clustered, [each.agreement for each in clustered], (), texts)
    return (*lines, means)


def lay_silhouettes(clustered: Sequence[Clustered]) -> Line:
    """Lay out the mean silhouettes of k-means."""
    values = [each.silhouette for each in clustered]
    errors = tuple(each.error for each in clustered)
    return _lay("k-means", clustered, values, errors if any(errors) else (), _write(values))


def find_sight(values: Sequence[float], highest: bool) -> tuple[float, float]:
    """Find the range that the better values take, with a margin.

    Parameters
    ----------
    values : sequence of float
        Finite.
    highest : bool
        Whether the highest is the best.
    """
    if not values:
        return 0.0, 1.0
    ranked = sorted(values, reverse=highest)
    last = ranked[-1] if len(ranked) <= FEW else ranked[int(INSIDE * (len(ranked) - 1))]
    low, high = min(ranked[0], last), max(ranked[0], last)
    room = MARGIN * ((high - low) or abs(high) or 1.0)
    return low - room, high + room


def _lay(
    name: str,
    own: Sequence[Tried] | Sequence[Clustered],
    values: Sequence[float],
    errors: tuple[float, ...],
    texts: Mapping[float, str],
) -> Line:
    ks = tuple(each.k for each in own)
    return Line(name, ks, tuple(values), errors, tuple(texts.get(value, "") for value in values))


def _write(values: Sequence[float]) -> dict[float, str]:
    finite = [value for value in values if isfinite(value)]
    return dict(zip(finite, write_places(finite), strict=True)) if finite else {}
