"""Lessons packed once for all who open them."""

from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from gmm.files import PAGES
from gmm.ui.course import packing
from gmm.ui.course.handouts import HANDOUTS
from gmm.ui.course.lessons import list_lessons, pack_entry
from gmm.ui.course.packing import give_handout, give_lesson_for_a_disk, pack_all
from gmm.ui.course.places import ALONE, APP
from gmm.ui.recorder import Job, Recorder, open_recorder
from tests.ui.test_recorder import until


@pytest.fixture(autouse=True)
def packed(monkeypatch: pytest.MonkeyPatch) -> dict[Any, Any]:
    kept: dict[Any, Any] = {}
    monkeypatch.setattr(packing, "_packed", kept)
    return kept


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    with open_recorder() as opened:
        yield opened


def open_page(**query: str) -> AppTest:
    app = AppTest.from_file(str(PAGES / "course.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def test_all_are_packed_before_anybody_opens_them(
    recorder: Recorder, packed: dict[Any, Any]
) -> None:
    pack_all(recorder)
    until(lambda: len(packed) == len(list_lessons()))
    for entry in list_lessons():
        assert packed[entry.name, APP] == pack_entry(entry.name)
    # The process for ordinary runs had nothing to do with it.
    asked = recorder.ask(Job("a", eval, ("'gmm.ui.course.lessons' in __import__('sys').modules",)))
    assert asked.wait(60)
    assert asked.take() is False


def test_a_lesson_is_packed_elsewhere_and_shown_here(
    recorder: Recorder, packed: dict[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Any] = []
    monkeypatch.setattr(packing, "show_lesson", shown.append)
    for _ in range(2):
        assert not open_page(lesson="ellipses").exception
    assert list(packed) == [("ellipses", APP)]
    assert shown == [pack_entry("ellipses")] * 2
    assert shown[0] is shown[1]


def test_what_is_downloaded_is_written_elsewhere(recorder: Recorder) -> None:
    entry = list_lessons()[0]
    assert give_lesson_for_a_disk(entry.name) == pack_entry(entry.name, ALONE)
    for handout in HANDOUTS:
        written = handout.write(entry, "https://a.example/course", APP)
        assert give_handout(entry, handout, "https://a.example/course") == written


def test_a_lesson_that_was_stopped_says_so_and_can_be_opened(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = AppTest.from_file(str(PAGES / "course.py"), default_timeout=60)
    app.query_params["lesson"] = "ellipses"
    app.session_state["halted-course"] = (("lesson", "ellipses", APP), "Stopped.")
    app.run()
    assert [each.value for each in app.warning] == ["Stopped\\."]
    next(each for each in app.button if each.label == "Open the lesson").click().run()
    assert not app.exception
    assert not app.warning
