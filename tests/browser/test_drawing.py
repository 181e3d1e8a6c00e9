"""Drawing points by hand: from nothing to a recorded run, by mouse, finger and keyboard."""

import re
from typing import Literal

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from gmm import record_em, start
from gmm.limits import MAX_DRAWING
from tests.browser.conftest import Opener, Visit
from tests.present import present

DRAW = "?data=Draw+by+hand"

Role = Literal["radio", "combobox", "slider", "button"]


class Easel:
    """What a person does at the easel. Places are in the easel's own units, 0 to 10."""

    def __init__(self, seen: Visit) -> None:
        self.seen = seen
        self.tally = seen.stage.locator(".tally")

    def words(self) -> str:
        """The headline and the details beside it."""
        return " ".join(self.seen.stage.locator(".words").inner_text().split())

    def tool(self, name: str) -> None:
        self.seen.stage.get_by_role("radio", name=name).check()

    def many(self, count: int) -> None:
        self.seen.stage.get_by_label("Points a click").select_option(str(count))

    def spread(self, value: float) -> None:
        self.seen.stage.get_by_role("slider", name="Spread").fill(str(value))

    def click(self, x: float, y: float, twin: str = "em") -> None:
        self.seen.page.mouse.click(*self.seen.spot([x, y], twin))
        self.seen.painted()

    def press(self, name: str) -> None:
        self.seen.stage.locator(".easel").get_by_role("button", name=name).click()
        self.seen.painted()

    def drawn(self) -> np.ndarray:
        return np.reshape(self.seen.inspect("stage.drawn"), (-1, 2))

    def wait_recorded(self, count: int) -> None:
        """Wait until the engine has answered with a run, or has said that there is none, on so many points."""
        self.seen.stage.locator(".title").get_by_text(
            re.compile(f"^Drawn by hand, {count:,} points$")
        ).wait_for(timeout=10_000)
        self.seen.painted()

    def clear(self) -> None:
        if len(self.drawn()):
            self.press("Clear")
        self.wait_recorded(0)
        self.many(5)
        self.spread(0.5)
        self.tool("Add")


@pytest.fixture(scope="module")
def page(stay: Opener, server: str) -> Easel:
    seen = stay(server).open(DRAW)
    seen.wait_settled()
    return Easel(seen)


@pytest.fixture
def easel(page: Easel) -> Easel:
    page.clear()
    return page


def check_tape(seen: Visit, points: np.ndarray, k: int) -> None:
    """The run is the engine's on what was drawn."""
    assert_array_equal(seen.points(), points)
    mixture = start(points, k, "random points", 7, "full")
    tape = record_em(points, mixture)
    assert_allclose(
        seen.inspect("Array.from(stage.run.em.logLikelihood)"),
        [frame.log_likelihood for frame in tape.frames],
        rtol=1e-12,
    )


def test_an_empty_easel_says_what_to_do(easel: Easel) -> None:
    seen = easel.seen
    assert easel.words().startswith("No points yet. Click into the picture")
    assert seen.stage.locator(".invite").inner_html() == "Click to put points down, drag to spray"
    assert easel.tally.inner_text() == "0 of 2,000 points"
    assert seen.stage.locator(".summary").inner_text() == "no run yet"
    assert seen.data("frames") == "1"
    assert seen.data("log-likelihood") == ""
    assert "NaN" not in seen.stage.inner_html()
    # Nothing to step through, nothing to ask about.
    for name in ("E-step", "Back", "To the end"):
        button = seen.stage.get_by_role("button", name=name)
        assert button.get_attribute("aria-disabled") == "true"
    assert seen.stage.get_by_role("button", name="Most uncertain point").is_hidden()
    seen.stage.locator(".parameters button").first.click()
    seen.painted()
    assert seen.stage.locator(".card").is_hidden()


@pytest.mark.parametrize("many", [1, 5, 20])
def test_a_click_puts_down_so_many_points_and_the_engine_records(easel: Easel, many: int) -> None:
    seen = easel.seen
    easel.many(many)
    easel.click(3, 4)
    assert len(easel.drawn()) == many
    assert seen.stage.locator(".invite").count() == 0
    easel.wait_recorded(many)
    easel.click(7, 6, "kmeans")
    assert len(easel.drawn()) == 2 * many
    easel.wait_recorded(2 * many)
    assert easel.tally.inner_text() == f"{2 * many} of 2,000 points"
    points = easel.drawn()
    for place, cloud in (([3, 4], points[:many]), ([7, 6], points[many:])):
        assert (np.hypot(*(cloud - place).T) < 0.5 * 5).all()
    check_tape(seen, points, 2)
    assert seen.data("frame") == "0"


