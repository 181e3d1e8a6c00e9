"""Things to do: what is said of each answer, and what can be tried again."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from gmm.ui.stage.payload import pack_run
from tests.browser.conftest import Modules
from tests.browser.desk import run_of
from tests.browser.lesson_desk import (
    ROUND,
    LessonDesk,
    do,
    guess,
    lesson_of,
    number,
    open_desk,
    scene,
    trial,
)


@pytest.fixture
def desk(browser: Browser) -> Iterator[LessonDesk]:
    with open_desk(browser) as opened:
        yield opened


def test_a_wrong_answer_has_its_own_explanation_and_can_be_tried_again(desk: LessonDesk) -> None:
    desk.start(trial())
    options = desk.task.locator(".option")
    options.nth(0).click()
    assert "Because of 0" in desk.verdict
    assert desk.told("done") == 0
    options.nth(2).click()
    assert "Because of 2" in desk.verdict
    assert "Because of 0" not in desk.verdict
    options.nth(1).click()
    assert "Because of 1" in desk.verdict
    assert desk.told("done") == 1
    assert options.evaluate_all("all => all.map((each) => each.getAttribute('aria-pressed'))") == [
        "false",
        "true",
        "false",
    ]
    # What is right stays right.
    options.nth(0).click()
    assert "Because of 0" in desk.verdict
    assert desk.told("done") == 1
    assert desk.look("lesson.tries") == [4, 0, 0, 0, 0, 0]
    # It is there again when one comes back.
    desk.go(2)
    desk.go(1)
    assert "Because of 0" in desk.verdict
    assert (
        desk.lesson.locator(".dots .dot").first.get_attribute("aria-label")
        == "Scene 1: A density, done"
    )


def test_choices_are_made_by_keyboard(desk: LessonDesk) -> None:
    desk.start(trial())
    desk.task.locator(".option").first.focus()
    desk.page.keyboard.press("Tab")
    desk.page.keyboard.press("Space")
    desk.wait_done(1)
    assert desk.data("frame") == "1"  # the space bar was the button's


TYPED: list[tuple[str, str, float | None]] = [
    ("2.9", "", 2.9),
    ("2,9", "", 2.9),
    (" -1.5 ", "", -1.5),
    ("\N{MINUS SIGN}1.5", "", -1.5),
    ("+3", "", 3),
    ("1e-3", "", 1e-3),
    ("1E3", "", 1000),
    (".5", "", 0.5),
    ("5.", "", 5),
    ("1,234.5", "", 1234.5),
    ("1 234", "", 1234),
    ("2.9 km/h", "km/h", 2.9),
    ("50 %", "%", 50),
    ("50%", "", 0.5),
    ("%", "", None),
    ("", "", None),
    ("two", "", None),
    ("1.2.3", "", None),
    ("1,2,3", "", None),
    ("1/2", "", None),
    ("Infinity", "", None),
    ("1e999", "", None),
    ("0x10", "", None),
    ("-", "", None),
]


def test_numbers_are_read_as_people_write_them(modules: Modules) -> None:
    read = modules(
        "answers", "a.map(([text, unit]) => m.readNumber(text, unit))", [row[:2] for row in TYPED]
    )
    assert read == [value for _, _, value in TYPED]


def test_a_tolerance_has_a_little_slack_for_rounding(modules: Modules) -> None:
    cases = [[2.85, 2.9, 0.05, True], [2.84, 2.9, 0.05, False], [0.3, 0.1 + 0.2, 1e-12, True]]
    cases += [[-2.9, 2.9, 0.05, False], [1034.05, 1034, 0.05, True], [1034.06, 1034, 0.05, False]]
    near = modules("answers", "a.map(([one, other, by]) => m.isNear(one, other, by))", cases)
    assert near == [case[3] for case in cases]


def type_number(desk: LessonDesk, text: str) -> str:
    desk.task.locator(".typed").fill(text)
    desk.task.get_by_role("button", name="Check").click()
    return desk.verdict


def test_a_number_is_judged_with_a_hint_after_two_wrong_ones(desk: LessonDesk) -> None:
    desk.start(trial(), "#2")
    field = desk.task.get_by_role("textbox", name="How large is the mean?")
    assert field.get_attribute("inputmode") == "decimal"
    assert "km/h" in desk.task.inner_text()
    hint = desk.task.locator(".helping")
    assert "not a number" in type_number(desk, "much")
    assert type_number(desk, "") != ""
    assert desk.look("lesson.tries[1]") == 0
    assert type_number(desk, "1") == "Not right. Try again."
    assert not hint.is_visible()
    assert type_number(desk, "29") == "Not right. Try again."
    assert hint.inner_text() == "Add them up, and divide by how many there are."
    assert type_number(desk, "2,94 km/h").startswith("Right. It is the sum")
    assert desk.told("done") == 1
    assert desk.look("lesson.tries[1]") == 3
    desk.go(1)
    desk.go(2)
    assert desk.task.locator(".typed").input_value() == "2,94 km/h"
    assert desk.verdict.startswith("Right.")


def test_keys_that_write_a_number_are_not_the_stages(desk: LessonDesk) -> None:
    desk.start(trial(), "#2")
    desk.task.locator(".typed").click()
    desk.page.keyboard.type("2 9")
    for key in ("ArrowLeft", "Home", "End", "Backspace"):
        desk.page.keyboard.press(key)
    desk.painted()
    assert desk.data("frame") == "2"
    assert desk.task.locator(".typed").input_value() == "2 "
    desk.page.keyboard.type("9,")
    desk.page.keyboard.press("Enter")
    desk.wait_settled()
    # After Enter the keys are the stage's again.
    desk.step("ArrowRight", 3)


def move_mean(desk: LessonDesk, to: tuple[float, float]) -> None:
    desk.drag(desk.spot(desk.mixture().means[0]), to)
    desk.painted()


def test_a_guess_is_judged_beside_the_truth(desk: LessonDesk) -> None:
    desk.start(trial(), "#3")
    check = desk.task.get_by_role("button", name="Check")
    check.click()
    assert desk.verdict == "Drag the mean of component 1 first, then press Check."
    assert desk.data("frame") == "1"
    truth = desk.mixture("stage.run.em.mixtures[1]").means[0]
    x, y = desk.spot(truth)
    move_mean(desk, (x + 150, y + 40))
    assert desk.task.locator(".verdict").inner_text() != ""  # until the frame changes
    check.click()
    desk.wait_frame(2)
    desk.wait_done(1)
    [off] = desk.inspect("stage.guesses")
    assert desk.verdict.startswith(f"Your guess was {off:.2g} standard deviations off.")
    assert "farther" in desk.verdict
    assert desk.stage.locator(".guessed, .guess").count() > 0  # it stays on show
    desk.task.get_by_role("button", name="Try again").click()
    desk.wait_frame(1)
    desk.painted()
    assert desk.inspect("stage.guesses") == []
    # The stage's own button does the same.
    move_mean(desk, (x + 2, y))
    desk.stage.get_by_role("button", name="M-step").click()
    desk.wait_frame(2)
    desk.painted()
    assert "That is close" in desk.verdict
    assert desk.look("lesson.tries[2]") == 2
    desk.go(1)
    desk.go(3)
    assert "That is close" in desk.verdict
    assert desk.data("frame") == "1"


def test_who_looked_first_is_told_how_to_guess(desk: LessonDesk) -> None:
    desk.start(trial(), "#3")
    desk.step("ArrowRight", 2)
    desk.painted()
    assert "did not move component 1" in desk.verdict
    assert desk.told("done") == 0
    desk.task.get_by_role("button", name="Try again").click()
    desk.wait_frame(1)
    desk.painted()
    assert desk.verdict == ""


def test_another_components_guess_does_not_count(desk: LessonDesk) -> None:
    desk.start(trial(), "#3")
    x, y = desk.spot(desk.mixture().means[1])
    desk.drag((x, y), (x + 30, y))
    desk.painted()
    desk.task.get_by_role("button", name="Check").click()
    assert desk.verdict == "Drag the mean of component 1 first, then press Check."


def test_a_guess_is_made_by_keyboard_alone(desk: LessonDesk) -> None:
    desk.start(trial(), "#2")
    desk.turn("PageDown", 3)
    for _ in range(3):  # from the heading over the button Check
        desk.page.keyboard.press("Tab")
        if desk.page.evaluate("document.activeElement.classList.contains('bykeys')"):
            break
    keys = desk.task.get_by_role("button", name="Move a component with the keys")
    assert keys.evaluate("button => button.getBoundingClientRect().width") > 50
    desk.page.keyboard.press("Enter")
    desk.stage.locator(".card:focus").wait_for()
    for key in ("ArrowRight", "ArrowUp", "ArrowUp"):
        desk.page.keyboard.press(key)
    desk.painted()
    check = desk.task.get_by_role("button", name="Check")
    check.focus()
    desk.page.keyboard.press("Enter")
    desk.wait_done(1)
    assert "standard deviations off" in desk.verdict


def test_a_task_ticks_itself_off(desk: LessonDesk) -> None:
    desk.start(trial(), "#4")
    hint = desk.task.get_by_role("button", name="Hint")
    hint.click()
    assert desk.task.locator(".helping").inner_text() == "Here is what helps."
    for frame in (1, 2, 3):
        desk.step("ArrowRight", frame)
    assert desk.told("done") == 0
    desk.page.keyboard.press("ArrowRight")
    desk.page.wait_for_selector('[data-testid=stage][data-frame="4"]')
    assert desk.told("done") == 1  # in the same frame
    assert desk.verdict == "Done. This is what it shows."
    assert desk.lesson.locator(".spoken, .verdict[role=status]").count() >= 2
    desk.step("ArrowLeft", 3)
    assert desk.verdict == "Done. This is what it shows."


def test_a_component_is_moved_by_keyboard_alone_where_there_is_no_table(desk: LessonDesk) -> None:
    desk.start(
        lesson_of([scene(do("hand"), hidden=["table", "menu"])], [pack_run(run_of(**ROUND))])
    )
    before = desk.run()
    keys = desk.task.locator(".bykeys")
    keys.focus()
    desk.page.keyboard.press("Enter")
    desk.stage.locator(".card:focus").wait_for()
    assert desk.stage.locator(".card h2").inner_text().startswith("Component 1")
    keys.focus()
    desk.page.keyboard.press("Enter")
    desk.stage.locator(".card:focus").wait_for()
    desk.painted()
    assert desk.stage.locator(".card h2").inner_text().startswith("Component 2")
    desk.page.keyboard.press("ArrowUp")
    desk.wait_other_run(before)
    desk.wait_done(1)


def test_a_point_is_opened_by_keyboard_alone(desk: LessonDesk) -> None:
    desk.start(lesson_of([scene(do("point"), hidden=["captions"])], [pack_run(run_of(**ROUND))]))
    desk.task.get_by_role("button", name="Open a point with the keys").focus()
    desk.page.keyboard.press("Enter")
    desk.stage.locator(".card:focus").wait_for()
    desk.wait_done(1)
    desk.page.keyboard.press("ArrowRight")
    desk.painted()
    assert not desk.stage.locator(".card h2").inner_text().startswith("Point 1 ")


def test_a_scene_without_a_task_is_done_when_it_is_seen(desk: LessonDesk) -> None:
    desk.start(lesson_of([scene(None), scene(number())], [pack_run(run_of(**ROUND))]))
    assert desk.told("done") == 1
    assert not desk.task.is_visible()


def test_nothing_is_ever_sent(desk: LessonDesk) -> None:
    desk.start(
        lesson_of(
            [scene(do("hand")), scene(guess(), frame=1, view="predict")],
            [pack_run(run_of(**ROUND))],
        )
    )
    requests: list[Any] = []
    desk.page.on("request", lambda request: requests.append(request.url))
    before = desk.run()
    x, y = desk.spot(desk.mixture().means[0])
    desk.drag((x, y), (x + 50, y))
    desk.wait_other_run(before)
    desk.wait_done(1)
    desk.turn("PageDown", 2)
    desk.page.wait_for_timeout(400)
    assert desk.page.evaluate("posted") == []
    assert requests == []
