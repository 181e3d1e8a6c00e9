"""The way from a run to the laboratory: its pages, opened with the data of the run."""

import streamlit as st

from gmm.ui.address import write_query
from gmm.ui.link import Carried, Classroom, Link, View
from gmm.ui.pages import LABORATORY, find_page

# What each page answers about a run, as somebody asks who has just seen it.
DOORS = {
    "starts": "What do other starts find?",
    "components": "How many components?",
    "shapes": "What do the shapes cost?",
    "density": "Where is the density low?",
    "missing": "What if values are missing?",
    "climbers": "Is there a faster way up?",
    "collapse": "Can it collapse?",
}

KEY = "ask-more"
HELP = "Pages for the questions that come after a run, with these data."
# Two buttons share a line of the sidebar.
STYLE = """<style>
.st-key-ways-on button { padding-left: 0.3rem; padding-right: 0.3rem; white-space: nowrap; }
</style>"""


def offer_laboratory(link: Link) -> None:
    """Offer the laboratory's pages with the data and the settings of a run.

    Parameters
    ----------
    link : Link
        A class that was given a link has its own way, and is not led away from it.
    """
    if link.classroom != Classroom():
        return
    # A page has its own frames, and starts of its own.
    carried = link.carried._replace(hand=Carried().hand)
    query = write_query(link._replace(frame=0, view=View(), carried=carried))
    st.html(STYLE)
    # Its links are sent when it is opened: a page is written again with each setting.
    # What they are stands inside: a tip at the button would lie over the last of them.
    doors = st.popover("Ask more", width="stretch", key=KEY, on_change="rerun")
    if not doors.open:
        return
    with doors:
        st.caption(HELP)
        with st.container(gap=None):  # all of them are in sight on a small screen
            for name in LABORATORY:
                st.page_link(find_page(name), label=DOORS[name], query_params=query)
