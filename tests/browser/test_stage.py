"""The stage as people use it, and its numbers against the engine's."""

from typing import NamedTuple

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from playwright.sync_api import expect

from gmm import assign, record_em, record_kmeans, responsibilities, start
from gmm.data.datasets import DATASETS
from gmm.pairing import pair_clusters
from gmm.scaling import Scaling, restore_nats, scale
from gmm.tape import Frame, KMeansFrame, Tape
from gmm.ui.link import Settings
from gmm.ui.takeaway.pies import cut_pie, find_undecided
from tests.browser.conftest import Opener
from tests.present import present

DEFAULT = Settings()


class Expected(NamedTuple):
    points: np.ndarray
    scaling: Scaling
    em: Tape[Frame]
    kmeans: Tape[KMeansFrame]


def engine(settings: Settings) -> Expected:
    """What the engine says of a run, without any screen."""
    dataset = DATASETS[settings.data].make(settings.n, settings.data_seed)
    points, scaling = scale(dataset.points, settings.scale)
    mixture = start(points, settings.k, settings.start, settings.start_seed, settings.covariance)
    em = record_em(points, mixture, settings.covariance, settings.ridge)
    return Expected(points, scaling, em, record_kmeans(points, mixture.means))


RUNS = [
    ("", DEFAULT),
    ("?data=Waiting+times", DEFAULT._replace(data="Waiting times")),
    (
        "?data=Elongated+clusters&n=500&data_seed=3&k=3&covariance=tied&start=farthest+first",
        DEFAULT._replace(
            data="Elongated clusters",
            n=500,
            data_seed=3,
            k=3,
            covariance="tied",
            start="farthest first",
        ),
    ),
    (
        "?data=Unequal+clusters&k=4&covariance=diag&scale=on&ridge=0.01",
        DEFAULT._replace(data="Unequal clusters", k=4, covariance="diag", scale="on", ridge=0.01),
    ),
    (
        "?data=Round+clusters&k=12&covariance=spherical&start=one+place",
        DEFAULT._replace(data="Round clusters", k=12, covariance="spherical", start="one place"),
    ),
]


@pytest.mark.parametrize(("query", "settings"), RUNS, ids=[settings.data for _, settings in RUNS])
def test_every_frame_shows_the_engines_numbers(
    visit: Opener, server: str, query: str, settings: Settings
) -> None:
    expected = engine(settings)
    frames = expected.em.frames
    seen = visit(server).open(query)
    total = int(seen.data("frames"))
    assert total == max(len(frames), len(expected.kmeans.frames))
    for i in [*range(min(total, 40)), total - 1]:
        frame = frames[min(i, len(frames) - 1)]
        seen.page.evaluate("() => null")
        if int(seen.data("frame")) != i:
            seen.page.keyboard.press("End" if i == total - 1 else "ArrowRight")
            seen.wait_frame(i)
        own = restore_nats(frame.log_likelihood, len(expected.points), expected.scaling)
        assert_allclose(float(seen.data("log-likelihood")), own, rtol=1e-9)
        assert seen.data("phase") == ("start" if i == 0 else "EM"[(i - 1) % 2])
        if i == 0:
            assert seen.inspect("stage.responsibilities") is None
            continue
        shown = np.reshape(seen.inspect("Array.from(stage.responsibilities)"), (-1, settings.k))
        assert_allclose(shown, responsibilities(expected.points, frame.responsible), atol=1e-9)
        twin = expected.kmeans.frames[min(i, len(expected.kmeans.frames) - 1)]
        clusters, _ = assign(expected.points, twin.assigned)
        # Each cluster is labelled as the component that it is: of pairs that are as good, any.
        labels = shown.argmax(axis=1)
        told = np.array(seen.inspect("Array.from(stage.labels)"))
        assert len({*zip(clusters, told, strict=True)}) == len(set(clusters)) == len(set(told))
        pairs = pair_clusters(labels, clusters, settings.k)
        assert (told == labels).sum() == (pairs[clusters] == labels).sum()


