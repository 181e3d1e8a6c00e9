"""A box: each column within its own quantiles, the simplest rule for what is strange.

It asks of every column alone whether a value is far out on either side, and never how the columns
go together.
"""

import numpy as np
import numpy.typing as npt

from gmm.points import FloatArray


def score_box(training: npt.ArrayLike, points: npt.ArrayLike) -> FloatArray:
    """Score points by how far out their outermost column is among the training points.

    A threshold on it is a box: a point's score is at least t just where each of its columns has
    at least a share t of the training points on either side, itself included where it is equal.

    Parameters
    ----------
    training : array_like, shape (M, D)
    points : array_like, shape (N, D)

    Returns
    -------
    ndarray, shape (N,)
        From 0, beyond all training points in some column, up; low for what is strange, so that
        `gmm.outliers` takes it in the place of log densities.

    Raises
    ------
    ValueError
        If there are no training points, if the columns do not fit, or if a number is not finite.
    """
    known = _as_columns(training, "training points")
    asked = _as_columns(points, "points")
    if known.shape[1] != asked.shape[1]:
        raise ValueError(
            f"The points have {asked.shape[1]} columns, but the training points have "
            f"{known.shape[1]}."
        )
    if not len(known):
        raise ValueError("There are no training points, so nothing is within their quantiles.")
    scores = np.full(len(asked), np.inf)
    for column in range(known.shape[1]):
        values = np.sort(known[:, column])
        below = np.searchsorted(values, asked[:, column], side="right")
        above = len(values) - np.searchsorted(values, asked[:, column], side="left")
        scores = np.minimum(scores, np.minimum(below, above) / len(values))
    return scores


def find_edges(training: npt.ArrayLike, threshold: float) -> FloatArray:
    """Find the box whose points score at least a threshold.

    Parameters
    ----------
    training : array_like, shape (M, D)
    threshold : float
        Above 0.

    Returns
    -------
    ndarray, shape (2, D)
        The lowest and the highest value of each column. Where the threshold is higher than any
        score, the lowest is above the highest: the box is empty.
    """
    known = np.sort(_as_columns(training, "training points"), axis=0)
    # A hair less: a share of 0.29 of 100 points is 29 of them, whatever rounding says.
    out = int(np.clip(np.ceil(threshold * len(known) - 1e-9), 1, len(known)))
    return np.stack([known[out - 1], known[len(known) - out]])


def _as_columns(points: npt.ArrayLike, what: str) -> FloatArray:
    array = np.asarray(points, dtype=np.float64)
    if array.ndim != 2 or not np.isfinite(array).all():
        raise ValueError(
            f"The {what} must be rows of finite numbers, but their shape is {array.shape}"
            + ("." if array.ndim != 2 else ", and some are not finite.")
        )
    return array
