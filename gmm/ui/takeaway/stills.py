"""Numbers -> pictures to take away: what the stage shows, from the same geometry and colours.

A frame as PNG, SVG or PDF and the run as an animated GIF; the worksheet for paper is beside it.
"""

import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

import numpy as np
from PIL import Image

from gmm.kmeans import assign
from gmm.limits import MAX_GIF_FRAMES, MAX_GIF_POINTS
from gmm.mixture import responsibilities
from gmm.points import FloatArray
from gmm.tape import Frame, KMeansFrame, Tape
from gmm.ui.apart import write_reading, write_ticks
from gmm.ui.link import View
from gmm.ui.numbers import write_fixed, write_significant
from gmm.ui.run import Run, write_summary, write_title
from gmm.ui.takeaway.colours import Rgb, Theme, mix, read_themes
from gmm.ui.takeaway.field import draw_field
from gmm.ui.takeaway.frames import find_frame, name_frame, order_clusters, require_em, share_gap
from gmm.ui.takeaway.geometry import choose_ticks, pad
from gmm.ui.takeaway.pane import (
    ACROSS,
    PLAIN,
    TICKS,
    Pane,
    draw_axes,
    fit_pane,
    sample_frequencies,
    sample_points,
)
from gmm.ui.takeaway.picture import draw_cells, draw_centroids, draw_mixture, draw_trails
from gmm.ui.takeaway.points import draw_points, draw_rings
from gmm.ui.takeaway.sheet import (
    Area,
    Sheet,
    draw_disc,
    draw_line,
    make_sheet,
    measure_end,
    measure_width,
    prepare_pixels,
    shorten,
    take_turns,
    write,
    write_file,
)
from gmm.ui.units import restore_frame

KINDS = ("png", "svg", "pdf")

MARGIN = 28.0

GAP = 20.0


class Layout(NamedTuple):
    """Where everything is on the sheet, in pixels.

    Attributes
    ----------
    size : tuple of float
        Width and height.
    panes : list of Pane
        EM's and, with a twin, that of k-means.
    curves : list of Area
        Of log-likelihood and, with a twin, inertia.
    """

    size: tuple[float, float]
    panes: list[Pane]
    curves: list[Area]


class Curve(NamedTuple):
    """A quantity over the run's frames.

    Attributes
    ----------
    area : Area
    values : ndarray, shape (frames,)
        Of a tape that has ended before, the last one goes on.
    below : ndarray, shape (frames,), or None
        The bound, where it is in view; NaN where there is none.
    name, unit : str
    """

    area: Area
    values: FloatArray
    below: FloatArray | None
    name: str
    unit: str

    @property
    def range(self) -> tuple[float, float]:
        """From the lowest number to the highest, with some air."""
        drawn = self.values if self.below is None else np.append(self.values, self.below)
        finite = drawn[np.isfinite(drawn)]
        low, high = (finite.min(), finite.max()) if len(finite) else (-1.0, 0.0)
        return pad(high if high - low <= 1e-9 * abs(high) else low, high, 0.06)

    @property
    def across(self) -> FloatArray:
        """Each frame's pixels from the left edge."""
        count = len(self.values)
        return self.area.x0 + self.area.width * np.arange(count) / max(1, count - 1)

    def down(self, values: FloatArray) -> FloatArray:
        """Pixels from the top edge; what is not finite lies on the area's edge."""
        low, high = self.range
        return self.area.y1 - self.area.height * (np.clip(values, low, high) - low) / (high - low)


def draw_still(
    run: Run, frame: int, kind: str = "png", dark: bool = False, view: View = PLAIN
) -> bytes:
    """Draw the frame on show.

    Parameters
    ----------
    run : Run
    frame : int
        From 0; a tape that has ended before stands still.
    kind : {"png", "svg", "pdf"}
        Text stays text in SVG and PDF.
    dark : bool
        Whether on a dark background.
    view : View
        Every layer is drawn as on the stage: density, regions, cells, third (ellipses at three
        standard deviations), trails, rings, truth (labels as shapes), proportions (one scale for
        both axes), future (of the curves), bound and shares (of the gap, as sizes). Modes and the
        card are not.

    Returns
    -------
    bytes
        Of a file: 2,560 pixels wide with a twin, 1,920 without.

    Raises
    ------
    ValueError
        If the kind is unknown or the run has no such frame.
    """
    if kind not in KINDS:
        raise ValueError(f"A still is one of {', '.join(KINDS)}, not {kind!r}.")
    if not 0 <= frame < run.frames:
        raise ValueError(f"This run has the frames 0 to {run.frames - 1}, not {frame}.")
    theme = read_themes()[dark]
    with take_turns():
        plan = plan_sheet(run, view)
        sheet = make_sheet(plan.size, theme)
        _draw_ground(sheet, plan, run, view, theme)
        _draw_frame(sheet, plan, run, frame, view, theme)
        return write_file(sheet, kind, f"{write_title(run)}, {name_frame(frame)}")


