"""The sheets, opened by pandas and written into a workbook: every digit there, no formula."""

import csv
import io
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from gmm import Mixture, assign, log_density, responsibilities
from gmm.ui.run import Run
from gmm.ui.takeaway.frames import find_frame, require_em
from gmm.ui.takeaway.sheets import BOM, escape_formula, write_parameters_sheet, write_points_sheet
from tests.present import present
from tests.ui.takeaway.runs import dataset_of, long_kmeans, run_of, run_on

FAITHFUL = run_of("Old Faithful", 3, scale="off").points
ONE = Mixture(np.ones(1), np.zeros((1, 1)), np.ones((1, 1, 1)))
UNKNOWN = np.array([0, 1, -1])


def read(sheet: bytes) -> pd.DataFrame:
    """The sheet as pandas reads it, its numbers as Python does: to the last digit."""
    return pd.read_csv(io.BytesIO(sheet), dtype=str).astype(float)


def rows(sheet: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(sheet.decode("utf-8-sig"), newline="")))


def named(run: Run, **words: Any) -> Run:
    return run._replace(dataset=run.dataset._replace(**words))


def labelled(column: str, label: str) -> Run:
    """Two points in a column, with a label each."""
    words = {"columns": (column,), "label_names": (label, "fine"), "labels": np.arange(2)}
    return run_on([[-1.5], [2.0]], ONE, words={**words, "frequencies": np.ones(2)})


@pytest.mark.parametrize("frame", [1, 4, 999])
def test_points_and_what_the_twins_make_of_them(frame: int) -> None:
    truth = np.arange(len(FAITHFUL)) % 2
    words = {
        "columns": ("eruptions", "waiting"),
        "units": ("min", ""),
        "frequencies": np.arange(len(FAITHFUL)) + 0.5,
        "labels": truth,
        "label_names": ("even", "odd"),
    }
    run = run_on(FAITHFUL, k=3, words=words, scale="on")
    sheet = write_points_sheet(run, frame)
    table = pd.read_csv(io.BytesIO(sheet), dtype=str)
    assert list(table) == [
        *("eruptions (min)", "waiting", "frequency"),
        *("responsibility of 1", "responsibility of 2", "responsibility of 3"),
        *("likeliest component", "k-means cluster", "true label"),
    ]
    assert_array_equal(table["true label"], np.array(["even", "odd"])[truth])
    table = table.drop(columns="true label").astype(float)
    gamma = responsibilities(run.points, present(find_frame(require_em(run), frame).responsible))
    labels, _ = assign(run.points, present(find_frame(present(run.kmeans), frame).assigned))
    assert_array_equal(table.to_numpy()[:, :2], FAITHFUL)
    assert_array_equal(table["frequency"], words["frequencies"])
    assert_array_equal(table.filter(like="responsibility"), gamma)
    assert_array_equal(table["likeliest component"], gamma.argmax(axis=1) + 1)
    assert_array_equal(table["k-means cluster"], labels + 1)
    assert sheet.count(b"\r\n") == sheet.count(b"\n") == len(FAITHFUL) + 1


@pytest.mark.parametrize("collapses", [False, True])
def test_sheets_go_on_until_the_longer_tape_ends(collapses: bool) -> None:
    run = named(long_kmeans(collapses), labels=None)
    last = run.frames - 1
    ended, later = (read(write_points_sheet(run, frame)) for frame in (last - 2, last))
    gamma = responsibilities(run.points, present(require_em(run).frames[-1].responsible))
    for table in (ended, later):
        assert_array_equal(table.filter(like="responsibility"), gamma)
    labels, _ = assign(run.points, present(present(run.kmeans).frames[-1].assigned))
    assert_array_equal(later["k-means cluster"], labels + 1)
    at_the_end = write_parameters_sheet(run, len(require_em(run).frames) - 1)
    assert write_parameters_sheet(run, last) == at_the_end


