"""Mixture: densities, responsibilities, sampling."""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gmm.features import feature_blocks, pay_off, residual_blocks
from gmm.points import FloatArray, IntArray, as_points

EPSILON = float(np.finfo(np.float64).eps)
HARMLESS = 1e-10  # nats: rounding that a log density may pick up from features


class Mixture(NamedTuple):
    """A Gaussian mixture: p(x) = sum_k pi_k N(x | mu_k, Sigma_k).

    Attributes
    ----------
    weights : ndarray, shape (K,)
        Mixing proportions pi_k; they sum to 1. How often a point counts is another thing, though
        the field calls it a weight too (`gmm.points`).
    means : ndarray, shape (K, D)
        Component means mu_k, in data units.
    covariances : ndarray, shape (K, D, D)
        Component covariances Sigma_k, in squared data units: symmetric positive definite, and
        always written out in full whatever the constraint they were fitted under.
    """

    weights: FloatArray
    means: FloatArray
    covariances: FloatArray


def as_mixture(mixture: Mixture) -> Mixture:
    """Check a mixture, whoever made it.

    Parameters
    ----------
    mixture : Mixture
        Never changed, and copied only if it has to be.

    Returns
    -------
    Mixture
        Of float64 arrays.

    Raises
    ------
    ValueError
        If the shapes do not fit each other, if a number is not finite, if a weight is negative or
        the weights do not sum to 1 (to 1e-6), or if a covariance is not symmetric (to 1e-9 of its
        largest entry). Whether it is positive definite shows where it is used.
    """
    weights, means, covariances = (np.asarray(part, dtype=np.float64) for part in mixture)
    if means.ndim != 2 or means.size == 0:
        raise ValueError(
            f"The means must have shape (K, D) with K and D at least 1, not {means.shape}."
        )
    k, d = means.shape
    # Nearly all are fine, and that is seen at once.
    if (
        weights.shape == (k,)
        and covariances.shape == (k, d, d)
        and np.minimum.reduce(weights) >= 0
        and abs(np.add.reduce(weights) - 1) <= 1e-6
        and np.isfinite(np.add.reduce(means, axis=None))
        and np.isfinite(np.add.reduce(covariances, axis=None))
        and (d == 1 or (covariances == covariances.transpose(0, 2, 1)).all())
    ):
        return Mixture(weights, means, covariances)
    for name, array, shape in (
        ("weights", weights, (k,)),
        ("covariances", covariances, (k, d, d)),
    ):
        if array.shape != shape:
            raise ValueError(
                f"The mixture has {k} means in {d} dimensions, so its {name} must have shape "
                f"{shape}, not {array.shape}."
            )
    for name, array in (("weights", weights), ("means", means), ("covariances", covariances)):
        fine = np.isfinite(array).reshape(k, -1).all(axis=1)
        if not fine.all():
            raise ValueError(
                f"Among the {name} of the mixture, component {fine.argmin()} (from 0) has one that "
                f"is not a finite number."
            )
    if weights.min() < 0:
        raise ValueError(
            f"The weight of component {weights.argmin()} (from 0) is {weights.min():g}; "
            f"it must not be negative."
        )
    if abs(weights.sum() - 1) > 1e-6:
        raise ValueError(
            f"The weights of the mixture sum to {weights.sum():.6g}, not to 1. "
            f"Divide them by their sum."
        )
    askew = np.abs(covariances - covariances.transpose(0, 2, 1)).reshape(k, -1).max(axis=1)
    skewed = askew > 1e-9 * np.abs(covariances).reshape(k, -1).max(axis=1)
    if skewed.any():
        raise ValueError(
            f"The covariance of component {skewed.argmax()} (from 0) is not symmetric. "
            f"Its entry i, j must equal its entry j, i."
        )
    return Mixture(weights, means, covariances)


def log_joint(points: npt.ArrayLike, mixture: Mixture) -> FloatArray:
    """Log joint density of every point and every component, ln pi_k + ln N(x_n | mu_k, Sigma_k).

    Parameters
    ----------
    points : array_like, shape (N, D)
    mixture : Mixture

    Returns
    -------
    ndarray, shape (N, K)
        In nats. -inf where the component has no weight or the density is out of a float's reach,
        never NaN. The memory runs along the points: the transpose is C-contiguous.

    Raises
    ------
    ValueError
        If the points are not finite or not of the mixture's dimension, as `as_mixture`, or if a
        covariance is not positive definite.

    Notes
    -----
    Where rounding is sure to stay below 1e-10 nats, all components are one matrix product
    (`gmm.features`). Otherwise each sees the points from its own mean and in its own units, so
    that neither the place of the origin nor a very narrow component costs digits.
    """
    return measure_joint(as_points(points), as_mixture(mixture))


