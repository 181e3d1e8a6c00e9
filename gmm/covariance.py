"""Covariance constraints: full, tied, diag, spherical."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from gmm.points import FloatArray

NARROWEST = 1e-6  # of the data's spread: a component with a smaller standard deviation collapsed


class Constraint(NamedTuple):
    """One entry of `COVARIANCES`.

    Attributes
    ----------
    fit : callable
        ``fit(scatters, weights)``: the likeliest covariances (K, D, D) under the constraint, given
        each component's own scatter matrix (K, D, D) and the mixing proportions (K,). Of many
        mixtures at once, too: (..., K, D, D) and (..., K).
    parameters : callable
        ``parameters(k, d)``: how many free numbers the covariances hold.
    """

    fit: Callable[[FloatArray, FloatArray], FloatArray]
    parameters: Callable[[int, int], int]


def constraint(covariance: str) -> Constraint:
    """Look a constraint up by its name.

    Parameters
    ----------
    covariance : {"full", "tied", "diag", "spherical"}

    Raises
    ------
    ValueError
        If the name is not in `COVARIANCES`.
    """
    if covariance not in COVARIANCES:
        raise ValueError(f"covariance is {covariance!r}; pick one of {', '.join(COVARIANCES)}.")
    return COVARIANCES[covariance]


def narrow(covariances: FloatArray, scales: FloatArray) -> FloatArray:
    """How narrow each component is beside the data.

    Parameters
    ----------
    covariances : ndarray, shape (K, D, D)
    scales : ndarray, shape (D,)
        The unit of each column, as `gmm.points.column_scales` gives it: the answer does not
        depend on the columns' units.

    Returns
    -------
    ndarray, shape (K,)
        Standard deviation along the narrowest direction of the standardised data.
    """
    with np.errstate(over="ignore"):
        standard = np.minimum(covariances / scales[:, np.newaxis] / scales, 1e300)
    variances = np.linalg.eigvalsh(standard)
    widths: FloatArray = np.sqrt(np.maximum(variances[:, 0], 0.0))
    return widths


def _full(scatters: FloatArray, weights: FloatArray) -> FloatArray:
    return scatters


def _tied(scatters: FloatArray, weights: FloatArray) -> FloatArray:
    *many, k, d, _ = scatters.shape
    shares = weights / np.add.reduce(weights, axis=-1, keepdims=True)
    pooled = shares[..., np.newaxis, :] @ scatters.reshape(*many, k, d * d)
    return np.repeat(pooled.reshape(*many, 1, d, d), k, axis=-3)


def _diag(scatters: FloatArray, weights: FloatArray) -> FloatArray:
    return scatters * np.eye(scatters.shape[-1])


def _spherical(scatters: FloatArray, weights: FloatArray) -> FloatArray:
    variances: FloatArray = np.trace(scatters, axis1=-2, axis2=-1) / scatters.shape[-1]
    return variances[..., np.newaxis, np.newaxis] * np.eye(scatters.shape[-1])


COVARIANCES = {
    "full": Constraint(_full, lambda k, d: k * d * (d + 1) // 2),
    "tied": Constraint(_tied, lambda k, d: d * (d + 1) // 2),
    "diag": Constraint(_diag, lambda k, d: k * d),
    "spherical": Constraint(_spherical, lambda k, d: k),
}
