"""The page for teachers in a browser, its links, and sheets as a printer gets them."""

import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from gmm.ui.course.lessons import Entry, list_lessons
from gmm.ui.course.sheet import write_sheet
from tests.browser.axe import find_violations

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
WIDE = {"viewport": {"width": 1280, "height": 720}}


def open_teachers(browser: Browser, server: str, **options: object) -> Page:
    page = browser.new_page(**options)  # type: ignore[arg-type]
    page.goto(f"{server}/teachers")
    page.get_by_text("Show the template").wait_for(timeout=30_000)
    return page


@pytest.mark.parametrize(("screen", "scheme"), [(WIDE, "light"), (PHONE, "dark")])
def test_axe_finds_no_violation_and_nothing_sticks_out(
    browser: Browser, server: str, screen: dict[str, object], scheme: str
) -> None:
    page = open_teachers(browser, server, color_scheme=scheme, **screen)
    page.get_by_text("Solution 1", exact=True).click()
    page.get_by_text("The mean is 28 ÷ 7 = 4 minutes.").wait_for()
    assert find_violations(page) == []
    wide = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= wide
    page.close()


def test_links_open_what_they_say(browser: Browser, server: str) -> None:
    page = open_teachers(browser, server, **WIDE)
    scene = page.locator(".teachers a[href*='#']").first
    title = scene.inner_text()
    scene.click()
    page.get_by_test_id("lesson").get_by_role("heading", name=title).wait_for(timeout=30_000)
    page.go_back()
    page.get_by_role("link", name="The waits, in the hall view").click()
    page.wait_for_selector('[data-testid=stage][data-ready="true"]', timeout=30_000)
    stage = page.get_by_test_id("stage")
    assert "projector" in (stage.get_attribute("class") or "")
    stage.get_by_text("How many bell curves do these waits need?").wait_for()
    page.close()


def test_a_sheet_is_downloaded(browser: Browser, server: str) -> None:
    page = open_teachers(browser, server, **WIDE)
    with page.expect_download() as download:
        page.get_by_role("button", name="Sheet 4 with answers").click()
    assert download.value.suggested_filename == "04-the-e-step-sheet-with-answers.html"
    written = Path(download.value.path()).read_text(encoding="utf-8")
    assert "Answers: The E-step" in written
    assert f"{server}/course?lesson=the-e-step#5" in written
    page.close()


@pytest.mark.parametrize("entry", list_lessons(), ids=lambda entry: entry.name)
def test_no_page_of_a_sheet_is_empty_or_cut(browser: Browser, tmp_path: Path, entry: Entry) -> None:
    path = tmp_path / "sheet.html"
    path.write_text(write_sheet(entry.lesson, entry.name), encoding="utf-8")
    page = browser.new_page(viewport={"width": 680, "height": 900})  # as wide as A4 within margins
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    page.goto(path.as_uri())
    page.emulate_media(media="print")
    beyond = page.evaluate(
        """[...document.querySelectorAll("main *:not(svg *)")].filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
          .map((each) => each.outerHTML.slice(0, 80))"""
    )
    # A page of A4 has room for 267 mm: what may not be broken off has to fit.
    tall = page.evaluate(
        """[...document.querySelectorAll(".scene, .answer")].map((each) => each.offsetHeight / 96 * 25.4)"""
    )
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert errors == []
    assert beyond == []
    assert max(tall) < 250
    texts = [each.extract_text() for each in printed.pages]
    assert 4 <= len(texts) <= 9
    assert all(len(re.sub(r"\s", "", text)) > 100 for text in texts)
    first = [at for at, text in enumerate(texts) if "Answers: " in text]
    assert len(first) == 1
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.answers')).breakBefore") == "page"
    )
    box = printed.pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (595, 842)
    page.close()