def measure_joint(points: FloatArray, mixture: Mixture) -> FloatArray:
    """Log joint density of points and a mixture that have been checked (`log_joint`)."""
    columns = np.ascontiguousarray(points.T)
    if len(columns) != mixture.means.shape[1]:
        raise ValueError(
            f"The points have {len(columns)} columns, but the mixture has "
            f"{mixture.means.shape[1]} dimensions. Give one column for each dimension."
        )
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        whiten, peaks = whitening(mixture)
        joint = None
        if pay_off(columns):
            joint = _from_features(columns, mixture.means, whiten, peaks)
        if joint is None:
            joint = _from_residuals(columns, mixture.means, whiten, peaks)
    return joint.T


def log_density(points: npt.ArrayLike, mixture: Mixture) -> FloatArray:
    """Log density of every point, ln p(x_n) (Bishop 2006, eq. 9.7).

    Parameters
    ----------
    points : array_like, shape (N, D)
    mixture : Mixture

    Returns
    -------
    ndarray, shape (N,)
        In nats; -inf where the density is out of a float's reach.

    Raises
    ------
    ValueError
        As `log_joint`.
    """
    joint = log_joint(points, mixture)
    return normalise(joint, mixture.weights, out=joint)[1]


def responsibilities(points: npt.ArrayLike, mixture: Mixture) -> FloatArray:
    """Posterior probability of every component for every point (Bishop 2006, eq. 9.13).

    Parameters
    ----------
    points : array_like, shape (N, D)
    mixture : Mixture

    Returns
    -------
    ndarray, shape (N, K)
        Rows sum to 1.

    Raises
    ------
    ValueError
        As `log_joint`.
    """
    joint = log_joint(points, mixture)
    return normalise(joint, mixture.weights, out=joint)[0]


def normalise(
    joint: FloatArray, weights: FloatArray, out: FloatArray | None = None
) -> tuple[FloatArray, FloatArray]:
    """Split a log joint density into responsibilities and log density (log-sum-exp).

    Parameters
    ----------
    joint : ndarray, shape (N, K), or (S, N, K) for S mixtures
        As `log_joint` gives it, in nats.
    weights : ndarray, shape (K,) or (S, K)
        Responsibilities of a point so far out that no component reaches it (every joint density
        is -inf): it says nothing, so what was believed before stays.
    out : ndarray, of the shape of `joint`, optional
        Where to write the responsibilities; may be `joint` itself, which saves memory.

    Returns
    -------
    responsibilities : ndarray, shape (N, K) or (S, N, K)
    log_density : ndarray, shape (N,) or (S, N)
    """
    joint = joint.swapaxes(-1, -2)  # (K, N): sums over components run along contiguous memory
    gamma = np.empty_like(joint) if out is None else out.swapaxes(-1, -2)
    top = np.maximum.reduce(joint, axis=-2)
    if np.minimum.reduce(top, axis=None) > -200 and np.maximum.reduce(top, axis=None) < 200:
        # No sum can leave a float's range, so nothing has to be subtracted first.
        np.exp(joint, out=gamma)
        total = np.add.reduce(gamma, axis=-2)
        gamma /= total[..., np.newaxis, :]
        return gamma.swapaxes(-1, -2), np.log(total, out=total)
    lost = top == -np.inf
    np.subtract(joint, np.where(lost, 0.0, top)[..., np.newaxis, :], out=gamma)
    np.exp(gamma, out=gamma)
    np.copyto(gamma, weights[..., np.newaxis], where=lost[..., np.newaxis, :])
    total = gamma.sum(axis=-2)
    gamma /= total[..., np.newaxis, :]
    return gamma.swapaxes(-1, -2), top + np.log(total)


def sample(
    mixture: Mixture, n: int, seed: int | np.random.Generator
) -> tuple[FloatArray, IntArray]:
    """Draw points from a mixture.

    Parameters
    ----------
    mixture : Mixture
    n : int
        How many points, at least 0.
    seed : int or numpy.random.Generator

    Returns
    -------
    points : ndarray, shape (n, D)
        Ordered by component; how many come from each is multinomial.
    labels : ndarray, shape (n,)
        The component that each point came from.
    """
    rng = np.random.default_rng(seed)
    weights, means, covariances = mixture
    counts = rng.multinomial(n, weights / np.sum(weights))
    labels = np.repeat(np.arange(len(weights)), counts)
    white = rng.standard_normal((n, means.shape[1]))
    parts = np.split(white, np.cumsum(counts)[:-1])
    roots = np.linalg.cholesky(covariances)
    points = np.concatenate([part @ root.T for part, root in zip(parts, roots, strict=True)])
    return points + means[labels], labels


