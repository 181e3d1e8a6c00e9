"""Tapes: their order, their endings, and that what they hold stays as it is."""

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
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
from gmm.collapse import find_flat
from gmm.data.datasets import DATASETS
from gmm.points import FloatArray, IntArray
from gmm.scaling import scale
from gmm.tape import Frame, KMeansFrame, Tape
from tests.present import present

CASES = Path(__file__).parent / "data" / "cases"

AnyTape = Tape[Frame] | Tape[KMeansFrame]
AnyFrame = Frame | KMeansFrame


def blobs(n: int = 200, d: int = 2, k: int = 3, seed: int = 0) -> FloatArray:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, d)) + 5 * rng.integers(k, size=(n, 1))


clumps = st.tuples(st.integers(1, 25), st.integers(1, 3)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.sampled_from([-3.0, 0.0, 0.1, 1.0, 8.0]))
)


@pytest.mark.parametrize("n", [200, 1200])
@pytest.mark.parametrize("kind", COVARIANCES)
def test_a_tape_is_the_steps_in_order(kind: str, n: int) -> None:
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
        assert present(m.bound) <= m.log_likelihood + 1e-9


@pytest.mark.parametrize("tolerance", [1e-1, 1e-3, 1e-6])
def test_em_stops_where_going_on_would_gain_no_more_than_the_tolerance(tolerance: float) -> None:
    points = blobs()
    tape = record_em(points, start(points, 3, "k-means++", seed=1), tolerance=tolerance)
    assert tape.stopped == "converged"
    assert tape.frames[-1].phase == "M"
    last = tape.frames[-1]
    on = record_em(points, last.mixture, tolerance=0, max_iterations=500)
    gained = on.frames[-1].log_likelihood - last.log_likelihood
    assert gained <= 1.5 * tolerance
    assert tape.rest == pytest.approx(gained, rel=0.3, abs=1e-9)
    # Nor does it go on much longer than it has to.
    heights = np.array([frame.log_likelihood for frame in tape.frames[::2]])
    enough = int(np.argmax(on.frames[-1].log_likelihood - heights <= tolerance))
    assert last.iteration <= 1.2 * enough + 3


# Each of these was called converged while nats were left.
@pytest.mark.parametrize(
    ("name", "k", "method", "seed", "kind", "wanted"),
    [
        ("Waiting times", 2, "random responsibilities", 15, "full", -1034.002),
        ("Old Faithful", 3, "k-means", 1, "tied", -1126.316),
        ("One Gaussian", 3, "k-means", 0, "full", None),
        ("Crabs", 6, "farthest first", 0, "full", None),  # a valley narrows, and opens again
    ],
)
def test_a_small_gain_is_not_the_end(
    name: str, k: int, method: str, seed: int, kind: str, wanted: float | None
) -> None:
    data = DATASETS[name].make(300, 0).points
    points, scaling = scale(data, "auto")
    tape = record_em(points, start(points, k, method, seed, kind), kind)
    assert tape.stopped == "converged"
    last = tape.frames[-1]
    on = record_em(points, last.mixture, kind, tolerance=0, max_iterations=2500)
    assert on.frames[-1].log_likelihood - last.log_likelihood < 1e-3
    own = last.log_likelihood - len(points) * np.log(scaling.spread).sum()
    assert wanted is None or own == pytest.approx(wanted, abs=2e-3)


def test_two_clear_groups_are_told_apart_or_the_run_says_that_it_has_not_converged() -> None:
    points = np.loadtxt(CASES / "tiny1.csv", delimiter=",", skiprows=1)[:, np.newaxis]
    found = {"converged": 0, "max_iterations": 0}
    for method, seed in itertools.product(STARTS, range(20)):
        tape = record_em(points, start(points, 2, method, seed))
        found[tape.stopped] += 1
        if tape.stopped == "converged":
            assert tape.frames[-1].log_likelihood == pytest.approx(3186.258, abs=1e-3)
        else:  # so alike at first that 2,000 iterations do not part them
            assert method in ("random responsibilities", "one place")
            assert tape.rest == np.inf
    assert found["converged"] > 110


