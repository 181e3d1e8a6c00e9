"""Whose the keys are: after a press the stage's, by keyboard the control's own."""

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Locator

from tests.browser.conftest import Opener, Spot, Visit
from tests.present import present

ROUND = "?data=Round+clusters&k=3&start=farthest+first"
# What has the focus, in the stage's own tree too.
FOCUSED = """() => {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}"""


def middle(locator: Locator) -> Spot:
    box = present(locator.bounding_box())
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def lonely_spot(seen: Visit, twin: str = "em") -> Spot:
    """On a point that no mean is near."""
    points = seen.points()
    away = np.linalg.norm(points[:, None] - seen.mixture().means, axis=2).min(1)
    return seen.spot_of_point(int(away.argmax()), twin)


# ---------------------------------------------------------------- what is pressed


def components(seen: Visit) -> None:
    before = seen.run()
    x, y = middle(seen.page.get_by_role("slider", name="Components"))
    track = present(seen.page.get_by_test_id("stSlider").first.bounding_box())
    seen.drag((x, y), (x + 0.12 * track["width"], y))
    seen.wait_other_run(before)


def data(seen: Visit) -> None:
    before = seen.run()
    seen.page.get_by_role("combobox", name="Data").click()
    seen.page.get_by_role("option", name="Penguins", exact=True).click()
    seen.wait_other_run(before)


def covariance(seen: Visit) -> None:
    before = seen.run()
    box = seen.page.get_by_role("combobox", name="Covariance")
    box.scroll_into_view_if_needed()
    seen.page.wait_for_timeout(300)  # a list closes when what is under it scrolls
    box.click()
    seen.page.get_by_role("option", name="diag").click()
    seen.wait_other_run(before)


def twin(seen: Visit) -> None:
    seen.page.get_by_text("k-means beside it").click()
    seen.stage.locator("[data-pane=kmeans]").wait_for(state="detached")


def seed(seen: Visit) -> None:
    """Digits are typed; then the stage is pressed, where nothing is."""
    before = seen.run()
    field = seen.page.get_by_label("Start seed")
    field.click()
    seen.page.keyboard.press("End")
    seen.page.keyboard.type("1")
    assert field.input_value() == "71"
    nothing(seen)
    seen.wait_other_run(before)


def seed_then_mean(seen: Visit) -> None:
    """The same, but what is pressed can be held."""
    before = seen.run()
    seen.page.get_by_label("Start seed").click()
    seen.page.keyboard.press("End")
    seen.page.keyboard.type("1")
    seen.page.mouse.click(*seen.spot(seen.mixture().means[0]))
    seen.wait_other_run(before)


def nothing(seen: Visit) -> None:
    x, y = middle(seen.stage.locator(".title"))
    seen.page.mouse.click(x, y)


def scrubber(seen: Visit) -> None:
    box = present(seen.stage.locator(".scrubber").bounding_box())
    y = box["y"] + box["height"] / 2
    seen.drag((box["x"] + 8, y), (box["x"] + 0.4 * box["width"], y))
    seen.painted()
    assert seen.data("frame") != "0"


def speed(seen: Visit) -> None:
    seen.stage.locator(".speed select").click()
    seen.page.keyboard.press("ArrowDown")
    seen.page.keyboard.press("Enter")
    assert seen.stage.locator(".speed select").input_value() == "2"


def layer(seen: Visit) -> None:
    seen.stage.locator(".menu summary").click()
    seen.stage.locator(".menu [name=trails]").click()


def row(seen: Visit) -> None:
    seen.stage.locator(".parameters").get_by_role("button", name="Component 2").click()
    seen.stage.locator(".card").wait_for()


def point(seen: Visit) -> None:
    seen.page.mouse.click(*lonely_spot(seen))
    seen.stage.locator(".card").wait_for()


def card(seen: Visit) -> None:
    point(seen)
    seen.stage.locator(".card h2").click()


def button(seen: Visit) -> None:
    seen.stage.get_by_role("button", name="Most uncertain point").click()
    seen.stage.locator(".card").wait_for()


def field(seen: Visit) -> None:
    box = present(seen.stage.locator("[data-pane=em] .plot").bounding_box())
    seen.page.mouse.click(box["x"] + 3, box["y"] + box["height"] - 3)


