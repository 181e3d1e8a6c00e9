"""Climbs: many runs of EM side by side, without their tapes.

Where only the ends are asked for (which optimum a start leads to, how many iterations that takes),
the runs take their steps together, as one array: the features of the points (`gmm.features`) are
multiplied by the coefficients of all components of all runs at once. A run ends by the rule of
`gmm.tape.record_em`, after the same iteration, and leaves the array.
"""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from gmm.collapse import EMPTY, Cause, Collapse, find_empty, find_flat, may_be_flat
from gmm.convergence import (
    TOLERANCE,
    check_iterations,
    check_tolerance,
    foresee,
    lift,
    wait,
)
from gmm.covariance import constraint
from gmm.em import check_ridge, fit_components, read_moments
from gmm.features import feature_blocks
from gmm.mixture import (
    HARMLESS,
    Mixture,
    as_mixture,
    bound_rounding,
    measure_joint,
    normalise,
    take_coefficients,
    whitening,
)
from gmm.points import FloatArray, scale_weights, total_weight, weighted_points, weighted_sum

Ended = Literal["converged", "identical", "max_iterations", "collapsed"]


class Climb(NamedTuple):
    """Where a run ended.

    Attributes
    ----------
    mixture : Mixture
    log_likelihood : float
        Of `mixture`, in nats, summed over the points.
    iterations : int
        How many it took; the one that would have collapsed a component counts.
    stopped : {"converged", "identical", "max_iterations", "collapsed"}
    collapsed : int or None
    cause : {"empty", "point", "line"} or None
    rest : float or None
        These four as on a `gmm.tape.Tape`.
    """

    mixture: Mixture
    log_likelihood: float
    iterations: int
    stopped: Ended
    collapsed: int | None = None
    cause: Cause | None = None
    rest: float | None = None


class _Task(NamedTuple):
    """What all runs have in common: points that count, and how they are fitted."""

    points: FloatArray
    weights: FloatArray | None
    covariance: str
    ridge: float
    tolerance: float
    max_iterations: int


class _Runs(NamedTuple):
    """Runs that go on, S of them after the same number of iterations.

    Attributes
    ----------
    which : ndarray of int, shape (S,)
        Their places among the starts.
    now : Mixture
        Of arrays (S, K), (S, K, D) and (S, K, D, D).
    earlier : Mixture
        The same, an iteration before.
    before : ndarray, shape (S,)
        Log-likelihoods of `earlier`.
    due : ndarray of int, shape (S,)
        The iteration at which the rest of a run is worth an estimate again.
    """

    which: npt.NDArray[np.int64]
    now: Mixture
    earlier: Mixture
    before: FloatArray
    due: npt.NDArray[np.int64]


def climb(
    points: npt.ArrayLike,
    starts: Sequence[Mixture],
    covariance: str = "full",
    ridge: float = 0.0,
    tolerance: float = TOLERANCE,
    max_iterations: int = 2000,
    *,
    weights: npt.ArrayLike | None = None,
) -> tuple[Climb, ...]:
    """Run EM from many mixtures at once.

    Parameters
    ----------
    points : array_like or data frame, shape (N, D)
    starts : sequence of Mixture
        Where the runs begin, each with as many components as the others.
    covariance, ridge, tolerance, max_iterations, weights
        As of `gmm.tape.record_em`.

    Returns
    -------
    tuple of Climb
        In the order of the starts: for each the end of the tape that `record_em` makes, but for
        rounding.

    Raises
    ------
    ValueError
        As `record_em`, or if the starts differ in how many components they have.
    """
    constraint(covariance)
    check_ridge(ridge)
    check_tolerance(tolerance)
    check_iterations(max_iterations)
    points, weights = weighted_points(points, weights)
    points = np.asfortranarray(points)  # columns contiguous, as the steps read them
    tolerance *= min(1.0, total_weight(len(points), weights) / len(points))
    task = _Task(points, weights, covariance, ridge, tolerance, max_iterations)
    runs = _begin(points, starts)
    ends: dict[int, Climb] = {}
    for iteration in range(max_iterations + 1):
        heights, ahead = _step(task, runs.now)
        ended = _find_ended(task, runs, iteration, heights)
        if iteration < max_iterations:
            for row, collapse in _find_collapsed(ahead):
                mixture, height = _pick(runs.now, row), float(heights[row])
                # What has converged does not take the step that would collapse it.
                ended.setdefault(row, Climb(mixture, height, iteration + 1, "collapsed", *collapse))
        ends.update((int(runs.which[row]), end) for row, end in ended.items())
        on = np.delete(np.arange(len(heights)), list(ended))
        if not len(on):
            break
        runs = _Runs(
            runs.which[on], _pick(ahead, on), _pick(runs.now, on), heights[on], runs.due[on]
        )
    return tuple(ends[which] for which in range(len(starts)))


def _begin(points: FloatArray, starts: Sequence[Mixture]) -> _Runs:
    if not len(starts):
        raise ValueError("There are no starts. Give at least one mixture to climb from.")
    checked = [as_mixture(begin) for begin in starts]
    shape = checked[0].means.shape
    for run, begin in enumerate(checked):
        if begin.means.shape != shape:
            raise ValueError(
                f"Start {run} (from 0) has means of shape {begin.means.shape}, but start 0 has "
                f"{shape}. Climb from starts of one shape at a time."
            )
    if shape[1] != points.shape[1]:
        raise ValueError(
            f"The points have {points.shape[1]} columns, but the starts have {shape[1]} "
            f"dimensions. Give one column for each dimension."
        )
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        for begin in checked:
            whitening(begin)  # what it refuses, it names by its place in its own mixture
    now = Mixture(*(np.stack(arrays) for arrays in zip(*checked, strict=True)))
    s = len(checked)
    return _Runs(np.arange(s), now, now, np.full(s, -np.inf), np.ones(s, dtype=np.int64))