def test_a_run_at_its_limit_says_what_is_left() -> None:
    points = scale(DATASETS["Old Faithful"].make(300, 0).points, "on")[0]
    begin = start(points, 3, "k-means", 1, "tied")
    end = record_em(points, begin, "tied").frames[-1].log_likelihood
    cuts = [record_em(points, begin, "tied", max_iterations=n) for n in range(5, 80, 5)]
    told = [cut for cut in cuts if cut.rest != np.inf and cut.stopped == "max_iterations"]
    assert len(told) > 2
    for cut in told:
        left = end - cut.frames[-1].log_likelihood
        assert cut.rest == pytest.approx(left, rel=0.1, abs=1e-3)
    plateau = start(points[:, :1], 2, "one place", 0)
    assert record_em(points[:, :1], plateau, max_iterations=5).rest == np.inf


@pytest.mark.parametrize("kind", COVARIANCES)
@pytest.mark.parametrize("n", [100, 1500])
def test_identical_components_stay_identical_and_that_is_said(kind: str, n: int) -> None:
    points = blobs(n)
    one = start_at(points, [[2.0, 2.0], [2.0, 2.0], [9.0, 9.0]], kind)
    tape = record_em(points, one._replace(weights=np.array([0.25, 0.25, 0.5])), kind)
    assert (tape.stopped, tape.collapsed) == ("identical", None)
    last = tape.frames[-1].mixture
    np.testing.assert_allclose(last.means[0], last.means[1], rtol=1e-9)
    two = Mixture(np.array([0.5, 0.5]), one.means[1:], one.covariances[1:])
    apart = record_em(points, two, kind)
    assert apart.stopped == "converged"
    assert apart.frames[-1].log_likelihood == pytest.approx(tape.frames[-1].log_likelihood)


def test_a_run_that_stands_still_has_converged_whatever_rounding_says() -> None:
    begin = 1.5e9 + np.random.default_rng(0).uniform(0, 3e8, 400)
    ends = begin + 200 + 60 * np.random.default_rng(1).normal(size=400)
    points = scale(np.column_stack([begin, ends]), "on")[0]
    tape = record_em(points, start(points, 1, "k-means", 0))
    assert (tape.stopped, tape.rest) == ("converged", 0)


def test_no_iterations_leave_the_start_alone() -> None:
    points = blobs()
    begin = start(points, 3, "k-means++", seed=1)
    assert [frame.phase for frame in record_em(points, begin, max_iterations=0).frames] == ["start"]
    assert len(record_kmeans(points, begin.means, max_iterations=0).frames) == 1


@settings(deadline=None)
@given(
    clumps,
    st.integers(1, 5),
    st.sampled_from(list(STARTS)),
    st.sampled_from(list(COVARIANCES)),
    st.sampled_from([0.0, 1e-3]),
)
def test_no_run_raises_and_no_frame_holds_nan(
    points: FloatArray, k: int, method: str, kind: str, ridge: float
) -> None:
    k = min(k, len(np.unique(points, axis=0)))
    begin = start(points, k, method, 0, kind)
    tape = record_em(points, begin, kind, ridge, max_iterations=60)
    assert (tape.stopped == "collapsed") == (tape.collapsed is not None)
    for frame in tape.frames:
        assert np.isfinite(frame.log_likelihood)
        assert all(np.isfinite(array).all() for array in frame.mixture)
        # In each component's own units: a width of 1e-10 beside one of 1 is lost to rounding.
        variances = np.diagonal(frame.mixture.covariances, axis1=1, axis2=2)
        assert variances.min() > 0
        spreads = np.sqrt(variances)
        own = frame.mixture.covariances / spreads[:, :, np.newaxis] / spreads[:, np.newaxis]
        assert np.linalg.eigvalsh(own).min() > 0
        assert frame.mixture.weights.sum() == pytest.approx(1)
        if frame.bound is not None:
            assert frame.bound <= frame.log_likelihood + 1e-9 * (1 + abs(frame.bound))
    twin = record_kmeans(points, begin.means)
    assert twin.stopped == "converged"
    assert all(np.isfinite(frame.centroids).all() for frame in twin.frames)


