"""What a mixture and k-means make of the points: ellipses, densities, cells, marks, trails.

Marks, sizes and the order of what lies over what are the stage's (assets/stage: marks.js, plane.js,
line.js, notes.js and stage.css).
"""

import math

import numpy as np
from matplotlib.patches import Ellipse, PathPatch, Polygon, Rectangle
from matplotlib.path import Path as Outline

from gmm.mixture import Mixture, log_joint
from gmm.points import FloatArray, IntArray
from gmm.ui.link import View
from gmm.ui.run import Run
from gmm.ui.takeaway.colours import Rgb, Theme, mix, pick_colour
from gmm.ui.takeaway.geometry import MARKS, cut_cells, find_boundaries, outline_covariance
from gmm.ui.takeaway.pane import Pane, name_axes
from gmm.ui.takeaway.sheet import Area, Sheet, draw_line, pt, put

# Of a component's lines where colours may be lost: lengths in pixels, of line and gap in turn.
DASHES: tuple[tuple[float, ...], ...] = (
    *((), (8, 4), (2, 3), (10, 3, 2, 3), (16, 4), (5, 2), (10, 3, 2, 3, 2, 3), (2, 6)),
    *((16, 3, 5, 3), (4, 6), (16, 3, 2, 3, 2, 3), (8, 9)),
)

# Of an ellipse at so many standard deviations: the casing's width, the line's, how opaque it is.
_LOOK = {1: (5.5, 2.4, 0.1), 2: (3.5, 1.5, 0.05), 3: (2.6, 1.1, 0.03)}


def draw_mixture(
    sheet: Sheet,
    pane: Pane,
    run: Run,
    mixture: Mixture,
    view: View,
    theme: Theme,
    marked: bool = False,
) -> None:
    """Ellipses and means in the plane, densities and means on a line.

    Parameters
    ----------
    sheet : Sheet
    pane : Pane
    run : Run
    mixture : Mixture
    view : View
        With "third" there are ellipses at three standard deviations as well; on a line "density"
        fills the mixture's curve and "regions" colours where a component wins.
    theme : Theme
    marked : bool
        Whether components are told apart without colours, too: each by lines of its own.
    """
    places = pane.place(mixture.means)
    if mixture.means.shape[1] == 1:
        _draw_densities(sheet, pane, mixture, view, theme, marked)
    else:
        for k, covariance in enumerate(mixture.covariances[:, :2, :2]):
            for sigmas in (3, 2, 1) if "third" in view.on else (2, 1):
                _draw_ellipse(sheet, pane, places[k], covariance, sigmas, k, theme, marked)
    name_axes(sheet, pane, run, theme)
    for k, place in enumerate(places):
        draw_mark(sheet, pane.area, place, k, theme)


def draw_cells(sheet: Sheet, pane: Pane, centroids: FloatArray, theme: Theme) -> None:
    """The cells of k-means in the plane, below the points."""
    if centroids.shape[1] != 2:
        return
    for k, cell in enumerate(cut_cells(centroids, pane.view.box)):
        if len(cell):
            tile = Polygon(pane.place(cell), facecolor=(*pick_colour(theme, k), 0.1))
            tile.set(edgecolor=theme.muted, linewidth=pt(1))
            put(sheet, tile, pane.area)


def draw_centroids(
    sheet: Sheet, pane: Pane, run: Run, centroids: FloatArray, view: View, theme: Theme
) -> None:
    """The centroids of k-means; with "cells" in view, on a line the boundaries between them."""
    places = pane.place(centroids)
    if centroids.shape[1] == 1:
        _, y0, _, y1 = pane.area
        for place in find_boundaries(centroids[:, 0]) if "cells" in view.on else ():
            x = float(pane.across(place))
            draw_line(sheet, [x, x], [y0, y1], theme.ink, 1.2, pane.area, (4, 4))
        for k, (x, ground) in enumerate(places):
            draw_line(sheet, [x, x], [y0 + 18, ground], pick_colour(theme, k), 2.2, pane.area)
    name_axes(sheet, pane, run, theme)
    for k, place in enumerate(places):
        draw_mark(sheet, pane.area, place, k, theme)


def draw_trails(sheet: Sheet, pane: Pane, steps: list[FloatArray], theme: Theme) -> None:
    """The way of each mean through the plane: `steps` are the means (K, D) one after another."""
    if steps[0].shape[1] > 1:
        ways = np.array([pane.place(means) for means in steps])
        for k in range(ways.shape[1]):
            draw_line(sheet, ways[:, k, 0], ways[:, k, 1], pick_colour(theme, k), 2, pane.area)


