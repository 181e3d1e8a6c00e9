"""A fitted mixture held against the true one: who is who, and how far off."""

from typing import NamedTuple

import numpy as np

from gmm.mixture import Mixture
from gmm.points import FloatArray, IntArray


class Comparison(NamedTuple):
    """How far a fit is from the truth, a row for each true component.

    Where the fit has fewer components, some of the true ones have no match: their row holds -1 and
    NaN.

    Attributes
    ----------
    order : ndarray of int, shape (K,)
        The fit's component that stands for each true one, -1 for none.
    spare : ndarray of int
        The fit's components that stand for none.
    distance : ndarray, shape (K,)
        Bhattacharyya distance of the two, in nats: 0 for equal Gaussians, no upper end.
    weight : ndarray, shape (K,)
        The fit's weight less the true one.
    mean : ndarray, shape (K,)
        Distance of the two means, in data units.
    mean_in_deviations : ndarray, shape (K,)
        The same in standard deviations of the true component in that direction (Mahalanobis).
    stretch : ndarray, shape (K,)
        How many times wider one of the two is in the direction in which their standard deviations
        differ most: 1 for equal covariances, 2 for twice or half as wide.
    """

    order: IntArray
    spare: IntArray
    distance: FloatArray
    weight: FloatArray
    mean: FloatArray
    mean_in_deviations: FloatArray
    stretch: FloatArray


def compare(fit: Mixture, truth: Mixture) -> Comparison:
    """Match the components of two mixtures, and measure how far each pair is apart.

    Parameters
    ----------
    fit : Mixture
        Of any number of components.
    truth : Mixture
        K components, in the same dimensions.

    Returns
    -------
    Comparison

    Raises
    ------
    ValueError
        When the dimensions differ, or a covariance is not positive definite.

    Notes
    -----
    The components' order means nothing, so the pairs are those with the least sum of Bhattacharyya
    distances between their Gaussians (Bhattacharyya 1943), by the Hungarian method (Kuhn 1955).
    The weights have no say in it. Unlike Hellinger's, which ends at 1, the distance still tells
    far from farther. All but `mean` are the same in any units of the data.
    """
    if fit.means.shape[1] != truth.means.shape[1]:
        raise ValueError(
            f"The fit has {fit.means.shape[1]} dimensions, and the truth {truth.means.shape[1]}. "
            "Compare mixtures of the same data."
        )
    distances = _bhattacharyya(fit, truth)  # (K of the truth, K of the fit)
    # Only now: it loads a good part of SciPy, which a page that compares nothing does without.
    from scipy.optimize import linear_sum_assignment

    ours, theirs = linear_sum_assignment(distances)
    k = len(truth.weights)
    order = np.full(k, -1)
    order[ours] = theirs
    measures = np.full((5, k), np.nan)
    for j, i in zip(ours, theirs, strict=True):
        offset = fit.means[i] - truth.means[j]
        # In the true component's own units, the fit's covariance has these variances.
        whiten = np.linalg.inv(np.linalg.cholesky(truth.covariances[j]))
        variances = np.linalg.eigvalsh(whiten @ fit.covariances[i] @ whiten.T)
        measures[:, j] = (
            distances[j, i],
            fit.weights[i] - truth.weights[j],
            np.linalg.norm(offset),
            np.linalg.norm(whiten @ offset),
            np.exp(np.abs(np.log(variances)).max() / 2),
        )
    return Comparison(order, np.setdiff1d(np.arange(len(fit.weights)), order), *measures)


def _bhattacharyya(fit: Mixture, truth: Mixture) -> FloatArray:
    """(K of the truth, K of the fit) distances between Gaussians, in nats."""
    between = (truth.covariances[:, np.newaxis] + fit.covariances) / 2
    offsets = truth.means[:, np.newaxis] - fit.means
    try:
        roots = np.linalg.cholesky(between)
        sizes = _log_size(truth.covariances)[:, np.newaxis] + _log_size(fit.covariances)
    except np.linalg.LinAlgError as error:
        raise ValueError(
            "A covariance is not positive definite. Leave out the component that collapsed."
        ) from error
    white = np.linalg.solve(roots, offsets[..., np.newaxis])[..., 0]
    distances: FloatArray = np.square(white).sum(axis=-1) / 8 + _log_size(between) - sizes / 2
    return distances


def _log_size(covariances: FloatArray) -> FloatArray:
    """Half the log determinants."""
    roots = np.linalg.cholesky(covariances)
    halves: FloatArray = np.log(np.diagonal(roots, axis1=-2, axis2=-1)).sum(axis=-1)
    return halves