def test_points_have_the_colour_of_their_component_or_are_pies_of_their_responsibilities(
    visit: Opener, server: str
) -> None:
    seen = visit(server, viewport={"width": 1600, "height": 1000}).open()
    seen.page.keyboard.press("ArrowRight")
    seen.wait_frame(1)
    gamma, colours, palette, centres = seen.inspect(
        "[stage.responsibilities, stage.colours.em, stage.palette, stage.centres].map((a) => Array.from(a))"
    )
    gamma = np.reshape(gamma, (-1, 2))
    sources = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in palette])
    assert_array_equal(np.reshape(colours, (-1, 3)), sources[gamma.argmax(axis=1)])

    # And so have the pixels of every point that no other point touches: all of a point that is
    # sure, and of an undecided one the middle of each slice.
    centres = np.reshape(centres, (-1, 2))
    distances = np.hypot(*(centres[:, None] - centres[None]).T) + 1e9 * np.eye(len(centres))
    alone = np.flatnonzero(distances.min(0) > 12)
    undecided = find_undecided(gamma)
    assert undecided[alone].sum() >= 5
    assert (~undecided[alone]).sum() >= 5
    places, wanted = [], []
    for n in alone:
        for k, begin, end in cut_pie(gamma[n]) if undecided[n] else [(gamma[n].argmax(), 0, 96)]:
            if end - begin >= 20:
                turn = np.pi * (begin + end) / 96
                places.append(np.round(centres[n]) + 2 * np.array([np.sin(turn), -np.cos(turn)]))
                wanted.append(sources[k])
    pixels = seen.stage.evaluate(
        """(root, places) => {
          const context = root.querySelector('[data-pane=em] canvas:not(.field)').getContext('2d');
          return places.map(([x, y]) => Array.from(context.getImageData(Math.round(x), Math.round(y), 1, 1).data));
        }""",
        np.array(places).tolist(),
    )
    assert_allclose(np.array(pixels)[:, :3], wanted, atol=1.01)


def test_an_e_step_changes_colours_only_and_an_m_step_shapes_only(
    visit: Opener, server: str
) -> None:
    seen = visit(server).open("?frame=2")
    picture = """root => {
      const pane = root.querySelector('[data-pane=em]');
      return [pane.querySelector('canvas:not(.field)').toDataURL(), pane.querySelectorAll('svg.layer')[1].innerHTML];
    }"""
    points, shapes = seen.stage.evaluate(picture)
    seen.page.keyboard.press("ArrowRight")
    seen.wait_frame(3)
    recoloured, same_shapes = seen.stage.evaluate(picture)
    assert recoloured != points
    assert same_shapes == shapes
    seen.page.keyboard.press("ArrowRight")
    seen.wait_frame(4)
    seen.page.wait_for_timeout(400)
    same_points, moved_shapes = seen.stage.evaluate(picture)
    assert same_points == recoloured
    assert moved_shapes != shapes
    # Back is the frame before, to the letter.
    seen.page.keyboard.press("ArrowLeft")
    seen.wait_frame(3)
    seen.page.wait_for_timeout(400)
    assert seen.stage.evaluate(picture) == [recoloured, shapes]


def test_a_cold_servers_first_visitor_comes_by_a_deep_link(visit: Opener, cold_server: str) -> None:
    seen = visit(cold_server)
    seen.page.goto(f"{cold_server}/playground?data=Round+clusters&k=3&covariance=spherical&frame=5")
    seen.wait_ready()
    assert seen.data("frame") == "5"
    assert "Page not found" not in seen.page.content()
    assert seen.stage.get_by_role("heading").first.inner_text().startswith("Three round clusters")
    assert "K = 3 · spherical" in seen.stage.locator(".summary").inner_text()
    expect(seen.page.get_by_text("Components", exact=True)).to_be_visible()


def test_buttons_move_by_half_steps_and_name_the_next_one(visit: Opener, server: str) -> None:
    seen = visit(server).open()
    last = int(seen.data("frames")) - 1
    button = seen.stage.get_by_role
    button("button", name="E-step").click()
    seen.wait_frame(1)
    assert button("button", name="E-step").count() == 0
    button("button", name="M-step").click()
    seen.wait_frame(2)
    button("button", name="Back").click()
    seen.wait_frame(1)
    button("button", name="To the end").click()
    seen.wait_frame(last)
    assert "converged" in seen.stage.locator("[data-pane=em] .status").inner_text()
    button("button", name="Restart").click()
    seen.wait_frame(0)
    assert seen.stage.locator(".position").inner_text() == f"0 of {last}"


