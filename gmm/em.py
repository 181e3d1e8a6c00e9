"""EM: the E-step, the M-step, and the bound that both of them climb."""

import math

import numpy as np
import numpy.typing as npt

from gmm.covariance import constraint
from gmm.features import feature_blocks, pay_off, residual_blocks
from gmm.mixture import Mixture, log_joint, normalise
from gmm.points import FloatArray, as_points, as_weights, scale_weights, weighted_sum

TRUSTED = 1e-5  # share of the mean squares that must be left for moments from features


def e_step(
    points: npt.ArrayLike, mixture: Mixture, *, weights: npt.ArrayLike | None = None
) -> tuple[FloatArray, float]:
    """Ask every point who made it (Bishop 2006, eq. 9.23 and 9.28).

    Parameters
    ----------
    points : array_like, shape (N, D)
    mixture : Mixture
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`), not the mixture's weights. They change the
        log-likelihood only: a point's responsibilities do not depend on how often it was seen.

    Returns
    -------
    responsibilities : ndarray, shape (N, K)
        Rows sum to 1. The memory runs along the points, as in `gmm.mixture.log_joint`.
    log_likelihood : float
        In nats, summed over the points, each as often as its weight says.

    Raises
    ------
    ValueError
        As `gmm.mixture.log_joint` and `gmm.points.as_weights`.
    """
    joint = log_joint(points, mixture)
    gamma, density = normalise(joint, mixture.weights, out=joint)
    return gamma, weighted_sum(density, as_weights(weights, len(gamma)))


def m_step(
    points: npt.ArrayLike,
    responsibilities: npt.ArrayLike,
    covariance: str = "full",
    ridge: float = 0.0,
    *,
    weights: npt.ArrayLike | None = None,
) -> Mixture:
    """Fit every component to its share of the points (Bishop 2006, eq. 9.24 to 9.27).

    Parameters
    ----------
    points : array_like, shape (N, D)
    responsibilities : array_like, shape (N, K)
        Not negative; rows sum to 1.
    covariance : {"full", "tied", "diag", "spherical"}
        The constraint on the covariances, in scikit-learn's words.
    ridge : float
        Added to every covariance's diagonal, in squared data units. 0 is EM itself.
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`), not the mixture's weights: those are what comes
        out.

    Returns
    -------
    Mixture
        With ridge 0 a component that holds a single point, or points on a line, has a singular
        covariance here: that is what maximises the bound, and `gmm.tape.record_em` stops there.

    Raises
    ------
    ValueError
        If a shape or the constraint's name does not fit, if the ridge is not a number from 0 on,
        if responsibilities are negative or a row does not sum to 1 (to 1e-6), as
        `gmm.points.as_weights`, or if a component has no responsibility for any point that counts,
        so that it has no mean.
    """
    points = as_points(points)
    gamma = _as_responsibilities(responsibilities, len(points))
    check_ridge(ridge)
    constraint(covariance)
    return fit_components(points, gamma, covariance, ridge, as_weights(weights, len(points)))


def check_ridge(ridge: float) -> None:
    """Refuse a ridge that is not a number from 0 on."""
    if not 0 <= ridge < np.inf:
        raise ValueError(f"The ridge is {ridge}; it must be a number, 0 or more.")


def fit_components(
    points: FloatArray,
    responsibilities: FloatArray,
    covariance: str,
    ridge: float,
    weights: FloatArray | None,
) -> Mixture:
    """Fit components to points and responsibilities that have been checked (`m_step`)."""
    columns = np.ascontiguousarray(points.T)  # (D, N)
    gamma = np.ascontiguousarray(responsibilities.T)  # (K, N)
    weights = scale_weights(weights)
    moments = _from_features(columns, gamma, weights) if pay_off(columns) else None
    counts, means, scatters = moments or _from_residuals(columns, gamma, weights)
    proportions = counts / counts.sum()
    scatters = (scatters + scatters.transpose(0, 2, 1)) / 2  # exactly symmetric
    covariances = constraint(covariance).fit(scatters, proportions)
    if ridge > 0:
        covariances = covariances + ridge * np.eye(len(columns))
    return Mixture(proportions, means, covariances)


def lower_bound(
    points: npt.ArrayLike,
    responsibilities: npt.ArrayLike,
    mixture: Mixture,
    *,
    weights: npt.ArrayLike | None = None,
) -> float:
    """Lower bound F on the log-likelihood (Neal and Hinton 1998; Bishop 2006, eq. 9.71).

    F = sum_nk w_n gamma_nk (ln pi_k + ln N(x_n | mu_k, Sigma_k) - ln gamma_nk), w_n being 1 for
    points without weights: an E-step makes it touch the log-likelihood, an M-step raises it.

    Parameters
    ----------
    points : array_like, shape (N, D)
    responsibilities : array_like, shape (N, K)
        Not negative; rows sum to 1. Any such rows give a bound.
    mixture : Mixture
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`), not the mixture's weights.

    Returns
    -------
    float
        In nats, summed over the points, each as often as its weight says. -inf if a point that
        counts is given to a component that cannot have made it.

    Raises
    ------
    ValueError
        As `gmm.mixture.log_joint` and `gmm.points.as_weights`, or if the shape of the
        responsibilities does not fit.
    """
    joint = log_joint(points, mixture)
    gamma = np.asarray(responsibilities, dtype=np.float64)
    if gamma.shape != joint.shape:
        raise ValueError(
            f"Responsibilities must have shape {joint.shape}, one row for each point and one "
            f"column for each component, but their shape is {gamma.shape}."
        )
    taken = gamma > 0  # 0 times -inf is 0 here: a component does not miss what it does not own
    joint = np.where(taken, joint, 0.0)
    # scipy.special.xlogy would do, but takes longer to load than all of the engine.
    terms = gamma * (joint - np.log(np.where(gamma == 0, 1.0, gamma)))
    return weighted_sum(terms, as_weights(weights, len(terms)))


