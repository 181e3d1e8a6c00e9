"""Silhouettes against scikit-learn's, in one piece and in blocks, of all points and of a sample."""

import numpy as np
import pytest
from sklearn.metrics import silhouette_score

import gmm.silhouette
from gmm.kmeans import settle
from gmm.points import FloatArray
from gmm.silhouette import measure_silhouettes
from gmm.starts import start


def clouds(n: int) -> FloatArray:
    rng = np.random.default_rng(0)
    return rng.normal(size=(n, 2)) + 4 * rng.integers(0, 3, size=(n, 1))


def test_it_is_scikit_learns_for_several_clusterings_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gmm.silhouette, "BLOCK", 1000)  # more than one block
    points = clouds(150)
    table = np.array([settle(points, start(points, k, "k-means++", k).means)[0] for k in (2, 3, 7)])
    for ours, labels in zip(measure_silhouettes(points, table), table, strict=True):
        assert ours.mean == pytest.approx(silhouette_score(points, labels), rel=1e-12)
        assert ours.error == 0
        assert ours.asked == 150


def test_a_point_alone_and_points_in_one_place_are_0() -> None:
    points = np.array([[0.0], [0.0], [0.0], [0.0], [5.0]])
    labels = np.array([0, 0, 1, 1, 2])
    (ours,) = measure_silhouettes(points, labels)
    assert ours.mean == silhouette_score(points, labels) == 0


def test_a_number_that_no_point_has_is_no_cluster() -> None:
    points = clouds(30)
    labels = 2 * (points[:, 0] > 4)
    (ours,) = measure_silhouettes(points, labels)
    assert ours.mean == pytest.approx(silhouette_score(points, labels))


def test_weights_are_repeated_rows() -> None:
    rng = np.random.default_rng(1)
    points, counts = clouds(40), rng.integers(0, 4, size=40)
    labels = rng.integers(0, 3, size=40)
    (ours,) = measure_silhouettes(points, labels, weights=counts)
    theirs = silhouette_score(np.repeat(points, counts, axis=0), np.repeat(labels, counts))
    # scikit-learn multiplies squares out: equal points are about 1e-8 apart there.
    assert ours.mean == pytest.approx(theirs, abs=1e-8)


@pytest.mark.parametrize("weighted", [False, True])
def test_a_sample_is_fair_and_says_how_far_it_may_be_off(weighted: bool) -> None:
    points = clouds(400)
    labels = (points[:, 0] > 3).astype(int)
    weights = np.random.default_rng(2).integers(0, 9, size=400) if weighted else None
    (every,) = measure_silhouettes(points, labels, weights=weights)
    samples = [
        measure_silhouettes(points, labels, weights=weights, most=50, seed=seed)[0]
        for seed in range(40)
    ]
    assert {each.asked for each in samples} == {50}
    off = np.array([(each.mean - every.mean) / each.error for each in samples])
    assert abs(off.mean()) < 3 / np.sqrt(40)
    assert 0.7 < off.std() < 1.4
    assert measure_silhouettes(points, labels, weights=weights, most=50, seed=3)[0] == samples[3]


def test_what_has_no_silhouette_is_told() -> None:
    points = clouds(5)
    with pytest.raises(ValueError, match="Ask for at least 2"):
        measure_silhouettes(points, [[0, 1, 0, 1, 0], [0, 0, 0, 0, 0]])
    with pytest.raises(ValueError, match="Ask for at least 2"):
        measure_silhouettes(points, [0, 0, 0, 0, 1], weights=[1, 1, 1, 1, 0])
    with pytest.raises(ValueError, match="each of the 5 points"):
        measure_silhouettes(points, [0, 1])
    with pytest.raises(ValueError, match="each of the 5 points"):
        measure_silhouettes(points, [0.0, 1, 0, 1, 0])
    with pytest.raises(ValueError, match="negative"):
        measure_silhouettes(points, [0, 1, -1, 1, 0])
