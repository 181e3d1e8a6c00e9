"""Collapse is told from what is only narrow."""

import numpy as np
import pytest

from gmm import COVARIANCES, Mixture, record_em, start, start_at
from gmm.collapse import Cause, Collapse, find_empty, find_flat, may_be_flat
from gmm.points import FloatArray
from gmm.scaling import scale


def test_a_component_is_empty_where_hardly_anything_is_left_to_it() -> None:
    assert find_empty(np.array([5.0, 1e-201, 5.0]), 10) == Collapse(1, "empty")
    assert find_empty(np.array([5.0, 1e-190, 5.0]), 10) is None
    assert find_empty(1e90 * np.array([5.0, 1e-201]), 5e90) == Collapse(1, "empty")


@pytest.mark.parametrize(
    ("covariance", "wanted"),
    [
        (np.zeros((2, 2)), "point"),
        (np.diag([1e-32, 1e-31]), "point"),
        (np.diag([0.0, 1.0]), "line"),
        (np.array([[1.0, 2], [2, 4]]), "line"),
        (np.array([[1.0, 1 - 1e-15], [1 - 1e-15, 1]]), "line"),
        (np.array([[1.0, 1 - 1e-12], [1 - 1e-12, 1]]), None),
        (np.diag([1e-20, 1.0]), None),
        (np.diag([1e-280, 1e298]), None),
    ],
)
@pytest.mark.parametrize("unit", [1e-9, 1.0, 1e9])
def test_what_a_flat_component_is(
    covariance: FloatArray, wanted: Cause | None, unit: float
) -> None:
    largest = np.array([1.0, 3.0])
    if covariance[1, 1] > 1e200:
        largest = np.array([1e-140, 1e150])
    scales = np.array([unit, 1.0])  # of one column alone: units are no matter
    both = np.stack([np.diag(largest**2), covariance]) * np.outer(scales, scales)
    means = np.stack([largest * scales] * 2)
    found = find_flat(Mixture(np.full(2, 0.5), means, both))
    assert found == (None if wanted is None else Collapse(1, wanted))


def test_start_and_end_times_200_seconds_apart_over_ten_years_are_legal() -> None:
    rng = np.random.default_rng(0)
    begin = 1.4e9 + rng.uniform(0, 10 * 365.25 * 86_400, 400)
    for spread in (20, 60, 200):
        times = np.column_stack([begin, begin + 200 + spread * rng.standard_normal(400)])
        for points in (times, scale(times, "on")[0]):
            tape = record_em(points, start(points, 1, "k-means++", 0))
            if spread > 20:
                assert tape.stopped == "converged"
            wanted = np.cov(points.T, bias=True)
            np.testing.assert_allclose(tape.frames[2].mixture.covariances[0], wanted, rtol=1e-9)


def test_times_always_200_seconds_apart_are_a_line() -> None:
    begin = 1.4e9 + np.random.default_rng(0).uniform(0, 3e8, 400)
    times = np.column_stack([begin, begin + 200])
    for points in (times, scale(times, "on")[0]):
        tape = record_em(points, start(points, 1, "k-means++", 0))
        assert (tape.stopped, tape.collapsed, tape.cause) == ("collapsed", 0, "line")


def test_beside_a_far_point_a_ridge_of_1_is_wide_enough() -> None:
    points = np.append(np.random.default_rng(0).normal(size=300), 1e9)[:, np.newaxis]
    begin = start(points, 2, "k-means++", 0)
    tape = record_em(points, begin, ridge=1.0)
    assert tape.stopped == "converged"
    assert np.sort(tape.frames[-1].mixture.means.ravel()) == pytest.approx(
        [points[:300].mean(), 1e9]
    )
    without = record_em(points, begin)
    assert (without.stopped, without.cause) == ("collapsed", "point")


