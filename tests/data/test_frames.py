"""Data frames and their like: points, weights, names, and a sentence for what does not fit."""

import re
import subprocess
import sys
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import xarray as xr
from numpy.testing import assert_allclose, assert_array_equal

from gmm import e_step, record_em, record_kmeans, start
from gmm.data.frames import NamedPoints, read_frame
from gmm.points import as_points
from tests.present import present

ROWS = [[1.0, 3.0], [2.0, 4.0], [2.0, 4.5]]
PANDAS = pd.DataFrame(ROWS, columns=["short", "long"])
MISSING = [1.0, None, None]


def as_cube(data: Any, **coords: Any) -> xr.DataArray:
    return xr.DataArray(data, dims=["row", "what"], coords=coords)


# ------------------------------------------------------------------------------ what is read

NAMED: dict[str, Any] = {
    "pandas": PANDAS,
    "pandas, nullable": PANDAS.convert_dtypes(),
    "pandas, arrow": PANDAS.convert_dtypes(dtype_backend="pyarrow"),
    "pandas, objects": PANDAS.map(lambda value: Decimal(str(value))).astype(object),
    "pandas, rows of other names": PANDAS.set_axis(["a", "b", "c"]),
    "polars": pl.DataFrame(ROWS, schema=["short", "long"], orient="row"),
    "pyarrow": pa.table({"short": [1, 2, 2], "long": [3.0, 4.0, 4.5]}),
    "a mapping of lists": {"short": [1, 2, 2], "long": [3, 4, 4.5]},
    "a mapping of arrays": {"short": np.array([1, 2, 2]), "long": np.array([3, 4, 4.5])},
    "a structured array": np.array(
        [tuple(row) for row in ROWS], dtype=[("short", "f4"), ("long", "f8")]
    ),
    "xarray": as_cube(ROWS, what=["short", "long"]),
    "an xarray of columns": xr.Dataset({"short": ("row", [1, 2, 2]), "long": ("row", [3, 4, 4.5])}),
}


@pytest.mark.parametrize("kind", NAMED)
def test_columns_keep_their_names(kind: str) -> None:
    points, weights, columns = read_frame(NAMED[kind])
    assert_array_equal(points, ROWS)
    assert points.dtype == np.float64
    assert weights is None
    assert columns == ("short", "long")
    assert_array_equal(as_points(NAMED[kind]), ROWS)


NAMELESS: dict[str, Any] = {
    "an array": np.array(ROWS),
    "lists": ROWS,
    "tuples": tuple(map(tuple, ROWS)),
    "a list of arrays": [np.array(row) for row in ROWS],
    "pandas without names": pd.DataFrame(ROWS),
    "xarray without names": as_cube(ROWS),
    "nothing masked": np.ma.masked_array(ROWS, mask=False),
    "a matrix": np.asmatrix(ROWS),
    "objects": np.array(ROWS, dtype=object),
}


@pytest.mark.parametrize("kind", NAMELESS)
@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
def test_what_has_no_names_gets_none(kind: str) -> None:
    points, weights, columns = read_frame(NAMELESS[kind])
    assert_array_equal(points, ROWS)
    assert weights is None
    assert columns is None
    assert type(points) is np.ndarray


@pytest.mark.parametrize(
    "series",
    [
        PANDAS["short"],
        PANDAS.set_index("long")["short"],
        pl.Series("short", [1, 2, 2]),
        xr.DataArray([1, 2, 2], name="short"),
    ],
    ids=["pandas", "with another index", "polars", "xarray"],
)
def test_a_series_is_one_column(series: Any) -> None:
    points, weights, columns = read_frame(series)
    assert_array_equal(points, [[1], [2], [2]])
    assert weights is None
    assert columns == ("short",)


def test_a_series_may_have_no_name() -> None:
    for series in (pd.Series([1, 2, 2]), pl.Series([1, 2, 2]), xr.DataArray([1, 2, 2])):
        assert read_frame(series).columns is None
        assert_array_equal(read_frame(series).points, [[1], [2], [2]])


