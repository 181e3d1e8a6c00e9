"""Points: their colours, shapes, sizes and rings, read from the sheet they are drawn on."""

from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgba
from matplotlib.patches import Ellipse, PathPatch
from numpy.testing import assert_allclose

from gmm import Mixture, responsibilities
from gmm.points import FloatArray
from gmm.ui.link import View
from gmm.ui.run import Run
from gmm.ui.takeaway.colours import read_themes
from gmm.ui.takeaway.frames import require_em
from gmm.ui.takeaway.geometry import MARKS, bin_values, stack_bins
from gmm.ui.takeaway.pane import Pane, fit_pane
from gmm.ui.takeaway.pies import cut_pie, find_undecided
from gmm.ui.takeaway.points import draw_points, draw_rings, place_points
from gmm.ui.takeaway.sheet import Area, make_sheet
from gmm.ui.takeaway.stamping import STEPS
from gmm.ui.takeaway.stills import plan_sheet
from tests.ui.takeaway.readers import at, colour_at, near, pixels
from tests.ui.takeaway.runs import WAITING, run_of, run_on

THEME = read_themes()[0]
AREA = Area(50, 20, 450, 220)
TRUTH = View(frozenset({"truth"}))


def draw(run: Run, gamma: FloatArray | None = None, **more: Any) -> tuple[Axes, Pane]:
    sheet, pane = make_sheet((500, 300), THEME), fit_pane(run, AREA)
    draw_points(sheet, pane, run, gamma, THEME, **more)
    return sheet, pane


def radius(dots: PathCollection) -> float:
    """Of a group's discs without their rim, in pixels."""
    rim = np.ravel(dots.get_linewidth())[0]
    return float(np.sqrt(dots.get_sizes()[0]) / 0.75 - rim / 0.75 / 2)


def groups(sheet: Axes) -> list[PathCollection]:
    """The groups of points on a sheet, and nothing else is there."""
    found = [group for group in sheet.collections if isinstance(group, PathCollection)]
    assert len(found) == len(sheet.collections)
    return found


def places_of(dots: PathCollection) -> FloatArray:
    return np.asarray(dots.get_offsets(), np.float64)


def fills_of(dots: PathCollection) -> FloatArray:
    return np.asarray(dots.get_facecolor(), np.float64)


@pytest.mark.parametrize("frame", [0, 1, 2, 5])
def test_points_have_the_colour_of_their_likeliest_component_or_are_pies(frame: int) -> None:
    run = run_of()
    picture, pane = pixels(run, frame), plan_sheet(run).panes[0]
    shown = require_em(run).frames[frame]
    points = run.points
    alone = lonely(points, shown.mixture)
    assert len(alone) > 3
    if shown.responsible is None:
        assert all(near(colour_at(picture, *at(pane, points[n])), THEME.neutral) for n in alone)
        return
    gamma = responsibilities(points, shown.responsible)
    for n in alone:
        x, y = at(pane, points[n])
        for k, begin, end in cut_pie(gamma[n]) if find_undecided(gamma)[n] else [(0, 0, 96)]:
            if end - begin < 20:
                continue
            turn = np.pi * (begin + end) / 96
            place = x + 2 * np.sin(turn), y - 2 * np.cos(turn)
            own = k if find_undecided(gamma)[n] else gamma[n].argmax()
            assert near(colour_at(picture, *place), THEME.components[own])


def lonely(points: np.ndarray, mixture: Mixture) -> list[int]:
    """Points over which nothing lies: beyond two standard deviations of all components."""
    gaps = points[:, None] - mixture.means
    shape = np.linalg.inv(mixture.covariances)
    away = np.sqrt(np.einsum("nkd,kde,nke->nk", gaps, shape, gaps)).min(axis=1)
    return [
        n
        for n in np.flatnonzero(away > 2.2).tolist()
        if (np.linalg.norm(np.delete(points, n, 0) - points[n], axis=1) > 0.25).all()
    ]


def test_points_are_discs_of_one_size_where_they_should_be() -> None:
    run = run_of()
    sheet, pane = draw(run)
    (dots,) = groups(sheet)
    assert_allclose(places_of(dots), pane.place(run.points))
    assert radius(dots) == pytest.approx(4.0)


def test_true_labels_are_shapes_and_unknown_ones_small_dots() -> None:
    labels = np.array([0, 1, 2, -1, 9, 1])
    words = {"labels": labels, "label_names": tuple("abcdefghij")}
    points = np.random.default_rng(0).normal(size=(6, 2))
    run = run_on(points, k=1, words={**words, "frequencies": np.arange(1.0, 7)})
    sheet, pane = draw(run, view=TRUTH)
    places = pane.place(points)
    assert len(sheet.collections) == 5
    for dots, label in zip(groups(sheet), (-1, 0, 1, 2, 9), strict=True):
        assert_allclose(places_of(dots), places[labels == label])
        shape = MARKS[max(label, 0) % 8] / 6.5
        assert_allclose(np.asarray(dots.get_paths()[0].vertices, np.float64), shape)
        if label < 8:
            assert radius(dots) == pytest.approx((0.6 if label < 0 else 1.35) * 4)
        # A second round of shapes is hollow.
        assert near(fills_of(dots)[0][:3], THEME.paper) == (label == 9)
    # What has no labels is drawn as ever.
    assert len(draw(run_of(*WAITING), view=TRUTH)[0].collections) == 1


