"""Points and their weights: what counts as data, checked in one place.

A point of weight w counts as w equal points do: the weights are the frequencies of binned data, or
say how much each point matters. Not to be confused with the weights of a mixture, which are its
mixing proportions. None, everywhere, is a weight of 1 for every point.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

LIGHTEST, HEAVIEST = 1e-100, 1e100  # weights whose products with squares of 1e100 stay in range


def as_points(points: npt.ArrayLike) -> FloatArray:
    """Points as a float64 array of N rows and D columns.

    Parameters
    ----------
    points : array_like or data frame, shape (N, D)
        Anything that `gmm.data.frames.read_frame` can turn into numbers, but for a series that
        says how often each point counts; never changed, and copied only if it has to be.

    Returns
    -------
    ndarray, shape (N, D)

    Raises
    ------
    ValueError
        If the shape is not (N, D) with at least one row and one column, or if a value is NaN,
        infinite, or so large (about 1e150) that sums of squares overflow. Data frames and lists
        as `gmm.data.frames.read_frame`.
    """
    if not is_plain(points):
        points, counts, _ = open_frame(points, None)
        if counts is not None:
            raise ValueError(
                "This series says how often each value of its index was counted, and weights are "
                "not asked for here. Take it apart with gmm.data.frames.read_frame."
            )
    array = np.asarray(points, dtype=np.float64)
    if array.ndim == 1 and array.size:
        raise ValueError(
            f"Points must have shape (N, D), but this array has shape ({len(array)},). "
            f"For {len(array)} points on a line, reshape it to ({len(array)}, 1)."
        )
    if array.ndim != 2 or array.size == 0:
        raise ValueError(
            f"Points must have shape (N, D) with N and D at least 1, but this array has shape "
            f"{array.shape}."
        )
    # One fast pass: its sum is NaN or infinite if any value is, or if squares overflow.
    values = array.ravel(order="K")
    if not np.vdot(values, values) < np.inf:
        size = np.abs(array)
        row, column = np.unravel_index(
            np.argmax(np.where(np.isnan(size), np.inf, size)), size.shape
        )
        value = array[row, column]
        mend = (
            "is so large that squares overflow. Divide the column by a constant."
            if np.isfinite(value)
            else "is not a finite number. Leave the row out or mend it."
        )
        raise ValueError(f"Row {row}, column {column} of the points (from 0): {value:g} {mend}")
    return array


def is_plain(points: Any) -> bool:
    """Whether points are an array of numbers, so that nobody has to look what else they may be."""
    return type(points) is np.ndarray and points.dtype.kind in "fiub"


def open_frame(
    points: Any, weights: npt.ArrayLike | None
) -> tuple[Any, npt.ArrayLike | None, tuple[str, ...] | None]:
    """Take a data frame apart into its points, their weights and its columns' names.

    Parameters
    ----------
    points : array_like or data frame
    weights : array_like or None
        What was said of the weights beside it.

    Returns
    -------
    points : array_like
        An array of numbers as it came.
    weights : array_like or None
    columns : tuple of str, or None

    Raises
    ------
    ValueError
        If both the data and `weights` say how often the points count, or as
        `gmm.data.frames.read_frame`.
    """
    if is_plain(points):
        return points, weights, None
    # Here, not above: it stands on this file, and few runs need it.
    from gmm.data.frames import read_frame

    read = read_frame(points)
    if read.weights is None:
        return read.points, weights, read.columns
    if weights is not None:
        raise ValueError(
            "This series says itself how often each point counts. Leave out weights=, or give the "
            "points as a frame."
        )
    return read


def as_weights(weights: npt.ArrayLike | None, n: int) -> FloatArray | None:
    """Weights of the points as a float64 array of N numbers, or None for points without.

    Parameters
    ----------
    weights : array_like, shape (N,), or None
        Not negative, at least one positive; never changed, and copied only if it has to be.
    n : int
        How many points there are.

    Returns
    -------
    ndarray, shape (N,), or None

    Raises
    ------
    ValueError
        If the shape is not (N,), if a weight is negative, NaN, infinite or, being positive, not
        between 1e-100 and 1e100, or if all are 0.
    """
    if weights is None:
        return None
    array = np.asarray(weights, dtype=np.float64)
    if array.shape != (n,):
        raise ValueError(
            f"The weights must be one number for each of the {n} points, but their shape is "
            f"{array.shape}."
        )
    if array.min() >= LIGHTEST and array.max() <= HEAVIEST:
        return array
    fine = (array == 0) | ((array >= LIGHTEST) & (array <= HEAVIEST))
    if not fine.all():
        row = int(fine.argmin())
        value = array[row]
        if not np.isfinite(value):
            mend = "is not a finite number. Mend it, or give 0 to leave the row out."
        elif value < 0:
            mend = "is negative. Mend it, or give 0 to leave the row out."
        elif value < LIGHTEST:
            mend = f"is below {LIGHTEST:g}. Multiply all weights by a constant, or give 0 instead."
        else:
            mend = f"is above {HEAVIEST:g}. Divide all weights by a constant."
        raise ValueError(f"Row {row} of the weights (from 0): {value:g} {mend}")
    if not array.any():
        raise ValueError(
            "All weights are 0, so no point counts. Give at least one a weight above 0."
        )
    return array


def scale_weights(weights: FloatArray | None) -> FloatArray | None:
    """Divide weights by a power of 2 so that the heaviest is about 1: nothing is rounded.

    What depends on their proportions alone then stays in range whatever they are.

    Parameters
    ----------
    weights : ndarray, shape (N,), or None
    """
    if weights is None:
        return None
    scaled: FloatArray = weights * 2.0 ** -np.floor(np.log2(weights.max()))
    return scaled


def weighted_points(
    points: npt.ArrayLike, weights: npt.ArrayLike | None
) -> tuple[FloatArray, FloatArray | None]:
    """Points that count, and their weights: rows of weight 0 are left out.

    Parameters
    ----------
    points : array_like or data frame, shape (N, D)
    weights : array_like, shape (N,), or None
        With None, a series that counts gives its own.

    Returns
    -------
    points : ndarray, shape (M, D)
        M is at most N.
    weights : ndarray, shape (M,), or None
        All positive.

    Raises
    ------
    ValueError
        As `as_points` and `as_weights`.
    """
    points, weights, _ = open_frame(points, weights)
    points = as_points(points)
    weights = as_weights(weights, len(points))
    if weights is None or weights.all():
        return points, weights
    return points[weights > 0], weights[weights > 0]


def total_weight(n: int, weights: FloatArray | None) -> float:
    """Sum of the weights of N points: how many points they stand for."""
    return n if weights is None else float(weights.sum())


def weighted_sum(values: FloatArray, weights: FloatArray | None) -> float:
    """Sum the values of the points, each as often as its point's weight says.

    Parameters
    ----------
    values : ndarray, shape (N,) or (N, anything)
        May be infinite where the weight is 0.
    weights : ndarray, shape (N,), or None

    Returns
    -------
    float
    """
    if weights is None:
        return float(values.sum())
    return float(np.sum(weights * np.where(weights > 0, values.T, 0.0)))


def column_scales(points: FloatArray, weights: FloatArray | None = None) -> FloatArray:
    """Each column's standard deviation, or a stand-in that is never zero.

    Parameters
    ----------
    points : ndarray, shape (N, D)
    weights : ndarray, shape (N,), optional
        All positive.

    Returns
    -------
    ndarray, shape (D,)
        The biased standard deviations, in data units. A column that is constant, or whose values
        differ by so little (about 1e-150) that their squares underflow, borrows the largest of the
        others; when all points are equal every scale is 1.
    """
    deviations = np.where(np.ptp(points, axis=0) > 1e-150, column_spreads(points, weights), 0.0)
    largest = deviations.max()
    return np.where(deviations > 0, deviations, largest if largest > 0 else 1.0)


def column_spreads(points: FloatArray, weights: FloatArray | None = None) -> FloatArray:
    """Each column's biased standard deviation (D,), in data units."""
    weights = scale_weights(weights)
    squares = np.square(centred(points, weights))
    spreads: FloatArray = np.sqrt(np.average(squares, axis=0, weights=weights))
    return spreads


def centred(points: FloatArray, weights: FloatArray | None = None) -> FloatArray:
    """Points as seen from their mean (N, D)."""
    if weights is not None:
        # Their spread may be so little, beside a heavy point, that the rounding of a mean far from
        # zero would outdo it.
        points = points - points[weights.argmax()]
    centred: FloatArray = points - np.average(points, axis=0, weights=weights)
    return centred
