"""Seconds an iteration against N, D and K, beside what the theory says of them."""

import time
from collections.abc import Sequence
from typing import Any, NamedTuple

from gmm.covariance import COVARIANCES
from gmm.operations import count_as_written, count_in_theory
from gmm.timing import Slope, Timing, fit_slope, time_constraints

BASE = {"n": 16_384, "d": 2, "k": 3}
# What is varied, in which sizes, beside which others: with many dimensions fewer points are enough.
SWEEPS: dict[str, tuple[dict[str, int], tuple[int, ...]]] = {
    "n": (BASE, (256, 1_024, 4_096, 16_384, 65_536, 262_144)),
    "d": ({**BASE, "n": 2_048}, (4, 8, 16, 32, 64)),
    "k": ({**BASE, "n": 4_096}, (1, 2, 4, 8, 16, 32)),
}
FITTED = 4  # of the largest sizes: with small ones, fixed costs hide how the time grows
BUDGET = 0.15  # seconds of a part, but for the least number of rounds


class Growth(NamedTuple):
    """How the seconds grow under one constraint.

    Attributes
    ----------
    covariance : str
    sizes : list of int
        Those that have been measured so far.
    seconds : list of float
        An iteration's.
    measured : Slope or None
        Of the largest sizes; None before there are two.
    theory, written : float or None
        The slopes of the multiplications that the theory counts and that this engine does, over
        the same sizes.
    """

    covariance: str
    sizes: list[int]
    seconds: list[float]
    measured: Slope | None
    theory: float | None
    written: float | None


def list_sizes(vary: str) -> list[tuple[int, int, int]]:
    """List the sizes of a sweep as N, D and K.

    Parameters
    ----------
    vary : {"n", "d", "k"}
    """
    others, sizes = SWEEPS[vary]
    filled = [others | {vary: size} for size in sizes]
    return [(each["n"], each["d"], each["k"]) for each in filled]


def measure(n: int, d: int, k: int, budget: float) -> tuple[list[Timing], float]:
    """Time the constraints for one size: a job for a worker.

    Returns
    -------
    timings : list of Timing
        As `gmm.timing.time_constraints`.
    when : float
        The clock's seconds as it ended, since 1970.
    """
    return time_constraints(n, d, k, budget), time.time()


def follow_growth(vary: str, results: Sequence[Sequence[Timing] | None]) -> list[Growth]:
    """Put timings of a sweep in order and fit how they grow.

    Parameters
    ----------
    vary : {"n", "d", "k"}
    results : sequence
        Of each size what `gmm.timing.time_constraints` gave, None where it is not there yet.

    Returns
    -------
    list of Growth
        One a constraint.
    """
    known = [timing for timings in results if timings for timing in timings]
    return [_grow(vary, covariance, known) for covariance in COVARIANCES]


def _grow(vary: str, covariance: str, known: Sequence[Timing]) -> Growth:
    mine = sorted(
        (timing for timing in known if timing.covariance == covariance),
        key=lambda timing: _size(timing, vary),
    )
    sizes = [_size(timing, vary) for timing in mine]
    seconds = [timing.seconds for timing in mine]
    if len(mine) < 2:
        return Growth(covariance, sizes, seconds, None, None, None)
    last = mine[-FITTED:]
    theory = [count_in_theory(each.n, each.d, each.k, covariance) for each in last]
    written = [count_as_written(each.n, each.d, each.k) for each in last]
    return Growth(
        covariance,
        sizes,
        seconds,
        fit_slope(sizes[-FITTED:], seconds[-FITTED:]),
        fit_slope(sizes[-FITTED:], theory).power,
        fit_slope(sizes[-FITTED:], written).power,
    )


def _size(timing: Timing, vary: str) -> int:
    size: Any = getattr(timing, vary)
    return int(size)
