"""The tape: a run of EM or k-means, recorded half-step by half-step.

Frame 0 is the start, frame 2i - 1 the E-step (or assignment) and frame 2i the M-step (or update)
of iteration i. A frame holds parameters, never anything of the points' length: responsibilities
and labels are computed where they are looked at.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Generic, Literal, NamedTuple, TypeVar, cast, get_args

import numpy as np
import numpy.typing as npt

from gmm.collapse import Cause, Collapse, find_empty, find_flat
from gmm.convergence import (
    ROUNDING,
    TOLERANCE,
    check_iterations,
    check_tolerance,
    foresee,
    lift,
    wait,
)
from gmm.covariance import constraint
from gmm.em import check_ridge, fit_components, lower_bound
from gmm.kmeans import assign, inertia, refill_empty, update
from gmm.mixture import Mixture, as_mixture, measure_joint, normalise
from gmm.points import (
    FloatArray,
    as_points,
    as_weights,
    open_frame,
    total_weight,
    weighted_points,
    weighted_sum,
)

__all__ = [
    "ROUNDING",
    "TOLERANCE",
    "Frame",
    "KMeansFrame",
    "Phase",
    "Rule",
    "Ruled",
    "Stopped",
    "Tape",
    "record_em",
    "record_kmeans",
]

Phase = Literal["start", "E", "M", "step"]
Ruled = Literal["small_gain", "small_shift", "rule"]  # the words of rules (gmm.stopping)
Stopped = Literal["converged", "identical", "max_iterations", "collapsed", Ruled]


class Frame(NamedTuple):
    """EM after one half-step, or another climber after a whole one.

    Attributes
    ----------
    phase : {"start", "E", "M", "step"}
        "step" of those that have no half-steps (`gmm.logbook`).
    iteration : int
        0 at the start, then 1, 1, 2, 2, ...; with whole steps 1, 2, ...
    mixture : Mixture
        The parameters to draw; read-only. An E-step keeps the very object of the frame before.
    responsible : Mixture or None
        The mixture that the responsibilities on show came from; None at the start, where every
        point is still without. After a whole step it is `mixture`.
    log_likelihood : float
        Of `mixture`, in nats, summed over the points.
    bound : float or None
        F(responsibilities on show, `mixture`) in nats: the log-likelihood after an E-step, at most
        the log-likelihood after an M-step, None at the start and of whole steps.
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
# Of the frames so far to how the run stops there, or whether it does; see gmm.stopping.
Rule = Callable[[Sequence[F]], Ruled | bool | None]


class Tape(NamedTuple, Generic[F]):
    """A recorded run.

    Attributes
    ----------
    points : ndarray, shape (N, D)
        A read-only copy.
    frames : tuple of Frame or of KMeansFrame
    stopped : {"converged", "identical", "max_iterations", "collapsed", "small_gain", \
            "small_shift", "rule"}
        "identical" is converged as well, with components that are alike and will stay so, though
        apart they might fit better. The last three are of rules in place of ours (`gmm.stopping`).
    collapsed : int or None
        The component that collapsed, from 0.
    weights : ndarray, shape (N,), or None
        How often each point counts (`gmm.points`), not a mixture's weights; a read-only copy. None
        for points without.
    cause : {"empty", "point", "line"} or None
        What became of the component that collapsed (`gmm.collapse.Collapse`).
    rest : float or None
        By estimate, how many nats of log-likelihood EM would still gain if it went on; infinite
        where that cannot be foreseen, None after a collapse and for k-means.
    columns : tuple of str, or None
        The columns' names, where the points came with names.

    Notes
    -----
    As the last value of a notebook's cell a tape shows itself on the stage (`gmm.ui.notebook`).
    """

    points: FloatArray
    frames: tuple[F, ...]
    stopped: Stopped
    collapsed: int | None
    weights: FloatArray | None = None
    cause: Cause | None = None
    rest: float | None = None
    columns: tuple[str, ...] | None = None

    def __repr__(self) -> str:
        """Tell the run in a line or two: a prompt is no place for thousands of frames."""
        n, d = self.points.shape
        last = self.frames[-1]
        name, k, reached = (
            (
                "whole steps" if last.phase == "step" else "EM",
                len(last.mixture.weights),
                f"log-likelihood {last.log_likelihood:.6g}",
            )
            if isinstance(last, Frame)
            else ("k-means", len(last.centroids), f"inertia {last.inertia:.6g}")
        )
        named = "" if self.columns is None else f" ({_shorten(', '.join(self.columns))})"
        lost = "" if self.collapsed is None else f" (component {self.collapsed}, from 0)"
        return (
            f"Tape of {name}: {_count(n, 'point')}, {_count(d, 'column')}{named}, K = {k}\n"
            f"{_count(len(self.frames), 'frame')}, {_count(last.iteration, 'iteration')}, "
            f"stopped: {self.stopped}{lost}, {reached}"
        )

    def _repr_html_(self) -> str | None:
        # Only a notebook asks for it, and only then is a screen loaded.
        from gmm.ui.notebook import show_tape

        return show_tape(self)


