"""Many starts in Chromium: what is chosen, by a click or by the keys, comes to the stage."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit

WAIT = 30_000
FEW = "starts?starts=30&by_k_means=false&by_random_responsibilities=false&v=4"


def settle(page: Page) -> None:
    page.get_by_text("The methods", exact=True).wait_for(timeout=WAIT)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=WAIT)


def test_a_dot_brings_its_run_to_the_stage(browser: Browser, server: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    seen = Visit(page, server)
    page.goto(f"{server}/{FEW}")
    settle(page)
    dots = page.locator(".js-plotly-plot").first.locator(".scatterlayer .point")
    expect(dots).to_have_count(30)
    box = dots.first.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(re.compile(r"[?&]top=1&"), timeout=WAIT)
    page.get_by_text("which ends at the best top").wait_for(timeout=WAIT)
    settle(page)
    seen.stage.and_(page.locator("[data-ready=true]")).wait_for(timeout=WAIT)

    # The same by the keys.
    choice = page.get_by_role("combobox", name="Choose a top")
    choice.focus()
    choice.press("ArrowDown")
    page.get_by_role("option", name="3", exact=True).wait_for()
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    page.get_by_text("and the best, from").wait_for(timeout=WAIT)
    for name in ("Best", "Chosen"):
        shown = seen.stage.get_by_text(re.compile(f"^{name}")).filter(visible=True)
        expect(shown.first).to_be_visible(timeout=WAIT)
    assert "top=3" in page.url
    assert seen.errors == []
    context.close()
