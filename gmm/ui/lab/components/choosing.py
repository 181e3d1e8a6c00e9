"""Choosing: what each criterion makes of the fits that were tried."""

from collections.abc import Mapping, Sequence
from math import isfinite, nan
from typing import NamedTuple

from gmm.cross_validation import HeldOut, estimate_error
from gmm.ui.lab.components.records import Fitted, Tried

EQUAL = 1e-6  # of a criterion: differences that are rounding


class Criterion(NamedTuple):
    """A way to choose.

    Attributes
    ----------
    name : str
        As a heading and in a sentence.
    axis : str
        What stands at the axis of its chart.
    highest : bool
        Whether the highest value is the best, not the lowest.
    """

    name: str
    axis: str
    highest: bool = False


CRITERIA = {
    "bic": Criterion("BIC", "BIC (nats, doubled): lower is better"),
    "aic": Criterion("AIC", "AIC (nats, doubled): lower is better"),
    "icl": Criterion("ICL", "ICL (nats, doubled): lower is better"),
    "held_out": Criterion(
        "Held-out", "Held-out log-likelihood (nats per point): higher is better", True
    ),
}


class Choice(NamedTuple):
    """What a criterion chooses.

    Attributes
    ----------
    best : Tried
    value : float
        Of the criterion there.
    second : Tried or None
        The next best.
    lead : float
        How much better the best is than the second, not negative; NaN where there is none.
    near : tuple of Tried
        Fits within one standard error of the best, without it; for held-out points only.
    simplest : Tried
        Of the best and those near it, the one with the fewest free parameters.
    """

    best: Tried
    value: float
    second: Tried | None
    lead: float
    near: tuple[Tried, ...]
    simplest: Tried


def read_value(tried: Tried, criterion: str, held: Mapping[Fitted, HeldOut]) -> float:
    """What a criterion says of a fit; NaN where it says nothing.

    Parameters
    ----------
    tried : Tried
    criterion : str
        A name in `CRITERIA`.
    held : mapping
        What cross-validation has found so far.
    """
    if criterion == "held_out":
        found = held.get(tried.fitted)
        value = nan if found is None else found.mean
    elif tried.seed is None:
        value = nan
    else:
        value = {"bic": tried.bic, "aic": tried.aic, "icl": tried.icl}[criterion]
    return value if isfinite(value) else nan


def choose(fits: Sequence[Tried], criterion: str, held: Mapping[Fitted, HeldOut]) -> Choice | None:
    """Choose as a criterion does.

    Parameters
    ----------
    fits : sequence of Tried
    criterion : str
    held : mapping

    Returns
    -------
    Choice or None
        None where the criterion says nothing of any fit. Of fits that are equally good, but for
        rounding, the one with fewer free parameters is chosen.
    """
    sign = -1.0 if CRITERIA[criterion].highest else 1.0
    costs = {each: sign * read_value(each, criterion, held) for each in fits}
    ranked = sorted(
        (each for each in fits if isfinite(costs[each])),
        key=lambda each: (costs[each], each.parameters),
    )
    if not ranked:
        return None
    least = costs[ranked[0]]
    slack = EQUAL * max(1.0, abs(least))
    best = min(
        (each for each in ranked if costs[each] <= least + slack),
        key=lambda each: (each.parameters, each.k),
    )
    others = [each for each in ranked if each is not best]
    near: tuple[Tried, ...] = ()
    if criterion == "held_out":
        error = held[best.fitted].error
        near = tuple(each for each in others if costs[each] - costs[best] <= error)
    return Choice(
        best,
        sign * costs[best],
        others[0] if others else None,
        max(0.0, costs[others[0]] - costs[best]) if others else nan,
        near,
        min((best, *near), key=lambda each: (each.parameters, costs[each])),
    )


class Difference(NamedTuple):
    """By how much one fit foretells held-out points better than another, in nats per point.

    Attributes
    ----------
    mean, error : float
        Of the folds' differences, and its standard error: fold by fold the points are the same,
        so it is far less than the error of either score.
    """

    mean: float
    error: float


def compare_held_out(better: HeldOut, worse: HeldOut) -> Difference:
    """Compare two fits fold by fold."""
    apart = better.scores - worse.scores
    return Difference(better.mean - worse.mean, estimate_error(apart))
