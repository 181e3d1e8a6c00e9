"""What a payload changes on a stage that shows something already, and what it must leave alone."""

import itertools
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from playwright.sync_api import Browser

from gmm import responsibilities
from gmm.ui.link import Settings
from gmm.ui.run import Run, record_run
from gmm.ui.stage.payload import Payload, pack, pack_run
from tests.browser.desk import Desk, dataset_of, drawing_of, run_of
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


def four_columns(twin: bool = True) -> Run:
    rng = np.random.default_rng(0)
    points = np.concatenate([rng.normal(0, 1, (60, 4)), rng.normal(4, 2, (60, 4))])
    return record_run(Settings(k=2, twin=twin), dataset_of(points))


def with_whole_steps(run: Run) -> Payload:
    """The run with a third tape, of whole steps: EM's own, an iteration a frame."""
    packed = pack_run(run)
    moves = [frame for frame in present(run.em).frames if frame.phase != "E"]
    slow = packed["tapes"][0] | {
        "name": "Gradient ascent",
        "phases": "steps",
        "frames": len(moves),
        "log_likelihood": pack([frame.log_likelihood for frame in moves]),
        "bound": pack([np.nan] * len(moves)),
    }
    return packed | {"run": "three", "tapes": [*packed["tapes"], slow]}


# ---------------------------------------------------------------- nothing stays behind

KINDS = {
    "plane": lambda twin: run_of(data="Round clusters", k=3, n=60, twin=twin),
    "line": lambda twin: run_of(data="Waiting times", twin=twin),
    "blank": lambda twin: drawing_of([[2, 2]], twin=twin),
    "four": lambda twin: four_columns(twin),
}
SHOWS = [
    f"{kind}{twin}" for kind in KINDS for twin in ("", " alone") if kind + twin != "four alone"
]


@pytest.fixture(scope="module")
def runs() -> dict[str, Run]:
    return {name: KINDS[name.split()[0]]("alone" not in name) for name in SHOWS}


def every_pair(names: list[str]) -> list[str]:
    """A way past all names on which each comes right after each other one."""
    left = {name: [other for other in names if other != name] for name in names}
    way, path = [], [names[0]]
    while path:
        following = left[path[-1]]
        if following:
            path.append(following.pop())
        else:
            way.append(path.pop())
    assert {*itertools.pairwise(way)} == {*itertools.permutations(names, 2)}
    return way


@pytest.mark.parametrize(
    "view", ["density.rings.trails.third.bound.truth.point-2", "regions.shares"]
)
def test_of_a_run_before_nothing_is_left_in_the_picture(
    desk: Desk, runs: dict[str, Run], view: str
) -> None:
    fresh = {}
    for name, run in runs.items():
        desk.start(run, frame=2, view=view, scene=name)
        fresh[name] = desk.shot()
    assert len(set(fresh.values())) == len(fresh)
    # Every order of two, on one stage.
    tour = every_pair([*runs])
    desk.start(runs[tour[0]], frame=2, view=view, scene=tour[0])
    for name in tour[1:]:
        desk.tell(runs[name], frame=2, view=view, scene=name)
        assert desk.shot() == fresh[name], name


# ---------------------------------------------------------------- where the person is


def test_the_same_run_and_scene_leave_the_person_where_they_are(desk: Desk) -> None:
    run = run_of()
    desk.start(run, frame=2, view="density")
    desk.step("ArrowRight", 3)
    desk.tick("third")
    desk.tell(run, frame=2, view="density")
    assert desk.data("frame") == "3"
    assert desk.inspect("stage.view.third")
    # A new scene brings its own frame and view.
    desk.tell(run, frame=5, view="trails.component-2", scene="next")
    assert desk.data("frame") == "5"
    assert desk.inspect("[stage.view.trails, stage.view.third ?? false]") == [True, False]
    assert desk.stage.locator(".card h2").inner_text() == "Component 2"
    desk.tell(run, frame=5, view="trails.component-2", scene="next")
    desk.step("ArrowRight", 6)


