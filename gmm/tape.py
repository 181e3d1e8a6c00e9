"""The tape: a run of EM or k-means, recorded half-step by half-step.

Frame 0 is the start, frame 2i - 1 the E-step (or assignment) and frame 2i the M-step (or update)
of iteration i. A frame holds parameters, never anything of the points' length: responsibilities
and labels are computed where they are looked at.
"""

from typing import Generic, Literal, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from gmm.covariance import NARROWEST, narrow
from gmm.em import lower_bound, m_step
from gmm.kmeans import assign, inertia, update
from gmm.mixture import Mixture, log_joint, normalise
from gmm.points import FloatArray, as_points, column_scales

Phase = Literal["start", "E", "M"]
Stopped = Literal["converged", "max_iterations", "collapsed"]

EMPTY = 1e-200  # points: less responsibility than this has lost its digits to underflow


class Frame(NamedTuple):
    """EM after one half-step.

    Attributes
    ----------
    phase : {"start", "E", "M"}
    iteration : int
        0 at the start, then 1, 1, 2, 2, ...
    mixture : Mixture
        The parameters to draw; read-only. An E-step keeps the very object of the frame before.
    responsible : Mixture or None
        The mixture that the responsibilities on show came from; None at the start, where every
        point is still without.
    log_likelihood : float
        Of `mixture`, in nats, summed over the points.
    bound : float or None
        F(responsibilities on show, `mixture`) in nats: the log-likelihood after an E-step, at most
        the log-likelihood after an M-step, None at the start.
    """

    phase: Phase
    iteration: int
    mixture: Mixture
    responsible: Mixture | None
    log_likelihood: float
    bound: float | None


class KMeansFrame(NamedTuple):
    """k-means after one half-step.

    Attributes
    ----------
    phase : {"start", "E", "M"}
        "E" is the assignment, "M" the update.
    iteration : int
        0 at the start, then 1, 1, 2, 2, ...
    centroids : ndarray, shape (K, D)
        The centroids to draw; read-only. An assignment keeps the very object of the frame before.
    assigned : ndarray, shape (K, D), or None
        The centroids that the labels on show came from; None at the start.
    inertia : float
        Sum of squared distances from the points to the centroids that the labels on show give
        them to, in squared data units. At the start, where there are none, to the nearest.
    """

    phase: Phase
    iteration: int
    centroids: FloatArray
    assigned: FloatArray | None
    inertia: float


F = TypeVar("F", Frame, KMeansFrame)


class Tape(NamedTuple, Generic[F]):
    """A recorded run.

    Attributes
    ----------
    points : ndarray, shape (N, D)
        A read-only copy.
    frames : tuple of Frame or of KMeansFrame
    stopped : {"converged", "max_iterations", "collapsed"}
    collapsed : int or None
        The component that collapsed, from 0.
    """

    points: FloatArray
    frames: tuple[F, ...]
    stopped: Stopped
    collapsed: int | None


