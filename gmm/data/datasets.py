"""The data sets that come with the app: name -> recipe -> data set.

Some are bundled (assets/data, with where they came from), others are drawn by chance
(gmm/data/generators.py), most of those from mixtures that are known, so that what a run finds can
be held against the truth. The names stand in the list to choose from and in links: they stay.
"""

import csv
from collections.abc import Callable
from functools import cache, partial
from typing import NamedTuple

import numpy as np

from gmm.data.generators import GENERATORS, Knob, generate, in_words
from gmm.files import ASSETS
from gmm.limits import MAX_N as MAX_N
from gmm.limits import MIN_N as MIN_N
from gmm.mixture import Mixture
from gmm.points import FloatArray, IntArray

DEFAULT_N = 300

_DATA = ASSETS / "data"


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
    knobs : tuple of Knob
        What else can be set; none of a bundled one.
    """

    generated: bool
    make: Callable[..., Dataset]
    knobs: tuple[Knob, ...] = ()


def old_faithful(n: int = DEFAULT_N, seed: int = 0) -> Dataset:
    """Old Faithful's 272 eruptions: how long each lasted and the wait after it, both in minutes."""
    return _bundled("Old Faithful", n, seed)


def waiting(n: int = DEFAULT_N, seed: int = 0) -> Dataset:
    """Old Faithful's 272 waiting times alone, in minutes: a single column with two humps."""
    return _bundled("Waiting times", n, seed)


class _Shelf(NamedTuple):
    """Where a bundled set is, and what there is to say of it."""

    file: str
    columns: tuple[str, ...]
    units: tuple[str, ...]
    rows: str
    note: str
    source: str
    title: str = ""
    labels: tuple[str, ...] = ()  # columns that together tell the kind
    kinds: tuple[tuple[str, str], ...] = ()  # what they hold, and in words
    frequencies: str = ""


_SHELVES: dict[str, _Shelf] = {
    "Old Faithful": _Shelf(
        file="old_faithful",
        columns=("eruptions", "waiting"),
        units=("minutes", "minutes"),
        rows="eruptions",
        note="Short eruptions precede short waits, long ones long waits; few lie between.",
        source="Härdle (1991), Smoothing Techniques; R: faithful in datasets.",
    ),
    "Waiting times": _Shelf(
        file="old_faithful",
        columns=("waiting",),
        units=("minutes",),
        title="Old Faithful",
        rows="waiting times",
        note="Two humps, near 55 and 80 minutes; a wait between them could belong to either.",
        source="Härdle (1991), Smoothing Techniques; R: faithful in datasets.",
    ),
    "Old Faithful 1985": _Shelf(
        file="old_faithful_1985",
        columns=("duration", "waiting"),
        units=("minutes", "minutes"),
        rows="eruptions",
        note="Noted roughly at night: 53 times just 4 minutes, where a component may collapse.",
        source="Azzalini and Bowman (1990), Applied Statistics 39; R: geyser in MASS.",
    ),
    "Galaxy velocities": _Shelf(
        file="galaxies",
        columns=("velocity",),
        units=("km/s",),
        rows="galaxies",
        note="How many groups? Published answers go from 3 to 7, and BIC hardly prefers one.",
        source="Roeder (1990), JASA 85; R: galaxies in MASS, with its typing error.",
    ),
    "Penguins": _Shelf(
        file="penguins",
        columns=("bill length", "bill depth"),
        units=("mm", "mm"),
        rows="birds",
        labels=("species",),
        note="Three tilted clusters, three species; all together seem to tilt the other way.",
        source="Gorman, Williams and Fraser (2014), PLoS ONE 9; R: palmerpenguins. CC0.",
    ),
    "Iris petals": _Shelf(
        file="iris",
        columns=("petal length", "petal width"),
        units=("cm", "cm"),
        rows="flowers",
        labels=("species",),
        note="Setosa stands apart at once; the other two species share a border.",
        source="Anderson (1935), Fisher (1936), Annals of Eugenics 7; R: iris in datasets.",
    ),
    "Crabs": _Shelf(
        file="crabs",
        columns=("carapace length", "rear width"),
        units=("mm", "mm"),
        rows="animals",
        labels=("form", "sex"),
        kinds=(
            ("B F", "blue females"),
            ("B M", "blue males"),
            ("O F", "orange females"),
            ("O M", "orange males"),
        ),
        note="Two thin wings, females and males, that k-means cannot see: it cuts by size.",
        source="Campbell and Mahon (1974), Australian Journal of Zoology 22; R: crabs in MASS.",
    ),
    "Fiji earthquakes": _Shelf(
        file="quakes",
        columns=("longitude", "latitude"),
        units=("° east", "° north"),
        rows="events",
        note="Two bent belts: no Gaussian is bent, so several components share each of them.",
        source="Woodhouse, Harvard PRIM-H project; R: quakes in datasets.",
    ),
    "Cholera in Soho": _Shelf(
        file="cholera",
        columns=("east", "north"),
        units=("map units", "map units"),
        rows="deaths",
        note="John Snow's map of 1854: the heart of it is the Broad Street pump at 12.6, 11.7.",
        source="Snow (1855), digitised by Dodson (1992); R: Snow.deaths in HistData.",
    ),
    "Heights and weights": _Shelf(
        file="davis",
        columns=("height", "weight"),
        units=("cm", "kg"),
        rows="people",
        labels=("sex",),
        kinds=(("F", "women"), ("M", "men")),
        note="One woman's height and weight are swapped, 57 cm and 166 kg: she takes a component.",
        source="Davis (1990), Appetite 15; R: Davis in carData, its error left in.",
    ),
    "Student heights": _Shelf(
        file="student_heights",
        columns=("height",),
        units=("inches",),
        rows="students",
        labels=("sex",),
        kinds=(("Female", "women"), ("Male", "men")),
        note="Two kinds of people and only one hump: a mixture need not show.",
        source="Irizarry, heights that students reported; R: heights in dslabs.",
    ),
    "Galton's families": _Shelf(
        file="galton",
        columns=("parents", "child"),
        units=("inches", "inches"),
        rows="children",
        note="One tilted Gaussian, where correlation was found; BIC asks for no second one.",
        source="Galton (1886), Journal of the Anthropological Institute 15; R: HistData.",
    ),
    "Diabetes": _Shelf(
        file="diabetes",
        columns=("glucose", "insulin"),
        units=("", ""),
        rows="adults",
        labels=("diagnosis",),
        kinds=(
            ("Normal", "normal"),
            ("Chemical_Diabetic", "chemical diabetes"),
            ("Overt_Diabetic", "overt diabetes"),
        ),
        note="A blob with two wings: components of very different size, shape and tilt.",
        source="Reaven and Miller (1979), Diabetologia 16; R: Diabetes in heplots.",
    ),
    "Star cluster": _Shelf(
        file="stars",
        columns=("log temperature", "log light"),
        units=("", ""),
        rows="stars",
        note="Four cool giants apart from the main sequence: a cluster of four, or outliers.",
        source="Rousseeuw and Leroy (1987), Robust Regression; R: starsCYG in robustbase.",
    ),
    "Cyclist speeds": _Shelf(
        file="cyclists",
        columns=("speed",),
        units=("km/h",),
        rows="counted speeds",
        frequencies="cyclists",
        note="Six speeds and how many rode at each: 4, 9, 6, 7, 3 and 2 cyclists.",
        source="A textbook's example of binned data: 31 cyclists.",
    ),
}


