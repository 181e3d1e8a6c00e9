"""A landscape painted by code, of which each pixel's region is known, and pictures of one's own."""

import io
import struct
import warnings
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from gmm.cases.colour_space import to_bytes, to_lab
from gmm.points import FloatArray, IntArray

if TYPE_CHECKING:
    from PIL import Image

Bytes = npt.NDArray[np.uint8]

WIDTH, HEIGHT = 216, 144  # of the painted picture
FINER = 4  # it is painted so many times finer, which makes its edges soft
REGIONS = ("sky", "sun", "hills", "meadow", "wall", "roof", "pond")

MAX_SIDE = 320  # pixels: larger pictures are scaled down
MAX_PIXELS = 25_000_000  # of a picture that somebody brings
MAX_PICTURE_BYTES = 20_000_000
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")
LIMITS = (
    f"PNG, JPEG, GIF, WebP or BMP, up to {MAX_PICTURE_BYTES // 1_000_000} MB and "
    f"{MAX_PIXELS // 1_000_000} million pixels. "
    f"It is scaled down until its longer side has {MAX_SIDE} pixels."
)


class _TooLargeError(Exception):
    """A picture has too many pixels; says so in a sentence."""


# What Pillow raises at files that are broken somewhere in the middle.
_BROKEN = (
    *(OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError),
    *(OverflowError, struct.error, zlib.error),
)


class Picture(NamedTuple):
    """A picture, and what is known of it.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (H, W, 3)
        In sRGB. Read-only.
    title : str
    regions : ndarray of int, shape (H, W), or None
        Which region has painted each pixel: where its name stands in `names`. Read-only.
    names : tuple of str
    notes : tuple of str
        What was done to the picture before it came here, a sentence each.
    """

    pixels: Bytes
    title: str
    regions: IntArray | None = None
    names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Paint(NamedTuple):
    """How a region is painted, in CIELAB.

    Attributes
    ----------
    top, bottom : tuple of float
        L*, a* and b* at its upper and at its lower end; shaded evenly between them.
    spread : tuple of float
        Standard deviation of the noise on each.
    """

    top: tuple[float, float, float]
    bottom: tuple[float, float, float]
    spread: tuple[float, float, float]


# The pond mirrors the sky: two things of one colour. The meadow's grass is spread widest.
PAINTS = {
    "sky": Paint((60, 0, -36), (80, -3, -16), (2.5, 0.8, 2.5)),
    "sun": Paint((84, 2, 60), (82, 4, 62), (0.8, 0.8, 1.2)),
    "hills": Paint((50, -12, 2), (44, -14, 8), (2.0, 1.2, 1.6)),
    "meadow": Paint((64, -26, 36), (44, -22, 36), (7.5, 2.5, 5.0)),
    "wall": Paint((82, 4, 14), (74, 6, 18), (1.0, 0.7, 1.0)),
    "roof": Paint((48, 42, 30), (38, 38, 26), (2.5, 2.0, 2.0)),
    "pond": Paint((72, -2, -24), (64, -1, -32), (2.5, 0.8, 2.5)),
}
FLAT_SPREAD = (4.0, 4.0, 4.0)  # of each region, where all are alike


