"""On the stage: what differs reads differently, no digit comes or goes, no word covers another."""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser

from gmm.ui.link import Settings
from gmm.ui.run import Run, record_run
from tests.browser.desk import Desk, dataset_of, run_of

RNG = np.random.default_rng(4)
GROUPS = np.concatenate([RNG.normal(0, 1, (60, 2)), RNG.normal(5, 1, (60, 2))])

# Names -> points: where they lie, and how far apart.
FAR: dict[str, np.ndarray] = {
    "milliseconds": 1.7e12 + GROUPS * [5_000, 1e8],
    "pressures": 101_325 + GROUPS * [0.6, 0.003],
    "tiny": GROUPS[:, :1] * 1e-12,
    "huge": GROUPS * 1e20,
    "near one": 1 + GROUPS * [1e-7, 1e-3],
    "negative": -1e6 + GROUPS * [0.2, 30],
    "years": 1990 + GROUPS * [4, 0.01],
}
SCREENS = [(1280, 720), (1024, 768), (390, 844), (640, 360)]  # the last is 200 % of the first


@pytest.fixture(scope="module")
def shared(browser: Browser) -> Iterator[Desk]:
    page = browser.new_context(reduced_motion="reduce").new_page()
    yield Desk(page)
    page.close()


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    shared.errors.clear()
    yield shared
    assert shared.errors == []


def run_on(points: np.ndarray, k: int = 2, **settings: Any) -> Run:
    return record_run(Settings(data="Upload a file", k=k, **settings), dataset_of(points))


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: f"{screen[0]}")
@pytest.mark.parametrize("view", ["", "projector"])
def test_ticks_differ_and_lie_apart(desk: Desk, screen: tuple[int, int], view: str) -> None:
    desk.page.set_viewport_size({"width": screen[0], "height": screen[1]})
    for name, points in FAR.items():
        desk.start(run_on(points), view=view, frame=3)
        desk.wait_settled()
        for axis in read_axes(desk):
            assert len(set(axis["texts"])) == len(axis["texts"]), (name, axis)
            assert not axis["covered"], (name, axis)
            assert not axis["cut"], (name, axis)
        assert desk.stage.evaluate(COVERED) == [], name


# The ticks of each axis: those with one place across, or one place up.
AXES = """root => [...root.querySelectorAll('.axes')].flatMap((axes) => {
  const edge = axes.getBoundingClientRect();
  const ticks = [...axes.querySelectorAll('text:not(.name)')].filter((tick) => tick.closest('.hover') === null);
  return ['end', 'middle'].map((anchor) => {
    const own = ticks.filter((tick) => tick.getAttribute('text-anchor') === anchor);
    const boxes = own.map((tick) => tick.getBoundingClientRect());
    const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom - 4 && b.top < a.bottom - 4;
    return {
      texts: own.map((tick) => tick.textContent),
      covered: boxes.some((a, i) => boxes.slice(i + 1).some((b) => meets(a, b))),
      cut: own.filter((_, i) => boxes[i].left < edge.left - 2 || boxes[i].right > edge.right + 2).map((tick) => tick.textContent),
    };
  });
})"""

# Names of axes, and what their ticks leave out, that meet each other or leave the picture.
COVERED = """root => [...root.querySelectorAll('.plot')].flatMap((plot) => {
  const edge = plot.getBoundingClientRect();
  const names = [...plot.querySelectorAll('.name')];
  const boxes = names.map((name) => name.getBBox());
  const meets = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height - 3 && b.y < a.y + a.height - 3;
  const out = (box) => box.x < -1 || box.x + box.width > edge.width + 1 || box.y < -2;
  return names.filter((_, i) => out(boxes[i]) || boxes.some((box, j) => i !== j && meets(box, boxes[i])))
    .map((name) => name.textContent);
})"""


def read_axes(desk: Desk) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.stage.evaluate(AXES)
    assert all(axis["texts"] for axis in found[:2])
    return found


def test_what_the_ticks_leave_out_stands_at_the_axis(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 1280, "height": 720})
    desk.start(run_on(FAR["milliseconds"]))
    words = desk.stage.locator("[data-pane=em] .name").all_text_contents()
    assert words == ["a, + 1,700,000,000,000", "b, + 1,700,000,000,000"]


@pytest.mark.parametrize("k", [2, 5, 9])
@pytest.mark.parametrize("name", ["Old Faithful", *FAR])
def test_rows_that_differ_read_differently_and_no_digit_comes_or_goes(
    desk: Desk, name: str, k: int
) -> None:
    run = run_of(data=name, k=k) if name == "Old Faithful" else run_on(FAR[name], k)
    desk.start(run)
    end = run.frames - 1
    decimals: list[set[int]] = []
    for frame in sorted({0, 2, 4, end // 2 // 2 * 2, end}):
        desk.tell(run, frame=frame, scene=f"{name} {k} {frame}")
        rows = [row.split("\t")[1:] for row in table(desk)]
        decimals = decimals or [set() for _ in rows[0]]
        d = run.points.shape[1]
        for at, cells in enumerate(zip(*rows, strict=True)):
            if at <= d:  # weights and means are written to one grain
                decimals[at] |= {len(re.sub(r".*\.|e.*", "", c)) for c in cells if "e" not in c}
            if frame == end:
                check_column(run, at, cells)
    assert all(len(counts) <= 1 for counts in decimals)


def table(desk: Desk) -> list[str]:
    body: list[str] = desk.stage.evaluate(
        """root => [...root.querySelectorAll('.parameters tbody tr')].map((row) =>
          [...row.cells].map((cell) => cell.textContent).join('\\t'))"""
    )
    return body


def check_column(run: Run, at: int, cells: tuple[str, ...]) -> None:
    """Those rows read alike that lie within a millionth of the column's range."""
    assert run.em is not None
    mixture = run.em.frames[-1].mixture
    d = run.points.shape[1]
    if at == 0:
        values, reach = mixture.weights, 1.0
    elif at <= d:
        values, reach = mixture.means[:, at - 1], float(np.ptp(run.points[:, at - 1]))
    else:
        return
    for i, j in zip(*np.triu_indices(len(values), 1), strict=True):
        if abs(values[i] - values[j]) > 1.1e-5 * reach:
            assert cells[i] != cells[j], (cells, values)


def test_the_reading_below_the_pictures_keeps_its_digits(desk: Desk) -> None:
    run = run_of(data="Old Faithful", k=2)
    desk.start(run)
    told = []
    for frame in range(0, run.frames, 3):
        desk.tell(run, frame=frame, scene=f"reading {frame}")
        told.append(desk.stage.locator(".curve figcaption b").first.inner_text())
    assert {len(text.partition(".")[2]) for text in told} == {len(told[-1].partition(".")[2])}
