"""Records of the case of gaps: what is filled in, as far as the method makes it so."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from gmm.cases.gaps import read_penguins
from gmm.holes import MECHANISMS
from gmm.mixture import Mixture
from gmm.scaling import restore
from gmm.ui.uses.gaps.records import (
    LIKELY,
    Filled,
    Hiding,
    Learned,
    Table,
    count_nearer,
    draw_filled,
    explain,
    fill_by_mean,
    fill_from,
    learn,
    make_table,
    measure,
    measure_width,
    number_alike,
    record_complete,
    spread_out,
    standardise_cells,
)
from tests.present import present

HIDING = Hiding(0.5, "by chance", 0, 1)


@pytest.fixture(scope="module")
def table() -> Table:
    return make_table(HIDING)


@pytest.fixture(scope="module")
def mixture() -> Learned:
    return learn(HIDING, 3, 0)


@pytest.fixture(scope="module")
def regression() -> Learned:
    return learn(HIDING, 1, 0)


def test_the_mixture_is_nearer_than_one_gaussian_and_that_nearer_than_the_mean(
    table: Table, mixture: Learned, regression: Learned
) -> None:
    errors = [
        measure(table, filled)
        for filled in (mixture.filled, regression.filled, fill_by_mean(table))
    ]
    assert [error.error for error in errors] == pytest.approx([0.549, 0.662, 0.961], abs=0.01)
    assert errors[0].covered == pytest.approx(LIKELY, abs=0.04)
    assert errors[2].covered is None
    assert all(abs(error.bias) < 0.1 for error in errors)
    assert mixture.fit > regression.fit + 0.2


def test_over_many_ways_to_hide_cells_the_order_stays() -> None:
    ratios, covered = [], []
    for seed in range(1, 5):
        hiding = HIDING._replace(seed=seed)
        table = make_table(hiding)
        three, one = learn(hiding, 3, 0), learn(hiding, 1, 0)
        errors = [measure(table, each) for each in (three.filled, one.filled, fill_by_mean(table))]
        ratios.append([errors[0].error / errors[1].error, errors[1].error / errors[2].error])
        covered.append(present(errors[0].covered))
    assert np.mean(ratios, axis=0) == pytest.approx([0.83, 0.66], abs=0.06)
    assert np.mean(covered) == pytest.approx(LIKELY, abs=0.03)


def test_without_the_method_it_is_no_better_than_the_mean(table: Table, mixture: Learned) -> None:
    """Guesses for other rows are worse than the mean, and a guess that is known is perfect."""
    shuffled = np.array(mixture.filled.values)
    rng = np.random.default_rng(0)
    for column in range(4):
        here = table.columns == column
        shuffled[here] = rng.permutation(shuffled[here])
    assert measure(table, Filled(shuffled)).error > measure(table, fill_by_mean(table)).error
    assert measure(table, Filled(table.hidden)).error == 0


def test_nothing_that_is_hidden_is_used(mixture: Learned, monkeypatch: pytest.MonkeyPatch) -> None:
    table = make_table(HIDING)
    truth = np.array(table.truth)
    truth[table.rows, table.columns] = 1e4
    changed = table._replace(truth=truth)
    monkeypatch.setattr("gmm.ui.uses.gaps.records.make_table", lambda hiding: changed)
    again = learn(HIDING, 3, 0)
    np.testing.assert_array_equal(again.filled.values, mixture.filled.values)
    np.testing.assert_array_equal(present(again.filled.low), present(mixture.filled.low))


def test_one_gaussian_is_regression_on_the_known_cells(table: Table, regression: Learned) -> None:
    mean, covariance = regression.mixture.means[0], regression.mixture.covariances[0]
    for at in (0, 50, 120):
        row, column = table.rows[at], table.columns[at]
        known = np.delete(np.arange(4), column)
        slopes = np.linalg.solve(covariance[np.ix_(known, known)], covariance[known, column])
        value = mean[column] + slopes @ (table.truth[row, known] - mean[known])
        left = covariance[column, column] - slopes @ covariance[known, column]
        assert regression.filled.values[at] == pytest.approx(value)
        assert regression.spreads[at] == pytest.approx(np.sqrt(left))
        high = present(regression.filled.high)[at]
        assert high - value == pytest.approx(1.644854 * np.sqrt(left), rel=1e-5)


def test_a_mean_is_that_of_the_known_cells(table: Table) -> None:
    means = np.nanmean(table.points, axis=0)
    np.testing.assert_allclose(fill_by_mean(table).values, means[table.columns])
    away = standardise_cells(table, fill_by_mean(table).values)
    assert away == pytest.approx(np.zeros(len(away)))


def test_errors_can_be_asked_for_column_by_column(table: Table, mixture: Learned) -> None:
    whole = measure(table, mixture.filled)
    parts = [measure(table, mixture.filled, table.columns == column) for column in range(4)]
    assert sum(part.cells for part in parts) == whole.cells == 171
    squares = sum(part.cells * part.error**2 for part in parts)
    assert whole.error == pytest.approx(np.sqrt(squares / whole.cells))


def test_the_stage_gets_the_complete_rows_in_all_columns(table: Table, mixture: Learned) -> None:
    run = present(record_complete(HIDING, 3, 0))
    assert run.points.shape == (171, 4)
    assert present(run.em).stopped == "converged"
    assert run.dataset.labels is not None
    filled, fit = fill_from(run, table)
    assert fit < mixture.fit  # the rows with holes have said something, too
    assert 0.5 < measure(table, filled).error < 0.7
    own = restore(present(run.em).frames[-1].mixture, run.scaling)
    turned = Mixture(*(array[[2, 0, 1]] for array in own))
    for ours, theirs in zip(number_alike(turned, run), own, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert record_complete(HIDING._replace(share=0.99), 3, 0) is None


def test_where_large_values_hide_themselves_guesses_are_too_low() -> None:
    bias = {}
    for mechanism in MECHANISMS:
        hiding = HIDING._replace(mechanism=mechanism)
        bias[mechanism] = measure(make_table(hiding), learn(hiding, 3, 0).filled).bias
    assert bias["by its own value"] < -0.1
    assert abs(bias["by chance"]) < 0.08
    assert abs(bias["by the other column"]) < 0.08


def test_guesses_are_smoother_than_data_and_draws_are_not(table: Table, mixture: Learned) -> None:
    mean = fill_by_mean(table)
    widths = np.array(
        [
            [measure_width(table, each, column) / table.spreads[column] for column in range(4)]
            for each in (mixture.filled, mean)
        ]
    )
    assert (widths[1] < widths[0]).all()
    drawn = [draw_filled(table, mixture.mixture, seed) for seed in range(10)]
    spread = np.std([each.values for each in drawn], axis=0)
    assert np.corrcoef(spread, mixture.spreads)[0, 1] > 0.9
    assert 0 < count_nearer(table, mean, mixture.filled) < 0.3


def test_one_cell_is_what_bayes_rule_says(table: Table, mixture: Learned) -> None:
    row, column = int(table.rows[3]), int(table.columns[3])
    parts = explain(table, mixture.mixture, row, column)
    known = np.delete(np.arange(4), column)
    weights, means, covariances = mixture.mixture
    odds = np.array(
        [
            weight
            * multivariate_normal(mean[known], covariance[np.ix_(known, known)]).pdf(
                table.truth[row, known]
            )
            for weight, mean, covariance in zip(weights, means, covariances, strict=True)
        ]
    )
    assert [part.share for part in parts] == pytest.approx(odds / odds.sum())
    value = sum(part.share * part.mean for part in parts)
    assert mixture.filled.values[3] == pytest.approx(value)
    places, heights = spread_out(parts)
    assert np.trapezoid(heights.sum(axis=0), places) == pytest.approx(1, abs=0.01)


def test_the_penguins_are_not_changed() -> None:
    assert not np.isnan(read_penguins().points).any()
