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
from gmm.mixture import responsibilities
from gmm.points import FloatArray
from gmm.tape import Frame, KMeansFrame, Tape
from gmm.ui.run import Run, write_summary, write_title
from gmm.ui.takeaway.colours import Theme, mixed, themes
from gmm.ui.takeaway.frames import em_of, frame_name, frame_of
from gmm.ui.takeaway.geometry import Box, padded, significant, ticks
from gmm.ui.takeaway.picture import (
    TICKS,
    Pane,
    draw_axes,
    draw_centroids,
    draw_mixture,
    draw_points,
    drawn_points,
    pane_at,
)
from gmm.ui.takeaway.sheet import (
    Area,
    Sheet,
    blank_sheet,
    draw_disc,
    draw_line,
    end_of,
    file_of,
    fit,
    pixels_over,
    taking_turns,
    width_of,
    write,
)

KINDS = ("png", "svg", "pdf")

MOST_FRAMES = 120  # of a GIF

MANY = 2_000  # points: with more, a GIF has half as many frames, to be made in as long a time

MARGIN = 28.0

GAP = 20.0

Report = Callable[[int, int], None]


class Layout(NamedTuple):
    """Where everything is on the sheet, in pixels.

    Attributes
    ----------
    size : tuple of float
        Width and height.
    em, kmeans : Pane
        kmeans is None without a twin.
    curves : tuple of Area
        Of log-likelihood and, with a twin, inertia.
    """

    size: tuple[float, float]
    em: Pane
    kmeans: Pane | None
    curves: tuple[Area, ...]


