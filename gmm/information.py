"""Information: how the log-likelihood and EM change with a mixture's parameters.

If it were known which component made which point, the parameters would be known to a standard
error that is easily written down. Not knowing it costs information; what is missing is the
covariance, over the responsibilities, of what each component's score would be (Louis 1982). It is
also what an iteration of EM leaves of a small deviation (Dempster, Laird and Rubin 1977).
"""

from typing import NamedTuple

import numpy as np

from gmm.features import residual_blocks
from gmm.mixture import Mixture, whitening
from gmm.points import FloatArray, total_weight

MOST_PARAMETERS = 600  # of a matrix: beyond that a component's shape is its size alone


class Information(NamedTuple):
    """How the log-likelihood and EM change with a mixture's parameters.

    Component by component the coordinates are its weight, its mean and its covariance (one
    covariance for all of them, at the end, where it is tied). Their unit is the standard error that
    each would have if it were known which component made which point, times the root of the number
    of points.

    Attributes
    ----------
    missing : ndarray, shape (P, P)
        The share of information that is missing.
    score : ndarray, shape (P,)
        Gradient of the log-likelihood, in nats per point.
    rate : ndarray, shape (P, P)
        What an iteration leaves of a small deviation: the same as `missing` but for a ridge.
    step : ndarray, shape (P,)
        Where EM goes next: the same as `score` but for a ridge.
    """

    missing: FloatArray
    score: FloatArray
    rate: FloatArray
    step: FloatArray


def measure_information(
    points: FloatArray,
    responsibilities: FloatArray,
    mixture: Mixture,
    covariance: str = "full",
    ridge: float = 0.0,
    weights: FloatArray | None = None,
) -> Information:
    """Measure the information that is missing, and the score (Louis 1982, section 3).

    Parameters
    ----------
    points, responsibilities, mixture, covariance, ridge, weights
        As of `estimate_rest`.

    Returns
    -------
    Information

    Notes
    -----
    With s_nk the score of component k for point n, had k made it, the information that is missing
    is the covariance of s_nk over the responsibilities, summed over the points.
    """
    k, d = mixture.means.shape
    whiten = np.sqrt(2) * whitening(mixture)[0]
    width = _count_shapes(k, d, covariance)
    tied = covariance == "tied"
    own = 1 + d + (0 if tied else width)  # numbers of a component's own
    size = k * own + (width if tied else 0)
    roots = np.sqrt(np.maximum(mixture.weights, np.finfo(np.float64).tiny))
    often = 1 / total_weight(len(points), weights)
    missing, score = np.zeros((size, size)), np.zeros(size)
    blocks = [slice(i * own, (i + 1) * own) for i in range(k)]
    shared = slice(k * own, size)
    columns = np.ascontiguousarray(points.T)
    for here, residuals in residual_blocks(columns, mixture.means):
        share = responsibilities.T[:, here]
        counted = share * often * (1.0 if weights is None else weights[here])
        white = whiten @ residuals
        shapes = _shapes(white, width)
        scores = np.concatenate([np.ones_like(white[:, :1]), white, shapes], axis=1)
        scores[:, :own] /= roots[:, np.newaxis, np.newaxis]
        mean = (share[:, np.newaxis] * scores[:, :own]).reshape(k * own, -1)
        if tied:
            mean = np.concatenate([mean, np.add.reduce(share[:, np.newaxis] * shapes, axis=0)])
        mass = often if weights is None else often * weights[here]
        missing -= (mean * mass) @ mean.T
        score += np.add.reduce(mean * mass, axis=1)
        squares = (scores * counted[:, np.newaxis]) @ scores.transpose(0, 2, 1)
        for block, square in zip(blocks, squares, strict=True):
            missing[block, block] += square[:own, :own]
            missing[block, shared] += square[:own, own:]
            missing[shared, block] += square[own:, :own]
            missing[shared, shared] += square[own:, own:]
    score[: k * own : own] -= roots
    step, rate = score, missing
    if ridge > 0:
        # An M-step adds it to each covariance: so much in the units of its own standard error.
        added = _shapes_of(ridge * whiten @ whiten.transpose(0, 2, 1), width)
        step, rate = score.copy(), missing.copy()
        if tied:
            step[shared] += added[0]
        else:
            for block, root, more in zip(blocks, roots, added, strict=True):
                step[block][1 + d :] += root * more
                rate[block][1 + d :] += np.outer(more, missing[block.start])
    return Information(missing, score, rate, step)


