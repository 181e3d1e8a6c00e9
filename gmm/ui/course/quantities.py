"""Every number that a lesson may name: one table, from a name to how it is calculated.

All are in the data's own units (inertia: in those that k-means sees). Components, points and kinds
count from 0 here, and from 1 in names (gmm/ui/course/names.py).
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from gmm.mixture import Mixture, log_density, log_joint
from gmm.points import FloatArray, IntArray
from gmm.selection import aic, bic, free_parameters, icl
from gmm.ui.course.measured import End, Measured

# A point with no share as large is undecided; assets/stage/pies.js draws it as a pie.
UNDECIDED = 0.9
LOWER = 0.5  # nats: a run that ends by so much below another has found another optimum


class Quantity(NamedTuple):
    """A number that has a name.

    Attributes
    ----------
    parts : str
        What follows the name, each after a dot: "k" a component, "n" a point, "j" a kind, "a" an
        axis (x or y in two dimensions, nothing in one), "v" a value, "m" how many, "s" a scene.
    calculate : callable
        `calculate(measured, *parts)` of the scene, `calculate(measured, frame, *parts)` of a frame.
    """

    parts: str
    calculate: Callable[..., float]


# ------------------------------------------------------------------------------ of a scene


def _average(data: Measured, a: int) -> float:
    return float(np.average(data.points[:, a], weights=data.often))


def _spread(data: Measured, a: int, b: int) -> float:
    away = data.points - np.average(data.points, axis=0, weights=data.often)
    return float(np.average(away[:, a] * away[:, b], weights=data.often))


def _correlate(covariance: FloatArray) -> float:
    return float(covariance[0, 1] / math.sqrt(covariance[0, 0] * covariance[1, 1]))


def _only(data: Measured) -> FloatArray:
    if data.points.shape[1] != 1:
        raise ValueError("This needs data with one column.")
    return data.points[:, 0]


def _count_wrong(data: Measured, labels: IntArray) -> float:
    """How many points lie with another true kind than the one that their label is matched with."""
    from scipy.optimize import linear_sum_assignment  # only now, as in gmm/pairing.py

    kinds = data.kinds
    known = kinds >= 0
    alike = np.zeros((labels.max() + 1, kinds.max() + 1))
    np.add.at(alike, (labels[known], kinds[known]), data.often[known])
    return data.count(known) - float(alike[linear_sum_assignment(alike, maximize=True)].sum())


def _find_best(data: Measured, m: int) -> End:
    ends = [end for end in data.ends(m) if not end.collapsed]
    if not ends:
        raise ValueError("All of these starts collapse.")
    return max(ends, key=lambda end: end.log_likelihood)


def _find_worst(data: Measured, m: int) -> float:
    return min(end.log_likelihood for end in data.ends(m))


def _sort_out(data: Measured, m: int) -> float:
    best = _find_best(data, m).log_likelihood
    kept = [end.log_likelihood for end in data.ends(m) if not end.collapsed]
    return float(sum(end < best - LOWER for end in kept))


def _weigh(measure: Callable[..., float], data: Measured, mixture: Mixture) -> float:
    """A criterion of a mixture that was fitted under the run's constraint."""
    return measure(
        *(data.points, mixture, data.run.settings.covariance),
        weights=data.run.dataset.frequencies,
    )


def _price_seeds(measure: Callable[..., float]) -> Callable[[Measured, int], float]:
    def calculate(data: Measured, m: int) -> float:
        return _weigh(measure, data, _find_best(data, m).mixture)

    return calculate


def _meet(data: Measured, m: int, other: Measured) -> float:
    """The log-likelihood of another scene's points under the best mixture of this one's."""
    if other.points.shape[1] != data.points.shape[1]:
        raise ValueError("The other scene's points have another number of columns.")
    return float(other.often @ log_density(other.points, _find_best(data, m).mixture))


