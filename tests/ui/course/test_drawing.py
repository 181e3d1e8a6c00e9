"""A frame as a small picture for paper."""

import re

import numpy as np
import pytest

from gmm.data.datasets import DATASETS
from gmm.ui.course.drawing import NARROW, WIDE, draw_frame
from gmm.ui.link import View, open_settings
from gmm.ui.run import Run, record_run
from gmm.ui.takeaway.colours import measure_luminance, parse_colour


def run_of(name: str = "Round clusters", twin: bool = False) -> Run:
    settings = open_settings(name)._replace(n=80, twin=twin)
    return record_run(settings, DATASETS[name].make(settings.n, settings.data_seed))


@pytest.fixture(scope="module")
def alone() -> Run:
    return run_of()


def test_it_is_narrow_alone_and_wide_with_k_means(alone: Run) -> None:
    assert draw_frame(alone, 1, View(), "a").width == NARROW
    wide = draw_frame(run_of(twin=True), 1, View(), "a")
    assert wide.width == WIDE
    assert ">k-means</text>" in wide.svg


def test_it_stands_in_a_page_beside_others(alone: Run) -> None:
    one, other = (draw_frame(alone, 2, View(), mark).svg for mark in ("a", "b"))
    assert one.startswith("<svg")
    assert "<metadata" not in one
    names = [set(re.findall(r' id="([^"]*)"', svg)) for svg in (one, other)]
    assert names[0]
    assert not names[0] & names[1]
    for svg, known in zip((one, other), names, strict=True):
        assert set(re.findall(r'(?:url\(|href=")#([\w-]+)', svg)) <= known


def test_components_are_told_apart_in_grey(alone: Run) -> None:
    svg = draw_frame(alone, 2, View(), "a").svg
    assert len(set(re.findall(r"stroke-dasharray: ([\d., ]+)", svg))) >= 2
    assert all(f">{k}</text>" in svg for k in (1, 2, 3))
    shades = [measure_luminance(parse_colour(c)) for c in set(re.findall(r"#[0-9a-f]{6}", svg))]
    assert np.ptp(shades) > 0.5


def test_the_curve_ends_at_the_frame_on_show(alone: Run) -> None:
    assert "Log-likelihood" not in draw_frame(alone, 2, View(), "a").svg
    assert "Log-likelihood" not in draw_frame(alone, 0, View(), "a", curve=True).svg
    svg = draw_frame(alone, 4, View(), "a", curve=True).svg
    assert ">iteration 2</text>" in svg


def test_arrows_lead_from_where_the_means_were(alone: Run) -> None:
    plain = draw_frame(alone, 2, View(), "a").svg
    moved = draw_frame(alone, 2, View(), "a", moved_from=1).svg
    assert len(moved) > len(plain)


@pytest.mark.parametrize("name", ["Waiting times", "Cyclist speeds", "Galaxy velocities"])
def test_a_line_is_drawn_as_well(name: str) -> None:
    run = run_of(name)
    for frame in (0, 1, run.frames - 1):
        assert "density" in draw_frame(run, frame, View(), "a", curve=True).svg


def test_rings_and_cells_are_drawn_where_the_view_has_them() -> None:
    run = run_of("Unequal clusters", twin=True)
    last = run.frames - 1
    bare = draw_frame(run, last, View(frozenset()), "a").svg
    assert len(draw_frame(run, last, View(frozenset({"rings"})), "a").svg) > len(bare)
    assert len(draw_frame(run, last, View(frozenset({"cells"})), "a").svg) > len(bare)
