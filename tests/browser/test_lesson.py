"""A lesson as a student plays it, on a page of its own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from gmm.ui.stage.payload import Payload, pack_run
from tests.browser.desk import run_of
from tests.browser.lesson_desk import (
    ROUND,
    WAITING,
    LessonDesk,
    do,
    lesson_of,
    open_desk,
    scene,
    trial,
)
from tests.browser.student import Student


@pytest.fixture
def desk(browser: Browser) -> Iterator[LessonDesk]:
    with open_desk(browser) as opened:
        yield opened


def test_a_student_does_one_of_each(desk: LessonDesk) -> None:
    payload = trial()
    Student(desk.start(payload), payload).play()
    assert "all 6 scenes" in desk.lesson.locator(".sum").inner_text()
    assert desk.page.evaluate("posted") == []


DEEDS = [
    *(["frame", 5], ["end"], ["flat", 0.01], ["point"], ["undecided", 0.6], ["component"]),
    *(["hand"], ["same", 0.01], ["worse", 1], ["above", -350], ["layer", "density"]),
    *(["layer", "rings"], ["temperature", 0.3], ["differ", 1], ["agree", 3]),
    *(["near", 1, 0.0, 0.0, 0.3], ["swapped"], ["collapsed"]),
]
LINE = [["near", 2, 60.0, 1.0], ["swapped"], ["hand"], ["collapsed"], ["flat", 0.5]]


@pytest.mark.parametrize(
    ("data", "deeds"), [(ROUND, DEEDS), (WAITING, LINE)], ids=["plane", "line"]
)
def test_a_student_does_what_every_condition_says(
    desk: LessonDesk, data: Payload, deeds: list[list[object]]
) -> None:
    scenes = [scene(do(*deed), f"{deed[0]}") for deed in deeds]
    payload = lesson_of(scenes, [pack_run(run_of(**data))])
    Student(desk.start(payload), payload).play()
