"""Cross-validation: how well a fit foretells points that it has not seen.

The points are dealt into folds; for each fold a mixture is fitted to the others, and scored by the
log-likelihood that it gives the fold (Smyth 2000, "Model selection for probabilistic clustering
using cross-validated likelihood"). No penalty is needed: what a fit has learnt of chance alone
does not come back in the fold.
"""

from collections.abc import Callable
from math import sqrt
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gmm.mixture import Mixture, log_density
from gmm.points import FloatArray, IntArray, as_points, as_weights, weighted_sum

FOLDS = 5
MOST = 10**9  # points that are dealt, each as often as it counts: more than NumPy draws from

# Fits a mixture to points (N, D) that count so often each (N,), or None where no fit is sound.
Fit = Callable[[FloatArray, FloatArray], Mixture | None]


class HeldOut(NamedTuple):
    """What cross-validation has found.

    Attributes
    ----------
    scores : ndarray, shape (folds,)
        Log-likelihood per point of each fold under the mixture that was fitted to the others, in
        nats. NaN where no fit was sound; -inf where a point is out of the mixture's reach.
    sizes : ndarray of int, shape (folds,)
        How many points each fold has, each as often as it counts.
    """

    scores: FloatArray
    sizes: IntArray

    @property
    def mean(self) -> float:
        """Log-likelihood per point, over all points: each was held out once."""
        return float(self.scores @ self.sizes / self.sizes.sum())

    @property
    def error(self) -> float:
        """Standard error of the mean, by how much the folds' scores differ.

        The folds share most of what they were fitted to, so it is a measure of the spread, and
        tends to be too small.
        """
        return estimate_error(self.scores)


def estimate_error(scores: FloatArray) -> float:
    """Estimate the standard error of the mean of the folds' scores (or of differences of those)."""
    if len(scores) < 2 or not np.isfinite(scores).all():
        return float("nan")
    return float(scores.std(ddof=1)) / sqrt(len(scores))


def deal_folds(n: int, folds: int, seed: int, *, weights: npt.ArrayLike | None = None) -> IntArray:
    """Deal points into folds by chance.

    Parameters
    ----------
    n : int
        How many points there are.
    folds : int
        At least 2, and at most as many as there are points, each as often as it counts. Their sizes
        differ by one at most.
    seed : int
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`), as frequencies: whole numbers. A point that
        counts five times was seen five times, and each of the five is dealt by itself, as five
        equal rows are: a table of counts and the same table written out are one data set. To keep
        the five together would make folds of unequal sizes, and would ask how well a value is
        foretold that has not been seen at all.

    Returns
    -------
    ndarray of int, shape (folds, N)
        How often each point is in each fold; a column adds up to the point's weight.

    Raises
    ------
    ValueError
        If the number of folds does not fit, if weights are not whole numbers or add up to more
        than a thousand million, or as `gmm.points.as_weights`.
    """
    counts = as_weights(weights, n)
    left = np.ones(n, np.int64) if counts is None else _as_whole(counts)
    number = int(left.sum())
    if not 2 <= folds <= number:
        raise ValueError(
            f"{folds} folds of {number} points: there must be at least 2 folds, and at most as "
            f"many as points."
        )
    rng = np.random.default_rng(seed)
    dealt = []
    for fold in range(folds - 1):
        size = number // folds + (fold < number % folds)
        dealt.append(rng.multivariate_hypergeometric(left, size, method="marginals"))
        left = left - dealt[-1]
    return np.array([*dealt, left])


def cross_validate(points: npt.ArrayLike, fit: Fit, dealt: npt.ArrayLike) -> HeldOut:
    """Score a way of fitting by points that the fit has not seen.

    Parameters
    ----------
    points : array_like, shape (N, D)
    fit : callable
        ``fit(points, weights)`` gives a mixture fitted to points (M, D) that count so often each
        (M,), all at least once, or None where there is none: where each start has collapsed, say.
        Each fold has its own fit, so it should be the best of several starts.
    dealt : array_like of int, shape (folds, N)
        How often each point is in each fold (`deal_folds`). The same folds for each way of fitting
        make their scores comparable, fold by fold.

    Returns
    -------
    HeldOut

    Raises
    ------
    ValueError
        If the folds are not of these points.
    """
    points = as_points(points)
    folds = np.asarray(dealt)
    if folds.ndim != 2 or folds.shape[1] != len(points):
        raise ValueError(
            f"The folds must say how often each of the {len(points)} points is in them, but their "
            f"shape is {folds.shape}."
        )
    scores = [score_fold(points, fit, folds, fold) for fold in range(len(folds))]
    return HeldOut(np.array(scores), folds.sum(axis=1))


def score_fold(points: FloatArray, fit: Fit, dealt: IntArray, fold: int) -> float:
    """Fit to all folds but one, and give that one's log-likelihood per point (`cross_validate`)."""
    held = dealt[fold]
    training = dealt.sum(axis=0) - held
    kept, asked = training > 0, held > 0
    mixture = fit(points[kept], training[kept].astype(np.float64))
    if mixture is None:
        return float("nan")
    often = held[asked].astype(np.float64)
    return weighted_sum(log_density(points[asked], mixture), often) / float(often.sum())


def _as_whole(counts: FloatArray) -> IntArray:
    if (counts != np.floor(counts)).any():
        row = int((counts != np.floor(counts)).argmax())
        raise ValueError(
            f"Row {row} of the weights (from 0) is {counts[row]:g}, which is not a whole number. "
            f"Points that are dealt into folds must count 0, 1, 2, ... times."
        )
    if counts.sum() >= MOST:
        raise ValueError(
            f"The weights add up to {counts.sum():.3g} points. Folds are dealt of fewer than "
            f"{MOST:,}: divide the weights by a constant."
        )
    return counts.astype(np.int64)
