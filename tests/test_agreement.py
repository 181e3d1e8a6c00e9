"""The adjusted Rand index against scikit-learn's, and against pairs counted one by one."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from gmm.agreement import adjusted_rand


@pytest.mark.parametrize("seed", range(6))
def test_it_is_scikit_learns(seed: int) -> None:
    rng = np.random.default_rng(seed)
    first = rng.integers(0, 4, size=90)
    # From the same grouping to one that has nothing to do with it.
    second = np.where(rng.random(90) < seed / 5, rng.integers(0, 6, size=90), first)
    assert adjusted_rand(first, second) == pytest.approx(adjusted_rand_score(first, second))


def test_names_do_not_matter() -> None:
    assert adjusted_rand([0, 0, 1, 1], ["b", "b", "a", "a"]) == 1


def test_less_than_by_chance_is_below_0() -> None:
    assert adjusted_rand([0, 0, 1, 1], [0, 1, 0, 1]) == pytest.approx(-0.5)


@pytest.mark.parametrize("groups", [[0], [0, 0, 0], [0, 1, 2]])
def test_groupings_that_leave_nothing_open_agree(groups: list[int]) -> None:
    assert adjusted_rand(groups, groups) == adjusted_rand_score(groups, groups) == 1


def test_one_group_says_nothing_about_several() -> None:
    assert adjusted_rand([0, 0, 0, 0], [0, 0, 1, 1]) == 0


def test_weights_are_repeated_rows() -> None:
    rng = np.random.default_rng(0)
    first, second = rng.integers(0, 3, size=(2, 40))
    counts = rng.integers(0, 5, size=40)
    rows = np.repeat(first, counts), np.repeat(second, counts)
    assert adjusted_rand(first, second, weights=counts) == pytest.approx(adjusted_rand_score(*rows))
    # A group that nobody counts is no group.
    assert adjusted_rand([0, 0, 1, 9], [0, 0, 1, 0], weights=[1, 2, 2, 0]) == 1


def test_groupings_of_other_points_are_told() -> None:
    for first, second in (([0, 1], [0]), ([], []), ([[0]], [[0]])):
        with pytest.raises(ValueError, match="one group for each point"):
            adjusted_rand(first, second)
    with pytest.raises(ValueError, match="weights must be one number"):
        adjusted_rand([0, 1], [0, 1], weights=[1])
