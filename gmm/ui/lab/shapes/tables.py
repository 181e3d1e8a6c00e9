"""A table in Markdown that scrolls by itself where a page is too narrow for it."""

from collections.abc import Sequence

import streamlit as st

STYLE = """<style>
[class*="st-key-table-"] { overflow-x: auto; flex-shrink: 0; }
[class*="st-key-table-"] [data-testid="stMarkdownContainer"] { margin: 0; }
[class*="st-key-table-"] table { white-space: nowrap; margin: 0; }
</style>"""


def show_table(rows: Sequence[str], name: str, help: str) -> None:
    """Put a table on the page.

    Parameters
    ----------
    rows : sequence of str
        In Markdown, its head with the line below it first. There has to be a link in it, which
        the keyboard gets to where the table scrolls.
    name : str
        Of several on a page each has its own.
    help : str
        What its columns mean.
    """
    with st.container(key=f"table-{name}"):
        st.html(STYLE)
        st.markdown("\n".join(rows), help=help)
