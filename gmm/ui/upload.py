"""A person's own file: from the uploader to a data set that this session alone can see."""

import streamlit as st

from gmm.datasets import Dataset
from gmm.tables import TableError, numeric_columns, points_from, read_table
from gmm.ui.plain import plain

ONE_COLUMN = "nothing, one column is enough"


def uploaded() -> Dataset | None:
    """The data set that somebody's file makes; None while there is none, or none that can be used.

    What cannot be used gets a sentence below the uploader.
    """
    file = st.file_uploader(
        "A CSV file with one or two columns of numbers",
        type=["csv", "tsv", "txt"],
        key="file",
        help="The file stays in this session: nobody else sees it, "
        "and it is gone when you close the page.",
    )
    if file is None:
        st.caption("Until a file is here, the stage keeps showing the run before.")
        return None
    try:
        return _dataset(file.getvalue(), file.name)
    except TableError as error:
        st.error(plain(str(error)))
        return None


def _dataset(content: bytes, name: str) -> Dataset:
    table = read_table(content, name)
    numeric = numeric_columns(table)
    if not numeric:
        raise TableError(
            "No column of this file holds numbers. "
            "Choose a file with at least one column of numbers."
        )
    across = st.selectbox("Across", numeric, key="across")
    up = st.selectbox(
        "Up",
        [*(column for column in numeric if column != across), ONE_COLUMN],
        key="up",
    )
    selection = points_from(table, [across] if up == ONE_COLUMN else [across, up])
    if selection.skipped:
        st.caption(f"{selection.skipped:,} rows were left out: a chosen cell is empty.")
    return Dataset(
        points=selection.points,
        columns=tuple(selection.columns),
        units=("",) * len(selection.columns),
        title=name,
        rows="rows",
        labels=None,
        truth=None,
        note="",
    )
