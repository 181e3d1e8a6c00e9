"""Segments: counted by hand, and what they tell held against scikit-learn's log loss."""

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, log_loss

from gmm.segments import expect, judge, rate_segments, split_hard

SHARES = np.array([[1.0, 0.0], [0.5, 0.5], [0.25, 0.75], [0.0, 1.0]])
HAPPENED = np.array([True, True, False, False])


def test_who_belongs_by_half_counts_half() -> None:
    first, second = rate_segments(SHARES, HAPPENED)
    assert (first.number, first.hits) == (1.75, 1.5)
    assert (second.number, second.hits) == (2.25, 0.5)
    assert first.rate is not None
    assert first.rate.value == pytest.approx(1.5 / 1.75)
    assert first.rate.low < first.rate.value < first.rate.high


def test_all_numbers_and_hits_are_shared_out() -> None:
    rng = np.random.default_rng(0)
    shares = rng.dirichlet(np.ones(4), size=500)
    happened = rng.random(500) < 0.3
    segments = rate_segments(shares, happened)
    assert sum(each.number for each in segments) == pytest.approx(500)
    assert sum(each.hits for each in segments) == pytest.approx(happened.sum())


def test_an_empty_segment_has_no_rate_and_foretells_a_coin() -> None:
    segments = rate_segments(split_hard([0, 0, 2], 3), [True, False, True])
    assert segments[1].rate is None
    assert expect(np.eye(3), segments) == pytest.approx([1.5 / 3, 0.5, 1.5 / 2])


def test_what_is_told_agrees_with_scikit_learn() -> None:
    rng = np.random.default_rng(1)
    chances = rng.random(300)
    happened = rng.random(300) < chances
    told = judge(chances, happened, 0.4)
    loss = log_loss(happened, chances)
    assert told.log_loss == pytest.approx(loss)
    assert told.brier == pytest.approx(brier_score_loss(happened, chances))
    assert told.part == pytest.approx(1 - loss / log_loss(happened, np.full(300, 0.4)))
    assert judge(np.full(300, 0.4), happened, 0.4).part == 0
    assert judge(1 - chances, happened, 0.4).part < 0


def test_a_certain_chance_that_is_wrong_costs_all() -> None:
    assert judge([1.0, 0.5], [False, True], 0.5).log_loss == np.inf


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="got the shapes"):
        rate_segments(SHARES, HAPPENED[:3])
    with pytest.raises(ValueError, match="a chance for each row"):
        judge([0.5], HAPPENED, 0.5)
    with pytest.raises(ValueError, match="between 0 and 1"):
        judge([0.5, 2.0, 0.1, 0.1], HAPPENED, 0.5)
    with pytest.raises(ValueError, match="between 0 and 1"):
        judge([0.5, 0.2, 0.1, 0.1], HAPPENED, 0.0)
