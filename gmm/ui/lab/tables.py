"""Tables that scroll by themselves where a page is too narrow for them."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from gmm.ui.plain import plain

STYLE = """<style>
[class*="st-key-table-"] { overflow-x: auto; flex-shrink: 0; }
[class*="st-key-table-"] [data-testid="stMarkdownContainer"] { margin: 0; }
[class*="st-key-table-"] table { white-space: nowrap; margin: 0; }
</style>"""

RECORDS = """<style>
.records { overflow-x: auto; }
.records table { border-collapse: collapse; font-size: 0.9rem; white-space: nowrap; }
.records th, .records td {
  border: 1px solid; border-color: color-mix(in srgb, currentColor 15%, transparent);
  padding: 0.35rem 0.7rem; text-align: start;
}
.records .number { text-align: end; font-variant-numeric: tabular-nums; }
</style>"""


def show_table(rows: Sequence[str], name: str, help: str) -> None:
    """Put a table with formulas on the page.

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
    """Put a table of records on the page, each a row; the keyboard can move it, too.

    Parameters
    ----------
    records : sequence of mapping of str to str
        One or more, each with the same names; the names are the table's head.
    name : str
        What is read out of the table as a whole.
    help : str
        What its columns mean; it stands below.
    words : int
        How many of the first columns are words, which stand to the left; numbers stand to the
        right.
    """
    head = "".join(
        f"<th{_lean(at, words)}>{escape(each)}</th>" for at, each in enumerate(records[0])
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td{_lean(at, words)}>{escape(cell)}</td>" for at, cell in enumerate(record.values())
        )
        + "</tr>"
        for record in records
    )
    st.html(
        f"{RECORDS}<div class='records' role='region' tabindex='0' aria-label='{escape(name)}'>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
    st.caption(plain(help))


def _lean(at: int, words: int) -> str:
    return "" if at < words else " class='number'"
