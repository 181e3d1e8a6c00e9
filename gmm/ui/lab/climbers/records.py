"""Climbs from one start, and what can be told of them: plain records, made without a screen."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gmm.ascent import record_ascent
from gmm.coordinates import Coordinates, differentiate
from gmm.limits import MAX_DRAWN, fair_sample
from gmm.logbook import log_em
from gmm.points import FloatArray, IntArray, total_weight, weighted_points
from gmm.quasi_newton import record_quasi_newton
from gmm.rate import observe_rate, predict_rate
from gmm.squarem import record_squarem
from gmm.starts import start
from gmm.tape import Frame, Stopped, Tape

CLIMBERS = {
    "EM": log_em,
    "Gradient ascent": record_ascent,
    "SQUAREM": record_squarem,
    "L-BFGS": record_quasi_newton,
}

TOLERANCE = 1e-7  # nats still to gain: far enough for a straight line to be seen as one
NEAR = 5e-4  # nats: what the third decimal does not show counts as arrived
FLOOR = 1e-8  # nats: a smaller gap is mostly rounding
ASTRAY = 4.0  # times what is foretold: there a gap has not settled to its rate
MOST, LEAST = 1_000, 200  # steps of a climb
WORK = 12_000_000  # points x components x steps
TRIED = 60  # coordinates of a slope that are tried

ACROSS = ("iterations", "looks", "seconds")


class Problem(NamedTuple):
    """What all of them climb, and from where.

    Attributes
    ----------
    points : ndarray, shape (N, D)
        As they are fitted.
    weights : ndarray, shape (N,), or None
        How often each point counts.
    k : int
    covariance : str
    start : str
    seed : int
    """

    points: FloatArray
    weights: FloatArray | None
    k: int
    covariance: str
    start: str
    seed: int


class Climb(NamedTuple):
    """One climb.

    Attributes
    ----------
    name : str
        In `CLIMBERS`.
    tape : Tape of Frame
    looks : tuple of int
        Frame by frame, how often so far every point was held against every component.
    seconds : tuple of float
        Frame by frame, how long it has taken so far.
    rate, seen : float
        Of EM, the share of the way that it leaves in each iteration, foretold and seen; NaN where
        that is not known.
    """

    name: str
    tape: Tape[Frame]
    looks: tuple[int, ...]
    seconds: tuple[float, ...]
    rate: float
    seen: float


class Line(NamedTuple):
    """A climb as a chart draws it, a number for each whole step.

    Attributes
    ----------
    name : str
    across : dict
        Iterations, looks and seconds so far, by their names in `ACROSS`.
    log_likelihood : ndarray
        In the data's own units.
    gap : ndarray
        What is missing to the highest maximum that was found, in nats; NaN below `FLOOR`.
    stopped : str
        How it ended (`gmm.tape.Stopped`).
    arrived : int or None
        The step from which on the gap is below `NEAR`.
    """

    name: str
    across: dict[str, FloatArray]
    log_likelihood: FloatArray
    gap: FloatArray
    stopped: Stopped
    arrived: int | None


class Race(NamedTuple):
    """All climbs, against one another.

    Attributes
    ----------
    lines : tuple of Line
    best : float or None
        The highest maximum that any has reached, in the data's own units; None where the highest
        are still climbing, or where there is no maximum.
    rate, seen : float
        As of `Climb`; NaN where EM is not at a maximum.
    """

    lines: tuple[Line, ...]
    best: float | None
    rate: float
    seen: float


class Slope(NamedTuple):
    """The slope of the log-likelihood at the start, by the formula and by trying.

    Attributes
    ----------
    means : ndarray, shape (2, K, D)
        In nats for each unit of the points as they are fitted; by the formula and by trying.
    tried : int
        How many coordinates were tried.
    apart : float
        The largest difference among them, as a share of the largest slope.
    """

    means: FloatArray
    tried: int
    apart: float


def limit_points(n: int) -> IntArray | None:
    """Which points are climbed on where there are very many; None for all."""
    return fair_sample(n, MAX_DRAWN) if n > MAX_DRAWN else None


def limit_steps(n: int, k: int) -> int:
    """How many steps a climb may take."""
    return max(LEAST, min(MOST, WORK // max(1, n * k)))


def estimate_seconds(name: str, n: int, k: int, d: int) -> float:
    """How long a climb takes at most."""
    looks = {"SQUAREM": 4.0, "EM": 3.0}.get(name, 1.3)
    return limit_steps(n, k) * looks * (0.15e-3 + n * k * (6 + 6 * d) * 1e-9)


def climb(name: str, problem: Problem) -> Climb:
    """Climb from the start to the end.

    Parameters
    ----------
    name : str
        In `CLIMBERS`.
    problem : Problem
    """
    points, weights, k, covariance, method, seed = problem
    begin = start(points, k, method, seed, covariance, weights=weights)
    most = limit_steps(len(points), k)
    record = CLIMBERS[name]
    tape, looks, seconds = record(points, begin, covariance, TOLERANCE, most, weights=weights)
    rate = seen = np.nan
    if name == "EM" and tape.stopped == "converged":
        last = tape.frames[-1].mixture
        rate = predict_rate(points, last, covariance, weights=weights)
        seen = observe_rate(tape, covariance)
    return Climb(name, tape, looks, seconds, rate, seen)


def check_slope(problem: Problem) -> Slope:
    """Differentiate the log-likelihood at the start, by the formula and by trying.

    Parameters
    ----------
    problem : Problem
    """
    points, weights, k, covariance, method, seed = problem
    begin = start(points, k, method, seed, covariance, weights=weights)
    points, weights = weighted_points(points, weights)
    d = points.shape[1]
    most = max(TRIED, k * (1 + d))
    both = np.array(differentiate(points, begin, covariance, weights, most))
    units = Coordinates(points, k, covariance, weights).units
    means = both[:, k : k * (1 + d)].reshape(2, k, d) / units
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.abs(both[0] - both[1]).max() / np.abs(both[0]).max()
    return Slope(means, both.shape[1], float(apart))


def compare(climbs: Sequence[Climb], log_volume: float) -> Race:
    """Hold climbs against one another.

    Parameters
    ----------
    climbs : sequence of Climb
        From one start; one of them at least.
    log_volume : float
        Of the scaling (`gmm.scaling.measure_log_volume`): with it log-likelihoods are in the data's
        own units.
    """
    tape = climbs[0].tape
    shift = total_weight(len(tape.points), tape.weights) * log_volume
    best = max(_foresee(each.tape) for each in climbs)
    sure = [_foresee(each.tape) for each in climbs if each.tape.stopped == "converged"]
    if not any(best - top < NEAR for top in sure):
        best = np.nan
    lines = tuple(_draw_line(each, best, shift) for each in climbs)
    em = next((each for each in climbs if each.name == "EM"), None)
    rate, seen = (np.nan, np.nan) if em is None else (em.rate, em.seen)
    return Race(lines, float(best - shift) if np.isfinite(best) else None, rate, seen)


def _foresee(tape: Tape[Frame]) -> float:
    """The log-likelihood that a climb is about to reach; -inf where there is no end."""
    if tape.stopped == "collapsed":
        return -np.inf
    rest = tape.rest if tape.rest is not None and np.isfinite(tape.rest) else 0.0
    return tape.frames[-1].log_likelihood + rest


def _draw_line(climb: Climb, best: float, shift: float) -> Line:
    whole = [i for i, frame in enumerate(climb.tape.frames) if frame.phase != "E"]
    frames = [climb.tape.frames[i] for i in whole]
    values = np.array([frame.log_likelihood for frame in frames])
    across = {
        "iterations": np.array([float(frame.iteration) for frame in frames]),
        "looks": np.array([float(climb.looks[i]) for i in whole]),
        "seconds": np.array([climb.seconds[i] for i in whole]),
    }
    gap = best - values
    near = np.flatnonzero(gap < NEAR)
    arrives = len(near) > 0 and climb.tape.stopped != "collapsed"
    return Line(
        climb.name,
        across,
        values - shift,
        np.where(gap >= FLOOR, gap, np.nan),
        climb.tape.stopped,
        int(near[0]) if arrives else None,
    )


def reach(race: Race, across: str) -> float:
    """How far a chart goes: to the end of the slowest, but for gradient ascent.

    Parameters
    ----------
    race : Race
    across : str
        In `ACROSS`.
    """
    ends = {line.name: float(line.across[across][-1]) for line in race.lines}
    others = [end for name, end in ends.items() if name != "Gradient ascent"]
    return 1.04 * max(others or ends.values())


def foretell_gap(race: Race) -> tuple[FloatArray, FloatArray] | None:
    """The straight line that EM's gap follows by the missing information, iteration by iteration.

    Parameters
    ----------
    race : Race

    Returns
    -------
    iterations, gap : ndarray
        Through the last part of EM's own line, and back to where that leaves it; or None where
        there is no rate or no such line.
    """
    line = next((line for line in race.lines if line.name == "EM"), None)
    if line is None or not 0 < race.rate < 1:
        return None
    told = np.flatnonzero(line.gap > 10 * FLOOR)
    if len(told) < 2:
        return None
    here = told[-1]
    steps = line.across["iterations"]
    gap = line.gap[here] * race.rate ** (2.0 * (steps - steps[here]))
    off = np.flatnonzero(~(np.abs(np.log(gap[:here] / line.gap[:here])) < np.log(ASTRAY)))
    begin = int(off[-1]) + 1 if len(off) else 0
    kept = (np.arange(len(gap)) >= begin) & (gap >= FLOOR)
    return steps[kept], gap[kept]