def paint_landscape(seed: int = 0, paints: dict[str, Paint] = PAINTS) -> Picture:
    """Paint a landscape: sky, sun, hills, a meadow with a pond, a house with its roof.

    Parameters
    ----------
    seed : int
        Of the noise.
    paints : dict of Paint
        One for each of `REGIONS`.

    Returns
    -------
    Picture
        Its colours are averages over squares of `FINER` x `FINER` finer pixels, and then get their
        noise; a pixel's region is the one that most of its square belongs to.
    """
    fine = _draw_regions(WIDTH * FINER, HEIGHT * FINER)
    shares = np.stack([_shrink(fine == region) for region in range(len(REGIONS))], axis=-1)
    regions = shares.argmax(axis=-1)
    rows = np.arange(HEIGHT)
    shaded, spreads = [], []
    for region, name in enumerate(REGIONS):
        held = np.flatnonzero((regions == region).any(axis=1))
        down = np.clip((rows - held[0]) / max(1, held[-1] - held[0]), 0, 1)[:, np.newaxis]
        paint = paints[name]
        shaded.append((1 - down) * np.array(paint.top) + down * np.array(paint.bottom))
        spreads.append(paint.spread)
    lab = np.einsum("hwr,hrc->hwc", shares, np.stack(shaded, axis=1))
    noise = np.random.default_rng(seed).standard_normal(lab.shape)
    lab += noise * (shares @ np.array(spreads))
    pixels = to_bytes(lab)
    pixels.setflags(write=False)
    regions.setflags(write=False)
    return Picture(pixels, "Landscape", regions, REGIONS)


def paint_evenly(seed: int = 0) -> Picture:
    """Paint the same landscape with flat colours and the same noise everywhere.

    Parameters
    ----------
    seed : int
        Of the noise.
    """
    paints = {name: _flatten(paint) for name, paint in PAINTS.items()}
    # Not the sky's: here each region has a colour of its own.
    paints["pond"] = Paint((38, 12, -42), (38, 12, -42), FLAT_SPREAD)
    return paint_landscape(seed, paints)._replace(title="Flat landscape")


def _flatten(paint: Paint) -> Paint:
    middle = (np.array(paint.top) + np.array(paint.bottom)) / 2
    lightness, a, b = (float(each) for each in middle)
    return Paint((lightness, a, b), (lightness, a, b), FLAT_SPREAD)


PAINTINGS: dict[str, Callable[[int], Picture]] = {
    "Landscape": paint_landscape,
    "Flat landscape": paint_evenly,
}


def _draw_regions(width: int, height: int) -> IntArray:
    """Say which region each fine pixel belongs to, one thing painted over the other."""
    x = (np.arange(width) + 0.5) / height  # in heights, so that a circle is one
    y = ((np.arange(height) + 0.5) / height)[:, np.newaxis]
    hills = 0.50 - 0.07 * np.sin(4.2 * x + 0.6) - 0.04 * np.sin(9.5 * x)
    meadow = 0.60 + 0.03 * np.sin(3.0 * x + 2.0)
    regions = np.zeros((height, width), dtype=np.int64)
    roof_top, eaves, ground, middle, half = 0.44, 0.57, 0.78, 0.42, 0.17
    for name, where in (
        ("sun", np.hypot(x - 1.18, y - 0.2) < 0.09),
        ("hills", y > hills),
        ("meadow", y > meadow),
        ("pond", np.hypot((x - 1.08) / 0.28, (y - 0.84) / 0.085) < 1),
        ("wall", (np.abs(x - middle) < half) & (y >= eaves) & (y < ground)),
        (
            "roof",
            (y >= roof_top)
            & (y < eaves)
            & (np.abs(x - middle) < (half + 0.05) * (y - roof_top) / (eaves - roof_top)),
        ),
    ):
        regions[np.broadcast_to(where, regions.shape)] = REGIONS.index(name)
    return regions


