"""From scene to scene: always the same state, by buttons, keys, the address and the browser's history."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ViewportSize

from gmm.ui.course.page import lesson_page
from gmm.ui.stage.payload import Payload, pack_run
from tests.browser.desk import run_of
from tests.browser.lesson_desk import ROUND, LessonDesk, choose, lesson_of, open_desk, scene, trial

VIEWPORT: ViewportSize = {"width": 1280, "height": 720}


@pytest.fixture
def desk(browser: Browser) -> Iterator[LessonDesk]:
    with open_desk(browser) as opened:
        yield opened


# All that the stage tells and shows; typed arrays as lists, functions left out.
EVERYTHING = """root => {
  const stage = root.querySelector(".stage");
  const told = JSON.stringify(root.inspect().stage, (_, value) => ArrayBuffer.isView(value) ? Array.from(value) : value);
  const find = (selector) => stage.querySelector(selector);
  return JSON.stringify([
    told, { ...stage.dataset }, [...stage.classList].sort(), find(".temperature").hidden, find(".undo").hidden,
    find(".card").hidden, find(".menu").open, find(".scrubber").value, find("dialog.help").open,
    [...stage.querySelectorAll("input[type=checkbox]")].map((box) => box.checked),
    [...stage.querySelectorAll(".tabs button")].map((tab) => tab.getAttribute("aria-pressed")),
    [...stage.querySelectorAll(".headline, .details, .legend, .card:not([hidden]) .body, .status")].map((part) => part.textContent),
    [...stage.querySelectorAll(".axes, .plot > *, .curve figcaption, .parameters")].map((part) =>
      part.outerHTML + (part.width && part.toDataURL ? part.toDataURL() : "")),
  ]);
}"""


def everything(desk: LessonDesk) -> str:
    desk.wait_settled()
    seen: str = desk.lesson.evaluate(EVERYTHING)
    return seen


def play_wildly(desk: LessonDesk) -> None:
    """Whatever a person may do to a stage, all of it left as it is."""
    page, stage = desk.page, desk.stage
    mean = desk.mixture().means[0]
    x, y = desk.spot(mean)
    desk.drag((x, y), (x + 70, y + 50))
    page.wait_for_timeout(150)
    desk.wait_other_run("")
    for key in ("ArrowRight", "ArrowRight", "End", "Home", "ArrowRight"):
        page.keyboard.press(key)
    desk.painted()
    if stage.locator(".menu").is_visible():
        warm = bool(desk.inspect("stage.view.temperature"))
        desk.tick("density", "predict", *([] if warm else ["temperature"]))
        page.wait_for_timeout(120)
        slider = stage.get_by_role("slider", name="Temperature")
        slider.focus()
        for _ in range(9):
            page.keyboard.press("ArrowLeft")
        desk.tick("temperature", "bound", "trails", "future")
    desk.drag(desk.spot(desk.mixture().means[1]), (x - 40, y + 60))
    page.keyboard.press("ArrowRight")
    desk.painted()
    stage.locator(".uncertain").click()
    page.mouse.move(*desk.spot(desk.mixture().means[2]))
    if stage.locator(".menu").is_visible():
        stage.locator(".menu summary").click()
    stage.locator("[data-do=play]").click()
    desk.painted()


def test_a_scene_is_always_the_same(desk: LessonDesk) -> None:
    runs = [pack_run(run_of(**ROUND)), pack_run(run_of(**{**ROUND, "n": 90}))]
    scenes = [
        scene(None, "Start"),
        scene(None, "Same run", frame=3, view="trails.no-cells.component-2"),
        scene(None, "Guess", frame=1, view="predict", hidden=["menu"]),
        scene(None, "Another run", frame=4, run=1),
        scene(None, "Warm", frame=2, view="temperature"),
    ]
    desk.start(lesson_of(scenes, runs))
    first: dict[int, str] = {}
    for number in (1, 2, 3, 4, 5, 1, 5, 3, 2):
        if number != 1 or first:
            desk.go(number)
        desk.page.mouse.move(5, 5)
        now = everything(desk)
        assert first.setdefault(number, now) == now, f"scene {number} is another one"
        assert desk.stage.locator(".undo").is_hidden()
        play_wildly(desk)


def test_a_scene_comes_with_its_numbers_in_one_frame(desk: LessonDesk) -> None:
    desk.start(trial())
    seen = desk.lesson.evaluate(
        """root => new Promise((done) => {
          const seen = [];
          const stage = root.querySelector(".stage");
          const note = () => seen.push([root.dataset.scene, stage.dataset.frame, root.querySelector(".heading").textContent].join());
          root.querySelector(".forward").click();
          let frames = 0;
          const look = () => { note(); (frames += 1) < 5 ? requestAnimationFrame(look) : done([...new Set(seen)]); };
          note();
          requestAnimationFrame(look);
        })"""
    )
    assert seen == ["1,1,A density", "2,2,A number"]


def test_back_next_dots_and_a_presenters_keys(desk: LessonDesk) -> None:
    desk.start(trial())
    lesson = desk.lesson
    assert lesson.locator(".backward").get_attribute("aria-disabled") == "true"
    lesson.locator(".backward").dispatch_event("click")
    desk.painted()
    assert desk.told("scene") == 1
    lesson.get_by_role("button", name="Next").click()
    desk.wait_scene(2)
    desk.turn("PageDown", 3)
    desk.turn("PageDown", 4)
    desk.turn("PageUp", 3)
    lesson.locator(".paging").get_by_role("button", name="Back").click()
    desk.wait_scene(2)
    lesson.get_by_role("navigation", name="Scenes").get_by_role(
        "button", name="Scene 6: The end", exact=True
    ).click()
    desk.wait_scene(6)
    dot = lesson.locator("[aria-current=step]")
    assert dot.inner_text() == "6"
    assert dot.count() == 1
    onward = lesson.get_by_role("link", name="Next lesson")
    assert onward.get_attribute("href") == "?lesson=ellipses"
    assert "0 of 6 scenes" in lesson.locator(".sum").inner_text()
    assert "scenes 1, 2, 3, 4, 5 and 6" in lesson.locator(".sum").inner_text()
    desk.page.keyboard.press("PageDown")
    desk.painted()
    assert desk.told("scene") == 6
    # The stage keeps its own keys.
    desk.turn("PageUp", 5)
    desk.step("ArrowRight", 4)


def test_the_last_lesson_has_no_next_one(desk: LessonDesk) -> None:
    desk.start(lesson_of([scene(choose())], [pack_run(run_of(**ROUND))], next=None, home=""))
    assert not desk.lesson.locator(".onward").is_visible()
    assert not desk.lesson.locator(".forward").is_visible()
    assert not desk.lesson.locator(".home").is_visible()


def test_keys_lead_to_the_heading_and_a_press_is_told(desk: LessonDesk) -> None:
    desk.start(trial())
    desk.turn("PageDown", 2)
    focused = "(document.activeElement).className"
    assert desk.page.evaluate(focused) == "heading"
    desk.lesson.locator(".forward").focus()
    desk.turn("Enter", 3)
    assert desk.page.evaluate(focused) == "heading"
    desk.lesson.locator(".forward").click()
    desk.wait_scene(4)
    assert desk.page.evaluate(focused) != "heading"
    assert desk.lesson.locator(".spoken").inner_text() == "Scene 4 of 6: A step"


def test_keys_stay_with_a_dialog_and_a_slider(desk: LessonDesk) -> None:
    desk.start(trial())
    desk.lesson.get_by_role("button", name="What I did").click()
    desk.page.keyboard.press("PageDown")
    desk.page.keyboard.press("Escape")
    desk.stage.locator(".scrubber").focus()
    desk.page.keyboard.press("PageUp")
    desk.painted()
    assert desk.told("scene") == 1


def test_hidden_parts_come_back_with_the_next_scene(desk: LessonDesk) -> None:
    desk.start(trial())
    parts = {"curve": ".curve", "table": ".parameters", "legend": ".legend"}
    parts |= {"transport": ".transport", "menu": ".menu"}
    for number, told in enumerate(trial()["scenes"], 1):
        desk.go(number)
        for part, selector in parts.items():
            visible = desk.stage.locator(selector).first.is_visible()
            assert visible != (part in told["hidden"]), (number, part)
    desk.page.keyboard.press("ArrowRight")  # without a transport it does nothing
    desk.painted()
    assert desk.data("frame") == "2"


# ------------------------------------------------------------------------------ the address


def where(desk: LessonDesk) -> str:
    place: str = desk.page.evaluate("location.hash")
    return place


@pytest.mark.parametrize(
    ("address", "number"),
    [("", 1), ("#1", 1), ("#3", 3), ("#6", 6), ("#99", 6), ("#0", 1), ("#x", 1), ("#3x", 1)],
)
def test_an_address_opens_its_scene(desk: LessonDesk, address: str, number: int) -> None:
    desk.start(trial(), address)
    assert desk.told("scene") == number
    assert where(desk) == f"#{number}"


def test_the_browsers_back_goes_to_the_scene_before(desk: LessonDesk) -> None:
    desk.start(trial(), "?lesson=trial")
    desk.go(2)
    desk.go(5)
    assert where(desk) == "#5"
    for way, number in ((desk.page.go_back, 2), (desk.page.go_back, 1), (desk.page.go_forward, 2)):
        way()
        desk.wait_scene(number)
        assert where(desk) == f"#{number}"
    desk.page.evaluate("location.hash = '#4'")
    desk.wait_scene(4)
    desk.page.reload()
    desk.play(trial())
    assert desk.told("scene") == 4
    assert desk.page.url.endswith("?lesson=trial#4")


def test_a_page_that_is_left_is_left_alone(desk: LessonDesk) -> None:
    """The address of another page of the app comes before the lesson is taken away."""
    desk.start(trial(), "?lesson=trial#3")
    desk.page.evaluate(
        "history.pushState(null, '', '?lesson=other'); dispatchEvent(new Event('popstate'))"
    )
    desk.painted()
    assert desk.told("scene") == 3
    assert where(desk) == ""


SANDBOXES = {
    "no origin": "allow-scripts",
    "the page's own": "allow-scripts allow-same-origin",
}


@pytest.mark.parametrize("sandbox", SANDBOXES.values(), ids=SANDBOXES.keys())
def test_it_plays_in_a_frame_without_an_address(browser: Browser, sandbox: str) -> None:
    context = browser.new_context(viewport=VIEWPORT)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.evaluate(
        """([page, sandbox]) => {
          const frame = document.createElement("iframe");
          frame.setAttribute("sandbox", sandbox);
          frame.style = "width: 1200px; height: 680px";
          frame.srcdoc = page;
          document.body.append(frame);
        }""",
        [lesson_page(trial()), sandbox],
    )
    frame = page.frame_locator("iframe")
    lesson = frame.get_by_test_id("lesson")
    frame.locator('[data-testid=stage][data-ready="true"]').wait_for()
    for number in (2, 3, 4):
        lesson.locator(".forward").click()
        frame.locator(f'[data-testid=lesson][data-scene="{number}"]').wait_for()
    lesson.locator(".dots .dot").first.click()
    frame.locator('[data-testid=lesson][data-scene="1"]').wait_for()
    lesson.locator(".option").nth(1).click()
    assert lesson.get_attribute("data-done") == "1"
    assert errors == []
    context.close()


# ------------------------------------------------------------------------------ the component


def test_a_change_of_theme_leaves_everything_as_it_is(desk: LessonDesk) -> None:
    payload = trial()
    desk.start(payload, "#4")
    x, y = desk.spot(desk.mixture().means[0])
    before = desk.run()
    desk.drag((x, y), (x + 60, y))
    desk.wait_other_run(before)
    desk.step("ArrowRight", 1)
    run = desk.run()
    desk.page.evaluate(
        "document.documentElement.style.setProperty('--st-background-color', '#12151c')"
    )
    desk.play(payload)
    assert (desk.run(), desk.data("frame"), desk.told("scene")) == (run, "1", 4)
    assert "dark" in (desk.stage.get_attribute("class") or "")


def test_another_lesson_begins_at_its_own_beginning(desk: LessonDesk) -> None:
    desk.start(trial(), "#2")
    other: Payload = lesson_of(
        [scene(choose(), "Alone")], [pack_run(run_of(**ROUND))], lesson="other", title="Another"
    )
    desk.play(other)
    desk.wait_scene(1)
    assert desk.lesson.get_attribute("data-lesson") == "other"
    assert desk.lesson.locator("h1").first.inner_text() == "Another"
    assert desk.told("scenes") == 1
    assert desk.lesson.locator(".dots .dot").count() == 1
