"""The policies that answers carry, over a tour of the app in Chromium; failures; frames."""

import functools
import http.server
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.conftest import QuietHandler, Visit, start_server
from tests.browser.test_takeaway import download, open_dialog

ROUND = "?data=Round+clusters&k=3&start=k-means"
LISTEN = """document.addEventListener("securitypolicyviolation", (event) =>
  told([event.effectiveDirective, event.blockedURI, event.sourceFile, event.sample].join(" ")))"""


class Tour:
    """A page that hears what its policy forbids, and what is asked of anybody but its server."""

    def __init__(
        self, browser: Browser, url: str, scheme: Literal["light", "dark"] = "light"
    ) -> None:
        self.violations: list[str] = []
        self.outside: list[str] = []
        self.context = browser.new_context(
            viewport={"width": 1280, "height": 720},
            color_scheme=scheme,
            permissions=["clipboard-read", "clipboard-write"],
        )
        self.context.expose_function("told", lambda text: self.violations.append(text))
        self.context.add_init_script(LISTEN)
        self.page = self.context.new_page()
        self.seen = Visit(self.page, url)
        self.page.on("request", self._listen)

    def _listen(self, request: Request) -> None:
        if not request.url.startswith((self.seen.url, "blob:", "data:")):
            self.outside.append(request.url)

    def go(self, address: str) -> None:
        self.page.goto(f"{self.seen.url}/{address}")


@pytest.fixture
def tour(browser: Browser, server: str) -> Iterator[Tour]:
    tour = Tour(browser, server)
    yield tour
    tour.page.wait_for_timeout(300)
    tour.context.close()
    assert tour.violations == []
    assert tour.outside == []
    assert tour.seen.errors == []


def test_what_is_forbidden_is_heard(browser: Browser, server: str) -> None:
    tour = Tour(browser, server)
    tour.seen.open()
    tour.page.evaluate(
        "document.body.append(Object.assign(new Image(), { src: 'http://[::1]:9/' }))"
    )
    tour.page.evaluate("setTimeout('window.compiled = true')")
    expect(tour.page.locator("body")).to_be_visible()
    tour.page.wait_for_timeout(300)
    assert [told.split()[0] for told in tour.violations] == ["img-src", "script-src"]
    assert tour.page.evaluate("window.compiled === undefined")
    tour.context.close()


def test_the_playground(tour: Tour) -> None:
    seen = tour.seen.open(ROUND)
    seen.step("ArrowRight", 1)
    seen.stage.get_by_role("button", name="Copy link").click()
    seen.stage.get_by_role("button", name="Copied").wait_for()
    seen.page.get_by_role("button", name="Compare with the truth").first.click()
    dialog = seen.page.get_by_role("dialog")
    dialog.locator("canvas").first.wait_for()
    dialog.get_by_test_id("stDataFrame").hover()
    # Where there is one, the table asks in a window of the system where to save it.
    seen.page.evaluate("delete window.showSaveFilePicker")
    with seen.page.expect_download():
        dialog.get_by_role("button", name="Download as CSV").click()
    seen.page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    seen.choose_data("Old Faithful")


def test_what_is_taken_away(tour: Tour, tmp_path: Path) -> None:
    seen = tour.seen.open(ROUND)
    dialog = open_dialog(seen, "Link for a class")
    code = dialog.get_by_role("img", name="QR")
    code.wait_for()
    assert code.evaluate("img => img.decode().then(() => img.naturalWidth > 0)")
    assert download(seen, dialog, "The QR code as SVG")
    dialog.get_by_role("tab", name="Page").click()
    alone = download(seen, dialog, "The page as HTML")
    dialog.get_by_role("tab", name="Pictures").click()
    assert download(seen, dialog, "Frame 0 as PDF").startswith(b"%PDF")
    dialog.get_by_role("button", name="Make an animated GIF").click()
    dialog.get_by_role("button", name="The run as GIF").wait_for(timeout=60_000)
    moving = dialog.get_by_role("img", name="The run as an animation")
    moving.wait_for()
    assert moving.evaluate("img => img.decode().then(() => img.naturalWidth > 0)")
    assert download(seen, dialog, "The run as GIF")
    # The page without a server is one of its own, with a policy of its own.
    path = tmp_path / "run.html"
    path.write_bytes(alone)
    other = Visit(tour.context.new_page(), path.as_uri())
    other.page.goto(path.as_uri())
    other.wait_ready()
    assert other.errors == []


