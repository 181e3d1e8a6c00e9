"""What the page on customers shows, as plain records: segments, their rates, and what they tell."""

from typing import NamedTuple

import numpy as np

from gmm.cases.churn import (
    COLUMNS,
    CONTRACTS,
    SERVICES,
    SOURCE,
    UNITS,
    Customers,
    deal_halves,
    read_customers,
)
from gmm.climbs import Climb, climb
from gmm.data.datasets import Dataset
from gmm.kmeans import assign, settle
from gmm.limits import limit_iterations
from gmm.logistic import chances_of, fit_logistic
from gmm.mixture import Mixture, responsibilities
from gmm.outliers import BoolArray, trace_roc
from gmm.pairing import pair_clusters
from gmm.points import FloatArray
from gmm.scaling import Scaling, restore, standardise
from gmm.segments import Segment, Told, expect, judge, rate_segments, split_hard
from gmm.starts import start
from gmm.tape import record_kmeans
from gmm.ui.link import Settings
from gmm.ui.run import Run, record_run

STARTS = (0, 1, 2, 3, 4)  # seeds: of each method's runs the best is kept, by its own measure
METHOD = "k-means++"
# Hundreds of customers are in their first month, and hundreds pay about 20 dollars: without it a
# component shrinks onto one of these lines. About 0.8 months and 0.9 dollars, squared.
RIDGE = 1e-3
SPLITS = 8  # other halves, on request
MIXTURE, HARD, KMEANS = "mixture", "mixture, hard", "k-means"
CONTRACT, LOGISTIC, OVERALL = "contract alone", "logistic regression", "overall rate"
FAILED = (
    "In every run a component collapsed, so there are no segments. Choose fewer of them, or "
    "another covariance."
)


class Halves(NamedTuple):
    """The customers, half of them to learn from.

    Attributes
    ----------
    customers : Customers
    learned : ndarray of bool, shape (N,)
        Which ones are learned from; the others are the test.
    points : ndarray, shape (N, 2)
        Standardised by those learned from.
    scaling : Scaling
    """

    customers: Customers
    learned: BoolArray
    points: FloatArray
    scaling: Scaling


class Judged(NamedTuple):
    """How well a way to tell chances did on the test half.

    Attributes
    ----------
    told : Told
    area : float
        The chance that of one who left and one who stayed, both drawn at random, the one who left
        had the higher chance (area under the ROC curve).
    """

    told: Told
    area: float


class Group(NamedTuple):
    """A segment, on both halves.

    Attributes
    ----------
    mean, spread : ndarray, shape (2,)
        Of the customers learned from, in the data's units.
    learned, tested : Segment
    """

    mean: FloatArray
    spread: FloatArray
    learned: Segment
    tested: Segment


class Segmentation(NamedTuple):
    """All that one choice of K, covariance and halves comes to.

    Attributes
    ----------
    run : Run
        Of EM, and of k-means from its own best start, on the half that is learned from.
    groups, clusters : tuple of Group
        The mixture's, in the order of its components, and those of k-means, each in the place of
        the component that it matches.
    judged : dict of str to Judged
        By the way's name.
    learned_rate, tested_rate : float
        How many left, of all in each half.
    services : ndarray, shape (K, 3)
        Of each of the mixture's groups, which part has which internet service.
    contracts : list of list of Segment
        Of each of the mixture's groups, those learned from by contract.
    sure : float
        Which part of the test half has one group with a responsibility of 0.9 or more.
    ends : tuple of float
        What the ends of all runs tell that have not collapsed, the likeliest first.
    """

    run: Run
    groups: tuple[Group, ...]
    clusters: tuple[Group, ...]
    judged: dict[str, Judged]
    learned_rate: float
    tested_rate: float
    services: FloatArray
    contracts: list[list[Segment]]
    sure: float
    ends: tuple[float, ...]


def deal(seed: int) -> Halves:
    """Deal the customers into two halves."""
    customers = read_customers()
    learned = deal_halves(len(customers.points), seed)
    _, scaling = standardise(customers.points[learned])
    points = (customers.points - scaling.origin) / scaling.spread
    return Halves(customers, learned, points, scaling)


