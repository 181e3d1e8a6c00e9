"""What a person sees while the server works, stops, and loses the process that works for it."""

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visit, start_server

if not Path("/proc/self/task").is_dir():
    pytest.skip("There is no /proc to find worker processes in.", allow_module_level=True)

# So many points that K = 12 takes seconds, as close together as it takes to need all iterations.
_RNG = np.random.default_rng(0)
_POINTS = np.concatenate(
    [_RNG.normal(centre, 1.5, (25_000, 2)) for centre in ([0, 0], [2, 1], [4, 0], [1, 4])]
)
LARGE = "x,y\n" + "\n".join(f"{x:.4f},{y:.4f}" for x, y in _POINTS)


class Server:
    """A server of its own, and the processes that work for it."""

    def __init__(self) -> None:
        self.process, self.url = start_server()

    def workers(self) -> list[int]:
        found = []
        for thread in Path(f"/proc/{self.process.pid}/task").iterdir():
            with contextlib.suppress(OSError):
                children = (thread / "children").read_text().split()
                found += [int(child) for child in children if _lives(child)]
        return sorted(found)


def _lives(process: str) -> bool:
    with contextlib.suppress(OSError):
        return "Z (" not in Path(f"/proc/{process}/status").read_text()
    return False


@pytest.fixture(scope="module")
def own() -> Iterator[Server]:
    server = Server()
    yield server
    server.process.kill()
    server.process.wait()


@pytest.fixture
def page(browser: Browser, own: Server) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    seen = Visit(context.new_page(), own.url).open()
    seen.wait_settled()
    yield seen
    context.close()
    assert seen.errors == []


@pytest.fixture
def large(page: Visit) -> Visit:
    """The large file on the stage, with two components, at its third frame."""
    before = page.run()
    page.page.get_by_role("button", name="Your file").click()
    page.page.get_by_text("Until you choose one here").wait_for()
    page.page.locator("input[type=file]").set_input_files(
        {"name": "large.csv", "mimeType": "text/csv", "buffer": LARGE.encode()}
    )
    page.stage.get_by_text("large.csv, 100,000 rows").wait_for(timeout=60_000)
    assert page.run() != before
    page.page.evaluate("document.activeElement.blur()")
    for frame in range(1, 4):
        page.step("ArrowRight", frame)
    return page


def ask_for_much(seen: Visit) -> None:
    seen.page.get_by_role("slider", name="Components").press("End")
    seen.page.get_by_text("Recording a run: 100,000 rows, K = 12").wait_for(timeout=60_000)


def test_a_run_that_takes_long_is_told_and_the_stage_can_be_used_meanwhile(large: Visit) -> None:
    before = large.run()
    place = large.stage.bounding_box()
    ask_for_much(large)
    # It stays where it is, and as it is, also when Streamlit would let it fade (half a second).
    large.page.wait_for_timeout(1_500)
    told = large.page.get_by_text("Recording a run: 100,000 rows, K = 12")
    if told.count():
        assert large.stage.bounding_box() == place
        faded = large.stage.evaluate(
            """(root) => {
              const opacities = [];
              for (let at = root; at; at = at.parentElement ?? at.getRootNode().host)
                opacities.push(Number(getComputedStyle(at).opacity));
              return Math.min(...opacities);
            }"""
        )
        assert faded == 1
        large.page.mouse.click(*large.spot([0.0, 0.0]))
        large.page.keyboard.press("Home")
        large.wait_frame(0)
        large.step("ArrowRight", 1)
    large.stage.get_by_text("K = 12").first.wait_for(timeout=90_000)
    expect(told).to_have_count(0)
    assert large.run() != before


def test_stop_leaves_the_run_before_and_nothing_begins_again_by_itself(
    large: Visit, own: Server
) -> None:
    before = large.run()
    ask_for_much(large)
    large.page.get_by_role("button", name="Stop", exact=True).click()
    large.page.get_by_text("Stopped. What was there before is still shown.").wait_for()
    expect(large.page.get_by_text("Recording a run")).to_have_count(0)
    assert large.run() == before
    large.step("ArrowRight", 4)
    # An unrelated change does not begin it again.
    workers = own.workers()
    large.page.get_by_role("button", name="Look at the table").click()
    large.page.get_by_role("dialog").wait_for()
    large.page.keyboard.press("Escape")
    large.page.get_by_role("dialog").wait_for(state="hidden")
    large.page.get_by_text("Stopped. What was there before").wait_for()
    assert large.run() == before
    assert own.workers() == workers
    # A setting does, and so does who asks for it.
    large.page.get_by_role("slider", name="Components").press("Home")
    large.wait_other_run(before)
    expect(large.page.get_by_text("Stopped. What was there before")).to_have_count(0)
    ask_for_much(large)
    large.page.get_by_role("button", name="Stop", exact=True).click()
    large.page.get_by_role("button", name="Record it").click()
    large.stage.get_by_text("K = 12").first.wait_for(timeout=90_000)
    expect(large.page.get_by_role("button", name="Record it")).to_have_count(0)


def test_a_killed_recorder_is_not_noticed(page: Visit, own: Server) -> None:
    workers = own.workers()
    assert workers
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    before = page.run()
    page.page.get_by_role("slider", name="Components").press("ArrowRight")
    page.wait_other_run(before)
    assert page.inspect("stage.mixture.K") == 3
    assert not set(own.workers()) & set(workers)


def test_one_that_is_killed_in_the_middle_of_a_run_records_it_again(
    large: Visit, own: Server
) -> None:
    light = min(own.workers())
    ask_for_much(large)
    heavy = max(own.workers())
    assert heavy != light
    os.kill(heavy, signal.SIGKILL)
    large.stage.get_by_text("K = 12").first.wait_for(timeout=90_000)
    assert heavy not in own.workers()
