"""A page with the stage and no server behind it: the test itself says what the server would say."""

from typing import Any, Self

import numpy as np
from playwright.sync_api import Page

from gmm.data.datasets import DATASETS, Dataset
from gmm.limits import MAX_DRAWN
from gmm.mixture import Mixture
from gmm.ui.link import STAGE_NAMES, VERSION, Settings
from gmm.ui.run import Run, record_run
from gmm.ui.stage.payload import Payload, pack_run
from gmm.ui.stage.script import assemble_script, read_part
from tests.browser.conftest import Visit

ADDRESS = "http://stage.test"
BOX = (0.0, 0.0, 10.0, 10.0)


def run_of(hand: Mixture | None = None, **settings: Any) -> Run:
    """A run on bundled or generated data."""
    chosen = Settings(**settings)
    return record_run(chosen, DATASETS[chosen.data].make(chosen.n, chosen.data_seed), hand)


def dataset_of(points: np.ndarray) -> Dataset:
    """Points as a data set of their own."""
    columns = tuple("abcdefgh"[: points.shape[1]])
    return Dataset(
        points=points,
        columns=columns,
        units=("",) * len(columns),
        title="Points",
        rows="points",
        labels=None,
        truth=None,
        note="",
    )


def drawing_of(points: Any = (), **settings: Any) -> Run:
    """A drawing, with as many points as there are."""
    dataset = dataset_of(np.reshape(np.array(points, float), (-1, 2)))
    return record_run(Settings(data="Draw by hand", **settings), dataset, box=BOX)


def large_run() -> Run:
    """More points than the stage is given."""
    points = np.random.default_rng(0).normal(size=(MAX_DRAWN + 1, 2))
    points[::2] += 4
    return record_run(Settings(), dataset_of(points))


class Desk(Visit):
    """A stage whose server is the test: `tell` is what it says, `posted` what it is sent."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, ADDRESS)
        page.route(
            f"{ADDRESS}/**",
            lambda route: route.fulfill(body=_page(), content_type="text/html; charset=utf-8"),
        )

    def start(self, run: Run | Payload, query: str = "", **said: Any) -> Self:
        self.page.goto(f"{ADDRESS}/{query}")
        return self.tell(run, **said)

    def tell(self, run: Run | Payload, **said: Any) -> Self:
        """Give the stage a run, as the component does."""
        packed = run if isinstance(run, dict) else pack_run(run)
        data = {
            "scene": "",
            "frame": 0,
            "view": "",
            "ask": "",
            "answer": "",
            "editable": True,
            "linked": True,
            "names": STAGE_NAMES,
            "version": VERSION,
            "answered": 0,
            "refused": "",
            "code": "",
            "offers": [],
            **packed,
            **said,
        }
        self.page.evaluate("data => tell(data)", data)
        self.wait_ready()
        return self.painted()

    def posted(self) -> list[dict[str, Any]]:
        """The edits that were sent; each may be sent twice."""
        sent = self.page.evaluate("() => posted")
        return list({edit["number"]: edit for edit in sent}.values())

    @property
    def words(self) -> str:
        """The headline and the details beside it."""
        return " ".join(self.stage.locator(".words").inner_text().split())

    def shot(self) -> str:
        """Every layer of every pane, and the curves: what a person sees."""
        seen: str = self.stage.evaluate(
            """root => [...root.querySelectorAll('.axes, .plot > *, .curve figcaption, .parameters')].map((part) =>
              part.outerHTML + (part.width && part.toDataURL ? part.toDataURL() : '')).join()"""
        )
        return seen


def _page() -> str:
    script = assemble_script().replace("export default function stage", "function stage")
    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Desk</title>
<style>:root {{ --above: 24px; }} {read_part("stage.css")}</style><main>{read_part("stage.html")}</main>
<script type="module">
{script}
window.posted = [];
const setTriggerValue = (name, edit) => posted.push(edit);
const parentElement = document.querySelector("main");
window.tell = (data) => stage({{ data, parentElement, setTriggerValue }});
</script></html>"""
