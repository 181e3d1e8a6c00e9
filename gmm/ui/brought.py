"""Points that a link does not contain, as another page of this session has them."""

from typing import Any

import streamlit as st

from gmm.ui.carried import HERE
from gmm.ui.link import DRAW, PASTE, UPLOAD, Link
from gmm.ui.run import Run

SHOWN = "shown-"  # what each page keeps of what it has shown last begins so


def find_brought(link: Link) -> Run | None:
    """Find the run, on any page, whose points a link names and does not contain.

    Parameters
    ----------
    link : Link
        To a file, or to a drawing or pasted numbers that are too large for a link.

    Returns
    -------
    Run or None
        None where no page has them, and for a link that contains its points.
    """
    named = _name(link)
    if named is None:
        return None
    for key, shown in st.session_state.items():
        # A page that stands in for missing points has others.
        if str(key).startswith(SHOWN) and not shown.stands_in and _name(shown.link) == named:
            run: Run = shown.run
            return None if run.awaits else run
    return None


def _name(link: Link) -> tuple[Any, ...] | None:
    """What tells a link's points from others, where the link does not contain them."""
    data, carried = link.settings.data, link.carried
    if data == UPLOAD and link.table.file:
        return data, link.table
    if (data == DRAW and carried.drawn == HERE) or (data == PASTE and carried.points == HERE):
        return (data,)
    return None
