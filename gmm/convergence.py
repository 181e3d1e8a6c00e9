"""Convergence: how much log-likelihood EM would still gain if it went on.

Near a maximum EM is a linear map: each iteration multiplies what is left by the share of
information that is missing, since nobody knows which component made which point (Dempster, Laird
and Rubin 1977). That matrix can be written down (Louis 1982) wherever EM stands, and followed as
far ahead as one likes without taking an iteration. Small gains alone tell nothing: on a plateau
they shrink first and grow then, and such a direction has an eigenvalue above 1 here, however short
the steps still are.
"""

from typing import NamedTuple

import numpy as np

from gmm.features import residual_blocks
from gmm.mixture import Mixture, measure_joint, normalise, whitening
from gmm.points import FloatArray, total_weight

DOUBLINGS = 12  # it is followed 2^12 iterations ahead
LOOKS = 8  # from where the one before ended: on the way to a maximum two or three are enough
NEGLIGIBLE = 1e-3  # of what the first look found
ALIKE = 1e-12  # of a standard deviation: components that differ by rounding only
MOST_PARAMETERS = 600  # of a matrix that is followed: beyond that a component's shape is its size


class Information(NamedTuple):
    """How the log-likelihood and EM change with a mixture's parameters.

    Component by component the coordinates are its weight, its mean and its covariance (one
    covariance for all of them, at the end, where it is tied). Their unit is the standard error that
    each would have if it were known which component made which point, times the root of the number
    of points.

    Attributes
    ----------
    missing : ndarray, shape (P, P)
        The share of information that is missing: what an iteration leaves of a small deviation.
    score : ndarray, shape (P,)
        Gradient of the log-likelihood, in nats per point.
    step : ndarray, shape (P,)
        Where EM goes next. It is the score but for a ridge.
    """

    missing: FloatArray
    score: FloatArray
    step: FloatArray


def estimate_rest(
    points: FloatArray,
    responsibilities: FloatArray,
    mixture: Mixture,
    covariance: str = "full",
    ridge: float = 0.0,
    weights: FloatArray | None = None,
    worth: float = np.inf,
) -> float:
    """Estimate how much log-likelihood EM would still gain.

    Parameters
    ----------
    points : ndarray, shape (N, D)
    responsibilities : ndarray, shape (N, K)
        The mixture's own.
    mixture : Mixture
    covariance : {"full", "tied", "diag", "spherical"}
    ridge : float
    weights : ndarray, shape (N,), optional
        How often each point counts, all positive.
    worth : float
        A first estimate above it is the answer: whoever asks wants to know only whether the rest is
        less.

    Returns
    -------
    float
        In nats, not negative; infinite where there is a direction that grows, or where no maximum
        is in reach of what can be foreseen.

    Notes
    -----
    EM is followed 4,096 iterations ahead as the linear map that it is from here, then from the
    place where that leads, and so on. It is believed where each look leaves at most half of the
    look before: so it goes on the way to a maximum (it is Newton's method there), and not where a
    valley narrows on the way to another one.
    """
    number = total_weight(len(points), weights)
    rest, before = 0.0, np.inf
    for _ in range(LOOKS):
        information = measure_information(
            points, responsibilities, mixture, covariance, ridge, weights
        )
        way, gain = _follow(information)
        gain = abs(number * gain)
        if not gain <= before / 2:  # nor if it is NaN
            return np.inf
        if not before < np.inf and gain > worth:
            return gain
        rest += gain
        if gain <= NEGLIGIBLE * (rest if worth == np.inf else worth):
            return rest
        before = gain
        ahead = _move(mixture, way, covariance)
        if ahead is None:
            return np.inf
        mixture = ahead
        responsibilities, _ = normalise(measure_joint(points, mixture), mixture.weights)
    return np.inf


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
    step = score.copy()
    if ridge > 0:
        # An M-step adds it to each covariance: so much in the units of its own standard error.
        added = _shapes_of(ridge * whiten @ whiten.transpose(0, 2, 1), width)
        if tied:
            step[shared] += added[0]
        else:
            for block, root, more in zip(blocks, roots, added, strict=True):
                step[block][1 + d :] += root * more
    return Information(missing, score, step)


def merge_identical(mixture: Mixture, responsibilities: FloatArray) -> tuple[Mixture, FloatArray]:
    """Make one component of those that are alike but for rounding: EM moves them as one.

    Parameters
    ----------
    mixture : Mixture
    responsibilities : ndarray, shape (N, K)
        The mixture's own.

    Returns
    -------
    mixture : Mixture
        The very one that came in, where no two are alike.
    responsibilities : ndarray, shape (N, components that are left)
    """
    weights, means, covariances = mixture
    spreads = np.sqrt(np.diagonal(covariances, axis1=1, axis2=2))
    k = len(weights)
    first = np.arange(k)
    for one in range(k):
        for other in range(one + 1, k):
            scale = spreads[one]
            if (np.abs(means[one] - means[other]) <= ALIKE * scale).all() and (
                np.abs(covariances[one] - covariances[other]) <= ALIKE * np.outer(scale, scale)
            ).all():
                first[other] = min(first[other], first[one])
    kept = np.unique(first)
    if len(kept) == k:
        return mixture, responsibilities
    together = (first[:, np.newaxis] == kept).astype(np.float64)  # (K, components left)
    merged = Mixture(weights @ together, means[kept], covariances[kept])
    return merged, responsibilities @ together


def _follow(information: Information) -> tuple[FloatArray, float]:
    """Where EM is 2^`DOUBLINGS` iterations ahead (P,), and its gain in nats per point."""
    missing, score, step = information
    way, power = step.copy(), missing.copy()
    with np.errstate(over="ignore", invalid="ignore"):  # a direction that grows
        for _ in range(DOUBLINGS):
            way += power @ way
            power = power @ power
        return way, float(score @ way + way @ (missing @ way - way) / 2)


def _move(mixture: Mixture, way: FloatArray, covariance: str) -> Mixture | None:
    """Put the mixture where a way in the coordinates of `Information` leads, if it is one there."""
    weights, means, covariances = mixture
    k, d = means.shape
    width = _count_shapes(k, d, covariance)
    roots = np.sqrt(weights)
    tied = covariance == "tied"
    own = way[: k * (1 + d + (0 if tied else width))].reshape(k, -1) / roots[:, np.newaxis]
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
