"""The information that is missing, held against EM's own derivative and the slope of the climb."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmm import COVARIANCES, Mixture, e_step, m_step, record_em, start
from gmm.data.datasets import DATASETS
from gmm.information import measure_information
from gmm.points import FloatArray
from gmm.scaling import scale

KINDS = list(COVARIANCES)


def load(name: str) -> FloatArray:
    return scale(DATASETS[name].make(300, 0).points, "on")[0]


def climb(points: FloatArray, mixture: Mixture, kind: str, ridge: float, steps: int) -> Mixture:
    for _ in range(steps):
        mixture = m_step(points, e_step(points, mixture)[0], kind, ridge)
    return mixture


def flatten(mixture: Mixture) -> FloatArray:
    upper = np.triu_indices(mixture.means.shape[1])
    covariances = mixture.covariances[:, *upper]
    return np.concatenate([mixture.weights, mixture.means.ravel(), covariances.ravel()])


def rates(points: FloatArray, mixture: Mixture, kind: str, ridge: float) -> FloatArray:
    """Absolute eigenvalues of EM's derivative, by differences."""
    rng = np.random.default_rng(0)
    here = flatten(climb(points, mixture, kind, ridge, 1))
    gamma, _ = e_step(points, mixture)
    moves = []
    for _ in range(80):  # other responsibilities lead to mixtures that the constraint allows
        other = rng.dirichlet(np.ones(gamma.shape[1]), len(points))
        near = m_step(points, (1 - 1e-6) * gamma + 1e-6 * other, kind, ridge)
        moves.append((flatten(near) - here, flatten(climb(points, near, kind, ridge, 1)) - here))
    before, after = (np.array(side).T for side in zip(*moves, strict=True))
    basis, sizes, _ = np.linalg.svd(before, full_matrices=False)
    basis = basis[:, sizes > 1e-6 * sizes[0]]
    onto = basis.T @ after @ np.linalg.pinv(basis.T @ before, rcond=1e-6)
    return np.sort(np.abs(np.linalg.eigvals(onto)))[::-1]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ridge", [0.0, 0.05])
@pytest.mark.parametrize(
    ("name", "k"), [("Old Faithful", 2), ("Iris petals", 3), ("Galaxy velocities", 3)]
)
def test_the_missing_information_is_ems_rate_of_convergence(
    name: str, k: int, ridge: float, kind: str
) -> None:
    points = load(name)
    mixture = climb(points, start(points, k, "k-means", 0, kind), kind, ridge, 800)
    gamma, _ = e_step(points, mixture)
    information = measure_information(points, gamma, mixture, kind, ridge)
    np.testing.assert_allclose(information.missing, information.missing.T, atol=1e-12)
    mine = np.sort(np.abs(np.linalg.eigvals(information.rate)))[::-1]
    theirs = rates(points, mixture, kind, ridge)
    # The slowest directions are those that matter; the quick ones drown in the differences.
    slowest = min(4, len(theirs))
    np.testing.assert_allclose(mine[:slowest], theirs[:slowest], atol=2e-3)


@pytest.mark.parametrize("kind", KINDS)
def test_the_score_is_the_slope_of_the_log_likelihood(kind: str) -> None:
    points = load("Old Faithful")
    mixture = climb(points, start(points, 2, "random points", 1, kind), kind, 0.0, 2)
    gamma, here = e_step(points, mixture)
    information = measure_information(points, gamma, mixture, kind)
    assert information.step is information.score
    assert information.rate is information.missing
    small = 1e-5
    for k in range(2):
        for d in range(2):
            root = np.linalg.cholesky(mixture.covariances[k])
            means = mixture.means.copy()
            means[k] += small * root[:, d] / np.sqrt(mixture.weights[k])
            slope = (e_step(points, mixture._replace(means=means))[1] - here) / small / len(points)
            own = len(information.score) // 2 if kind != "tied" else 3
            assert slope == pytest.approx(information.score[k * own + 1 + d], abs=1e-4)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(KINDS), st.integers(0, 2**32 - 1), st.sampled_from([1, 2, 3]))
def test_frequencies_are_repeated_rows_and_the_order_is_no_matter(
    kind: str, seed: int, d: int
) -> None:
    rng = np.random.default_rng(seed)
    points = rng.normal(3 * rng.integers(0, 2, (40, 1)), 1, (40, d))
    often = rng.integers(1, 4, 40)
    rows = rng.permutation(np.repeat(points, often, axis=0))
    mixture = start(rows, 2, "k-means", 0, kind)
    counted = measure_information(
        points, e_step(points, mixture)[0], mixture, kind, 0.1, often.astype(float)
    )
    written = measure_information(rows, e_step(rows, mixture)[0], mixture, kind, 0.1)
    for one, other in zip(counted, written, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_many_points_go_through_in_blocks(kind: str) -> None:
    rng = np.random.default_rng(0)
    points = rng.normal(3 * rng.integers(0, 3, (30_000, 1)), 1, (30_000, 2))
    mixture = start(points[:100], 3, "k-means", 0, kind)
    gamma, _ = e_step(points, mixture)
    halves = [slice(0, 17_000), slice(17_000, None)]
    parts = [measure_information(points[h], gamma[h], mixture, kind).missing for h in halves]
    whole = measure_information(points, gamma, mixture, kind).missing
    np.testing.assert_allclose(whole, np.average(parts, axis=0, weights=[17, 13]), atol=1e-12)


def test_in_many_dimensions_the_matrix_stays_small() -> None:
    rng = np.random.default_rng(0)
    points = rng.normal(5 * rng.integers(0, 2, (300, 1)), 1, (300, 40))
    tape = record_em(points, start(points, 2, "k-means", 0), ridge=0.1)
    assert tape.stopped == "converged"
    gamma, _ = e_step(points, tape.frames[-1].mixture)
    assert measure_information(points, gamma, tape.frames[-1].mixture).missing.shape == (84, 84)
