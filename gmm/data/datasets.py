"""The data sets that come with the app: name -> recipe -> data set.

Some are bundled (gmm/data/bundled.py), others are drawn by chance (gmm/data/generators.py), most of
those from mixtures that are known, so that what a run finds can be held against the truth. The
names stand in the list to choose from and in links: they stay.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from gmm.data.bundled import SHELVES, read_frequencies, read_labels, read_points
from gmm.data.generators import GENERATORS, Knob, generate, write_title
from gmm.data.opening import Opening
from gmm.limits import MAX_N as MAX_N
from gmm.limits import MIN_N as MIN_N
from gmm.mixture import Mixture
from gmm.points import FloatArray, IntArray

DEFAULT_N = 300


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
        What each point is known to be: where its kind stands in `label_names`, and the component
        of `truth` that it was drawn from, if there is one. -1 where it is not known. Read-only.
    truth : Mixture or None
        The mixture that the points were drawn from, where there is one. Read-only.
    note : str
        One line on what to look for.
    label_names : tuple of str
        The kinds that `labels` tell apart; empty where there are no labels.
    source : str
        One line on where the points come from; "" where that is the person who brought them.
    frequencies : ndarray, shape (N,), or None
        How often each point was counted, where that is not once. Read-only.
    half_seen : ndarray, shape (M, D), or None
        Rows that are no points, since they have numbers in some of the columns only: NaN in the
        others. Read-only. For the page on missing values; whatever else takes points goes by
        without them.
    half_seen_frequencies : ndarray, shape (M,), or None
        Theirs, where the points have frequencies. Read-only.
    """

    points: FloatArray
    columns: tuple[str, ...]
    units: tuple[str, ...]
    title: str
    rows: str
    labels: IntArray | None
    truth: Mixture | None
    note: str
    label_names: tuple[str, ...] = ()
    source: str = ""
    frequencies: FloatArray | None = None
    half_seen: FloatArray | None = None
    half_seen_frequencies: FloatArray | None = None


class Recipe(NamedTuple):
    """How to come by a data set.

    Attributes
    ----------
    generated : bool
        Whether n and seed make a difference.
    make : callable
        `make(n, seed, **knobs)` gives the `Dataset`. A generated one is the same each time, takes n
        from `MIN_N` to `MAX_N`, a seed from 0 on and its knobs' values by their names, and raises
        ValueError for others; a bundled one ignores n and seed.
    opening : Opening
        What it opens with.
    knobs : tuple of Knob
        What else can be set; none of a bundled one.
    """

    generated: bool
    make: Callable[..., Dataset]
    opening: Opening
    knobs: tuple[Knob, ...] = ()


def waiting(n: int = DEFAULT_N, seed: int = 0) -> Dataset:
    """Old Faithful's 272 waiting times alone, in minutes: a single column with two humps."""
    return _take_bundled("Waiting times", n, seed)


def _take_bundled(name: str, n: int = DEFAULT_N, seed: int = 0) -> Dataset:
    shelf = SHELVES[name]
    labels, label_names = read_labels(shelf)
    return Dataset(
        points=read_points(shelf),
        columns=shelf.columns,
        units=shelf.units,
        title=shelf.title or name,
        rows=shelf.rows,
        labels=labels,
        truth=None,
        note=shelf.note,
        label_names=label_names,
        source=shelf.source,
        frequencies=read_frequencies(shelf),
    )


def _generate(name: str, n: int = DEFAULT_N, seed: int = 0, **knobs: float) -> Dataset:
    points, labels, label_names, truth = generate(name, n, seed, **knobs)
    return Dataset(
        points=points,
        columns=("x", "y")[: points.shape[1]],
        units=("", "")[: points.shape[1]],
        title=write_title(name, **knobs),
        rows="points",
        labels=labels,
        truth=truth,
        note=GENERATORS[name].note,
        label_names=label_names,
        source="Drawn by chance, from the seed.",
    )


DATASETS: dict[str, Recipe] = {
    **{
        name: Recipe(False, partial(_take_bundled, name), shelf.opening)
        for name, shelf in SHELVES.items()
    },
    **{
        name: Recipe(True, partial(_generate, name), generator.opening, generator.knobs)
        for name, generator in GENERATORS.items()
    },
}
