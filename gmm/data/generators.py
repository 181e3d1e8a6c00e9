"""The table of generators: what is drawn by chance, from which knobs, and what to look for in it.

What a generator draws is the same each time for the same n, seed and knobs.
"""

from collections.abc import Callable
from typing import NamedTuple

from gmm.data.clusters import (
    Draw,
    draw_elongated_clusters,
    draw_on_a_line,
    draw_one_gaussian,
    draw_overlapping_clusters,
    draw_round_clusters,
    draw_unequal_clusters,
)
from gmm.data.opening import Opening
from gmm.data.shapes import draw_clusters_in_noise, draw_moons, draw_rings
from gmm.limits import MAX_N, MIN_N


class Knob(NamedTuple):
    """A parameter of a generator, as a slider shows it.

    Attributes
    ----------
    name : str
        In links, and as an argument. Where two generators have a knob of one name, its ends and
        steps are the same.
    label : str
        For the person.
    low, high, default, step : int or float
        All whole numbers, or none.
    help : str
        What turning it does, in one sentence.
    """

    name: str
    label: str
    low: float
    high: float
    default: float
    step: float
    help: str


class Generator(NamedTuple):
    """One entry of `GENERATORS`.

    Attributes
    ----------
    draw : callable
        `draw(n, seed, **knobs)` gives a `Draw`, and takes any value within the knobs' ends.
    knobs : tuple of Knob
    title : str
        What is drawn. "{clusters}" and the like stand for a knob's value in words.
    note : str
        One line on what to look for.
    opening : Opening
        The run that makes the note true.
    """

    draw: Callable[..., Draw]
    knobs: tuple[Knob, ...]
    title: str
    note: str
    opening: Opening


def generate(name: str, n: int, seed: int, **knobs: float) -> Draw:
    """Draw from a generator.

    Parameters
    ----------
    name : str
        A key of `GENERATORS`.
    n : int
        How many points, from `MIN_N` to `MAX_N`.
    seed : int
        0 or more.
    **knobs : float
        By their names; those left out have their defaults.

    Returns
    -------
    Draw

    Raises
    ------
    ValueError
        When n, the seed or a knob is out of its range, or a knob is not the generator's.
    """
    if not MIN_N <= n <= MAX_N:
        raise ValueError(f"Expected {MIN_N} to {MAX_N:,} points, got n = {n}.")
    if seed < 0:
        raise ValueError(f"Expected a seed of 0 or more, got {seed}.")
    generator = GENERATORS[name]
    known = {knob.name: knob for knob in generator.knobs}
    for each, value in knobs.items():
        if each not in known:
            raise ValueError(
                f"{name} has no knob {each!r}; it has {', '.join(known) or 'none at all'}."
            )
        if not known[each].low <= value <= known[each].high:
            raise ValueError(
                f"Expected {each} from {known[each].low:g} to {known[each].high:g}, got {value:g}."
            )
    settings = {knob.name: knob.default for knob in generator.knobs} | knobs
    for knob in generator.knobs:
        if isinstance(knob.default, int):
            settings[knob.name] = int(settings[knob.name])
    draw = generator.draw(n, seed, **settings)
    for array in (draw.points, draw.labels, *(draw.truth or ())):
        array.setflags(write=False)
    return draw


def write_title(name: str, **knobs: float) -> str:
    """Title of what a generator draws, its numbers in words: "Three round clusters".

    Parameters
    ----------
    name : str
        A key of `GENERATORS`.
    **knobs : float
        By their names; those left out have their defaults.
    """
    generator = GENERATORS[name]
    values = {knob.name: knobs.get(knob.name, knob.default) for knob in generator.knobs}
    words = {each: _WORDS[int(value)] for each, value in values.items() if 0 <= value < 7}
    title = generator.title.format(**words)
    return title[0].upper() + title[1:]


_WORDS = ["no", "one", "two", "three", "four", "five", "six"]

