"""One scale for every column, and the way back to the data's units.

Old Faithful's eruptions last 1.6 to 5.1 minutes and its waits 43 to 96. Drawn with equal axes, so
that a circle looks like a circle, the cloud is a thin line; and k-means, which knows distances
only, sees the waits alone. Standardised, both columns count the same. EM with full, tied or
diagonal covariances does not care; spherical ones and a ridge do: on scaled points they are another
model.

Whatever the points are scaled to, what people read is in the data's own units: `restore` and
`restore_nats` lead back there.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from gmm.mixture import Mixture
from gmm.points import FloatArray, scale_weights

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


def scale(
    points: FloatArray, how: str, weights: FloatArray | None = None
) -> tuple[FloatArray, Scaling]:
    """Standardise `points`, or leave them, as the setting says.

    Parameters
    ----------
    points : ndarray, shape (N, D)
        At least one row, finite.
    how : {"auto", "on", "off"}
        "auto" standardises where `spreads_differ`.
    weights : ndarray, shape (N,), optional
        How often each point counts (`gmm.points`); equal to repeating the rows.

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
    if _ASKS_FOR_STANDARDISING[how](points, weights):
        return standardise(points, weights)
    return points, identity(points.shape[1])


def identity(d: int) -> Scaling:
    """Scaling of D columns that changes nothing: origin 0, spread 1."""
    return Scaling(np.zeros(d), np.ones(d))


def standardise(
    points: FloatArray, weights: FloatArray | None = None
) -> tuple[FloatArray, Scaling]:
    """Shift each column to mean 0 and shrink or stretch it to standard deviation 1.

    The standard deviation is the population's (divided by N), the one that EM finds with a single
    component. A constant column has none: it is shifted to 0 and keeps spread 1.

    Parameters
    ----------
    points : ndarray, shape (N, D)
        At least one row, finite.
    weights : ndarray, shape (N,), optional
        How often each point counts. One that counts 0 times is scaled, but has no say.

    Returns
    -------
    points : ndarray, shape (N, D)
        A new array, without units.
    scaling : Scaling
        The columns' means and standard deviations, in data units.
    """
    counted, often = _keep_counted(points, weights)
    # The mean of equal numbers need not be that number to the last bit.
    constant = counted.min(axis=0) == counted.max(axis=0)
    origin = np.where(constant, counted[0], _means(counted, often))
    spread = _standard_deviations(counted, often)
    spread[spread == 0] = 1.0
    return (points - origin) / spread, Scaling(origin, spread)


def spreads_differ(points: FloatArray, weights: FloatArray | None = None) -> bool:
    """Whether one column's standard deviation is more than `WIDEST_RATIO` times another's.

    Constant columns have no say, so a single column, or one beside a constant, never differs.

    Parameters
    ----------
    points : ndarray, shape (N, D)
        At least one row, finite.
    weights : ndarray, shape (N,), optional
        How often each point counts.
    """
    spread = _standard_deviations(*_keep_counted(points, weights))
    spread = spread[spread > 0]
    return bool(spread.size > 1 and spread.max() / WIDEST_RATIO > spread.min())


def restore(mixture: Mixture, scaling: Scaling) -> Mixture:
    """Give a mixture of scaled points in the data's own units.

    Parameters
    ----------
    mixture : Mixture
        Of points that were scaled so.
    scaling : Scaling
    """
    origin, spread = scaling
    covariances = mixture.covariances * np.outer(spread, spread)
    return Mixture(mixture.weights, origin + spread * mixture.means, covariances)


def restore_nats(nats: float, number: float, scaling: Scaling) -> float:
    """Give a log-likelihood of scaled points, or a bound of it, in the data's own units.

    A density is per unit of every column: stretched by its spread, each point's falls by as much.

    Parameters
    ----------
    nats : float
        Summed over the points.
    number : float
        How many points there are, each as often as it counts.
    scaling : Scaling
    """
    return nats - number * measure_log_volume(scaling)


def measure_log_volume(scaling: Scaling) -> float:
    """Measure, as a logarithm, how much of the data's space one unit of the scaled one is."""
    return float(np.log(scaling.spread).sum())


def _keep_counted(
    points: FloatArray, weights: FloatArray | None
) -> tuple[FloatArray, FloatArray | None]:
    """Points that count at least once, and how often in proportion."""
    if weights is None or not weights.any():
        return points, None
    return points[weights > 0], scale_weights(weights[weights > 0])


def _means(points: FloatArray, weights: FloatArray | None) -> FloatArray:
    means: FloatArray = np.average(points, axis=0, weights=weights)
    return means


def _standard_deviations(points: FloatArray, weights: FloatArray | None) -> FloatArray:
    """(D,) population standard deviations, exactly 0 for a constant column."""
    constant = points.min(axis=0) == points.max(axis=0)
    residuals = points - _means(points, weights)
    # In units of the largest residual the squares neither underflow nor overflow.
    largest = np.where(constant, 1.0, np.abs(residuals).max(axis=0))
    spread: FloatArray = largest * np.sqrt(_means((residuals / largest) ** 2, weights))
    spread[constant] = 0.0
    return spread


_ASKS_FOR_STANDARDISING: dict[str, Callable[[FloatArray, FloatArray | None], bool]] = {
    "auto": spreads_differ,
    "on": lambda points, weights: True,
    "off": lambda points, weights: False,
}
SCALES = tuple(_ASKS_FOR_STANDARDISING)
