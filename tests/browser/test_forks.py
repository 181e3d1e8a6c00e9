"""Runs that a hand begins: recorded in the browser at once, carried by the address, undone."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from numpy.testing import assert_allclose, assert_array_equal
from playwright.sync_api import Browser

from gmm import record_em, record_kmeans
from gmm.ui.carried import read_start
from gmm.ui.link import VERSION, Link
from gmm.ui.run import Run, record_run
from gmm.ui.stage.page import standalone_page
from gmm.ui.stage.payload import pack_run
from tests.browser.conftest import Opener, Visit
from tests.browser.desk import ADDRESS, Desk, large_run, run_of
from tests.present import present


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


@pytest.fixture(scope="module")
def rounds() -> Run:
    return run_of(data="Round clusters", k=3)


def drag(seen: Visit, k: int = 0, x: float = 60, y: float = 20) -> None:
    spot = seen.spot(seen.mixture().means[k])
    seen.drag(spot, (spot[0] + x, spot[1] + y))
    seen.painted()


def query(seen: Visit) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(seen.page.url).query).items()}


def by_hand(run: Run, text: str) -> Run:
    """What the server records from an address that says so."""
    return record_run(run.settings, run.dataset, read_start(text)[1])


def picture_of(desk: Desk) -> tuple[str, str, list[float]]:
    """What a person sees: the curves' numbers apart, all else as it is."""
    rest = desk.shot()
    curves: list[str] = desk.stage.locator(".curve svg").evaluate_all(
        "(all) => all.map((each) => each.outerHTML)"
    )
    for curve in curves:
        assert curve in rest
        rest = rest.replace(curve, "")
    number = r"-?\d+(?:\.\d+)?(?:e-?\d+)?"
    drawn = "".join(curves)
    return rest, re.sub(number, "#", drawn), [float(each) for each in re.findall(number, drawn)]


def check_picture(desk: Desk, seen: tuple[str, str, list[float]]) -> None:
    """
    It is the picture seen before. Curves drawn anew fit the room that the table beside them leaves
    now, which a minus sign in it may change by a part of a pixel.
    """
    *same, numbers = picture_of(desk)
    assert same == [*seen[:2]]
    assert_allclose(numbers, seen[2], rtol=0, atol=0.5)


def check_tapes(seen: Visit, run: Run) -> None:
    """Both tapes are the engine's, from the parameters that they begin with."""
    mixture = seen.mixture("stage.run.em.mixtures[0]")
    em = record_em(run.points, mixture, run.settings.covariance, run.settings.ridge)
    shown = seen.inspect("Array.from(stage.run.em.logLikelihood)")
    assert_allclose(shown, [frame.log_likelihood for frame in em.frames], rtol=1e-9)
    assert seen.inspect("stage.run.em.stopped") == em.stopped
    if run.kmeans:
        twin = record_kmeans(run.points, mixture.means)
        shown = seen.inspect("Array.from(stage.run.kmeans.inertia)")
        assert_allclose(shown, [frame.inertia for frame in twin.frames], rtol=1e-9)


@pytest.mark.parametrize(
    "settings",
    [
        {"data": "Round clusters", "k": 3},
        {"data": "Waiting times", "k": 2, "ridge": 0.01},
        {"data": "Elongated clusters", "k": 3, "covariance": "tied", "twin": False},
    ],
    ids=["plane", "line", "alone"],
)
def test_a_dragged_start_is_recorded_at_once_and_nothing_is_sent(
    desk: Desk,
    settings: dict[str, Any],
) -> None:
    run = run_of(**settings)
    desk.start(run, frame=2)
    drag(desk, 1, 40, 0)
    assert desk.posted() == []
    assert desk.data("frame") == "0"
    assert "as set by hand for" in desk.words
    assert "start by hand" in desk.stage.locator(".summary").inner_text()
    assert desk.stage.locator("path.ghost").count() == 1
    check_tapes(desk, run)


