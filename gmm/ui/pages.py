"""The pages of the app: a script and a title each."""

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
