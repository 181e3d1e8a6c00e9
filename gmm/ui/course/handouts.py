"""What a teacher can take of a lesson: one table; a row more is a button or a link more."""

from collections.abc import Callable
from typing import NamedTuple

from gmm.ui.course.lessons import FOLDER, Entry, pack_entry
from gmm.ui.course.page import lesson_page
from gmm.ui.course.places import ALONE, Places


class Handout(NamedTuple):
    """A kind of file.

    Attributes
    ----------
    label, told : str
        Of its button, with the lesson's number, and what is said about it.
    ending : str
        Of the file's name, after the lesson's.
    write : callable
        A lesson, the address of the folder that the course is in, and where the course is in that
        folder -> what is in the file.
    """

    label: str
    told: str
    ending: str
    write: Callable[[Entry, str, Places], str]


def name_handout(entry: Entry, handout: Handout) -> str:
    """Name the file."""
    return f"{entry.number:02}-{entry.name}-{handout.ending}"


def _write_sheet(entry: Entry, base: str, places: Places, answers: bool, questions: bool) -> str:
    from gmm.ui.course.sheet import write_sheet  # a server of pages does without Markdown

    return write_sheet(
        entry.lesson,
        entry.name,
        answers,
        base,
        places,
        questions=questions,
        font=places.font,
    )


def _write_questions(entry: Entry, base: str, places: Places) -> str:
    return _write_sheet(entry, base, places, answers=False, questions=True)


def _write_answers(entry: Entry, base: str, places: Places) -> str:
    return _write_sheet(entry, base, places, answers=True, questions=False)


def _write_both(entry: Entry, base: str, places: Places) -> str:
    return _write_sheet(entry, base, places, answers=True, questions=True)


def _write_page(entry: Entry, _base: str, _places: Places) -> str:
    return lesson_page(pack_entry(entry.name, ALONE))


def _read_file(entry: Entry, _base: str, _places: Places) -> str:
    return (FOLDER / f"{entry.number:02}-{entry.name}.md").read_text(encoding="utf-8")


_SHEET = Handout(
    "Sheet {number}",
    "One HTML file for A4, to print from the browser.",
    "sheet.html",
    _write_questions,
)
_PAGE = Handout(
    "Lesson {number} as a page",
    "One HTML file that is played in a browser, with no server and no network.",
    "lesson.html",
    _write_page,
)
_TEXT = Handout(
    "Lesson {number} as text",
    "The Markdown file, to translate or to change.",
    "lesson.md",
    _read_file,
)
HANDOUTS = (
    _SHEET,
    Handout(
        "Sheet {number} with answers",
        "The same, with the answers on pages of their own at the end.",
        "sheet-with-answers.html",
        _write_both,
    ),
    _PAGE,
    _TEXT,
)
# What a site has beside its pages: each of them once.
SITE_HANDOUTS = (
    _SHEET,
    Handout(
        "Answers to sheet {number}",
        "One HTML file for A4, with the answers alone.",
        "answers.html",
        _write_answers,
    ),
    _PAGE._replace(label=f"{_PAGE.label} (ZIP)", ending="lesson.zip"),
    _TEXT,
)
