"""What a newcomer sees and presses: the headline, the tour, the legend, and what to do at the end."""

import re

import pytest
from playwright.sync_api import Locator

from gmm.ui.link import VERSION
from tests.browser.conftest import Opener, Visit

FEW = f"k=2&start=random+points&start_seed=7&v={VERSION}"


@pytest.fixture(scope="module")
def seen(stay: Opener, server: str) -> Visit:
    return stay(server)


def tour(seen: Visit) -> Locator:
    return seen.stage.get_by_role("group", name="Tour")


def test_the_tour_meets_the_first_visit_and_goes_on_by_doing(visit: Opener, server: str) -> None:
    seen = visit(server).open()
    box = tour(seen)
    assert "1 of 4" in box.inner_text()
    pointed = seen.stage.locator(".pointed")
    assert pointed.get_attribute("data-pane") == "em"
    box.get_by_role("button", name="Next").click()
    assert "2 of 4. Press E-step" in box.inner_text()
    assert pointed.inner_text().strip() == "E-step"
    seen.stage.get_by_role("button", name="E-step", exact=True).click()
    seen.painted()
    assert "3 of 4. Press M-step" in box.inner_text()
    seen.step("ArrowRight", 2)
    assert "4 of 4" in box.inner_text()
    seen.step("ArrowRight", 3)
    assert box.is_hidden()
    assert pointed.count() == 0
    # It has been seen.
    seen.open()
    assert tour(seen).is_hidden()


def test_the_tour_can_be_closed_and_is_found_again(visit: Opener, server: str) -> None:
    seen = visit(server).open()
    seen.page.keyboard.press("Escape")
    assert tour(seen).is_hidden()
    seen.page.keyboard.press("?")
    seen.page.get_by_role("button", name="Show the tour").click()
    assert "1 of 4" in tour(seen).inner_text()
    seen.stage.get_by_role("button", name="Close the tour").click()
    assert tour(seen).is_hidden()
    assert seen.stage.locator(".legend").is_visible()


def test_a_link_to_something_opens_without_the_tour(visit: Opener, server: str) -> None:
    seen = visit(server).open(f"?data=Iris+petals&v={VERSION}")
    assert tour(seen).is_hidden()


def test_the_legend_tells_the_signs_on_show(seen: Visit) -> None:
    seen.open(f"?data=Iris+petals&{FEW}")
    legend = seen.stage.locator(".legend")
    signs = ["inner line 1 sigma, outer 2", "pie: below 90 % for any one"]
    assert legend.inner_text().split("\n") == signs
    seen.tick("truth", "rings")
    words = legend.inner_text()
    assert all(name in words for name in ("setosa", "versicolor", "virginica", "ring"))
    seen.tick("truth", "rings")
    assert "setosa" not in legend.inner_text()


def test_what_to_do_next_is_one_click_away(seen: Visit) -> None:
    seen.open(f"?data=Round+clusters&{FEW}")
    following = seen.stage.get_by_role("group", name="What to do next")
    assert following.is_hidden()
    seen.page.keyboard.press("End")
    seen.painted()
    assert following.get_by_role("button").all_inner_texts() == [
        "Another start",
        "One component more",
        "Compare with the truth",
    ]
    ended = float(seen.data("log-likelihood"))
    before = seen.run()
    following.get_by_role("button", name="Another start").click()
    seen.wait_other_run(before)
    assert seen.data("frame") == "0"
    assert following.is_hidden()
    assert seen.page.get_by_role("spinbutton", name="Start seed").input_value() == "8"
    # The run before is there to be compared with.
    ghost = seen.stage.locator("[data-curve=log-likelihood] .ghost")
    assert ghost.count() == 1
    seen.page.keyboard.press("End")
    seen.painted()
    before = seen.run()
    following.get_by_role("button", name="One component more").click()
    seen.wait_other_run(before)
    assert seen.inspect("stage.run.K") == 3
    seen.page.keyboard.press("End")
    seen.painted()
    assert float(seen.data("log-likelihood")) > ended
    assert "start_seed=8" in seen.page.url
    following.get_by_role("button", name="Compare with the truth").click()
    dialog = seen.page.get_by_role("dialog", name=re.compile("against the truth"))
    dialog.wait_for()
    seen.page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")


def test_the_hall_view_covers_the_page_and_shows_a_code(seen: Visit) -> None:
    seen.open(f"?view=projector&{FEW}")
    box = seen.stage.bounding_box()
    assert box == {"x": 0, "y": 0, "width": 1280, "height": 720}
    # Nothing of the page lies above it.
    places = [(20, 20), (20, 500), (640, 4), (1270, 700)]
    for x, y in places:
        inside = """([x, y]) => {
          const top = document.elementFromPoint(x, y);
          return (top.shadowRoot ?? top).querySelector(".stage") !== null || top.closest(".stage") !== null;
        }"""
        assert seen.page.evaluate(inside, [x, y])
    size = "root => parseFloat(getComputedStyle(root.querySelector('.details')).fontSize)"
    large = seen.stage.evaluate(size)
    seen.stage.get_by_role("button", name="Code to scan").click()
    code = seen.stage.get_by_role("img", name="QR code")
    code.wait_for()
    picture = code.bounding_box()
    assert picture is not None
    assert min(picture["width"], picture["height"]) > 0.8 * 720
    assert code.evaluate("img => img.decode().then(() => img.naturalWidth > 0)")
    seen.page.keyboard.press("Escape")
    code.wait_for(state="hidden")
    seen.step("ArrowRight", 1)
    seen.stage.get_by_role("button", name="Leave the hall view").click()
    seen.painted()
    assert large >= 1.55 * seen.stage.evaluate(size)
    assert seen.page.get_by_role("combobox", name="Data").is_visible()
    seen.page.wait_for_url(lambda url: "projector" not in url)


def test_on_a_phone_the_pictures_are_two_tabs(visit: Opener, server: str) -> None:
    seen = visit(server, viewport={"width": 390, "height": 844}, has_touch=True)
    seen.open(f"?{FEW}")
    tabs = seen.stage.get_by_role("group", name="Picture").get_by_role("button")
    em, kmeans = (seen.stage.locator(f"[data-pane={name}]") for name in ("em", "kmeans"))
    assert tabs.all_inner_texts() == ["EM", "k-means"]
    assert em.is_visible()
    assert kmeans.is_hidden()
    tabs.nth(1).click()
    assert kmeans.is_visible()
    assert em.is_hidden()
    assert em.bounding_box() == kmeans.bounding_box()
    # Back by a swipe.
    seen.stage.locator(".panes").evaluate(
        """panes => {
          const box = panes.getBoundingClientRect();
          const touch = (x) => new Touch({ identifier: 1, target: panes, clientX: x, clientY: box.top + 100 });
          const say = (type, x, on) => panes.dispatchEvent(new TouchEvent(type, {
            bubbles: true, touches: on ? [touch(x)] : [], changedTouches: [touch(x)] }));
          say("touchstart", 80, true);
          say("touchend", 260, false);
        }"""
    )
    assert em.is_visible()
    # The headline stands on the transport, which stays in sight.
    seen.page.mouse.wheel(0, 400)
    seen.page.wait_for_timeout(200)
    headline = seen.stage.locator(".headline").bounding_box()
    transport = seen.stage.locator(".transport").bounding_box()
    assert headline is not None
    assert transport is not None
    assert abs(headline["y"] + headline["height"] - transport["y"]) < 12
    assert transport["y"] + transport["height"] <= 845