@pytest.mark.parametrize("kind", [kind for kind in COVARIANCES if kind != "tied"])
def test_a_cluster_a_billionth_as_wide_as_the_data_is_legal(kind: str) -> None:
    rng = np.random.default_rng(1)
    tight = 1e-9 * rng.normal(size=(50, 2))
    points = np.concatenate([tight, 1 + rng.normal(size=(50, 2))])
    begin = start_at(points, [[0.0, 0.0], [1.0, 1.0]], kind)
    begin.covariances[0] *= 1e-12
    tape = record_em(points, begin, kind)
    assert tape.stopped == "converged"
    fitted = tape.frames[-1].mixture
    assert fitted.weights[0] == pytest.approx(0.5, abs=1e-6)
    np.testing.assert_allclose(fitted.covariances[0].trace(), 2 * tight.var(), rtol=0.05)


def test_each_cause_has_its_kind() -> None:
    rng = np.random.default_rng(0)
    cloud = rng.normal(size=(30, 2))
    equal = np.concatenate([cloud, np.full((9, 2), 20.0)])
    along = np.concatenate([cloud, 30 + np.outer(rng.normal(size=30), [1.0, 2.0])])
    column = np.concatenate([cloud, np.column_stack([np.full(30, 9.0), rng.normal(size=30)])])
    for points, mean, kind, cause in (
        (equal, [20.0, 20.0], "full", "point"),
        (equal, [20.0, 20.0], "spherical", "point"),
        (along, [30.0, 30.0], "full", "line"),
        (column, [9.0, 0.0], "diag", "line"),
        (cloud, [1e4, 1e4], "full", "empty"),
    ):
        tape = record_em(points, start_at(points, [[0.0, 0.0], mean], kind), kind)
        assert (tape.stopped, tape.collapsed, tape.cause) == ("collapsed", 1, cause)


def test_beside_a_far_point_whole_numbers_keep_their_width() -> None:
    """The digits of what is far away say nothing about what is near."""
    for far, n in ((1e13, 80), (1e6, 10)):
        near = np.random.default_rng(0).integers(1, 12, n).astype(float)
        points = np.append(near, [far, 2 * far, 3 * far])[:, np.newaxis]
        begin = start_at(points, [[5.0], [2 * far]])
        begin.covariances[0] = 9.0
        tape = record_em(points, begin)
        assert tape.stopped == "converged"
        np.testing.assert_allclose(tape.frames[-1].mixture.covariances[0], near.var(), rtol=1e-6)


def test_milliseconds_since_1970_have_a_width_of_less_than_a_millisecond() -> None:
    points = 1.7e12 + np.random.default_rng(0).normal(0, 0.8, (200, 1))
    tape = record_em(points, start(points, 1, "k-means++", 0))
    assert tape.stopped == "converged"
    np.testing.assert_allclose(tape.frames[-1].mixture.covariances[0], points.var(), rtol=1e-6)


def test_far_from_zero_a_width_of_last_digits_is_none() -> None:
    """Columns 1e-9 wide at 1,000 hold three digits: what is narrower across is rounding."""
    covariance = 1e-18 * np.array([[1.0, 1 - 1e-6], [1 - 1e-6, 1]])
    for far, wanted in ((0.0, None), (1e3, Collapse(0, "line"))):
        mixture = Mixture(np.ones(1), np.full((1, 2), far), covariance[np.newaxis])
        assert find_flat(mixture) == wanted


@pytest.mark.parametrize("d", [1, 2, 3, 6])
def test_no_flat_component_escapes_a_first_look(d: int) -> None:
    rng = np.random.default_rng(d)
    roots = rng.normal(size=(400, d, d)) * 10.0 ** rng.uniform(-170, 3, size=(400, 1, d))
    roots[::3] = rng.normal(size=roots[::3].shape)
    roots[::7, -1] = roots[::7, 0] * (1 + 10.0 ** rng.uniform(-18, -2, size=(len(roots[::7]), 1)))
    covariances = roots @ roots.transpose(0, 2, 1)
    covariances[5] = np.nan
    means = rng.normal(size=(400, d)) * 10.0 ** rng.integers(-3, 9, size=(400, 1))
    suspects = may_be_flat(means, covariances)
    flat = [
        find_flat(Mixture(np.ones(1), means[i : i + 1], covariances[i : i + 1])) is not None
        for i in range(400)
        if i != 5
    ]
    looked_at = np.delete(suspects, 5)
    assert suspects[5]
    assert np.count_nonzero(flat) > 10
    assert looked_at[flat].all()
    # Nor is it everything.
    assert np.count_nonzero(~looked_at) > 100
