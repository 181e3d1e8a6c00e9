"""Undecided points are pies, as on the stage (assets/stage/pies.js).

A slice for each component, as large as its responsibility, clockwise from 12 o'clock.
"""

import json
import math
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gmm.files import ASSETS
from gmm.points import FloatArray
from gmm.ui.takeaway.geometry import MARKS

_LOOK = json.loads((ASSETS / "look.json").read_text("utf-8"))["pies"]
BELOW: float = _LOOK["below"]  # the largest responsibility of an undecided point
LEAST: float = _LOOK["least"]  # responsibility that a slice is cut for

SECTORS = 96


class Slice(NamedTuple):
    """A component's part of a pie, in sectors from 12 o'clock."""

    component: int
    begin: int
    end: int


def find_undecided(gamma: FloatArray) -> npt.NDArray[np.bool_]:
    """Tell which points' responsibilities (N, K) leave room for doubt."""
    undecided: npt.NDArray[np.bool_] = gamma.max(axis=1) < BELOW
    return undecided


def cut_pie(shares: FloatArray) -> list[Slice]:
    """Cut a point's responsibilities (K,) into slices, but for those too narrow to be seen."""
    kept = np.flatnonzero(shares >= LEAST)
    ends = np.cumsum(shares[kept])
    edges = [0, *np.floor(SECTORS * ends / ends[-1] + 0.5).astype(int).tolist()]
    slices = map(Slice, kept.tolist(), edges, edges[1:])
    return [each for each in slices if each.end > each.begin]


@cache
def outline_slice(mark: int, begin: int, end: int) -> FloatArray:
    """Outline a slice of a mark as large as a disc of radius 1, with its tip in the middle.

    Parameters
    ----------
    mark : int
        Of `MARKS`.
    begin, end : int
        In sectors.

    Returns
    -------
    ndarray, shape (corners, 2)
        Closed, downwards; of a whole pie the mark itself.
    """
    outline = MARKS[mark % len(MARKS)] / 6.5
    if end - begin == SECTORS:
        return outline
    turns, places, needed = _walk_around(mark % len(MARKS))
    ends = turns[:, np.newaxis] == [begin / SECTORS, end / SECTORS]
    between = needed & (turns > begin / SECTORS) & (turns < end / SECTORS)
    return np.vstack([np.zeros(2), places[between | ends.any(axis=1)], np.zeros(2)])


@cache
def _walk_around(mark: int) -> tuple[FloatArray, FloatArray, npt.NDArray[np.bool_]]:
    """Turns from 12 o'clock, and where the way out from the middle leaves a mark there.

    At all of its corners, and where sectors meet; and which of these the outline needs.
    """
    outline = MARKS[mark] / 6.5
    starts, sides = outline[:-1], np.diff(outline, axis=0)
    own = np.arctan2(starts[:, 0], -starts[:, 1]) / (2 * math.pi) % 1
    if len(own) > 16:  # a disc, whose corners are no corners
        own = np.arange(0, SECTORS, 4) / SECTORS
    turns = np.unique(np.concatenate([own, np.arange(SECTORS + 1) / SECTORS]))
    ways = np.column_stack([np.sin(2 * math.pi * turns), -np.cos(2 * math.pi * turns)])
    # Each way (rows) meets each side (columns): start + along * side = far * way.
    across = np.outer(ways[:, 1], sides[:, 0]) - np.outer(ways[:, 0], sides[:, 1])
    parallel = np.abs(across) < 1e-12
    across[parallel] = 1.0
    along = (np.outer(ways[:, 0], starts[:, 1]) - np.outer(ways[:, 1], starts[:, 0])) / across
    far = (sides[:, 0] * starts[:, 1] - sides[:, 1] * starts[:, 0]) / across
    met = ~parallel & (along > -1e-9) & (along < 1 + 1e-9)
    places = np.where(met, far, 0.0).max(axis=1)[:, np.newaxis] * ways
    return turns, places, np.isin(turns, own)
