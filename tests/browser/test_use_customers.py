"""The page on customers in Chromium: its stage, its charts, and a trial on request."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Opener

DRAWN = "() => document.querySelectorAll('.js-plotly-plot .main-svg').length >= {}"


def test_the_stage_steps_and_each_k_is_drawn_on_request(quick: Opener, server: str) -> None:
    page = quick(server).page
    page.goto(f"{server}/customers?segments=3")
    page.wait_for_function(DRAWN.format(2), timeout=30_000)
    expect(page.get_by_text(re.compile("The 3 segments tell 14.2 % of the churn"))).to_be_visible()
    page.get_by_role("button", name="E-step").click()
    expect(page.get_by_text(re.compile(r"^1 of \d+$"))).to_be_visible()

    page.get_by_text("Try each K from 2 to 8").click()
    expect(page.get_by_text(re.compile("^(The mixture|k-means) tells more for"))).to_be_visible(
        timeout=60_000
    )
    assert "each_k=true" in page.url.lower()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
