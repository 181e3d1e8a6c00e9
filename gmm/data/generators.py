"""Points drawn by chance, from mixtures that are known and from shapes that are none.

A generator is a function of n, a seed and its knobs. What it draws is the same each time.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from gmm.limits import MAX_N, MIN_N
from gmm.mixture import Mixture, sample
from gmm.points import FloatArray, IntArray


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


class Draw(NamedTuple):
    """What a generator gives. Arrays are read-only.

    Attributes
    ----------
    points : ndarray, shape (n, D)
        D is 1 or 2. In no order: neighbours in the array are nothing else.
    labels : ndarray of int, shape (n,)
        Which part each point was drawn from.
    label_names : tuple of str
        Of the parts.
    truth : Mixture or None
        The mixture that the points were drawn from, a component a part; None where they come from
        no Gaussian mixture.
    """

    points: FloatArray
    labels: IntArray
    label_names: tuple[str, ...]
    truth: Mixture | None


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
    """

    draw: Callable[..., Draw]
    knobs: tuple[Knob, ...]
    title: str
    note: str


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


def in_words(name: str, **knobs: float) -> str:
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
    words = {each: _NUMBERS[int(value)] for each, value in values.items() if 0 <= value < 7}
    title = generator.title.format(**words)
    return title[0].upper() + title[1:]


_NUMBERS = ["no", "one", "two", "three", "four", "five", "six"]


# --- mixtures


def round_clusters(n: int, seed: int, clusters: int, distance: float) -> Draw:
    """Round clusters of one size, evenly around a circle.

    Parameters
    ----------
    n, seed : int
    clusters : int
    distance : float
        Between the means of neighbours, in standard deviations.
    """
    return _from_mixture(
        weights=np.full(clusters, 1 / clusters),
        means=_around(clusters, distance),
        covariances=np.array([np.eye(2)] * clusters),
        n=n,
        seed=seed,
    )


def elongated_clusters(n: int, seed: int, elongation: float, tilt: float) -> Draw:
    """Three long clusters, two lying side by side and one across their ends.

    Parameters
    ----------
    n, seed : int
    elongation : float
        How many times longer than wide.
    tilt : float
        Degrees between the first cluster and the x axis; the others tilt with it.
    """
    return _from_mixture(
        weights=np.array([0.4, 0.35, 0.25]),
        means=np.array([[-1.5, 1.2], [1.0, -1.6], [4.5, 2.0]]),
        covariances=np.array(
            [
                _ellipse(0.4 * elongation, 0.4, tilt),
                _ellipse(0.4 * elongation, 0.4, tilt / 2),
                _ellipse(0.4 * (1 + 2 * elongation) / 3, 0.4, -2 * tilt),
            ]
        ),
        n=n,
        seed=seed,
    )


def unequal_clusters(n: int, seed: int, share: float, ratio: float) -> Draw:
    """One wide, heavy cluster beside two small, tight ones.

    Parameters
    ----------
    n, seed : int
    share : float
        Of the points, in the first cluster.
    ratio : float
        How many times wider it is.
    """
    rest = (1 - share) / 2
    return _from_mixture(
        weights=np.array([share, rest, rest]),
        means=np.array([[0.0, 0.0], [4.5, 2.0], [4.5, -2.0]]),
        covariances=0.16 * np.array([ratio**2 * np.eye(2), np.eye(2), np.eye(2)]),
        n=n,
        seed=seed,
    )


def overlapping_clusters(n: int, seed: int, distance: float, share: float) -> Draw:
    """Two round clusters of one size, one over the other.

    Parameters
    ----------
    n, seed : int
    distance : float
        Between the means, in standard deviations.
    share : float
        Of the points, in the first cluster.
    """
    return _from_mixture(
        weights=np.array([share, 1 - share]),
        means=np.array([[-distance / 2, 0.0], [distance / 2, 0.0]]),
        covariances=np.array([np.eye(2)] * 2),
        n=n,
        seed=seed,
    )


