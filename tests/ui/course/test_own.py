"""A teacher's own lesson, from anywhere."""

import pytest
from streamlit.testing.v1 import AppTest

from gmm.files import PAGES
from gmm.ui.course.lesson import LessonError
from gmm.ui.course.own import MOST_SHOWN, open_lesson
from gmm.ui.course.reading import LONGEST
from tests.ui.course.files import file_of, scene_of


def open_page(**query: str) -> AppTest:
    app = AppTest.from_file(str(PAGES / "course.py"), default_timeout=30)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def test_a_file_becomes_a_lesson_with_a_name_of_its_own() -> None:
    packed = open_lesson(file_of(scene_of()).encode(), "Mein Stück <1>.md")
    assert packed["lesson"].startswith("own-mein-st")
    assert packed["number"] == 0
    assert set(packed["lesson"]) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00", "Save it as UTF-8"),
        (b"x" * (4 * LONGEST + 1), "at most 200,000 characters"),
        (b"", "There is no scene"),
        (file_of(scene_of("[[x]]")).encode(), "Line 10: “x” is none"),
        (b"%PDF-1.4\n\x00\x01", "There is no scene"),
    ],
)
def test_what_cannot_be_opened_is_told(content: bytes, said: str) -> None:
    with pytest.raises(LessonError, match=said):
        open_lesson(content, "a.md")


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
    assert [each.label for each in app.button] == ["Close this lesson"]
    app.button[0].click().run()
    assert not app.exception
    assert app.file_uploader


def test_a_lesson_that_is_not_there_is_told() -> None:
    app = open_page(lesson="<b>nothing</b>")
    assert not app.exception
    assert "There is no lesson" in app.info[0].value
    assert not open_page(lesson="ellipses").info
