"""Adaptation: a mixture that is known already, moved towards few new points.

A background model is fitted to plenty of points. Of somebody else there are few: too few to fit a
mixture of their own. So one E-step says which components the new points belong to, and each
component then moves towards its share of them, the further the more it has. It is one step of
maximum-a-posteriori (MAP) estimation with the background model as what was believed before
(Reynolds, Quatieri and Dunn 2000, "Speaker verification using adapted Gaussian mixture models",
Digital Signal Processing 10, eq. 5 to 14; Gauvain and Lee 1994).
"""

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gmm.covariance import constraint
from gmm.mixture import Mixture, as_mixture, log_density, responsibilities
from gmm.points import FloatArray, as_points, as_weights, total_weight, weighted_sum

RELEVANCE = 16.0  # as in the paper: it finds 8 to 20 to do about equally well
PARTS = ("weights", "means", "covariances")


class Adapted(NamedTuple):
    """A mixture that was moved towards new points.

    Attributes
    ----------
    mixture : Mixture
    counts : ndarray, shape (K,)
        n_k, how many of the new points each component is responsible for.
    shares : ndarray, shape (K,)
        alpha_k, how much of each component is theirs: 0 where it stays, 1 where it has gone all
        the way.
    """

    mixture: Mixture
    counts: FloatArray
    shares: FloatArray


def adapt(
    points: npt.ArrayLike,
    background: Mixture,
    relevance: float = RELEVANCE,
    parts: Collection[str] = ("means",),
    covariance: str = "diag",
    *,
    weights: npt.ArrayLike | None = None,
) -> Adapted:
    """Move a mixture towards new points, each component as far as its share of them says.

    With n_k = sum_n gamma_nk, E_k the mean over the points by their responsibilities gamma_nk
    under the background model, and alpha_k = n_k / (n_k + r) (eq. 14)::

        weight      (alpha_k n_k / N + (1 - alpha_k) pi_k) over their sum          (eq. 11)
        mean        alpha_k E_k[x] + (1 - alpha_k) mu_k                            (eq. 12)
        covariance  alpha_k E_k[x x'] + (1 - alpha_k) (Sigma_k + mu_k mu_k')
                    less the outer product of the new mean                         (eq. 13)

    Parameters
    ----------
    points : array_like, shape (N, D)
        The new ones.
    background : Mixture
    relevance : float
        r, from 0 to infinity: how many points a component needs to go half the way. With 0 the
        result is that of an M-step, with infinity the background model.
    parts : collection of {"weights", "means", "covariances"}
        What is adapted. The rest stays that of the background model.
    covariance : {"full", "tied", "diag", "spherical"}
        The constraint on adapted covariances; the paper has diagonal ones.
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`), not the mixture's weights.

    Returns
    -------
    Adapted
        A component without any points stays as it is, whatever the relevance.

    Raises
    ------
    ValueError
        If the relevance is not a number from 0 on, if a part has another name, as
        `gmm.mixture.log_joint`, `gmm.points.as_weights` and `gmm.covariance.constraint`.

    Notes
    -----
    Where covariances are adapted and means are not, the squares of eq. 13 are taken from the mean
    that stays: as it is printed, the equation could then give a negative variance.
    """
    if not relevance >= 0:
        raise ValueError(f"The relevance is {relevance}; it must be a number, 0 or more.")
    for part in parts:
        if part not in PARTS:
            raise ValueError(f"A part is {part!r}; pick out of {', '.join(PARTS)}.")
    fit = constraint(covariance).fit
    points, background = as_points(points), as_mixture(background)
    often = as_weights(weights, len(points))
    gamma = responsibilities(points, background).T  # (K, N)
    if often is not None:
        gamma = gamma * often
    counts = gamma.sum(axis=1)
    shares = _share(counts, relevance)
    proportions, means, covariances = background
    # From each component's own mean: squares of numbers far from zero would cost digits.
    moves = np.empty_like(means)  # E_k[x] - mu_k
    squares = np.empty_like(covariances)  # E_k[(x - mu_k) (x - mu_k)']
    for k, (mean, part) in enumerate(zip(means, gamma, strict=True)):
        residuals = points - mean
        held = counts[k] or 1.0
        moves[k] = part @ residuals / held
        squares[k] = (part[:, np.newaxis] * residuals).T @ residuals / held
    steps = shares[:, np.newaxis] * moves
    if "weights" in parts:
        own = counts / total_weight(len(points), often)
        proportions = shares * own + (1 - shares) * proportions
        proportions = proportions / proportions.sum()
    if "covariances" in parts:
        left = shares[:, np.newaxis, np.newaxis]
        spread = left * squares + (1 - left) * covariances
        if "means" in parts:
            spread = spread - steps[:, :, np.newaxis] * steps[:, np.newaxis]
        covariances = fit((spread + spread.transpose(0, 2, 1)) / 2, proportions)
    if "means" in parts:
        means = means + steps
    return Adapted(Mixture(proportions, means, covariances), counts, shares)


def compare_models(
    points: npt.ArrayLike,
    model: Mixture,
    background: Mixture,
    *,
    weights: npt.ArrayLike | None = None,
) -> float:
    """Mean log-likelihood ratio of points: how much better a model fits them than the background.

    Parameters
    ----------
    points : array_like, shape (N, D)
    model, background : Mixture
    weights : array_like, shape (N,), optional
        How often each point counts.

    Returns
    -------
    float
        In nats a point (Reynolds, Quatieri and Dunn 2000, eq. 1 and 3, over the number of points):
        above 0 where the model fits better.

    Raises
    ------
    ValueError
        As `gmm.mixture.log_density` and `gmm.points.as_weights`.
    """
    ratios = log_density(points, model) - log_density(points, background)
    often = as_weights(weights, len(ratios))
    return weighted_sum(ratios, often) / total_weight(len(ratios), often)


def _share(counts: FloatArray, relevance: float) -> FloatArray:
    """Shares alpha_k = n_k / (n_k + r), 0 where there is nothing at all."""
    if relevance == np.inf:
        return np.zeros_like(counts)
    whole = counts + relevance
    shares: FloatArray = np.divide(counts, whole, out=np.zeros_like(counts), where=whole > 0)
    return shares