@pytest.mark.parametrize("n", [30, 1500])
def test_a_component_on_one_point_ends_the_tape_before_it_is_singular(n: int) -> None:
    points = np.concatenate([np.random.default_rng(0).normal(size=(n - 1, 2)), [[50.0, 50.0]]])
    tape = record_em(points, start_at(points, [[0.0, 0.0], [50.0, 50.0]]))
    assert tape.stopped == "collapsed"
    assert tape.collapsed == 1
    assert tape.frames[-1].phase == "E"
    gamma, _ = e_step(points, tape.frames[-1].mixture)
    assert gamma[:, 1].sum() == pytest.approx(1, abs=1e-6)
    assert tape.cause == "point"
    assert np.linalg.eigvalsh(m_step(points, gamma).covariances[1])[-1] < 1e-12


def test_a_component_on_duplicates_collapses() -> None:
    points = np.concatenate([np.random.default_rng(0).normal(size=(30, 2)), np.full((9, 2), 20.0)])
    tape = record_em(points, start_at(points, [[20.0, 20.0], [0.0, 0.0]]))
    assert (tape.stopped, tape.collapsed) == ("collapsed", 0)


def test_a_component_on_a_line_collapses() -> None:
    rng = np.random.default_rng(0)
    line = 30 + np.outer(rng.normal(size=30), [1.0, 2.0])
    points = np.concatenate([rng.normal(size=(30, 2)), line])
    tape = record_em(points, start_at(points, [[0.0, 0.0], [30.0, 30.0]]))
    assert (tape.stopped, tape.collapsed) == ("collapsed", 1)
    diagonal = record_em(points, start_at(points, [[0.0, 0.0], [30.0, 30.0]], "diag"), "diag")
    assert diagonal.stopped == "converged"


def test_a_component_for_every_point_collapses() -> None:
    points = 10 * np.random.default_rng(0).normal(size=(6, 1))
    for kind in COVARIANCES:
        begin = start(points, 6, "random points", seed=0, covariance=kind)
        tape = record_em(points, begin, kind, max_iterations=2000)
        assert tape.stopped == "collapsed"
        assert 0 <= present(tape.collapsed) < 6


def test_a_component_that_no_point_comes_to_ends_the_tape() -> None:
    points = blobs()
    begin = start_at(points, [[0.0, 0.0], [1e4, 1e4], [5.0, 5.0]])
    tape = record_em(points, begin)
    assert (tape.stopped, tape.collapsed) == ("collapsed", 1)
    assert [frame.phase for frame in tape.frames] == ["start", "E"]


def test_a_start_out_of_reach_of_the_data_still_has_numbers_in_its_frames() -> None:
    points = blobs(40)
    begin = Mixture(np.array([0.5, 0.5]), np.full((2, 2), -9.0), np.stack([1e-320 * np.eye(2)] * 2))
    tape = record_em(points, begin, ridge=0.1, max_iterations=3)
    for frame in tape.frames:
        assert not np.isnan(frame.log_likelihood)
        assert frame.bound is None or not np.isnan(frame.bound)
    assert np.isfinite(present(tape.frames[2].bound))


def test_points_that_are_all_equal_collapse_at_once_and_a_ridge_holds_them() -> None:
    points = np.full((10, 2), 3.0)
    begin = start(points, 1, "k-means++", seed=0)
    assert record_em(points, begin).stopped == "collapsed"
    ridged = record_em(points, begin, ridge=0.5)
    assert ridged.stopped == "converged"
    np.testing.assert_allclose(ridged.frames[-1].mixture.covariances[0], 0.5 * np.eye(2))


