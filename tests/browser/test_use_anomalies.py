"""The page of anomalies in Chromium: the slider moves the threshold, and the address keeps it."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Opener


def test_the_threshold_moves_by_the_keyboard(quick: Opener, server: str) -> None:
    page = quick(server).page
    page.goto(f"{server}/anomalies")
    expect(page.get_by_text("You are ready to flag 5\u00a0% of the benign ones")).to_be_visible(
        timeout=30_000
    )
    before = page.get_by_test_id("stMetricValue").first.inner_text()
    slider = page.get_by_role("slider", name=re.compile("ready to flag"))
    slider.press("End")
    expect(page.get_by_text("ready to flag 30\u00a0% of the benign ones")).to_be_visible(
        timeout=10_000
    )
    assert page.get_by_test_id("stMetricValue").first.inner_text() != before
    expect(page).to_have_url(re.compile("flagged=30"))
    page.reload()
    expect(page.get_by_text("ready to flag 30\u00a0% of the benign ones")).to_be_visible(
        timeout=20_000
    )
