"""k-means against scikit-learn's Lloyd iterations and against its own promises."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.cluster import KMeans

from gmm import assign, inertia, record_kmeans, start, update

grids = st.tuples(st.integers(2, 40), st.integers(1, 3)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.integers(-4, 4))
)


@pytest.mark.parametrize("d", [1, 2, 5])
@pytest.mark.parametrize("seed", range(5))
def test_a_converged_run_is_scikit_learns(seed, d):
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(300, d)) + 4 * rng.integers(3, size=(300, d))
    begin = points[:5]
    theirs = KMeans(5, init=begin, n_init=1, algorithm="lloyd", tol=0, max_iter=500).fit(points)
    last = record_kmeans(points, begin).frames[-1]
    np.testing.assert_allclose(last.centroids, theirs.cluster_centers_, atol=1e-10)
    assert last.inertia == pytest.approx(theirs.inertia_, rel=1e-12)
    np.testing.assert_array_equal(assign(points, last.centroids)[0], theirs.labels_)


@given(grids, st.integers(1, 5), st.integers(0, 100))
def test_inertia_never_rises(points, k, seed):
    k = min(k, len(np.unique(points, axis=0)))
    begin = start(points, k, "random points", seed).means + 0.25
    falls = [frame.inertia for frame in record_kmeans(points, begin).frames]
    assert (np.diff(falls) <= 1e-12 * (1 + falls[0])).all()


@given(grids, st.integers(1, 5))
def test_labels_are_the_nearest_and_of_equals_the_first(points, k):
    centroids = points[:k]
    labels, distortion = assign(points, centroids)
    total = 0.0
    for point, label in zip(points, labels, strict=True):
        squares = [float(sum((x - c) * (x - c) for x, c in zip(point, centre, strict=True)))
                   for centre in centroids]  # fmt: skip
        assert label == squares.index(min(squares))
        total += min(squares)
    assert distortion == pytest.approx(total)


def test_labels_are_those_of_plain_multiplications_to_the_bit():
    """What a browser computes: no expanded squares, no fused multiply-add."""
    rng = np.random.default_rng(0)
    for d in (1, 2):
        centroids = rng.normal(size=(5, d))
        # Points halfway between two centroids, where the last bit decides.
        pairs = rng.integers(5, size=(3000, 2))
        points = centroids[pairs].mean(axis=1)
        labels, _ = assign(points, centroids)
        for point, label in zip(points.tolist(), labels.tolist(), strict=True):
            squares = []
            for centre in centroids.tolist():
                square = (point[0] - centre[0]) * (point[0] - centre[0])
                if d == 2:
                    square += (point[1] - centre[1]) * (point[1] - centre[1])
                squares.append(square)
            assert label == squares.index(min(squares))


def test_centroids_are_means_and_an_empty_cluster_keeps_its_own():
    points = np.array([[0.0, 1.0], [2.0, 3.0], [10.0, 10.0]])
    moved = update(points, [0, 0, 2], [[5.0, 5.0], [7.0, -7.0], [9.0, 9.0]])
    np.testing.assert_allclose(moved, [[1.0, 2.0], [7.0, -7.0], [10.0, 10.0]], rtol=1e-15)


def test_inertia_counts_the_labels_it_is_given():
    assert inertia([[0.0], [3.0]], [1, 0], [[1.0], [5.0]]) == 25 + 4


def test_data_shifted_by_a_million_give_the_same_run():
    rng = np.random.default_rng(0)
    points = np.round((rng.normal(size=(400, 2)) + 3 * rng.integers(3, size=(400, 1))) * 2**20)
    points /= 2**20  # the shift itself is exact
    here, there = record_kmeans(points, points[:4]), record_kmeans(points + 1e6, points[:4] + 1e6)
    assert len(here.frames) == len(there.frames)
    for one, other in zip(here.frames, there.frames, strict=True):
        np.testing.assert_allclose(one.centroids, other.centroids - 1e6, atol=1e-9)
        assert one.inertia == pytest.approx(other.inertia, rel=1e-9)


def test_inputs_are_left_alone():
    points = np.random.default_rng(0).normal(size=(30, 2))
    centroids, labels = points[:3].copy(), np.arange(30) % 3
    copies = [array.copy() for array in (points, centroids, labels)]
    assign(points, centroids)
    update(points, labels, centroids)
    inertia(points, labels, centroids)
    for array, copy in zip((points, centroids, labels), copies, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_centroids_of_another_dimension_are_refused():
    with pytest.raises(ValueError, match="centroids have 3 columns, but the points have 2"):
        assign(np.zeros((4, 2)), np.zeros((2, 3)))