def _shrink(mask: npt.NDArray[np.bool_]) -> FloatArray:
    """Give the share of each pixel that finer pixels cover."""
    height, width = mask.shape
    blocks = mask.reshape(height // FINER, FINER, width // FINER, FINER)
    shares: FloatArray = blocks.mean(axis=(1, 3))
    return shares


# ------------------------------------------------------------------------------ own pictures


def read_picture(name: str, content: bytes) -> Picture:
    """Read a picture of one's own.

    Parameters
    ----------
    name : str
        Of the file, for sentences.
    content : bytes

    Returns
    -------
    Picture
        Upright as its EXIF says, scaled down to `MAX_SIDE`, on white where it is transparent, with
        eight bits for each of red, green and blue; of an animation the first picture.

    Raises
    ------
    ValueError
        With a sentence that says what is wrong and what to do.
    """
    # Here, since most that import this module paint only.
    from PIL import Image, UnidentifiedImageError

    kinds = "PNG, JPEG, GIF, WebP or BMP"
    if not content:
        raise ValueError(f"{name} is empty. Choose a picture: {kinds}.")
    if len(content) > MAX_PICTURE_BYTES:
        raise ValueError(
            f"{name} has {len(content) / 1e6:,.0f} MB. A picture may have up to "
            f"{MAX_PICTURE_BYTES // 1_000_000} MB here. Save it smaller."
        )
    try:
        image, notes = _decode(name, content)
    except _TooLargeError as error:
        raise ValueError(str(error)) from None
    except Image.DecompressionBombError:
        raise ValueError(_tell_size(name, "far more")) from None
    except UnidentifiedImageError:
        raise ValueError(
            f"{name} is no picture that can be read here. Choose a file of the kind {kinds}."
        ) from None
    except _BROKEN as error:
        raise ValueError(
            f"{name} is broken or was cut off: its pixels cannot be read to the end. "
            f"Save or download it again."
        ) from error
    pixels = np.array(image, dtype=np.uint8)
    pixels.setflags(write=False)
    return Picture(pixels, name, notes=tuple(notes))


def _decode(name: str, content: bytes) -> tuple["Image.Image", list[str]]:
    """Decode a picture, upright, small and opaque; raises what Pillow raises."""
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of many pixels; they are counted below
        opened = Image.open(io.BytesIO(content), formats=FORMATS)
    with opened:
        width, height = opened.size
        if width * height > MAX_PIXELS:
            raise _TooLargeError(_tell_size(name, f"{width:,} × {height:,} pixels, more"))
        notes = []
        if getattr(opened, "is_animated", False):
            notes.append("Of the animation the first picture is used.")
            opened.seek(0)
        # A JPEG can be opened smaller than it is, which is faster.
        opened.draft(None, (MAX_SIDE, MAX_SIDE))
        opened.load()
        image = _to_eight_bits(ImageOps.exif_transpose(opened))
    clear = image.has_transparency_data
    image = image.convert("RGBA" if clear else "RGB")
    if max(width, height) > MAX_SIDE:
        # Premultiplied by its opacity, so that what is not seen gives nothing of its colour.
        image = image.convert("RGBa") if clear else image
        image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.BOX, reducing_gap=3.0)
        image = image.convert("RGBA") if clear else image
        notes.insert(
            0,
            f"The file has {width:,} × {height:,} pixels; it was scaled down to "
            f"{image.width:,} × {image.height:,}.",
        )
    if clear:
        notes.append("What is transparent in it lies on white.")
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image).convert("RGB")
    return image, notes


def write_png(pixels: Bytes) -> bytes:
    """Write a picture as a PNG file.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (H, W, 3), or (H, W) for greys
    """
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


def _to_eight_bits(image: "Image.Image") -> "Image.Image":
    """Bring greys of 16 or 32 bits to eight; all else stays."""
    from PIL import Image

    if not image.mode.startswith(("I", "F")):
        return image
    values = np.nan_to_num(np.asarray(image, dtype=np.float64))
    top = 65535 if values.max() > 255 else 255
    return Image.fromarray((np.clip(values / top, 0, 1) * 255).round().astype(np.uint8))


def _tell_size(name: str, size: str) -> str:
    return (
        f"{name} has {size} than the {MAX_PIXELS // 1_000_000} million that a picture may have "
        f"here. Scale it down."
    )


def take_colours(picture: Picture) -> FloatArray:
    """Give a picture's pixels in CIELAB (H * W, 3), row by row, as L*, a*, b*."""
    return to_lab(picture.pixels.reshape(-1, 3))
