"""Edits on their way to the server: answered, refused, late, or never answered at all."""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from playwright.sync_api import Browser

from gmm.limits import MAX_DRAWN
from gmm.ui.stage.payload import pack_run
from tests.browser.desk import Desk, drawing_of, large_run, run_of
from tests.present import present

RECORDING = "Recording the run."
SOME = [[2.0, 2.0], [8.0, 7.0], [5.0, 5.0]]


@pytest.fixture(scope="module")
def shared(browser: Browser) -> Iterator[Desk]:
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.clock.install()
    yield Desk(page)
    page.close()


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    """A page whose clock the test moves on."""
    shared.errors.clear()
    yield shared
    assert shared.errors == []


def pass_time(desk: Desk, milliseconds: int) -> None:
    desk.page.clock.run_for(milliseconds)


def painted(desk: Desk) -> None:
    pass_time(desk, 50)


def click(desk: Desk, x: float, y: float) -> None:
    desk.page.mouse.click(*desk.spot([x, y]))
    painted(desk)


def drawn(desk: Desk) -> np.ndarray:
    return np.reshape(desk.inspect("stage.drawn"), (-1, 2))


def choose(desk: Desk, tool: str, many: int = 1, spread: float = 0) -> None:
    desk.stage.get_by_role("radio", name=tool).check()
    desk.stage.get_by_label("Points a click").select_option(str(many))
    desk.stage.get_by_role("slider", name="Spread").fill(str(spread))


@pytest.fixture
def easel(desk: Desk) -> Desk:
    desk.start(drawing_of(SOME))
    choose(desk, "Add")
    return desk


def drag_a_mean(desk: Desk, k: int = 0) -> None:
    x, y = desk.spot(desk.mixture().means[k])
    desk.drag((x, y), (x + 60, y + 20))
    painted(desk)


# ---------------------------------------------------------------- drawing


def test_an_edit_has_a_number_that_rises_and_is_answered_by_it(easel: Desk) -> None:
    click(easel, 3, 3)
    click(easel, 4, 3)
    first, second = easel.posted()
    assert second["number"] > first["number"] > 0
    assert first["kind"] == "points"
    assert_array_equal(np.reshape(second["points"], (-1, 2)), [*SOME, [3, 3], [4, 3]])
    # Of two strokes the first one's answer comes late: the second is not taken back by it.
    easel.tell(drawing_of([*SOME, [3, 3]]), answered=first["number"])
    assert easel.inspect("stage.run.N") == 5
    easel.tell(drawing_of(drawn(easel)), answered=second["number"])
    assert easel.inspect("[stage.run.N, stage.run.blank]") == [5, False]
    assert int(easel.data("frames")) > 1


def test_a_moment_later_it_says_that_the_run_is_being_recorded(easel: Desk) -> None:
    click(easel, 3, 3)
    assert easel.words == "4 points drawn."
    pass_time(easel, 1000)
    assert easel.words == RECORDING
    easel.tell(drawing_of(drawn(easel)), answered=easel.posted()[-1]["number"])
    painted(easel)
    assert easel.words.startswith("Two bell curves, seen from above,")
    pass_time(easel, 15_000)
    assert easel.words.startswith("Two bell curves, seen from above,")


def test_without_an_answer_a_drawing_is_kept_and_sent_again(easel: Desk) -> None:
    click(easel, 3, 3)
    pass_time(easel, 11_000)
    assert easel.words.startswith("The server does not answer. Your drawing is kept here")
    assert len(drawn(easel)) == 4
    # It can be gone on with,
    click(easel, 6, 3)
    pass_time(easel, 11_000)
    assert len(drawn(easel)) == 5
    assert len(easel.posted()) == 2
    # and once the server is back it is sent by itself.
    easel.tell(drawing_of(SOME))
    assert len(easel.posted()) == 3
    assert_array_equal(np.reshape(easel.posted()[-1]["points"], (-1, 2)), drawn(easel))
    easel.tell(drawing_of(drawn(easel)), answered=easel.posted()[-1]["number"])
    assert easel.inspect("[stage.run.N, stage.run.blank]") == [5, False]


def come_back(desk: Desk) -> None:
    """What a page's quiet line tells: the connection was lost, and is back."""
    desk.page.evaluate("() => window.dispatchEvent(new Event('connectionback'))")


def sent(desk: Desk) -> int:
    """How often something was sent, whatever it was."""
    many: int = desk.page.evaluate("() => posted.length")
    return many