def _count(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _shorten(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


Recorder = TypeVar("Recorder", bound=Callable[..., Any])


def _keep_columns(record: Recorder) -> Recorder:
    """Let a data frame stand in the place of the points, and put its columns' names on the tape."""

    @wraps(record)
    def keep(points: Any, *others: Any, weights: Any = None, **named: Any) -> Any:
        points, weights, columns = open_frame(points, weights)
        tape = record(points, *others, weights=weights, **named)
        return tape if columns is None else tape._replace(columns=columns)

    return cast(Recorder, keep)


@_keep_columns
def record_em(
    points: npt.ArrayLike,
    mixture: Mixture,
    covariance: str = "full",
    ridge: float = 0.0,
    tolerance: float = TOLERANCE,
    max_iterations: int = 2000,
    *,
    weights: npt.ArrayLike | None = None,
    stop: Rule[Frame] | None = None,
) -> Tape[Frame]:
    """Run EM from a mixture and record every half-step.

    Parameters
    ----------
    points : array_like or data frame, shape (N, D)
        What `gmm.data.frames.read_frame` reads; a series that counts gives its weights, too.
    mixture : Mixture
        Where the run begins.
    covariance : {"full", "tied", "diag", "spherical"}
        The constraint on the covariances.
    ridge : float
        Added to every covariance's diagonal at each M-step, in squared data units. Only with 0 is
        the log-likelihood sure to climb.
    tolerance : float
        The run has converged when, by estimate, going on for good would gain no more log-likelihood
        than this, in nats over all points. With 0 it never has. Where points count less than once
        on average, it is so much less.
    max_iterations : int
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`), not the mixture's weights. A point of weight 0
        is on the tape, but has no part in the run.
    stop : callable, optional
        A rule that ends the run in place of ours, asked after each iteration (`gmm.stopping`):
        ``stop(frames)`` gives a word of `Ruled` to stop, or True for "rule", and None or False to
        go on. `tolerance` has no meaning beside it.

    Returns
    -------
    Tape of Frame
        Its last frame is an M-step, or the E-step before the M-step that would have collapsed a
        component.

    Raises
    ------
    ValueError
        If the points, their weights, the starting mixture, the constraint, the ridge, the
        tolerance or the number of iterations are not valid. A run that goes wrong later does not
        raise: it ends.

    Notes
    -----
    A small gain is not enough to have converged: an iteration that gains little may stand at the
    beginning of a long, slow climb or on a plateau. `gmm.convergence.estimate_rest` looks ahead.

    A component has collapsed when its covariance is singular (`gmm.collapse`). The likelihood has
    no maximum there (Bishop 2006, section 9.2.1). With "tied", where all collapse together, it is
    component 0 that is named.
    """
    constraint(covariance)
    check_ridge(ridge)
    check_tolerance(tolerance)
    check_iterations(max_iterations)
    mixture = freeze(as_mixture(mixture))
    taped_points, taped_weights = take_copies(points, weights)
    points, weights = weighted_points(taped_points, taped_weights)
    points = np.asfortranarray(points)  # columns contiguous, as the steps read them
    number = total_weight(len(points), weights)
    # Of points that count less than once on average there is less to gain.
    tolerance *= min(1.0, number / len(points))

    def ending(stopped: Stopped, rest: float) -> Tape[Frame]:
        return Tape(taped_points, tuple(frames), stopped, None, taped_weights, None, rest)

    def collapsing(collapse: Collapse) -> Tape[Frame]:
        component, cause = collapse
        return Tape(taped_points, tuple(frames), "collapsed", component, taped_weights, cause)

    def look_ahead(worth: float = np.inf) -> tuple[bool, float]:
        return foresee(points, gamma, mixture, responsible, covariance, ridge, weights, worth)

    responsible: Mixture | None = None
    joint = measure_joint(points, mixture)
    gamma, density = normalise(joint, mixture.weights)
    log_likelihood = weighted_sum(density, weights)
    frames = [Frame("start", 0, mixture, None, log_likelihood, None)]
    due = 1  # when the rest is worth an estimate again
    for iteration in range(1, max_iterations + 1):
        frames.append(Frame("E", iteration, mixture, mixture, log_likelihood, log_likelihood))

        counts = gamma.sum(axis=0) if weights is None else weights @ gamma
        collapse = find_empty(counts, number)
        if collapse is None:
            fitted = freeze(fit_components(points, gamma, covariance, ridge, weights))
            collapse = find_flat(fitted)
        if collapse is not None:
            return collapsing(collapse)

        before = log_likelihood, joint, gamma
        responsible, mixture = mixture, fitted
        joint = measure_joint(points, mixture)
        gamma, density = normalise(joint, mixture.weights)
        log_likelihood = weighted_sum(density, weights)
        bound = _bound(points, weights, mixture, joint, *before)
        frames.append(Frame("M", iteration, mixture, responsible, log_likelihood, bound))

        if stop is not None:
            ruled = _ask(stop, frames)
            if ruled is not None:
                return ending(ruled, look_ahead()[1])
            continue
        bar = lift(tolerance, log_likelihood)
        asked = iteration >= due or iteration == max_iterations
        if tolerance > 0 and asked and abs(log_likelihood - before[0]) <= bar:
            apart, rest = look_ahead(bar)
            if rest <= bar:
                return ending("converged" if apart else "identical", rest)
            due = wait(iteration)
    return ending("max_iterations", look_ahead()[1])


@_keep_columns
def record_kmeans(
    points: npt.ArrayLike,
    centroids: npt.ArrayLike,
    max_iterations: int = 500,
    *,
    weights: npt.ArrayLike | None = None,
    stop: Rule[KMeansFrame] | None = None,
    refill: bool = False,
) -> Tape[KMeansFrame]:
    """Run k-means from given centroids and record every half-step.

    Parameters
    ----------
    points : array_like or data frame, shape (N, D)
        As `record_em` takes them.
    centroids : array_like, shape (K, D)
        Where the run begins.
    max_iterations : int
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`). A point of weight 0 is on the tape, but has no
        part in the run.
    stop : callable, optional
        A rule that may end the run before it has converged, as of `record_em`.
    refill : bool
        Whether a cluster without points is moved to a point that is far from its own centroid
        (`gmm.kmeans.refill_empty`), as scikit-learn does.

    Returns
    -------
    Tape of KMeansFrame
        A converged run ends with an iteration in which nothing changes: an assignment that gives
        every point the label it had, and an update that keeps the very centroids. A cluster that
        loses all its points keeps its centroid, and may win points back.

    Raises
    ------
    ValueError
        As `gmm.kmeans.assign`, or if the number of iterations is not valid.
    """
    check_iterations(max_iterations)
    taped_points, taped_weights = take_copies(points, weights)
    points, weights = weighted_points(taped_points, taped_weights)
    centroids = np.array(centroids, dtype=np.float64)
    centroids.flags.writeable = False
    labels, distortion = assign(points, centroids, weights=weights)
    frames = [KMeansFrame("start", 0, centroids, None, distortion)]
    before = None
    move = refill_empty if refill else update
    for iteration in range(1, max_iterations + 1):
        frames.append(KMeansFrame("E", iteration, centroids, centroids, distortion))
        if before is not None and np.array_equal(labels, before):
            frames.append(KMeansFrame("M", iteration, centroids, centroids, distortion))
            return Tape(taped_points, tuple(frames), "converged", None, taped_weights)

        assigned, centroids = centroids, move(points, labels, centroids, weights=weights)
        centroids.flags.writeable = False
        distortion = inertia(points, labels, centroids, weights=weights)
        frames.append(KMeansFrame("M", iteration, centroids, assigned, distortion))
        ruled = None if stop is None else _ask(stop, frames)
        if ruled is not None:
            return Tape(taped_points, tuple(frames), ruled, None, taped_weights)

        before = labels
        labels, distortion = assign(points, centroids, weights=weights)
    return Tape(taped_points, tuple(frames), "max_iterations", None, taped_weights)


def take_copies(
    points: npt.ArrayLike, weights: npt.ArrayLike | None
) -> tuple[FloatArray, FloatArray | None]:
    """Take read-only copies of points and weights."""
    points = np.array(as_points(points))
    points.flags.writeable = False
    weights = as_weights(weights, len(points))
    if weights is not None:
        weights = np.array(weights)
        weights.flags.writeable = False
    return points, weights


def _ask(stop: Rule[F], frames: Sequence[F]) -> Ruled | None:
    """Ask a rule how the run stops, which may be anybody's."""
    answer = stop(frames)
    if isinstance(answer, str):
        if answer not in get_args(Ruled):
            raise ValueError(
                f"The stop rule gave {answer!r}. It must give one of "
                f"{', '.join(map(repr, get_args(Ruled)))} to stop, and None to go on."
            )
        return answer
    return "rule" if answer else None


def freeze(mixture: Mixture) -> Mixture:
    """Copy a mixture so that nobody can change it."""
    arrays = [np.array(array, dtype=np.float64) for array in mixture]
    for array in arrays:
        array.flags.writeable = False
    return Mixture(*arrays)


def _bound(
    points: FloatArray,
    weights: FloatArray | None,
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
        if weights is not None:
            rise *= weights[:, np.newaxis]
    bound = log_likelihood + float(np.vdot(gamma.T, rise.T))
    # A start so narrow that it does not reach a point leaves inf - inf there.
    return bound if np.isfinite(bound) else lower_bound(points, gamma, mixture, weights=weights)
