"""The pages around the lessons: addresses, the browser's Back, and what axe-core finds on them."""

from typing import Any

import pytest

from gmm.ui.course.lessons import pack_entry
from tests.browser.axe import find_violations
from tests.browser.conftest import Opener, Visit
from tests.browser.test_accessibility import DESKTOP, PHONE

LESSON = "[data-testid=lesson]"


def wait_scene(seen: Visit, number: int) -> None:
    seen.page.wait_for_selector(f'{LESSON}[data-scene="{number}"]', timeout=15_000)
    seen.painted()


def test_a_scene_has_an_address_and_back_goes_to_the_one_before(visit: Opener, server: str) -> None:
    seen = visit(server).open("course?lesson=starts#3")
    wait_scene(seen, 3)
    sent = len(seen.sent)
    seen.page.keyboard.press("PageDown")
    wait_scene(seen, 4)
    assert seen.page.url.endswith("course?lesson=starts#4")
    seen.page.go_back()
    wait_scene(seen, 3)
    seen.page.go_forward()
    wait_scene(seen, 4)
    assert seen.sent[sent:] == []  # Streamlit has not been asked either
    seen.page.reload()
    wait_scene(seen, 4)


def test_the_way_from_page_to_page_and_back(visit: Opener, server: str) -> None:
    seen = visit(server).open()
    seen.page.get_by_role("link", name="New here? Lesson 1").click()
    wait_scene(seen, 1)
    seen.page.keyboard.press("PageDown")
    wait_scene(seen, 2)
    seen.page.get_by_role("link", name="Playground").click()
    seen.page.wait_for_selector(LESSON, state="detached")
    seen.wait_ready()
    assert seen.run()  # the playground's own stage
    seen.page.go_back()
    wait_scene(seen, 2)
    seen.page.locator(f"{LESSON} .home").click()
    seen.page.get_by_test_id("lessons").wait_for()
    seen.page.get_by_role("link", name="One bell curve").click()
    wait_scene(seen, 1)


def test_the_bar_leads_from_a_lesson_to_the_list(visit: Opener, server: str) -> None:
    seen = visit(server).open("course?lesson=starts#2")
    wait_scene(seen, 2)
    seen.page.get_by_role("link", name="Course").first.click()
    seen.page.get_by_test_id("lessons").wait_for()
    assert seen.page.url == f"{server}/course"


def test_a_lesson_leads_into_the_laboratory_and_back(visit: Opener, server: str) -> None:
    last = len(pack_entry("starts")["scenes"])
    seen = visit(server).open(f"course?lesson=starts#{last}")
    wait_scene(seen, last)
    seen.page.locator(f"{LESSON} .option").last.click()
    seen.page.locator(LESSON).get_by_role("link", name="many more").click()
    seen.page.get_by_role("heading", name="Many starts").wait_for()
    assert seen.page.url.startswith(f"{server}/starts?data=Old")
    seen.page.go_back()
    wait_scene(seen, last)


def test_what_is_done_stands_in_the_list(visit: Opener, server: str) -> None:
    seen = visit(server).open("course?lesson=several-bells")
    answer = pack_entry("several-bells")["scenes"][0]["task"]["answer"]
    seen.page.locator(f"{LESSON} .entry input").fill(str(answer))
    seen.page.get_by_role("button", name="Check").click()
    seen.page.wait_for_selector(f'{LESSON}[data-done="1"]')
    seen.page.goto(f"{server}/course")
    listed = seen.page.get_by_test_id("lessons").get_by_role("listitem").nth(1)
    listed.get_by_text("1 of 7 scenes done").wait_for()


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(
    visit: Opener, server: str, screen: dict[str, Any], scheme: str
) -> None:
    seen = visit(server, color_scheme=scheme, **screen)
    for page, awaited in (
        ("course", "[data-testid=lessons] li"),
        ("course?lesson=the-e-step#2", LESSON),
        ("course?lesson=soft-against-hard#6", LESSON),
        ("glossary", "h2"),
    ):
        seen.page.goto(f"{server}/{page}")
        seen.page.wait_for_selector(awaited)
        seen.wait_settled()
        seen.page.wait_for_timeout(400)
        assert find_violations(seen.page) == [], page
