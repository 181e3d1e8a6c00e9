"""Logistic regression: the chance of something, learned from those to whom it happened."""

import numpy as np
import numpy.typing as npt

from gmm.points import FloatArray, as_points

MOST_STEPS = 50
SMALL = 1e-10  # of a step, in the coefficients of standardised columns
SHRINK = 1e-6  # pulls coefficients towards 0, so that columns that tell all have an end


def fit_logistic(points: npt.ArrayLike, happened: npt.ArrayLike) -> FloatArray:
    """Fit ln(p / (1 - p)) = b_0 + b_1 x_1 + ... + b_D x_D by Newton's method.

    Parameters
    ----------
    points : array_like, shape (N, D)
        Best of about one size in all columns.
    happened : array_like of bool, shape (N,)

    Returns
    -------
    ndarray, shape (1 + D,)
        b, the maximum of the likelihood (Bishop 2006, section 4.3.3: iteratively reweighted least
        squares).

    Raises
    ------
    ValueError
        If the answers are not one for each point.
    """
    columns = _with_ones(as_points(points))
    hit = np.asarray(happened, dtype=np.float64)
    if hit.shape != columns.shape[:1]:
        raise ValueError(f"There are {len(columns)} points, but answers of shape {hit.shape}.")
    pull = SHRINK * len(hit) * np.eye(columns.shape[1])
    pull[0, 0] = 1e-12 * len(hit)
    found: FloatArray = np.zeros(columns.shape[1])
    for _ in range(MOST_STEPS):
        chance = _squash(columns @ found)
        slope = columns.T @ (hit - chance) - pull @ found
        curve = (columns.T * (chance * (1 - chance))) @ columns + pull
        step = np.linalg.solve(curve, slope)
        found = found + step
        if np.abs(step).max() < SMALL:
            break
    return found


def chances_of(points: npt.ArrayLike, coefficients: FloatArray) -> FloatArray:
    """Give the chance of each point (N,).

    Parameters
    ----------
    points : array_like, shape (N, D)
    coefficients : ndarray, shape (1 + D,)
        Of `fit_logistic`.
    """
    return _squash(_with_ones(as_points(points)) @ coefficients)


def _with_ones(points: FloatArray) -> FloatArray:
    return np.column_stack([np.ones(len(points)), points])


def _squash(values: FloatArray) -> FloatArray:
    """1 / (1 + e^-v), without overflow."""
    chances: FloatArray = 0.5 * (1 + np.tanh(values / 2))
    return chances
