"""What the laboratory has: a card for each question."""

import streamlit as st

from gmm.ui.address import write_query
from gmm.ui.lab.opening import PLAYGROUND, STYLE
from gmm.ui.lab.questions import QUESTIONS
from gmm.ui.link import Carried, View
from gmm.ui.pages import LABORATORY, TITLES, find_page
from gmm.ui.plain import plain
from gmm.ui.session import find_shown

INTRODUCTION = (
    "Questions that come after the first run. Each page opens with an example and its answer, and "
    "takes the same data as the playground."
)
COLUMNS = 3
# A title stands above its words.
CARDS = """<style>
[class*=st-key-contents] [data-testid="stPageLink"] a { padding-left: 0; }
[class*=st-key-contents] [data-testid="stPageLink"] p { font-size: 1.05rem; }
</style>"""


def show_contents() -> None:
    """Put the questions on the page."""
    st.html(STYLE + CARDS)
    with st.container(key="question", gap=None):
        st.title(TITLES["laboratory"])
        st.markdown(INTRODUCTION)
    query = _choose_data()
    for begin in range(0, len(LABORATORY), COLUMNS):
        # A row of its own, so that they stand in their order on a phone, too.
        with st.container(key=f"contents-{begin}"):
            columns = st.columns(COLUMNS)
        for column, name in zip(columns, LABORATORY[begin : begin + COLUMNS], strict=False):
            with column.container(border=True, height="stretch"):
                st.page_link(find_page(name), label=f"**{TITLES[name]}**", query_params=query)
                st.markdown(QUESTIONS[name])


def _choose_data() -> dict[str, str] | None:
    """Where the playground has been open: the pages' examples, or its data."""
    shown = find_shown(PLAYGROUND)
    if shown is None or shown.run.awaits:
        return None
    own = plain(f"the playground's data: {shown.run.dataset.title}")
    chosen = st.segmented_control(
        "Open the pages with",
        ["examples", "own"],
        default="examples",
        required=True,
        format_func=lambda name: own if name == "own" else "their examples",
        key="open-with",
    )
    carried = shown.link.carried._replace(hand=Carried().hand)
    link = shown.link._replace(frame=0, view=View(), carried=carried)
    return write_query(link) if chosen == "own" else None
