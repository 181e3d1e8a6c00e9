"""What the page on filling gaps shows, as plain records: cells filled in, and how far off they are.

The table is complete, so the truth is known: cells are hidden on purpose, and only then filled.
"""

from typing import NamedTuple

import numpy as np

from gmm.cases.gaps import COLUMNS, SOURCE, SPECIES, UNITS, knock_out, read_penguins
from gmm.data.datasets import Dataset
from gmm.holes import BoolArray
from gmm.imputation import blend, condition, draw_cells, find_quantiles
from gmm.missing import record_incomplete, start_incomplete
from gmm.mixture import Mixture, log_density
from gmm.pairing import measure_affinities, pair_components
from gmm.points import FloatArray, IntArray, column_spreads
from gmm.scaling import Scaling, measure_log_volume, restore
from gmm.tape import Stopped
from gmm.ui.link import Settings
from gmm.ui.run import Run, record_run

METHOD = "k-means++"
RIDGE = 1e-3  # in squared standard deviations: a component of few birds does not collapse
MOST_ITERATIONS = 200
LIKELY = 0.9  # of the intervals
LEAST_ROWS = 20  # complete ones, for a fit that uses them alone


class Hiding(NamedTuple):
    """Which cells are hidden: what `gmm.cases.gaps.knock_out` takes.

    Attributes
    ----------
    share : float
        Of the rows.
    mechanism : str
    seed : int
    cells : int
        That each of these rows loses.
    """

    share: float
    mechanism: str
    seed: int
    cells: int


class Table(NamedTuple):
    """The table with holes.

    Attributes
    ----------
    truth : ndarray, shape (N, D)
        In the columns' units.
    points : ndarray, shape (N, D)
        The same, NaN in the holes.
    rows, columns : ndarray of int, shape (M,)
        Where the holes are, row by row.
    spreads : ndarray, shape (D,)
        Standard deviation of each complete column: what errors are measured by.
    """

    truth: FloatArray
    points: FloatArray
    rows: IntArray
    columns: IntArray
    spreads: FloatArray

    @property
    def hidden(self) -> FloatArray:
        """What was in the holes (M,)."""
        return self.truth[self.rows, self.columns]


class Filled(NamedTuple):
    """What a way says of the M hidden cells, in their units.

    Attributes
    ----------
    values : ndarray, shape (M,)
    low, high : ndarray, shape (M,), or None
        The interval that holds each cell with a probability of `LIKELY`; None of a way that says
        none.
    """

    values: FloatArray
    low: FloatArray | None = None
    high: FloatArray | None = None


class Learned(NamedTuple):
    """A mixture of the table with holes, and what it says of them.

    Attributes
    ----------
    mixture : Mixture
        In the columns' units.
    filled : Filled
    spreads : ndarray, shape (M,)
        Standard deviations of the cells.
    fit : float
        Log-likelihood of the complete table under it, in nats a row.
    iterations : int
    stopped : str
    """

    mixture: Mixture
    filled: Filled
    spreads: FloatArray
    fit: float
    iterations: int
    stopped: Stopped


class Error(NamedTuple):
    """How far off a way is, over some of the cells.

    Attributes
    ----------
    cells : int
    error : float
        Root mean square of guess - truth, in standard deviations of the cells' columns.
    bias : float
        Mean of guess - truth, in the same.
    covered : float or None
        Share of the cells that lie in their interval.
    """

    cells: int
    error: float
    bias: float
    covered: float | None


class Part(NamedTuple):
    """A component's say in what a cell may be.

    Attributes
    ----------
    share, mean, spread : float
        Responsibility, conditional mean and standard deviation, in the cell's unit.
    """

    share: float
    mean: float
    spread: float


def make_table(hiding: Hiding) -> Table:
    """Hide cells of the penguins."""
    truth = read_penguins().points
    holes = knock_out(truth, *hiding)
    rows, columns = np.nonzero(holes)
    return Table(truth, np.where(holes, np.nan, truth), rows, columns, column_spreads(truth))


def learn(hiding: Hiding, k: int, seed: int) -> Learned:
    """Fit a mixture to the table with its holes by EM, and fill them.

    Parameters
    ----------
    hiding : Hiding
    k : int
        With one component it is regression on the known cells.
    seed : int
        Of the start.

    Raises
    ------
    ValueError
        As `gmm.starts.start`.
    """
    table = make_table(hiding)
    scaling = _scale(table)
    points = (table.points - scaling.origin) / scaling.spread
    begin = start_incomplete(points, k, METHOD, seed)
    tape = record_incomplete(points, begin, ridge=RIDGE, max_iterations=MOST_ITERATIONS)
    mixture = tape.frames[-1].mixture
    filled, spreads = _fill(table, points, mixture, scaling)
    fit = _fit(table, mixture, scaling)
    own = restore(mixture, scaling)
    return Learned(own, filled, spreads, fit, tape.frames[-1].iteration, tape.stopped)


def fill_by_mean(table: Table) -> Filled:
    """Put the mean of a column's known cells into each of its holes."""
    known = ~np.isnan(table.points)
    means = np.nan_to_num(table.points).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return Filled(means[table.columns])


