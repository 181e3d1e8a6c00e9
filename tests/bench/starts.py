"""How often a start leads EM to the best optimum, ours beside scikit-learn's. Prints.

Run it with ``python -m tests.bench.starts``, or with a number of seeds after it (50). It takes a
few minutes.

A share is that of the seeds from which EM ends within 0.1 nats of the best optimum that any method
has reached on the problem. scikit-learn's starts are what its GaussianMixture makes of its
parameter `init_params`, with its own reg_covar of 1e-6; from there, all go the same way: plain EM
without a ridge, all seeds side by side, until 200 iterations gain less than 1e-4 nats. Not counted
as an optimum, though their likelihood may be higher, are ends with a component that holds less than
D + 1.5 points or is narrower, along some direction, than 1% of the data.
"""

import sys
import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from sklearn.mixture import GaussianMixture
from threadpoolctl import threadpool_limits

from gmm import Mixture, start
from gmm.covariance import constraint, narrow
from gmm.data.datasets import DATASETS
from gmm.points import FloatArray, column_scales
from gmm.scaling import scale
from gmm.starts import OLDER, BoolArray

ENOUGH = 0.1  # nats from the best
MOST, ROUND, GAIN = 4_000, 200, 1e-4  # iterations; a round that gains less, in nats, is the last
THINNEST, NARROWEST = 1.5, 1e-2  # points above D, and share of the data's width, of an optimum


class Problem(NamedTuple):
    name: str
    points: FloatArray
    k: int
    covariance: str


Begin = Callable[[Problem, int], Mixture]


def known(name: str, k: int, covariance: str, **knobs: float) -> Problem:
    """A data set of the app, in the units that its stage has."""
    data = DATASETS[name].make(300, 0, **knobs)
    return Problem(name, scale(data.points, "auto")[0], k, covariance)


def clusters(k: int, d: int, n: int, width: float, seed: int, covariance: str) -> Problem:
    """Round clusters of standard deviation 1, anywhere in a box."""
    rng = np.random.default_rng(seed)
    centres = rng.uniform(0, width, size=(k, d))
    points = centres[rng.integers(k, size=n)] + rng.normal(size=(n, d))
    return Problem(f"{k} clusters, D = {d}", points, k, covariance)


def make_problems() -> list[Problem]:
    """More than one optimum each, and one that is best."""
    return [
        known("Old Faithful", 3, "full"),
        known("Old Faithful", 4, "full"),
        known("Galaxy velocities", 3, "full"),
        known("Penguins", 3, "full"),
        known("Iris petals", 4, "tied"),
        known("Crabs", 4, "tied"),
        known("Diabetes", 3, "full"),
        known("Diabetes", 4, "diag"),
        known("Round clusters", 6, "full", clusters=6),
        known("Clusters in noise", 5, "diag"),
        known("Moons", 4, "full"),
        known("Mixture on a line", 5, "full", clusters=5),
        clusters(12, 2, 480, 50.0, 7, "spherical"),
        clusters(8, 5, 400, 8.0, 2, "diag"),
    ]


def begin_ours(method: str, problem: Problem, seed: int) -> Mixture:
    return start(problem.points, problem.k, method, seed, problem.covariance)


def begin_theirs(method: str, problem: Problem, seed: int) -> Mixture:
    k, d = problem.k, problem.points.shape[1]
    estimator = GaussianMixture(k, covariance_type=problem.covariance, init_params=method)
    estimator._initialize_parameters(problem.points, np.random.RandomState(seed))
    given = estimator.covariances_
    shapes = {"full": (k, d, d), "tied": (1, d, d), "diag": (k, 1, d), "spherical": (k, 1, 1)}
    spread = given.reshape(shapes[problem.covariance])
    flat = problem.covariance in ("diag", "spherical")
    covariances = spread * np.eye(d) if flat else np.broadcast_to(spread, (k, d, d))
    return Mixture(estimator.weights_ / estimator.weights_.sum(), estimator.means_, covariances)


METHODS: dict[str, Begin] = {
    "++ before": partial(begin_ours, OLDER["k-means++"]),
    "++ now": partial(begin_ours, "k-means++"),
    "++ theirs": partial(begin_theirs, "k-means++"),
    "k-m. before": partial(begin_ours, OLDER["k-means"]),
    "k-m. now": partial(begin_ours, "k-means"),
    "k-m. theirs": partial(begin_theirs, "kmeans"),
}


