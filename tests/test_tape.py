"""Tapes: their order, their endings, and that what they hold stays as it is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gmm import (
    COVARIANCES,
    STARTS,
    Mixture,
    assign,
    e_step,
    inertia,
    lower_bound,
    m_step,
    record_em,
    record_kmeans,
    start,
    start_at,
    update,
)
from gmm.covariance import narrow
from gmm.points import column_scales


def blobs(n=200, d=2, k=3, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, d)) + 5 * rng.integers(k, size=(n, 1))


clumps = st.tuples(st.integers(1, 25), st.integers(1, 3)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.sampled_from([-3.0, 0.0, 0.1, 1.0, 8.0]))
)


@pytest.mark.parametrize("n", [200, 1200])
@pytest.mark.parametrize("kind", COVARIANCES)
def test_a_tape_is_the_steps_in_order(kind, n):
    points = blobs(n)
    begin = start(points, 3, "random points", seed=1, covariance=kind)
    tape = record_em(points, begin, kind, ridge=0.01, max_iterations=10, tolerance=0)
    assert tape.stopped == "max_iterations"
    assert tape.collapsed is None
    assert [frame.phase for frame in tape.frames] == ["start", *["E", "M"] * 10]
    assert [frame.iteration for frame in tape.frames] == [0, *np.repeat(range(1, 11), 2)]
    np.testing.assert_array_equal(tape.points, points)

    mixture = begin
    gamma, log_likelihood = e_step(points, mixture)
    assert tape.frames[0].responsible is None
    assert tape.frames[0].bound is None
    assert tape.frames[0].log_likelihood == pytest.approx(log_likelihood, rel=1e-13)
    for before, e, m in zip(tape.frames[:-2:2], tape.frames[1::2], tape.frames[2::2], strict=True):
        assert e.mixture is e.responsible is before.mixture
        assert e.log_likelihood == e.bound == before.log_likelihood
        assert m.responsible is e.mixture

        mixture = m_step(points, gamma, kind, ridge=0.01)
        for recorded, expected in zip(m.mixture, mixture, strict=True):
            np.testing.assert_allclose(recorded, expected, rtol=1e-11, atol=1e-12)
        bound = lower_bound(points, gamma, mixture)
        gamma, log_likelihood = e_step(points, mixture)
        assert m.log_likelihood == pytest.approx(log_likelihood, rel=1e-12)
        assert m.bound == pytest.approx(bound, rel=1e-11)
        assert m.bound <= m.log_likelihood + 1e-9


def test_em_stops_once_the_change_per_point_is_below_the_tolerance():
    points = blobs()
    tape = record_em(points, start(points, 3, "k-means++", seed=1), tolerance=1e-3)
    assert tape.stopped == "converged"
    assert tape.frames[-1].phase == "M"
    changes = np.diff([frame.log_likelihood for frame in tape.frames[::2]]) / len(points)
    assert abs(changes[-1]) < 1e-3
    assert (np.abs(changes[:-1]) >= 1e-3).all()


def test_no_iterations_leave_the_start_alone():
    points = blobs()
    begin = start(points, 3, "k-means++", seed=1)
    assert [frame.phase for frame in record_em(points, begin, max_iterations=0).frames] == ["start"]
    assert len(record_kmeans(points, begin.means, max_iterations=0).frames) == 1


@given(
    clumps,
    st.integers(1, 5),
    st.sampled_from(list(STARTS)),
    st.sampled_from(list(COVARIANCES)),
    st.sampled_from([0.0, 1e-3]),
)
def test_no_run_raises_and_no_frame_holds_nan(points, k, method, kind, ridge):
    k = min(k, len(np.unique(points, axis=0)))
    begin = start(points, k, method, 0, kind)
    tape = record_em(points, begin, kind, ridge, max_iterations=60)
    assert (tape.stopped == "collapsed") == (tape.collapsed is not None)
    for frame in tape.frames:
        assert np.isfinite(frame.log_likelihood)
        assert all(np.isfinite(array).all() for array in frame.mixture)
        assert np.linalg.eigvalsh(frame.mixture.covariances).min() > 0
        assert frame.mixture.weights.sum() == pytest.approx(1)
        if frame.bound is not None:
            assert frame.bound <= frame.log_likelihood + 1e-9 * (1 + abs(frame.bound))
    twin = record_kmeans(points, begin.means)
    assert twin.stopped == "converged"
    assert all(np.isfinite(frame.centroids).all() for frame in twin.frames)


@pytest.mark.parametrize("n", [30, 1500])
def test_a_component_on_one_point_ends_the_tape_before_it_is_singular(n):
    points = np.concatenate([np.random.default_rng(0).normal(size=(n - 1, 2)), [[50.0, 50.0]]])
    tape = record_em(points, start_at(points, [[0.0, 0.0], [50.0, 50.0]]))
    assert tape.stopped == "collapsed"
    assert tape.collapsed == 1
    assert tape.frames[-1].phase == "E"
    gamma, _ = e_step(points, tape.frames[-1].mixture)
    assert gamma[:, 1].sum() == pytest.approx(1, abs=1e-6)
    assert narrow(m_step(points, gamma).covariances, column_scales(points))[1] < 1e-6


def test_a_component_on_duplicates_collapses():
    points = np.concatenate([np.random.default_rng(0).normal(size=(30, 2)), np.full((9, 2), 20.0)])
    tape = record_em(points, start_at(points, [[20.0, 20.0], [0.0, 0.0]]))
    assert (tape.stopped, tape.collapsed) == ("collapsed", 0)


def test_a_component_on_a_line_collapses():
    rng = np.random.default_rng(0)
    line = 30 + np.outer(rng.normal(size=30), [1.0, 2.0])
    points = np.concatenate([rng.normal(size=(30, 2)), line])
    tape = record_em(points, start_at(points, [[0.0, 0.0], [30.0, 30.0]]))
    assert (tape.stopped, tape.collapsed) == ("collapsed", 1)
    diagonal = record_em(points, start_at(points, [[0.0, 0.0], [30.0, 30.0]], "diag"), "diag")
    assert diagonal.stopped == "converged"


def test_a_component_for_every_point_collapses():
    points = 10 * np.random.default_rng(0).normal(size=(6, 1))
    for kind in COVARIANCES:
        begin = start(points, 6, "random points", seed=0, covariance=kind)
        tape = record_em(points, begin, kind, max_iterations=2000)
        assert tape.stopped == "collapsed"
        assert 0 <= tape.collapsed < 6


def test_a_component_that_no_point_comes_to_ends_the_tape():
    points = blobs()
    begin = start_at(points, [[0.0, 0.0], [1e4, 1e4], [5.0, 5.0]])
    tape = record_em(points, begin)
    assert (tape.stopped, tape.collapsed) == ("collapsed", 1)
    assert [frame.phase for frame in tape.frames] == ["start", "E"]


def test_a_start_out_of_reach_of_the_data_still_has_numbers_in_its_frames():
    points = blobs(40)
    begin = Mixture(np.array([0.5, 0.5]), np.full((2, 2), -9.0), np.stack([1e-320 * np.eye(2)] * 2))
    tape = record_em(points, begin, ridge=0.1, max_iterations=3)
    for frame in tape.frames:
        assert not np.isnan(frame.log_likelihood)
        assert frame.bound is None or not np.isnan(frame.bound)
    assert np.isfinite(tape.frames[2].bound)


def test_points_that_are_all_equal_collapse_at_once_and_a_ridge_holds_them():
    points = np.full((10, 2), 3.0)
    begin = start(points, 1, "k-means++", seed=0)
    assert record_em(points, begin).stopped == "collapsed"
    ridged = record_em(points, begin, ridge=0.5)
    assert ridged.stopped == "converged"
    np.testing.assert_allclose(ridged.frames[-1].mixture.covariances[0], 0.5 * np.eye(2))


def test_a_ridge_prevents_a_collapse():
    points = np.concatenate([np.random.default_rng(0).normal(size=(30, 2)), [[50.0, 50.0]]])
    begin = start_at(points, [[0.0, 0.0], [50.0, 50.0]])
    assert record_em(points, begin, ridge=1e-4).stopped == "converged"


@pytest.mark.parametrize("n", [200, 2000])
def test_a_component_1e5_times_narrower_than_the_data_is_no_collapse(n):
    rng = np.random.default_rng(0)
    narrow = 3 + 1e-5 * rng.normal(size=(n // 2, 2))
    points = np.concatenate([narrow, rng.normal(size=(n // 2, 2))])
    begin = start_at(points, [[3.0, 3.0], [0.0, 0.0]])
    tape = record_em(points, begin, tolerance=1e-9)
    assert tape.stopped == "converged"
    climb = [frame.log_likelihood for frame in tape.frames]
    assert (np.diff(climb) >= -1e-9 * n).all()
    fitted = tape.frames[-1].mixture
    np.testing.assert_allclose(fitted.covariances[0], np.cov(narrow.T, bias=True), rtol=1e-6)


@pytest.mark.parametrize(("width", "stopped"), [(1e-5, "converged"), (1e-8, "collapsed")])
def test_where_a_collapse_begins(width, stopped):
    spread = np.array([-1.0, 1.0]).repeat(50)[:, np.newaxis]
    points = np.concatenate([spread, np.array([-width, width]).repeat(50)[:, np.newaxis]])
    begin = Mixture(np.full(2, 0.5), np.zeros((2, 1)), np.array([[[1.0]], [[1e-4]]]))
    assert record_em(points, begin).stopped == stopped


def test_frames_are_read_only_and_inputs_are_left_alone():
    points = blobs()
    begin = start(points, 3, "k-means++", seed=0)
    copies = [array.copy() for array in (points, *begin)]
    tape, twin = record_em(points, begin), record_kmeans(points, begin.means)
    for array, copy in zip((points, *begin), copies, strict=True):
        np.testing.assert_array_equal(array, copy)
        assert array.flags.writeable
    held = [tape.points, twin.points]
    held += [array for frame in tape.frames for array in frame.mixture]
    held += [frame.centroids for frame in twin.frames]
    for array in held:
        assert array.dtype == np.float64
        assert not array.flags.writeable
    # Nor can a frame be reached through the arrays that were handed in.
    points[:] = 0
    begin.means[:] = 0
    np.testing.assert_array_equal(tape.points, copies[0])
    np.testing.assert_array_equal(tape.frames[0].mixture.means, copies[2])
    np.testing.assert_array_equal(twin.frames[0].centroids, copies[2])


def test_a_k_means_tape_is_the_steps_in_order_and_ends_when_nothing_changes():
    points = blobs(300)
    centroids = points[:4]
    tape = record_kmeans(points, centroids)
    assert tape.stopped == "converged"
    frames = tape.frames
    rounds = (len(frames) - 1) // 2
    assert [frame.phase for frame in frames] == ["start", *["E", "M"] * rounds]
    assert [frame.iteration for frame in frames] == [0, *np.repeat(range(1, rounds + 1), 2)]
    assert frames[0].assigned is None
    assert frames[0].inertia == assign(points, centroids)[1]
    for before, e, m in zip(frames[:-2:2], frames[1::2], frames[2::2], strict=True):
        labels, distortion = assign(points, before.centroids)
        assert e.centroids is e.assigned is m.assigned is before.centroids
        assert e.inertia == distortion
        np.testing.assert_allclose(
            m.centroids, update(points, labels, e.centroids), rtol=1e-12, atol=1e-12
        )
        assert m.inertia == pytest.approx(inertia(points, labels, m.centroids))
    # The last iteration shows that nothing changes any more; only that one.
    moved = [m.centroids is not m.assigned for m in frames[2::2]]
    assert moved == [True] * (rounds - 1) + [False]
    last = frames[-1]
    np.testing.assert_array_equal(
        assign(points, last.assigned)[0], assign(points, last.centroids)[0]
    )


def test_a_k_means_tape_may_run_out_of_iterations():
    points = blobs(300)
    tape = record_kmeans(points, points[:4], max_iterations=1)
    assert tape.stopped == "max_iterations"
    assert len(tape.frames) == 3


def test_an_empty_cluster_keeps_its_centroid_and_the_run_goes_on():
    points = blobs(100)
    tape = record_kmeans(points, [[0.0, 0.0], [1e3, 1e3], [10.0, 10.0]])
    assert tape.stopped == "converged"
    for frame in tape.frames:
        assert frame.centroids[1].tolist() == [1e3, 1e3]
