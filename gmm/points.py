"""Points: what counts as data, checked in one place."""

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


def as_points(points: npt.ArrayLike) -> FloatArray:
    """Points as a float64 array of N rows and D columns.

    Parameters
    ----------
    points : array_like, shape (N, D)
        Anything NumPy can turn into numbers; never changed, and copied only if it has to be.

    Returns
    -------
    ndarray, shape (N, D)

    Raises
    ------
    ValueError
        If the shape is not (N, D) with at least one row and one column, or if a value is NaN,
        infinite, or so large (about 1e150) that sums of squares overflow.
    """
    array = np.asarray(points, dtype=np.float64)
    if array.ndim == 1:
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


def column_scales(points: FloatArray) -> FloatArray:
    """Each column's standard deviation, or a stand-in that is never zero.

    Parameters
    ----------
    points : ndarray, shape (N, D)

    Returns
    -------
    ndarray, shape (D,)
        The biased standard deviations, in data units. A column that is constant, or whose values
        differ by so little (about 1e-150) that their squares underflow, borrows the largest of the
        others; when all points are equal every scale is 1.
    """
    deviations = np.where(np.ptp(points, axis=0) > 1e-150, points.std(axis=0), 0.0)
    largest = deviations.max()
    return np.where(deviations > 0, deviations, largest if largest > 0 else 1.0)
