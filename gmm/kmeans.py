"""k-means: assignment and update, the hard twin of EM (Lloyd 1982; Bishop 2006, section 9.1)."""

import numpy as np
import numpy.typing as npt

from gmm.points import FloatArray, IntArray, as_points, as_weights, weighted_sum


def assign(
    points: npt.ArrayLike, centroids: npt.ArrayLike, *, weights: npt.ArrayLike | None = None
) -> tuple[IntArray, float]:
    """Give every point to its nearest centroid (Bishop 2006, eq. 9.2).

    Parameters
    ----------
    points : array_like, shape (N, D)
    centroids : array_like, shape (K, D)
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`). They change the inertia only.

    Returns
    -------
    labels : ndarray of int, shape (N,)
        Of two centroids equally near, the one that comes first.
    inertia : float
        Sum of squared distances to the nearest centroid, each as often as its point's weight says,
        in squared data units.

    Raises
    ------
    ValueError
        If points or centroids are not finite (N, D) and (K, D) arrays of one D, or as
        `gmm.points.as_weights`.
    """
    squares = _squared_distances(as_points(points), _as_centroids(centroids, points))
    labels = squares.argmin(axis=0)
    return labels, weighted_sum(squares.min(axis=0), as_weights(weights, len(labels)))


def update(
    points: npt.ArrayLike,
    labels: npt.ArrayLike,
    centroids: npt.ArrayLike,
    *,
    weights: npt.ArrayLike | None = None,
) -> FloatArray:
    """Move every centroid to the mean of its points (Bishop 2006, eq. 9.4).

    Parameters
    ----------
    points : array_like, shape (N, D)
    labels : array_like of int, shape (N,)
    centroids : array_like, shape (K, D)
        Where they are now. A centroid that no point is given to, or only points of weight 0,
        stays there.
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`).

    Returns
    -------
    ndarray, shape (K, D)

    Raises
    ------
    ValueError
        As `assign`, or if a label is not that of a centroid.
    """
    points, centroids = as_points(points), _as_centroids(centroids, points)
    k = len(centroids)
    labels = _as_labels(labels, len(points), k)
    # How far each has to go, not where: sums of small numbers round less.
    columns = (points - centroids[labels]).T
    weights = as_weights(weights, len(points))
    if weights is not None:
        columns = columns * weights
    sums = [np.bincount(labels, weights=column, minlength=k) for column in columns]
    counts = np.bincount(labels, weights, minlength=k)
    counts[counts == 0] = 1
    return centroids + np.stack(sums, axis=1) / counts[:, np.newaxis]


def refill_empty(
    points: npt.ArrayLike,
    labels: npt.ArrayLike,
    centroids: npt.ArrayLike,
    *,
    weights: npt.ArrayLike | None = None,
) -> FloatArray:
    """Move every centroid as `update` does, and those of empty clusters to far points.

    Each takes the point that is farthest from its own centroid, the next one the next farthest.
    The cluster that the point is given to gets its mean without it, and the labels stay: it is
    given to its new centroid by the next assignment. scikit-learn's KMeans does so.

    Parameters and result are those of `update`. Where every point lies on its centroid, none can
    be given away, and empty clusters stay.
    """
    points, centroids = as_points(points), _as_centroids(centroids, points)
    k = len(centroids)
    labels = _as_labels(labels, len(points), k)
    weights = as_weights(weights, len(points))
    counts = np.bincount(labels, weights, minlength=k)
    empty = np.flatnonzero(counts == 0)
    moved = update(points, labels, centroids, weights=weights)
    squares = np.square(points - centroids[labels]).sum(axis=1)
    if not len(empty) or not squares.any():
        return moved
    # Of several, in the order that scikit-learn has them in.
    far = np.argpartition(squares, -len(empty))[: -len(empty) - 1 : -1]
    kept = np.ones(len(points)) if weights is None else weights.copy()
    kept[far] = 0
    left = np.bincount(labels, kept, minlength=k) > 0
    if kept.any():
        moved = np.where(
            left[:, np.newaxis], update(points, labels, centroids, weights=kept), moved
        )
    moved[empty] = points[far]
    return moved


def inertia(
    points: npt.ArrayLike,
    labels: npt.ArrayLike,
    centroids: npt.ArrayLike,
    *,
    weights: npt.ArrayLike | None = None,
) -> float:
    """Sum of squared distances from the points to the centroids they are given to.

    What k-means brings down: `assign` chooses the labels for it, `update` the centroids
    (the distortion J of Bishop 2006, eq. 9.1).

    Parameters
    ----------
    points : array_like, shape (N, D)
    labels : array_like of int, shape (N,)
    centroids : array_like, shape (K, D)
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`).

    Returns
    -------
    float
        In squared data units.

    Raises
    ------
    ValueError
        As `assign`, or if a label is not that of a centroid.
    """
    points, centroids = as_points(points), _as_centroids(centroids, points)
    squares = np.square(points - centroids[_as_labels(labels, len(points), len(centroids))])
    return weighted_sum(squares, as_weights(weights, len(points)))


