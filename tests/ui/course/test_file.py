"""A lesson's file, from anywhere."""

import pytest

from gmm.ui.course.file import open_lesson
from gmm.ui.course.lesson import LessonError
from gmm.ui.course.reading import LONGEST
from tests.ui.course.files import file_of, scene_of


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
