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
    "uses": "Uses",
    "glossary": "Glossary",
    "teachers": "For teachers",
    "starts": "Many starts",
    "components": "How many components",
    "shapes": "Shapes and their cost",
    "density": "Density and outliers",
    "missing": "Missing values",
    "climbers": "Other climbers",
    "collapse": "Collapse",
    "pulsars": "Pulsars",
    "background": "A video's background",
    "speakers": "Who is speaking",
    "routines": "Routines from sensors",
    "customers": "Customers who leave",
    "anomalies": "Anomalies",
    "colours": "An image's colours",
    "languages": "Which language, which genre",
    "gaps": "Filling gaps",
}

# The pages that a page of its own leads to. They are not in the bar: as a menu of it, on a phone,
# Streamlit would put them into a list that a screen reader cannot read.
LABORATORY = ("starts", "components", "shapes", "density", "missing", "climbers", "collapse")
USES = (
    *("pulsars", "background", "speakers", "routines", "customers", "anomalies"),
    *("colours", "languages", "gaps"),
)


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
        visibility="hidden" if name in LABORATORY + USES else "visible",
    )
