"""The lessons that come with the app: one Markdown file each, in the order of their numbers."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from gmm.ui.course.lesson import Lesson
from gmm.ui.course.places import APP, Places
from gmm.ui.course.reading import read_lesson
from gmm.ui.stage.payload import Payload

FOLDER = Path(__file__).parent
INTRODUCTION = (
    "Lessons of about ten minutes each, from one bell curve to your own data, and what comes after "
    "it. You do something in every scene. What you have done is kept in this browser alone."
)

_FILE = re.compile(r"(\d\d)-([a-z0-9-]+)\.md")


class Entry(NamedTuple):
    """A lesson in the list.

    Attributes
    ----------
    number : int
        Where it stands, from 1.
    name : str
        In addresses.
    lesson : Lesson
    """

    number: int
    name: str
    lesson: Lesson


@cache
def list_lessons() -> tuple[Entry, ...]:
    """List the lessons in their order."""
    found = []
    for path in sorted(FOLDER.glob("*.md")):
        name = _FILE.fullmatch(path.name)
        if name:
            lesson = read_lesson(path.read_text(encoding="utf-8"))
            found.append(Entry(int(name[1]), name[2], lesson))
    return tuple(found)


def list_entries(places: Places = APP) -> list[Payload]:
    """List the lessons as their list on the page has them.

    Parameters
    ----------
    places : Places
        Where they are.
    """
    return [
        {
            "name": name,
            "number": number,
            "title": lesson.title,
            "goal": lesson.goal,
            "minutes": lesson.minutes,
            "scenes": len(lesson.scenes),
            "address": places.find_lesson(name),
        }
        for number, name, lesson in list_lessons()
    ]


def find_lesson(name: str) -> Entry | None:
    """Find a lesson by its name; None where there is none."""
    return next((entry for entry in list_lessons() if entry.name == name), None)


@cache
def pack_entry(name: str, places: Places = APP) -> Payload:
    """Pack one of the lessons for the player, once for all who open it.

    Parameters
    ----------
    name : str
        One of the lessons'.
    places : Places
        Where its words lead.
    """
    from gmm.ui.course.payload import pack_lesson  # a list of lessons does without Markdown

    entry = find_lesson(name)
    assert entry is not None
    packed = pack_lesson(entry.lesson, name, entry.number, places)
    following = next((each for each in list_lessons() if each.number == entry.number + 1), None)
    if following and places.lesson:
        packed["next"] = {
            "lesson": following.name,
            "title": following.lesson.title,
            "address": places.find_lesson(following.name),
        }
    return packed
