"""The page on languages and styles of music: two tabs of the same shape."""

import streamlit as st

from gmm.ui.address import bind
from gmm.ui.uses.languages.show_languages import show_languages
from gmm.ui.uses.languages.show_music import show_music
from gmm.ui.uses.opening import close_case, open_case

PAGE = "languages"
TABS = ("Languages", "Music")


def show() -> None:
    """Put the page on the screen."""
    link = open_case(PAGE)
    languages, music = st.tabs(TABS, **bind("part"))
    # The other tab's work is done only where somebody looks at it.
    part, draw = (music, show_music) if music.open else (languages, show_languages)
    with part:
        failing = draw(link)
    close_case(PAGE, failing)