def test_two_columns_may_share_a_name_and_names_may_be_anything() -> None:
    twice = pd.DataFrame([[1, 2]], columns=["x", "x"])
    assert_array_equal(read_frame(twice).points, [[1, 2]])
    assert read_frame(twice).columns == ("x", "x")
    assert read_frame(pd.DataFrame([[1, 2]], columns=[2024, 2025])).columns == ("2024", "2025")
    levels = pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", "x"), ("a", "y")]))
    assert read_frame(levels).columns == ("a x", "a y")


def test_what_was_read_already_passes() -> None:
    read = read_frame(PANDAS)
    assert read_frame(read) is read


def test_what_is_given_is_not_changed() -> None:
    frame = PANDAS.copy()
    points = read_frame(frame).points
    points[:] = 0
    pd.testing.assert_frame_equal(frame, PANDAS)


# ------------------------------------------------------------------------------ frequencies

COUNTS: dict[str, tuple[Any, list[list[float]], list[float], tuple[str, ...] | None]] = {
    "value_counts": (PANDAS["short"].value_counts(), [[2], [1]], [2, 1], ("short",)),
    "proportions": (
        PANDAS["short"].value_counts(normalize=True),
        [[2], [1]],
        [2 / 3, 1 / 3],
        ("short",),
    ),
    "without a name": (pd.Series([7, 7, 9]).value_counts(), [[7], [9]], [2, 1], None),
    "of a frame": (
        pd.concat([PANDAS, PANDAS[:1]]).value_counts().sort_index(),
        [[1, 3], [2, 4], [2, 4.5]],
        [2, 1, 1],
        ("short", "long"),
    ),
    "sizes of groups": (PANDAS.groupby("short").size(), [[1], [2]], [1, 2], ("short",)),
    "sizes of groups of two": (
        PANDAS.groupby(["short", "long"]).size(),
        ROWS,
        [1, 1, 1],
        ("short", "long"),
    ),
}


@pytest.mark.parametrize("kind", COUNTS)
def test_counts_are_points_and_how_often_each_counts(kind: str) -> None:
    series, points, weights, columns = COUNTS[kind]
    read = read_frame(series)
    assert_array_equal(read.points, points)
    assert_allclose(present(read.weights), weights)
    assert read.columns == columns


@pytest.mark.parametrize(
    "series",
    [
        pd.Series([3, 4], name="count"),
        pd.Series([3, 4], index=[5, 9], name="height"),
        pd.Series([3, 4], index=pd.Index([5, 9], name="id"), name="height"),
        pd.Series([3, 4], index=[5, 9]),
        PANDAS.rename_axis("id")["long"] / PANDAS.rename_axis("id")["short"],
        PANDAS["short"].value_counts().to_frame(),
    ],
    ids=[
        "its own count",
        "some rows",
        "rows that have numbers",
        "no names at all",
        "a ratio",
        "a frame",
    ],
)
def test_other_series_count_nothing(series: Any) -> None:
    assert read_frame(series).weights is None


@pytest.mark.parametrize(
    "counts",
    [pd.cut(PANDAS["long"], 2).value_counts(), PANDAS["long"].value_counts(bins=2)],
    ids=["cut", "bins"],
)
def test_what_is_advised_for_intervals_gives_points(counts: pd.Series) -> None:
    with pytest.raises(ValueError, match=r"pd\.IntervalIndex\(intervals\)\.mid\.$"):
        read_frame(counts)
    counts.index = pd.IntervalIndex(counts.index).mid
    read = read_frame(counts)
    assert_allclose(np.sort(read.points.ravel()), [3.375, 4.125], rtol=1e-3)
    assert present(read.weights).sum() == len(PANDAS)


def test_a_run_on_counts_is_the_run_on_the_rows() -> None:
    rows = pd.Series(np.random.default_rng(0).integers(0, 30, 200), name="age")
    counts = rows.value_counts()
    begins = start(counts, 2, "k-means++", 0)
    one, other = record_em(counts, begins), record_em(rows.to_frame(), begins)
    assert one.columns == other.columns == ("age",)
    assert present(one.weights).sum() == 200
    assert_allclose(one.frames[-1].log_likelihood, other.frames[-1].log_likelihood)
    twins = record_kmeans(counts, begins.means), record_kmeans(rows.to_frame(), begins.means)
    assert_allclose(twins[0].frames[-1].inertia, twins[1].frames[-1].inertia)
    # The start sees them, too.
    plain = start(counts.index.to_numpy()[:, np.newaxis], 2, "k-means++", 0, weights=counts)
    for part, expected in zip(begins, plain, strict=True):
        assert_array_equal(part, expected)


