"""Timing: how long an iteration of EM takes on this machine, and how that grows.

What is measured is one M-step and the E-step after it, without what a tape keeps. Times are of the
clock, so whatever else a machine does is in them: a median of many rounds leaves out the worst.
"""

import math
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from gmm.covariance import COVARIANCES
from gmm.em import fit_components
from gmm.mixture import measure_joint, normalise
from gmm.points import FloatArray

LEAST_ROUNDS = 3


class Timing(NamedTuple):
    """How long an iteration takes for one size.

    Attributes
    ----------
    n, d, k : int
        Points, dimensions and components.
    covariance : {"full", "tied", "diag", "spherical"}
    seconds : float
        The median of the rounds.
    rounds : int
        How many iterations were timed.
    """

    n: int
    d: int
    k: int
    covariance: str
    seconds: float
    rounds: int


class Slope(NamedTuple):
    """A straight line through logarithms: seconds grow with size to the power of `power`.

    Attributes
    ----------
    power : float
    error : float
        Standard error of the power; NaN with two sizes, whose line leaves nothing over.
    seconds : float
        What the line says of the largest size.
    """

    power: float
    error: float
    seconds: float


def time_constraints(
    n: int,
    d: int,
    k: int,
    budget: float,
    clock: Callable[[], float] = time.perf_counter,
) -> list[Timing]:
    """Time an iteration under every constraint, on the same points.

    Parameters
    ----------
    n, d, k : int
        Points, dimensions and components.
    budget : float
        Seconds of all rounds together, but for the least that a median needs.
    clock : callable
        Gives seconds.

    Returns
    -------
    list of Timing
        In the order of `COVARIANCES`. The constraints take turns, so that a busy moment of the
        machine meets all of them.
    """
    points, gamma = draw_work(n, d, k)
    taken: dict[str, list[float]] = {covariance: [] for covariance in COVARIANCES}
    for covariance in COVARIANCES:  # memory and caches are warm when the first one counts
        iterate(points, gamma, covariance)
    end = clock() + budget
    while min(map(len, taken.values())) < LEAST_ROUNDS or clock() < end:
        for covariance, seconds in taken.items():
            begin = clock()
            iterate(points, gamma, covariance)
            seconds.append(clock() - begin)
    return [
        Timing(n, d, k, covariance, float(np.median(seconds)), len(seconds))
        for covariance, seconds in taken.items()
    ]


def draw_work(n: int, d: int, k: int) -> tuple[FloatArray, FloatArray]:
    """Draw points and responsibilities for an iteration: which, is no matter for its time.

    Parameters
    ----------
    n, d, k : int
        Points, dimensions and components.

    Returns
    -------
    points : ndarray, shape (N, D)
        Columns contiguous, as a run has them.
    responsibilities : ndarray, shape (N, K)
    """
    rng = np.random.default_rng(0)
    points = np.asfortranarray(rng.standard_normal((n, d)))
    gamma = rng.dirichlet(np.ones(k), n)
    return points, np.asfortranarray(gamma)


def iterate(points: FloatArray, responsibilities: FloatArray, covariance: str) -> FloatArray:
    """Take one M-step and the E-step after it.

    Parameters
    ----------
    points : ndarray, shape (N, D)
    responsibilities : ndarray, shape (N, K)
    covariance : {"full", "tied", "diag", "spherical"}

    Returns
    -------
    ndarray, shape (N, K)
        The new responsibilities.
    """
    mixture = fit_components(points, responsibilities, covariance, 0.0, None)
    joint = measure_joint(points, mixture)
    return normalise(joint, mixture.weights, out=joint)[0]


def fit_slope(sizes: Sequence[float], seconds: Sequence[float]) -> Slope:
    """Fit by least squares how seconds grow with size, in logarithms.

    Parameters
    ----------
    sizes, seconds : sequence of float
        More than 0; at least two different sizes.

    Raises
    ------
    ValueError
        If there are not two different sizes, or a number is not above 0.
    """
    if len(set(sizes)) < 2 or min(*sizes, *seconds) <= 0:
        raise ValueError(
            "A slope needs two different sizes at least, and all numbers have to be above 0."
        )
    x, y = np.log(sizes), np.log(seconds)
    away = x - x.mean()
    square = float(away @ away)
    power = float(away @ y) / square
    left = y - y.mean() - power * away
    free = len(x) - 2
    error = math.sqrt(float(left @ left) / free / square) if free else math.nan
    return Slope(power, error, math.exp(float(y.mean()) + power * float(away.max())))
