"""Features: the numbers of a point in which a Gaussian's log density is linear.

With the products 1, y_i and y_i y_j of the centred points at hand, the log densities of all
components are one matrix product, and so are the moments of all components. That is several times
faster than taking every component's own residuals. Multiplied out, small numbers come about as
differences of large ones, though, so whoever uses features checks first that no digits go with it.
"""

from collections.abc import Iterator

import numpy as np

from gmm.points import FloatArray

BLOCK = 2**16  # numbers in a block of features or residuals: what a processor's cache holds


def pay_off(columns: FloatArray) -> bool:
    """Whether features are worth building: many points, few dimensions (measured).

    Parameters
    ----------
    columns : ndarray, shape (D, N)
    """
    d, n = columns.shape
    return bool(n >= 1000 and d <= 3)


def feature_blocks(
    columns: FloatArray, centre: FloatArray, beside: int = 0
) -> Iterator[tuple[slice, FloatArray]]:
    """Features of the points, a block of points at a time.

    Parameters
    ----------
    columns : ndarray, shape (D, N)
    centre : ndarray, shape (D,)
        Becomes the origin.
    beside : int
        How many numbers a point needs beside its features, where there are more of those.

    Yields
    ------
    here : slice
        Which points.
    features : ndarray, shape (1 + D + D * D, points in the block)
        1, y and y_i y_j, both i j and j i. The next block overwrites it.
    """
    d, n = columns.shape
    rows = 1 + d + d * d
    size = min(n, max(1, BLOCK // max(rows, beside)))
    buffer = np.empty((rows, size))
    buffer[0] = 1
    for begin in range(0, n, size):
        here = slice(begin, begin + size)
        features = buffer[:, : n - begin]
        y = features[1 : 1 + d]
        np.subtract(columns[:, here], centre[:, np.newaxis], out=y)
        np.multiply(y[:, np.newaxis], y, out=features[1 + d :].reshape(d, d, -1))
        yield here, features


def residual_blocks(columns: FloatArray, means: FloatArray) -> Iterator[tuple[slice, FloatArray]]:
    """Residuals of the points from every component's mean, a block of points at a time.

    Parameters
    ----------
    columns : ndarray, shape (D, N)
    means : ndarray, shape (K, D)

    Yields
    ------
    here : slice
        Which points.
    residuals : ndarray, shape (K, D, points in the block)
        The next block overwrites it.
    """
    n = columns.shape[1]
    size = max(1, min(n, BLOCK // means.size))
    buffer = np.empty((*means.shape, size))
    for begin in range(0, n, size):
        here = slice(begin, begin + size)
        residuals = buffer[:, :, : n - begin]
        yield here, np.subtract(columns[:, here], means[:, :, np.newaxis], out=residuals)
