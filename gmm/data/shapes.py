"""Shapes drawn by chance that are no Gaussian mixture.

Each function draws the same points each time from the same n, seed and knobs.
"""

import numpy as np

from gmm.data.clusters import Draw, draw_round_clusters, place_around


def draw_rings(n: int, seed: int, rings: int, blur: float) -> Draw:
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


def draw_moons(n: int, seed: int, blur: float) -> Draw:
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


def draw_clusters_in_noise(n: int, seed: int, clusters: int, noise: float) -> Draw:
    """Tight round clusters around a circle, and points strewn evenly over a square.

    Parameters
    ----------
    n, seed : int
    clusters : int
    noise : float
        Share of the points that belong to no cluster.
    """
    clean = draw_round_clusters(n, seed, clusters, distance=12.0)
    half = np.abs(place_around(clusters, distance=12.0)).max() + 6
    rng = np.random.default_rng([seed, n, 1])
    is_noise = rng.random(n) < noise
    strewn = rng.uniform(-half, half, size=(n, 2))
    return Draw(
        np.where(is_noise[:, np.newaxis], strewn, clean.points),
        np.where(is_noise, clusters, clean.labels),
        (*clean.label_names, "noise"),
        None,
    )
