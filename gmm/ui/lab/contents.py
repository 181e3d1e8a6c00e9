"""What the laboratory has: a card for each question."""

import streamlit as st

from gmm.ui.address import write_query
from gmm.ui.lab.cards import show_cards
from gmm.ui.lab.heading import write_heading
from gmm.ui.lab.opening import PLAYGROUND
from gmm.ui.lab.questions import QUESTIONS
from gmm.ui.link import Carried, View
from gmm.ui.pages import LABORATORY
from gmm.ui.plain import plain
from gmm.ui.session import find_shown

INTRODUCTION = (
    "Questions that come after the first run. Each page opens with an example and its answer, and "
    "takes the same data as the playground."
)


def show_contents() -> None:
    """Put the questions on the page."""
    write_heading("laboratory", INTRODUCTION)
    show_cards(LABORATORY, QUESTIONS, _choose_data())


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
