"""What can be held is seen before somebody guesses it, and stays within reach; play waits for a guess."""

import re

import numpy as np
import pytest
from numpy.testing import assert_allclose
from playwright.sync_api import Locator

from tests.browser.conftest import Opener, Spot, Visit
from tests.present import present

ROUND = "?data=Round+clusters&k=3&start=farthest+first&frame=4"


def middle(locator: Locator) -> Spot:
    box = present(locator.bounding_box())
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def cursor(seen: Visit) -> str:
    shown: str = seen.stage.locator("[data-pane=em] .plot").evaluate("(plot) => plot.style.cursor")
    return shown


@pytest.mark.parametrize(
    ("query", "ways"), [(ROUND, 4), ("?data=Waiting+times&k=3&frame=4", 2)], ids=["plane", "line"]
)
def test_every_mean_shows_the_ways_it_can_be_moved(
    quick: Opener, server: str, query: str, ways: int
) -> None:
    seen = quick(server).open(query)
    seen.wait_settled()
    means = seen.mixture().means
    hints = seen.stage.locator("[data-pane=em] .hint")
    assert hints.count() == len(means)
    assert seen.stage.locator("[data-pane=kmeans] .hint").count() == 0
    for k, mean in enumerate(means):
        assert hints.nth(k).locator("path").count() == ways
        spot = seen.spot(mean)
        assert_allclose(middle(hints.nth(k)), spot, atol=2)
        seen.page.mouse.move(*spot)
        assert cursor(seen) == "move"
        # Twelve pixels around it are it: 24 by 24.
        seen.page.mouse.move(spot[0] + 11, spot[1])
        assert cursor(seen) == "move"
    # Where nothing can be held, nothing says so.
    seen.tick("temperature")
    assert hints.count() == 0


def test_handles_show_under_the_pointer_and_are_held_there(quick: Opener, server: str) -> None:
    seen = quick(server).open(ROUND)
    seen.wait_settled()
    handles = seen.stage.locator("[data-pane=em] .handle")
    assert handles.count() == 0
    before, start = seen.run(), seen.mixture()
    x, y = seen.spot(start.means[1])
    seen.page.mouse.move(x + 20, y + 18)
    seen.painted()
    assert handles.count() == 3
    assert seen.stage.locator("[data-pane=em] .handle.faint").count() == 3
    # One that nobody has chosen is pulled.
    grip = middle(seen.stage.locator("[data-pane=em] .handle.major"))
    arm = np.subtract(grip, (x, y))
    seen.page.mouse.move(*grip)
    assert cursor(seen) == "grab"
    seen.drag(grip, tuple(np.add((x, y), 1.5 * arm)), moves=10)
    seen.wait_other_run(before)
    first, then = (np.linalg.eigvalsh(m.covariances[1])[1] for m in (start, seen.mixture()))
    assert_allclose(then, 1.5**2 * first, rtol=0.03)
    # Elsewhere they go.
    box = present(seen.stage.locator("[data-pane=em] .plot").bounding_box())
    seen.page.mouse.move(box["x"] + 3, box["y"] + box["height"] - 3)
    seen.painted()
    assert handles.count() == 0


def test_what_has_left_the_picture_waits_at_its_edge(quick: Opener, server: str) -> None:
    seen = quick(server).open(ROUND)
    seen.wait_settled()
    box = present(seen.stage.locator("[data-pane=em] .plot").bounding_box())
    before = seen.run()
    right = box["x"] + box["width"]
    seen.drag(seen.spot(seen.mixture().means[0]), (right + 60, box["y"] + 90))
    seen.wait_other_run(before)
    seen.wait_settled()
    assert seen.spot(seen.mixture().means[0])[0] > right
    arrow = seen.stage.locator("[data-pane=em] .beyond")
    assert arrow.count() == 1
    handle = middle(seen.stage.locator("[data-pane=em] .handle.mean"))
    assert right - 20 < handle[0] < right
    assert_allclose(handle[1], box["y"] + 90, atol=2)
    # The arrow points out of the picture.
    turn = float(
        present(re.search(r"rotate\(([-\d.]+)\)", present(arrow.get_attribute("transform")))).group(
            1
        )
    )
    assert abs(turn) < 45
    out = seen.run()
    seen.drag(handle, (right - 120, box["y"] + 120))
    seen.wait_other_run(out)
    seen.wait_settled()
    assert_allclose(seen.spot(seen.mixture().means[0]), (right - 120, box["y"] + 120), atol=1)
    assert arrow.count() == 0
    # An ellipse wider than the picture: its handles are at the edge, on their own axes.
    seen.stage.locator(".parameters").get_by_role("button", name="Component 1").click()
    seen.painted()
    grip = middle(seen.stage.locator("[data-pane=em] .handle.major"))
    mean = np.array(seen.spot(seen.mixture().means[0]))
    arm = np.subtract(grip, mean)
    wide = seen.run()
    seen.drag(grip, tuple(mean + 12 * arm), moves=12)
    seen.wait_other_run(wide)
    seen.wait_settled()
    assert arrow.count() >= 1
    for what in ("major", "minor", "turn"):
        x, y = middle(seen.stage.locator(f"[data-pane=em] .handle.{what}"))
        assert box["x"] < x < right
        assert box["y"] < y < box["y"] + box["height"]
    grip = middle(seen.stage.locator("[data-pane=em] .handle.major"))
    wide = seen.run()
    seen.drag(grip, tuple(mean + 0.5 * np.subtract(grip, mean)), moves=8)
    seen.wait_other_run(wide)
    radius = np.sqrt(np.linalg.eigvalsh(seen.mixture().covariances[0])[1])
    pixels = seen.inspect("stage.toScreen([1, 0])[0] - stage.toScreen([0, 0])[0]")
    assert radius * pixels < np.hypot(box["width"], box["height"])


