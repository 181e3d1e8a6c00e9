"""Lessons' files for the tests."""

from collections.abc import Callable

from gmm.ui.course.lesson import LessonError
from gmm.ui.course.measured import Measured
from gmm.ui.course.names import calculate
from gmm.ui.course.payload import pack_lesson
from gmm.ui.course.reading import read_lesson
from gmm.ui.link import read_link
from gmm.ui.recording import record_link
from gmm.ui.run import Run
from gmm.ui.stage.payload import Payload

LINK = "?data=Old+Faithful&k=2&frame=1&v=4"


def file_of(*scenes: str) -> str:
    """A lesson with these scenes; each begins below its heading."""
    head = "# A lesson\n\nGoal: see.\nMinutes: 5\n"
    return head + "".join(f"\n## Scene {at}\n\n{text}\n" for at, text in enumerate(scenes, 1))


def scene_of(words: str = "Words.", task: str = "", link: str = LINK) -> str:
    return f"Link: {link}\n\n{words}\n\n{task}"


def pack(*scenes: str) -> Payload:
    return pack_lesson(read_lesson(file_of(*scenes)), "a-lesson", 3)


def troubles_of(make: Callable[[], object]) -> list[str]:
    """What is wrong, a line each."""
    try:
        make()
    except LessonError as error:
        return str(error).splitlines()
    return []


def run_of(**query: str) -> Run:
    """The run that an address leads to."""
    return record_link(read_link({**query, "v": "4"})[0])


def value_of(data: Measured, name: str) -> float:
    """The number that a name stands for in a lesson of one scene."""
    return calculate(name, [data], 0)
