"""How many components: what is tried, in parts that a worker process does. No screen."""

from collections.abc import Sequence
from math import ceil, log, nan
from typing import NamedTuple

import numpy as np

from gmm.agreement import adjusted_rand
from gmm.best_fit import fit_best
from gmm.covariance import COVARIANCES
from gmm.cross_validation import FOLDS, deal_folds, score_fold
from gmm.em import e_step
from gmm.kmeans import settle
from gmm.limits import MAX_K, fair_sample, limit_iterations
from gmm.mixture import Mixture
from gmm.points import FloatArray, IntArray, total_weight, weighted_points, weighted_sum
from gmm.scaling import Scaling, measure_log_volume, restore_nats
from gmm.selection import free_parameters
from gmm.silhouette import measure_silhouettes
from gmm.starts import start
from gmm.ui.run import Run

METHOD = "k-means++"
SEEDS = range(5)  # of the starts of a fit
SEEDS_HELD_OUT = range(3)  # of each fold's fit
MOST_POINTS = 5_000  # that a fit is made to: of more, a fair sample
LONGEST = 0.8  # seconds of a part, by estimate

Fitted = tuple[int, str]  # K and the constraint


class Cloud(NamedTuple):
    """What the fits are made to.

    Attributes
    ----------
    points : ndarray, shape (N, D)
        Scaled as the run's; those that count at all.
    weights : ndarray, shape (N,), or None
    labels : ndarray of int, shape (N,), or None
        -1 where it is not known.
    scaling : Scaling
        The way to the data's own units.
    of : int
        How many rows there are; more than N where the points are a sample.
    distinct : int
        How many of the points differ, counted up to one more than `MAX_K`.
    """

    points: FloatArray
    weights: FloatArray | None
    labels: IntArray | None
    scaling: Scaling
    of: int
    distinct: int

    @property
    def number(self) -> float:
        """N of the criteria: how many points there are, each as often as it counts."""
        return total_weight(len(self.points), self.weights)


class Tried(NamedTuple):
    """The best of several starts with one K and one constraint.

    Attributes
    ----------
    k : int
    covariance : str
    number : float
        N of the criteria.
    parameters : int
        How many are free.
    starts, collapsed : int
        How many runs there were, and how many of them have collapsed.
    seed : int or None
        Of the best start; None where every run has collapsed. What follows is NaN then.
    log_likelihood : float
        In nats, in the data's own units.
    overlap : float
        What ICL adds to BIC: -2 sum_n w_n ln max_k gamma_nk, in nats.
    smallest : float
        Points that the smallest component holds.
    agreement : float
        Adjusted Rand index with the known labels; NaN where there are none.
    """

    k: int
    covariance: str
    number: float
    parameters: int
    starts: int
    collapsed: int
    seed: int | None
    log_likelihood: float
    overlap: float
    smallest: float
    agreement: float

    @property
    def fitted(self) -> Fitted:
        """K and the constraint."""
        return self.k, self.covariance

    @property
    def bic(self) -> float:
        """Bayesian information criterion: lower is better."""
        return -2 * self.log_likelihood + self.parameters * log(self.number)

    @property
    def aic(self) -> float:
        """Akaike information criterion: lower is better."""
        return -2 * self.log_likelihood + 2 * self.parameters

    @property
    def icl(self) -> float:
        """Integrated completed likelihood: lower is better."""
        return self.bic + self.overlap


class Clustered(NamedTuple):
    """The best of several starts of k-means with one K.

    Attributes
    ----------
    k : int
    silhouette, error : float
        Mean silhouette, and its standard error where a sample was asked, else 0.
    asked : int
        How many points were asked.
    agreement : float
        Adjusted Rand index with the known labels; NaN where there are none.
    """

    k: int
    silhouette: float
    error: float
    asked: int
    agreement: float


def take_cloud(run: Run) -> Cloud:
    """Take the points of a run that count, of many a fair sample."""
    weights = run.dataset.frequencies
    rows = np.arange(len(run.points)) if weights is None else np.flatnonzero(weights > 0)
    kept = rows[fair_sample(len(rows), MOST_POINTS)]
    points, counts = weighted_points(run.points[kept], None if weights is None else weights[kept])
    labels = run.dataset.labels
    if labels is not None and len(set(labels[kept].tolist()) - {-1}) == 0:
        labels = None
    distinct = min(len(np.unique(points, axis=0)), MAX_K + 1)
    return Cloud(
        points,
        counts,
        None if labels is None else labels[kept],
        run.scaling,
        len(rows),
        distinct,
    )


def list_constraints(d: int) -> list[str]:
    """List the constraints that differ: on a line each component has a width, and no shape."""
    return list(COVARIANCES) if d > 1 else ["full", "tied"]


def list_components(cloud: Cloud) -> range:
    """List the K that there are enough different points for."""
    return range(1, min(MAX_K, cloud.distinct) + 1)