def test_another_setting_opens_at_the_start_and_keeps_the_view(desk: Desk) -> None:
    desk.start(run_of(), frame=4, view="density.point-3")
    desk.tell(run_of(k=3), frame=4)
    assert desk.data("frame") == "0"
    assert desk.inspect("stage.view.density")
    assert desk.stage.locator(".card").is_hidden()


def test_kmeans_off_and_on_stays_at_the_frame_with_card_and_view(desk: Desk) -> None:
    both, alone = run_of(k=3, data="Round clusters"), run_of(k=3, data="Round clusters", twin=False)
    desk.start(both, frame=8, view="trails.component-2")
    seen = desk.shot()
    desk.tell(alone)
    assert desk.data("frame") == "8"
    assert desk.stage.locator("[data-pane=kmeans]").count() == 0
    assert desk.stage.locator("[data-curve=inertia]").count() == 0
    assert desk.stage.locator(".card h2").inner_text() == "Component 2"
    assert desk.inspect("stage.view.trails")
    desk.tell(both)
    assert desk.data("frame") == "8"
    assert desk.shot() == seen


# ---------------------------------------------------------------- any tapes, any dimensions


def test_three_tapes_have_three_panes_and_one_clock(desk: Desk) -> None:
    run = run_of(data="Elongated clusters", k=3)
    desk.start(with_whole_steps(run), frame=4)
    panes = desk.stage.locator(".pane")
    assert panes.locator(".twin").all_inner_texts() == [
        "EM soft",
        "k-means hard",
        "Gradient ascent soft",
    ]
    assert panes.locator(".status").all_inner_texts() == ["iteration 2"] * 3
    captions = desk.stage.locator(".curve figcaption").all_inner_texts()
    assert [text.split()[0] for text in captions] == ["EM:", "Inertia", "Gradient"]
    assert (
        desk.stage.locator(".curve b").nth(0).inner_text()
        == desk.stage.locator(".curve b").nth(2).inner_text()
    )
    # The first tape of mixtures is the one that is spoken of.
    assert_allclose(float(desk.data("log-likelihood")), present(run.em).frames[4].log_likelihood)
    # It moves where the others make their M-step, and ends with them.
    shapes = "root => root.querySelectorAll('[data-pane=gradientascent] svg.layer')[1].innerHTML"
    at_four = desk.stage.evaluate(shapes)
    desk.step("ArrowRight", 5)
    assert desk.stage.evaluate(shapes) == at_four
    desk.step("ArrowRight", 6)
    assert desk.stage.evaluate(shapes) != at_four
    desk.page.keyboard.press("End")
    desk.wait_frame(int(desk.data("frames")) - 1)
    assert "Gradient ascent stands still" in desk.words or "Gradient ascent:" in desk.words
    assert "NaN" not in desk.stage.inner_html()


def test_a_tape_of_whole_steps_alone_counts_in_steps(desk: Desk) -> None:
    run = run_of(data="Elongated clusters", k=3)
    packed = with_whole_steps(run)
    desk.start(packed | {"run": "steps", "tapes": packed["tapes"][2:]})
    frames = [frame for frame in present(run.em).frames if frame.phase != "E"]
    assert int(desk.data("frames")) == len(frames)
    assert desk.stage.locator("[data-do=step]").inner_text() == "Step"
    for i in (1, 2):
        desk.step("ArrowRight", i)
        assert desk.data("phase") == "step"
        assert_allclose(float(desk.data("log-likelihood")), frames[i].log_likelihood)
        shown = np.reshape(desk.inspect("Array.from(stage.responsibilities)"), (-1, 3))
        assert_allclose(shown, responsibilities(run.points, frames[i].mixture), atol=1e-9)
        assert desk.words.startswith(f"Step {i}:")
    assert desk.stage.locator(".status").inner_text() == "iteration 2"
    desk.page.keyboard.press("Shift+ArrowRight")
    desk.wait_frame(3)


