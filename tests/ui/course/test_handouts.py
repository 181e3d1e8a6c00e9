"""What a teacher can download of a lesson."""

import pytest

from gmm.ui.course.handouts import HANDOUTS, Handout
from gmm.ui.course.lessons import list_lessons

BASE = "https://example.org/course"


@pytest.mark.parametrize("handout", HANDOUTS, ids=lambda handout: handout.ending)
def test_each_is_a_file_of_the_lesson(handout: Handout) -> None:
    entry = list_lessons()[0]
    written = handout.write(entry, BASE)
    assert written.startswith("# " if handout.ending.endswith(".md") else "<!doctype html>")
    assert entry.lesson.title in written
    assert "{number}" in handout.label


def test_only_one_of_them_has_the_answers() -> None:
    entry = list_lessons()[0]
    sheets = [each.write(entry, BASE) for each in HANDOUTS if each.ending.startswith("sheet")]
    assert ["Answers: " in each for each in sheets] == [False, True]