def draw_animation(
    run: Run,
    dark: bool = False,
    view: View = PLAIN,
    report: Callable[[int, int], None] | None = None,
) -> bytes:
    """Draw the run as an animated GIF that begins again at its end.

    Parameters
    ----------
    run : Run
        Of a longer one `MAX_GIF_FRAMES` are chosen, evenly, and half of them where there are more
        than `MAX_GIF_POINTS` points.
    dark : bool
        Whether on a dark background.
    view : View
        The layers are those of `draw_still`.
    report : callable, optional
        Is called with how many pictures are done and how many there will be, after each.

    Returns
    -------
    bytes
        Of a GIF file, 960 pixels wide with a twin, 720 without. The start and the end are shown
        for longer.
    """
    theme = read_themes()[dark]
    most = MAX_GIF_FRAMES if len(run.points) <= MAX_GIF_POINTS else MAX_GIF_FRAMES // 2
    chosen = choose_frames(run.frames, most)
    with take_turns():
        plan = plan_sheet(run, view)
        sheet = make_sheet(plan.size, theme, dpi=72)
        _draw_ground(sheet, plan, run, view, theme)
        pixels = prepare_pixels(sheet)

    def draw(frame: int) -> Image.Image:
        with take_turns():
            return Image.fromarray(
                pixels(partial(_draw_frame, sheet, plan, run, frame, view, theme))
            )

    # One set of colours for all pictures: nothing flickers, and what stays takes no room.
    colours = _share_colours([draw(frame) for frame in choose_frames(run.frames, 5)], theme)

    def draw_chosen() -> Iterator[Image.Image]:
        for done, frame in enumerate(chosen, start=1):
            yield draw(frame).quantize(palette=colours, dither=Image.Dither.NONE)
            if report is not None:
                report(done, len(chosen))

    pictures = draw_chosen()
    out = io.BytesIO()
    next(pictures).save(
        out,
        format="GIF",
        save_all=True,
        append_images=pictures,
        duration=choose_durations(len(chosen)),
        loop=0,
    )
    return out.getvalue()


def _share_colours(pictures: list[Image.Image], theme: Theme) -> Image.Image:
    """A palette for pictures that are alike: the theme's colours themselves, then what fits."""
    strip = Image.new("RGB", (pictures[0].width, sum(picture.height for picture in pictures)))
    for i, picture in enumerate(pictures):
        strip.paste(picture, (0, i * picture.height))
    *single, components = theme
    exact = np.round(255 * np.array([*single, *components])).astype(np.int64)
    found = np.reshape(strip.quantize(256 - len(exact)).getpalette() or [], (-1, 3))
    # Pillow looks for the nearest in steps of four: nothing else may be as near.
    apart = np.abs(found[:, np.newaxis] - exact).max(axis=2).min(axis=1) > 8
    palette = Image.new("P", (1, 1))
    palette.putpalette(np.concatenate([exact, found[apart]]).ravel().tolist())
    return palette


def choose_frames(count: int, most: int) -> list[int]:
    """At most so many of the frames 0 to count - 1, evenly, the first and the last among them."""
    return sorted({round(i) for i in np.linspace(0, count - 1, min(count, max(most, 1)))})


