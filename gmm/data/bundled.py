"""The sets that come with the app: which file of assets/data, which columns, what to say of them.

assets/data/SOURCES.md tells where each of them came from.
"""

import csv
from functools import cache
from typing import NamedTuple

import numpy as np

from gmm.data.opening import Opening
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
    opening : Opening
        The run that makes the note true.
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
    opening: Opening = Opening()
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
        note="Short waits follow short eruptions, long waits long ones; few lie between.",
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
        note="Some were noted as just 4 minutes, 53 in all: one component collapses onto them.",
        source="Azzalini and Bowman (1990), Applied Statistics 39; R: geyser in MASS.",
        opening=Opening(k=4, start_seed=2),
    ),
    "Galaxy velocities": Shelf(
        file="galaxies",
        columns=("velocity",),
        units=("km/s",),
        rows="galaxies",
        note="How many groups? Published answers go from 3 to 7; BIC is nearly equal for 3 and 4.",
        source="Roeder (1990), JASA 85; R: galaxies in MASS, with its typing error.",
        opening=Opening(k=3, start_seed=1),
    ),
    "Penguins": Shelf(
        file="penguins",
        columns=("bill length", "bill depth"),
        units=("mm", "mm"),
        rows="birds",
        labels=("species",),
        note="Three species, each tilted upwards; all birds together seem to tilt downwards.",
        source="Gorman, Williams and Fraser (2014), PLoS ONE 9; R: penguins in palmerpenguins.",
        opening=Opening(k=3, start="k-means++", start_seed=4),
    ),
    "Iris petals": Shelf(
        file="iris",
        columns=("petal length", "petal width"),
        units=("cm", "cm"),
        rows="flowers",
        labels=("species",),
        note="Setosa stands apart at once; the other two species share a border.",
        source="Anderson (1935), Fisher (1936), Annals of Eugenics 7; R: iris in datasets.",
        opening=Opening(k=3, start="k-means++", start_seed=18),
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
        note="Two thin wings, females and males: EM finds them, k-means cuts them by size.",
        source="Campbell and Mahon (1974), Australian Journal of Zoology 22; R: crabs in MASS.",
        opening=Opening(start_seed=6),
    ),
    "Fiji earthquakes": Shelf(
        file="quakes",
        columns=("longitude", "latitude"),
        units=("° east", "° north"),
        rows="events",
        note="Two bent belts: a Gaussian is never bent, so several components share each belt.",
        source="Woodhouse, Harvard PRIM-H project; R: quakes in datasets.",
        opening=Opening(k=6, start_seed=2),
    ),
    "Cholera in Soho": Shelf(
        file="cholera",
        columns=("east", "north"),
        units=("100 m", "100 m"),
        rows="deaths",
        note="John Snow's map of 1854: the mean of all deaths is 43 m from the Broad Street pump.",
        source="Snow (1855), digitised by Dodson (1992); R: Snow.deaths in HistData.",
        opening=Opening(k=1),
    ),
    "Heights and weights": Shelf(
        file="davis",
        columns=("height", "weight"),
        units=("cm", "kg"),
        rows="people",
        labels=("sex",),
        kinds=(("F", "women"), ("M", "men")),
        note="One woman is 57 cm and 166 kg, swapped by mistake: a component collapses there.",
        source="Davis (1990), Appetite 15; R: Davis in carData, its error left in.",
        opening=Opening(start_seed=4),
    ),
    "Student heights": Shelf(
        file="student_heights",
        columns=("height",),
        units=("inches",),
        rows="students",
        labels=("sex",),
        kinds=(("Female", "women"), ("Male", "men")),
        note="Men and women, but only one hump: two components do not find them.",
        source="Heights that students reported in a form; R: heights in dslabs.",
        opening=Opening(start_seed=56),
    ),
    "Galton's families": Shelf(
        file="galton",
        columns=("parents", "child"),
        units=("inches", "inches"),
        rows="children",
        note="One tilted Gaussian: here correlation was found. By BIC, one component is enough.",
        source="Galton (1886), Journal of the Anthropological Institute 15; R: Galton in HistData.",
        opening=Opening(k=1),
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
        note="A round cluster with two wings: three components of different size, shape and tilt.",
        source="Reaven and Miller (1979), Diabetologia 16; R: Diabetes in heplots.",
        opening=Opening(k=3, start_seed=1),
    ),
    "Star cluster": Shelf(
        file="stars",
        columns=("log temperature", "log light"),
        units=("", ""),
        rows="stars",
        note="Four cool giants lie apart from the main sequence and get a component of their own.",
        source="Rousseeuw and Leroy (1987), Robust Regression; R: starsCYG in robustbase.",
        opening=Opening(start_seed=2),
    ),
    "Cyclist speeds": Shelf(
        file="cyclists",
        columns=("speed",),
        units=("km/h",),
        rows="counted speeds",
        frequencies="cyclists",
        note="Six speeds, ridden by 4, 9, 6, 7, 3 and 2 cyclists: each counts that many times.",
        source="A textbook's example of binned data: 31 cyclists.",
        opening=Opening(start_seed=3),
    ),
}
