"""The logbook: a tape of any climber, and what each of its frames has cost.

EM, gradient ascent, SQUAREM and L-BFGS climb the same log-likelihood from the same start. So that
they can be compared they share everything but the step: what counts as a look at the points, when
a climb has converged (`gmm.convergence`), when a component has collapsed (`gmm.collapse`), and a
clock that stands still while the logbook is written.
"""

from time import get_clock_info, perf_counter, thread_time
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gmm.collapse import Collapse, find_empty, find_flat
from gmm.convergence import (
    TOLERANCE,
    check_iterations,
    check_tolerance,
    foresee,
    lift,
    wait,
)
from gmm.covariance import constraint
from gmm.em import fit_components
from gmm.mixture import Mixture, as_mixture, measure_joint, normalise
from gmm.points import FloatArray, total_weight, weighted_points, weighted_sum
from gmm.tape import (
    Frame,
    Phase,
    Stopped,
    Tape,
    freeze,
    record_em,
    take_copies,
)

# What the processor does for others in the meantime is no cost of a climb; some systems know it too
# coarsely.
_now = thread_time if get_clock_info("thread_time").resolution < 1e-6 else perf_counter


class Logged(NamedTuple):
    """A tape and what it has cost.

    Attributes
    ----------
    tape : Tape of Frame
    evaluations : tuple of int
        Frame by frame, how often so far every point was held against every component. A gradient
        or an M-step comes with it.
    seconds : tuple of float
        Frame by frame, how much time of the processor it has taken so far, without the writing and
        the question whether it has converged.
    """

    tape: Tape[Frame]
    evaluations: tuple[int, ...]
    seconds: tuple[float, ...]


class Look(NamedTuple):
    """What a look at the points tells of a mixture.

    Attributes
    ----------
    mixture : Mixture
    responsibilities : ndarray, shape (N, K)
    log_likelihood : float
    """

    mixture: Mixture
    responsibilities: FloatArray
    log_likelihood: float


