"""What a teacher can download of a lesson: one table; a row more is a button more."""

from collections.abc import Callable
from typing import NamedTuple

from gmm.ui.course.lessons import FOLDER, Entry
from gmm.ui.course.packing import give_lesson_for_a_disk, give_sheet
from gmm.ui.course.page import lesson_page


class Handout(NamedTuple):
    """A kind of file.

    Attributes
    ----------
    label, told : str
        Of its button, with the lesson's number, and what is said about it.
    ending : str
        Of the file's name, after the lesson's.
    write : callable
        A lesson and the course's address -> what is in the file.
    """

    label: str
    told: str
    ending: str
    write: Callable[[Entry, str], str]


def _read_file(entry: Entry, _base: str) -> str:
    return (FOLDER / f"{entry.number:02}-{entry.name}.md").read_text(encoding="utf-8")


def _write_page(entry: Entry, _base: str) -> str:
    return lesson_page(give_lesson_for_a_disk(entry.name))


HANDOUTS = (
    Handout(
        "Sheet {number}",
        "One HTML file for A4, to print from the browser.",
        "sheet.html",
        lambda entry, base: give_sheet(entry, False, base),
    ),
    Handout(
        "Sheet {number} with answers",
        "The same, with the answers on pages of their own at the end.",
        "sheet-with-answers.html",
        lambda entry, base: give_sheet(entry, True, base),
    ),
    Handout(
        "Lesson {number} as a page",
        "One HTML file that is played in a browser, with no server and no network.",
        "lesson.html",
        _write_page,
    ),
    Handout(
        "Lesson {number} as text",
        "The Markdown file, to translate or to change.",
        "lesson.md",
        _read_file,
    ),
)
