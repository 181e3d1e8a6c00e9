"""What holds for every page of the laboratory, in Chromium: screens, eyes, policy, the ways in and out."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from gmm.data.datasets import DATASETS
from gmm.ui.examples import EXAMPLES
from gmm.ui.lab.doors import DOORS
from gmm.ui.link import open_settings
from gmm.ui.pages import LABORATORY, TITLES
from tests.browser.axe import find_violations
from tests.browser.conftest import Visit
from tests.browser.test_safety import Tour
from tests.present import present

RUN = 60_000  # a page may have work to do
SIDEWAYS = """() => {
  const main = document.querySelector("[data-testid=stMain]");
  return [main.scrollWidth - main.clientWidth, document.documentElement.scrollWidth - innerWidth];
}"""


@contextmanager
def opened(
    browser: Browser, server: str, scheme: Literal["light", "dark"] = "light"
) -> Iterator[Tour]:
    tour = Tour(browser, server, scheme)
    yield tour
    tour.page.wait_for_timeout(200)
    tour.context.close()
    assert tour.violations == []
    assert tour.outside == []
    assert tour.seen.errors == []


def settle(page: Page, name: str) -> None:
    """Wait until the page has its answer and does nothing more."""
    page.get_by_role("heading", name=TITLES[name], exact=True).wait_for(timeout=RUN)
    page.locator(".js-plotly-plot .main-svg").first.wait_for(timeout=RUN)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=RUN)
    page.wait_for_timeout(400)


@pytest.mark.parametrize("name", LABORATORY)
def test_a_page_on_a_desk_and_on_a_phone(browser: Browser, server: str, name: str) -> None:
    screens: list[tuple[Literal["light", "dark"], int, int]] = [
        ("light", 1280, 720),
        ("dark", 390, 800),
    ]
    for scheme, width, height in screens:
        with opened(browser, server, scheme) as tour:
            tour.page.set_viewport_size({"width": width, "height": height})
            tour.go(name)
            settle(tour.page, name)
            assert max(tour.page.evaluate(SIDEWAYS)) <= 0
            assert find_violations(tour.page) == []
            # The answer is in sight when the page opens.
            chart = tour.page.locator(".js-plotly-plot").first.bounding_box()
            assert chart
            assert chart["y"] < height - 80


@pytest.mark.parametrize("name", LABORATORY)
def test_one_click_leads_back_to_the_stage(browser: Browser, server: str, name: str) -> None:
    with opened(browser, server) as tour:
        tour.go(name)
        settle(tour.page, name)
        link = tour.page.get_by_role("link", name="in the playground").first
        asked = dict(parse_qsl(urlsplit(present(link.get_attribute("href"))).query))
        link.click()
        seen = Visit(tour.page, server)
        seen.stage.and_(tour.page.locator("[data-ready=true]")).wait_for(timeout=RUN)
        settings = EXAMPLES[name].settings
        assert asked["data"] == settings.data
        title = DATASETS[settings.data].make().title
        seen.stage.locator(".title").get_by_text(title).wait_for(timeout=RUN)
        # All that the link says is there, though both pages have widgets for it.
        tour.page.wait_for_url(
            lambda url: asked.items() <= dict(parse_qsl(urlsplit(url).query)).items(), timeout=RUN
        )
        k = asked.get("k", open_settings(settings.data).k)
        seen.stage.locator(".summary").get_by_text(f"K = {k}").wait_for(timeout=RUN)


def test_who_goes_back_finds_the_settings_of_before(browser: Browser, server: str) -> None:
    with opened(browser, server) as tour:
        tour.seen.open("?data=Penguins&k=5&covariance=tied&v=4")
        tour.page.get_by_role("button", name="Ask more").click()
        tour.page.get_by_role("link", name=DOORS["density"]).click(timeout=RUN)
        settle(tour.page, "density")
        assert tour.page.get_by_role("slider", name="Components").input_value() == "5"
        tour.page.go_back()
        tour.seen.stage.locator(".summary").get_by_text("K = 5 · tied").wait_for(timeout=RUN)


@pytest.mark.parametrize("name", LABORATORY)
def test_the_playground_leads_there_with_its_data(browser: Browser, server: str, name: str) -> None:
    with opened(browser, server) as tour:
        tour.seen.open("?data=Iris+petals&k=4&v=4")
        tour.page.get_by_role("button", name="Ask more").click()
        tour.page.get_by_role("link", name=DOORS[name]).click(timeout=RUN)
        settle(tour.page, name)
        assert {("data", "Iris petals"), ("k", "4")} <= set(
            parse_qsl(urlsplit(tour.page.url).query)
        )
        assert tour.page.get_by_role("combobox", name="Data").input_value() == "Iris petals"


def test_the_laboratorys_own_page_leads_to_each_with_the_data_that_somebody_chose(
    browser: Browser, server: str
) -> None:
    with opened(browser, server) as tour:
        tour.seen.open("?data=Waiting+times&k=3&v=4")
        page = tour.page
        page.get_by_test_id("stHeader").get_by_text("Laboratory").click()
        page.get_by_role("heading", name="Laboratory").wait_for(timeout=RUN)
        for name in LABORATORY:
            link = page.get_by_role("link", name=TITLES[name], exact=True)
            assert present(link.get_attribute("href")).endswith(name)
        page.get_by_text("the playground's data").click()
        link = page.get_by_role("link", name=TITLES["collapse"], exact=True)
        page.wait_for_function("() => document.querySelector('a[href*=\"collapse?\"]')")
        assert "data=Waiting+times" in present(link.get_attribute("href"))
        assert "k=3" in present(link.get_attribute("href"))
        assert find_violations(page) == []
        link.click()
        settle(page, "collapse")
        page.get_by_role("link", name="All questions").click()
        page.get_by_role("heading", name="Laboratory").wait_for(timeout=RUN)
