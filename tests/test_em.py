"""The E-step, the M-step and the bound, and the runs that they make."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
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

OLD_FAITHFUL = Path(__file__).parents[1] / "assets" / "data" / "old_faithful.csv"


def old_faithful():
    return np.genfromtxt(OLD_FAITHFUL, delimiter=",", names=True)


@st.composite
def clouds(draw):
    """Points that repeat, line up and lie far apart more often than a normal sample would."""
    n, d = draw(st.integers(2, 40)), draw(st.integers(1, 3))
    grid = draw(arrays(np.int64, (n, d), elements=st.integers(-6, 6)))
    scale = draw(arrays(np.float64, d, elements=st.sampled_from([1e-6, 1.0, 50.0, 1e7])))
    noise = draw(st.sampled_from([0.0, 1e-9, 1e-3, 1.0]))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return (grid + noise * rng.normal(size=(n, d))) * scale + draw(st.sampled_from([0, 1e3]))


@st.composite
def shares(draw, n, k):
    """Responsibilities, zeros among them, but none for nobody."""
    raw = draw(arrays(np.float64, (n, k), elements=st.sampled_from([0.0, 1e-3, 0.5, 1.0, 7.0])))
    raw[:, 0] += 1e-2
    raw[0] += 1e-2
    return raw / raw.sum(axis=1, keepdims=True)


def permuted(mixture, order):
    return Mixture(*(array[order] for array in mixture))


def test_old_faithful_is_fitted_as_by_mixtools():
    """R's mixtools (Benaglia et al. 2009, section 2): summary(normalmixEM(waiting))."""
    waiting = old_faithful()["waiting"][:, np.newaxis]
    tape = record_em(waiting, start_at(waiting, [[55.0], [80.0]]), tolerance=1e-12)
    mixture = tape.frames[-1].mixture
    assert tape.stopped == "converged"
    assert tape.frames[-1].log_likelihood == pytest.approx(-1034.002, abs=5e-4)
    np.testing.assert_allclose(mixture.weights, [0.361, 0.639], atol=5e-4)
    np.testing.assert_allclose(mixture.means[:, 0], [54.61, 80.09], atol=5e-3)
    np.testing.assert_allclose(np.sqrt(mixture.covariances[:, 0, 0]), [5.87, 5.87], atol=5e-3)


@pytest.mark.parametrize("n", [50, 2000])
@pytest.mark.parametrize("d", [1, 2, 4])
def test_one_component_takes_the_samples_mean_and_biased_covariance(d, n):
    points = np.random.default_rng(d).normal(size=(n, d)) * 3 + 100
    mixture = m_step(points, np.ones((n, 1)))
    assert mixture.weights.tolist() == [1]
    np.testing.assert_allclose(mixture.means[0], points.mean(axis=0), rtol=1e-14)
    np.testing.assert_allclose(
        mixture.covariances[0], np.cov(points.T, bias=True).reshape(d, d), rtol=1e-11
    )


def test_an_e_step_is_responsibilities_and_density_at_once():
    points = np.random.default_rng(0).normal(size=(40, 2))
    mixture = start(points, 3, "random points", seed=1)
    gamma, log_likelihood = e_step(points, mixture)
    np.testing.assert_array_equal(gamma, responsibilities(points, mixture))
    assert log_likelihood == pytest.approx(log_density(points, mixture).sum(), rel=1e-14)


@pytest.mark.parametrize("kind", COVARIANCES)
@pytest.mark.parametrize("n", [100, 1200])
def test_permuted_components_give_the_same_run_permuted(n, kind):
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
def test_data_shifted_by_a_million_give_the_same_run(n):
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
def test_means_of_many_points_far_from_zero_are_right_to_the_last_digit(d):
    points = 1e6 + np.random.default_rng(d).normal(size=(100_000, d))
    mixture = m_step(points, np.ones((len(points), 1)))
    exact = [math.fsum(column) / len(points) for column in points.T]
    np.testing.assert_allclose(mixture.means[0], exact, rtol=0, atol=1.5 * np.spacing(1e6))


