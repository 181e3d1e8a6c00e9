"""Thresholds against counting, expected shares against scipy, ROC against scikit-learn."""

import numpy as np
import pytest
from scipy.stats import chi2, norm
from sklearn.metrics import roc_auc_score, roc_curve

from gmm import Mixture, log_density, sample
from gmm.outliers import (
    draw_log_densities,
    expect_below,
    find_level,
    find_threshold,
    flag,
    trace_roc,
)

TWO = Mixture(
    np.array([0.3, 0.7]),
    np.array([[0.0, 0.0], [6.0, 1.0]]),
    np.array([[[1.0, 0.4], [0.4, 0.5]], [[2.0, -0.3], [-0.3, 1.0]]]),
)


@pytest.mark.parametrize("share", [0.0, 0.07, 0.29, 0.5, 0.995])
def test_a_threshold_flags_just_the_share_that_is_wanted(share: float) -> None:
    log_densities = np.random.default_rng(0).normal(size=100)
    threshold = find_threshold(log_densities, share)
    flagged = flag(log_densities, threshold)
    assert flagged.number == int(share * 100 + 1e-9)
    assert flagged.share == flagged.number / 100
    # The lowest ones, and the threshold is the next one's density.
    assert sorted(log_densities[flagged.flags]) == sorted(log_densities)[: int(flagged.number)]
    assert threshold == sorted(log_densities)[int(flagged.number)]


def test_all_points_are_flagged_below_infinity() -> None:
    assert find_threshold([1.0, 2.0], 1.0) == np.inf
    assert flag([1.0, 2.0], np.inf).number == 2


def test_equal_densities_are_flagged_together_or_not_at_all() -> None:
    log_densities = [-9.0, -5.0, -5.0, -5.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0]
    assert flag(log_densities, find_threshold(log_densities, 0.3)).number == 1
    assert flag(log_densities, find_threshold(log_densities, 0.4)).number == 4


def test_points_out_of_a_floats_reach_are_flagged_first() -> None:
    log_densities = [-np.inf, -3.0, -2.0, -1.0]
    assert find_threshold(log_densities, 0.25) == -3.0
    assert flag(log_densities, -3.0).flags.tolist() == [True, False, False, False]
    assert find_threshold(log_densities, 0.1) == -np.inf


def test_a_point_of_weight_three_counts_as_three_points() -> None:
    rng = np.random.default_rng(1)
    log_densities = rng.normal(size=40)
    often = rng.integers(0, 4, size=40)
    truth = rng.random(40) < 0.4
    repeated = np.repeat(log_densities, often)
    for share in (0.05, 0.2, 0.6):
        threshold = find_threshold(log_densities, share, often)
        assert threshold == find_threshold(repeated, share)
        few, many = flag(log_densities, threshold, often), flag(repeated, threshold)
        assert few.number == many.number
        assert few.share == pytest.approx(many.share)
    ours = trace_roc(log_densities, truth, often)
    theirs = trace_roc(repeated, np.repeat(truth, often))
    np.testing.assert_allclose(ours.found, theirs.found)
    np.testing.assert_allclose(ours.false_alarms, theirs.false_alarms)
    assert ours.area == pytest.approx(theirs.area)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("tied", [False, True])
