"""What has been done is kept in the browser, by lesson, and can be handed in and cleared."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from gmm.ui.stage.payload import Payload, pack_run
from gmm.ui.stage.script import assemble_script, read_part
from tests.browser.conftest import Modules
from tests.browser.desk import run_of
from tests.browser.lesson_desk import (
    ROUND,
    WAITING,
    LessonDesk,
    choose,
    do,
    lesson_of,
    scene,
    trial,
)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    yield opened
    opened.close()


@pytest.fixture
def desk(context: BrowserContext) -> Iterator[LessonDesk]:
    opened = LessonDesk(context.new_page())
    yield opened
    assert opened.errors == []


def answer(desk: LessonDesk, option: int = 1) -> None:
    desk.task.locator(".option").nth(option).click()
    desk.painted()


def kept(desk: LessonDesk, lesson: str = "trial") -> Any:
    return desk.page.evaluate(f"JSON.parse(localStorage.getItem('mixtape-lesson-{lesson}'))")


def questions(name: str, count: int = 3) -> Payload:
    scenes = [scene(choose(), f"Scene {i}") for i in range(count)]
    return lesson_of(scenes, [pack_run(run_of(**ROUND))], lesson=name)


def test_a_reload_keeps_what_was_done(desk: LessonDesk) -> None:
    desk.start(trial())
    answer(desk, 0)
    answer(desk, 1)
    assert kept(desk) == {"1": {"done": True, "tries": 2, "answer": 1}}
    desk.page.reload()
    desk.play(trial())
    assert desk.told("done") == 1
    assert "Because of 1" in desk.verdict
    assert desk.look("[lesson.done[0], lesson.tries[0]]") == [True, 2]
    answer(desk, 2)
    assert desk.look("[lesson.done[0], lesson.tries[0]]") == [True, 3]


def test_two_lessons_do_not_disturb_each_other(desk: LessonDesk, context: BrowserContext) -> None:
    other = LessonDesk(context.new_page())
    desk.start(questions("one"))
    other.start(questions("two"))
    answer(other)
    other.go(2)
    answer(desk)
    assert (desk.told("done"), other.told("done")) == (1, 1)
    assert (desk.told("scene"), other.told("scene")) == (1, 2)
    assert [*kept(desk, "one")] == [*kept(desk, "two")] == ["1"]


def test_two_tabs_with_one_lesson_lose_nothing(desk: LessonDesk, context: BrowserContext) -> None:
    other = LessonDesk(context.new_page())
    desk.start(questions("one"))
    other.start(questions("one"), "#2")
    answer(desk)
    other.wait_done(1)  # it is told
    answer(other)
    desk.wait_done(2)
    desk.go(3)
    answer(desk, 0)
    assert {number: deed["done"] for number, deed in kept(desk, "one").items()} == {
        "1": True,
        "2": True,
        "3": False,
    }
    # What is done stays done, whatever another tab that has it on show answers.
    other.go(1)
    answer(other, 0)
    deed = kept(desk, "one")["1"]
    assert (deed["done"], deed["tries"]) == (True, 2)
    other.go(2)
    # What one clears is cleared for both.
    desk.lesson.get_by_role("button", name="What I did").click()
    desk.lesson.get_by_role("button", name="Clear").click()
    desk.lesson.get_by_role("button", name="Really clear?").click()
    other.wait_done(0)
    answer(other)
    assert [*kept(desk, "one")] == ["2"]


FORBIDDEN = """Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } });"""
FULL = """Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };"""


@pytest.mark.parametrize("trouble", [FORBIDDEN, FULL], ids=["forbidden", "full"])
def test_without_storage_it_is_kept_in_memory(desk: LessonDesk, trouble: str) -> None:
    desk.page.add_init_script(trouble)
    desk.start(trial())
    answer(desk)
    desk.go(2)
    desk.go(1)
    assert desk.told("done") == 1
    assert "Because of 1" in desk.verdict


RUBBISH = [
    "",
    "{",
    "null",
    "3",
    "[]",
    '"x"',
    '{"1": null}',
    '{"1": {"done": "yes", "tries": -1.5, "answer": {}}}',
]


def test_rubbish_in_the_storage_is_passed_over(desk: LessonDesk) -> None:
    desk.page.goto("http://lesson.test/")
    for text in RUBBISH:
        desk.page.evaluate("text => localStorage.setItem('mixtape-lesson-trial', text)", text)
        desk.page.reload()
        desk.play(trial())
        assert desk.told("done") == 0, text
        assert desk.verdict == ""
    answer(desk)
    assert kept(desk)["1"]["done"] is True


def test_an_answer_that_is_there_no_more_is_passed_over(desk: LessonDesk) -> None:
    desk.page.goto("http://lesson.test/")
    old = json.dumps(
        {
            "1": {"done": True, "tries": 1, "answer": 9},
            "2": {"done": False, "tries": 1, "answer": "x"},
        }
    )
    desk.page.evaluate("text => localStorage.setItem('mixtape-lesson-trial', text)", old)
    desk.play(trial())
    assert desk.told("done") == 1
    desk.go(2)
    assert "not a number" in desk.verdict


# ------------------------------------------------------------------------------ handing in


def test_a_report_says_what_was_done(modules: Modules) -> None:
    lesson = questions("one")
    deeds = [{"done": True, "tries": 1}, {"done": False, "tries": 3}, {"done": False, "tries": 0}]
    report = modules("report", "m.writeReport(a[0], a[1], new Date(2026, 4, 1))", [lesson, deeds])
    assert report.split("\n") == [
        "Mixtape, lesson 3: A trial",
        "2026-05-01",
        "1. Scene 0: done, 1 try",
        "2. Scene 1: not done, 3 tries",
        "3. Scene 2: not done",
        "Done: 1 of 3 scenes",
    ]


def test_what_was_done_is_copied(desk: LessonDesk, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.page.add_init_script(
        "navigator.clipboard ?? Object.defineProperty(navigator, 'clipboard',"
        " { value: { writeText: async (text) => { window.copied = text; } } })"
    )
    desk.start(trial())
    answer(desk)
    desk.lesson.get_by_role("button", name="What I did").click()
    dialog = desk.lesson.get_by_role("dialog")
    text = dialog.get_by_role("textbox").input_value()
    assert "1. A density: done, 1 try" in text
    assert re.search(r"^\d{4}-\d\d-\d\d$", text, re.MULTILINE)
    dialog.get_by_role("button", name="Copy what I did").click()
    dialog.get_by_text("Copied.").wait_for()
    assert desk.page.evaluate("window.copied ?? navigator.clipboard.readText()") == text
    desk.page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")


def test_without_a_clipboard_the_text_is_selected(desk: LessonDesk) -> None:
    desk.page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    desk.start(trial())
    desk.lesson.get_by_role("button", name="What I did").click()
    dialog = desk.lesson.get_by_role("dialog")
    dialog.get_by_role("button", name="Copy what I did").click()
    dialog.get_by_text("Press Ctrl C").wait_for()
    text = dialog.get_by_role("textbox")
    selected = text.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)")
    assert selected == text.input_value()


def test_clearing_asks_once(desk: LessonDesk) -> None:
    desk.start(trial())
    answer(desk)
    desk.lesson.get_by_role("button", name="What I did").click()
    dialog = desk.lesson.get_by_role("dialog")
    dialog.get_by_role("button", name="Clear").click()
    assert desk.told("done") == 1
    dialog.get_by_role("button", name="Really clear?").click()
    assert desk.told("done") == 0
    assert kept(desk) is None
    assert "1. A density: not done" in dialog.get_by_role("textbox").input_value()
    dialog.get_by_role("button", name="Close").click()
    assert desk.verdict == ""
    assert desk.task.locator("[aria-pressed=true]").count() == 0


def test_a_task_whose_condition_holds_begins_anew_when_it_is_cleared(desk: LessonDesk) -> None:
    desk.start(lesson_of([scene(do("end"), "End")], [pack_run(run_of(**WAITING))]))
    desk.page.keyboard.press("End")
    desk.wait_done(1)
    desk.lesson.get_by_role("button", name="What I did").click()
    dialog = desk.lesson.get_by_role("dialog")
    dialog.get_by_role("button", name="Clear").click()
    dialog.get_by_role("button", name="Really clear?").click()
    dialog.get_by_role("button", name="Close").click()
    desk.painted().painted()
    assert (desk.data("frame"), desk.told("done"), kept(desk)) == ("0", 0, None)


# ------------------------------------------------------------------------------ the list


def test_the_list_tells_what_is_done(desk: LessonDesk) -> None:
    """Also while a lesson is done in another tab."""
    script = assemble_script("course").replace("export default function", "function")
    lessons = [
        {
            "name": name,
            "number": i + 1,
            "title": f"Lesson {name}",
            "goal": "say what it is.",
            "minutes": 10,
            "scenes": 3,
            "address": f"?lesson={name}",
        }
        for i, name in enumerate(("one", "two"))
    ]
    desk.page.route(
        "http://lesson.test/list",
        lambda route: route.fulfill(
            content_type="text/html; charset=utf-8",
            body=f"""<!doctype html><html lang="en"><title>List</title><style>{read_part("course.css")}</style>
            <main><section class="lessons"></section></main><script type="module">{script}
            course({{ data: {{ lessons: {json.dumps(lessons)} }}, parentElement: document.querySelector("main") }});
            </script></html>""",
        ),
    )
    desk.page.goto("http://lesson.test/list")
    items = desk.page.locator(".lessons li")
    assert items.count() == 2
    link = items.first.get_by_role("link", name="Lesson one")
    assert link.get_attribute("href") == "?lesson=one#1"
    assert "done" not in items.first.inner_text()
    other = LessonDesk(desk.page.context.new_page())
    other.start(questions("one"))
    answer(other)
    items.first.get_by_text("1 of 3 scenes done").wait_for()
    for number in (2, 3):
        other.go(number)
        answer(other)
    items.first.get_by_text("Done", exact=True).wait_for()
    assert "done" not in items.nth(1).inner_text().lower()
