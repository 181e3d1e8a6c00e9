"""A page in any engine, worked with a mouse and keys as WebDriver gives them to each."""

import json
import time
from typing import Any, Protocol, Self

from tests.browser.conftest import Spot

# The stage may be in a shadow tree, where no selector of the page reaches.
FIND = """
const find = (root) => root.querySelector("[data-testid=stage]") ??
  [...root.querySelectorAll("*")].map((each) => each.shadowRoot && find(each.shadowRoot)).find(Boolean);
const root = find(document);
const part = (selector) => root.querySelector(selector);
const stage = root?.dataset.ready === "true" ? root.inspect() : undefined;
"""
KEYS = {"ArrowRight": "\ue014", "ArrowLeft": "\ue012", "End": "\ue010", "Home": "\ue011"}
KEYS |= {"Escape": "\ue00c", " ": " ", "?": "?"}


class Engine(Protocol):
    """A browser with one tab, however it is spoken to."""

    INSTALL: str  # what to do where it is missing
    LISTEN: str  # a script for the head of a page whose very first errors are wanted

    @classmethod
    def is_installed(cls) -> bool: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *_: object) -> None: ...
    def resize(self, width: int, height: int) -> None: ...
    def open(self, url: str) -> None: ...
    def call(self, function: str, argument: str) -> str: ...
    def act(self, actions: list[dict[str, Any]]) -> None: ...
    def errors(self) -> list[str]: ...


class Tab:
    """What a person does on the stage, and what is there to see."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def open(self, url: str) -> Self:
        self.engine.open(url)
        self.wait("root?.dataset.ready === 'true'", seconds=30)
        return self

    def see(self, expression: str, argument: object = None) -> Any:
        """A JavaScript expression over the stage's `root`, a `part(selector)` of it and its own numbers, `stage`."""
        answer = json.loads(
            self.engine.call(
                f"""async (text) => {{
                  const a = JSON.parse(text);
                  try {{ {FIND} return JSON.stringify({{ value: await ({expression}) ?? null }}); }}
                  catch (error) {{ return JSON.stringify({{ error: String(error) }}); }}
                }}""",
                json.dumps(argument),
            )
        )
        assert "error" not in answer, f"{expression}: {answer['error']}"
        return answer["value"]

    def wait(self, expression: str, argument: object = None, seconds: float = 10) -> None:
        end = time.monotonic() + seconds
        while not self.see(f"Boolean({expression})", argument):
            assert time.monotonic() < end, f"not within {seconds} seconds: {expression}"
            time.sleep(0.05)

    def wait_frame(self, frame: int) -> None:
        self.wait("root.dataset.frame === String(a)", frame)

    def frame(self) -> int:
        frame: int = self.see("Number(root.dataset.frame)")
        return frame

    def press(self, key: str) -> None:
        keys = [{"type": kind, "value": KEYS[key]} for kind in ("keyDown", "keyUp")]
        self.engine.act([{"type": "key", "id": "keys", "actions": keys}])

    def click(self, selector: str) -> None:
        """Click the middle of a part of the stage, which must lie uncovered there."""
        x, y, hit = self.see(
            """(() => {
              const wanted = part(a);
              wanted.scrollIntoView({ block: "nearest" });
              const { x, y, width, height } = wanted.getBoundingClientRect();
              const [left, top] = [Math.floor(x + width / 2), Math.floor(y + height / 2)];
              return [left, top, wanted.contains(root.getRootNode().elementFromPoint(left, top))];
            })()""",
            selector,
        )
        assert hit, f"{selector} is covered"
        self.drag((x, y))

    def drag(self, *spots: Spot) -> None:
        """Press at the first spot, go to each other one, and let go."""
        moves = [
            {
                "type": "pointerMove",
                "x": round(x),
                "y": round(y),
                "duration": 20,
                "origin": "viewport",
            }
            for x, y in spots
        ]
        press, release = ({"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp"))
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}}
        self.engine.act([{**mouse, "actions": [moves[0], press, *moves[1:], release]}])

    def spot(self, place: str) -> Spot:
        """Where on the page the centre `place` of EM's picture lies: an expression in its pixels."""
        x, y = self.see(
            f"""(() => {{
              const box = part("[data-pane=em] .plot").getBoundingClientRect();
              const [x, y] = {place};
              return [box.x + x, box.y + y];
            }})()"""
        )
        return x, y
