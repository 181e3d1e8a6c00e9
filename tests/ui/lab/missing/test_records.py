"""Records of the page on missing values: against formulas written out and the engine itself."""

import numpy as np
import pytest

from gmm import Mixture, log_density, record_em, sample, start
from gmm.data.datasets import DATASETS
from gmm.holes import MECHANISMS
from gmm.limits import MAX_K, MAX_ROWS
from gmm.missing import e_step_known, start_incomplete
from gmm.scaling import Scaling, restore, standardise
from gmm.ui.lab.missing.records import (
    COMPLETE,
    DROP,
    EM,
    MEAN,
    MOST_ITERATIONS,
    MOST_ROWS,
    WAYS,
    Fitting,
    Holed,
    compare,
    guess,
    join,
    learn,
    limit_iterations,
    mean_of_known,
    measure_spreads,
    outline,
    own_units,
    pierce,
    rate,
    restore_known_nats,
    spread_row,
)
from tests.present import present

FAITHFUL = DATASETS["Old Faithful"].make(300, 0).points
POINTS, SCALING = standardise(FAITHFUL)
FITTING = Fitting(2, "k-means++", 0, "full", 0.0)


def holed(how: str = "by the other column", share: float = 0.4, seed: int = 0) -> Holed:
    return pierce(POINTS, None, share, how, seed, (1,))


def test_all_ways_begin_at_one_start_and_fit_what_they_say() -> None:
    given = holed()
    begin = start_incomplete(given.points, 2, "k-means++", 0)
    complete = ~given.holes.any(axis=1)
    filled = np.where(given.holes, np.nanmean(given.points, axis=0), POINTS)
    for way, points in ((DROP, POINTS[complete]), (MEAN, filled), (COMPLETE, POINTS)):
        fit = learn(given, way, FITTING)
        tape = record_em(points, begin)
        assert fit.stopped == tape.stopped
        assert fit.log_likelihoods[-1] == pytest.approx(tape.frames[-1].log_likelihood, rel=1e-12)
    em = learn(given, EM, FITTING)
    np.testing.assert_array_equal(em.mixtures[0].means, begin.means)
    for mixture, value in zip(em.mixtures, em.log_likelihoods, strict=True):
        assert value == pytest.approx(e_step_known(given.points, mixture)[1], rel=1e-12)


def test_ways_are_compared_in_the_datas_units() -> None:
    given = holed()
    learned = {name: learn(given, name, FITTING) for name in (*WAYS, COMPLETE)}
    ways = {way.name: way for way in compare(given, learned, SCALING)}
    assert list(ways) == [*WAYS, COMPLETE]
    for name, way in ways.items():
        own = restore(learned[name].mixtures[-1], SCALING)
        assert present(way.fit) == pytest.approx(log_density(FAITHFUL, own).mean(), rel=1e-10)
        np.testing.assert_allclose(way.means, own.weights @ own.means)
    np.testing.assert_allclose(ways[COMPLETE].means, FAITHFUL.mean(axis=0), rtol=1e-6)
    # What the page is about: the complete rows alone are from one side of the data.
    truth = FAITHFUL[:, 1].mean()
    assert abs(ways[EM].means[1] - truth) < 1 < 4 < truth - ways[DROP].means[1]
    assert present(ways[EM].fit) > present(ways[DROP].fit) > present(ways[MEAN].fit)


@pytest.mark.parametrize("seed", range(3))
def test_holes_that_hide_large_values_leave_em_too_low(seed: int) -> None:
    given = holed("by its own value", 0.5, seed)
    learned = {name: learn(given, name, FITTING) for name in (EM, COMPLETE)}
    em, complete = compare(given, learned, SCALING)
    assert em.means[1] < complete.means[1] - 1
    score = rate(guess(given, learned[EM].mixtures[-1], SCALING), 1)
    assert present(score).covered < 0.8


@pytest.mark.parametrize("how", ["by chance", "by the other column"])
def test_intervals_keep_their_promise_where_holes_are_at_random(how: str) -> None:
    covered = []
    for seed in range(4):
        given = holed(how, 0.4, seed)
        guesses = guess(given, learn(given, EM, FITTING).mixtures[-1], SCALING)
        covered.append(present(rate(guesses, 1)).covered)
    assert 0.9 < np.mean(covered) <= 1


def test_guesses_are_rated_by_what_was_hidden() -> None:
    given = holed()
    guesses = guess(given, learn(given, EM, FITTING).mixtures[-1], SCALING)
    truth = FAITHFUL[given.holes]
    np.testing.assert_allclose(present(guesses.truth), truth)
    score = present(rate(guesses, 1))
    assert score.cells == given.holes.sum()
    assert score.error == pytest.approx(np.sqrt(np.mean((guesses.values - truth) ** 2)))
    known = FAITHFUL[~given.holes[:, 1], 1].mean()
    assert score.filled_error == pytest.approx(np.sqrt(np.mean((known - truth) ** 2)))
    assert score.covered == np.mean((guesses.low <= truth) & (truth <= guesses.high))
    assert rate(guesses, 0) is None


