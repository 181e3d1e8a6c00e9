"""Precision, recall and F1 against scikit-learn."""

import numpy as np
import pytest
from sklearn.metrics import f1_score, precision_score, recall_score

from gmm.masks import Found, find_best_threshold, hold_against


def test_shares_are_those_of_scikit_learn() -> None:
    rng = np.random.default_rng(0)
    truth = rng.random((4, 50)) < 0.2
    mask = truth ^ (rng.random((4, 50)) < 0.1)
    found = hold_against(mask, truth)
    flat = truth.ravel(), mask.ravel()
    assert found.precision == pytest.approx(precision_score(*flat))
    assert found.recall == pytest.approx(recall_score(*flat))
    assert found.f1 == pytest.approx(f1_score(*flat))


def test_nothing_found_or_nothing_there_is_worth_nothing() -> None:
    assert (Found(0, 0, 5).precision, Found(0, 5, 0).recall, Found(0, 0, 0).f1) == (0, 0, 0)


def test_shapes_must_agree() -> None:
    with pytest.raises(ValueError, match="truth has"):
        hold_against([True], [[True]])


def test_the_best_threshold_is_the_best_of_all_tried() -> None:
    rng = np.random.default_rng(1)
    truth = rng.random(400) < 0.3
    scores = np.rint(2 * rng.normal(20 + 12 * truth, 8)) / 2
    steps = np.arange(0, 60)
    worth = [hold_against(scores > step, truth).f1 for step in steps]
    assert find_best_threshold(scores, truth, steps) == steps[int(np.argmax(worth))]
