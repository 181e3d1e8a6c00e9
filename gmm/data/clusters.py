"""Clusters drawn by chance from Gaussian mixtures that are known.

Each function draws the same points each time from the same n, seed and knobs.
"""

from typing import NamedTuple

import numpy as np

from gmm.mixture import Mixture, sample
from gmm.points import FloatArray, IntArray


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


def draw_round_clusters(n: int, seed: int, clusters: int, distance: float) -> Draw:
    """Round clusters of one size, evenly around a circle.

    Parameters
    ----------
    n, seed : int
    clusters : int
    distance : float
        Between the means of neighbours, in standard deviations.
    """
    return _draw_from(
        weights=np.full(clusters, 1 / clusters),
        means=place_around(clusters, distance),
        covariances=np.array([np.eye(2)] * clusters),
        n=n,
        seed=seed,
    )


def draw_elongated_clusters(n: int, seed: int, elongation: float, tilt: float) -> Draw:
    """Three long clusters, two lying side by side and one across their ends.

    Parameters
    ----------
    n, seed : int
    elongation : float
        How many times longer than wide.
    tilt : float
        Degrees between the first cluster and the x axis; the others tilt with it.
    """
    return _draw_from(
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


def draw_unequal_clusters(n: int, seed: int, share: float, ratio: float) -> Draw:
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
    return _draw_from(
        weights=np.array([share, rest, rest]),
        means=np.array([[0.0, 0.0], [4.5, 2.0], [4.5, -2.0]]),
        covariances=0.16 * np.array([ratio**2 * np.eye(2), np.eye(2), np.eye(2)]),
        n=n,
        seed=seed,
    )


def draw_overlapping_clusters(n: int, seed: int, distance: float, share: float) -> Draw:
    """Two round clusters of one size, one over the other.

    Parameters
    ----------
    n, seed : int
    distance : float
        Between the means, in standard deviations.
    share : float
        Of the points, in the first cluster.
    """
    return _draw_from(
        weights=np.array([share, 1 - share]),
        means=np.array([[-distance / 2, 0.0], [distance / 2, 0.0]]),
        covariances=np.array([np.eye(2)] * 2),
        n=n,
        seed=seed,
    )


def draw_one_gaussian(n: int, seed: int, correlation: float) -> Draw:
    """One Gaussian, standard deviation 1 in both columns.

    Parameters
    ----------
    n, seed : int
    correlation : float
        Of the two columns.
    """
    return _draw_from(
        weights=np.ones(1),
        means=np.zeros((1, 2)),
        covariances=np.array([[[1.0, correlation], [correlation, 1.0]]]),
        n=n,
        seed=seed,
    )


def draw_on_a_line(n: int, seed: int, clusters: int, distance: float, growth: float) -> Draw:
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
    return _draw_from(
        weights=np.full(clusters, 1 / clusters),
        means=means[:, np.newaxis],
        covariances=np.square(spreads)[:, np.newaxis, np.newaxis],
        n=n,
        seed=seed,
    )


def _draw_from(
    weights: FloatArray, means: FloatArray, covariances: FloatArray, n: int, seed: int
) -> Draw:
    """Points of a mixture, in no order."""
    truth = Mixture(weights, means, covariances)
    points, labels = sample(truth, n, seed)
    # `sample` groups its points by component: a table in that order would give the answer away,
    # and the component drawn last would cover the others. [seed, n] is a stream of its own.
    order = np.random.default_rng([seed, n]).permutation(n)
    names = tuple(f"cluster {i}" for i in range(1, len(weights) + 1))
    return Draw(points[order], labels[order], names, truth)


def place_around(clusters: int, distance: float) -> FloatArray:
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
