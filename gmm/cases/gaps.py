"""Penguins with four measurements each, of which some are knocked out on purpose.

From assets/data/penguin_bodies.csv (R: penguins in palmerpenguins); assets/data/SOURCES.md tells of
its columns.
"""

import csv
from functools import cache
from typing import NamedTuple

import numpy as np

from gmm.files import ASSETS
from gmm.holes import BoolArray, make_holes
from gmm.points import FloatArray, IntArray

COLUMNS = ("bill length", "bill depth", "flipper length", "body mass")
UNITS = ("mm", "mm", "mm", "g")
SPECIES = ("Adelie", "Chinstrap", "Gentoo")
SOURCE = "Gorman, Williams and Fraser (2014), PLoS ONE 9(3), e90081; R: penguins in palmerpenguins."
MOST_CELLS = len(COLUMNS) - 1  # that a row may lose: one stays


class Penguins(NamedTuple):
    """The table; its arrays are read-only.

    Attributes
    ----------
    points : ndarray, shape (342, 4)
        `COLUMNS`, in `UNITS`.
    species : ndarray of int, shape (342,)
        Places in `SPECIES`.
    """

    points: FloatArray
    species: IntArray


@cache
def read_penguins() -> Penguins:
    """Give the table, the same one every time."""
    with (ASSETS / "data" / "penguin_bodies.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    table = Penguins(
        points=np.array([[float(row[name]) for name in COLUMNS] for row in rows]),
        species=np.array([SPECIES.index(row["species"]) for row in rows]),
    )
    for array in table:
        array.setflags(write=False)
    return table


def knock_out(
    points: FloatArray, share: float, mechanism: str, seed: int, cells: int = 1
) -> BoolArray:
    """Choose cells to hide in all columns.

    Parameters
    ----------
    points : ndarray, shape (N, D)
        Complete.
    share : float
        Of the rows, how many lose cells.
    mechanism : str
        Why a row loses its first cell (`gmm.holes.make_holes`).
    seed : int
    cells : int
        How many each of these rows loses, from 1 to D - 1.

    Returns
    -------
    ndarray of bool, shape (N, D)
        The cells after the first are taken by chance, but never the one in the column after it: it
        is what the mechanism "by the other column" goes by, and holes are at random only while
        that can be seen.
    """
    d = points.shape[1]
    if not 1 <= cells < d:
        raise ValueError(f"A row of {d} cells loses {cells}; it must be from 1 to {d - 1}.")
    holes = make_holes(points, share, mechanism, seed, range(d))
    if cells == 1:
        return holes
    rows, firsts = np.nonzero(holes)
    luck = np.random.default_rng([seed, cells]).random((len(rows), d))
    at = np.arange(len(rows))
    luck[at, firsts] = luck[at, (firsts + 1) % d] = np.inf
    more = np.argsort(luck, axis=1)[:, : cells - 1]
    holes[rows[:, np.newaxis], more] = True
    return holes