def move(mixture: Mixture, way: FloatArray, covariance: str) -> Mixture | None:
    """Put a mixture where a way leads.

    Parameters
    ----------
    mixture : Mixture
    way : ndarray, shape (P,)
        In the coordinates of `Information`.
    covariance : {"full", "tied", "diag", "spherical"}

    Returns
    -------
    Mixture or None
        None where a weight or a covariance would not be one any more, or would shrink to a tenth.
    """
    weights, means, covariances = mixture
    k, d = means.shape
    width = _count_shapes(k, d, covariance)
    roots = np.sqrt(weights)
    tied = covariance == "tied"
    own = way[: k * (1 + d + (0 if tied else width))].reshape(k, -1) / roots[:, np.newaxis]
    if not np.isfinite(own).all():
        return None
    moved = weights * (1 + own[:, 0])
    shapes = np.broadcast_to(way[len(way) - width :], (k, width)) if tied else own[:, 1 + d :]
    change = np.zeros((k, d, d))
    rows, columns = np.triu_indices(d, 1)
    if width == 1:
        change[:, range(d), range(d)] = shapes * np.sqrt(2 / d)
    else:
        change[:, range(d), range(d)] = shapes[:, :d] * np.sqrt(2)
    if width > d:
        change[:, rows, columns] = change[:, columns, rows] = shapes[:, d:]
    turned = np.eye(d) + change
    if not (moved.min() > 0 and np.linalg.eigvalsh(turned).min() > 0.1):
        return None
    back = np.linalg.inv(np.sqrt(2) * whitening(mixture)[0])
    covariances = back @ turned @ back.transpose(0, 2, 1)
    covariances = (covariances + covariances.transpose(0, 2, 1)) / 2
    means = means + (back @ own[:, 1 : 1 + d, np.newaxis])[:, :, 0]
    return Mixture(moved / moved.sum(), means, covariances)


def _count_shapes(k: int, d: int, covariance: str) -> int:
    """How many numbers tell a covariance."""
    width = {"spherical": 1, "diag": d}.get(covariance, d * (d + 1) // 2)
    own = 1 if covariance == "tied" else k
    return width if k * (1 + d) + own * width <= MOST_PARAMETERS else 1


def _shapes(white: FloatArray, width: int) -> FloatArray:
    """What points say about a covariance (K, width, N): mean 0 and variance 1 where it is right."""
    k, d, n = white.shape
    squares = white * white - 1
    if width == 1:
        size: FloatArray = np.add.reduce(squares, axis=1, keepdims=True) / np.sqrt(2 * d)
        return size
    shapes = np.empty((k, width, n))
    np.divide(squares, np.sqrt(2), out=shapes[:, :d])
    if width > d:
        rows, columns = np.triu_indices(d, 1)
        np.multiply(white[:, rows], white[:, columns], out=shapes[:, d:])
    return shapes


def _shapes_of(matrices: FloatArray, width: int) -> FloatArray:
    """Changes of whitened covariances (K, D, D) in the coordinates of `_shapes` (K, width)."""
    d = matrices.shape[1]
    diagonal: FloatArray = np.diagonal(matrices, axis1=1, axis2=2) / np.sqrt(2)
    if width == 1:
        size: FloatArray = diagonal.sum(axis=1, keepdims=True) / np.sqrt(d)
        return size
    rows, columns = np.triu_indices(d, 1)
    products = matrices[:, rows, columns] if width > d else matrices[:, :0, 0]
    return np.concatenate([diagonal, products], axis=1)
