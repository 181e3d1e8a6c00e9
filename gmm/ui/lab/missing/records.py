"""What the page on missing values shows, as plain records: fits of four ways, guesses, one row."""

from typing import NamedTuple

import numpy as np

from gmm.holes import BoolArray, make_holes
from gmm.imputation import Conditionals, blend, condition, find_quantiles
from gmm.limits import fair_sample
from gmm.missing import IncompleteTape, record_incomplete, start_incomplete
from gmm.mixture import Mixture, log_density
from gmm.points import FloatArray, IntArray, total_weight, weighted_sum
from gmm.scaling import Scaling, measure_log_volume, restore
from gmm.tape import Frame, Stopped, Tape, record_em

MOST_ROWS = 2_000  # that the page works on: more would take seconds
MOST_WORK = 12_000_000  # rows x components x iterations of a run: about a second
LEAST_ITERATIONS = 100
MOST_ITERATIONS = 1_000
EM, DROP, MEAN, COMPLETE = "EM with holes", "rows dropped", "column mean", "complete data"
WAYS = (EM, DROP, MEAN)
LIKELY = 0.95  # of the intervals


class Fitting(NamedTuple):
    """How the ways fit: what the sidebar says."""

    k: int
    start: str
    start_seed: int
    covariance: str
    ridge: float


class Holed(NamedTuple):
    """Points of which some cells are missing, in the units that a run is fitted in.

    Attributes
    ----------
    points : ndarray, shape (N, D)
        NaN in the holes.
    truth : ndarray, shape (N, D), or None
        Complete, where the holes were made on purpose.
    weights : ndarray, shape (N,), or None
    sampled : bool
        Whether they are a random sample of the rows.
    """

    points: FloatArray
    truth: FloatArray | None
    weights: FloatArray | None
    sampled: bool

    @property
    def holes(self) -> BoolArray:
        """Which cells are missing (N, D)."""
        return np.isnan(self.points)


class Learned(NamedTuple):
    """A fit, and the way to it.

    Attributes
    ----------
    mixtures : tuple of Mixture
        The start, and after each M-step.
    log_likelihoods : tuple of float
        Of what the run knew, for each of them.
    stopped : str
        As of `gmm.tape.Tape`.
    """

    mixtures: tuple[Mixture, ...]
    log_likelihoods: tuple[float, ...]
    stopped: Stopped


class Way(NamedTuple):
    """What comes of a way to deal with holes, in the data's units.

    Attributes
    ----------
    name : str
        In `WAYS`, or `COMPLETE`.
    mixture : Mixture
    means : ndarray, shape (D,)
        Of the columns, under the mixture.
    fit : float or None
        Log-likelihood of the complete data under it, in nats per row, where they are known.
    stopped : str
    """

    name: str
    mixture: Mixture
    means: FloatArray
    fit: float | None
    stopped: Stopped


class Guesses(NamedTuple):
    """The missing cells, one by one, in the data's units.

    Attributes
    ----------
    rows, columns : ndarray of int, shape (M,)
        Where each is.
    components : ndarray of int, shape (M,)
        The likeliest component of its row.
    values, spreads : ndarray, shape (M,)
        Posterior means and standard deviations.
    low, high : ndarray, shape (M,)
        The interval that holds the cell with a probability of `LIKELY`.
    filled : ndarray, shape (M,)
        What mean imputation says: the mean of the column's known cells.
    truth : ndarray, shape (M,), or None
        What was hidden.
    often : ndarray, shape (M,)
        How often the row of each counts.
    """

    rows: IntArray
    columns: IntArray
    components: IntArray
    values: FloatArray
    spreads: FloatArray
    low: FloatArray
    high: FloatArray
    filled: FloatArray
    truth: FloatArray | None
    often: FloatArray


class Score(NamedTuple):
    """How good the guesses of a column are, where the truth is known.

    Attributes
    ----------
    cells : int
    error, filled_error : float
        Root mean squares of what EM's guesses and the column's mean are off by.
    covered : float
        Share of the hidden values that lie in their interval.
    """

    cells: int
    error: float
    filled_error: float
    covered: float


class Row(NamedTuple):
    """What one missing cell may be: a density over its values, in the data's units.

    Attributes
    ----------
    places : ndarray, shape (P,)
    parts : ndarray, shape (K, P)
        Each component's share; they add up to the density.
    responsibilities, means, spreads : ndarray, shape (K,)
        Of each component.
    """

    places: FloatArray
    parts: FloatArray
    responsibilities: FloatArray
    means: FloatArray
    spreads: FloatArray


