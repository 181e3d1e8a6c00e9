"""Silhouette: how much nearer points are to their own cluster than to the next (Rousseeuw 1987)."""

from math import nan, sqrt
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gmm.points import FloatArray, IntArray, as_points, weighted_points

ASKED = 2000  # points whose silhouettes are averaged: of more, a sample is asked
BLOCK = 1 << 20  # distances in memory at a time


class Silhouette(NamedTuple):
    """A mean silhouette.

    Attributes
    ----------
    mean : float
        From -1 to 1.
    error : float
        Standard error of the mean where a sample was asked; 0 where every point was.
    asked : int
        How many points were asked.
    """

    mean: float
    error: float
    asked: int


def measure_silhouettes(
    points: npt.ArrayLike,
    labels: npt.ArrayLike,
    *,
    weights: npt.ArrayLike | None = None,
    most: int = ASKED,
    seed: int = 0,
) -> list[Silhouette]:
    """Average the silhouettes of one or several clusterings of the same points.

    A point's silhouette is (b - a) / max(a, b): a is its mean distance to the others of its own
    cluster, b that to the points of the nearest other cluster. It is 0 for a point that is alone
    in its cluster.

    Parameters
    ----------
    points : array_like, shape (N, D)
    labels : array_like of int, shape (N,) or (clusterings, N)
        The cluster of each point, from 0. The distances are measured once for all clusterings.
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`), as frequencies: of a point of weight 3, each
        has two others at distance 0.
    most : int
        Of more points, so many are drawn with replacement, each as likely as it counts, and only
        theirs are averaged; but each is measured against all points, so the mean is right on
        average, and `Silhouette.error` says how far from it a sample may be.
    seed : int
        Of the sample.

    Returns
    -------
    list of Silhouette
        One for each clustering.

    Raises
    ------
    ValueError
        If a clustering has one cluster only (there is no other to be near to), if its shape or
        type does not fit, or as `gmm.points.as_points` and `gmm.points.as_weights`.

    Notes
    -----
    It takes distances only, so it knows round clusters of one size best, those of k-means.
    """
    points = as_points(points)
    table = _as_clusterings(labels, len(points))
    if weights is not None:
        rows = np.flatnonzero(np.asarray(weights) > 0)
        points, weights = weighted_points(points, weights)
        table = table[:, rows]
    counts = np.ones(len(points)) if weights is None else np.asarray(weights, dtype=np.float64)
    for clustering in table:
        if (clustering == clustering[0]).all():
            raise ValueError(
                "A silhouette compares a point's own cluster with the nearest other one, but here "
                "all points are in one cluster. Ask for at least 2."
            )
    sampled = len(points) > most
    asked = (
        np.random.default_rng(seed).choice(len(points), most, p=counts / counts.sum())
        if sampled
        else np.arange(len(points))
    )
    values = _measure(points, counts, table, asked)
    if sampled:
        errors = values.std(axis=1, ddof=1) / sqrt(most) if most > 1 else [nan] * len(values)
        return [
            Silhouette(float(each.mean()), float(error), most)
            for each, error in zip(values, errors, strict=True)
        ]
    return [
        Silhouette(float(np.average(each, weights=counts)), 0.0, len(points)) for each in values
    ]


def _measure(
    points: FloatArray, counts: FloatArray, table: IntArray, asked: IntArray
) -> FloatArray:
    """Silhouettes (clusterings, points asked)."""
    clusters = [int(clustering.max()) + 1 for clustering in table]
    ends = np.cumsum(clusters)
    # How often each point counts in each cluster of each clustering: (N, all clusters).
    shares = np.zeros((len(points), ends[-1]))
    for clustering, end, k in zip(table, ends, clusters, strict=True):
        shares[np.arange(len(points)), end - k + clustering] = counts
    sizes = shares.sum(axis=0)
    values = np.empty((len(table), len(asked)))
    rows = max(1, BLOCK // len(points))
    for first in range(0, len(asked), rows):
        here = asked[first : first + rows]
        squares = np.zeros((len(here), len(points)))
        for column in points.T:
            squares += np.square(column[here, np.newaxis] - column)
        sums = np.sqrt(squares, out=squares) @ shares  # of distances, to each cluster
        for row, (clustering, end, k) in enumerate(zip(table, ends, clusters, strict=True)):
            values[row, first : first + rows] = _compare(
                sums[:, end - k : end], sizes[end - k : end], clustering[here]
            )
    return values


def _compare(sums: FloatArray, sizes: FloatArray, own: IntArray) -> FloatArray:
    """Silhouettes of points, from their summed distances (points, K) to clusters of sizes (K,)."""
    places = np.arange(len(own))
    others = sizes[own] - 1
    inside = sums[places, own] / np.maximum(others, 1)
    means = np.where(sizes > 0, sums / np.where(sizes > 0, sizes, 1), np.inf)
    means[places, own] = np.inf
    outside = means.min(axis=1)
    larger = np.maximum(inside, outside)
    values: FloatArray = (outside - inside) / np.where(larger > 0, larger, 1)
    return np.where(others > 0, values, 0.0)


def _as_clusterings(labels: npt.ArrayLike, n: int) -> IntArray:
    table = np.atleast_2d(np.asarray(labels))
    if table.ndim != 2 or table.shape[1] != n or not np.issubdtype(table.dtype, np.integer):
        raise ValueError(
            f"The labels must be one whole number for each of the {n} points, but they have shape "
            f"{np.shape(labels)} and type {table.dtype}."
        )
    if table.min() < 0:
        raise ValueError("Labels are numbers from 0 on, but one is negative.")
    return table.astype(np.int64, copy=False)
