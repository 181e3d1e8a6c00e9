"""Geometry of the pictures against independent computations, and against the stage's own."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from gmm import assign
from gmm.data.datasets import DATASETS
from gmm.ui.takeaway.geometry import (
    MARKS,
    bin_values,
    choose_step,
    choose_ticks,
    cut_cells,
    find_boundaries,
    find_grid,
    outline_covariance,
    pad,
    stack_bins,
    view_line,
    view_plane,
)

ROOT = Path(__file__).parents[3]
FIXTURE = json.loads((ROOT / "tests/geometry.json").read_text("utf-8"))
coordinates = st.floats(-100, 100)
clouds = arrays(np.float64, st.tuples(st.integers(1, 30), st.just(2)), elements=coordinates)

# ------------------------------------------------------------------------------ the stage's own
# tests/browser/test_geometry.py holds assets/stage/geometry.js to the same file.


def test_ellipses() -> None:
    for row in FIXTURE["ellipses"]:
        xx, xy, yy = row["covariance"]
        found = outline_covariance(np.array([[xx, xy], [xy, yy]]))
        assert_allclose(found, [row["major"], row["minor"], row["angle"]], rtol=1e-9)


def test_cells() -> None:
    for row in FIXTURE["cells"]:
        found = cut_cells(np.array(row["centroids"]), tuple(row["box"]))
        for cell, wanted in zip(found, row["cells"], strict=True):
            assert_allclose(from_the_lowest(cell), from_the_lowest(wanted), atol=1e-12)


def from_the_lowest(corners: Any) -> np.ndarray:
    """Corners as they run round a cell, the first one being that nearest to the lower left."""
    if len(corners) == 0:
        return np.empty((0, 2))
    cell = np.array(corners)
    return np.roll(cell, -int((cell @ [1.0, 1.01]).argmin()), axis=0)


def test_boundaries() -> None:
    for row in FIXTURE["boundaries"]:
        assert_allclose(find_boundaries(np.array(row["centroids"], dtype=float)), row["boundaries"])


@pytest.mark.parametrize("row", FIXTURE["bins"])
def test_bins(row: dict[str, Any]) -> None:
    found = bin_values(np.array(row["values"]))
    assert found.number == row["count"]
    assert found.of.tolist() == row["of"]
    assert_allclose([found.start, found.width], [row["start"], row["width"]], rtol=1e-12)


@pytest.mark.parametrize("row", FIXTURE["ticks"])
def test_ticks(row: dict[str, Any]) -> None:
    values, grain = choose_ticks(row["low"], row["high"], row["count"])
    assert_allclose(values, row["values"])
    assert grain == row["grain"]


def test_views() -> None:
    for row in FIXTURE["planes"]:
        points = np.array(row["points"])
        view = view_plane(points, row["width"], row["height"], row["round"])
        assert_allclose(view.box, row["box"], rtol=1e-12)
        assert_allclose([view.x(points[:, 0]), view.y(points[:, 1])], [row["x"], row["y"]], 1e-9)
    for row in FIXTURE["lines"]:
        values = np.array(row["values"])
        view = view_line(values, row["width"], row["height"], row["peak"])
        assert_allclose(view.box, row["box"], rtol=1e-12)
        assert_allclose(view.x(values), row["x"], rtol=1e-9)
        assert_allclose(view.y(row["densities"]), row["y"], atol=1e-9)


def test_marks_are_the_stages_own() -> None:
    # The stage's script reads the same file.
    assert 'import look from "../look.json"' in (ROOT / "assets/stage/marks.js").read_text("utf-8")
    disc, *shapes = json.loads((ROOT / "assets/look.json").read_text("utf-8"))["marks"]
    assert_allclose(np.hypot(*MARKS[0].T), disc["disc"])
    for path, shape in zip(MARKS[1:], shapes, strict=True):
        assert path[:-1].tolist() == shape["corners"]
        assert path[-1].tolist() == shape["corners"][0]  # closed


# ------------------------------------------------------------------------------ any numbers


@settings(deadline=None)
@given(st.floats(0.1, 10), st.floats(0.1, 10), st.floats(-0.99, 0.99))
def test_the_outline_has_the_covariances_roots(a: float, b: float, r: float) -> None:
    covariance = np.array([[a * a, r * a * b], [r * a * b, b * b]])
    major, minor, angle = outline_covariance(covariance)
    assert_allclose([minor**2, major**2], np.linalg.eigvalsh(covariance), rtol=1e-9, atol=1e-12)
    axis = np.array([math.cos(angle), math.sin(angle)])
    assert_allclose(covariance @ axis, major**2 * axis, atol=1e-9 * major**2 + 1e-12)


@settings(deadline=None)
@given(clouds, st.floats(50, 900), st.floats(50, 900))
def test_the_plane_holds_every_point_in_one_scale_or_fills_the_picture(
    points: np.ndarray, width: float, height: float
) -> None:
    across, up = view_plane(points, width, height, True).scales
    assert across == pytest.approx(up)
    view = view_plane(points, width, height, False)
    top, (across, up) = view.box[3], view.scales
    if across != pytest.approx(up):
        # One scale would have left much of it empty; now only the air is.
        assert min(across, up) < 0.67 * max(across, up)
        x0, x1 = pad(points[:, 0].min(), points[:, 0].max(), 0.07)
        y0, y1 = pad(points[:, 1].min(), points[:, 1].max(), 0.07)
        assert max((x1 - x0) / (y1 - y0), (y1 - y0) / (x1 - x0)) >= 1.5
        assert_allclose(view.box, (x0, y0, x1, y1), rtol=1e-9, atol=1e-9 * max(x1 - x0, y1 - y0))
    xs, ys = view.x(points[:, 0]), view.y(points[:, 1])
    assert (xs >= 0).all()
    assert (xs <= width).all()
    assert (ys >= 0).all()
    assert (ys <= height).all()
    assert view.y(top) == 0


def test_a_line_is_looked_at_from_its_ground() -> None:
    view = view_line(np.array([0.0, 100.0]), 114, 50, 2.0)
    assert_allclose(view.x(np.array([-7, 0, 100, 107])), [0, 7, 107, 114], atol=1e-9)
    assert_allclose(view.y(np.array([0, 1, 2])), [50, 25, 0])


@settings(deadline=None)
@given(
    arrays(
        np.float64, st.tuples(st.integers(1, 6), st.just(2)),
        elements=st.integers(-8, 8).map(float),
    )
)  # fmt: skip
def test_a_cell_is_what_is_nearest(centroids: np.ndarray) -> None:
    found = cut_cells(centroids, (-10, -10, 10, 10))
    areas = [area(cell) for cell in found]
    assert sum(areas) == pytest.approx(400)
    grid = np.stack(np.meshgrid(*[np.linspace(-9.97, 9.97, 80)] * 2), axis=-1).reshape(-1, 2)
    labels, _ = assign(grid, centroids)
    shares = np.bincount(labels, minlength=len(centroids)) / len(grid)
    assert_allclose(np.array(areas) / 400, shares, atol=0.02)
    for k, cell in enumerate(found):
        if len(cell):
            # A corner is no nearer to any other centroid.
            away = np.linalg.norm(cell[:, None] - centroids, axis=2)
            assert (away[:, k] <= away.min(axis=1) + 1e-9).all()


def area(polygon: np.ndarray) -> float:
    if len(polygon) < 3:
        return 0.0
    x, y = polygon.T
    return abs(float(x @ np.roll(y, 1) - y @ np.roll(x, 1))) / 2


@settings(deadline=None)
@given(
    arrays(np.float64, st.integers(1, 80), elements=st.floats(-1e3, 1e3, width=32)),
    st.integers(1, 4),
    st.booleans(),
)
def test_the_stacked_histogram_is_a_density(values: np.ndarray, k: int, weighted: bool) -> None:
    found = bin_values(values)
    assert (found.of >= 0).all()
    low = found.start + found.width * found.of
    assert (low <= values + 1e-9 * abs(found.start)).all()
    assert (values <= low + found.width * (1 + 1e-9) + 1e-9 * abs(found.start)).all()
    rng = np.random.default_rng(0)
    gamma = rng.dirichlet(np.ones(k), len(values))
    weights = rng.uniform(0.5, 3, len(values)) if weighted else None
    heights = stack_bins(found, gamma, weights)
    assert heights.sum() * found.width == pytest.approx(1)
    often = np.ones(len(values)) if weights is None else weights
    assert_allclose(heights.sum(axis=0) * found.width, often @ gamma / often.sum())
    counts = np.bincount(found.of, often, minlength=found.number) / often.sum()
    assert_allclose(heights.sum(axis=1) * found.width, counts)


def test_values_on_the_edges_are_in_the_middle_of_their_bins() -> None:
    found = bin_values(np.arange(10.0, 22.0))
    assert (found.start, found.width, found.number) == (9.5, 1.0, 12)
    assert found.of.tolist() == list(range(12))


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 60), min_size=2, max_size=40, unique=True),
    st.sampled_from([0.1, 0.25, 0.5, 1.0, 3.0, 7.3]),
    st.floats(-50, 50),
)
def test_on_a_grid_every_bin_covers_as_many_places(
    places: list[int], step: float, low: float
) -> None:
    values = low + step * np.array(places)
    # The grid is the one that the values show.
    own = find_grid(values)
    assert (
        own == pytest.approx(step * np.gcd.reduce(np.diff(np.sort(places))), rel=1e-6) or own == 0
    )
    found = bin_values(values)
    middles = found.start + found.width * (found.of + 0.5)
    assert (np.abs(values - middles) <= found.width / 2 * (1 + 1e-6)).all()
    if own <= choose_step(float(np.ptp(values)), 10) / 20:
        return
    many = found.width / own
    assert many == pytest.approx(round(many))
    # No value is nearer to an edge than half a step.
    assert (np.abs(values - middles) <= (found.width - own) / 2 + 1e-6 * own).all()


def test_bars_of_counted_speeds_are_as_wide_as_the_speeds_are_apart() -> None:
    cyclists = DATASETS["Cyclist speeds"].make(0, 0)
    assert cyclists.frequencies is not None
    found = bin_values(cyclists.points[:, 0])
    assert (found.start, found.width, found.number) == (0.5, 1.0, 6)
    heights = stack_bins(found, np.ones((6, 1)), cyclists.frequencies)
    assert_allclose(heights[:, 0], np.array([4, 9, 6, 7, 3, 2]) / 31)


@settings(deadline=None)
@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.floats(2, 12))
def test_ticks_are_round_and_within(low: float, reach: float, count: float) -> None:
    found, grain = choose_ticks(low, low + reach, count)
    step = choose_step(reach, count)
    assert 0.35 * count - 1 <= len(found) <= 1.3 * count + 1
    assert step / 10 < 10.0**grain <= step * (1 + 1e-9)
    for value in found:
        assert low - 1e-6 * reach <= value <= low + reach * (1 + 1e-6)
