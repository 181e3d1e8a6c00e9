"""Selection: how many components, by what the fit costs in free parameters."""

import math

import numpy as np
import numpy.typing as npt

from gmm.covariance import constraint
from gmm.em import e_step
from gmm.mixture import Mixture
from gmm.points import as_weights, total_weight, weighted_sum


def free_parameters(k: int, d: int, covariance: str = "full") -> int:
    """Count the free parameters of a mixture.

    Parameters
    ----------
    k : int
        Components.
    d : int
        Dimensions.
    covariance : {"full", "tied", "diag", "spherical"}

    Returns
    -------
    int
        K - 1 weights (the last one follows), K D means, and what the constraint leaves free.

    Raises
    ------
    ValueError
        If the constraint is unknown.
    """
    return k - 1 + k * d + constraint(covariance).parameters(k, d)


def bic(
    points: npt.ArrayLike,
    mixture: Mixture,
    covariance: str = "full",
    *,
    weights: npt.ArrayLike | None = None,
) -> float:
    """Bayesian information criterion (Schwarz 1978), -2 log-likelihood + parameters ln N.

    Parameters
    ----------
    points : array_like, shape (N, D)
    mixture : Mixture
    covariance : {"full", "tied", "diag", "spherical"}
        The constraint that the mixture was fitted under.
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`), not the mixture's weights. N is their sum, so
        here they have to be frequencies: twice the weights are twice the data.

    Returns
    -------
    float
        In nats, doubled; lower is better.

    Raises
    ------
    ValueError
        As `gmm.mixture.log_joint` and `gmm.points.as_weights`, or if the constraint is unknown.
    """
    gamma, log_likelihood = e_step(points, mixture, weights=weights)
    k, d = mixture.means.shape
    n = total_weight(len(gamma), as_weights(weights, len(gamma)))
    return -2 * log_likelihood + free_parameters(k, d, covariance) * math.log(n)


def aic(
    points: npt.ArrayLike,
    mixture: Mixture,
    covariance: str = "full",
    *,
    weights: npt.ArrayLike | None = None,
) -> float:
    """Akaike information criterion (Akaike 1974), -2 log-likelihood + 2 parameters.

    Parameters
    ----------
    points : array_like, shape (N, D)
    mixture : Mixture
    covariance : {"full", "tied", "diag", "spherical"}
        The constraint that the mixture was fitted under.
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`), not the mixture's weights. Here they have
        to be frequencies: twice the weights are twice the data.

    Returns
    -------
    float
        In nats, doubled; lower is better.

    Raises
    ------
    ValueError
        As `gmm.mixture.log_joint` and `gmm.points.as_weights`, or if the constraint is unknown.
    """
    _, log_likelihood = e_step(points, mixture, weights=weights)
    k, d = mixture.means.shape
    return -2 * log_likelihood + 2 * free_parameters(k, d, covariance)


def icl(
    points: npt.ArrayLike,
    mixture: Mixture,
    covariance: str = "full",
    *,
    weights: npt.ArrayLike | None = None,
) -> float:
    """Integrated completed likelihood (Biernacki, Celeux and Govaert 2000, eq. 13), as in mclust.

    BIC - 2 sum_n w_n ln max_k gamma_nk (w_n being 1 for points without weights): every point is
    given to its likeliest component, and components that overlap pay for each point that could be
    of either. mclust's criterion has the other sign.

    Parameters
    ----------
    points : array_like, shape (N, D)
    mixture : Mixture
    covariance : {"full", "tied", "diag", "spherical"}
        The constraint that the mixture was fitted under.
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`), not the mixture's weights. As for `bic`.

    Returns
    -------
    float
        In nats, doubled; lower is better.

    Raises
    ------
    ValueError
        As `gmm.mixture.log_joint` and `gmm.points.as_weights`, or if the constraint is unknown.
    """
    gamma, _ = e_step(points, mixture)
    surest = weighted_sum(np.log(gamma.max(axis=1)), as_weights(weights, len(gamma)))
    return bic(points, mixture, covariance, weights=weights) - 2 * surest
