"""A picture's place: everything in it, one scale, ticks at round numbers of the data."""

import numpy as np
import pytest
from matplotlib.patches import Ellipse
from numpy.testing import assert_allclose

from gmm.limits import MAX_DRAWN, fair_sample
from gmm.ui.link import View
from gmm.ui.numbers import write_significant
from gmm.ui.takeaway.colours import read_themes
from gmm.ui.takeaway.pane import draw_axes, fit_pane, name_axes, sample_frequencies, sample_points
from gmm.ui.takeaway.picture import draw_mixture
from gmm.ui.takeaway.sheet import Area, make_sheet
from gmm.ui.takeaway.stills import draw_still, plan_sheet
from tests.present import present
from tests.ui.takeaway.runs import FAITHFUL, WAITING, drawing_of, run_of, run_on

AREA = Area(50, 20, 450, 220)


def test_the_plane_has_one_scale_where_that_fills_it_and_where_circles_are_drawn() -> None:
    plain, proportions = View(), View(frozenset({"proportions"}))
    for run, view in (
        (run_of("Round clusters"), plain),
        (run_of(*FAITHFUL, twin=False), plain),
        (run_of("Iris petals", 3), proportions),
        (run_of("Iris petals", 3, covariance="spherical"), plain),
    ):
        across, up = plan_sheet(run, view).panes[0].view.scales
        assert across == pytest.approx(up)


def test_a_stretched_axis_says_so_and_its_ellipses_are_the_components_own() -> None:
    run, theme = run_of("Iris petals", 3), read_themes()[0]
    sheet, pane = make_sheet((500, 400), theme), fit_pane(run, Area(50, 20, 350, 320))
    across, up = pane.view.scales
    assert max(across, up) > 1.6 * min(across, up)
    mixture = present(run.em).frames[-1].mixture
    draw_mixture(sheet, pane, run, mixture, View(), theme)
    words = [text.get_text() for text in sheet.texts if "stretched" in text.get_text()]
    stretched = "petal width" if up > across else "petal length"
    times = write_significant(max(across / up, up / across), 2)
    assert words == [f"{stretched} (cm), stretched {times} times"]
    drawn = [patch for patch in sheet.patches if isinstance(patch, Ellipse)]
    assert len(drawn) == 2 * 2 * len(mixture.means)
    for i, patch in enumerate(drawn):
        k, sigmas = i // 4, (2, 2, 1, 1)[i % 4]
        corners = patch.get_patch_transform().transform(np.asarray(patch.get_path().vertices)[::3])
        offsets = (corners - pane.place(mixture.means)[k]) / [across, -up]
        inside = np.linalg.solve(mixture.covariances[k], offsets.T).T
        assert_allclose(np.sqrt((offsets * inside).sum(axis=1)), sigmas, rtol=1e-3)


@pytest.mark.parametrize(("name", "k"), [("Elongated clusters", 3), FAITHFUL, WAITING])
def test_every_point_is_in_its_area(name: str, k: int) -> None:
    run = run_of(name, k)
    pane = fit_pane(run, AREA)
    x, y = pane.place(run.points).T
    assert AREA.x0 < x.min() < x.max() < AREA.x1
    assert AREA.y0 < y.min() <= y.max() < AREA.y1
    if run.points.shape[1] == 1:
        assert (y == pane.ground).all()


def test_a_drawing_is_seen_on_its_whole_ground() -> None:
    pane = fit_pane(drawing_of([[4, 4], [5, 5], [5, 4]], k=1), AREA)
    corners = pane.place(np.array([[0.0, 0.0], [10.0, 10.0]]))
    assert (corners[:, 1] > AREA.y0).all()
    assert (corners[:, 1] < AREA.y1).all()


def test_of_more_than_two_columns_the_first_two_are_seen() -> None:
    points = np.random.default_rng(0).normal(size=(40, 3))
    run = run_on(points, k=2, start="k-means++")
    flat = fit_pane(run_on(points[:, :2], k=2, start="k-means++"), AREA)
    assert fit_pane(run, AREA).view == flat.view
    assert_allclose(flat.place(points), flat.place(points[:, :2]))
    for kind in ("png", "svg"):
        assert draw_still(run, 2, kind)


def test_ticks_and_names_are_the_datas_own() -> None:
    for (name, k), across, up in (
        (FAITHFUL, {"2", "4", "eruptions (minutes)"}, {"60", "80", "waiting (minutes)"}),
        (WAITING, {"40", "60", "80", "waiting (minutes)"}, {"0", "0.02", "density"}),
    ):
        run, sheet = run_of(name, k), make_sheet((500, 300), read_themes()[0])
        pane = fit_pane(run, AREA)
        draw_axes(sheet, pane, run, read_themes()[0])
        name_axes(sheet, pane, run, read_themes()[0])
        found = {text.get_text(): text.get_position() for text in sheet.texts}
        assert across | up <= set(found)
        for words in (across | up) & {"2", "4", "60", "80"}:
            column = 0 if words in across else 1
            scaled = (float(words) - run.scaling.origin[column]) / run.scaling.spread[column]
            place = pane.across(scaled) if words in across else pane.down(scaled)
            assert found[words][column] == pytest.approx(float(place))


def test_beyond_what_the_stage_draws_a_fair_sample_is_shown() -> None:
    points = np.random.default_rng(0).normal(size=(MAX_DRAWN + 50, 1))
    often = np.arange(1.0, len(points) + 1)
    run = run_on(points, k=2, start="k-means++", twin=False, words={"frequencies": often})
    chosen = fair_sample(len(points), MAX_DRAWN)
    assert sample_points(run).tolist() == points[chosen].tolist()
    assert present(sample_frequencies(run)).tolist() == often[chosen].tolist()
    assert sample_frequencies(run_of()) is None
    draw_still(run, 1)
