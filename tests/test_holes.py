"""Holes on purpose: how many, where, and by what they go."""

import numpy as np
import pytest

from gmm.holes import MECHANISMS, make_holes

POINTS = np.random.default_rng(0).normal(size=(1000, 2)) @ np.array([[1, 0.0], [0.0, 3.0]])


@pytest.mark.parametrize("mechanism", MECHANISMS)
@pytest.mark.parametrize("columns", [None, [0], [0, 1]])
def test_the_share_is_met_and_a_row_loses_one_cell_at_most(
    mechanism: str, columns: list[int] | None
) -> None:
    holes = make_holes(POINTS, 0.3, mechanism, 1, columns)
    assert holes.sum() == 300
    assert holes.sum(axis=1).max() == 1
    allowed = [1] if columns is None else columns
    for column in (0, 1):
        assert holes[:, column].any() == (column in allowed)
    np.testing.assert_array_equal(holes, make_holes(POINTS, 0.3, mechanism, 1, columns))
    assert (holes != make_holes(POINTS, 0.3, mechanism, 2, columns)).any()


def test_by_chance_nothing_tells_which() -> None:
    holes = make_holes(POINTS, 0.5, "by chance", 0)[:, 1]
    for column in (0, 1):
        hidden, known = POINTS[holes, column], POINTS[~holes, column]
        assert abs(hidden.mean() - known.mean()) < 0.2 * POINTS[:, column].std()


def test_by_the_other_column_it_is_the_other_alone() -> None:
    holes = make_holes(POINTS, 0.4, "by the other column", 0)[:, 1]
    hidden, known = POINTS[holes], POINTS[~holes]
    assert hidden[:, 0].mean() - known[:, 0].mean() > 1
    assert abs(hidden[:, 1].mean() - known[:, 1].mean()) < 0.6  # of 3


def test_by_its_own_value_large_ones_hide() -> None:
    holes = make_holes(POINTS, 0.4, "by its own value", 0)[:, 1]
    hidden, known = POINTS[holes], POINTS[~holes]
    assert hidden[:, 1].mean() - known[:, 1].mean() > 3
    assert abs(hidden[:, 0].mean() - known[:, 0].mean()) < 0.2


def test_a_single_column_has_no_other() -> None:
    assert make_holes(POINTS[:, :1], 0.2, "by the other column", 0).sum() == 200


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="pick one of"):
        make_holes(POINTS, 0.2, "by the moon", 0)
    with pytest.raises(ValueError, match="from 0 to 1"):
        make_holes(POINTS, 1.2, "by chance", 0)
