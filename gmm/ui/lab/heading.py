"""How a page begins that answers a question: its title takes a line, so the answer is in sight."""

from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st

from gmm.ui.pages import TITLES, find_page

STYLE = """<style>
[data-testid="stMainBlockContainer"] { padding: 4.6rem 2rem 3rem; max-width: 84rem; --bleed: 0px; }
.st-key-question h1 { font-size: 1.5rem; padding: 0 0 0.2rem; }
.st-key-question [data-testid="stMarkdownContainer"] { margin: 0; }
.st-key-question [data-testid="stHeading"] { width: auto; flex: 1; }
/* No heading is larger than the page's own. */
[data-testid="stMain"] [data-testid="stMarkdownContainer"] h2 {
  font-size: 1.3rem; padding: 0.6rem 0 0.3rem;
}
/* Streamlit's own captions have a contrast of 4.28 on white. */
[data-testid="stMain"] [data-testid="stCaptionContainer"] { opacity: 0.75; }
.st-key-question p { max-width: 62rem; margin: 0 0 0.4rem; }
@media (max-width: 640px) { [data-testid="stMainBlockContainer"] { padding: 4.4rem 1rem 2rem; } }
</style>"""


class Way(NamedTuple):
    """A link beside the title.

    Attributes
    ----------
    page : str
        In `gmm.ui.pages.TITLES`.
    label : str
    query : mapping of str to str
    """

    page: str
    label: str
    query: Mapping[str, str] = {}


def write_heading(page: str, question: str, *ways: Way) -> None:
    """Put the title of a page, what it asks and links beside it on the page.

    Parameters
    ----------
    page : str
        In `gmm.ui.pages.TITLES`.
    question : str
        In Markdown.
    *ways : Way
    """
    st.html(STYLE)
    with st.container(key="question", gap=None):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.title(TITLES[page])
            for way in ways:
                st.page_link(
                    find_page(way.page),
                    label=way.label,
                    query_params=dict(way.query) or None,
                    width="content",
                )
        st.markdown(question)
