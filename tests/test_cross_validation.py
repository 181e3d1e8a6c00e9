"""Held-out log-likelihood against scikit-learn's cross_val_score on the same folds."""

import numpy as np
import pytest
from sklearn.mixture import GaussianMixture
from sklearn.model_selection import PredefinedSplit, cross_val_score

from gmm import COVARIANCES, Mixture, record_em, start
from gmm.cross_validation import (
    Fit,
    HeldOut,
    cross_validate,
    deal_folds,
    estimate_error,
    score_fold,
)
from gmm.points import FloatArray


def clouds(n: int = 120, k: int = 3) -> FloatArray:
    rng = np.random.default_rng(4)
    places = np.array([[0.0, 0.0], [9.0, 2.0], [2.0, 9.0]])[np.arange(n) % k]
    points: FloatArray = rng.normal(size=(n, 2)) * [1, 0.5] + places
    return points


def fits(k: int, covariance: str) -> Fit:
    def fit(points: FloatArray, weights: FloatArray) -> Mixture:
        begun = start(points, k, "k-means++", 0, covariance, weights=weights)
        tape = record_em(points, begun, covariance, tolerance=1e-10, weights=weights)
        return tape.frames[-1].mixture

    return fit


@pytest.mark.parametrize("covariance", COVARIANCES)
def test_scores_are_scikit_learns_on_the_same_folds(covariance: str) -> None:
    points = clouds()
    dealt = deal_folds(120, 4, seed=1)
    ours = cross_validate(points, fits(3, covariance), dealt)
    theirs = cross_val_score(
        GaussianMixture(
            3,
            covariance_type=covariance,
            tol=1e-12,
            max_iter=5000,
            reg_covar=0,
            n_init=3,
            random_state=0,
        ),
        points,
        cv=PredefinedSplit(dealt.argmax(axis=0)),
    )
    assert ours.scores == pytest.approx(theirs, rel=1e-7)
    assert ours.mean == pytest.approx(theirs.mean(), rel=1e-7)
    assert ours.error == pytest.approx(theirs.std(ddof=1) / 2, rel=1e-5)


def test_frequencies_are_repeated_rows_that_are_dealt_one_by_one() -> None:
    points, counts = clouds(40, 2), np.random.default_rng(0).integers(0, 5, size=40)
    dealt = deal_folds(40, 3, seed=2, weights=counts)
    assert np.array_equal(dealt.sum(axis=0), counts)
    assert ((dealt > 0).sum(axis=0) > 1).any()  # a value of several folds
    sizes = dealt.sum(axis=1)
    assert np.ptp(sizes) <= 1
    rows = np.repeat(points, counts, axis=0)
    fold_of_row = np.concatenate([np.repeat(np.arange(3), column) for column in dealt.T])
    theirs = cross_val_score(
        GaussianMixture(2, tol=1e-12, max_iter=5000, reg_covar=0, n_init=3, random_state=0),
        rows,
        cv=PredefinedSplit(fold_of_row),
    )
    ours = cross_validate(points, fits(2, "full"), dealt)
    assert ours.scores == pytest.approx(theirs, rel=1e-7)
    assert np.array_equal(ours.sizes, sizes)


def test_folds_are_seeded_and_nearly_equal() -> None:
    dealt = deal_folds(23, 5, seed=3)
    assert np.array_equal(dealt, deal_folds(23, 5, seed=3))
    assert not np.array_equal(dealt, deal_folds(23, 5, seed=4))
    assert sorted(dealt.sum(axis=1)) == [4, 4, 5, 5, 5]
    assert (dealt.sum(axis=0) == 1).all()
    assert np.array_equal(dealt, deal_folds(23, 5, seed=3, weights=np.ones(23)))


def test_every_row_is_as_likely_to_be_in_each_fold() -> None:
    dealt = np.array([deal_folds(3, 2, seed, weights=[1, 4, 5]) for seed in range(400)])
    assert dealt.mean(axis=0) == pytest.approx(np.array([[0.5, 2, 2.5]] * 2), abs=0.15)


def test_the_mean_is_over_points_not_folds() -> None:
    found = HeldOut(np.array([-1.0, -4.0]), np.array([3, 1]))
    assert found.mean == -1.75
    assert found.error == pytest.approx(1.5)
    assert np.isnan(estimate_error(np.array([-1.0])))
    assert np.isnan(estimate_error(np.array([-1.0, -np.inf])))


def test_a_fold_without_a_fit_has_no_score() -> None:
    points, dealt = clouds(20), deal_folds(20, 4, seed=0)
    seen: list[int] = []

    def fit(training: FloatArray, weights: FloatArray) -> Mixture | None:
        seen.append(len(training))
        return None if len(seen) == 2 else fits(1, "full")(training, weights)

    found = cross_validate(points, fit, dealt)
    assert seen == [15] * 4
    assert np.isnan(found.scores).tolist() == [False, True, False, False]
    assert np.isnan(found.mean)
    assert found.scores[2] == score_fold(points, fits(1, "full"), dealt, 2)


def test_a_point_out_of_reach_is_foretold_by_nothing() -> None:
    far = np.array([[0.0], [1.0], [2.0], [1e9]])
    dealt = np.array([[1, 1, 1, 0], [0, 0, 0, 1]])

    def fit(training: FloatArray, weights: FloatArray) -> Mixture:
        return Mixture(np.ones(1), np.zeros((1, 1)), np.full((1, 1, 1), 1e-300))

    assert cross_validate(far, fit, dealt).mean == -np.inf


@pytest.mark.parametrize(
    ("n", "folds", "weights", "message"),
    [
        (4, 1, None, "at least 2 folds"),
        (4, 5, None, "5 folds of 4 points"),
        (2, 2, [0.5, 2], r"Row 0 of the weights \(from 0\) is 0.5"),
        (2, 2, [6e8, 6e8], "1.2e\\+09 points"),
        (2, 2, [1], "each of the 2 points"),
    ],
)
def test_what_cannot_be_dealt_is_told(
    n: int, folds: int, weights: list[float] | None, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        deal_folds(n, folds, 0, weights=weights)


def test_folds_of_other_points_are_told() -> None:
    with pytest.raises(ValueError, match="each of the 20 points"):
        cross_validate(clouds(20), fits(1, "full"), deal_folds(19, 2, 0))
