"""The stage in the other two engines, Firefox and WebKit: whatever a person does there, it answers.

What it shows is held to the digit in Chromium, by the other tests of this folder.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from gmm.data.datasets import DATASETS
from gmm.ui.link import Link, Settings, View
from gmm.ui.run import record_run
from gmm.ui.stage.page import standalone_page
from tests.browser.firefox import Firefox
from tests.browser.tab import Engine, Tab
from tests.browser.webkit import WebKit

ROUND = "?data=Round+clusters&k=3&start=farthest+first"
MEAN = "stage.toScreen(stage.mixture.means.subarray(2, 4))"


@pytest.fixture(scope="module", params=[Firefox, WebKit])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    kind: type[Engine] = request.param
    if not kind.is_installed():
        if os.environ.get("CI"):
            pytest.fail(f"{kind.INSTALL} CI must not skip them.")
        pytest.skip(kind.INSTALL)
    with kind() as engine:
        engine.resize(1280, 800)
        yield engine


@pytest.fixture(scope="module")
def page(engine: Engine, server: str) -> Tab:
    return Tab(engine).open(f"{server}/{ROUND}")


@pytest.fixture
def tab(page: Tab, engine: Engine) -> Iterator[Tab]:
    """The playground at the start of a run; afterwards no console may have had an error."""
    page.press("Escape")
    page.press("Home")
    page.wait_frame(0)
    yield page
    assert engine.errors() == []


def test_buttons_step_and_go_to_the_end(tab: Tab) -> None:
    before = tab.see("stage.mixture.means")
    assert tab.see("part('[data-do=step]').textContent.trim()") == "E-step"
    tab.click("[data-do=step]")
    tab.wait_frame(1)
    assert tab.see("root.dataset.phase") == "E"
    assert tab.see("part('[data-do=step]').textContent.trim()") == "M-step"
    assert tab.see("stage.mixture.means") == before
    tab.click("[data-do=step]")
    tab.wait_frame(2)
    assert tab.see("root.dataset.phase") == "M"
    assert tab.see("stage.mixture.means") != before
    tab.click("[data-do=back]")
    tab.wait_frame(1)
    tab.click("[data-do=end]")
    tab.wait_frame(tab.see("root.dataset.frames - 1"))


def test_keys_step_and_go_to_the_end(tab: Tab) -> None:
    for key, frame in [("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("Home", 0)]:
        tab.press(key)
        tab.wait_frame(frame)
    tab.press("End")
    tab.wait_frame(tab.see("root.dataset.frames - 1"))


def test_play_advances_and_pauses(tab: Tab) -> None:
    tab.click("[data-do=play]")
    tab.wait("root.dataset.frame >= 2")
    tab.press(" ")
    tab.wait("!part('.playing')")
    frame = tab.frame()
    assert not tab.see(
        "new Promise((done) => setTimeout(done, 1000)).then(() => root.dataset.frame - a)", frame
    )


def test_the_scrubber_moves(tab: Tab) -> None:
    left, width, y = tab.see(
        "(({ x, y, width, height }) => [x, width, y + height / 2])(part('.scrubber').getBoundingClientRect())"
    )
    tab.drag((left + 8, y), (left + width / 2, y), (left + width - 8, y))
    tab.wait("root.dataset.frame >= root.dataset.frames - 2")


def test_a_mean_that_is_dragged_begins_a_new_run(tab: Tab) -> None:
    run, likelihood = tab.see("[stage.run.run, root.dataset.logLikelihood]")
    tab.press("ArrowRight")
    tab.wait_frame(1)
    x, y = tab.spot(MEAN)
    tab.drag((x, y), (x + 30, y + 20), (x + 60, y + 40))
    tab.wait("stage.run.run !== a", run)
    assert tab.frame() == 0
    assert tab.see("root.dataset.logLikelihood") != likelihood
    moved = tab.spot(MEAN)
    assert moved == pytest.approx((x + 60, y + 40), abs=1.5)
    tab.click(".undo")
    tab.wait("stage.run.run === a", run)


def test_a_click_on_a_point_opens_its_card(tab: Tab) -> None:
    tab.drag(tab.spot("stage.centres.subarray(14, 16)"))
    tab.wait("!part('.card').hidden && part('.card h2').textContent.startsWith('Point 8')")
    tab.press("Escape")
    tab.wait("part('.card').hidden")


def test_a_box_of_the_view_menu_is_ticked(tab: Tab) -> None:
    tab.click(".menu summary")
    tab.wait("part('.menu').open")
    tab.click(".menu [name=trails]")
    tab.wait("part('.menu [name=trails]').checked")
    tab.click(".menu [name=trails]")
    tab.click(".menu summary")
    tab.wait("!part('.menu').open")


def test_help_opens_and_escape_closes_it(tab: Tab) -> None:
    tab.click("[data-do=help]")
    tab.wait("part('dialog').open")
    tab.press("Escape")
    tab.wait("!part('dialog').open")
    tab.press("?")
    tab.wait("part('dialog').open")
    tab.click("dialog .primary")
    tab.wait("!part('dialog').open")


def test_every_part_lies_within_the_window(tab: Tab) -> None:
    """Container queries, mixed colours and sizes that follow the window are understood."""
    outside = tab.see(
        """[...root.querySelectorAll("*")].filter((each) => each.checkVisibility() && !each.closest(".unseen, .menu"))
          .filter((each) => { const { left, right } = each.getBoundingClientRect(); return left < 0 || right > innerWidth; })
          .map((each) => each.outerHTML.slice(0, 80))"""
    )
    assert outside == []
    colours = tab.see(
        """["--muted", "--faint"].map((name) => {
          part(".summary").style.color = `var(${name})`;
          const { color } = getComputedStyle(part(".summary"));
          part(".summary").style.color = "";
          return color;
        })"""
    )
    assert len({*colours, tab.see("getComputedStyle(root).color")}) == 3


# ---------------------------------------------------------------- pages of their own, so they come last


def test_a_file_opens_with_no_server(engine: Engine, tmp_path: Path) -> None:
    settings = Settings(data="Round clusters", k=3)
    run = record_run(settings, DATASETS[settings.data].make(settings.n, settings.data_seed))
    path = tmp_path / "run.html"
    page = standalone_page(run, Link(frame=3, view=View(on=frozenset({"cells"}), point=4)))
    path.write_text(page.replace("<style>", f"<script>{engine.LISTEN}</script><style>", 1), "utf-8")
    tab = Tab(engine).open(path.as_uri())
    tab.wait_frame(3)
    tab.wait("part('.card h2').textContent.startsWith('Point 5')")
    tab.press("ArrowRight")
    tab.wait_frame(4)
    tab.click("[data-do=step]")
    tab.wait_frame(5)
    assert engine.errors() == []


def test_what_goes_wrong_is_heard(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "wrong.html"
    wrong = "console.error('one'); Promise.reject(new Error('two')); throw new Error('three');"
    path.write_text(f"<script>{engine.LISTEN}</script><script>{wrong}</script>", "utf-8")
    engine.open(path.as_uri())
    heard = engine.errors()
    assert len(heard) == 3  # WebKit does not tell what a file's own script threw
    assert [sum(word in error for error in heard) for word in ("one", "two")] == [1, 1]