def _count_parameters(data: Measured) -> float:
    k, d = data.em.frames[0].mixture.means.shape
    return free_parameters(k, d, data.run.settings.covariance)


OF_SCENE: dict[str, Quantity] = {
    "N": Quantity("", lambda data: data.count(slice(None))),
    "rows": Quantity("", lambda data: len(data.points)),
    "D": Quantity("", lambda data: data.points.shape[1]),
    "K": Quantity("", lambda data: len(data.em.frames[0].mixture.weights)),
    "frames": Quantity("", lambda data: data.run.frames),
    "iterations": Quantity("", lambda data: data.em.frames[-1].iteration),
    "kmeans.iterations": Quantity("", lambda data: data.kmeans.frames[-1].iteration),
    "converged": Quantity("", lambda data: data.em.stopped in ("converged", "identical")),
    "collapsed": Quantity("", lambda data: data.em.stopped == "collapsed"),
    "free": Quantity(
        "",
        _count_parameters,
    ),
    "rest": Quantity("", lambda data: math.nan if data.em.rest is None else data.em.rest),
    "data.mean": Quantity("a", _average),
    "data.sd": Quantity("a", lambda data, a: math.sqrt(_spread(data, a, a))),
    "data.variance": Quantity("a", lambda data, a: _spread(data, a, a)),
    "data.least": Quantity("a", lambda data, a: data.points[:, a].min()),
    "data.most": Quantity("a", lambda data, a: data.points[:, a].max()),
    "data.covariance": Quantity("", lambda data: _spread(data, 0, 1)),
    "data.correlation": Quantity(
        "",
        lambda data: _correlate(np.cov(data.points.T, aweights=data.often, ddof=0)),
    ),
    "data.frequency": Quantity("v", lambda data, v: data.count(_only(data) == v)),
    "data.below": Quantity("v", lambda data, v: data.count(_only(data) < v)),
    "data.above": Quantity("v", lambda data, v: data.count(_only(data) > v)),
    "point": Quantity("na", lambda data, n, a: data.points[n, a]),
    "seeds.best": Quantity("m", lambda data, m: _find_best(data, m).log_likelihood),
    "seeds.worst": Quantity("m", _find_worst),
    "seeds.lower": Quantity("m", _sort_out),
    "seeds.collapsed": Quantity("m", lambda data, m: sum(end.collapsed for end in data.ends(m))),
    "seeds.bic": Quantity("m", _price_seeds(bic)),
    "seeds.aic": Quantity("m", _price_seeds(aic)),
    "seeds.unseen": Quantity("ms", _meet),
    "truth.K": Quantity("", lambda data: data.kinds.max() + 1),
    "truth.size": Quantity("j", lambda data, j: data.count(data.kinds == j)),
}

# ------------------------------------------------------------------------------ of a frame


def _gain(data: Measured, frame: int) -> float:
    now = data.at(frame)
    if now.iteration == 0:
        raise ValueError("Nothing is gained at the start.")
    before = 2 * (now.iteration - 1)
    return now.log_likelihood - data.at(before).log_likelihood


def _entry(data: Measured, frame: int, k: int, a: int, b: int) -> float:
    return float(data.at(frame).mixture.covariances[k, a, b])


def _axis(data: Measured, frame: int, k: int, which: int) -> tuple[float, float]:
    """The standard deviation along an axis of the ellipse, the short one first, and its angle."""
    variances, axes = np.linalg.eigh(data.at(frame).mixture.covariances[k])
    angle = math.degrees(math.atan2(axes[1, which], axes[0, which]))
    return math.sqrt(variances[which]), (angle + 90) % 180 - 90


def _joint(data: Measured, frame: int, n: int) -> FloatArray:
    joint: FloatArray = np.exp(log_joint(data.points[n : n + 1], data.asked(frame))[0])
    return joint


def _differ(data: Measured, frame: int) -> float:
    return data.count(data.pairs(frame)[data.clusters(frame)] != data.labels(frame))