def test_keys_move_by_half_steps_iterations_and_to_both_ends(visit: Opener, server: str) -> None:
    seen = visit(server).open()
    last = int(seen.data("frames")) - 1
    for key, frame in [
        ("ArrowRight", 1),
        ("Shift+ArrowRight", 2),
        ("Shift+ArrowRight", 4),
        ("ArrowLeft", 3),
        ("Shift+ArrowLeft", 2),
        ("Shift+ArrowLeft", 0),
        ("ArrowLeft", 0),
        ("End", last),
        ("ArrowRight", last),
        ("Home", 0),
    ]:
        seen.page.keyboard.press(key)
        seen.page.wait_for_timeout(50)
        seen.wait_frame(frame)


def test_keys_typed_into_a_field_do_not_step(visit: Opener, server: str) -> None:
    seen = visit(server).open("?data=Round+clusters&k=3&frame=3")
    seen.page.get_by_label("Start seed").focus()
    for key in ("ArrowRight", "ArrowLeft", "Home", "End"):
        seen.page.keyboard.press(key)
    seen.page.wait_for_timeout(200)
    assert seen.data("frame") == "3"


def test_the_scrubber_and_the_curve_jump(visit: Opener, server: str) -> None:
    seen = visit(server).open()
    last = int(seen.data("frames")) - 1
    scrubber = seen.stage.get_by_role("slider", name="Half-step")
    scrubber.fill("4")
    seen.wait_frame(4)
    curve = seen.stage.locator("[data-curve=log-likelihood] .plot")
    box = present(curve.bounding_box())
    curve.click(position={"x": box["width"] - 12, "y": box["height"] / 2})
    seen.wait_frame(last)
    curve.hover(position={"x": box["width"] * 0.6, "y": box["height"] / 2})
    assert "-step" in curve.locator(".hover text").inner_html()


def test_play_runs_to_the_end_and_pauses(visit: Opener, server: str) -> None:
    seen = visit(server).open()
    last = int(seen.data("frames")) - 1
    seen.stage.get_by_label("Speed of play").select_option("1")
    seen.stage.get_by_role("button", name="Play").click()
    seen.wait_frame(2)
    seen.stage.get_by_role("button", name="Pause").click()
    seen.page.wait_for_timeout(200)  # the half-step that the click came upon is still painted
    paused = seen.data("frame")
    seen.page.wait_for_timeout(500)
    assert seen.data("frame") == paused
    seen.stage.get_by_label("Speed of play").select_option("8")
    seen.page.evaluate("document.activeElement.blur()")
    seen.page.keyboard.press("Space")
    seen.page.wait_for_selector(f'[data-testid=stage][data-frame="{last}"]', timeout=20_000)
    assert seen.stage.get_by_role("button", name="Play").is_visible()


def test_nothing_is_sent_while_stepping_scrubbing_and_playing(visit: Opener, server: str) -> None:
    seen = visit(server).open()
    assert len(seen.sent) > 0, "the test listens to the wrong socket"
    seen.page.wait_for_timeout(1500)
    before = len(seen.sent)
    for key in ["ArrowRight"] * 6 + ["ArrowLeft"] * 2 + ["End", "Home", "Shift+ArrowRight"]:
        seen.page.keyboard.press(key)
    seen.stage.get_by_role("slider", name="Half-step").fill("3")
    seen.stage.get_by_label("Speed of play").select_option("8")
    seen.stage.get_by_role("button", name="Play").click()
    seen.page.wait_for_timeout(1200)
    seen.stage.locator(".rings").click()
    seen.page.wait_for_timeout(800)
    assert len(seen.sent) == before


def test_rings_go_round_the_points_on_which_the_twins_disagree(visit: Opener, server: str) -> None:
    seen = visit(server).open("?data=Unequal+clusters&k=3&frame=1")
    rings = seen.stage.locator("[data-pane=kmeans] .ring")
    assert rings.count() == 0
    seen.stage.locator(".rings").click()
    for key in ("ArrowRight", "End"):
        gamma, labels = seen.inspect(
            "[Array.from(stage.responsibilities), Array.from(stage.labels)]"
        )
        differ = (np.reshape(gamma, (-1, 3)).argmax(1) != np.array(labels)).sum()
        assert rings.count() == differ
        seen.page.keyboard.press(key)
        seen.page.wait_for_timeout(100)
    assert rings.count() > 0


