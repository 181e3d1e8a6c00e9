"""MAP adaptation: against the paper's formulas written out, its two limits, and the M-step."""

import numpy as np
import pytest

from gmm import Mixture, e_step, log_density, m_step, record_em, sample, start
from gmm.adaptation import RELEVANCE, adapt, compare_models

FAR = Mixture(np.array([0.25, 0.75]), np.array([[0.0], [100.0]]), np.array([[[4.0]], [[9.0]]]))
# Three points that are surely of the first component, one that is surely of the second.
FEW = np.array([[1.0], [2.0], [6.0], [104.0]])


def scene(seed: int = 0) -> tuple[Mixture, np.ndarray]:
    """A background model of three components in three dimensions, and points of somebody else."""
    rng = np.random.default_rng(seed)
    means = rng.normal(scale=2, size=(3, 3))
    truth = Mixture(np.array([0.5, 0.3, 0.2]), means, np.tile(np.eye(3), (3, 1, 1)))
    moved = truth._replace(means=means + 0.7)
    points = sample(truth, 600, seed)[0]
    tape = record_em(points, start(points, 3, "k-means++", seed, "diag"), "diag")
    return tape.frames[-1].mixture, rng.permutation(sample(moved, 60, seed + 1)[0])


def test_the_formulas_by_hand() -> None:
    # n = 3 and 1, so with r = 1 the shares are 3/4 and 1/2; E[x] = 3 and 104.
    adapted = adapt(FEW, FAR, 1.0, ("weights", "means", "covariances"))
    np.testing.assert_allclose(adapted.counts, [3, 1])
    np.testing.assert_allclose(adapted.shares, [0.75, 0.5])
    means = [0.75 * 3 + 0.25 * 0, 0.5 * 104 + 0.5 * 100]
    np.testing.assert_allclose(adapted.mixture.means[:, 0], means)
    raw = np.array([0.75 * 3 / 4 + 0.25 * 0.25, 0.5 * 1 / 4 + 0.5 * 0.75])
    np.testing.assert_allclose(adapted.mixture.weights, raw / raw.sum())
    squares = [(1 + 4 + 36) / 3, 104.0**2]
    before = [4 + 0, 9 + 100.0**2]
    spread = [
        0.75 * squares[0] + 0.25 * before[0] - means[0] ** 2,
        0.5 * squares[1] + 0.5 * before[1] - means[1] ** 2,
    ]
    np.testing.assert_allclose(adapted.mixture.covariances[:, 0, 0], spread, rtol=1e-9)


def test_the_formulas_where_responsibilities_are_shared() -> None:
    background, points = scene()
    gamma, _ = e_step(points, background)
    n = gamma.sum(axis=0)
    alpha = n / (n + RELEVANCE)
    first = gamma.T @ points / n[:, np.newaxis]
    second = gamma.T @ points**2 / n[:, np.newaxis]
    weights = alpha * n / len(points) + (1 - alpha) * background.weights
    means = alpha[:, np.newaxis] * first + (1 - alpha)[:, np.newaxis] * background.means
    variances = np.diagonal(background.covariances, axis1=1, axis2=2)
    spread = (
        alpha[:, np.newaxis] * second
        + (1 - alpha)[:, np.newaxis] * (variances + background.means**2)
        - means**2
    )
    adapted = adapt(points, background, parts=("weights", "means", "covariances"))
    np.testing.assert_allclose(adapted.shares, alpha)
    np.testing.assert_allclose(adapted.mixture.weights, weights / weights.sum())
    np.testing.assert_allclose(adapted.mixture.means, means)
    np.testing.assert_allclose(
        np.diagonal(adapted.mixture.covariances, axis1=1, axis2=2), spread, rtol=1e-9
    )


def test_means_alone_leave_the_rest() -> None:
    background, points = scene()
    alone = adapt(points, background).mixture
    every = adapt(points, background, parts=("weights", "means", "covariances")).mixture
    np.testing.assert_array_equal(alone.weights, background.weights)
    np.testing.assert_array_equal(alone.covariances, background.covariances)
    np.testing.assert_array_equal(alone.means, every.means)
    assert np.abs(alone.means - background.means).max() > 0.2


@pytest.mark.parametrize("covariance", ["full", "diag", "tied", "spherical"])
def test_without_relevance_it_is_the_m_step(covariance: str) -> None:
    background, points = scene()
    adapted = adapt(points, background, 0.0, ("weights", "means", "covariances"), covariance)
    fitted = m_step(points, e_step(points, background)[0], covariance)
    for mine, theirs in zip(adapted.mixture, fitted, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=1e-12)


def test_with_endless_relevance_it_is_the_background_model() -> None:
    background, points = scene()
    for relevance in (np.inf, 1e15):
        adapted = adapt(points, background, relevance, ("weights", "means", "covariances"))
        for mine, theirs in zip(adapted.mixture, background, strict=True):
            np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=1e-10)


@pytest.mark.parametrize("relevance", [0.0, 1e-300, RELEVANCE])
def test_a_component_without_points_stays(relevance: float) -> None:
    farther = FAR._replace(means=np.array([[0.0], [1000.0]]))
    adapted = adapt(FEW[:3], farther, relevance, ("means", "covariances"))
    assert adapted.counts[1] == adapted.shares[1] == 0
    assert adapted.mixture.means[1, 0] == 1000
    assert adapted.mixture.covariances[1, 0, 0] == 9
    assert adapted.mixture.means[0, 0] > 0.4


def test_variances_alone_are_about_the_mean_that_stays() -> None:
    adapted = adapt(FEW, FAR, 1.0, ("covariances",))
    expected = [0.75 * 41 / 3 + 0.25 * 4, 0.5 * 4**2 + 0.5 * 9]
    np.testing.assert_allclose(adapted.mixture.covariances[:, 0, 0], expected)


def test_weights_count_as_repeated_points_do() -> None:
    background, points = scene()
    often = np.arange(len(points)) % 3
    all_parts = ("weights", "means", "covariances")
    weighted = adapt(points, background, 5.0, all_parts, weights=often)
    repeated = adapt(np.repeat(points, often, axis=0), background, 5.0, all_parts)
    np.testing.assert_allclose(weighted.counts, repeated.counts)
    for mine, theirs in zip(weighted.mixture, repeated.mixture, strict=True):
        np.testing.assert_allclose(mine, theirs)
    model = weighted.mixture
    assert compare_models(points, model, background, weights=often) == pytest.approx(
        compare_models(np.repeat(points, often, axis=0), model, background)
    )


def test_an_adapted_model_knows_its_speaker() -> None:
    background, points = scene()
    model = adapt(points[:30], background).mixture
    others = sample(background, 400, 5)[0]
    assert compare_models(points[30:], model, background) > 0.1
    assert compare_models(others, model, background) < 0
    ratio = log_density(points, model) - log_density(points, background)
    assert compare_models(points, model, background) == pytest.approx(ratio.mean())


def test_what_is_not_valid_gets_a_sentence() -> None:
    for relevance in (-1.0, np.nan):
        with pytest.raises(ValueError, match="0 or more"):
            adapt(FEW, FAR, relevance)
    with pytest.raises(ValueError, match="'variances'"):
        adapt(FEW, FAR, parts=("variances",))
    with pytest.raises(ValueError, match="pick one of"):
        adapt(FEW, FAR, covariance="round")
    with pytest.raises(ValueError, match="columns"):
        adapt(np.ones((3, 2)), FAR)
