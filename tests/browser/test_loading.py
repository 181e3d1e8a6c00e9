"""How a page gets its scripts and its points: once, in order, and with a sentence where it does not."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, WebSocket, WebSocketRoute
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from gmm.ui.link import VERSION
from gmm.ui.stage.bundle import read_loader
from gmm.ui.stage.script import read_part
from tests.browser.conftest import Opener, Visit, start_server

LARGE = f"?data=Round+clusters&n=5000&k=5&start=farthest+first&v={VERSION}"
SCRIPT = re.compile(r"/_mixtape/component-[0-9a-f]{16}\.js")


class Wire:
    """What comes over a page's websocket."""

    def __init__(self, page: Page) -> None:
        self.messages: list[ForwardMsg] = []
        self.bytes = 0
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._take)

    def _take(self, frame: bytes | str) -> None:
        content = frame if isinstance(frame, bytes) else frame.encode()
        message = ForwardMsg()
        message.ParseFromString(content)
        self.messages.append(message)
        self.bytes += len(content)

    def forget(self) -> None:
        self.messages, self.bytes = [], 0

    def components(self) -> list[tuple[str, dict[str, Any]]]:
        """The names and the data of the components that were sent whole."""
        elements = [
            message.delta.new_element.bidi_component
            for message in self.messages
            if message.HasField("delta") and message.delta.WhichOneof("type") == "new_element"
        ]
        named = [element for element in elements if element.component_name.startswith("mixtape")]
        return [(each.component_name, json.loads(each.json)[0]) for each in named]

    def parts(self) -> list[str]:
        """Which parts of payloads were sent."""
        return [
            "points" if "points" in data else "tape"
            for name, data in self.components()
            if name == "mixtape_part"
        ]


@pytest.fixture
def wired(visit: Opener, server: str) -> tuple[Visit, Wire]:
    seen = visit(server)
    return seen, Wire(seen.page)


def switch_twin(seen: Visit) -> None:
    panes = seen.inspect("stage.run.tapes.length")
    seen.page.get_by_text("k-means beside it").click()
    seen.stage.evaluate(
        """(root, panes) => new Promise((done) => {
          const look = () => (root.inspect().run.tapes.length === panes ? requestAnimationFrame(look) : done());
          look();
        })""",
        panes,
    )
    seen.painted()
    # The last message of a run may come after the picture.
    seen.page.wait_for_timeout(500)


def more_components(seen: Visit) -> None:
    before = seen.run()
    seen.page.get_by_role("slider", name="Components").press("ArrowRight")
    seen.wait_other_run(before)
    seen.page.wait_for_timeout(500)


# ------------------------------------------------------------------ bytes


def test_a_change_brings_no_script_no_style_and_no_markup(wired: tuple[Visit, Wire]) -> None:
    seen, wire = wired
    seen.open(f"?k=2&start=farthest+first&v={VERSION}")
    wire.forget()
    more_components(seen)
    sent = b"".join(message.SerializeToString() for message in wire.messages)
    for inline in (b"makeStage", b".stage {", b'class="transport"'):
        assert inline not in sent
    # The widgets are the larger part of it: 9 kB; 368 kB came with the script.
    tape = sum(len(json.dumps(data)) for _, data in wire.components())
    assert wire.bytes < 22_000 + tape


def test_points_and_tape_are_not_sent_again_when_kmeans_comes_or_goes(
    wired: tuple[Visit, Wire],
) -> None:
    seen, wire = wired
    seen.open(LARGE)
    assert wire.parts() == ["points", "tape"]
    points, mixture = seen.points(), seen.mixture()
    wire.forget()
    switch_twin(seen)
    assert wire.parts() == []
    assert any(message.HasField("ref_hash") for message in wire.messages)
    assert wire.bytes < 30_000
    assert (seen.points() == points).all()
    assert (seen.mixture().means == mixture.means).all()
    switch_twin(seen)
    assert wire.parts() == []
    wire.forget()
    more_components(seen)
    assert wire.parts() == ["tape"]
    assert (seen.points() == points).all()


