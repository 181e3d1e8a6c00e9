"""Every layer and mode of the View menu: what it shows against the engine, and that it goes again."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from playwright.sync_api import Locator
from scipy.special import logsumexp

from gmm import assign, log_joint, record_em, record_kmeans, responsibilities, start
from gmm.data.datasets import DATASETS
from gmm.pairing import pair_clusters
from gmm.scaling import scale
from gmm.ui.takeaway.pies import find_undecided
from tests.browser.conftest import Opener, Visit, shows
from tests.present import present

UNEQUAL = "?data=Unequal+clusters&k=3"
HEIGHT = 800  # room enough for points that stand alone


class Scene:
    """A page that its tests share, and the engine's run beside it."""

    def __init__(self, seen: Visit, name: str, k: int) -> None:
        self.seen = seen
        self.dataset = DATASETS[name].make(300, 0)
        self.points, _ = scale(self.dataset.points, "auto")
        mixture = start(self.points, k, "random points", 7, "full")
        self.em = record_em(self.points, mixture)
        self.kmeans = record_kmeans(self.points, mixture.means)

    def to(self, frame: int) -> None:
        self.seen.stage.get_by_role("slider", name="Half-step").fill(str(frame))
        self.seen.wait_frame(frame)
        self.seen.painted()

    def show(self, **layers: bool) -> None:
        """Make the boxes as asked, the others as they are at first."""
        wanted = {"cells": True, **layers}
        now = self.seen.inspect("stage.view")
        wrong = [n for n in {*now, *wanted} if bool(now.get(n)) != wanted.get(n, False)]
        # First what goes: density and regions untick each other.
        wrong.sort(key=lambda name: wanted.get(name, False))
        if wrong:
            self.seen.tick(*wrong)
        assert {n for n, on in self.seen.inspect("stage.view").items() if on} == {
            n for n, on in wanted.items() if on
        }

    def palette(self) -> np.ndarray:
        return np.array(
            [[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in self.seen.inspect("stage.palette")]
        )

    def screen(self, places: np.ndarray) -> np.ndarray:
        return np.array(self.seen.inspect(f"{places.tolist()}.map((p) => stage.toScreen(p))"))

    def canvas(self, twin: str = "em") -> str:
        url: str = self.seen.stage.locator(f"[data-pane={twin}] canvas:not(.field)").evaluate(
            "(canvas) => canvas.toDataURL()"
        )
        return url

    def doubtful(self) -> np.ndarray:
        """(N,): which points EM's pane draws as pies."""
        gamma = self.seen.inspect("Array.from(stage.responsibilities)")
        return find_undecided(np.reshape(gamma, (len(self.points), -1)))

    def ink(self) -> np.ndarray:
        """(N,): how much is painted around each point of EM's pane that no other one touches, else NaN."""
        centres = np.reshape(self.seen.inspect("Array.from(stage.centres)"), (-1, 2))
        away = np.hypot(*(centres[:, None] - centres[None]).T) + 1e9 * np.eye(len(centres))
        sums = self.seen.stage.locator("[data-pane=em] canvas:not(.field)").evaluate(
            """(canvas, centres) => centres.map(([x, y]) => {
              const { data } = canvas.getContext('2d').getImageData(Math.round(x) - 10, Math.round(y) - 10, 21, 21);
              return data.reduce((sum, value, i) => sum + (i % 4 === 3 ? value : 0), 0) / 255;
            })""",
            centres.tolist(),
        )
        return np.where(away.min(0) > 22, sums, np.nan)


Pages = Callable[[str, str, int], Scene]


@pytest.fixture(scope="module")
def pages(stay: Opener, server: str) -> Pages:
    """The scene that is asked for, on the one page that these tests share."""
    seen = stay(server, viewport={"width": 1280, "height": HEIGHT})
    known: dict[str, Scene] = {}
    shown: list[str] = []

    def page(query: str, name: str, k: int) -> Scene:
        if shown != [query]:
            shown[:] = [query]
            seen.open(query).wait_settled()
        if query not in known:
            known[query] = Scene(seen, name, k)
        return known[query]

    return page


@pytest.fixture
def unequal(pages: Pages) -> Scene:
    scene = pages(UNEQUAL, "Unequal clusters", 3)
    scene.show()
    return scene


@pytest.fixture
def line(pages: Pages) -> Scene:
    scene = pages("?data=Waiting+times&k=3", "Waiting times", 3)
    scene.show()
    return scene


def offered(seen: Visit) -> list[str]:
    names: list[str] = seen.stage.locator(".menu .boxes label:not([hidden]) input").evaluate_all(
        "(boxes) => boxes.map((box) => box.name)"
    )
    return names


def test_the_menu_offers_what_applies(unequal: Scene, quick: Opener, server: str) -> None:
    layers = ["density", "regions", "cells", "third", "trails", "rings", "truth"]
    layers += ["proportions", "future", "bound", "shares"]
    modes = ["predict", "temperature", "projector"]
    assert offered(unequal.seen) == layers + modes
    flat = {"third", "trails", "truth", "proportions"}
    line = quick(server).open("?data=Waiting+times&k=3")
    assert offered(line) == [name for name in layers + modes if name not in flat]
    alone = quick(server).open("?twin=false")
    twins = {"cells", "rings", "temperature", "truth"}
    assert offered(alone) == [name for name in layers + modes if name not in twins]
    # Each has a name of its own that tells what it is.
    names = alone.stage.locator(".menu .boxes label").all_text_contents()
    assert len(set(names)) == 14
    assert all(len(name) > 10 for name in names)


def test_the_menu_closes_by_escape_and_by_a_click_elsewhere(unequal: Scene) -> None:
    seen = unequal.seen
    menu = seen.stage.locator(".menu")
    summary = menu.locator("summary")
    summary.focus()
    seen.page.keyboard.press("Enter")
    menu.locator("[name=density]").focus()
    seen.page.keyboard.press("Space")
    assert seen.inspect("stage.view.density")
    seen.page.keyboard.press("Space")
    seen.page.keyboard.press("Escape")
    assert menu.evaluate("(menu) => menu.open") is False
    assert seen.stage.evaluate("root => root.getRootNode().activeElement.tagName") == "SUMMARY"
    summary.click()
    seen.stage.locator(".headline").click()
    assert menu.evaluate("(menu) => menu.open") is False


# ---------------------------------------------------------------- layers


def field(scene: Scene) -> tuple[np.ndarray, np.ndarray]:
    """The field's pixels, and the place in the middle of each."""
    width, height, *pixels = scene.seen.stage.locator("[data-pane=em] canvas.field").evaluate(
        """(canvas) => [canvas.width, canvas.height,
          ...canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data]"""
    )
    corner, unit = scene.screen(np.array([[0.0, 0.0], [1.0, 1.0]]))
    x = ((np.arange(width) + 0.5) * 3 - corner[0]) / (unit - corner)[0]
    y = ((np.arange(height) + 0.5) * 3 - corner[1]) / (unit - corner)[1]
    places = np.stack(np.meshgrid(x, y), axis=2).reshape(-1, 2)
    return np.reshape(pixels, (-1, 4)), places


@pytest.mark.parametrize("frame", [0, 6])
def test_density_bands_are_the_mixtures_density(unequal: Scene, frame: int) -> None:
    unequal.to(frame)
    assert not field(unequal)[0].any()
    unequal.show(density=True)
    pixels, places = field(unequal)
    density = np.exp(logsumexp(log_joint(places, unequal.em.frames[frame].mixture), axis=1))
    bands = pixels[:, 3] / pixels[:, 3].max() * 8
    assert_allclose(bands + 0.5, np.minimum(9 * np.sqrt(density / density.max()), 8.99), atol=0.53)
    assert len(np.unique(pixels[:, 3])) == 9
    unequal.show()
    assert not field(unequal)[0].any()


def test_regions_are_where_a_component_wins_and_follow_the_steps(unequal: Scene) -> None:
    unequal.show(regions=True)
    for frame in (0, 2, 8):
        unequal.to(frame)
        pixels, places = field(unequal)
        winners = log_joint(places, unequal.em.frames[frame].mixture).argmax(1)
        # Not quite opaque, and a canvas keeps such colours only nearly.
        shown = np.abs(pixels[:, None, :3] - unequal.palette()).sum(2).argmin(1)
        assert_array_equal(shown, winners)
    # Two fillings at once would hide each other: the one unticks the other.
    unequal.seen.tick("density")
    assert unequal.seen.inspect("[stage.view.density, stage.view.regions]") == [True, False]
    unequal.seen.tick("regions")
    assert unequal.seen.inspect("[stage.view.density, stage.view.regions]") == [False, True]


def test_on_a_line_density_and_regions_are_filled_curve_and_bands(line: Scene) -> None:
    seen = line.seen
    line.to(4)
    total = seen.stage.locator("[data-pane=em] path.total")
    assert "filled" not in present(total.get_attribute("class"))
    line.show(density=True)
    assert "filled" in present(total.get_attribute("class"))
    line.show(regions=True)
    bands = seen.stage.locator("[data-pane=em] .band").evaluate_all(
        "(bands) => bands.map((band) => [band.x.baseVal.value, band.width.baseVal.value, getComputedStyle(band).fill])"
    )
    plot = present(seen.stage.locator("[data-pane=em] .plot").bounding_box())
    # What lies outside is cut off; within, bands cover everything and never overlap.
    seen_widths = [min(plot["width"], x + width) - max(0, x) for x, width, _ in bands]
    assert sum(seen_widths) == pytest.approx(plot["width"], abs=0.5)
    left, right = line.screen(np.array([[50.0], [80.0]]))[:, 0]
    for x, width, fill in bands:
        middle = 50 + 30 * (x + width / 2 - left) / (right - left)
        winner = log_joint([[middle]], line.em.frames[4].mixture)[0].argmax()
        assert fill == "rgb({}, {}, {})".format(*line.palette()[winner])
    assert len(bands) >= 3
    line.show()
    assert seen.stage.locator(".band").count() == 0


def test_the_cells_of_kmeans_come_and_go(unequal: Scene) -> None:
    cells = unequal.seen.stage.locator("[data-pane=kmeans] .cell")
    assert cells.count() == 3
    unequal.show(cells=False)
    assert cells.count() == 0


def test_on_a_line_boundaries_lie_half_way_between_centroids(line: Scene) -> None:
    line.to(2)
    edges = line.seen.stage.locator("[data-pane=kmeans] .boundary")
    centroids = np.sort(line.kmeans.frames[2].centroids, axis=0)
    half_way = line.screen((centroids[1:] + centroids[:-1]) / 2)[:, 0]
    shown = edges.evaluate_all("(edges) => edges.map((edge) => edge.x1.baseVal.value)")
    assert_allclose(sorted(shown), half_way, rtol=1e-5)
    line.show(cells=False)
    assert edges.count() == 0


def test_ellipses_stand_at_one_two_and_on_demand_three_sigmas(unequal: Scene) -> None:
    unequal.to(4)
    unequal.seen.wait_settled()
    pixels = np.diff(unequal.screen(np.array([[0.0, 0.0], [1.0, 0.0]])), axis=0)[0, 0]
    covariances = unequal.em.frames[4].mixture.covariances

    def check(sigmas: int) -> None:
        shown = unequal.seen.stage.locator(f"[data-pane=em] .ellipse.sigma-{sigmas}").evaluate_all(
            "(list) => list.map((e) => [e.ry.baseVal.value, e.rx.baseVal.value])"
        )
        assert_allclose(
            shown, sigmas * pixels * np.sqrt(np.linalg.eigvalsh(covariances)), atol=0.006
        )

    check(1)
    check(2)
    three = unequal.seen.stage.locator("[data-pane=em] .sigma-3")
    assert three.count() == 0
    unequal.show(third=True)
    check(3)
    unequal.show()
    assert three.count() == 0


def test_trails_lead_along_the_means_so_far(unequal: Scene) -> None:
    unequal.show(trails=True)
    for frame in (0, 5, 10):
        unequal.to(frame)
        order = [0, 1, 2]
        if frame:
            gamma = responsibilities(unequal.points, present(unequal.em.frames[frame].responsible))
            clusters, _ = assign(unequal.points, present(unequal.kmeans.frames[frame].assigned))
            order = np.argsort(pair_clusters(gamma.argmax(axis=1), clusters, 3)).tolist()
        for twin, means in (
            ("em", [f.mixture.means for f in unequal.em.frames[: frame + 1] if f.phase != "E"]),
            (
                "kmeans",
                [f.centroids[order] for f in unequal.kmeans.frames[: frame + 1] if f.phase != "E"],
            ),
        ):
            trails = unequal.seen.stage.locator(f"[data-pane={twin}] .trail").evaluate_all(
                "(trails) => trails.map((trail) => trail.getAttribute('d'))"
            )
            assert len(trails) == 3
            for k, trail in enumerate(trails):
                corners = np.reshape(re.findall(r"-?[\d.]+", trail), (-1, 2)).astype(float)
                wanted = unequal.screen(np.array([mean[k] for mean in means]))
                assert_allclose(corners, wanted, atol=0.006)
    unequal.show()
    assert unequal.seen.stage.locator(".trail").count() == 0


def test_rings_are_one_thing_in_the_menu_and_on_the_button(unequal: Scene) -> None:
    unequal.to(7)
    unequal.show(rings=True)
    button = unequal.seen.stage.locator("button.rings")
    assert button.get_attribute("aria-pressed") == "true"
    gamma = responsibilities(unequal.points, present(unequal.em.frames[7].responsible))
    squares = ((unequal.points[:, None] - present(unequal.kmeans.frames[7].assigned)) ** 2).sum(2)
    labels, clusters = gamma.argmax(axis=1), squares.argmin(axis=1)
    differing = np.flatnonzero(labels != pair_clusters(labels, clusters, 3)[clusters])
    assert len(differing) > 0
    for twin in ("em", "kmeans"):
        rings = unequal.seen.stage.locator(f"[data-pane={twin}] .ring").evaluate_all(
            "(rings) => rings.map((ring) => [ring.cx.baseVal.value, ring.cy.baseVal.value])"
        )
        assert_allclose(rings, unequal.screen(unequal.points[differing]), atol=0.01)
    assert button.inner_text() == f"Ring {len(differing)} differences"
    button.click()
    unequal.seen.painted()
    assert unequal.seen.inspect("stage.view.rings") is False
    assert unequal.seen.stage.locator(".ring").count() == 0


def test_true_labels_are_shapes_and_leave_the_colours_alone(pages: Pages) -> None:
    scene = pages("?data=Round+clusters&k=3", "Round clusters", 3)
    scene.to(5)
    truth = scene.seen.inspect("stage.run.truth")
    assert_array_equal(truth, scene.dataset.labels)
    plain, plain_twin = scene.canvas(), scene.canvas("kmeans")
    colours = scene.seen.inspect(
        "[stage.colours.em, stage.colours.kmeans].map((a) => Array.from(a))"
    )
    discs = scene.ink()
    scene.show(truth=True)
    assert scene.canvas() != plain
    assert scene.canvas("kmeans") != plain_twin
    assert (
        scene.seen.inspect("[stage.colours.em, stage.colours.kmeans].map((a) => Array.from(a))")
        == colours
    )
    shapes = scene.ink()
    alone = np.isfinite(shapes)
    areas = [shapes[alone & (np.array(truth) == label)] for label in range(3)]
    assert min(map(len, areas)) >= 1
    # Discs are all of one size, and so are pies; of the shapes each label has its own.
    doubt = scene.doubtful()
    assert np.ptp(discs[alone & ~doubt]) < 3
    pies = discs[alone & doubt]
    assert not len(pies) or np.ptp(pies) < 3
    means = sorted(area.mean() for area in areas)
    assert min(np.diff(means)) > 2
    assert max(np.ptp(area) for area in areas) < 4
    # The middle of each shape still has the colour of its likeliest component, if it is sure.
    alone &= ~doubt
    assert alone.any()
    centres = np.reshape(scene.seen.inspect("Array.from(stage.centres)"), (-1, 2))[alone]
    pixels = scene.seen.stage.locator("[data-pane=em] canvas:not(.field)").evaluate(
        """(canvas, centres) => centres.map(([x, y]) =>
          Array.from(canvas.getContext('2d').getImageData(Math.round(x), Math.round(y), 1, 1).data).slice(0, 3))""",
        centres.tolist(),
    )
    assert_allclose(pixels, np.reshape(colours[0], (-1, 3))[alone], atol=1.01)
    scene.show()
    assert scene.canvas() == plain


def corners_of(locator: Locator) -> np.ndarray:
    numbers = re.findall(r"-?[\d.]+", present(locator.get_attribute("d")).partition("H")[0])
    return np.reshape(numbers, (-1, 2)).astype(float)


def stairs_of(locator: Locator) -> np.ndarray:
    """Where each stair begins, and how high it is."""
    text = present(locator.get_attribute("d"))
    found = re.findall(r"[MH](-?[\d.]+)[ V](-?[\d.]+)", text)
    return np.array(found).astype(float)


def test_the_bound_is_a_staircase_under_the_log_likelihood(unequal: Scene) -> None:
    curve = unequal.seen.stage.locator("[data-curve=log-likelihood]")
    assert curve.locator(".below").count() == 0
    unequal.show(bound=True)
    frames = unequal.em.frames
    likelihoods = np.array([frame.log_likelihood for frame in frames])
    bounds = np.array([frame.bound for frame in frames[1:]])
    tall = present(curve.locator(".plot").bounding_box())["height"]
    for frame in (0, 1, 2, 3, 4, 8):
        unequal.to(frame)
        caption = curve.locator("figcaption").inner_text()
        words = curve.locator(".name").all_text_contents()
        if frame >= 2:
            # Both end at the frame on show, each point at its place on one scale. What lies far
            # out of the plot is not followed.
            line = corners_of(curve.locator("path.past:not(.below)"))
            stairs = stairs_of(curve.locator("path.past.below"))
            assert [len(line), len(stairs)] == [frame + 1, frame]
            near, trodden = (np.abs(ys) < 30 * tall for ys in (line[:, 1], stairs[:, 1]))
            slope, height = np.polyfit(likelihoods[: frame + 1][near], line[near, 1], 1)
            assert np.ptp(line[near, 1]) > 6
            found = height + slope * likelihoods[: frame + 1]
            assert_allclose(line[near, 1], found[near], atol=0.03)
            assert_allclose(stairs[:, 0], line[1:, 0], atol=0.01)
            found = height + slope * bounds[:frame]
            assert_allclose(stairs[trodden, 1], found[trodden], atol=0.05)
            # The last of each is in view.
            assert all(0 < ys[-1] < tall for ys in (line[:, 1], stairs[:, 1]))
            # Both lines and the gap are seen and named.
            assert {"log-likelihood", "lower bound"} <= set(words)
            gaps = [abs(slope * (likelihoods[i] - bounds[i - 1])) for i in (frame, frame - 1)]
            assert max(gaps) > 6
            assert ("gap" in words) == (curve.locator(".gap").count() == 1) == (gaps[0] > 6)
        if frame == 0:
            assert "gap" not in caption
            continue
        gap = present(re.search(r", gap (\S+)$", caption)).group(1)
        assert shows(gap, frames[frame].log_likelihood - present(frames[frame].bound))
        assert (gap == "0") == (frames[frame].phase == "E")
    unequal.show()
    assert curve.locator(".below").count() == 0
    assert "gap" not in curve.locator("figcaption").inner_text()


def test_shares_of_the_gap_are_the_points_sizes(unequal: Scene) -> None:
    unequal.to(2)
    unequal.show(shares=True)
    for frame in (2, 4):
        unequal.to(frame)
        shown = unequal.em.frames[frame]
        shares = np.array(unequal.seen.inspect("Array.from(stage.shares)"))
        assert_allclose(shares.sum(), shown.log_likelihood - present(shown.bound), rtol=1e-9)
        believed = responsibilities(unequal.points, present(shown.responsible))
        posterior = responsibilities(unequal.points, shown.mixture)
        divergence = (believed * np.log(believed / posterior)).sum(1)
        assert_allclose(shares, divergence, rtol=1e-6, atol=1e-12)
        ink = unequal.ink()
        alone = np.isfinite(ink)
        assert alone.sum() >= 8
        size = 0.45 + 0.28 * np.round(8 * np.sqrt(shares / shares.max()))
        assert np.ptp(size[alone]) > 0.5
        # A disc's ink grows with the square of its size, but for the rim.
        assert np.corrcoef(np.sqrt(ink[alone]), size[alone])[0, 1] > 0.98
    # An E-step closes the gap: no point has a share.
    unequal.to(3)
    assert unequal.seen.inspect("stage.shares") is None
    ink, doubt = unequal.ink(), unequal.doubtful()
    for kind in (doubt, ~doubt):
        assert np.ptp(ink[np.isfinite(ink) & kind]) < 3


# ---------------------------------------------------------------- modes


def test_the_projector_is_large_bold_and_still_fits(unequal: Scene) -> None:
    seen = unequal.seen
    unequal.to(3)
    read = """(root) => {
      const size = (selector) => parseFloat(getComputedStyle(root.querySelector(selector)).fontSize);
      const style = getComputedStyle(root.querySelector('[data-pane=em] .ellipse.sigma-1'));
      const title = root.querySelector('.summary');
      return [size('.details'), size('[data-do=step]'), size('[data-pane=em] .axes text'), parseFloat(style.strokeWidth)];
    }"""
    plain = seen.stage.evaluate(read)
    discs = np.nanmean(unequal.ink())
    canvas = unequal.canvas()
    unequal.show(projector=True)
    bold = seen.stage.evaluate(read)
    assert all(large > 1.25 * small for large, small in zip(bold, plain, strict=True))
    assert np.nanmean(unequal.ink()) > 1.5 * discs
    for part in (".strip", ".panes", ".transport", ".story", ".readings"):
        box = present(seen.stage.locator(part).bounding_box())
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= HEIGHT, part
        assert box["x"] + box["width"] <= 1280, part
    unequal.show()
    assert seen.stage.evaluate(read) == plain
    assert unequal.canvas() == canvas


def heat(scene: Scene, setting: float) -> None:
    scene.seen.stage.get_by_role("slider", name="Temperature").fill(str(setting))
    scene.seen.painted()


def count_of(scene: Scene) -> int:
    text = scene.seen.stage.locator(".rings").inner_text()
    return int(present(re.search(r"Ring\s+([\d,]+)", text)).group(1).replace(",", ""))


def labels_of(scene: Scene) -> tuple[np.ndarray, np.ndarray]:
    gamma, hard = scene.seen.inspect(
        "[Array.from(stage.responsibilities), Array.from(stage.labels)]"
    )
    return np.reshape(gamma, (len(hard), -1)), np.array(hard)


@pytest.mark.parametrize(
    ("query", "name", "k"),
    [
        (UNEQUAL, "Unequal clusters", 3),
        ("?data=Waiting+times&k=3", "Waiting times", 3),
        # Whole minutes: points lie exactly half-way between two means.
        ("?data=Waiting+times&k=5&start_seed=2", "Waiting times", 5),
    ],
)
def test_at_the_end_of_the_slider_em_is_kmeans_at_every_frame(
    pages: Pages, query: str, name: str, k: int
) -> None:
    scene = pages(query, name, k)
    scene.show()
    scene.show(temperature=True)
    heat(scene, 0)
    frames = scene.seen.inspect("stage.run.kmeans.frames")
    assert int(scene.seen.data("frames")) == frames
    for frame in range(1, frames):
        scene.to(frame)
        gamma, hard = labels_of(scene)
        assert_array_equal(gamma, np.eye(k)[hard])
        assert count_of(scene) == 0
        assert_allclose(
            scene.seen.mixture().means.ravel(),
            scene.seen.inspect(f"Array.from(stage.run.kmeans.centroids[{frame // 2}])"),
            rtol=1e-9,
        )
        pictures = scene.seen.inspect(
            "[stage.colours.em, stage.colours.kmeans].map((a) => Array.from(a))"
        )
        assert pictures[0] == pictures[1]
    assert "EM is k‑means, step for step" in scene.seen.stage.locator(".words").inner_text()
    # Far from every circle densities round to 0; the card still has shares.
    scene.seen.stage.get_by_role("button", name="Component 1").click()
    scene.seen.page.keyboard.press("Escape")
    scene.show()


def test_no_number_is_lost_where_every_density_is_zero(unequal: Scene) -> None:
    unequal.to(1)
    unequal.show(temperature=True)
    heat(unequal, 0)
    n = int(np.hypot(*(unequal.points - unequal.points.mean(0)).T).argmax())
    unequal.seen.page.mouse.click(*unequal.seen.spot_of_point(n))
    card = unequal.seen.stage.locator(".card")
    card.wait_for()
    assert "NaN" not in card.inner_text()
    shares = card.locator("td.share span").all_inner_texts()
    labels = unequal.seen.inspect("Array.from(stage.labels)")
    assert [float(share.removesuffix(" %")) for share in shares] == [
        *100 * np.eye(3)[labels[n]],
        100,
    ]
    assert "worked out from their logarithms" in card.inner_text()
    unequal.seen.page.keyboard.press("Escape")


def test_at_a_middle_temperature_em_is_soft_kmeans(unequal: Scene) -> None:
    unequal.to(0)
    unequal.show(temperature=True)
    heat(unequal, 0.9)
    spread = np.sqrt(unequal.points.var(0).mean())
    width = 2 * spread * 10 ** (3 * (0.9 - 1))
    means = unequal.em.frames[0].mixture.means
    gamma = np.full((len(unequal.points), 3), np.nan)  # until the first E-step
    for frame in range(int(unequal.seen.data("frames"))):
        unequal.to(frame)
        if frame % 2:
            score = -((unequal.points[:, None] - means) ** 2).sum(2) / (2 * width**2)
            gamma = np.exp(score - logsumexp(score, axis=1, keepdims=True))
        elif frame:
            means = gamma.T @ unequal.points / gamma.sum(0)[:, None]
        shown = unequal.seen.mixture()
        assert_allclose(shown.means, means, rtol=1e-9)
        assert_allclose(shown.covariances, np.array([width**2 * np.eye(2)] * 3))
        if frame == 0:
            continue
        soft, hard = labels_of(unequal)
        assert_allclose(soft, gamma, atol=1e-9)
        assert count_of(unequal) == (gamma.argmax(1) != hard).sum()
    output = unequal.seen.stage.locator(".temperature output").inner_text()
    assert shows(present(re.match(r"width (\S+):", output)).group(1), width)


def test_cooling_down_the_twins_come_together(unequal: Scene) -> None:
    unequal.to(4)
    unequal.show(temperature=True)
    counts = []
    for setting in (1, 0.8, 0.6, 0.3, 0):
        heat(unequal, setting)
        counts.append(count_of(unequal))
    assert counts[0] > counts[2] >= counts[-1] == 0


def test_leaving_the_temperature_brings_the_run_back(unequal: Scene) -> None:
    unequal.to(6)
    likelihood = unequal.seen.data("log-likelihood")
    frames = unequal.seen.data("frames")
    before = unequal.seen.run()
    unequal.show(temperature=True)
    assert unequal.seen.data("log-likelihood") != likelihood
    # Nothing is held here: these circles are not the run's own.
    spot = unequal.seen.spot(unequal.seen.mixture().means[0])
    unequal.seen.drag(spot, (spot[0] + 40, spot[1]))
    unequal.seen.painted()
    assert unequal.seen.run() == before
    unequal.show()
    unequal.to(6)
    assert unequal.seen.data("log-likelihood") == likelihood
    assert unequal.seen.data("frames") == frames


# ---------------------------------------------------------------- telling components apart


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_twelve_components_differ_by_colour_or_mark_and_stand_out(
    quick: Opener, server: str, scheme: str
) -> None:
    seen = quick(server, color_scheme=scheme).open(
        "?data=Round+clusters&k=12&covariance=spherical&frame=3"
    )
    seen.wait_settled()
    palette = seen.inspect("stage.palette")
    assert len(set(palette[:8])) == 8
    assert palette[8:] == palette[:4]
    looks = seen.stage.locator("[data-pane=em] .layer .mark").evaluate_all(
        "(marks) => marks.map((mark) => [mark.getAttribute('d'), mark.classList.contains('hollow'), mark.style.cssText].join())"
    )
    assert len(set(looks)) == 12
    assert seen.stage.locator("[data-pane=em] .ellipse.dashed.sigma-1").count() == 4
    # 3 to 1 is what WCAG 2.2 asks of graphics (1.4.11).
    paper = "#ffffff" if scheme == "light" else "#12151c"
    assert min(contrast(colour, paper) for colour in palette) >= 3


def contrast(one: str, two: str) -> float:
    """The contrast ratio of two colours, by WCAG 2.2."""
    channels = np.array([[int(c[i : i + 2], 16) / 255 for i in (1, 3, 5)] for c in (one, two)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    low, high = sorted(linear @ [0.2126, 0.7152, 0.0722])
    return float((high + 0.05) / (low + 0.05))