def climb(problem: Problem, begun: list[Mixture]) -> tuple[FloatArray, Mixture]:
    """Run EM from S starts at once: log-likelihoods (S,), NaN where it collapsed, and the ends."""
    points, fit = problem.points, constraint(problem.covariance).fit
    n, d = points.shape
    pairs = [(i, j) for i in range(d) for j in range(i, d)]
    squares = [points[:, i] * points[:, j] for i, j in pairs]
    features = np.column_stack([np.ones(n), points, *squares])  # (N, F)
    scales = column_scales(points)
    ends = Mixture(*(np.stack(arrays) for arrays in zip(*begun, strict=True)))
    reached = np.full(len(begun), np.nan)
    live, mark = np.arange(len(begun)), np.full(len(begun), -np.inf)
    weights, means, covariances = (array.copy() for array in ends)
    for iteration in range(1, MOST + 1):
        precisions = np.linalg.inv(covariances)
        lines = np.einsum("skij,skj->ski", precisions, means)
        constants = np.log(weights) - 0.5 * (
            np.linalg.slogdet(2 * np.pi * covariances)[1] + (means * lines).sum(axis=2)
        )
        curves = [-(0.5 if i == j else 1.0) * precisions[..., i, j] for i, j in pairs]
        terms = np.concatenate([constants[..., None], lines, np.stack(curves, axis=-1)], axis=-1)
        gamma = (terms @ features.T).reshape(len(live), -1, n)  # (S, K, N), joint densities first
        tops = gamma.max(axis=1, keepdims=True)
        np.exp(gamma - tops, out=gamma)
        sums = gamma.sum(axis=1, keepdims=True)
        gamma /= sums
        log_likelihoods = (np.log(sums) + tops).sum(axis=(1, 2))

        moments = gamma @ features
        counts = np.maximum(moments[..., 0], 1e-300)
        weights = counts / counts.sum(axis=1, keepdims=True)
        moments /= counts[..., None]
        means = moments[..., 1 : 1 + d]
        covariances = np.empty((*counts.shape, d, d))
        for column, (i, j) in enumerate(pairs, start=1 + d):
            covariances[..., i, j] = moments[..., column] - means[..., i] * means[..., j]
            covariances[..., j, i] = covariances[..., i, j]
        covariances = np.stack([fit(*each) for each in zip(covariances, weights, strict=True)])

        widths = np.stack([narrow(each, scales) for each in covariances]).min(axis=1)
        collapsed = (widths < 1e-5) | (weights.min(axis=1) < 1e-8)
        ended = collapsed.copy()
        if iteration % ROUND == 0:
            ended |= (log_likelihoods - mark[live] < GAIN) | (iteration == MOST)
            mark[live] = log_likelihoods
        reached[live[ended]] = np.where(collapsed, np.nan, log_likelihoods)[ended]
        for end, now in zip(ends, (weights, means, covariances), strict=True):
            end[live[ended]] = now[ended]
        live = live[~ended]
        weights, means, covariances = weights[~ended], means[~ended], covariances[~ended]
        if not len(live):
            break
    return reached, ends


def is_optimum(problem: Problem, ends: Mixture) -> BoolArray:
    """Which ends (S,) are more than a few points that a component sits on."""
    n, d = problem.points.shape
    scales = column_scales(problem.points)
    widths = np.stack([narrow(each, scales) for each in ends.covariances]).min(axis=1)
    sound: BoolArray = (widths > NARROWEST) & (n * ends.weights.min(axis=1) > d + THINNEST)
    return sound


def measure_shares(problem: Problem, seeds: int) -> FloatArray:
    """For each of `METHODS`, the share of its seeds that reach the best optimum."""
    begun = [begin(problem, seed) for begin in METHODS.values() for seed in range(seeds)]
    reached, ends = climb(problem, begun)
    best = np.nanmax(np.where(is_optimum(problem, ends), reached, np.nan))
    with np.errstate(invalid="ignore"):
        hits = np.abs(reached - best) < ENOUGH
    shares: FloatArray = hits.reshape(len(METHODS), seeds).mean(axis=1)
    return shares


def main(seeds: int) -> None:
    print(f"Share of {seeds} seeds that reach the best optimum, in %.\n")
    print(f"{'problem':20} {'K':>2} {'constraint':10}", *(f"{name:>11}" for name in METHODS))
    shares = []
    for problem in make_problems():
        shares.append(measure_shares(problem, seeds))
        cells = [f"{100 * share:11.0f}" for share in shares[-1]]
        print(f"{problem.name:20} {problem.k:2} {problem.covariance:10}", *cells, flush=True)
    cells = [f"{100 * share:11.1f}" for share in np.mean(shares, axis=0)]
    print(f"{f'mean of {len(shares)}':34}", *cells)
    time_starts()


def time_starts() -> None:
    """Print what our starts cost on much data, in seconds of the processor."""
    rng = np.random.default_rng(0)
    one = rng.normal(size=(100_000, 2))
    several = one + 6 * rng.integers(5, size=(100_000, 1))
    print("\nSeconds for 100,000 points in two dimensions, K = 12, median of three seeds.\n")
    print(f"{'method':20} {'one cloud':>10} {'clusters':>10}")
    for method in (OLDER["k-means++"], "k-means++", OLDER["k-means"], "k-means"):
        cells = []
        for points in (one, several):
            taken = []
            for seed in range(3):
                begun = time.process_time()
                start(points, 12, method, seed)
                taken.append(time.process_time() - begun)
            cells.append(f"{sorted(taken)[1]:10.2f}")
        print(f"{method:20}", *cells, flush=True)


if __name__ == "__main__":
    with threadpool_limits(limits=1), np.errstate(all="ignore"):
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
