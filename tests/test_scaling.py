"""Scaling: the way there, the way back, and when "auto" takes it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gmm.data.datasets import DATASETS
from gmm.points import FloatArray
from gmm.scaling import SCALES, identity, scale, spreads_differ, standardise

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
