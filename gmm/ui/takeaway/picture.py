"""A run's picture on a sheet: axes, points, what the mixture and k-means make of them.

Marks, sizes and the order of what lies over what are the stage's (assets/stage: marks.js, plane.js,
line.js, picture.js and stage.css).
"""

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.collections import PathCollection
from matplotlib.patches import Ellipse, PathPatch, Polygon, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.transforms import IdentityTransform

from gmm.limits import MAX_DRAWN, fair_sample
from gmm.mixture import Mixture, log_joint
from gmm.points import FloatArray
from gmm.ui.run import Run, name_columns
from gmm.ui.takeaway.colours import Theme, blend, component_colour, mixed
from gmm.ui.takeaway.frames import em_of
from gmm.ui.takeaway.geometry import (
    MARKS,
    Bins,
    Scene,
    bins,
    boundaries,
    cells,
    ellipse,
    line_view,
    plane_view,
    stacked,
    ticks,
)
from gmm.ui.takeaway.sheet import Area, Sheet, draw_line, fit, pt, put, write

TICKS = 44.0  # pixels for their numbers, left of a picture
RUG = 34.0  # pixels of points below their histogram


class Pane(NamedTuple):
    """A picture's place on the sheet, in pixels, and the way there from the data."""

    left: float
    top: float
    width: float
    height: float
    view: Scene  # of a line: of what is above the rug

    @property
    def area(self) -> Area:
        """The place alone."""
        return Area(self.left, self.top, self.left + self.width, self.top + self.height)

    def across(self, values: npt.ArrayLike) -> FloatArray:
        """Pixels from the sheet's left edge."""
        return self.left + self.view.x(values)

    def down(self, values: npt.ArrayLike) -> FloatArray:
        """Pixels from the sheet's top edge."""
        return self.top + self.view.y(values)


def pane_at(run: Run, left: float, top: float, width: float, height: float) -> Pane:
    """Fit the data into a picture of that place and size."""
    points = drawn_points(run)
    if points.shape[1] == 2:
        seen = points if run.box is None else np.reshape(run.box, (2, 2))
        return Pane(left, top, width, height, plane_view(seen, width, height))
    view = line_view(points, width, height - RUG, _peak(run))
    return Pane(left, top, width, height, view)


def drawn_points(run: Run) -> FloatArray:
    """The points that the stage draws too: all, or a fair sample of `MAX_DRAWN`."""
    return run.points[fair_sample(len(run.points), MAX_DRAWN)]


def _weights(run: Run) -> FloatArray | None:
    weights = run.dataset.frequencies
    return None if weights is None else weights[fair_sample(len(weights), MAX_DRAWN)]


def _peak(run: Run) -> float:
    """The density at the top: of the histogram, and of the run's curves where they fit."""
    values = drawn_points(run)
    one = np.ones((len(values), 1))
    tallest = float(stacked(bins(values[:, 0]), one, _weights(run)).max())
    peak = tallest
    for frame in em_of(run).frames:
        if frame.phase != "E":
            densities = np.exp(log_joint(frame.mixture.means, frame.mixture)).sum(axis=1)
            peak = max(peak, float(densities.max()))
    return 1.12 * min(peak, 2.5 * tallest)


def draw_axes(sheet: Sheet, pane: Pane, run: Run, theme: Theme) -> None:
    """A frame, and ticks at round numbers of the data's own units."""
    left, bottom, right, top = pane.view.box
    origin, spread = run.scaling
    floor = pane.top + pane.height
    for at, words in _ticks(left, right, origin[0], spread[0], pane.width / 70):
        x = float(pane.across(at))
        draw_line(sheet, [x, x], [pane.top, floor], theme.faint)
        write(sheet, x, floor + 17, words, theme.muted, 11.5, ha="center")
    # Densities are per unit of the data.
    start, unit = (origin[1], spread[1]) if len(origin) == 2 else (0.0, 1 / spread[0])
    for at, words in _ticks(bottom, top, start, unit, pane.height / 45):
        y = float(pane.down(at))
        draw_line(sheet, [pane.left, pane.left + pane.width], [y, y], theme.faint)
        write(sheet, pane.left - 6, y, words, theme.muted, 11.5, ha="right", va="center_baseline")
    frame = Rectangle((pane.left, pane.top), pane.width, pane.height, fill=False)
    frame.set(edgecolor=theme.edge, linewidth=pt(1))
    put(sheet, frame)


def _ticks(
    low: float, high: float, origin: float, spread: float, count: float
) -> list[tuple[float, str]]:
    """Round numbers of the data's own units, and where they are in the points'."""
    return [
        ((value - origin) / spread, words)
        for value, words in ticks(origin + spread * low, origin + spread * high, count)
    ]


