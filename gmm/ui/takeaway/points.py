"""Points on a sheet: in the plane, or on a line below their histogram, as the stage stamps them.

Sizes and shapes are those of assets/stage: picture.js, stamping.js and notes.js.
"""

import math
from typing import NamedTuple

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.patches import Rectangle
from matplotlib.path import Path as Outline
from matplotlib.transforms import IdentityTransform

from gmm.limits import MAX_DRAWN, fair_sample
from gmm.points import FloatArray, IntArray
from gmm.ui.link import View
from gmm.ui.run import Run
from gmm.ui.takeaway.colours import Theme, blend, pick_colour
from gmm.ui.takeaway.geometry import MARKS, bin_values, stack_bins
from gmm.ui.takeaway.pane import PLAIN, RUG, Pane, sample_frequencies, sample_points
from gmm.ui.takeaway.sheet import Sheet, draw_disc, draw_line, pt, put

SIZES = 9  # that tell amounts apart


class Stamp(NamedTuple):
    """How a point is drawn: a mark of `MARKS`, its size beside a plain disc's, whether hollow."""

    mark: int = 0
    size: float = 1.0
    hollow: bool = False


def draw_points(
    sheet: Sheet,
    pane: Pane,
    run: Run,
    gamma: FloatArray | None,
    theme: Theme,
    view: View = PLAIN,
    shares: FloatArray | None = None,
) -> None:
    """The points in the colours of responsibilities (N, K), on a line with their histogram.

    Parameters
    ----------
    sheet : Sheet
    pane : Pane
    run : Run
    gamma : ndarray, shape (N, K), or None
        None before the first E-step.
    theme : Theme
    view : View
        With "truth" the shapes are the true labels.
    shares : ndarray, shape (N,), optional
        Of the gap below the log-likelihood: the sizes.
    """
    colours = np.tile(theme.neutral, (len(sample_points(run)), 1))
    if gamma is not None:
        components = [pick_colour(theme, k) for k in range(gamma.shape[1])]
        colours = blend(gamma, np.array(components))
    if run.points.shape[1] == 1:
        _draw_histogram(sheet, pane, run, gamma, theme)
    places = place_points(pane, run)
    stamps, which = _choose_stamps(run, gamma, view, shares)
    for i, (mark, size, hollow) in enumerate(stamps):
        chosen = which == i
        if chosen.any():
            # Points of one shape and size are written once.
            reach = size * _find_radius(run)
            line, middle = (0.5 * reach, 0.75 * reach) if hollow else (0.6, reach + 0.3)
            face, edge = ([theme.paper], colours[chosen])[:: 1 if hollow else -1]
            dots = PathCollection(
                [Outline(MARKS[mark % len(MARKS)] / 6.5, closed=True)],
                sizes=[pt(middle) ** 2],
                facecolors=face,
                edgecolors=edge,
                linewidths=pt(line),
                offsets=places[chosen],
                offset_transform=sheet.transData,
                transform=IdentityTransform(),
            )
            put(sheet, dots, pane.area)


def draw_rings(sheet: Sheet, pane: Pane, run: Run, which: IntArray, theme: Theme) -> None:
    """Rings around the points of those rows, on which EM and k-means differ."""
    for place in place_points(pane, run)[which]:
        draw_disc(sheet, place, 2 * (_find_radius(run) + 2.6), None, theme.ink, 1.4, pane.area)


def place_points(pane: Pane, run: Run) -> FloatArray:
    """Pixels (N, 2) of `sample_points`: those on a line are spread over the rug."""
    places = pane.place(sample_points(run))
    if run.points.shape[1] == 1:
        # By the golden ratio: even, and the same every time.
        share = (np.arange(1, len(places) + 1) * 0.6180339887498949) % 1
        places[:, 1] = pane.ground + 6 + share * (RUG - 12)
    return places


def _find_radius(run: Run) -> float:
    """Smaller discs for more points; never too small to show a colour."""
    return max(1.8, min(4.0, 12.5 / math.pow(len(sample_points(run)), 0.23)))


def _choose_stamps(
    run: Run, gamma: FloatArray | None, view: View, shares: FloatArray | None
) -> tuple[list[Stamp], IntArray]:
    """Stamps, and which of them each point has."""
    often, truth = sample_frequencies(run), run.dataset.labels
    if shares is not None:
        return _stamp_sizes(shares, 0.45, 0.28)
    if "truth" in view.on and truth is not None:
        truth = truth[fair_sample(len(truth), MAX_DRAWN)]
        shapes = [Stamp(label, 1.35, label >= len(MARKS)) for label in range(truth.max() + 1)]
        return [Stamp(size=0.6), *shapes], truth + 1  # -1 where it is not known
    if often is not None:
        return _stamp_sizes(often, 0.6, 0.3)
    if gamma is None:
        return [Stamp()], np.zeros(len(sample_points(run)), dtype=np.int64)
    # Beyond eight components colours begin again; then the points are rings.
    again = gamma.argmax(axis=1) >= len(MARKS)
    return [Stamp(), Stamp(size=1.2, hollow=True)], again.astype(np.int64)


def _stamp_sizes(amounts: FloatArray, least: float, step: float) -> tuple[list[Stamp], IntArray]:
    """Sizes whose area says how much, in so many steps."""
    steps = (SIZES - 1) * np.sqrt(amounts / max(1e-12, amounts.max()))
    which = np.round(np.nan_to_num(steps)).astype(np.int64)
    return [Stamp(size=least + step * i) for i in range(SIZES)], which


def _draw_histogram(
    sheet: Sheet, pane: Pane, run: Run, gamma: FloatArray | None, theme: Theme
) -> None:
    """Bars stacked by responsibility."""
    values = sample_points(run)
    bins = bin_values(values[:, 0])
    stacked = np.ones((len(values), 1)) if gamma is None else gamma
    heights = stack_bins(bins, stacked, sample_frequencies(run))
    tops = np.cumsum(heights, axis=1)
    edges = pane.across(bins.start + bins.width * np.arange(bins.number + 1))
    for k in range(heights.shape[1]):
        colour = theme.muted if gamma is None else pick_colour(theme, k)
        for i in np.flatnonzero(heights[:, k] > 0):
            low = float(pane.down(tops[i, k] - heights[i, k]))
            high = float(pane.down(tops[i, k]))
            bar = Rectangle((edges[i], high), edges[i + 1] - edges[i] - 1, low - high)
            bar.set(facecolor=(*colour, 0.32), edgecolor="none", linewidth=0)
            put(sheet, bar, pane.area)
    draw_line(sheet, [pane.area.x0, pane.area.x1], [pane.ground] * 2, theme.muted)