def test_the_sentence_says_what_moved_and_what_stayed(visit: Opener, server: str) -> None:
    seen = visit(server).open()
    words = seen.stage.locator(".words")
    assert words.inner_text().startswith("Two bell curves, seen from above, for 272 eruptions.")
    seen.page.keyboard.press("ArrowRight")
    seen.wait_frame(1)
    assert "a point’s colour shows which curve may have produced it" in words.inner_text()
    seen.page.keyboard.press("ArrowRight")
    seen.wait_frame(2)
    assert "each curve is fitted again to its share of the points" in words.inner_text()
    seen.step("ArrowRight", 3)
    assert "Colours are calculated again; shapes stay." in words.inner_text()
    seen.step("ArrowRight", 4)
    assert "Shapes are calculated again; colours stay." in words.inner_text()
    frames = engine(DEFAULT).em.frames
    gained = frames[4].log_likelihood - frames[3].log_likelihood
    assert f"rose by {gained:.3g}" in words.inner_text()


def test_a_collapse_is_told_and_ends_the_tape(visit: Opener, server: str) -> None:
    seen = visit(server).open("?data=Round+clusters&n=10&k=8")
    seen.page.keyboard.press("End")
    seen.page.wait_for_timeout(300)
    assert "collapsed" in seen.stage.locator("[data-pane=em] .status").inner_text()
    assert "ridge" in seen.stage.locator(".words").inner_text()
    assert np.isfinite(float(seen.data("log-likelihood")))
    assert "NaN" not in seen.stage.inner_html()


def test_without_the_twin_em_has_the_stage_alone(visit: Opener, server: str) -> None:
    seen = visit(server).open("?twin=false")
    assert not seen.stage.locator("[data-pane=kmeans]").is_visible()
    assert not seen.stage.locator("[data-curve=inertia]").is_visible()
    seen.page.keyboard.press("End")
    seen.wait_frame(int(seen.data("frames")) - 1)


def test_shapes_do_not_glide_for_people_who_ask_for_reduced_motion(
    visit: Opener, server: str
) -> None:
    count = """root => new Promise((resolve) => {
      const drawn = new Set();
      const layer = root.querySelectorAll('[data-pane=em] svg.layer')[1];
      new MutationObserver(() => drawn.add(layer.querySelector('.ellipse').outerHTML))
        .observe(layer, { childList: true, subtree: true });
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
      setTimeout(() => resolve(drawn.size), 500);
    })"""
    moving = visit(server).open("?frame=1")
    moving.page.wait_for_timeout(400)
    assert moving.stage.evaluate(count) > 3
    still = visit(server, reduced_motion="reduce").open("?frame=1")
    still.page.wait_for_timeout(400)
    assert still.stage.evaluate(count) == 1


def test_the_picture_is_right_at_once_when_somebody_steps_faster(
    visit: Opener, server: str
) -> None:
    slow = visit(server).open("?frame=1")
    fast = visit(server).open("?frame=1")
    for _ in range(5):
        slow.page.keyboard.press("ArrowRight")
        slow.page.wait_for_timeout(350)
    shapes = "root => root.querySelectorAll('[data-pane=em] svg.layer')[1].innerHTML"
    settled = slow.stage.evaluate(shapes)
    # Five keys in one task, then two animation frames: no glide is waited for.
    hurried = fast.stage.evaluate(
        """async root => {
          for (let i = 0; i < 5; i += 1)
            window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
          await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
          return [root.dataset.frame, root.querySelectorAll('[data-pane=em] svg.layer')[1].innerHTML];
        }"""
    )
    assert hurried == ["6", settled]


def test_help_opens_by_key_and_closes(visit: Opener, server: str) -> None:
    seen = visit(server).open()
    seen.page.keyboard.press("?")
    dialog = seen.stage.locator("dialog.help")
    assert dialog.is_visible()
    seen.page.keyboard.press("ArrowRight")
    assert seen.data("frame") == "0"
    seen.page.keyboard.press("Escape")
    assert not dialog.is_visible()
    seen.page.keyboard.press("ArrowRight")
    seen.wait_frame(1)
