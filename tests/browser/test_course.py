"""The lessons as a student plays them: on the app's page, and from a disk."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from gmm.ui.course.lessons import list_lessons, pack_entry
from gmm.ui.course.page import lesson_page
from gmm.ui.course.places import ALONE
from tests.browser.conftest import Opener, Visit
from tests.browser.student import Student

# What is longer than its place: the page, the column of words, or a part of them.
OVERFLOWS = """lesson => {
  const column = lesson.querySelector(".reading");
  const beyond = (each) => Math.max(each.scrollHeight - each.clientHeight, each.scrollWidth - each.clientWidth);
  const parts = [...column.querySelectorAll(".told, .told *, .task, .task *")];
  const low = parts.filter((each) => each.getBoundingClientRect().bottom > innerHeight + 1);
  const wide = parts.filter((each) => each.getBoundingClientRect().right > column.getBoundingClientRect().right + 1);
  const main = document.querySelector('[data-testid="stMain"]') ?? document.documentElement;
  return [main, column].filter((each) => beyond(each) > 1).concat(low, wide)
    .map((each) => `${each.tagName} ${each.className}`);
}"""

NAMES = [entry.name for entry in list_lessons()]


class Measurer(Student):
    """A student who looks after each scene and each answer whether all is in sight."""

    def wait_scene(self, number: int) -> None:
        super().wait_scene(number)
        self.measure(f"scene {number}")

    def expect(self, html: str) -> None:
        super().expect(html)
        self.measure(html)

    def measure(self, where: str) -> None:
        assert self.lesson.evaluate(OVERFLOWS) == [], where


@pytest.mark.parametrize("name", NAMES)
def test_a_student_plays_it_on_the_page_of_the_app(visit: Opener, server: str, name: str) -> None:
    seen = visit(server, reduced_motion="reduce").open(f"course?lesson={name}")
    Measurer(seen, pack_entry(name)).play()


@pytest.mark.parametrize("name", NAMES)
def test_a_student_plays_it_from_a_disk(browser: Browser, tmp_path: Path, name: str) -> None:
    payload = pack_entry(name, ALONE)
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
