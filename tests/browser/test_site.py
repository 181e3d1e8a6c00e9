"""The static site in Chromium, opened from a folder and from below a path of a plain server.

Every request to elsewhere is blocked, and counted.
"""

import functools
import http.server
import io
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, BrowserContext, Route
from pypdf import PdfReader

from gmm.ui.course.glossary import search_terms
from gmm.ui.course.lessons import list_lessons, pack_entry
from gmm.ui.course.places import SITE
from gmm.ui.site.build import build_site
from tests.browser.axe import find_violations
from tests.browser.conftest import QuietHandler, Visit
from tests.browser.firefox import Firefox
from tests.browser.student import Student
from tests.browser.tab import Engine, Tab
from tests.browser.test_accessibility import DESKTOP, PHONE
from tests.browser.webkit import WebKit
from tests.present import present

NAMES = [entry.name for entry in list_lessons()]
LESSON = "[data-testid=lesson]"
BELOW = "some/where"  # the path of the site on a server

Site = Callable[..., Visit]  # opens a page of the site


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A server's folder, with the site below a path of it."""
    root = tmp_path_factory.mktemp("server")
    print(build_site(root / BELOW))
    return root


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    handler = functools.partial(QuietHandler, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{BELOW}"
    server.shutdown()


@pytest.fixture(params=["folder", "server"])
def base(request: pytest.FixtureRequest, folder: Path, address: str) -> str:
    """Where the site is."""
    return (folder / BELOW).as_uri() if request.param == "folder" else address


@pytest.fixture
def site(browser: Browser, base: str) -> Iterator[Site]:
    yield from _open_site(browser, base)


@pytest.fixture
def disk(browser: Browser, folder: Path) -> Iterator[Site]:
    """The site from a folder alone."""
    yield from _open_site(browser, (folder / BELOW).as_uri())


def _open_site(browser: Browser, base: str) -> Iterator[Site]:
    """Pages of one context, so that they share what the browser keeps."""
    elsewhere: list[str] = []
    visits: list[Visit] = []
    contexts: list[BrowserContext] = []

    def guard(route: Route) -> None:
        if route.request.url.startswith((f"{base}/", "data:", "blob:")):
            route.continue_()
        else:
            elsewhere.append(route.request.url)
            route.abort()

    def opened(page: str, **options: Any) -> Visit:
        if not contexts:
            options = {**DESKTOP, "reduced_motion": "reduce", **options}
            contexts.append(browser.new_context(**options))
            contexts[0].route("**/*", guard)
        visits.append(Visit(contexts[0].new_page(), base))
        visits[-1].page.goto(f"{base}/{page}")
        return visits[-1]

    yield opened
    for context in contexts:
        context.close()
    assert elsewhere == []
    assert [error for each in visits for error in each.errors] == []


def open_lesson(site: Site, name: str, scene: str = "", **options: Any) -> Visit:
    seen = site(f"{SITE.find_lesson(name)}{scene}", **options)
    seen.page.wait_for_selector('[data-testid=stage][data-ready="true"]', state="attached")
    return seen.painted()


@pytest.mark.parametrize("name", NAMES)
def test_a_student_plays_every_lesson_to_its_end(site: Site, name: str) -> None:
    seen = open_lesson(site, name)
    Student(seen, pack_entry(name, SITE)).play()


def test_what_is_done_stands_in_the_list_and_leads_on(site: Site) -> None:
    seen = open_lesson(site, "several-bells")
    answer = pack_entry("several-bells", SITE)["scenes"][0]["task"]["answer"]
    seen.page.locator(f"{LESSON} .entry input").fill(str(answer))
    seen.page.get_by_role("button", name="Check").click()
    seen.page.wait_for_selector(f'{LESSON}[data-done="1"]')
    seen.page.locator(f"{LESSON} .home").click()
    listed = seen.page.get_by_test_id("lessons").get_by_role("listitem").nth(1)
    listed.get_by_text("1 of 7 scenes done").wait_for()
    listed.get_by_role("link", name="Several bells").click()
    seen.page.wait_for_selector(f'{LESSON}[data-done="1"]')
    seen.page.locator(".dots .dot").last.click()
    seen.page.get_by_role("link", name="Next lesson").click()
    seen.page.get_by_role("heading", name="Ellipses", level=1).wait_for()
    seen.page.go_back()
    seen.page.wait_for_selector(f'{LESSON}[data-scene="7"]')


def test_a_scene_has_an_address_that_the_skip_link_leaves_alone(site: Site) -> None:
    seen = open_lesson(site, "the-climb", "#3")
    seen.page.wait_for_selector(f'{LESSON}[data-scene="3"]')
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("document.activeElement.className") == "skip"
    seen.page.keyboard.press("Enter")
    seen.painted()
    assert seen.page.evaluate("document.activeElement.id") == "content"
    assert seen.page.url.endswith("#3")
    assert seen.page.locator(LESSON).get_attribute("data-scene") == "3"
    seen.page.keyboard.press("PageDown")
    seen.page.wait_for_selector(f'{LESSON}[data-scene="4"]')
    assert seen.page.url.endswith("#4")


def test_the_bar_leads_everywhere_and_says_where_one_is(site: Site) -> None:
    seen = site("index.html")
    for name in ("Gallery", "Glossary", "For teachers", "Course"):
        bar = seen.page.get_by_role("navigation", name="Pages")
        bar.get_by_role("link", name=name).click()
        seen.page.get_by_role("heading", name=name, level=1).wait_for()
        assert bar.locator("[aria-current]").inner_text() == name


def test_the_glossary_is_searched_in_the_browser(site: Site) -> None:
    seen = site("glossary.html")
    shown = seen.page.locator(".terms section:visible h2")
    every = shown.count()
    assert every > 50
    field = seen.page.get_by_role("searchbox", name="Search")
    for asked in ("  POSTERIOR ", "covar", "k-means", "the  mean", "er"):
        field.fill(asked)
        found = [term.name for term in search_terms(asked)]
        assert shown.all_inner_texts() == found, asked
        assert 1 < len(found) < every
        assert seen.page.locator(".found").inner_text() == f"{len(found)} of {every} terms"
    field.fill("xyzzy")
    assert shown.count() == 0
    seen.page.get_by_text("No term has these words.").wait_for()
    field.fill("")
    assert shown.count() == every
    assert shown.first.inner_text() == "AIC"
    seen.page.locator("#aic .term").first.click()
    target = seen.page.locator("section:target h2")
    assert target.is_visible()


def test_a_set_of_the_gallery_is_stepped_and_forked(site: Site) -> None:
    seen = site("gallery.html")
    seen.page.get_by_role("link", name="Penguins").click()
    seen.wait_ready()
    seen.page.get_by_text("Three species, each tilted upwards").wait_for()
    seen.page.get_by_text("palmerpenguins").wait_for()
    assert (seen.data("frame"), seen.data("phase")) == ("0", "start")
    seen.stage.get_by_role("button", name="E-step").click()
    seen.wait_frame(1)
    seen.step("ArrowRight", 2)
    before = seen.run()
    mean = seen.mixture().means[0]
    seen.drag(seen.spot(mean), seen.spot(mean + 0.3))
    seen.wait_other_run(before)
    seen.page.keyboard.press("End")
    seen.painted()
    assert int(seen.data("frame")) == int(seen.data("frames")) - 1
    # What only a server can do is not offered.
    for name in (".copy", ".scan", ".next button"):
        assert not seen.stage.locator(name).first.is_visible()


def test_a_link_of_a_plan_opens_its_question_in_the_hall_view(site: Site) -> None:
    seen = site("teachers.html")
    seen.page.get_by_role("link", name="The waits, in the hall view").click()
    seen.wait_ready()
    assert "projector" in present(seen.stage.get_attribute("class"))
    seen.stage.get_by_text("How many bell curves do these waits need?").wait_for()
    seen.stage.get_by_role("button", name="Show the answer").click()
    seen.stage.get_by_text("Two: the bars have two humps.").wait_for()
    assert not seen.stage.locator(".transport").is_visible()
    seen.stage.get_by_role("button", name="Leave the hall view").click()
    seen.page.get_by_role("link", name="the plans").click()
    seen.page.locator("#plans:target").wait_for()


def test_an_exercise_opens_its_data_and_shows_its_solution(site: Site) -> None:
    seen = site("teachers.html#exercise-1")
    solution = seen.page.get_by_text("The mean is 28 ÷ 7 = 4 minutes.")
    assert not solution.is_visible()
    seen.page.get_by_text("Solution 1", exact=True).click()
    solution.wait_for()
    seen.page.get_by_role("link", name="The data of exercise 1", exact=True).click()
    seen.wait_ready()
    assert seen.data("frame") == "2"
    assert len(seen.points()) == 7


def test_a_lesson_is_taken_away_as_one_file(disk: Site, tmp_path: Path) -> None:
    seen = disk("teachers.html")
    with seen.page.expect_download() as download:
        seen.page.get_by_role("link", name="Lesson 3 as a page (ZIP)").click()
    with ZipFile(download.value.path()) as archive:
        assert archive.namelist() == ["03-ellipses-lesson.html"]
        archive.extractall(tmp_path)
    page = seen.page.context.browser.new_page()  # type: ignore[union-attr]
    page.goto((tmp_path / "03-ellipses-lesson.html").as_uri())
    page.wait_for_selector('[data-testid=stage][data-ready="true"]')
    page.close()


def test_a_sheet_and_its_answers_are_printed(disk: Site) -> None:
    for kind, first in (("sheet", "Goal: "), ("answers", "Answers: ")):
        seen = disk(f"05-the-m-step-{kind}.html")
        if seen.page.locator("math").count():
            seen.wait_settled()
            assert seen.page.evaluate("document.fonts.check('12px \"Mixtape Math\"')")
        printed = PdfReader(io.BytesIO(seen.page.pdf(prefer_css_page_size=True)))
        texts = [each.extract_text() for each in printed.pages]
        assert first in texts[0]
        assert all(len("".join(text.split())) > 100 for text in texts)


def test_the_pictures_follow_another_theme(disk: Site) -> None:
    seen = disk("run-penguins.html", color_scheme="light")
    seen.wait_ready()
    light = seen.inspect("stage.palette.map(String)")
    seen.page.emulate_media(color_scheme="dark")
    seen.page.wait_for_function(
        """(light) => String(document.querySelector(".stage").inspect().palette.map(String)) !== String(light)""",
        arg=light,
    )


PAGES = {
    "index.html": "[data-testid=lessons] li",
    "lesson-the-e-step.html#2": LESSON,
    "glossary.html": ".terms",
    "teachers.html": "#writing",
    "gallery.html": ".gallery",
    "run-penguins.html": '[data-testid=stage][data-ready="true"]',
    "run-waiting-times.html": '[data-testid=stage][data-ready="true"]',
}
PAPER = {f"01-one-bell-curve-{kind}.html": "main" for kind in ("sheet", "answers")}


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_and_nothing_sticks_out(
    disk: Site, screen: dict[str, Any], scheme: str
) -> None:
    for name, awaited in {**PAGES, **PAPER}.items():
        seen = disk(name, color_scheme=scheme, **screen)
        seen.page.wait_for_selector(awaited, state="attached")
        seen.wait_settled()
        for each in seen.page.locator("summary:visible").all():
            if "Solution 1" in each.inner_text():
                each.click()
        assert seen.errors == []
        assert find_violations(seen.page) == [], name
        seen.errors.clear()  # axe itself asks for styles, which the page's policy forbids
        wide = present(seen.page.viewport_size)["width"]
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= wide, name
        seen.page.close()


@pytest.mark.parametrize("kind", [Firefox, WebKit])
def test_other_browsers_open_it_from_a_folder(kind: type[Engine], folder: Path) -> None:
    if not kind.is_installed():
        pytest.skip(kind.INSTALL)
    with kind() as engine:
        engine.resize(1280, 800)
        tab = Tab(engine).open(f"{(folder / BELOW).as_uri()}/run-penguins.html")
        tab.wait_frame(0)
        tab.click("[data-do=step]")
        tab.wait_frame(1)
        tab.press("ArrowRight")
        tab.wait_frame(2)
        tab.open(f"{(folder / BELOW).as_uri()}/lesson-the-climb.html#4")
        tab.wait("root.closest('.lesson').dataset.scene === '4'")
        # The style has come as well: words stand beside the picture.
        tab.wait("root.getBoundingClientRect().left > 300")
        assert engine.errors() == []
