"""A collapse, as plain records: widths, the likelihood beyond the end, and what a cure has done."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from gmm.falling import Fall, find_falls
from gmm.narrowing import Descent, Widths, let_collapse, measure_widths, narrow_down, put_on_point
from gmm.points import FloatArray, IntArray, column_scales, weighted_points
from gmm.scaling import restore_nats
from gmm.tape import Frame, Tape
from gmm.ui.run import Run, prepare_run

NARROWEST = 1e-6  # of the points' spread: the last width of a curve that goes on without end
STEPS = 49


class Climb(NamedTuple):
    """A run as it climbs; nats in the data's own units.

    Attributes
    ----------
    moments : ndarray, shape (F,)
        Iterations, an E-step counted as half of one: 0, 0.5, 1, 1.5, ...
    log_likelihood, bound : ndarray, shape (F,)
        The bound is NaN at the start, which has no responsibilities.
    """

    moments: FloatArray
    log_likelihood: FloatArray
    bound: FloatArray


class Endless(NamedTuple):
    """The log-likelihood as a component becomes narrower and nothing else changes.

    Attributes
    ----------
    components : tuple of int
        Which, from 0.
    added : bool
        Whether the component is one that was put on a point, not one of the run's.
    widths : ndarray, shape (W,)
        Standard deviations, in units of the fitted points; falling.
    log_likelihood : ndarray, shape (W,)
        In the data's own units.
    directions : int
        In how many directions it becomes narrower.
    number : float
        How many points it stays on.
    fitted : float
        What a tenth of the width gains at the curve's end, measured on it.
    crossing : float or None
        The width below which it is higher than `compared`; None where it is so nowhere on it.
    compared : float
        The log-likelihood that it is compared with.
    """

    components: tuple[int, ...]
    added: bool
    widths: FloatArray
    log_likelihood: FloatArray
    directions: int
    number: float
    fitted: float
    crossing: float | None
    compared: float

    @property
    def expected(self) -> float:
        """What a tenth of the width gains, from the formula."""
        return self.number * self.directions * float(np.log(10))


class Cure(NamedTuple):
    """Something to try where a component has collapsed.

    Attributes
    ----------
    name : str
    label : str
        What it is called, as on the stage.
    changes : tuple of mapping
        Of the settings: the first of them with which nothing collapses is the cure.
    """

    name: str
    label: str
    changes: tuple[Mapping[str, Any], ...]


class Cured(NamedTuple):
    """What a cure has done.

    Attributes
    ----------
    cure : Cure
    run : Run
        With its tape: the first of the cure's settings with which nothing collapsed, or the last.
    tried, collapsed : int
        How many settings there were, and how many of their runs collapsed.
    log_likelihood : float
        At its end, in the data's own units.
    steps : int
        M-steps.
    falls : list of Fall
        M-steps in which the bound fell.
    least : float
        The smallest eigenvalue at its end, in squared units of the fitted points.
    """

    cure: Cure
    run: Run
    tried: int
    collapsed: int
    log_likelihood: float
    steps: int
    falls: list[Fall]
    least: float

    @property
    def tape(self) -> Tape[Frame]:
        """Its tape."""
        return take_tape(self.run)

    @property
    def helps(self) -> bool:
        """Whether it does not collapse."""
        return self.tape.stopped != "collapsed"


def change_run(run: Run, changes: Mapping[str, Any]) -> Run:
    """Prepare a run with other settings, without tapes."""
    return prepare_run(run.settings._replace(**changes), run.dataset, run.box)


def take_tape(run: Run) -> Tape[Frame]:
    """Give the tape of a recorded run."""
    if run.em is None:
        raise ValueError("There are too few different points for a run.")
    return run.em


def follow_climb(run: Run) -> Climb:
    """Take a recorded run's log-likelihood and bound, half-step by half-step."""
    frames = take_tape(run).frames
    shift = restore_nats(0.0, run.number, run.scaling)
    bounds = [np.nan if frame.bound is None else frame.bound for frame in frames]
    return Climb(
        np.array([frame.iteration - (frame.phase == "E") / 2 for frame in frames]),
        np.array([frame.log_likelihood for frame in frames]) + shift,
        np.array(bounds) + shift,
    )


def follow_widths(run: Run) -> Widths:
    """Take a recorded run's widths at the start and after each M-step."""
    return measure_widths(take_tape(run))


def go_on_without_end(run: Run, fewer: Run | None) -> Endless | None:
    """Let the component that collapsed go on; or put one on a point, where none did.

    Parameters
    ----------
    run : Run
        Recorded.
    fewer : Run or None
        Where nothing collapsed: the same with a component less, recorded.

    Returns
    -------
    Endless or None
        None where a component has no points left, and where a run with a single component has not
        collapsed: it has to reach all points, so it cannot become narrow.
    """
    tape = take_tape(run)
    descent = let_collapse(tape, run.settings.covariance)
    added = descent is None
    if descent is None:
        if fewer is None or tape.cause == "empty" or take_tape(fewer).stopped == "collapsed":
            return None
        descent = put_on_point(take_tape(fewer))
    return _go_on(run, tape, descent, added)


def sum_up(cure: Cure, runs: Sequence[Run]) -> Cured:
    """Say what a cure has done.

    Parameters
    ----------
    cure : Cure
    runs : sequence of Run
        Recorded, one for each of its settings.
    """
    fine = [run for run in runs if take_tape(run).stopped != "collapsed"]
    run = fine[0] if fine else runs[-1]
    tape = take_tape(run)
    last = tape.frames[-1]
    return Cured(
        cure,
        run,
        len(runs),
        len(runs) - len(fine),
        restore_nats(last.log_likelihood, run.number, run.scaling),
        sum(frame.phase == "M" for frame in tape.frames),
        find_falls(tape),
        float(measure_widths(tape).least[-1].min()),
    )


def list_gains(tape: Tape[Frame]) -> tuple[IntArray, FloatArray]:
    """List what each M-step has done to the bound.

    Parameters
    ----------
    tape : Tape of Frame

    Returns
    -------
    iterations : ndarray of int, shape (T,)
    gains : ndarray, shape (T,)
        In nats; negative where the bound fell.
    """
    pairs = [
        (after.iteration, after.bound - before.log_likelihood)
        for before, after in zip(tape.frames[1::2], tape.frames[2::2], strict=False)
        if after.bound is not None
    ]
    return np.array([i for i, _ in pairs], dtype=int), np.array([gain for _, gain in pairs])


def _go_on(run: Run, tape: Tape[Frame], descent: Descent, added: bool) -> Endless:
    scale = float(column_scales(*weighted_points(tape.points, tape.weights)).mean())
    widths = scale * np.geomspace(1, NARROWEST, STEPS)
    shift = restore_nats(0.0, run.number, run.scaling)
    found = narrow_down(tape, descent, widths) + shift
    last = STEPS // 6  # steps that are a tenth of the width together
    compared = tape.frames[-1].log_likelihood + shift
    higher = found > compared
    # From where on it is higher for good.
    first = STEPS - int(np.argmin(higher[::-1])) if not higher.all() else 0
    return Endless(
        descent.components,
        added,
        widths,
        found,
        int(descent.flat.sum()),
        descent.number,
        float(found[-1] - found[-1 - last]),
        float(widths[first]) if first < STEPS else None,
        compared,
    )
