"""Drawing with matplotlib: a sheet that counts in CSS pixels, and the parts of a picture.

Marks, sizes and the order of what lies over what are the stage's (assets/stage: marks.js, plane.js,
line.js, picture.js and stage.css). Nothing goes through pyplot; drawing takes turns, so that
sessions in other threads may ask at the same time.
"""

import io
import math
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal, NamedTuple, cast

import matplotlib
import numpy as np
import numpy.typing as npt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse, FancyArrowPatch, PathPatch, Polygon, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.text import Text
from matplotlib.transforms import Bbox, IdentityTransform, TransformedBbox

from gmm.limits import MAX_DRAWN, fair_sample
from gmm.mixture import Mixture, log_joint
from gmm.points import FloatArray
from gmm.scaling import Scaling
from gmm.tape import Frame, KMeansFrame, Tape
from gmm.ui.takeaway.colours import Rgb, Theme, blend, component_colour, mixed
from gmm.ui.takeaway.geometry import (
    MARKS,
    Bins,
    Box,
    View,
    bins,
    boundaries,
    cells,
    ellipse,
    line_view,
    plane_view,
    stacked,
    ticks,
)

Sheet = Axes
TICKS = 44.0  # pixels for their numbers, left of a picture
RUG = 34.0  # pixels of points below their histogram


class Reel(NamedTuple):
    """A run and the words to show it with.

    Attributes
    ----------
    em : Tape of Frame
        On points of one or two dimensions.
    kmeans : Tape of KMeansFrame, or None
        Its twin; None leaves its pane out.
    scaling : Scaling
        The way from the tape's points to the data's own units, for ticks and tables.
    labels : tuple of str
        A name for each column, its unit in brackets where it has one.
    title, summary : str
        As above the stage.
    box : tuple of float, or None
        Left, bottom, right and top of what is always in view; None for the points.
    """

    em: Tape[Frame]
    kmeans: Tape[KMeansFrame] | None
    scaling: Scaling
    labels: tuple[str, ...]
    title: str = ""
    summary: str = ""
    box: Box | None = None

    def frames(self) -> int:
        """How many frames there are: of two twins, the longer one's."""
        return max(len(self.em.frames), len(self.kmeans.frames) if self.kmeans else 0)


class Area(NamedTuple):
    """Part of a sheet: left, top, right and bottom edge in pixels."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """In pixels."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """In pixels."""
        return self.y1 - self.y0


class Pane(NamedTuple):
    """A picture's place on the sheet, in pixels, and the way there from the data."""

    left: float
    top: float
    width: float
    height: float
    view: View  # of a line: of what is above the rug

    def across(self, values: npt.ArrayLike) -> FloatArray:
        """Pixels from the sheet's left edge."""
        return self.left + self.view.x(values)

    def down(self, values: npt.ArrayLike) -> FloatArray:
        """Pixels from the sheet's top edge."""
        return self.top + self.view.y(values)


def pane_at(recording: Reel, left: float, top: float, width: float, height: float) -> Pane:
    """Fit the data into a picture of that place and size."""
    points = drawn_points(recording)
    if points.shape[1] == 2:
        seen = points if recording.box is None else np.reshape(recording.box, (2, 2))
        return Pane(left, top, width, height, plane_view(seen, width, height))
    view = line_view(points, width, height - RUG, _peak(recording))
    return Pane(left, top, width, height, view)


def drawn_points(recording: Reel) -> FloatArray:
    """The points that the stage draws too: all, or a fair sample of `MAX_DRAWN`."""
    return recording.em.points[fair_sample(len(recording.em.points), MAX_DRAWN)]


def _weights(recording: Reel) -> FloatArray | None:
    weights = recording.em.weights
    return None if weights is None else weights[fair_sample(len(weights), MAX_DRAWN)]