def test_a_ridge_prevents_a_collapse() -> None:
    points = np.concatenate([np.random.default_rng(0).normal(size=(30, 2)), [[50.0, 50.0]]])
    begin = start_at(points, [[0.0, 0.0], [50.0, 50.0]])
    assert record_em(points, begin, ridge=1e-4).stopped == "converged"


@pytest.mark.parametrize("n", [200, 2000])
def test_a_component_1e5_times_narrower_than_the_data_is_no_collapse(n: int) -> None:
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


@pytest.mark.parametrize(("width", "stopped"), [(1e-8, "converged"), (1e-15, "collapsed")])
def test_where_a_collapse_begins(width: float, stopped: str) -> None:
    spread = np.array([-1.0, 1.0]).repeat(50)[:, np.newaxis]
    points = 3 + np.concatenate([spread, np.array([-width, width]).repeat(50)[:, np.newaxis]])
    begin = Mixture(np.full(2, 0.5), np.full((2, 1), 3.0), np.array([[[1.0]], [[1e-4]]]))
    assert record_em(points, begin).stopped == stopped


def test_frames_are_read_only_and_inputs_are_left_alone() -> None:
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


def test_a_k_means_tape_is_the_steps_in_order_and_ends_when_nothing_changes() -> None:
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
        assign(points, present(last.assigned))[0], assign(points, last.centroids)[0]
    )


def test_a_k_means_tape_may_run_out_of_iterations() -> None:
    points = blobs(300)
    tape = record_kmeans(points, points[:4], max_iterations=1)
    assert tape.stopped == "max_iterations"
    assert len(tape.frames) == 3


def test_an_empty_cluster_keeps_its_centroid_and_the_run_goes_on() -> None:
    points = blobs(100)
    tape = record_kmeans(points, [[0.0, 0.0], [1e3, 1e3], [10.0, 10.0]])
    assert tape.stopped == "converged"
    for frame in tape.frames:
        assert frame.centroids[1].tolist() == [1e3, 1e3]


def binned(n: int, d: int, seed: int = 0) -> tuple[FloatArray, IntArray, FloatArray]:
    """Points, whole frequencies with zeros among them, and the repeated rows."""
    points = blobs(n, d, seed=seed)
    frequencies = np.random.default_rng(seed).integers(0, 4, size=n)
    return points, frequencies, np.repeat(points, frequencies, axis=0)


def assert_same_frames(one: AnyTape, other: AnyTape, factor: float = 1.0) -> None:
    assert (one.stopped, one.collapsed) == (other.stopped, other.collapsed)
    assert len(one.frames) == len(other.frames)
    ones: tuple[AnyFrame, ...] = one.frames
    others: tuple[AnyFrame, ...] = other.frames
    for mine, yours in zip(ones, others, strict=True):
        assert mine[:2] == yours[:2]
        assert (mine[3] is None) == (yours[3] is None)
        for array, expected in zip(arrays_of(mine), arrays_of(yours), strict=True):
            np.testing.assert_allclose(array, expected, rtol=1e-10, atol=1e-10)
        for number, wanted in zip(numbers_of(mine), numbers_of(yours), strict=True):
            if wanted is None:
                assert number is None
            else:
                assert number == pytest.approx(factor * wanted, rel=1e-10)


def arrays_of(frame: AnyFrame) -> tuple[FloatArray, ...]:
    return frame.mixture if isinstance(frame, Frame) else (frame.centroids,)


def numbers_of(frame: AnyFrame) -> tuple[float | None, ...]:
    return frame[4:]