def settle(
    points: npt.ArrayLike,
    centroids: npt.ArrayLike,
    max_iterations: int = 500,
    *,
    weights: npt.ArrayLike | None = None,
) -> tuple[IntArray, FloatArray]:
    """Run k-means to its end, without a tape: what `assign` and `update` come to in turn.

    A point is looked at again only when its centroid may no longer be the nearest. Until then the
    triangle inequality vouches for it: its lead, by how much farther the second centroid was when
    it was last looked at, is longer than what its own centroid and the fastest other one have
    moved since (Hamerly 2010, "Making k-means even faster", with one number a point in place of
    two bounds).

    Parameters
    ----------
    points : array_like, shape (N, D)
    centroids : array_like, shape (K, D)
        Where the run begins.
    max_iterations : int
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`).

    Returns
    -------
    labels : ndarray of int, shape (N,)
    centroids : ndarray, shape (K, D)
        Of a converged run, those that `update` gives for the labels, and `assign` gives the labels
        for them.

    Raises
    ------
    ValueError
        As `assign`.
    """
    points, centroids = as_points(points), _as_centroids(centroids, points)
    weights = as_weights(weights, len(points))
    columns = np.ascontiguousarray(points.T)  # (D, N)
    labels, leads = _measure_leads(columns, centroids)
    drifts = np.zeros(len(centroids))  # how far each has moved, and the fastest other one with it
    expiries = leads  # the drift at which a point's lead may be used up
    for _ in range(max_iterations):
        moved = _average(columns, labels, centroids, weights)
        steps = np.sqrt(np.square(moved - centroids).sum(axis=1))
        centroids = moved
        if not steps.any():
            break
        drifts += steps + _fastest_other(steps)
        due = np.flatnonzero(expiries <= drifts[labels])
        labels[due], leads = _measure_leads(columns[:, due], centroids)
        expiries[due] = leads + drifts[labels[due]]
    # To the last bit as the steps have it: a round or two.
    for _ in range(max_iterations):
        centroids = update(points, labels, centroids, weights=weights)
        before, (labels, _) = labels, assign(points, centroids)
        if np.array_equal(labels, before):
            break
    return labels, centroids


def _measure_leads(columns: FloatArray, centroids: FloatArray) -> tuple[IntArray, FloatArray]:
    """Labels (N,), and how much farther than the nearest the second nearest centroid is (N,)."""
    squares = _squared_distances(columns.T, centroids)
    labels = np.zeros(columns.shape[1], dtype=np.int64)
    nearest, second = squares[0], np.full(columns.shape[1], np.inf)
    for k, away in enumerate(squares[1:], start=1):
        nearer = away < nearest
        np.minimum(second, np.maximum(nearest, away), out=second)
        np.minimum(nearest, away, out=nearest)
        labels[nearer] = k
    return labels, np.sqrt(second) - np.sqrt(nearest)


def _average(
    columns: FloatArray, labels: IntArray, centroids: FloatArray, weights: FloatArray | None
) -> FloatArray:
    """Means of the clusters (K, D): `update`, but for its care with the last digits."""
    k = len(centroids)
    weighted = columns if weights is None else columns * weights
    sums = [np.bincount(labels, column, minlength=k) for column in weighted]
    counts = np.bincount(labels, weights, minlength=k)
    filled = (counts > 0)[:, np.newaxis]
    counts[counts == 0] = 1
    means: FloatArray = np.where(filled, np.stack(sums, axis=1) / counts[:, np.newaxis], centroids)
    return means


def _fastest_other(steps: FloatArray) -> FloatArray:
    """For each of K steps, the longest of the others (K,)."""
    longest = int(steps.argmax())
    others = np.full(len(steps), steps[longest])
    others[longest] = np.delete(steps, longest).max(initial=0.0)
    return others


def _squared_distances(points: FloatArray, centroids: FloatArray) -> FloatArray:
    """Squared distances (K, N), from differences and column by column.

    Expanding the square would be faster, but then a tie, or a twin of this in another language,
    could come out the other way.
    """
    squares = np.zeros((len(centroids), len(points)))
    for column, place in zip(points.T, centroids.T, strict=True):
        residuals = column - place[:, np.newaxis]
        squares += residuals * residuals
    return squares


def _as_labels(labels: npt.ArrayLike, n: int, k: int) -> IntArray:
    array = np.asarray(labels)
    if array.shape != (n,) or not np.issubdtype(array.dtype, np.integer):
        raise ValueError(
            f"The labels must be one whole number for each of the {n} points, but they have shape "
            f"{array.shape} and type {array.dtype}."
        )
    fine = (array >= 0) & (array < k)
    if not fine.all():
        row = int(fine.argmin())
        raise ValueError(
            f"The label of point {row} (from 0) is {array[row]}, but there are {k} centroids: "
            f"labels go from 0 to {k - 1}."
        )
    return array.astype(np.int64, copy=False)


def _as_centroids(centroids: npt.ArrayLike, points: npt.ArrayLike) -> FloatArray:
    centroids = as_points(centroids)
    d = np.shape(points)[1]
    if centroids.shape[1] != d:
        raise ValueError(
            f"The centroids have {centroids.shape[1]} columns, but the points have {d}. "
            f"Give each centroid one number for each column."
        )
    return centroids