def test_a_lesson_is_not_sent_again_on_a_rerun(wired: tuple[Visit, Wire]) -> None:
    seen, wire = wired
    seen.page.goto(f"{seen.url}/course?lesson=the-e-step")
    seen.wait_ready()
    names = [name for name, _ in wire.components()]
    assert names == ["mixtape_connection", "mixtape_lesson"]
    wire.forget()
    seen.page.keyboard.press("r")  # Streamlit's own key: run the page again
    seen.page.wait_for_timeout(1500)
    assert any(message.HasField("script_finished") for message in wire.messages)
    assert wire.components() == []
    assert wire.bytes < 8_000


def test_scripts_are_fetched_once_for_all_pages_and_kept(visit: Opener, server: str) -> None:
    seen = visit(server)
    fetched: list[str] = []
    seen.page.on("request", lambda request: fetched.append(request.url))
    seen.open()
    seen.page.get_by_role("link", name="Course").click()
    seen.page.get_by_test_id("lessons").get_by_role("link").first.wait_for()
    seen.page.get_by_role("link", name="Playground").click()
    seen.wait_ready()
    ours = [url for url in fetched if SCRIPT.search(url)]
    # Once by the hint in the page, once by the script that asks for it: one answer for both.
    assert len(set(ours)) == 1
    taken = seen.page.evaluate(
        "performance.getEntriesByType('resource').filter((each) => each.name.includes('/_mixtape/component-')).length"
    )
    assert taken == 1


# ------------------------------------------------------------------ the right points, whatever comes


def settled(seen: Visit, k: int) -> None:
    """Wait for the stage to have the last setting, with the points of its own data."""
    seen.stage.evaluate(
        """(root, k) => new Promise((done, fail) => {
          const look = () => (root.inspect().run?.K === k ? done() : requestAnimationFrame(look));
          setTimeout(() => fail(new Error("No other run came.")), 15000);
          look();
        })""",
        k,
    )
    seen.painted()


def test_settings_in_quick_succession_end_with_the_last_one(wired: tuple[Visit, Wire]) -> None:
    seen, _ = wired
    seen.open(f"?data=Round+clusters&n=100&k=1&covariance=spherical&v={VERSION}")
    points = seen.points()
    slider = seen.page.get_by_role("slider", name="Components")
    for _ in range(9):
        slider.press("ArrowRight")
        seen.page.wait_for_timeout(80)
    settled(seen, 10)
    assert (seen.points() == points).all()
    assert seen.inspect("stage.mixture.K") == 10
    # Other points, and back to the ones before: a page that has had them is not without them.
    for name in ("Old Faithful", "Iris petals", "Old Faithful"):
        seen.choose_data(name)
        assert seen.inspect("stage.run.title").startswith(name)
        assert len(seen.points()) == seen.inspect("stage.run.row_count")
    faithful = seen.points()
    # As long as a finger takes: a click of no time at all overtakes what the stage says before it.
    seen.page.get_by_role("link", name="Course").click(delay=200)
    seen.page.get_by_test_id("lessons").wait_for()
    seen.page.go_back()
    seen.wait_ready()
    assert (seen.points() == faithful).all()
    seen.page.reload()
    seen.wait_ready()
    assert (seen.points() == faithful).all()


def test_after_a_lost_connection_the_points_are_those_of_the_settings(
    visit: Opener, server: str
) -> None:
    seen = visit(server)
    sockets: list[WebSocketRoute] = []

    def connect(socket: WebSocketRoute) -> None:
        sockets.append(socket)
        socket.connect_to_server()

    seen.page.route_web_socket(re.compile("_stcore/stream"), connect)
    seen.open(f"?data=Round+clusters&n=500&k=2&v={VERSION}")
    points = seen.points()
    sockets[-1].close()
    seen.page.wait_for_timeout(500)
    more_components(seen)
    assert len(sockets) >= 2
    assert (seen.points() == points).all()
    switch_twin(seen)
    assert (seen.points() == points).all()


