"""A real server and a real Chromium for the tests of this folder."""

import functools
import http.server
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, Self

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    sync_playwright,
)

from gmm import Mixture
from gmm.points import FloatArray
from tests.present import present

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parents[1]
WAITS = ["TimeoutError", "No other run came", "did not start within"]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

Spot = tuple[float, float]  # on the page, in CSS pixels


def _chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next(filter(None, map(shutil.which, names)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A wait that ends too early on a busy machine is waited for once more, and told as a rerun.

    Only waits: what is wrong on the screen fails at once.
    """
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=WAITS))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = _chromium()
    if executable is None:
        if os.environ.get("CI"):
            pytest.fail("There is no Chromium on this machine, and CI must not skip these tests.")
        pytest.skip("Install Chromium or Chrome to run the tests in tests/browser.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


def find_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def start_server(
    port: int = 0,
    script: str = "app.py",
    log: IO[bytes] | None = None,
    environment: Mapping[str, str] = MappingProxyType({}),
    base: str = "",
) -> tuple[subprocess.Popen[bytes], str]:
    """The app as the README starts it, on a free port or a given one; ready when it says so.

    With `base`, under that path.
    """
    port = port or find_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "streamlit", "run", script),
            *("--server.port", str(port), "--server.headless", "true"),
            *("--server.address", "127.0.0.1", "--server.fileWatcherType", "none"),
            *(("--server.baseUrlPath", base) if base else ()),
        ],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=log or subprocess.DEVNULL,
        stderr=log or subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}" + (f"/{base}" if base else "")
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1):
                return process, url
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise RuntimeError("The server did not start within 30 seconds.")


@pytest.fixture
def cold_server() -> Iterator[str]:
    """A server that nobody has visited yet."""
    process, url = start_server()
    yield url
    process.terminate()
    process.wait()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    process, url = start_server()
    yield url
    process.terminate()
    process.wait()


class Visit:
    """A page on the app, with what it sent to the server and what went wrong in it.

    A test that stops a server closes what it has opened there first (`with visit(url) as seen`): a
    page that outlives its server calls for it, and tells each call as an error.
    """

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.sent: list[bytes | str] = []
        self.errors: list[str] = []
        page.on("websocket", lambda ws: ws.on("framesent", lambda frame: self.sent.append(frame)))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._listen)

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} {message.location.get('url', '')}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.page.close()

    def open(self, query: str = "") -> Self:
        self.page.goto(f"{self.url}/{query}")
        self.wait_ready()
        return self

    def wait_ready(self) -> None:
        self.page.wait_for_selector('[data-testid=stage][data-ready="true"]', timeout=30_000)

    @property
    def stage(self) -> Locator:
        return self.page.get_by_test_id("stage")

    def data(self, name: str) -> str:
        return present(self.stage.get_attribute(f"data-{name}"))

    def wait_frame(self, frame: int) -> None:
        self.page.wait_for_selector(f'[data-testid=stage][data-frame="{frame}"]', timeout=5_000)

    def inspect(self, expression: str) -> Any:
        """A JavaScript expression over the stage's own numbers, called `stage`."""
        return self.stage.evaluate(
            f"root => {{ const stage = root.inspect(); return {expression}; }}"
        )

    def painted(self) -> Self:
        """Wait until the stage has painted what it was asked for."""
        self.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        return self

    def step(self, key: str, frame: int) -> None:
        self.page.keyboard.press(key)
        self.wait_frame(frame)

    def wait_settled(self) -> None:
        """Wait until letters have their final size and shapes no longer glide."""
        self.page.evaluate("document.fonts.ready.then(() => null)")
        self.page.wait_for_timeout(200)
        self.painted()

    def run(self) -> str:
        """The digest of the run on the stage."""
        digest: str = self.inspect("stage.run.run")
        return digest

    def wait_other_run(self, before: str) -> None:
        self.stage.evaluate(
            """(root, before) => new Promise((done, fail) => {
              const look = () => (root.inspect().run.run === before ? requestAnimationFrame(look) : done());
              setTimeout(() => fail(new Error("No other run came within 15 seconds.")), 15000);
              look();
            })""",
            before,
        )
        self.painted()

    def choose_data(self, name: str) -> None:
        """Choose a data set from the list, and wait until its run is on the stage."""
        before = self.run()
        box = self.page.get_by_role("combobox", name="Data")
        box.click()
        box.fill(name)
        self.page.get_by_role("option", name=name, exact=True).click()
        self.page.evaluate("document.activeElement.blur()")
        self.wait_other_run(before)

    def points(self) -> FloatArray:
        """(N, D), in the units of the run."""
        points, shape = self.inspect("[Array.from(stage.run.points), [stage.run.N, stage.run.D]]")
        return np.array(points, float).reshape(shape)

    def mixture(self, which: str = "stage.mixture") -> Mixture:
        """The mixture that the stage draws, to the last digit."""
        k, d, *arrays = self.inspect(
            f"(m => [m.K, m.D, ...[m.weights, m.means, m.covariances].map((a) => Array.from(a))])({which})"
        )
        weights, means, entries = map(np.array, arrays)
        whole = entries.reshape(k, -1)[:, [[0]] if d == 1 else [[0, 1], [1, 2]]]
        return Mixture(weights, means.reshape(k, d), whole)

    def spot(self, place: npt.ArrayLike, twin: str = "em") -> Spot:
        """Where a place of the run lies on the page."""
        corner = present(self.stage.locator(f"[data-pane={twin}] .plot").bounding_box())
        x, y = self.inspect(f"stage.toScreen({[float(value) for value in np.ravel(place)]})")
        return corner["x"] + x, corner["y"] + y

    def spot_of_point(self, n: int, twin: str = "em") -> Spot:
        corner = present(self.stage.locator(f"[data-pane={twin}] .plot").bounding_box())
        x, y = self.inspect(f"Array.from(stage.centres.subarray({2 * n}, {2 * n + 2}))")
        return corner["x"] + x, corner["y"] + y

    def drag(self, start: Spot, end: Spot, moves: int = 5, twin: str = "em") -> None:
        """Pull from one place on the page to another, and let go."""
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move(*end, steps=moves)
        self.page.mouse.up()

    def tick(self, *names: str) -> None:
        """Tick, or untick, boxes of the View menu."""
        menu = self.stage.locator(".menu")
        menu.locator("summary").click()
        for name in names:
            menu.locator(f"[name={name}]").click()
        if menu.get_attribute("open") is not None:
            menu.locator("summary").click()
        self.painted()


def shows(text: str, value: float) -> bool:
    """Whether a text is that number, rounded to the digits that it shows."""
    plain = text.strip().replace("\N{MINUS SIGN}", "-").replace(",", "")
    digits, _, power = plain.partition("e")
    unit = 10.0 ** (int(power or 0) - len(digits.partition(".")[2]))
    return abs(float(plain) - value) <= 0.5 * unit * (1 + 1e-6)


Opener = Callable[..., Visit]  # opens a page on a server, with Playwright's options
Modules = Callable[..., Any]  # a module's name, an expression, an argument -> its value
Options = dict[str, Any]
ContextFor = Callable[[Options], BrowserContext]


@contextmanager
def _visits(context_for: ContextFor) -> Iterator[Opener]:
    visits: list[Visit] = []

    def opened(url: str, **options: Any) -> Visit:
        options.setdefault("viewport", {"width": 1280, "height": 720})
        visits.append(Visit(context_for(options).new_page(), url))
        return visits[-1]

    yield opened
    for each in visits:
        each.page.close()
    assert [error for each in visits for error in each.errors] == []


@contextmanager
def _apart(browser: Browser) -> Iterator[Opener]:
    with ExitStack() as stack:

        def own(options: Options) -> BrowserContext:
            return stack.enter_context(closing(browser.new_context(**options)))

        with _visits(own) as opened:
            yield opened


@pytest.fixture
def visit(browser: Browser) -> Iterator[Opener]:
    """Opens pages, each in a context of its own; at the end none of them may have met an error."""
    with _apart(browser) as opened:
        yield opened


@pytest.fixture(scope="module")
def stay(browser: Browser) -> Iterator[Opener]:
    """Opens pages like `visit`, for the tests of a file to share."""
    with _apart(browser) as opened:
        yield opened


@pytest.fixture(scope="module")
def contexts(browser: Browser) -> Iterator[ContextFor]:
    """One context for all pages with the same options."""
    known: list[tuple[Options, BrowserContext]] = []

    def shared(options: Options) -> BrowserContext:
        for kept, context in known:
            if kept == options:
                return context
        known.append((options, browser.new_context(**options)))
        return known[-1][1]

    yield shared
    for _, context in known:
        context.close()


@pytest.fixture
def quick(contexts: ContextFor) -> Iterator[Opener]:
    """Opens a page like `visit`, in a session of its own, but with what is in the cache already.

    For one page at a time: a tab in the background may not draw.
    """
    with _visits(contexts) as opened:
        yield opened


@pytest.fixture(scope="module")
def modules(browser: Browser) -> Iterator[Modules]:
    """Runs a JavaScript expression with the named module's exports at hand as `m`."""
    handler = functools.partial(QuietHandler, directory=ROOT / "assets")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/stage/stage.html")

    def run(name: str, expression: str, argument: object = None) -> Any:
        script = f"async a => {{ const m = await import('./{name}.js'); return {expression}; }}"
        return page.evaluate(script, argument)

    yield run
    page.close()
    server.shutdown()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass
