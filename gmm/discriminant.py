"""Classification by mixtures: one for each class, and Bayes' rule over the classes.

P(c | x) is proportional to P(c) p(x | c), the class density p(x | c) being a mixture. With one
component a class this is quadratic discriminant analysis. Hastie and Tibshirani (1996),
"Discriminant analysis by Gaussian mixtures", Journal of the Royal Statistical Society B 58,
155-176, with covariances of each component's own; Bishop (2006), eq. 4.62 for the rule.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gmm.best_fit import fit_best
from gmm.directions import as_labels
from gmm.mixture import Mixture, log_density, normalise
from gmm.points import FloatArray, IntArray, as_points, as_weights
from gmm.restarts import Reach, measure_reach


class Discriminant(NamedTuple):
    """Classes that points may come from.

    Attributes
    ----------
    classes : tuple of Mixture
        The density of each of C classes; they may have different numbers of components.
    priors : ndarray, shape (C,)
        How likely each class is before a point is seen; they sum to 1.
    seeds : tuple of int
        Of the start that led to each class's mixture.
    """

    classes: tuple[Mixture, ...]
    priors: FloatArray
    seeds: tuple[int, ...]


def fit_classes(
    points: npt.ArrayLike,
    labels: npt.ArrayLike,
    k: int,
    covariance: str = "full",
    *,
    seeds: Sequence[int] = (0, 1),
    ridge: float = 0.0,
    priors: npt.ArrayLike | None = None,
    weights: npt.ArrayLike | None = None,
) -> Discriminant:
    """Fit one mixture to each class, the best of several starts.

    Parameters
    ----------
    points : array_like, shape (N, D)
    labels : array_like of int, shape (N,)
        The class of each point, from 0 on; each has at least one point.
    k : int
        Components a class. A class on whose points every run with k collapses gets fewer, as many
        as it can carry.
    covariance : {"full", "tied", "diag", "spherical"}
        "tied" means within a class.
    seeds : sequence of int
        One for each start, which is k-means++.
    ridge : float
        As `gmm.record_em`.
    priors : array_like, shape (C,), optional
        Without them, the classes' shares of the points.
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`).

    Returns
    -------
    Discriminant

    Raises
    ------
    ValueError
        If labels or priors do not fit, if a class cannot carry a single component, or as
        `gmm.best_fit.fit_best`.
    """
    points = as_points(points)
    labels = as_labels(labels, len(points))
    counts = as_weights(weights, len(points))
    if k < 1:
        raise ValueError(f"A class must have at least one component, not {k}.")
    sizes = np.bincount(labels, counts)
    if not sizes.min() > 0:
        raise ValueError(
            f"Class {int(sizes.argmin())} (from 0) has no point that counts. Number the classes "
            "without gaps."
        )
    believed = _as_priors(priors, sizes)
    mixtures, led = [], []
    for c in range(len(sizes)):
        own = labels == c
        mixture, seed = _fit_class(
            points[own], k, covariance, seeds, ridge, None if counts is None else counts[own], c
        )
        mixtures.append(mixture)
        led.append(seed)
    return Discriminant(tuple(mixtures), believed, tuple(led))


def class_log_joint(points: npt.ArrayLike, model: Discriminant) -> FloatArray:
    """Log joint density of every point and every class, ln P(c) + ln p(x_n | c).

    Parameters
    ----------
    points : array_like, shape (N, D)
    model : Discriminant

    Returns
    -------
    ndarray, shape (N, C)
        In nats; -inf where the density is out of a float's reach, or a prior is 0.

    Raises
    ------
    ValueError
        As `gmm.log_density`.
    """
    with np.errstate(divide="ignore"):
        believed = np.log(model.priors)
    densities = [log_density(points, mixture) for mixture in model.classes]
    joint: FloatArray = np.stack(densities, axis=1) + believed
    return joint


def posteriors(points: npt.ArrayLike, model: Discriminant) -> tuple[FloatArray, FloatArray]:
    """Say how likely each class is for every point (Bayes' rule), and how likely the point is.

    Parameters
    ----------
    points : array_like, shape (N, D)
    model : Discriminant

    Returns
    -------
    posteriors : ndarray, shape (N, C)
        Rows sum to 1. A point out of every class's reach keeps the priors: it says nothing.
    log_density : ndarray, shape (N,)
        ln p(x_n), of all classes together, in nats. Posteriors only compare the classes; this
        tells whether any of them has such points.

    Raises
    ------
    ValueError
        As `gmm.log_density`.
    """
    return normalise(class_log_joint(points, model), model.priors)


def classify(points: npt.ArrayLike, model: Discriminant) -> IntArray:
    """Give every point its most likely class; of equally likely ones the first.

    Parameters
    ----------
    points : array_like, shape (N, D)
    model : Discriminant

    Returns
    -------
    ndarray of int, shape (N,)

    Raises
    ------
    ValueError
        As `gmm.log_density`.
    """
    likeliest: IntArray = posteriors(points, model)[0].argmax(axis=1)
    return likeliest


def join_classes(model: Discriminant) -> Mixture:
    """Make one mixture of all classes: the density of points whose class is not known.

    Parameters
    ----------
    model : Discriminant

    Returns
    -------
    Mixture
        With the components of the first class first, each weight times the class's prior.
    """
    weights = [
        prior * mixture.weights for prior, mixture in zip(model.priors, model.classes, strict=True)
    ]
    return Mixture(
        np.concatenate(weights),
        np.concatenate([mixture.means for mixture in model.classes]),
        np.concatenate([mixture.covariances for mixture in model.classes]),
    )


def confuse(truth: npt.ArrayLike, given: npt.ArrayLike, count: int) -> IntArray:
    """Count which class was given to points of which class.

    Parameters
    ----------
    truth, given : array_like of int, shape (N,)
        From 0 to count - 1.
    count : int
        C, how many classes there are.

    Returns
    -------
    ndarray of int, shape (C, C)
        True classes as rows, given ones as columns.

    Raises
    ------
    ValueError
        If a class is not among them, or both do not name one for each point.
    """
    given = np.asarray(given)
    truth = as_labels(truth, len(given))
    given = as_labels(given, len(given))
    table = np.zeros((count, count), dtype=np.int64)
    if len(truth) and max(truth.max(), given.max()) >= count:
        raise ValueError(f"Classes must be numbers from 0 to {count - 1}.")
    np.add.at(table, (truth, given), 1)
    return table


def measure_accuracy(confusion: npt.NDArray[np.int64]) -> Reach:
    """Say how many points were given their own class, and what their share may be (95 %).

    Parameters
    ----------
    confusion : ndarray of int, shape (C, C)
        As `confuse` gives it, of at least one point.

    Returns
    -------
    Reach
        With the limits of Wilson (1927), as if the points were independent.
    """
    return measure_reach(int(confusion.trace()), int(confusion.sum()))


def _fit_class(
    points: FloatArray,
    k: int,
    covariance: str,
    seeds: Sequence[int],
    ridge: float,
    weights: FloatArray | None,
    c: int,
) -> tuple[Mixture, int]:
    for fewer in range(k, 0, -1):
        best = fit_best(points, fewer, covariance, seeds, ridge=ridge, weights=weights)
        if best.mixture is not None and best.seed is not None:
            return best.mixture, best.seed
    raise ValueError(
        f"The {len(points)} points of class {c} (from 0) are too few, or lie on a line, so that "
        "they have no covariance that can be inverted. Give more points, or add a ridge."
    )


def _as_priors(priors: npt.ArrayLike | None, sizes: FloatArray | IntArray) -> FloatArray:
    if priors is None:
        return np.asarray(sizes / sizes.sum(), dtype=np.float64)
    array = np.asarray(priors, dtype=np.float64)
    if array.shape != (len(sizes),) or not array.min() >= 0 or not abs(array.sum() - 1) <= 1e-6:
        raise ValueError(
            f"Priors must be one number from 0 to 1 for each of {len(sizes)} classes, and sum to 1."
        )
    return array
