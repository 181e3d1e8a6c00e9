"""The sheets, opened by pandas and written into a workbook: every digit there, no formula."""

import csv
import io

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal

from gmm import Mixture, assign, log_density, responsibilities, start
from gmm.data.datasets import DATASETS
from gmm.scaling import identity, scale
from gmm.ui.takeaway.sheets import BOM, harmless, parameters_sheet, points_sheet

FAITHFUL = DATASETS["Old Faithful"].make(300, 0).points


def read(sheet: bytes) -> pd.DataFrame:
    """The sheet as pandas reads it, its numbers as Python does: to the last digit."""
    return pd.read_csv(io.BytesIO(sheet), dtype=str).astype(float)


def rows(sheet: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(sheet.decode("utf-8-sig"), newline="")))


def test_points_and_what_the_twins_make_of_them() -> None:
    mixture = start(FAITHFUL, 3, "k-means++", 0)
    gamma = responsibilities(FAITHFUL, mixture)
    labels, _ = assign(FAITHFUL, mixture.means)
    weights = np.arange(len(FAITHFUL)) + 0.5
    truth = np.arange(len(FAITHFUL)) % 2
    sheet = points_sheet(FAITHFUL, ("eruptions", "waiting"), gamma, labels, weights, truth)
    table = read(sheet)
    assert list(table) == [
        *("eruptions", "waiting", "frequency"),
        *("responsibility of 1", "responsibility of 2", "responsibility of 3"),
        *("likeliest component", "k-means cluster", "true label"),
    ]
    assert_array_equal(table[["eruptions", "waiting"]], FAITHFUL)
    assert_array_equal(table["frequency"], weights)
    assert_array_equal(table.filter(like="responsibility"), gamma)
    assert_array_equal(table["likeliest component"], gamma.argmax(axis=1) + 1)
    assert_array_equal(table["k-means cluster"], labels + 1)
    assert_array_equal(table["true label"], truth)
    assert sheet.count(b"\r\n") == sheet.count(b"\n") == len(FAITHFUL) + 1


def test_at_the_start_there_are_points_only() -> None:
    sheet = points_sheet(FAITHFUL, ("eruptions", "waiting"))
    assert list(pd.read_csv(io.BytesIO(sheet))) == ["eruptions", "waiting"]


@settings(deadline=None)
@given(arrays(np.float64, st.tuples(st.integers(1, 9), st.integers(1, 3)),
              elements=st.floats(-1e100, 1e100)))  # fmt: skip
def test_every_digit_is_there(values: np.ndarray) -> None:
    names = [f"column {i}" for i in range(values.shape[1])]
    back = np.array(rows(points_sheet(values, names))[1:], dtype=np.float64)
    assert back.tobytes() == values.tobytes()


def test_equal_responsibilities_go_to_the_first() -> None:
    sheet = points_sheet(np.zeros((2, 1)), ["x"], np.full((2, 2), 0.5))
    assert rows(sheet)[1][-1] == "1"


def test_the_byte_order_mark_is_an_option() -> None:
    plain = points_sheet(np.zeros((2, 1)), ["größe"])
    marked = points_sheet(np.zeros((2, 1)), ["größe"], bom=True)
    assert marked == BOM.encode() + plain
    assert not plain.startswith(BOM.encode())
    assert list(pd.read_csv(io.BytesIO(plain))) == ["größe"]
    assert list(pd.read_csv(io.BytesIO(marked))) == ["größe"]


@pytest.mark.parametrize(
    "name",
    [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\x0b=1", "\ufeff=1",
        "＝1", "=HYPERLINK(\"http://a\")", "=cmd|' /C calc'!A0",
    ],
)  # fmt: skip
def test_no_text_is_a_formula(name: str) -> None:
    sheet = points_sheet(
        np.array([[-1.5], [2.0]]), [name], weights=np.ones(2), truth=[name, "fine"]
    )
    for text in (rows(sheet)[0][0], rows(sheet)[1][-1]):
        assert text.startswith("'")
        assert text.lstrip("' ")[:1] == name.strip("\t\r\n\x0b\ufeff ")[:1]
    # A workbook that is filled with the cells holds no formula, and a negative number stays one.
    book = openpyxl.Workbook()
    for row in rows(sheet):
        book.active.append(row)
    assert not [cell for row in book.active.iter_rows() for cell in row if cell.data_type == "f"]
    assert pd.read_csv(io.BytesIO(sheet)).iloc[0, 0] == -1.5


@settings(deadline=None)
@given(st.text(), st.text())
def test_any_names_make_one_harmless_line(name: str, label: str) -> None:
    sheet = points_sheet(np.array([[1.0]]), [name], truth=[label])
    head, row = rows(sheet)
    assert len(head) == len(row) == 2
    for text in (head[0], row[1]):
        assert not text.strip().startswith(("=", "+", "-", "@"))
        assert text.isprintable()
    assert harmless(harmless(name)) == harmless(name)


def test_parameters_are_in_the_datas_own_units() -> None:
    points, scaling = scale(FAITHFUL, "on")
    mixture = start(points, 2, "k-means", 0)
    table = read(parameters_sheet(mixture, scaling, ("eruptions", "waiting")))
    assert list(table) == [
        *("component", "weight", "mean of eruptions", "mean of waiting"),
        *("variance of eruptions", "covariance of eruptions and waiting", "variance of waiting"),
    ]
    assert_array_equal(table["component"], [1, 2])
    numbers = table.to_numpy()
    # As densities of the data they are those of the scaled points, but for the change of units.
    own = Mixture(numbers[:, 1], numbers[:, 2:4], numbers[:, [4, 5, 5, 6]].reshape(2, 2, 2))
    np.testing.assert_allclose(
        log_density(FAITHFUL, own),
        log_density(points, mixture) - np.log(scaling.spread).sum(),
        rtol=1e-12,
    )


def test_parameters_without_scaling_are_there_to_the_bit() -> None:
    mixture = Mixture(
        np.array([0.1, 0.9]), np.array([[1 / 3], [-2.0]]), np.array([[[0.1]], [[1e-9]]])
    )
    table = read(parameters_sheet(mixture, identity(1), ["=x"], bom=True))
    assert list(table) == ["component", "weight", "mean of =x", "variance of =x"]
    assert_array_equal(table["mean of =x"], mixture.means[:, 0])
    assert_array_equal(table["variance of =x"], mixture.covariances[:, 0, 0])
