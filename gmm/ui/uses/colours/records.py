"""What the page on an image's colours shows, as plain records: fits, recolourings, regions.

A pixel is a point of CIELAB, in the order a*, b*, L*: the stage draws the first two, and those are
the colours proper. A position comes after them, where it counts.
"""

import hashlib
from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np

from gmm.agreement import adjusted_rand
from gmm.cases.colour_space import measure_colour_error, to_bytes
from gmm.cases.pictures import Bytes, Picture, take_colours
from gmm.climbs import climb
from gmm.data.datasets import Dataset
from gmm.kmeans import assign, settle
from gmm.limits import fair_sample
from gmm.mixture import Mixture, responsibilities
from gmm.points import FloatArray, IntArray
from gmm.starts import start
from gmm.tape import Frame, Tape, record_em
from gmm.ui.link import Settings
from gmm.ui.run import Run, prepare_run

MOST_FITTED = 4_000  # pixels that a mixture is fitted to, or different colours with their counts
STARTS = 4  # runs of EM, of which the likeliest end is kept
CENTROID_STARTS = 8  # runs of k-means, of which the one with the smallest error is kept
MOST_ITERATIONS = 300
MOST_WORK = 30_000_000  # points x components x coordinates x iterations: less than a second
RIDGE = 1.0  # Delta E squared: less than an eye can see, so that no component is a single colour
WIDE = 60.0  # Delta E that a picture's longer side is as wide as, where position counts
MOST_TOLD = 40  # iterations whose errors are drawn
NOTICED = 0.1  # share of a region's pixels from which on a component counts as one of its own


class Sample(NamedTuple):
    """Pixels that a fit is made to.

    Attributes
    ----------
    points : ndarray, shape (N, D)
        a*, b*, L*, and across and down where position counts.
    frequencies : ndarray, shape (N,), or None
        How many pixels have each colour, where every colour is there once.
    pixels : int
        How many pixels of the picture they are.
    chosen : ndarray of int, shape (N,)
        Where in the picture each comes from, the first one of its colour.
    """

    points: FloatArray
    frequencies: FloatArray | None
    pixels: int
    chosen: IntArray


class Ending(NamedTuple):
    """How a run of EM ends.

    Attributes
    ----------
    seed : int
        Of its start.
    log_likelihood : float
    stopped : str
        As of `gmm.tape.Tape`.
    """

    seed: int
    log_likelihood: float
    stopped: str


class Learned(NamedTuple):
    """What EM has found.

    Attributes
    ----------
    tape : Tape
        Of the run with the likeliest end.
    seed : int
        Of its start.
    """

    tape: Tape[Frame]
    seed: int


class Rated(NamedTuple):
    """The centroids of k-means, and how EM's errors went.

    Attributes
    ----------
    centroids : ndarray, shape (K, D)
    iterations : tuple of int
        Of EM, those that are told.
    soft, hard : tuple of float
        Root mean squared colour errors after each, over the pixels of the fit.
    kmeans : float
        That of k-means at its end.
    """

    centroids: FloatArray
    iterations: tuple[int, ...]
    soft: tuple[float, ...]
    hard: tuple[float, ...]
    kmeans: float


class Recolouring(NamedTuple):
    """A picture in fewer colours.

    Attributes
    ----------
    colours : ndarray, shape (N, 3)
        a*, b* and L* that each pixel gets.
    error : float
        Root mean squared colour difference from the picture, Delta E.
    """

    colours: FloatArray
    error: float


class Agreement(NamedTuple):
    """How well groups of pixels agree with the regions that the picture was painted from.

    Attributes
    ----------
    rand : float
        The adjusted Rand index.
    right : float
        Share of all pixels that are right, if each group is given to the region that most of its
        pixels are from.
    by_region : ndarray, shape (R,)
        The same for the pixels of each region.
    parts : ndarray of int, shape (R,)
        How many groups have at least `NOTICED` of a region's pixels.
    owners : ndarray of int, shape (K,)
        The region that each group is given to.
    largest : ndarray of int, shape (R,)
        The group that most of a region's pixels are in.
    """

    rand: float
    right: float
    by_region: FloatArray
    parts: IntArray
    owners: IntArray
    largest: IntArray


# ------------------------------------------------------------------------------ pixels


def identify_picture(picture: Picture) -> Hashable:
    """Name a picture by its pixels: two that are alike have one name."""
    return picture.pixels.shape, hashlib.sha256(picture.pixels.tobytes()).hexdigest()


def count_colours(picture: Picture) -> int:
    """Count the different colours of a picture."""
    return len(np.unique(_pack_colours(picture)))


def take_features(picture: Picture, position: bool) -> FloatArray:
    """Give each pixel's a*, b* and L*, row by row, and its place where that counts.

    Parameters
    ----------
    picture : Picture
    position : bool
        Whether to add how far across and down it is; the longer side is `WIDE` Delta E wide.

    Returns
    -------
    ndarray, shape (H * W, 3) or (H * W, 5)
    """
    colours = take_colours(picture)[:, [1, 2, 0]]
    if not position:
        return colours
    height, width = picture.pixels.shape[:2]
    down, across = np.mgrid[:height, :width] + 0.5
    places = np.stack([across.ravel(), down.ravel()], axis=1) - np.array([width, height]) / 2
    return np.hstack([colours, WIDE / max(height, width) * places])


