"""How points are stamped: which ones stand for others, how large, and what lies on top."""

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

from gmm import responsibilities
from gmm.ui.link import View
from gmm.ui.takeaway.frames import require_em
from gmm.ui.takeaway.pies import find_undecided
from gmm.ui.takeaway.stamping import find_sizes, group_points
from tests.present import present
from tests.ui.takeaway.runs import run_of, run_on

TRUTH = View(frozenset({"truth"}))


def test_undecided_points_lie_on_top_and_are_larger() -> None:
    run = run_of()
    gamma = responsibilities(run.points, require_em(run).frames[0].mixture)
    decided, pies = group_points(run, gamma)
    assert not decided.undecided
    assert pies.undecided
    assert_array_equal(pies.rows, np.flatnonzero(find_undecided(gamma)))
    assert pies.stamp.size > decided.stamp.size == 1


def test_of_points_at_one_place_the_first_stands_for_all_and_large_ones_lie_below() -> None:
    points = np.array([[0.0, 0.0], [1.0, 1.0], [1.0, 1.0], [1.0, 1.0], [1.0, 1.0]])
    run = run_on(points, k=1)
    large, small = group_points(run, None)
    assert (large.rows.tolist(), large.stamp.size) == ([1], 2)
    assert (small.rows.tolist(), small.stamp.size) == ([0], 1)
    assert_allclose(present(find_sizes(run)), [1, 2, 2, 2, 2])
    # Of the shares of a gap a stack has the sum.
    shares = np.array([4.0, 1.0, 1.0, 1.0, 1.0])
    (group,) = group_points(run, None, shares=shares)
    assert group.rows.tolist() == [0, 1]


def test_a_stack_of_different_labels_is_a_shape_for_each_of_them() -> None:
    points = np.array([[0.0, 0.0]] * 5 + [[1.0, 1.0]])
    words = {"labels": np.array([1, 0, 1, 1, 1, 0]), "label_names": ("a", "b")}
    groups = group_points(run_on(points, k=1, words=words), None, TRUTH)
    found = [(group.stamp.mark, group.rows.tolist()) for group in groups]
    # Four of the second label, and the one of the first over them.
    assert found == [(1, [0]), (0, [1, 5])]


def test_with_marks_a_point_has_that_of_its_likeliest_component() -> None:
    run = run_of("Old Faithful", 12)
    gamma = responsibilities(run.points, require_em(run).frames[-1].mixture)
    undecided = find_undecided(gamma)
    groups = group_points(run, gamma, marked=True)
    for rows, stamp, doubt in groups:
        assert_array_equal(undecided[rows], doubt)
        if not doubt:
            assert set(gamma[rows].argmax(axis=1)) == {stamp.mark}
            assert stamp.hollow == (stamp.mark >= 8)
    assert sorted(np.concatenate([rows for rows, _, _ in groups])) == list(range(272))