@pytest.mark.parametrize("ridge", [0.0, 0.01])
@pytest.mark.parametrize("n", [150, 900, 1500])  # 900 points repeated take the features' way
@pytest.mark.parametrize("kind", COVARIANCES)
def test_a_weighted_run_is_that_on_repeated_rows_frame_by_frame(
    kind: str, n: int, ridge: float
) -> None:
    points, frequencies, rows = binned(n, 2)
    begin = start_at(points, points[:3], kind, weights=frequencies)
    run: dict[str, Any] = {"covariance": kind, "ridge": ridge, "max_iterations": 25, "tolerance": 0}
    tape = record_em(points, begin, weights=frequencies, **run)
    assert len(tape.frames) > 6
    assert_same_frames(tape, record_em(rows, begin, **run))
    scaled = record_em(points, begin, weights=1e-3 * frequencies, **run)
    assert_same_frames(scaled, tape, factor=1e-3)


@pytest.mark.parametrize("d", [1, 2, 4])
def test_a_weighted_k_means_run_is_that_on_repeated_rows_frame_by_frame(d: int) -> None:
    points, frequencies, rows = binned(300, d)
    tape = record_kmeans(points, points[:4], weights=frequencies)
    assert len(tape.frames) > 6
    assert_same_frames(tape, record_kmeans(rows, points[:4]))
    scaled = record_kmeans(points, points[:4], weights=1e-3 * frequencies)
    assert_same_frames(scaled, tape, factor=1e-3)
    cut = record_kmeans(points, points[:4], 1, weights=frequencies)
    assert_same_frames(cut, record_kmeans(rows, points[:4], 1))


@pytest.mark.parametrize("n", [150, 1500])
def test_points_of_weight_0_are_on_the_tape_and_have_no_part_in_the_run(n: int) -> None:
    points, weights, _ = binned(n, 2)
    points[weights == 0] *= 1e6
    kept = weights > 0
    begin = start_at(points, points[kept][:3], weights=weights)
    tape = record_em(points, begin, weights=weights)
    assert_same_frames(tape, record_em(points[kept], begin, weights=weights[kept]))
    twin = record_kmeans(points, begin.means, weights=weights)
    assert_same_frames(twin, record_kmeans(points[kept], begin.means, weights=weights[kept]))
    for one in (tape, twin):
        np.testing.assert_array_equal(one.points, points)
        np.testing.assert_array_equal(one.weights, weights)


def test_a_weighted_tape_is_the_weighted_steps_in_order() -> None:
    points, frequencies, _ = binned(200, 2)
    weights = 0.7 * frequencies
    begin = start(points, 3, "random points", seed=1, weights=weights)
    gamma, _ = e_step(points, begin)
    for m in record_em(points, begin, max_iterations=8, weights=weights).frames[2::2]:
        mixture = m_step(points, gamma, weights=weights)
        for recorded, expected in zip(m.mixture, mixture, strict=True):
            np.testing.assert_allclose(recorded, expected, rtol=1e-11, atol=1e-12)
        bound = lower_bound(points, gamma, mixture, weights=weights)
        gamma, log_likelihood = e_step(points, mixture, weights=weights)
        assert m.log_likelihood == pytest.approx(log_likelihood, rel=1e-12)
        assert m.bound == pytest.approx(bound, rel=1e-11)
    centroids = begin.means
    for moved in record_kmeans(points, centroids, weights=weights).frames[2::2]:
        labels, _ = assign(points, centroids)
        centroids = update(points, labels, centroids, weights=weights)
        np.testing.assert_allclose(moved.centroids, centroids, rtol=1e-12)
        left = inertia(points, labels, centroids, weights=weights)
        assert moved.inertia == pytest.approx(left, rel=1e-12)


@pytest.mark.parametrize("factor", [1e-90, 1e-3, 1.0, 1e90])
def test_weights_that_count_for_little_or_for_much_do_not_end_a_run_early(factor: float) -> None:
    points, weights = blobs(), np.random.default_rng(0).exponential(size=200)
    begin = start(points, 3, "k-means++", 1)
    tape = record_em(points, begin, weights=factor * weights)
    assert tape.stopped == "converged"
    last = tape.frames[-1]
    on = record_em(points, last.mixture, tolerance=0, max_iterations=300, weights=factor * weights)
    assert on.frames[-1].log_likelihood == pytest.approx(last.log_likelihood, rel=1e-6)