def draw_points(sheet: Sheet, pane: Pane, run: Run, gamma: FloatArray | None, theme: Theme) -> None:
    """The points, on a line above their histogram, in the colours of responsibilities (N, K)."""
    points = drawn_points(run)
    weights = _weights(run)
    n = len(points)
    if points.shape[1] == 2:
        places = np.column_stack([pane.across(points[:, 0]), pane.down(points[:, 1])])
    else:
        _draw_histogram(sheet, pane, points[:, 0], gamma, weights, theme)
        # Spread over the rug by the golden ratio: even, and the same every time.
        share = (np.arange(1, n + 1) * 0.6180339887498949) % 1
        ground = pane.top + pane.view.height
        places = np.column_stack([pane.across(points[:, 0]), ground + 6 + share * (RUG - 12)])
    colours = np.tile(theme.neutral, (n, 1))
    if gamma is not None:
        components = np.array([component_colour(theme, k) for k in range(gamma.shape[1])])
        colours = blend(gamma, components)
    radii = np.full(n, max(1.8, min(4.0, 12.5 / n**0.23)))
    if weights is not None:
        # What was seen more often is drawn larger: its area says how often.
        radii *= 0.6 + 0.3 * np.round(8 * np.sqrt(weights / weights.max()))
    rings = np.zeros(n, dtype=bool)
    if gamma is not None and gamma.shape[1] > len(MARKS):
        # The second round of colours is rings, as its marks are hollow.
        rings = gamma.argmax(axis=1) >= len(MARKS)

    def lay(which: npt.NDArray[np.bool_], look: dict[str, Any], edge: float) -> None:
        # Discs of one size are written once.
        sizes = radii[which] if weights is not None else radii[:1]
        dots = PathCollection(
            [Outline.unit_circle()],
            sizes=(pt(1) * (sizes + edge / 2)) ** 2,
            offsets=places[which],
            offset_transform=sheet.transData,
            linewidths=pt(edge),
            transform=IdentityTransform(),
            **look,
        )
        put(sheet, dots, pane.area)

    if not rings.all():
        lay(~rings, {"facecolors": colours[~rings], "edgecolors": [theme.paper]}, 0.6)
    if rings.any():
        look = {"facecolors": [theme.paper], "edgecolors": colours[rings]}
        lay(rings, look, 0.55 * float(radii[rings].min()))


def draw_mixture(sheet: Sheet, pane: Pane, run: Run, mixture: Mixture, theme: Theme) -> None:
    """Ellipses and means in the plane, densities and means on a line."""
    places = means_at(pane, mixture.means)
    if mixture.means.shape[1] == 2:
        for k, covariance in enumerate(mixture.covariances):
            for sigmas in (2, 1):
                _draw_ellipse(sheet, pane, places[k], covariance, sigmas, k, theme)
    else:
        _draw_densities(sheet, pane, mixture, theme)
    _name_axes(sheet, pane, run, theme)
    for k, place in enumerate(places):
        draw_mark(sheet, pane.area, place, k, theme)


def draw_centroids(
    sheet: Sheet,
    pane: Pane,
    run: Run,
    centroids: FloatArray,
    hard: FloatArray | None,
    theme: Theme,
) -> None:
    """Cells below the points, centroids above them."""
    places = means_at(pane, centroids)
    if centroids.shape[1] == 2:
        for k, cell in enumerate(cells(centroids, pane.view.box)):
            if len(cell):
                corners = np.column_stack([pane.across(cell[:, 0]), pane.down(cell[:, 1])])
                tile = Polygon(
                    corners, facecolor=(*component_colour(theme, k), 0.1), edgecolor=theme.muted
                )
                tile.set_linewidth(pt(1))
                put(sheet, tile, pane.area)
        draw_points(sheet, pane, run, hard, theme)
    else:
        draw_points(sheet, pane, run, hard, theme)
        bottom = pane.top + pane.height
        for place in boundaries(centroids[:, 0]):
            x = float(pane.across(place))
            draw_line(sheet, [x, x], [pane.top, bottom], theme.ink, 1.2, pane.area, (4, 4))
        for k, (x, ground) in enumerate(places):
            colour = component_colour(theme, k)
            draw_line(sheet, [x, x], [pane.top + 18, ground], colour, 2.2, pane.area)
    _name_axes(sheet, pane, run, theme)
    for k, place in enumerate(places):
        draw_mark(sheet, pane.area, place, k, theme)


def means_at(pane: Pane, means: FloatArray) -> FloatArray:
    """Pixels (K, 2) of means (K, D): on a line they stand on the ground."""
    heights = means[:, 1] if means.shape[1] == 2 else np.zeros(len(means))
    return np.column_stack([pane.across(means[:, 0]), pane.down(heights)])