def test_the_hall_view(tour: Tour) -> None:
    seen = tour.seen.open(f"{ROUND}&view=projector")
    seen.stage.get_by_role("button", name="Code to scan").click()
    code = seen.stage.get_by_role("img", name="QR code")
    code.wait_for()
    assert code.evaluate("img => img.decode().then(() => img.naturalWidth > 0)")
    seen.page.evaluate("document.documentElement.requestFullscreen().then(() => null)")
    assert seen.page.evaluate("document.fullscreenElement !== null")


def test_a_file_of_ones_own(tour: Tour) -> None:
    seen = tour.seen.open("?data=Upload+a+file")
    rows = "".join(f"{n},{n * n % 7},{n % 3}\n" for n in range(40))
    seen.page.locator("input[type=file]").set_input_files(
        {"name": "own.csv", "mimeType": "text/csv", "buffer": f"a,b,c\n{rows}".encode()}
    )
    seen.stage.locator(".title").get_by_text("own.csv, 40 rows").wait_for(timeout=15_000)
    # One column alone has a histogram, which is Plotly's.
    seen.page.get_by_test_id("stPlotlyChart").first.wait_for(timeout=15_000)
    seen.page.locator(".js-plotly-plot .bars, .js-plotly-plot .barlayer").first.wait_for(
        state="attached", timeout=15_000
    )


def test_the_course_and_what_a_teacher_prints(tour: Tour, tmp_path: Path) -> None:
    tour.go("course?lesson=the-e-step")
    lesson = tour.page.get_by_test_id("lesson")
    lesson.get_by_role("button", name="What I did").click(timeout=30_000)
    dialog = lesson.get_by_role("dialog")
    dialog.get_by_role("button", name="Copy what I did").click()
    dialog.get_by_text("Copied.").wait_for()
    tour.page.keyboard.press("Escape")
    tour.go("glossary")
    tour.page.get_by_role("heading", name="Glossary").first.wait_for(timeout=30_000)
    tour.go("teachers")
    with tour.page.expect_download(timeout=30_000) as waiting:
        tour.page.get_by_role("button", name="Sheet 4 with answers").click(timeout=30_000)
    sheet = tmp_path / "sheet.html"
    sheet.write_bytes(waiting.value.path().read_bytes())
    tour.page.goto(sheet.as_uri())
    assert tour.page.pdf().startswith(b"%PDF")
    tour.outside.clear()  # the file itself


def test_nobody_is_offered_what_is_for_developers(tour: Tour) -> None:
    seen = tour.seen.open(ROUND)
    for name in ("stMainMenu", "stAppDeployButton", "stToolbarActions"):
        assert seen.page.get_by_test_id(name).count() == 0, name
    run = seen.run()
    seen.page.mouse.click(1100, 15)
    for key in ("c", "r"):  # Streamlit's own keys: empty the caches, run again
        seen.page.keyboard.press(key)
        seen.page.wait_for_timeout(300)
    assert seen.page.get_by_role("dialog").count() == 0
    assert seen.run() == run


# ------------------------------------------------------------------------------ failures

PAGE = """
import streamlit as st

@st.fragment
def fragment():
    if st.button("Fragment"):
        raise RuntimeError("secret words")
    st.text("the fragment is here")

@st.dialog("A dialog")
def dialog():
    raise KeyError("secret words")

def call():
    raise ZeroDivisionError("secret words")

st.text("the page is here")
fragment()
if st.button("Dialog"):
    dialog()
if st.button("Page") or st.query_params.get("k") == "13":
    raise ValueError("secret words")
if st.button("Stop"):
    st.stop()
if st.button("Again"):
    st.rerun()
st.button("Callback", on_click=call)
st.text("the end is here")
"""
APP = """
from streamlit import App

from gmm.ui.failing import tell_failure
from gmm.ui.serving.door import MIDDLEWARE

app = App({page!r}, middleware=MIDDLEWARE, on_script_error=tell_failure)
"""


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("failing")
    (folder / "page.py").write_text(PAGE, "utf-8")
    (folder / "app.py").write_text(APP.format(page=str(folder / "page.py")), "utf-8")
    log = folder / "log"
    root = str(Path(__file__).parents[2])
    with log.open("wb") as written:
        process, url = start_server(
            script=str(folder / "app.py"),
            log=written,
            environment={"PYTHONPATH": root, "STREAMLIT_CLIENT_SHOW_ERROR_DETAILS": "none"},
        )
        yield url, log
        process.terminate()
        process.wait()


