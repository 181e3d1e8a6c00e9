"""A sheet that counts in CSS pixels, what is drawn on it, and the file that it becomes.

Nothing goes through pyplot; drawing takes turns, so that sessions in other threads may ask at the
same time.
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
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse, FancyArrowPatch, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox, TransformedBbox

from gmm.points import FloatArray
from gmm.ui.takeaway.colours import Rgb, Theme

Sheet = Axes


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
def take_turns() -> Iterator[None]:
    """One drawing at a time: matplotlib's settings are everybody's."""
    with _TURN, matplotlib.rc_context(_RC):
        yield


def make_sheet(size: tuple[float, float], theme: Theme, dpi: float = 96) -> Sheet:
    """Axes that count in CSS pixels from the top left corner and fill a figure of their own."""
    width, height = size
    figure = Figure((width / 96, height / 96), dpi=dpi, facecolor=theme.paper)
    FigureCanvasAgg(figure)
    sheet = figure.add_axes((0, 0, 1, 1))
    sheet.set_axis_off()
    sheet.set_xlim(0, width)
    sheet.set_ylim(height, 0)
    return sheet


def _get_figure(artist: Artist) -> Figure:
    figure: Any = artist.figure
    return cast(Figure, figure)


def put(sheet: Sheet, artist: Artist, clip: Area | None = None) -> Artist:
    """Lay something over what is there, within an area where one is given."""
    sheet.add_artist(artist)
    artist.set_zorder(len(sheet.get_children()))
    if clip is None:
        artist.set_clip_on(False)
    else:
        corners = Bbox.from_bounds(clip.x0, clip.y0, clip.width, clip.height)
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
    text = Text(x, y, keep_printable(words), color=colour, ha=ha, va=va)
    text.set(fontsize=pt(size), fontweight=weight)
    if halo is not None:
        text.set_bbox({"facecolor": halo, "edgecolor": "none", "pad": 1.2, "alpha": 0.75})
    put(sheet, text)
    return text


def measure_end(text: Text) -> float:
    """The pixel where words on a sheet end."""
    return float(text.get_window_extent().x1 / _get_figure(text).dpi * 96)


def measure_width(text: Text) -> float:
    """How many pixels wide words on a sheet are."""
    return float(text.get_window_extent().width / _get_figure(text).dpi * 96)


def shorten(text: Text, end: float, room: float = math.inf) -> Text:
    """Shorten words that run past a pixel, or are wider than there is room."""
    words = text.get_text()
    while words and (measure_end(text) > end + 1 or measure_width(text) > room):
        words = words[: -max(1, len(words) // 12)].rstrip()
        text.set_text(f"{words}…")
    return text


def keep_printable(words: str) -> str:
    """Words on one line that any kind of file can hold."""
    line = "".join(c if c.isprintable() else " " for c in words)
    return " ".join(line.split())


def draw_line(
    sheet: Sheet,
    xs: Sequence[float] | FloatArray,
    ys: Sequence[float] | FloatArray,
    colour: Rgb,
    width: float = 1.0,
    clip: Area | None = None,
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
    clip: Area | None = None,
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
    sheet: Sheet, begin: FloatArray, end: FloatArray, short: float, colour: Rgb, clip: Area
) -> None:
    """Draw an arrow that ends so many pixels short of its aim."""
    ends = tuple(begin), tuple(end)
    arrow = FancyArrowPatch(
        *ends, arrowstyle="-|>", mutation_scale=11, shrinkA=0, shrinkB=pt(short)
    )
    arrow.set(color=colour, linewidth=pt(1.6))
    put(sheet, arrow, clip)


# ------------------------------------------------------------------------------ to a file


def write_file(sheet: Sheet, kind: str, title: str) -> bytes:
    """Save a sheet as PNG of 192 pixels an inch, SVG or PDF; the same twice gives the same file."""
    undated: dict[str, dict[str, str | None]] = {
        "png": {"Software": "Mixtape"},
        "svg": {"Date": None, "Creator": "Mixtape"},
        "pdf": {"CreationDate": None, "Creator": "Mixtape"},
    }
    out = io.BytesIO()
    about = {"Title": keep_printable(title), **undated[kind]}
    _get_figure(sheet).savefig(out, format=kind, dpi=192, metadata=about)
    return out.getvalue()


def write_pages(sheets: Iterable[Sheet], title: str) -> bytes:
    """Save sheets as the pages of a PDF."""
    out = io.BytesIO()
    about = {"Title": keep_printable(title), "CreationDate": None, "Creator": "Mixtape"}
    with PdfPages(out, metadata=about) as pages:
        for sheet in sheets:
            pages.savefig(_get_figure(sheet))
    return out.getvalue()


def prepare_pixels(sheet: Sheet) -> Callable[[Callable[[], None]], npt.NDArray[np.uint8]]:
    """Take what is on a sheet as ground: pictures that only differ in what is over it are fast.

    Returns
    -------
    callable
        Is given a function that draws on the sheet, and gives the pixels, (height, width, 3); the
        sheet is as before then.
    """
    canvas: Any = FigureCanvasAgg(_get_figure(sheet))
    canvas.draw()
    ground = canvas.copy_from_bbox(sheet.bbox)
    before = set(sheet.get_children())

    def take_picture(draw: Callable[[], None]) -> npt.NDArray[np.uint8]:
        canvas.restore_region(ground)
        draw()
        for artist in [artist for artist in sheet.get_children() if artist not in before]:
            artist.draw(canvas.get_renderer())
            artist.remove()
        pixels: npt.NDArray[np.uint8] = np.array(canvas.buffer_rgba())[:, :, :3]
        return pixels

    return take_picture
