"""Points on a sheet: in the plane, or on a line below their histogram, as the stage stamps them.

Sizes and shapes are those of assets/stage: picture.js, stamping.js and notes.js.
"""

from functools import cache

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.transforms import Affine2D

from gmm.points import FloatArray, IntArray
from gmm.ui.link import View
from gmm.ui.run import Run
from gmm.ui.takeaway.colours import Rgb, Theme, pick_colour
from gmm.ui.takeaway.geometry import MARKS, bin_values, stack_bins
from gmm.ui.takeaway.pane import PLAIN, RUG, Pane, sample_frequencies, sample_points
from gmm.ui.takeaway.pies import SECTORS, cut_pie, outline_slice
from gmm.ui.takeaway.sheet import Sheet, draw_disc, draw_line, pt, put
from gmm.ui.takeaway.stacks import stack_points
from gmm.ui.takeaway.stamping import Stamp, find_radius, find_sizes, group_points

_BEND = 0.5522847498  # of curves that look like a quarter of a circle
_QUARTERS = [(0, 1), (_BEND, 1), (1, _BEND), (1, 0), (1, -_BEND), (_BEND, -1), (0, -1)]
_DISC = Outline(
    np.array([*_QUARTERS, *((-x, -y) for x, y in _QUARTERS[1:])]),
    [Outline.MOVETO, *[Outline.CURVE4] * 12],
)

DOWNWARDS = Affine2D().scale(1, -1)  # as marks and slices are outlined

# Of a component's bars, where colours may be lost: what they are filled with.
HATCHES = ("", "//////", "......", "\\\\\\\\\\\\", "xxxxxx", "------", "++++", "oooo")


def draw_points(
    sheet: Sheet,
    pane: Pane,
    run: Run,
    gamma: FloatArray | None,
    theme: Theme,
    view: View = PLAIN,
    shares: FloatArray | None = None,
    marked: bool = False,
) -> None:
    """The points in the colours of responsibilities (N, K), on a line with their histogram.

    Parameters
    ----------
    sheet : Sheet
    pane : Pane
    run : Run
    gamma : ndarray, shape (N, K), or None
        None before the first E-step. A point has the colour of its likeliest component; an
        undecided one is a pie.
    theme : Theme
    view : View
        With "truth" the shapes are the true labels.
    shares : ndarray, shape (N,), optional
        Of the gap below the log-likelihood: the sizes.
    marked : bool
        Whether components are told apart without colours, too: by their marks, and by hatches.
    """
    if run.points.shape[1] == 1:
        _draw_histogram(sheet, pane, run, gamma, theme, marked)
    places, radius = place_points(pane, run), find_radius(run)
    colours = np.tile(theme.neutral, (len(places), 1))
    if gamma is not None:
        components = np.array([pick_colour(theme, k) for k in range(gamma.shape[1])])
        colours = components[gamma.argmax(axis=1)]
    for rows, stamp, undecided in group_points(run, gamma, view, shares, marked):
        reach = stamp.size * radius
        if gamma is not None and undecided:
            rim = theme.ink if marked else theme.paper
            pies = _make_pies(sheet, stamp, reach, gamma[rows], places[rows], theme, rim)
            put(sheet, pies, pane.area)
            continue
        # Points of one shape and size are written once.
        line, middle = (0.5 * reach, 0.75 * reach) if stamp.hollow else (0.6, reach + 0.3)
        face, edge = ([theme.paper], colours[rows])[:: 1 if stamp.hollow else -1]
        if marked and not stamp.hollow:
            edge = [theme.ink]
        dots = PathCollection(
            [Outline(MARKS[stamp.mark % len(MARKS)] / 6.5, closed=True)],
            sizes=[pt(middle) ** 2],
            facecolors=face,
            edgecolors=edge,
            linewidths=pt(line),
            offsets=places[rows],
            offset_transform=sheet.transData,
            transform=DOWNWARDS,
        )
        put(sheet, dots, pane.area)


def draw_rings(sheet: Sheet, pane: Pane, run: Run, which: IntArray, theme: Theme) -> None:
    """Rings around the points of those rows, on which EM and k-means differ: one around a stack."""
    stacks, sizes = stack_points(sample_points(run)), find_sizes(run)
    rows = which if stacks is None else np.unique(stacks.first[which])
    for row, place in zip(rows.tolist(), place_points(pane, run)[rows], strict=True):
        reach = find_radius(run) * (1.0 if sizes is None else float(sizes[row]))
        draw_disc(sheet, place, 2 * (reach + 2.6), None, theme.ink, 1.4, pane.area)


