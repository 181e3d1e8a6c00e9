"""The stage's geometry, in Chromium, against the fixture that the pictures share."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from tests.browser.conftest import Modules

FIXTURE = json.loads((Path(__file__).parents[1] / "geometry.json").read_text("utf-8"))


def test_ellipses(modules: Modules) -> None:
    rows = FIXTURE["ellipses"]
    found = modules(
        "geometry", "a.map((c) => m.ellipse(...c))", [row["covariance"] for row in rows]
    )
    for axes, row in zip(found, rows, strict=True):
        names = ("major", "minor", "angle")
        assert_allclose([axes[n] for n in names], [row[n] for n in names], rtol=1e-9)


def test_cells(modules: Modules) -> None:
    found = modules(
        "geometry",
        "a.map(({ centroids, box }) => m.cells(Float64Array.from(centroids.flat()), box))",
        FIXTURE["cells"],
    )
    for own, row in zip(found, FIXTURE["cells"], strict=True):
        for cell, wanted in zip(own, row["cells"], strict=True):
            assert_allclose(from_the_lowest(cell), from_the_lowest(wanted), atol=1e-12)


def from_the_lowest(corners: list[list[float]]) -> np.ndarray:
    """Corners as they run round a cell, the first one being that nearest to the lower left."""
    if not corners:
        return np.empty((0, 2))
    cell = np.array(corners)
    return np.roll(cell, -int((cell @ [1.0, 1.01]).argmin()), axis=0)


def test_boundaries(modules: Modules) -> None:
    for row in FIXTURE["boundaries"]:
        found = modules("geometry", "m.boundaries(Float64Array.from(a))", row["centroids"])
        assert_allclose(found, row["boundaries"])


@pytest.mark.parametrize("row", FIXTURE["bins"])
def test_bins(modules: Modules, row: dict[str, Any]) -> None:
    found = modules(
        "geometry",
        "(({ of, ...bins }) => ({ ...bins, of: [...of] }))(m.bins(Float64Array.from(a)))",
        row["values"],
    )
    assert found["count"] == row["count"]
    assert found["of"] == row["of"]
    assert_allclose([found["start"], found["width"]], [row["start"], row["width"]], rtol=1e-12)


@pytest.mark.parametrize("row", FIXTURE["ticks"])
def test_ticks(modules: Modules, row: dict[str, Any]) -> None:
    found = modules("geometry", "m.ticks(a.low, a.high, a.count)", row)
    assert_allclose(found["values"], row["values"])
    assert found["grain"] == row["grain"]


def test_views(modules: Modules) -> None:
    for row in FIXTURE["planes"]:
        box, x, y = modules(
            "geometry",
            """(() => { const v = m.planeView(Float64Array.from(a.points.flat()), a.width, a.height, a.round);
              return [v.box, a.points.map(([x]) => v.x(x)), a.points.map(([, y]) => v.y(y))]; })()""",
            row,
        )
        assert_allclose(box, row["box"], rtol=1e-12)
        assert_allclose([x, y], [row["x"], row["y"]], atol=1e-9)
    for row in FIXTURE["lines"]:
        box, x, y = modules(
            "geometry",
            """(() => { const v = m.lineView(Float64Array.from(a.values), a.width, a.height, a.peak);
              return [v.box, a.values.map(v.x), a.densities.map(v.y)]; })()""",
            row,
        )
        assert_allclose(box, row["box"], rtol=1e-12)
        assert_allclose(x, row["x"], atol=1e-9)
        assert_allclose(y, row["y"], atol=1e-9)
