"""Outliers: points where a mixture's density is low, and how many of them it expects itself.

A point is flagged where its log density is below a threshold. Nothing here asks where the densities
come from: any score will do that is low for what is strange.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gmm.mixture import Mixture, as_mixture, log_density, sample, whitening
from gmm.points import FloatArray, as_weights, total_weight

BoolArray = npt.NDArray[np.bool_]
ROUNDING = 1e-12  # of a share: 0.29 of 100 points are 29, which float64 makes a little less


class Flagged(NamedTuple):
    """Points below a threshold.

    Attributes
    ----------
    flags : ndarray of bool, shape (N,)
    number : float
        How many they are, each as often as it counts.
    share : float
        Of all points.
    """

    flags: BoolArray
    number: float
    share: float


class Expected(NamedTuple):
    """Share of a mixture's own points that lie below a threshold.

    Attributes
    ----------
    share : float
    error : float
        Its standard error; 0 where the share is exact.
    """

    share: float
    error: float


class Roc(NamedTuple):
    """What every threshold finds, and what it finds in vain (receiver operating characteristic).

    Attributes
    ----------
    thresholds : ndarray, shape (M,)
        Ascending: from the one that flags nobody to infinity, which flags all.
    false_alarms : ndarray, shape (M,)
        Share of the ordinary points that each flags.
    found : ndarray, shape (M,)
        Share of the outliers that each flags.
    area : float
        Under the curve: the chance that an outlier has a lower density than an ordinary point, both
        drawn at random, equal densities counting half. 0.5 is no better than a coin.
    """

    thresholds: FloatArray
    false_alarms: FloatArray
    found: FloatArray
    area: float


def find_threshold(
    log_densities: npt.ArrayLike, share: float, weights: npt.ArrayLike | None = None
) -> float:
    """Find the highest threshold that flags no more than a share of the points.

    Parameters
    ----------
    log_densities : array_like, shape (N,)
        Of the points, in nats; -inf is fine.
    share : float
        From 0 to 1.
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`).

    Returns
    -------
    float
        In nats: the log density of the first point that is not flagged, infinite where all are.
        Equal densities are flagged together or not at all.

    Raises
    ------
    ValueError
        If the share is not a number from 0 to 1, if a log density is NaN, or as
        `gmm.points.as_weights`.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"The share is {share}; it must be a number from 0 to 1.")
    values, counts = _count_by_value(*_as_scores(log_densities, weights))
    up_to = np.cumsum(counts)
    flagged = int(np.searchsorted(up_to, share * up_to[-1] * (1 + ROUNDING), side="right"))
    return float(values[flagged]) if flagged < len(values) else np.inf


def flag(
    log_densities: npt.ArrayLike, threshold: float, weights: npt.ArrayLike | None = None
) -> Flagged:
    """Flag the points whose log density is below a threshold.

    Parameters
    ----------
    log_densities : array_like, shape (N,)
    threshold : float
        In nats. A point that lies just on it is not flagged.
    weights : array_like, shape (N,), optional
        How often each point counts.

    Returns
    -------
    Flagged

    Raises
    ------
    ValueError
        If a log density is NaN, or as `gmm.points.as_weights`.
    """
    scores, often = _as_scores(log_densities, weights)
    flags = scores < threshold
    number = float(flags.sum() if often is None else often[flags].sum())
    return Flagged(flags, number, number / total_weight(len(scores), often))


def draw_log_densities(mixture: Mixture, n: int, seed: int | np.random.Generator) -> FloatArray:
    """Draw points from a mixture, and take their log densities.

    Parameters
    ----------
    mixture : Mixture
    n : int
        How many points, at least 1.
    seed : int or numpy.random.Generator

    Returns
    -------
    ndarray, shape (n,)
        Ascending, in nats.
    """
    return np.sort(log_density(sample(mixture, n, seed)[0], mixture))


def find_level(mixture: Mixture, share: float, drawn: FloatArray) -> float:
    """Find the threshold below which a share of the mixture's own points lies.

    Its contour holds the rest: the smallest region that holds as much of the mixture (Hyndman
    1996).

    Parameters
    ----------
    mixture : Mixture
    share : float
        From 0 to 1.
    drawn : ndarray, shape (n,)
        What `draw_log_densities` gave; a single component does without.

    Returns
    -------
    float
        In nats. Exact for a single component, as of `expect_below`.

    Raises
    ------
    ValueError
        As `find_threshold`.
    """
    weights, means, _ = mixture = as_mixture(mixture)
    if len(weights) > 1 or not 0 <= share <= 1:
        return find_threshold(drawn, share)
    # Loads a good part of SciPy, which other mixtures do without.
    from scipy.stats import chi2

    return float(whitening(mixture)[1][0] - chi2.isf(share, means.shape[1]) / 2)


def expect_below(mixture: Mixture, threshold: float, drawn: FloatArray) -> Expected:
    """Say what share of its own points a mixture expects below a threshold.

    Parameters
    ----------
    mixture : Mixture
    threshold : float
        In nats.
    drawn : ndarray, shape (n,)
        What `draw_log_densities` gave; a single component does without.

    Returns
    -------
    Expected
        Exact for a single component, whose squared Mahalanobis distances are chi-square
        distributed. Of more components the share has no closed form: it is counted among the draws.

    Notes
    -----
    The error is that of a share of n draws with one success and one failure more (Agresti and
    Coull 1998), so that a share of 0 has one as well.
    """
    weights, means, _ = mixture = as_mixture(mixture)
    if len(weights) == 1:
        from scipy.stats import chi2

        peak = whitening(mixture)[1][0]
        return Expected(float(chi2.sf(2 * (peak - threshold), means.shape[1])), 0.0)
    n = len(drawn)
    below = int(np.searchsorted(drawn, threshold, side="left"))
    careful = (below + 1) / (n + 2)
    return Expected(below / n, float(np.sqrt(careful * (1 - careful) / n)))


def trace_roc(
    log_densities: npt.ArrayLike,
    outliers: npt.ArrayLike,
    weights: npt.ArrayLike | None = None,
) -> Roc:
    """Try every threshold where it is known which points are outliers.

    Parameters
    ----------
    log_densities : array_like, shape (N,)
        Or any other score that is low for what is strange.
    outliers : array_like of bool, shape (N,)
        The truth.
    weights : array_like, shape (N,), optional
        How often each point counts.

    Returns
    -------
    Roc
        A threshold for each different density, and one that flags all.

    Raises
    ------
    ValueError
        If there is no outlier that counts, or no other point, if the shapes do not fit, if a log
        density is NaN, or as `gmm.points.as_weights`.
    """
    scores, often = _as_scores(log_densities, weights)
    truth = np.asarray(outliers, dtype=bool)
    if truth.shape != scores.shape:
        raise ValueError(
            f"The truth must be one of True and False for each of the {len(scores)} points, but "
            f"its shape is {truth.shape}."
        )
    strange = truth.astype(np.float64) if often is None else truth * often
    usual = (~truth).astype(np.float64) if often is None else ~truth * often
    for name, counts in (("no outlier", strange), ("nothing but outliers", usual)):
        if not counts.any():
            raise ValueError(f"There is {name} among the points, so no threshold can be judged.")
    values, place = np.unique(scores[strange + usual > 0], return_inverse=True)
    shares = []
    for counts in (usual, strange):
        heaps = np.bincount(place, counts[strange + usual > 0], len(values))
        shares.append(np.concatenate([[0.0], np.cumsum(heaps) / heaps.sum()]))
    false_alarms, found = shares
    area = float(np.sum(np.diff(false_alarms) * (found[1:] + found[:-1]) / 2))
    return Roc(np.append(values, np.inf), false_alarms, found, area)


def _as_scores(
    log_densities: npt.ArrayLike, weights: npt.ArrayLike | None
) -> tuple[FloatArray, FloatArray | None]:
    scores = np.asarray(log_densities, dtype=np.float64)
    if scores.ndim != 1 or scores.size == 0:
        raise ValueError(
            f"Log densities must be one number for each point, but their shape is {scores.shape}."
        )
    if np.isnan(scores).any():
        row = int(np.isnan(scores).argmax())
        raise ValueError(f"The log density of row {row} (from 0) is not a number.")
    return scores, as_weights(weights, len(scores))


def _count_by_value(
    scores: FloatArray, weights: FloatArray | None
) -> tuple[FloatArray, FloatArray]:
    """Different values, ascending, and how often each counts; those that never do are left out."""
    values, place = np.unique(scores, return_inverse=True)
    counts = np.bincount(place, weights, len(values)).astype(np.float64)
    return values[counts > 0], counts[counts > 0]