def test_a_heavy_point_collapses_as_duplicates_do() -> None:
    points = np.concatenate([np.random.default_rng(0).normal(size=(30, 2)), [[20.0, 20.0]]])
    weights = np.append(np.ones(30), 9.0)
    begin = start_at(points, [[20.0, 20.0], [0.0, 0.0]], weights=weights)
    rows = np.repeat(points, weights.astype(int), axis=0)
    assert_same_frames(record_em(points, begin, weights=weights), record_em(rows, begin))
    assert record_em(points, begin, weights=weights).collapsed == 0


def test_a_component_with_points_of_weight_0_only_collapses() -> None:
    points = np.concatenate([blobs(60, k=1), 1e4 + blobs(60, k=1)])
    weights = np.repeat([1.0, 0.0], 60)
    begin = start_at(points, [[0.0, 0.0], [1e4, 1e4]], weights=weights)
    for factor in (1e-90, 1.0, 1e90):
        tape = record_em(points, begin, weights=factor * weights)
        assert (tape.stopped, tape.collapsed) == ("collapsed", 1)


@pytest.mark.parametrize("factor", [1e-10, 1e10])
def test_what_is_left_to_a_component_is_a_share_of_the_weights(factor: float) -> None:
    points = np.linspace(-1, 1, 10)[:, np.newaxis]
    begin = Mixture(np.full(2, 0.5), np.array([[0.0], [31.0]]), np.ones((2, 1, 1)))
    gamma, _ = e_step(points, begin)
    assert 1e-198 < gamma[:, 1].sum() < 1e-192  # hardly anything, but enough
    tape = record_em(points, begin, max_iterations=1)
    assert tape.stopped == "max_iterations"
    scaled = record_em(points, begin, max_iterations=1, weights=np.full(10, factor))
    assert_same_frames(scaled, tape, factor)


def test_how_narrow_a_component_is_is_told_beside_what_counts() -> None:
    tight = 1e-9 * blobs(50, d=1, k=1)
    points, weights = np.append(tight, [[1.0]], axis=0), np.append(np.ones(50), 1e-18)
    tape = record_em(points, start_at(points, [[0.0]], weights=weights), weights=weights)
    assert tape.stopped == "converged"


def test_the_bound_is_weighted_from_a_start_out_of_reach_too() -> None:
    points, frequencies, rows = binned(40, 2)
    begin = Mixture(np.array([0.5, 0.5]), np.full((2, 2), -9.0), np.stack([1e-320 * np.eye(2)] * 2))
    weighted = record_em(points, begin, ridge=0.1, max_iterations=1, weights=frequencies)
    repeated = record_em(rows, begin, ridge=0.1, max_iterations=1)
    assert weighted.frames[2].bound == pytest.approx(repeated.frames[2].bound, rel=1e-12)


@settings(deadline=None)
@given(
    st.data(),
    clumps,
    st.integers(1, 5),
    st.sampled_from(list(STARTS)),
    st.sampled_from(list(COVARIANCES)),
)
def test_no_weighted_run_raises_and_no_frame_holds_nan(
    data: st.DataObject, points: FloatArray, k: int, method: str, kind: str
) -> None:
    some = st.sampled_from([0.0, 1e-3, 1.0, 2.5, 1e6])
    weights = data.draw(arrays(np.float64, len(points), elements=some).filter(np.any))
    weights *= data.draw(st.sampled_from([1e-97, 1.0, 1e94]))
    k = min(k, len(np.unique(points[weights > 0], axis=0)))
    begin = start(points, k, method, 0, kind, weights=weights)
    tape = record_em(points, begin, kind, max_iterations=40, weights=weights)
    assert (tape.stopped == "collapsed") == (tape.collapsed is not None)
    for frame in tape.frames:
        assert np.isfinite(frame.log_likelihood)
        assert all(np.isfinite(array).all() for array in frame.mixture)
        assert frame.iteration == 0 or find_flat(frame.mixture) is None
        if frame.bound is not None:
            slack = 1e-9 * (weights.sum() + abs(frame.bound))
            assert frame.bound <= frame.log_likelihood + slack
    twin = record_kmeans(points, begin.means, weights=weights)
    assert twin.stopped == "converged"
    assert all(np.isfinite(frame.centroids).all() for frame in twin.frames)