def test_what_waits_when_the_connection_is_back_is_sent_again_as_it_was(easel: Desk) -> None:
    click(easel, 3, 3)
    pass_time(easel, 8000)
    assert sent(easel) == 1
    come_back(easel)
    assert sent(easel) == 2
    assert len(easel.posted()) == 1
    pass_time(easel, 8000)  # the new server has as long as any
    assert easel.words == RECORDING
    easel.tell(drawing_of(drawn(easel)), answered=easel.posted()[-1]["number"])
    assert easel.inspect("[stage.run.N, stage.run.blank]") == [4, False]
    come_back(easel)
    assert sent(easel) == 2


def test_a_drawing_that_was_given_up_is_sent_when_the_connection_is_back(easel: Desk) -> None:
    click(easel, 3, 3)
    pass_time(easel, 11_000)
    assert easel.words.startswith("The server does not answer.")
    come_back(easel)
    first, second = easel.posted()
    assert second["points"] == first["points"]
    assert second["number"] > first["number"]
    easel.tell(drawing_of(drawn(easel)), answered=second["number"])
    assert easel.inspect("[stage.run.N, stage.run.blank]") == [4, False]


def test_a_refusal_is_told_and_the_picture_is_the_servers_again(easel: Desk) -> None:
    click(easel, 3, 3)
    easel.tell(drawing_of(SOME), answered=easel.posted()[-1]["number"], refused="Too many points.")
    painted(easel)
    assert easel.words == "Too many points."
    assert_array_equal(drawn(easel), SOME)
    assert easel.inspect("stage.run.N") == 3
    easel.page.mouse.move(640, 5)
    easel.page.evaluate("document.activeElement.blur()")
    easel.page.keyboard.press("ArrowRight")
    painted(easel)
    assert easel.words.startswith("E‑step 1")


@pytest.mark.parametrize(
    "way", ["erase nothing", "spray when full", "clear nothing", "undo nothing"]
)
def test_what_changes_nothing_sends_nothing_and_leaves_the_run(desk: Desk, way: str) -> None:
    points = np.random.default_rng(0).uniform(1, 9, (2000, 2)).round(2)
    points = points[:0] if way == "clear nothing" else points if "full" in way else points[:50]
    desk.start(drawing_of(points), frame=3)
    choose(desk, "Erase" if way == "erase nothing" else "Add", many=20)
    before = [desk.data(name) for name in ("frame", "frames", "log-likelihood")]
    if "nothing" in way and way != "erase nothing":
        name = "Clear" if way == "clear nothing" else "Undo"
        desk.stage.locator(".easel").get_by_role("button", name=name).click()
    else:
        x, y = desk.spot([0.2, 0.2] if way == "erase nothing" else [5, 5])
        desk.drag((x, y), (x + 3, y - 6))
    painted(desk)
    assert desk.posted() == []
    assert [desk.data(name) for name in ("frame", "frames", "log-likelihood")] == before
    pass_time(desk, 15_000)
    assert RECORDING not in desk.words
    assert "does not answer" not in desk.words


def test_escape_lets_go_of_a_stroke_as_if_it_had_never_begun(easel: Desk) -> None:
    before = easel.shot()
    x, y = easel.spot([3, 3])
    easel.page.mouse.move(x, y)
    easel.page.mouse.down()
    easel.page.mouse.move(x + 30, y, steps=4)
    painted(easel)
    assert len(drawn(easel)) > 3
    easel.page.keyboard.press("Escape")
    painted(easel)
    easel.page.mouse.move(x + 60, y)
    easel.page.mouse.up()
    painted(easel)
    assert_array_equal(drawn(easel), SOME)
    assert easel.posted() == []
    assert easel.shot() == before


def test_an_answer_in_the_middle_of_a_stroke_waits_for_its_end(easel: Desk) -> None:
    click(easel, 3, 3)
    first = easel.posted()[-1]["number"]
    x, y = easel.spot([6, 2])
    easel.page.mouse.move(x, y)
    easel.page.mouse.down()
    easel.tell(drawing_of([*SOME, [3, 3]]), answered=first)
    assert len(drawn(easel)) == 5
    easel.page.mouse.up()
    painted(easel)
    assert len(easel.posted()) == 2
    easel.tell(drawing_of(drawn(easel)), answered=easel.posted()[-1]["number"])
    assert easel.inspect("[stage.run.N, stage.run.blank]") == [5, False]


# ---------------------------------------------------------------- starts that the server records