def _peak(recording: Reel) -> float:
    """The density at the top: of the histogram, and of the run's curves where they fit."""
    values = drawn_points(recording)
    one = np.ones((len(values), 1))
    tallest = float(stacked(bins(values[:, 0]), one, _weights(recording)).max())
    peak = tallest
    for frame in recording.em.frames:
        if frame.phase != "E":
            densities = np.exp(log_joint(frame.mixture.means, frame.mixture)).sum(axis=1)
            peak = max(peak, float(densities.max()))
    return 1.12 * min(peak, 2.5 * tallest)


def frame_name(frame: int) -> str:
    """What a frame is called: "Start", "E-step 1", "M-step 1", "E-step 2" and so on."""
    phase = "Start" if frame == 0 else "E-step" if frame % 2 else "M-step"
    return f"{phase} {(frame + 1) // 2}" if frame else phase


# ------------------------------------------------------------------------------ the sheet

_TURN = threading.Lock()

_RC: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "mixtape",
    "pdf.fonttype": 42,
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans", "Arial", "sans-serif"],
    "text.parse_math": False,
    "text.usetex": False,
}


@contextmanager
def taking_turns() -> Iterator[None]:
    """One drawing at a time: matplotlib's settings are everybody's."""
    with _TURN, matplotlib.rc_context(_RC):
        yield


def blank_sheet(size: tuple[float, float], theme: Theme, dpi: float = 96) -> Sheet:
    """Axes that count in CSS pixels from the top left corner and fill a figure of their own."""
    width, height = size
    figure = Figure((width / 96, height / 96), dpi=dpi, facecolor=theme.paper)
    FigureCanvasAgg(figure)
    sheet = figure.add_axes((0, 0, 1, 1))
    sheet.set_axis_off()
    sheet.set_xlim(0, width)
    sheet.set_ylim(height, 0)
    return sheet


def _figure_of(artist: Artist) -> Figure:
    figure: Any = artist.figure
    return cast(Figure, figure)


def put(sheet: Sheet, artist: Artist, clip: Pane | None = None) -> Artist:
    """Lay something over what is there, within a pane where one is given."""
    sheet.add_artist(artist)
    artist.set_zorder(len(sheet.get_children()))
    if clip is None:
        artist.set_clip_on(False)
    else:
        corners = Bbox.from_bounds(clip.left, clip.top, clip.width, clip.height)
        artist.set_clip_path(None)
        artist.set_clip_box(TransformedBbox(corners, sheet.transData))
    return artist


def pt(pixels: float) -> float:
    """Pixels in points, in which matplotlib measures lines and letters."""
    return 0.75 * pixels


def write(
    sheet: Sheet,
    x: float,
    y: float,
    words: str,
    colour: Rgb,
    size: float = 12,
    weight: str = "normal",
    ha: Literal["left", "center", "right"] = "left",
    va: Literal["baseline", "center_baseline", "top"] = "baseline",
    halo: Rgb | None = None,
) -> Text:
    """Words at a place, on a patch of the paper's colour where a halo is asked for."""
    text = Text(
        x,
        y,
        one_line(words),
        color=colour,
        fontsize=pt(size),
        fontweight=weight,
        horizontalalignment=ha,
        verticalalignment=va,
    )
    if halo is not None:
        text.set_bbox({"facecolor": halo, "edgecolor": "none", "pad": 1.2, "alpha": 0.75})
    put(sheet, text)
    return text


def end_of(text: Text) -> float:
    """The pixel where words on a sheet end."""
    return float(text.get_window_extent().x1 / _figure_of(text).dpi * 96)


def width_of(text: Text) -> float:
    """How many pixels wide words on a sheet are."""
    return float(text.get_window_extent().width / _figure_of(text).dpi * 96)