class Logbook:
    """A climb that is being recorded.

    A climber asks `look` for log-likelihoods, tells `note` of each step that it has taken, goes on
    as long as that says so, and hands back what `close` gives.

    Parameters
    ----------
    points : array_like, shape (N, D)
    mixture : Mixture
        Where the climb begins.
    covariance : {"full", "tied", "diag", "spherical"}
    tolerance : float
        As of `gmm.tape.record_em`: what is still to gain, in nats, when the climb has converged.
    max_iterations : int
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`).

    Attributes
    ----------
    points, weights : ndarray
        Those that count.
    here : Look
        Where the climb is.

    Raises
    ------
    ValueError
        If any of it is not valid.
    """

    def __init__(
        self,
        points: npt.ArrayLike,
        mixture: Mixture,
        covariance: str = "full",
        tolerance: float = TOLERANCE,
        max_iterations: int = 2000,
        weights: npt.ArrayLike | None = None,
    ) -> None:
        constraint(covariance)
        check_tolerance(tolerance)
        check_iterations(max_iterations)
        mixture = freeze(as_mixture(mixture))
        self._taped = take_copies(points, weights)
        points, self.weights = weighted_points(*self._taped)
        self.points = np.asfortranarray(points)
        self.covariance = covariance
        self.number = total_weight(len(points), self.weights)
        self._tolerance = tolerance * min(1.0, self.number / len(points))
        self._most = max_iterations
        self._due = 1  # when the rest is worth an estimate again
        self._ending: tuple[Stopped, Collapse | None, float | None] | None = None
        self._evaluations, self._seconds = 0, 0.0
        self.here = self.measure(mixture)
        self._frames: list[Frame] = []
        self._costs: list[tuple[int, float]] = []
        self._write("start")
        if not max_iterations:
            self._end("max_iterations", self._foresee()[1])
        self._since = _now()

    @property
    def is_over(self) -> bool:
        """Whether the climb has ended."""
        return self._ending is not None

    def measure(self, mixture: Mixture) -> Look:
        """Hold every point against every component of a mixture that is one for sure."""
        self._evaluations += 1
        gamma, density = normalise(measure_joint(self.points, mixture), mixture.weights)
        return Look(mixture, gamma, weighted_sum(density, self.weights))

    def look(self, mixture: Mixture | None) -> Look | None:
        """Hold every point against every component of what may be a mixture.

        Returns
        -------
        Look or None
            None where there is no density.
        """
        if mixture is None:
            return None
        try:
            look = self.measure(mixture)
        except ValueError:  # a covariance that is not positive definite to rounding
            return None
        return look if np.isfinite(look.log_likelihood) else None

    def step_by_em(self, look: Look) -> Mixture | None:
        """Take EM's step: None where it would end in a collapse."""
        if self._find_empty(look) is not None:
            return None
        fitted = fit_components(
            self.points, look.responsibilities, self.covariance, 0.0, self.weights
        )
        return None if find_flat(fitted) is not None else fitted

    def note(self, look: Look) -> bool:
        """Write down a step.

        Parameters
        ----------
        look : Look
            Where it has led.

        Returns
        -------
        bool
            Whether the climb goes on. A step into a collapse is not on the tape.
        """
        if self.is_over:
            return False
        self._seconds += _now() - self._since
        gain = look.log_likelihood - self.here.log_likelihood
        collapse = self._find_empty(look) or find_flat(look.mixture)
        if collapse is not None:
            self._ending = ("collapsed", collapse, None)
            return False
        self.here = look._replace(mixture=freeze(look.mixture))
        self._write("step")
        self._ask(gain)
        self._since = _now()
        return not self.is_over

    def collapse(self) -> None:
        """End where EM's next step would collapse a component."""
        look = self.here
        collapse = self._find_empty(look)
        if collapse is None:
            fitted = fit_components(
                self.points, look.responsibilities, self.covariance, 0.0, self.weights
            )
            collapse = find_flat(fitted)
        if collapse is not None:
            self._ending = ("collapsed", collapse, None)

    def close(self) -> Logged:
        """End the climb.

        Returns
        -------
        Logged
            Of a climber that gave up before the logbook told it to, "converged" where there is
            nothing more to gain, else "rule".
        """
        if self._ending is None:
            apart, rest = self._foresee()
            converged: Stopped = "converged" if apart else "identical"
            self._end(converged if self._tolerance > 0 and rest <= self._bar else "rule", rest)
        assert self._ending is not None
        stopped, collapse, left = self._ending
        component, cause = collapse or (None, None)
        points, weights = self._taped
        tape = Tape(points, tuple(self._frames), stopped, component, weights, cause, left)
        evaluations, seconds = zip(*self._costs, strict=True)
        return Logged(tape, evaluations, seconds)

    @property
    def _bar(self) -> float:
        return lift(self._tolerance, self.here.log_likelihood)

    def _ask(self, gain: float) -> None:
        """Ask whether this is the end, as `record_em` does."""
        iteration = self._frames[-1].iteration
        last = iteration >= self._most
        if self._tolerance > 0 and (iteration >= self._due or last) and abs(gain) <= self._bar:
            apart, rest = self._foresee(self._bar)
            if rest <= self._bar:
                self._end("converged" if apart else "identical", rest)
                return
            self._due = wait(iteration)
        if last:
            self._end("max_iterations", self._foresee()[1])

    def _end(self, stopped: Stopped, rest: float) -> None:
        self._ending = (stopped, None, rest)

    def _foresee(self, worth: float = np.inf) -> tuple[bool, float]:
        """Whether all components are apart, and the rest of the climb in nats."""
        mixture, gamma, _ = self.here
        return foresee(self.points, gamma, mixture, None, self.covariance, 0.0, self.weights, worth)

    def _find_empty(self, look: Look) -> Collapse | None:
        gamma = look.responsibilities
        counts = gamma.sum(axis=0) if self.weights is None else self.weights @ gamma
        return find_empty(counts, self.number)

    def _write(self, phase: Phase) -> None:
        mixture, _, log_likelihood = self.here
        responsible = None if phase == "start" else mixture
        frame = Frame(phase, len(self._frames), mixture, responsible, log_likelihood, None)
        self._frames.append(frame)
        self._costs.append((self._evaluations, self._seconds))


def log_em(
    points: npt.ArrayLike,
    mixture: Mixture,
    covariance: str = "full",
    tolerance: float = TOLERANCE,
    max_iterations: int = 2000,
    *,
    weights: npt.ArrayLike | None = None,
) -> Logged:
    """Record EM as `gmm.tape.record_em` does, and what each half-step costs.

    Parameters
    ----------
    points, mixture, covariance, tolerance, max_iterations, weights
        As of `record_em`.

    Returns
    -------
    Logged
        An E-step costs a look at the points, and the M-step before it has had that already: so the
        costs change at M-steps only. Its iterations are taken once more for the clock.
    """
    tape = record_em(points, mixture, covariance, 0.0, tolerance, max_iterations, weights=weights)
    book = Logbook(points, mixture, covariance, tolerance, max_iterations, weights)
    costs = [(1, 0.0)]
    look, begun = book.here, _now()
    for frame in tape.frames[1:]:
        if frame.phase == "M":
            fitted = fit_components(
                book.points, look.responsibilities, covariance, 0.0, book.weights
            )
            look = book.measure(fitted)
            costs.append((costs[-1][0] + 1, _now() - begun))
        else:
            costs.append(costs[-1])
    evaluations, seconds = zip(*costs, strict=True)
    return Logged(tape, evaluations, seconds)