def test_the_address_carries_the_start_to_the_bit(desk: Desk, rounds: Run) -> None:
    desk.start(rounds, "?data=Round+clusters&k=3", frame=5)
    drag(desk)
    said = query(desk)
    assert said.pop("hand") == desk.inspect("stage.run.hand")
    assert said == {"data": "Round clusters", "k": "3", "v": str(VERSION)}
    belongs, mixture = read_start(query(desk)["hand"])
    assert belongs == pack_run(rounds)["belongs"]
    for carried, shown in zip(mixture, desk.mixture(), strict=True):
        assert_array_equal(carried, shown)
    # What the server makes of it later is the run that is there already: nothing changes.
    for frame in (1, 2, 3):
        desk.step("ArrowRight", frame)
    seen = picture_of(desk)
    assert desk.stage.locator("path.ghost").count() == 1
    later = by_hand(rounds, query(desk)["hand"])
    assert pack_run(later)["run"] == desk.run()
    desk.tell(later)
    assert desk.data("frame") == "3"
    check_picture(desk, seen)
    # And a payload that was on its way before the hand let go does not take it back.
    desk.tell(rounds)
    assert desk.data("frame") == "3"
    check_picture(desk, seen)


def test_undo_goes_back_to_the_run_and_the_frame_that_were_left(desk: Desk, rounds: Run) -> None:
    desk.start(rounds, frame=6)
    seen = desk.shot()
    drag(desk)
    desk.page.keyboard.press("End")
    desk.painted()
    second, end = desk.run(), desk.data("frame")
    drag(desk, 2)
    desk.stage.locator(".undo").click()
    desk.painted()
    assert [desk.run(), desk.data("frame")] == [second, end]
    desk.page.keyboard.press("Control+z")
    desk.painted()
    assert desk.data("frame") == "6"
    assert desk.shot() == seen
    assert desk.stage.locator(".undo").is_hidden()
    assert "hand" not in query(desk)
    assert desk.posted() == []


def test_fifty_forks_are_undone_one_by_one(desk: Desk, rounds: Run) -> None:
    desk.start(rounds)
    left = []
    for i in range(52):
        left.append(desk.run())
        drag(desk, i % 3, 12 * (-1) ** i, 3)
    assert len(set(left)) == 52
    for run in left[:-51:-1]:
        assert desk.stage.locator(".undo").is_visible()
        desk.page.keyboard.press("Control+z")
        desk.painted()
        assert desk.run() == run


def test_back_and_forward_of_the_browser_leave_a_fork_and_find_it(desk: Desk, rounds: Run) -> None:
    desk.start(rounds, "?data=Round+clusters&k=3", frame=4)
    original = desk.run()
    drag(desk)
    first = desk.run()
    desk.step("ArrowRight", 1)
    drag(desk, 1)
    second = desk.run()
    for way, run, frame in [
        ("back", first, "1"),
        ("back", original, "4"),
        ("forward", first, "1"),
        ("forward", second, "0"),
    ]:
        desk.page.evaluate(f"history.{way}()")
        desk.page.wait_for_function(
            "run => document.querySelector('.stage').inspect().run.run === run", arg=run
        )
        desk.painted()
        assert desk.data("frame") == frame
    # Undo still knows what it left.
    desk.page.keyboard.press("Control+z")
    desk.painted()
    assert [desk.run(), desk.data("frame")] == [first, "1"]
    # The server's word on the way back changes nothing either.
    desk.tell(by_hand(rounds, query(desk)["hand"]), frame=1)
    assert [desk.run(), desk.data("frame")] == [first, "1"]


def test_undo_after_kmeans_was_switched_off_stays_without_it(desk: Desk, rounds: Run) -> None:
    desk.start(rounds, frame=6)
    left = desk.mixture()
    drag(desk)
    alone = rounds._replace(settings=rounds.settings._replace(twin=False))
    desk.tell(by_hand(alone, query(desk)["hand"]))
    assert desk.stage.locator(".pane").count() == 1
    desk.page.keyboard.press("Control+z")
    desk.painted()
    assert desk.stage.locator(".pane").count() == 1
    assert desk.data("frame") == "6"
    for before, now in zip(left, desk.mixture(), strict=True):
        assert_allclose(now, before, rtol=1e-9)


def test_another_setting_ends_the_fork(desk: Desk, rounds: Run) -> None:
    desk.start(rounds, "?data=Round+clusters&k=3")
    drag(desk)
    # The server takes the start out of the address and answers with the other run.
    desk.page.evaluate(f"history.replaceState(null, '', '{ADDRESS}/?data=Round+clusters&k=2')")
    desk.tell(run_of(data="Round clusters", k=2))
    assert desk.inspect("stage.run.K") == 2
    assert desk.stage.locator(".undo").is_hidden()
    # What it replaced on the same points is there to be compared with.
    assert desk.stage.locator("path.ghost").count() == 1
    desk.tell(run_of(data="Round clusters", k=2, data_seed=1))
    assert desk.stage.locator("path.ghost").count() == 0