def record_complete(hiding: Hiding, k: int, seed: int) -> Run | None:
    """Record EM on the complete rows alone; None where there are hardly any."""
    table = make_table(hiding)
    complete = ~np.isnan(table.points).any(axis=1)
    if complete.sum() < max(LEAST_ROWS, 2 * k):
        return None
    dataset = Dataset(
        points=table.truth[complete],
        columns=COLUMNS,
        units=UNITS,
        title="Penguins, complete rows",
        rows="penguins",
        labels=read_penguins().species[complete],
        truth=None,
        note="Four measurements; the first two are drawn.",
        label_names=SPECIES,
        source=SOURCE,
    )
    settings = Settings(
        data="",  # none of the playground's
        k=k,
        start=METHOD,
        start_seed=seed,
        ridge=RIDGE,
        scale="on",
        twin=False,
    )
    return record_run(settings, dataset)


def fill_from(run: Run, table: Table) -> tuple[Filled, float]:
    """Fill by the mixture of the complete rows alone, and say how it fits the complete table."""
    assert run.em is not None
    mixture, scaling = run.em.frames[-1].mixture, run.scaling
    points = (table.points - scaling.origin) / scaling.spread
    return _fill(table, points, mixture, scaling)[0], _fit(table, mixture, scaling)


def number_alike(mixture: Mixture, run: Run) -> Mixture:
    """Give the components the numbers of those of a run that they are most like.

    Parameters
    ----------
    mixture : Mixture
        In the columns' units.
    run : Run
        With as many components.
    """
    assert run.em is not None
    other = restore(run.em.frames[-1].mixture, run.scaling)
    order = np.argsort(pair_components(measure_affinities(mixture, other)))
    return Mixture(*(array[order] for array in mixture))


def standardise_cells(table: Table, values: FloatArray) -> FloatArray:
    """Give values of the M cells as standard deviations from the mean of the column's known cells.

    Parameters
    ----------
    table : Table
    values : ndarray, shape (M,)
    """
    away: FloatArray = (values - fill_by_mean(table).values) / table.spreads[table.columns]
    return away


def measure(table: Table, filled: Filled, which: BoolArray | None = None) -> Error:
    """Hold what was filled in against what was hidden.

    Parameters
    ----------
    table : Table
    filled : Filled
    which : ndarray of bool, shape (M,), optional
        Of the cells, all if it is not said; at least one.
    """
    chosen = np.ones(len(table.rows), dtype=np.bool_) if which is None else which
    away = ((filled.values - table.hidden) / table.spreads[table.columns])[chosen]
    covered = None
    if filled.low is not None and filled.high is not None:
        inside = (filled.low <= table.hidden) & (table.hidden <= filled.high)
        covered = float(inside[chosen].mean())
    return Error(
        int(chosen.sum()), float(np.sqrt(np.mean(np.square(away)))), float(away.mean()), covered
    )


def count_nearer(table: Table, one: Filled, other: Filled) -> float:
    """Share of the cells of which `one` is nearer to the truth than `other`."""
    away = [np.abs(each.values - table.hidden) for each in (one, other)]
    return float(np.mean(away[0] < away[1]))


def measure_width(table: Table, filled: Filled, column: int) -> float:
    """Standard deviation of a column once its holes are filled."""
    points = np.array(table.points)
    points[table.rows, table.columns] = filled.values
    return float(points[:, column].std())


def draw_filled(table: Table, mixture: Mixture, seed: int) -> Filled:
    """Fill by chance, as the mixture has it: once, row by row."""
    drawn = draw_cells(table.points, mixture, 1, seed)[0]
    return Filled(drawn[table.rows, table.columns])


def explain(table: Table, mixture: Mixture, row: int, column: int) -> list[Part]:
    """Say what each component makes of a hidden cell.

    Parameters
    ----------
    table : Table
    mixture : Mixture
        In the columns' units.
    row, column : int
    """
    gamma, means, variances = condition(table.points[row : row + 1], mixture)
    return [
        Part(float(share), float(mean), float(np.sqrt(variance)))
        for share, mean, variance in zip(
            gamma[0], means[0, :, column], variances[0, :, column], strict=True
        )
    ]


def spread_out(parts: list[Part], reach: float = 4.0) -> tuple[FloatArray, FloatArray]:
    """Give places (P,) and at each of them the density of every component's share (K, P)."""
    seen = [part for part in parts if part.share > 1e-3]
    low = min(part.mean - reach * part.spread for part in seen)
    high = max(part.mean + reach * part.spread for part in seen)
    places = np.linspace(low, high, 201)
    heights = [
        part.share
        * np.exp(-0.5 * np.square((places - part.mean) / part.spread))
        / (np.sqrt(2 * np.pi) * part.spread)
        for part in parts
    ]
    return places, np.array(heights)


# ------------------------------------------------------------------------------ the parts


def _scale(table: Table) -> Scaling:
    """By the known cells alone: nothing that is hidden is used."""
    return Scaling(np.nanmean(table.points, axis=0), np.nanstd(table.points, axis=0))


def _fill(
    table: Table, points: FloatArray, mixture: Mixture, scaling: Scaling
) -> tuple[Filled, FloatArray]:
    cells = table.rows, table.columns
    conditionals = condition(points, mixture)
    blended = blend(points, conditionals)
    tail = (1 - LIKELY) / 2
    ends = [find_quantiles(conditionals, share)[cells] for share in (tail, 1 - tail)]
    origin, spread = scaling.origin[table.columns], scaling.spread[table.columns]
    low, high = (origin + spread * end for end in ends)
    filled = Filled(origin + spread * blended.points[cells], low, high)
    return filled, spread * blended.spreads[cells]


def _fit(table: Table, mixture: Mixture, scaling: Scaling) -> float:
    points = (table.truth - scaling.origin) / scaling.spread
    return float(log_density(points, mixture).mean()) - measure_log_volume(scaling)