def choose_durations(count: int) -> list[int]:
    """How long each of a GIF's pictures is shown, in milliseconds: 30 seconds in all at most."""
    usual = max(60, min(700, 30_000 // count // 10 * 10))
    return [1_500] + [usual] * (count - 2) + [3_000] if count > 1 else [3_000]


def plan_sheet(run: Run, view: View = PLAIN) -> Layout:
    """Plan the sheet: title, EM beside k-means, log-likelihood below, inertia beside that.

    Parameters
    ----------
    run : Run
    view : View
        With "proportions" both axes have one scale.
    """
    count = 2 if run.kmeans else 1
    width, height = (1280.0, 800.0) if count == 2 else (960.0, 800.0)
    step = (width - 2 * MARGIN + GAP) / count
    plot = step - GAP - TICKS
    lefts = [MARGIN + TICKS + i * step for i in range(count)]
    above, below, curve = 94.0, height - 40, 104.0
    bottom = below - curve - 66
    panes = [fit_pane(run, Area(left, above, left + plot, bottom), view) for left in lefts]
    curves = [Area(left, below - curve, left + plot, below) for left in lefts]
    return Layout((width, height), panes, curves)


def _describe_status(tape: Tape[Frame] | Tape[KMeansFrame], frame: int) -> str:
    last = len(tape.frames) - 1
    iteration = (min(frame, last) + 1) // 2
    if frame < last or last == 0:
        return f"iteration {iteration}" if frame else "start"
    if tape.stopped == "collapsed":
        return "collapsed"
    converged = tape.stopped in ("converged", "identical")
    return f"{'converged' if converged else 'stopped'} at iteration {iteration}"


# ------------------------------------------------------------------------------ what stays


def _draw_ground(sheet: Sheet, plan: Layout, run: Run, view: View, theme: Theme) -> None:
    """Everything that a frame does not change."""
    width, _ = plan.size
    title = write(sheet, MARGIN, 46, write_title(run), theme.ink, 21, "bold")
    shorten(title, 0.62 * width)
    begin = measure_end(title) + 18 if write_title(run) else MARGIN
    shorten(write(sheet, begin, 46, write_summary(run), theme.muted, 14), width - 215)
    for pane in plan.panes:
        draw_axes(sheet, pane, run, theme)
    for curve in _list_curves(plan, run, view):
        _draw_curve_ground(sheet, curve, view, theme)


def _list_curves(plan: Layout, run: Run, view: View) -> list[Curve]:
    em = require_em(run)
    shown = [restore_frame(run, find_frame(em, frame)) for frame in range(run.frames)]
    below = None
    if view.on & {"bound", "shares"}:
        below = np.array([np.nan if frame.bound is None else frame.bound for frame in shown])
    values = np.array([frame.log_likelihood for frame in shown])
    unit = "nats, standardised" if run.sees_scaling else "nats"
    curves = [Curve(plan.curves[0], values, below, "Log-likelihood", unit)]
    if run.kmeans:
        kept = [find_frame(run.kmeans, frame).inertia for frame in range(run.frames)]
        unit = "SD²" if run.is_standardised else ""
        curves.append(Curve(plan.curves[1], np.array(kept), None, "Inertia of k-means", unit))
    return curves


def _draw_curve_ground(sheet: Sheet, curve: Curve, view: View, theme: Theme) -> None:
    area, last = curve.area, max(1, len(curve.values) - 1)
    levels, grain = choose_ticks(*curve.range, max(2, area.height / 30))
    texts, beside = write_ticks(levels, grain, ACROSS)
    for value, words in zip(levels, texts, strict=True):
        y = float(curve.down(np.array(value)))
        draw_line(sheet, [area.x0, area.x1], [y, y], theme.faint)
        write(sheet, area.x0 - 6, y, words, theme.muted, 11.5, ha="right", va="center_baseline")
    # Whole iterations only.
    for value in choose_ticks(0, last / 2, max(1, min(8, area.width / 34, last // 2)))[0]:
        x = area.x0 + area.width * 2 * value / last
        write(sheet, x, area.y1 + 17, write_fixed(value, 0), theme.muted, 11.5, ha="center")
    # On the side that the curve leaves free.
    falls = bool(curve.values[-1] < curve.values[0])
    x = area.x1 - 4 if falls else area.x0 + 4
    write(sheet, x, area.y0 + 12, beside, theme.ink, 12, ha="right" if falls else "left")
    if "future" in view.on:
        _draw_values(sheet, curve, len(curve.values), mix(theme.accent, theme.paper, 0.3))


def _draw_values(sheet: Sheet, curve: Curve, count: int, colour: Rgb) -> None:
    xs = curve.across[:count]
    draw_line(sheet, xs, curve.down(curve.values)[:count], colour, 2)
    if curve.below is not None:
        draw_line(sheet, xs, curve.down(curve.below)[:count], colour, 1.6, None, (2, 2.5))


# ------------------------------------------------------------------------------ what a frame draws


def _draw_frame(sheet: Sheet, plan: Layout, run: Run, frame: int, view: View, theme: Theme) -> None:
    """Everything that a frame changes, in the order in which it is laid down."""
    width, _ = plan.size
    count = f"{frame} of {run.frames - 1}"
    text = write(sheet, width - MARGIN, 46, count, theme.muted, 15, ha="right")
    begin = width - MARGIN - measure_width(text) - 10
    write(sheet, begin, 46, name_frame(frame), theme.ink, 15, "bold", ha="right")
    for curve in _list_curves(plan, run, view):
        _draw_curve(sheet, curve, frame, theme)

    tape, points = require_em(run), sample_points(run)
    em = find_frame(tape, frame)
    soft = None if em.responsible is None else responsibilities(points, em.responsible)
    shares = None
    if "shares" in view.on and frame < len(tape.frames):
        shares = share_gap(points, em, sample_frequencies(run))
    draw_field(sheet, plan.panes[0], em.mixture, view, theme)
    draw_points(sheet, plan.panes[0], run, soft, theme, view, shares)
    ways = [[each.mixture.means for each in tape.frames[: frame + 1]]]
    statuses = [("EM", "soft", _describe_status(tape, frame))]

    if run.kmeans:
        twin, hard = find_frame(run.kmeans, frame), None
        order = np.arange(len(twin.centroids))
        if twin.assigned is not None:
            hard = np.eye(len(twin.assigned))[assign(points, twin.assigned)[0]]
        if soft is not None and hard is not None:
            order = order_clusters(soft, hard, sample_frequencies(run))
            hard = hard[:, order]
        centroids = twin.centroids[order]
        if "cells" in view.on:
            draw_cells(sheet, plan.panes[1], centroids, theme)
        draw_points(sheet, plan.panes[1], run, hard, theme, view)
        ways.append([each.centroids[order] for each in run.kmeans.frames[: frame + 1]])
        statuses.append(("k-means", "hard", _describe_status(run.kmeans, frame)))
        if "rings" in view.on and soft is not None and hard is not None:
            differing = np.flatnonzero(soft.argmax(axis=1) != hard.argmax(axis=1))
            for pane in plan.panes:
                draw_rings(sheet, pane, run, differing, theme)
        draw_centroids(sheet, plan.panes[1], run, centroids, view, theme)

    draw_mixture(sheet, plan.panes[0], run, em.mixture, view, theme)
    for pane, way, words in zip(plan.panes, ways, statuses, strict=True):
        if "trails" in view.on:
            draw_trails(sheet, pane, way, theme)
        _draw_caption(sheet, pane, *words, theme)


def _draw_caption(sheet: Sheet, pane: Pane, name: str, way: str, status: str, theme: Theme) -> None:
    y = pane.area.y0 - 11
    text = write(sheet, pane.area.x0, y, name, theme.ink, 15, "bold")
    text = write(sheet, measure_end(text) + 7, y, way, theme.muted, 15)
    write(sheet, measure_end(text) + 14, y, status, theme.muted, 15)


def _draw_curve(sheet: Sheet, curve: Curve, frame: int, theme: Theme) -> None:
    """What has been, a dot where it is, and the number."""
    area, value = curve.area, float(curve.values[frame])
    y = area.y0 - 10
    text = write(sheet, area.x0, y, curve.name, theme.muted, 13)
    number = write_reading(curve.values)(value)
    text = write(sheet, measure_end(text) + 5, y, number, theme.ink, 13, "bold")
    unit = curve.unit
    if curve.below is not None and np.isfinite(curve.below[frame]):
        unit += f", gap {write_significant(max(0.0, value - float(curve.below[frame])), 3)}"
    write(sheet, measure_end(text) + 5, y, unit, theme.muted, 13)
    write(sheet, area.x1, y, "by iteration", theme.muted, 12, ha="right")
    x = float(curve.across[frame])
    draw_line(sheet, [x, x], [area.y0, area.y1], theme.edge)
    _draw_values(sheet, curve, frame + 1, theme.accent)
    place = (x, float(curve.down(curve.values)[frame]))
    draw_disc(sheet, place, 9, theme.accent, theme.paper, 2)
