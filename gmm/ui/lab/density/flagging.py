"""Outliers: the points below a threshold, planted ones among them, and who finds them better."""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from gmm.em import m_step
from gmm.mixture import log_density
from gmm.outliers import (
    BoolArray,
    Expected,
    Flagged,
    Roc,
    expect_below,
    find_level,
    find_threshold,
    flag,
    trace_roc,
)
from gmm.points import FloatArray, IntArray
from gmm.ui.lab.density.fitting import Fit

Of = Literal["points", "mixture"]
MARGIN = 0.1  # of the box of the points, on either side, where planted points may lie
STRANGE = re.compile(r"\b(noise|outliers?|anomal(y|ies|ous)|novel(ty)?)\b", re.IGNORECASE)


class Rule(NamedTuple):
    """A way to rank points from strange to usual, with what it finds.

    Attributes
    ----------
    flagged : Flagged
        As many as the threshold on the mixture's density flags, or the fewer that ties allow.
    roc : Roc
    outliers, caught, hidden : float
        How many outliers there are, how many of them are flagged, and how many it ranks as more
        usual than half of the other points; each as often as it counts.
    """

    flagged: Flagged
    roc: Roc
    outliers: float
    caught: float
    hidden: float


class Finding(NamedTuple):
    """What a threshold on the density finds.

    Attributes
    ----------
    log_densities : ndarray, shape (N,)
        In the data's own units.
    threshold : float
        In nats.
    flagged : Flagged
    expected : Expected
        Share of its own points that the mixture has below the threshold.
    mixture, gaussian : Rule or None
        Judged by the truth: the mixture's density, and the density of one Gaussian around the mean
        of all, which ranks points by their distance from it. None where there is no truth, and the
        second also where the points have no width in a direction.
    """

    log_densities: FloatArray
    threshold: float
    flagged: Flagged
    expected: Expected
    mixture: Rule | None
    gaussian: Rule | None


def find_strange(labels: IntArray | None, names: Sequence[str]) -> BoolArray | None:
    """Find the points that are known to be outliers, by the name of their kind.

    Returns
    -------
    ndarray of bool, shape (N,), or None
        None where no kind is called noise or outliers, or no point is of that kind, or all are.
    """
    kinds = [kind for kind, name in enumerate(names) if STRANGE.search(name)]
    if labels is None or not kinds:
        return None
    strange = np.isin(labels, kinds)
    return strange if strange.any() and not strange.all() else None


def plant(
    points: FloatArray, weights: FloatArray | None, count: int, seed: int
) -> tuple[FloatArray, FloatArray | None, BoolArray]:
    """Plant outliers, evenly over a box that is a bit larger than that of the points.

    Parameters
    ----------
    points : ndarray, shape (N, D)
    weights : ndarray, shape (N,), or None
        How often each point counts; a planted one counts once.
    count, seed : int

    Returns
    -------
    points : ndarray, shape (N + count, D)
        The planted ones come last.
    weights : ndarray, shape (N + count,), or None
    planted : ndarray of bool, shape (N + count,)
    """
    counted = points if weights is None else points[weights > 0]
    low, high = counted.min(axis=0), counted.max(axis=0)
    margin = MARGIN * (high - low)
    strewn = np.random.default_rng([seed, count]).uniform(
        low - margin, high + margin, size=(count, points.shape[1])
    )
    planted = np.arange(len(points) + count) >= len(points)
    often = None if weights is None else np.concatenate([weights, np.ones(count)])
    return np.concatenate([points, strewn]), often, planted


def find_outliers(
    fit: Fit,
    points: FloatArray,
    weights: FloatArray | None,
    share: float,
    of: Of,
    truth: BoolArray | None,
) -> Finding:
    """Flag the points of low density, and judge that where the truth is known.

    Parameters
    ----------
    fit : Fit
    points : ndarray, shape (N, D)
        In the data's own units.
    weights : ndarray, shape (N,), or None
        How often each point counts.
    share : float
        Of what the threshold cuts off, from 0 to 1.
    of : {"points", "mixture"}
        Whether that is a share of these points, or of those that the mixture makes.
    truth : ndarray of bool, shape (N,), or None
        Which points are outliers.
    """
    densities = log_density(points, fit.own)
    threshold = (
        find_level(fit.own, share, fit.drawn)
        if of == "mixture"
        else find_threshold(densities, share, weights)
    )
    flagged = flag(densities, threshold, weights)
    mixture = gaussian = None
    if truth is not None:
        mixture = _judge(densities, flagged, truth, weights)
        simple = _rank_by_distance(points, weights)
        if simple is not None:
            same = find_threshold(simple, flagged.share, weights)
            gaussian = _judge(simple, flag(simple, same, weights), truth, weights)
    expected = expect_below(fit.own, threshold, fit.drawn)
    return Finding(densities, threshold, flagged, expected, mixture, gaussian)


def _judge(
    scores: FloatArray, flagged: Flagged, truth: BoolArray, weights: FloatArray | None
) -> Rule:
    usual = None if weights is None else weights[~truth]
    middle = find_threshold(scores[~truth], 0.5, usual)
    often = np.ones(len(scores)) if weights is None else weights
    outliers, caught, hidden = (
        float(often[some].sum())
        for some in (truth, truth & flagged.flags, truth & (scores > middle))
    )
    return Rule(flagged, trace_roc(scores, truth, weights), outliers, caught, hidden)


def _rank_by_distance(points: FloatArray, weights: FloatArray | None) -> FloatArray | None:
    """Log densities under one Gaussian; None where it would be singular."""
    one = m_step(points, np.ones((len(points), 1)), weights=weights)
    try:
        return log_density(points, one)
    except ValueError:
        return None
