"""Where the first page leads: a newcomer to the first lesson, a teacher to the plans."""

import streamlit as st

from gmm.files import PAGES
from gmm.ui.link import LESSON_NAME, Classroom, Link

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
            PAGES / "course.py",
            label="New here? Lesson 1",
            query_params={LESSON_NAME: FIRST_LESSON},
            width="content",
        )
        st.page_link(PAGES / "teachers.py", label="For teachers", width="content")
