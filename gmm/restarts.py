"""Restarts: what keeping the best of n runs is worth.

Runs from fresh seeds are independent: each reaches the best solution with the same probability p,
so all n miss it with (1 - p)^n. Drawing n of the runs that were made, without putting them back,
would ask about a list that is known already. What is not known is p: the share of the runs that
reached it tells, within limits.
"""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gmm.intervals import estimate_share
from gmm.points import FloatArray

SURE = 0.99  # of reaching the best solution at least once


class Reach(NamedTuple):
    """How often runs have reached a solution.

    Attributes
    ----------
    hits, runs : int
    share : float
        Of the runs.
    low, high : float
        What the probability may be, with a confidence of 95 %.
    """

    hits: int
    runs: int
    share: float
    low: float
    high: float


def measure_reach(hits: int, runs: int) -> Reach:
    """Estimate how likely a run is to reach a solution.

    Parameters
    ----------
    hits : int
        How many runs reached it.
    runs : int
        How many there were, at least one.

    Returns
    -------
    Reach
        With the limits of Wilson (1927), which mean something for no hits and for hits only, too.
    """
    return Reach(hits, runs, *estimate_share(hits, runs))


def measure_miss(share: float, runs: npt.ArrayLike) -> FloatArray:
    """Give the probability that all of n runs miss a solution.

    Parameters
    ----------
    share : float
        How likely a run is to reach it.
    runs : array_like of int
        n.
    """
    missed: FloatArray = (1.0 - share) ** np.asarray(runs, dtype=np.float64)
    return missed


def count_runs(share: float, sure: float = SURE) -> float:
    """Count the runs after which a solution is reached at least once, as surely as is asked.

    Parameters
    ----------
    share : float
        How likely a run is to reach it.
    sure : float
        Between 0 and 1.

    Returns
    -------
    float
        A whole number, or infinite.
    """
    if share <= 0:
        return math.inf
    if share >= 1:
        return 1.0
    # A hair less: of a share of 0.9, two runs are enough, whatever rounding says.
    return float(max(1, math.ceil(math.log(1 - sure) / math.log1p(-share) - 1e-9)))
