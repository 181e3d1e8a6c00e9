"""Other climbers in a real browser: the page, and several tapes of mixtures on one stage."""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.testing import assert_allclose
from playwright.sync_api import Browser

from gmm.mixture import responsibilities
from gmm.tape import Frame, Tape
from gmm.ui.lab.climbers.records import CLIMBERS, Problem, climb
from gmm.ui.run import Run, prepare_run
from tests.browser.conftest import Opener, Visit
from tests.browser.desk import Desk, run_of

PAGE = "climbers"


def tapes_of(*names: str) -> tuple[Run, list[Tape[Frame]]]:
    """A run on Old Faithful with the tapes of these climbers."""
    run = run_of(data="Old Faithful", k=3)
    blank = prepare_run(run.settings, run.dataset)
    problem = Problem(blank.points, None, 3, "full", "random points", 7)
    tapes = [climb(name, problem).tape for name in names]
    return blank._replace(points=tapes[0].points, tapes=tuple(tapes), names=names), tapes


@pytest.fixture(scope="module")
def shared(browser: Browser) -> Iterator[Desk]:
    page = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    yield Desk(page)
    page.close()


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    shared.errors.clear()
    yield shared
    assert shared.errors == []


# ---------------------------------------------------------------- the stage


def test_four_climbers_have_four_panes_that_keep_step(desk: Desk) -> None:
    run, tapes = tapes_of(*CLIMBERS)
    desk.start(run, editable=False, frame=6)
    panes = desk.stage.locator(".pane")
    # "soft" would tell nothing where all are.
    assert [text.strip() for text in panes.locator(".twin").all_inner_texts()] == [*CLIMBERS]
    assert panes.locator(".status").all_inner_texts() == ["iteration 3"] * 4
    em, *others = tapes
    for tape, curve in zip(tapes, desk.stage.locator(".curve b").all(), strict=True):
        frame = tape.frames[6 if tape is em else 3]
        told = curve.inner_text().replace("−", "-").replace(",", "")
        shift = run.number * float(np.log(run.scaling.spread).sum())
        assert float(told) == pytest.approx(frame.log_likelihood - shift, abs=0.01)
    assert "Beside it, in nats: Gradient ascent +" in desk.words
    # Half-steps of EM: the others wait while it takes its E-step.
    desk.step("ArrowRight", 7)
    assert panes.locator(".status").all_inner_texts() == ["iteration 4"] + ["iteration 3"] * 3
    assert "Beside it" not in desk.words
    desk.page.keyboard.press("End")
    desk.wait_frame(2 * max(len(tape.frames) - 1 for tape in others))
    assert "EM has converged" in desk.words
    assert "SQUAREM stands still" in desk.words
    assert "NaN" not in desk.stage.inner_html()


@pytest.mark.parametrize("width", [1920, 1280, 1024, 390])
def test_four_climbers_have_room(desk: Desk, width: int) -> None:
    desk.page.set_viewport_size({"width": width, "height": 844 if width < 500 else 720})
    run, _ = tapes_of(*CLIMBERS)
    desk.start(run, editable=False, frame=6)
    desk.wait_settled()
    assert desk.stage.evaluate("root => root.scrollWidth <= root.clientWidth")
    for captions in (".pane .twin", ".curve b"):
        for each in desk.stage.locator(captions).all():
            if each.is_visible():
                assert each.evaluate("e => e.scrollWidth <= e.parentElement.clientWidth + 1")
    if width < 500:
        tabs = desk.stage.locator(".tabs button")
        assert tabs.all_inner_texts() == [*CLIMBERS]
        assert tabs.evaluate_all("all => all.every((tab) => tab.scrollWidth <= tab.clientWidth)")
    desk.page.set_viewport_size({"width": 1280, "height": 720})


def test_whole_steps_alone_are_steps(desk: Desk) -> None:
    run, (squarem, _) = tapes_of("SQUAREM", "L-BFGS")
    desk.start(run, editable=False)
    assert desk.stage.locator("[data-do=step]").inner_text() == "Step"
    assert desk.stage.locator(".scrubber").get_attribute("aria-label") == "Step"
    desk.step("ArrowRight", 1)
    assert desk.words.startswith("Step 1: the log-likelihood rose by")
    assert "L‑BFGS: the log-likelihood rose by" in desk.words
    shown = np.reshape(desk.inspect("Array.from(stage.responsibilities)"), (-1, 3))
    assert_allclose(shown, responsibilities(run.points, squarem.frames[1].mixture), atol=1e-9)
    # What half-steps have, and whole ones have not.
    menu = desk.stage.locator(".menu")
    menu.locator("summary").click()
    for name, there in {"bound": False, "shares": False, "predict": False, "rings": True}.items():
        assert menu.locator(f"[name={name}]").is_visible() == there
    menu.locator("[name=rings]").click()
    menu.locator("summary").click()
    desk.painted()
    assert "ring: not the same component" in desk.stage.locator(".legend").inner_text()


# ---------------------------------------------------------------- the page


@pytest.fixture(scope="module")
def seen(server: str, stay: Opener) -> Visit:
    page = stay(server)
    page.page.goto(f"{server}/{PAGE}")
    page.wait_ready()
    return page


def test_the_page_opens_with_its_answer_in_sight(seen: Visit) -> None:
    answer = seen.page.get_by_text("gets to the top with the fewest looks").or_(
        seen.page.get_by_text("get to the top with the fewest looks")
    )
    chart = seen.page.get_by_test_id("stPlotlyChart")
    for each in (answer, chart):
        box = each.first.bounding_box()
        assert box is not None
        assert box["y"] + 0.8 * box["height"] < 720
    # The tour belongs to the playground.
    assert not seen.stage.locator(".tour").is_visible()
    assert seen.stage.locator(".pane .twin").all_inner_texts() == ["EM", "SQUAREM"]


def test_the_stage_steps_here_too(seen: Visit) -> None:
    seen.step("ArrowRight", 1)
    seen.step("ArrowRight", 2)
    assert "SQUAREM" in seen.stage.locator(".words").inner_text()


def test_moved_apart_em_wins(seen: Visit) -> None:
    before = seen.run()
    seen.page.get_by_role("button", name="Move the clusters apart").click()
    seen.wait_other_run(before)
    seen.page.get_by_text("EM gets to the top with the fewest looks").wait_for()
    seen.page.get_by_role("button", name="Let the clusters overlap").wait_for()
    assert "distance=6" in seen.page.url


def test_another_climber_comes_onto_the_stage(seen: Visit) -> None:
    before = seen.run()
    seen.page.get_by_text("L-BFGS", exact=True).last.click()
    seen.wait_other_run(before)
    assert seen.stage.locator(".pane").count() == 3
    assert "lbfgs=true" in seen.page.url
