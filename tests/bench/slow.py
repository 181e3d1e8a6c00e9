"""What a page is on a slow line: `python -m tests.bench.slow [FOLDER OF ANOTHER CHECKOUT]`.

Seconds until there is something to read and until the stage is ready, and kilobytes by kind: with
an empty cache, on the way back (a full cache, a new session), and for a changed setting. The line
has 400 kbit/s down, 200 up, and 400 ms there and back, the greeting of each connection included.
Chromium's own emulation leaves websockets alone, so a small proxy holds all to it. Loopback only.
"""

import asyncio
import contextlib
import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.conftest import FLAGS, ROOT, _chromium, find_port

DOWN, UP, LATENCY = 400_000 / 8, 200_000 / 8, 0.4  # bytes a second, seconds there and back
PIECE = 1460  # bytes that go through at a time: connections share the line
AHEAD = 0.05  # seconds of pieces that are on the line already
PAGES = ("/", "/course?lesson=the-e-step")
READY = '[data-testid=stage][data-ready="true"]'
LONGEST = 180  # seconds that a page may take


class Way:
    """One direction of the line, shared by all connections."""

    def __init__(self, rate: float) -> None:
        self.rate, self.free, self.total = rate, 0.0, 0

    def rest(self) -> None:
        """Wait until nothing has gone this way for a second."""
        before = -1
        while before != self.total:
            before = self.total
            time.sleep(1)

    async def take(self, count: int) -> float:
        """Wait for a place on the line; gives the time at which these bytes are through."""
        while self.free > time.monotonic() + AHEAD:
            await asyncio.sleep(AHEAD / 5)
        self.total += count
        self.free = max(self.free, time.monotonic()) + count / self.rate
        return self.free + LATENCY / 2


class SlowLine:
    """A proxy in a thread: everything to and from a server goes over one slow line."""

    def __init__(self, port: int) -> None:
        self.upstream, self.port = port, find_port()
        self.down, self.up = Way(DOWN), Way(UP)
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._end)
        self._thread.join(10)

    def _end(self) -> None:
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.call_later(0.2, self._loop.stop)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(asyncio.start_server(self._meet, "127.0.0.1", self.port))
        self._ready.set()
        self._loop.run_forever()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(LATENCY)  # the greeting
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(
                self._carry(reader, far_writer, self.up), self._carry(far_reader, writer, self.down)
            )

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: Way
    ) -> None:
        moving: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(256)
        arriving = asyncio.create_task(_deliver(moving, writer))
        with contextlib.suppress(OSError):
            while piece := await reader.read(PIECE):
                await moving.put((await way.take(len(piece)), piece))
        await moving.put((0.0, b""))
        await arriving


async def _deliver(
    moving: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter
) -> None:
    with contextlib.suppress(OSError):
        while True:
            due, piece = await moving.get()
            if not piece:
                break
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            writer.write(piece)
            await writer.drain()
        writer.close()


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[int]:
    """The app of a checkout, as the README starts it, in use already."""
    port = find_port()
    options = ["--server.port", str(port), "--server.address", "127.0.0.1"]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    process = subprocess.Popen(
        [*command, *options],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
                break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def open_page(context: BrowserContext, line: SlowLine, path: str, name: str) -> Any:
    """Open a page on the line, and print how it went."""
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    kinds: dict[str, str] = {}
    sizes: Counter[str] = Counter()

    def answered(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = _name_kind(event["response"]["url"], event["type"])

    def finished(event: dict[str, Any]) -> None:
        sizes[kinds.get(event["requestId"], "other")] += int(event["encodedDataLength"])

    wire.on("Network.responseReceived", answered)
    wire.on("Network.loadingFinished", finished)
    line.down.rest()
    before, began = line.down.total, time.monotonic()
    page.goto(f"http://127.0.0.1:{line.port}{path}", wait_until="commit", timeout=1000 * LONGEST)
    page.wait_for_selector(READY, timeout=1000 * LONGEST)
    ready = time.monotonic() - began
    at_ready = line.down.total - before
    first = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    page.wait_for_load_state("networkidle", timeout=1000 * LONGEST)
    line.down.rest()
    total = line.down.total - before
    sizes["websocket and heads"] = total - sum(sizes.values())
    told = ", ".join(f"{kind} {size / 1000:.0f}" for kind, size in sizes.most_common() if size)
    print(f"  {name:5} first words {first / 1000:5.1f} s   stage {ready:5.1f} s   ", end="")
    print(f"{at_ready / 1000:6.0f} kB until then, {total / 1000:.0f} kB in all: {told}", flush=True)
    return page


def _name_kind(url: str, kind: str) -> str:
    ours = "our " if "/_mixtape/" in url else ""
    return ours + {"Document": "page", "Script": "scripts", "Stylesheet": "style"}.get(
        kind, "fonts" if "woff2" in url else "other"
    )


def change_setting(page: Any, line: SlowLine, name: str) -> None:
    """Change a setting, and print how long and how many bytes the next picture took."""
    stage = page.get_by_test_id("stage")
    before, sent, began = line.down.total, line.up.total, time.monotonic()
    stage.evaluate(
        """(root) => {
          const name = () => {
            const { run } = root.inspect().run;
            return `${run} ${root.inspect().run.tapes.length}`;
          };
          const old = name();
          window.changed = new Promise((done) => {
            const look = () => (name() === old ? requestAnimationFrame(look) : done());
            look();
          });
        }"""
    )
    if name == "K":
        page.get_by_role("slider", name="Components").press("ArrowRight")
    else:
        page.get_by_text("k-means beside it").click()
    page.evaluate("() => window.changed")
    taken = time.monotonic() - began
    page.wait_for_timeout(1500)
    down, up = line.down.total - before, line.up.total - sent
    print(
        f"  {name:5} {taken:5.1f} s   {down / 1000:.1f} kB down, {up / 1000:.1f} kB up", flush=True
    )


def measure(browser: Browser, folder: Path) -> None:
    """Print the figures of a checkout."""
    print(folder)
    with serve(folder) as port, SlowLine(port) as line:
        # What a server does once is not the line's.
        warming = browser.new_page()
        for path in PAGES:
            warming.goto(f"http://127.0.0.1:{port}{path}")
            warming.wait_for_selector(READY)
        warming.context.close()
        for path in PAGES:
            print(f" {path}")
            with contextlib.closing(
                browser.new_context(viewport={"width": 1280, "height": 720})
            ) as context:
                open_page(context, line, path, "cold").close()
                page = open_page(context, line, path, "warm")
                if path == "/":
                    for name in ("K", "twin", "twin"):
                        change_setting(page, line, name)


def main() -> None:
    """Measure another checkout where one is named, and this one."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
        for folder in [*(Path(name).resolve() for name in sys.argv[1:]), ROOT]:
            measure(browser, folder)
        browser.close()


if __name__ == "__main__":
    main()