@pytest.mark.parametrize("n", [60, 1500])
def test_an_m_step_keeps_the_digits_of_a_component_1e5_times_narrower_than_the_data(n):
    rng = np.random.default_rng(n)
    narrow = 1e6 + 3 + np.round(1e-5 * rng.normal(size=(n // 2, 2)) * 2**30) / 2**30
    points = np.concatenate([narrow, 1e6 + rng.normal(size=(n // 2, 2))])
    gamma = np.repeat(np.eye(2), n // 2, axis=0)
    mixture = m_step(points, gamma)
    exact = narrow - 1e6 - 3
    np.testing.assert_allclose(mixture.means[0] - 1e6 - 3, exact.mean(axis=0), atol=2e-10)
    np.testing.assert_allclose(mixture.covariances[0], np.cov(exact.T, bias=True), 1e-8, 1e-18)


@given(clouds(), st.integers(1, 4), st.integers(0, 1000), st.sampled_from(list(COVARIANCES)))
def test_without_a_ridge_the_log_likelihood_never_falls(points, k, seed, kind):
    k = min(k, len(np.unique(points, axis=0)))
    tape = record_em(points, start(points, k, "random points", seed, kind), kind, max_iterations=40)
    climb = np.array([frame.log_likelihood for frame in tape.frames])
    assert np.isfinite(climb).all()
    assert (np.diff(climb) >= -1e-9 * (1 + np.abs(climb[1:]))).all()


@given(st.data(), clouds(), st.integers(1, 4))
def test_the_bound_is_below_the_log_likelihood_whatever_the_responsibilities(data, points, k):
    k = min(k, len(np.unique(points, axis=0)))
    mixture = start(points, k, "random points", seed=0)
    gamma, log_likelihood = e_step(points, mixture)
    slack = 1e-9 * (1 + abs(log_likelihood))
    assert lower_bound(points, gamma, mixture) == pytest.approx(log_likelihood, abs=slack)
    other = data.draw(shares(len(points), k))
    assert lower_bound(points, other, mixture) <= log_likelihood + slack


def test_what_separates_bound_and_log_likelihood_is_the_kl_divergence():
    rng = np.random.default_rng(0)
    points = rng.normal(size=(50, 2))
    mixture = start(points, 3, "random points", seed=1)
    gamma, log_likelihood = e_step(points, mixture)
    other = rng.dirichlet(np.ones(3), size=50)
    divergence = np.sum(other * np.log(other / gamma))  # KL(other || gamma), Bishop eq. 9.72
    assert log_likelihood - lower_bound(points, other, mixture) == pytest.approx(divergence)


def test_a_component_does_not_miss_what_it_does_not_own():
    mixture = Mixture(np.array([1.0, 0.0]), np.zeros((2, 1)), np.ones((2, 1, 1)))
    points = [[0.0], [1.0]]
    alone = log_density(points, mixture).sum()
    assert lower_bound(points, [[1.0, 0.0], [1.0, 0.0]], mixture) == pytest.approx(alone)
    assert lower_bound(points, [[0.5, 0.5], [1.0, 0.0]], mixture) == -np.inf


def test_the_ridge_is_what_the_diagonal_gains():
    rng = np.random.default_rng(0)
    points, gamma = rng.normal(size=(30, 2)), rng.dirichlet(np.ones(2), size=30)
    for kind in COVARIANCES:
        plain, ridged = m_step(points, gamma, kind), m_step(points, gamma, kind, ridge=0.5)
        gained = ridged.covariances - plain.covariances
        np.testing.assert_allclose(gained, np.stack([0.5 * np.eye(2)] * 2), atol=1e-14)


def test_steps_leave_their_inputs_alone():
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


def test_the_m_step_does_not_mind_how_responsibilities_lie_in_memory():
    rng = np.random.default_rng(0)
    points, gamma = rng.normal(size=(30, 2)), rng.dirichlet(np.ones(2), size=30)
    for one, other in zip(
        m_step(points, gamma), m_step(points.tolist(), np.asfortranarray(gamma)), strict=True
    ):
        np.testing.assert_allclose(one, other, rtol=1e-14)


@pytest.mark.parametrize("n", [4, 1200])
def test_m_step_refuses_what_it_cannot_do_in_sentences(n):
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