def test_only_where_points_are_missing_a_start_is_sent(desk: Desk) -> None:
    run = large_run()
    desk.start(run)
    assert desk.inspect("stage.run.N") == MAX_DRAWN
    desk.page.keyboard.press("End")
    painted(desk)
    frame = int(desk.data("frame"))
    drag_a_mean(desk)
    (edit,) = desk.posted()
    assert sorted(edit) == ["hand", "kind", "number"]
    assert edit["kind"] == "start"
    assert edit["hand"].startswith(pack_run(run)["belongs"] + ".")
    moved = desk.mixture()
    pass_time(desk, 1000)
    assert desk.words == RECORDING
    # Meanwhile the run on show can be stepped through.
    desk.page.keyboard.press("ArrowLeft")
    painted(desk)
    assert int(desk.data("frame")) == frame - 1
    forked = pack_run(run) | {
        "hand": edit["hand"],
        "run": f"{pack_run(run)['base']}:{edit['hand']}",
    }
    desk.tell(forked, answered=edit["number"])
    painted(desk)
    assert desk.data("frame") == "0"
    assert desk.stage.locator("path.ghost").count() == 1
    # Undo needs no server: the stage knows what it left, and where.
    desk.page.keyboard.press("Control+z")
    painted(desk)
    assert int(desk.data("frame")) == frame
    assert len(desk.posted()) == 1
    assert not np.array_equal(desk.mixture().means, moved.means)


@pytest.mark.parametrize("way", ["silence", "Escape", "refusal"])
def test_a_start_that_is_not_recorded_lets_go(desk: Desk, way: str) -> None:
    run = large_run()
    desk.start(run)
    before = desk.mixture().means
    drag_a_mean(desk)
    assert not np.array_equal(desk.mixture().means, before)
    if way == "silence":
        pass_time(desk, 11_000)
        assert desk.words.startswith("The server does not answer. The run stays as it was")
    elif way == "Escape":
        pass_time(desk, 1000)
        desk.page.keyboard.press("Escape")
        painted(desk)
        assert desk.words.startswith("Two bell curves, seen from above,")
    else:
        desk.tell(run, answered=desk.posted()[-1]["number"], refused="That start cannot be used.")
        painted(desk)
        assert desk.words == "That start cannot be used."
    assert_array_equal(desk.mixture().means, before)
    # And a hand can try again.
    drag_a_mean(desk)
    assert len(desk.posted()) == 2


def test_a_start_that_came_with_the_link_is_undone_by_the_server(desk: Desk) -> None:
    plain = run_of(data="Round clusters", k=3)
    by_hand = run_of(present(plain.em).frames[4].mixture, data="Round clusters", k=3)
    desk.start(by_hand)
    desk.stage.locator(".undo").click()
    (edit,) = desk.posted()
    assert edit["kind"] == "undo"
    desk.tell(plain, answered=edit["number"])
    painted(desk)
    assert desk.stage.locator(".undo").is_hidden()
    assert desk.run() == pack_run(plain)["run"]


def test_a_page_that_cannot_send_says_so_at_once(desk: Desk) -> None:
    desk.start(large_run())
    desk.page.evaluate("() => { posted.push = () => { throw new Error('gone'); }; }")
    drag_a_mean(desk)
    assert desk.words.startswith("The server does not answer.")


def test_where_nothing_may_be_made_nothing_can_be_held(desk: Desk) -> None:
    desk.start(run_of(data="Round clusters", k=3), editable=False)
    before = desk.mixture().means
    drag_a_mean(desk)
    assert_array_equal(desk.mixture().means, before)
    assert desk.posted() == []
    assert not desk.stage.locator(".help .when-editable").first.is_visible()


def test_a_start_that_is_recorded_here_needs_no_server(desk: Desk) -> None:
    desk.start(run_of(data="Round clusters", k=3), "?data=Round+clusters&k=3")
    drag_a_mean(desk)
    drag_a_mean(desk, 1)
    pass_time(desk, 15_000)
    assert desk.words.startswith("Three bell curves, seen from above, as set by hand")
    desk.page.keyboard.press("Control+z")
    desk.page.keyboard.press("Control+z")
    pass_time(desk, 1000)
    assert desk.posted() == []


def test_a_drawing_without_a_run_has_no_temperature(desk: Desk) -> None:
    box = desk.stage.locator(".menu [name=temperature]")
    for points, there in (([], False), ([1, 2], False), ([1, 2, 3, 4], True)):
        desk.start(drawing_of(points))
        assert box.is_enabled() is there
    assert desk.errors == []