# ------------------------------------------------------------------------------ points


def pierce(
    points: FloatArray,
    weights: FloatArray | None,
    share: float,
    mechanism: str,
    seed: int,
    columns: tuple[int, ...],
) -> Holed:
    """Take cells out of complete points on purpose (`gmm.holes.make_holes`).

    Of more than `MOST_ROWS` points a random sample is taken first, the same every time.
    """
    chosen = fair_sample(len(points), MOST_ROWS)
    truth = points[chosen]
    often = None if weights is None else weights[chosen]
    holes = make_holes(truth, share, mechanism, seed, columns)
    # A column keeps two known cells, or there is nothing to learn from.
    for column in range(truth.shape[1]):
        known = np.flatnonzero(~holes[:, column])
        if len(known) < 2:
            holes[np.flatnonzero(holes[:, column])[: 2 - len(known)], column] = False
    return Holed(np.where(holes, np.nan, truth), truth, often, len(chosen) < len(points))


def join(
    points: FloatArray,
    half_seen: FloatArray,
    weights: FloatArray | None,
    half_weights: FloatArray | None,
) -> Holed:
    """Put rows that are half there after the complete ones."""
    together = np.vstack([points, half_seen])
    often = None
    if weights is not None:
        later = np.ones(len(half_seen)) if half_weights is None else half_weights
        often = np.concatenate([weights, later])
    chosen = fair_sample(len(together), MOST_ROWS)
    often = None if often is None else often[chosen]
    return Holed(together[chosen], None, often, len(chosen) < len(together))


# ------------------------------------------------------------------------------ jobs


def learn(holed: Holed, way: str, fitting: Fitting) -> Learned:
    """Fit a mixture by one of the ways, all of them from one start.

    Parameters
    ----------
    holed : Holed
    way : str
        In `WAYS`, or `COMPLETE`.
    fitting : Fitting

    Raises
    ------
    ValueError
        As `gmm.starts.start`, such as for more components than there are different points.
    """
    points, weights = holed.points, holed.weights
    begin = start_incomplete(
        points, fitting.k, fitting.start, fitting.start_seed, fitting.covariance, weights=weights
    )
    shape = fitting.covariance, fitting.ridge
    most = limit_iterations(len(points), fitting.k)
    tape: Tape[Frame] | IncompleteTape
    if way == EM:
        tape = record_incomplete(points, begin, *shape, max_iterations=most, weights=weights)
    else:
        if way == DROP:
            kept = ~holed.holes.any(axis=1)
            points, weights = points[kept], None if weights is None else weights[kept]
        elif way == MEAN:
            points = np.where(holed.holes, mean_of_known(holed), points)
        else:
            assert holed.truth is not None
            points = holed.truth
        tape = record_em(points, begin, *shape, max_iterations=most, weights=weights)
    frames = [frame for frame in tape.frames if frame.phase != "E"]
    return Learned(
        tuple(frame.mixture for frame in frames),
        tuple(frame.log_likelihood for frame in frames),
        tape.stopped,
    )


