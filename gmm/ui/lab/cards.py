"""A card for each of several pages: its title leads there, and its question stands below."""

from collections.abc import Mapping, Sequence

import streamlit as st

from gmm.ui.pages import TITLES, find_page

COLUMNS = 3
# A title stands above its words.
STYLE = """<style>
[class*=st-key-contents] [data-testid="stPageLink"] a { padding-left: 0; }
[class*=st-key-contents] [data-testid="stPageLink"] p { font-size: 1.05rem; }
</style>"""


def show_cards(
    pages: Sequence[str], questions: Mapping[str, str], query: dict[str, str] | None = None
) -> None:
    """Put cards on the page, three in a row.

    Parameters
    ----------
    pages : sequence of str
        In `gmm.ui.pages.TITLES`.
    questions : mapping of str to str
        What each page asks, by its name.
    query : dict of str to str, optional
        What each link says.
    """
    st.html(STYLE)
    for begin in range(0, len(pages), COLUMNS):
        # A row of its own, so that they stand in their order on a phone, too.
        with st.container(key=f"contents-{begin}"):
            columns = st.columns(COLUMNS)
        for column, name in zip(columns, pages[begin : begin + COLUMNS], strict=False):
            with column.container(border=True, height="stretch"):
                st.page_link(find_page(name), label=f"**{TITLES[name]}**", query_params=query)
                st.markdown(questions[name])