def take_sample(picture: Picture, features: FloatArray) -> Sample:
    """Take the pixels that a fit is made to.

    Parameters
    ----------
    picture : Picture
    features : ndarray, shape (H * W, D)
        As `take_features` gives them.

    Returns
    -------
    Sample
        Up to `MOST_FITTED` different colours, each as often as it counts; of a picture with more,
        and where position counts, so many pixels by chance, the same ones every time.
    """
    if features.shape[1] == 3:
        _, first, counts = np.unique(_pack_colours(picture), return_index=True, return_counts=True)
        if len(first) <= MOST_FITTED:
            often = None if counts.max() == 1 else counts.astype(np.float64)
            return Sample(features[first], often, len(features), first)
    chosen = fair_sample(len(features), MOST_FITTED)
    return Sample(features[chosen], None, len(chosen), chosen)


def _pack_colours(picture: Picture) -> IntArray:
    red, green, blue = np.moveaxis(picture.pixels.reshape(-1, 3).astype(np.int64), 1, 0)
    return (red << 16) + (green << 8) + blue


# ------------------------------------------------------------------------------ jobs


def find_end(sample: Sample, k: int, seed: int) -> Ending:
    """Run EM from one start, and keep how it ends only.

    Parameters
    ----------
    sample : Sample
    k : int
        At most as many as there are different points.
    seed : int
    """
    (end,) = climb(
        sample.points,
        [_begin(sample, k, seed)],
        ridge=RIDGE,
        max_iterations=limit_iterations(sample.points, k),
        weights=sample.frequencies,
    )
    return Ending(seed, end.log_likelihood, end.stopped)


def learn(sample: Sample, k: int, seed: int) -> Learned:
    """Run EM from one start, and keep all of its half-steps.

    Parameters
    ----------
    sample, k, seed
        As of `find_end`.
    """
    tape = record_em(
        sample.points,
        _begin(sample, k, seed),
        ridge=RIDGE,
        max_iterations=limit_iterations(sample.points, k),
        weights=sample.frequencies,
    )
    return Learned(tape, seed)


def _begin(sample: Sample, k: int, seed: int) -> Mixture:
    return start(sample.points, k, "k-means++", seed, weights=sample.frequencies)


