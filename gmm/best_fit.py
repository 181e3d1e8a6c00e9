"""The best of several starts: a fit, when nobody watches how it comes about."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gmm.climbs import climb
from gmm.limits import limit_iterations
from gmm.mixture import Mixture
from gmm.points import weighted_points
from gmm.starts import start


class BestFit(NamedTuple):
    """Of several runs of EM, the one that climbed highest.

    Attributes
    ----------
    mixture : Mixture or None
        Where it ended; None where every run has collapsed.
    log_likelihood : float
        In nats, summed over the points; -inf where there is no mixture.
    seed : int or None
        Of the start that led there.
    collapsed : int
        How many of the runs have collapsed: a likelihood without end is none to compare.
    """

    mixture: Mixture | None
    log_likelihood: float
    seed: int | None
    collapsed: int


def fit_best(
    points: npt.ArrayLike,
    k: int,
    covariance: str,
    seeds: Sequence[int],
    *,
    method: str = "k-means++",
    ridge: float = 0.0,
    weights: npt.ArrayLike | None = None,
) -> BestFit:
    """Run EM from several starts and keep the best end.

    Parameters
    ----------
    points : array_like, shape (N, D)
    k : int
        Components; with more than there are distinct points, every run counts as collapsed.
    covariance : {"full", "tied", "diag", "spherical"}
    seeds : sequence of int
        One for each start.
    method : str
        A name in `gmm.STARTS`.
    ridge : float
        As `gmm.record_em`.
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`).

    Returns
    -------
    BestFit
        Of several equally good ones the first.

    Raises
    ------
    ValueError
        As `gmm.start` and `gmm.climbs.climb`.
    """
    points, weights = weighted_points(points, weights)
    best = BestFit(None, -np.inf, None, 0)
    if len(points) < k or len(np.unique(points, axis=0)) < k:
        return best._replace(collapsed=len(seeds))
    ends = climb(
        points,
        [start(points, k, method, seed, covariance, weights=weights) for seed in seeds],
        covariance=covariance,
        ridge=ridge,
        max_iterations=limit_iterations(len(points), k),
        weights=weights,
    )
    for seed, end in zip(seeds, ends, strict=True):
        if end.stopped == "collapsed":
            best = best._replace(collapsed=best.collapsed + 1)
        elif end.log_likelihood > best.log_likelihood:
            best = BestFit(end.mixture, end.log_likelihood, seed, best.collapsed)
    return best