def _bundled(name: str, n: int = DEFAULT_N, seed: int = 0) -> Dataset:
    shelf = _SHELVES[name]
    labels, label_names = _labels(shelf)
    return Dataset(
        points=_numbers(shelf.file, shelf.columns),
        columns=shelf.columns,
        units=shelf.units,
        title=shelf.title or name,
        rows=shelf.rows,
        labels=labels,
        truth=None,
        note=shelf.note,
        label_names=label_names,
        source=shelf.source,
        frequencies=_numbers(shelf.file, (shelf.frequencies,))[:, 0] if shelf.frequencies else None,
    )


def _labels(shelf: _Shelf) -> tuple[IntArray | None, tuple[str, ...]]:
    if not shelf.labels:
        return None, ()
    cells = [" ".join(row[column] for column in shelf.labels) for row in _rows(shelf.file)]
    words = dict(shelf.kinds) or {cell: cell for cell in sorted(set(cells))}
    kinds = list(words)
    labels = np.array([kinds.index(cell) for cell in cells], dtype=np.int64)
    labels.setflags(write=False)
    return labels, tuple(words.values())


@cache
def _numbers(file: str, columns: tuple[str, ...]) -> FloatArray:
    """(N, D), read-only: one array is shared by all who ask."""
    points = np.array([[float(row[column]) for column in columns] for row in _rows(file)])
    points.setflags(write=False)
    return points


@cache
def _rows(file: str) -> list[dict[str, str]]:
    with (_DATA / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _generated(name: str, n: int = DEFAULT_N, seed: int = 0, **knobs: float) -> Dataset:
    points, labels, label_names, truth = generate(name, n, seed, **knobs)
    return Dataset(
        points=points,
        columns=("x", "y")[: points.shape[1]],
        units=("", "")[: points.shape[1]],
        title=in_words(name, **knobs),
        rows="points",
        labels=labels,
        truth=truth,
        note=GENERATORS[name].note,
        label_names=label_names,
        source="Drawn by chance, from the seed.",
    )


DATASETS: dict[str, Recipe] = {
    **{name: Recipe(False, partial(_bundled, name)) for name in _SHELVES},
    **{
        name: Recipe(True, partial(_generated, name), generator.knobs)
        for name, generator in GENERATORS.items()
    },
}