CLUSTERS = Knob("clusters", "Clusters", 2, 6, 3, 1, "How many groups the points are drawn from.")
DISTANCE = Knob(
    "distance",
    "Distance",
    0.0,
    8.0,
    5.0,
    0.25,
    "Between neighbouring means, in standard deviations.",
)
SHARE = Knob(
    "share",
    "Share of the first",
    0.1,
    0.9,
    0.5,
    0.05,
    "Of all points, how many are in the first cluster.",
)
BLUR = Knob(
    "blur", "Blur", 0.0, 0.5, 0.1, 0.01, "Standard deviation of the points around their curve."
)

GENERATORS: dict[str, Generator] = {
    "Round clusters": Generator(
        draw_round_clusters,
        (CLUSTERS, DISTANCE),
        "{clusters} round clusters",
        "EM and k-means agree on nearly all points; look at those between two clusters.",
        Opening(k=3, start_seed=3),
    ),
    "Elongated clusters": Generator(
        draw_elongated_clusters,
        (
            Knob(
                "elongation",
                "Elongation",
                1.0,
                10.0,
                5.5,
                0.5,
                "How many times longer than wide. k-means cuts long clusters across.",
            ),
            Knob(
                "tilt",
                "Tilt (degrees)",
                0.0,
                45.0,
                30.0,
                1.0,
                "At 0 the clusters lie along the axes, and diag covariances are enough.",
            ),
        ),
        "elongated clusters",
        "k-means cuts the long clusters across; EM with full covariances follows them.",
        Opening(k=3, start_seed=3),
    ),
    "Unequal clusters": Generator(
        draw_unequal_clusters,
        (
            SHARE._replace(default=0.6),
            Knob(
                "ratio",
                "Width of the first",
                1.0,
                6.0,
                4.5,
                0.5,
                "How many times wider than the small clusters.",
            ),
        ),
        "unequal clusters",
        "k-means gives the edge of the wide cluster to the small ones beside it; EM does not.",
        Opening(k=3, start_seed=3),
    ),
    "Overlapping clusters": Generator(
        draw_overlapping_clusters,
        (DISTANCE._replace(default=2.0), SHARE),
        "two overlapping clusters",
        "k-means cuts halfway and puts its means too far apart; EM needs many more steps.",
        Opening(start="k-means++", start_seed=3, covariance="tied", data_seed=4),
    ),
    "Mixture on a line": Generator(
        draw_on_a_line,
        (
            CLUSTERS,
            DISTANCE._replace(default=3.5),
            Knob(
                "growth",
                "Growth",
                1.0,
                3.0,
                1.5,
                0.1,
                "How many times wider each is than the one before.",
            ),
        ),
        "{clusters} components on a line",
        "A narrow component beside wider ones: the colour changes where two curves cross.",
        Opening(k=3, start_seed=0, data_seed=7),
    ),
    "One Gaussian": Generator(
        draw_one_gaussian,
        (
            Knob(
                "correlation",
                "Correlation",
                -0.95,
                0.95,
                0.6,
                0.05,
                "Away from 0, full covariances need fewer components than diag ones.",
            ),
        ),
        "one Gaussian",
        "There is only one Gaussian; what a second component finds is there by chance.",
        Opening(start_seed=2, data_seed=2),
    ),
    "Clusters in noise": Generator(
        draw_clusters_in_noise,
        (
            CLUSTERS,
            Knob(
                "noise",
                "Share of noise",
                0.0,
                0.8,
                0.15,
                0.05,
                "Of all points, how many are in no cluster.",
            ),
        ),
        "{clusters} clusters in noise",
        "One more component than there are clusters: it becomes wide and takes the noise.",
        Opening(k=4, start_seed=2),
    ),
    "Rings": Generator(
        draw_rings,
        (Knob("rings", "Rings", 2, 4, 2, 1, "How many circles around one centre."), BLUR),
        "{rings} rings",
        "No Gaussian is a ring: many components follow the rings, piece by piece.",
        Opening(k=8, start="k-means++", start_seed=0),
    ),
    "Moons": Generator(
        draw_moons,
        (BLUR,),
        "two moons",
        "Two components do not find the two moons; four follow them, piece by piece.",
        Opening(start_seed=0),
    ),
}