# ------------------------------------------------------------------ the order of messages


FILE = """
export const style = "";
export const markup = "<p>file</p>";
export const complete = (data) => new Promise((done) => { window.told.waiting[data.n] = () => done(data); });
export default function ({ data }) {
  window.told.shown.push(data.n);
  return () => window.told.closed.push(data.n);
}
"""


def test_messages_count_in_the_order_in_which_they_came(browser: Browser) -> None:
    """A loader with a file of the test's own, in which what belongs to a message comes when it is told to."""
    page = browser.new_page()
    files = {
        "": ("text/html", "<main></main>"),
        "loader.js": ("text/javascript", read_loader("_mixtape/file.js")),
        "_mixtape/file.js": ("text/javascript", FILE),
    }

    def answer(route: Route) -> None:
        kind, body = files[route.request.url.removeprefix("http://loader.test/")]
        route.fulfill(body=body, content_type=kind)

    page.route("http://loader.test/**", answer)
    page.goto("http://loader.test/")
    told = page.evaluate(
        """async (html) => {
          window.told = { waiting: {}, shown: [], closed: [] };
          const { default: receive } = await import('./loader.js');
          const place = document.querySelector('main');
          place.innerHTML = html;
          const send = (n, parts) => receive({ data: [{ n, parts }], parentElement: place });
          const until = async (n) => {
            while (!window.told.waiting[n]) await new Promise((done) => setTimeout(done, 5));
            window.told.waiting[n]();
          };
          const first = send(1, ['a']);
          await new Promise((done) => setTimeout(done, 100));
          const second = send(2, ['b']);
          await until(2);
          const endSecond = await second;
          await until(1);
          (await first)?.();
          const overtaken = [[...window.told.shown], [...window.told.closed]];
          const endThird = await send(3);
          endSecond();
          const open = [...window.told.closed];
          const texts = [place.querySelector('.brought').innerText, place.querySelector('.coming').hidden];
          endThird();
          return [overtaken, window.told.shown, open, window.told.closed, texts];
        }""",
        read_part("loader.html"),
    )
    page.close()
    assert told == [[[2], []], [2, 3], [], [3], ["file", True]]


def test_a_script_that_comes_late_shows_the_last_setting(visit: Opener, server: str) -> None:
    """The script comes late: of the messages that have come meanwhile the last one counts."""
    seen = visit(server)
    held: list[Route] = []
    seen.page.route(SCRIPT, lambda route: held.append(route))
    seen.page.goto(f"{seen.url}/?data=Round+clusters&n=500&k=2&v={VERSION}")
    slider = seen.page.get_by_role("slider", name="Components")
    slider.wait_for()
    for _ in range(3):
        slider.press("ArrowRight")
        seen.page.wait_for_timeout(400)
    for route in held:
        route.continue_()
    seen.wait_ready()
    settled(seen, 5)
    assert seen.stage.count() == 1
    more_components(seen)
    assert seen.inspect("stage.run.K") == 6


# ------------------------------------------------------------------ what does not come