def _centroid(data: Measured, frame: int, k: int, a: int) -> float:
    tape = data.kmeans
    origin, spread = data.run.scaling
    centroids = tape.frames[min(frame, len(tape.frames) - 1)].centroids
    if tape.frames[min(frame, len(tape.frames) - 1)].assigned is not None:
        k = int(np.flatnonzero(data.pairs(frame) == k)[0])  # the one with component k's colour
    return float((origin + spread * centroids)[k, a])


def _inertia(data: Measured, frame: int) -> float:
    tape = data.kmeans
    return tape.frames[min(frame, len(tape.frames) - 1)].inertia


def _criterion(measure: Callable[..., float]) -> Callable[[Measured, int], float]:
    def calculate(data: Measured, frame: int) -> float:
        return _weigh(measure, data, data.at(frame).mixture)

    return calculate


def _find_lowest(data: Measured, frame: int, n: int) -> float:
    """The lowest of the mixture's densities at all rows, and from there the n-th above it."""
    return float(np.sort(np.exp(log_density(data.points, data.asked(frame))))[n])


def _bound(data: Measured, frame: int) -> float:
    bound = data.at(frame).bound
    if bound is None:
        raise ValueError("There is no bound at the start: an E-step comes first.")
    return bound


OF_FRAME: dict[str, Quantity] = {
    "iteration": Quantity("", lambda data, f: data.at(f).iteration),
    "log_likelihood": Quantity("", lambda data, f: data.at(f).log_likelihood),
    "bound": Quantity("", _bound),
    "gap": Quantity("", lambda data, f: data.at(f).log_likelihood - _bound(data, f)),
    "gain": Quantity("", _gain),
    "inertia": Quantity("", _inertia),
    "weight": Quantity("k", lambda data, f, k: data.at(f).mixture.weights[k]),
    "count": Quantity("k", lambda data, f, k: data.often @ data.gamma(f)[:, k]),
    "mean": Quantity("ka", lambda data, f, k, a: data.at(f).mixture.means[k, a]),
    "sd": Quantity("ka", lambda data, f, k, a: math.sqrt(_entry(data, f, k, a, a))),
    "variance": Quantity("ka", lambda data, f, k, a: _entry(data, f, k, a, a)),
    "covariance": Quantity("k", lambda data, f, k: _entry(data, f, k, 0, 1)),
    "correlation": Quantity("k", lambda data, f, k: _correlate(data.at(f).mixture.covariances[k])),
    "centroid": Quantity("ka", _centroid),
    "share": Quantity("nk", lambda data, f, n, k: data.gamma(f)[n, k]),
    "density": Quantity(
        "nk", lambda data, f, n, k: _joint(data, f, n)[k] / data.asked(f).weights[k]
    ),
    "joint": Quantity("nk", lambda data, f, n, k: float(_joint(data, f, n)[k])),
    "lowest": Quantity("n", _find_lowest),
    "mixture": Quantity("n", lambda data, f, n: _joint(data, f, n).sum()),
    "size": Quantity("k", lambda data, f, k: data.count(data.labels(f) == k)),
    "undecided": Quantity("", lambda data, f: data.count(data.gamma(f).max(axis=1) < UNDECIDED)),
    "differ": Quantity("", _differ),
    "wrong": Quantity("", lambda data, f: _count_wrong(data, data.labels(f))),
    "wrong.kmeans": Quantity("", lambda data, f: _count_wrong(data, data.clusters(f))),
    "bic": Quantity("", _criterion(bic)),
    "aic": Quantity("", _criterion(aic)),
    "icl": Quantity("", _criterion(icl)),
    "long": Quantity("k", lambda data, f, k: _axis(data, f, k, 1)[0]),
    "short": Quantity("k", lambda data, f, k: _axis(data, f, k, 0)[0]),
    "angle": Quantity("k", lambda data, f, k: _axis(data, f, k, 1)[1]),
}
