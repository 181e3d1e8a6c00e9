"""A table in Markdown that scrolls by itself where a page is too narrow for it."""

from collections.abc import Mapping, Sequence

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


def show_records(
    records: Sequence[Mapping[str, str]], name: str, help: str, words: int = 1
) -> None:
    """Put a table of records on the page, each a row.

    Parameters
    ----------
    records : sequence of mapping of str to str
        One or more, each with the same names; the names are the table's head.
    name, help : str
        As of `show_table`.
    words : int
        How many of the first columns are words, which stand to the left; numbers stand to the
        right.
    """
    head = list(records[0])
    line = ["---" if at < words else "---:" for at in range(len(head))]
    rows = [head, line, *([record[each] for each in head] for record in records)]
    show_table(["| " + " | ".join(row) + " |" for row in rows], name, help)