def test_a_tape_keeps_read_only_copies_of_weights_and_none_of_none() -> None:
    points, weights = blobs(), np.ones(200)
    begin = start(points, 3, "k-means++", seed=0)
    for tape in (record_em(points, begin), record_kmeans(points, begin.means)):
        assert tape.weights is None
    tapes: list[AnyTape] = [
        record_em(points, begin, weights=weights),
        record_kmeans(points, begin.means, weights=weights),
        record_kmeans(points, begin.means, max_iterations=1, weights=weights),
    ]
    assert weights.flags.writeable
    weights[:] = 7
    for tape in tapes:
        kept = present(tape.weights)
        assert kept.tolist() == [1] * 200
        assert not kept.flags.writeable
    for wrong, sentence in ((begin.weights, "each of the 200 points"), ([-1] * 200, "Row 0")):
        with pytest.raises(ValueError, match=sentence):
            record_em(points, begin, weights=wrong)


# ---------------------------------------------------------------- at a prompt, in a notebook


def test_a_tape_is_told_in_two_lines_however_long_it_is() -> None:
    points = np.random.default_rng(0).normal(size=(40, 2))
    begins = start(points, 2, "k-means++", 0)
    tape = record_em(points, begins, tolerance=0, max_iterations=300)
    assert (
        repr(tape)
        == str(tape)
        == (
            "Tape of EM: 40 points, 2 columns, K = 2\n"
            "601 frames, 300 iterations, stopped: max_iterations, "
            f"log-likelihood {tape.frames[-1].log_likelihood:.6g}"
        )
    )
    twin = record_kmeans(points[:, :1], begins.means[:, :1])._replace(columns=("height",))
    assert repr(twin).startswith("Tape of k-means: 40 points, 1 column (height), K = 2\n")
    assert f"stopped: converged, inertia {twin.frames[-1].inertia:.6g}" in repr(twin)


def test_one_of_a_kind_is_told_as_one() -> None:
    points = np.array([[3.0]])
    begins = start_at(points, points)
    tape = record_em(points, begins, max_iterations=0)
    assert repr(tape).startswith("Tape of EM: 1 point, 1 column, K = 1\n1 frame, 0 iterations, ")
    assert "\n3 frames, 1 iteration, " in repr(record_kmeans(points, points, max_iterations=1))


def test_many_columns_do_not_make_the_lines_long() -> None:
    points = np.random.default_rng(0).normal(size=(40, 30))
    tape = record_kmeans(points, points[:2])._replace(
        columns=tuple(f"column {d}" for d in range(30))
    )
    assert max(map(len, repr(tape).splitlines())) < 140
    assert "column 0, column 1, " in repr(tape)


def test_a_collapse_is_told() -> None:
    points = np.array([[0.0], [0.1], [0.2], [9.0]])
    tape = record_em(points, start_at(points, [[0.1], [9.0]]))
    assert tape.collapsed == 1
    assert "stopped: collapsed (component 1, from 0)" in repr(tape)


def test_as_a_cells_last_value_a_tape_shows_itself() -> None:
    points = np.random.default_rng(0).normal(size=(40, 2))
    tape = record_em(points, start(points, 2, "k-means++", 0))
    assert present(tape._repr_html_()).count("<iframe") == 1


def test_columns_have_no_names_unless_they_came_with_some() -> None:
    assert Tape._fields[-1] == "columns"
    assert Tape._field_defaults["columns"] is None
