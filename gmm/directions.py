"""Discriminant directions: the straight views in which known classes lie farthest apart.

Fisher (1936) for two classes, Rao (1948) for more; Hastie, Tibshirani and Friedman, "The Elements
of Statistical Learning" (2009), section 4.3.3.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gmm.points import FloatArray, IntArray, as_points, as_weights


class Directions(NamedTuple):
    """A linear view of points: ``(x - origin) @ axes``.

    Attributes
    ----------
    origin : ndarray, shape (D,)
        The mean of all points.
    axes : ndarray, shape (D, M)
        One column for each direction, in which the points have a variance of 1 within the classes
        (less, by the ridge) and no covariance. Its largest entry, measured in the columns' spreads
        within the classes, is positive.
    ratios : ndarray, shape (M,)
        The variance between the classes, in that within them; descending.
    """

    origin: FloatArray
    axes: FloatArray
    ratios: FloatArray


def find_directions(
    points: npt.ArrayLike,
    labels: npt.ArrayLike,
    count: int | None = None,
    *,
    ridge: float = 0.0,
    weights: npt.ArrayLike | None = None,
) -> Directions:
    """Find the directions in which the classes differ most, measured by their own spread.

    With W the covariance within the classes and B that of their means, each direction maximises
    a' B a / a' W a among those that are uncorrelated with the ones before it.

    Parameters
    ----------
    points : array_like, shape (N, D)
    labels : array_like of int, shape (N,)
        The class of each point, from 0 on; each has at least one point.
    count : int, optional
        M, from 1 to D; without it as many as can tell classes apart, the lesser of C - 1 and D.
        In those beyond them the classes have all one mean.
    ridge : float
        0 is Fisher's rule. With r, W's diagonal is 1 + r times as large: with few points, W is
        uncertain, and directions in which it happens to be narrow are not to be trusted.
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`).

    Returns
    -------
    Directions

    Raises
    ------
    ValueError
        If labels or count do not fit, if W is singular, as where a column is constant within each
        class, or as `gmm.points.as_points` and `gmm.points.as_weights`.
    """
    points = as_points(points)
    n, d = points.shape
    labels = as_labels(labels, n)
    classes = int(labels.max()) + 1
    count = min(classes - 1, d) if count is None else count
    if not 1 <= count <= d:
        raise ValueError(
            f"There are {d} columns and {classes} classes, so {count} directions cannot be found. "
            "Give at least two classes, and a count from 1 to the number of columns."
        )
    if not 0 <= ridge < np.inf:
        raise ValueError(f"The ridge is {ridge}; it must be a number, 0 or more.")
    given = as_weights(weights, n)
    counted = np.ones(n) if given is None else given
    sizes: FloatArray = np.bincount(labels, counted, classes).astype(np.float64)
    if not sizes.min() > 0:
        raise ValueError(
            f"Class {int(sizes.argmin())} (from 0) has no point that counts. Number the classes "
            "without gaps."
        )
    counted = counted / sizes.sum()
    shares: FloatArray = sizes / sizes.sum()
    origin = counted @ points
    sums = np.stack([np.bincount(labels, counted * column, classes) for column in points.T], 1)
    means = sums / shares[:, np.newaxis]
    residuals = points - means[labels]
    within = residuals.T @ (residuals * counted[:, np.newaxis])
    spreads = np.sqrt(within.diagonal())
    if not spreads.min() > 1e-12 * np.abs(points).max():
        raise ValueError(
            f"Column {int(spreads.argmin())} (from 0) does not vary within the classes, so no "
            "direction can be measured by it. Leave the column out."
        )
    # In the columns' own spreads, so that no unit makes a difference, not even by rounding.
    standard = within / spreads[:, np.newaxis] / spreads + ridge * np.eye(d)
    variances, vectors = np.linalg.eigh(standard)
    if not variances[0] > 1e-12 * variances[-1]:
        raise ValueError(
            "A column can be calculated from the others within the classes. Leave it out, or add "
            "a small ridge."
        )
    whiten = vectors / np.sqrt(variances)
    between = (means - origin) / spreads @ whiten
    ratios, turns = np.linalg.eigh(between.T @ (between * shares[:, np.newaxis]))
    axes = (whiten @ turns)[:, ::-1][:, :count]
    largest = np.abs(axes).argmax(axis=0)
    axes = axes * np.sign(axes[largest, np.arange(count)]) / spreads[:, np.newaxis]
    return Directions(origin, axes, np.maximum(ratios[::-1][:count], 0.0))


def project(points: npt.ArrayLike, directions: Directions) -> FloatArray:
    """Look at points along the directions.

    Parameters
    ----------
    points : array_like, shape (N, D)
    directions : Directions

    Returns
    -------
    ndarray, shape (N, M)

    Raises
    ------
    ValueError
        If the number of columns does not fit, or as `gmm.points.as_points`.
    """
    points = as_points(points)
    if points.shape[1] != len(directions.origin):
        raise ValueError(
            f"The points have {points.shape[1]} columns, but the directions were found in "
            f"{len(directions.origin)}."
        )
    seen: FloatArray = (points - directions.origin) @ directions.axes
    return seen


def as_labels(labels: npt.ArrayLike, n: int) -> IntArray:
    """Check the classes of n points: whole numbers from 0 on, one for each point.

    Parameters
    ----------
    labels : array_like of int, shape (n,)
    n : int

    Returns
    -------
    ndarray of int, shape (n,)

    Raises
    ------
    ValueError
        If they are not.
    """
    array = np.asarray(labels)
    if array.shape != (n,) or array.dtype.kind not in "iu" or (n and array.min() < 0):
        raise ValueError(
            f"Labels must be one whole number from 0 on for each of the {n} points, but they have "
            f"shape {array.shape} and type {array.dtype}."
        )
    return array.astype(np.int64)
