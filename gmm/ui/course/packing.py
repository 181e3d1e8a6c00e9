"""Lessons packed once for all who open them, where pages are not served (`gmm.ui.recorder`)."""

from functools import partial
from typing import Any

import streamlit as st

from gmm.ui.course.component import show_lesson
from gmm.ui.course.handouts import Handout
from gmm.ui.course.lessons import Entry, list_lessons
from gmm.ui.course.places import ALONE, APP, Places
from gmm.ui.elsewhere import Elsewhere
from gmm.ui.plain import plain
from gmm.ui.recorder import Job, Recorder, RefusedError
from gmm.ui.stage.payload import Payload
from gmm.ui.waiting import ask, do, forget_stop, offer_again

PAGE = "course"  # where somebody waits

# By estimate: lesson 10 takes as long, lesson 11, which tries many starts, five times as long, the
# others a tenth or a fifth. It says that they are heavy.
LESSON_SECONDS = 1.0

_PACK_ENTRY = Elsewhere("gmm.ui.course.lessons", "pack_entry")

# All lessons, with links to others and without: some megabytes.
_packed: dict[tuple[str, Places], Payload] = {}


def pack_all(recorder: Recorder) -> None:
    """Have all lessons packed before somebody opens them, when there is nothing else to do.

    Parameters
    ----------
    recorder : Recorder
    """
    for entry in list_lessons():
        recorder.begin(_plan(entry.name, APP), partial(_packed.__setitem__, (entry.name, APP)))


def show_packed(name: str) -> None:
    """Put one of the lessons on the page.

    Parameters
    ----------
    name : str
        One of the lessons'.
    """
    key = (name, APP)
    place = st.empty()  # always there: the lesson below it stays the one that it is
    try:
        if key not in _packed:
            ask(_plan(*key), PAGE, "Preparing the lesson", *_keep(key), place)
    except RefusedError as error:
        st.warning(plain(str(error)))
        offer_again(PAGE, "Open the lesson")
        return
    forget_stop(PAGE)
    show_lesson(_packed[key])


def give_lesson_for_a_disk(name: str) -> Payload:
    """Give one of the lessons without links to others, for a button that downloads it.

    Parameters
    ----------
    name : str
    """
    key = (name, ALONE)
    if key not in _packed:
        do(_plan(*key), *_keep(key))
    return _packed[key]


def give_handout(entry: Entry, handout: Handout, base: str) -> str:
    """Write what a teacher takes of one of the lessons, for a button that downloads it.

    Parameters
    ----------
    entry : Entry
    handout : Handout
    base : str
        The address of the folder that the course is in.
    """
    job = Job(
        ("handout", entry.name, handout.ending, base),
        handout.write,
        (entry, base, APP),
        LESSON_SECONDS,
    )
    written: str = do(job)
    return written


def _plan(name: str, places: Places) -> Job:
    return Job(("lesson", name, places), _PACK_ENTRY, (name, places), LESSON_SECONDS)


def _keep(key: tuple[str, Places]) -> tuple[Any, Any]:
    return partial(_packed.__setitem__, key), partial(_packed.get, key)
