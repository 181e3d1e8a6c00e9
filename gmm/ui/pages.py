"""The pages of the app: a script and a title each, and where they stand in the bar."""

from copy import copy
from functools import cache

import streamlit as st
from streamlit.navigation.page import Page

from gmm.files import PAGES

TITLES = {
    "playground": "Playground",
    "course": "Course",
    "laboratory": "Laboratory",
    "glossary": "Glossary",
    "teachers": "For teachers",
    "starts": "Many starts",
    "components": "How many components",
    "shapes": "Shapes and their cost",
    "density": "Density and outliers",
    "missing": "Missing values",
    "climbers": "Other climbers",
    "collapse": "Collapse",
}

# The pages that the laboratory's own page leads to. They are not in the bar: as a menu of it, on a
# phone, Streamlit would put them into a list that a screen reader cannot read.
LABORATORY = ("starts", "components", "shapes", "density", "missing", "climbers", "collapse")


def find_page(name: str) -> Page:
    """Give one of the pages to Streamlit.

    Parameters
    ----------
    name : str
        In `TITLES`; the first one opens at the app's own address.
    """
    # Streamlit marks the one that is run.
    return copy(_make_page(name))


@cache
def _make_page(name: str) -> Page:
    return st.Page(
        PAGES / f"{name}.py",
        title=TITLES[name],
        default=name == next(iter(TITLES)),
        visibility="hidden" if name in LABORATORY else "visible",
    )
