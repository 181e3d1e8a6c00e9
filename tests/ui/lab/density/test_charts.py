"""Figures: they draw what is in the records."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from scipy.integrate import trapezoid

from gmm.scaling import restore
from gmm.ui.lab.density import charts
from gmm.ui.lab.density.draws import Draw, Refit, draw, refit
from gmm.ui.lab.density.flagging import find_outliers
from gmm.ui.lab.density.landscape import look_at, survey
from tests.present import present
from tests.ui.lab.density.cases import take


def trace_of(figure: go.Figure, name: str) -> Any:
    return next(trace for trace in figure.data if trace.name == name)


def test_contours_are_at_the_levels_and_all_ground_can_be_clicked() -> None:
    case = take("Old Faithful")
    land = survey(case.fit, case.points)
    place = look_at(case.fit, np.array([3.0, 70.0]))
    figure = charts.draw_contours(land, case.points, place, ("x", "y"))
    for level in land.levels:
        line = trace_of(figure, f"{level.share:.0%} inside")
        assert line.contours.start == line.contours.end == level.log_density
    heat = figure.data[0]
    np.testing.assert_allclose(heat.z, np.exp(land.log_density))
    targets = figure.data[-2]
    assert targets.marker.opacity == 0
    assert targets.hoverinfo != "skip"
    for axis, values in zip(land.axes, (targets.x, targets.y), strict=True):
        assert (min(values), max(values)) == pytest.approx((axis[0], axis[-1]))
    assert (figure.data[-1].x[0], figure.data[-1].y[0]) == (3, 70)
    assert len(trace_of(figure, "points").x) == 272
    # What is not clicked stays as it was.
    assert targets.unselected.marker.opacity == 0


def test_the_hill_has_its_heights_and_the_place_on_it() -> None:
    case = take("Old Faithful")
    place = look_at(case.fit, np.array([3.0, 70.0]))
    land = survey(case.fit, case.points)
    hill, mark = charts.draw_surface(land, place, ("x", "y"), "1 / unit").data
    np.testing.assert_allclose(hill.z, np.exp(land.log_density))
    assert mark.z[0] == pytest.approx(np.exp(place.log_density))


def test_a_density_beyond_floats_is_drawn_as_high_as_can_be() -> None:
    case = take("Old Faithful")
    place = look_at(case.fit, np.array([3.0, 70.0]))
    land = survey(case.fit, case.points)
    land = land._replace(log_density=land.log_density + 800)
    heat = charts.draw_contours(land, case.points, place, ("x", "y")).data[0]
    assert np.isfinite(heat.z).all()


def test_one_column_is_a_line_with_levels_across() -> None:
    case = take("Waiting times")
    land = survey(case.fit, case.points)
    place = look_at(case.fit, np.array([70.0]))
    figure = charts.draw_line(land, case.points, place, "waiting", "1 / minutes")
    curve = trace_of(figure, "density")
    np.testing.assert_allclose(curve.y, np.exp(land.log_density))
    for level in land.levels:
        line = trace_of(figure, f"{level.share:.0%} inside")
        assert line.y[0] == pytest.approx(np.exp(level.log_density))
    assert figure.layout.hovermode == "x"


@pytest.mark.parametrize("data", ["Old Faithful", "Waiting times"])
def test_new_points_have_the_colours_of_their_rows(data: str) -> None:
    case = take(data)
    mixture, scaling = case.fit.mixture, case.run.scaling
    points, labels = draw(mixture, 60, 0, 0, True)
    near = refit(mixture, 60, 0, 0, case.run.settings)
    near = near._replace(mixture=restore(near.mixture, scaling))
    own = scaling.origin + scaling.spread * points
    figure = charts.draw_new_points(Draw(own, labels), case.fit.own, near, ["x", "y"])
    np.testing.assert_allclose(figure.data[0].x, own[:, 0])
    assert list(figure.data[0].marker.color) == list(range(1, 61))
    made, fitted = trace_of(figure, "made the points"), trace_of(figure, "fitted to them")
    assert made.line.dash != fitted.line.dash
    # Each component's outline, and a gap after it.
    assert np.isnan(np.array(made.x, float)).sum() == 2


def test_nearness_is_drawn_while_refits_are_still_to_come() -> None:
    mixture = take("Old Faithful").fit.mixture
    refits = [
        *(Refit(50, mixture, mean, 0.1, 0, False) for mean in (0.2, 0.4, 0.9)),
        Refit(500, mixture, 0.1, 0.1, 0, True),
        None,
    ]
    figure = charts.draw_nearness(refits, 50)
    dots, median = figure.data[:2]
    assert list(dots.y) == [0.2, 0.4, 0.9, 0.1]
    assert list(dots.marker.symbol) == ["circle"] * 3 + ["x"]
    assert (list(median.x), list(median.y)) == ([50, 500], [0.4, 0.1])
    guide = trace_of(figure, "falls as 1/√n")
    assert guide.y[0] / guide.y[1] == pytest.approx(np.sqrt(10))


@pytest.mark.parametrize("data", ["Clusters in noise", "Waiting times"])
def test_rings_are_around_what_is_flagged(data: str) -> None:
    case = take(data)
    truth = np.arange(len(case.points)) < 20
    finding = find_outliers(case.fit, case.points, None, 0.1, "points", truth)
    land, every = survey(case.fit, case.points), np.arange(len(case.points))
    figure = charts.draw_flags(
        land, case.points, finding, every, truth, "planted", ["x", "y"], "1 / unit"
    )
    rings = trace_of(figure, "flagged")
    assert sorted(rings.x) == sorted(case.points[finding.flagged.flags, 0])
    assert sorted(trace_of(figure, "planted").x) == sorted(case.points[:20, 0])
    assert len(trace_of(figure, "points").x) == len(case.points) - 20
    threshold = trace_of(figure, "threshold")
    if case.points.shape[1] == 1:
        assert threshold.y[0] == pytest.approx(np.exp(finding.threshold))
        assert (np.array(rings.y) < threshold.y[0]).all()
    else:
        assert threshold.contours.start == finding.threshold


def test_the_curve_is_marked_at_the_threshold() -> None:
    case = take("Clusters in noise")
    truth = np.arange(300) < 20
    finding = find_outliers(case.fit, case.points, None, 0.1, "points", truth)
    figure = charts.draw_roc(finding)
    mark = trace_of(figure, "this threshold")
    flags = finding.flagged.flags
    assert mark.x[0] == pytest.approx((flags & ~truth).sum() / (~truth).sum())
    assert mark.y[0] == pytest.approx((flags & truth).sum() / truth.sum())
    ours, theirs = trace_of(figure, "mixture"), trace_of(figure, "one Gaussian")
    assert (ours.x[0], ours.y[0], ours.x[-1], ours.y[-1]) == (0, 0, 1, 1)
    assert len(ours.x) <= charts.CURVE
    assert trapezoid(ours.y, ours.x) == pytest.approx(present(finding.mixture).roc.area, abs=0.01)
    assert present(finding.mixture).roc.area != pytest.approx(0.5, abs=0.02)
    assert ours.line.dash != theirs.line.dash
    assert present(finding.gaussian).roc.area != present(finding.mixture).roc.area
