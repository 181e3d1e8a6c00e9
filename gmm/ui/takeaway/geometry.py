"""Geometry without drawing, as assets/stage/geometry.js has it: a still is what the stage shows.

Pictures are measured in CSS pixels (1/96 inch) from the top left corner.
"""

import json
import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from gmm.files import ASSETS
from gmm.points import FloatArray, IntArray

Box = tuple[float, float, float, float]

# Where one scale for both axes fills less than so much of a picture, each has its own: but for data
# that are not much longer one way than the other.
FULL, LONG = 2 / 3, 1.5


class Scene(NamedTuple):
    """From data to pixels.

    Attributes
    ----------
    box : tuple of float
        Left, bottom, right and top, in the points' units.
    width, height : float
        In pixels.
    """

    box: Box
    width: float
    height: float

    def x(self, values: npt.ArrayLike) -> FloatArray:
        """Pixels from the left edge."""
        left, _, right, _ = self.box
        return (np.asarray(values) - left) / (right - left) * self.width

    def y(self, values: npt.ArrayLike) -> FloatArray:
        """Pixels from the top edge."""
        _, bottom, _, top = self.box
        return (top - np.asarray(values)) / (top - bottom) * self.height

    @property
    def scales(self) -> tuple[float, float]:
        """Pixels a unit: across, up."""
        left, bottom, right, top = self.box
        return self.width / (right - left), self.height / (top - bottom)


class Ellipse(NamedTuple):
    """The outline of a component at one standard deviation.

    Attributes
    ----------
    major, minor : float
        Half the axes: square roots of the covariance's eigenvalues.
    angle : float
        Of the major axis against the x axis, in radians, counter-clockwise.
    """

    major: float
    minor: float
    angle: float


class Bins(NamedTuple):
    """Equally wide bins over points on a line.

    Attributes
    ----------
    start, width : float
        Where the first begins, and how wide each is.
    number : int
        How many there are.
    of : ndarray of int, shape (N,)
        The bin that each point is in.
    """

    start: float
    width: float
    number: int
    of: IntArray


def view_plane(points: FloatArray, width: float, height: float, is_round: bool) -> Scene:
    """Look at points (N, 2), or at the corners of a box, with air of 7 percent on all sides.

    Parameters
    ----------
    points : ndarray, shape (N, 2)
    width, height : float
        In pixels.
    is_round : bool
        Whether there has to be one scale for both axes, so that a circle stays a circle. Otherwise
        an axis is stretched where long data would leave much of the picture empty.
    """
    x0, x1 = pad(points[:, 0].min(), points[:, 0].max(), 0.07)
    y0, y1 = pad(points[:, 1].min(), points[:, 1].max(), 0.07)
    scales = width / (x1 - x0), height / (y1 - y0)
    sides = (x1 - x0) / (y1 - y0)
    if is_round or min(scales) >= FULL * max(scales) or max(sides, 1 / sides) < LONG:
        scales = min(scales), min(scales)
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    across, up = width / scales[0] / 2, height / scales[1] / 2
    return Scene((x - across, y - up, x + across, y + up), width, height)


def view_line(values: FloatArray, width: float, height: float, peak: float) -> Scene:
    """Look at values (N,) on a line, or at both its ends, with room for densities up to `peak`."""
    low, high = pad(values.min(), values.max(), 0.07)
    return Scene((low, 0.0, high, peak), width, height)


def outline_covariance(covariance: FloatArray) -> Ellipse:
    """Outline a covariance (2, 2)."""
    (xx, xy), (_, yy) = covariance.tolist()
    centre, reach = (xx + yy) / 2, math.hypot((xx - yy) / 2, xy)
    minor = math.sqrt(max(centre - reach, 0.0))
    return Ellipse(math.sqrt(centre + reach), minor, 0.5 * math.atan2(2 * xy, xx - yy))


def cut_cells(centroids: FloatArray, box: Box) -> list[FloatArray]:
    """Cut a box into the cells of centroids (K, 2): what is nearer to one than to any other.

    Returns
    -------
    list of ndarray, shape (corners, 2)
        Empty for a centroid that has no cell. Of centroids on one spot the first has it.
    """
    left, bottom, right, top = box
    corners = np.array([[left, bottom], [right, bottom], [right, top], [left, top]])
    found = []
    for k, own in enumerate(centroids):
        cell = corners
        for j, other in enumerate(centroids):
            if (own != other).any():
                cell = _cut_half(cell, own, other)
            elif j < k:
                cell = cell[:0]
        found.append(cell)
    return found


