"""The curve: only what has been, an axis that follows it calmly, names for all that is drawn."""

import re
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.testing import assert_allclose
from playwright.sync_api import Browser, FloatRect

from gmm.data.datasets import DATASETS
from tests.browser.conftest import Modules
from tests.browser.desk import Desk, run_of
from tests.present import present

# Half-steps of a run whose gains shrink by a third with each iteration, after a start far below.
STEPS = np.arange(200)
RISING = (-1000 - 300 * (2 / 3) ** (STEPS // 2)).tolist()

VIEWS = """(() => {
  const list = (numbers) => (frame) => numbers[Math.min(frame, numbers.length - 1)];
  const zoom = m.makeZoom({
    value: list(a.values), ...(a.below && { below: list(a.below) }),
    begins: (frame) => Math.max(0, frame - a.stretch), falls: a.falls,
  });
  return a.values.map((_, frame) => zoom(frame)); })()"""


def views_of(modules: Modules, values: list[float], **how: object) -> np.ndarray:
    asked = {"values": values, "below": None, "stretch": 6, "falls": False, **how}
    return np.array(modules("zoom", VIEWS, asked))


@pytest.fixture(scope="module")
def shared(browser: Browser) -> Iterator[Desk]:
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    yield Desk(page)
    page.close()


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    shared.page.set_viewport_size({"width": 1280, "height": 720})
    shared.errors.clear()
    yield shared
    assert shared.errors == []


# ---------------------------------------------------------------- zoom.js, timeline.js, labels.js


@pytest.mark.parametrize("falls", [False, True])
def test_the_view_follows_what_has_been_and_knows_nothing_of_the_rest(
    modules: Modules, falls: bool
) -> None:
    values = np.array(RISING) * (-1 if falls else 1)
    views = views_of(modules, values.tolist(), falls=falls)
    assert (views[:, 0] <= values).all()
    assert (values <= views[:, 1]).all()
    # Another end changes nothing before it.
    other = values.copy()
    other[40:] += (-1 if falls else 1) * 50
    assert_allclose(views_of(modules, other.tolist(), falls=falls)[:40], views[:40])


def test_the_view_shows_the_current_gain_and_stands_still_between(modules: Modules) -> None:
    views = views_of(modules, RISING)
    changes = np.flatnonzero((np.diff(views, axis=0) != 0).any(axis=1)) + 1
    assert 3 <= len(changes) <= 10
    gains = np.diff(RISING)
    for frame in range(6, 30, 2):
        low, high = views[frame]
        # Some of 100 pixels: on one axis for all it would be a tenth of one.
        assert gains[frame - 1] > 0.015 * (high - low)
    # Nobody has to look nearer than a thousandth of the whole.
    assert (np.diff(views[6:], axis=1) > 0.25 * 1e-3 * 300).all()


def test_the_bound_is_looked_at_from_near(modules: Modules) -> None:
    values = np.array(RISING)
    gaps = np.where(STEPS % 2 == 0, 0.25 * -np.diff(RISING[:3])[1] * (2 / 3) ** (STEPS // 2), 0)
    below = (values - np.abs(gaps)).tolist()
    views = views_of(modules, RISING, below=below, stretch=2)
    for frame in range(4, 60, 2):
        low, high = views[frame]
        assert low <= below[frame] <= values[frame] <= high
        assert values[frame] - below[frame] > 0.08 * (high - low)


@pytest.mark.parametrize(
    ("length", "paged"), [(15, False), (4001, False), (4001, True), (30, True)]
)
def test_a_click_finds_the_frame_that_is_drawn_there(
    modules: Modules, length: int, paged: bool
) -> None:
    name, found = modules(
        "timeline",
        """(() => { const t = m.timelineOf({ length: a.length, stride: 2 }, a.paged);
          return [t.names[0], Array.from({ length: a.length }, (_, f) =>
            [f, t.frameOf(t.place(f)), ...t.page(f), t.stretch(f), ...t.numbers(t.page(f), 5)])]; })()""",
        {"length": length, "paged": paged},
    )
    long = length == 4001
    assert name == ("iteration (log scale)" if long and not paged else "iteration")
    for frame, back, begin, end, stretch, *numbers in found:
        assert back == pytest.approx(frame, abs=1e-6)
        assert begin <= frame <= end
        assert 0 <= stretch <= frame
        assert all(begin <= 2 * number <= end for number in numbers)
        assert len(numbers) >= 2
    assert {end - begin for _, _, begin, end, *_ in found} == {24 if paged else length - 1}


@pytest.mark.parametrize(
    ("earlier", "words"),
    [
        (-112.4, "12 nats lower"),
        (-97.3, "2.7 nats higher"),
        (-100.25, "0.25 nats lower"),
        (-100.004, "the same to 0.01 nats"),
        (-1600.0, "1,500 nats lower"),
    ],
)
def test_ends_are_compared_as_they_differ(modules: Modules, earlier: float, words: str) -> None:
    assert modules("labels", "m.compareEnds(-100, a)", earlier) == words


# ---------------------------------------------------------------- on the stage


def curve(desk: Desk, part: str, which: str = "log-likelihood") -> list[str]:
    return desk.stage.locator(f"[data-curve={which}] {part}").all_text_contents()


def go(desk: Desk, frame: int) -> None:
    desk.stage.get_by_role("slider", name="Half-step").fill(str(frame))
    desk.wait_frame(frame)
    desk.painted()


def box_of(desk: Desk, part: str) -> FloatRect:
    return present(desk.stage.locator(f"[data-curve=log-likelihood] {part}").first.bounding_box())


def test_the_future_is_hidden_and_a_tick_away(desk: Desk) -> None:
    desk.start(run_of(data="Penguins", k=3), frame=6)
    future = desk.stage.locator(".curve path.future")
    assert future.count() == 0
    # What is drawn ends at the dot, whichever way it came there.
    for frame in (6, 9, 3, 6):
        go(desk, frame)
        for which in ("log-likelihood", "inertia"):
            lines = desk.stage.locator(f"[data-curve={which}] path")
            ends = lines.evaluate_all(
                "(paths) => paths.map((path) => path.getBBox()).map(({ x, width }) => x + width)"
            )
            dot = desk.stage.locator(f"[data-curve={which}] .dot").get_attribute("cx")
            assert_allclose(ends, [float(present(dot))], atol=0.01)
    # And no number of it is told under a pointer.
    plot = desk.stage.locator("[data-curve=log-likelihood] .plot")
    box = present(plot.bounding_box())
    plot.hover(position={"x": box["width"] - 14, "y": 40})
    assert re.fullmatch(r"[EM]-step \d+", curve(desk, ".hover text")[0])
    desk.stage.locator(".menu [name=future]").evaluate("(box) => box.click()")
    desk.painted()
    assert future.count() == 2
    plot.hover(position={"x": box["width"] - 16, "y": 42})
    assert re.fullmatch(r"[EM]-step \d+: −[\d,.]+", curve(desk, ".hover text")[0])


def test_the_axes_are_named(desk: Desk) -> None:
    for data, unit in (("Old Faithful", "SD²"), ("Crabs", "mm²"), ("Waiting times", "minutes²")):
        desk.start(run_of(data=data), frame=4)
        assert any(text.split(",")[0] == "nats" for text in curve(desk, "text"))
        assert any(text.split(",")[0] == unit for text in curve(desk, "text", "inertia"))
        for which in ("log-likelihood", "inertia"):
            assert "iteration" in curve(desk, "text", which)


def test_a_long_tail_is_drawn_on_a_log_scale_where_clicks_land(desk: Desk) -> None:
    desk.start(run_of(data="Overlapping clusters", k=3))
    last = int(desk.data("frames")) - 1
    assert last > 300
    assert "iteration (log scale)" in curve(desk, "text")
    for frame in (3, 40, last // 2):
        go(desk, frame)
        x = box_of(desk, ".dot")["x"] + box_of(desk, ".dot")["width"] / 2
        plot = box_of(desk, ".plot")
        go(desk, 0)
        desk.page.mouse.click(x, plot["y"] + plot["height"] / 2)
        desk.painted()
        # A pixel is a step near the start, and many at the end.
        assert abs(int(desk.data("frame")) - frame) <= max(1, 0.05 * frame)


def test_the_run_before_is_named_where_it_is_drawn(desk: Desk) -> None:
    run = run_of(data="Crabs", k=3)
    desk.start(run)
    x, y = desk.spot(present(run.em).frames[0].mixture.means[0])
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    desk.page.mouse.move(x + 90, y + 60, steps=4)
    desk.page.mouse.up()
    desk.painted()
    ghost = present(run.em).frames[-1].log_likelihood
    [named] = curve(desk, ".earlier")
    assert named.removeprefix("↑ ") == "your earlier run"
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("End")
    desk.painted()
    apart = ghost - float(desk.data("log-likelihood"))
    [named] = curve(desk, ".earlier")
    found = present(re.search(r"([\d.,]+) nats (lower|higher)$", named))
    assert found.group(2) == ("lower" if apart < 0 else "higher")
    assert float(found.group(1)) == pytest.approx(abs(apart), rel=0.06)


@pytest.mark.parametrize("width", [340, 593, 849, 1300])
@pytest.mark.parametrize("view", ["", "bound", "future"])
def test_no_word_of_a_curve_is_cut(desk: Desk, width: int, view: str) -> None:
    desk.page.set_viewport_size({"width": 390 if width == 340 else 1400, "height": 800})
    desk.start(run_of(data="Penguins", k=3), view=view)
    desk.stage.evaluate("(root, width) => { root.style.width = `${width}px`; }", width)
    desk.painted()
    desk.painted()
    for frame in (0, 1, 2, 5, 16, 60, int(desk.data("frames")) - 1):
        go(desk, frame)
        cut = desk.stage.evaluate(
            """root => [...root.querySelectorAll('.curve .plot')].flatMap((plot) => {
              const box = plot.getBoundingClientRect();
              return [...plot.querySelectorAll('text')].filter((text) => {
                const { left, right, top, bottom, width } = text.getBoundingClientRect();
                return width && (left < box.left - 1 || right > box.right + 1 || top < box.top - 3 || bottom > box.bottom + 2);
              }).map((text) => text.textContent);
            })"""
        )
        assert cut == [], frame


# ---------------------------------------------------------------- the table beside it


@pytest.mark.parametrize("width", [593, 849])
def test_the_tables_heads_are_whole_words(desk: Desk, width: int) -> None:
    desk.page.set_viewport_size({"width": 1280, "height": 720})
    for name in DATASETS:
        desk.start(run_of(data=name, k=3))
        desk.stage.evaluate("(root, width) => { root.style.width = `${width}px`; }", width)
        desk.painted()
        table = desk.stage.locator(".parameters")
        heads = table.locator("thead th").evaluate_all(
            """(heads) => heads.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
              .map(({ textContent }) => textContent)"""
        )
        assert heads == [], name
        # Nor is a word broken: no line of a head is narrower than its longest word.
        broken = table.locator("thead th").evaluate_all(
            """(heads) => heads.filter((head) => {
              const range = document.createRange();
              return [...head.textContent.matchAll(/\\S+/g)].some(({ 0: word, index }) => {
                range.setStart(head.firstChild, index);
                range.setEnd(head.firstChild, index + word.length);
                return range.getClientRects().length > 1;
              });
            }).map(({ textContent }) => textContent)"""
        )
        assert broken == [], name
        if width == 849:
            assert table.evaluate("(table) => table.scrollWidth <= table.clientWidth"), name


def test_only_a_very_long_word_is_broken(desk: Desk) -> None:
    run = run_of(data="Crabs")
    long = "carapace_length_measured_along_the_midline_of_the_animal"
    run = run._replace(dataset=run.dataset._replace(columns=(long, "rear width")))
    desk.page.set_viewport_size({"width": 1280, "height": 720})
    desk.start(run)
    head = desk.stage.locator(".parameters thead th", has_text="carapace").first
    assert head.evaluate("(head) => head.scrollWidth <= head.clientWidth")
    assert present(head.bounding_box())["width"] < 200
