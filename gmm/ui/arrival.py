"""Who has just come: a newcomer is led to the first lesson, a teacher to the plans."""

from collections.abc import Collection
from urllib.parse import unquote, urlsplit

import streamlit as st

from gmm.ui.link import LESSON_NAME, Classroom, Link
from gmm.ui.pages import find_page
from gmm.ui.plain import plain

FIRST_LESSON = "one-bell-curve"


def lead_on(link: Link) -> None:
    """Offer the course below the settings; a class that was given a link has its own way.

    Parameters
    ----------
    link : Link
    """
    if link.classroom != Classroom():
        return
    with st.container(horizontal=True, key="lead-on"):
        st.page_link(
            find_page("course"),
            label="New here? Lesson 1",
            query_params={LESSON_NAME: FIRST_LESSON},
            width="content",
        )
        st.page_link(find_page("teachers"), label="For teachers", width="content")


def tell_wrong_page(names: Collection[str]) -> None:
    """Say so, once, where an address asks for a page that is not there: the first one is shown.

    Parameters
    ----------
    names : collection of str
        The pages', as addresses have them.
    """
    asked = unquote(urlsplit(st.context.url or "").path).rpartition("/")[2]
    if asked and asked not in names and st.session_state.get("wrong-page") != asked:
        st.session_state["wrong-page"] = asked
        words = f"There is no page “{asked[:60]}”. This is the playground."
        st.toast(plain(words), icon=":material/link_off:", duration="long")
