"""Rows that have a number in one column and none in the other: a page of their own uses them."""

import streamlit as st

from gmm.data.datasets import Dataset
from gmm.ui.address import write_query
from gmm.ui.link import Link
from gmm.ui.pages import find_page

PAGE = "missing"


def offer_half_seen(dataset: Dataset, link: Link, page: str) -> None:
    """Lead to the page on missing values from where rows are left out.

    Parameters
    ----------
    dataset : Dataset
    link : Link
        That leads to it.
    page : str
        Where it is chosen.
    """
    if dataset.half_seen is None:
        return
    if page == PAGE:
        count = len(dataset.half_seen)
        rows = (
            "1 row with one empty cell is"
            if count == 1
            else f"{count:,} rows with one empty cell are"
        )
        st.caption(f"On this page, {rows} used all the same.")
    else:
        st.page_link(
            find_page(PAGE),
            label="Keep them: missing values",
            icon=":material/table:",
            query_params=write_query(link),
            width="content",
        )
