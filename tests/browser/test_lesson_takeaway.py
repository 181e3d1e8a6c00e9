"""A lesson is taken away from its own page, which goes on where it was."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from gmm.ui.course.packing import give_lesson_for_a_disk
from tests.browser.axe import find_violations
from tests.browser.conftest import Opener, Visit
from tests.browser.student import Student
from tests.browser.test_accessibility import DESKTOP, PHONE
from tests.browser.test_course_pages import wait_scene
from tests.present import present
from tests.ui.course.files import file_of, scene_of

NAME = "the-climb"
FILE = f"06-{NAME}-lesson.html"

# What the button lies on: another thing to press, a link of the navigation, the lesson.
COVERED = """button => {
  const mine = button.getBoundingClientRect();
  const all = (root) => [...root.querySelectorAll("*")]
    .flatMap((each) => [each, ...(each.shadowRoot ? all(each.shadowRoot) : [])]);
  const others = all(document).filter((each) => each.matches("a, button, input, summary, .lesson"));
  if (!others.some((each) => each.matches(".lesson"))) return ["the lesson is not there"];
  return others.filter((each) => {
    const box = each.getBoundingClientRect();
    return each !== button && box.width > 0 && box.left < mine.right && box.right > mine.left
      && box.top < mine.bottom && box.bottom > mine.top;
  }).map((each) => each.outerHTML.slice(0, 90));
}"""


def open_dialog(page: Page) -> None:
    page.get_by_role("button", name="Take it away").click()
    page.get_by_role("dialog").get_by_text("This lesson as one HTML file").wait_for()


def download(page: Page, folder: Path) -> Path:
    with page.expect_download() as given:
        page.get_by_role("button", name="The lesson as a page").click()
    file = folder / given.value.suggested_filename
    given.value.save_as(file)
    return file


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_button_is_in_nobodys_way(
    visit: Opener, server: str, screen: dict[str, Any], scheme: str
) -> None:
    seen = visit(server, color_scheme=scheme, **screen)
    seen.page.goto(f"{server}/course?lesson={NAME}")
    wait_scene(seen, 1)
    button = seen.page.get_by_role("button", name="Take it away")
    assert button.evaluate(COVERED) == []
    box = present(button.bounding_box())
    width = present(seen.page.viewport_size)["width"]
    assert 0.5 * width < box["x"]
    assert box["x"] + box["width"] <= width
    main, lesson = seen.page.get_by_test_id("stMain"), seen.page.get_by_test_id("lesson")

    def measure() -> tuple[object, object]:
        return main.evaluate("main => main.scrollHeight"), lesson.bounding_box()

    before = measure()
    button.evaluate("button => button.closest('[data-testid=stLayoutWrapper]').remove()")
    assert measure() == before
    seen.page.reload()
    open_dialog(seen.page)
    seen.page.wait_for_timeout(400)  # it fades in: axe takes what is half there for pale
    assert find_violations(seen.page) == []


def test_the_lesson_stays_where_it_is_and_the_hall_view_covers_the_button(
    visit: Opener, server: str, tmp_path: Path
) -> None:
    seen = visit(server).open(f"course?lesson={NAME}")
    wait_scene(seen, 1)
    seen.page.keyboard.press("PageDown")
    wait_scene(seen, 2)
    lesson = seen.page.get_by_test_id("lesson")
    lesson.evaluate("lesson => { lesson.mine = true; }")
    open_dialog(seen.page)
    assert download(seen.page, tmp_path).name == FILE
    seen.page.keyboard.press("Escape")
    seen.page.get_by_role("dialog").wait_for(state="detached")
    wait_scene(seen, 2)
    assert lesson.evaluate("lesson => lesson.mine")  # the very one: nothing of it is lost
    assert seen.page.url.endswith("#2")
    seen.page.get_by_role("button", name="Hall view").click()
    button = seen.page.get_by_role("button", name="Take it away")
    assert not button.evaluate("""button => {
      const { left, top, width, height } = button.getBoundingClientRect();
      return button.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    }""")


def test_the_file_is_played_inside_another_page(
    visit: Opener, server: str, browser: Browser, tmp_path: Path
) -> None:
    seen = visit(server).open(f"course?lesson={NAME}")
    open_dialog(seen.page)
    download(seen.page, tmp_path)
    line = seen.page.get_by_role("dialog").locator("code").inner_text().replace("\n", "")
    assert f'src="{FILE}"' in line
    host = tmp_path / "host.html"
    host.write_text(f"<!doctype html><title>Mine</title><h1>My course</h1>{line}", "utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    errors = Visit(page, "").errors
    page.goto(host.as_uri())
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name="Next").click()
    frame.locator('[data-testid=lesson][data-scene="2"]').wait_for()
    page.close()
    assert errors == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_the_file_is_the_whole_lesson(
    visit: Opener, server: str, browser: Browser, tmp_path: Path
) -> None:
    seen = visit(server).open(f"course?lesson={NAME}")
    open_dialog(seen.page)
    file = download(seen.page, tmp_path)
    page = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    alone = Visit(page, "")
    page.goto(file.as_uri())
    alone.wait_ready()
    Student(alone, give_lesson_for_a_disk(NAME)).play()
    page.close()
    assert alone.errors == []


def test_a_lesson_of_ones_own_is_taken_away_the_same_way(
    visit: Opener, server: str, browser: Browser, tmp_path: Path
) -> None:
    seen = visit(server)
    seen.page.goto(f"{server}/course")
    seen.page.get_by_text("Open a lesson of your own").click()
    content = file_of(scene_of()).encode()
    mine = {"name": "mine.md", "mimeType": "text/markdown", "buffer": content}
    seen.page.locator("input[type=file]").set_input_files(mine)  # type: ignore[arg-type]
    seen.page.get_by_role("button", name="Open the lesson").click()
    wait_scene(seen, 1)
    assert seen.page.get_by_role("button", name="Take it away").evaluate(COVERED) == []
    open_dialog(seen.page)
    file = download(seen.page, tmp_path)
    page = browser.new_page()
    alone = Visit(page, "")
    page.goto(file.as_uri())
    wait_scene(alone, 1)
    page.close()
    assert alone.errors == []