def limit_iterations(n: int, k: int) -> int:
    """How many iterations a run on this page may take, so that it takes about a second."""
    return max(LEAST_ITERATIONS, min(MOST_ITERATIONS, MOST_WORK // (n * k)))


def mean_of_known(holed: Holed) -> FloatArray:
    """Mean of each column's known cells (D,)."""
    known = ~holed.holes
    often = known if holed.weights is None else known * holed.weights[:, np.newaxis]
    totals = often.sum(axis=0)
    means: FloatArray = (np.nan_to_num(holed.points) * often).sum(axis=0) / np.where(
        totals > 0, totals, 1
    )
    return means


# ------------------------------------------------------------------------------ records


def compare(holed: Holed, learned: dict[str, Learned], scaling: Scaling) -> list[Way]:
    """Say what came of the ways, in the data's units.

    Parameters
    ----------
    holed : Holed
    learned : dict
        By the way's name.
    scaling : Scaling
    """
    ways = []
    for name, fit in learned.items():
        mixture = fit.mixtures[-1]
        own = restore(mixture, scaling)
        value = None
        if holed.truth is not None:
            number = total_weight(len(holed.truth), holed.weights)
            with np.errstate(divide="ignore"):
                nats = weighted_sum(log_density(holed.truth, mixture), holed.weights)
            value = nats / number - measure_log_volume(scaling)
        ways.append(Way(name, own, own.weights @ own.means, value, fit.stopped))
    return ways


def guess(holed: Holed, mixture: Mixture, scaling: Scaling) -> Guesses:
    """Say what the missing cells may be, in the data's units.

    Parameters
    ----------
    holed : Holed
    mixture : Mixture
        In the units of the points.
    scaling : Scaling
    """
    rows, columns = np.nonzero(holed.holes)
    conditionals = condition(holed.points[rows], mixture)
    blended = blend(holed.points[rows], conditionals)
    at = np.arange(len(rows)), columns
    origin, spread = scaling.origin[columns], scaling.spread[columns]
    tail = (1 - LIKELY) / 2
    low, high = (find_quantiles(conditionals, share)[at] for share in (tail, 1 - tail))
    return Guesses(
        rows=rows,
        columns=columns,
        components=conditionals.responsibilities.argmax(axis=1),
        values=origin + spread * blended.points[at],
        spreads=spread * blended.spreads[at],
        low=origin + spread * low,
        high=origin + spread * high,
        filled=origin + spread * mean_of_known(holed)[columns],
        truth=None if holed.truth is None else origin + spread * holed.truth[rows, columns],
        often=np.ones(len(rows)) if holed.weights is None else holed.weights[rows],
    )


def rate(guesses: Guesses, column: int) -> Score | None:
    """Hold the guesses of a column against what was hidden; None where nothing is known of that."""
    here = guesses.columns == column
    if guesses.truth is None or not here.any():
        return None
    truth, values, often = guesses.truth[here], guesses.values[here], guesses.often[here]
    if not often.any():
        return None
    inside = (truth >= guesses.low[here]) & (truth <= guesses.high[here])

    def average(each: FloatArray | BoolArray) -> float:
        return float(np.average(each, weights=often))

    return Score(
        int(here.sum()),
        np.sqrt(average(np.square(values - truth))),
        np.sqrt(average(np.square(guesses.filled[here] - truth))),
        average(inside),
    )


def spread_row(holed: Holed, mixture: Mixture, scaling: Scaling, row: int) -> Row:
    """Say what the missing cell of a row may be.

    Parameters
    ----------
    holed : Holed
    mixture : Mixture
        In the units of the points.
    scaling : Scaling
    row : int
        That lacks one cell.
    """
    column = int(holed.holes[row].argmax())
    conditionals: Conditionals = condition(holed.points[row : row + 1], mixture)
    origin, spread = scaling.origin[column], scaling.spread[column]
    shares = conditionals.responsibilities[0]
    means = origin + spread * conditionals.means[0, :, column]
    spreads = spread * np.sqrt(conditionals.variances[0, :, column])
    seen = shares > 1e-3
    low, high = (means - 4 * spreads)[seen].min(), (means + 4 * spreads)[seen].max()
    places = np.linspace(low, high, 241)
    safe = np.maximum(spreads, 1e-12 * spread)[:, np.newaxis]
    away = (places - means[:, np.newaxis]) / safe
    heights = np.exp(-away * away / 2) / (np.sqrt(2 * np.pi) * safe)
    return Row(places, shares[:, np.newaxis] * heights, shares, means, spreads)


def measure_spreads(mixture: Mixture) -> FloatArray:
    """Standard deviation of each column under a mixture (D,)."""
    within = mixture.weights @ np.diagonal(mixture.covariances, axis1=1, axis2=2)
    away = mixture.means - mixture.weights @ mixture.means
    spreads: FloatArray = np.sqrt(within + mixture.weights @ np.square(away))
    return spreads


def outline(mixture: Mixture, scaling: Scaling) -> list[FloatArray]:
    """Give each component's ellipse of two standard deviations (65, 2), in the data's units."""
    own = restore(mixture, scaling)
    turn = np.linspace(0, 2 * np.pi, 65)
    circle = 2 * np.stack([np.cos(turn), np.sin(turn)])
    ellipses = []
    for mean, covariance in zip(own.means, own.covariances, strict=True):
        variances, directions = np.linalg.eigh(covariance)
        root = directions * np.sqrt(np.maximum(variances, 0.0))
        ellipses.append(mean + (root @ circle).T)
    return ellipses


def restore_known_nats(nats: float, holed: Holed, scaling: Scaling) -> float:
    """Give a log-likelihood of the known cells in the data's units."""
    known = ~holed.holes
    often = known if holed.weights is None else known * holed.weights[:, np.newaxis]
    return nats - float((often.sum(axis=0) * np.log(scaling.spread)).sum())


def own_units(points: FloatArray, scaling: Scaling) -> FloatArray:
    """Give points in the data's units."""
    return scaling.origin + scaling.spread * points
