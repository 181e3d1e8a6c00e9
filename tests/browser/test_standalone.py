"""The stand-alone page: a file, no network, the same frames as the app."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from gmm.data.datasets import DATASETS
from gmm.ui.link import Link, Settings, View
from gmm.ui.run import Run, record_run
from gmm.ui.stage.page import standalone_page
from tests.browser.conftest import Opener
from tests.present import present

DEFAULT = Settings()


def run_of(settings: Settings) -> Run:
    return record_run(settings, DATASETS[settings.data].make(settings.n, settings.data_seed))


class Offline:
    """A page in a browser that is cut off; every request that it tries is noted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.tried: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self.tried.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._listen)

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)


@pytest.fixture
def offline(browser: Browser) -> Iterator[Offline]:
    context = browser.new_context(viewport={"width": 1000, "height": 760}, offline=True)
    yield Offline(context.new_page())
    context.close()


SETTINGS = [
    DEFAULT,
    DEFAULT._replace(data="Waiting times", k=3),
    DEFAULT._replace(data="Round clusters", k=3, covariance="tied", twin=False),
]


@pytest.mark.parametrize("settings", SETTINGS, ids=["plane", "line", "alone"])
def test_a_file_steps_through_the_apps_frames_with_no_network(
    offline: Offline, visit: Opener, server: str, tmp_path: Path, settings: Settings
) -> None:
    path = tmp_path / "run.html"
    path.write_text(standalone_page(run_of(settings)), encoding="utf-8")
    offline.page.goto(path.as_uri())
    stage = offline.page.get_by_test_id("stage")
    offline.page.wait_for_selector('[data-testid=stage][data-ready="true"]')
    query = f"?data={settings.data.replace(' ', '+')}&k={settings.k}&covariance={settings.covariance}&twin={settings.twin}"
    app = visit(server).open(query)
    read = "root => [root.dataset.frame, root.dataset.frames, root.dataset.phase, root.dataset.logLikelihood, Array.from(root.inspect().colours.em)]"
    for _ in range(6):
        assert stage.evaluate(read) == app.stage.evaluate(read)
        frame = int(present(stage.get_attribute("data-frame"))) + 1
        for page in (offline.page, app.page):
            page.keyboard.press("ArrowRight")
            page.wait_for_selector(f'[data-testid=stage][data-frame="{frame}"]')
    assert [url for url in offline.tried if not url.startswith("file:")] == []
    assert offline.errors == []


def test_it_scrubs_plays_and_inspects(offline: Offline, tmp_path: Path) -> None:
    link = Link(frame=3, view=View(on=frozenset({"cells", "trails"}), point=4))
    path = tmp_path / "run.html"
    path.write_text(standalone_page(run_of(DEFAULT), link), "utf-8")
    offline.page.goto(path.as_uri())
    stage = offline.page.get_by_test_id("stage")
    offline.page.wait_for_selector('[data-testid=stage][data-frame="3"]')
    assert stage.locator(".card h2").inner_text().startswith("Point 5")
    offline.page.keyboard.press("Escape")
    stage.get_by_role("slider", name="Half-step").fill("7")
    offline.page.wait_for_selector('[data-testid=stage][data-frame="7"]')
    stage.get_by_label("Speed of play").select_option("8")
    stage.get_by_role("button", name="Play").click()
    last = int(present(stage.get_attribute("data-frames"))) - 1
    offline.page.wait_for_selector(f'[data-testid=stage][data-frame="{last}"]')
    assert not stage.locator(".copy").is_visible()
    assert offline.errors == []


def test_it_lives_in_an_iframe(offline: Offline, tmp_path: Path) -> None:
    (tmp_path / "run.html").write_text(standalone_page(run_of(DEFAULT)), "utf-8")
    outer = tmp_path / "course.html"
    outer.write_text('<iframe src="run.html" width="900" height="640"></iframe>', "utf-8")
    offline.page.goto(outer.as_uri())
    frame = offline.page.frame_locator("iframe")
    frame.get_by_role("button", name="E-step").click()
    frame.locator('[data-testid=stage][data-frame="1"]').wait_for()


def test_words_cannot_break_out_of_the_page(offline: Offline, tmp_path: Path) -> None:
    evil = "</script><img src=x onerror=alert(1)><!--"
    run = run_of(DEFAULT)
    dataset = run.dataset._replace(title=evil, rows=evil, columns=(evil, evil))
    run = run._replace(dataset=dataset, settings=DEFAULT._replace(start=evil))
    (tmp_path / "run.html").write_text(standalone_page(run), "utf-8")
    offline.page.on("dialog", lambda dialog: offline.errors.append("a dialog opened"))
    offline.page.goto((tmp_path / "run.html").as_uri())
    offline.page.wait_for_selector('[data-testid=stage][data-ready="true"]')
    assert offline.page.get_by_test_id("stage").locator(".title").inner_text().startswith(evil)
    assert offline.page.locator("img").count() == 0
    assert offline.errors == []
