"""The four constraints, each as the best fit of its kind."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.mixture import GaussianMixture

from gmm import COVARIANCES, Mixture, e_step, lower_bound, m_step
from gmm.covariance import constraint, narrow
from gmm.points import FloatArray


def scikit_learns(kind: str, covariances: FloatArray, k: int, d: int) -> FloatArray:
    """Write scikit-learn's covariances out as (K, D, D)."""
    if kind == "tied":
        return np.repeat(covariances[np.newaxis], k, axis=0)
    if kind == "diag":
        return np.stack([np.diag(row) for row in covariances])
    if kind == "spherical":
        return covariances[:, np.newaxis, np.newaxis] * np.eye(d)
    return covariances


def test_the_table_has_scikit_learns_names() -> None:
    assert list(COVARIANCES) == ["full", "tied", "diag", "spherical"]


@pytest.mark.parametrize("n", [60, 1500])
@pytest.mark.parametrize("d", [1, 2, 3, 5])
@pytest.mark.parametrize("kind", COVARIANCES)
def test_an_iteration_is_scikit_learns(kind: str, d: int, n: int) -> None:
    k = 3
    rng = np.random.default_rng(d)
    points = rng.normal(size=(n, d)) + 3 * rng.integers(k, size=(n, 1))
    start = m_step(points, rng.dirichlet(np.ones(k), size=n), kind)

    theirs = GaussianMixture(k, covariance_type=kind, reg_covar=0)
    theirs._initialize_parameters(points, np.random.RandomState(0))
    theirs._m_step(points, np.log(rng.dirichlet(np.ones(k), size=n)))
    mixture = Mixture(
        theirs.weights_, theirs.means_, scikit_learns(kind, theirs.covariances_, k, d)
    )
    assert not np.allclose(mixture.means, start.means)

    mean_log_likelihood, log_gamma = theirs._e_step(points)
    gamma, log_likelihood = e_step(points, mixture)
    np.testing.assert_allclose(gamma, np.exp(log_gamma), rtol=0, atol=1e-10)
    assert log_likelihood / n == pytest.approx(mean_log_likelihood, abs=1e-10)

    theirs._m_step(points, log_gamma)
    fitted = m_step(points, gamma, kind)
    np.testing.assert_allclose(fitted.weights, theirs.weights_, rtol=0, atol=1e-10)
    np.testing.assert_allclose(fitted.means, theirs.means_, rtol=0, atol=1e-10)
    np.testing.assert_allclose(
        fitted.covariances,
        scikit_learns(kind, theirs.covariances_, k, d),
        rtol=0,
        atol=1e-10,
    )


@pytest.mark.parametrize("kind", COVARIANCES)
@settings(deadline=None)
@given(seed=st.integers(0, 10**6), step=st.floats(-0.2, 0.2))
def test_no_other_covariance_of_the_kind_is_likelier(kind: str, seed: int, step: float) -> None:
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(30, 2))
    gamma = rng.dirichlet(np.ones(2), size=30)
    best = m_step(points, gamma, kind)
    change = rng.normal(size=best.covariances.shape) * step
    change = constraint(kind).fit(change + change.transpose(0, 2, 1), best.weights)
    other = best._replace(covariances=best.covariances + change)
    if np.linalg.eigvalsh(other.covariances).min() > 1e-3:
        assert lower_bound(points, gamma, other) <= lower_bound(points, gamma, best) + 1e-9


@pytest.mark.parametrize("kind", COVARIANCES)
def test_covariances_are_symmetric_to_the_bit(kind: str) -> None:
    rng = np.random.default_rng(0)
    for n in (60, 1500):
        points = rng.normal(size=(n, 3)) @ rng.normal(size=(3, 3))
        fitted = m_step(points, rng.dirichlet(np.ones(4), size=n), kind).covariances
        np.testing.assert_array_equal(fitted, fitted.transpose(0, 2, 1))


def test_an_unknown_constraint_is_named_beside_the_known_ones() -> None:
    with pytest.raises(ValueError, match="'round'; pick one of full, tied, diag, spherical"):
        constraint("round")


def test_narrowness_does_not_depend_on_units() -> None:
    covariances = np.array([[[1.0, 0.0], [0.0, 1e-8]], [[1.0, 0.6], [0.6, 1.0]]])
    np.testing.assert_allclose(narrow(covariances, np.ones(2)), [1e-4, np.sqrt(0.4)])
    units = np.array([1e6, 1e-6])
    np.testing.assert_allclose(
        narrow(covariances * np.outer(units, units), units), [1e-4, np.sqrt(0.4)]
    )


@pytest.mark.parametrize("kind", COVARIANCES)
def test_many_mixtures_are_fitted_at_once(kind: str) -> None:
    rng = np.random.default_rng(0)
    roots = rng.normal(size=(5, 3, 2, 2))
    scatters, weights = roots @ roots.swapaxes(2, 3), rng.dirichlet(np.ones(3), size=5)
    fit = constraint(kind).fit
    each = [fit(*own) for own in zip(scatters, weights, strict=True)]
    np.testing.assert_allclose(fit(scatters, weights), np.stack(each), rtol=1e-14)
