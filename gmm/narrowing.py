"""Narrowing: how thin components become, and a likelihood that grows with it without end.

Let a component lie on points that have no width in r directions, and let its standard deviation
there be s. Its density at each of those points grows as s^-r, and no other point loses anything in
the end: with points of weight n the log-likelihood goes as -n r ln s (Bishop 2006, section 9.2.1).
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gmm.collapse import find_flat
from gmm.em import e_step, m_step
from gmm.mixture import Mixture, log_density, responsibilities
from gmm.points import FloatArray, IntArray, as_weights, column_scales, weighted_points
from gmm.tape import Frame, Tape

BoolArray = npt.NDArray[np.bool_]

FLAT = 1e-9  # of a component's largest variance: smaller ones are no width
NEAR = 1e-9  # of the points' spread: what lies so near is at the place itself


class Widths(NamedTuple):
    """How wide components are along a run, a row for the start and one for each M-step.

    Attributes
    ----------
    iterations : ndarray of int, shape (T,)
    least : ndarray, shape (T, K)
        The smallest eigenvalue of each covariance, in squared units of the points.
    condition : ndarray, shape (T, K)
        The largest eigenvalue over the smallest; infinite where rounding leaves none.
    """

    iterations: IntArray
    least: FloatArray
    condition: FloatArray


class Descent(NamedTuple):
    """A component that is let go where its points have no width.

    Attributes
    ----------
    components : tuple of int
        Which, from 0: one, or all of them where they share a covariance.
    mixture : Mixture
        With the component where it goes; its covariance may be singular.
    axes : ndarray, shape (D, D)
        Directions as columns.
    flat : ndarray of bool, shape (D,)
        In which of them it has no width.
    number : float
        How many points lie there, each as often as it counts.
    """

    components: tuple[int, ...]
    mixture: Mixture
    axes: FloatArray
    flat: BoolArray
    number: float

    @property
    def slope(self) -> float:
        """What the log-likelihood gains in the end where ln s falls by 1."""
        return self.number * float(self.flat.sum())


def measure_widths(tape: Tape[Frame]) -> Widths:
    """Measure the components' widths at the start and after each M-step.

    Parameters
    ----------
    tape : Tape of Frame
    """
    frames = [frame for frame in tape.frames if frame.phase != "E"]
    variances = np.stack([np.linalg.eigvalsh(frame.mixture.covariances) for frame in frames])
    least = np.maximum(variances[:, :, 0], 0.0)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        condition = np.where(least > 0, variances[:, :, -1] / least, np.inf)
    return Widths(np.array([frame.iteration for frame in frames]), least, condition)


def let_collapse(tape: Tape[Frame], covariance: str) -> Descent | None:
    """Take the M-step that a collapsed run stopped before.

    Parameters
    ----------
    tape : Tape of Frame
    covariance : {"full", "tied", "diag", "spherical"}
        The constraint that it was recorded under.

    Returns
    -------
    Descent or None
        None where nothing collapsed, or where a component has no points left: nothing grows there.
    """
    if tape.collapsed is None or tape.cause == "empty":
        return None
    before = tape.frames[-1].mixture
    gamma = responsibilities(tape.points, before)
    mixture = m_step(tape.points, gamma, covariance, weights=tape.weights)
    component = tape.collapsed
    variances, axes = np.linalg.eigh(mixture.covariances[component])
    flat = variances <= FLAT * variances[-1]
    flat[0] = True
    if tape.cause == "point":
        flat[:] = True
    together = tuple(range(len(mixture.weights))) if covariance == "tied" else (component,)
    return _descend(tape, together, _keep_width(mixture, before, together), axes, flat)


def put_on_point(tape: Tape[Frame]) -> Descent:
    """Add a component to a run's last mixture, alone with the point that fits it worst.

    Parameters
    ----------
    tape : Tape of Frame

    Returns
    -------
    Descent
        The component is the last one. Its weight is the point's share of all points.
    """
    last = tape.frames[-1].mixture
    points, counts = weighted_points(tape.points, tape.weights)
    place = points[log_density(points, last).argmin()]
    here = (points == place).all(axis=1)
    share = float(here.mean() if counts is None else counts[here].sum() / counts.sum())
    d = len(place)
    mixture = Mixture(
        np.append((1 - share) * last.weights, share),
        np.vstack([last.means, place]),
        np.concatenate([last.covariances, np.zeros((1, d, d))]),
    )
    return _descend(tape, (len(last.weights),), mixture, np.eye(d), np.ones(d, dtype=bool))


def narrow_down(tape: Tape[Frame], descent: Descent, widths: FloatArray) -> FloatArray:
    """Give a component one width after the other where its points have none; the rest stays.

    Parameters
    ----------
    tape : Tape of Frame
        Whose points and weights count.
    descent : Descent
    widths : ndarray, shape (W,)
        Standard deviations in the directions without width, in units of the points.

    Returns
    -------
    ndarray, shape (W,)
        Log-likelihoods in nats.
    """
    found = np.empty(len(widths))
    axes, flat = descent.axes, descent.flat
    for index, width in enumerate(widths):
        covariances = descent.mixture.covariances.copy()
        for component in descent.components:
            along = np.einsum("ik,ij,jk->k", axes, covariances[component], axes)
            wide = (axes * np.where(flat, width**2, along)) @ axes.T
            covariances[component] = (wide + wide.T) / 2
        mixture = descent.mixture._replace(covariances=covariances)
        found[index] = e_step(tape.points, mixture, weights=tape.weights)[1]
    return found


def _keep_width(mixture: Mixture, before: Mixture, left: tuple[int, ...]) -> Mixture:
    """Leave other components that collapse in the same M-step as they were before it."""
    weights, means, covariances = (part.copy() for part in mixture)
    for k in range(len(weights)):
        alone = Mixture(np.ones(1), means[k : k + 1], covariances[k : k + 1])
        if k not in left and find_flat(alone) is not None:
            means[k], covariances[k] = before.means[k], before.covariances[k]
    return Mixture(weights, means, covariances)


def _descend(
    tape: Tape[Frame],
    components: tuple[int, ...],
    mixture: Mixture,
    axes: FloatArray,
    flat: BoolArray,
) -> Descent:
    """Count the points that lie where a component goes: these alone gain without end."""
    near = NEAR * column_scales(*weighted_points(tape.points, tape.weights)).max()
    there = np.zeros(len(tape.points), dtype=bool)
    for component in components:
        away = (tape.points - mixture.means[component]) @ axes[:, flat]
        there |= (np.abs(away) <= near).all(axis=1)
    weights = as_weights(tape.weights, len(there))
    number = float(there.sum() if weights is None else weights[there].sum())
    return Descent(components, mixture, axes, flat, number)
