"""A lesson on a page of the app: a component in JavaScript that plays it alone."""

from functools import cache
from typing import Any

import streamlit as st

from gmm.ui.course.page import lesson_style
from gmm.ui.stage.payload import Payload
from gmm.ui.stage.script import assemble_script, read_part


def show_lesson(payload: Payload) -> None:
    """Put a lesson on the page.

    Parameters
    ----------
    payload : dict
        What `gmm.ui.course.payload.pack_lesson` gives.
    """
    _register_lesson()(key=f"lesson-{payload['lesson']}", data=payload)


def show_list(lessons: list[Payload]) -> None:
    """Put the list of lessons on the page, with what this browser has done of each.

    Parameters
    ----------
    lessons : list of dict
        Each with its name, number, title, goal, minutes, number of scenes and address.
    """
    _register_list()(key="lessons", data={"lessons": lessons})


@cache
def _register_lesson() -> Any:
    return st.components.v2.component(
        "mixtape_lesson",
        html=read_part("lesson.html"),
        css=lesson_style(),
        js=assemble_script("lesson"),
    )


@cache
def _register_list() -> Any:
    return st.components.v2.component(
        "mixtape_lessons",
        html='<section class="lessons" data-testid="lessons"></section>',
        css=read_part("course.css"),
        js=assemble_script("course"),
    )
