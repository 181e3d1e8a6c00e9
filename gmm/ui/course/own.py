"""A teacher's own lesson: a Markdown file opened in the app, and taken away as a page."""

import streamlit as st

from gmm.ui.course.component import show_lesson
from gmm.ui.course.lesson import LessonError
from gmm.ui.course.page import lesson_page
from gmm.ui.course.payload import pack_lesson
from gmm.ui.course.reading import LONGEST, read_lesson
from gmm.ui.plain import plain
from gmm.ui.stage.payload import Payload

_KEY = "own-lesson"
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
            packed = open_lesson(file.getvalue(), file.name)
        except LessonError as error:
            _tell(error)
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
    show_lesson(packed | {"fresh": True})  # another lesson's scene may be in the address
    st.button("Close this lesson", on_click=lambda: st.session_state.pop(_KEY))
    return True


def open_lesson(content: bytes, file: str) -> Payload:
    """Read and pack a lesson's file.

    Parameters
    ----------
    content : bytes
        As it came, from anywhere.
    file : str
        What it is called.

    Raises
    ------
    LessonError
        With a sentence for each thing that is wrong, and its line.
    """
    if len(content) > 4 * LONGEST:
        raise LessonError.of(f"A lesson has at most {LONGEST:,} characters.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise LessonError.of("The file is no text in UTF-8. Save it as UTF-8.") from None
    name = "".join(c if c.isalnum() and c.isascii() else "-" for c in file.rpartition(".")[0])
    return pack_lesson(read_lesson(text), f"own-{name.lower()[:40]}", linked=False)


def _tell(error: LessonError) -> None:
    """Say what is wrong, a line each."""
    troubles = error.troubles
    shown = [f"- Line {line}: {plain(text)}" for text, line in troubles[:MOST_SHOWN]]
    if len(troubles) > MOST_SHOWN:
        shown.append(f"- and {len(troubles) - MOST_SHOWN} more")
    st.error("This file cannot be opened yet.\n\n" + "\n".join(shown))
