"""The page of pulsars in Chromium: a pulsar of one's own, and the stage's half-steps."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Opener


def test_a_pulsar_is_typed_in_and_the_fit_is_stepped(quick: Opener, server: str) -> None:
    page = quick(server).page
    page.goto(f"{server}/pulsars?pulsars=300&components=4")
    stage = page.get_by_test_id("stage")
    expect(stage).to_have_attribute("data-ready", "true", timeout=30_000)
    page.get_by_role("button", name="E-step").first.click()
    expect(stage).to_have_attribute("data-frame", "1")
    expect(page.get_by_text(re.compile(r"BIC asks for \d")).first).to_be_visible(timeout=20_000)

    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    box = page.get_by_role("combobox", name=re.compile("Ask about a pulsar"))
    box.click()
    box.fill("another one")  # the list shows a few at a time
    box.press("Enter")
    field = page.get_by_label("Ṗ", exact=True)
    expect(field).to_be_visible(timeout=10_000)
    field.fill("5.7e-20")
    field.press("Enter")
    period = page.get_by_label("P in ms")
    period.fill("5.7")
    period.press("Enter")
    words = "of being a millisecond pulsar. The rule says: a millisecond pulsar."
    expect(page.get_by_text(words)).to_be_visible(timeout=10_000)
    expect(page).to_have_url(re.compile("period=5.7"))
