"""A lesson's payload -> one HTML file: the same lesson on a disk, with no server."""

from gmm.ui.stage.page import write_page
from gmm.ui.stage.payload import Payload
from gmm.ui.stage.script import read_part


def lesson_page(payload: Payload) -> str:
    """Write a page that plays a lesson by itself, also from a file and inside an iframe.

    Parameters
    ----------
    payload : dict
        What `gmm.ui.course.payload.pack_lesson` gives without links to other pages.

    Returns
    -------
    str
        HTML, to be saved as UTF-8.
    """
    return write_page(
        payload["title"],
        payload,
        entry="lesson",
        call="lesson",
        style=lesson_style(),
        markup=read_part("lesson.html"),
    )


def lesson_style() -> str:
    """Read the style of a lesson: the stage's, and what a lesson puts around it."""
    return read_part("stage.css") + read_part("lesson.css")
