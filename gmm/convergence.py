"""Convergence: how much log-likelihood EM would still gain if it went on.

Near a maximum EM is a linear map: each iteration multiplies what is left by the share of
information that is missing, since nobody knows which component made which point (Dempster, Laird
and Rubin 1977). That matrix can be written down (Louis 1982) wherever EM stands, and followed as
far ahead as one likes without taking an iteration. Small gains alone tell nothing: on a plateau
they shrink first and grow then, and such a direction has an eigenvalue above 1 here, however short
the steps still are.
"""

import numpy as np

from gmm.information import Information, measure_information, move
from gmm.mixture import Mixture, measure_joint, normalise
from gmm.points import FloatArray, total_weight

TOLERANCE = 5e-4  # nats: what is still to gain does not change the third decimal
ROUNDING = 1e-13  # of the log-likelihood: gains that are no more than its last digits
PATIENCE = 8  # the rest is not estimated again before the run is an eighth longer
DOUBLINGS = 12  # it is followed 2^12 iterations ahead
LOOKS = 8  # from where the one before ended: on the way to a maximum two or three are enough
NEGLIGIBLE = 1e-3  # of what is asked for: a look that finds less is the last
TOLD = 0.1  # nats: what is asked for where nothing is said
ALIKE = 1e-12  # of a standard deviation: components that differ by rounding only


def check_tolerance(tolerance: float) -> None:
    """Refuse a tolerance that is not a number from 0 on."""
    if not 0 <= tolerance < np.inf:
        raise ValueError(f"The tolerance is {tolerance}; it must be a number, 0 or more.")


def check_iterations(most: int) -> None:
    """Refuse a limit that is not a whole number from 0 on."""
    if not (isinstance(most, int | np.integer) and most >= 0):
        raise ValueError(f"The most iterations are {most}; that must be a whole number, 0 or more.")


def lift(tolerance: float, log_likelihood: float) -> float:
    """What counts as no gain, in nats: the tolerance, or what rounding leaves to be seen."""
    return max(tolerance, ROUNDING * abs(log_likelihood))


def wait(iteration: int) -> int:
    """The iteration at which the rest is worth an estimate again, after one in vain."""
    return iteration + 1 + iteration // PATIENCE


def foresee(
    points: FloatArray,
    responsibilities: FloatArray,
    mixture: Mixture,
    before: Mixture | None,
    covariance: str = "full",
    ridge: float = 0.0,
    weights: FloatArray | None = None,
    worth: float = np.inf,
) -> tuple[bool, float]:
    """Look ahead from where a run stands.

    Parameters
    ----------
    points, responsibilities, mixture, covariance, ridge, weights, worth
        As of `estimate_rest`.
    before : Mixture or None
        The mixture an iteration earlier.

    Returns
    -------
    apart : bool
        Whether no two components are alike (`merge_identical`).
    rest : float
        What EM would still gain (`estimate_rest`).
    """
    merged, shares = merge_identical(mixture, responsibilities)
    if before is not None and all(map(np.array_equal, mixture, before)):
        return merged is mixture, 0.0
    rest = estimate_rest(points, shares, merged, covariance, ridge, weights, worth)
    return merged is mixture, rest


# Where a component has next to no weight numbers are out of reach, and nothing is foreseen.
@np.errstate(over="ignore", divide="ignore", invalid="ignore")
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
        if gain <= NEGLIGIBLE * min(worth, TOLD):
            return rest
        before = gain
        ahead = move(mixture, way, covariance)
        if ahead is None:
            return np.inf
        mixture = ahead
        responsibilities, _ = normalise(measure_joint(points, mixture), mixture.weights)
    return np.inf


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
    missing, score, rate, step = information
    way, power = step.copy(), rate
    for _ in range(DOUBLINGS):
        way += power @ way
        power = power @ power  # overflows in a direction that grows
    return way, float(score @ way + way @ (missing @ way - way) / 2)