def one_gaussian(n: int, seed: int, correlation: float) -> Draw:
    """One Gaussian, standard deviation 1 in both columns.

    Parameters
    ----------
    n, seed : int
    correlation : float
        Of the two columns.
    """
    return _from_mixture(
        weights=np.ones(1),
        means=np.zeros((1, 2)),
        covariances=np.array([[[1.0, correlation], [correlation, 1.0]]]),
        n=n,
        seed=seed,
    )


def mixture_on_a_line(n: int, seed: int, clusters: int, distance: float, growth: float) -> Draw:
    """Equally many points around each of some places on a line.

    Parameters
    ----------
    n, seed : int
    clusters : int
    distance : float
        Between the means of neighbours, in standard deviations of the narrower one.
    growth : float
        How many times wider each component is than the one before.
    """
    spreads = growth ** np.arange(clusters)
    means = np.concatenate([[0.0], np.cumsum(distance * spreads[:-1])])
    return _from_mixture(
        weights=np.full(clusters, 1 / clusters),
        means=means[:, np.newaxis],
        covariances=np.square(spreads)[:, np.newaxis, np.newaxis],
        n=n,
        seed=seed,
    )


# --- shapes that are no mixture


def rings(n: int, seed: int, rings: int, blur: float) -> Draw:
    """Rings of radius 1, 2, 3 and so on around one centre, as dense as each other.

    Parameters
    ----------
    n, seed : int
    rings : int
    blur : float
        Standard deviation of the points around their ring.
    """
    rng = np.random.default_rng(seed)
    radii = np.arange(1.0, rings + 1)
    labels = rng.choice(rings, size=n, p=radii / radii.sum())
    angles = rng.uniform(0, 2 * np.pi, size=n)
    circle = np.column_stack([np.cos(angles), np.sin(angles)])
    points = radii[labels, np.newaxis] * circle + blur * rng.standard_normal((n, 2))
    names = ["inner ring", *(f"ring {i}" for i in range(2, rings)), "outer ring"]
    return Draw(points, labels, tuple(names), None)


def moons(n: int, seed: int, blur: float) -> Draw:
    """Two half circles of radius 1 that reach into each other.

    Parameters
    ----------
    n, seed : int
    blur : float
        Standard deviation of the points around their half circle.
    """
    rng = np.random.default_rng(seed)
    labels = rng.integers(2, size=n)
    angles = rng.uniform(0, np.pi, size=n)
    upper = np.column_stack([np.cos(angles), np.sin(angles)])
    points = np.where(labels[:, np.newaxis] == 0, upper, [1.0, 0.5] - upper)
    points = points + blur * rng.standard_normal((n, 2))
    return Draw(points, labels, ("upper moon", "lower moon"), None)


def clusters_in_noise(n: int, seed: int, clusters: int, noise: float) -> Draw:
    """Tight round clusters around a circle, and points strewn evenly over a square.

    Parameters
    ----------
    n, seed : int
    clusters : int
    noise : float
        Share of the points that belong to no cluster.
    """
    clean = round_clusters(n, seed, clusters, distance=12.0)
    half = np.abs(_around(clusters, distance=12.0)).max() + 6
    rng = np.random.default_rng([seed, n, 1])
    is_noise = rng.random(n) < noise
    strewn = rng.uniform(-half, half, size=(n, 2))
    return Draw(
        np.where(is_noise[:, np.newaxis], strewn, clean.points),
        np.where(is_noise, clusters, clean.labels),
        (*clean.label_names, "noise"),
        None,
    )


CLUSTERS = Knob("clusters", "Clusters", 2, 6, 3, 1, "How many groups the points are drawn from.")
DISTANCE = Knob(
    "distance",
    "Distance",
    0.0,
    8.0,
    5.0,
    0.25,
    "Between neighbouring means, in standard deviations; two humps need 2.",
)
SHARE = Knob("share", "Share of the first", 0.1, 0.9, 0.5, 0.05, "Of all points; the rest is left.")
BLUR = Knob("blur", "Blur", 0.0, 0.5, 0.1, 0.01, "How far points stray from their curve.")