def still(run: Run, frame: int, kind: str = "png", dark: bool = False) -> bytes:
    """Draw the frame on show.

    Parameters
    ----------
    run : Run
    frame : int
        From 0; a twin that has ended before stands still.
    kind : {"png", "svg", "pdf"}
        Text stays text in SVG and PDF.
    dark : bool
        Whether on a dark background.

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
    theme = themes()[dark]
    with taking_turns():
        plan = layout(run)
        sheet = blank_sheet(plan.size, theme)
        _draw_ground(sheet, plan, run, theme)
        _draw_frame(sheet, plan, run, frame, theme)
        return file_of(sheet, kind, f"{write_title(run)}, {frame_name(frame)}")


def animation(
    run: Run,
    dark: bool = False,
    report: Report | None = None,
    most: int | None = None,
) -> bytes:
    """Draw the run as an animated GIF that begins again at its end.

    Parameters
    ----------
    run : Run
    dark : bool
        Whether on a dark background.
    report : callable, optional
        Is called with how many pictures are done and how many there will be, after each.
    most : int, optional
        Of a longer run so many frames are chosen, evenly; `MOST_FRAMES`, and half of them where
        there are more than 2,000 points.

    Returns
    -------
    bytes
        Of a GIF file, 960 pixels wide with a twin, 720 without. The start and the end are shown
        for longer.
    """
    theme = themes()[dark]
    if most is None:
        most = MOST_FRAMES if len(run.points) <= MANY else MOST_FRAMES // 2
    chosen = chosen_frames(run.frames, most)
    with taking_turns():
        plan = layout(run)
        sheet = blank_sheet(plan.size, theme, dpi=72)
        _draw_ground(sheet, plan, run, theme)
        pixels = pixels_over(sheet)

    def picture(frame: int) -> Image.Image:
        with taking_turns():
            draw = partial(_draw_frame, sheet, plan, run, frame, theme)
            return Image.fromarray(pixels(draw))

    # One set of colours for all pictures: nothing flickers, and what stays takes no room.
    colours = _shared_colours([picture(frame) for frame in chosen_frames(run.frames, 5)], theme)

    def pictures() -> Iterator[Image.Image]:
        for done, frame in enumerate(chosen, start=1):
            yield picture(frame).quantize(palette=colours, dither=Image.Dither.NONE)
            if report is not None:
                report(done, len(chosen))

    following = pictures()
    out = io.BytesIO()
    next(following).save(
        out,
        format="GIF",
        save_all=True,
        append_images=following,
        duration=durations(len(chosen)),
        loop=0,
    )
    return out.getvalue()


def _shared_colours(pictures: list[Image.Image], theme: Theme) -> Image.Image:
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


def chosen_frames(count: int, most: int) -> list[int]:
    """At most so many of the frames 0 to count - 1, evenly, the first and the last among them."""
    return sorted({round(i) for i in np.linspace(0, count - 1, min(count, max(most, 1)))})


def durations(count: int) -> list[int]:
    """How long each of a GIF's pictures is shown, in milliseconds: 30 seconds in all at most."""
    usual = max(60, min(700, 30_000 // count // 10 * 10))
    return [1_500] + [usual] * (count - 2) + [3_000] if count > 1 else [3_000]


def layout(run: Run) -> Layout:
    """Plan the sheet: title, EM beside k-means, log-likelihood below, inertia beside that.

    Parameters
    ----------
    run : Run
    """
    panes = 2 if run.kmeans else 1
    width, height = (1280.0, 800.0) if panes == 2 else (960.0, 800.0)
    step = (width - 2 * MARGIN + GAP) / panes
    plot = step - GAP - TICKS
    lefts = [MARGIN + TICKS + i * step for i in range(panes)]
    above, below, curve = 94.0, height - 40, 104.0
    tall = below - curve - 66 - above
    placed = [pane_at(run, left, above, plot, tall) for left in lefts]
    curves = tuple(Area(left, below - curve, left + plot, below) for left in lefts)
    return Layout((width, height), placed[0], placed[1] if panes == 2 else None, curves)


def _status(tape: Tape[Frame] | Tape[KMeansFrame], frame: int) -> str:
    last = len(tape.frames) - 1
    iteration = (min(frame, last) + 1) // 2
    if frame < last or last == 0:
        return f"iteration {iteration}" if frame else "start"
    if tape.stopped == "collapsed":
        return "collapsed"
    return f"{'converged' if tape.stopped == 'converged' else 'ended'} at iteration {iteration}"


# ------------------------------------------------------------------------------ what stays


def _draw_ground(sheet: Sheet, plan: Layout, run: Run, theme: Theme) -> None:
    """Everything that a frame does not change."""
    width, _ = plan.size
    title = write(sheet, MARGIN, 46, write_title(run), theme.ink, 21, "bold")
    fit(title, 0.62 * width)
    begin = end_of(title) + 18 if write_title(run) else MARGIN
    fit(write(sheet, begin, 46, write_summary(run), theme.muted, 14), width - 215)
    for pane in (plan.em, plan.kmeans):
        if pane is not None:
            draw_axes(sheet, pane, run, theme)
    for box, values, _, _ in _curves(plan, run):
        _draw_curve_ground(sheet, box, values, run.frames, theme)


def _curves(plan: Layout, run: Run) -> list[tuple[Area, FloatArray, str, str]]:
    """Each curve's place, numbers, name and unit."""
    em = np.array([frame.log_likelihood for frame in em_of(run).frames])
    found = [(plan.curves[0], em, "Log-likelihood", "nats")]
    if run.kmeans:
        inertia = np.array([frame.inertia for frame in run.kmeans.frames])
        found.append((plan.curves[1], inertia, "Inertia of k-means", ""))
    return found


def _place(box: Area, values: FloatArray, frames: int) -> tuple[FloatArray, FloatArray, Box]:
    """Pixels of a curve's numbers, the last one kept up to the last frame; what is in view."""
    finite = values[np.isfinite(values)]
    finite = finite if len(finite) else np.zeros(1)
    low, high = padded(finite.min(), finite.max(), 0.06)
    values = np.append(values, np.full(frames - len(values), values[-1]))
    last = max(1, frames - 1)
    xs = box.x0 + box.width * np.arange(frames) / last
    return xs, box.y1 - box.height * (values - low) / (high - low), (0.0, low, last, high)


def _draw_curve_ground(
    sheet: Sheet, box: Area, values: FloatArray, frames: int, theme: Theme
) -> None:
    xs, ys, (_, low, last, high) = _place(box, values, frames)
    for value, words in ticks(low, high, max(2, box.height / 30)):
        y = box.y1 - box.height * (value - low) / (high - low)
        draw_line(sheet, [box.x0, box.x1], [y, y], theme.faint)
        write(sheet, box.x0 - 6, y, words, theme.muted, 11.5, ha="right", va="center_baseline")
    most = max(1, min(8, box.width / 34, last // 2))
    for value, words in ticks(0, last / 2, most):
        x = box.x0 + box.width * 2 * value / last
        write(sheet, x, box.y1 + 17, words, theme.muted, 11.5, ha="center")
    draw_line(sheet, xs, ys, mixed(theme.accent, theme.paper, 0.3), 2)


# ------------------------------------------------------------------------------ what a frame draws


def _draw_frame(sheet: Sheet, plan: Layout, run: Run, frame: int, theme: Theme) -> None:
    """Everything that a frame changes, in the order in which it is laid down."""
    width, _ = plan.size
    last = run.frames - 1
    text = write(sheet, width - MARGIN, 46, f"{frame} of {last}", theme.muted, 15, ha="right")
    begin = width - MARGIN - width_of(text) - 10
    write(sheet, begin, 46, frame_name(frame), theme.ink, 15, "bold", ha="right")

    em = frame_of(em_of(run), frame)
    points = drawn_points(run)
    gamma = None if em.responsible is None else responsibilities(points, em.responsible)
    _caption(sheet, plan.em, "EM", "soft", _status(em_of(run), frame), theme)
    draw_points(sheet, plan.em, run, gamma, theme)
    draw_mixture(sheet, plan.em, run, em.mixture, theme)

    if run.kmeans and plan.kmeans:
        twin = frame_of(run.kmeans, frame)
        status = _status(run.kmeans, frame)
        _caption(sheet, plan.kmeans, "k-means", "hard", status, theme)
        hard = None
        if twin.assigned is not None:
            hard = np.eye(len(twin.assigned))[assign(points, twin.assigned)[0]]
        draw_centroids(sheet, plan.kmeans, run, twin.centroids, hard, theme)

    for box, values, name, unit in _curves(plan, run):
        _draw_curve(sheet, box, values, name, unit, frame, run.frames, theme)


def _caption(sheet: Sheet, pane: Pane, name: str, way: str, status: str, theme: Theme) -> None:
    y = pane.top - 11
    text = write(sheet, pane.left, y, name, theme.ink, 15, "bold")
    text = write(sheet, end_of(text) + 7, y, way, theme.muted, 15)
    write(sheet, end_of(text) + 14, y, status, theme.muted, 15)


def _draw_curve(
    sheet: Sheet,
    box: Area,
    values: FloatArray,
    name: str,
    unit: str,
    frame: int,
    frames: int,
    theme: Theme,
) -> None:
    """What has been, a dot where it is, and the number."""
    xs, ys, _ = _place(box, values, frames)
    value = float(values[min(frame, len(values) - 1)])
    text = write(sheet, box.x0, box.y0 - 10, name, theme.muted, 13)
    text = write(sheet, end_of(text) + 5, box.y0 - 10, significant(value, 7), theme.ink, 13, "bold")
    write(sheet, end_of(text) + 5, box.y0 - 10, unit, theme.muted, 13)
    write(sheet, box.x1, box.y0 - 10, "by iteration", theme.muted, 12, ha="right")
    here = float(xs[frame])
    draw_line(sheet, [here, here], [box.y0, box.y1], theme.edge)
    draw_line(sheet, xs[: frame + 1], ys[: frame + 1], theme.accent, 2)
    if np.isfinite(ys[frame]):
        place = (here, float(ys[frame]))
        draw_disc(sheet, place, 9, theme.accent, theme.paper, 2)
