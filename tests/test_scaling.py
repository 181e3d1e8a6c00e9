"""Scaling: the way there, the way back, and when "auto" takes it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gmm.data.datasets import DATASETS
from gmm.mixture import Mixture, log_density
from gmm.points import FloatArray
from gmm.scaling import (
    SCALES,
    identity,
    restore,
    restore_nats,
    scale,
    spreads_differ,
    standardise,
)

TABLES = hnp.arrays(
    np.float64,
    st.tuples(st.integers(1, 20), st.integers(1, 4)),
    elements=st.floats(-1e100, 1e100, allow_subnormal=True),
)


def column_pair(ratio: float) -> FloatArray:
    """Two columns of standard deviation 1 and `ratio`."""
    column = np.array([-1.0, 1.0, -1.0, 1.0])
    return np.column_stack([column + 7, ratio * column])


def test_standardised_columns_have_mean_0_and_population_standard_deviation_1() -> None:
    points = np.random.default_rng(3).normal([5, -2e6, 1e-9], [2, 30, 1e-12], size=(500, 3))
    scaled, scaling = standardise(points)
    np.testing.assert_allclose(scaled.mean(axis=0), 0, atol=1e-7)
    np.testing.assert_allclose(scaled.std(axis=0), 1, rtol=1e-7)
    np.testing.assert_allclose(scaling.spread, points.std(axis=0, ddof=0), rtol=1e-12)
    np.testing.assert_allclose(scaling.origin, points.mean(axis=0), rtol=1e-12)


def test_a_constant_column_becomes_0_and_keeps_spread_1() -> None:
    # 0.1 is no sum of powers of two, and the mean of seven of them is another number.
    points = np.column_stack([np.full(7, 0.1), np.arange(7.0)])
    assert points[:, 0].mean() != 0.1
    scaled, scaling = standardise(points)
    assert (scaled[:, 0] == 0).all()
    assert scaling.spread[0] == 1
    assert scaling.origin[0] == 0.1


@given(TABLES)
def test_the_way_back_gives_the_data_for_any_finite_table(points: FloatArray) -> None:
    before = points.copy()
    for how in SCALES:
        scaled, (origin, spread) = scale(points, how)
        assert np.isfinite(scaled).all()
        assert (spread > 0).all()
        largest = np.abs(points).max(axis=0)
        back = origin + spread * scaled
        assert (np.abs(back - points) <= 1e-14 * largest + 1e-300).all()
    np.testing.assert_array_equal(points, before)


@pytest.mark.parametrize("ratio", [1e-200, 1e-12, 1e12, 1e200])
def test_a_spread_is_right_where_its_square_is_not_a_float(ratio: float) -> None:
    scaled, scaling = standardise(column_pair(ratio)[:, 1:])
    np.testing.assert_allclose(scaling.spread, ratio, rtol=1e-14)
    np.testing.assert_allclose(np.abs(scaled), 1, rtol=1e-14)


@pytest.mark.parametrize(
    ("points", "differ"),
    [
        (column_pair(1), False),
        (column_pair(3), False),
        (column_pair(3.01), True),
        (column_pair(1 / 3.01), True),
        (column_pair(1 / 2.99), False),
        (column_pair(0), False),
        (column_pair(100)[:, 1:], False),
        (np.column_stack([column_pair(2), column_pair(7)[:, 1]]), True),
        (np.zeros((5, 2)), False),
        (np.ones((1, 2)), False),
    ],
    ids=[
        "equal",
        "3",
        "above",
        "under a third",
        "within",
        "constant",
        "one",
        "three",
        "all",
        "row",
    ],
)
def test_auto_standardises_where_the_spreads_differ(points: FloatArray, differ: bool) -> None:
    assert spreads_differ(points) is differ
    scaled, _ = scale(points, "auto")
    assert (scaled is not points) is differ


def test_old_faithful_is_standardised_and_its_waits_alone_are_not() -> None:
    assert spreads_differ(DATASETS["Old Faithful"].make(300, 0).points)
    assert not spreads_differ(DATASETS["Waiting times"].make(300, 0).points)


def test_on_and_off_do_not_look_at_the_spreads() -> None:
    points = column_pair(1)
    assert scale(points, "on")[0].std() == 1
    same, scaling = scale(column_pair(50), "off")
    np.testing.assert_array_equal(same, column_pair(50))
    assert [part.tolist() for part in scaling] == [part.tolist() for part in identity(2)]


def test_an_unknown_setting_is_told_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"auto, on, off.*'maybe'"):
        scale(column_pair(1), "maybe")


# ------------------------------------------------------------------------------ frequencies


SOBER = hnp.arrays(
    np.float64,
    st.tuples(st.integers(1, 20), st.integers(1, 4)),
    elements=st.floats(-1e100, 1e100).map(lambda x: x if abs(x) > 1e-100 else 0.0),
)


@given(SOBER, st.data())
def test_counted_rows_are_scaled_as_if_written_out(points: FloatArray, data: st.DataObject) -> None:
    counts = np.array(
        data.draw(st.lists(st.integers(0, 5), min_size=len(points), max_size=len(points)))
    )
    if not counts.any():
        counts[0] = 1
    order = data.draw(st.permutations(range(counts.sum())))
    written_out = np.repeat(points, counts, axis=0)[list(order)]
    weights = counts.astype(float)
    _, counted = standardise(points, weights)
    _, wanted = standardise(written_out)
    largest = np.abs(written_out).max(axis=0)
    assert (np.abs(counted.origin - wanted.origin) <= 1e-14 * largest + 1e-300).all()
    # Where the values differ by less than their rounding there is no spread to agree on.
    clear = wanted.spread > 1e-9 * largest
    np.testing.assert_allclose(counted.spread[clear], wanted.spread[clear], rtol=1e-5)
    scaled, _ = scale(points, "on", weights)
    assert scaled.shape == points.shape


def test_auto_counts_too() -> None:
    points = np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 40.0]])
    assert spreads_differ(points)
    assert not spreads_differ(points, np.array([5.0, 5.0, 0.0]))
    assert spreads_differ(points, np.array([5.0, 5.0, 1.0]))
    assert scale(points, "auto", np.array([5.0, 5.0, 0.0]))[0] is points


def test_a_row_that_was_never_counted_makes_no_column_vary() -> None:
    points = np.array([[0.1, 1.0], [0.1, 2.0], [7.0, 3.0]])
    scaled, scaling = standardise(points, np.array([3.0, 2.0, 0.0]))
    assert scaling.origin[0] == 0.1
    assert scaling.spread[0] == 1
    np.testing.assert_allclose(scaled[:, 0], [0, 0, 6.9])


def test_how_much_all_weigh_does_not_matter() -> None:
    points = np.random.default_rng(0).normal(3, 2, (30, 2))
    weights = np.random.default_rng(1).uniform(0.1, 2, 30)
    _, one = standardise(points, weights)
    for factor in (1e-90, 1e90):
        _, other = standardise(points, factor * weights)
        np.testing.assert_allclose(other.spread, one.spread, rtol=1e-12)
        np.testing.assert_allclose(other.origin, one.origin, rtol=1e-12)


# ------------------------------------------------------------------------------ own units


@pytest.mark.parametrize("weights", [None, np.arange(40.0)])
@pytest.mark.parametrize("d", [1, 2, 3])
def test_a_density_of_scaled_points_leads_back_to_the_datas_own(
    d: int, weights: FloatArray | None
) -> None:
    rng = np.random.default_rng(d)
    points = rng.normal([70, 3e-4, -2e6][:d], [13, 1e-4, 3e3][:d], (40, d))
    scaled, scaling = scale(points, "on", weights)
    roots = rng.normal(size=(2, d, d))
    mixture = Mixture(
        np.array([0.3, 0.7]), rng.normal(size=(2, d)), roots @ roots.transpose(0, 2, 1) + np.eye(d)
    )
    often = np.ones(40) if weights is None else weights
    own = often @ log_density(points, restore(mixture, scaling))
    nats = float(often @ log_density(scaled, mixture))
    np.testing.assert_allclose(restore_nats(nats, often.sum(), scaling), own, rtol=1e-11)
    assert restore_nats(nats, often.sum(), identity(d)) == nats
