"""The E-step, the M-step and the bound, and the runs that they make."""

import math
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gmm import (
    COVARIANCES,
    Mixture,
    e_step,
    log_density,
    lower_bound,
    m_step,
    record_em,
    responsibilities,
    start,
    start_at,
)
from gmm.points import FloatArray, IntArray

OLD_FAITHFUL = Path(__file__).parents[1] / "assets" / "data" / "old_faithful.csv"


def old_faithful() -> npt.NDArray[np.void]:
    return np.genfromtxt(OLD_FAITHFUL, delimiter=",", names=True)


@st.composite
def clouds(draw: st.DrawFn) -> FloatArray:
    """Points that repeat, line up and lie far apart more often than a normal sample would."""
    n, d = draw(st.integers(2, 40)), draw(st.integers(1, 3))
    grid = draw(arrays(np.int64, (n, d), elements=st.integers(-6, 6)))
    scale = draw(arrays(np.float64, d, elements=st.sampled_from([1e-6, 1.0, 50.0, 1e7])))
    noise = draw(st.sampled_from([0.0, 1e-9, 1e-3, 1.0]))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    around = grid + noise * rng.normal(size=(n, d))
    points: FloatArray = around * scale + draw(st.sampled_from([0, 1e3]))
    return points


@st.composite
def shares(draw: st.DrawFn, n: int, k: int) -> FloatArray:
    """Responsibilities, zeros among them, but none for nobody."""
    raw = draw(arrays(np.float64, (n, k), elements=st.sampled_from([0.0, 1e-3, 0.5, 1.0, 7.0])))
    raw[:, 0] += 1e-2
    raw[0] += 1e-2
    gamma: FloatArray = raw / raw.sum(axis=1, keepdims=True)
    return gamma


def permuted(mixture: Mixture, order: IntArray) -> Mixture:
    return Mixture(*(array[order] for array in mixture))


def test_old_faithful_is_fitted_as_by_mixtools() -> None:
    """R's mixtools (Benaglia et al. 2009, section 2): summary(normalmixEM(waiting))."""
    waiting = old_faithful()["waiting"][:, np.newaxis]
    tape = record_em(waiting, start_at(waiting, [[55.0], [80.0]]), tolerance=1e-12)
    mixture = tape.frames[-1].mixture
    assert tape.stopped == "converged"
    assert tape.frames[-1].log_likelihood == pytest.approx(-1034.002, abs=5e-4)
    np.testing.assert_allclose(mixture.weights, [0.361, 0.639], atol=5e-4)
    np.testing.assert_allclose(mixture.means[:, 0], [54.61, 80.09], atol=5e-3)
    np.testing.assert_allclose(np.sqrt(mixture.covariances[:, 0, 0]), [5.87, 5.87], atol=5e-3)


@pytest.mark.parametrize("tolerance", [1e-1, 1e-3, 1e-6])
def test_a_plateau_is_left(tolerance: float) -> None:
    waiting = old_faithful()["waiting"][:, np.newaxis]
    tape = record_em(waiting, start(waiting, 2, "one place", seed=0), tolerance=tolerance)
    assert tape.stopped == "converged"
    assert tape.frames[4].log_likelihood == pytest.approx(-1095.29, abs=0.005)
    assert tape.frames[-1].log_likelihood == pytest.approx(-1034.002, abs=tolerance + 5e-4)


@pytest.mark.parametrize("n", [50, 2000])
@pytest.mark.parametrize("d", [1, 2, 4])
def test_one_component_takes_the_samples_mean_and_biased_covariance(d: int, n: int) -> None:
    points = np.random.default_rng(d).normal(size=(n, d)) * 3 + 100
    mixture = m_step(points, np.ones((n, 1)))
    assert mixture.weights.tolist() == [1]
    np.testing.assert_allclose(mixture.means[0], points.mean(axis=0), rtol=1e-14)
    np.testing.assert_allclose(
        mixture.covariances[0], np.cov(points.T, bias=True).reshape(d, d), rtol=1e-11
    )


