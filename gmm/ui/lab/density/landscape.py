"""The mixture's density over the ground, and at one place."""

from typing import NamedTuple

import numpy as np

from gmm.mixture import Mixture, log_density, responsibilities
from gmm.outliers import Expected, expect_below, find_level
from gmm.points import FloatArray
from gmm.ui.lab.density.fitting import Fit

SHARES = (0.5, 0.9, 0.99)  # of the mixture's mass that the contours hold
LINES = 61  # of the grid, evenly across the ground
AROUND = (-3.0, -1.5, -0.75, 0.0, 0.75, 1.5, 3.0)  # more lines, in deviations about each mean
INSIDE = 0.9  # of a component's own mass, in the ellipse that stands for it
REACH = 3.2  # deviations about a mean that the ground shows


class Level(NamedTuple):
    """A contour: where the density is just so high.

    Attributes
    ----------
    share : float
        Of the mixture's mass that lies within.
    log_density : float
    """

    share: float
    log_density: float


class Landscape(NamedTuple):
    """Density on a grid, in the data's own units.

    Attributes
    ----------
    axes : tuple of ndarray
        The grid's lines, ascending, one array for each column of the data.
    log_density : ndarray
        In nats; of a single column (G,), of two (lines up, lines across).
    levels : tuple of Level
    mass : float
        What the density on the grid adds up to: 1, but where the grid is coarser than a component
        is narrow.
    """

    axes: tuple[FloatArray, ...]
    log_density: FloatArray
    levels: tuple[Level, ...]
    mass: float


class Place(NamedTuple):
    """What the mixture says of one place, in the data's own units.

    Attributes
    ----------
    at : ndarray, shape (D,)
    log_density : float
        In nats; -inf where it is out of a float's reach.
    responsibilities : ndarray, shape (K,)
    lower : Expected
        Share of the mixture's mass that lies where the density is lower.
    """

    at: FloatArray
    log_density: float
    responsibilities: FloatArray
    lower: Expected


def survey(fit: Fit, points: FloatArray, lines: int = LINES) -> Landscape:
    """Measure the density on a grid over the points and the components.

    Parameters
    ----------
    fit : Fit
    points : ndarray, shape (N, D)
        In the data's own units; D is 1 or 2.
    lines : int
        Evenly across each column. There are more about the means, so that a narrow component is
        not lost between two lines.
    """
    axes = tuple(_rule(fit.own, points, column, lines) for column in range(points.shape[1]))
    levels = tuple(Level(share, find_level(fit.own, 1 - share, fit.drawn)) for share in SHARES)
    ground = np.stack([part.ravel() for part in np.meshgrid(*axes)], axis=1)
    heights = log_density(ground, fit.own).reshape([len(axis) for axis in reversed(axes)])
    # In parts of the width of the ground, so that no units overflow.
    log_area = sum(float(np.log(np.ptp(axis))) for axis in axes)
    mass = np.exp(np.minimum(heights + log_area, 700.0))
    for axis in axes:
        mass = np.trapezoid(mass, (axis - axis[0]) / np.ptp(axis), axis=-1)
    return Landscape(axes, heights, levels, float(mass))


def look_at(fit: Fit, at: FloatArray) -> Place:
    """Ask the mixture about a place, in the data's own units."""
    height = float(log_density(at[np.newaxis], fit.own)[0])
    return Place(
        at,
        height,
        responsibilities(at[np.newaxis], fit.own)[0],
        expect_below(fit.own, height, fit.drawn),
    )


def trace_outlines(mixture: Mixture) -> list[FloatArray]:
    """Trace the ellipse of each component that holds `INSIDE` of it, in two dimensions.

    Returns
    -------
    list of ndarray, shape (M, 2)
        Closed.
    """
    angles = np.linspace(0, 2 * np.pi, 61)
    # Of a Gaussian in two dimensions, exp(-r^2 / 2) lies farther out than r deviations.
    circle = np.sqrt(-2 * np.log(1 - INSIDE)) * np.stack([np.cos(angles), np.sin(angles)])
    roots = np.linalg.cholesky(mixture.covariances)
    return [mean + (root @ circle).T for mean, root in zip(mixture.means, roots, strict=True)]


def _rule(mixture: Mixture, points: FloatArray, column: int, lines: int) -> FloatArray:
    """Lines of the grid across one column."""
    means = mixture.means[:, column]
    deviations = np.sqrt(mixture.covariances[:, column, column])
    values = points[:, column]
    # A component of next to no weight may be anywhere, and as wide as it likes.
    counts = mixture.weights > 1e-3
    low = min(values.min(), (means - REACH * deviations)[counts].min())
    high = max(values.max(), (means + REACH * deviations)[counts].max())
    near = (means[counts, np.newaxis] + deviations[counts, np.newaxis] * AROUND).ravel()
    across = np.linspace(low, high, lines)
    return np.unique(np.concatenate([across, near[(near > low) & (near < high)]]))