def test_at_the_start_there_are_points_only() -> None:
    sheet = write_points_sheet(run_on(FAITHFUL), 0)
    assert list(pd.read_csv(io.BytesIO(sheet))) == ["x", "y"]


def test_an_unknown_label_is_an_empty_cell() -> None:
    run = run_on([[0.0], [1.0], [2.0]], ONE, words={"labels": UNKNOWN, "label_names": ("a", "b")})
    assert [row[-1] for row in rows(write_points_sheet(run, 0))] == ["true label", "a", "b", ""]


@settings(deadline=None)
@given(arrays(np.float64, st.tuples(st.integers(1, 9), st.integers(1, 3)),
              elements=st.floats(-1e100, 1e100)))  # fmt: skip
def test_every_digit_is_there(values: np.ndarray) -> None:
    run = run_on(FAITHFUL)._replace(dataset=dataset_of(values), points=values)
    back = np.array(rows(write_points_sheet(run, 0))[1:], dtype=np.float64)
    assert back.tobytes() == values.tobytes()


def test_equal_responsibilities_go_to_the_first() -> None:
    same = Mixture(np.full(2, 0.5), np.zeros((2, 1)), np.ones((2, 1, 1)))
    sheet = write_points_sheet(run_on([[0.0], [1.0]], same, twin=False), 1)
    assert rows(sheet)[1][-3:] == ["0.5", "0.5", "1"]


def test_a_byte_order_mark_says_that_it_is_utf_8() -> None:
    run = run_on([[0.0], [1.0]], ONE, words={"columns": ("größe",)})
    for sheet in (write_points_sheet(run, 0), write_parameters_sheet(run, 0)):
        assert sheet.startswith(BOM.encode())
        assert sheet.count(BOM.encode()) == 1
    assert list(pd.read_csv(io.BytesIO(write_points_sheet(run, 0)))) == ["größe"]


@pytest.mark.parametrize(
    "name",
    [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\x0b=1", "\ufeff=1",
        "＝1", "=HYPERLINK(\"http://a\")", "=cmd|' /C calc'!A0",
    ],
)  # fmt: skip
def test_no_text_is_a_formula(name: str) -> None:
    sheet = write_points_sheet(labelled(name, name), 0)
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
    head, row, _ = rows(write_points_sheet(labelled(name, label), 0))
    assert len(head) == len(row) == 3
    for text in (head[0], row[-1]):
        assert not text.strip().startswith(("=", "+", "-", "@"))
        assert text.isprintable()
    assert escape_formula(escape_formula(name)) == escape_formula(name)


def test_parameters_are_in_the_datas_own_units() -> None:
    run = run_on(FAITHFUL, k=2, start="k-means", scale="on")
    table = read(write_parameters_sheet(run, 0))
    assert list(table) == [
        *("component", "weight", "mean of x", "mean of y"),
        *("variance of x", "covariance of x and y", "variance of y"),
    ]
    assert_array_equal(table["component"], [1, 2])
    numbers, begin = table.to_numpy(), require_em(run).frames[0].mixture
    # As densities of the data they are those of the scaled points, but for the change of units.
    own = Mixture(numbers[:, 1], numbers[:, 2:4], numbers[:, [4, 5, 5, 6]].reshape(2, 2, 2))
    assert_allclose(
        log_density(FAITHFUL, own),
        log_density(run.points, begin) - np.log(run.scaling.spread).sum(),
        rtol=1e-12,
    )


def test_parameters_without_scaling_are_there_to_the_bit() -> None:
    mixture = Mixture(
        np.array([0.1, 0.9]), np.array([[1 / 3], [-2.0]]), np.array([[[0.1]], [[1e-9]]])
    )
    run = run_on([[0.0], [1.0]], mixture, words={"columns": ("=x",)})
    table = read(write_parameters_sheet(run, 0))
    assert list(table) == ["component", "weight", "mean of =x", "variance of =x"]
    assert_array_equal(table["mean of =x"], mixture.means[:, 0])
    assert_array_equal(table["variance of =x"], mixture.covariances[:, 0, 0])