@pytest.fixture
def alone(browser: Browser, server: str) -> Iterator[Page]:
    """A page whose errors are what is tested."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    yield context.new_page()
    context.close()


def test_a_script_that_does_not_load_is_told_with_a_way_on(alone: Page, server: str) -> None:
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    alone.route(SCRIPT, refuse)
    alone.goto(server)
    alert = alone.get_by_role("alert").filter(has_text="did not load")
    alert.wait_for(timeout=30_000)
    assert "This part of the page did not load. Check the connection" in alert.inner_text()
    # It was asked for again, by another address, before that was said.
    assert any("?" in url for url in asked)
    alone.unroute(SCRIPT)
    alert.get_by_role("button", name="Reload").click()
    alone.wait_for_selector('[data-testid=stage][data-ready="true"]', timeout=30_000)
    assert alone.get_by_text("did not load").count() == 0


def test_a_script_that_fails_once_is_asked_for_again(alone: Page, server: str) -> None:
    def once(route: Route) -> None:
        if "?" in route.request.url:
            route.continue_()
        else:
            route.abort()

    alone.route(SCRIPT, once)
    alone.goto(server)
    alone.wait_for_selector('[data-testid=stage][data-ready="true"]', timeout=30_000)
    assert alone.get_by_text("did not load").count() == 0


# ------------------------------------------------------------------ the first words


def test_words_are_there_until_the_app_is(visit: Opener, server: str) -> None:
    seen = visit(server)
    words = seen.page.locator(".first-words")
    held: list[Route] = []
    seen.page.route("**/_stcore/health", lambda route: held.append(route))
    for path in ("", "course"):
        seen.page.goto(f"{seen.url}/{path}", wait_until="load")
        assert words.is_visible()
        assert "a Gaussian mixture" in words.inner_text()
        assert seen.page.title() == "Mixtape"
    seen.page.unroute("**/_stcore/health")
    for path in ("", "course", "glossary"):
        seen.page.goto(f"{seen.url}/{path}")
        words.wait_for(state="hidden")
    seen.open()
    # Nor do they come back while one page makes room for another, and its elements are away.
    left = seen.page.evaluate(
        """() => new Promise((done) => {
          for (const style of document.querySelectorAll('#root style, [data-testid=stApp] style')) {
            if (style.textContent.includes('first-words')) style.remove();
          }
          const words = document.querySelector('.first-words');
          requestAnimationFrame(() => requestAnimationFrame(() => done([
            [...document.querySelectorAll('body style')].filter((each) => each.textContent.includes('first-words')).length,
            getComputedStyle(words).visibility,
          ])));
        })"""
    )
    assert left == [0, "hidden"]


def test_without_javascript_the_words_say_what_to_do(browser: Browser, server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server)
    words = page.locator(".first-words").inner_text()
    assert "Mixtape needs JavaScript" in words
    assert "loading" not in words
    context.close()


def test_icons_are_drawn_and_not_spelled(visit: Opener, server: str) -> None:
    """Each name in our font of icons turns into one sign."""
    seen = visit(server).open()
    seen.page.evaluate("document.fonts.ready.then(() => null)")
    icons = seen.page.locator("[data-testid=stIconMaterial]")
    assert icons.count() >= 4
    wide = icons.evaluate_all(
        """all => all.filter((icon) => {
          const range = document.createRange();
          range.selectNodeContents(icon);
          return range.getBoundingClientRect().width > 1.1 * parseFloat(getComputedStyle(icon).fontSize);
        }).map((icon) => icon.textContent)"""
    )
    assert wide == []
    fonts = seen.page.evaluate("performance.getEntriesByType('resource').map((each) => each.name)")
    assert not [name for name in fonts if "MaterialSymbols" in name]
    assert [name for name in fonts if "/_mixtape/icons-" in name]


# ------------------------------------------------------------------ under a path


def test_all_of_it_works_under_a_path(visit: Opener) -> None:
    process, url = start_server(base="teaching/mixtape-1")
    try:
        with visit(url) as seen:
            fetched: list[tuple[int, str]] = []
            seen.page.on("response", lambda answer: fetched.append((answer.status, answer.url)))
            seen.open()
            seen.page.goto(f"{url}/course?lesson=the-e-step")
            seen.wait_ready()
            seen.page.goto(f"{url}/course")
            seen.page.get_by_test_id("lessons").get_by_role("link").first.wait_for()
            ours = [status for status, each in fetched if each.startswith(f"{url}/_mixtape/")]
            assert len(ours) >= 5
            assert set(ours) == {200}
    finally:
        process.terminate()
        process.wait()