def test_one_row_has_a_density() -> None:
    given = holed()
    mixture = learn(given, EM, FITTING).mixtures[-1]
    guesses = guess(given, mixture, SCALING)
    for at in (0, 5, len(guesses.rows) - 1):
        row = spread_row(given, mixture, SCALING, int(guesses.rows[at]))
        density = row.parts.sum(axis=0)
        assert np.trapezoid(density, row.places) == pytest.approx(1, abs=2e-3)
        mean = np.trapezoid(density * row.places, row.places)
        assert mean == pytest.approx(guesses.values[at], rel=2e-3)


def test_a_tables_own_holes_have_no_truth() -> None:
    half = np.array([[0.5, np.nan], [np.nan, -1.0], [2.0, np.nan]])
    given = join(POINTS, half, None, None)
    assert given.truth is None
    assert given.weights is None
    assert given.holes.sum() == 3
    fit = learn(given, EM, FITTING)
    guesses = guess(given, fit.mixtures[-1], SCALING)
    assert guesses.truth is None
    assert guesses.columns.tolist() == [1, 0, 1]
    assert rate(guesses, 1) is None
    (way,) = compare(given, {EM: fit}, SCALING)
    assert way.fit is None
    counted = join(POINTS, half, np.full(len(POINTS), 2.0), np.array([1.0, 0.0, 3.0]))
    np.testing.assert_array_equal(present(counted.weights)[-4:], [2, 1, 0, 3])


def test_frequencies_count_everywhere() -> None:
    weights = np.arange(len(POINTS), dtype=np.float64) % 3
    given = pierce(POINTS, weights, 0.3, "by chance", 0, (1,))
    often = np.repeat(np.arange(len(POINTS)), weights.astype(int))
    twice = Holed(given.points[often], POINTS[often], None, False)
    np.testing.assert_allclose(mean_of_known(given), mean_of_known(twice))
    mixture = start(POINTS, 2, "k-means++", 0)
    fit = learn(given, COMPLETE, FITTING)._replace(mixtures=(mixture,))
    one, other = (compare(each, {COMPLETE: fit}, SCALING)[0] for each in (given, twice))
    assert one.fit == pytest.approx(present(other.fit))
    scores = [present(rate(guess(each, mixture, SCALING), 1)) for each in (given, twice)]
    assert scores[0][1:] == pytest.approx(scores[1][1:])
    assert restore_known_nats(0, given, SCALING) == pytest.approx(
        restore_known_nats(0, twice, SCALING)
    )


def test_log_likelihoods_of_known_cells_are_in_the_datas_units() -> None:
    given = holed()
    mixture = start(POINTS, 2, "k-means++", 0)
    scaled = e_step_known(given.points, mixture)[1]
    own = e_step_known(own_units(given.points, SCALING), restore(mixture, SCALING))[1]
    assert restore_known_nats(scaled, given, SCALING) == pytest.approx(own)


def test_large_data_are_sampled_and_runs_end_in_time() -> None:
    points = np.random.default_rng(0).normal(size=(MOST_ROWS + 500, 2))
    given = pierce(points, None, 0.2, "by chance", 0, (0, 1))
    assert given.sampled
    assert len(given.points) == MOST_ROWS
    assert not holed().sampled
    assert limit_iterations(10, 1) == MOST_ITERATIONS
    assert limit_iterations(MAX_ROWS, MAX_K) <= limit_iterations(MOST_ROWS, MAX_K) <= 500


@pytest.mark.parametrize("how", MECHANISMS)
def test_a_column_always_keeps_two_known_cells(how: str) -> None:
    given = pierce(POINTS[:4], None, 0.7, how, 0, (1,))
    assert (~given.holes).sum(axis=0).min() >= 2
    assert pierce(POINTS[:2], None, 0.05, how, 0, (1,)).holes.sum() == 0


def test_spreads_are_those_of_points_drawn() -> None:
    mixture = start(FAITHFUL, 2, "k-means++", 0)
    drawn = sample(mixture, 100_000, 0)[0]
    np.testing.assert_allclose(measure_spreads(mixture), drawn.std(axis=0), rtol=0.01)


def test_ellipses_are_two_standard_deviations_wide() -> None:
    mixture = Mixture(np.ones(1), np.zeros((1, 2)), np.diag([4.0, 1.0])[np.newaxis])
    (ellipse,) = outline(mixture, Scaling(np.array([1.0, 0.0]), np.array([1.0, 3.0])))
    np.testing.assert_allclose(ellipse.max(axis=0), [5, 6], rtol=1e-2)
    np.testing.assert_allclose(ellipse.min(axis=0), [-3, -6], rtol=1e-2)
