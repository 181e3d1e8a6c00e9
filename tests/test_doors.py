"""What the engine does not take, it refuses at the door, with a sentence that says why."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from gmm import (
    Mixture,
    assign,
    e_step,
    log_density,
    log_joint,
    lower_bound,
    m_step,
    record_em,
    record_kmeans,
    responsibilities,
    update,
)
from gmm.kmeans import inertia

POINTS = np.random.default_rng(0).normal(size=(40, 2))
GOOD = Mixture(np.array([0.4, 0.6]), np.array([[0.0, 0.0], [1.0, 1.0]]), np.stack([np.eye(2)] * 2))
SHARES = np.full((40, 2), 0.5)


def change(**parts: Any) -> Mixture:
    return GOOD._replace(**{name: np.array(part, float) for name, part in parts.items()})


WRONG = {
    "weights of another length": (change(weights=[1.0]), r"weights must have shape \(2,\)"),
    "three weights": (change(weights=[0.2, 0.3, 0.5]), r"shape \(2,\), not \(3,\)"),
    "weights that sum to 2": (change(weights=[1.0, 1.0]), "sum to 2, not to 1"),
    "a negative weight": (change(weights=[1.5, -0.5]), r"component 1 .* is -0.5"),
    "a weight that is NaN": (change(weights=[np.nan, 1.0]), "weights .* component 0"),
    "an infinite mean": (change(means=[[0.0, np.inf], [1.0, 1.0]]), "means .* component 0"),
    "means in a row": (change(means=[0.0, 1.0]), r"means must have shape \(K, D\)"),
    "one covariance for two": (change(covariances=[np.eye(2)]), r"covariances must have shape"),
    "a covariance alone": (change(covariances=np.eye(2)), r"shape \(2, 2, 2\), not \(2, 2\)"),
    "an askew covariance": (
        change(covariances=[np.eye(2), [[1.0, 0.5], [0.4, 1.0]]]),
        "covariance of component 1 .* not symmetric",
    ),
    "an infinite covariance": (
        change(covariances=[np.eye(2), [[np.inf, 0.0], [0.0, 1.0]]]),
        "covariances .* component 1",
    ),
    "a covariance of the wrong sign": (
        change(covariances=[np.eye(2), -np.eye(2)]),
        "component 1 .* not positive definite",
    ),
    "a flat covariance": (
        change(covariances=[np.eye(2), [[1.0, 1.0], [1.0, 1.0]]]),
        "component 1 .* not positive definite",
    ),
}
USES: dict[str, Callable[[Mixture], Any]] = {
    "e_step": lambda mixture: e_step(POINTS, mixture),
    "log_joint": lambda mixture: log_joint(POINTS, mixture),
    "log_density": lambda mixture: log_density(POINTS, mixture),
    "responsibilities": lambda mixture: responsibilities(POINTS, mixture),
    "lower_bound": lambda mixture: lower_bound(POINTS, SHARES, mixture),
    "record_em": lambda mixture: record_em(POINTS, mixture),
}


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("wrong", WRONG)
def test_a_mixture_that_is_none(wrong: str, use: str) -> None:
    mixture, sentence = WRONG[wrong]
    with pytest.raises(ValueError, match=sentence):
        USES[use](mixture)


def test_a_weight_of_nothing_and_lists_are_taken() -> None:
    lists = Mixture(*(part.tolist() for part in change(weights=[1.0, 0.0])))
    gamma, _ = e_step(POINTS, lists)
    assert_array_equal(gamma[:, 1], 0)


@pytest.mark.parametrize(
    ("shares", "sentence"),
    [
        (SHARES[:-1], "one row for each of the 40 points"),
        (SHARES.ravel(), "one row for each of the 40 points"),
        (np.where(np.arange(40)[:, None] == 3, -0.5, SHARES), "Row 3 .* has -0.5"),
        (np.where(np.arange(40)[:, None] == 7, np.nan, SHARES), "Row 7"),
        (2 * SHARES, "Row 0 .* sums to 2"),
        (np.empty((40, 0)), "one row for each"),
    ],
)
def test_responsibilities_that_are_none(shares: np.ndarray, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        m_step(POINTS, shares)


@pytest.mark.parametrize("ridge", [-1.0, np.nan, np.inf])
def test_a_ridge_that_is_none(ridge: float) -> None:
    for use in (
        lambda: m_step(POINTS, SHARES, ridge=ridge),
        lambda: record_em(POINTS, GOOD, ridge=ridge),
    ):
        with pytest.raises(ValueError, match="ridge"):
            use()


def test_a_constraint_a_tolerance_and_iterations_that_are_none() -> None:
    for use in (lambda: m_step(POINTS, SHARES, "round"), lambda: record_em(POINTS, GOOD, "round")):
        with pytest.raises(ValueError, match="'round'; pick one of full"):
            use()
    for tolerance in (np.nan, -1e-9, np.inf):
        with pytest.raises(ValueError, match="tolerance"):
            record_em(POINTS, GOOD, tolerance=tolerance)
    for most in (-1, 2.5, np.nan, "9"):
        with pytest.raises(ValueError, match="iterations"):
            record_em(POINTS, GOOD, max_iterations=most)  # type: ignore[arg-type]
        with pytest.raises(ValueError, match="iterations"):
            record_kmeans(POINTS, GOOD.means, max_iterations=most)  # type: ignore[arg-type]
    assert len(record_em(POINTS, GOOD, max_iterations=0).frames) == 1


@pytest.mark.parametrize(
    ("labels", "sentence"),
    [
        (np.zeros(39, int), "one whole number for each of the 40 points"),
        (np.zeros(40), "whole number"),
        (np.where(np.arange(40) == 5, 2, 0), "label of point 5 .* is 2, but there are 2 centroids"),
        (np.where(np.arange(40) == 6, -1, 0), "label of point 6 .* is -1"),
    ],
)
def test_labels_that_are_none(labels: np.ndarray, sentence: str) -> None:
    for use in (update, inertia):
        with pytest.raises(ValueError, match=sentence):
            use(POINTS, labels, GOOD.means)


# ------------------------------------------------------------------------------ odd, but legal


@pytest.mark.parametrize("place", [0, 20, 39])
def test_an_outlier_costs_the_others_no_digits_wherever_it_stands(place: int) -> None:
    rng = np.random.default_rng(1)
    points = np.insert(rng.normal(size=(40, 1)), place, 1e12, axis=0)
    shares = np.zeros((41, 2))
    shares[:, 0] = 1
    shares[place] = [0, 1]
    fitted = m_step(points, shares)
    others = np.delete(points, place)
    assert_allclose(fitted.means[0, 0], others.mean(), rtol=1e-13)
    assert_allclose(fitted.covariances[0, 0, 0], others.var(), rtol=1e-7)


@pytest.mark.parametrize("covariance", ["full", "tied", "diag", "spherical"])
@pytest.mark.parametrize("d", [1, 2])
def test_very_large_numbers_with_very_large_weights_are_a_run_like_any_other(
    d: int, covariance: str
) -> None:
    rng = np.random.default_rng(2)
    points = rng.normal(size=(60, d)) + 6 * (np.arange(60)[:, None] % 2)
    mixture = Mixture(np.full(2, 0.5), points[:2], np.stack([np.eye(d)] * 2))
    plain = record_em(points, mixture, covariance, tolerance=1e-9)
    large = Mixture(mixture.weights, 1e120 * mixture.means, 1e240 * mixture.covariances)
    weights = np.full(60, 1e100)
    extreme = record_em(1e120 * points, large, covariance, weights=weights)
    assert extreme.stopped == plain.stopped == "converged"
    found, expected = extreme.frames[-1].mixture, plain.frames[-1].mixture
    assert_allclose(found.means / 1e120, expected.means, rtol=1e-5)
    assert_allclose(found.covariances / 1e240, expected.covariances, rtol=1e-5)
    labels, _ = assign(1e120 * points, large.means)
    centroids = update(1e120 * points, labels, large.means, weights=weights)
    assert np.isfinite(centroids).all()