def record_em(
    points: npt.ArrayLike,
    mixture: Mixture,
    covariance: str = "full",
    ridge: float = 0.0,
    tolerance: float = 1e-6,
    max_iterations: int = 500,
) -> Tape[Frame]:
    """Run EM from a mixture and record every half-step.

    Parameters
    ----------
    points : array_like, shape (N, D)
    mixture : Mixture
        Where the run begins.
    covariance : {"full", "tied", "diag", "spherical"}
        The constraint on the covariances.
    ridge : float
        Added to every covariance's diagonal at each M-step, in squared data units. Only with 0 is
        the log-likelihood sure to climb.
    tolerance : float
        The run has converged when an iteration changes the log-likelihood per point by less, in
        nats.
    max_iterations : int

    Returns
    -------
    Tape of Frame
        Its last frame is an M-step, or the E-step before the M-step that would have collapsed a
        component.

    Raises
    ------
    ValueError
        If the points, the starting mixture, the constraint or the ridge are not valid. A run that
        goes wrong later does not raise: it ends.

    Notes
    -----
    A component has collapsed when its standard deviation along some direction falls below 1e-6 of
    the data's (in standardised columns), or when less than 1e-200 of a point is left to it. The
    likelihood has no maximum there (Bishop 2006, section 9.2.1). With "tied", where all collapse
    together, it is component 0 that is named.
    """
    points = np.array(as_points(points), order="F")  # columns contiguous, as the steps read them
    points.flags.writeable = False
    scales = np.sqrt(np.square(column_scales(points)) + ridge)

    def ending(stopped: Stopped, collapsed: int | None = None) -> Tape[Frame]:
        return Tape(points, tuple(frames), stopped, collapsed)

    mixture = _frozen(mixture)
    joint = log_joint(points, mixture)
    gamma, density = normalise(joint, mixture.weights)
    log_likelihood = float(density.sum())
    frames = [Frame("start", 0, mixture, None, log_likelihood, None)]
    for iteration in range(1, max_iterations + 1):
        frames.append(Frame("E", iteration, mixture, mixture, log_likelihood, log_likelihood))

        counts = gamma.sum(axis=0)
        if counts.min() < EMPTY:
            return ending("collapsed", int(counts.argmin()))
        fitted = _frozen(m_step(points, gamma, covariance, ridge))
        widths = narrow(fitted.covariances, scales)
        if widths.min() < NARROWEST:
            return ending("collapsed", int(widths.argmin()))

        before = log_likelihood, joint, gamma
        responsible, mixture = mixture, fitted
        joint = log_joint(points, mixture)
        gamma, density = normalise(joint, mixture.weights)
        log_likelihood = float(density.sum())
        bound = _bound(points, mixture, joint, *before)
        frames.append(Frame("M", iteration, mixture, responsible, log_likelihood, bound))

        if abs(log_likelihood - before[0]) < tolerance * len(points):
            return ending("converged")
    return ending("max_iterations")


def record_kmeans(
    points: npt.ArrayLike, centroids: npt.ArrayLike, max_iterations: int = 500
) -> Tape[KMeansFrame]:
    """Run k-means from given centroids and record every half-step.

    Parameters
    ----------
    points : array_like, shape (N, D)
    centroids : array_like, shape (K, D)
        Where the run begins.
    max_iterations : int

    Returns
    -------
    Tape of KMeansFrame
        A converged run ends with an iteration in which nothing changes: an assignment that gives
        every point the label it had, and an update that keeps the very centroids. A cluster that
        loses all its points keeps its centroid, and may win points back.

    Raises
    ------
    ValueError
        As `gmm.kmeans.assign`.
    """
    points = np.array(as_points(points))
    points.flags.writeable = False
    centroids = np.array(centroids, dtype=np.float64)
    centroids.flags.writeable = False
    labels, distortion = assign(points, centroids)
    frames = [KMeansFrame("start", 0, centroids, None, distortion)]
    before = None
    for iteration in range(1, max_iterations + 1):
        frames.append(KMeansFrame("E", iteration, centroids, centroids, distortion))
        if before is not None and np.array_equal(labels, before):
            frames.append(KMeansFrame("M", iteration, centroids, centroids, distortion))
            return Tape(points, tuple(frames), "converged", None)

        assigned, centroids = centroids, update(points, labels, centroids)
        centroids.flags.writeable = False
        distortion = inertia(points, labels, centroids)
        frames.append(KMeansFrame("M", iteration, centroids, assigned, distortion))

        before = labels
        labels, distortion = assign(points, centroids)
    return Tape(points, tuple(frames), "max_iterations", None)


def _frozen(mixture: Mixture) -> Mixture:
    arrays = [np.array(array, dtype=np.float64) for array in mixture]
    for array in arrays:
        array.flags.writeable = False
    return Mixture(*arrays)


def _bound(
    points: FloatArray,
    mixture: Mixture,
    joint: FloatArray,
    log_likelihood: float,
    joint_before: FloatArray,
    gamma: FloatArray,
) -> float:
    """F after an M-step, from what the E-step before it left: its joint densities are overwritten.

    There F was the log-likelihood, and gamma ln gamma has not changed since: F has risen by what
    the joint densities have, on average over gamma.
    """
    with np.errstate(invalid="ignore"):
        rise = np.subtract(joint, joint_before, out=joint_before)
    bound = log_likelihood + float(np.vdot(gamma.T, rise.T))
    # A start so narrow that it does not reach a point leaves inf - inf there.
    return bound if np.isfinite(bound) else lower_bound(points, gamma, mixture)