def _draw_ellipse(
    sheet: Sheet,
    pane: Pane,
    place: FloatArray,
    covariance: FloatArray,
    sigmas: int,
    k: int,
    theme: Theme,
) -> None:
    major, minor, angle = ellipse(covariance)
    left, _, right, _ = pane.view.box
    scale = 2 * sigmas * pane.width / (right - left)
    wide, thin, alpha = {1: (5.5, 2.4, 0.1), 2: (3.5, 1.5, 0.05)}[sigmas]
    style = (0, (7 / thin, 4 / thin)) if _is_hollow(k) else "solid"
    # A casing in the paper's colour keeps the line visible among points of its own colour.
    for face, edge, line, dashes in (
        ("none", (*theme.paper, 0.85), wide, "solid"),
        ((*component_colour(theme, k), alpha), component_colour(theme, k), thin, style),
    ):
        outline = Ellipse(
            (place[0], place[1]),
            scale * major,
            scale * minor,
            angle=-math.degrees(angle),
            facecolor=face,
            edgecolor=edge,
            linewidth=pt(line),
            linestyle=dashes,
        )
        put(sheet, outline, pane.area)


def draw_mark(sheet: Sheet, clip: Area | None, place: FloatArray, k: int, theme: Theme) -> None:
    """A component's mark with a rim in the paper's colour and a thin shadow around that."""
    x, y = place
    path = Outline(MARKS[k % len(MARKS)] + [x, y], closed=True)
    colour = component_colour(theme, k)
    inner, rim = (theme.paper, colour) if _is_hollow(k) else (colour, theme.paper)
    for edge, width in ((mixed(theme.ink, theme.paper, 0.7), 4.6), (rim, 3.0)):
        patch = PathPatch(path, facecolor=inner, edgecolor=edge, linewidth=pt(width))
        patch.set_joinstyle("round")
        put(sheet, patch, clip)
    if not _is_hollow(k):
        put(sheet, PathPatch(path, facecolor=inner, edgecolor="none", linewidth=0), clip)


def _name_axes(sheet: Sheet, pane: Pane, run: Run, theme: Theme) -> None:
    """Names over the points, at the ends that the axes run to."""
    across, *up = name_columns(run.dataset)
    floor = pane.top + pane.view.height
    room = pane.left + pane.width - 5
    name = write(sheet, room, floor - 8, across, theme.ink, 12.5, ha="right", halo=theme.paper)
    fit(name, room, pane.width - 10)
    name = write(
        sheet, pane.left + 6, pane.top + 16, up[0] if up else "density", theme.ink, 12.5,
        halo=theme.paper,
    )  # fmt: skip
    fit(name, room)


def _draw_histogram(
    sheet: Sheet,
    pane: Pane,
    values: FloatArray,
    gamma: FloatArray | None,
    weights: FloatArray | None,
    theme: Theme,
) -> None:
    found: Bins = bins(values)
    heights = stacked(found, np.ones((len(values), 1)) if gamma is None else gamma, weights)
    tops = np.cumsum(heights, axis=1)
    edges = pane.across(found.start + found.width * np.arange(found.number + 1))
    for k in range(heights.shape[1]):
        colour = theme.muted if gamma is None else component_colour(theme, k)
        for i in np.flatnonzero(heights[:, k] > 0):
            low = float(pane.down(tops[i, k] - heights[i, k]))
            high = float(pane.down(tops[i, k]))
            bar = Rectangle((edges[i], high), edges[i + 1] - edges[i] - 1, low - high)
            bar.set(facecolor=(*colour, 0.32), edgecolor="none", linewidth=0)
            put(sheet, bar, pane.area)
    ground = pane.top + pane.view.height
    draw_line(sheet, [pane.left, pane.left + pane.width], [ground, ground], theme.muted)


def _draw_densities(sheet: Sheet, pane: Pane, mixture: Mixture, theme: Theme) -> None:
    low, _, high, _ = pane.view.box
    # Each mean is among the samples, so that a narrow component shows its peak.
    means, spreads = mixture.means[:, 0], np.sqrt(mixture.covariances[:, 0, 0])
    around = means[:, np.newaxis] + spreads[:, np.newaxis] * np.arange(-4, 4.25, 0.25)
    xs = np.sort(np.concatenate([np.linspace(low, high, 241), around.ravel()]))
    densities = np.exp(log_joint(xs[:, np.newaxis], mixture))
    ceiling = pane.top - 2 * pane.height
    for k, curve in enumerate([densities.sum(axis=1), *densities.T], start=-1):
        ys = np.maximum(ceiling, pane.down(curve))
        if k < 0:
            draw_line(sheet, pane.across(xs), ys, theme.ink, 1.5, pane.area, (5, 3))
        else:
            dashes = (7.0, 4.0) if _is_hollow(k) else ()
            colour = component_colour(theme, k)
            draw_line(sheet, pane.across(xs), ys, colour, 2.2, pane.area, dashes)


def _is_hollow(k: int) -> bool:
    return k >= len(MARKS)
