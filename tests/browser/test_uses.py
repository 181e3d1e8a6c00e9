"""What holds for every use, in Chromium: screens, eyes, policy, the ways in and out."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from gmm.ui.course.lessons import find_lesson
from gmm.ui.pages import TITLES, USES
from gmm.ui.uses.cases import CASES
from tests.browser.axe import find_violations
from tests.browser.test_laboratory import RUN, SIDEWAYS, opened
from tests.present import present

ANSWER = "[class*=st-key-answer]"


def settle(page: Page, name: str) -> None:
    """Wait until the page has its answer and its stage, and does nothing more."""
    page.get_by_role("heading", name=TITLES[name], exact=True).wait_for(timeout=RUN)
    page.get_by_role("heading", name="What to read").wait_for(timeout=RUN)
    page.locator("[data-testid=stage][data-ready=true]").first.wait_for(timeout=RUN)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=RUN)
    page.wait_for_timeout(400)


def look(page: Page, *parts: str) -> None:
    """Nothing sticks out, everybody can read it, and the answer is in sight."""
    assert max(page.evaluate(SIDEWAYS)) <= 0
    assert find_violations(page) == []
    for part in parts:
        box = present(page.locator(part).first.bounding_box())
        assert box["y"] + box["height"] <= present(page.viewport_size)["height"]


@pytest.mark.parametrize("name", USES)
def test_a_page_on_a_phone(browser: Browser, server: str, name: str) -> None:
    with opened(browser, server, "dark") as tour:
        tour.page.set_viewport_size({"width": 390, "height": 800})
        tour.go(name)
        settle(tour.page, name)
        look(tour.page, ANSWER)


@pytest.mark.parametrize("name", USES)
def test_a_page_on_a_desk_its_stage_and_the_ways_on(
    browser: Browser, server: str, name: str
) -> None:
    lesson = CASES[name].lesson
    title = present(find_lesson(lesson)).lesson.title
    with opened(browser, server) as tour:
        page = tour.page
        tour.go(name)
        settle(page, name)
        look(page, ANSWER, ".st-key-worth")
        stage = page.locator("[data-testid=stage]").first
        before = present(stage.get_attribute("data-frame"))
        stage.get_by_role("button", name="Restart" if int(before) else "To the end").click()
        expect(stage).not_to_have_attribute("data-frame", before)
        page.get_by_role("link", name="All uses").click()
        page.get_by_role("heading", name="Uses", exact=True).wait_for(timeout=RUN)
        page.get_by_role("link", name=TITLES[name], exact=True).click()
        settle(page, name)
        page.get_by_role("link", name=f"Lesson: {title}").first.click()
        heading = title.replace("-step", "\N{NON-BREAKING HYPHEN}step")
        page.get_by_role("heading", name=heading, exact=True).first.wait_for(timeout=RUN)
        assert parse_qs(urlsplit(page.url).query)["lesson"] == [lesson]
        page.go_back()
        settle(page, name)


def test_the_uses_own_page(browser: Browser, server: str) -> None:
    with opened(browser, server, "dark") as tour:
        tour.page.set_viewport_size({"width": 390, "height": 800})
        tour.go("uses")
        tour.page.get_by_role("link", name=TITLES["gaps"], exact=True).wait_for(timeout=RUN)
        look(tour.page)


def test_who_goes_back_from_the_playground_finds_the_settings_of_before(
    browser: Browser, server: str
) -> None:
    with opened(browser, server) as tour:
        page = tour.page
        tour.go("pulsars?pulsars=300&components=3&v=4")
        settle(page, "pulsars")
        page.get_by_role("link", name="to the playground").click()
        stage = page.locator("[data-testid=stage][data-ready=true]")
        stage.get_by_text("pulsars-points.csv").first.wait_for(timeout=RUN)
        stage.get_by_text("K = 3").first.wait_for(timeout=RUN)
        page.go_back()
        settle(page, "pulsars")
        page.get_by_text("Mixture, K = 3").first.wait_for(timeout=RUN)
        assert urlsplit(page.url).path == "/pulsars"
