"""A lesson on a page of the app: a component in JavaScript that plays it alone."""

from typing import Any

from gmm.ui.stage.component import mount, register_bundle
from gmm.ui.stage.payload import Payload


def show_lesson(payload: Payload) -> None:
    """Put a lesson on the page.

    Parameters
    ----------
    payload : dict
        What `gmm.ui.course.payload.pack_lesson` gives.
    """
    mount(_register_lesson(), f"lesson-{payload['lesson']}", payload)


def show_list(lessons: list[Payload]) -> None:
    """Put the list of lessons on the page, with what this browser has done of each.

    Parameters
    ----------
    lessons : list of dict
        Each with its name, number, title, goal, minutes, number of scenes and address.
    """
    mount(_register_list(), "lessons", {"lessons": lessons})


def _register_lesson() -> Any:
    return register_bundle("mixtape_lesson", "lesson")


def _register_list() -> Any:
    return register_bundle("mixtape_lessons", "course")