def segment(k: int, covariance: str, seed: int) -> Segmentation:
    """Find segments on one half, and hold them against the other.

    Parameters
    ----------
    k : int
    covariance : str
    seed : int
        Of the halves.

    Raises
    ------
    ValueError
        If every run of EM collapsed.
    """
    halves = deal(seed)
    ends = _climb(halves, k, covariance)
    run = _record(halves, ends, k, covariance)
    assert run.em is not None
    assert run.kmeans is not None
    mixture = run.em.frames[-1].mixture
    centroids = _number_alike(run.points, mixture, run.kmeans.frames[-1].centroids)
    soft, clusters = share_out(halves, mixture, centroids)
    customers, learned = halves.customers, halves.learned
    judged = {
        **judge_segments(halves, soft, clusters),
        CONTRACT: _judge_shares(halves, split_hard(customers.contracts, len(CONTRACTS))),
        LOGISTIC: _judge_logistic(halves),
    }
    inside = soft[learned]
    services = inside.T @ split_hard(customers.services[learned], len(SERVICES))
    by_contract = split_hard(customers.contracts[learned], len(CONTRACTS))
    own = restore(mixture, halves.scaling)
    spreads = np.sqrt(np.diagonal(own.covariances, axis1=1, axis2=2))
    return Segmentation(
        run=run,
        groups=_group(halves, soft, own.means, spreads),
        clusters=_group(halves, clusters, *_measure(halves, clusters)),
        judged=judged,
        learned_rate=float(customers.left[learned].mean()),
        tested_rate=float(customers.left[~learned].mean()),
        services=services / services.sum(axis=1, keepdims=True),
        contracts=[
            rate_segments(by_contract * inside[:, [k]], customers.left[learned])
            for k in range(inside.shape[1])
        ],
        sure=float((soft[~learned].max(axis=1) >= 0.9).mean()),
        ends=tuple(
            _judge_shares(halves, responsibilities(halves.points, end.mixture)).told.part
            for end in sorted(_keep(ends), key=lambda end: -end.log_likelihood)
        ),
    )


def try_halves(k: int, covariance: str, seed: int) -> tuple[float, float]:
    """Say which part of the churn both ways tell on other halves: the mixture and k-means.

    Raises
    ------
    ValueError
        As `segment`.
    """
    halves = deal(seed)
    mixture, _ = _fit(_climb(halves, k, covariance))
    judged = judge_segments(halves, *share_out(halves, mixture, _cluster(halves, k)[0]))
    return judged[MIXTURE].told.part, judged[KMEANS].told.part


def count_collapsed(k: int, covariance: str, seed: int) -> int:
    """Say how many of the runs collapse without a ridge."""
    halves = deal(seed)
    ends = _climb(halves, k, covariance, ridge=0.0)
    return len(ends) - len(_keep(ends))


# ------------------------------------------------------------------------------ the parts


