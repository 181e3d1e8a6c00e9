"""A frame of a run as a small picture for paper: SVG to stand in a page, readable in grey.

What is drawn is what `gmm.ui.takeaway.stills` draws, without its margins: EM, with k-means beside
it where a run has it, and the log-likelihood so far below them.
"""

from typing import NamedTuple

import numpy as np

from gmm.kmeans import assign
from gmm.mixture import responsibilities
from gmm.points import FloatArray, IntArray
from gmm.ui.apart import write_ticks
from gmm.ui.course.slim import slim_svg
from gmm.ui.link import View
from gmm.ui.run import Run
from gmm.ui.takeaway.colours import Theme, read_print_theme
from gmm.ui.takeaway.field import draw_field
from gmm.ui.takeaway.frames import find_frame, order_clusters, require_em
from gmm.ui.takeaway.geometry import choose_ticks, pad
from gmm.ui.takeaway.pane import (
    ACROSS,
    TICKS,
    Pane,
    draw_axes,
    fit_pane,
    sample_frequencies,
    sample_points,
)
from gmm.ui.takeaway.picture import draw_cells, draw_centroids, draw_mixture
from gmm.ui.takeaway.points import draw_points, draw_rings
from gmm.ui.takeaway.sheet import (
    Area,
    Sheet,
    draw_arrow,
    draw_disc,
    draw_line,
    make_sheet,
    take_turns,
    write,
    write_file,
)
from gmm.ui.units import restore_frame

NARROW, WIDE = 330.0, 680.0  # CSS pixels: beside words, and across a sheet of A4

_PANE, _CURVE, _ABOVE, _BELOW = 200.0, 62.0, 26.0, 26.0
_SHAPES = ("truth", "proportions", "density", "regions", "third")  # layers that paper shows


class Drawing(NamedTuple):
    """A picture as SVG, and its width in CSS pixels."""

    svg: str
    width: float


def draw_frame(
    run: Run,
    frame: int,
    view: View,
    mark: str,
    *,
    curve: bool = False,
    moved_from: int | None = None,
) -> Drawing:
    """Draw a frame for paper.

    Parameters
    ----------
    run : Run
    frame : int
    view : View
        Its layers, not its modes.
    mark : str
        Of this picture: several stand in one page, and their names must differ.
    curve : bool
        Whether the log-likelihood up to this frame is drawn, too.
    moved_from : int, optional
        A frame from whose means arrows lead to where they are now.
    """
    theme = read_print_theme()
    twin = run.kmeans is not None
    width = WIDE if twin else NARROW
    curve = curve and frame > 1
    height = _ABOVE * twin + _PANE + _BELOW + curve * (_CURVE + 48)
    with take_turns():
        sheet = make_sheet((width, height), theme)
        view = View(frozenset(name for name in view.on if name in (*_SHAPES, "rings", "cells")))
        top = _ABOVE if twin else 4.0
        step = width / (1 + twin)
        areas = [
            Area(at * step + TICKS, top, (at + 1) * step - 8, top + _PANE) for at in range(1 + twin)
        ]
        panes = [fit_pane(run, area, view) for area in areas]
        _draw_em(sheet, panes[0], run, frame, view, theme, moved_from)
        if twin:
            _draw_kmeans(sheet, panes, run, frame, view, theme)
            for pane, name in zip(panes, ("EM", "k-means"), strict=True):
                write(sheet, pane.area.x0, pane.area.y0 - 8, name, theme.ink, 13, "bold")
        if curve:
            below = Area(areas[0].x0, height - _CURVE - 20, areas[0].x1, height - 20)
            _draw_curve(sheet, below, run, frame, "bound" in view.on, theme)
        written = write_file(sheet, "svg", f"Frame {frame}").decode("utf-8")
    return Drawing(slim_svg(written, mark), width)


def _draw_em(
    sheet: Sheet,
    pane: Pane,
    run: Run,
    frame: int,
    view: View,
    theme: Theme,
    moved_from: int | None,
) -> None:
    tape, points = require_em(run), sample_points(run)
    shown = find_frame(tape, frame)
    gamma = None if shown.responsible is None else responsibilities(points, shown.responsible)
    draw_axes(sheet, pane, run, theme)
    draw_field(sheet, pane, shown.mixture, view, theme)
    draw_points(sheet, pane, run, gamma, theme, view, marked=True)
    if run.kmeans and gamma is not None and "rings" in view.on:
        _draw_differing(sheet, pane, run, frame, gamma, theme)
    draw_mixture(sheet, pane, run, shown.mixture, view, theme, marked=True)
    ends = pane.place(shown.mixture.means)
    if moved_from is not None:
        begins = pane.place(find_frame(tape, moved_from).mixture.means)
        for begin, end in zip(begins, ends, strict=True):
            if np.hypot(*(end - begin)) > 12:
                draw_arrow(sheet, begin, end, 9, theme.ink, pane.area)
            draw_disc(sheet, begin, 9, theme.paper, theme.ink, 2, pane.area)
    if len(ends) > 1:
        _number(sheet, ends, theme, run)


