"""A real server and a real Chromium for the tests of this folder."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def _chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next(filter(None, map(shutil.which, names)), None)


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


def start_server() -> tuple[subprocess.Popen[bytes], str]:
    """The app as the README starts it, on a free port; ready when it says so."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "streamlit", "run", "app.py"),
            *("--server.port", str(port), "--server.headless", "true"),
            *("--server.address", "127.0.0.1", "--server.fileWatcherType", "none"),
        ],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
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
    """A page on the app, with what it sent to the server and what went wrong in it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.sent: list[bytes | str] = []
        self.errors: list[str] = []
        page.on("websocket", lambda ws: ws.on("framesent", lambda frame: self.sent.append(frame)))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._listen)

    def _listen(self, message) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def open(self, query: str = "") -> "Visit":
        self.page.goto(f"{self.url}/{query}")
        self.wait_ready()
        return self

    def wait_ready(self) -> None:
        self.page.wait_for_selector('[data-testid=stage][data-ready="true"]', timeout=30_000)

    @property
    def stage(self):
        return self.page.get_by_test_id("stage")

    def data(self, name: str) -> str:
        return self.stage.get_attribute(f"data-{name}")

    def wait_frame(self, frame: int) -> None:
        self.page.wait_for_selector(f'[data-testid=stage][data-frame="{frame}"]', timeout=5_000)

    def inspect(self, expression: str):
        """A JavaScript expression over the stage's own numbers, called `stage`."""
        return self.stage.evaluate(
            f"root => {{ const stage = root.inspect(); return {expression}; }}"
        )


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Opens pages, each in a context of its own; at the end none of them may have met an error."""
    contexts = []
    visits = []

    def opened(url: str, **options) -> Visit:
        options.setdefault("viewport", {"width": 1280, "height": 720})
        context = browser.new_context(**options)
        contexts.append(context)
        visits.append(Visit(context.new_page(), url))
        return visits[-1]

    yield opened
    for context in contexts:
        context.close()
    assert [error for each in visits for error in each.errors] == []
