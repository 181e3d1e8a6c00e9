"""Pairs of clusters and components, against trying every pairing."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from gmm import Mixture, assign, log_joint, record_em, record_kmeans, responsibilities, start
from gmm.data.datasets import DATASETS
from gmm.pairing import measure_affinities, pair_clusters, pair_components
from gmm.points import FloatArray, IntArray

labellings = st.integers(1, 5).flatmap(
    lambda k: st.tuples(
        st.just(k),
        st.lists(
            st.tuples(st.integers(0, k - 1), st.integers(0, k - 1), st.integers(0, 9)),
            min_size=1,
            max_size=40,
        ),
    )
)


def agree(pairs: IntArray, labels: IntArray, clusters: IntArray, weights: FloatArray) -> float:
    """How many points are labelled alike."""
    return float(weights[pairs[clusters] == labels].sum())


@settings(deadline=None)
@given(labellings)
def test_no_pairing_labels_more_points_alike_nor_keeps_more_numbers(
    case: tuple[int, list[tuple[int, int, int]]],
) -> None:
    k, rows = case
    labels, clusters, weights = np.array(rows).T
    pairs = pair_clusters(labels, clusters, k, weights=weights)
    assert_array_equal(np.sort(pairs), np.arange(k))
    every = [np.array(order) for order in permutations(range(k))]
    kept = [(agree(p, labels, clusters, weights), (p == np.arange(k)).sum()) for p in every]
    own = agree(pairs, labels, clusters, weights), (pairs == np.arange(k)).sum()
    assert own == max(kept)


def test_points_that_count_more_decide() -> None:
    labels, clusters = np.array([0, 0, 1]), np.array([0, 0, 0])
    assert_array_equal(pair_clusters(labels, clusters, 2), [0, 1])
    assert_array_equal(pair_clusters(labels, clusters, 2, weights=[1.0, 1.0, 2.5]), [1, 0])


def test_nothing_is_swapped_without_need() -> None:
    none = np.array([], dtype=np.int64)
    assert_array_equal(pair_clusters(none, none, 4), np.arange(4))
    assert_array_equal(pair_clusters([0, 0, 1, 1], [0, 1, 0, 1], 2), [0, 1])


def test_in_the_star_cluster_two_stars_differ() -> None:
    points = DATASETS["Star cluster"].make(0, 0).points
    first = start(points, 3, "random points", 3)
    em = record_em(points, first).frames[-1].responsible
    hard = record_kmeans(points, first.means).frames[-1].assigned
    assert em is not None
    assert hard is not None
    labels, clusters = responsibilities(points, em).argmax(axis=1), assign(points, hard)[0]
    assert (labels != clusters).sum() == 45
    assert (labels != pair_clusters(labels, clusters, 3)[clusters]).sum() == 2


def test_the_affinity_of_two_gaussians_is_the_integral() -> None:
    one = Mixture(np.array([0.25, 0.75]), np.array([[0.0], [2.0]]), np.array([[[1.0]], [[0.3]]]))
    other = Mixture(np.array([0.4, 0.6]), np.array([[1.0], [-1.0]]), np.array([[[2.0]], [[0.1]]]))
    grid = np.linspace(-20, 20, 40_001)[:, np.newaxis]
    roots = [np.exp(log_joint(grid, each) / 2) for each in (one, other)]
    expected = roots[0].T @ roots[1] * 1e-3
    np.testing.assert_allclose(measure_affinities(one, other), expected, rtol=1e-6)
    own = measure_affinities(one, one)
    assert np.trace(own) == pytest.approx(1)


@pytest.mark.parametrize("d", [1, 3])
def test_components_are_paired_in_whatever_order_they_come(d: int) -> None:
    rng = np.random.default_rng(d)
    k = 5
    roots = rng.normal(size=(k, d, d)) + 2 * np.eye(d)
    means = 3 * rng.normal(size=(k, d))
    mixture = Mixture(rng.dirichlet(np.ones(k)), means, roots @ roots.transpose(0, 2, 1))
    order = rng.permutation(k)
    turned = Mixture(*(array[order] for array in mixture))
    pairs = pair_components(measure_affinities(turned, mixture))
    np.testing.assert_array_equal(pairs, order)
