"""Selection: how many components, by what the fit costs in free parameters."""

import math

import numpy as np
import numpy.typing as npt
from scipy.special import xlogy

from gmm.covariance import constraint
from gmm.em import e_step
from gmm.mixture import Mixture


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


def bic(points: npt.ArrayLike, mixture: Mixture, covariance: str = "full") -> float:
    """Bayesian information criterion (Schwarz 1978), -2 log-likelihood + parameters ln N.

    Parameters
    ----------
    points : array_like, shape (N, D)
    mixture : Mixture
    covariance : {"full", "tied", "diag", "spherical"}
        The constraint that the mixture was fitted under.

    Returns
    -------
    float
        In nats, doubled; lower is better.

    Raises
    ------
    ValueError
        As `gmm.mixture.log_joint`, or if the constraint is unknown.
    """
    gamma, log_likelihood = e_step(points, mixture)
    k, d = mixture.means.shape
    return -2 * log_likelihood + free_parameters(k, d, covariance) * math.log(len(gamma))


def aic(points: npt.ArrayLike, mixture: Mixture, covariance: str = "full") -> float:
    """Akaike information criterion (Akaike 1974), -2 log-likelihood + 2 parameters.

    Parameters
    ----------
    points : array_like, shape (N, D)
    mixture : Mixture
    covariance : {"full", "tied", "diag", "spherical"}
        The constraint that the mixture was fitted under.

    Returns
    -------
    float
        In nats, doubled; lower is better.

    Raises
    ------
    ValueError
        As `gmm.mixture.log_joint`, or if the constraint is unknown.
    """
    _, log_likelihood = e_step(points, mixture)
    k, d = mixture.means.shape
    return -2 * log_likelihood + 2 * free_parameters(k, d, covariance)


def icl(points: npt.ArrayLike, mixture: Mixture, covariance: str = "full") -> float:
    """Integrated completed likelihood (Biernacki, Celeux and Govaert 2000), BIC + 2 entropy.

    The entropy is that of the responsibilities, -sum_nk gamma_nk ln gamma_nk: components that
    overlap pay for every point that could be of either.

    Parameters
    ----------
    points : array_like, shape (N, D)
    mixture : Mixture
    covariance : {"full", "tied", "diag", "spherical"}
        The constraint that the mixture was fitted under.

    Returns
    -------
    float
        In nats, doubled; lower is better.

    Raises
    ------
    ValueError
        As `gmm.mixture.log_joint`, or if the constraint is unknown.
    """
    gamma, _ = e_step(points, mixture)
    return bic(points, mixture, covariance) - 2 * float(np.sum(xlogy(gamma, gamma)))
