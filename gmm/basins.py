"""Basins: runs that end in the same solution, whatever the order of its components.

Two ends are the same solution where their log-likelihoods are nearly equal, and their components,
once matched, nearly coincide. How nearly is told by the affinity of the mixtures' joint densities
of point and component: it knows weights, means in standard deviations and shapes, and no units.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gmm.climbs import Climb
from gmm.pairing import measure_affinities, pair_components

NEAR = 0.05  # nats: of runs that each have less than 1e-3 still to gain
# What affinity may lack to 1. All means a tenth of a standard deviation away lack 1.2e-3; on the
# data of the app, runs to one solution lack up to 2e-4, and the nearest two solutions 2e-3.
ALIKE = 1e-3


class Basin(NamedTuple):
    """Runs that end in one solution.

    Attributes
    ----------
    log_likelihood : float
        Of its best run, in nats.
    runs : tuple of int
        Their places among all runs, from 0; the best one first.
    """

    log_likelihood: float
    runs: tuple[int, ...]


class Basins(NamedTuple):
    """How runs have ended.

    Attributes
    ----------
    basins : tuple of Basin
        The best one first.
    collapsed : tuple of int
        Runs in which a component collapsed: they have no maximum to end at.
    unfinished : tuple of int
        Runs that were stopped by the limit of iterations at a place where no other run ended.
    """

    basins: tuple[Basin, ...]
    collapsed: tuple[int, ...]
    unfinished: tuple[int, ...]

    @property
    def number(self) -> int:
        """How many runs there are."""
        ended = sum(len(basin.runs) for basin in self.basins)
        return ended + len(self.collapsed) + len(self.unfinished)

    @property
    def seen_once(self) -> int:
        """How many basins a single run has found."""
        return sum(len(basin.runs) == 1 for basin in self.basins)


def find_basins(ends: Sequence[Climb]) -> Basins:
    """Sort runs by where they ended.

    Parameters
    ----------
    ends : sequence of Climb
        On the same points, with the same K.

    Returns
    -------
    Basins
    """
    collapsed = tuple(i for i, end in enumerate(ends) if end.stopped == "collapsed")
    finished = [i for i, end in enumerate(ends) if end.stopped in ("converged", "identical")]
    limited = [i for i, end in enumerate(ends) if end.stopped == "max_iterations"]
    groups: list[list[int]] = []
    # The best first: each basin is told by its best run. Who was stopped early makes none.
    for run in sorted(finished, key=lambda run: -ends[run].log_likelihood):
        found = _find_home(ends, groups, run)
        if found is None:
            groups.append([run])
        else:
            found.append(run)
    unfinished = []
    for run in limited:
        found = _find_home(ends, groups, run)
        if found is None:
            unfinished.append(run)
        else:
            found.append(run)
    basins = tuple(Basin(ends[runs[0]].log_likelihood, tuple(runs)) for runs in groups)
    return Basins(basins, collapsed, tuple(unfinished))


def is_same(one: Climb, other: Climb) -> bool:
    """Whether two runs ended in the same solution.

    Parameters
    ----------
    one, other : Climb
    """
    if abs(one.log_likelihood - other.log_likelihood) > NEAR:
        return False
    affinities = measure_affinities(one.mixture, other.mixture)
    pairs = pair_components(affinities)
    lacking = 1 - affinities[np.arange(len(pairs)), pairs].sum()
    return bool(lacking <= ALIKE)


def _find_home(ends: Sequence[Climb], groups: list[list[int]], run: int) -> list[int] | None:
    return next((runs for runs in groups if is_same(ends[runs[0]], ends[run])), None)
