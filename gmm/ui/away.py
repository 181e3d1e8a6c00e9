"""What a page says while its server is away: a quiet line, on every page."""

from functools import cache
from typing import Any

import streamlit as st

from gmm.ui.serving.hashed import find_address
from gmm.ui.stage.bundle import read_loader
from gmm.ui.stage.component import mount

# What goes on, by the page's title.
GOES_ON = {
    "Playground": "The stage goes on; settings answer again when it is back.",
    "Course": "The lesson goes on; links answer again when it is back.",
}
_ELSEWHERE = "Links and buttons answer again when it is back."


def watch_connection(title: str) -> None:
    """Have the browser tell when the connection is lost, and when it is back.

    Parameters
    ----------
    title : str
        The page's.
    """
    mount(_register(), "connection", {"goes_on": GOES_ON.get(title, _ELSEWHERE)})


@cache
def _register() -> Any:
    return st.components.v2.component(
        "mixtape_connection", html="<span></span>", js=read_loader(find_address("away"))
    )
