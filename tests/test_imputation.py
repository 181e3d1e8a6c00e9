"""Imputation: against the textbook's conditional Gaussian, scikit-learn, and its own draws."""

import numpy as np
import pytest
from scipy.stats import norm
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.impute import IterativeImputer
from sklearn.linear_model import LinearRegression

from gmm import Mixture
from gmm.imputation import condition, draw_cells, find_quantiles, impute
from gmm.missing import record_incomplete, start_incomplete
from tests.test_missing import clouds, pierce

TWO = Mixture(
    np.array([0.3, 0.7]),
    np.array([[0.0, 0.0], [4.0, 5.0]]),
    np.array([[[1.0, 0.6], [0.6, 1.0]], [[1.0, -0.5], [-0.5, 2.0]]]),
)


def test_one_gaussian_gives_the_conditional_of_the_textbook() -> None:
    # Bishop 2006, eq. 2.81 and 2.82.
    points = pierce(clouds(50))
    mixture = start_incomplete(points, 1, "k-means++", 0)
    mean, covariance = mixture.means[0], mixture.covariances[0]
    filled = impute(points, mixture)
    for point, cells, spreads in zip(points, *filled, strict=True):
        m, o = np.flatnonzero(np.isnan(point)), np.flatnonzero(~np.isnan(point))
        slope = covariance[np.ix_(m, o)] @ np.linalg.inv(covariance[np.ix_(o, o)])
        left = covariance[np.ix_(m, m)] - slope @ covariance[np.ix_(o, m)]
        np.testing.assert_allclose(cells[o], point[o])
        np.testing.assert_array_equal(spreads[o], 0)
        np.testing.assert_allclose(cells[m], mean[m] + slope @ (point[o] - mean[o]), rtol=1e-9)
        np.testing.assert_allclose(spreads[m], np.sqrt(np.diag(left)), rtol=1e-9)


def test_one_gaussian_imputes_as_a_regression_does_where_one_column_has_holes() -> None:
    points = clouds(300, 3, seed=3)
    points[::3, 1] = np.nan
    tape = record_incomplete(points, start_incomplete(points, 1, "k-means++", 0), tolerance=1e-12)
    ours = impute(points, tape.frames[-1].mixture).points
    theirs = IterativeImputer(LinearRegression(), max_iter=5).fit_transform(points)
    np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-5)


def test_the_spread_is_within_and_between() -> None:
    gamma, means, variances = condition([[2.0, np.nan]], TWO)
    filled = impute([[2.0, np.nan]], TWO)
    weights = np.array([0.3 * norm.pdf(2, 0, 1), 0.7 * norm.pdf(2, 4, 1)])
    np.testing.assert_allclose(gamma[0], weights / weights.sum())
    np.testing.assert_allclose(means[0], [[2, 1.2], [2, 6.0]])
    np.testing.assert_allclose(variances[0], [[0, 0.64], [0, 1.75]])
    mean = gamma[0] @ [1.2, 6]
    spread = np.sqrt(gamma[0] @ [0.64 + (1.2 - mean) ** 2, 1.75 + (6 - mean) ** 2])
    assert filled.points[0].tolist() == pytest.approx([2, mean])
    assert filled.spreads[0].tolist() == pytest.approx([0, spread])


def test_draws_have_the_mean_and_the_spread() -> None:
    points = np.array([[2.0, np.nan], [np.nan, 1.0], [np.nan, np.nan], [1.0, 2.0]])
    drawn = draw_cells(points, TWO, 40_000, 0)
    filled = impute(points, TWO)
    np.testing.assert_allclose(drawn.mean(axis=0), filled.points, atol=0.06)
    np.testing.assert_allclose(drawn.std(axis=0), filled.spreads, atol=0.06)
    # Of a row without a known cell both are drawn together.
    total = np.einsum("k,kij->ij", TWO.weights, TWO.covariances)
    away = TWO.means - TWO.weights @ TWO.means
    total += np.einsum("k,ki,kj->ij", TWO.weights, away, away)
    np.testing.assert_allclose(np.cov(drawn[:, 2].T), total, atol=0.15)
    np.testing.assert_array_equal(drawn, draw_cells(points, TWO, 40_000, 0))


def test_quantiles_are_those_of_the_mixture() -> None:
    points = np.array([[2.0, np.nan], [np.nan, 1.0], [1.0, 2.0]])
    conditionals = condition(points, TWO)
    drawn = draw_cells(points, TWO, 40_000, 1)
    for share in (0.025, 0.5, 0.975):
        found = find_quantiles(conditionals, share)
        np.testing.assert_allclose(found[2], [1, 2])
        assert found[0, 0] == pytest.approx(2)
        for row, column in ((0, 1), (1, 0)):
            assert (drawn[:, row, column] < found[row, column]).mean() == pytest.approx(
                share, abs=0.01
            )


def test_a_single_row_may_lack_a_column() -> None:
    assert impute([[np.nan, 5.0]], TWO).spreads[0, 1] == 0