def test_without_spread_points_lie_where_they_are_put(easel: Easel) -> None:
    easel.many(1)
    easel.spread(0)
    for place in ((2, 2), (8, 3), (5, 9)):
        easel.click(*place)
    assert_allclose(easel.drawn(), [[2, 2], [8, 3], [5, 9]], atol=0.02)
    easel.wait_recorded(3)
    check_tape(easel.seen, easel.drawn(), 2)


def test_a_spray_is_one_stroke_and_one_message(easel: Easel) -> None:
    seen = easel.seen
    easel.many(1)
    seen.page.wait_for_timeout(500)
    sent = len(seen.sent)
    seen.page.mouse.move(*seen.spot([2, 5]))
    seen.page.mouse.down()
    for x in np.linspace(2.5, 8, 12):
        seen.page.mouse.move(*seen.spot([x, 5]))
    seen.painted()
    drawn = easel.drawn()
    assert len(drawn) == 13
    assert np.corrcoef(drawn[:, 0], np.arange(13))[0, 1] > 0.8
    assert seen.data("frames") == "1"
    assert len(seen.sent) == sent
    seen.page.mouse.up()
    easel.wait_recorded(13)
    assert len(seen.sent) == sent + 1
    check_tape(seen, drawn, 2)
    easel.press("Undo")
    assert len(easel.drawn()) == 0
    easel.wait_recorded(0)


def test_erase_undo_and_clear(easel: Easel) -> None:
    seen = easel.seen
    easel.many(20)
    easel.click(2, 3)
    easel.click(8, 7)
    easel.wait_recorded(40)
    both, before = easel.drawn(), seen.run()
    likelihoods = seen.inspect("Array.from(stage.run.em.logLikelihood)")

    easel.tool("Erase")
    easel.spread(2)
    easel.click(8, 7)
    far = np.hypot(*(both - [8, 7]).T) > 2.01
    kept = easel.drawn()
    assert 20 <= len(kept) <= far.sum() + 1 < 40
    easel.wait_recorded(len(kept))
    easel.press("Clear")
    easel.wait_recorded(0)
    assert easel.words().startswith("No points yet.")

    # Each undo is one stroke back; the engine records what it recorded before, to the digit.
    easel.press("Undo")
    easel.wait_recorded(len(kept))
    assert_array_equal(easel.drawn(), kept)
    seen.page.mouse.move(700, 15)
    seen.page.evaluate("document.activeElement.blur()")
    seen.page.keyboard.press("Control+z")
    easel.wait_recorded(40)
    assert_array_equal(easel.drawn(), both)
    assert seen.run() == before
    assert seen.inspect("Array.from(stage.run.em.logLikelihood)") == likelihoods
    easel.press("Undo")
    easel.wait_recorded(20)
    assert_array_equal(easel.drawn(), both[:20])


def test_two_thousand_points_are_the_most(easel: Easel) -> None:
    seen = easel.seen
    easel.many(20)
    easel.spread(1)
    x, y = seen.spot([5, 5])
    seen.page.mouse.move(x, y)
    seen.page.mouse.down()
    for i in range(110):
        seen.page.mouse.move(x + 60 * np.cos(i), y + 60 * np.sin(i))
    seen.page.mouse.up()
    assert len(easel.drawn()) == MAX_DRAWING
    easel.wait_recorded(MAX_DRAWING)
    assert easel.tally.inner_text() == "2,000 of 2,000 points"
    assert seen.inspect("stage.run.N") == MAX_DRAWING
    easel.click(2, 2)
    assert len(easel.drawn()) == MAX_DRAWING
    # Full is not stuck.
    easel.tool("Erase")
    easel.click(5, 5)
    left = len(easel.drawn())
    assert left < MAX_DRAWING
    easel.wait_recorded(left)


def test_too_few_places_for_the_components_say_what_to_do(easel: Easel) -> None:
    seen = easel.seen
    easel.many(1)
    easel.spread(0)
    easel.click(2, 2)
    easel.wait_recorded(1)
    assert easel.words() == "1 point so far. 2 components need at least 2 points. Add more."
    easel.many(5)
    easel.click(2, 2)
    easel.wait_recorded(6)
    # Six points on one spot are one place: nothing is being recorded, and it is not said.
    text = easel.words()
    assert text == (
        "6 points in 1 place so far. "
        "2 components need at least 2 points in different places. Add more."
    )
    assert seen.data("frames") == "1"
    easel.click(7, 7)
    easel.wait_recorded(11)
    assert int(seen.data("frames")) > 1


