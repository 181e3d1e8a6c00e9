"""A person's own table, a file or a pasted block: to a data set that this session alone can see."""

from typing import NamedTuple

import numpy as np
import streamlit as st

from gmm.data.columns import column_numbers, counts_rows, numeric_columns
from gmm.data.datasets import Dataset
from gmm.data.errors import TableError
from gmm.data.reading import read
from gmm.data.roles import frequencies_from, labels_from, points_from
from gmm.data.tables import Reading
from gmm.data.transforms import log10, sample_rows
from gmm.limits import MAX_ROWS, SENTENCES
from gmm.ui.figures import draw_histogram, histogram
from gmm.ui.links import points_from_text, points_to_text
from gmm.ui.plain import plain
from gmm.ui.sources.tape_file import reopened

ONE_COLUMN = "nothing, one column is enough"
NONE = "none"
PASTED = "Pasted numbers"


class Columns(NamedTuple):
    """What somebody chose of a table."""

    axes: list[str]
    logarithmic: list[str]
    labels: str
    frequencies: str
    rows: int


def uploaded() -> Dataset | None:
    """The data set that somebody's table makes; None while there is none, or none that can be used.

    What cannot be used gets a sentence below the uploader.
    """
    file = st.file_uploader(
        "A file with one or two columns of numbers",
        type=["csv", "tsv", "txt", "dat", "xlsx", "parquet", "json"],
        key="file",
        help=f"CSV in any of its kinds, Excel or Parquet, or a tape taken away as JSON. "
        f"{SENTENCES['file']} {SENTENCES['rows']} "
        "The file stays in this session: nobody else sees it, "
        "and it is gone when you close the page.",
    )
    with st.expander("Or paste numbers"):
        pasted = st.text_area(
            "Numbers, or cells copied from a spreadsheet",
            key="pasted",
            height=120,
            help=SENTENCES["pasted"],
        )
    if file is None and not pasted.strip():
        return _from_link()
    if file is not None:
        st.query_params.pop("points", None)
    try:
        if file is not None and file.name.lower().endswith(".json"):
            _reopen(file.getvalue(), file.name)
            return None
        if file is not None:
            return _dataset(_read_once(file.getvalue(), file.name), file.name)
        return _into_link(_dataset(_read_once(pasted, ""), PASTED))
    except ValueError as error:
        st.error(plain(str(error)))
        return None


def _into_link(dataset: Dataset) -> Dataset:
    """Have the link carry pasted points where they are few enough, and use what it carries."""
    try:
        text = points_to_text(dataset.points)
    except ValueError:
        st.query_params.pop("points", None)
        st.caption("These are too many numbers for a link: they stay in this session.")
        return dataset
    if st.query_params.get("points") != text:
        st.query_params["points"] = text
    return dataset._replace(points=points_from_text(text))


def _from_link() -> Dataset | None:
    """What somebody else pasted, if a link brought it."""
    text = st.query_params.get("points", "")
    try:
        points = points_from_text(text)
    except ValueError as error:
        if text:
            st.error(plain(str(error)))
        st.caption("Until there are numbers here, the stage keeps showing the run before.")
        return None
    columns = ("x", "y")[: points.shape[1]]
    return Dataset(points, columns, ("",) * len(columns), PASTED, "rows", None, None, "")


def _reopen(content: bytes, name: str) -> None:
    """Put a recorded run on the stage, where it stays as the last good one."""
    kept = st.session_state.get("tape")
    if kept is None or kept[0] != content:
        kept = (content, reopened(content.decode("utf-8", errors="replace"), name))
        st.session_state["tape"] = kept
    st.session_state["last_run"] = kept[1]
    st.caption("This is a recorded run: it steps, but the settings below do not change it.")


