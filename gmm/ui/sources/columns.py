"""A table -> a data set: which columns go across and up, and what else a column says."""

from typing import NamedTuple

import numpy as np
import streamlit as st

from gmm.data.choosing import Columns, Offered, offer_columns, require_numbers, take_columns
from gmm.data.columns import column_numbers
from gmm.data.datasets import Dataset
from gmm.data.errors import TableError
from gmm.data.reading import read
from gmm.data.report import Report
from gmm.data.tables import Reading
from gmm.limits import MAX_ROWS, SENTENCES
from gmm.ui.apart import write_places
from gmm.ui.figures import draw_histogram, histogram
from gmm.ui.held import hold_table
from gmm.ui.link import FOUND, ONE, Table
from gmm.ui.plain import plain

ONE_COLUMN = "none, use one column only"
NONE = "none"
MOST_REASONS = 50  # of a wide table


class Chosen(NamedTuple):
    """A table as somebody has it read: the sheet ("" for the first one), the row with the names."""

    reading: Reading
    sheet: str
    header: int


def read_chosen(source: bytes | str, name: str, page: str, asked: Table | None = None) -> Chosen:
    """Read a table, and put on the page which sheet it is and which row has the names.

    Parameters
    ----------
    source : bytes or str
        A file's content, or a pasted block.
    name : str
        What the file is called; "" for a pasted block.
    page : str
        Whose table it is.
    asked : Table, optional
        What a link has chosen: it takes the place of what is chosen on the page, if it can be read.

    Raises
    ------
    TableError
        If it cannot be read as it is chosen; the choices are on the page all the same.
    """
    key = f"choices-{page}"
    kept: tuple[bytes | str, int, dict[str, Report]] | None = st.session_state.get(key)
    if kept is None or kept[0] != source:
        # Choices belong to one file: another one has other widgets.
        kept = (source, kept[1] + 1 if kept else 0, {})
        st.session_state[key] = kept
    _, count, reports = kept
    sheet_key = f"sheet-{page}-{count}"
    if asked is not None:
        _choose_again(asked, source, name, page, sheet_key)
    sheet = st.session_state.get(sheet_key) or ""
    if "" in reports and sheet in reports[""].sheets[:1]:
        sheet = ""  # the first one is the same whether it is said or not
    names_key = f"names-{sheet_key}-{sheet}"
    header: int = st.session_state.get(names_key, FOUND)
    try:
        reading = read_once(source, name, page, None if header == FOUND else header, sheet)
    except TableError:
        _show_choices(reports.get(sheet), names_key, sheet_key)
        raise
    reports[sheet] = reading.report if header == FOUND else reports.get(sheet, reading.report)
    _show_choices(reports[sheet], names_key, sheet_key)
    return Chosen(reading, sheet, header)


def _choose_again(asked: Table, source: bytes | str, name: str, page: str, sheet_key: str) -> None:
    """Have the page show what a link has chosen of a file, where this one can be read so."""
    sheet, header = asked.sheet, asked.header
    try:
        report = read_once(source, name, page, None if header == FOUND else header, sheet).report
    except TableError:
        sheet, header = "", FOUND
    else:
        sheet = sheet if sheet in report.sheets[1:] else ""
        header = header if header in (0, *dict(report.top)) else FOUND
    for key, value, plain_value in (
        (sheet_key, sheet, ""),
        (f"names-{sheet_key}-{sheet}", header, FOUND),
    ):
        if value == plain_value:
            st.session_state.pop(key, None)
        else:
            st.session_state[key] = value


def _show_choices(report: Report | None, names_key: str, sheet_key: str) -> None:
    if report and len(report.sheets) > 1:
        first = report.sheets.index(report.sheet) if report.sheet in report.sheets else 0
        st.selectbox("Sheet", report.sheets, first, key=sheet_key)
    top = dict(report.top) if report else dict.fromkeys(range(1, 13), "")
    found = "found"
    if report and report.kind != "Parquet file":
        found += f": row {report.header}" if report.header else ": no row"

    def describe(choice: str | int) -> str:
        if choice == FOUND:
            return found
        return f"row {choice}: {top[int(choice)]}" if choice else "no row has names"

    if top:
        st.selectbox(
            "Row with the names",
            [FOUND, 0, *top],
            key=names_key,
            format_func=describe,
            help="Where the names of the columns stand. Rows above it are left out.",
        )


def read_once(
    source: bytes | str, name: str, page: str, header: int | None = None, sheet: str = ""
) -> Reading:
    """Read a table, again only when it is another one: a large one takes a moment.

    Parameters
    ----------
    source : bytes or str
        A file's content, or a pasted block.
    name : str
        What the file is called; "" for a pasted block.
    page : str
        Whose table it is.
    header : int, optional
        The row with the names, 0 where none has them.
    sheet : str
        Of a workbook.
    """
    key, chosen = f"reading-{page}", (header, sheet)
    kept = st.session_state.get(key)
    if kept is None or kept[1] != chosen or kept[0] != source:
        st.session_state.pop(key, None)
        kept = (source, chosen, read(source, name, header, sheet))
        hold_table(kept[2].table, len(source))
        st.session_state[key] = kept
    found: Reading = kept[2]
    return found


