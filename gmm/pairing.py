"""Pairs: which of a mixture's components each cluster of k-means is, or each component of another.

All of them number what they find as it comes. Before a mixture and clusters are compared, or drawn
in one set of colours, clusters are matched to components so that as many points as possible are
labelled alike. Of two mixtures those components are matched that are most alike.
"""

import numpy as np
import numpy.typing as npt

from gmm.mixture import Mixture
from gmm.points import FloatArray, IntArray


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
    alike = np.zeros((k, k))
    often = np.broadcast_to(1.0 if weights is None else np.asarray(weights), np.shape(labels))
    np.add.at(alike, (np.asarray(clusters), np.asarray(labels)), often)
    # Less than any point, all in all: only where nothing else decides.
    alike += 1e-9 * often.sum() * np.eye(k)
    return _assign(alike)


def measure_affinities(one: Mixture, other: Mixture) -> FloatArray:
    """Measure how alike the components of two mixtures are.

    Parameters
    ----------
    one, other : Mixture
        Of K and L components in the same dimensions, and units.

    Returns
    -------
    ndarray, shape (K, L)
        sqrt(pi_k pi'_l) times the integral of sqrt(N_k N'_l), which is 1 where the two Gaussians
        are equal (Bhattacharyya 1943). Of a mixture and itself, the diagonal adds up to 1.
    """
    weights, means, covariances = one
    between = (covariances[:, np.newaxis] + other.covariances) / 2  # (K, L, D, D)
    apart = means[:, np.newaxis] - other.means
    squares = np.sum(apart * np.linalg.solve(between, apart[..., np.newaxis])[..., 0], axis=-1)
    volumes = np.linalg.slogdet(between)[1]
    own, others = (np.linalg.slogdet(each.covariances)[1] for each in (one, other))
    logs = (own[:, np.newaxis] + others) / 4 - volumes / 2 - squares / 8
    affinities: FloatArray = np.sqrt(np.outer(weights, other.weights)) * np.exp(logs)
    return affinities


def pair_components(affinities: FloatArray) -> IntArray:
    """Pair each component of a mixture with one of another.

    Parameters
    ----------
    affinities : ndarray, shape (K, K)
        As `measure_affinities` gives them.

    Returns
    -------
    ndarray of int, shape (K,)
        The other's component of each. No pairing has a larger sum of affinities.
    """
    return _assign(affinities)


def _assign(alike: FloatArray) -> IntArray:
    # Here: it takes as long to load as the rest of the engine, which most runs do without.
    from scipy.optimize import linear_sum_assignment

    pairs: IntArray = linear_sum_assignment(alike, maximize=True)[1].astype(np.int64)
    return pairs
