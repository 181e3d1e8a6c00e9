"""The coordinates of a mixture, and the slope in them held against differences."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import approx_fprime

from gmm import COVARIANCES, Mixture, e_step, log_density, m_step, start
from gmm.coordinates import Coordinates, differentiate
from gmm.points import FloatArray

KINDS = list(COVARIANCES)


def cloud(d: int, n: int = 40, seed: int = 0) -> FloatArray:
    rng = np.random.default_rng(seed)
    away = 3 * rng.integers(0, 2, (n, 1))
    points: FloatArray = (rng.normal(size=(n, d)) + away) * [1.0, 20.0, 0.1][:d] + 5
    return points


def begin(points: FloatArray, kind: str, k: int = 3) -> Mixture:
    mixture = start(points, k, "random points", 1, kind)
    return m_step(points, e_step(points, mixture)[0], kind)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("d", [1, 2, 3])
@pytest.mark.parametrize("weighted", [False, True])
def test_the_slope_is_that_of_differences(kind: str, d: int, weighted: bool) -> None:
    points = cloud(d)
    weights = np.random.default_rng(1).integers(1, 5, len(points)) / 2 if weighted else None
    mixture = begin(points, kind)
    by_formula, by_trying = differentiate(points, mixture, kind, weights)
    np.testing.assert_allclose(by_formula, by_trying, rtol=1e-6, atol=1e-6 * len(points))
    assert np.abs(by_formula).max() > 0.1

    # SciPy's differences, of a density that is not the steps' own way of looking.
    coordinates = Coordinates(points, 3, kind, weights)

    def climb_to(place: FloatArray) -> float:
        near = coordinates.write(place)
        assert near is not None
        return float(np.average(log_density(points, near), weights=weights)) * len(points)

    scale = 1.0 if weights is None else weights.mean()
    theirs = scale * approx_fprime(coordinates.read(mixture), climb_to, 1e-7)
    np.testing.assert_allclose(by_formula, theirs, rtol=1e-3, atol=1e-3 * len(points))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("d", [1, 2, 3])
def test_a_mixture_is_read_and_written_back(kind: str, d: int) -> None:
    points = cloud(d)
    mixture = begin(points, kind)
    coordinates = Coordinates(points, 3, kind)
    place = coordinates.read(mixture)
    shapes = {"full": 3 * d * (d + 1) // 2, "tied": d * (d + 1) // 2, "diag": 3 * d, "spherical": 3}
    assert place.shape == (3 + 3 * d + shapes[kind],)
    back = coordinates.write(place)
    assert back is not None
    for mine, theirs in zip(back, mixture, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-10, atol=1e-12)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), kind=st.sampled_from(KINDS), d=st.integers(1, 3))
def test_every_place_is_a_mixture_of_the_constraint(seed: int, kind: str, d: int) -> None:
    points = cloud(d)
    coordinates = Coordinates(points, 3, kind)
    rng = np.random.default_rng(seed)
    size = len(coordinates.read(begin(points, kind)))
    mixture = coordinates.write(rng.normal(size=size))
    assert mixture is not None
    weights, _, covariances = mixture
    assert weights.sum() == pytest.approx(1)
    np.linalg.cholesky(covariances)
    if kind == "tied":
        assert (covariances == covariances[0]).all()
    if kind in ("diag", "spherical"):
        assert (covariances[:, ~np.eye(d, dtype=bool)] == 0).all()
    if kind == "spherical":
        diagonals = np.diagonal(covariances, axis1=1, axis2=2)
        np.testing.assert_allclose(diagonals, diagonals[:, :1] * np.ones(d))


def test_repeated_rows_are_weights() -> None:
    points, often = cloud(2), np.random.default_rng(2).integers(1, 4, 40)
    mixture = begin(points, "full")
    weighted, _ = differentiate(points, mixture, "full", often.astype(float))
    repeated, _ = differentiate(np.repeat(points, often, axis=0), mixture, "full")
    np.testing.assert_allclose(weighted, repeated, rtol=1e-9, atol=1e-9)


def test_a_place_out_of_reach_is_no_mixture() -> None:
    points = cloud(1)
    coordinates = Coordinates(points, 2, "full")
    place = coordinates.read(begin(points, "full", 2))
    for wrong in (np.nan, np.inf, 301.0, -301.0):
        place[-1] = wrong
        assert coordinates.write(place) is None


def test_where_numbers_do_not_reach_there_is_no_slope() -> None:
    points = cloud(1)
    mixture = begin(points, "full", 2)
    gamma = np.tile([1.0, 0.0], (len(points), 1))  # nothing is left to the second component
    assert Coordinates(points, 2, "full").slope(points, gamma, mixture) is None
