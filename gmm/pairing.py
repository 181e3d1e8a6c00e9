"""Pairs: which of a mixture's components each cluster of k-means is.

Both number what they find as it comes. Before the two are compared, or drawn in one set of colours,
clusters are matched to components so that as many points as possible are labelled alike.
"""

import numpy as np
import numpy.typing as npt

from gmm.points import IntArray


def pair_clusters(
    labels: npt.ArrayLike,
    clusters: npt.ArrayLike,
    k: int,
    *,
    weights: npt.ArrayLike | None = None,
) -> IntArray:
    """Pair each cluster with a component of its own.

    Parameters
    ----------
    labels : array_like of int, shape (N,)
        The likeliest component of each point, from 0.
    clusters : array_like of int, shape (N,)
        The cluster of each point, from 0.
    k : int
        How many components there are, and how many clusters.
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`).

    Returns
    -------
    ndarray of int, shape (K,)
        The component of each cluster. `pairs[clusters] == labels` holds for as many points as any
        pairing can reach; of those that are as good, this one keeps most numbers as they are.

    Notes
    -----
    An assignment problem (Kuhn 1955). assets/stage/pairing.js solves the same one.
    """
    # Here: it takes as long to load as the rest of the engine, which most runs do without.
    from scipy.optimize import linear_sum_assignment

    alike = np.zeros((k, k))
    often = np.broadcast_to(1.0 if weights is None else np.asarray(weights), np.shape(labels))
    np.add.at(alike, (np.asarray(clusters), np.asarray(labels)), often)
    # Less than any point, all in all: only where nothing else decides.
    alike += 1e-9 * often.sum() * np.eye(k)
    pairs: IntArray = linear_sum_assignment(alike, maximize=True)[1].astype(np.int64)
    return pairs
