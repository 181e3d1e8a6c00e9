"""A teacher's own lesson: a Markdown file opened in the app, and taken away as a page."""

import hashlib

import streamlit as st

from gmm.ui.course.component import show_lesson
from gmm.ui.course.lesson import LessonError
from gmm.ui.course.packing import LESSON_SECONDS
from gmm.ui.course.page import lesson_page
from gmm.ui.course.takeaway import offer_own
from gmm.ui.elsewhere import Elsewhere
from gmm.ui.plain import plain
from gmm.ui.recorder import Job, RefusedError
from gmm.ui.stage.payload import Payload
from gmm.ui.waiting import ask, offer_again

_OPEN_LESSON = Elsewhere("gmm.ui.course.file", "open_lesson")
_KEY = "own-lesson"
PAGE = "own-lesson"  # where somebody waits for it
MOST_SHOWN = 12  # of what is wrong in a file


def offer_own_lesson() -> None:
    """Offer to open a lesson's file."""
    with st.expander("Open a lesson of your own"):
        st.markdown(
            "A lesson is a Markdown file. The page “For teachers” describes its form and has a "
            "template. The file stays in your session."
        )
        file = st.file_uploader(
            "Lesson file", type=["md", "txt"], max_upload_size=1, key="own-lesson-file"
        )
        if file is None:
            return
        try:
            packed = _open_once(file.getvalue(), file.name)
        except LessonError as error:
            _tell(error)
            return
        except RefusedError as error:
            st.warning(plain(str(error)))
            offer_again(PAGE, "Check the file")
            return
        count = len(packed["scenes"])
        scenes = "1 scene" if count == 1 else f"{count} scenes"
        st.success(plain(f"“{packed['title']}” has {scenes}. Nothing is wrong in it."))
        left, right = st.columns(2)
        left.button(
            "Open the lesson",
            type="primary",
            width="stretch",
            on_click=lambda: st.session_state.update({_KEY: packed}),
        )
        right.download_button(
            "The lesson as a page",
            lesson_page(packed),
            f"{packed['lesson']}.html",
            "text/html",
            width="stretch",
            help="One HTML file. It needs no server and no network.",
        )


def show_own_lesson() -> bool:
    """Show the lesson that was opened from a file; False where there is none."""
    packed: Payload | None = st.session_state.get(_KEY)
    if packed is None:
        return False
    offer_own(packed)
    show_lesson(packed | {"fresh": True})  # another lesson's scene may be in the address
    st.button("Close this lesson", on_click=lambda: st.session_state.pop(_KEY))
    return True


def _open_once(content: bytes, file: str) -> Payload:
    """Read and pack a file, again only when it is another one."""
    key = f"{PAGE}-packed"
    name = (hashlib.sha256(content).hexdigest(), file)
    kept: tuple[tuple[str, str], Payload] | None = st.session_state.get(key)
    if kept is None or kept[0] != name:
        job = Job((PAGE, name), _OPEN_LESSON, (content, file), LESSON_SECONDS)
        kept = st.session_state[key] = (name, ask(job, PAGE, "Checking the lesson"))
    return kept[1]


def _tell(error: LessonError) -> None:
    """Say what is wrong, a line each."""
    troubles = error.troubles
    shown = [f"- Line {line}: {plain(text)}" for text, line in troubles[:MOST_SHOWN]]
    if len(troubles) > MOST_SHOWN:
        shown.append(f"- and {len(troubles) - MOST_SHOWN} more")
    st.error("This file cannot be opened yet.\n\n" + "\n".join(shown))
