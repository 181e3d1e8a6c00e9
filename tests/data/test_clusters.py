"""Clusters: as far apart, as long, as many as their knobs say, and moments that are the truth's."""

import numpy as np
import pytest
from sklearn.cluster import KMeans

from gmm.data.generators import GENERATORS, generate
from gmm.limits import MAX_N
from gmm.mixture import Mixture


def truth_of(name: str, **knobs: float) -> Mixture:
    """The mixture that a generator draws from with these knobs."""
    truth = generate(name, 10, 0, **knobs).truth
    assert truth is not None
    return truth


TRUE = [name for name in GENERATORS if generate(name, 10, 0).truth is not None]


def test_those_from_a_mixture() -> None:
    assert [name for name in GENERATORS if name not in TRUE] == [
        "Clusters in noise",
        "Rings",
        "Moons",
    ]


@pytest.mark.parametrize("name", TRUE)
def test_labels_and_moments_are_the_truths(name: str) -> None:
    points, labels, _, _ = generate(name, MAX_N, 3)
    for k, (weight, mean, covariance) in enumerate(zip(*truth_of(name), strict=True)):
        mine = points[labels == k]
        # Five standard errors each; a mean's is taken in the component's own metric.
        assert abs(len(mine) / MAX_N - weight) < 5 * np.sqrt(weight * (1 - weight) / MAX_N) + 1e-9
        white = (mine - mean) @ np.linalg.inv(np.linalg.cholesky(covariance)).T
        assert np.abs(white.mean(axis=0)).max() < 5 / np.sqrt(len(mine))
        spread = np.atleast_2d(np.cov(white.T))
        assert np.abs(spread - np.eye(len(mean))).max() < 5 * np.sqrt(2 / len(mine))


def test_means_are_as_far_apart_as_the_knob_says() -> None:
    for clusters in range(2, 7):
        means = truth_of("Round clusters", clusters=clusters, distance=3.0).means
        around = np.linalg.norm(means - np.roll(means, 1, axis=0), axis=1)
        np.testing.assert_allclose(around, 3)
        np.testing.assert_allclose(means.mean(axis=0), 0, atol=1e-12)
        line = truth_of("Mixture on a line", clusters=clusters, distance=2.0, growth=1.0)
        np.testing.assert_allclose(np.diff(line.means[:, 0]), 2)
    overlap = truth_of("Overlapping clusters", distance=1.5, share=0.2)
    np.testing.assert_allclose(overlap.means[1] - overlap.means[0], np.array([1.5, 0]))
    np.testing.assert_allclose(overlap.weights, [0.2, 0.8])


def test_components_on_a_line_grow() -> None:
    truth = truth_of("Mixture on a line", clusters=3, distance=2.0, growth=2.0)
    np.testing.assert_allclose(np.sqrt(truth.covariances[:, 0, 0]), [1, 2, 4])
    np.testing.assert_allclose(truth.means[:, 0], [0, 2, 6])


def test_elongated_clusters_at_tilt_0_lie_along_the_axes() -> None:
    covariances = truth_of("Elongated clusters", tilt=0.0).covariances
    np.testing.assert_allclose(covariances[:, 0, 1], 0, atol=1e-12)
    np.testing.assert_allclose(covariances[0], np.diag([2.2**2, 0.4**2]))
    round_ones = truth_of("Elongated clusters", elongation=1.0).covariances
    np.testing.assert_allclose(round_ones, 0.16 * np.array([np.eye(2)] * 3), atol=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_k_means_pushes_overlapping_means_apart(seed: int) -> None:
    points, _, _, _ = generate("Overlapping clusters", MAX_N, seed)
    centroids = KMeans(2, n_init=3, random_state=0).fit(points).cluster_centers_
    assert np.linalg.norm(centroids[1] - centroids[0]) > 1.1 * 2.0
    means = truth_of("Overlapping clusters").means
    assert means[1, 0] - means[0, 0] == 2.0