def _draw_kmeans(
    sheet: Sheet, panes: list[Pane], run: Run, frame: int, view: View, theme: Theme
) -> None:
    assert run.kmeans is not None
    points, twin = sample_points(run), find_frame(run.kmeans, frame)
    hard, order = _match(run, frame)
    draw_axes(sheet, panes[1], run, theme)
    if "cells" in view.on:
        draw_cells(sheet, panes[1], twin.centroids[order], theme)
    draw_points(sheet, panes[1], run, hard, theme, view, marked=True)
    responsible = find_frame(require_em(run), frame).responsible
    if "rings" in view.on and responsible is not None:
        gamma = responsibilities(points, responsible)
        _draw_differing(sheet, panes[1], run, frame, gamma, theme)
    draw_centroids(sheet, panes[1], run, twin.centroids[order], view, theme)
    _number(sheet, panes[1].place(twin.centroids[order]), theme, run)


def _match(run: Run, frame: int) -> tuple[FloatArray | None, IntArray]:
    """Assignments (N, K) as 0 and 1, and the clusters in the order of the components."""
    assert run.kmeans is not None
    points, twin = sample_points(run), find_frame(run.kmeans, frame)
    order = np.arange(len(twin.centroids))
    if twin.assigned is None:
        return None, order
    hard = np.eye(len(twin.assigned))[assign(points, twin.assigned)[0]]
    responsible = find_frame(require_em(run), frame).responsible
    if responsible is not None:
        order = order_clusters(responsibilities(points, responsible), hard, sample_frequencies(run))
    return hard[:, order], order


def _draw_differing(
    sheet: Sheet, pane: Pane, run: Run, frame: int, gamma: FloatArray, theme: Theme
) -> None:
    hard, _ = _match(run, frame)
    if hard is not None:
        differing = np.flatnonzero(gamma.argmax(axis=1) != hard.argmax(axis=1))
        draw_rings(sheet, pane, run, differing, theme)


def _number(sheet: Sheet, places: FloatArray, theme: Theme, run: Run) -> None:
    """Numbers beside the marks, which greys alone may not tell apart."""
    above = 7 if run.points.shape[1] > 1 else 26  # a line's name stands on the ground
    for k, (x, up) in enumerate(places, start=1):
        write(sheet, x + 9, up - above, f"{k}", theme.ink, 12, "bold", halo=theme.paper)


def _draw_curve(sheet: Sheet, area: Area, run: Run, frame: int, bound: bool, theme: Theme) -> None:
    """The log-likelihood up to this frame: what follows may be the answer."""
    frames = [restore_frame(run, each) for each in require_em(run).frames[: frame + 1]]
    values = np.array([each.log_likelihood for each in frames])
    below = np.array([np.nan if each.bound is None else each.bound for each in frames])
    drawn = values[np.isfinite(values)]
    low, high = pad(float(drawn.min()), float(drawn.max()), 0.08)
    levels, grain = choose_ticks(low, high, 3)
    texts, beside = write_ticks(levels, grain, ACROSS)

    def down(heights: FloatArray) -> FloatArray:
        return area.y1 - area.height * (np.clip(heights, low, high) - low) / (high - low)

    xs = area.x0 + area.width * np.arange(len(values)) / max(1, len(values) - 1)
    for value, words in zip(levels, texts, strict=True):
        y = float(down(np.array(value)))
        draw_line(sheet, [area.x0, area.x1], [y, y], theme.faint)
        write(sheet, area.x0 - 6, y, words, theme.muted, 10.5, ha="right", va="center_baseline")
    name = " ".join(filter(None, ("Log-likelihood in nats", beside)))
    write(sheet, area.x0, area.y0 - 6, name, theme.ink, 11.5)
    write(sheet, area.x1, area.y1 + 15, f"iteration {frame // 2}", theme.muted, 10.5, ha="right")
    write(sheet, area.x0, area.y1 + 15, "0", theme.muted, 10.5)
    draw_line(sheet, xs, down(values), theme.ink, 1.8)
    if bound:
        draw_line(sheet, xs, down(below), theme.ink, 1.4, None, (2, 2.5))
