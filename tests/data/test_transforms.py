"""Transforms: fair samples of rows, and logarithms."""

import numpy as np
import pandas as pd
import pytest

from gmm.data.errors import TableError
from gmm.data.transforms import log10, sample_rows
from tests.data.checks import NAN, assert_for_a_person, table_of


def test_a_sample_keeps_order_and_numbers_and_is_fair() -> None:
    table = table_of("#\nx\n" + "".join(f"{i}\n" for i in range(1000)))
    sample = sample_rows(table, 100, 3)
    assert sample.index.is_monotonic_increasing
    assert (sample["x"] == sample.index - 3).all()
    assert sample.index.name == "row"
    pd.testing.assert_frame_equal(sample, sample_rows(table, 100, 3))
    assert not sample.index.equals(sample_rows(table, 100, 4).index)
    assert sample_rows(table, 1000, 0) is table
    counts = np.zeros(1000)
    for seed in range(200):
        counts[sample_rows(table, 100, seed).index - 3] += 1
    assert abs(counts[:500].sum() / counts.sum() - 0.5) < 0.02
    assert counts.max() < 45


def test_logarithms_take_the_place_of_their_columns() -> None:
    table = table_of("x,y\n1,2\n100,\n,-3\n0.001,4\n")
    logs = log10(table, ["x"])
    np.testing.assert_allclose(logs["x"], [0, 2, NAN, -3])
    pd.testing.assert_series_equal(logs["y"], table["y"])
    assert table["x"].tolist()[:2] == [1, 100]
    assert logs.index.tolist() == table.index.tolist()
    assert log10(table, []).equals(table)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("1 2 0", "Row 4, column 'x': '0' has no logarithm, because it is not above 0. Leave the"),
        ("1 2 -7", "Row 4, column 'x': '-7' has no logarithm"),
        ("1 2 3 oops", "Row 5, column 'x': 'oops' is not a number."),
        ("1 2 3 inf", "Row 5, column 'x': 'inf' is beyond 1e100"),
        ("1 2 3 -inf", "Row 5, column 'x': '-inf' is beyond 1e100"),
        ("1 2 1e200", "Row 4, column 'x': '1e+200' is beyond 1e100"),
    ],
)
def test_cells_without_a_logarithm(cells: str, said: str) -> None:
    with pytest.raises(TableError) as caught:
        log10(table_of("x\n" + "".join(f"{cell}\n" for cell in cells.split())), ["x"])
    assert str(caught.value).startswith(said)
    assert_for_a_person(caught.value)
