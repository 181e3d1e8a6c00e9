"""Starts: where a run begins, by name."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from gmm.covariance import NARROWEST, constraint, narrow
from gmm.em import m_step
from gmm.kmeans import assign, settle, update
from gmm.mixture import Mixture
from gmm.points import (
    FloatArray,
    as_points,
    centred,
    column_scales,
    column_spreads,
    scale_weights,
    total_weight,
    weighted_points,
    weighted_sum,
)

BoolArray = npt.NDArray[np.bool_]
Start = Callable[[FloatArray, FloatArray | None, int, np.random.Generator, str], Mixture]
Odds = Callable[[FloatArray, BoolArray], FloatArray | BoolArray]

FLATTEST = 1e-3  # of a column's standard deviation: the least that a start assumes in any direction
WIDER = 2.0  # covariances of the starts by k-means++ and k-means, beside those of `start_at`


def start(
    points: npt.ArrayLike,
    k: int,
    method: str,
    seed: int | np.random.Generator,
    covariance: str = "full",
    *,
    weights: npt.ArrayLike | None = None,
) -> Mixture:
    """Choose where a run begins.

    Parameters
    ----------
    points : array_like, shape (N, D)
    k : int
        How many components; at most as many as there are distinct points that count.
    method : str
        A name in `STARTS`:

        - "k-means++": points, each next one the best of 2 + ln K trials, which are drawn with a
          probability that grows with the squared distance from those chosen (Arthur and
          Vassilvitskii 2007, who try more than one in their section 5; scikit-learn draws alike).
        - "k-means": the centroids of k-means, run from "k-means++" to its end.
        - "random points": points, each as likely as any other.
        - "random responsibilities": one M-step from responsibilities drawn at random, uniformly
          over all that sum to 1.
        - "farthest first": a point at random, then always the one farthest from those chosen
          (Gonzalez 1985).
        - "one place": a bad start on purpose, all means on the data's mean but for 1% of the
          data's standard deviations.
        - "k-means++ (older)": with a single trial.
        - "k-means (older)": k-means run from "k-means++ (older)" to its end, then one M-step from
          its clusters.
    seed : int or numpy.random.Generator
    covariance : {"full", "tied", "diag", "spherical"}
        The constraint that the covariances keep to.
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`), not the mixture's weights. A point of weight 2
        is as likely to be chosen as two equal points are together, and one of weight 0 never is.
        Weights of 1 give the very start that no weights give.

    Returns
    -------
    Mixture
        Valid whatever the points. Starts that choose points choose distinct ones and go on as
        `start_at` describes, "k-means++" and "k-means" with twice its covariances. Where an M-step
        leaves a component no width (a cluster of a single point, say), it gets the covariance that
        `start_at` would give it.

    Raises
    ------
    ValueError
        If `k` is not between 1 and the number of distinct points that count, if a name is
        unknown, or as `gmm.points.as_points` and `gmm.points.as_weights`.

    Notes
    -----
    Wide components see more of the data at first, and EM ends at the best optimum more often than
    from the covariances of each mean's own cell or cluster, which keep to what they begin with (the
    reason that deterministic annealing works: Ueda and Nakano 1998). `python -m tests.bench.starts`
    prints how often.
    """
    points, weights = weighted_points(points, weights)
    if method not in STARTS:
        raise ValueError(f"The start is {method!r}; pick one of {', '.join(STARTS)}.")
    if k < 1:
        raise ValueError(f"A mixture of {k} components is empty; ask for at least 1.")
    distinct = _distinct(points, k)
    if distinct < k:
        counted = "" if weights is None else " of a weight above 0"
        are = "is" if distinct == 1 else "are"
        raise ValueError(
            f"{k} components need {k} distinct points{counted}, but there {are} only {distinct}. "
            f"Ask for at most {distinct}, or add points."
        )
    return STARTS[method](points, weights, k, np.random.default_rng(seed), covariance)


def start_at(
    points: npt.ArrayLike,
    means: npt.ArrayLike,
    covariance: str = "full",
    *,
    weights: npt.ArrayLike | None = None,
) -> Mixture:
    """Begin at given means.

    Parameters
    ----------
    points : array_like, shape (N, D)
    means : array_like, shape (K, D)
        Anywhere; they need not be points, nor distinct.
    covariance : {"full", "tied", "diag", "spherical"}
        The constraint that the covariances keep to.
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`), not the mixture's weights.

    Returns
    -------
    Mixture
        Equal weights, the given means, and for each component the data's own biased covariance
        under the constraint times K^(-2/D), so that K ellipses together cover as much volume as
        the data's one. A direction in which the data are flat counts as 1e-3 of a column's
        standard deviation wide; a constant column borrows the largest standard deviation of the
        others, and when all points are equal it is 1 data unit.

    Raises
    ------
    ValueError
        If the points or the means are not finite (N, D) and (K, D) arrays of one D, if the
        constraint is unknown, or as `gmm.points.as_weights`.
    """
    points, weights = weighted_points(points, weights)
    means = np.array(as_points(means))
    (k, d), columns = means.shape, points.shape[1]
    if d != columns:
        raise ValueError(
            f"The means have {d} columns, but the points have {columns}. "
            f"Give each mean one number for each column."
        )
    equal = np.full(k, 1 / k)
    own = np.repeat(_data_covariance(points, weights)[np.newaxis], k, axis=0)
    covariances = constraint(covariance).fit(own, equal) * k ** (-2 / d)
    return Mixture(equal, means, covariances)


def _picked(odds: Odds) -> Start:
    """Make a start of distinct points (`_choose`)."""

    def pick(
        points: FloatArray,
        weights: FloatArray | None,
        k: int,
        rng: np.random.Generator,
        covariance: str,
    ) -> Mixture:
        chosen = _choose(odds, 1, points, weights, k, rng)
        return start_at(points, points[chosen], covariance, weights=weights)

    return pick


def _choose(
    odds: Odds,
    trials: int,
    points: FloatArray,
    weights: FloatArray | None,
    k: int,
    rng: np.random.Generator,
) -> list[int]:
    """Choose K rows of distinct points, given the odds of each point to be the next one.

    `odds` takes squared distances (N,) to the nearest point chosen so far and which points (N,)
    are free, that is unlike all those; nobody is near at first, and everybody free. What it gives
    are the odds of a point of weight 1. Of several trials the one is taken that leaves the smallest
    sum of squared distances.
    """
    frequencies = 1.0 if weights is None else weights
    offsets = _measure_offsets(points)
    free = np.ones(len(points), dtype=bool)
    squares = np.ones(len(points))
    chosen: list[int] = []
    for _ in range(k):
        chances = frequencies * np.where(free, odds(squares, free), 0.0)
        # Squares of very small distances can all be 0.
        chances = chances if chances.any() else frequencies * free
        drawn = rng.choice(len(points), trials if chosen else 1, p=chances / chances.sum())
        left = [np.square(offsets - offsets[row]).sum(axis=1) for row in drawn]
        if chosen:
            left = [np.minimum(squares, away) for away in left]
        sums = np.array([weighted_sum(each, scale_weights(weights)) for each in left])
        # Of trials that are equally good the first one, also where rounding tells them apart.
        best = int((sums <= (1 + 1e-9) * sums.min()).argmax())
        latest, squares = int(drawn[best]), left[best]
        free &= (points != points[latest]).any(axis=1)
        chosen.append(latest)
    return chosen


def _measure_offsets(points: FloatArray) -> FloatArray:
    """Points as seen from the first (N, D), the farthest coordinate 1: squares stay in range."""
    offsets: FloatArray = points - points[0]
    offsets /= max(np.abs(offsets).max(), np.finfo(np.float64).tiny)
    return offsets


def _by_squares(squares: FloatArray, free: BoolArray) -> FloatArray:
    return squares


_older_k_means_plus_plus = _picked(_by_squares)
_random_points = _picked(lambda squares, free: free)
_farthest_first = _picked(lambda squares, free: squares == squares[free].max())


def _k_means_plus_plus(
    points: FloatArray,
    weights: FloatArray | None,
    k: int,
    rng: np.random.Generator,
    covariance: str,
) -> Mixture:
    chosen = _choose_greedily(points, weights, k, rng)
    return _widen(start_at(points, points[chosen], covariance, weights=weights))


def _k_means(
    points: FloatArray,
    weights: FloatArray | None,
    k: int,
    rng: np.random.Generator,
    covariance: str,
) -> Mixture:
    chosen = _choose_greedily(points, weights, k, rng)
    offsets = _measure_offsets(points)
    labels, _ = settle(offsets, offsets[chosen], weights=weights)
    centroids = update(points, labels, points[chosen], weights=weights)
    return _widen(start_at(points, centroids, covariance, weights=weights))


def _choose_greedily(
    points: FloatArray, weights: FloatArray | None, k: int, rng: np.random.Generator
) -> list[int]:
    return _choose(_by_squares, 2 + int(np.log(k)), points, weights, k, rng)


def _widen(mixture: Mixture) -> Mixture:
    return mixture._replace(covariances=WIDER * mixture.covariances)


def _older_k_means(
    points: FloatArray,
    weights: FloatArray | None,
    k: int,
    rng: np.random.Generator,
    covariance: str,
) -> Mixture:
    centroids = _older_k_means_plus_plus(points, weights, k, rng, covariance).means
    labels, _ = assign(points, centroids)
    for _ in range(500):
        centroids = update(points, labels, centroids, weights=weights)
        before, (labels, _) = labels, assign(points, centroids)
        if np.array_equal(labels, before):
            break
    shares = np.eye(k)[labels]
    for empty in np.flatnonzero(shares.sum(axis=0) == 0):  # shares the point nearest to it
        nearest = np.square(points - centroids[empty]).sum(axis=1).argmin()
        shares[nearest, empty] = 1
    shares /= shares.sum(axis=1, keepdims=True)
    return _fitted(points, weights, shares, covariance)


def _random_responsibilities(
    points: FloatArray,
    weights: FloatArray | None,
    k: int,
    rng: np.random.Generator,
    covariance: str,
) -> Mixture:
    return _fitted(points, weights, rng.dirichlet(np.ones(k), size=len(points)), covariance)


def _one_place(
    points: FloatArray,
    weights: FloatArray | None,
    k: int,
    rng: np.random.Generator,
    covariance: str,
) -> Mixture:
    centre = np.average(points, axis=0, weights=weights)
    jitter = 0.01 * column_spreads(points, weights) * rng.standard_normal((k, len(centre)))
    return start_at(points, centre + jitter, covariance, weights=weights)


def _fitted(
    points: FloatArray, weights: FloatArray | None, shares: FloatArray, covariance: str
) -> Mixture:
    """One M-step, but no component without width."""
    proportions, means, covariances = m_step(points, shares, covariance, weights=weights)
    flat = narrow(covariances, column_scales(points, weights)) < NARROWEST
    spare = start_at(points, means, covariance, weights=weights).covariances
    covariances = np.where(flat[:, np.newaxis, np.newaxis], spare, covariances)
    return Mixture(proportions, means, covariances)


def _distinct(points: FloatArray, most: int) -> int:
    """How many distinct points there are, counted up to `most`."""
    count = 0
    while count < most and len(points) > 0:
        points = points[(points != points[0]).any(axis=1)]
        count += 1
    return count


def _data_covariance(points: FloatArray, weights: FloatArray | None) -> FloatArray:
    """Biased covariance (D, D) of the data, at least `FLATTEST` wide in every direction."""
    scales = column_scales(points, weights)
    standard = centred(points, weights) / scales
    weighted = standard if weights is None else standard * weights[:, np.newaxis]
    squares = weighted.T @ standard / total_weight(len(points), weights)
    variances, directions = np.linalg.eigh(squares)
    root = scales[:, np.newaxis] * directions * np.sqrt(np.maximum(variances, FLATTEST**2))
    covariance: FloatArray = root @ root.T
    return covariance


STARTS: dict[str, Start] = {
    "k-means++": _k_means_plus_plus,
    "k-means": _k_means,
    "random points": _random_points,
    "random responsibilities": _random_responsibilities,
    "farthest first": _farthest_first,
    "one place": _one_place,
    # What links before version 3 mean by these names.
    "k-means++ (older)": _older_k_means_plus_plus,
    "k-means (older)": _older_k_means,
}
OLDER = {"k-means++": "k-means++ (older)", "k-means": "k-means (older)"}
