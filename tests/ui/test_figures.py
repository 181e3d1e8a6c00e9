"""The records behind the charts, to the digit; the drawing lightly."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal

from gmm.ui.figures import BINS, draw_histogram, histogram


@given(arrays(np.float64, st.integers(1, 60), elements=st.floats(-1e9, 1e9)))
def test_every_value_is_in_one_bin(values: np.ndarray) -> None:
    edges, counts = histogram(values)
    assert counts.sum() == len(values)
    assert len(edges) == len(counts) + 1 == BINS + 1
    assert edges[0] <= values.min()
    assert values.max() <= edges[-1]


def test_counts_are_numpys() -> None:
    values = np.r_[0.0, 1, 1, 2, 24]
    assert histogram(values).counts[[0, 1, 2, 23]].tolist() == [1, 2, 1, 1]


def test_the_drawing_shows_the_record() -> None:
    record = histogram(np.random.default_rng(0).normal(size=200))
    (bars,) = draw_histogram(record).data
    assert_array_equal(bars.y, record.counts)


def test_the_edges_of_a_bin_read_differently() -> None:
    record = histogram(1.7e12 + np.random.default_rng(0).normal(size=200))
    (bars,) = draw_histogram(record).data
    assert all(low != high for low, high in bars.customdata)
    assert "-" not in "".join(bars.customdata.ravel())


def test_what_was_drawn_is_drawn_once() -> None:
    values = np.random.default_rng(1).normal(size=200)
    first = draw_histogram(histogram(values))
    assert draw_histogram(histogram(values.copy())) is first
    assert draw_histogram(histogram(values + 1)) is not first
