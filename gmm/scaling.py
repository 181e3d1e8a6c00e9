"""One scale for every column, and the way back to the data's units.

Old Faithful's eruptions last 1.6 to 5.1 minutes and its waits 43 to 96. Drawn with equal axes, so
that a circle looks like a circle, the cloud is a thin line; and k-means, which knows distances
only, sees the waits alone. Standardised, both columns count the same. EM with full or diagonal
covariances does not care.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from gmm.points import FloatArray

WIDEST_RATIO = 3.0  # of two columns' standard deviations, before "auto" standardises them


class Scaling(NamedTuple):
    """The way back from scaled points to data: `data = origin + spread * scaled`, column by column.

    Attributes
    ----------
    origin : ndarray, shape (D,)
        The data value that a scaled 0 stands for, in data units.
    spread : ndarray, shape (D,)
        How much data one scaled unit stands for, in data units; always above 0.
    """

    origin: FloatArray
    spread: FloatArray


def scale(points: FloatArray, how: str) -> tuple[FloatArray, Scaling]:
    """Standardise `points`, or leave them, as the setting says.

    Parameters
    ----------
    points : ndarray, shape (N, D)
        At least one row, finite.
    how : {"auto", "on", "off"}
        "auto" standardises where `spreads_differ`.

    Returns
    -------
    points : ndarray, shape (N, D)
        Scaled where the setting asks for it, else the array that came in.
    scaling : Scaling
        The way back to the data's units.

    Raises
    ------
    ValueError
        When `how` is not one of `SCALES`.
    """
    if how not in _ASKS_FOR_STANDARDISING:
        raise ValueError(f"Expected a scale out of {', '.join(SCALES)}, got {how!r}.")
    if _ASKS_FOR_STANDARDISING[how](points):
        return standardise(points)
    return points, identity(points.shape[1])


def identity(d: int) -> Scaling:
    """Scaling of D columns that changes nothing: origin 0, spread 1."""
    return Scaling(np.zeros(d), np.ones(d))


def standardise(points: FloatArray) -> tuple[FloatArray, Scaling]:
    """Shift each column to mean 0 and shrink or stretch it to standard deviation 1.

    The standard deviation is the population's (divided by N), the one that EM finds with a single
    component. A constant column has none: it is shifted to 0 and keeps spread 1.

    Parameters
    ----------
    points : ndarray, shape (N, D)
        At least one row, finite.

    Returns
    -------
    points : ndarray, shape (N, D)
        A new array, without units.
    scaling : Scaling
        The columns' means and standard deviations, in data units.
    """
    # The mean of equal numbers need not be that number to the last bit.
    constant = points.min(axis=0) == points.max(axis=0)
    origin = np.where(constant, points[0], points.mean(axis=0))
    spread = _standard_deviations(points)
    spread[spread == 0] = 1.0
    return (points - origin) / spread, Scaling(origin, spread)


def spreads_differ(points: FloatArray) -> bool:
    """Whether one column's standard deviation is more than `WIDEST_RATIO` times another's.

    Constant columns have no say, so a single column, or one beside a constant, never differs.

    Parameters
    ----------
    points : ndarray, shape (N, D)
        At least one row, finite.
    """
    spread = _standard_deviations(points)
    spread = spread[spread > 0]
    return bool(spread.size > 1 and spread.max() / WIDEST_RATIO > spread.min())


def _standard_deviations(points: FloatArray) -> FloatArray:
    """(D,) population standard deviations, exactly 0 for a constant column."""
    constant = points.min(axis=0) == points.max(axis=0)
    residuals = points - points.mean(axis=0)
    # In units of the largest residual the squares neither underflow nor overflow.
    largest = np.where(constant, 1.0, np.abs(residuals).max(axis=0))
    spread: FloatArray = largest * np.sqrt(np.mean((residuals / largest) ** 2, axis=0))
    spread[constant] = 0.0
    return spread


_ASKS_FOR_STANDARDISING: dict[str, Callable[[FloatArray], bool]] = {
    "auto": spreads_differ,
    "on": lambda points: True,
    "off": lambda points: False,
}
SCALES = tuple(_ASKS_FOR_STANDARDISING)
