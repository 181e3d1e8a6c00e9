"""Plans, advice and exercises: what they open is there, and what they say is computed."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest

from gmm.ui.course.lessons import find_lesson, list_lessons
from gmm.ui.course.payload import pack_lesson
from gmm.ui.course.plans import list_material, read_material, read_template
from gmm.ui.course.reading import read_lesson
from gmm.ui.link import Link, read_link
from gmm.ui.recording import record_link
from tests.ui.course.files import troubles_of

PLAN = """# For teachers

## Plan: Short
Minutes: 5

| Minutes | What | Opens |
|---|---|---|
| 2 | Looks. | [{words}](lesson:{lesson}) |
| {last} | Goes on. | |
"""
EXERCISE = """## Exercise: A mean
Lesson: {lesson}
Link: {link}

There are [[N]].

Check: {check}
Solution: the mean is [[{name}:1]].
"""
FIRST = list_lessons()[0]


def plan(words: str = FIRST.lesson.title, lesson: str = FIRST.name, last: int = 3) -> str:
    return PLAN.format(words=words, lesson=lesson, last=last)


def exercise(**changed: str) -> str:
    told = {
        "lesson": FIRST.name,
        "link": "?data=Cyclist+speeds&k=1",
        "check": "N == 31",
        "name": "data.mean",
    }
    return EXERCISE.format(**(told | changed))


def addresses() -> list[str]:
    """Every link of the page."""
    plans, advice, exercises = list_material()
    written = [each.words for each in plans] + [each.words for each in advice]
    written += [text for each in exercises for text in (each.question, each.solution)]
    return [unescape(each) for text in written for each in re.findall(r'href="([^"]*)"', text)]


def test_there_are_plans_for_10_45_and_90_minutes_and_for_what_follows() -> None:
    assert [each.minutes for each in list_material().plans] == [10, 45, 90, 45]
    assert all("<table>" in each.words for each in list_material().plans)


def test_each_lesson_has_an_exercise() -> None:
    exercises = list_material().exercises
    assert len(exercises) >= 12
    assert {each.lesson for each in exercises} == {entry.name for entry in list_lessons()}
    assert len({each.title for each in exercises}) == len(exercises)


def test_each_link_leads_to_a_lesson_or_to_a_run() -> None:
    found = addresses()
    assert len(found) > 15
    for address in found:
        path, query = urlsplit(address).path, dict(parse_qsl(urlsplit(address).query))
        if path == "course":
            entry = find_lesson(query["lesson"])
            assert entry is not None
            assert 0 <= int(urlsplit(address).fragment or 0) <= len(entry.lesson.scenes)
        else:
            assert path == "./"
            link = opened(address)
            assert link.classroom.ask
            assert link.classroom.answer
            assert "projector" in link.view.on
    for each in list_material().exercises:
        assert record_link(each.link).frames > each.link.frame


def opened(address: str) -> Link:
    """What the playground makes of an address: all of it, and a run."""
    link, remarks = read_link(dict(parse_qsl(urlsplit(address).query)))
    assert remarks == []
    assert record_link(link).frames > link.frame
    return link


def test_sentences_are_short() -> None:
    plans, advice, exercises = list_material()
    written = [each.words for each in plans] + [each.words for each in advice]
    written += [text for each in exercises for text in (each.question, each.solution)]
    for text in written:
        words = unescape(re.sub(r"<(?:p|li|td|th|tr)[^>]*>", ". ", text))
        for sentence in re.split(r"[.:?;](?=\s)", re.sub(r"<[^>]*>", "", words)):
            if "÷" not in sentence:
                assert len(sentence.split()) <= 26, sentence


def test_numbers_are_computed() -> None:
    material = read_material(exercise())
    assert material.exercises[0].question == "<p>There are 31.</p>"
    assert material.exercises[0].solution == "<p>the mean is 3.1.</p>"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (plan(last=4), "Line 4: The rows take 6 minutes, not 5."),
        (plan(words="Two bells"), f"Line 8: “Two bells” opens “{FIRST.lesson.title}”."),
        (plan(lesson="no-such"), "Line 8: There is no lesson “no-such”."),
        (plan(lesson=f"{FIRST.name}#99"), f"Line 8: “{FIRST.name}” has no scene 99."),
        (exercise(check="N == 30"), "Line 7: The check “N == 30” is false."),
        (exercise(check="N"), "Line 7: “N” is no comparison. Use <, <=, >, >= or ==."),
        (exercise(lesson="no-such"), "Line 2: There is no lesson “no-such”."),
        (exercise(name="nothing"), "Line 8: “nothing” is none of the numbers that a lesson knows."),
        (exercise(name="N]] $x$ [[N"), "Line 8: Here formulas are written without dollars."),
        ("## Exercise: A\n\nWords.", "Line 1: “Lesson:” is missing."),
        ("## Other: A", "Line 1: A heading is “## Plan: ”, “## Advice: ” or “## Exercise: ” and"),
        ("## Advice: A\n\n[[N]]", "Line 3: “N” needs an exercise's link"),
        (exercise(link="?data=Draw+by+hand"), "Line 3: The link does not carry its points."),
        (exercise(link="?data=Cyclist+speeds&k=99"), "Line 3: The link says k = “99”"),
    ],
)
def test_what_is_wrong_is_told_by_line(text: str, told: str) -> None:
    troubles = troubles_of(lambda: read_material(text))
    assert len(troubles) == 1
    assert troubles[0].startswith(told)


def test_the_template_is_a_lesson_with_one_task_of_each_kind() -> None:
    packed = pack_lesson(read_lesson(read_template()), "template")
    assert [each["task"]["kind"] for each in packed["scenes"]] == [
        "choose",
        "number",
        "guess",
        "do",
    ]
