"""Imputation: what the missing cells of a point may be, given its known ones and a mixture.

Given the component it is a Gaussian; over the components, a mixture of Gaussians whose weights are
the responsibilities. Its mean is the best single guess (in squares); its spread has two parts, that
within each component and that between them. The mixture is taken as known: how far off it may be
itself adds to neither.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gmm.missing import as_incomplete, e_step_known, find_patterns, regress
from gmm.mixture import Mixture
from gmm.points import FloatArray

HALVINGS = 60  # of the bracket around a quantile
FARTHEST = 12.0  # standard deviations: where the bracket begins and ends


class Conditionals(NamedTuple):
    """What each component says of each point.

    Attributes
    ----------
    responsibilities : ndarray, shape (N, K)
    means : ndarray, shape (N, K, D)
        Conditional means; the value itself where the cell is known.
    variances : ndarray, shape (N, K, D)
        Conditional variances; 0 where the cell is known.
    """

    responsibilities: FloatArray
    means: FloatArray
    variances: FloatArray


class Imputed(NamedTuple):
    """What the mixture says of each point.

    Attributes
    ----------
    points : ndarray, shape (N, D)
        Posterior means in the place of missing cells.
    spreads : ndarray, shape (N, D)
        Standard deviations; 0 where the cell is known.
    """

    points: FloatArray
    spreads: FloatArray


def condition(points: npt.ArrayLike, mixture: Mixture) -> Conditionals:
    """Say what the missing cells may be under each component.

    Parameters
    ----------
    points : array_like, shape (N, D)
        NaN where a cell is missing. Of a row without a known cell, the component's own mean and
        variances.
    mixture : Mixture
    """
    points = as_incomplete(points)
    gamma, _ = e_step_known(points, mixture)
    k = gamma.shape[1]
    known = ~np.isnan(points)[:, np.newaxis]
    own = np.diagonal(mixture.covariances, axis1=1, axis2=2)
    means = np.where(known, points[:, np.newaxis], mixture.means)
    variances = np.where(known, 0.0, own)
    for pattern in find_patterns(points):
        slopes, left = regress(mixture, pattern)
        away = pattern.columns - mixture.means[:, pattern.known, np.newaxis]
        cells = mixture.means[:, pattern.missing, np.newaxis] + slopes @ away  # (K, missing, n)
        at = np.ix_(pattern.rows, np.arange(k), pattern.missing)
        means[at] = cells.transpose(2, 0, 1)
        variances[at] = np.maximum(np.diagonal(left, axis1=1, axis2=2), 0.0)
    return Conditionals(gamma, means, variances)


def impute(points: npt.ArrayLike, mixture: Mixture) -> Imputed:
    """Give the posterior mean and standard deviation of each missing cell.

    Parameters
    ----------
    points : array_like, shape (N, D)
        NaN where a cell is missing.
    mixture : Mixture

    Notes
    -----
    The variance is the mean of the components' conditional variances plus the variance of their
    conditional means (the law of total variance).
    """
    points = as_incomplete(points)
    return blend(points, condition(points, mixture))


def blend(points: FloatArray, conditionals: Conditionals) -> Imputed:
    """Average what the components say (`impute`)."""
    gamma, means, variances = conditionals
    blended = np.einsum("nk,nkd->nd", gamma, means)
    within = np.einsum("nk,nkd->nd", gamma, variances)
    between = np.einsum("nk,nkd->nd", gamma, np.square(means - blended[:, np.newaxis]))
    unknown = np.isnan(points)
    return Imputed(
        np.where(unknown, blended, points), np.where(unknown, np.sqrt(within + between), 0.0)
    )


def draw_cells(
    points: npt.ArrayLike, mixture: Mixture, times: int, seed: int | np.random.Generator
) -> FloatArray:
    """Draw the missing cells several times, as multiple imputation does (Rubin 1987).

    Parameters
    ----------
    points : array_like, shape (N, D)
        NaN where a cell is missing.
    mixture : Mixture
    times : int
    seed : int or numpy.random.Generator

    Returns
    -------
    ndarray, shape (times, N, D)
        Known cells are what they are. The missing cells of a row are drawn together: a component
        first, then its conditional Gaussian.
    """
    points = as_incomplete(points)
    rng = np.random.default_rng(seed)
    gamma, means, _ = condition(points, mixture)
    n, d = points.shape
    # The row's component: how many of the summed responsibilities a uniform number passes.
    chances = np.cumsum(gamma, axis=1)
    drawn = (rng.random((times, n, 1)) * chances[:, -1:] >= chances[:, :-1]).sum(axis=2)
    filled = means[np.arange(n), drawn]  # (times, N, D)
    patterns = [(p.rows, p.missing, regress(mixture, p)[1]) for p in find_patterns(points)]
    bare = np.flatnonzero(np.isnan(points).all(axis=1))
    patterns.append((bare, np.arange(d), mixture.covariances))
    for rows, missing, left in patterns:
        variances, directions = np.linalg.eigh(left)
        roots = directions * np.sqrt(np.maximum(variances, 0.0))[:, np.newaxis]  # (K, m, m)
        white = rng.standard_normal((times, len(rows), len(missing), 1))
        cells = (roots[drawn[:, rows]] @ white)[..., 0]
        filled[np.ix_(np.arange(times), rows, missing)] += cells
    return np.where(np.isnan(points), filled, points)


def find_quantiles(conditionals: Conditionals, share: float) -> FloatArray:
    """Find below which value each cell lies with this probability.

    Parameters
    ----------
    conditionals : Conditionals
    share : float
        Between 0 and 1.

    Returns
    -------
    ndarray, shape (N, D)
        Of the mixture over the components, not of a Gaussian with its mean and variance. A known
        cell is its own quantile.
    """
    from scipy.special import ndtr  # takes longer to load than the engine

    gamma, means, variances = conditionals
    spreads = np.sqrt(variances)
    low = (means - FARTHEST * spreads).min(axis=1)
    high = (means + FARTHEST * spreads).max(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            places = np.nan_to_num((middle[:, np.newaxis] - means) / spreads)
            below = np.einsum("nk,nkd->nd", gamma, ndtr(places)) < share
            low, high = np.where(below, middle, low), np.where(below, high, middle)
    quantiles: FloatArray = (low + high) / 2
    return quantiles