def find_boundaries(centroids: FloatArray) -> FloatArray:
    """Where the nearest of centroids (K,) changes along a line."""
    places = np.unique(centroids)
    middles: FloatArray = (places[1:] + places[:-1]) / 2
    return middles


def find_grid(values: FloatArray) -> float:
    """The step of a grid that all values (N,) lie on, the smallest among them: 0 without one."""
    places = np.sort(values)
    low, high = float(places[0]), float(places[-1])
    gaps = np.diff(places)
    gaps = gaps[gaps > 1e-9 * max(abs(low), abs(high))]
    steps = round((high - low) / float(gaps.min())) if len(gaps) else 0
    if steps == 0:
        return 0.0
    step = (high - low) / steps  # with the digits that the smallest gap has lost
    along = (values - low) / step
    return step if (np.abs(along - np.round(along)) < 1e-6).all() else 0.0


def bin_values(values: FloatArray) -> Bins:
    """Bins of one width over values (N,).

    The width is a round one; of values on a coarse grid it is a whole number of the grid's steps,
    and each bin reaches half a step beyond its values, so that all of them cover as many places.
    """
    low, high = float(values.min()), float(values.max())
    count = min(50, max(10, math.ceil(4.5 * math.cbrt(len(values)))))
    width = choose_step((high - low) or abs(high) or 1.0, count)
    step, start = find_grid(values), 0.0
    if step > width / 20:
        width = step * max(1, math.floor(width / step + 0.5))
        # Edges are whole numbers of widths from the grid's place nearest to 0, less half a step.
        start = low - step * math.floor(low / step + 0.5) - step / 2
    elif low == high and abs(low / width - round(low / width)) < 1e-9:
        # One value alone, on the edge of such bins, is given a bin around it.
        start = -width / 2
    first = math.floor((low - start) / width)
    of = np.floor((values - start) / width).astype(np.int64) - first
    return Bins(first * width + start, width, int(of.max()) + 1, of)


def stack_bins(bins: Bins, gamma: FloatArray, weights: FloatArray | None = None) -> FloatArray:
    """Sum the responsibilities (N, K) of each bin's points, scaled to a density.

    Returns
    -------
    ndarray, shape (bins, K)
    """
    often = np.ones(len(gamma)) if weights is None else weights
    heights = np.zeros((bins.number, gamma.shape[1]))
    np.add.at(heights, bins.of, gamma * often[:, np.newaxis])
    heights /= often.sum() * bins.width
    return heights


def choose_ticks(low: float, high: float, count: float) -> tuple[list[float], int]:
    """Round values that cut a range into about `count` parts, and their last digit's power."""
    step = choose_step(high - low, count)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [i * step for i in range(first, last + 1)], math.floor(math.log10(step) + 1e-9)


def choose_step(reach: float, count: float) -> float:
    """A step of 1, 2 or 5 times a power of ten that cuts a range into about `count` parts."""
    rough = reach / count
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.85)


def pad(low: float, high: float, share: float) -> tuple[float, float]:
    """A range with air on both sides, and with some width even where all values are one."""
    # Widths that could not be divided by are none.
    width = next((width for width in (high - low, abs(high)) if width > 1e-290), 1.0)
    return float(low - share * width), float(high + share * width)


def _read_mark(shape: dict[str, Any]) -> FloatArray:
    """A closed outline of a mark in assets/look.json; a disc has 72 corners here."""
    if "disc" in shape:
        angles = np.deg2rad(5.0 * np.arange(72))
        corners = shape["disc"] * np.column_stack([np.cos(angles), np.sin(angles)])
    else:
        corners = np.array(shape["corners"], dtype=np.float64)
    return np.vstack([corners, corners[:1]])


# The components' marks: corners in pixels around (0, 0), downwards. Then the same shapes come
# again, hollow.
MARKS = tuple(
    map(_read_mark, json.loads((ASSETS / "look.json").read_text(encoding="utf-8"))["marks"])
)


def _cut_half(polygon: FloatArray, own: FloatArray, other: FloatArray) -> FloatArray:
    """The part of a polygon that is nearer to one place than to another (Sutherland, Hodgman)."""
    sides = (polygon - (own + other) / 2) @ (other - own)
    kept = []
    for i, (corner, here) in enumerate(zip(polygon, sides, strict=True)):
        following = (i + 1) % len(polygon)
        there = sides[following]
        if here <= 0:
            kept.append(corner)
        if here * there < 0:
            kept.append(corner + here / (here - there) * (polygon[following] - corner))
    return np.array(kept).reshape(-1, 2)
