"""The page on languages and styles in Chromium: a text that is typed, and a clip that plays."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Opener


def test_a_typed_text_is_read_and_music_is_worked_on_where_it_is_chosen(
    quick: Opener, server: str
) -> None:
    page = quick(server).page
    page.goto(f"{server}/languages?directions=3&per_language=1")
    text = page.get_by_role("textbox", name="Type or paste a text")
    expect(text).to_be_visible(timeout=30_000)
    text.fill("Heute Abend kommen meine Freunde zum Essen, und ich muss noch kochen.")
    text.press("Control+Enter")
    expect(page.get_by_text(re.compile("^German, with a posterior"))).to_be_visible(timeout=15_000)
    text.fill("Добрый день")
    text.press("Control+Enter")
    expect(page.get_by_text("are not of the Latin alphabet")).to_be_visible(timeout=15_000)
    assert "own-text" not in page.url

    page.get_by_role("tab", name="Music").click()
    expect(page.get_by_text(re.compile(r"of 300 held-out clips"))).to_be_visible(timeout=60_000)
    assert "part=Music" in page.url
    # The policy of the page lets the clip through, and the browser can play it.
    page.wait_for_function("() => document.querySelector('audio')?.readyState >= 1", timeout=15_000)
    seconds = page.locator("audio").evaluate("audio => audio.duration")
    assert abs(seconds - 2) < 0.01
    # Once all is there, nothing is left of the other tab.
    expect(page.get_by_test_id("stage")).to_have_count(1, timeout=30_000)
    expect(page.get_by_test_id("stage")).to_be_visible()
