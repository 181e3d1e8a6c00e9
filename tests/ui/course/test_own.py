"""A teacher's own lesson, from anywhere."""

import pytest
from streamlit.testing.v1 import AppTest

from gmm.files import PAGES
from gmm.ui.course import file as file_module
from gmm.ui.course.own import MOST_SHOWN
from gmm.ui.recorder import open_recorder
from tests.ui.course.files import file_of, scene_of


def open_page(**query: str) -> AppTest:
    app = AppTest.from_file(str(PAGES / "course.py"), default_timeout=30)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def test_the_page_tells_what_is_wrong_by_line_and_not_too_much() -> None:
    app = open_page()
    many = file_of(*(scene_of(f"[[x{i}]]") for i in range(MOST_SHOWN + 5)))
    app.file_uploader[0].upload("a.md", many.encode()).run()
    assert not app.exception
    told = app.error[0].value
    assert told.count("- Line") == MOST_SHOWN
    assert "and 5 more" in told


def test_a_lesson_is_opened_taken_away_and_closed() -> None:
    app = open_page()
    app.file_uploader[0].upload("a.md", file_of(scene_of()).encode()).run()
    assert "1 scenes" not in app.success[0].value
    button = next(each for each in app.button if each.label == "Open the lesson")
    button.click().run()
    assert not app.exception
    assert [each.label for each in app.button] == ["Take it away", "Close this lesson"]
    app.button[1].click().run()
    assert not app.exception
    assert app.file_uploader


def test_a_lesson_that_is_not_there_is_told() -> None:
    app = open_page(lesson="<b>nothing</b>")
    assert not app.exception
    assert "There is no lesson" in app.info[0].value
    assert not open_page(lesson="ellipses").info


def test_a_file_is_read_once_not_with_every_run_of_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []
    really = file_module.open_lesson

    def open_lesson(content: bytes, file: str) -> object:
        opened.append(file)
        return really(content, file)

    monkeypatch.setattr(file_module, "open_lesson", open_lesson)
    app = open_page()
    app.file_uploader[0].upload("a.md", file_of(scene_of()).encode()).run()
    app.run()
    assert opened == ["a.md"]
    app.file_uploader[0].upload("b.md", file_of(scene_of()).encode()).run()
    assert opened == ["a.md", "b.md"]
    assert not app.exception


def test_another_process_packs_it_or_tells_what_is_wrong() -> None:
    with open_recorder():
        app = open_page()
        app.file_uploader[0].upload("a.md", file_of(scene_of()).encode()).run()
        assert not app.exception
        assert "Nothing is wrong in it" in app.success[0].value
        app.file_uploader[0].upload("a.md", file_of(scene_of("[[x]]")).encode()).run()
        assert not app.exception
        assert "- Line 10" in app.error[0].value
