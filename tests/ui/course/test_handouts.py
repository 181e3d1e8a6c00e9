"""What a teacher can download of a lesson."""

import pytest

from gmm.ui.course.handouts import HANDOUTS, SITE_HANDOUTS, Handout, name_handout
from gmm.ui.course.lessons import list_lessons
from gmm.ui.course.places import APP, SITE

BASE = "https://example.org/course"


@pytest.mark.parametrize("handout", HANDOUTS, ids=lambda handout: handout.ending)
def test_each_is_a_file_of_the_lesson(handout: Handout) -> None:
    entry = list_lessons()[0]
    written = handout.write(entry, BASE, APP)
    assert written.startswith("# " if handout.ending.endswith(".md") else "<!doctype html>")
    assert entry.lesson.title in written
    assert "{number}" in handout.label


def test_only_one_of_them_has_the_answers() -> None:
    entry = list_lessons()[0]
    sheets = [each.write(entry, BASE, APP) for each in HANDOUTS if each.ending.startswith("sheet")]
    assert ["Answers: " in each for each in sheets] == [False, True]


def test_a_site_has_questions_and_answers_apart() -> None:
    entry = list_lessons()[0]
    sheet, answers = (
        each.write(entry, "https://example.org/a/", SITE) for each in SITE_HANDOUTS[:2]
    )
    assert "Answers: " not in sheet
    assert "<h1>Answers: " in answers
    assert 'class="scene"' in sheet
    assert 'class="scene"' not in answers
    # The font of formulas lies beside them once.
    for written in (sheet, answers):
        assert f'<link rel="stylesheet" href="{SITE.font}">' in written
        assert "@font-face" not in written
    assert "https://example.org/a/lesson-one-bell-curve.html#4" in sheet


def test_names_tell_the_lesson() -> None:
    entry = list_lessons()[2]
    assert name_handout(entry, HANDOUTS[0]) == "03-ellipses-sheet.html"
    names = [name_handout(each, kind) for each in list_lessons() for kind in SITE_HANDOUTS]
    assert len(names) == len(set(names))
