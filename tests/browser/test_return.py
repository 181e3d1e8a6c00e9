"""A server that is lost and comes back: nothing that somebody did is lost with it."""

import signal
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, expect

from tests.browser import conftest
from tests.browser.conftest import Visit

TABLE = "when,height,weight\n" + "\n".join(
    f"{i},{(i * 7) % 13 + i / 10},{(i * 5) % 11 + i / 7}" for i in range(40)
)
NUMBERS = "a,b\n" + "\n".join(f"{i},{i * i % 17}" for i in range(30))
WIDGETS = "input:not([type=file]), textarea, [role=slider]"


class Host:
    """A server that can be lost, and another one in its place, that knows nobody."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._process: subprocess.Popen[bytes] | None = None
        self._contexts: list[BrowserContext] = []
        self._process, self.url = conftest.start_server()

    def open(self, query: str, **options: Any) -> Visit:
        options.setdefault("viewport", {"width": 1280, "height": 720})
        self._contexts.append(self._browser.new_context(**options))
        seen = Visit(self._contexts[-1].new_page(), self.url)
        if query.startswith("?"):
            seen.open(query).wait_settled()
        else:
            seen.page.goto(f"{self.url}/{query}")
            wait_idle(seen)
        return seen

    def lose(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
        self._process = None

    def come_back(self) -> None:
        self._process, _ = conftest.start_server(int(self.url.rpartition(":")[2]))

    def close(self) -> None:
        for context in self._contexts:
            context.close()
        self.lose()


@pytest.fixture
def host(browser: Browser) -> Iterator[Host]:
    started = Host(browser)
    yield started
    started.close()


def wait_idle(seen: Visit) -> None:
    """Wait for the answer to whatever was asked, from the server that is there."""
    seen.page.wait_for_selector(
        "[data-test-connection-state=CONNECTED][data-test-script-state=notRunning]",
        timeout=60_000,
    )


def line(seen: Visit) -> Locator:
    return seen.page.get_by_test_id("connection")


def look(seen: Visit) -> dict[str, Any]:
    """What the stage shows, what the widgets say, and the address."""
    told: dict[str, Any] = seen.inspect(
        """({ run: stage.run.run, title: stage.run.title, summary: stage.run.summary, frame: stage.frame,
           points: Array.from(stage.run.points), view: JSON.stringify(stage.view),
           mixture: stage.mixture && Array.from(stage.mixture.means), drawn: stage.drawn })"""
    )
    told |= {name: seen.data(name) for name in ("frames", "phase", "log-likelihood")}
    sidebar = seen.page.get_by_test_id("stSidebar")
    told["widgets"] = sidebar.locator(WIDGETS).evaluate_all(
        "all => all.map((each) => [each.ariaLabel, each.value ?? each.ariaValueNow, each.checked])"
    )
    told["address"] = seen.page.evaluate("location.search")
    return told


def step(seen: Visit, count: int) -> None:
    seen.page.evaluate("document.activeElement.blur()")
    for frame in range(1, count + 1):
        seen.step("ArrowRight", frame)


def wait_written(seen: Visit, words: str) -> None:
    """Wait until the stage has told the address where it is, or what a hand did."""
    seen.page.wait_for_function("words => location.search.includes(words)", arg=words)


def drag(seen: Visit) -> None:
    before, spot = seen.run(), seen.spot(seen.mixture().means[0])
    seen.drag(spot, (spot[0] + 40, spot[1] + 15))
    seen.wait_other_run(before)
    wait_written(seen, "hand=")


def change_a_setting(seen: Visit) -> None:
    before = seen.run()
    seen.page.get_by_role("slider", name="Components").press("ArrowRight")
    seen.wait_other_run(before)
    wait_idle(seen)


def draw(seen: Visit, places: list[list[float]]) -> None:
    for place in places:
        before = seen.run()
        seen.page.mouse.click(*seen.spot(place))
        seen.wait_other_run(before)
        wait_idle(seen)


def upload(seen: Visit, name: str, content: str = TABLE) -> None:
    seen.page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
    )


def do_steps(seen: Visit) -> None:
    step(seen, 4)
    wait_written(seen, "frame=4")


def do_setting(seen: Visit) -> None:
    change_a_setting(seen)
    step(seen, 3)
    wait_written(seen, "frame=3")


def do_drag(seen: Visit) -> None:
    step(seen, 2)
    drag(seen)
    step(seen, 2)
    wait_written(seen, "frame=2")


def do_drag_and_undo(seen: Visit) -> None:
    step(seen, 3)
    wait_written(seen, "frame=3")
    drag(seen)
    seen.page.keyboard.press("Control+z")
    seen.wait_frame(3)
    seen.page.wait_for_function("() => !location.search.includes('hand=')")


def do_views(seen: Visit) -> None:
    seen.tick("density", "cells")
    seen.page.get_by_text("k-means beside it").click()
    seen.stage.locator("[data-pane=kmeans]").wait_for(state="hidden")
    wait_idle(seen)
    wait_written(seen, "view=")


def do_scrub(seen: Visit) -> None:
    scrubber = seen.stage.locator(".scrubber")
    scrubber.fill("7")
    seen.wait_frame(7)
    wait_written(seen, "frame=7")


def do_drawing(seen: Visit) -> None:
    draw(seen, [[3, 3], [7, 6], [5, 2]])
    wait_written(seen, "drawn=")


def do_pasting(seen: Visit) -> None:
    before = seen.run()
    box = seen.page.get_by_role("textbox", name="Numbers, or cells")
    box.fill(NUMBERS)
    box.press("Control+Enter")
    seen.wait_other_run(before)
    wait_idle(seen)


ACTS: dict[str, tuple[str, Callable[[Visit], None]]] = {
    "bundled": ("?data=Crabs&v=4", do_steps),
    "generated": ("?data=Elongated+clusters&n=200&tilt=0.5&v=4", do_setting),
    "dragged": ("?k=3&v=4", do_drag),
    "undone": ("?k=3&v=4", do_drag_and_undo),
    "views": ("?k=2&v=4", do_views),
    "scrubbed": ("?data=Penguins&v=4", do_scrub),
    "drawn": ("?data=Draw+by+hand&k=2&v=4", do_drawing),
    "pasted": ("?data=Paste+numbers&v=4", do_pasting),
}


def test_nothing_is_lost_with_a_server(host: Host) -> None:
    """Each source and each act: as it was when the page has come back, and after a run of it."""
    pages = {}
    for name, (query, act) in ACTS.items():
        pages[name] = host.open(query)
        act(pages[name])
    before = {name: look(seen) for name, seen in pages.items()}
    host.lose()
    for seen in pages.values():
        expect(line(seen)).to_contain_text("The connection is lost.", timeout=30_000)
    host.come_back()
    for seen in pages.values():
        expect(line(seen)).to_have_text("The connection is back.", timeout=60_000)
    for name, seen in pages.items():
        seen.page.bring_to_front()
        assert look(seen) == before[name], name
        # The new server runs the page for the first time.
        seen.page.get_by_role("button", name="Take it away").click()
        dialog = seen.page.get_by_role("dialog")
        dialog.get_by_text("Controls to hide").wait_for(timeout=30_000)
        wait_idle(seen)
        seen.page.keyboard.press("Escape")
        dialog.wait_for(state="hidden")
        assert look(seen) == before[name], name


def test_back_and_forward_know_the_places_before(host: Host) -> None:
    seen = host.open("?k=3&v=4")
    by_chance = seen.run()
    drag(seen)
    dragged = seen.run()
    host.lose()
    expect(line(seen)).to_contain_text("The connection is lost.", timeout=30_000)
    host.come_back()
    wait_idle(seen)
    change_a_setting(seen)
    for way, run in (("back", dragged), ("back", by_chance), ("forward", dragged)):
        here = seen.run()
        go = seen.page.go_back if way == "back" else seen.page.go_forward
        go(wait_until="commit")
        seen.wait_other_run(here)
        wait_idle(seen)
        assert seen.run() == run


def test_a_drawing_too_large_for_a_link_comes_back_from_the_browser(host: Host) -> None:
    seen = host.open("?data=Draw+by+hand&k=2&v=4")
    for height in (1, 3, 5, 7, 9):
        if "drawn=here" in seen.page.url:
            break
        before = seen.run()
        seen.drag(seen.spot([0.5, height]), seen.spot([9.5, height]), moves=60)
        seen.wait_other_run(before)
        wait_idle(seen)
    wait_written(seen, "drawn=here")
    before_it = look(seen)
    host.lose()
    expect(line(seen)).to_contain_text("The connection is lost.", timeout=30_000)
    host.come_back()
    wait_idle(seen)
    seen.page.get_by_text("k-means beside it").click()
    seen.stage.locator("[data-pane=kmeans]").wait_for(state="hidden")
    seen.page.get_by_text("k-means beside it").click()
    seen.stage.locator("[data-pane=kmeans]").wait_for()
    wait_idle(seen)
    seen.page.wait_for_function(
        "([root, run]) => root.inspect().run.run === run",
        arg=[seen.stage.element_handle(), before_it["run"]],
        timeout=30_000,
    )
    after = look(seen)
    assert after["drawn"] == before_it["drawn"]
    assert after["points"] == before_it["points"]
    assert not seen.page.get_by_text("which was too large").count()


def choose_across(seen: Visit, column: str) -> None:
    before = seen.run()
    box = seen.page.get_by_role("combobox", name="Across")
    box.click()
    box.fill(column)
    seen.page.get_by_role("option", name=column, exact=True).click()
    seen.wait_other_run(before)
    wait_idle(seen)


def test_an_upload_is_asked_for_again_by_its_name(host: Host) -> None:
    seen = host.open("?data=Upload+a+file&v=4")
    before = seen.run()
    upload(seen, "own.csv")
    seen.wait_other_run(before)
    wait_idle(seen)
    choose_across(seen, "weight")
    step(seen, 3)
    wait_written(seen, "frame=3")
    chosen = look(seen)
    host.lose()
    expect(line(seen)).to_contain_text("The connection is lost.", timeout=30_000)
    host.come_back()
    wait_idle(seen)
    assert look(seen) == chosen

    # The run of the file stays on the stage, and nobody is told that the server has it.
    seen.page.get_by_role("slider", name="Components").press("ArrowRight")
    seen.page.get_by_test_id("stAlert").get_by_text("Choose own.csv again").wait_for()
    wait_idle(seen)
    expect(seen.stage.locator(".headline")).to_have_text("own.csv is no longer on the server.")
    assert (seen.run(), seen.data("frame")) == (chosen["run"], "3")
    assert seen.page.get_by_test_id("stFileUploaderFile").count() == 0
    upload(seen, "own.csv")
    seen.wait_other_run(chosen["run"])
    wait_idle(seen)
    assert seen.stage.locator(".title").inner_text() == "own.csv, 40 rows"
    assert "K = 3" in seen.stage.locator(".summary").inner_text()
    other = seen.run()
    seen.page.get_by_role("slider", name="Components").press("ArrowLeft")
    seen.wait_other_run(other)
    assert seen.run() == chosen["run"]


def test_a_page_of_an_upload_that_is_reloaded_waits_for_it(host: Host) -> None:
    seen = host.open("?data=Upload+a+file&v=4")
    before = seen.run()
    upload(seen, "own.csv")
    seen.wait_other_run(before)
    wait_idle(seen)
    drag(seen)
    step(seen, 2)
    wait_written(seen, "frame=2")
    seen.tick("density")
    wait_written(seen, "view=density")
    chosen = look(seen)
    seen.page.reload()
    seen.wait_ready()
    wait_idle(seen)
    assert seen.stage.locator(".title").inner_text() == "Waiting for own.csv"
    assert seen.stage.locator(".headline").inner_text() == "Choose own.csv again."
    assert seen.inspect("[stage.run.N, stage.mixture]") == [0, None]
    # A click beside the stage and a key on it change nothing of the address.
    seen.page.mouse.click(900, 20)
    seen.page.keyboard.press("ArrowRight")
    seen.page.wait_for_timeout(600)
    assert seen.page.evaluate("location.search") == chosen["address"]
    waiting = seen.run()
    upload(seen, "own.csv")
    seen.wait_other_run(waiting)
    wait_idle(seen)
    again = look(seen)
    for part in ("run", "title", "summary", "frame", "points", "widgets", "address"):
        assert again[part] == chosen[part], part
    assert seen.inspect("stage.view.density")
    seen.step("ArrowRight", 3)


def test_the_stage_goes_on_under_a_quiet_line(host: Host) -> None:
    seen = host.open("?k=3&v=4", color_scheme="dark")
    glossary = host.open("glossary")
    expect(line(seen)).to_be_hidden()
    requests: list[str] = []
    seen.page.on("request", lambda request: requests.append(request.url))
    host.lose()
    expect(line(seen)).to_have_text(
        "The connection is lost. The stage goes on; settings answer again when it is back.",
        timeout=30_000,
    )
    # Long enough for Streamlit to have tried as often as it does before its dialog.
    for _ in range(600):
        if sum("/_stcore/health" in url for url in requests) > 8:
            break
        seen.page.wait_for_timeout(100)
    assert sum("/_stcore/health" in url for url in requests) > 8
    for page in (seen.page, glossary.page):
        assert page.get_by_role("dialog").count() == 0
        assert (
            page.locator("[inert], [aria-hidden=true]").filter(has=page.locator("main")).count()
            == 0
        )
    expect(line(glossary)).to_contain_text("Links and buttons answer again when it is back.")
    assert line(seen).get_attribute("role") == "status"
    assert seen.page.get_by_role("slider", name="Components").is_disabled()
    step(seen, 3)
    # It covers no button of the stage, in the hall neither.
    for projector in (False, True):
        if projector:
            seen.tick("projector")
        over = line(seen).bounding_box()
        assert over
        for button in seen.stage.locator("button:visible, summary:visible").all():
            box = button.bounding_box()
            assert box
            apart = (
                box["x"] >= over["x"] + over["width"]
                or box["x"] + box["width"] <= over["x"]
                or box["y"] >= over["y"] + over["height"]
                or box["y"] + box["height"] <= over["y"]
            )
            assert apart, button.inner_text()
        expect(line(seen)).to_be_visible()
        middle = (over["x"] + over["width"] / 2, over["y"] + over["height"] / 2)
        assert line(seen).evaluate(
            """(line, at) => {
              line.style.pointerEvents = "auto";
              const hit = document.elementFromPoint(...at) === line;
              line.style.pointerEvents = "";
              return hit;
            }""",
            middle,
        )
    host.come_back()
    expect(line(seen)).to_have_text("The connection is back.", timeout=60_000)
    expect(line(seen)).to_be_hidden(timeout=30_000)
    expect(line(glossary)).to_be_hidden(timeout=30_000)


def test_on_a_phone_the_line_leaves_the_stage_free(host: Host) -> None:
    seen = host.open("?k=3&v=4", viewport={"width": 390, "height": 844})
    host.lose()
    expect(line(seen)).to_be_visible(timeout=30_000)
    over, stage = line(seen).bounding_box(), seen.stage.locator(".title").bounding_box()
    assert over
    assert stage
    assert over["y"] + over["height"] <= stage["y"]
    assert over["x"] >= 0
    assert over["x"] + over["width"] <= 390


def test_a_server_that_answers_nothing_is_told_of(host: Host) -> None:
    """It has not gone: the connection is there, and nobody speaks on it."""
    seen = host.open("?k=3&v=4")
    seen.page.clock.install()
    process = host._process
    assert process
    process.send_signal(signal.SIGSTOP)
    try:
        seen.page.get_by_role("slider", name="Components").press("ArrowRight")
        seen.page.clock.run_for(25_000)
        expect(line(seen)).to_contain_text("The server has not answered yet.")
        step(seen, 2)
    finally:
        process.send_signal(signal.SIGCONT)
    seen.page.clock.resume()
    seen.stage.get_by_text("K = 4").wait_for(timeout=30_000)
    expect(line(seen)).to_be_hidden(timeout=30_000)


def test_a_lesson_and_the_glossary_stay_as_they_are(host: Host) -> None:
    seen, glossary = host.open("course?lesson=one-bell-curve#2"), host.open("glossary")
    lesson = seen.page.get_by_test_id("lesson")
    seen.page.wait_for_selector('[data-testid=lesson][data-scene="2"]')
    glossary.page.get_by_text("Search", exact=True).first.wait_for()
    glossary.page.wait_for_timeout(500)
    words = glossary.page.locator("main").inner_text()

    def told() -> Any:
        return lesson.evaluate(
            "root => (({ scene, done, tries, stage }) => [scene, done, tries, stage.run.run])(root.inspect())"
        )

    before = told()
    host.lose()
    expect(line(seen)).to_contain_text("The lesson goes on", timeout=30_000)
    lesson.locator(".forward").click()
    seen.page.wait_for_selector('[data-testid=lesson][data-scene="3"]')
    lesson.locator(".backward").click()
    seen.page.wait_for_selector('[data-testid=lesson][data-scene="2"]')
    host.come_back()
    for page in (seen, glossary):
        wait_idle(page)
        expect(line(page)).to_have_text("The connection is back.", timeout=60_000)
    assert told() == before
    assert glossary.page.locator("main").inner_text() == words