def limit_iterations(points: FloatArray, k: int) -> int:
    """How many iterations a run may take on this page."""
    return max(1, min(MOST_ITERATIONS, MOST_WORK // (points.size * k)))


def choose_best(ends: Sequence[Ending]) -> Ending:
    """Give the likeliest of several ends, the first of equal ones; collapsed ones come last."""
    return max(ends, key=lambda end: (end.stopped != "collapsed", end.log_likelihood))


def learn_and_rate(sample: Sample, k: int, seed: int, first: int) -> tuple[Learned, Rated]:
    """Do what `learn` and `rate` do, with the seeds of EM's best start and of the first one."""
    learned = learn(sample, k, seed)
    return learned, rate(sample, learned, first)


def rate(sample: Sample, learned: Learned, seed: int) -> Rated:
    """Find k-means' best centroids, and follow the errors of EM's iterations.

    k-means runs from `CENTROID_STARTS` starts of its own, and from the means of EM's last frame:
    without a position, its error over these pixels is then never above that of EM's hard colours.

    Parameters
    ----------
    sample : Sample
    learned : Learned
    seed : int
        Of the first start.
    """
    points, often = sample.points, sample.frequencies
    mixtures = list_mixtures(learned.tape)
    k = len(mixtures[-1].weights)
    best, least = mixtures[-1].means, np.inf
    seeds = range(seed, seed + CENTROID_STARTS)
    begins = [start(points, k, "k-means++", each, weights=often).means for each in seeds]
    for begin in (*begins, mixtures[-1].means):
        _, centroids = settle(points, begin, weights=often)
        _, inertia = assign(points, centroids, weights=often)
        if inertia < least:
            best, least = centroids, inertia
    told = np.unique(np.geomspace(1, len(mixtures), MOST_TOLD).round().astype(int) - 1)
    soft, hard = [], []
    for at in told:
        gamma = responsibilities(points, mixtures[at])
        soft.append(_measure(points, blend(gamma, mixtures[at]), often))
        hard.append(_measure(points, pick(gamma, mixtures[at]), often))
    nearest, _ = assign(points, best)
    return Rated(
        best,
        tuple(int(at) for at in told),
        tuple(soft),
        tuple(hard),
        _measure(points, best[nearest, :3], often),
    )


def _measure(points: FloatArray, colours: FloatArray, often: FloatArray | None) -> float:
    squares = np.square(points[:, :3] - colours).sum(axis=1)
    return float(np.sqrt(np.average(squares, weights=often)))


# ------------------------------------------------------------------------------ pictures


def list_mixtures(tape: Tape[Frame]) -> list[Mixture]:
    """Give the start and the mixture after each M-step."""
    return [frame.mixture for frame in tape.frames if frame.phase != "E"]


def blend(gamma: FloatArray, mixture: Mixture) -> FloatArray:
    """Give each pixel the mean of the components' colours, weighted by its responsibilities."""
    return gamma @ mixture.means[:, :3]


def pick(gamma: FloatArray, mixture: Mixture) -> FloatArray:
    """Give each pixel the colour of its likeliest component."""
    colours: FloatArray = mixture.means[gamma.argmax(axis=1), :3]
    return colours


def recolour(features: FloatArray, colours: FloatArray) -> Recolouring:
    """Hold a picture's new colours against its own."""
    return Recolouring(colours, measure_colour_error(features[:, :3], colours))


def compare_regions(labels: IntArray, k: int, regions: IntArray, count: int) -> Agreement:
    """Hold groups of pixels against the regions that they were painted from.

    Parameters
    ----------
    labels : ndarray of int, shape (N,)
        Each pixel's group, from 0 to k - 1.
    k : int
    regions : ndarray of int, shape (N,)
    count : int
        How many regions there are.
    """
    table = np.zeros((k, count))
    np.add.at(table, (labels, regions), 1.0)
    owners = table.argmax(axis=1)
    sizes = table.sum(axis=0)
    kept = np.where(owners[:, np.newaxis] == np.arange(count), table, 0.0)
    return Agreement(
        adjusted_rand(labels, regions),
        float(kept.sum() / len(labels)),
        kept.sum(axis=0) / np.maximum(sizes, 1),
        (table >= NOTICED * np.maximum(sizes, 1)).sum(axis=0),
        owners,
        table.argmax(axis=0),
    )


# ------------------------------------------------------------------------------ the stage


def build_run(picture: Picture, sample: Sample, learned: Learned) -> Run:
    """Make what the stage shows of a fit.

    Parameters
    ----------
    picture : Picture
    sample : Sample
    learned : Learned
    """
    position = sample.points.shape[1] > 3
    counted = sample.frequencies is not None
    # Of one colour there may be pixels of several regions.
    known = picture.regions is not None and not counted
    labels = None
    if known:
        assert picture.regions is not None
        labels = picture.regions.ravel()[sample.chosen]
    dataset = Dataset(
        points=sample.points,
        columns=("a*", "b*", "L*", *(("across", "down") if position else ())),
        units=("",) * sample.points.shape[1],
        title=picture.title,
        rows="colours" if counted else "pixels",
        labels=labels,
        truth=None,
        note="",
        label_names=picture.names if known else (),
        frequencies=sample.frequencies,
    )
    settings = Settings(
        data="",
        k=len(learned.tape.frames[0].mixture.weights),
        covariance="full",
        start_seed=learned.seed,
        start="k-means++",
        ridge=RIDGE,
        scale="off",
        twin=False,
    )
    return prepare_run(settings, dataset)._replace(
        points=learned.tape.points, tapes=(learned.tape,)
    )


# ------------------------------------------------------------------------------ steps and masks

STEPS = (0, 1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 75, 100, 150, 200)  # closer where more happens
END = "end"


def list_steps(iterations: int) -> list[str]:
    """List the iterations of a run that its pictures can be seen at: "0" is the start, then "end".

    Parameters
    ----------
    iterations : int
        Of the run.
    """
    return [*(str(step) for step in STEPS if step < iterations), END]


def mask(gamma: FloatArray, component: int, shape: tuple[int, int]) -> tuple[Bytes, Bytes]:
    """Make the grey pictures of a component: white where a pixel is its own, black where not.

    Parameters
    ----------
    gamma : ndarray, shape (H * W, K)
    component : int
        From 0.
    shape : (H, W)

    Returns
    -------
    soft : ndarray of uint8, shape (H, W)
        As light as the responsibility is large.
    hard : ndarray of uint8, shape (H, W)
        White where it is the likeliest component.
    """
    soft = np.round(255 * gamma[:, component]).astype(np.uint8)
    hard = np.where(gamma.argmax(axis=1) == component, 255, 0).astype(np.uint8)
    return soft.reshape(shape), hard.reshape(shape)


def to_picture(colours: FloatArray, shape: tuple[int, int]) -> Bytes:
    """Turn a*, b* and L* of each pixel into a picture (H, W, 3)."""
    return to_bytes(colours[:, [2, 0, 1]]).reshape(*shape, 3)


def name_colours(means: FloatArray) -> list[str]:
    """Name colours, given as a*, b*, L* and more, as the web does: #rrggbb."""
    return [f"#{bytes(each).hex()}" for each in to_bytes(means[:, [2, 0, 1]])]


def weigh_groups(labels: IntArray, k: int) -> FloatArray:
    """Give the share of the pixels in each group."""
    weights: FloatArray = np.bincount(labels, minlength=k) / len(labels)
    return weights