def _rank_once(reading: Reading) -> Offered:
    """Columns to offer, and why the others are not, again only for another table."""
    kept = st.session_state.get("ranked")
    if kept is None or kept[0] is not reading:
        kept = (reading, offer_columns(reading))
        st.session_state["ranked"] = kept
    offered: Offered = kept[1]
    return offered


def choose_columns(
    reading: Reading, title: str, asked: Table | None = None
) -> tuple[Dataset, Table]:
    """Put the choice of columns on the page, and take what is chosen.

    Parameters
    ----------
    reading : Reading
    title : str
        What the data are called.
    asked : Table, optional
        What a link has chosen: it takes the place of what is chosen on the page, as far as the
        columns are there. A line says which are not.

    Returns
    -------
    dataset : Dataset
    table : Table
        What is chosen, as a link tells it.

    Raises
    ------
    ValueError
        If the chosen columns cannot be used; the sentence says which, and what to do.
    """
    offered = _rank_once(reading)
    numeric, reasons = offered
    try:
        require_numbers(offered, reading)
    except TableError:
        _show_reasons(reasons)
        raise
    if asked is not None:
        _put_columns(asked, reading, numeric)
    missed = st.session_state.get("missed")
    if missed and missed[0] is reading:
        st.caption(plain(missed[1]))
    chosen = _choose(reading, numeric)
    _show_reasons(reasons)
    if st.button("Look at the table", icon=":material/table:", width="stretch"):
        _preview(reading)
    dataset, skipped = take_columns(reading, chosen, title)
    if skipped:
        st.caption(f"{skipped:,} rows were left out, because a chosen cell is empty.")
    return dataset, _tell(chosen, len(reading.table))


def _tell(chosen: Columns, length: int) -> Table:
    """What is chosen, as a link tells it."""
    across, *others = chosen.axes
    up = others[0] if others else ONE
    return Table(
        across=across,
        up="" if others and up == ONE else up,
        logarithmic=frozenset(
            axis
            for axis, column in (("across", across), ("up", up))
            if column in chosen.logarithmic
        ),
        labels=chosen.labels,
        frequencies=chosen.frequencies,
        rows=0 if chosen.rows == min(length, MAX_ROWS) else chosen.rows,
    )


def _put_columns(asked: Table, reading: Reading, numeric: list[str]) -> None:
    """Have the page show the columns that a link has chosen, where the table has them."""
    columns = [str(column) for column in reading.table.columns]
    up = ONE_COLUMN if asked.up == ONE else asked.up
    across = asked.across if asked.across in numeric else numeric[0]
    put = {
        "across": across if across == asked.across else None,
        "up": up if up in (*numeric, ONE_COLUMN) and up != across else None,
        "labels": asked.labels if asked.labels in columns else None,
        "frequencies": asked.frequencies if asked.frequencies in numeric else None,
    }
    axes = [value for value in (put["across"], put["up"]) if value]
    for name in ("labels", "frequencies"):
        put[name] = None if put[name] in axes else put[name]
    logarithmic = [put[axis] for axis in ("across", "up") if axis in asked.logarithmic]
    most = min(len(reading.table), MAX_ROWS)
    given: dict[str, object] = {
        **put,
        "logarithmic": [column for column in logarithmic if column and column != ONE_COLUMN],
        f"rows_of_{len(reading.table)}": asked.rows if 2 <= asked.rows <= most else None,
    }
    for key, value in given.items():
        if value:
            st.session_state[key] = value
        else:
            st.session_state.pop(key, None)
    told = (asked.across, up, asked.labels, asked.frequencies)
    missing = [f"“{name}”" for name in told if name and name not in (*columns, ONE_COLUMN)]
    words = "This column is" if len(missing) == 1 else "These columns are"
    sentence = f"{words} not in this table: {', '.join(missing)}. Choose below."
    st.session_state["missed"] = (reading, sentence) if missing else None


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
            help="Uses the logarithm to base 10. It helps where some values are many times larger.",
        )
        labels = st.selectbox(
            "True labels",
            [NONE, *(str(column) for column in table.columns if column not in axes)],
            key="labels",
            help=f"A column that says what each row really is. {SENTENCES['labels']}",
        )
        frequencies = st.selectbox(
            "Frequencies",
            [NONE, *(column for column in numeric if column not in axes)],
            key="frequencies",
            help="A column that says how many times each row was counted.",
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
                help=f"Fewer rows are a random sample. {SENTENCES['rows']} {SENTENCES['drawn']}",
            )
    return Columns(
        tuple(axes),
        frozenset(logarithmic),
        "" if labels == NONE else labels,
        "" if frequencies == NONE else frequencies,
        rows,
    )


def _show_reasons(reasons: dict[str, str]) -> None:
    """Which columns are not offered, and why."""
    if not reasons:
        return
    label = "1 column is" if len(reasons) == 1 else f"{len(reasons):,} columns are"
    with st.expander(f"{label} not offered"):
        listed = list(reasons.items())[:MOST_REASONS]
        st.markdown("\n".join(f"- **{plain(name)}**: {plain(why)}" for name, why in listed))
        if len(reasons) > MOST_REASONS:
            st.caption(f"And {len(reasons) - MOST_REASONS:,} more.")


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
