"""A lesson's file: what it says, and what is wrong in it, by line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm.ui.course.lesson import Choose, Do, Guess, Number
from gmm.ui.course.reading import LONGEST, MOST_SCENES, read_lesson
from tests.ui.course.files import LINK, file_of, scene_of, troubles_of

CHOOSE = "Choose: Which?\n- [ ] This\n  No.\n- [x] That\n  Yes,\n  really."


def wrong(*scenes: str) -> list[str]:
    return troubles_of(lambda: read_lesson(file_of(*scenes)))


def test_a_lesson_has_a_head_and_scenes_in_their_order() -> None:
    lesson = read_lesson(file_of(scene_of("First."), scene_of("Second.\n\nMore.")))
    assert lesson[:3] == ("A lesson", "see.", 5)
    assert [scene.title for scene in lesson.scenes] == ["Scene 1", "Scene 2"]
    assert [scene.words.text for scene in lesson.scenes] == ["First.", "Second.\n\nMore."]
    assert lesson.scenes[0].link.settings.data == "Old Faithful"
    assert lesson.scenes[0].link.frame == 1


def test_windows_line_ends_and_a_mark_at_the_beginning_change_nothing() -> None:
    text = file_of(scene_of(task=CHOOSE))
    assert read_lesson("\ufeff" + text.replace("\n", "\r\n")) == read_lesson(text)
    assert read_lesson(text.replace("\n", "\r")) == read_lesson(text)


@pytest.mark.parametrize(
    "link",
    ["k=3&start_seed=5&v=4", "https://example.org/app/?k=3&start_seed=5&v=4", "?k=3&start_seed=5"],
)
def test_an_address_may_be_whole_or_what_stands_after_its_mark(link: str) -> None:
    settings = read_lesson(file_of(scene_of(link=link))).scenes[0].link.settings
    assert (settings.k, settings.start_seed) == (3, 5)


def test_words_with_a_colon_are_words() -> None:
    for words in ("Then: more.", "Note: this.", "Weight: 0.5.", "Here: x."):
        assert read_lesson(file_of(scene_of(words))).scenes[0].words.text == words


def test_words_keep_their_lines() -> None:
    text = file_of(scene_of("One.\n\n\nTwo."))
    words = read_lesson(text).scenes[0].words
    lines = text.split("\n")
    assert lines[words.line - 1 : words.line + 3] == words.text.split("\n")


def test_each_thing_to_do_is_read_with_all_that_is_said() -> None:
    number = "Number: How many?\nAnswer: N\nTolerance: 1\nUnit: min\nHint: Count.\n"
    number += "Right: Yes.\nWrong: No."
    guess = "Guess: Where?\nComponent: 1\nFrame: 2\nTolerance: 0.5\nRight: Close.\nWrong: Far."
    do = "Do: Step on.\nWhen: frame 3\nHint: Press.\nRight: Good."
    scenes = read_lesson(
        file_of(*(scene_of(task=each) for each in (CHOOSE, number, guess, do)))
    ).scenes
    choose, asked, guessed, done = (scene.task for scene in scenes)
    assert isinstance(choose, Choose)
    assert isinstance(asked, Number)
    assert isinstance(guessed, Guess)
    assert isinstance(done, Do)
    assert [(option.words.text, option.right) for option in choose.options] == [
        ("This", False),
        ("That", True),
    ]
    assert choose.options[1].because.text == "Yes,\nreally."
    assert (asked.answer.text, asked.unit.text, asked.wrong.text) == ("N", "min", "No.")
    assert (guessed.component, guessed.frame, guessed.tolerance) == (1, 2, 0.5)
    assert (done.when.text, done.hint.text) == ("frame 3", "Press.")


@pytest.mark.parametrize(
    ("scene", "said"),
    [
        ("Words only.", "Line 6: “Link:” is missing"),
        (scene_of(link="?k=99&v=4"), "Line 8: The link says k = “99”"),
        (scene_of(link="?v=4&data=Nothing"), "Line 8: The link says data = “Nothing”"),
        (scene_of(link="nothing"), "Line 8: “Link:” needs what stands after"),
        (f"Link: {LINK}\nLink: {LINK}\n\nWords.", "Line 9: “Link:” is there twice."),
        (scene_of(task="Answer: 3"), "Line 12: This belongs to a thing to do"),
        (scene_of(task="- [x] Yes\n  It is."), "Line 12: This belongs to a thing to do"),
        (scene_of(task="Choose: A?\n- [x] Yes\n- [ ] No\n  No."), "Line 13: An answer needs its"),
        (scene_of(task="Choose: A?\n- [x] Yes\n  It is."), "Line 12: “Choose:” needs two to six"),
        (scene_of(task=CHOOSE.replace("[x]", "[ ]")), "Line 12: Exactly one answer is right"),
        (scene_of(task=CHOOSE.replace("[ ]", "[x]")), "Line 12: Exactly one answer is right"),
        (
            scene_of(task=f"{CHOOSE}\n\nDo: Step.\nWhen: end\nRight: Yes."),
            "Line 19: A scene has at",
        ),
        (scene_of(task="Do: Step.\nRight: Yes."), "Line 12: “When:” is missing for “Do:”."),
        (
            scene_of(task="Do: Step.\nWhen: end\nRight: Yes.\nUnit: m"),
            "Line 15: “Unit:” means nothing",
        ),
        (scene_of(task="Do: Step.\nWhen:\nRight: Yes."), "Line 13: “When:” says nothing."),
        (
            scene_of(
                task="Guess: Where?\nComponent: 0\nFrame: 2\nTolerance: 1\nRight: A\nWrong: B"
            ),
            "Line 13: “Component:” is a whole number",
        ),
        (
            scene_of(
                task="Guess: Where?\nComponent: 1\nFrame: 2\nTolerance: 0\nRight: A\nWrong: B"
            ),
            "Line 15: “Tolerance:” is a number",
        ),
        (scene_of(link="?k=2&frmae=2&v=4"), "Line 8: The link has “frmae”, which means nothing"),
        (
            scene_of(link="?k=2&hide=curve.tabel&v=4"),
            "Line 8: “tabel” cannot be hidden. There are:",
        ),
        (
            scene_of(task="Do: Step.\nWhen: end\nRight: Yes.\nHnt: So."),
            "Line 15: “Hnt:” is not known",
        ),
        (scene_of("link: ?k=3"), "Line 10: “link:” is not known. Do you mean “Link:”?"),
        ("Link: ?v=4&k=2\n\n### Deep\n\nWords.", "Line 10: A scene's heading begins with"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(scene: str, said: str) -> None:
    assert [line for line in wrong(scene) if line.startswith(said)], wrong(scene)


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_lines() -> None:
    found = wrong("Words.", scene_of(task="Do: Step.\nRight: Yes."), "Words.")
    assert [line.split(":")[0] for line in found] == ["Line 6", "Line 16", "Line 19"]


def test_a_head_that_is_missing_is_told() -> None:
    assert len(troubles_of(lambda: read_lesson("## A scene\n\nLink: ?k=2&v=4\n"))) == 3
    assert troubles_of(lambda: read_lesson("# Title\n\nGoal: see.\nMinutes: 5\n")) == [
        "Line 1: There is no scene. A scene begins with “## ” and its title."
    ]


def test_size_is_bounded() -> None:
    assert troubles_of(lambda: read_lesson("x" * (LONGEST + 1)))
    assert wrong(*[scene_of()] * (MOST_SCENES + 1)) == [
        f"Line 1: A lesson has at most {MOST_SCENES} scenes."
    ]


PIECES = st.sampled_from(
    [
        "# T",
        "## S",
        "Link: ?k=2&v=4",
        "Do: a",
        "When: end",
        "- [x] a",
        "  b",
        "",
        "Goal: g",
        "Minutes: 5",
        "Check: 1 < 2",
        "[[N]]",
        "$x$",
        "\x00",
        "Right: r",
        "Guess: g",
        "Frame: -1",
    ]
)


@given(st.lists(PIECES | st.text(max_size=20), max_size=30))
def test_any_text_is_a_lesson_or_is_told_why_not(lines: list[str]) -> None:
    text = "\n".join(lines)
    told = [int(line.split()[1][:-1]) for line in troubles_of(lambda: read_lesson(text))]
    assert all(1 <= line <= text.count("\n") + 1 for line in told)