def test_the_roc_curve_is_scikit_learns(weighted: bool, tied: bool) -> None:
    rng = np.random.default_rng(2)
    truth = rng.random(200) < 0.2
    scores = rng.normal(size=200) - 1.5 * truth
    scores = np.round(scores) if tied else scores
    often = rng.uniform(0.5, 3, size=200) if weighted else None
    roc = trace_roc(scores, truth, often)
    # Theirs takes a high score for an outlier, ours a low one.
    false_alarms, found, thresholds = roc_curve(
        truth, -scores, sample_weight=often, drop_intermediate=False
    )
    np.testing.assert_allclose(roc.false_alarms, false_alarms, atol=1e-12)
    np.testing.assert_allclose(roc.found, found, atol=1e-12)
    # We flag what is below a threshold, they flag what is on it as well.
    np.testing.assert_allclose(roc.thresholds[:-1], -thresholds[1:])
    assert roc.area == pytest.approx(roc_auc_score(truth, -scores, sample_weight=often), abs=1e-12)
    # Each threshold of the curve flags what the curve says.
    for at in (0, len(roc.thresholds) // 2, len(roc.thresholds) - 1):
        outliers = flag(scores[truth], roc.thresholds[at], None if often is None else often[truth])
        assert outliers.share == pytest.approx(roc.found[at], abs=1e-12)


def test_without_both_kinds_there_is_no_curve() -> None:
    with pytest.raises(ValueError, match="no outlier among the points"):
        trace_roc([1.0, 2.0], [False, False])
    with pytest.raises(ValueError, match="nothing but outliers"):
        trace_roc([1.0, 2.0], [False, True], [0.0, 1.0])
    with pytest.raises(ValueError, match="for each of the 2 points"):
        trace_roc([1.0, 2.0], [True])


@pytest.mark.parametrize("share", [-0.1, 1.1, np.nan])
def test_a_share_is_a_number_from_0_to_1(share: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        find_threshold([1.0], share)


def test_log_densities_are_numbers() -> None:
    with pytest.raises(ValueError, match="row 1"):
        flag([1.0, np.nan], 0.0)
    with pytest.raises(ValueError, match="one number for each point"):
        flag(np.empty((0,)), 0.0)


@pytest.mark.parametrize("d", [1, 2, 3])
def test_below_a_level_of_one_gaussian_lies_what_chi_square_says(d: int) -> None:
    root = np.random.default_rng(d).normal(size=(d, d))
    one = Mixture(np.ones(1), np.full((1, d), 3.0), (root @ root.T + np.eye(d))[np.newaxis])
    # The level through a point at Mahalanobis distance 2.
    point = one.means[0] + 2 * np.linalg.cholesky(one.covariances[0])[:, 0]
    threshold = log_density(point[np.newaxis], one)[0]
    exact = expect_below(one, threshold, np.empty(0))
    assert exact.share == pytest.approx(chi2.sf(4, d))
    assert exact.error == 0
    # And the other way round.
    assert find_level(one, chi2.sf(4, d), np.empty(0)) == pytest.approx(threshold)
    # Counted among draws it is the same.
    drawn = draw_log_densities(one, 40_000, seed=0)
    assert np.mean(drawn < threshold) == pytest.approx(exact.share, abs=4 * 0.5 / 200)
    assert expect_below(one, 1e3, drawn).share == 1.0


def test_the_share_below_a_level_of_a_mixture_on_a_line_is_the_integral() -> None:
    # Two equal bumps far apart: each level is an interval about each mean, as of one alone.
    line = Mixture(np.full(2, 0.5), np.array([[0.0], [40.0]]), np.ones((2, 1, 1)))
    threshold = log_density([[1.5]], line)[0]
    drawn = draw_log_densities(line, 50_000, seed=3)
    expected = expect_below(line, threshold, drawn)
    assert abs(expected.share - 2 * norm.sf(1.5)) < 4 * expected.error
    assert 0.0013 < expected.error < 0.0017  # sqrt(0.134 * 0.866 / 50,000) = 0.00152


def test_the_level_of_a_mixture_has_the_share_below_it() -> None:
    drawn = draw_log_densities(TWO, 20_000, seed=1)
    level = find_level(TWO, 0.1, drawn)
    assert expect_below(TWO, level, drawn).share == 0.1
    others = draw_log_densities(TWO, 20_000, seed=2)
    share, error = expect_below(TWO, level, others)
    assert abs(share - 0.1) < 5 * error
    with pytest.raises(ValueError, match="from 0 to 1"):
        find_level(TWO, 2.0, drawn)


def test_a_point_on_the_threshold_is_not_below_it() -> None:
    drawn = draw_log_densities(TWO, 100, seed=1)
    assert expect_below(TWO, drawn[10], drawn).share == 0.1


def test_the_standard_error_is_the_spread_over_seeds() -> None:
    threshold = -6.0
    shares = [
        expect_below(TWO, threshold, draw_log_densities(TWO, 1_000, seed)) for seed in range(200)
    ]
    spread = np.std([each.share for each in shares])
    assert spread == pytest.approx(np.mean([each.error for each in shares]), rel=0.2)


def test_nothing_among_the_draws_is_no_certainty() -> None:
    drawn = draw_log_densities(TWO, 100, seed=0)
    assert (np.diff(drawn) >= 0).all()
    share, error = expect_below(TWO, -1e6, drawn)
    assert share == 0
    assert error > 0.005


def test_flagged_points_of_a_fit_are_about_as_many_as_it_expects() -> None:
    points, _ = sample(TWO, 5_000, seed=5)
    drawn = draw_log_densities(TWO, 20_000, seed=6)
    threshold = find_threshold(drawn, 0.05)
    assert flag(log_density(points, TWO), threshold).share == pytest.approx(0.05, abs=0.012)
