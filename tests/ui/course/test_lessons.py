"""The lessons: complete, true, plainly worded, and light."""

import html
import json
import re
from collections.abc import Iterator

import pytest

from gmm.files import PAGES
from gmm.ui.course.glossary import find_term
from gmm.ui.course.lesson import Choose, Lesson, Passage
from gmm.ui.course.lessons import FOLDER, find_lesson, list_entries, list_lessons, pack_entry
from gmm.ui.course.payload import pack_lesson
from gmm.ui.course.places import ALONE
from gmm.ui.course.reading import read_lesson
from gmm.ui.uses.cases import CASES
from tests.ui.course.files import troubles_of

NAMES = [entry.name for entry in list_lessons()]
LONGEST, MEAN = 25, 15  # words of a sentence
MOST_BYTES = 250_000


def lesson_of(name: str) -> Lesson:
    entry = find_lesson(name)
    assert entry is not None
    return entry.lesson


def sentences_of(name: str) -> Iterator[str]:
    """What a lesson says, with its numbers: a formula or a number is a word."""
    for scene in pack_entry(name)["scenes"]:
        task = scene["task"] or {}
        said = [scene["words"], task.get("question", "")]
        said += [task.get(part, "") for part in ("hint", "right", "wrong")]
        for option in task.get("options", []):
            said += [option["words"], option["because"]]
        for part in said:
            text = re.sub(r"<math.*?</math>", " x ", part)
            text = re.sub(r"</(p|li|td|th|tr|table)>", ". ", text)
            text = html.unescape(re.sub(r"<[^>]*>", "", text))
            for sentence in re.split(r"(?<=[.:?])\s+", text):
                if re.search(r"\w", sentence):
                    yield sentence


def test_they_are_there_in_their_order() -> None:
    assert [entry.number for entry in list_lessons()] == list(range(1, len(NAMES) + 1))
    assert [
        *("one-bell-curve", "several-bells", "ellipses", "the-e-step", "the-m-step", "the-climb"),
        *("soft-against-hard", "starts", "collapse", "your-own-data"),
        *("how-many", "shapes-and-density"),
    ] == NAMES
    assert [entry["address"] for entry in list_entries()] == [
        f"course?lesson={name}" for name in NAMES
    ]
    assert find_lesson("nothing") is None


@pytest.mark.parametrize("name", NAMES)
def test_every_claim_is_true_and_every_scene_has_something_to_do(name: str) -> None:
    packed = pack_entry(name)
    assert 5 <= len(packed["scenes"]) <= 8
    assert all(scene["task"] for scene in packed["scenes"])
    kinds = {scene["task"]["kind"] for scene in packed["scenes"]}
    assert len(kinds) >= 2
    assert len(json.dumps(packed).encode()) < MOST_BYTES


@pytest.mark.parametrize("name", NAMES)
def test_sentences_are_short(name: str) -> None:
    counts = {sentence: len(sentence.split()) for sentence in sentences_of(name)}
    assert {sentence: n for sentence, n in counts.items() if n > LONGEST} == {}
    assert sum(counts.values()) / len(counts) <= MEAN


@pytest.mark.parametrize("name", NAMES)
def test_each_answer_has_its_own_explanation(name: str) -> None:
    for scene in lesson_of(name).scenes:
        if isinstance(scene.task, Choose):
            reasons = [option.because.text for option in scene.task.options]
            assert len(set(reasons)) == len(reasons)


@pytest.mark.parametrize("name", NAMES)
def test_every_term_is_in_the_glossary(name: str) -> None:
    terms = pack_entry(name)["terms"]
    assert terms
    for term in terms.values():
        assert find_term(term["name"]) is not None


@pytest.mark.parametrize("name", NAMES)
def test_a_number_with_a_point_is_calculated(name: str) -> None:
    """Nothing measured is typed in: what stands there is a definition or part of a question."""
    for scene in lesson_of(name).scenes:
        computed = r"\[\[.*?\]\]|\((?:playground|laboratory|use):[^)]*\)|\$[^$]*\$"
        typed = re.sub(computed, "", scene.words.text)
        for number in re.findall(r"(?<![\w.])\d+\.\d+", typed):
            assert number in TYPED.get(name, set()), (scene.title, number)


# A point of a question, a unit, a number that the data were made with.
TYPED: dict[str, set[str]] = {
    "one-bell-curve": {"3.6"},  # km/h in m/s
    "the-climb": {"0.01"},  # nats, a rule to stop by
    "collapse": {"0.4"},  # one over the root of 2 pi
    "shapes-and-density": {"0.1", "0.01"},  # cm and cm², a square around a flower
}


def test_lessons_lead_on_to_each_other() -> None:
    for name, following in zip(NAMES, [*NAMES[1:], None], strict=True):
        onward = pack_entry(name)["next"]
        assert (onward and onward["lesson"]) == following
    assert pack_entry(NAMES[0], ALONE)["home"] == ""
    assert pack_entry(NAMES[0], ALONE)["next"] is None


def test_what_comes_after_is_in_the_laboratory() -> None:
    """Where a lesson leads on, its last words do so, to a page that opens."""
    leading = {}
    for name in NAMES:
        last = pack_entry(name)["scenes"][-1]
        written = json.dumps([last["words"], last["task"]])
        leading[name] = re.findall(r'href=\\"([a-z]+)\?(?:data=)', written)
    assert {name: pages for name, pages in leading.items() if pages} == {
        "starts": ["starts"],
        "collapse": ["collapse"],
        "your-own-data": ["components"],
        "how-many": ["components", "starts"],
        "shapes-and-density": ["shapes", "density"],
    }
    for pages in leading.values():
        assert all((PAGES / f"{page}.py").exists() for page in pages)


def test_each_use_leans_on_a_lesson_that_leads_to_it() -> None:
    leading = {}
    for name in NAMES:
        last = pack_entry(name)["scenes"][-1]
        written = json.dumps([last["words"], last["task"]])
        leading[name] = {page for page in CASES if f'href=\\"{page}\\"' in written}
    for page, case in CASES.items():
        assert [name for name, pages in leading.items() if page in pages] == [case.lesson]


def test_a_claim_that_is_false_is_found() -> None:
    """The check of a claim can fail: given a false end, every one does."""

    def turn(check: Passage) -> Passage:
        return Passage(f"{check.text} and 1 > 2", check.line)

    for name in NAMES:
        lesson = lesson_of(name)
        turned = [scene._replace(checks=tuple(map(turn, scene.checks))) for scene in lesson.scenes]
        found = troubles_of(lambda: pack_lesson(lesson._replace(scenes=tuple(turned)), name))  # noqa: B023
        assert len(found) == sum(len(scene.checks) for scene in lesson.scenes)


def test_the_files_are_plain_text_without_carriage_returns() -> None:
    for path in FOLDER.glob("[0-9][0-9]-*.md"):
        text = path.read_text(encoding="utf-8")
        assert "\r" not in text
        assert "\t" not in text
        assert read_lesson(text)