# ---------------------------------------------------------------- the page without a server


Offline = Callable[[Run, Link], Visit]


@pytest.fixture
def offline(shared: Desk, tmp_path: Path) -> Iterator[Offline]:
    """Opens a page from a file."""

    def opened(run: Run, link: Link) -> Visit:
        path = tmp_path / "run.html"
        path.write_text(standalone_page(run, link), "utf-8")
        shared.page.goto(path.as_uri())
        shared.wait_ready()
        return shared.painted()

    shared.errors.clear()
    yield opened
    assert shared.errors == []


def test_a_file_forks_and_undoes_and_leaves_its_address_alone(
    offline: Offline, rounds: Run
) -> None:
    seen = offline(rounds, Link(frame=6))
    address, before = seen.page.url, seen.run()
    drag(seen)
    assert seen.run() != before
    check_tapes(seen, rounds)
    seen.page.keyboard.press("Control+z")
    seen.painted()
    assert [seen.run(), seen.data("frame"), seen.page.url] == [before, "6", address]
    seen.page.keyboard.press("?")
    help = seen.stage.locator("dialog.help").inner_text()
    assert "Drag a mean" in help
    assert "undo what your hand did" in help


@pytest.mark.parametrize("kind", ["large", "by hand"])
def test_a_file_promises_only_what_it_can(offline: Offline, rounds: Run, kind: str) -> None:
    if kind == "large":
        seen = offline(large_run(), Link())
    else:
        seen = offline(
            record_run(rounds.settings, rounds.dataset, present(rounds.em).frames[4].mixture),
            Link(),
        )
        # What was there before the start that came with it, the file does not know.
        assert seen.stage.locator(".undo").is_hidden()
        return
    before = seen.mixture().means
    drag(seen)
    assert_array_equal(seen.mixture().means, before)
    assert seen.stage.locator(".undo").is_hidden()
    seen.page.keyboard.press("?")
    text = seen.stage.locator("dialog.help").inner_text()
    for promise in ("Drag", "drag", "undo", "let go", "turn it"):
        assert promise not in text
    assert "Click a point to see how its colour is worked out" in " ".join(text.split())


# ---------------------------------------------------------------- with the app around it


def test_the_browsers_back_leaves_a_fork_and_the_server_agrees(quick: Opener, server: str) -> None:
    seen = quick(server).open("?data=Round+clusters&k=3&start=farthest+first")
    seen.wait_settled()
    original = seen.run()
    for frame in (1, 2, 3, 4):
        seen.step("ArrowRight", frame)
    drag(seen)
    fork = seen.run()
    assert fork != original
    sent = len(seen.sent)
    for way, run, frame in [(seen.page.go_back, original, 4), (seen.page.go_forward, fork, 0)]:
        way(wait_until="commit")
        seen.wait_frame(frame)
        assert seen.run() == run
        # Streamlit runs the page again; what it says then is what is there.
        seen.page.wait_for_timeout(1500)
        assert [seen.run(), seen.data("frame")] == [run, str(frame)]
    assert len(seen.sent) > sent
    # Whoever opens the address sees the fork.
    link = seen.page.url
    assert seen.open(link.partition("/")[2].partition("/")[2].partition("/")[2]).run() == fork


def test_a_long_recording_leaves_the_stage_free_and_can_be_let_go(desk: Desk) -> None:
    run = run_of(data="One Gaussian", n=3000, k=6)
    payload = pack_run(run)
    payload["recording"]["iterations"] = 600
    desk.start(payload)
    before = desk.run()
    drag(desk)
    assert desk.words == "Recording the run."
    for frame in (1, 2):  # nobody has to wait
        desk.step("ArrowRight", frame)
    desk.page.keyboard.press("Escape")
    desk.page.wait_for_timeout(1000)
    assert (desk.run(), desk.data("frame")) == (before, "2")

    drag(desk, 1)
    desk.wait_other_run(before)
    assert desk.data("frame") == "0"
    em = record_em(run.points, desk.mixture("stage.run.em.mixtures[0]"), max_iterations=600)
    shown = desk.inspect("Array.from(stage.run.em.logLikelihood)")
    assert_allclose(shown, [frame.log_likelihood for frame in em.frames], rtol=1e-9)
    assert desk.posted() == []
