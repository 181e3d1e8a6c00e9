"""k-means against scikit-learn's Lloyd iterations and against its own promises."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.cluster import KMeans

from gmm import assign, inertia, record_kmeans, start, update
from gmm.kmeans import refill_empty, settle
from gmm.points import FloatArray

grids = st.tuples(st.integers(2, 40), st.integers(1, 3)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.integers(-4, 4))
)


@pytest.mark.parametrize("d", [1, 2, 5])
@pytest.mark.parametrize("seed", range(5))
def test_a_converged_run_is_scikit_learns(seed: int, d: int) -> None:
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(300, d)) + 4 * rng.integers(3, size=(300, d))
    begin = points[:5]
    theirs = KMeans(5, init=begin, n_init=1, algorithm="lloyd", tol=0, max_iter=500).fit(points)
    last = record_kmeans(points, begin).frames[-1]
    np.testing.assert_allclose(last.centroids, theirs.cluster_centers_, atol=1e-10)
    assert last.inertia == pytest.approx(theirs.inertia_, rel=1e-12)
    np.testing.assert_array_equal(assign(points, last.centroids)[0], theirs.labels_)


@settings(deadline=None)
@given(grids, st.integers(1, 5), st.integers(0, 100))
def test_inertia_never_rises(points: FloatArray, k: int, seed: int) -> None:
    k = min(k, len(np.unique(points, axis=0)))
    begin = start(points, k, "random points", seed).means + 0.25
    falls = [frame.inertia for frame in record_kmeans(points, begin).frames]
    assert (np.diff(falls) <= 1e-12 * (1 + falls[0])).all()


@settings(deadline=None)
@given(grids, st.integers(1, 5))
def test_labels_are_the_nearest_and_of_equals_the_first(points: FloatArray, k: int) -> None:
    centroids = points[:k]
    labels, distortion = assign(points, centroids)
    total = 0.0
    for point, label in zip(points, labels, strict=True):
        squares = [float(sum((x - c) * (x - c) for x, c in zip(point, centre, strict=True)))
                   for centre in centroids]  # fmt: skip
        assert label == squares.index(min(squares))
        total += min(squares)
    assert distortion == pytest.approx(total)


def test_labels_are_those_of_plain_multiplications_to_the_bit() -> None:
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


def test_centroids_are_means_and_an_empty_cluster_keeps_its_own() -> None:
    points = np.array([[0.0, 1.0], [2.0, 3.0], [10.0, 10.0]])
    moved = update(points, [0, 0, 2], [[5.0, 5.0], [7.0, -7.0], [9.0, 9.0]])
    np.testing.assert_allclose(moved, [[1.0, 2.0], [7.0, -7.0], [10.0, 10.0]], rtol=1e-15)


def test_inertia_counts_the_labels_it_is_given() -> None:
    assert inertia([[0.0], [3.0]], [1, 0], [[1.0], [5.0]]) == 25 + 4


def test_data_shifted_by_a_million_give_the_same_run() -> None:
    rng = np.random.default_rng(0)
    points = np.round((rng.normal(size=(400, 2)) + 3 * rng.integers(3, size=(400, 1))) * 2**20)
    points /= 2**20  # the shift itself is exact
    here, there = record_kmeans(points, points[:4]), record_kmeans(points + 1e6, points[:4] + 1e6)
    assert len(here.frames) == len(there.frames)
    for one, other in zip(here.frames, there.frames, strict=True):
        np.testing.assert_allclose(one.centroids, other.centroids - 1e6, atol=1e-9)
        assert one.inertia == pytest.approx(other.inertia, rel=1e-9)


def test_inputs_are_left_alone() -> None:
    points = np.random.default_rng(0).normal(size=(30, 2))
    centroids, labels = points[:3].copy(), np.arange(30) % 3
    copies = [array.copy() for array in (points, centroids, labels)]
    assign(points, centroids)
    update(points, labels, centroids)
    inertia(points, labels, centroids)
    for array, copy in zip((points, centroids, labels), copies, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_centroids_of_another_dimension_are_refused() -> None:
    with pytest.raises(ValueError, match="centroids have 3 columns, but the points have 2"):
        assign(np.zeros((4, 2)), np.zeros((2, 3)))


@pytest.mark.parametrize("d", [1, 2])
@pytest.mark.parametrize("seed", range(2))
def test_a_converged_weighted_run_is_scikit_learns(seed: int, d: int) -> None:
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(300, d)) + 4 * rng.integers(3, size=(300, d))
    weights = rng.exponential(size=300) * rng.integers(0, 3, size=300)
    theirs = KMeans(5, init=points[:5], n_init=1, algorithm="lloyd", tol=0, max_iter=500)
    theirs.fit(points, sample_weight=weights)
    last = record_kmeans(points, points[:5], weights=weights).frames[-1]
    np.testing.assert_allclose(last.centroids, theirs.cluster_centers_, atol=1e-10)
    assert last.inertia == pytest.approx(theirs.inertia_, rel=1e-12)


def test_two_clusters_of_the_cyclists_by_hand() -> None:
    speeds, frequencies = np.arange(1.0, 7.0)[:, np.newaxis], [4, 9, 6, 7, 3, 2]
    labels, distortion = assign(speeds, [[1.0], [6.0]], weights=frequencies)
    assert labels.tolist() == [0, 0, 0, 1, 1, 1]
    assert distortion == 9 * 1 + 6 * 4 + 7 * 4 + 3 * 1
    moved = update(speeds, labels, [[1.0], [6.0]], weights=frequencies)
    np.testing.assert_allclose(moved[:, 0], [40 / 19, 55 / 12], rtol=1e-15)
    left = 94 - 40**2 / 19 + 259 - 55**2 / 12
    assert inertia(speeds, labels, moved, weights=frequencies) == pytest.approx(left)


@pytest.mark.parametrize("d", [1, 2, 5])
def test_weights_are_repeated_rows(d: int) -> None:
    rng = np.random.default_rng(d)
    points, frequencies = 1e3 + rng.normal(size=(80, d)), rng.integers(0, 5, size=80)
    rows, centroids = np.repeat(points, frequencies, axis=0), points[:4] + 0.1
    labels, distortion = assign(points, centroids, weights=frequencies)
    theirs, expected = assign(rows, centroids)
    np.testing.assert_array_equal(np.repeat(labels, frequencies), theirs)
    np.testing.assert_array_equal(labels, assign(points, centroids)[0])  # zeros have theirs too
    assert distortion == pytest.approx(expected, rel=1e-12)
    assert inertia(points, labels, centroids, weights=frequencies) == pytest.approx(expected)
    moved = update(points, labels, centroids, weights=frequencies)
    np.testing.assert_allclose(moved, update(rows, theirs, centroids), rtol=1e-13)


@pytest.mark.parametrize("factor", [1e-90, 0.1, 3.0, 1e90])
def test_a_factor_on_all_weights_is_one_on_the_inertia_only(factor: float) -> None:
    rng = np.random.default_rng(0)
    points, weights = rng.normal(size=(80, 2)), rng.integers(0, 5, size=80) * 0.3
    labels, distortion = assign(points, points[:4], weights=weights)
    assert assign(points, points[:4], weights=factor * weights)[1] == pytest.approx(
        factor * distortion, rel=1e-13
    )
    moved = update(points, labels, points[:4], weights=weights)
    scaled = update(points, labels, points[:4], weights=factor * weights)
    np.testing.assert_allclose(scaled, moved, rtol=1e-13)
    assert inertia(points, labels, moved, weights=factor * weights) == pytest.approx(
        factor * inertia(points, labels, moved, weights=weights), rel=1e-13
    )


def test_a_centroid_with_points_of_weight_0_only_stays() -> None:
    points, centroids = [[0.0], [1.0], [9.0]], [[0.0], [8.0]]
    moved = update(points, [0, 0, 1], centroids, weights=[1, 3, 0])
    assert moved.tolist() == [[0.75], [8.0]]
    assert inertia(points, [0, 0, 1], moved, weights=[1, 3, 0]) == 0.75


@settings(deadline=None)
@given(st.data(), grids, st.integers(1, 5))
def test_with_weights_the_inertia_never_rises_either(
    data: st.DataObject, points: FloatArray, k: int
) -> None:
    some = st.sampled_from([0.0, 1e-100, 1e-3, 1.0, 2.5, 1e6, 1e100])
    weights = data.draw(arrays(np.float64, len(points), elements=some).filter(np.any))
    tape = record_kmeans(points, points[:k] + 0.25, weights=weights)
    falls = np.array([frame.inertia for frame in tape.frames]) / weights.sum()
    assert tape.stopped == "converged"
    assert np.isfinite(falls).all()
    assert (np.diff(falls) <= 1e-12 * (1 + falls[0])).all()


def test_weights_that_do_not_fit_are_refused_and_others_left_alone() -> None:
    points, weights = np.arange(8.0).reshape(4, 2), np.array([1.0, 0.0, 2.0, 1.0])
    labels, centroids = np.array([0, 0, 1, 1]), points[:2].copy()
    for step in (
        lambda weights: assign(points, centroids, weights=weights),
        lambda weights: update(points, labels, centroids, weights=weights),
        lambda weights: inertia(points, labels, centroids, weights=weights),
        lambda weights: record_kmeans(points, centroids, weights=weights),
    ):
        step(weights)
        assert weights.tolist() == [1, 0, 2, 1]
        with pytest.raises(ValueError, match="each of the 4 points"):
            step(weights[:3])
        with pytest.raises(ValueError, match="Row 1 of the weights"):
            step([1, -1, 0, 0])


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize(("d", "k"), [(1, 1), (1, 7), (2, 2), (2, 12), (5, 6)])
def test_a_settled_run_ends_where_the_recorded_one_does(d: int, k: int, weighted: bool) -> None:
    for seed in range(20):
        rng = np.random.default_rng(seed)
        points = rng.normal(size=(500, d)) + 2 * rng.integers(3, size=(500, 1))
        weights = rng.exponential(size=500) * rng.integers(0, 3, size=500) if weighted else None
        labels, centroids = settle(points, points[:k], weights=weights)
        last = record_kmeans(points, points[:k], weights=weights).frames[-1]
        np.testing.assert_allclose(centroids, last.centroids, rtol=1e-12)
        np.testing.assert_array_equal(labels, assign(points, last.centroids)[0])


@settings(deadline=None)
@given(st.data(), grids, st.integers(1, 5))
def test_where_a_run_settles_nothing_moves(data: st.DataObject, points: FloatArray, k: int) -> None:
    some = st.sampled_from([1e-100, 1e-3, 1.0, 2.5, 1e6, 1e100])
    weights = data.draw(st.none() | arrays(np.float64, len(points), elements=some))
    begin = points[:k] + 0.25
    labels, centroids = settle(points, begin, weights=weights)
    np.testing.assert_array_equal(labels, assign(points, centroids)[0])
    moved = update(points, labels, centroids, weights=weights)
    np.testing.assert_allclose(moved, centroids, rtol=1e-12, atol=1e-14)


def test_a_run_that_is_cut_short_is_not_settled() -> None:
    points = np.random.default_rng(0).normal(size=(300, 2))
    falls = []
    for most in (0, 1, 3, 500):
        labels, centroids = settle(points, points[:6], most)
        falls.append(inertia(points, labels, centroids))
    assert falls == sorted(falls, reverse=True)
    assert falls[0] > falls[1] > falls[3]


def test_an_empty_cluster_takes_the_farthest_point() -> None:
    points = np.array([[0.0, 0], [1, 0], [0, 1], [8, 0], [0, 5]])
    centroids = np.array([[0.0, 0], [50, 50], [60, 60]])
    labels, _ = assign(points, centroids)
    moved = refill_empty(points, labels, centroids)
    assert moved[1:].tolist() == [[8, 0], [0, 5]]
    assert moved[0].tolist() == points[:3].mean(axis=0).tolist()
    # Without an empty one it is the update, to the bit.
    filled = points[[0, 3, 4]]
    labels, _ = assign(points, filled)
    assert np.array_equal(refill_empty(points, labels, filled), update(points, labels, filled))
    # As often as they count; and a point that lies on its centroid is not given away.
    weights = np.array([1.0, 2, 3, 4, 5])
    labels, _ = assign(points, centroids)
    moved = refill_empty(points, labels, centroids, weights=weights)
    assert moved[0] == pytest.approx(np.average(points[:3], axis=0, weights=weights[:3]))
    same = np.repeat(points[:1], 3, axis=0)
    labels, _ = assign(same, centroids)
    assert np.array_equal(refill_empty(same, labels, centroids), centroids)


def test_a_run_that_refills_ends_with_no_empty_cluster() -> None:
    points = np.random.default_rng(2).normal(size=(60, 2))
    far = np.array([[0.0, 0], [90, 90], [95, 95], [99, 0]])
    kept, refilled = record_kmeans(points, far), record_kmeans(points, far, refill=True)
    assert len(np.unique(assign(points, kept.frames[-1].centroids)[0])) == 1
    assert len(np.unique(assign(points, refilled.frames[-1].centroids)[0])) == 4
    assert refilled.stopped == "converged"
