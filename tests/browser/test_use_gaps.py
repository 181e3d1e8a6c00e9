"""The page on filling gaps in Chromium: its stage in four columns, and another gap."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Opener

DRAWN = "() => document.querySelectorAll('.js-plotly-plot .main-svg').length >= {}"


def test_the_stage_steps_and_another_gap_is_another_penguin(quick: Opener, server: str) -> None:
    page = quick(server).page
    page.goto(f"{server}/gaps")
    page.wait_for_function(DRAWN.format(3), timeout=30_000)
    expect(page.get_by_text(re.compile("A mixture of 3 components is off by 0.55"))).to_be_visible()
    page.get_by_role("button", name="E-step").click()
    expect(page.get_by_text(re.compile(r"^1 of \d+$"))).to_be_visible()

    penguin = page.get_by_text(re.compile(r"^Penguin \d+: "))
    before = penguin.inner_text()
    field = page.get_by_role("spinbutton", name=re.compile("Gap"))
    field.fill("7")
    field.press("Enter")
    expect(penguin).not_to_have_text(before, timeout=15_000)
    assert "gap=7" in page.url
