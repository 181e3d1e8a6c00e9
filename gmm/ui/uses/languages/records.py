"""One mixture a class beside one Gaussian a class, judged on groups that were held out."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gmm.cases.music import take_clips
from gmm.cases.passages import Passages, take_passages
from gmm.directions import Directions, find_directions, project
from gmm.discriminant import (
    Discriminant,
    class_log_joint,
    confuse,
    fit_classes,
    measure_accuracy,
    posteriors,
)
from gmm.points import FloatArray, IntArray
from gmm.restarts import Reach

# In directions within which the classes have a spread of 1: with so few points a covariance may
# shrink to nothing along some of them, though not to less than a seventh of that spread.
RIDGE = 0.02
SHRINK = 0.1  # the ridge of the directions: many features are measured by few points
SEEDS = (0, 1)  # of the starts of a mixture; the best end is kept
UNSURE = 0.05  # a share of sign tests in which chance alone does as much


class Taught(NamedTuple):
    """What was learned from points whose classes are known.

    Attributes
    ----------
    directions : Directions
    mixture, gaussian : Discriminant
        One mixture a class, and one Gaussian a class.
    """

    directions: Directions
    mixture: Discriminant
    gaussian: Discriminant


class Fold(NamedTuple):
    """What was said about the points of a group that nothing was learned from.

    Attributes
    ----------
    rows : ndarray of int, shape (M,)
        Which points.
    by_mixture, by_gaussian : ndarray of int, shape (M,)
        The class that each was given.
    own : ndarray, shape (2, M)
        ln p(x | its true class), by the mixture and by the Gaussian.
    density : ndarray, shape (M,)
        ln p(x) of all classes together, by the mixtures.
    """

    rows: IntArray
    by_mixture: IntArray
    by_gaussian: IntArray
    own: FloatArray
    density: FloatArray


class Verdict(NamedTuple):
    """How both did on all points, each held out once.

    Attributes
    ----------
    by_mixture, by_gaussian : ndarray of int, shape (C, C)
        Confusion: true classes as rows.
    mixture, gaussian : Reach
        Accuracies, with limits.
    mixture_alone, gaussian_alone : int
        How many points only one of them has right.
    chance : float
        How likely such a difference, or a larger one, is if both are alike: the sign test on the
        points that only one has right (McNemar 1947).
    densities : tuple of float
        Mean of ln p(x | true class), by the mixture and by the Gaussian, in nats.
    seen : ndarray, shape (N,)
        ln p(x) of each held-out point, by the mixtures; ascending.
    """

    by_mixture: IntArray
    by_gaussian: IntArray
    mixture: Reach
    gaussian: Reach
    mixture_alone: int
    gaussian_alone: int
    chance: float
    densities: tuple[float, float]
    seen: FloatArray


class Strangers(NamedTuple):
    """What becomes of points of a class that was not taught.

    Attributes
    ----------
    given : ndarray of int, shape (C,)
        How many were given to each class.
    sure : float
        The share of them with a posterior above 0.9.
    density : ndarray, shape (M,)
        ln p(x), by the mixtures; ascending.
    """

    given: IntArray
    sure: float
    density: FloatArray


def teach(features: FloatArray, labels: IntArray, k: int, count: int) -> Taught:
    """Learn from points whose classes are known.

    Parameters
    ----------
    features : ndarray, shape (N, D)
    labels : ndarray of int, shape (N,)
    k : int
        Components of a class's mixture.
    count : int
        How many discriminant directions the classes are told apart by.

    Returns
    -------
    Taught
        With equal priors: how many points of a class there are is our choice.
    """
    directions = find_directions(features, labels, count, ridge=SHRINK)
    seen = project(features, directions)
    classes = int(labels.max()) + 1
    mixture, gaussian = (
        fit_classes(
            seen, labels, each, seeds=SEEDS, ridge=RIDGE, priors=np.full(classes, 1 / classes)
        )
        for each in (k, 1)
    )
    return Taught(directions, mixture, gaussian)


def judge_fold(
    features: FloatArray, labels: IntArray, groups: IntArray, held: int, k: int, count: int
) -> Fold:
    """Hold one group out, learn from the others, and say what the held-out points are.

    Parameters
    ----------
    features : ndarray, shape (N, D)
    labels, groups : ndarray of int, shape (N,)
    held : int
        Which group.
    k, count : int
        As `teach`.

    Returns
    -------
    Fold
    """
    out = groups == held
    taught = teach(features[~out], labels[~out], k, count)
    seen = project(features[out], taught.directions)
    own = labels[out]
    given, inside = [], []
    for model in (taught.mixture, taught.gaussian):
        joint = class_log_joint(seen, model)
        given.append(joint.argmax(axis=1))
        inside.append(joint[np.arange(len(own)), own] - np.log(model.priors[own]))
    density = posteriors(seen, taught.mixture)[1]
    return Fold(np.flatnonzero(out), given[0], given[1], np.array(inside), density)


def sum_up(labels: IntArray, folds: Sequence[Fold]) -> Verdict:
    """Put together what was said about all points.

    Parameters
    ----------
    labels : ndarray of int, shape (N,)
    folds : sequence of Fold
        Each point is in one of them.

    Returns
    -------
    Verdict
    """
    classes = int(labels.max()) + 1
    truth = np.concatenate([labels[fold.rows] for fold in folds])
    mixture = np.concatenate([fold.by_mixture for fold in folds])
    gaussian = np.concatenate([fold.by_gaussian for fold in folds])
    tables = [confuse(truth, given, classes) for given in (mixture, gaussian)]
    right, right_too = mixture == truth, gaussian == truth
    alone, alone_too = int((right & ~right_too).sum()), int((right_too & ~right).sum())
    own = np.concatenate([fold.own for fold in folds], axis=1).mean(axis=1)
    return Verdict(
        tables[0],
        tables[1],
        measure_accuracy(tables[0]),
        measure_accuracy(tables[1]),
        alone,
        alone_too,
        compare_signs(alone, alone_too),
        (float(own[0]), float(own[1])),
        np.sort(np.concatenate([fold.density for fold in folds])),
    )


def compare_signs(one: int, other: int) -> float:
    """Say how likely a split at least as uneven is, if either side is as likely as the other.

    Parameters
    ----------
    one, other : int

    Returns
    -------
    float
        Of both sides, at most 1.
    """
    total, least = one + other, min(one, other)
    tail = sum(math.comb(total, count) for count in range(least + 1)) / 2**total
    return float(min(1.0, 2 * tail))


def find_floor(verdict: Verdict, share: float) -> float:
    """Find the log density below which a share of the held-out points of taught classes lies.

    Parameters
    ----------
    verdict : Verdict
    share : float
        Between 0 and 1.
    """
    return float(np.quantile(verdict.seen, share))


def meet(features: FloatArray, taught: Taught) -> Strangers:
    """Show points of a class that was not taught to the mixtures.

    Parameters
    ----------
    features : ndarray, shape (M, D)
    taught : Taught

    Returns
    -------
    Strangers
    """
    found, density = posteriors(project(features, taught.directions), taught.mixture)
    given = np.bincount(found.argmax(axis=1), minlength=found.shape[1])
    return Strangers(given, float((found.max(axis=1) > 0.9).mean()), np.sort(density))


def turn(seen: FloatArray, directions: Directions) -> tuple[FloatArray, Directions]:
    """Turn the view so that points of one class vary most along its first directions.

    A turn changes no distance, so a fit with a ridge is the same one, seen from elsewhere.

    Parameters
    ----------
    seen : ndarray, shape (N, M)
        Points of the class, in the directions.
    directions : Directions

    Returns
    -------
    seen : ndarray, shape (N, M)
    directions : Directions
        Their ratios are nan: they were not chosen to tell classes apart.
    """
    turns = np.linalg.svd(seen - seen.mean(axis=0), full_matrices=True)[2].T
    turns = turns * np.sign(turns[np.abs(turns).argmax(axis=0), np.arange(len(turns))])
    ratios = np.full(len(turns), np.nan)
    return seen @ turns, Directions(directions.origin, directions.axes @ turns, ratios)


def judge_length(languages: tuple[str, ...], letters: int, held: int, k: int, count: int) -> Fold:
    """Hold one piece of each language out, with passages of another length.

    Parameters
    ----------
    languages : tuple of str
    letters : int
    held, k, count : int
        As `judge_fold`.

    Returns
    -------
    Fold
    """
    passages = take_passages(languages, letters)
    return judge_fold(passages.features, passages.labels, passages.pieces, held, k, count)


def take_all(languages: tuple[str, ...], letters: int) -> Passages:
    """Cut and measure the texts of some languages (a job for a worker).

    Parameters
    ----------
    languages : tuple of str
    letters : int
    """
    return take_passages(languages, letters)


def listen(style: str, first: int, last: int, seed: int, noise: float = 0.0) -> FloatArray:
    """Synthesise some pieces of a style and measure them (a job for a worker).

    Parameters
    ----------
    style : str
    first, last : int
        Which pieces; the last one is not among them.
    seed : int
    noise : float
        As `gmm.cases.music.play`.

    Returns
    -------
    ndarray, shape (2 * (last - first), D)
    """
    return take_clips(style, range(first, last), seed, noise)
