"""Pairs of clusters and components, against trying every pairing."""

from itertools import permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from gmm import assign, record_em, record_kmeans, responsibilities, start
from gmm.data.datasets import DATASETS
from gmm.pairing import pair_clusters
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