def test_more_components_than_points_say_what_to_do_and_recover(quick: Opener, server: str) -> None:
    seen = quick(server).open(f"{DRAW}&k=6")
    seen.wait_settled()
    easel = Easel(seen)
    easel.click(3, 3)
    easel.wait_recorded(5)
    text = easel.words()
    assert text.startswith(
        "5 points so far. 6 components need at least 6 points. Add more, or choose fewer"
    )
    assert seen.page.get_by_text("components need").count() == 1
    before = seen.run()
    slider = seen.page.get_by_role("slider", name="Components")
    slider.focus()
    for _ in range(3):
        seen.page.keyboard.press("ArrowLeft")
    seen.page.wait_for_function("() => /k=3/.test(location.search)")
    seen.wait_other_run(before)
    seen.stage.locator(".summary").get_by_text("K = 3").wait_for()
    seen.painted()
    check_tape(seen, easel.drawn(), 3)
    # One component alone needs two different points.
    for _ in range(2):
        seen.page.keyboard.press("ArrowLeft")
    seen.page.wait_for_function("() => /k=1(&|$)/.test(location.search)")
    seen.stage.locator(".summary").get_by_text("K = 1").wait_for()
    easel.press("Clear")
    easel.wait_recorded(0)
    easel.many(1)
    easel.click(5, 5)
    easel.wait_recorded(1)
    assert easel.words() == "1 point so far. 1 component needs at least 2 points. Add more."


def test_a_drawing_is_kept_through_other_settings_and_seen_by_its_session_alone(
    visit: Opener, server: str
) -> None:
    mine = visit(server).open(DRAW)
    mine.wait_settled()
    easel = Easel(mine)
    easel.many(20)
    easel.click(4, 4)
    easel.wait_recorded(20)
    points = easel.drawn()
    box = mine.page.get_by_role("combobox", name="Data")
    for name, title in (("Old Faithful", "Old Faithful"), ("Draw by hand", "Drawn by hand, 20")):
        box.click()
        mine.page.keyboard.type(name)  # the list shows only so many
        mine.page.get_by_role("option", name=name, exact=True).click()
        mine.stage.locator(".title").get_by_text(re.compile(f"^{title}")).wait_for()
        mine.painted()
    assert_array_equal(mine.points(), points)
    easel.click(8, 8)
    easel.wait_recorded(40)
    assert_array_equal(mine.points()[:20], points)
    other = visit(server).open(DRAW)
    assert other.inspect("stage.run.N") == 0


def test_a_finger_draws_and_the_page_stands_still(quick: Opener, server: str) -> None:
    seen = quick(
        server, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    ).open(DRAW)
    seen.wait_settled()
    easel = Easel(seen)
    for part in ("button:visible", "select", "label:visible"):
        for control in seen.stage.locator(f".easel {part}").all():
            assert present(control.bounding_box())["height"] >= 44
    session = seen.page.context.new_cdp_session(seen.page)
    scrolled = "document.querySelector('[data-testid=stMain]').scrollTop"
    top = seen.page.evaluate(scrolled)
    for kind, places in (("touchStart", [[3, 3]]), ("touchMove", [[3, y] for y in range(4, 9)])):
        for place in places:
            x, y = seen.spot(place)
            session.send(
                "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]}
            )
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    count = len(easel.drawn())
    assert count >= 20
    easel.wait_recorded(count)
    assert seen.page.evaluate(scrolled) == top
    check_tape(seen, easel.drawn(), 2)


def test_the_easels_tools_are_named_and_reached_by_keyboard(easel: Easel) -> None:
    seen = easel.seen
    group = seen.stage.get_by_role("group", name="Drawing")
    tools: list[tuple[Role, str]] = [
        ("radio", "Add"),
        ("radio", "Erase"),
        ("combobox", "Points a click"),
        ("slider", "Spread"),
        ("button", "Undo"),
        ("button", "Clear"),
    ]
    for role, name in tools:
        assert group.get_by_role(role, name=name).count() == 1
    group.get_by_role("radio", name="Add").focus()
    reached = []
    for _ in range(4):
        seen.page.keyboard.press("Tab")
        reached.append(
            seen.stage.evaluate(
                "root => root.getRootNode().activeElement.name || root.getRootNode().activeElement.dataset.do"
            )
        )
    assert reached == ["many", "spread", "undraw", "clear"]