def test_before_a_guess_the_means_ask_to_be_dragged(quick: Opener, server: str) -> None:
    seen = quick(server).open(ROUND.replace("frame=4", "frame=3") + "&view=predict")
    seen.wait_settled()
    asks = seen.stage.locator("[data-pane=em] .hint.asks")
    assert asks.count() == 3
    x, y = seen.spot(seen.mixture().means[0])
    seen.drag((x, y), (x + 40, y + 25))
    seen.painted()
    # The guess is what can be moved now, not the mean that it has left.
    assert asks.count() == 3
    spots = [middle(asks.nth(i)) for i in range(3)]
    assert min(np.hypot(sx - x - 40, sy - y - 25) for sx, sy in spots) < 3
    assert min(np.hypot(sx - x, sy - y) for sx, sy in spots) > 15


# ---------------------------------------------------------------- play and guess


def test_play_waits_for_each_guess(quick: Opener, server: str) -> None:
    seen = quick(server).open(ROUND.replace("&frame=4", "") + "&view=predict")
    seen.wait_settled()
    player = seen.stage.locator("[data-do=play]")
    seen.stage.get_by_label("Speed of play").select_option("8")
    player.click()
    for frame in (1, 3):
        seen.page.wait_for_selector("[data-do=play].waits")
        seen.painted()
        assert seen.data("frame") == str(frame)
        assert player.get_attribute("aria-label") == "Play: it waits for your guess"
        seen.page.wait_for_timeout(400)
        assert seen.data("frame") == str(frame)
        if frame == 1:  # a guess is made, and Play goes on
            x, y = seen.spot(seen.mixture().means[0])
            seen.drag((x, y), (x + 30, y + 20))
            seen.painted()
            assert "waits" in present(player.get_attribute("class"))
            player.click()
        else:  # and so does the M-step
            seen.stage.locator("[data-do=step]").click()
    seen.page.wait_for_selector("[data-do=play].waits")
    seen.painted()
    assert seen.data("frame") == "5"
    assert len(seen.inspect("stage.guesses")) == 1
    # Who steps back plays no longer.
    seen.page.keyboard.press("ArrowLeft")
    seen.wait_frame(4)
    seen.page.wait_for_timeout(300)
    assert seen.data("frame") == "4"
    assert player.get_attribute("aria-label") == "Play"


# ---------------------------------------------------------------- temperature


@pytest.mark.parametrize(
    "query", ["?frame=9", "?data=Unequal+clusters&k=3&frame=5", "?data=Iris+petals&k=3&frame=5"]
)
def test_temperature_opens_with_a_difference_to_see(quick: Opener, server: str, query: str) -> None:
    seen = quick(server).open(query)
    seen.wait_settled()
    shape = (-1, seen.inspect("stage.run.K"))
    plain = np.reshape(seen.inspect("Array.from(stage.responsibilities)"), shape)
    seen.tick("temperature")
    warm = np.reshape(seen.inspect("Array.from(stage.responsibilities)"), shape)
    hard = np.eye(shape[1])[warm.argmax(1)]
    for other in (plain, hard, np.full_like(warm, 1 / shape[1])):
        assert np.abs(warm - other).max(1).mean() > 0.1
    output = seen.stage.locator(".temperature output").inner_text()
    assert re.fullmatch(r"width [\d.]{1,4}( \w+)?: \d+ undecided", output), output
    told = int(output.split(": ")[1].split()[0])
    assert told == int((warm.max(1) < 0.9).sum()) > 0
    words = seen.stage.locator(".words")
    assert words.inner_text().startswith("Temperature: all components have one width")
    seen.stage.get_by_role("slider", name="Temperature").fill("0")
    seen.painted()
    assert "EM is k‑means, step for step" in words.inner_text()
