"""The four constraints beside each other, as plain records."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gmm.covariance import COVARIANCES
from gmm.limits import fair_sample
from gmm.mixture import Mixture, responsibilities
from gmm.points import FloatArray
from gmm.scaling import restore_nats
from gmm.selection import bic, free_parameters
from gmm.tape import Frame, Tape
from gmm.ui.run import Run

DRAWN = 600  # points in each of four small panels
TURN = np.linspace(0, 2 * np.pi, 73)
REACH = 2.0  # standard deviations: as far as the stage draws an ellipse


class Shape(NamedTuple):
    """What a constraint has found; numbers in the data's own units.

    Attributes
    ----------
    covariance : {"full", "tied", "diag", "spherical"}
    collapsed : bool
        Then its log-likelihood and its BIC say nothing: they would grow without end.
    converged : bool
    iterations : int
    formula : str
        How its free parameters are counted, in letters of TeX: three terms.
    terms : tuple of int
        The same three for this K and D: weights, means, covariances.
    log_likelihood, bic : float
    """

    covariance: str
    collapsed: bool
    converged: bool
    iterations: int
    formula: str
    terms: tuple[int, int, int]
    log_likelihood: float
    bic: float

    @property
    def parameters(self) -> int:
        """How many free parameters it has."""
        return sum(self.terms)


class Panel(NamedTuple):
    """A fit as a small picture, in the units that the stage draws in.

    Attributes
    ----------
    covariance : str
    points : ndarray, shape (M, D)
        Some of them, by chance, where there are many.
    shares : ndarray, shape (M, K)
        Their responsibilities.
    curves : list of ndarray, shape (T, 2)
        Of each component: in two dimensions an ellipse of two standard deviations, in one the
        curve of weight times density.
    means : ndarray, shape (K, D)
    """

    covariance: str
    points: FloatArray
    shares: FloatArray
    curves: list[FloatArray]
    means: FloatArray


FORMULAS = {
    "full": r"(K-1) + K D + K\,\tfrac{D(D+1)}{2}",
    "tied": r"(K-1) + K D + \tfrac{D(D+1)}{2}",
    "diag": "(K-1) + K D + K D",
    "spherical": "(K-1) + K D + K",
}


def describe_shape(run: Run, covariance: str, tape: Tape[Frame]) -> Shape:
    """Say what a constraint has found.

    Parameters
    ----------
    run : Run
        What it was recorded on.
    covariance : str
    tape : Tape of Frame
    """
    last = tape.frames[-1]
    k, d = last.mixture.means.shape
    terms = (k - 1, k * d, COVARIANCES[covariance].parameters(k, d))
    assert sum(terms) == free_parameters(k, d, covariance)
    # In other units a density is another number, and each point is worth so many nats more.
    shift = restore_nats(0.0, run.number, run.scaling)
    criterion = bic(run.points, last.mixture, covariance, weights=run.dataset.frequencies)
    return Shape(
        covariance,
        tape.stopped == "collapsed",
        tape.stopped == "converged",
        last.iteration,
        FORMULAS[covariance],
        terms,
        last.log_likelihood + shift,
        criterion - 2 * shift,
    )


def rank_shapes(shapes: Sequence[Shape]) -> list[Shape]:
    """The shapes that can be compared by BIC, the best one first.

    With a single column full, diag and spherical are the same model: then the first of them stands
    for all. What has collapsed is left out.
    """
    fine = [shape for shape in shapes if not shape.collapsed]
    return sorted(fine, key=lambda shape: (shape.bic, shape.parameters))


def draw_panel(run: Run, covariance: str, mixture: Mixture) -> Panel:
    """Make a small picture of a fit.

    Parameters
    ----------
    run : Run
    covariance : str
    mixture : Mixture
        In the units of the run's points.
    """
    points = run.points[fair_sample(len(run.points), DRAWN)]
    d = points.shape[1]
    curves = _draw_bells(run.points, mixture) if d == 1 else _draw_ellipses(mixture)
    return Panel(covariance, points, responsibilities(points, mixture), curves, mixture.means)


def _draw_ellipses(mixture: Mixture) -> list[FloatArray]:
    circle = np.column_stack([np.cos(TURN), np.sin(TURN)])
    curves = []
    for mean, covariance in zip(mixture.means[:, :2], mixture.covariances[:, :2, :2], strict=True):
        variances, axes = np.linalg.eigh(covariance)
        curves.append(mean + REACH * (circle * np.sqrt(np.maximum(variances, 0))) @ axes.T)
    return curves


def _draw_bells(points: FloatArray, mixture: Mixture) -> list[FloatArray]:
    low, high = points.min(), points.max()
    room = 0.05 * (high - low)
    places = np.linspace(low - room, high + room, 161)
    deviations = np.sqrt(mixture.covariances[:, 0, 0])
    curves = []
    for weight, mean, deviation in zip(
        mixture.weights, mixture.means[:, 0], deviations, strict=True
    ):
        bell = np.exp(-0.5 * ((places - mean) / deviation) ** 2) / deviation
        curves.append(np.column_stack([places, weight * bell / np.sqrt(2 * np.pi)]))
    return curves
