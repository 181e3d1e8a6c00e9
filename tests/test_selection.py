"""Criteria against scikit-learn's, and the entropy that sets ICL apart."""

from collections.abc import Callable

import numpy as np
import pytest
from sklearn.mixture import GaussianMixture

from gmm import COVARIANCES, Mixture, aic, bic, e_step, free_parameters, icl, record_em, start
from gmm.data.datasets import DATASETS
from gmm.points import FloatArray


@pytest.mark.parametrize("d", [1, 2, 4])
@pytest.mark.parametrize("kind", COVARIANCES)
def test_criteria_are_scikit_learns(kind: str, d: int) -> None:
    rng = np.random.default_rng(d)
    points = rng.normal(size=(80, d)) + 3 * rng.integers(2, size=(80, 1))
    theirs = GaussianMixture(3, covariance_type=kind, random_state=0, reg_covar=1e-4).fit(points)
    written_out: dict[str, Callable[[FloatArray], FloatArray]] = {
        "full": lambda c: c,
        "tied": lambda c: np.stack([c] * 3),
        "diag": lambda c: np.stack([np.diag(row) for row in c]),
        "spherical": lambda c: c[:, np.newaxis, np.newaxis] * np.eye(d),
    }
    covariances = written_out[kind](theirs.covariances_)
    mixture = Mixture(theirs.weights_, theirs.means_, covariances)
    assert free_parameters(3, d, kind) == theirs._n_parameters()
    assert bic(points, mixture, kind) == pytest.approx(theirs.bic(points), rel=1e-10)
    assert aic(points, mixture, kind) == pytest.approx(theirs.aic(points), rel=1e-10)


def test_icl_pays_for_the_likeliest_labels_as_mclust_does() -> None:
    points = np.random.default_rng(0).normal(size=(60, 2))
    mixture = start(points, 3, "random points", seed=0)
    gamma, _ = e_step(points, mixture)
    surest = np.log(gamma[np.arange(60), gamma.argmax(axis=1)]).sum()
    assert surest < -1
    assert icl(points, mixture) == pytest.approx(bic(points, mixture) - 2 * surest)


def test_icl_of_old_faithful() -> None:
    """mclust publishes -2357.824 for EEE, 3: its sign is the other one, and its run stops early."""
    points = DATASETS["Old Faithful"].make(300, 0).points
    fits = [
        record_em(
            points,
            start(points, 3, "k-means++", seed, "tied"),
            covariance="tied",
            tolerance=1e-11,
            max_iterations=3000,
        ).frames[-1]
        for seed in range(6)
    ]
    best = max(fits, key=lambda frame: frame.log_likelihood)
    assert icl(points, best.mixture, "tied") == pytest.approx(2358.39, abs=0.005)


def test_icl_is_bic_when_nothing_is_left_open() -> None:
    points = np.array([[0.0], [1.0], [1000.0], [1001.0]])
    mixture = Mixture(np.full(2, 0.5), np.array([[0.5], [1000.5]]), np.ones((2, 1, 1)))
    assert icl(points, mixture) == pytest.approx(bic(points, mixture), rel=1e-12)


def test_identical_components_leave_everything_open() -> None:
    points = np.random.default_rng(0).normal(size=(60, 1))
    mixture = Mixture(np.full(4, 0.25), np.zeros((4, 1)), np.ones((4, 1, 1)))
    gap = icl(points, mixture) - bic(points, mixture)
    assert gap == pytest.approx(2 * 60 * np.log(4))


def test_weights_are_repeated_rows() -> None:
    rng = np.random.default_rng(0)
    points, frequencies = rng.normal(size=(60, 2)), rng.integers(0, 5, size=60)
    rows = np.repeat(points, frequencies, axis=0)
    mixture = start(points, 3, "random points", seed=0)
    for criterion in (bic, aic, icl):
        for kind in COVARIANCES:
            weighted = criterion(points, mixture, kind, weights=frequencies)
            assert weighted == pytest.approx(criterion(rows, mixture, kind), rel=1e-12)
        with pytest.raises(ValueError, match="each of the 60 points"):
            criterion(points, mixture, weights=mixture.weights)


def test_a_point_of_weight_0_costs_nothing_wherever_it_is() -> None:
    mixture = Mixture(np.ones(1), np.zeros((1, 1)), np.full((1, 1, 1), 1e-20))
    points, weights = [[0.0], [1e150]], [3.0, 0.0]
    for criterion in (bic, aic, icl):
        alone = criterion([[0.0]] * 3, mixture)
        assert criterion(points, mixture, weights=weights) == pytest.approx(alone, rel=1e-12)
