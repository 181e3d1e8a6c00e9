"""Densities against scipy and against exact rational arithmetic; sampling against its mixture."""

import math
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from gmm import Mixture, log_density, log_joint, responsibilities, sample
from gmm.points import FloatArray

FEW, MANY = 60, 1500  # points: the residuals' way and the features' way


def random_mixture(k: int, d: int, seed: int) -> Mixture:
    rng = np.random.default_rng(seed)
    roots = rng.normal(size=(k, d, d))
    covariances = roots @ roots.transpose(0, 2, 1) + 0.1 * np.eye(d)
    return Mixture(rng.dirichlet(np.full(k, 5.0)), 3 * rng.normal(size=(k, d)), covariances)


def exact_log_joint(
    point: FloatArray, weight: float, mean: FloatArray, covariance: FloatArray
) -> float:
    """Rational arithmetic up to the logarithms, for one and two dimensions."""
    r = [Fraction(float(x)) - Fraction(float(m)) for x, m in zip(point, mean, strict=True)]
    s = [[Fraction(float(c)) for c in row] for row in covariance]
    if len(r) == 1:
        determinant, square = s[0][0], r[0] ** 2 / s[0][0]
    else:
        determinant = s[0][0] * s[1][1] - s[0][1] * s[1][0]
        square = (s[1][1] * r[0] ** 2 - 2 * s[0][1] * r[0] * r[1] + s[0][0] * r[1] ** 2) / (
            determinant
        )
    scale = len(r) * math.log(2 * math.pi) + math.log(determinant)
    return math.log(weight) - 0.5 * scale - 0.5 * float(square)


@pytest.mark.parametrize("n", [FEW, MANY])
@pytest.mark.parametrize("d", [1, 2, 5])
def test_densities_are_scipys(d: int, n: int) -> None:
    mixture = random_mixture(4, d, seed=d)
    points, _ = sample(mixture, n, seed=1)
    points[:20] *= 10  # some far out
    joint = np.column_stack(
        [
            np.log(weight) + multivariate_normal(mean, covariance).logpdf(points)
            for weight, mean, covariance in zip(*mixture, strict=True)
        ]
    )
    density = np.logaddexp.reduce(joint, axis=1)
    np.testing.assert_allclose(log_joint(points, mixture), joint, rtol=1e-11, atol=1e-10)
    np.testing.assert_allclose(log_density(points, mixture), density, rtol=1e-11, atol=1e-10)
    np.testing.assert_allclose(
        responsibilities(points, mixture), np.exp(joint - density[:, np.newaxis]), atol=1e-10
    )


