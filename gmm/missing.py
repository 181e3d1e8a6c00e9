"""Missing values: EM for points of which some cells are not known.

A cell that is not known is NaN. Nothing is filled in: beside who made each point, the E-step asks
what the missing cells may be, and answers with a Gaussian for each component: its conditional mean
and covariance given the cells that are known. The M-step counts both, so that a guess is never
taken for a measurement (Ghahramani and Jordan 1994, "Supervised learning from incomplete data via
an EM approach", section 3; for one Gaussian: Little and Rubin 2002, section 11.2). What climbs is
the log-likelihood of the cells that are known.

That holds where cells are missing at random: whether a cell is missing may depend on the cells that
are known, never on what it would have said (Rubin 1976).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gmm.collapse import Cause, Collapse, find_empty, find_flat
from gmm.convergence import ROUNDING, TOLERANCE, estimate_rest, lift, merge_identical, wait
from gmm.covariance import constraint
from gmm.em import check_ridge
from gmm.mixture import Mixture, as_mixture, normalise, whitening
from gmm.points import (
    FloatArray,
    IntArray,
    as_points,
    as_weights,
    column_scales,
    scale_weights,
    total_weight,
    weighted_sum,
)
from gmm.starts import start
from gmm.tape import Frame, Stopped

SECOND_LOOK = 20  # iterations at least for which the estimate of the rest must stay small
LONGER = 4  # and a quarter of the run
FIRST_FITS = 30  # iterations of one Gaussian, before a start is chosen
FIRST_RIDGE = 1e-6  # of it, in squared standard deviations of the columns


class Pattern(NamedTuple):
    """Points that lack the same cells.

    Attributes
    ----------
    rows : ndarray of int, shape (n,)
    known, missing : ndarray of int
        Columns; together all D of them.
    columns : ndarray, shape (known, n)
        The cells that are known.
    """

    rows: IntArray
    known: IntArray
    missing: IntArray
    columns: FloatArray


class Moments(NamedTuple):
    """What an M-step is made of, each point as often as it counts.

    Attributes
    ----------
    counts : ndarray, shape (K,)
    means : ndarray, shape (K, D)
    scatters : ndarray, shape (K, D, D)
        Mean squares about `means`, of the completed points and with the conditional covariances.
    """

    counts: FloatArray
    means: FloatArray
    scatters: FloatArray


class IncompleteTape(NamedTuple):
    """A recorded run of EM on points with missing cells; see `gmm.tape.Tape`.

    Attributes
    ----------
    points : ndarray, shape (N, D)
        A read-only copy; NaN where a cell is missing.
    frames : tuple of Frame
        Log-likelihoods and bounds are those of the cells that are known.
    stopped : {"converged", "identical", "max_iterations", "collapsed"}
    collapsed : int or None
    weights : ndarray, shape (N,), or None
    cause : {"empty", "point", "line"} or None
    rest : float or None
        By estimate, how many nats EM would still gain if it went on; infinite where that cannot be
        foreseen, None after a collapse.
    """

    points: FloatArray
    frames: tuple[Frame, ...]
    stopped: Stopped
    collapsed: int | None
    weights: FloatArray | None = None
    cause: Cause | None = None
    rest: float | None = None


def as_incomplete(points: npt.ArrayLike) -> FloatArray:
    """Points with missing cells, checked.

    Parameters
    ----------
    points : array_like, shape (N, D)
        NaN where a cell is missing.

    Raises
    ------
    ValueError
        As `gmm.points.as_points`, for what is neither a number nor NaN.
    """
    array = np.asarray(points, dtype=np.float64)
    as_points(np.where(np.isnan(array), 0.0, array))
    return array


def check_columns(points: FloatArray) -> None:
    """Refuse to learn from points of which a column has no known cell.

    Parameters
    ----------
    points : ndarray, shape (N, D)
        Those that count.
    """
    unknown = np.isnan(points).all(axis=0)
    if unknown.any():
        raise ValueError(
            f"Column {unknown.argmax()} of the points (from 0) has no known value, so nothing can "
            f"be learned about it. Leave the column out."
        )


def find_patterns(points: FloatArray) -> list[Pattern]:
    """Put together the rows that lack the same cells; rows without any known cell are in none.

    Parameters
    ----------
    points : ndarray, shape (N, D)
    """
    known = ~np.isnan(points)
    masks, which = np.unique(known, axis=0, return_inverse=True)
    order = np.argsort(which.ravel(), kind="stable")
    ends = np.cumsum(np.bincount(which.ravel(), minlength=len(masks)))
    patterns = []
    for mask, rows in zip(masks, np.split(order, ends[:-1]), strict=True):
        if mask.any():
            columns = np.ascontiguousarray(points[rows][:, mask].T)
            patterns.append(Pattern(rows, np.flatnonzero(mask), np.flatnonzero(~mask), columns))
    return patterns


def log_joint_known(points: npt.ArrayLike, mixture: Mixture) -> FloatArray:
    """Log joint density of the known cells of each point, and each component (N, K), in nats.

    Parameters
    ----------
    points : array_like, shape (N, D)
        NaN where a cell is missing. A point without any known cell has density 1.
    mixture : Mixture
    """
    points = as_incomplete(points)
    return _measure_joint(len(points), find_patterns(points), _fitting(points, mixture))


def e_step_known(
    points: npt.ArrayLike, mixture: Mixture, *, weights: npt.ArrayLike | None = None
) -> tuple[FloatArray, float]:
    """Ask every point who made it, by the cells that are known.

    Parameters
    ----------
    points : array_like, shape (N, D)
        NaN where a cell is missing.
    mixture : Mixture
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`).

    Returns
    -------
    responsibilities : ndarray, shape (N, K)
        Of a point without any known cell, the mixture's weights.
    log_likelihood : float
        Of the known cells, in nats, summed over the points.
    """
    joint = log_joint_known(points, mixture)
    gamma, density = normalise(joint, mixture.weights)
    return gamma, weighted_sum(density, as_weights(weights, len(gamma)))


def m_step_known(
    points: npt.ArrayLike,
    responsibilities: npt.ArrayLike,
    mixture: Mixture,
    covariance: str = "full",
    ridge: float = 0.0,
    *,
    weights: npt.ArrayLike | None = None,
) -> Mixture:
    """Fit every component to its share of the points, known cells and expected ones.

    Parameters
    ----------
    points : array_like, shape (N, D)
        NaN where a cell is missing. A point without any known cell has no part in it.
    responsibilities : array_like, shape (N, K)
        Of `e_step_known`.
    mixture : Mixture
        That of the E-step: it says what the missing cells may be.
    covariance : {"full", "tied", "diag", "spherical"}
    ridge : float
        Added to every covariance's diagonal, in squared data units.
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`).
    """
    points = as_incomplete(points)
    mixture = _fitting(points, mixture)
    check_ridge(ridge)
    constraint(covariance)
    check_columns(points)
    gamma = np.asarray(responsibilities, dtype=np.float64)
    often = scale_weights(as_weights(weights, len(points)))
    moments = _gather(find_patterns(points), gamma, mixture, often)
    return _fit(moments, covariance, ridge)


def start_incomplete(
    points: npt.ArrayLike,
    k: int,
    method: str,
    seed: int | np.random.Generator,
    covariance: str = "full",
    *,
    weights: npt.ArrayLike | None = None,
) -> Mixture:
    """Choose where a run begins, among points of which some cells are missing.

    Parameters
    ----------
    points : array_like, shape (N, D)
        NaN where a cell is missing.
    k, method, seed, covariance, weights
        As of `gmm.starts.start`.

    Notes
    -----
    One Gaussian is fitted first, and each missing cell gets its conditional mean under it. Among
    these points the start is chosen. Complete rows alone may be few, and where holes depend on
    other cells they are from one side of the data; column means in the holes would put points where
    no data are. Without a hole this is the very start of `gmm.starts`. Points without any known
    cell are left out.
    """
    points = as_incomplete(points)
    often = as_weights(weights, len(points))
    points, often = _leave_out(points, often)
    if np.isnan(points).any():
        points = _fill_first(points, often)
    return start(points, k, method, seed, covariance, weights=often)


def record_incomplete(
    points: npt.ArrayLike,
    mixture: Mixture,
    covariance: str = "full",
    ridge: float = 0.0,
    tolerance: float = TOLERANCE,
    max_iterations: int = 2000,
    *,
    weights: npt.ArrayLike | None = None,
) -> IncompleteTape:
    """Run EM from a mixture on points with missing cells, and record every half-step.

    Parameters
    ----------
    points : array_like, shape (N, D)
        NaN where a cell is missing. A point without any known cell is on the tape, but has no part
        in the run: it says nothing about the mixture, and would only slow EM down.
    mixture, covariance, ridge, tolerance, max_iterations, weights
        As of `gmm.tape.record_em`.

    Returns
    -------
    IncompleteTape
        Its last frame is an M-step, or the E-step before the M-step that would have collapsed a
        component.

    Raises
    ------
    ValueError
        As `gmm.tape.record_em`, or if a column has no known cell.

    Notes
    -----
    Without a hole these are the frames of `gmm.tape.record_em`, and its rule ends the run. With
    holes that rule does not hold: what it looks ahead with is the information of complete points.
    Then the gains of the last iterations are taken for a geometric series (Aitken 1926; Böhning et
    al. 1994), and what is left of it is the rest. It must be within the tolerance now and stay
    there for a second look: 20 iterations more, or a quarter of the run where that is longer. So
    it is promised that EM gained no more in the second look than the estimate said, and that its
    gains were shrinking; a plateau that is longer than the second look is taken for the end.
    """
    constraint(covariance)
    check_ridge(ridge)
    if not 0 <= tolerance < np.inf:
        raise ValueError(f"The tolerance is {tolerance}; it must be a number, 0 or more.")
    taped = np.array(as_incomplete(points))
    taped.flags.writeable = False
    taped_weights = as_weights(weights, len(taped))
    mixture = _frozen(_fitting(taped, mixture))
    if taped_weights is not None:
        taped_weights = np.array(taped_weights)
        taped_weights.flags.writeable = False
    part, often = _leave_out(taped, taped_weights)
    patterns = find_patterns(part)
    complete = not np.isnan(part).any()
    number = total_weight(len(part), often)
    tolerance *= min(1.0, number / len(part))  # as gmm.tape.record_em

    def measure(mixture: Mixture) -> tuple[FloatArray, float]:
        joint = _measure_joint(len(part), patterns, mixture)
        gamma, density = normalise(joint, mixture.weights)
        return gamma, weighted_sum(density, often)

    def ending(stopped: Stopped, rest: float) -> IncompleteTape:
        return IncompleteTape(taped, tuple(frames), stopped, None, taped_weights, None, rest)

    def is_still() -> bool:
        responsible = frames[-1].responsible
        return responsible is not None and all(map(np.array_equal, mixture, responsible))

    def foresee(worth: float = np.inf) -> tuple[bool, float]:
        """Whether all components are apart, and the rest of the climb in nats."""
        merged, shares = merge_identical(mixture, gamma)
        if is_still():
            rest = 0.0
        elif complete:
            rest = estimate_rest(part, shares, merged, covariance, ridge, often, worth)
        else:
            rest = foresee_rest([frame.log_likelihood for frame in frames[-5::2]])
        return merged is mixture, rest

    gamma, log_likelihood = measure(mixture)
    frames = [Frame("start", 0, mixture, None, log_likelihood, None)]
    due, since = 1, 0  # when a look is worth its time; the last iteration with more to gain
    for iteration in range(1, max_iterations + 1):
        frames.append(Frame("E", iteration, mixture, mixture, log_likelihood, log_likelihood))
        counts = gamma.sum(axis=0) if often is None else often @ gamma
        collapse = find_empty(counts, number)
        if collapse is None:
            moments = _gather(patterns, gamma, mixture, scale_weights(often))
            fitted = _frozen(_fit(moments, covariance, ridge))
            collapse = find_flat(fitted)
        if collapse is not None:
            return _collapsing(taped, frames, taped_weights, collapse)
        before, responsible, mixture = log_likelihood, mixture, fitted
        gamma, log_likelihood = measure(mixture)
        rise = _expect(moments, mixture) - _expect(moments, responsible)
        bound = before + number * rise
        frames.append(Frame("M", iteration, mixture, responsible, log_likelihood, bound))

        bar = lift(tolerance, log_likelihood)
        if tolerance == 0 or abs(log_likelihood - before) > bar:
            since = iteration
            continue
        if complete and iteration < min(due, max_iterations):
            continue
        apart, rest = foresee(bar)
        if rest > bar:
            since = iteration
            due = wait(iteration)
        elif complete or is_still() or iteration - since >= max(SECOND_LOOK, iteration // LONGER):
            return ending("converged" if apart else "identical", rest)
    return ending("max_iterations", foresee()[1])


def foresee_rest(values: Sequence[float]) -> float:
    """Estimate what a climb still gains, if its gains go on shrinking as they did last (Aitken).

    Parameters
    ----------
    values : sequence of float
        Log-likelihoods, of which the last three count.

    Returns
    -------
    float
        Not negative. Infinite where there are fewer than three, or where the gains do not shrink.
    """
    if len(values) < 3:
        return float(np.inf)
    first, second = np.abs(np.diff(values[-3:]))
    noise = ROUNDING * abs(values[-1])
    if second <= noise:
        return float(second)
    return float(second * second / (first - second)) if second < first else float(np.inf)


# ------------------------------------------------------------------------------ the steps


def known_part(mixture: Mixture, known: IntArray) -> Mixture:
    """Give the mixture of some columns alone: of a Gaussian, a part of its mean and covariance.

    Parameters
    ----------
    mixture : Mixture
    known : ndarray of int
        Columns.
    """
    weights, means, covariances = mixture
    return Mixture(weights, means[:, known], covariances[:, known[:, np.newaxis], known])


def regress(mixture: Mixture, pattern: Pattern) -> tuple[FloatArray, FloatArray]:
    """Say what the missing cells may be, given the known ones.

    Parameters
    ----------
    mixture : Mixture
    pattern : Pattern

    Returns
    -------
    slopes : ndarray, shape (K, missing, known)
        Sigma_mo Sigma_oo^-1: the conditional mean is mu_m + slopes (x_o - mu_o).
    left : ndarray, shape (K, missing, missing)
        The conditional covariance, Sigma_mm - Sigma_mo Sigma_oo^-1 Sigma_om.
    """
    known, missing, covariances = pattern.known, pattern.missing, mixture.covariances
    with np.errstate(divide="ignore"):  # a component without weight
        whiten, _ = whitening(known_part(mixture, known))
    cross = covariances[:, missing[:, np.newaxis], known]
    half = np.sqrt(2) * cross @ whiten.transpose(0, 2, 1)  # whiten' whiten is half a precision
    slopes = np.sqrt(2) * half @ whiten
    left = covariances[:, missing[:, np.newaxis], missing] - half @ half.transpose(0, 2, 1)
    return slopes, left


def _leave_out(
    points: FloatArray, often: FloatArray | None
) -> tuple[FloatArray, FloatArray | None]:
    """Points that say something about the mixture, and how often they count."""
    counted = ~np.isnan(points).all(axis=1)
    if often is not None:
        counted &= often > 0
    points = points[counted]
    check_columns(points)  # without any point no column has a known cell
    return points, None if often is None else often[counted]


def _measure_joint(n: int, patterns: list[Pattern], mixture: Mixture) -> FloatArray:
    """Log joint densities (N, K) of the known cells."""
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        joint = np.repeat(np.log(mixture.weights)[:, np.newaxis], n, axis=1)  # (K, N)
        for pattern in patterns:
            part = known_part(mixture, pattern.known)
            whiten, peaks = whitening(part)
            white = whiten @ (pattern.columns - part.means[:, :, np.newaxis])
            np.multiply(white, white, out=white)
            joint[:, pattern.rows] = peaks[:, np.newaxis] - np.add.reduce(white, axis=1)
    return joint.T


def _gather(
    patterns: list[Pattern], gamma: FloatArray, mixture: Mixture, often: FloatArray | None
) -> Moments:
    """Expect counts, means and scatters of the complete points (Ghahramani and Jordan, section 3).

    For a point and a component the completed residual is lift @ (what is known of it) + a constant,
    so that sums over the points of a pattern are all that is needed.
    """
    means = mixture.means
    k, d = means.shape
    gamma = gamma.T if often is None else gamma.T * often
    counts, shift = np.zeros(k), np.zeros((k, d))
    parts = []
    for pattern in patterns:
        share = gamma[:, pattern.rows]
        slopes, left = regress(mixture, pattern)
        lift = np.zeros((k, d, len(pattern.known)))  # of known residuals to complete ones
        lift[:, pattern.known, np.arange(len(pattern.known))] = 1
        lift[:, pattern.missing] = slopes
        count = np.add.reduce(share, axis=1)
        residuals = pattern.columns - means[:, pattern.known, np.newaxis]  # (K, known, n)
        sums = (residuals @ share[:, :, np.newaxis])[:, :, 0]
        counts += count
        shift += (lift @ sums[:, :, np.newaxis])[:, :, 0]
        parts.append((pattern, share, count, lift, left))
    if not counts.min() > 0:
        raise ValueError(
            f"Component {counts.argmin()} (from 0) is responsible for no point, so it has no mean. "
            f"Leave it out, or start it nearer to the data."
        )
    moved = means + shift / counts[:, np.newaxis]
    # About the new means, so that little cancels; what rounding leaves over is taken off below.
    over, scatters = np.zeros((k, d)), np.zeros((k, d, d))
    for pattern, share, count, lift, left in parts:
        known, missing = pattern.known, pattern.missing
        residuals = pattern.columns - moved[:, known, np.newaxis]
        weighted = share[:, np.newaxis] * residuals
        squares = weighted @ residuals.transpose(0, 2, 1)
        sums = np.add.reduce(weighted, axis=2)
        step = moved - means
        offset = (lift @ step[:, known, np.newaxis])[:, :, 0] - step  # 0 in the known columns
        offset[:, known] = 0.0
        lifted = (lift @ sums[:, :, np.newaxis])[:, :, 0]
        mixed = lifted[:, :, np.newaxis] * offset[:, np.newaxis]
        scatters += lift @ squares @ lift.transpose(0, 2, 1) + mixed + mixed.transpose(0, 2, 1)
        constant = offset[:, :, np.newaxis] * offset[:, np.newaxis]
        constant[:, missing[:, np.newaxis], missing] += left
        scatters += count[:, np.newaxis, np.newaxis] * constant
        over += lifted + count[:, np.newaxis] * offset
    over /= counts[:, np.newaxis]
    scatters /= counts[:, np.newaxis, np.newaxis]
    scatters -= over[:, :, np.newaxis] * over[:, np.newaxis]
    return Moments(counts, moved + over, (scatters + scatters.transpose(0, 2, 1)) / 2)


def _fit(moments: Moments, covariance: str, ridge: float) -> Mixture:
    proportions = moments.counts / moments.counts.sum()
    covariances = constraint(covariance).fit(moments.scatters, proportions)
    if ridge > 0:
        covariances = covariances + ridge * np.eye(covariances.shape[1])
    return Mixture(proportions, moments.means, covariances)


def _expect(moments: Moments, mixture: Mixture) -> float:
    """Expect the complete points' log joint density under a mixture, in nats per point."""
    counts, means, scatters = moments
    d = means.shape[1]
    with np.errstate(divide="ignore"):
        whiten, peaks = whitening(mixture)
    away = means - mixture.means
    squares = scatters + away[:, :, np.newaxis] * away[:, np.newaxis]
    spent = np.einsum("kij,kjl,kil->k", whiten, squares, whiten) if d else 0.0
    return float(counts @ (peaks - spent) / counts.sum())


