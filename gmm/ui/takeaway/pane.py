"""A picture's place on a sheet: the way there from the data, and the axes around it."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gmm.limits import MAX_DRAWN, fair_sample
from gmm.mixture import log_joint
from gmm.points import FloatArray
from gmm.ui.apart import write_ticks
from gmm.ui.link import View
from gmm.ui.numbers import write_significant
from gmm.ui.run import Run, name_columns
from gmm.ui.takeaway.colours import Theme
from gmm.ui.takeaway.frames import require_em
from gmm.ui.takeaway.geometry import (
    Scene,
    bin_values,
    choose_ticks,
    stack_bins,
    view_line,
    view_plane,
)
from gmm.ui.takeaway.sheet import Area, Sheet, draw_box, draw_line, shorten, write

TICKS = 44.0  # pixels for their numbers, left of a picture
LINE = 17.0  # pixels from one of an axis's words to the next
LETTER = 7.0  # pixels of one of their letters

PLAIN = View()
RUG = 34.0  # pixels of points below their histogram

UP, ACROSS = 5.5, 7.5  # digits that a tick may be wide, beside a picture and below it


class Axis(NamedTuple):
    """Where an axis's ticks are in the points' units, what is written there, and at its end."""

    places: list[float]
    texts: list[str]
    beside: str


class Pane(NamedTuple):
    """A picture's place on the sheet, in pixels, and the way there from the data."""

    area: Area
    view: Scene  # of a line: of what is above the rug

    @property
    def ground(self) -> float:
        """Pixels from the sheet's top edge to the view's lower end."""
        return self.area.y0 + self.view.height

    def across(self, values: npt.ArrayLike) -> FloatArray:
        """Pixels from the sheet's left edge."""
        return self.area.x0 + self.view.x(values)

    def down(self, values: npt.ArrayLike) -> FloatArray:
        """Pixels from the sheet's top edge."""
        return self.area.y0 + self.view.y(values)

    def place(self, rows: FloatArray) -> FloatArray:
        """Pixels (N, 2) of rows (N, D): on a line they stand on the ground."""
        heights = rows[:, 1] if rows.shape[1] > 1 else np.zeros(len(rows))
        return np.column_stack([self.across(rows[:, 0]), self.down(heights)])


def fit_pane(run: Run, area: Area, view: View = PLAIN) -> Pane:
    """Fit the data into a picture at that place: of more than two columns, the first two.

    Parameters
    ----------
    run : Run
    area : Area
    view : View
        With "proportions" both axes have one scale, as they have where components are circles.
    """
    points = sample_points(run)
    if points.shape[1] > 1:
        seen = points if run.box is None else np.reshape(run.box, (2, 2))
        is_round = (
            run.box is not None
            or run.settings.covariance == "spherical"
            or "proportions" in view.on
        )
        return Pane(area, view_plane(seen, area.width, area.height, is_round))
    # As far as the bars reach.
    bins = bin_values(points[:, 0])
    ends = np.array([bins.start, bins.start + bins.number * bins.width])
    return Pane(area, view_line(ends, area.width, area.height - RUG, _find_peak(run)))


def sample_points(run: Run) -> FloatArray:
    """The points that the stage draws too: all, or a fair sample of `MAX_DRAWN`."""
    return run.points[fair_sample(len(run.points), MAX_DRAWN)]


def sample_frequencies(run: Run) -> FloatArray | None:
    """How often each of `sample_points` was counted; None where that is once each."""
    often = run.dataset.frequencies
    return None if often is None else often[fair_sample(len(often), MAX_DRAWN)]


def draw_axes(sheet: Sheet, pane: Pane, run: Run, theme: Theme) -> None:
    """A frame, and ticks at round numbers of the data's own units."""
    across, up = _scale_axes(pane, run)
    x0, y0, x1, y1 = pane.area
    for at, words in zip(across.places, across.texts, strict=True):
        x = float(pane.across(at))
        draw_line(sheet, [x, x], [y0, y1], theme.faint)
        write(sheet, x, y1 + 17, words, theme.muted, 11.5, ha="center")
    for at, words in zip(up.places, up.texts, strict=True):
        y = float(pane.down(at))
        draw_line(sheet, [x0, x1], [y, y], theme.faint)
        write(sheet, x0 - 6, y, words, theme.muted, 11.5, ha="right", va="center_baseline")
    draw_box(sheet, pane.area, theme.edge, 1)


def name_axes(sheet: Sheet, pane: Pane, run: Run, theme: Theme) -> None:
    """Names over the points, at the ends that the axes run to, and what the ticks leave out."""
    names = [*name_columns(run.dataset), "density"][:2]
    across, up = _scale_axes(pane, run)
    scales = pane.view.scales if run.points.shape[1] > 1 else (1.0, 1.0)
    x0, y0, x1, _ = pane.area
    end, paper, room = x1 - 5, theme.paper, pane.area.width - 10
    lines = _join(names[0], across.beside, _note_stretch(scales[0] / scales[1]), room)
    for i, words in enumerate(reversed(lines)):
        place = end, pane.ground - 8 - LINE * i
        name = write(sheet, *place, words, theme.ink, 12.5, ha="right", halo=paper)
        shorten(name, end, room)
    lines = _join(names[1], up.beside, _note_stretch(scales[1] / scales[0]), room)
    for i, words in enumerate(lines):
        shorten(write(sheet, x0 + 6, y0 + 16 + LINE * i, words, theme.ink, 12.5, halo=paper), end)


def _join(name: str, beside: str, note: str, room: float) -> list[str]:
    """What stands at an axis, in one line where it fits: that lies in the air around the points."""
    words = [part for part in (name, beside, note) if part]
    line = ", ".join(words)
    return [line] if LETTER * len(line) < room else words


def _note_stretch(times: float) -> str:
    return f"stretched {write_significant(times, 2)} times" if times > 1.001 else ""


def _scale_axes(pane: Pane, run: Run) -> tuple[Axis, Axis]:
    """Ticks across and up, at round numbers of the data's own units."""
    left, bottom, right, top = pane.view.box
    origin, spread = run.scaling
    # Densities are per unit of the data.
    start, unit = (origin[1], spread[1]) if len(origin) > 1 else (0.0, 1 / spread[0])
    return (
        _choose_ticks((left, right), (origin[0], spread[0]), pane.area.width / 70, ACROSS),
        _choose_ticks((bottom, top), (start, unit), pane.area.height / 45, UP),
    )


def _find_peak(run: Run) -> float:
    """The density at the top: of the histogram, and of the run's curves where they fit."""
    values = sample_points(run)
    bins = bin_values(values[:, 0])
    tallest = float(stack_bins(bins, np.ones((len(values), 1)), sample_frequencies(run)).max())
    peak = tallest
    for frame in require_em(run).frames:
        if frame.phase != "E":
            densities = np.exp(log_joint(frame.mixture.means, frame.mixture)).sum(axis=1)
            peak = max(peak, float(densities.max()))
    return 1.12 * min(peak, 2.5 * tallest)


def _choose_ticks(
    ends: tuple[float, float], scale: tuple[float, float], count: float, room: float
) -> Axis:
    """Round numbers of the data's own units, and where they are in the points'."""
    origin, spread = scale
    low, high = (origin + spread * end for end in ends)
    values, grain = choose_ticks(low, high, count)
    return Axis([(value - origin) / spread for value in values], *write_ticks(values, grain, room))
