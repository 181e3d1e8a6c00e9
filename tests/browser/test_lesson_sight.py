"""A lesson for every eye and hand: sizes, themes, terms, the hall, and what axe finds."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator

from tests.browser.axe import find_violations
from tests.browser.lesson_desk import WORDS, LessonDesk, choose, lesson_of, scene, trial
from tests.present import present

DESKTOP = {"viewport": {"width": 1280, "height": 720}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SIZES = [(1280, 720), (1920, 1080), (1024, 768), (990, 700)]


@pytest.fixture
def open_desk(browser: Browser) -> Iterator[Any]:
    contexts, desks = [], []

    def opened(**options: Any) -> LessonDesk:
        contexts.append(browser.new_context(reduced_motion="reduce", **options))
        desks.append(LessonDesk(contexts[-1].new_page()))
        return desks[-1]

    yield opened
    for context in contexts:
        context.close()
    assert [error for desk in desks for error in desk.errors] == []


@pytest.fixture
def desk(open_desk: Any) -> LessonDesk:
    made: LessonDesk = open_desk(**DESKTOP)
    return made


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_no_violation(open_desk: Any, screen: dict[str, Any], scheme: str) -> None:
    desk = open_desk(color_scheme=scheme, **screen)
    desk.start(trial())
    assert find_violations(desk.page) == []
    desk.task.locator(".option").nth(0).click()
    desk.task.locator(".option").nth(1).click()
    desk.lesson.locator(".term").first.click()
    desk.painted()
    assert find_violations(desk.page) == []
    desk.page.keyboard.press("Escape")
    desk.go(2)
    for text in ("1", "5", "2.9"):
        desk.task.locator(".typed").fill(text)
        desk.task.get_by_role("button", name="Check").click()
    assert find_violations(desk.page) == []
    desk.go(3)
    desk.task.get_by_role("button", name="Check").click()
    if screen is PHONE:
        desk.lesson.get_by_role("button", name="Picture").click()
    desk.painted()
    assert find_violations(desk.page) == []
    desk.go(6)
    desk.lesson.get_by_role("button", name="What I did").click()
    assert find_violations(desk.page) == []


# ------------------------------------------------------------------------------ sizes


@pytest.mark.parametrize("size", SIZES)
def test_words_question_and_picture_stand_together(open_desk: Any, size: tuple[int, int]) -> None:
    width, height = size
    desk = open_desk(viewport={"width": width, "height": height})
    desk.start(trial())
    for number in range(1, 7):
        if number > 1:
            desk.go(number)
        assert desk.page.evaluate("document.scrollingElement.scrollHeight <= innerHeight")
        assert desk.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
        boxes = [
            present(desk.lesson.locator(selector).first.bounding_box())
            for selector in (
                ".masthead",
                ".prose",
                ".task",
                ".stage",
                ".stage [data-pane=em] .plot",
            )
        ]
        for box in boxes:
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["y"] + box["height"] <= height
        words, picture = boxes[1], boxes[3]
        assert words["x"] + words["width"] <= picture["x"]
        assert boxes[4]["height"] > 200
        reading = desk.lesson.locator(".reading")
        assert reading.evaluate("part => part.scrollHeight <= part.clientHeight")


@pytest.mark.parametrize("size", SIZES)
def test_nothing_in_the_line_above_is_cut_or_covered(open_desk: Any, size: tuple[int, int]) -> None:
    desk = open_desk(viewport={"width": size[0], "height": size[1]})
    scenes = [scene(choose(), f"Scene {i}") for i in range(7)]
    desk.start(lesson_of(scenes, trial()["runs"], title="Soft against hard clustering"))
    boxes = desk.lesson.locator(".masthead > *").evaluate_all(
        "all => all.map((each) => each.getBoundingClientRect()).filter((box) => box.width).map((box) => [box.left, box.right])"
    )
    for (_, right), (left, _) in itertools.pairwise(boxes):
        assert right <= left
    assert boxes[-1][1] <= size[0]


TABLET = {"viewport": {"width": 834, "height": 1000}, "has_touch": True}


@pytest.mark.parametrize("screen", [PHONE, TABLET], ids=["phone", "tablet"])
def test_on_a_phone_words_and_picture_take_turns(open_desk: Any, screen: dict[str, Any]) -> None:
    desk = open_desk(**screen)
    desk.start(trial(), "#2")
    field, picture = desk.task.locator(".typed"), desk.stage.locator("[data-pane=em] .plot")
    assert desk.lesson.locator(".prose").is_visible()
    assert not picture.is_visible()
    field.fill("2,8")
    desk.lesson.get_by_role("button", name="Picture").click()
    assert picture.is_visible()
    assert not desk.lesson.locator(".prose").is_visible()
    assert desk.task.locator(".asks").is_visible()
    desk.stage.get_by_role("button", name="E-step").click()
    desk.wait_frame(3)
    desk.lesson.get_by_role("button", name="Read").click()
    assert field.input_value() == "2,8"
    assert desk.data("frame") == "3"
    assert desk.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def test_on_a_phone_the_task_stays_with_the_picture(open_desk: Any) -> None:
    desk = open_desk(**PHONE)
    desk.start(trial(), "#4")
    desk.lesson.get_by_role("button", name="Picture").click()
    task = present(desk.task.bounding_box())
    plot = present(desk.stage.locator("[data-pane=em] .plot").bounding_box())
    assert task["y"] + task["height"] <= plot["y"]
    assert plot["y"] + plot["height"] <= 844
    desk.step("End", int(desk.data("frames")) - 1)
    desk.wait_done(1)
    assert desk.verdict.startswith("Done.")
    assert desk.task.locator(".verdict").is_visible()
    # A new scene is read first.
    desk.lesson.locator(".forward").click()
    desk.wait_scene(5)
    assert desk.lesson.locator(".prose").is_visible()


def test_what_is_pressed_on_a_phone_is_large_enough(open_desk: Any) -> None:
    desk = open_desk(**PHONE)
    payload = trial()
    payload["title"] = "Shapes, density and sampling"
    payload["scenes"] += payload["scenes"][:2]  # eight, the most that a lesson of ours has
    desk.start(payload, "#3")
    size = "all => all.map((each) => Math.min(each.offsetWidth, each.offsetHeight))"
    assert min(desk.lesson.locator(".press:visible:not(.bykeys)").evaluate_all(size)) >= 32
    assert min(desk.lesson.locator(".dots .dot").evaluate_all(size)) >= 24


def test_at_twice_the_size_everything_is_reached(open_desk: Any) -> None:
    """1280 x 720, zoomed to 200 %."""
    desk = open_desk(viewport={"width": 640, "height": 360})
    desk.start(trial())
    assert desk.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    desk.task.locator(".option").nth(1).click()
    desk.wait_done(1)
    desk.lesson.get_by_role("button", name="Picture").click()
    desk.stage.get_by_role("button", name="M-step").click()
    desk.wait_frame(2)


# ------------------------------------------------------------------------------ terms


def meaning(desk: LessonDesk) -> Locator:
    return desk.lesson.locator(".meaning")


def test_a_term_shows_its_meaning_on_hover_focus_and_press(desk: LessonDesk) -> None:
    desk.start(trial())
    term = desk.lesson.get_by_role("button", name="density", exact=True)
    told = meaning(desk)
    term.hover()
    told.wait_for()
    assert told.inner_text().split("\n")[0] == "Density"
    assert term.get_attribute("aria-describedby") == told.get_attribute("id")
    told.hover()  # one can go there
    desk.page.wait_for_timeout(300)
    assert told.is_visible()
    desk.page.mouse.move(900, 500)
    told.wait_for(state="hidden")
    term.focus()
    told.wait_for()
    desk.page.keyboard.press("Escape")
    told.wait_for(state="hidden")
    term.click()
    desk.page.mouse.move(900, 500)
    desk.page.wait_for_timeout(300)
    assert told.is_visible()
    desk.lesson.locator(".heading").click()
    told.wait_for(state="hidden")
    assert term.get_attribute("aria-describedby") is None


def test_a_formula_tells_its_symbols(desk: LessonDesk) -> None:
    desk.start(trial(), "#2")
    desk.turn("PageUp", 1)
    for _ in range(2):
        desk.page.keyboard.press("Tab")
    assert desk.page.evaluate("document.activeElement.localName") == "math"
    assert meaning(desk).locator("b").all_inner_texts()[0] == "Mean"
    assert "Density" in meaning(desk).inner_text()
    desk.page.keyboard.press("Tab")
    meaning(desk).wait_for(state="hidden")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    "place",
    ["left: 0; top: 200px", "right: 0; bottom: 0", "left: 40%; bottom: 60px", "right: 0; top: 0"],
)
def test_a_meaning_never_covers_its_word_and_stays_in_the_window(
    open_desk: Any, width: int, place: str
) -> None:
    desk = open_desk(viewport={"width": width, "height": 500})
    word = f'<button type="button" class="term" data-term="density" style="position: fixed; z-index: 9; {place}">density</button>'
    payload = lesson_of([scene(None, words=word)], trial()["runs"])
    payload["terms"]["density"] = {
        "name": "Density",
        "meaning": "<p>" + "Many words. " * 25 + "</p>",
    }
    desk.start(payload)
    desk.lesson.locator(".term").focus()
    told, own = (
        present(desk.lesson.locator(each).bounding_box()) for each in (".meaning", ".term")
    )
    assert told["x"] >= 0
    assert told["x"] + told["width"] <= width
    assert told["y"] >= 0
    assert told["y"] + told["height"] <= 500
    assert told["y"] >= own["y"] + own["height"] or told["y"] + told["height"] <= own["y"]


def test_escape_closes_one_thing_at_a_time(desk: LessonDesk) -> None:
    desk.start(trial())
    desk.lesson.get_by_role("button", name="Hall view").click()
    desk.painted()
    desk.stage.locator(".uncertain").click()
    desk.lesson.get_by_role("button", name="density", exact=True).click()
    hall, card = (
        desk.lesson.locator("xpath=self::*[contains(@class, 'hall')]"),
        desk.stage.locator(".card"),
    )
    for open_ones in ((False, True, 1), (False, False, 1), (False, False, 0)):
        desk.page.keyboard.press("Escape")
        desk.painted()
        assert (meaning(desk).is_visible(), card.is_visible(), hall.count()) == open_ones


# ------------------------------------------------------------------------------ colours, the hall


def test_components_have_their_colour_and_mark(open_desk: Any) -> None:
    for scheme in ("light", "dark"):
        desk = open_desk(color_scheme=scheme, **DESKTOP)
        desk.start(trial())
        named = desk.lesson.locator(".told [data-component='0']").first
        colour = named.evaluate("element => element.style.getPropertyValue('--colour')")
        assert colour == desk.inspect("stage.palette[0]")
        assert named.locator(".badge").count() == 1
        symbol = desk.lesson.locator("msub[data-component]")
        assert symbol.evaluate("element => element.style.getPropertyValue('--colour')") == colour


def test_forced_colours_leave_components_theirs(open_desk: Any) -> None:
    desk = open_desk(forced_colors="active", **DESKTOP)
    desk.start(trial())
    named = desk.lesson.locator(".told [data-component='0']").first
    assert named.evaluate("element => getComputedStyle(element).forcedColorAdjust") == "none"


def test_the_hall_holds_words_and_picture(desk: LessonDesk) -> None:
    desk.start(trial())
    small = desk.lesson.locator(".told").evaluate(
        "part => parseFloat(getComputedStyle(part).fontSize)"
    )
    desk.lesson.get_by_role("button", name="Hall view").click()
    desk.painted()
    box = present(desk.lesson.bounding_box())
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 1280, 720)
    large = desk.lesson.locator(".told").evaluate(
        "part => parseFloat(getComputedStyle(part).fontSize)"
    )
    assert large > 1.15 * small
    assert desk.lesson.locator(".told").is_visible()
    assert desk.inspect("stage.view.projector")
    # It goes on from scene to scene, by a presenter's keys.
    desk.turn("PageDown", 2)
    desk.turn("PageDown", 3)
    assert "hall" in (desk.lesson.get_attribute("class") or "").split()
    plot = present(desk.stage.locator("[data-pane=em] .plot").bounding_box())
    task = present(desk.task.bounding_box())
    assert task["x"] + task["width"] < plot["x"]
    assert find_violations(desk.page) == []
    desk.page.keyboard.press("Escape")
    desk.painted()
    assert desk.lesson.get_attribute("class") == "lesson"
    assert not desk.inspect("stage.view.projector")


def test_the_stages_own_menu_leads_to_the_lessons_hall(desk: LessonDesk) -> None:
    desk.start(trial())
    desk.tick("projector")
    assert "hall" in (desk.lesson.get_attribute("class") or "").split()
    desk.lesson.get_by_role("button", name="Leave the hall view").click()
    desk.painted()
    assert desk.lesson.get_attribute("class") == "lesson"


def test_words_of_a_formula_are_read(desk: LessonDesk) -> None:
    desk.start(lesson_of([scene(None, words=WORDS)], trial()["runs"]))
    math = desk.lesson.locator("math")
    assert math.get_attribute("tabindex") == "0"