def test_weights_beside_counts_are_a_contradiction() -> None:
    counts = PANDAS["short"].value_counts()
    begins = start(counts, 1, "k-means", 0)
    with pytest.raises(ValueError, match="says itself how often each point counts"):
        record_em(counts, begins, weights=[1, 2])
    with pytest.raises(ValueError, match=r"weights are not asked for here.*read_frame"):
        e_step(counts, begins)


# ------------------------------------------------------------------------------ the engine


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow", "a mapping of lists", "xarray"])
def test_a_tape_of_a_frame_has_its_columns(kind: str) -> None:
    frame = NAMED[kind]
    begins = start(frame, 1, "k-means++", 0)
    tape, twin = record_em(frame, begins), record_kmeans(frame, begins.means)
    assert tape.columns == twin.columns == ("short", "long")
    plain = record_em(np.array(ROWS), start(np.array(ROWS), 1, "k-means++", 0))
    assert plain.columns is None
    assert_array_equal(tape.points, plain.points)
    assert not tape.points.flags.writeable
    assert tape.frames[-1].log_likelihood == plain.frames[-1].log_likelihood
    assert record_em(points=frame, mixture=begins).columns == ("short", "long")


def test_steps_take_frames() -> None:
    begins = start(PANDAS, 1, "k-means++", 0)
    assert_array_equal(e_step(PANDAS, begins)[0], e_step(np.array(ROWS), begins)[0])


def test_weights_may_be_a_column() -> None:
    begins = start(PANDAS, 1, "k-means++", 0, weights=PANDAS["long"])
    tape = record_em(PANDAS, begins, weights=PANDAS["long"])
    assert_array_equal(present(tape.weights), [3, 4, 4.5])


def test_the_engine_and_this_file_load_none_of_these_libraries() -> None:
    script = (
        "import sys, numpy as np, gmm, gmm.data.frames as frames\n"
        "points = np.array([[1.0, 2], [3, 4], [5, 7]])\n"
        "mixture = gmm.start(points, 1, 'k-means', 0)\n"
        "print(sorted({'pandas', 'polars', 'xarray', 'pyarrow', 'streamlit', 'plotly',"
        " 'matplotlib', 'gmm.ui'} & set(sys.modules)))\n"
    )
    alone = "import sys, gmm; print('gmm.data.frames' in sys.modules, 'gmm.ui' in sys.modules)"
    for code, expected in ((script, "[]\n"), (alone, "False False\n")):
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert (run.stdout, run.stderr) == (expected, "")


# ------------------------------------------------------------------------------ what does not fit


class Lazy:
    def collect(self) -> None: ...


