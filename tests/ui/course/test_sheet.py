"""A lesson on paper: all of it, by itself, and no answer before the last pages."""

import re
from html import unescape

import pytest

from gmm.ui.course.lessons import Entry, list_lessons
from gmm.ui.course.reading import read_lesson
from gmm.ui.course.sheet import write_sheet
from tests.ui.course.files import file_of, scene_of

CHOOSE = """Choose: Which?
- [ ] The first
  No: because.
- [x] The other
  Yes: so."""
NUMBER = """Number: How many, on average?
Answer: data.mean
Tolerance: 0.05
Unit: minutes
Hint: Add up.
Right: It is so."""
GUESS = """Guess: Where will it go?
Component: 1
Frame: 2
Tolerance: 0.5
Right: There.
Wrong: Elsewhere."""
DO = """Do: Go to the end.
When: end
Right: It stays there."""
WAITS = "?data=Waiting+times&twin=false&frame=1"


def sheet(*tasks: str, words: str = "Words.", **more: object) -> str:
    scenes = [scene_of(words, task, link=WAITS) for task in tasks]
    return write_sheet(read_lesson(file_of(*scenes)), "a-lesson", **more)  # type: ignore[arg-type]


def text_of(written: str) -> str:
    body = re.sub(r"<style>.*?</style>|<svg.*?</svg>", "", written, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


@pytest.mark.parametrize("entry", list_lessons(), ids=lambda entry: entry.name)
def test_every_lesson_has_a_sheet(entry: Entry) -> None:
    written = write_sheet(entry.lesson, entry.name, base="https://example.org/course")
    assert len(written) < 1_200_000
    headings = [unescape(each) for each in re.findall(r"</span> ([^<]*)</h2>", written)]
    assert headings == 2 * [scene.title for scene in entry.lesson.scenes]
    # Nothing that only a screen has, and nothing from elsewhere.
    assert not re.search(r"<(button|output|script|link|img|a|iframe|input)\b", written)
    assert not re.search(r"data-(live|term|component|terms)=", written)
    assert "default-src 'none'" in written
    assert not re.findall(r"(?:src|href)=\"(?!#|data:image/png;base64,)", written)
    names = re.findall(r' id="([^"]*)"', written)
    assert len(names) == len(set(names))


def test_answers_come_last_or_not_at_all() -> None:
    written = sheet(CHOOSE, NUMBER, GUESS, DO)
    asked, answered = written.split('<section class="answers">')
    for answer in ("Yes: so.", "It is so.", "There.", "It stays there.", "70.9 minutes"):
        assert answer not in text_of(asked)
    for answer in ("Yes: so.", "No: because.", "It is so.", "There.", "It stays there."):
        assert answer in text_of(answered)
    assert "70.90 minutes" in text_of(answered)  # as exactly as the tolerance asks
    assert "✓ B" in text_of(answered)
    assert sheet(CHOOSE, NUMBER, GUESS, DO, solutions=False).count('class="answer') == 0


def test_each_kind_of_task_has_its_place_to_write() -> None:
    assert sheet(CHOOSE).count('class="box"') == 2
    assert 'class="blank"></span> minutes' in sheet(NUMBER)
    assert "draw a cross into the picture where the mean of component 1 will be" in sheet(GUESS)
    assert "done on the screen" in sheet(DO)


def test_what_is_done_on_the_screen_has_a_code_to_scan() -> None:
    assert "QR code" not in sheet(DO)
    written = sheet(CHOOSE, DO, base="https://example.org/course")
    assert written.count("QR code") == 1
    assert "https://example.org/course?lesson=a-lesson#2" in written


def test_live_numbers_are_those_of_the_scene_s_frame() -> None:
    written = sheet(CHOOSE, words="Now [[iteration]], [[component.2]], $\\mu_1 = [[mean.1:1]]$.")
    assert "Now 1," in text_of(written)
    assert '<svg class="mark"' in written
    assert "<mn>" in written


def test_a_picture_is_drawn_once_for_scenes_that_show_the_same() -> None:
    written = sheet(CHOOSE, NUMBER, DO)
    assert text_of(written).count("The picture is that of scene 1.") == 2
    assert written.count("<figure") == 1


def test_nothing_hostile_comes_through() -> None:
    lesson = read_lesson(file_of(scene_of("`<script>1</script>`", CHOOSE, link=WAITS)))
    lesson = lesson._replace(title="<script>2</script>", goal="<img src=x>")
    written = write_sheet(lesson, '"><script>', base="https://example.org/course")
    assert "<script" not in written
    assert "<img" not in written
