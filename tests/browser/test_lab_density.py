"""The density page in Chromium: a click asks about a place, and other data keep the part."""

import re
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Page, expect

from gmm import log_density
from tests.browser.conftest import Opener, Visit, shows
from tests.present import present
from tests.ui.lab.density.cases import take

GROUND = ".st-key-density-ground"


def open_part(visit: Opener, server: str, query: str = "", **options: object) -> Page:
    seen: Visit = visit(server, **options)
    # Software that draws in three dimensions is not on every machine: the hill is told apart.
    seen.errors = Quiet()
    seen.page.goto(f"{server}/density?{query}")
    seen.page.get_by_role("heading", name="Density and outliers").wait_for(timeout=30_000)
    return seen.page


class Quiet(list[str]):
    """Errors but those of a browser without WebGL."""

    def append(self, error: str) -> None:
        if "webgl" not in error.lower():
            super().append(error)


def query_of(page: Page) -> dict[str, str]:
    return {name: text[-1] for name, text in parse_qs(urlparse(page.url).query).items()}


def answer(page: Page) -> str:
    words = page.get_by_test_id("stTabs").get_by_test_id("stMarkdownContainer")
    return words.filter(has_text=re.compile("density|Fitted|flagged")).first.inner_text()


def click(page: Page, across: float, up: float) -> None:
    """Point at a place of the picture as a hand does, then click there."""
    box = present(page.locator(f"{GROUND} .nsewdrag").first.bounding_box())
    spot = box["x"] + across * box["width"], box["y"] + up * box["height"]
    page.mouse.move(spot[0] - 4, spot[1])
    page.mouse.move(*spot, steps=3)
    page.locator(f"{GROUND} .hovertext").first.wait_for()
    page.mouse.click(*spot)


def test_a_click_asks_about_the_place(visit: Opener, server: str) -> None:
    page = open_part(visit, server)
    page.locator(f"{GROUND} .nsewdrag").first.wait_for(timeout=30_000)
    expect(page.get_by_text("The mean of all points")).to_be_visible()
    expect(page.get_by_text("Click in the picture")).to_be_in_viewport()
    click(page, 0.3, 0.7)
    expect(page.get_by_text("The place eruptions")).to_be_visible()
    page.wait_for_function("() => location.search.includes('at_x')")
    place = [float(query_of(page)[name]) for name in ("at_x", "at_y")]
    # The numbers beside it are those of the place.
    box = page.get_by_role("spinbutton", name="eruptions")
    assert float(box.input_value()) == pytest.approx(place[0])
    told = present(re.search(r"ln p = (−?[\d.]+)", answer(page)))
    assert shows(told[1], log_density([place], take("Old Faithful").fit.own)[0])
    # The numbers change it too.
    box.fill("4.5")
    box.press("Enter")
    expect(page.get_by_text("The place eruptions = 4.5 minutes")).to_be_visible()


def test_a_line_is_clicked_anywhere_above_a_value(visit: Opener, server: str) -> None:
    page = open_part(visit, server, "data=Waiting+times")
    page.locator(f"{GROUND} .nsewdrag").first.wait_for(timeout=30_000)
    click(page, 0.3, 0.1)
    expect(page.get_by_text("The place waiting = 5")).to_be_visible()


def test_new_points_come_with_their_refits_and_can_be_shuffled(visit: Opener, server: str) -> None:
    page = open_part(visit, server, "part=New+points")
    expect(page.get_by_text("ordered by component:")).to_be_visible(timeout=30_000)
    page.get_by_text("Shuffle the rows", exact=True).first.click()
    expect(page.get_by_text("alone, shuffled:")).to_be_visible(timeout=30_000)
    page.wait_for_function("() => location.search.includes('shuffled=true')")
    page.locator(".st-key-density-nearness .scatterlayer").wait_for(timeout=30_000)


def test_outliers_are_in_sight_and_other_data_keep_the_part(visit: Opener, server: str) -> None:
    page = open_part(visit, server, "part=Outliers&flag=10.0&at_x=3")
    expect(page.get_by_text("of the 15 planted outliers")).to_be_in_viewport(timeout=30_000)
    for key in ("density-flags", "density-roc"):
        expect(page.locator(f".st-key-{key} .scatterlayer")).to_be_in_viewport(timeout=30_000)
    box = page.get_by_role("combobox", name="Data")
    box.click()
    box.fill("Clusters in noise")
    page.get_by_role("option", name="Clusters in noise", exact=True).click()
    expect(page.get_by_text("of the 53 points of noise")).to_be_visible(timeout=30_000)
    page.wait_for_function("() => location.search.includes('part=Outliers')")
    assert float(query_of(page)["flag"]) == 10
    page.get_by_role("link", name="Open in the playground").click()
    page.wait_for_selector('[data-testid=stage][data-ready="true"]', timeout=30_000)
    expect(page.get_by_test_id("stage")).to_contain_text("Three clusters in noise")


def test_a_phone_scrolls_down_and_not_sideways(visit: Opener, server: str) -> None:
    page = open_part(visit, server, viewport={"width": 390, "height": 844})
    for part, chart in (("Density", "ground"), ("New points", "new"), ("Outliers", "flags")):
        page.get_by_role("tab", name=part).click()
        page.locator(f".st-key-density-{chart} .main-svg").first.wait_for(timeout=30_000)
        beyond = page.get_by_test_id("stMain").evaluate(
            "(main) => main.scrollWidth - main.clientWidth"
        )
        assert beyond == 0
