"""New points from the mixture, and how near a fit of them comes to it again."""

from typing import NamedTuple

import numpy as np

from gmm.comparison import compare
from gmm.limits import limit_iterations
from gmm.mixture import Mixture, sample
from gmm.points import FloatArray, IntArray
from gmm.starts import start
from gmm.tape import record_em
from gmm.ui.link import Settings

SIZES = (50, 150, 500, 1_500, 5_000)  # new points
REPEATS = 5  # of each size, each with points of its own


class Draw(NamedTuple):
    """New points, in the units that the mixture is in.

    Attributes
    ----------
    points : ndarray, shape (n, D)
    labels : ndarray, shape (n,)
        The component that each came from.
    """

    points: FloatArray
    labels: IntArray


class Refit(NamedTuple):
    """A fit of new points, held against the mixture that made them.

    Attributes
    ----------
    n : int
        How many points.
    mixture : Mixture
        In the units of the mixture that made them, its components in the order of those that they
        stand for (`gmm.comparison.compare`).
    mean : float
        The largest distance of a mean from the one it stands for, in standard deviations of the
        component that made the points.
    weight : float
        The largest difference of a weight.
    worst : int
        The component with that difference, from 0.
    collapsed : bool
        Whether EM stopped because a component collapsed; the mixture is the last good one.
    """

    n: int
    mixture: Mixture
    mean: float
    weight: float
    worst: int
    collapsed: bool


class Half(NamedTuple):
    """A fit of the first half of the rows alone.

    Attributes
    ----------
    counts : ndarray of int, shape (K,)
        How many of the rows each component made.
    refit : Refit or None
        None where they are too few different points.
    """

    counts: IntArray
    refit: Refit | None


def draw(mixture: Mixture, n: int, seed: int, repeat: int, shuffled: bool) -> Draw:
    """Draw new points.

    Parameters
    ----------
    mixture : Mixture
    n, seed, repeat : int
        Each repeat has points of its own.
    shuffled : bool
        The same points, in an order by chance; else ordered by component, as the engine draws them.
    """
    points, labels = sample(mixture, n, np.random.default_rng([seed, n, repeat]))
    if not shuffled:
        return Draw(points, labels)
    order = np.random.default_rng([seed, n, repeat, 1]).permutation(n)
    return Draw(points[order], labels[order])


def refit(mixture: Mixture, n: int, seed: int, repeat: int, settings: Settings) -> Refit:
    """Fit new points, starting at the mixture that made them.

    The start leaves nothing but the points to blame for what is found elsewhere.
    """
    return _fit(mixture, draw(mixture, n, seed, repeat, False).points, mixture, settings)


def refit_half(mixture: Mixture, n: int, seed: int, shuffled: bool, settings: Settings) -> Half:
    """Fit the first half of the rows, from the start that the settings name."""
    points, labels = draw(mixture, n, seed, 0, shuffled)
    points, labels = points[: n // 2], labels[: n // 2]
    counts = np.bincount(labels, minlength=len(mixture.weights))
    try:
        begin = start(points, settings.k, settings.start, settings.start_seed, settings.covariance)
    except ValueError:
        return Half(counts, None)
    return Half(counts, _fit(mixture, points, begin, settings))


def _fit(truth: Mixture, points: FloatArray, begin: Mixture, settings: Settings) -> Refit:
    tape = record_em(
        points,
        begin,
        covariance=settings.covariance,
        ridge=settings.ridge,
        max_iterations=limit_iterations(len(points), len(begin.weights)),
    )
    fitted = tape.frames[-1].mixture
    apart = compare(fitted, truth)
    sizes = np.abs(apart.weight)
    return Refit(
        len(points),
        Mixture(*(part[apart.order] for part in fitted)),
        float(apart.mean_in_deviations.max()),
        float(sizes.max()),
        int(sizes.argmax()),
        tape.stopped == "collapsed",
    )