def place_points(pane: Pane, run: Run) -> FloatArray:
    """Pixels (N, 2) of `sample_points`: those on a line are spread over the rug."""
    places = pane.place(sample_points(run))
    if run.points.shape[1] == 1:
        # By the golden ratio: even, and the same every time.
        share = (np.arange(1, len(places) + 1) * 0.6180339887498949) % 1
        sizes = find_sizes(run)
        reach = 0.0 if sizes is None else sizes * find_radius(run) + 2
        edge = np.clip(reach, 6, RUG / 2)
        places[:, 1] = pane.ground + edge + share * (RUG - 2 * edge)
    return places


def _make_pies(
    sheet: Sheet,
    stamp: Stamp,
    reach: float,
    gamma: FloatArray,
    places: FloatArray,
    theme: Theme,
    rim: Rgb,
) -> PathCollection:
    """Pies of responsibilities (N, K), each on a rim, later ones on top."""
    paths, sizes, faces, edges, offsets = [], [], [], [], []

    def lay(outline: Outline, size: float, face: Rgb, edge: Rgb | str, place: FloatArray) -> None:
        paths.append(outline)
        sizes.append(pt(size) ** 2)
        faces.append(face)
        edges.append(edge)
        offsets.append(place)

    whole = _outline_slice(stamp.mark, 0, SECTORS)
    for shares, place in zip(gamma, places, strict=True):
        # The first slice lies below the others, and has the rim.
        (first, _, _), *others = cut_pie(shares)
        lay(whole, reach + 0.3, pick_colour(theme, first), rim, place)
        for k, begin, end in others:
            outline = _outline_slice(stamp.mark, begin, end)
            lay(outline, reach, pick_colour(theme, k), "none", place)
        if stamp.hollow:
            lay(whole, 0.5 * reach, theme.paper, "none", place)
    return PathCollection(
        paths,
        sizes=sizes,
        facecolors=faces,
        edgecolors=edges,
        linewidths=pt(0.6),
        offsets=offsets,
        offset_transform=sheet.transData,
        transform=DOWNWARDS,
    )


@cache
def _outline_slice(mark: int, begin: int, end: int) -> Outline:
    """A slice of a mark; of a disc with a few curves in place of many corners."""
    if mark % len(MARKS):
        return Outline(outline_slice(mark, begin, end), closed=True)
    if end - begin == SECTORS:
        return _DISC
    # Anticlockwise from 3 o'clock, and upwards.
    curves = -(-4 * (end - begin) // SECTORS)  # one for each quarter that it reaches into
    turned = Outline.wedge(90 - 360 * end / SECTORS, 90 - 360 * begin / SECTORS, n=curves)
    return Outline(np.asarray(turned.vertices, np.float64) * [1, -1], turned.codes)


def _draw_histogram(
    sheet: Sheet, pane: Pane, run: Run, gamma: FloatArray | None, theme: Theme, marked: bool
) -> None:
    """Bars stacked by responsibility, those of a component in one outline."""
    values = sample_points(run)
    bins = bin_values(values[:, 0])
    stacked = np.ones((len(values), 1)) if gamma is None else gamma
    heights = stack_bins(bins, stacked, sample_frequencies(run))
    tops = np.cumsum(heights, axis=1)
    edges = pane.across(bins.start + bins.width * np.arange(bins.number + 1))
    for k in range(heights.shape[1]):
        colour = theme.muted if gamma is None else pick_colour(theme, k)
        tall = np.flatnonzero(heights[:, k] > 0)
        low, high = pane.down(tops[:, k] - heights[:, k]), pane.down(tops[:, k])
        bars = [_outline_box(edges[i], low[i], edges[i + 1], high[i]) for i in tall]
        if not bars:
            continue
        patch = PathPatch(Outline.make_compound_path(*bars), facecolor=(*colour, 0.32))
        patch.set(edgecolor="none", linewidth=0)
        if marked:
            patch.set(edgecolor=theme.ink, linewidth=pt(0.8))
            patch.set_hatch(HATCHES[k % len(HATCHES)] if gamma is not None else "")
        put(sheet, patch, pane.area)
    draw_line(sheet, [pane.area.x0, pane.area.x1], [pane.ground] * 2, theme.muted)


def _outline_box(x0: float, y0: float, x1: float, y1: float) -> Outline:
    return Outline(np.array([(x0, y0), (x0, y1), (x1, y1), (x1, y0), (x0, y0)]), closed=True)