def test_an_e_step_is_responsibilities_and_density_at_once() -> None:
    points = np.random.default_rng(0).normal(size=(40, 2))
    mixture = start(points, 3, "random points", seed=1)
    gamma, log_likelihood = e_step(points, mixture)
    np.testing.assert_array_equal(gamma, responsibilities(points, mixture))
    assert log_likelihood == pytest.approx(log_density(points, mixture).sum(), rel=1e-14)


@pytest.mark.parametrize("kind", COVARIANCES)
@pytest.mark.parametrize("n", [100, 1200])
def test_permuted_components_give_the_same_run_permuted(n: int, kind: str) -> None:
    rng = np.random.default_rng(n)
    points = rng.normal(size=(n, 2)) + 4 * rng.integers(2, size=(n, 2))
    begin = start(points, 4, "k-means++", seed=3, covariance=kind)
    order = np.array([2, 0, 3, 1])
    first = record_em(points, begin, kind, max_iterations=30)
    second = record_em(points, permuted(begin, order), kind, max_iterations=30)
    assert len(first.frames) == len(second.frames)
    for one, other in zip(first.frames, second.frames, strict=True):
        assert one.log_likelihood == pytest.approx(other.log_likelihood, rel=1e-11)
        for mine, yours in zip(permuted(one.mixture, order), other.mixture, strict=True):
            np.testing.assert_allclose(mine, yours, rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("n", [272, 3000])
def test_data_shifted_by_a_million_give_the_same_run(n: int) -> None:
    rng = np.random.default_rng(n)
    points = rng.normal(size=(n, 2)) + 4 * rng.integers(2, size=(n, 2))
    points = np.round(points * 2**20) / 2**20  # the shift itself is exact
    begin = start(points, 3, "k-means++", seed=3)
    here = record_em(points, begin)
    there = record_em(points + 1e6, begin._replace(means=begin.means + 1e6))
    assert here.stopped == there.stopped
    assert len(here.frames) == len(there.frames)
    for one, other in zip(here.frames, there.frames, strict=True):
        assert one.log_likelihood == pytest.approx(other.log_likelihood, rel=1e-9)
        np.testing.assert_allclose(one.mixture.weights, other.mixture.weights, atol=1e-8)
        np.testing.assert_allclose(one.mixture.means, other.mixture.means - 1e6, atol=1e-8)
        np.testing.assert_allclose(one.mixture.covariances, other.mixture.covariances, atol=1e-8)


@pytest.mark.parametrize("d", [1, 4])
def test_means_of_many_points_far_from_zero_are_right_to_the_last_digit(d: int) -> None:
    points = 1e6 + np.random.default_rng(d).normal(size=(100_000, d))
    mixture = m_step(points, np.ones((len(points), 1)))
    exact = [math.fsum(column) / len(points) for column in points.T]
    np.testing.assert_allclose(mixture.means[0], exact, rtol=0, atol=1.5 * np.spacing(1e6))


@pytest.mark.parametrize("n", [60, 1500])
def test_an_m_step_keeps_the_digits_of_a_component_1e5_times_narrower_than_the_data(n: int) -> None:
    rng = np.random.default_rng(n)
    narrow = 1e6 + 3 + np.round(1e-5 * rng.normal(size=(n // 2, 2)) * 2**30) / 2**30
    points = np.concatenate([narrow, 1e6 + rng.normal(size=(n // 2, 2))])
    gamma = np.repeat(np.eye(2), n // 2, axis=0)
    mixture = m_step(points, gamma)
    exact = narrow - 1e6 - 3
    np.testing.assert_allclose(mixture.means[0] - 1e6 - 3, exact.mean(axis=0), atol=2e-10)
    np.testing.assert_allclose(mixture.covariances[0], np.cov(exact.T, bias=True), 1e-8, 1e-18)


@settings(deadline=None)
@given(clouds(), st.integers(1, 4), st.integers(0, 1000), st.sampled_from(list(COVARIANCES)))
def test_without_a_ridge_the_log_likelihood_never_falls(
    points: FloatArray, k: int, seed: int, kind: str
) -> None:
    k = min(k, len(np.unique(points, axis=0)))
    tape = record_em(points, start(points, k, "random points", seed, kind), kind, max_iterations=40)
    climb = np.array([frame.log_likelihood for frame in tape.frames])
    assert np.isfinite(climb).all()
    assert (np.diff(climb) >= -1e-9 * (1 + np.abs(climb[1:]))).all()


@settings(deadline=None)
@given(st.data(), clouds(), st.integers(1, 4))
def test_the_bound_is_below_the_log_likelihood_whatever_the_responsibilities(
    data: st.DataObject, points: FloatArray, k: int
) -> None:
    k = min(k, len(np.unique(points, axis=0)))
    mixture = start(points, k, "random points", seed=0)
    gamma, log_likelihood = e_step(points, mixture)
    slack = 1e-9 * (1 + abs(log_likelihood))
    assert lower_bound(points, gamma, mixture) == pytest.approx(log_likelihood, abs=slack)
    other = data.draw(shares(len(points), k))
    assert lower_bound(points, other, mixture) <= log_likelihood + slack


def test_what_separates_bound_and_log_likelihood_is_the_kl_divergence() -> None:
    rng = np.random.default_rng(0)
    points = rng.normal(size=(50, 2))
    mixture = start(points, 3, "random points", seed=1)
    gamma, log_likelihood = e_step(points, mixture)
    other = rng.dirichlet(np.ones(3), size=50)
    divergence = np.sum(other * np.log(other / gamma))  # KL(other || gamma), Bishop eq. 9.72
    assert log_likelihood - lower_bound(points, other, mixture) == pytest.approx(divergence)


def test_a_component_does_not_miss_what_it_does_not_own() -> None:
    mixture = Mixture(np.array([1.0, 0.0]), np.zeros((2, 1)), np.ones((2, 1, 1)))
    points = [[0.0], [1.0]]
    alone = log_density(points, mixture).sum()
    assert lower_bound(points, [[1.0, 0.0], [1.0, 0.0]], mixture) == pytest.approx(alone)
    assert lower_bound(points, [[0.5, 0.5], [1.0, 0.0]], mixture) == -np.inf


def test_the_ridge_is_what_the_diagonal_gains() -> None:
    rng = np.random.default_rng(0)
    points, gamma = rng.normal(size=(30, 2)), rng.dirichlet(np.ones(2), size=30)
    for kind in COVARIANCES:
        plain, ridged = m_step(points, gamma, kind), m_step(points, gamma, kind, ridge=0.5)
        gained = ridged.covariances - plain.covariances
        np.testing.assert_allclose(gained, np.stack([0.5 * np.eye(2)] * 2), atol=1e-14)


def test_steps_leave_their_inputs_alone() -> None:
    points = np.random.default_rng(0).normal(size=(1200, 2))
    mixture = start(points, 3, "k-means++", seed=0)
    gamma, _ = e_step(points, mixture)
    held = [points, gamma, *mixture]
    copies = [array.copy() for array in held]
    for array in held:
        array.flags.writeable = False
    e_step(points, mixture)
    m_step(points, gamma, ridge=0.1)
    lower_bound(points, gamma, mixture)
    for array, copy in zip(held, copies, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_the_m_step_does_not_mind_how_responsibilities_lie_in_memory() -> None:
    rng = np.random.default_rng(0)
    points, gamma = rng.normal(size=(30, 2)), rng.dirichlet(np.ones(2), size=30)
    for one, other in zip(
        m_step(points, gamma), m_step(points.tolist(), np.asfortranarray(gamma)), strict=True
    ):
        np.testing.assert_allclose(one, other, rtol=1e-14)


@pytest.mark.parametrize("n", [4, 1200])
def test_m_step_refuses_what_it_cannot_do_in_sentences(n: int) -> None:
    points, gamma = np.arange(2.0 * n).reshape(n, 2), np.eye(2)[[0] * n]
    with pytest.raises(ValueError, match=r"Component 1 .* responsible for no point"):
        m_step(points, gamma)
    with pytest.raises(ValueError, match=f"one row for each of the {n} points"):
        m_step(points, gamma[1:])
    with pytest.raises(ValueError, match="ridge is -1"):
        m_step(points, np.ones((n, 1)), ridge=-1)
    with pytest.raises(ValueError, match="pick one of full"):
        m_step(points, np.ones((n, 1)), covariance="round")
    with pytest.raises(ValueError, match=rf"shape \({n}, 1\)"):
        lower_bound(points, gamma, start(points, 1, "random points", seed=0))


def cyclists() -> tuple[FloatArray, list[int]]:
    """Speeds in km/h, and how many cyclists rode at each."""
    return np.arange(1.0, 7.0)[:, np.newaxis], [4, 9, 6, 7, 3, 2]


def weighted_case(n: int, d: int, k: int = 3) -> tuple[FloatArray, IntArray, Mixture, FloatArray]:
    """Points, whole frequencies with zeros among them, a mixture, and other responsibilities."""
    rng = np.random.default_rng(n + d)
    points = 1e3 + rng.normal(size=(n, d)) + 4 * rng.integers(k, size=(n, 1))
    frequencies = rng.integers(0, 5, size=n)
    mixture = start(points, k, "random points", seed=0)
    return points, frequencies, mixture, rng.dirichlet(np.ones(k), size=n)


def assert_same(one: Mixture, other: Mixture, rtol: float = 1e-10) -> None:
    for mine, yours in zip(one, other, strict=True):
        np.testing.assert_allclose(mine, yours, rtol=rtol, atol=rtol)


def test_one_component_of_the_cyclists_by_hand() -> None:
    speeds, frequencies = cyclists()
    mixture = m_step(speeds, np.ones((6, 1)), weights=frequencies)
    # 31 cyclists, 4 + 18 + 18 + 28 + 15 + 12 = 95 km/h together, squares 353.
    assert mixture.means[0, 0] == pytest.approx(95 / 31, rel=1e-15)
    assert mixture.covariances[0, 0, 0] == pytest.approx(353 / 31 - (95 / 31) ** 2, rel=1e-14)
    _, log_likelihood = e_step(speeds, mixture, weights=frequencies)
    by_hand = -31 / 2 * (math.log(2 * math.pi * 1918 / 961) + 1)
    assert log_likelihood == pytest.approx(by_hand, rel=1e-14)


def test_an_m_step_of_the_cyclists_by_hand() -> None:
    speeds, frequencies = cyclists()
    slow = np.array([1, 1, 1 / 2, 0, 0, 0])
    mixture = m_step(speeds, np.column_stack([slow, 1 - slow]), weights=frequencies)
    # Slow: 4, 9 and 3 of 31; the others: 3, 7, 3 and 2.
    np.testing.assert_allclose(mixture.weights, [16 / 31, 15 / 31], rtol=1e-15)
    np.testing.assert_allclose(mixture.means[:, 0], [31 / 16, 64 / 15], rtol=1e-15)
    squares = np.array([67 / 16, 286 / 15])
    variances = squares - np.array([31 / 16, 64 / 15]) ** 2
    np.testing.assert_allclose(mixture.covariances[:, 0, 0], variances, rtol=1e-13)


# 700 points repeated take the features' way, 12,000 more than one block of it.
@pytest.mark.parametrize("n", [60, 700, 1500, 12_000])
@pytest.mark.parametrize("d", [1, 2, 5])
def test_weights_are_repeated_rows(d: int, n: int) -> None:
    points, frequencies, mixture, other = weighted_case(n, d)
    rows, owners = np.repeat(points, frequencies, axis=0), np.repeat(other, frequencies, axis=0)
    gamma, log_likelihood = e_step(points, mixture, weights=frequencies)
    theirs, expected = e_step(rows, mixture)
    assert log_likelihood == pytest.approx(expected, rel=1e-12)
    np.testing.assert_allclose(np.repeat(gamma, frequencies, axis=0), theirs, atol=1e-10)
    np.testing.assert_array_equal(gamma, responsibilities(points, mixture))  # zeros have theirs too
    for shares, repeated in ((gamma, theirs), (other, owners)):
        assert lower_bound(points, shares, mixture, weights=frequencies) == pytest.approx(
            lower_bound(rows, repeated, mixture), rel=1e-12
        )
        for kind in COVARIANCES:
            fitted = m_step(points, shares, kind, ridge=0.1, weights=frequencies)
            assert_same(fitted, m_step(rows, repeated, kind, ridge=0.1))


@pytest.mark.parametrize("n", [50, 2000])
def test_fractional_weights_give_numpys_weighted_covariance(n: int) -> None:
    rng = np.random.default_rng(n)
    points, weights = rng.normal(size=(n, 2)) @ rng.normal(size=(2, 2)), rng.exponential(size=n)
    mixture = m_step(points, np.ones((n, 1)), weights=weights)
    average = np.average(points, axis=0, weights=weights)
    np.testing.assert_allclose(mixture.means[0], average, atol=1e-14)
    covariance = np.cov(points.T, aweights=weights, ddof=0)
    np.testing.assert_allclose(mixture.covariances[0], covariance, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("n", [60, 1500])
@pytest.mark.parametrize("factor", [1e-90, 0.1, 3.0, 1e90])
def test_a_factor_on_all_weights_is_one_on_log_likelihood_and_bound_only(
    factor: float, n: int
) -> None:
    points, frequencies, mixture, other = weighted_case(n, 2)
    gamma, log_likelihood = e_step(points, mixture, weights=frequencies)
    scaled, product = e_step(points, mixture, weights=factor * frequencies)
    np.testing.assert_array_equal(gamma, scaled)
    assert product == pytest.approx(factor * log_likelihood, rel=1e-13)
    bound = lower_bound(points, other, mixture, weights=frequencies)
    assert lower_bound(points, other, mixture, weights=factor * frequencies) == pytest.approx(
        factor * bound, rel=1e-13
    )
    for kind in COVARIANCES:
        fitted = m_step(points, other, kind, weights=frequencies)
        assert_same(m_step(points, other, kind, weights=factor * frequencies), fitted)


@pytest.mark.parametrize("n", [60, 1500])
@pytest.mark.parametrize("far", [50.0, 1e9, 1e150])
def test_points_of_weight_0_have_no_influence_wherever_they_are(far: float, n: int) -> None:
    points, weights, mixture, other = weighted_case(n, 2)
    points[0], points[-1], weights[[0, -1]] = -far, [far, -far], 0
    mixture = mixture._replace(covariances=mixture.covariances * 1e-3)
    kept = weights > 0
    gamma, log_likelihood = e_step(points, mixture, weights=weights)
    np.testing.assert_allclose(gamma.sum(axis=1), 1)
    expected = e_step(points[kept], mixture, weights=weights[kept])[1]
    assert log_likelihood == pytest.approx(expected, rel=1e-12)
    for shares in (gamma, other):
        assert lower_bound(points, shares, mixture, weights=weights) == pytest.approx(
            lower_bound(points[kept], shares[kept], mixture, weights=weights[kept]), rel=1e-12
        )
    fitted = m_step(points, other, weights=weights)
    assert_same(fitted, m_step(points[kept], other[kept], weights=weights[kept]), rtol=1e-12)


@pytest.mark.parametrize("n", [60, 1500])
def test_a_first_point_that_hardly_counts_does_not_cost_the_others_their_digits(n: int) -> None:
    points, _, _, other = weighted_case(n, 2)
    points[0] = 1e14
    weights = np.ones(n)
    weights[0] = 1e-100
    fitted = m_step(points, other, weights=weights)
    assert_same(fitted, m_step(points[1:], other[1:]), rtol=1e-12)


def test_a_point_of_weight_0_may_be_where_no_component_can_have_made_it() -> None:
    mixture = Mixture(np.array([1.0, 0.0]), np.zeros((2, 1)), np.full((2, 1, 1), 1e-20))
    points, weights = [[0.0], [1e150]], [2.0, 0.0]
    alone = 2 * log_density([[0.0]], mixture)[0]
    assert e_step(points, mixture, weights=weights)[1] == pytest.approx(alone)
    assert lower_bound(points, [[1, 0], [0, 1]], mixture, weights=weights) == pytest.approx(alone)
    assert lower_bound(points, [[1, 0], [0, 1]], mixture) == -np.inf


def any_weights(n: int) -> st.SearchStrategy[FloatArray]:
    """Weights with zeros among them, but not zeros alone, and of any size."""
    some = arrays(np.float64, n, elements=st.sampled_from([0.0, 0.25, 1.0, 2.0, 7.5]))
    return st.builds(np.multiply, some.filter(np.any), st.sampled_from([1e-99, 1.0, 1e99]))


@settings(deadline=None)
@given(st.data(), clouds(), st.integers(1, 4), st.sampled_from(list(COVARIANCES)))
def test_with_weights_the_log_likelihood_never_falls_either(
    data: st.DataObject, points: FloatArray, k: int, kind: str
) -> None:
    weights = data.draw(any_weights(len(points)))
    k = min(k, len(np.unique(points[weights > 0], axis=0)))
    begin = start(points, k, "random points", 0, kind, weights=weights)
    tape = record_em(points, begin, kind, max_iterations=40, weights=weights)
    climb = np.array([frame.log_likelihood for frame in tape.frames]) / weights.sum()
    assert np.isfinite(climb).all()
    assert (np.diff(climb) >= -1e-9 * (1 + np.abs(climb[1:]))).all()


@settings(deadline=None)
@given(st.data(), clouds(), st.integers(1, 4))
def test_with_weights_the_bound_is_below_the_log_likelihood_too(
    data: st.DataObject, points: FloatArray, k: int
) -> None:
    weights = data.draw(any_weights(len(points)))
    k = min(k, len(np.unique(points[weights > 0], axis=0)))
    mixture = start(points, k, "random points", seed=0, weights=weights)
    gamma, log_likelihood = e_step(points, mixture, weights=weights)
    slack = 1e-9 * (weights.sum() + abs(log_likelihood))
    bound = lower_bound(points, gamma, mixture, weights=weights)
    assert bound == pytest.approx(log_likelihood, abs=slack)
    other = data.draw(shares(len(points), k))
    assert lower_bound(points, other, mixture, weights=weights) <= log_likelihood + slack


def test_steps_leave_weights_and_what_they_weigh_alone() -> None:
    points, weights, mixture, gamma = weighted_case(1200, 2)
    weights = weights.astype(np.float64)
    held = [points, np.asfortranarray(gamma), weights]
    copies = [array.copy() for array in held]
    for array in held:
        array.flags.writeable = False
    e_step(points, mixture, weights=weights)
    m_step(points, held[1], weights=weights)
    lower_bound(points, held[1], mixture, weights=weights)
    for array, copy in zip(held, copies, strict=True):
        np.testing.assert_array_equal(array, copy)


@pytest.mark.parametrize("n", [4, 1200])
def test_steps_refuse_weights_that_do_not_fit(n: int) -> None:
    points, gamma = np.arange(2.0 * n).reshape(n, 2), np.full((n, 2), 0.5)
    mixture = start(points, 2, "random points", seed=0)
    sentence = rf"each of the {n} points, but their shape is \(2,\)"
    with pytest.raises(ValueError, match=sentence):
        e_step(points, mixture, weights=mixture.weights)  # the weights of another thing
    with pytest.raises(ValueError, match=sentence):
        m_step(points, gamma, weights=mixture.weights)
    with pytest.raises(ValueError, match=sentence):
        lower_bound(points, gamma, mixture, weights=mixture.weights)
    weights, gamma = np.ones(n), np.eye(2)[[0] * (n - 1) + [1]]
    weights[-1] = 0
    with pytest.raises(ValueError, match=r"Component 1 .* responsible for no point"):
        m_step(points, gamma, weights=weights)
