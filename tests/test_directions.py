"""Discriminant directions against scikit-learn's and Fisher's formula, and what they promise."""

import numpy as np
import pytest
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from gmm.directions import as_labels, find_directions, project
from gmm.points import FloatArray, IntArray


def draw(seed: int, n: int = 200, d: int = 4, classes: int = 3) -> tuple[FloatArray, IntArray]:
    rng = np.random.default_rng(seed)
    labels = np.arange(n) % classes
    mix = rng.normal(size=(d, d))
    return rng.normal(size=(n, d)) @ mix + 2 * rng.normal(size=(classes, d))[labels], labels


@pytest.mark.parametrize("classes", [2, 3, 5])
def test_they_are_scikit_learns(classes: int) -> None:
    points, labels = draw(0, classes=classes)
    found = find_directions(points, labels)
    oracle = LinearDiscriminantAnalysis(solver="eigen").fit(points, labels)
    theirs = oracle.transform(points)[:, : found.axes.shape[1]]
    ours = project(points, found)
    for column in range(ours.shape[1]):
        r = np.corrcoef(ours[:, column], theirs[:, column])[0, 1]
        assert abs(r) == pytest.approx(1, abs=1e-9)
    assert found.ratios / found.ratios.sum() == pytest.approx(oracle.explained_variance_ratio_)


def test_of_two_classes_it_is_fishers_formula() -> None:
    points, labels = draw(1, classes=2)
    zero, one = points[labels == 0], points[labels == 1]
    within = (np.cov(zero.T, bias=True) + np.cov(one.T, bias=True)) / 2
    fisher = np.linalg.solve(within, one.mean(axis=0) - zero.mean(axis=0))
    (ours,) = find_directions(points, labels).axes.T
    assert np.abs(ours / np.linalg.norm(ours)) == pytest.approx(
        np.abs(fisher / np.linalg.norm(fisher))
    )


def test_within_the_classes_they_have_unit_covariance_and_beyond_c_1_no_difference() -> None:
    points, labels = draw(2)
    found = find_directions(points, labels, 4)
    seen = project(points, found)
    means = np.array([seen[labels == c].mean(axis=0) for c in range(3)])
    rest = seen - means[labels]
    assert rest.T @ rest / len(rest) == pytest.approx(np.eye(4), abs=1e-9)
    assert np.ptp(means[:, 2:], axis=0) == pytest.approx([0, 0], abs=1e-9)
    assert found.ratios == pytest.approx(means.var(axis=0, ddof=0), rel=0.05, abs=1e-9)


def test_units_and_order_of_rows_make_no_difference_and_weights_are_repeated_rows() -> None:
    points, labels = draw(3, n=60)
    seen = project(points, find_directions(points, labels, ridge=0.1))
    units = np.array([1e-6, 1, 1e4, 7])
    assert project(points * units, find_directions(points * units, labels, ridge=0.1)) == (
        pytest.approx(seen)
    )
    counts = np.random.default_rng(0).integers(1, 4, 60)
    weighted = find_directions(points, labels, weights=counts)
    rows = find_directions(np.repeat(points, counts, axis=0), np.repeat(labels, counts))
    assert weighted.axes == pytest.approx(rows.axes)
    assert weighted.origin == pytest.approx(rows.origin)


def test_what_cannot_be_is_told() -> None:
    points, labels = draw(4)
    for bad, words in (
        (lambda: find_directions(points, labels, 5), "cannot be found"),
        (lambda: find_directions(points, np.zeros(200, int)), "cannot be found"),
        (lambda: find_directions(points, labels + 1), "no point that counts"),
        (lambda: find_directions(points, labels, ridge=-1), "ridge"),
        (lambda: find_directions(points, labels[:9]), "one whole number"),
        (lambda: find_directions(points * [1, 0, 1, 1], labels), "Column 1"),
        (lambda: find_directions(points[:, [0, 0]], labels), "calculated from the others"),
        (lambda: project(points[:, :2], find_directions(points, labels)), "2 columns"),
        (lambda: as_labels([0.5], 1), "one whole number"),
        (lambda: as_labels([-1], 1), "one whole number"),
    ):
        with pytest.raises(ValueError, match=words):
            bad()
