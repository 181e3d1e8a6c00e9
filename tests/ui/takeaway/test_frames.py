"""Frames of a run: of two tapes the one that has ended stands still."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from gmm import Mixture, lower_bound, responsibilities
from gmm.tape import Frame
from gmm.ui.takeaway.frames import find_frame, name_frame, order_clusters, require_em, share_gap
from tests.present import present
from tests.ui.takeaway.runs import drawing_of, long_kmeans, run_of, run_on


def test_a_drawing_with_too_few_points_says_so() -> None:
    with pytest.raises(ValueError, match="Put down more points first"):
        require_em(drawing_of([[1, 2]]))
    run = run_of()
    assert require_em(run) is run.tapes[0]


@pytest.mark.parametrize("collapses", [False, True])
def test_a_tape_that_has_ended_stands_still(collapses: bool) -> None:
    run = long_kmeans(collapses)
    em, kmeans = require_em(run), present(run.kmeans)
    for frame in range(run.frames):
        assert find_frame(em, frame) is em.frames[min(frame, len(em.frames) - 1)]
        assert find_frame(kmeans, frame) is kmeans.frames[frame]


def test_frames_have_the_names_that_the_stage_gives_them() -> None:
    names = [name_frame(frame) for frame in range(5)]
    assert names == ["Start", "E-step 1", "M-step 1", "E-step 2", "M-step 2"]


def test_clusters_are_ordered_by_the_components_that_they_are() -> None:
    soft = np.array([[0.9, 0.1, 0.0], [0.8, 0.1, 0.1], [0.2, 0.8, 0.0], [0.0, 0.1, 0.9]])
    hard = np.eye(3)[[2, 2, 0, 1]]
    order = order_clusters(soft, hard)
    assert order.tolist() == [2, 0, 1]
    assert hard[:, order].argmax(axis=1).tolist() == soft.argmax(axis=1).tolist()
    # What was counted often decides.
    hard = np.eye(3)[[2, 0, 0, 1]]
    assert order_clusters(soft, hard, np.array([1.0, 1.0, 5.0, 1.0])).tolist() == [2, 0, 1]
    assert order_clusters(soft, hard, np.array([1.0, 5.0, 1.0, 1.0])).tolist()[0] == 0


def test_shares_add_up_to_the_gap() -> None:
    run = run_of()
    for frame in require_em(run).frames:
        shares = share_gap(run.points, frame)
        if frame.phase != "M":
            assert shares is None
            continue
        shares = present(shares)
        assert (shares >= 0).all()
        gap = frame.log_likelihood - present(frame.bound)
        assert shares.sum() == pytest.approx(gap, abs=1e-9, rel=1e-9)
        n = [7]
        gamma = responsibilities(run.points[n], present(frame.responsible))
        below = lower_bound(run.points[n], gamma, frame.mixture)
        above = lower_bound(
            run.points[n], responsibilities(run.points[n], frame.mixture), frame.mixture
        )
        assert_allclose(shares[n], above - below, atol=1e-9)


def test_a_point_that_was_seen_more_often_has_a_larger_share() -> None:
    points, often = run_of().points, np.arange(120.0)
    run = run_on(points, k=3, words={"frequencies": often})
    frame = require_em(run).frames[2]
    shares = present(share_gap(run.points, frame, often))
    assert_allclose(shares, often * present(share_gap(run.points, frame)))
    assert shares.sum() == pytest.approx(frame.log_likelihood - present(frame.bound))


def test_shares_are_numbers_where_no_density_reaches() -> None:
    far = Mixture(np.array([0.25, 0.75]), np.array([[1e200], [-1e200]]), np.full((2, 1, 1), 1e-9))
    near = Mixture(np.full(2, 0.5), np.array([[0.0], [1.0]]), np.ones((2, 1, 1)))
    shares = share_gap(np.zeros((1, 1)), Frame("M", 1, far, near, -np.inf, -np.inf))
    (gamma,) = responsibilities(np.zeros((1, 1)), near)
    assert_allclose(present(shares), [(gamma * np.log(gamma / far.weights)).sum()])