def _as_responsibilities(responsibilities: npt.ArrayLike, n: int) -> FloatArray:
    gamma = np.asarray(responsibilities, dtype=np.float64)
    if gamma.ndim != 2 or gamma.shape[0] != n or gamma.shape[1] == 0:
        raise ValueError(
            f"Responsibilities must have one row for each of the {n} points, but their shape is "
            f"{gamma.shape}."
        )
    # NaN fails either check.
    lowest, sums = gamma.min(axis=1), gamma.sum(axis=1)
    fine = (lowest >= 0) & (np.abs(sums - 1) <= 1e-6)
    if not fine.all():
        row = int(fine.argmin())
        mend = (
            f"sums to {sums[row]:.6g}, not to 1. Divide it by its sum."
            if lowest[row] >= 0
            else f"has {lowest[row]:g}. Responsibilities are numbers from 0 to 1."
        )
        raise ValueError(f"Row {row} of the responsibilities (from 0) {mend}")
    return gamma


def _from_features(
    columns: FloatArray, gamma: FloatArray, weights: FloatArray | None
) -> tuple[FloatArray, FloatArray, FloatArray] | None:
    """Take counts, means and scatters by one matrix product, or None if that costs digits."""
    d = len(columns)
    centre = np.add.reduce(columns, axis=1) / columns.shape[1]
    moments = np.zeros((len(gamma), 1 + d + d * d))
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):  # fails the check below
        for here, features in feature_blocks(columns, centre):
            moments += _weighted(gamma, weights, here) @ features.T
        counts, offsets, scatters, sound = read_moments(moments)
    return (counts, centre + offsets, scatters) if sound.all() else None


def read_moments(
    moments: FloatArray,
) -> tuple[FloatArray, FloatArray, FloatArray, npt.NDArray[np.bool_]]:
    """Read what responsibilities times features (`gmm.features`) add up to.

    Parameters
    ----------
    moments : ndarray, shape (K, 1 + D + D * D)
        Overwritten.

    Returns
    -------
    counts : ndarray, shape (K,)
    offsets : ndarray, shape (K, D)
        Means, as seen from the features' origin.
    scatters : ndarray, shape (K, D, D)
    sound : ndarray of bool, shape (K,)
        Whether the scatter has kept enough digits.
    """
    k, columns = moments.shape
    d = math.isqrt(columns - 1)
    counts = moments[:, 0].copy()
    moments /= counts[:, np.newaxis]
    offsets = moments[:, 1 : 1 + d]
    squares = moments[:, 1 + d :].reshape(k, d, d)
    scatters = squares - offsets[:, :, np.newaxis] * offsets[:, np.newaxis]
    # Each factor of the determinant is a column's mean square less what the mean and the columns
    # before it explain: the share left of their product tells how much cancelled.
    raw = np.multiply.reduce(squares.diagonal(axis1=1, axis2=2), axis=1)
    return counts, offsets, scatters, np.linalg.det(scatters) > TRUSTED * raw


def _from_residuals(
    columns: FloatArray, gamma: FloatArray, weights: FloatArray | None
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Take counts and means first, then scatters of what the means leave."""
    counts = np.add.reduce(gamma, axis=1) if weights is None else gamma @ weights
    if not counts.min() > 0:
        raise ValueError(
            f"Component {counts.argmin()} (from 0) is responsible for no point, so it has no mean. "
            f"Leave it out, or start it nearer to the data."
        )
    # Any point that counts as origin: the sums then lose nothing to data far from zero.
    first = 0 if weights is None else weights.argmax()
    origin = columns[:, first : first + 1]
    offsets = columns - origin
    if weights is not None:
        offsets *= weights
    means = origin.T + gamma @ offsets.T / counts[:, np.newaxis]
    left = np.zeros_like(means)
    scatters = np.zeros((*means.shape, len(columns)))
    for here, residuals in residual_blocks(columns, means):
        shares = _weighted(gamma, weights, here)
        weighted = shares[:, np.newaxis] * residuals
        left += np.add.reduce(weighted, axis=2)
        scatters += weighted @ residuals.transpose(0, 2, 1)
    # The origin may be an outlier that costs the other means their digits: what residuals leave
    # over gives them back.
    left /= counts[:, np.newaxis]
    scatters /= counts[:, np.newaxis, np.newaxis]
    scatters -= left[:, :, np.newaxis] * left[:, np.newaxis]
    return counts, means + left, scatters


def _weighted(gamma: FloatArray, weights: FloatArray | None, here: slice) -> FloatArray:
    """Responsibilities (K, points in the block), as often as their points count."""
    return gamma[:, here] if weights is None else gamma[:, here] * weights[here]