def _collapsing(
    points: FloatArray, frames: list[Frame], weights: FloatArray | None, collapse: Collapse
) -> IncompleteTape:
    component, cause = collapse
    return IncompleteTape(points, tuple(frames), "collapsed", component, weights, cause)


def _fitting(points: FloatArray, mixture: Mixture) -> Mixture:
    mixture = as_mixture(mixture)
    if points.shape[1] != mixture.means.shape[1]:
        raise ValueError(
            f"The points have {points.shape[1]} columns, but the mixture has "
            f"{mixture.means.shape[1]} dimensions. Give one column for each dimension."
        )
    return mixture


def _frozen(mixture: Mixture) -> Mixture:
    arrays = [np.array(array, dtype=np.float64) for array in mixture]
    for array in arrays:
        array.flags.writeable = False
    return Mixture(*arrays)


def _fill_first(points: FloatArray, often: FloatArray | None) -> FloatArray:
    """Conditional means under one Gaussian in the place of missing cells."""
    unknown = np.isnan(points)
    weights = np.ones(len(points)) if often is None else often
    known = np.where(unknown, 0.0, weights[:, np.newaxis])
    totals = known.sum(axis=0)
    totals[totals == 0] = 1.0
    origin = (known * np.nan_to_num(points)).sum(axis=0) / totals
    centred = np.where(unknown, 0.0, points - origin)
    scales = column_scales(centred)
    standard = np.where(unknown, np.nan, centred / scales)
    patterns = find_patterns(standard)
    d = points.shape[1]
    one = Mixture(np.ones(1), np.zeros((1, d)), np.eye(d)[np.newaxis])
    gamma = np.ones((len(points), 1))
    for _ in range(FIRST_FITS):
        one = _fit(_gather(patterns, gamma, one, scale_weights(often)), "full", FIRST_RIDGE)
    filled = np.array(standard)
    for pattern in patterns:
        slopes, _ = regress(one, pattern)
        away = pattern.columns - one.means[0, pattern.known, np.newaxis]
        cells = one.means[0, pattern.missing, np.newaxis] + slopes[0] @ away
        filled[pattern.rows[:, np.newaxis], pattern.missing] = cells.T
    return np.where(unknown, origin + scales * filled, points)