@pytest.mark.parametrize("n", [FEW, MANY])
@pytest.mark.parametrize("origin", [0.0, 1e6])
@pytest.mark.parametrize("d", [1, 2])
def test_a_component_1e5_times_narrower_than_the_data_is_exact(
    d: int, origin: float, n: int
) -> None:
    rng = np.random.default_rng(0)
    points = origin + rng.normal(size=(n, d))
    points[: n // 2] = points[0] + 1e-5 * rng.normal(size=(n // 2, d))
    mixture = Mixture(
        np.array([0.3, 0.7]),
        points[[0, -1]],
        np.stack([1e-10 * np.eye(d), np.eye(d)]),
    )
    joint = log_joint(points, mixture)
    for row in [*range(20), *range(n - 20, n)]:
        for k in range(2):
            exact = exact_log_joint(points[row], *(array[k] for array in mixture))
            # Half a squared distance of 1e10 is a float to 1e-6 only, hence rel.
            assert joint[row, k] == pytest.approx(exact, rel=1e-15, abs=1e-8)


@pytest.mark.parametrize("n", [FEW, MANY])
def test_a_tilted_component_1e5_times_longer_than_wide_is_exact(n: int) -> None:
    rng = np.random.default_rng(1)
    along, across = np.array([0.6, 0.8]), np.array([-0.8, 0.6])
    points = rng.normal(size=(n, 1)) * along + 1e-5 * rng.normal(size=(n, 1)) * across
    covariance = np.outer(along, along) + 1e-10 * np.outer(across, across)
    covariance = (covariance + covariance.T) / 2
    mixture = Mixture(np.ones(1), np.zeros((1, 2)), covariance[np.newaxis])
    joint = log_joint(points, mixture)
    # Where long double is no longer than double, the width keeps six digits.
    extended = np.finfo(np.longdouble).eps < 1e-18
    for row in range(FEW):
        exact = exact_log_joint(points[row], 1.0, np.zeros(2), covariance)
        assert joint[row, 0] == pytest.approx(exact, abs=1e-8 if extended else 1e-5)


def test_the_units_of_a_column_do_not_cost_digits() -> None:
    mixture = random_mixture(3, 2, seed=5)
    points, _ = sample(mixture, MANY, seed=1)
    units = np.array([1e9, 1e-7])
    scaled = Mixture(
        mixture.weights, mixture.means * units, mixture.covariances * np.outer(units, units)
    )
    np.testing.assert_allclose(
        log_joint(points * units, scaled) + np.log(units).sum(),
        log_joint(points, mixture),
        atol=1e-9,
    )


@pytest.mark.parametrize("n", [FEW, MANY])
@pytest.mark.parametrize("far", [1e3, 1e9, 1e80, 1e152])
def test_far_points_have_no_nan_and_rows_that_sum_to_one(far: float, n: int) -> None:
    mixture = random_mixture(3, 2, seed=2)
    points, _ = sample(mixture, n, seed=1)
    points[7] = [far, -far]
    points[8] = [-far, far]
    narrow = mixture._replace(covariances=mixture.covariances * 1e-8)
    for one in (mixture, narrow):
        joint = log_joint(points, one)
        assert not np.isnan(joint).any()
        assert not np.isnan(log_density(points, one)).any()
        np.testing.assert_allclose(responsibilities(points, one).sum(axis=1), 1, rtol=1e-14)
    # The far points did not blur the near ones.
    np.testing.assert_allclose(
        log_joint(points, mixture)[:7], log_joint(points[:7], mixture), atol=1e-9
    )


def test_underflowing_densities_still_rank_the_components() -> None:
    mixture = Mixture(np.full(2, 0.5), np.array([[0.0], [1.0]]), np.ones((2, 1, 1)))
    gamma = responsibilities([[1000.5], [-1000.0], [1001.0]], mixture)
    assert gamma[0, 1] == 1
    assert gamma[1, 0] == 1
    # In the middle the odds are even however far away the middle is.
    wide = Mixture(np.full(2, 0.5), np.array([[0.0, 0], [1, 0]]), np.stack([np.eye(2)] * 2))
    np.testing.assert_allclose(responsibilities([[0.5, 1e4]], wide), [[0.5, 0.5]], rtol=1e-6)


def test_out_of_reach_of_every_component_the_weights_stay() -> None:
    mixture = Mixture(np.array([0.2, 0.8]), np.zeros((2, 1)), np.full((2, 1, 1), 1e-20))
    gamma = responsibilities([[0.0], [1e150]], mixture)
    np.testing.assert_allclose(gamma[1], [0.2, 0.8])
    assert log_density([[1e150]], mixture)[0] == -np.inf


def test_densities_beyond_the_range_of_a_float_are_fine_as_logarithms() -> None:
    mixture = Mixture(np.ones(1), np.zeros((1, 2)), 1e-200 * np.eye(2)[np.newaxis])
    expected = -np.log(2 * np.pi) + 200 * np.log(10)
    assert log_density([[0.0, 0.0]], mixture)[0] == pytest.approx(expected, rel=1e-14)


def test_a_component_without_weight_gets_no_responsibility() -> None:
    mixture = Mixture(np.array([1.0, 0.0]), np.zeros((2, 1)), np.ones((2, 1, 1)))
    assert responsibilities([[0.0], [50.0]], mixture).tolist() == [[1, 0], [1, 0]]


@pytest.mark.parametrize(
    "covariance", [[[1.0, 2.0], [2.0, 1.0]], [[0.0, 0.0], [0.0, 1.0]], [[1.0, 1.0], [1.0, 1.0]]]
)
def test_a_covariance_that_is_not_positive_definite_is_named(covariance: list[list[float]]) -> None:
    covariances = np.stack([np.eye(2), np.array(covariance)])
    with pytest.raises(ValueError, match=r"component 1 .* not positive definite"):
        log_joint([[0.0, 0.0]], Mixture(np.full(2, 0.5), np.zeros((2, 2)), covariances))


def test_points_of_another_dimension_are_refused() -> None:
    with pytest.raises(ValueError, match="points have 3 columns, but the mixture has 2"):
        log_joint(np.zeros((4, 3)), random_mixture(2, 2, seed=0))


def test_points_may_be_lists_of_integers_and_stay_as_they_are() -> None:
    mixture = random_mixture(2, 2, seed=0)
    listed = [[1, 2], [3, 4]]
    whole = np.array(listed)
    np.testing.assert_array_equal(log_joint(listed, mixture), log_joint(whole * 1.0, mixture))
    for points in (whole, whole * 1.0, np.asfortranarray(whole * 1.0)):
        before = points.copy()
        points.flags.writeable = False
        responsibilities(points, mixture)
        np.testing.assert_array_equal(points, before)


def test_a_sample_has_the_moments_of_its_mixture() -> None:
    mixture = random_mixture(3, 2, seed=4)
    points, labels = sample(mixture, 60_000, seed=1)
    assert points.shape == (60_000, 2)
    assert (np.diff(labels) >= 0).all()
    for k in range(3):
        own = points[labels == k]
        assert len(own) / len(points) == pytest.approx(mixture.weights[k], abs=0.01)
        deviations = np.sqrt(np.diag(mixture.covariances[k]))
        np.testing.assert_allclose(
            (own.mean(axis=0) - mixture.means[k]) / deviations, 0, atol=5 / np.sqrt(len(own))
        )
        spread = np.cov(own.T) / np.outer(deviations, deviations)
        expected = mixture.covariances[k] / np.outer(deviations, deviations)
        np.testing.assert_allclose(spread, expected, atol=8 / np.sqrt(len(own)))


def test_a_sample_has_the_mean_and_the_covariance_of_all_components_together() -> None:
    mixture = random_mixture(3, 2, seed=4)
    points, _ = sample(mixture, 60_000, seed=2)
    mean = mixture.weights @ mixture.means
    # Law of total covariance: within the components, and between their means.
    offsets = mixture.means - mean
    between = (mixture.weights[:, np.newaxis] * offsets).T @ offsets
    covariance = np.tensordot(mixture.weights, mixture.covariances, 1) + between
    deviations = np.sqrt(np.diag(covariance))
    error = 5 / np.sqrt(len(points))
    np.testing.assert_allclose((points.mean(axis=0) - mean) / deviations, 0, atol=error)
    scale = np.outer(deviations, deviations)
    np.testing.assert_allclose(np.cov(points.T) / scale, covariance / scale, atol=2 * error)


def test_a_seed_gives_the_same_sample_again() -> None:
    mixture = random_mixture(3, 2, seed=4)
    first, second, other = (sample(mixture, 50, seed=s)[0] for s in (3, 3, 4))
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, other)
    assert sample(mixture, 0, seed=1)[0].shape == (0, 2)


def test_the_engine_loads_no_screen() -> None:
    heavy = "{'streamlit', 'plotly', 'matplotlib', 'pandas'}"
    program = f"import gmm, sys; print(sorted({heavy} & set(sys.modules)))"
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"
