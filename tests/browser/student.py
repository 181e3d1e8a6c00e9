"""A student who knows a lesson's payload: each wrong answer, then the right one, scene after scene.

What a task waits for is done with mouse and keys, as its condition says; where a start by hand is
wanted, the engine says beforehand which one will do.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

from gmm import Mixture, record_em
from gmm.mixture import log_density
from gmm.points import FloatArray
from gmm.tape import Frame, Tape
from gmm.ui.stage.payload import Payload
from tests.browser.conftest import Visit

MOST_STARTS = 160  # that the engine tries for one task
MOST_STEPS = 80


class Move(NamedTuple):
    """Drags that set a start: from this frame each component's mean to a place, in order."""

    frame: int
    drags: tuple[tuple[int, FloatArray], ...]


class Student:
    """Plays a lesson that is open at its first scene."""

    def __init__(self, seen: Visit, payload: Payload) -> None:
        self.seen, self.payload = seen, payload
        self.lesson = seen.page.get_by_test_id("lesson")
        self.task = self.lesson.locator(".task")

    # ------------------------------------------------------------------------------ the lesson

    def play(self) -> None:
        """Do all scenes; no message may go to the server meanwhile."""
        scenes = self.payload["scenes"]
        self.wait_scene(1)
        sent = len(self.seen.sent)
        for number, scene in enumerate(scenes, 1):
            if number > 1:
                self.lesson.locator(".forward").click()
                self.wait_scene(number)
            self.do_scene(number, scene)
            self.wait(f"lesson.done[{number - 1}]", f"scene {number} is not done")
        assert self.told("done") == len(scenes)
        assert self.seen.sent[sent:] == [], "the server was told something"

    def do_scene(self, number: int, scene: Payload) -> None:
        """Do what there is to do in the scene on show."""
        self.seen.painted()
        task = scene["task"]
        if task is None:
            return
        assert not self.look(f"lesson.done[{number - 1}]"), f"scene {number} is done by itself"
        {"choose": self.choose, "number": self.number, "guess": self.guess, "do": self.do}[
            task["kind"]
        ](task, number)

    def told(self, name: str) -> int:
        return int(self.lesson.get_attribute(f"data-{name}") or -1)

    def look(self, expression: str) -> Any:
        return self.lesson.evaluate(
            f"root => {{ const lesson = root.inspect(); return {expression}; }}"
        )

    def wait_scene(self, number: int) -> None:
        self.seen.page.wait_for_selector(f'[data-testid=lesson][data-scene="{number}"]')
        self.seen.painted()

    def wait(self, expression: str, trouble: str) -> None:
        """Wait until it is true of the lesson, for a second."""
        for _ in range(20):
            if self.look(expression):
                return
            self.seen.page.wait_for_timeout(50)
        raise AssertionError(f"{trouble}: {self.told_verdict()}")

    def text_of(self, html: str) -> str:
        """What is read of an HTML text; live numbers may have changed since it was written."""
        text = self.seen.page.evaluate(
            """html => {
              const parsed = new DOMParser().parseFromString(html, "text/html");
              parsed.querySelectorAll("[data-live]").forEach((each) => each.remove());
              return parsed.body.textContent;
            }""",
            html,
        )
        return "".join(text.split())

    def told_verdict(self) -> str:
        text: str = self.task.evaluate(
            """task => [...task.querySelectorAll(".verdict")].map((verdict) => {
              const copy = verdict.cloneNode(true);
              copy.querySelectorAll("[data-live]").forEach((each) => each.remove());
              return copy.textContent;
            }).join("")"""
        )
        return "".join(text.split())

    def expect(self, html: str) -> None:
        """The verdict says it."""
        assert self.text_of(html) in self.told_verdict(), (self.text_of(html), self.told_verdict())

    # ------------------------------------------------------------------------------ answers

    def choose(self, task: Payload, number: int) -> None:
        """Every wrong answer with its explanation, then the right one."""
        options = self.task.locator(".option")
        for right in (False, True):
            for i, option in enumerate(task["options"]):
                if option["right"] == right:
                    options.nth(i).click()
                    self.expect(option["because"])
                    assert self.look(f"lesson.done[{number - 1}]") == right

    def number(self, task: Payload, number: int) -> None:
        """No number, two wrong ones with the hint after them, then the right one."""
        field = self.task.locator(".typed")
        answer, tolerance = task["answer"], task["tolerance"]
        wrong = [answer + 3 * tolerance + 1, answer - 3 * tolerance - 1]
        for text in ("much", *(f"{value:.12g}" for value in wrong)):
            field.fill(text)
            field.press("Enter")
            assert self.told_verdict()
            assert not self.look(f"lesson.done[{number - 1}]")
        if task["wrong"]:
            self.expect(task["wrong"])
        hint = self.task.locator(".helping")
        assert self.text_of(task["hint"]) in "".join((hint.text_content() or "").split())
        field.fill(f"{answer:.12g}".replace(".", ","))
        self.task.get_by_role("button", name="Check").click()
        self.expect(task["right"])

    def guess(self, task: Payload, number: int) -> None:
        """Check too early, a guess that is far off, then the very place."""
        check = self.task.locator(".press.main")
        check.click()
        assert "Drag" in self.told_verdict()
        assert not self.look(f"lesson.done[{number - 1}]")
        component, frame = task["component"], task["frame"]
        truth = self.mean_on(frame, component)
        for place in (self.far_from(truth), truth):
            if check.inner_text() == "Try again":
                check.click()
                self.seen.painted()
            self.seen.drag(self.seen.spot(self.mean(component)), self.seen.spot(place))
            self.seen.painted()
            check.click()
            self.seen.wait_frame(frame)
            self.wait(f"lesson.done[{number - 1}]", "the guess was not taken")
            assert "standarddeviationsoff" in self.told_verdict()
        self.expect(task["right"])

    def do(self, task: Payload, number: int) -> None:
        """What the condition says."""
        name, *given = task["when"]
        ways: dict[str, Callable[..., None]] = {
            "frame": self.step,
            "end": self.press_end,
            "flat": self.press_end,
            "point": self.open_uncertain,
            "undecided": self.open_uncertain,
            "rare": self.open_rarest,
            "component": self.open_component,
            "layer": self.tick_layer,
            "temperature": self.cool,
            "differ": self.walk,
            "agree": self.walk,
            "near": self.bring_near,
            "above": self.climb,
            "collapsed": self.collapse,
        }
        self.number_on_show = number
        if name in ways:
            ways[name](*given)
        else:
            self.start_by_hand(name, *given)
        self.wait(f"lesson.done[{number - 1}]", f"{task['when']} was not met")
        self.expect(task["right"])

    def is_done(self) -> bool:
        self.seen.painted()
        return bool(self.look(f"lesson.done[{self.number_on_show - 1}]"))

    # ------------------------------------------------------------------------------ deeds

    def press(self, key: str) -> None:
        self.seen.page.keyboard.press(key)
        self.seen.painted()

    def step(self, frame: float) -> None:
        for _ in range(MOST_STEPS):
            if self.inspect("stage.frame") >= frame:
                return
            far = frame - self.inspect("stage.frame") > 12
            self.press("Shift+ArrowRight" if far else "ArrowRight")

    def press_end(self, *_: float) -> None:
        self.press("End")

    def open_uncertain(self, *_: float) -> None:
        """The most uncertain point, of one frame after another."""
        for _step in range(MOST_STEPS):
            button = self.seen.stage.locator(".uncertain")
            if button.is_visible():
                button.click()
            else:
                self.seen.page.mouse.click(*self.seen.spot_of_point(self.most_uncertain()))
            if self.is_done():
                return
            self.press("ArrowRight")

    def most_uncertain(self) -> int:
        """The point whose largest responsibility on show is smallest; any one before there are some."""
        shares = self.inspect("stage.responsibilities && Array.from(stage.responsibilities)")
        if shares is None:
            return 0
        return int(np.reshape(shares, (-1, self.inspect("stage.run.K"))).max(axis=1).argmin())

    def open_rarest(self, _: float) -> None:
        """The point where the mixture's density is lowest."""
        densities = log_density(self.seen.points(), self.mixture_on(self.inspect("stage.frame")))
        self.seen.page.mouse.click(*self.seen.spot_of_point(int(densities.argmin())))

    def open_component(self) -> None:
        self.seen.page.mouse.click(*self.seen.spot(self.mean(0)))

    def tick_layer(self, name: str) -> None:
        if name == "rings" and not self.seen.stage.locator(".menu").is_visible():
            self.seen.stage.locator(".rings").click()
        else:
            self.seen.tick(name)

    def cool(self, _: float) -> None:
        if not self.inspect("stage.view.temperature ?? false"):
            self.seen.tick("temperature")
            self.seen.page.wait_for_timeout(120)  # the press has done with the focus
        self.seen.stage.get_by_role("slider", name="Temperature").focus()
        self.press("Home")

    def walk(self, _: float) -> None:
        """From frame to frame, from the start on."""
        self.press("Home")
        for _step in range(MOST_STEPS):
            if self.is_done():
                return
            self.press("ArrowRight")

    def bring_near(self, k: float, *given: float) -> None:
        place = self.to_run(np.array(given[:-1]))
        self.drag_mean(int(k) - 1, place)

    def climb(self, least: float) -> None:
        self.press("End")
        if not self.is_done():
            self.start_by_hand("above", least)

    def collapse(self) -> None:
        """The end, where the run collapses; else a component is put on a point, and made narrow."""
        self.press("End")
        if self.is_done():
            return
        points = self.seen.points()
        apart = np.linalg.norm(points[:, None] - points[None], axis=2)
        np.fill_diagonal(apart, np.inf)
        lonely = points[int(apart.min(axis=1).argmax())]
        self.drag_mean(0, lonely)
        before = self.seen.run()
        self.seen.page.wait_for_timeout(120)  # the press has done with the focus
        self.task.locator(".bykeys").focus()
        self.press("Enter")
        for _ in range(75):
            self.seen.page.keyboard.press("-")
        self.seen.wait_other_run(before)
        self.press("End")

    def start_by_hand(self, name: str, *given: float) -> None:
        """A start that does what the condition says, found with the engine and set with the mouse."""
        meets = _MEETS[name]
        own = self.mixture_on(self.inspect("stage.frame"), at="end")
        own_end = self.inspect("stage.run.em.logLikelihood.at(-1)")
        for move in self.moves():
            start = self.mixture_on(move.frame)
            for k, place in move.drags:
                means = start.means.copy()
                means[k] = place
                start = start._replace(means=means)
            tape = self.record(start)
            if not meets(tape, own, own_end, self.to_nats, *given):
                continue
            self.press("Home")
            self.step(move.frame)
            for k, place in move.drags:
                self.drag_mean(k, place)
            self.press("End")
            if self.is_done():
                return
        raise AssertionError(f"no start was found for {name} {given}")

    def moves(self) -> Iterator[Move]:
        """Starts to try: one mean at another place, two means exchanged."""
        points, last = self.seen.points(), self.inspect("stage.run.em.frames") - 1
        k, reach = self.inspect("stage.run.K"), np.ptp(points, axis=0)
        places = spread_out(points, 12)
        tried = 0
        for frame in dict.fromkeys((self.inspect("stage.frame"), 0, last)):
            means = self.mixture_on(frame).means
            pairs = [(i, j) for i in range(k) for j in range(k) if i != j]
            swaps = [((i, means[j] + 0.12 * reach), (j, means[i])) for i, j in pairs]
            alone = [((i, place),) for i in range(k) for place in places]
            for drags in (*swaps, *alone):
                tried += 1
                if tried > MOST_STARTS:
                    return
                yield Move(frame, drags)

    def drag_mean(self, k: int, place: FloatArray) -> None:
        """Drag it, and wait for the run from there."""
        before = self.seen.run()
        self.seen.drag(self.seen.spot(self.mean(k)), self.seen.spot(place))
        self.seen.wait_other_run(before)

    # ------------------------------------------------------------------------------ numbers

    def inspect(self, expression: str) -> Any:
        return self.seen.inspect(expression)

    def mixture_on(self, frame: int, at: str = "") -> Mixture:
        """Of the run on show, in its own units."""
        index = "stage.run.em.mixtures.length - 1" if at == "end" else f"{frame // 2}"
        return self.seen.mixture(f"stage.run.em.mixtures[{index}]")

    def mean(self, k: int) -> FloatArray:
        mean: FloatArray = self.seen.mixture().means[k]
        return mean

    def mean_on(self, frame: int, k: int) -> FloatArray:
        mean: FloatArray = self.mixture_on(frame).means[k]
        return mean

    def far_from(self, place: FloatArray) -> FloatArray:
        """A point of the data that is far from a place."""
        points = self.seen.points()
        far: FloatArray = points[int(np.linalg.norm(points - place, axis=1).argmax())]
        return place + 0.8 * (far - place)

    def to_run(self, place: FloatArray) -> FloatArray:
        """From the data's own units to the run's."""
        axes = np.array(self.inspect("stage.run.axes.map((axis) => [axis.origin, axis.spread])"))
        found: FloatArray = (place - axes[:, 0]) / axes[:, 1]
        return found

    def to_nats(self, log_likelihood: float) -> float:
        """From the run's units to the data's own."""
        return log_likelihood - float(
            self.inspect("stage.run.total") * self.inspect("stage.run.log_volume")
        )

    def record(self, start: Mixture) -> Tape[Frame]:
        how = self.inspect("stage.run.recording")
        often = self.inspect("stage.run.frequencies && Array.from(stage.run.frequencies)")
        return record_em(
            self.seen.points(),
            start,
            how["covariance"],
            how["ridge"],
            tolerance=how["tolerance"],
            max_iterations=how["iterations"],
            weights=often,
        )