def draw_mark(sheet: Sheet, clip: Area | None, place: FloatArray, k: int, theme: Theme) -> None:
    """A component's mark with a rim in the paper's colour and a thin shadow around that."""
    x, y = place
    path = Outline(MARKS[k % len(MARKS)] + [x, y], closed=True)
    colour = pick_colour(theme, k)
    inner, rim = (theme.paper, colour) if _is_hollow(k) else (colour, theme.paper)
    for edge, width in ((mix(theme.ink, theme.paper, 0.7), 4.6), (rim, 3.0)):
        patch = PathPatch(path, facecolor=inner, edgecolor=edge, linewidth=pt(width))
        patch.set_joinstyle("round")
        put(sheet, patch, clip)
    if not _is_hollow(k):
        put(sheet, PathPatch(path, facecolor=inner, edgecolor="none", linewidth=0), clip)


def _draw_ellipse(
    sheet: Sheet,
    pane: Pane,
    place: FloatArray,
    covariance: FloatArray,
    sigmas: int,
    k: int,
    theme: Theme,
    marked: bool,
) -> None:
    # Of the ellipse that is seen: up may be stretched against across.
    scales = np.array(pane.view.scales)
    major, minor, angle = outline_covariance(covariance * np.outer(scales, scales))
    scale = 2 * sigmas
    casing, thin, alpha = _LOOK[sigmas]
    colour, dashes = _choose_line(k, theme, marked)
    style = (0, tuple(dash / thin for dash in dashes)) if dashes else "solid"
    # A casing in the paper's colour keeps the line visible among points of its own colour.
    for face, edge, width, line in (
        ("none", (*theme.paper, 0.85), casing, "solid"),
        ((*colour, alpha), colour, thin, style),
    ):
        outline = Ellipse(tuple(place), scale * major, scale * minor, angle=-math.degrees(angle))
        outline.set(facecolor=face, edgecolor=edge, linewidth=pt(width), linestyle=line)
        put(sheet, outline, pane.area)


def _draw_densities(
    sheet: Sheet, pane: Pane, mixture: Mixture, view: View, theme: Theme, marked: bool
) -> None:
    low, _, high, _ = pane.view.box
    # Each mean is among the samples, so that a narrow component shows its peak.
    means, spreads = mixture.means[:, 0], np.sqrt(mixture.covariances[:, 0, 0])
    around = means[:, np.newaxis] + spreads[:, np.newaxis] * np.arange(-4, 4.25, 0.25)
    xs = np.sort(np.concatenate([np.linspace(low, high, 241), around.ravel()]))
    joint = log_joint(xs[:, np.newaxis], mixture)
    across = pane.across(xs)
    if "regions" in view.on:
        _draw_bands(sheet, pane, across, joint.argmax(axis=1), theme)
    densities = np.exp(np.column_stack([np.logaddexp.reduce(joint, axis=1), joint]))
    # Not so high above the picture that a file could not hold it.
    curves = np.maximum(pane.area.y0 - 2 * pane.area.height, pane.down(densities))
    total = curves[:, 0]
    if "density" in view.on:
        corners = np.column_stack([across, total])
        ends = [[across[-1], pane.ground], [across[0], pane.ground]]
        put(sheet, Polygon(np.vstack([corners, ends]), facecolor=(*theme.ink, 0.12)), pane.area)
    # Dashes belong to the components where these have no colours.
    width, line = (1.0, DASHES[0]) if marked else (1.5, (5.0, 3.0))
    draw_line(sheet, across, total, theme.ink, width, pane.area, line)
    for k, curve in enumerate(curves.T[1:]):
        colour, dashes = _choose_line(k, theme, marked)
        draw_line(sheet, across, curve, colour, 2.2, pane.area, dashes)


def _draw_bands(
    sheet: Sheet, pane: Pane, across: FloatArray, winners: IntArray, theme: Theme
) -> None:
    """Where on a line each component wins, as bands of its colour."""
    starts = [0, *np.flatnonzero(np.diff(winners)) + 1]
    edges = [*across[starts], pane.area.x1]
    for start, left, right in zip(starts, edges, edges[1:], strict=False):
        band = Rectangle((left, pane.area.y0), right - left, pane.area.height)
        band.set(facecolor=(*pick_colour(theme, winners[start]), 0.16), edgecolor="none")
        put(sheet, band, pane.area)


def _choose_line(k: int, theme: Theme, marked: bool) -> tuple[Rgb, tuple[float, ...]]:
    """A component's colour and dashes. More components than colours: the second round is dashed."""
    colour = pick_colour(theme, k)
    if marked:
        return mix(theme.ink, colour, 0.6), DASHES[k]  # dark enough for any paper
    return colour, (7.0, 4.0) if _is_hollow(k) else ()


def _is_hollow(k: int) -> bool:
    return k >= len(MARKS)
