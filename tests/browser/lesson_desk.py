"""A page with a lesson and no server behind it: its payload is made by hand."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

from playwright.sync_api import Browser, Locator, Page

from gmm.ui.course.page import lesson_style
from gmm.ui.stage.payload import Payload, pack_run
from gmm.ui.stage.script import assemble_script, read_part
from tests.browser.conftest import Visit
from tests.browser.desk import run_of
from tests.present import present

ADDRESS = "http://lesson.test"

ROUND: dict[str, Any] = {"data": "Round clusters", "k": 3, "n": 60}
WAITING: dict[str, Any] = {"data": "Waiting times", "k": 2}


def choose(right: int = 1, count: int = 3) -> Payload:
    """A question; its first wrong answer speaks of a component, too."""
    return {
        "kind": "choose",
        "question": "Which of these is right?",
        "options": [
            {
                "words": f"Answer {i}",
                "right": i == right,
                "because": f'Because of {i}, and of <span data-component="1">component 2</span>.',
            }
            for i in range(count)
        ],
    }


def number(answer: float = 2.9, tolerance: float = 0.05, unit: str = "km/h") -> Payload:
    return {
        "kind": "number",
        "question": "How large is the mean?",
        "answer": answer,
        "tolerance": tolerance,
        "unit": unit,
        "hint": "Add them up, and divide by how many there are.",
        "right": "It is the sum, divided by the number.",
        "wrong": "",
    }


def guess(component: int = 0, frame: int = 2, tolerance: float = 0.5) -> Payload:
    return {
        "kind": "guess",
        "question": f"Where will the mean of component {component + 1} go? Drag it there, then press Check.",
        "component": component,
        "frame": frame,
        "tolerance": tolerance,
        "right": "That is close.",
        "wrong": "That is farther than half a standard deviation.",
    }


def do(*when: object, question: str = "Do what the condition says.") -> Payload:
    return {
        "kind": "do",
        "question": question,
        "when": list(when),
        "hint": "Here is what helps.",
        "right": "This is what it shows.",
    }


def scene(
    task: Payload | None, title: str = "A scene", words: str = "<p>Words.</p>", **said: Any
) -> Payload:
    return {
        "title": title,
        "words": words,
        "run": 0,
        "frame": 0,
        "view": "",
        "hidden": [],
        "task": task,
        **said,
    }


WORDS = """<p>A mixture has a <button type="button" class="term" data-term="density">density</button>. Its
log-likelihood is <output data-live="log_likelihood" data-format="2">0</output>.
<span data-component="0">component&nbsp;1</span> has the mean
<math data-terms="mean density"><msub data-component="0"><mi>μ</mi><mn>1</mn></msub><mo>=</mo>
<mn data-live="mean.1" data-format="2">0</mn></math>.</p>"""

TERMS = {
    "density": {
        "name": "Density",
        "meaning": "<p>How much <b>probability</b> there is a unit.</p>",
    },
    "mean": {"name": "Mean", "meaning": "<p>The middle of a component.</p>"},
}


def lesson_of(scenes: list[Payload], runs: list[Payload], **said: Any) -> Payload:
    return {
        "lesson": "trial",
        "number": 3,
        "title": "A trial",
        "goal": "to test",
        "minutes": 10,
        "home": "course",
        "next": {"lesson": "ellipses", "title": "Ellipses", "address": "?lesson=ellipses"},
        "scenes": scenes,
        "runs": runs,
        "terms": TERMS,
        **said,
    }


def trial() -> Payload:
    """One of each thing to do."""
    return lesson_of(
        [
            scene(choose(), "A density", WORDS, run=1, frame=1, hidden=["curve", "table"]),
            scene(number(), "A number", run=1, frame=2),
            scene(guess(), "A guess", frame=1, view="predict"),
            scene(do("frame", 4), "A step", hidden=["legend", "menu"]),
            scene(do("component"), "A component", frame=3, view="trails.no-cells"),
            scene(choose(0, 2), "The end", frame=2, hidden=["transport"]),
        ],
        [pack_run(run_of(**ROUND)), pack_run(run_of(**WAITING))],
    )


class LessonDesk(Visit):
    """A lesson on a page of its own."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, ADDRESS)
        page.route(
            f"{ADDRESS}/**",
            lambda route: route.fulfill(body=_page(), content_type="text/html; charset=utf-8"),
        )

    def start(self, payload: Payload, address: str = "") -> Self:
        self.page.goto(f"{ADDRESS}/{address}")
        return self.play(payload)

    def play(self, payload: Payload) -> Self:
        """Give the player a lesson, as the component does."""
        self.page.evaluate("data => play(JSON.parse(data))", json.dumps(payload))
        self.wait_ready()
        return self.painted()

    def wait_ready(self) -> None:
        """On a phone the stage is drawn while the words hide it."""
        self.page.wait_for_selector(
            '[data-testid=stage][data-ready="true"]', state="attached", timeout=30_000
        )

    @property
    def lesson(self) -> Locator:
        return self.page.get_by_test_id("lesson")

    @property
    def task(self) -> Locator:
        return self.lesson.locator(".task")

    @property
    def verdict(self) -> str:
        """What is said of the answer."""
        return " ".join(" ".join(self.task.locator(".verdict").all_inner_texts()).split())

    def told(self, name: str) -> int:
        """A number on the lesson's root."""
        return int(present(self.lesson.get_attribute(f"data-{name}")))

    def look(self, expression: str) -> Any:
        """A JavaScript expression over what the lesson tells of itself, called `lesson`."""
        return self.lesson.evaluate(
            f"root => {{ const lesson = root.inspect(); return {expression}; }}"
        )

    def wait_scene(self, number: int) -> None:
        self.page.wait_for_selector(f'[data-testid=lesson][data-scene="{number}"]', timeout=5_000)

    def wait_done(self, number: int) -> None:
        self.page.wait_for_selector(f'[data-testid=lesson][data-done="{number}"]', timeout=5_000)

    def turn(self, key: str, number: int) -> None:
        self.page.keyboard.press(key)
        self.wait_scene(number)

    def go(self, number: int) -> None:
        """To a scene by its dot."""
        self.lesson.locator(".dots .dot").nth(number - 1).click()
        self.wait_scene(number)
        self.painted()


def _page() -> str:
    script = assemble_script("lesson").replace("export default function lesson", "function lesson")
    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Lesson</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>:root {{ --above: 24px; --bleed: 0px; }} body {{ margin: 8px 24px; background: var(--st-background-color, white); }}
@media (prefers-color-scheme: dark) {{ :root {{
  --st-text-color: #e8eaf1; --st-background-color: #12151c; --st-border-color: #343b4a;
  --st-secondary-background-color: #1c212b; --st-primary-color: #8d9bff; }} }}
{lesson_style()}</style><main>{read_part("lesson.html")}</main>
<script type="module">
{script}
window.posted = [];
const setTriggerValue = (...told) => posted.push(told);
const parentElement = document.querySelector("main");
window.play = (data) => lesson({{ data, parentElement, setTriggerValue }});
</script></html>"""


@contextmanager
def open_desk(browser: Browser) -> Iterator[LessonDesk]:
    """A desk in a context of its own; at the end nothing may have gone wrong there."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    desk = LessonDesk(context.new_page())
    yield desk
    context.close()
    assert desk.errors == []
