"""Numbers in a lesson's words that follow the frame, and the conditions of its tasks."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser

from gmm.pairing import pair_clusters
from gmm.ui.course.conditions import CONDITIONS
from gmm.ui.course.measured import Measured
from gmm.ui.course.names import calculate
from gmm.ui.course.quantities import OF_FRAME
from gmm.ui.course.words import write_number
from gmm.ui.run import Run
from gmm.ui.stage.payload import Payload, pack_run
from tests.browser.conftest import Modules
from tests.browser.desk import run_of
from tests.browser.lesson_desk import LessonDesk, lesson_of, open_desk, scene
from tests.present import present

PLANE: dict[str, Any] = {"data": "Elongated clusters", "k": 3, "n": 80}
LINE: dict[str, Any] = {"data": "Waiting times", "k": 2}
UNITS: dict[str, Any] = {"data": "Old Faithful", "k": 2}
COUNTED: dict[str, Any] = {"data": "Cyclist speeds", "k": 2}
FORMATS = ["", "2", "4", "%", "%1"]


def names(run: Run) -> list[str]:
    """Every number of a frame that a lesson can name, of some components and points."""
    dimensions = run.points.shape[1]
    parts = {"": [""], "k": [".1", ".2"], "n": [".1", ".5"], "nk": [".3.1", ".2.2"]}
    parts["ka"] = [".1", ".2"] if dimensions == 1 else [".1.x", ".2.y"]
    no_pairs = {"covariance", "correlation", "long", "short", "angle"} if dimensions == 1 else set()
    without = {"wrong", "wrong.kmeans"} if run.dataset.labels is None else set()
    without |= {"centroid"}  # a test of its own
    if run.kmeans is None:
        without |= {"inertia", "differ", "wrong.kmeans"}
    return [
        name + part
        for name, quantity in OF_FRAME.items()
        if name not in no_pairs | without
        for part in parts[quantity.parts]
    ]


@pytest.fixture
def desk(browser: Browser) -> Iterator[LessonDesk]:
    with open_desk(browser) as opened:
        yield opened


SETS = {"plane": PLANE, "line": LINE, "units": UNITS, "counted": COUNTED}


@pytest.mark.parametrize("settings", SETS.values(), ids=SETS.keys())
def test_live_numbers_are_the_engines(desk: LessonDesk, settings: dict[str, Any]) -> None:
    run = run_of(**settings)
    asked = [(name, FORMATS[i % len(FORMATS)]) for i, name in enumerate(names(run))]
    words = "".join(
        f'<output data-live="{name}" data-format="{form}"></output>' for name, form in asked
    )
    desk.start(lesson_of([scene(None, words=words)], [pack_run(run)]))
    outputs = desk.lesson.locator("output[data-live]")
    assert outputs.first.get_attribute("aria-live") == "off"
    frames = desk.inspect("stage.run.em.frames")
    checked = 0
    for frame in dict.fromkeys((0, 1, 2, 3, 4, frames - 1)):
        desk.page.keyboard.press("Home")
        for _ in range(min(frame, 4)):
            desk.page.keyboard.press("ArrowRight")
        if frame > 4:
            desk.page.keyboard.press("End")
            frame = run.frames - 1  # k-means may go on for longer
        desk.wait_frame(frame)
        measured = Measured(run, frame)
        for (name, form), text in zip(asked, outputs.all_inner_texts(), strict=True):
            try:
                value = calculate(name, [measured], 0)
            except ValueError:
                continue  # there is none at the start
            assert text == write_number(value, form), (frame, name)
            checked += 1
    assert checked > 100 * (len(asked) > 20)


def test_a_centroid_is_that_of_the_cluster_with_the_components_colour(desk: LessonDesk) -> None:
    run = run_of(**PLANE)
    words = "".join(
        f'<output data-live="centroid.{k}.x" data-format="4"></output>' for k in (1, 2, 3)
    )
    desk.start(lesson_of([scene(None, words=words, frame=2)], [pack_run(run)]))
    desk.page.keyboard.press("End")
    desk.wait_frame(run.frames - 1)
    em, kmeans = present(run.em), present(run.kmeans)
    labels = Measured(run, 0).labels(run.frames - 1)
    clusters = Measured(run, 0).clusters(run.frames - 1)
    pairs = pair_clusters(labels, clusters, 3)
    origin, spread = run.scaling
    centroids = np.empty((3, 2))
    centroids[pairs] = origin + spread * kmeans.frames[-1].centroids
    assert len(em.frames[0].mixture.weights) == 3
    told = desk.lesson.locator(".told output").all_inner_texts()
    assert told == [write_number(value, "4") for value in centroids[:, 0]]


def test_a_live_number_follows_a_hand(desk: LessonDesk) -> None:
    words = '<output data-live="log_likelihood" data-format="3"></output> and '
    words += '<math><mn data-live="mean.1.x" data-format="3">0</mn></math>'
    desk.start(lesson_of([scene(None, words=words)], [pack_run(run_of(**PLANE))]))
    x, y = desk.spot(desk.mixture().means[0])
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    desk.page.mouse.move(x + 30, y + 10)
    desk.painted()
    text = desk.lesson.locator("output").first.inner_text()
    held = f"{float(desk.data('log-likelihood')):,.3f}".replace("-", "\N{MINUS SIGN}")
    mean = desk.lesson.locator("mn").text_content()
    assert text == held
    assert mean == f"{desk.mixture().means[0][0]:.3f}".replace("-", "\N{MINUS SIGN}")
    desk.page.mouse.up()


# ------------------------------------------------------------------------------ conditions

# Makes what a condition looks at: `see(changes)` of a run on show, `byHand(mixture)` of one that a hand began.
SEE = """(async () => {
  const [{ unpack }, { makeFrames, shotOf }, { recordTapes }, { withTapes }, { densityAt }] =
    await Promise.all(["payload", "frames", "record", "payload", "live"].map((name) => import(`./${name}.js`)));
  const own = unpack(a.run);
  const see = (changes = {}, run = own) => {
    const frames = makeFrames(run);
    const state = { run, frames, frame: 0, view: {}, chosen: null, held: null, ...changes };
    if (state.frame < 0) state.frame += frames.length;
    return { state, shot: shotOf(state), own };
  };
  const end = own.soft.mixtures.at(-1);
  const byHand = (means, changes) => {
    const mixture = { ...own.soft.mixtures[0], means: Float64Array.from(means) };
    return see(changes, { ...withTapes(own, recordTapes(own, mixture)), hand: "hand", run: "by hand" });
  };
  const swapped = () => {
    const [a, b, c, d, ...rest] = end.means;
    return byHand([c, d, a, b, ...rest], { frame: -1 });
  };
  const at = (when, seen) => m.isMet(when, seen);
  return { RESULT };
})()"""

CASES: dict[str, tuple[str, str]] = {  # true, false
    "frame": ("at(['frame', 3], see({ frame: 3 }))", "at(['frame', 3], see({ frame: 2 }))"),
    "end": ("at(['end'], see({ frame: -1 }))", "at(['end'], see({ frame: -2 }))"),
    "flat": (
        "at(['flat', 0.01], see({ frame: -1 }))",
        "[0, 1, 2, 3].some((frame) => at(['flat', 0.01], see({ frame })))",
    ),
    "point": (
        "at(['point'], see({ chosen: { point: 0 } }))",
        "at(['point'], see()) || at(['point'], see({ chosen: { component: 0 } }))",
    ),
    "undecided": (
        "Array.from({ length: own.N }, (_, point) => at(['undecided', 0.6], see({ chosen: { point }, frame: 1 }))).some(Boolean)",
        "at(['undecided', 0.6], see({ frame: 1 })) || at(['undecided', 0.2], see({ chosen: { point: 0 }, frame: 1 }))",
    ),
    "rare": (
        "at(['rare', density(4)], see({ chosen: { point: 4 } })) && at(['rare', 1e9], see({ chosen: { point: 0 } }))",
        "at(['rare', 0.999 * density(4)], see({ chosen: { point: 4 } })) || at(['rare', 1e9], see({ chosen: { component: 0 } }))",
    ),
    "component": (
        "at(['component'], see({ chosen: { component: 1 } }))",
        "at(['component'], see()) || at(['component'], see({ chosen: { point: 1 } }))",
    ),
    "collapsed": (
        "at(['collapsed'], see({ frame: -1 }, withTapes(own, own.tapes.map((tape) => ({ ...tape, stopped: 'collapsed' })))))",
        "at(['collapsed'], see({ frame: -1 })) || at(['collapsed'], see({ frame: 1 }, withTapes(own, own.tapes.map((tape) => ({ ...tape, stopped: 'collapsed' })))))",
    ),
    "hand": (
        "at(['hand'], byHand(end.means))",
        "at(['hand'], see()) || at(['hand'], see({}, { ...own, hand: 'its own' }))",
    ),
    "worse": (
        "at(['worse', 1], { ...byHand(end.means, { frame: -1 }), own: better() })",
        "at(['worse', 1], byHand(end.means, { frame: -1 })) || at(['worse', 1], see({ frame: -1 }))",
    ),
    "same": (
        "at(['same', 0.01], byHand(end.means, { frame: -1 }))",
        "at(['same', 0.01], byHand(end.means, { frame: 1 })) || at(['same', 0.01], see({ frame: -1 }))",
    ),
    "better": (
        "at(['better', 1], { ...byHand(end.means, { frame: -1 }), own: worse() })",
        "at(['better', 1], byHand(end.means, { frame: -1 }))",
    ),
    "above": ("at(['above', -1e4], see())", "at(['above', 1e4], see())"),
    "layer": (
        "at(['layer', 'density'], see({ view: { density: true } }))",
        "at(['layer', 'density'], see({ view: { trails: true } }))",
    ),
    "temperature": (
        "at(['temperature', 0.5], warm(0.4)) && at(['temperature', 0.5], warm(0.5))",
        "at(['temperature', 0.5], warm(0.6)) || at(['temperature', 1e9], see())",
    ),
    "differ": (
        "at(['differ', 1], see({ frame: 1 }))",
        "at(['differ', 1], see()) || at(['differ', 1e3], see({ frame: 1 }))",
    ),
    "agree": (
        "at(['agree', 1e3], see({ frame: 1 }))",
        "at(['agree', 1e3], see()) || at(['agree', 0], see({ frame: 1 }))",
    ),
    "near": (
        "at(['near', 2, mean[2], mean[3], 0.01], see())",
        "at(['near', 1, mean[2], mean[3], 0.01], see()) || at(['near', 2, mean[2] + 1, mean[3], 0.9], see())",
    ),
    "swapped": (
        "at(['swapped'], swapped())",
        "at(['swapped'], byHand(end.means, { frame: -1 })) || at(['swapped'], see({ frame: -1 }))",
    ),
}
MORE = """
  const shifted = (by) => ({ ...own, soft: { ...own.soft, logLikelihood: own.soft.logLikelihood.map((nats) => nats + by) } });
  const [better, worse] = [() => shifted(5), () => shifted(-5)];
  const density = (n) => densityAt(see().state, see().shot, n);
  const mean = own.soft.mixtures[0].means;
  const warm = (width) => {
    const seen = see({ view: { temperature: true } });
    seen.state.frames = { ...seen.state.frames, soft: { mixtures: [{ covariances: Float64Array.of(width * width) }] } };
    return seen;
  };
"""


@pytest.fixture(scope="module")
def packed() -> Payload:
    return pack_run(run_of(data="Round clusters", k=3, n=60))


def test_the_tables_of_both_languages_have_the_same_names(modules: Modules) -> None:
    named = modules("conditions", "Object.keys(m.CONDITIONS)")
    assert {*named} == {*CONDITIONS, "layer"} == {*CASES}


@pytest.mark.parametrize("name", CASES)
def test_each_condition_is_true_and_false(modules: Modules, packed: Payload, name: str) -> None:
    both = ", ".join(f"side{i}: Boolean({case})" for i, case in enumerate(CASES[name]))
    script = SEE.replace("const at =", f"{MORE} const at =").replace("RESULT", both)
    assert modules("conditions", f"await {script}", {"run": packed}) == {
        "side0": True,
        "side1": False,
    }


def test_what_nobody_knows_is_never_true(modules: Modules, packed: Payload) -> None:
    script = SEE.replace("RESULT", "side: at(['nothing'], see())")
    assert modules("conditions", f"await {script}", {"run": packed}) == {"side": False}