def share_out(
    halves: Halves, mixture: Mixture, centroids: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Give every customer's shares (N, K) in the mixture's segments and in those of k-means."""
    labels, _ = assign(halves.points, centroids)
    return responsibilities(halves.points, mixture), split_hard(labels, len(centroids))


def judge_segments(halves: Halves, soft: FloatArray, clusters: FloatArray) -> dict[str, Judged]:
    """Hold segments against the test half: soft, hard, and those of k-means."""
    hard = split_hard(soft.argmax(axis=1), soft.shape[1])
    return {
        MIXTURE: _judge_shares(halves, soft),
        HARD: _judge_shares(halves, hard),
        KMEANS: _judge_shares(halves, clusters),
    }


def take_half(halves: Halves) -> Dataset:
    """Give the half that is learned from as a data set."""
    learned = halves.learned
    return Dataset(
        points=halves.customers.points[learned],
        columns=COLUMNS,
        units=UNITS,
        title="Customers of a telephone company",
        rows="customers",
        labels=halves.customers.left[learned].astype(np.int64),
        truth=None,
        note="Bands of prices, and many customers in their first months.",
        label_names=("stayed", "left"),
        source=SOURCE,
    )


def _climb(halves: Halves, k: int, covariance: str, ridge: float = RIDGE) -> list[Climb]:
    """Where EM ends from each of the starts."""
    points = halves.points[halves.learned]
    ends = climb(
        points,
        [start(points, k, METHOD, seed, covariance) for seed in STARTS],
        covariance=covariance,
        ridge=ridge,
        max_iterations=limit_iterations(len(points), k),
    )
    return list(ends)


def _keep(ends: list[Climb]) -> list[Climb]:
    return [end for end in ends if end.stopped != "collapsed"]


def _fit(ends: list[Climb]) -> tuple[Mixture, int]:
    """The likeliest end, and its seed."""
    if not _keep(ends):
        raise ValueError(FAILED)
    best = max(_keep(ends), key=lambda end: end.log_likelihood)
    at = next(at for at, end in enumerate(ends) if end is best)
    return best.mixture, STARTS[at]


def _cluster(halves: Halves, k: int) -> tuple[FloatArray, FloatArray]:
    """The best of several runs of k-means: where it ended, and where it began."""
    points = halves.points[halves.learned]
    found = []
    for seed in STARTS:
        begin = start(points, k, METHOD, seed).means
        _, centroids = settle(points, begin)
        found.append((assign(points, centroids)[1], centroids, begin))
    _, centroids, begin = min(found, key=lambda each: each[0])
    return centroids, begin


def _record(halves: Halves, ends: list[Climb], k: int, covariance: str) -> Run:
    _, seed = _fit(ends)
    settings = Settings(
        data="",  # none of the playground's
        k=k,
        covariance=covariance,
        start_seed=seed,
        start=METHOD,
        ridge=RIDGE,
        scale="on",
        twin=False,
    )
    run = record_run(settings, take_half(halves))
    assert run.em is not None
    _, begin = _cluster(halves, k)
    most = limit_iterations(len(run.points), k)
    kmeans = record_kmeans(run.points, begin, most)._replace(points=run.points)
    return run._replace(settings=settings._replace(twin=True), tapes=(run.em, kmeans))


def _number_alike(points: FloatArray, mixture: Mixture, centroids: FloatArray) -> FloatArray:
    """Give clusters the numbers of the components that they match, as the stage does."""
    labels = responsibilities(points, mixture).argmax(axis=1)
    pairs = pair_clusters(labels, assign(points, centroids)[0], len(centroids))
    numbered = np.empty_like(centroids)
    numbered[pairs] = centroids
    return numbered


def _judge_shares(halves: Halves, shares: FloatArray) -> Judged:
    learned, left = halves.learned, halves.customers.left
    segments = rate_segments(shares[learned], left[learned])
    return _judge(halves, expect(shares[~learned], segments))


def _judge_logistic(halves: Halves) -> Judged:
    """A rival that has seen who left: logistic regression on the same two columns."""
    learned, left = halves.learned, halves.customers.left
    found = fit_logistic(halves.points[learned], left[learned])
    return _judge(halves, chances_of(halves.points[~learned], found))


def _judge(halves: Halves, chances: FloatArray) -> Judged:
    learned, left = halves.learned, halves.customers.left
    told = judge(chances, left[~learned], float(left[learned].mean()))
    return Judged(told, trace_roc(-chances, left[~learned]).area)


def _measure(halves: Halves, shares: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Means and standard deviations (K, 2) of those who belong to each cluster."""
    parts = shares[halves.learned]
    points = halves.customers.points[halves.learned]
    sizes = np.maximum(parts.sum(axis=0), 1e-300)[:, np.newaxis]
    means = parts.T @ points / sizes
    squares = parts.T @ np.square(points) / sizes
    return means, np.sqrt(np.maximum(squares - np.square(means), 0.0))


def _group(
    halves: Halves, shares: FloatArray, means: FloatArray, spreads: FloatArray
) -> tuple[Group, ...]:
    learned, left = halves.learned, halves.customers.left
    here = rate_segments(shares[learned], left[learned])
    there = rate_segments(shares[~learned], left[~learned])
    return tuple(
        Group(mean, spread, one, other)
        for mean, spread, one, other in zip(means, spreads, here, there, strict=True)
    )
