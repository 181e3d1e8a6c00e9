"""A lesson to take away: one file that needs no server, and the line that shows it in a page.

The button stands in the line of the navigation, where the lesson, which fills the window, has no
need of the room. Nothing is made before somebody asks for it.
"""

import html
from collections.abc import Callable
from functools import partial
from urllib.parse import quote

import streamlit as st

from gmm.ui.course.lessons import Entry
from gmm.ui.course.packing import give_lesson_for_a_disk
from gmm.ui.course.page import lesson_page
from gmm.ui.stage.payload import Payload

_KEY = "lesson-away"


def offer_entry(entry: Entry) -> None:
    """Offer one of the lessons that come with the app.

    Parameters
    ----------
    entry : Entry
    """
    name = entry.name
    _offer(
        f"{entry.number:02}-{name}-lesson.html",
        entry.lesson.title,
        lambda: lesson_page(give_lesson_for_a_disk(name)),
        "A sheet to print and the text of the lesson are on the page [For teachers](teachers).",
    )


def offer_own(payload: Payload) -> None:
    """Offer a lesson of somebody's own.

    Parameters
    ----------
    payload : dict
        Packed for a page without links.
    """
    _offer(f"{payload['lesson']}.html", payload["title"], partial(lesson_page, payload), "")


def _offer(file: str, title: str, write: Callable[[], str], more: str) -> None:
    """A button that opens the dialog."""
    with st.container(key=_KEY):
        st.html(_STYLE)
        # Without a help: it would come back with the focus, on top of the lesson's own buttons.
        if st.button("Take it away", icon=":material/ios_share:", key=f"{_KEY}-open"):
            _open(file, title, write, more)


@st.dialog("Take it away")
def _open(file: str, title: str, write: Callable[[], str], more: str) -> None:
    st.markdown(
        "This lesson as one HTML file. It is played in a browser, with no server and no network. "
        "Put it on a course site, or open it from a disk."
    )
    st.download_button(
        "The lesson as a page", write, file, "text/html", type="primary", on_click="ignore"
    )
    st.markdown("To show it inside another page, put the file beside that page. Then add this:")
    st.code(write_frame(file, title), language="html", wrap_lines=True)
    if more:
        st.caption(more)


def write_frame(file: str, title: str) -> str:
    """Write the HTML that shows a lesson's file inside another page.

    Parameters
    ----------
    file : str
        What it is called, beside that page.
    title : str
        Of the lesson, for who hears the page.
    """
    src, name = quote(file), html.escape(title)
    return f'<iframe src="{src}" title="{name}" width="100%" height="760"></iframe>'


# The navigation is above the page: the button is on top of it, at its empty end.
_STYLE = f"""<style>
:has(> .st-key-{_KEY}) {{ position: absolute; }}
.st-key-{_KEY} {{
  position: fixed; z-index: 999991; inset: 0.55rem 1.9rem auto auto; width: auto !important;
}}
@media (max-width: 640px) {{
  .st-key-{_KEY} {{ right: 1rem; }}
}}
</style>"""