def test_shares_and_frequencies_are_areas() -> None:
    points = np.random.default_rng(0).normal(size=(60, 2))
    often = np.random.default_rng(1).uniform(0, 9, 60)
    run = run_on(points, k=1, words={"frequencies": often})
    plain = 4.0
    shares = often[::-1].copy()
    cases: list[tuple[FloatArray, dict[str, Any], float, float]] = [
        (often, {}, 0.6, 0.3),
        (shares, {"shares": shares, "view": TRUTH}, 0.45, 0.28),
    ]
    for amounts, more, least, step in cases:
        sheet, pane = draw(run, **more)
        steps = np.round(STEPS * np.sqrt(amounts / amounts.max()))
        expected = {
            tuple(p): plain * (least + step * s)
            for p, s in zip(pane.place(points), steps, strict=True)
        }
        found = {tuple(place): radius(dots) for dots in groups(sheet) for place in places_of(dots)}
        assert found.keys() == expected.keys()
        for place, size in found.items():
            assert size == pytest.approx(expected[place])


def test_no_shares_at_all_are_small_discs() -> None:
    sheet, _ = draw(run_of(), shares=np.zeros(120))
    (dots,) = groups(sheet)
    assert radius(dots) == pytest.approx(0.45 * 4.0)


def test_beyond_eight_components_points_are_rings() -> None:
    run = run_of("Old Faithful", 12)
    gamma = responsibilities(run.points, require_em(run).frames[-1].mixture)
    decided, again = ~find_undecided(gamma), gamma.argmax(axis=1) >= 8
    discs, rings, *pies = groups(draw(run, gamma)[0])
    assert len(places_of(discs)) == (decided & ~again).sum() > 0
    assert len(places_of(rings)) == (decided & again).sum() > 0
    assert near(fills_of(rings)[:, :3], THEME.paper)
    # A pie is its slices and, of a ring, the hole in it.
    many = sum(len(cut_pie(row)) for row in gamma[~decided]) + (again & ~decided).sum()
    assert sum(len(places_of(each)) for each in pies) == many


def test_stacks_are_drawn_once_and_ringed_once() -> None:
    run = run_of("Galton's families", 2)
    sheet, pane = draw(run)
    places = np.concatenate([places_of(dots) for dots in groups(sheet)])
    assert len(places) == len(np.unique(run.points, axis=0)) == 102
    sheet = make_sheet((500, 300), THEME)
    draw_rings(sheet, pane, run, np.arange(928), THEME)
    assert len(sheet.patches) == 102
    # Each reaches around its own stack.
    assert max(ring.width for ring in sheet.patches if isinstance(ring, Ellipse)) > 2 * 12


def test_marks_on_a_sheet_point_the_way_that_they_do_on_the_stage() -> None:
    words = {"labels": np.array([2, 2, 2]), "label_names": ("a", "b", "c")}
    run = run_on(np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 0.5]]), k=1, words=words)
    (dots,) = groups(draw(run, view=TRUTH)[0])
    tip = np.asarray(dots.get_paths()[0].vertices, np.float64)[0]
    # A triangle's tip is up.
    assert tip[1] < 0
    x, y = dots.get_transform().transform(tip)
    assert x == 0
    assert y > 0


def test_rings_lie_around_the_points_of_those_rows() -> None:
    for run in (run_of(), run_of(*WAITING)):
        sheet, pane = make_sheet((500, 300), THEME), fit_pane(run, AREA)
        rows = np.array([3, 14, 15])
        draw_rings(sheet, pane, run, rows, THEME)
        places = place_points(pane, run)[rows]
        for ring, place in zip(sheet.patches, places, strict=True):
            assert isinstance(ring, Ellipse)
            assert_allclose(ring.center, place)
            assert ring.width / 2 > 12.5 / 272**0.23 + 2
            assert not ring.get_fill() or to_rgba(ring.get_facecolor())[3] == 0


def test_on_a_line_a_rug_lies_below_the_histogram() -> None:
    run = run_of(*WAITING)
    gamma = responsibilities(run.points, require_em(run).frames[-1].mixture)
    sheet, pane = draw(run, gamma)
    for dots in groups(sheet):
        assert (places_of(dots)[:, 1] > pane.ground).all()
        assert (places_of(dots)[:, 1] < AREA.y1).all()
    bins = bin_values(run.points[:, 0])
    heights = stack_bins(bins, gamma)
    ends = pane.across(bins.start + bins.width * np.array([0, bins.number]))
    assert AREA.x0 < ends[0] < ends[1] < AREA.x1
    total = 0.0
    for k, bars in enumerate(sheet.patches):
        assert isinstance(bars, PathPatch)
        assert near(bars.get_facecolor()[:3], THEME.components[k])
        # Five corners a bar, the last one the first again.
        boxes = np.asarray(bars.get_path().vertices, np.float64).reshape(-1, 5, 2)
        tall = [np.ptp(corners[:, 1]) / pane.view.height * pane.view.box[3] for corners in boxes]
        assert_allclose(tall, heights[heights[:, k] > 0, k], atol=1e-12)
        wide = np.array([np.ptp(corners[:, 0]) for corners in boxes])
        assert_allclose(wide, (ends[1] - ends[0]) / bins.number)
        total += float(np.sum(np.array(tall) * bins.width))
    assert total == pytest.approx(1)