def _from_features(
    columns: FloatArray, means: FloatArray, whiten: FloatArray, peaks: FloatArray
) -> FloatArray | None:
    """Log joint densities (K, N) by one matrix product, or None where that would cost digits.

    Multiplied out, |whiten (y - m)|^2 is a sum of terms that cancel. None is larger than what
    `whiten` can make of the points' box and the mean together, so that bounds the rounding error.
    """
    low, high = np.minimum.reduce(columns, axis=1), np.maximum.reduce(columns, axis=1)
    reach = (high - low) / 2
    centre = low + reach
    means = means - centre
    if not np.add.reduce(bound_rounding(means, whiten, reach)) < HARMLESS:
        return None
    coefficients = take_coefficients(means, whiten, peaks)
    joint = np.empty((len(means), columns.shape[1]))
    for here, features in feature_blocks(columns, centre):
        np.matmul(coefficients, features, out=joint[:, here])
    return joint


def bound_rounding(means: FloatArray, whiten: FloatArray, reach: FloatArray) -> FloatArray:
    """How much rounding (K,), in nats, a component's log densities pick up from features at most.

    Parameters
    ----------
    means : ndarray, shape (K, D)
        As seen from the features' origin.
    whiten : ndarray, shape (K, D, D)
        As `whitening` gives it.
    reach : ndarray, shape (D,)
        How far from the origin the points go in each column.
    """
    extents = whiten * (np.abs(means) + reach)[:, np.newaxis]
    bounds: FloatArray = np.add.reduce(np.square(extents, out=extents), axis=(1, 2))
    bounds *= EPSILON * means.shape[1]
    return bounds


def take_coefficients(means: FloatArray, whiten: FloatArray, peaks: FloatArray) -> FloatArray:
    """Log joint densities as coefficients (K, 1 + D + D * D) of features (`gmm.features`).

    Parameters
    ----------
    means : ndarray, shape (K, D)
        As seen from the features' origin.
    whiten, peaks : ndarray
        As `whitening` gives them.
    """
    k, d = means.shape
    precisions = whiten.transpose(0, 2, 1) @ whiten
    slopes = (precisions @ means[:, :, np.newaxis])[:, :, 0]
    coefficients = np.empty((k, 1 + d + d * d))
    coefficients[:, 0] = peaks - np.add.reduce(slopes * means, axis=1)
    coefficients[:, 1 : 1 + d] = 2 * slopes
    coefficients[:, 1 + d :] = -precisions.reshape(k, d * d)
    return coefficients


def _from_residuals(
    columns: FloatArray, means: FloatArray, whiten: FloatArray, peaks: FloatArray
) -> FloatArray:
    """Log joint densities (K, N), every component in its own units from its own mean."""
    # A 1 x 1 matrix product is a multiplication, and as such several times faster.
    product = np.multiply if len(columns) == 1 else np.matmul
    joint = np.empty((len(means), columns.shape[1]))
    for here, residuals in residual_blocks(columns, means):
        white = product(whiten, residuals)
        np.multiply(white, white, out=white)
        np.subtract(peaks[:, np.newaxis], np.add.reduce(white, axis=1), out=joint[:, here])
    return joint


def whitening(mixture: Mixture) -> tuple[FloatArray, FloatArray]:
    """Whitening matrices, scaled so that ln pi_k N(x) = peak - |whiten (x - mu)|^2, and peaks.

    Gaussian elimination turns [Sigma | I] into [. | L^-1], with the squared diagonal of Sigma's
    Cholesky factor as pivots. It runs in long double where the platform has one: a tilted
    component 1e5 times longer than wide would lose the digits of its width in float64.
    """
    weights, _, covariances = mixture
    k, d, _ = covariances.shape
    system = np.zeros((k, d, 2 * d), dtype=np.longdouble)
    system[:, :, :d] = covariances
    system.reshape(k, -1)[:, d :: 2 * d + 1] = 1
    pivots = system.reshape(k, -1)[:, :: 2 * d + 1]  # a view on the diagonal
    for row in range(d - 1):
        factors = system[:, row + 1 :, row] / pivots[:, row, np.newaxis]
        system[:, row + 1 :] -= factors[:, :, np.newaxis] * system[:, np.newaxis, row]
    lengths = np.sqrt(2 * pivots.astype(np.float64))
    whiten = system[:, :, d:].astype(np.float64) / lengths[:, :, np.newaxis]
    # (2 pi)^(D/2) |Sigma|^(1/2) as one product would overflow in high dimensions.
    peaks = np.log(weights) - np.add.reduce(np.log(lengths * math.sqrt(math.pi)), axis=1)
    if not peaks.max() < np.inf:  # a pivot that is 0 leaves inf, a negative one NaN
        worst = np.argmin(pivots.min(axis=1))
        raise ValueError(
            f"The covariance of component {worst} (from 0) is not positive definite. "
            f"Leave the component out, or add a small ridge to its diagonal."
        )
    return whiten, peaks
