"""A lesson's payload -> one HTML file: the same lesson on a disk, with no server."""

from gmm.ui.stage.page import write_page
from gmm.ui.stage.payload import Payload

STYLES = ("stage.css", "lesson.css")


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
        styles=STYLES,
        markup="lesson.html",
    )