def fit(text: Text, end: float, room: float = math.inf) -> Text:
    """Shorten words that run past a pixel, or are wider than there is room."""
    words = text.get_text()
    while words and (end_of(text) > end + 1 or width_of(text) > room):
        words = words[: -max(1, len(words) // 12)].rstrip()
        text.set_text(f"{words}…")
    return text


def one_line(words: str) -> str:
    """Words on one line that any kind of file can hold."""
    line = "".join(c if c.isprintable() else " " for c in words)
    return " ".join(line.split())


def draw_line(
    sheet: Sheet,
    xs: Sequence[float] | FloatArray,
    ys: Sequence[float] | FloatArray,
    colour: Rgb,
    width: float = 1.0,
    clip: Pane | None = None,
    dashes: tuple[float, ...] = (),
) -> None:
    """Draw a line through places; dashes are lengths in pixels, of line and gap in turn."""
    # Dashes are told in pixels, and matplotlib counts in line widths.
    style: Any = (0, tuple(dash / width for dash in dashes)) if dashes else "solid"
    line = Line2D(xs, ys, color=colour, linewidth=pt(width), linestyle=style)
    line.set_solid_joinstyle("round")
    put(sheet, line, clip)


def draw_disc(
    sheet: Sheet,
    place: Sequence[float] | FloatArray,
    across: float,
    face: Rgb | None,
    edge: Rgb,
    width: float,
    clip: Pane | None = None,
) -> None:
    """Draw a disc so many pixels across, or a ring where it has no face."""
    x, y = place
    disc = Ellipse((float(x), float(y)), across, across, facecolor=face or "none", edgecolor=edge)
    disc.set_linewidth(pt(width))
    put(sheet, disc, clip)


def draw_box(sheet: Sheet, area: Area, edge: Rgb, width: float) -> None:
    """Draw an empty box."""
    box = Rectangle((area.x0, area.y0), area.width, area.height, fill=False)
    box.set(edgecolor=edge, linewidth=pt(width))
    put(sheet, box)


def draw_arrow(
    sheet: Sheet, begin: FloatArray, end: FloatArray, short: float, colour: Rgb, clip: Pane
) -> None:
    """Draw an arrow that ends so many pixels short of its aim."""
    arrow = FancyArrowPatch(
        (float(begin[0]), float(begin[1])),
        (float(end[0]), float(end[1])),
        arrowstyle="-|>",
        mutation_scale=11,
        shrinkA=0,
        shrinkB=pt(short),
        color=colour,
        linewidth=pt(1.6),
    )
    put(sheet, arrow, clip)


# ------------------------------------------------------------------------------ to a file


def file_of(sheet: Sheet, kind: str, title: str) -> bytes:
    """Save a sheet as PNG of 192 pixels an inch, SVG or PDF; the same twice gives the same file."""
    undated: dict[str, dict[str, str | None]] = {
        "png": {"Software": "Mixtape"},
        "svg": {"Date": None, "Creator": "Mixtape"},
        "pdf": {"CreationDate": None, "Creator": "Mixtape"},
    }
    out = io.BytesIO()
    about = {"Title": one_line(title), **undated[kind]}
    _figure_of(sheet).savefig(out, format=kind, dpi=192, metadata=about)
    return out.getvalue()


def pages_of(sheets: Iterable[Sheet], title: str) -> bytes:
    """Save sheets as the pages of a PDF."""
    out = io.BytesIO()
    about = {"Title": one_line(title), "CreationDate": None, "Creator": "Mixtape"}
    with PdfPages(out, metadata=about) as pages:
        for sheet in sheets:
            pages.savefig(_figure_of(sheet))
    return out.getvalue()


def pixels_over(sheet: Sheet) -> Callable[[Callable[[], None]], npt.NDArray[np.uint8]]:
    """Take what is on a sheet as ground: pictures that only differ in what is over it are fast.

    Returns
    -------
    callable
        Is given a function that draws on the sheet, and gives the pixels, (height, width, 3); the
        sheet is as before then.
    """
    canvas: Any = FigureCanvasAgg(_figure_of(sheet))
    canvas.draw()
    ground = canvas.copy_from_bbox(sheet.bbox)
    before = set(sheet.get_children())

    def picture(draw: Callable[[], None]) -> npt.NDArray[np.uint8]:
        canvas.restore_region(ground)
        draw()
        for artist in [artist for artist in sheet.get_children() if artist not in before]:
            artist.draw(canvas.get_renderer())
            artist.remove()
        pixels: npt.NDArray[np.uint8] = np.array(canvas.buffer_rgba())[:, :, :3]
        return pixels

    return picture


# ------------------------------------------------------------------------------ a picture


def draw_axes(sheet: Sheet, pane: Pane, recording: Reel, theme: Theme) -> None:
    """A frame, and ticks at round numbers of the data's own units."""
    left, bottom, right, top = pane.view.box
    origin, spread = recording.scaling
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


def draw_points(
    sheet: Sheet, pane: Pane, recording: Reel, gamma: FloatArray | None, theme: Theme
) -> None:
    """The points, on a line above their histogram, in the colours of responsibilities (N, K)."""
    points = drawn_points(recording)
    weights = _weights(recording)
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
        put(sheet, dots, pane)

    if not rings.all():
        lay(~rings, {"facecolors": colours[~rings], "edgecolors": [theme.paper]}, 0.6)
    if rings.any():
        look = {"facecolors": [theme.paper], "edgecolors": colours[rings]}
        lay(rings, look, 0.55 * float(radii[rings].min()))


def draw_mixture(sheet: Sheet, pane: Pane, recording: Reel, mixture: Mixture, theme: Theme) -> None:
    """Ellipses and means in the plane, densities and means on a line."""
    places = means_at(pane, mixture.means)
    if mixture.means.shape[1] == 2:
        for k, covariance in enumerate(mixture.covariances):
            for sigmas in (2, 1):
                _draw_ellipse(sheet, pane, places[k], covariance, sigmas, k, theme)
    else:
        _draw_densities(sheet, pane, mixture, theme)
    _name_axes(sheet, pane, recording, theme)
    for k, place in enumerate(places):
        draw_mark(sheet, pane, place, k, theme)


def draw_centroids(
    sheet: Sheet,
    pane: Pane,
    recording: Reel,
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
                put(sheet, tile, pane)
        draw_points(sheet, pane, recording, hard, theme)
    else:
        draw_points(sheet, pane, recording, hard, theme)
        bottom = pane.top + pane.height
        for place in boundaries(centroids[:, 0]):
            x = float(pane.across(place))
            draw_line(sheet, [x, x], [pane.top, bottom], theme.ink, 1.2, pane, (4, 4))
        for k, (x, ground) in enumerate(places):
            draw_line(sheet, [x, x], [pane.top + 18, ground], component_colour(theme, k), 2.2, pane)
    _name_axes(sheet, pane, recording, theme)
    for k, place in enumerate(places):
        draw_mark(sheet, pane, place, k, theme)


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
        put(sheet, outline, pane)


def draw_mark(sheet: Sheet, pane: Pane | None, place: FloatArray, k: int, theme: Theme) -> None:
    """A component's mark with a rim in the paper's colour and a thin shadow around that."""
    x, y = place
    path = Outline(MARKS[k % len(MARKS)] + [x, y], closed=True)
    colour = component_colour(theme, k)
    inner, rim = (theme.paper, colour) if _is_hollow(k) else (colour, theme.paper)
    for edge, width in ((mixed(theme.ink, theme.paper, 0.7), 4.6), (rim, 3.0)):
        patch = PathPatch(path, facecolor=inner, edgecolor=edge, linewidth=pt(width))
        patch.set_joinstyle("round")
        put(sheet, patch, pane)
    if not _is_hollow(k):
        put(sheet, PathPatch(path, facecolor=inner, edgecolor="none", linewidth=0), pane)


def _name_axes(sheet: Sheet, pane: Pane, recording: Reel, theme: Theme) -> None:
    """Names over the points, at the ends that the axes run to."""
    across, *up = recording.labels
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
            put(sheet, bar, pane)
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
            draw_line(sheet, pane.across(xs), ys, theme.ink, 1.5, pane, (5, 3))
        else:
            dashes = (7.0, 4.0) if _is_hollow(k) else ()
            draw_line(sheet, pane.across(xs), ys, component_colour(theme, k), 2.2, pane, dashes)


def _is_hollow(k: int) -> bool:
    return k >= len(MARKS)
