"""Detection errors: what a threshold on scores misses, and what it lets through.

Trials are of two kinds: targets, that should be accepted, and impostors, that should not. A trial
is accepted where its score is not below the threshold. Which threshold is the right one depends on
what either error costs; the equal error rate is where both are equally frequent, and the curve of
both on normal deviates is nearly straight (Martin, Doddington, Kamm, Ordowski and Przybocki 1997,
"The DET curve in assessment of detection task performance").
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gmm.outliers import trace_roc
from gmm.points import FloatArray

DRAWS = 400  # of whole groups, for an interval


class Detection(NamedTuple):
    """Both errors at every threshold.

    Attributes
    ----------
    thresholds : ndarray, shape (M,)
        Ascending: from the one that accepts all to infinity, which accepts nobody.
    misses : ndarray, shape (M,)
        Share of the targets that each rejects; never falls.
    false_alarms : ndarray, shape (M,)
        Share of the impostors that each accepts; never rises.
    equal_error : float
        Where both are equal: the height at which the curve, its corners joined by straight lines,
        crosses the diagonal.
    threshold : float
        The one of the corners nearest to it.
    """

    thresholds: FloatArray
    misses: FloatArray
    false_alarms: FloatArray
    equal_error: float
    threshold: float


def trace_detection(scores: npt.ArrayLike, targets: npt.ArrayLike) -> Detection:
    """Try every threshold on the scores of trials whose kind is known.

    Parameters
    ----------
    scores : array_like, shape (N,)
        High for what should be accepted.
    targets : array_like of bool, shape (N,)
        The truth.

    Returns
    -------
    Detection

    Raises
    ------
    ValueError
        If there is no target or no impostor, if the shapes do not fit, or if a score is not a
        number.
    """
    truth = np.asarray(targets, dtype=bool)
    if truth.size and (truth.all() or not truth.any()):
        kind = "impostor" if truth.all() else "target"
        raise ValueError(f"There is no {kind} among the trials, so no threshold can be judged.")
    # What is strange there is an impostor here: flagged is rejected.
    roc = trace_roc(scores, ~truth)
    misses, false_alarms = roc.false_alarms, 1 - roc.found
    equal, near = _cross(misses, false_alarms)
    return Detection(roc.thresholds, misses, false_alarms, equal, float(roc.thresholds[near]))


def redraw_rates(
    scores: npt.ArrayLike,
    targets: npt.ArrayLike,
    model: npt.ArrayLike,
    spoken_by: npt.ArrayLike,
    seed: int = 0,
) -> FloatArray:
    """Equal error rates with people drawn anew.

    Trials of one person are alike, so they do not count as so many independent ones: whole people
    are drawn, with replacement, with all trials between those who are drawn (bootstrap by groups:
    Efron and Tibshirani 1993, chapter 8). A target trial is of a person with themselves.

    Parameters
    ----------
    scores, targets : array_like, shape (N,)
        As of `trace_detection`.
    model, spoken_by : array_like of int, shape (N,)
        Whose model a trial asks, and who was speaking, from 0.
    seed : int
        With the same one, the same people are drawn: two ways to score them can then be compared
        draw by draw.

    Returns
    -------
    ndarray, shape (`DRAWS`,)
        NaN where a draw has no target or no impostor.
    """
    scores, truth = np.asarray(scores, dtype=np.float64), np.asarray(targets, dtype=bool)
    model, spoken_by = np.asarray(model), np.asarray(spoken_by)
    people = np.unique(np.concatenate([model, spoken_by]))
    order = np.argsort(scores, kind="stable")
    scores, truth = scores[order], truth[order]
    model, spoken_by = (np.searchsorted(people, who[order]) for who in (model, spoken_by))
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(len(people), np.full(len(people), 1 / len(people)), size=DRAWS)
    # A person who is drawn twice is no impostor of their own copy: their target trials count twice.
    often = np.where(truth, drawn[:, model], drawn[:, model] * drawn[:, spoken_by])
    ends = np.append(scores[1:] != scores[:-1], True)  # equal scores pass a threshold together
    misses, stopped = (
        np.cumsum(np.where(kind, often, 0), axis=1)[:, ends] for kind in (truth, ~truth)
    )
    rates = np.full(DRAWS, np.nan)
    for draw in np.flatnonzero((misses[:, -1] > 0) & (stopped[:, -1] > 0)):
        missed = np.concatenate([[0.0], misses[draw] / misses[draw, -1]])
        alarms = np.concatenate([[1.0], 1 - stopped[draw] / stopped[draw, -1]])
        rates[draw] = _cross(missed, alarms)[0]
    return rates


def find_interval(rates: FloatArray, share: float = 0.95) -> tuple[float, float]:
    """Interval of an equal error rate.

    Parameters
    ----------
    rates : ndarray
        As `redraw_rates` gives them.
    share : float
        Of the draws that lie inside.

    Returns
    -------
    low, high : float
        NaN where no draw has a rate.
    """
    known = rates[~np.isnan(rates)]
    if not len(known):
        return np.nan, np.nan
    low, high = np.quantile(known, [(1 - share) / 2, (1 + share) / 2])
    return float(low), float(high)


def deviate(rates: npt.ArrayLike, trials: float) -> FloatArray:
    """Normal deviates of error rates, as a detection-error curve has along its axes.

    Parameters
    ----------
    rates : array_like
    trials : float
        How many there are of the kind. A rate of 0 has no deviate: none is taken as less than half
        a trial, nor as more than all but half a trial.

    Returns
    -------
    ndarray
        -1.64 for 5 %, 0 for 50 %.
    """
    # Loads a part of SciPy that the rest does without.
    from scipy.special import ndtri

    least = 0.5 / trials
    deviates: FloatArray = ndtri(np.clip(rates, least, 1 - least))
    return deviates


def _cross(misses: FloatArray, false_alarms: FloatArray) -> tuple[float, int]:
    """Where both errors are equal, and the nearest corner."""
    gap = misses - false_alarms  # from -1 to 1, never falls
    after = int(np.argmax(gap >= 0))
    before = after - 1
    part = -gap[before] / (gap[after] - gap[before])
    equal = misses[before] + part * (misses[after] - misses[before])
    return float(equal), after if part >= 0.5 else before
