"""The sets that come with the app: which file of assets/data, which columns, what to say of them.

assets/data/SOURCES.md tells where each of them came from.
"""

import csv
from functools import cache
from typing import NamedTuple

import numpy as np

from gmm.files import ASSETS
from gmm.points import FloatArray, IntArray

_DATA = ASSETS / "data"


class Shelf(NamedTuple):
    """Where a bundled set is, and what there is to say of it.

    Attributes
    ----------
    file : str
        In assets/data, without its ending.
    columns : tuple of str
        Those that give the points, under their names in the file.
    units : tuple of str
        A unit for each of them, "" where there is none.
    rows, note, source : str
        As in `Dataset`.
    title : str
        As in `Dataset`; "" where it is the set's name in the list.
    labels : tuple of str
        Columns that together tell the kind.
    kinds : tuple of (str, str)
        What they hold, and in words; the words are the cells' own where none are given.
    frequencies : str
        The column of them, "" where there is none.
    """

    file: str
    columns: tuple[str, ...]
    units: tuple[str, ...]
    rows: str
    note: str
    source: str
    title: str = ""
    labels: tuple[str, ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()
    frequencies: str = ""


@cache
def read_points(shelf: Shelf) -> FloatArray:
    """(N, D), read-only: one array is shared by all who ask."""
    return _read_numbers(shelf.file, shelf.columns)


@cache
def read_labels(shelf: Shelf) -> tuple[IntArray | None, tuple[str, ...]]:
    """(N,) read-only places in the kinds' names, and these names; None where no kind is told."""
    if not shelf.labels:
        return None, ()
    cells = [" ".join(row[column] for column in shelf.labels) for row in _read_rows(shelf.file)]
    words = dict(shelf.kinds) or {cell: cell for cell in sorted(set(cells))}
    kinds = list(words)
    labels = np.array([kinds.index(cell) for cell in cells], dtype=np.int64)
    labels.setflags(write=False)
    return labels, tuple(words.values())


@cache
def read_frequencies(shelf: Shelf) -> FloatArray | None:
    """(N,) read-only: how often each row was counted; None where that is once."""
    return _read_numbers(shelf.file, (shelf.frequencies,))[:, 0] if shelf.frequencies else None


def _read_numbers(file: str, columns: tuple[str, ...]) -> FloatArray:
    numbers = np.array([[float(row[column]) for column in columns] for row in _read_rows(file)])
    numbers.setflags(write=False)
    return numbers


@cache
def _read_rows(file: str) -> list[dict[str, str]]:
    with (_DATA / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


SHELVES: dict[str, Shelf] = {
    "Old Faithful": Shelf(
        file="old_faithful",
        columns=("eruptions", "waiting"),
        units=("minutes", "minutes"),
        rows="eruptions",
        note="Short eruptions precede short waits, long ones long waits; few lie between.",
        source="Härdle (1991), Smoothing Techniques; R: faithful in datasets.",
    ),
    "Waiting times": Shelf(
        file="old_faithful",
        columns=("waiting",),
        units=("minutes",),
        title="Old Faithful",
        rows="waiting times",
        note="Two humps, near 55 and 80 minutes; a wait between them could belong to either.",
        source="Härdle (1991), Smoothing Techniques; R: faithful in datasets.",
    ),
    "Old Faithful 1985": Shelf(
        file="old_faithful_1985",
        columns=("duration", "waiting"),
        units=("minutes", "minutes"),
        rows="eruptions",
        note="Noted roughly at night: 53 times just 4 minutes, where a component may collapse.",
        source="Azzalini and Bowman (1990), Applied Statistics 39; R: geyser in MASS.",
    ),
    "Galaxy velocities": Shelf(
        file="galaxies",
        columns=("velocity",),
        units=("km/s",),
        rows="galaxies",
        note="How many groups? Published answers go from 3 to 7, and BIC hardly prefers one.",
        source="Roeder (1990), JASA 85; R: galaxies in MASS, with its typing error.",
    ),
    "Penguins": Shelf(
        file="penguins",
        columns=("bill length", "bill depth"),
        units=("mm", "mm"),
        rows="birds",
        labels=("species",),
        note="Three tilted clusters, three species; all together seem to tilt the other way.",
        source="Gorman, Williams and Fraser (2014), PLoS ONE 9; R: penguins in palmerpenguins.",
    ),
    "Iris petals": Shelf(
        file="iris",
        columns=("petal length", "petal width"),
        units=("cm", "cm"),
        rows="flowers",
        labels=("species",),
        note="Setosa stands apart at once; the other two species share a border.",
        source="Anderson (1935), Fisher (1936), Annals of Eugenics 7; R: iris in datasets.",
    ),
    "Crabs": Shelf(
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
    "Fiji earthquakes": Shelf(
        file="quakes",
        columns=("longitude", "latitude"),
        units=("° east", "° north"),
        rows="events",
        note="Two bent belts: no Gaussian is bent, so several components share each of them.",
        source="Woodhouse, Harvard PRIM-H project; R: quakes in datasets.",
    ),
    "Cholera in Soho": Shelf(
        file="cholera",
        columns=("east", "north"),
        units=("100 m", "100 m"),
        rows="deaths",
        note="John Snow's map of 1854: the heart of it is the Broad Street pump at 12.6, 11.7.",
        source="Snow (1855), digitised by Dodson (1992); R: Snow.deaths in HistData.",
    ),
    "Heights and weights": Shelf(
        file="davis",
        columns=("height", "weight"),
        units=("cm", "kg"),
        rows="people",
        labels=("sex",),
        kinds=(("F", "women"), ("M", "men")),
        note="One woman's height and weight are swapped, 57 cm and 166 kg: she takes a component.",
        source="Davis (1990), Appetite 15; R: Davis in carData, its error left in.",
    ),
    "Student heights": Shelf(
        file="student_heights",
        columns=("height",),
        units=("inches",),
        rows="students",
        labels=("sex",),
        kinds=(("Female", "women"), ("Male", "men")),
        note="Two kinds of people and only one hump: a mixture need not show.",
        source="Heights that students reported in a form; R: heights in dslabs.",
    ),
    "Galton's families": Shelf(
        file="galton",
        columns=("parents", "child"),
        units=("inches", "inches"),
        rows="children",
        note="One tilted Gaussian, where correlation was found; BIC asks for no second one.",
        source="Galton (1886), Journal of the Anthropological Institute 15; R: Galton in HistData.",
    ),
    "Diabetes": Shelf(
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
    "Star cluster": Shelf(
        file="stars",
        columns=("log temperature", "log light"),
        units=("", ""),
        rows="stars",
        note="Four cool giants apart from the main sequence: a cluster of four, or outliers.",
        source="Rousseeuw and Leroy (1987), Robust Regression; R: starsCYG in robustbase.",
    ),
    "Cyclist speeds": Shelf(
        file="cyclists",
        columns=("speed",),
        units=("km/h",),
        rows="counted speeds",
        frequencies="cyclists",
        note="Six speeds and how many rode at each: 4, 9, 6, 7, 3 and 2 cyclists.",
        source="A textbook's example of binned data: 31 cyclists.",
    ),
}