def _pick(mixtures: Mixture, rows: int | npt.NDArray[np.int64]) -> Mixture:
    return Mixture(*(array[rows] for array in mixtures))


def _find_ended(task: _Task, runs: _Runs, iteration: int, heights: FloatArray) -> dict[int, Climb]:
    """Find, by their rows, the runs that the rule of `gmm.tape.record_em` ends here."""
    last = iteration == task.max_iterations
    ended = {}
    asked = (runs.due <= iteration) | last if iteration and task.tolerance else np.array([], bool)
    for row in map(int, np.flatnonzero(asked)):
        height = float(heights[row])
        bar = lift(task.tolerance, height)
        if abs(height - runs.before[row]) <= bar:
            apart, rest = _look_ahead(task, runs, iteration, row, bar)
            if rest <= bar:
                stopped: Ended = "converged" if apart else "identical"
                ended[row] = Climb(_pick(runs.now, row), height, iteration, stopped, rest=rest)
            runs.due[row] = wait(iteration)
    if last:
        for row in set(range(len(heights))) - set(ended):
            rest = _look_ahead(task, runs, iteration, row)[1]
            ended[row] = Climb(
                _pick(runs.now, row), float(heights[row]), iteration, "max_iterations", rest=rest
            )
    return ended


def _look_ahead(
    task: _Task, runs: _Runs, iteration: int, row: int, worth: float = np.inf
) -> tuple[bool, float]:
    mixture = _pick(runs.now, row)
    earlier = _pick(runs.earlier, row) if iteration else None
    gamma, _ = normalise(measure_joint(task.points, mixture), mixture.weights)
    how = task.covariance, task.ridge, task.weights, worth
    return foresee(task.points, gamma, mixture, earlier, *how)


def _find_collapsed(ahead: Mixture) -> Iterator[tuple[int, Collapse]]:
    """Find the runs that an M-step has left without a mixture, by their rows."""
    s, k, d = ahead.means.shape
    suspects = may_be_flat(ahead.means.reshape(-1, d), ahead.covariances.reshape(-1, d, d))
    empty = ahead.weights.min(axis=1) < EMPTY
    for row in map(int, np.flatnonzero(suspects.reshape(s, k).any(axis=1) | empty)):
        collapse = find_empty(ahead.weights[row], 1.0) or find_flat(_pick(ahead, row))
        if collapse is not None:
            yield row, collapse


def _step(task: _Task, now: Mixture) -> tuple[FloatArray, Mixture]:
    """Take an iteration of S runs.

    Returns
    -------
    log_likelihoods : ndarray, shape (S,)
        Of the mixtures that it began with.
    ahead : Mixture
        What the M-step makes of them. Means and covariances are NaN where a component is empty.
    """
    s, k, d = now.means.shape
    weights = task.weights
    often = scale_weights(weights)
    columns = task.points.T
    centre = np.add.reduce(columns, axis=1) / columns.shape[1]
    reach = np.abs(columns - centre[:, np.newaxis]).max(axis=1)
    flat = Mixture(now.weights.ravel(), now.means.reshape(-1, d), now.covariances.reshape(-1, d, d))
    heights = np.zeros(s)
    moments = np.zeros((s * k, 1 + d + d * d))
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        whiten, peaks = whitening(flat)
        offsets = flat.means - centre
        rounding = bound_rounding(offsets, whiten, reach).reshape(s, k).sum(axis=1)
        coefficients = take_coefficients(offsets, whiten, peaks)
        for here, features in feature_blocks(columns, centre, beside=s * k):
            joint = coefficients @ features
            parts = joint.reshape(s, k, -1).swapaxes(1, 2)  # (S, N, K), a view
            _, densities = normalise(parts, now.weights, out=parts)
            heights += densities.sum(axis=1) if weights is None else densities @ weights[here]
            if often is not None:
                joint *= often[here]
            moments += joint @ features.T
        counts, means, scatters, trusted = read_moments(moments)
        counts = counts.reshape(s, k)
        proportions = counts / counts.sum(axis=1, keepdims=True)
        scatters = (scatters + scatters.transpose(0, 2, 1)) / 2  # exactly symmetric
        covariances = constraint(task.covariance).fit(scatters.reshape(s, k, d, d), proportions)
    if task.ridge > 0:
        covariances = covariances + task.ridge * np.eye(d)
    ahead = Mixture(proportions, (means + centre).reshape(s, k, d), covariances)
    sound = (rounding < HARMLESS) & trusted.reshape(s, k).all(axis=1)
    for row in map(int, np.flatnonzero(~sound)):
        heights[row], fitted = _step_carefully(task, _pick(now, row))
        for array, own in zip(ahead, fitted, strict=True):
            array[row] = own
    return heights, ahead


def _step_carefully(task: _Task, now: Mixture) -> tuple[float, Mixture]:
    """Take an iteration of a run in which features would cost digits."""
    points, weights = task.points, task.weights
    gamma, densities = normalise(measure_joint(points, now), now.weights)
    height = weighted_sum(densities, weights)
    counts = gamma.sum(axis=0) if weights is None else weights @ gamma
    shares = counts / total_weight(len(points), weights)
    if find_empty(shares, 1.0) is not None:
        return height, Mixture(shares, now.means * np.nan, now.covariances * np.nan)
    return height, fit_components(points, gamma, task.covariance, task.ridge, weights)
