"""The box rule: against its definition, point by point."""

import numpy as np
import pytest

from gmm.box import find_edges, score_box
from gmm.outliers import find_threshold

rng = np.random.default_rng(0)
TRAINING = rng.normal(size=(60, 3)).round(1)  # with ties
POINTS = rng.normal(size=(200, 3), scale=1.5).round(1)


def test_a_score_is_the_smaller_tail_of_the_outermost_column() -> None:
    expected = [
        min(
            min((TRAINING[:, d] <= point[d]).mean(), (TRAINING[:, d] >= point[d]).mean())
            for d in range(3)
        )
        for point in POINTS
    ]
    np.testing.assert_allclose(score_box(TRAINING, POINTS), expected, atol=1e-15)


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.7])
def test_a_threshold_is_a_box(share: float) -> None:
    threshold = find_threshold(score_box(TRAINING, TRAINING), share)
    low, high = find_edges(TRAINING, threshold)
    inside = ((low <= POINTS) & (high >= POINTS)).all(axis=1)
    np.testing.assert_array_equal(inside, score_box(TRAINING, POINTS) >= threshold)
    kept = ((low <= TRAINING) & (high >= TRAINING)).all(axis=1)
    assert 1 - kept.mean() <= share + 1e-12


def test_a_point_strange_in_the_pair_alone_passes() -> None:
    line = np.stack([np.arange(101.0), np.arange(101.0)], axis=1)
    scores = score_box(line, [[75.0, 25.0], [50.0, 50.0], [200.0, 50.0]])
    assert scores == pytest.approx([26 / 101, 51 / 101, 0])


@pytest.mark.parametrize(
    ("training", "points", "words"),
    [
        (np.zeros((0, 2)), np.zeros((1, 2)), "no training points"),
        (np.zeros((3, 2)), np.zeros((1, 3)), "3 columns"),
        (np.zeros(3), np.zeros((1, 3)), "rows of finite numbers"),
        (np.zeros((3, 1)), [[np.nan]], "not finite"),
    ],
)
def test_what_makes_no_box_is_refused(training: object, points: object, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        score_box(training, points)  # type: ignore[arg-type]


def test_a_threshold_above_all_leaves_an_empty_box() -> None:
    low, high = find_edges([[0.0], [1.0]], np.inf)
    assert low[0] > high[0]
