"""Hands on the parameters: dragging, forks and their ghosts, undo, keys, fingers, guesses."""

import re

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from playwright.sync_api import Locator

from gmm import Mixture, assign, log_density, record_em, record_kmeans, responsibilities
from gmm.data.datasets import DATASETS
from gmm.pairing import pair_clusters
from gmm.scaling import scale
from tests.browser.conftest import Opener, Spot, Visit, shows
from tests.present import present

ROUND = "?data=Round+clusters&k=3&start=farthest+first"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def data(name: str) -> np.ndarray:
    return scale(DATASETS[name].make(300, 0).points, "auto")[0]


def check_tape(seen: Visit, points: np.ndarray, covariance: str = "full") -> None:
    """The run on the stage is the engine's, given the parameters that it begins with."""
    assert_array_equal(seen.points(), points)
    mixture = seen.mixture("stage.run.em.mixtures[0]")
    tape = record_em(points, mixture, covariance)
    likelihoods = [frame.log_likelihood for frame in tape.frames]
    assert_allclose(seen.inspect("Array.from(stage.run.em.logLikelihood)"), likelihoods, rtol=1e-9)
    twin = record_kmeans(points, mixture.means)
    inertias = [frame.inertia for frame in twin.frames]
    assert_allclose(seen.inspect("Array.from(stage.run.kmeans.inertia)"), inertias, rtol=1e-9)
    assert_array_equal(
        seen.inspect("Array.from(stage.run.kmeans.centroids[0])"), mixture.means.ravel()
    )
    seen.page.evaluate("document.activeElement.blur()")
    for frame in range(1, 5):
        seen.step("ArrowRight", frame)
        assert_allclose(float(seen.data("log-likelihood")), likelihoods[frame], rtol=1e-9)
    seen.step("Home", 0)


def nudged(spot: Spot, x: float, y: float) -> Spot:
    return spot[0] + x, spot[1] + y


def undo(seen: Visit) -> None:
    before = seen.run()
    seen.stage.locator(".undo").click()
    seen.wait_other_run(before)


@pytest.fixture(scope="module")
def rounds(stay: Opener, server: str) -> Visit:
    """A page that its tests leave as they found it."""
    seen = stay(server).open(ROUND)
    seen.wait_settled()
    return seen


