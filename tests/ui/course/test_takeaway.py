"""A lesson is taken away from its own page; nothing is made before it is asked for."""

from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from gmm.files import PAGES
from gmm.ui.course import takeaway
from gmm.ui.course.lessons import find_lesson
from gmm.ui.course.packing import give_lesson_for_a_disk
from gmm.ui.course.page import lesson_page
from gmm.ui.course.takeaway import write_frame
from tests.present import present
from tests.ui.course.files import file_of, scene_of

NAME = "the-climb"


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What the dialog's buttons that download something are given."""
    calls: list[tuple[Any, ...]] = []
    monkeypatch.setattr(st, "download_button", lambda *given, **_more: calls.append(given))
    return calls


def open_page(**query: str) -> AppTest:
    app = AppTest.from_file(str(PAGES / "course.py"), default_timeout=30)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    next(each for each in app.button if each.label == label).click().run()
    assert not app.exception
    return app


def test_nothing_is_made_until_somebody_downloads_it(
    offered: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    packed: list[str] = []

    def give(name: str) -> object:
        packed.append(name)
        return give_lesson_for_a_disk(name)

    monkeypatch.setattr(takeaway, "give_lesson_for_a_disk", give)
    app = open_page(lesson=NAME)
    assert offered == []
    app = press(app, "Take it away")
    assert packed == []
    [(label, write, file, mime)] = offered
    assert (label, file, mime) == ("The lesson as a page", f"06-{NAME}-lesson.html", "text/html")
    assert write() == lesson_page(give_lesson_for_a_disk(NAME))
    assert packed == [NAME]
    assert app.code[0].value == write_frame(file, present(find_lesson(NAME)).lesson.title)


def test_a_lesson_of_ones_own_is_taken_away_the_same_way(offered: list[tuple[Any, ...]]) -> None:
    app = open_page()
    app.file_uploader[0].upload("mine.md", file_of(scene_of()).encode()).run()
    offered.clear()
    app = press(press(app, "Open the lesson"), "Take it away")
    label, write, file, _ = offered[-1]
    assert label == "The lesson as a page"
    assert write().startswith("<!doctype html>")
    assert file.endswith(".html")
    assert not any("For teachers" in each.value for each in app.caption)


def test_the_list_of_lessons_has_nothing_to_take_away() -> None:
    assert [each.label for each in open_page().button] == []


def test_the_line_for_another_page_names_the_lesson_for_who_hears_it() -> None:
    assert write_frame("a b.html", 'K < 3 & "more"') == (
        '<iframe src="a%20b.html" title="K &lt; 3 &amp; &quot;more&quot;" '
        'width="100%" height="760"></iframe>'
    )
