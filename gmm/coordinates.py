"""Coordinates: a mixture as a list of free numbers, and the slope of the log-likelihood in them.

Weights have to add up to 1, and a covariance has to be positive definite. A climber that is not EM
knows nothing of that, so it walks in coordinates where every place is a mixture: the weights as a
softmax, each covariance by its Cholesky factor with the logarithms of its diagonal.

A mixture can be differentiated like anything else, and its slope is made of responsibilities, as an
M-step is (Bishop 2006, section 9.2.2). Where an M-step would put a component says which way is up:

    d l / d mu_k    = N_k Sigma_k^-1 (m_k - mu_k)
    d l / d Sigma_k = N_k / 2 Sigma_k^-1 (S_k - Sigma_k) Sigma_k^-1
    d l / d a_k     = N_k - N pi_k, pi being the softmax of a

with N_k the effective count, m_k the mean and S_k the scatter about mu_k of the points, each as far
as the component is responsible for it. EM's step is that slope times a positive definite matrix (Xu
and Jordan 1996).
"""

import numpy as np

from gmm.covariance import constraint
from gmm.em import fit_components
from gmm.mixture import Mixture, measure_joint, normalise
from gmm.points import FloatArray, column_scales, total_weight, weighted_sum

FARTHEST = 300.0  # of a logarithm: what it stands for is squared, and has to stay a number
DIFFERENCE = 1e-5  # of a coordinate, which is about 1 in size


