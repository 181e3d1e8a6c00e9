"""The data sets that come with the app: name -> recipe -> data set.

Two are bundled (assets/data, with where they came from), three are drawn from known mixtures, so
that what a run finds can be held against the truth. The names stand in the list to choose from
and in links: they stay.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from gmm.mixture import Mixture, sample
from gmm.points import FloatArray, IntArray

DEFAULT_N = 300
MIN_N = 10
MAX_N = 5000

_DATA = Path(__file__).resolve().parent.parent / "assets" / "data"


class Dataset(NamedTuple):
    """Points, and the words to speak of them: "Old Faithful, 272 eruptions" is title, N and rows.

    Attributes
    ----------
    points : ndarray, shape (N, D)
        Read-only, in the columns' units.
    columns : tuple of str
        A name for each column.
    units : tuple of str
        A unit for each column, "" where there is none.
    title : str
        What the data are.
    rows : str
        What a row is, in the plural.
    labels : ndarray of int, shape (N,), or None
        The component of `truth` that each point was drawn from, where it is known. Read-only.
    truth : Mixture or None
        The mixture that the points were drawn from, where there is one. Read-only.
    note : str
        One line on what to look for.
    """

    points: FloatArray
    columns: tuple[str, ...]
    units: tuple[str, ...]
    title: str
    rows: str
    labels: IntArray | None
    truth: Mixture | None
    note: str


class Recipe(NamedTuple):
    """How to come by a data set.

    Attributes
    ----------
    generated : bool
        Whether n and seed make a difference.
    make : callable
        `make(n, seed)` gives the `Dataset`. A generated one is the same each time, takes n from
        `MIN_N` to `MAX_N` and a seed from 0 on, and raises ValueError for others; a bundled one
        ignores both.
    """

    generated: bool
    make: Callable[[int, int], Dataset]


def old_faithful(n: int = DEFAULT_N, seed: int = 0) -> Dataset:
    """Old Faithful's 272 eruptions: how long each lasted and the wait after it, both in minutes."""
    return Dataset(
        points=_faithful(),
        columns=("eruptions", "waiting"),
        units=("minutes", "minutes"),
        title="Old Faithful",
        rows="eruptions",
        labels=None,
        truth=None,
        note="Short eruptions precede short waits, long ones long waits; few lie between.",
    )


def waiting(n: int = DEFAULT_N, seed: int = 0) -> Dataset:
    """Old Faithful's 272 waiting times alone, in minutes: a single column with two humps."""
    return Dataset(
        points=_faithful()[:, 1:],
        columns=("waiting",),
        units=("minutes",),
        title="Old Faithful",
        rows="waiting times",
        labels=None,
        truth=None,
        note="Two humps, near 55 and 80 minutes; a wait between them could belong to either.",
    )


def blobs(n: int = DEFAULT_N, seed: int = 0) -> Dataset:
    """Three round clusters of one size, close enough to touch."""
    truth = Mixture(
        weights=np.full(3, 1 / 3),
        means=np.array([[-2.5, -1.5], [2.5, -1.5], [0.0, 2.5]]),
        covariances=np.array([np.eye(2)] * 3),
    )
    note = "Soft and hard agree nearly everywhere; look at the points between two clusters."
    return _draw(truth, n, seed, "Three round clusters", note)


def elongated(n: int = DEFAULT_N, seed: int = 0) -> Dataset:
    """Three long clusters, two lying side by side and one across their ends."""
    truth = Mixture(
        weights=np.array([0.4, 0.35, 0.25]),
        means=np.array([[-1.5, 1.2], [1.0, -1.6], [4.5, 2.0]]),
        covariances=np.array(
            [_ellipse(2.2, 0.4, 30), _ellipse(2.2, 0.4, 15), _ellipse(1.6, 0.4, -60)]
        ),
    )
    note = "k-means cuts the long clusters across; EM with full covariances follows them."
    return _draw(truth, n, seed, "Elongated clusters", note)


def unequal(n: int = DEFAULT_N, seed: int = 0) -> Dataset:
    """One wide, heavy cluster beside two small, tight ones."""
    truth = Mixture(
        weights=np.array([0.6, 0.2, 0.2]),
        means=np.array([[0.0, 0.0], [4.5, 2.0], [4.5, -2.0]]),
        covariances=np.array([1.8**2 * np.eye(2), 0.4**2 * np.eye(2), 0.4**2 * np.eye(2)]),
    )
    note = "k-means gives the wide cluster's edge to the tight ones beside it; EM does not."
    return _draw(truth, n, seed, "Unequal clusters", note)


DATASETS: dict[str, Recipe] = {
    "Old Faithful": Recipe(generated=False, make=old_faithful),
    "Waiting times": Recipe(generated=False, make=waiting),
    "Round clusters": Recipe(generated=True, make=blobs),
    "Elongated clusters": Recipe(generated=True, make=elongated),
    "Unequal clusters": Recipe(generated=True, make=unequal),
}


@cache
def _faithful() -> FloatArray:
    """(272, 2), read-only: one array is shared by all who ask."""
    points = np.loadtxt(_DATA / "old_faithful.csv", delimiter=",", skiprows=1)
    points.setflags(write=False)
    return points


def _draw(truth: Mixture, n: int, seed: int, title: str, note: str) -> Dataset:
    if not MIN_N <= n <= MAX_N:
        raise ValueError(f"Expected {MIN_N} to {MAX_N} points, got n = {n}.")
    if seed < 0:
        raise ValueError(f"Expected a seed of 0 or more, got {seed}.")
    points, labels = sample(truth, n, seed)
    # `sample` groups its points by component: a table in that order would give the answer away,
    # and the component drawn last would cover the others. [seed, n] is a stream of its own.
    order = np.random.default_rng([seed, n]).permutation(n)
    points, labels = points[order], labels[order]
    for array in (points, labels, *truth):
        array.setflags(write=False)
    return Dataset(
        points=points,
        columns=("x", "y"),
        units=("", ""),
        title=title,
        rows="points",
        labels=labels,
        truth=truth,
        note=note,
    )


def _ellipse(long: float, short: float, degrees: float) -> FloatArray:
    """(2, 2) covariance with these standard deviations, the long axis turned against the x axis."""
    angle = np.deg2rad(degrees)
    axes = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    covariance: FloatArray = axes @ np.diag([long**2, short**2]) @ axes.T
    # The products' rounding can leave the two off-diagonal entries a last bit apart.
    return (covariance + covariance.T) / 2
