"""The pages of the app: a script and a title each, and where they stand in the bar."""

from copy import copy
from functools import cache

import streamlit as st
from streamlit.navigation.page import Page

from gmm.files import PAGES

TITLES = {
    "playground": "Playground",
    "course": "Course",
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

LABORATORY = ("starts", "components", "shapes", "density", "missing", "climbers", "collapse")

# What the bar shows: pages by themselves, and menus with a name.
SECTIONS = {
    "": tuple(name for name in TITLES if name not in LABORATORY),
    "Laboratory": LABORATORY,
}


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
    return st.Page(PAGES / f"{name}.py", title=TITLES[name], default=name == next(iter(TITLES)))
