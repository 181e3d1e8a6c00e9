"""The teachers' page and its files."""

import io
import re
import zipfile
from html import unescape

import pytest

from gmm.ui.course import teaching
from gmm.ui.course.handouts import SITE_HANDOUTS, name_handout
from gmm.ui.course.lessons import FOLDER, list_lessons
from gmm.ui.course.places import SITE
from gmm.ui.course.plans import list_material
from gmm.ui.site.teachers import write_handouts, write_teachers


@pytest.fixture(scope="module")
def page() -> str:
    return write_teachers("")


def test_all_that_the_app_has_is_there(page: str) -> None:
    said = unescape(re.sub(r"<[^>]*>", "", page))
    material = list_material(SITE)
    for part in (material.plans, material.advice, material.exercises):
        assert all(each.title in said for each in part)
    for words in (teaching.PLANS, teaching.ADVICE, teaching.HANDOUTS, teaching.EXERCISES):
        assert words in said
    assert page.count("<details>") == len(material.exercises) + len(teaching.list_details())
    for entry in list_lessons():
        for handout in SITE_HANDOUTS:
            assert f'href="{name_handout(entry, handout)}"' in page
    # Markdown has become HTML.
    assert "<code>Goal:</code>" in page
    assert "**" not in said.partition(teaching.WRITING)[0]


def test_codes_are_missed_where_there_are_none(page: str) -> None:
    assert teaching.NO_CODES in page
    assert teaching.NO_CODES not in write_teachers("https://example.org/")


def test_a_line_shows_a_lesson_inside_another_page(page: str) -> None:
    line = (
        '<iframe src="{}lesson-ellipses.html" title="Ellipses" width="1200" height="760"></iframe>'
    )
    assert line.format("") in unescape(page)
    assert line.format("https://example.org/") in unescape(write_teachers("https://example.org/"))


def test_files_are_what_their_names_say(monkeypatch: pytest.MonkeyPatch) -> None:
    first = list_lessons()[:1]
    monkeypatch.setattr("gmm.ui.site.teachers.list_lessons", lambda: first)
    files = dict(write_handouts(""))
    assert list(files) == [
        *(name_handout(first[0], each) for each in SITE_HANDOUTS),
        teaching.TEMPLATE_FILE,
    ]
    text = files["01-one-bell-curve-lesson.md"]
    assert text == (FOLDER / "01-one-bell-curve.md").read_text("utf-8")
    packed = files["01-one-bell-curve-lesson.zip"]
    assert isinstance(packed, bytes)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == ["01-one-bell-curve-lesson.html"]
        lesson = archive.read("01-one-bell-curve-lesson.html").decode()
    assert lesson.startswith("<!doctype html>")
    assert "<script src" not in lesson
    assert dict(write_handouts(""))["01-one-bell-curve-lesson.zip"] == packed  # to the last byte
