"""Small pictures of runs."""

import re

import numpy as np
import pytest

from gmm.data.datasets import DATASETS
from gmm.ui.link import Link, open_settings
from gmm.ui.recording import record_link
from gmm.ui.run import Run
from gmm.ui.site.thumbnail import HEIGHT, WIDTH, draw_thumbnail


def run_of(name: str) -> Run:
    return record_link(Link(open_settings(name)))


def ways(svg: str, kind: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for k, way in re.findall(rf'<path class="{kind} k(\d+)" d="([^"]*)"/>', svg):
        found.setdefault(int(k), []).append(way)
    return found


@pytest.mark.parametrize("name", DATASETS)
def test_every_set_has_one_of_a_few_kilobytes(name: str) -> None:
    run = run_of(name)
    svg = draw_thumbnail(run)
    assert len(svg) < 10_000
    assert "nan" not in svg
    assert 'aria-hidden="true"' in svg
    shapes = ways(svg, "ring" if run.points.shape[1] > 1 else "curve")
    assert len(shapes) == run.settings.k


def test_points_lie_where_they_are_in_their_components_colour() -> None:
    run = run_of("Round clusters")
    svg = draw_thumbnail(run)
    em = run.em
    assert em is not None
    for k, mean in enumerate(em.frames[-1].mixture.means):
        dots = np.array(re.findall(r"M(\d+) (\d+)h0", ways(svg, "dots")[k][0]), float)
        assert ((dots >= 0) & (dots <= [WIDTH, HEIGHT])).all()
        ring = np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", ways(svg, "ring")[k][1]), float)
        assert np.abs(dots.mean(axis=0) - ring[:-1].mean(axis=0)).max() < 5
        assert np.isfinite(mean).all()


def test_bars_are_stacked_up_to_all_points() -> None:
    svg = draw_thumbnail(run_of("Waiting times"))
    bars, curves = ways(svg, "bars"), ways(svg, "curve")
    assert set(bars) == set(curves) == {0, 1}
    lows = [float(low) for _, low in re.findall(r"M([\d.]+) ([\d.]+)V", bars[0][0])]
    assert set(lows) == {float(HEIGHT)}  # the first stands on the ground
