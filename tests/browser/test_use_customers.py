"""The page on customers in Chromium: its stage, its charts, and a trial on request."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Opener

DRAWN = "() => document.querySelectorAll('.js-plotly-plot .main-svg').length >= {}"


def test_the_stage_steps_and_the_ridge_is_taken_away_on_request(quick: Opener, server: str) -> None:
    page = quick(server).page
    page.goto(f"{server}/customers?segments=3")
    page.wait_for_function(DRAWN.format(2), timeout=30_000)
    expect(
        page.get_by_text(re.compile("The 3 segments tell 14.2\u00a0% of the churn"))
    ).to_be_visible()
    page.get_by_role("button", name="E-step").click()
    expect(page.get_by_text(re.compile(r"^1 of \d+$"))).to_be_visible()

    page.get_by_text("Take the ridge away").click()
    expect(page.get_by_text("Without the ridge, none of 5 runs")).to_be_visible(timeout=30_000)
    assert "no_ridge=true" in page.url.lower()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
