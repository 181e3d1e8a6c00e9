"""How the page of a case begins and how it ends: what all of them share."""

from collections.abc import Callable

import streamlit as st

from gmm.ui.address import open_link
from gmm.ui.course.lessons import find_lesson
from gmm.ui.lab.heading import Way, write_heading
from gmm.ui.lab.lines import head, write_style
from gmm.ui.lab.look import DRAFTS
from gmm.ui.link import LESSON_NAME, Link
from gmm.ui.pages import find_page
from gmm.ui.uses.cases import CASES


def open_case(page: str) -> Link:
    """Begin a page: its title and question, the ways to its lesson and to the other cases.

    Parameters
    ----------
    page : str
        In `gmm.ui.pages.USES`.

    Returns
    -------
    Link
        What the address says of the stage: its frame and its view. Widgets of the page are bound
        to parameters of other names than a link has (`gmm.ui.link`).
    """
    link = open_link(page)
    st.session_state[DRAFTS] = 0
    lesson = CASES[page].lesson
    write_heading(
        page,
        CASES[page].question,
        Way("uses", "All uses"),
        Way("course", f"Lesson: {_name_lesson(lesson)}", {LESSON_NAME: lesson}),
    )
    write_style()
    return link


def close_case(page: str, failing: str | Callable[[], object]) -> None:
    """End a page: where the method fails, and what to read.

    Parameters
    ----------
    page : str
        In `gmm.ui.pages.USES`.
    failing : str or callable
        In Markdown, or what draws it.
    """
    head("Where it fails")
    if callable(failing):
        failing()
    else:
        st.markdown(failing)
    case = CASES[page]
    head("What to read")
    st.markdown("\n".join(f"- {entry}" for entry in case.reading))
    st.page_link(
        find_page("course"),
        label=f"Lesson: {_name_lesson(case.lesson)}",
        query_params={LESSON_NAME: case.lesson},
        width="content",
    )


def _name_lesson(name: str) -> str:
    entry = find_lesson(name)
    assert entry is not None, f"There is no lesson {name}"
    return entry.lesson.title