@pytest.mark.parametrize(
    ("button", "error"),
    [
        ("Page", "ValueError"),
        ("Callback", "ZeroDivisionError"),
        ("Fragment", "RuntimeError"),
        ("Dialog", "KeyError"),
    ],
)
def test_a_failure_is_a_sentence_with_a_number_that_the_log_has(
    browser: Browser, failing: tuple[str, Path], button: str, error: str
) -> None:
    url, log = failing
    page = browser.new_page()
    page.goto(f"{url}/?k=7")
    page.get_by_role("button", name=button).click(timeout=30_000)
    told = page.get_by_text("Something went wrong on this page.")
    told.wait_for(timeout=30_000)
    found = re.search(r"\d{3}-\d{3}", told.inner_text())
    assert found is not None
    text = page.locator("body").inner_text()
    for leaked in ("secret", error, "Traceback", ".py", "Google", "ChatGPT"):
        assert leaked not in text
    written = log.read_text("utf-8").partition(f"Failure {found[0]}")[2]
    assert error in written
    assert "page.py" in written
    page.get_by_role("link", name="Open this page without its settings").click()
    page.get_by_text("the end is here").wait_for(timeout=30_000)
    assert page.url.rstrip("?") == f"{url}/"
    assert told.count() == 0
    page.close()


def test_stopping_and_running_again_are_no_failures(
    browser: Browser, failing: tuple[str, Path]
) -> None:
    url, log = failing
    page = browser.new_page()
    page.goto(url)
    before = log.read_text("utf-8").count("Failure")
    page.get_by_role("button", name="Again").click(timeout=30_000)
    page.get_by_text("the end is here").wait_for()
    page.get_by_role("button", name="Stop").click()
    page.get_by_text("the end is here").wait_for(state="hidden")
    assert page.get_by_text("went wrong").count() == 0
    assert log.read_text("utf-8").count("Failure") == before
    page.close()


# ------------------------------------------------------------------------------ frames


@contextmanager
def course_site(folder: Path) -> Iterator[str]:
    """A site of its own, on another port."""
    handler = functools.partial(QuietHandler, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def frame(browser: Browser, site: str, folder: Path, url: str) -> Page:
    (folder / "index.html").write_text(
        f'<iframe src="{url}/?embed=true&data=Round+clusters&k=3" width="1200" height="700"'
        ' allow="clipboard-write; fullscreen"></iframe>',
        "utf-8",
    )
    page = browser.new_page(viewport={"width": 1280, "height": 760})
    page.goto(site)
    return page


Embedded = Callable[[str], Page]


def test_another_site_cannot_show_the_app_in_a_frame(
    browser: Browser, server: str, tmp_path: Path
) -> None:
    with course_site(tmp_path) as site:
        page = frame(browser, site, tmp_path, server)
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text))
        page.reload()
        page.wait_for_timeout(500)
        assert any("frame-ancestors" in text for text in refused)
        inside = page.frames[1]
        assert inside.get_by_test_id("stage").count() == 0
        page.close()


def test_a_site_that_the_operator_names_can(browser: Browser, tmp_path: Path) -> None:
    with course_site(tmp_path) as site:
        process, url = start_server(environment={"MIXTAPE_EMBED": site})
        try:
            page = frame(browser, site, tmp_path, url)
            inside = page.frame_locator("iframe")
            stage = inside.get_by_test_id("stage")
            expect(stage).to_have_attribute("data-ready", "true", timeout=30_000)
            stage.get_by_role("button", name="E-step").click()
            expect(stage).to_have_attribute("data-frame", "1")
            # What asks the server works as well.
            inside.get_by_role("button", name="Take it away").click()
            inside.get_by_role("dialog").get_by_role("img", name="QR").wait_for(timeout=30_000)
            page.close()
        finally:
            process.terminate()
            process.wait()
