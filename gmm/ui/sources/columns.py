"""A table -> a data set: which columns go across and up, and what else a column says."""

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
from gmm.ui.apart import write_places
from gmm.ui.figures import draw_histogram, histogram
from gmm.ui.plain import plain

ONE_COLUMN = "nothing, one column is enough"
NONE = "none"


class Columns(NamedTuple):
    """What somebody chose of a table."""

    axes: list[str]
    logarithmic: list[str]
    labels: str
    frequencies: str
    rows: int


def read_once(source: bytes | str, name: str, page: str) -> Reading:
    """Read a table, again only when it is another one: a large one takes a moment.

    Parameters
    ----------
    source : bytes or str
        A file's content, or a pasted block.
    name : str
        What the file is called; "" for a pasted block.
    page : str
        Whose table it is.
    """
    key = f"reading-{page}"
    kept = st.session_state.get(key)
    if kept is None or kept[0] != source:
        st.session_state.pop(key, None)
        st.session_state[key] = kept = (source, read(source, name))
    reading: Reading = kept[1]
    return reading


def choose_columns(reading: Reading, title: str) -> Dataset:
    """Put the choice of columns on the page, and take what is chosen.

    Parameters
    ----------
    reading : Reading
    title : str
        What the data are called.

    Raises
    ------
    ValueError
        If the chosen columns cannot be used; the sentence says which, and what to do.
    """
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
    low, high = write_places([float(values.min()), float(values.max())])
    st.caption(f"{len(values):,} numbers from {low} to {high}")


@st.dialog("The table as it was read", width="large")
def _preview(reading: Reading) -> None:
    for sentence in reading.report.sentences():
        st.markdown(plain(sentence))
    st.dataframe(reading.table.head(200), height=340, alt="The first 200 rows of the table")