GENERATORS: dict[str, Generator] = {
    "Round clusters": Generator(
        round_clusters,
        (CLUSTERS, DISTANCE),
        "{clusters} round clusters",
        "Soft and hard agree nearly everywhere; look at the points between two clusters.",
    ),
    "Elongated clusters": Generator(
        elongated_clusters,
        (
            Knob(
                "elongation",
                "Elongation",
                1.0,
                10.0,
                5.5,
                0.5,
                "How many times longer than wide. The longer, the worse k-means cuts.",
            ),
            Knob(
                "tilt",
                "Tilt (degrees)",
                0.0,
                45.0,
                30.0,
                1.0,
                "At 0 the clusters lie along the axes, and diagonal covariances are enough.",
            ),
        ),
        "elongated clusters",
        "k-means cuts the long clusters across; EM with full covariances follows them.",
    ),
    "Unequal clusters": Generator(
        unequal_clusters,
        (
            SHARE._replace(default=0.6),
            Knob("ratio", "Width of the first", 1.0, 6.0, 4.5, 0.5, "In widths of the small ones."),
        ),
        "unequal clusters",
        "k-means gives the wide cluster's edge to the tight ones beside it; EM does not.",
    ),
    "Overlapping clusters": Generator(
        overlapping_clusters,
        (DISTANCE._replace(default=2.0), SHARE),
        "two overlapping clusters",
        "k-means cuts halfway and pushes its means too far apart; EM needs many steps.",
    ),
    "Mixture on a line": Generator(
        mixture_on_a_line,
        (
            CLUSTERS,
            DISTANCE._replace(default=3.5),
            Knob("growth", "Growth", 1.0, 3.0, 1.5, 0.1, "Width of each over the one before it."),
        ),
        "{clusters} components on a line",
        "Narrow components beside wide ones: where two densities cross, the colour turns.",
    ),
    "One Gaussian": Generator(
        one_gaussian,
        (
            Knob(
                "correlation",
                "Correlation",
                -0.95,
                0.95,
                0.6,
                0.05,
                "Away from 0, full covariances need fewer components than diagonal ones.",
            ),
        ),
        "one Gaussian",
        "There is one cluster only; whatever more components find was made by chance.",
    ),
    "Clusters in noise": Generator(
        clusters_in_noise,
        (
            CLUSTERS,
            Knob(
                "noise", "Share of noise", 0.0, 0.8, 0.15, 0.05, "Of points in no cluster at all."
            ),
        ),
        "{clusters} clusters in noise",
        "One component more than there are clusters spreads out and catches the noise.",
    ),
    "Rings": Generator(
        rings,
        (Knob("rings", "Rings", 2, 4, 2, 1, "How many circles around one centre."), BLUR),
        "{rings} rings",
        "No Gaussian is a ring: components line up along it, or sit in the empty middle.",
    ),
    "Moons": Generator(
        moons,
        (BLUR,),
        "two moons",
        "Two components cut the moons across; more of them follow each bend piece by piece.",
    ),
}


def _from_mixture(
    weights: FloatArray, means: FloatArray, covariances: FloatArray, n: int, seed: int
) -> Draw:
    truth = Mixture(weights, means, covariances)
    points, labels = sample(truth, n, seed)
    # `sample` groups its points by component: a table in that order would give the answer away,
    # and the component drawn last would cover the others. [seed, n] is a stream of its own.
    order = np.random.default_rng([seed, n]).permutation(n)
    names = tuple(f"cluster {i}" for i in range(1, len(weights) + 1))
    return Draw(points[order], labels[order], names, truth)


def _around(clusters: int, distance: float) -> FloatArray:
    """(clusters, 2) places around a circle, the first one on top, neighbours so far apart."""
    angles = np.pi / 2 + 2 * np.pi * np.arange(clusters) / clusters
    radius = distance / (2 * np.sin(np.pi / clusters))
    places: FloatArray = radius * np.column_stack([np.cos(angles), np.sin(angles)])
    return places


def _ellipse(long: float, short: float, degrees: float) -> FloatArray:
    """(2, 2) covariance with these standard deviations, the long axis turned against the x axis."""
    angle = np.deg2rad(degrees)
    axes = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    covariance: FloatArray = axes @ np.diag([long**2, short**2]) @ axes.T
    # The products' rounding can leave the two off-diagonal entries a last bit apart.
    return (covariance + covariance.T) / 2