PRESSED: list[Callable[[Visit], None]] = [
    *(components, data, covariance, twin, seed, seed_then_mean, nothing, field),
    *(scrubber, speed, layer, row, point, card, button),
]


@pytest.mark.parametrize("press", PRESSED, ids=lambda press: press.__name__)
def test_after_a_press_the_keys_are_the_stages(
    quick: Opener, server: str, press: Callable[[Visit], None]
) -> None:
    seen = quick(server).open(ROUND)
    seen.wait_settled()
    press(seen)
    seen.page.wait_for_timeout(150)
    title = seen.stage.locator(".card h2").inner_text() if press in (row, point, card) else ""
    settings = seen.run()
    frame = int(seen.data("frame"))
    seen.step("ArrowRight", frame + 1)
    seen.step("ArrowRight", frame + 2)
    seen.step("ArrowLeft", frame + 1)
    seen.step("Shift+ArrowRight", 2 * ((frame + 1) // 2) + 2)
    seen.step("Home", 0)
    seen.step("End", int(seen.data("frames")) - 1)
    seen.step("Home", 0)
    seen.page.keyboard.press("Space")
    seen.stage.get_by_role("button", name="Pause").wait_for()
    seen.page.wait_for_selector('[data-testid=stage]:not([data-frame="0"])')
    seen.page.keyboard.press("Space")
    seen.stage.get_by_role("button", name="Play").wait_for()
    # Nothing else heard of the keys, and no frame is drawn around anything.
    assert seen.run() == settings
    if title:
        assert seen.stage.locator(".card h2").inner_text() == title
    outline = f"getComputedStyle(({FOCUSED})()).outlineStyle"
    assert seen.page.evaluate(outline) == "none"


def test_a_key_at_once_after_a_press_is_the_stages(quick: Opener, server: str) -> None:
    seen = quick(server).open(ROUND)
    seen.wait_settled()
    scrubber(seen)
    frame = int(seen.data("frame"))
    seen.page.keyboard.press("ArrowRight")
    seen.wait_frame(frame + 1)
    components(seen)
    k = seen.inspect("stage.run.K")
    seen.page.keyboard.press("ArrowRight")
    seen.page.wait_for_timeout(400)
    assert seen.data("frame") == "1"
    assert seen.inspect("stage.run.K") == k


# ---------------------------------------------------------------- who comes by keyboard


def tab_to(seen: Visit, locator: Locator) -> None:
    handle = present(locator.element_handle())
    for _ in range(80):
        seen.page.keyboard.press("Tab")
        if seen.page.evaluate(f"(element) => ({FOCUSED})() === element", handle):
            return
    raise AssertionError("Tab does not lead there.")


def test_who_comes_by_keyboard_keeps_a_controls_own_keys(quick: Opener, server: str) -> None:
    seen = quick(server).open(ROUND)
    seen.wait_settled()
    field(seen)  # a press elsewhere, before
    seen.page.wait_for_timeout(150)
    before = seen.run()
    slider = seen.page.get_by_role("slider", name="Components")
    tab_to(seen, slider)
    seen.page.keyboard.press("ArrowRight")
    seen.wait_other_run(before)
    assert seen.inspect("stage.run.K") == 4
    assert seen.data("frame") == "0"
    scrubber = seen.stage.locator(".scrubber")
    tab_to(seen, scrubber)
    seen.step("ArrowUp", 1)  # a range's own key, and none of the stage's
    assert scrubber.evaluate("(range) => range.getRootNode().activeElement === range")
    speed = seen.stage.locator(".speed select")
    tab_to(seen, speed)
    seen.page.keyboard.press("ArrowDown")
    seen.painted()
    assert speed.input_value() == "2"
    assert seen.data("frame") == "1"
    tab_to(seen, seen.stage.locator("[data-do=help]"))
    seen.page.keyboard.press("Space")
    seen.stage.locator("dialog.help").wait_for()
    seen.page.keyboard.press("Escape")
    seen.stage.locator("dialog.help").wait_for(state="hidden")
    # By mouse and then by keyboard: it is the keyboard's.
    seen.stage.locator(".scrubber").click()
    seen.page.wait_for_timeout(150)
    frame = int(seen.data("frame"))
    tab_to(seen, speed)
    seen.page.keyboard.press("ArrowDown")
    seen.painted()
    assert int(seen.data("frame")) == frame
    assert speed.input_value() == "4"


def test_a_card_that_was_opened_by_keyboard_walks_and_by_mouse_steps(
    quick: Opener, server: str
) -> None:
    seen = quick(server).open(ROUND)
    seen.wait_settled()
    title = seen.stage.locator(".card h2")
    tab_to(seen, seen.stage.get_by_role("button", name="Most uncertain point"))
    seen.page.keyboard.press("Enter")
    title.wait_for()
    seen.painted()
    first = title.inner_text()
    seen.page.keyboard.press("ArrowRight")
    seen.painted()
    assert title.inner_text() != first
    assert seen.data("frame") == "0"
    seen.page.keyboard.press("Escape")
    point(seen)
    first = title.inner_text()
    seen.step("ArrowRight", 1)
    assert title.inner_text() == first
    # A component is not moved by the keys of who opened its card by mouse.
    before = seen.run()
    row(seen)
    seen.step("ArrowRight", 2)
    seen.page.wait_for_timeout(900)
    assert seen.run() == before


def test_who_writes_keeps_the_keys(quick: Opener, server: str) -> None:
    seen = quick(server).open(ROUND)
    seen.wait_settled()
    field = seen.page.get_by_label("Start seed")
    for click in (field.click, seen.page.get_by_text("Start seed").click):
        click()
        seen.page.wait_for_timeout(200)
        seen.page.keyboard.press("End")
        seen.page.keyboard.press("ArrowLeft")
        seen.page.keyboard.type("2")
        seen.page.keyboard.press("Home")
        seen.page.wait_for_timeout(100)
        assert seen.data("frame") == "0"
    assert field.input_value() == "227"


# ---------------------------------------------------------------- Escape


def test_escape_closes_the_menu_the_card_and_help_one_after_the_other(
    quick: Opener, server: str
) -> None:
    seen = quick(server).open(ROUND)
    seen.wait_settled()
    point(seen)
    layer(seen)
    seen.page.wait_for_timeout(150)
    menu, card = seen.stage.locator(".menu"), seen.stage.locator(".card")
    seen.page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert card.is_visible()
    seen.page.keyboard.press("Escape")
    card.wait_for(state="hidden")
    seen.stage.locator("[data-do=help]").click()
    seen.stage.locator("dialog.help h2").first.click()
    seen.page.wait_for_timeout(150)
    seen.page.keyboard.press("ArrowRight")
    seen.page.keyboard.press("Escape")
    seen.stage.locator("dialog.help").wait_for(state="hidden")
    assert seen.data("frame") == "0"
    seen.step("ArrowRight", 1)


@pytest.mark.parametrize(
    "inside", ["nothing", "a word", "a choice", "a toggle", "a tab", "a field"]
)
def test_escape_closes_a_dialog_of_the_page_and_no_key_passes_it(
    quick: Opener, server: str, inside: str
) -> None:
    seen = quick(server).open(ROUND)
    seen.wait_settled()
    point(seen)
    seen.page.get_by_role("button", name="Take it away").click()
    dialog = seen.page.get_by_role("dialog")
    dialog.get_by_text("Controls to hide").wait_for()
    seen.page.wait_for_timeout(500)
    pressed = {
        "a word": dialog.get_by_role("heading").first,
        "a choice": dialog.get_by_role("button", name="Covariance"),
        "a toggle": dialog.get_by_text("Lock the number of components"),
        "a tab": dialog.get_by_role("tab", name="Code"),
        "a field": dialog.get_by_label("Opens at frame"),
    }
    if inside in pressed:
        pressed[inside].click()
        seen.page.wait_for_timeout(1000)
    for key in ("ArrowRight", "Space"):
        seen.page.keyboard.press(key)
    seen.page.wait_for_timeout(300)
    assert seen.data("frame") == "0"
    seen.page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    assert seen.stage.locator(".card").is_visible()
    seen.step("ArrowRight", 1)