def _read_once(source: bytes | str, name: str) -> Reading:
    """Read again only when it is another table: a large one takes a moment."""
    kept = st.session_state.get("reading")
    if kept is None or kept[0] != source:
        st.session_state.pop("reading", None)
        st.session_state["reading"] = kept = (source, read(source, name))
    reading: Reading = kept[1]
    return reading


def _dataset(reading: Reading, title: str) -> Dataset:
    numeric = numeric_columns(reading.table)
    if not numeric:
        raise TableError(
            "No column of this table holds numbers. Choose one with at least one column of numbers."
        )
    # Row numbers are columns of numbers, too, but seldom what somebody wants to see.
    measures = sorted(numeric, key=lambda column: counts_rows(reading.table, column))
    chosen = _choose(reading, measures)
    if st.button("Look at the table", icon=":material/table:", width="stretch"):
        _preview(reading)
    table = sample_rows(reading.table, chosen.rows, seed=0)
    if chosen.logarithmic:
        table = log10(table, chosen.logarithmic)
    selection = points_from(table, chosen.axes)
    if selection.skipped:
        st.caption(f"{selection.skipped:,} rows were left out: a chosen cell is empty.")
    used = table.iloc[selection.rows]
    labels, names = labels_from(used, chosen.labels) if chosen.labels != NONE else (None, ())
    return Dataset(
        points=selection.points,
        columns=tuple(
            f"log10 {column}" if column in chosen.logarithmic else column for column in chosen.axes
        ),
        units=("",) * len(chosen.axes),
        title=title,
        rows="rows",
        labels=labels,
        truth=None,
        note="",
        label_names=names,
        frequencies=(
            frequencies_from(used, chosen.frequencies) if chosen.frequencies != NONE else None
        ),
    )


def _choose(reading: Reading, numeric: list[str]) -> Columns:
    table = reading.table
    across = st.selectbox("Across", numeric, key="across")
    _glance(reading, across)
    others = [column for column in numeric if column != across]
    up = st.selectbox("Up", [*others, ONE_COLUMN], key="up")
    axes = [across]
    if up != ONE_COLUMN:
        axes.append(up)
        _glance(reading, up)
    with st.expander("More about the columns"):
        logarithmic = st.multiselect(
            "Log scale",
            axes,
            key="logarithmic",
            help="Takes the logarithm to base 10: for sizes and incomes that differ by powers.",
        )
        labels = st.selectbox(
            "True labels",
            [NONE, *(str(column) for column in table.columns if column not in axes)],
            key="labels",
            help=f"What each row is known to be. {SENTENCES['labels']}",
        )
        frequencies = st.selectbox(
            "Frequencies",
            [NONE, *(column for column in numeric if column not in axes)],
            key="frequencies",
            help="How often each row was counted, where the data are binned.",
        )
        most = min(len(table), MAX_ROWS)
        rows = most
        if len(table) > 2:
            rows = st.number_input(
                "Rows to use",
                2,
                most,
                most,
                key=f"rows_of_{len(table)}",
                help=f"Fewer rows are a fair sample. {SENTENCES['rows']} {SENTENCES['drawn']}",
            )
    return Columns(axes, logarithmic, labels, frequencies, rows)


def _glance(reading: Reading, column: str) -> None:
    """A column's range and shape, small."""
    values = column_numbers(reading.table, column)
    if len(values) == 0:
        return
    with np.errstate(over="ignore"):
        wide = not np.isfinite(values.max() - values.min())
    if not wide:
        st.plotly_chart(
            draw_histogram(histogram(values)),
            config={"displayModeBar": False},
            key=f"histogram_of_{column}",
            alt="How the values of this column are spread",
        )
    st.caption(f"{len(values):,} numbers from {values.min():.6g} to {values.max():.6g}")


@st.dialog("The table as it was read", width="large")
def _preview(reading: Reading) -> None:
    for sentence in reading.report.sentences():
        st.markdown(plain(sentence))
    st.dataframe(reading.table.head(200), height=340, alt="The first 200 rows of the table")
