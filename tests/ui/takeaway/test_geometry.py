"""Geometry of the pictures against independent computations."""

import ast
import math
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from gmm import assign
from gmm.ui.takeaway.geometry import (
    MARKS,
    bins,
    boundaries,
    cells,
    ellipse,
    fixed,
    line_view,
    nice_step,
    plane_view,
    significant,
    stacked,
    ticks,
)

coordinates = st.floats(-100, 100)
clouds = arrays(np.float64, st.tuples(st.integers(1, 30), st.just(2)), elements=coordinates)


@settings(deadline=None)
@given(st.floats(0.1, 10), st.floats(0.1, 10), st.floats(-0.99, 0.99))
def test_the_outline_has_the_covariances_roots(a: float, b: float, r: float) -> None:
    covariance = np.array([[a * a, r * a * b], [r * a * b, b * b]])
    major, minor, angle = ellipse(covariance)
    assert_allclose([minor**2, major**2], np.linalg.eigvalsh(covariance), rtol=1e-9, atol=1e-12)
    axis = np.array([math.cos(angle), math.sin(angle)])
    assert_allclose(covariance @ axis, major**2 * axis, atol=1e-9 * major**2 + 1e-12)


@settings(deadline=None)
@given(clouds, st.floats(50, 900), st.floats(50, 900))
def test_the_plane_has_one_scale_and_holds_every_point(
    points: np.ndarray, width: float, height: float
) -> None:
    view = plane_view(points, width, height)
    left, bottom, right, top = view.box
    assert (right - left) / width == pytest.approx((top - bottom) / height)
    xs, ys = view.x(points[:, 0]), view.y(points[:, 1])
    assert (xs >= 0).all()
    assert (xs <= width).all()
    assert (ys >= 0).all()
    assert (ys <= height).all()
    assert view.y(top) == 0


def test_a_line_is_looked_at_from_its_ground() -> None:
    view = line_view(np.array([0.0, 100.0]), 114, 50, 2.0)
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
    found = cells(centroids, (-10, -10, 10, 10))
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


def test_boundaries_lie_half_way() -> None:
    assert boundaries(np.array([4.0, 0, 1, 1])).tolist() == [0.5, 2.5]
    assert boundaries(np.array([3.0])).tolist() == []


@settings(deadline=None)
@given(
    arrays(np.float64, st.integers(1, 80), elements=st.floats(-1e3, 1e3, width=32)),
    st.integers(1, 4),
    st.booleans(),
)
def test_the_stacked_histogram_is_a_density(values: np.ndarray, k: int, weighted: bool) -> None:
    found = bins(values)
    assert (found.of >= 0).all()
    low = found.start + found.width * found.of
    assert (low <= values + 1e-9 * abs(found.start)).all()
    assert (values <= low + found.width * (1 + 1e-9) + 1e-9 * abs(found.start)).all()
    rng = np.random.default_rng(0)
    gamma = rng.dirichlet(np.ones(k), len(values))
    weights = rng.uniform(0.5, 3, len(values)) if weighted else None
    heights = stacked(found, gamma, weights)
    assert heights.sum() * found.width == pytest.approx(1)
    often = np.ones(len(values)) if weights is None else weights
    assert_allclose(heights.sum(axis=0) * found.width, often @ gamma / often.sum())
    counts = np.bincount(found.of, often, minlength=found.number) / often.sum()
    assert_allclose(heights.sum(axis=1) * found.width, counts)


def test_values_on_the_edges_are_in_the_middle_of_their_bins() -> None:
    found = bins(np.arange(10.0, 22.0))
    assert (found.start, found.width, found.number) == (9.5, 1.0, 12)
    assert found.of.tolist() == list(range(12))


@settings(deadline=None)
@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.floats(2, 12))
def test_ticks_are_round_and_within(low: float, reach: float, count: float) -> None:
    found = ticks(low, low + reach, count)
    step = nice_step(reach, count)
    assert 0.35 * count - 1 <= len(found) <= 1.3 * count + 1
    for value, words in found:
        assert low - 1e-6 * reach <= value <= low + reach * (1 + 1e-6)
        said = float(words.replace(",", "").replace("−", "-"))
        assert said == pytest.approx(value, rel=1e-12, abs=1e-6 * step)


@pytest.mark.parametrize(
    ("value", "digits", "words"),
    [
        (1234.5678, 4, "1,235"),
        (-0.765432, 4, "−0.7654"),
        (79.0, 4, "79.00"),
        (0, 4, "0"),
        (1.5e-7, 4, "1.50e−7"),
        (-2.5e9, 4, "−2.50e9"),
        (-math.inf, 7, "−∞"),
        (-386.0380951, 7, "−386.0381"),
    ],
)
def test_numbers_as_the_stage_writes_them(value: float, digits: int, words: str) -> None:
    assert significant(value, digits) == words


def test_no_minus_before_nothing() -> None:
    assert fixed(-0.0001, 2) == "0.00"
    assert fixed(-12345.6, 0) == "−12,346"


def test_marks_are_the_stages_own() -> None:
    script = (Path(__file__).parents[3] / "assets/stage/marks.js").read_text("utf-8")
    shapes = script.split("const SHAPES = [")[1].split("\n];")[0]
    entries = re.findall(r"turning\((.*?)\)|polygon\((\[\[.*?\]\])\)", shapes, re.DOTALL)
    assert len(entries) == 7
    for path, (turning, polygon) in zip(MARKS[1:], entries, strict=True):
        if polygon:
            corners = np.array(ast.literal_eval(polygon))
        else:
            count, radius, *rest = map(float, turning.split(","))
            inner, first = [*rest, *(radius, -90.0)[len(rest) :]]
            angles = np.deg2rad(first + 360 / count * np.arange(count))
            reach = np.where(np.arange(count) % 2, inner, radius)
            corners = np.column_stack([reach * np.cos(angles), reach * np.sin(angles)])
        assert_allclose(path[:-1], corners, atol=1e-9)
    assert_allclose(np.hypot(*MARKS[0].T), 6.5)


def test_the_stage_has_the_same_constants() -> None:
    script = (Path(__file__).parents[3] / "assets/stage/geometry.js").read_text("utf-8")
    assert re.search(r"Math\.min\(50, Math\.max\(10, Math\.ceil\(4\.5 \* Math\.cbrt", script)
    assert len(re.findall(r"padded\(extent\(.*\), 0\.07\)", script)) == 3
    assert "rough * 0.85" in script