def list_fits(cloud: Cloud) -> list[Fitted]:
    """List what is tried, small K of all constraints first: a chart fills from the left."""
    constraints = list_constraints(cloud.points.shape[1])
    return [(k, covariance) for k in list_components(cloud) for covariance in constraints]


def split_seeds(cloud: Cloud, k: int, seeds: Sequence[int]) -> list[tuple[int, ...]]:
    """Split the starts of a fit into parts that are short enough."""
    each = estimate_run(len(cloud.points), k)
    size = max(1, min(len(seeds), int(LONGEST / each)))
    parts = ceil(len(seeds) / size)
    return [tuple(seeds[part::parts]) for part in range(parts)]


def estimate_run(n: int, k: int) -> float:
    """How many seconds a run that nobody watches takes at most."""
    iterations = limit_iterations(n, k) if k > 1 else 2  # one component is there at once
    return iterations * (n * k * 10e-9 + 0.05e-3)


def try_fit(
    cloud: Cloud, k: int, covariance: str, seeds: Sequence[int], ridge: float = 0.0
) -> Tried:
    """Fit one K and one constraint from several starts, and measure the best."""
    best = fit_best(
        *(cloud.points, k, covariance, seeds),
        method=METHOD,
        ridge=ridge,
        weights=cloud.weights,
    )
    d = cloud.points.shape[1]
    parameters = free_parameters(k, d, covariance)
    blank = Tried(
        *(k, covariance, cloud.number, parameters, len(seeds), best.collapsed, best.seed),
        *(nan, nan, nan, nan),
    )
    if best.mixture is None:
        return blank
    gamma, log_likelihood = e_step(cloud.points, best.mixture, weights=cloud.weights)
    return blank._replace(
        log_likelihood=restore_nats(log_likelihood, cloud.number, cloud.scaling),
        overlap=-2 * weighted_sum(np.log(gamma.max(axis=1)), cloud.weights),
        smallest=cloud.number * float(best.mixture.weights.min()),
        agreement=_measure_agreement(cloud, gamma.argmax(axis=1)),
    )


def pool(parts: Sequence[Tried]) -> Tried:
    """Keep the best of fits with one K and one constraint from different starts."""
    best = max(parts, key=lambda part: -np.inf if part.seed is None else part.log_likelihood)
    return best._replace(
        starts=sum(part.starts for part in parts),
        collapsed=sum(part.collapsed for part in parts),
    )


def foretell(
    cloud: Cloud,
    k: int,
    covariance: str,
    folds: Sequence[int],
    ridge: float = 0.0,
    seeds: Sequence[int] = SEEDS_HELD_OUT,
) -> list[float]:
    """Score one K and one constraint on folds that it was not fitted to (`gmm.cross_validation`).

    Returns
    -------
    list of float
        Log-likelihood per point of each fold, in the data's own units.
    """

    def fit(points: FloatArray, weights: FloatArray) -> Mixture | None:
        return fit_best(
            *(points, k, covariance, seeds), method=METHOD, ridge=ridge, weights=weights
        ).mixture

    dealt = deal(cloud)
    volume = measure_log_volume(cloud.scaling)
    return [score_fold(cloud.points, fit, dealt, fold) - volume for fold in folds]


def deal(cloud: Cloud) -> IntArray:
    """Deal the points into folds, the same for each fit."""
    folds = int(min(FOLDS, cloud.number))
    return deal_folds(len(cloud.points), folds, seed=0, weights=cloud.weights)


def split_folds(cloud: Cloud, k: int, folds: int) -> list[tuple[int, ...]]:
    """Split the folds of a fit into parts that are short enough."""
    each = len(SEEDS_HELD_OUT) * estimate_run(len(cloud.points), k)
    size = max(1, min(folds, int(LONGEST / each)))
    parts = ceil(folds / size)
    return [tuple(range(part, folds, parts)) for part in range(parts)]


def try_kmeans(cloud: Cloud, k: int) -> Clustered:
    """Run k-means from several starts and measure the best clustering."""
    best, least = None, np.inf
    for seed in SEEDS:
        begun = start(cloud.points, k, METHOD, seed, "spherical", weights=cloud.weights)
        labels, centroids = settle(cloud.points, begun.means, weights=cloud.weights)
        squares = np.square(cloud.points - centroids[labels]).sum(axis=1)
        inertia = weighted_sum(squares, cloud.weights)
        if inertia < least:
            best, least = labels, inertia
    assert best is not None
    agreement = _measure_agreement(cloud, best)
    if k == 1:
        return Clustered(k, nan, 0.0, len(cloud.points), agreement)
    (found,) = measure_silhouettes(cloud.points, best, weights=cloud.weights)
    return Clustered(k, found.mean, found.error, found.asked, agreement)


def _measure_agreement(cloud: Cloud, found: IntArray) -> float:
    if cloud.labels is None:
        return nan
    known = cloud.labels >= 0
    weights = None if cloud.weights is None else cloud.weights[known]
    return adjusted_rand(cloud.labels[known], found[known], weights=weights)