WRONG: dict[str, tuple[Any, str]] = {
    "text": (
        PANDAS.assign(kind=["a", "b", "c"]),
        "Column 'kind' holds text, in row 0 (from 0): 'a'. Turn the column into numbers, or leave "
        "it out.",
    ),
    "text in one row": (PANDAS.assign(kind=[1, "b", 3]), "Column 'kind' holds text, in row 1"),
    "digits that are text": (pl.DataFrame({"n": ["1", "2"]}), "Column 'n' holds text, in row 0"),
    "categories": (PANDAS.assign(kind=pd.Categorical(["a", "b", "a"])), "Column 'kind' holds text"),
    "dates": (
        PANDAS.assign(day=pd.Timestamp("2020-01-02")),
        "Column 'day' holds dates or times, in row 0 (from 0): 2020-01-02 00:00:00. Turn it into",
    ),
    "dates of a zone": (
        PANDAS.assign(day=pd.Timestamp("2020-01-02", tz="UTC")),
        "Column 'day' holds dates or times",
    ),
    "dates of polars": (
        pl.DataFrame({"day": [1]}).with_columns(pl.date(2020, 1, 2).alias("day")),
        "Column 'day' holds dates or times, in row 0 (from 0): 2020-01-02",
    ),
    "durations": (PANDAS.assign(lag=pd.Timedelta("3min")), "Column 'lag' holds dates or times"),
    "complex": (PANDAS.assign(z=1j), "Column 'z' holds complex numbers, in row 0 (from 0): 1j."),
    "a complex array": (np.array([[1j]]), "Column 0 (from 0) holds complex numbers"),
    "an array of dates": (np.array([["2020"]], "M8[Y]"), "Column 0 (from 0) holds dates or times"),
    "intervals": (
        pd.cut(PANDAS["long"], 2).value_counts(),
        "Index level 'long' holds intervals, in row 0 (from 0): (3.75, 4.5]. Use their middles:",
    ),
    "missing": (
        PANDAS.assign(long=MISSING),
        "2 rows have missing values: the first is row 1 (from 0), column 'long'. Leave these rows "
        "out, or fill the values in.",
    ),
    "one is missing": (
        pl.DataFrame({"a": [1, 2], "b": [1, None]}),
        "1 row has a missing value: it is row 1 (from 0), column 'b'.",
    ),
    "missing, nullable": (
        PANDAS.assign(long=pd.array([1, None, 3], dtype="Int64")),
        "1 row has a missing value: it is row 1 (from 0), column 'long'.",
    ),
    "missing among counts": (
        pd.Series([1, None, 1], name="age").value_counts(dropna=False),
        "1 row has a missing value: it is row 1 (from 0), index level 'age'.",
    ),
    "masked": (np.ma.masked_equal([[1.0, 2.0]], 2), "Row 0, column 1 of the points (from 0): nan"),
    "infinite": (PANDAS.assign(long=np.inf), "Column 'long' is infinite in row 0 (from 0)."),
    "columns of unlike length": (
        {"a": [1, 2], "b": [3]},
        "Column 'b' has 1 row, but column 'a' has 2. Make all columns equally long.",
    ),
    "a ragged list": (
        [[1, 2], [3, 4], [5]],
        "Row 2 (from 0) has 1 value, but row 0 has 2. Give each row one number for each column.",
    ),
    "a word in a list": ([[1, "b"]], "Column 1 (from 0) holds text, in row 0 (from 0): 'b'."),
    "a flat list": ([1.0, 2.0], "Points must have shape (N, D), but this array has shape (2,)."),
    "a cube": (xr.DataArray(np.zeros((2, 2, 2))), "this array has shape (2, 2, 2)"),
    "a column of lists": ({"a": [[1, 2], [3, 4]]}, "Column 'a' has shape (2, 2). Give one number"),
    "things": ([[object(), 1]], "Column 0 (from 0) holds what is not a number, in row 0"),
    "no columns": (pd.DataFrame(index=[1, 2]), "This frame has no columns. Choose"),
    "no rows": (PANDAS[:0], "Points must have shape (N, D) with N and D at least 1"),
    "a lazy frame": (Lazy(), "This frame is lazy"),
    "polars, lazy": (pl.DataFrame({"a": [1]}).lazy(), "Call its collect() first."),
    "a generator": ((row for row in ROWS), "this is of the type generator. Give an array"),
    "text itself": ("points.csv", "this is of the type str. Give an array of shape (N, D)"),
    "nothing": (None, "this is of the type NoneType"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_does_not_fit_gets_a_sentence(kind: str) -> None:
    data, sentence = WRONG[kind]
    with pytest.raises(ValueError, match=re.escape(sentence)) as refused:
        read_frame(data)
    # It says what to do, and that is all: no library's own error hangs on it.
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_negative_counts_are_refused_as_weights_are() -> None:
    index = pd.Index([1.0, 2.0], name="age")
    with pytest.raises(ValueError, match=r"Row 1 of the weights \(from 0\): -2 is negative"):
        read_frame(pd.Series([1, -2], index=index, name="count"))


def test_a_sparse_matrix_says_so() -> None:
    from scipy.sparse import csr_array

    with pytest.raises(ValueError, match=r"This matrix is sparse. Give its toarray\(\)."):
        read_frame(csr_array(np.eye(3)))


def test_the_parts_have_names() -> None:
    assert NamedPoints._fields == ("points", "weights", "columns")