def test_more_than_two_dimensions_are_coloured_by_all_and_seen_by_two(desk: Desk) -> None:
    run = four_columns()
    desk.start(run)
    for frame in (1, 2, 3):
        desk.step("ArrowRight", frame)
    shown = np.reshape(desk.inspect("Array.from(stage.responsibilities)"), (-1, 2))
    assert_allclose(
        shown,
        responsibilities(run.points, present(present(run.em).frames[3].responsible)),
        atol=1e-9,
    )
    assert_allclose(float(desk.data("log-likelihood")), present(run.em).frames[3].log_likelihood)
    assert_array_equal(np.reshape(desk.points(), (-1, 4)), run.points)
    # Ellipses are marginals, points lie where their first two columns say.
    pixels = desk.inspect("stage.toScreen([1, 0])[0] - stage.toScreen([0, 0])[0]")
    shapes = desk.stage.locator("[data-pane=em] .ellipse.sigma-1").evaluate_all(
        "(list) => list.map((e) => [e.ry.baseVal.value, e.rx.baseVal.value])"
    )
    mixture = present(run.em).frames[3].mixture
    assert_allclose(
        shapes, pixels * np.sqrt(np.linalg.eigvalsh(mixture.covariances[:, :2, :2])), atol=0.01
    )
    centres = np.reshape(desk.inspect("Array.from(stage.centres)"), (-1, 2))
    assert_allclose(
        centres, [desk.inspect(f"stage.toScreen({p[:2].tolist()})") for p in run.points]
    )
    # No cells and no filling: in the plane they would not be true.
    assert desk.stage.locator(".cell").count() == 0
    offered = desk.stage.locator(".menu .boxes label:not([hidden]) input")
    names = offered.evaluate_all("(boxes) => boxes.map((box) => box.name)")
    assert not {"density", "regions", "cells"} & {*names}
    # The table and the cards have every column.
    row = desk.stage.locator(".parameters tbody tr").first
    assert row.locator("td").count() == 1 + 4 + 4
    for card in ("Component 1", "Component 2"):
        desk.stage.get_by_role("button", name=card).click()
        desk.painted()
        assert desk.stage.locator(".card").get_by_text("Variances").is_visible()
    assert "NaN" not in desk.stage.inner_html()


# ---------------------------------------------------------------- curves


@pytest.mark.parametrize("values", ["one of minus infinity", "all of minus infinity", "all equal"])
def test_a_curve_has_an_axis_whatever_the_numbers_are(desk: Desk, values: str) -> None:
    packed = pack_run(run_of(scale="off"))
    count = packed["tapes"][0]["frames"]
    numbers = np.linspace(-700, -400, count)
    if values == "one of minus infinity":
        numbers[:2] = -np.inf
    else:
        numbers[:] = -np.inf if "infinity" in values else -1130.25
    tape = packed["tapes"][0] | {"log_likelihood": pack(numbers)}
    desk.start(packed | {"tapes": [tape, *packed["tapes"][1:]]}, view="future")
    curve = desk.stage.locator("[data-curve=log-likelihood]")
    texts = curve.locator("text[text-anchor=end]").all_text_contents()
    assert len(curve.locator("line.grid").all()) >= 2
    assert len(set(texts)) == len(texts)
    line = curve.locator("path.future").get_attribute("d")
    assert not {"NaN", "Infinity"} & {*present(line).replace("-", "").split()}
    for word in ("NaN", "Infinity"):
        assert word not in curve.inner_html()
    number = curve.locator("b").inner_text()
    assert number == ("−1,130.250" if values == "all equal" else "−∞")
    desk.step("ArrowRight", 1)
    desk.page.keyboard.press("End")
    desk.wait_frame(int(desk.data("frames")) - 1)