def spread_out(points: FloatArray, count: int) -> FloatArray:
    """Points that are far from each other, the one nearest to the middle first."""
    middle = points.mean(axis=0)
    chosen = [int(np.linalg.norm(points - middle, axis=1).argmin())]
    while len(chosen) < count:
        away = np.linalg.norm(points[:, None] - points[chosen], axis=2).min(axis=1)
        chosen.append(int(away.argmax()))
    found: FloatArray = points[chosen]
    return found


def is_reordered(one: Mixture, other: Mixture) -> bool:
    costs = np.linalg.norm(one.means[:, None] - other.means[None], axis=2)
    return bool((linear_sum_assignment(costs)[1] != np.arange(len(costs))).any())


Meets = Callable[..., bool]
# Of a tape, the scene's own end and its log-likelihood; with some room, since a hand is not exact.
_MEETS: dict[str, Meets] = {
    "hand": lambda tape, own, end, nats: True,
    "worse": lambda tape, own, end, nats, by: last(tape) <= end - by - 1e-3,
    "better": lambda tape, own, end, nats, by: last(tape) >= end + by + 1e-3,
    "same": lambda tape, own, end, nats, by: abs(last(tape) - end) <= by,
    "above": lambda tape, own, end, nats, least: nats(last(tape)) >= least,
    "swapped": lambda tape, own, end, nats: (
        abs(last(tape) - end) <= 0.01 and is_reordered(own, tape.frames[-1].mixture)
    ),
}


def last(tape: Tape[Frame]) -> float:
    return tape.frames[-1].log_likelihood
