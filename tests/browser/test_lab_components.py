"""How many components, in a browser: the chart, its clicks, the address, and work that stops."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import find_violations

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
WIDE = {"viewport": {"width": 1280, "height": 720}}
DATA = "data=Overlapping+clusters&n=20&v=4"  # so few that all fits take a second


def open_components(browser: Browser, server: str, **options: object) -> Page:
    page = browser.new_page(**options)  # type: ignore[arg-type]
    page.goto(f"{server}/components?{DATA}")
    page.get_by_text("How this is computed").wait_for(timeout=60_000)
    return page


@pytest.fixture(scope="module")
def opened(browser: Browser, server: str) -> Iterator[Page]:
    page = open_components(browser, server, **WIDE)
    yield page
    page.close()


def test_its_answer_and_its_action_are_in_sight(opened: Page) -> None:
    answer = opened.get_by_text("BIC chooses K = 1, spherical")
    expect(answer).to_be_in_viewport()
    expect(opened.get_by_text("switch the criterion to ICL")).to_be_in_viewport(ratio=1)
    assert find_violations(opened) == []


def test_another_criterion_is_in_the_address_and_may_choose_another_fit(opened: Page) -> None:
    opened.get_by_role("radio", name="AIC").click()
    opened.get_by_text("AIC chooses K = 7, diag").first.wait_for(timeout=20_000)
    expect(opened).to_have_url(re.compile("criterion=AIC"))
    opened.get_by_text("click another point").wait_for()


def test_a_click_on_a_point_brings_its_fit_to_the_stage(opened: Page) -> None:
    point = (
        opened.locator(".js-plotly-plot").first.locator(".trace").nth(3).locator(".point").nth(1)
    )
    place = point.bounding_box()
    assert place
    opened.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    opened.get_by_role("heading", name="On the stage: K = 2, spherical").wait_for(timeout=20_000)
    expect(opened).to_have_url(re.compile(r"fit=K\+%3D\+2%2C\+spherical"))
    expect(opened.get_by_text("Its AIC is").first).to_contain_text("K = 2, spherical")
    # What was clicked can be left by the widget, and clicked again.
    opened.get_by_role("combobox", name="Fit on the stage").click()
    opened.get_by_role("option", name="What the criterion chooses").click()
    opened.get_by_role("heading", name="On the stage: K = 2, spherical").wait_for(
        state="detached", timeout=20_000
    )
    opened.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    opened.get_by_role("heading", name="On the stage: K = 2, spherical").wait_for(timeout=20_000)


def test_the_playground_shows_the_same_fit(opened: Page) -> None:
    opened.get_by_role("link", name="Open in the playground").click()
    stage = opened.get_by_test_id("stage")
    stage.get_by_text("K = 2 · spherical · k-means++").wait_for(timeout=30_000)
    opened.go_back()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out_on_a_phone(browser: Browser, server: str, scheme: str) -> None:
    page = open_components(browser, server, color_scheme=scheme, **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    table = page.locator(".st-key-choices table").bounding_box()
    assert table
    assert table["x"] + table["width"] <= 390
    page.close()


def test_work_is_stopped_keeps_what_it_has_and_goes_on(browser: Browser, server: str) -> None:
    page = browser.new_page(**WIDE)  # type: ignore[arg-type]
    page.goto(f"{server}/components?data=Overlapping+clusters&n=5000&v=4")
    page.get_by_text("So far: BIC chooses").wait_for(timeout=60_000)
    page.get_by_role("button", name="Stop").click()
    told = page.get_by_text(re.compile(r"Stopped\. \d+ of 240 runs are done\."))
    told.wait_for(timeout=10_000)
    page.get_by_text("So far: BIC chooses").wait_for(timeout=10_000)
    page.get_by_role("button", name="Go on").click()
    told.wait_for(state="detached", timeout=20_000)
    page.close()
