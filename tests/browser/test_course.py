"""The ten lessons as a student plays them: on the app's page, and from a disk."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from gmm.ui.course.lessons import list_lessons, pack_entry
from gmm.ui.course.page import lesson_page
from tests.browser.conftest import Opener, Visit
from tests.browser.student import Student

NAMES = [entry.name for entry in list_lessons()]


@pytest.mark.parametrize("name", NAMES)
def test_a_student_plays_it_on_the_page_of_the_app(quick: Opener, server: str, name: str) -> None:
    seen = quick(server, reduced_motion="reduce").open(f"course?lesson={name}")
    Student(seen, pack_entry(name)).play()


@pytest.mark.parametrize("name", NAMES)
def test_a_student_plays_it_from_a_disk(browser: Browser, tmp_path: Path, name: str) -> None:
    payload = pack_entry(name, linked=False)
    file = tmp_path / "lesson.html"
    file.write_text(lesson_page(payload), "utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    seen = Visit(page, "")
    page.goto(file.as_uri())
    seen.wait_ready()
    Student(seen, payload).play()
    page.close()
    assert seen.errors == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