class Coordinates:
    """Free numbers for the mixtures of K components on some points.

    They are, in this order, K logarithms of weights, K means of D columns, and the covariances:
    for each component ("full"), or once ("tied"), the Cholesky factor's lower triangle row by row,
    its diagonal as logarithms; D of those only ("diag"), or one ("spherical").

    Parameters
    ----------
    points : ndarray, shape (N, D)
    k : int
    covariance : {"full", "tied", "diag", "spherical"}
        The constraint on the covariances.
    weights : ndarray, shape (N,), optional
        How often each point counts (`gmm.points`), all positive.

    Attributes
    ----------
    units : ndarray, shape (D,)
        How long 1 is in each column, in data units.

    Notes
    -----
    Lengths are measured in each column's standard deviation, and from the columns' means: EM does
    not care, but a gradient does. Circles stay circles, so with "spherical" all columns have one
    unit.
    """

    def __init__(
        self, points: FloatArray, k: int, covariance: str, weights: FloatArray | None = None
    ) -> None:
        constraint(covariance)
        self.covariance = covariance
        self.k, self.d = k, points.shape[1]
        scales = column_scales(points, weights)
        if covariance == "spherical":
            scales = np.full_like(scales, scales.max())
        self.units = scales
        self._squares = np.outer(scales, scales)
        self._centre = np.average(points, axis=0, weights=weights)
        self._lower = np.tril_indices(self.d)
        self._diagonal = np.arange(self.d)

    def read(self, mixture: Mixture) -> FloatArray:
        """Tell where a mixture is.

        Parameters
        ----------
        mixture : Mixture
            Of the constraint, with positive weights.

        Returns
        -------
        ndarray, shape (P,)
        """
        weights, means, covariances = mixture
        with np.errstate(divide="ignore"):
            logs = np.maximum(np.log(weights), -FARTHEST)
        shapes: FloatArray = covariances / self._squares
        if self.covariance == "tied":
            shapes = shapes[:1]
        if self.covariance in ("full", "tied"):
            shapes = np.asarray(np.linalg.cholesky(shapes), dtype=np.float64)
            self._change_diagonals(shapes, np.log)
            shapes = shapes[:, *self._lower]
        else:
            shapes = np.log(np.diagonal(shapes, axis1=1, axis2=2)) / 2
            shapes = shapes[:, :1] if self.covariance == "spherical" else shapes
        places = (means - self._centre) / self.units
        return np.concatenate([logs, places.ravel(), shapes.ravel()])

    def write(self, place: FloatArray) -> Mixture | None:
        """Make the mixture of a place.

        Parameters
        ----------
        place : ndarray, shape (P,)

        Returns
        -------
        Mixture or None
            None so far out that numbers do not reach.
        """
        logs, places, shapes = self._part(place)
        if not np.isfinite(place).all() or not np.abs(shapes).max() < FARTHEST:
            return None
        weights = np.exp(logs - logs.max())
        weights /= weights.sum()
        factors = self._make_factors(shapes)
        covariances = factors @ factors.transpose(0, 2, 1) * self._squares
        covariances = np.array(np.broadcast_to(covariances, (self.k, self.d, self.d)))
        return Mixture(weights, self._centre + self.units * places, covariances)

    def slope(
        self,
        points: FloatArray,
        responsibilities: FloatArray,
        mixture: Mixture,
        weights: FloatArray | None = None,
    ) -> FloatArray | None:
        """Differentiate the log-likelihood at a mixture.

        Parameters
        ----------
        points : ndarray, shape (N, D)
        responsibilities : ndarray, shape (N, K)
            The mixture's own.
        mixture : Mixture
            Of the constraint.
        weights : ndarray, shape (N,), optional
            How often each point counts, all positive.

        Returns
        -------
        ndarray, shape (P,), or None
            Its gradient, in nats for each coordinate; None where numbers do not reach.
        """
        number = total_weight(len(points), weights)
        try:
            fitted = fit_components(points, responsibilities, "full", 0.0, weights)
            precisions = np.linalg.inv(mixture.covariances / self._squares)
        except (ValueError, np.linalg.LinAlgError):
            return None
        with np.errstate(over="ignore", invalid="ignore"):
            counts = number * fitted.weights
            ahead = (fitted.means - mixture.means) / self.units
            scatters = fitted.covariances / self._squares
            scatters = scatters + ahead[:, :, np.newaxis] * ahead[:, np.newaxis]
            pulls = counts[:, np.newaxis] * (precisions @ ahead[:, :, np.newaxis])[:, :, 0]
            # Twice the derivative in Sigma, for what follows is L's: Sigma = L L'.
            turns = precisions @ scatters @ precisions - precisions
            turns *= counts[:, np.newaxis, np.newaxis]
            shapes = self._slope_of_shapes(turns, mixture.covariances / self._squares)
        gradient = np.concatenate([counts - number * mixture.weights, pulls.ravel(), shapes])
        return gradient if np.isfinite(gradient).all() else None

    def _slope_of_shapes(self, turns: FloatArray, covariances: FloatArray) -> FloatArray:
        if self.covariance in ("diag", "spherical"):
            variances = np.diagonal(covariances, axis1=1, axis2=2)
            slopes = np.diagonal(turns, axis1=1, axis2=2) * variances
            return slopes.sum(axis=1) if self.covariance == "spherical" else slopes.ravel()
        if self.covariance == "tied":
            turns, covariances = turns.sum(axis=0, keepdims=True), covariances[:1]
        factors = np.linalg.cholesky(covariances)
        slopes = turns @ factors
        here = (slice(None), self._diagonal, self._diagonal)
        slopes[here] *= factors[here]
        lower: FloatArray = slopes[:, *self._lower]
        return lower.ravel()

    def _part(self, place: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        middle = self.k * (1 + self.d)
        return place[: self.k], place[self.k : middle].reshape(self.k, -1), place[middle:]

    def _make_factors(self, shapes: FloatArray) -> FloatArray:
        """Cholesky factors, (K, D, D) or (1, D, D)."""
        rows = 1 if self.covariance == "tied" else self.k
        shapes = shapes.reshape(rows, -1)
        factors = np.zeros((rows, self.d, self.d))
        if self.covariance in ("full", "tied"):
            factors[:, *self._lower] = shapes
        else:
            factors[:, self._diagonal, self._diagonal] = shapes
        self._change_diagonals(factors, np.exp)
        return factors

    def _change_diagonals(self, matrices: FloatArray, change: np.ufunc) -> None:
        here = (slice(None), self._diagonal, self._diagonal)
        matrices[here] = change(matrices[here])


def differentiate(
    points: FloatArray,
    mixture: Mixture,
    covariance: str = "full",
    weights: FloatArray | None = None,
    most: int | None = None,
) -> tuple[FloatArray, FloatArray]:
    """Differentiate the log-likelihood twice over: by the formula, and by trying.

    Parameters
    ----------
    points : ndarray, shape (N, D)
    mixture : Mixture
    covariance : {"full", "tied", "diag", "spherical"}
    weights : ndarray, shape (N,), optional
        How often each point counts, all positive.
    most : int, optional
        In no more coordinates than so many, the first ones.

    Returns
    -------
    by_formula, by_trying : ndarray, shape (P,)
        In nats for each coordinate (`Coordinates`); the second by central differences, NaN where
        numbers do not reach.
    """
    coordinates = Coordinates(points, len(mixture.weights), covariance, weights)
    gamma, _ = normalise(measure_joint(points, mixture), mixture.weights)
    here = coordinates.read(mixture)
    by_formula = coordinates.slope(points, gamma, mixture, weights)

    def climb_to(place: FloatArray) -> float:
        near = coordinates.write(place)
        if near is None:
            return np.nan
        return weighted_sum(normalise(measure_joint(points, near), near.weights)[1], weights)

    steps = DIFFERENCE * np.eye(len(here))[:most]
    by_trying = [
        (climb_to(here + step) - climb_to(here - step)) / (2 * DIFFERENCE) for step in steps
    ]
    nothing = np.full_like(here, np.nan)
    return (nothing if by_formula is None else by_formula)[:most], np.array(by_trying)