def test_a_dragged_mean_answers_in_the_browser_and_is_recorded_on_release(rounds: Visit) -> None:
    seen, points = rounds, data("Round clusters")
    before = seen.run()
    start = seen.mixture()
    sent = len(seen.sent)
    x, y = seen.spot(start.means[1])
    seen.page.mouse.move(x, y)
    seen.page.mouse.down()
    likelihoods = set()
    sources = np.array(
        [[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in seen.inspect("stage.palette")]
    )
    for step in range(1, 11):
        seen.page.mouse.move(x + 7 * step, y + 4 * step)
        seen.painted()
        live = seen.mixture()
        assert_allclose(seen.spot(live.means[1]), (x + 7 * step, y + 4 * step), atol=1e-6)
        assert_array_equal(live.means[[0, 2]], start.means[[0, 2]])
        assert_array_equal(live.covariances, start.covariances)
        # Likelihood, colours, the twin and the reading follow.
        likelihood = log_density(points, live).sum()
        assert_allclose(float(seen.data("log-likelihood")), likelihood, rtol=1e-9)
        assert shows(
            seen.stage.locator("[data-curve=log-likelihood] figcaption b").inner_text(), likelihood
        )
        gamma = responsibilities(points, live)
        shown = np.reshape(seen.inspect("Array.from(stage.colours.em)"), (-1, 3))
        assert_array_equal(shown, sources[gamma.argmax(axis=1)])
        clusters, _ = assign(points, live.means)
        labels = pair_clusters(gamma.argmax(axis=1), clusters, 3)[clusters]
        assert_array_equal(seen.inspect("Array.from(stage.labels)"), labels)
        twin = np.reshape(seen.inspect("Array.from(stage.colours.kmeans)"), (-1, 3))
        assert_array_equal(twin, sources[labels])
        likelihoods.add(likelihood)
    assert len(likelihoods) == 10
    words = seen.stage.locator(".words")
    assert words.inner_text().startswith("You move component 2.")
    assert words.get_attribute("aria-live") == "off"
    # Keys do not step away under the hand.
    seen.page.keyboard.press("ArrowRight")
    seen.painted()
    assert seen.data("frame") == "0"
    assert len(seen.sent) == sent
    assert seen.run() == before

    seen.page.mouse.up()
    seen.wait_other_run(before)
    assert len(seen.sent) == sent
    recorded = seen.mixture("stage.run.em.mixtures[0]")
    for kept, held in zip(recorded, live, strict=True):
        assert_array_equal(kept, held)
    assert "start by hand" in seen.stage.locator(".summary").inner_text()
    assert words.inner_text().startswith("Three bell curves, seen from above, as set by hand")
    assert words.get_attribute("aria-live") == "polite"
    check_tape(seen, points)
    undo(seen)
    assert seen.run() == before


def path_of(locator: Locator) -> np.ndarray:
    """The corners of a curve, before it goes on level."""
    numbers = re.findall(r"-?[\d.]+", present(locator.get_attribute("d")).partition("H")[0])
    return np.reshape(numbers, (-1, 2)).astype(float)


def test_touching_a_later_frame_forks_and_the_old_curve_stays(rounds: Visit) -> None:
    seen, points = rounds, data("Round clusters")
    original, old = seen.run(), np.array(seen.inspect("Array.from(stage.run.em.logLikelihood)"))
    seen.tick("future")  # all of both curves on one axis
    seen.page.evaluate("document.activeElement.blur()")
    for frame in range(1, 7):
        seen.step("ArrowRight", frame)
    seen.wait_settled()
    at_six = seen.mixture()
    spot = seen.spot(at_six.means[0])
    seen.drag(spot, nudged(spot, 60, 20))
    seen.wait_other_run(original)
    assert seen.data("frame") == "0"
    first = seen.mixture()
    assert_array_equal(first.means[1:], at_six.means[1:])
    assert_array_equal(first.covariances, at_six.covariances)
    assert_array_equal(first.weights, at_six.weights)
    check_tape(seen, points)

    def check_ghost(values: np.ndarray) -> None:
        """It is drawn on the new curve's own axes."""
        curve = seen.stage.locator("[data-curve=log-likelihood]")
        new = np.array(seen.inspect("Array.from(stage.run.em.logLikelihood)"))
        future = path_of(curve.locator("path.future"))[: len(new)]
        slope, height = np.polyfit(new, future[:, 1], 1)
        ghost = path_of(curve.locator("path.ghost"))
        wanted = values[: int(seen.data("frames"))]
        assert len(ghost) == len(wanted)
        assert_allclose(ghost[:, 1], height + slope * wanted, atol=0.05)
        common = min(len(ghost), len(future))
        assert_allclose(ghost[:common, 0], future[:common, 0], atol=0.01)

    check_ghost(old[6:])
    seen.step("ArrowRight", 1)
    seen.step("ArrowRight", 2)
    check_ghost(old[6:])

    # A second touch: the curve to compare with is the run just left.
    second, left = seen.run(), np.array(seen.inspect("Array.from(stage.run.em.logLikelihood)"))
    seen.wait_settled()
    spot = seen.spot(seen.mixture().means[2])
    seen.drag(spot, nudged(spot, -40, 15))
    seen.wait_other_run(second)
    check_ghost(left[2:])
    undo(seen)
    assert seen.run() == second
    assert_array_equal(seen.inspect("Array.from(stage.run.em.logLikelihood)"), left)
    assert seen.stage.locator("path.ghost").count() == 0
    # The key does what the button does.
    seen.page.keyboard.press("Control+z")
    seen.wait_other_run(second)
    assert seen.run() == original
    assert_array_equal(seen.inspect("Array.from(stage.run.em.logLikelihood)"), old)
    assert seen.stage.locator(".undo").is_hidden()
    assert "farthest first" in seen.stage.locator(".summary").inner_text()
    assert seen.data("frame") == "6"
    seen.tick("future")
    seen.step("Home", 0)


@pytest.mark.parametrize("way", ["Escape", "pointercancel"])
def test_a_pull_that_is_given_up_changes_nothing(rounds: Visit, way: str) -> None:
    seen = rounds
    before, start, sent = seen.run(), seen.mixture(), len(seen.sent)
    likelihood = seen.data("log-likelihood")
    x, y = seen.spot(start.means[0])
    seen.page.mouse.move(x, y)
    seen.page.mouse.down()
    seen.page.mouse.move(x + 80, y + 30, steps=3)
    seen.painted()
    assert seen.data("log-likelihood") != likelihood
    if way == "Escape":
        seen.page.keyboard.press("Escape")
    else:
        seen.stage.locator("[data-pane=em] .plot").dispatch_event("pointercancel")
    seen.painted()
    assert seen.data("log-likelihood") == likelihood
    seen.page.mouse.move(x + 90, y + 40)
    seen.page.mouse.up()
    seen.painted()
    assert_array_equal(seen.mixture().means, start.means)
    seen.page.keyboard.press("Escape")
    seen.step("ArrowRight", 1)
    seen.step("Home", 0)
    assert seen.run() == before
    assert len(seen.sent) == sent


def test_a_press_without_a_move_is_a_click(rounds: Visit) -> None:
    seen = rounds
    before, sent = seen.run(), len(seen.sent)
    x, y = seen.spot(seen.mixture().means[1])
    seen.drag((x, y), (x + 2, y + 1))
    seen.stage.locator(".card").get_by_text("Component 2", exact=True).wait_for()
    seen.page.keyboard.press("Escape")
    seen.painted()
    assert seen.run() == before
    assert len(seen.sent) == sent


def test_the_means_of_kmeans_are_not_held(rounds: Visit) -> None:
    seen = rounds
    before = seen.run()
    spot = seen.spot(seen.mixture().means[0], "kmeans")
    seen.drag(spot, nudged(spot, 60, 0))
    seen.painted()
    assert seen.run() == before
    assert_array_equal(seen.mixture().means, seen.mixture("stage.run.em.mixtures[0]").means)


def turn_of(covariance: np.ndarray) -> float:
    axis = np.linalg.eigh(covariance)[1][:, 1]
    return float(np.degrees(np.arctan2(axis[1], axis[0])) % 180)


@pytest.mark.parametrize("covariance", ["full", "tied", "diag", "spherical"])
def test_handles_pull_axes_and_turns_and_keep_the_constraint(
    quick: Opener, server: str, covariance: str
) -> None:
    name = "Elongated clusters"
    seen = quick(server).open(f"?data=Elongated+clusters&k=2&covariance={covariance}")
    seen.wait_settled()
    points = data(name)
    seen.stage.locator(".parameters").get_by_role("button", name="Component 1").click()
    turns = ["turn"] if covariance in ("full", "tied") else []
    handles = seen.stage.locator("[data-pane=em] .handle")
    seen.painted()
    assert handles.count() == 2 + len(turns)
    for what in ["major", "minor", *turns]:
        before, start = seen.run(), seen.mixture()
        circle = present(seen.stage.locator(f"[data-pane=em] .handle.{what}").bounding_box())
        grip = (circle["x"] + circle["width"] / 2, circle["y"] + circle["height"] / 2)
        mean = seen.spot(start.means[0])
        arm = np.subtract(grip, mean)
        # Axes are shortened, the turn goes on by 0.3 radians on the screen.
        cos, sin = np.cos(0.3), np.sin(0.3)
        end = mean + (0.7 * arm if what != "turn" else np.array([[cos, -sin], [sin, cos]]) @ arm)
        seen.drag(grip, tuple(end))
        seen.wait_other_run(before)
        after = seen.mixture()
        assert_array_equal(after.means, start.means)
        assert_array_equal(after.weights, start.weights)
        values, changed = (
            np.linalg.eigvalsh(mixture.covariances[0])[::-1] for mixture in (start, after)
        )
        if what == "turn":
            assert_allclose(changed, values, rtol=1e-9)
            # The screen's y runs down.
            turned = (turn_of(start.covariances[0]) - turn_of(after.covariances[0])) % 180
            assert turned == pytest.approx(np.degrees(0.3), abs=0.2)
        elif covariance == "spherical":
            assert_allclose(changed, 0.49 * values, rtol=0.02)
        else:
            pulled = [0.49 if name == what else 1 for name in ("major", "minor")]
            assert_allclose(changed, sorted(pulled * values, reverse=True), rtol=0.02)
        if covariance == "tied":
            assert_array_equal(after.covariances[0], after.covariances[1])
        else:
            assert_array_equal(after.covariances[1], start.covariances[1])
        if covariance in ("diag", "spherical"):
            assert (after.covariances[:, 0, 1] == 0).all()
        if covariance == "spherical":
            assert (after.covariances[:, 0, 0] == after.covariances[:, 1, 1]).all()
        # The card stays, so that the next handle is at hand.
        assert seen.stage.locator(".card").is_visible()
    seen.page.keyboard.press("Escape")
    check_tape(seen, points, covariance)


def test_in_one_dimension_mean_and_width_are_pulled(quick: Opener, server: str) -> None:
    seen = quick(server).open("?data=Waiting+times")
    seen.wait_settled()
    points, before, start = data("Waiting times"), seen.run(), seen.mixture()
    spot = seen.spot(start.means[0])
    seen.drag(spot, nudged(spot, -45, -30))
    seen.wait_other_run(before)
    moved = seen.mixture()
    assert_allclose(seen.spot(moved.means[0])[0], spot[0] - 45, atol=1e-6)
    assert_array_equal(moved.means[1], start.means[1])
    assert_array_equal(moved.covariances, start.covariances)

    seen.stage.locator(".parameters").get_by_role("button", name="Component 2").click()
    seen.painted()
    assert seen.stage.locator("[data-pane=em] .handle").count() == 1
    before = seen.run()
    mean, sigma = moved.means[1], np.sqrt(moved.covariances[1, 0])
    seen.drag(seen.spot(mean + sigma), seen.spot(mean + 0.5 * sigma))
    seen.wait_other_run(before)
    after = seen.mixture()
    assert_array_equal(after.means, moved.means)
    assert_allclose(after.covariances[1], moved.covariances[1] / 4, rtol=1e-5)
    assert_array_equal(after.covariances[0], moved.covariances[0])
    seen.page.keyboard.press("Escape")
    check_tape(seen, points)


def test_keys_move_widen_and_turn_a_chosen_component(quick: Opener, server: str) -> None:
    seen = quick(server).open("?data=Elongated+clusters&k=3&start=farthest+first")
    seen.wait_settled()
    points, before, start = data("Elongated clusters"), seen.run(), seen.mixture()
    reach = seen.inspect(
        "(() => { const [x0] = stage.toScreen([0, 0]), [x1] = stage.toScreen([1, 0]); return x1 - x0; })()"
    )
    pane = present(seen.stage.locator("[data-pane=em] .plot").bounding_box())
    step = pane["width"] / reach / 2 / 40
    seen.stage.locator(".parameters").get_by_role("button", name="Component 3").focus()
    seen.page.keyboard.press("Enter")
    card = seen.stage.locator(".card")
    card.wait_for()
    seen.painted()
    sent = len(seen.sent)
    for key in ["ArrowRight", "ArrowRight", "ArrowUp", "+", "+", "-", "["]:
        seen.page.keyboard.press(key)
    seen.painted()
    live = seen.mixture()
    # Keys are recorded together, once they are still.
    assert seen.run() == before
    assert len(seen.sent) == sent
    assert_allclose(live.means[2], start.means[2] + [2 * step, step], rtol=1e-3)
    assert_array_equal(live.means[:2], start.means[:2])
    assert_allclose(
        np.linalg.eigvalsh(live.covariances[2]), 1.21 * np.linalg.eigvalsh(start.covariances[2])
    )
    turned = (turn_of(live.covariances[2]) - turn_of(start.covariances[2])) % 180
    assert turned == pytest.approx(5)
    assert_allclose(float(seen.data("log-likelihood")), log_density(points, live).sum(), rtol=1e-9)
    seen.wait_other_run(before)
    assert len(seen.sent) == sent
    for kept, held in zip(seen.mixture(), live, strict=True):
        assert_array_equal(kept, held)
    # Still there, to go on from.
    assert card.is_visible()
    assert seen.stage.evaluate("root => root.getRootNode().activeElement.className").startswith(
        "card"
    )
    # What the browser does with Ctrl stays the browser's.
    taken = card.evaluate(
        "(card) => !card.dispatchEvent(new KeyboardEvent('keydown', { key: '-', ctrlKey: true, bubbles: true, cancelable: true }))"
    )
    assert not taken
    assert_array_equal(seen.mixture().covariances, live.covariances)

    # A hand may take over before the keys are recorded: nothing of them is lost.
    second = seen.run()
    seen.page.keyboard.press("ArrowLeft")
    spot = seen.spot(live.means[0])
    seen.drag(spot, nudged(spot, 30, 0))
    seen.wait_other_run(second)
    assert_allclose(seen.mixture().means[2], live.means[2] - [step, 0], rtol=1e-3)
    assert_allclose(seen.spot(seen.mixture().means[0]), nudged(spot, 30, 0), atol=1e-6)
    seen.page.keyboard.press("Escape")
    check_tape(seen, points)


# ---------------------------------------------------------------- fingers


class Finger:
    """Touches as a phone sends them."""

    def __init__(self, seen: Visit) -> None:
        self.session = seen.page.context.new_cdp_session(seen.page)

    def __call__(self, kind: str, *spot: float) -> None:
        points = [{"x": spot[0], "y": spot[1]}] if spot else []
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def test_a_finger_drags_a_mean_and_the_page_does_not_scroll(quick: Opener, server: str) -> None:
    seen = quick(server, **PHONE).open(ROUND)
    seen.wait_settled()
    before, start = seen.run(), seen.mixture()
    scrolled = "document.querySelector('[data-testid=stMain]').scrollTop"
    top = seen.page.evaluate(scrolled)
    x, y = seen.spot(start.means[0])
    finger = Finger(seen)
    sent = len(seen.sent)
    finger("touchStart", x + 9, y - 9)  # a finger is not a needle
    for i in range(1, 9):
        finger("touchMove", x + 9 + 4 * i, y - 9 + 6 * i)
    seen.painted()
    assert len(seen.sent) == sent
    live = seen.mixture()
    assert_allclose(seen.spot(live.means[0]), (x + 41, y + 39), atol=1)
    assert_allclose(
        float(seen.data("log-likelihood")),
        log_density(data("Round clusters"), live).sum(),
        rtol=1e-9,
    )
    finger("touchEnd")
    seen.wait_other_run(before)
    assert seen.page.evaluate(scrolled) == top
    assert_array_equal(seen.mixture().means, live.means)
    check_tape(seen, data("Round clusters"))


def test_a_finger_on_nothing_scrolls_the_page(quick: Opener, server: str) -> None:
    seen = quick(server, **PHONE).open(ROUND)
    seen.wait_settled()
    before = seen.run()
    corner = present(seen.stage.locator("[data-pane=em] .plot").bounding_box())
    x, y = corner["x"] + 5, corner["y"] + corner["height"] - 5
    finger = Finger(seen)
    finger("touchStart", x, y)
    for i in range(1, 15):
        finger("touchMove", x, y - 12 * i)
        seen.painted()
    finger("touchEnd")
    seen.page.wait_for_function(
        "() => document.querySelector('[data-testid=stMain]').scrollTop > 50", timeout=5000
    )
    assert seen.run() == before
    assert seen.stage.locator(".card").is_hidden()


# ---------------------------------------------------------------- guesses


def mahalanobis(mixture: Mixture, k: int, mean: np.ndarray) -> float:
    off = mean - mixture.means[k]
    return float(np.sqrt(off @ np.linalg.solve(mixture.covariances[k], off)))


def test_guesses_are_measured_in_sigmas_and_remembered(quick: Opener, server: str) -> None:
    seen = quick(server).open(ROUND)
    seen.wait_settled()
    before, points = seen.run(), data("Round clusters")
    tape = record_em(points, seen.mixture())
    seen.tick("predict")
    seen.page.evaluate("document.activeElement.blur()")
    words = seen.stage.locator(".words")
    card = seen.stage.locator(".card")
    history = []
    sent = len(seen.sent)
    for frame, ks in ((1, [0]), (3, [1, 2]), (5, [0])):
        while int(seen.data("frame")) < frame:
            seen.step("ArrowRight", int(seen.data("frame")) + 1)
        seen.wait_settled()
        assert words.inner_text().startswith("Your turn")
        shown = seen.mixture()
        truth = tape.frames[frame + 1].mixture
        expected = []
        for k in ks:
            spot = seen.spot(shown.means[k])
            end = nudged(spot, 25 - 5 * k, 12 * (k + 1) - frame)
            seen.drag(spot, end)
            seen.painted()
            # The guess is a ghost: the run, its picture and its numbers stay.
            assert_array_equal(seen.mixture().means, shown.means)
            assert seen.stage.locator("[data-pane=em] .guessed").count() == ks.index(k) + 1
            # And the card does not give away what the M-step will make.
            answer = truth.means[k]
            text = card.inner_text()
            assert card.is_visible()
            mean = re.search(r"Mean\s+(\S+), (\S+)", text)
            assert not all(
                shows(shown_mean, value)
                for shown_mean, value in zip(present(mean).groups(), answer, strict=True)
            )
            assert "stays hidden" in text
            unit = np.subtract(seen.spot([1, 1]), seen.spot([0, 0]))
            guess = shown.means[k] + np.subtract(end, spot) / unit
            assert all(shows(a, b) for a, b in zip(present(mean).groups(), guess, strict=True))
            expected.append(mahalanobis(truth, k, guess))
        seen.page.keyboard.press("Escape")
        seen.step("ArrowRight", frame + 1)
        history += expected
        assert_allclose(seen.inspect("stage.guesses"), history, rtol=1e-5)
        text = words.inner_text()
        for k, sigmas in zip(ks, expected, strict=True):
            number = present(
                re.search(rf"Component {k + 1}: your guess was (\S+) standard", text)
            ).group(1)
            assert shows(number, sigmas)
        listed = present(
            re.search(r"Your guesses so far were off by (.*) standard deviations", text)
        ).group(1)
        assert all(shows(a, b) for a, b in zip(listed.split(", "), history[-5:], strict=True))
        # Guess and truth stand beside each other, a line between them.
        off = seen.stage.locator("[data-pane=em] .off")
        assert off.count() == len(ks)
        seen.wait_settled()
        corner = present(seen.stage.locator("[data-pane=em] .plot").bounding_box())
        tip = [float(present(off.first.get_attribute(name))) for name in ("x2", "y2")]
        assert_allclose(np.add(tip, [corner["x"], corner["y"]]), seen.spot(truth.means[ks[0]]))
    assert seen.run() == before
    assert len(seen.sent) == sent
    # Going on, the ghost goes; leaving the mode forgets the guesses.
    seen.step("ArrowRight", 7)
    assert seen.stage.locator("[data-pane=em] .guessed").count() == 0
    seen.tick("predict")
    assert seen.inspect("stage.guesses") == []
    assert not words.inner_text().startswith("Your turn")


def test_an_axis_of_a_guess_follows_the_hand_past_the_other_axis(
    quick: Opener, server: str
) -> None:
    seen = quick(server).open(ROUND + "&frame=5")
    seen.wait_settled()
    seen.tick("predict")
    shown = seen.mixture()
    seen.stage.locator(".parameters").get_by_role("button", name="Component 2").click()
    seen.painted()
    circle = present(seen.stage.locator("[data-pane=em] .handle.minor").bounding_box())
    grip = np.array([circle["x"] + circle["width"] / 2, circle["y"] + circle["height"] / 2])
    mean = np.array(seen.spot(shown.means[1]))
    arm = grip - mean
    minor, major = np.sqrt(np.linalg.eigvalsh(shown.covariances[1]))
    stretch = 1.6 * major / minor
    seen.drag(tuple(grip), tuple(mean + stretch * arm), moves=20)
    seen.painted()
    ellipse = seen.stage.locator("[data-pane=em] ellipse.guess")
    pixels = seen.inspect("stage.toScreen([1, 0])[0] - stage.toScreen([0, 0])[0]")
    radii = sorted(float(present(ellipse.get_attribute(name))) / pixels for name in ("rx", "ry"))
    assert_allclose(radii, [major, 1.6 * major], rtol=0.02)


def test_keys_guess_too(quick: Opener, server: str) -> None:
    seen = quick(server).open(ROUND + "&frame=1")
    seen.wait_settled()
    seen.tick("predict")
    before, sent, start = seen.run(), len(seen.sent), seen.mixture()
    truth = seen.mixture("stage.run.em.mixtures[1]")
    seen.stage.locator(".parameters").get_by_role("button", name="Component 1").focus()
    seen.page.keyboard.press("Enter")
    seen.stage.locator(".card").wait_for()
    seen.painted()
    for key in ("ArrowRight", "ArrowUp", "ArrowUp"):
        seen.page.keyboard.press(key)
    seen.painted()
    mark = seen.stage.locator("[data-pane=em] .guessed").get_attribute("transform")
    place = [float(x) for x in re.findall(r"-?[\d.]+", present(mark))[:2]]
    origin, unit = (seen.inspect(f"stage.toScreen([{v}, {v}])") for v in (0, 1))
    guess = np.subtract(place, origin) / np.subtract(unit, origin)
    assert (guess > start.means[0]).all()
    seen.page.keyboard.press("Escape")
    seen.stage.locator("[data-do=step]").focus()
    seen.page.keyboard.press("Enter")
    seen.wait_frame(2)
    assert_allclose(seen.inspect("stage.guesses"), [mahalanobis(truth, 0, guess)], rtol=1e-2)
    assert seen.run() == before
    assert len(seen.sent) == sent
