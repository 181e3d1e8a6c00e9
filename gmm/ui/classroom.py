"""What a teacher's link makes of the page: controls out of sight, K locked, a question to answer.

All of it travels in the link (`hide`, `lock`, `ask`, `answer`), and nothing of it is a secret: it
keeps a class's eyes on one thing, it does not keep anybody out.
"""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

import streamlit as st

from gmm.ui.settings import Settings, settings_query

# What can be out of sight: name in the link -> what the teacher reads.
CONTROLS = {
    "data": "Data",
    "k": "Components",
    "start": "Start",
    "covariance": "Covariance",
    "twin": "k-means on or off",
    "more": "More",
    "away": "Take it away",
}
LONGEST = 300  # characters of a question or an answer


class Classroom(NamedTuple):
    """What the class sees, beside the settings.

    Attributes
    ----------
    hide : frozenset of str
        Names in `CONTROLS` of what is out of sight.
    lock : bool
        Whether K stays as it is.
    ask, answer : str
        A question on the stage and what it reveals; "" for none.
    """

    hide: frozenset[str] = frozenset()
    lock: bool = False
    ask: str = ""
    answer: str = ""


def classroom_of(asked: Mapping[str, str]) -> Classroom:
    """What a link asks for; what makes no sense in it is passed over.

    Parameters
    ----------
    asked : mapping of str to str
        The URL's query parameters as they came.
    """
    return Classroom(
        hide=frozenset(asked.get("hide", "").split(".")) & frozenset(CONTROLS),
        lock=asked.get("lock", "") == "k",
        ask=_line(asked.get("ask", "")),
        answer=_line(asked.get("answer", "")),
    )


def classroom_query(classroom: Classroom) -> dict[str, str]:
    """The link's part that `classroom_of` reads."""
    parts = {
        "hide": ".".join(name for name in CONTROLS if name in classroom.hide),
        "lock": "k" if classroom.lock else "",
        "ask": _line(classroom.ask),
        "answer": _line(classroom.answer) if classroom.ask.strip() else "",
    }
    return {name: text for name, text in parts.items() if text}


def link_to(
    base: str,
    settings: Settings,
    frame: int = 0,
    view: str = "",
    classroom: Classroom | None = None,
    **carried: str,
) -> str:
    """The link to a page with these settings.

    Parameters
    ----------
    base : str
        The page's address without a query.
    settings : Settings
    frame : int
        Where it opens.
    view : str
        What is seen there (assets/stage/view.js).
    classroom : Classroom, optional
    **carried
        Further parameters, such as a small drawing.
    """
    query = settings_query(settings)
    if frame:
        query["frame"] = str(frame)
    if view:
        query["view"] = view
    query |= classroom_query(classroom or Classroom()) | carried
    return f"{base}?{urlencode(query)}" if query else base


def put_out_of_sight(classroom: Classroom) -> None:
    """Hide what the link hides; the widgets are still there and hold their settings."""
    selectors = ", ".join(f".st-key-control-{name}" for name in sorted(classroom.hide))
    if selectors:
        st.html(f"<style>{selectors} {{ display: none; }}</style>")


def _line(text: str) -> str:
    """One line of printable text, not too long."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST]
