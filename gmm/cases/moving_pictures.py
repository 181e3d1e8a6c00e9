"""A person's own film: an animated picture, or several pictures in the order of their names.

What comes out is small and grey, so that three methods can watch it in a moment. Every limit is
here, and is told where it bites.
"""

import hashlib
import warnings
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

KINDS = ("gif", "png", "jpg", "jpeg", "webp")
FORMATS = ("GIF", "PNG", "JPEG", "WEBP")
LEAST_FRAMES, MOST_FRAMES = 10, 150
MOST_PIXELS = 6_144  # of a frame, after it has been made smaller: as many as our own film has
LONGEST = 160  # pixels along a side, after that
LARGEST = 20_000_000  # pixels of a picture in a file
# Pixels of all pictures together: a second or two. Those of a JPEG count a quarter: it is read at
# the size that is needed.
MOST_DECODED = 60_000_000
LIMITS = (
    f"An animated GIF, PNG or WebP, or several pictures (PNG, JPEG, WebP) in the order of their "
    f"names. From {LEAST_FRAMES} pictures on; the first {MOST_FRAMES} are taken, made grey, and "
    f"made smaller to at most {MOST_PIXELS:,} pixels each. A picture in a file may have up to "
    f"{LARGEST // 1_000_000} million pixels. The camera should stand still."
)


class Film(NamedTuple):
    """Frames that somebody has brought.

    Attributes
    ----------
    frames : ndarray of uint8, shape (T, H, W)
        Grey levels. Read-only.
    mark : str
        Two films with other frames have other ones.
    remarks : tuple of str
        What was left out or made smaller, in sentences.
    """

    frames: npt.NDArray[np.uint8]
    mark: str
    remarks: tuple[str, ...]


def read_film(files: Sequence[tuple[str, bytes]]) -> Film:
    """Read pictures, each a frame or an animation of them.

    Parameters
    ----------
    files : sequence of tuple of (str, bytes)
        Names and contents, in order.

    Returns
    -------
    Film

    Raises
    ------
    ValueError
        A sentence that says what cannot be used, where, and what to do.
    """
    frames: list[npt.NDArray[np.uint8]] = []
    remarks: list[str] = []
    first: tuple[str, tuple[int, int]] | None = None
    decoded, ended = 0, ""
    for name, content in files:
        for image in _open(name, content, remarks):
            size = image.size
            if first is None:
                first = (name, size)
            if size != first[1]:
                raise ValueError(
                    f"{name} is {_write(size)} pixels, but {first[0]} is {_write(first[1])}. All "
                    f"pictures of a film must have the same size: the camera stands still."
                )
            if len(frames) == MOST_FRAMES:
                ended = f"Only the first {MOST_FRAMES} pictures are taken."
                break
            cost = size[0] * size[1] // (4 if image.format == "JPEG" else 1)
            if decoded + cost > MOST_DECODED and len(frames) >= LEAST_FRAMES:
                ended = (
                    f"Only the first {len(frames)} pictures are taken: pictures of "
                    f"{_write(size)} pixels are large. Make them smaller to get more."
                )
                break
            decoded += cost
            at = image.tell()
            try:
                frames.append(_reduce(name, image, len(frames)))
            except ValueError:
                if not at:
                    raise
                remarks.append(f"{name} breaks off after {at} pictures.")
                break
        if ended:
            break
    if len(frames) < LEAST_FRAMES:
        raise ValueError(
            f"{_count(len(frames))} in {_name(files)}; at least {LEAST_FRAMES} are needed, because "
            f"the methods learn what stays the same. Choose a longer animation, or several "
            f"pictures at once."
        )
    if any(frame.shape != frames[0].shape for frame in frames):
        raise ValueError(
            "Some of these pictures were taken upright and some across. Choose pictures that were "
            "all taken in the same way."
        )
    assert first is not None
    small = (frames[0].shape[1], frames[0].shape[0])
    if sorted(small) != sorted(first[1]):
        remarks.append(f"Each picture was made smaller, from {_write(first[1])} to {_write(small)}")
        remarks[-1] += " pixels."
    film = np.stack(frames)
    film.flags.writeable = False
    mark = hashlib.sha256(repr(film.shape).encode() + film.tobytes()).hexdigest()
    return Film(film, mark, tuple(filter(None, (ended, *remarks))))


def find_size(size: tuple[int, int]) -> tuple[int, int]:
    """Find how large a picture is kept, width and height, in its own proportions.

    Parameters
    ----------
    size : tuple of int
        Width and height of the picture in the file.
    """
    wide, high = size
    scale = min(1.0, (MOST_PIXELS / (wide * high)) ** 0.5, LONGEST / max(size))
    return max(1, int(wide * scale)), max(1, int(high * scale))


def _open(name: str, content: bytes, remarks: list[str]) -> Iterator[Image.Image]:
    """Give the pictures of a file one after the other."""
    if not content:
        raise ValueError(f"{name} is empty: it has 0 bytes. Save it again, or choose another file.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pictures that are large, which are refused below
        try:
            image = Image.open(BytesIO(content), formats=FORMATS)
        except Image.DecompressionBombError:
            raise ValueError(_tell_large(name)) from None
        except Exception:
            raise ValueError(
                f"{name} is no picture that can be read here. Choose a GIF, PNG, JPEG or WebP file."
            ) from None
        if image.width * image.height > LARGEST:
            raise ValueError(_tell_large(name))
        at = 0
        while True:
            yield image
            at += 1
            try:
                image.seek(at)
            except EOFError:
                return
            except Exception:
                remarks.append(f"{name} breaks off after {at} pictures.")
                return


def _reduce(name: str, image: Image.Image, before: int) -> npt.NDArray[np.uint8]:
    """Make a picture small and grey; what is transparent in it becomes white."""
    try:
        small = find_size(image.size)
        if image.format == "JPEG":
            image.draft("L", small)
        picture = _make_grey(image)
        if image.format == "JPEG":
            picture = _turn(image, picture)
        return np.asarray(picture.resize(find_size(picture.size), Image.Resampling.BOX))
    except Exception:
        # What Pillow raises at a broken file is no short list.
        raise ValueError(
            f"{name} breaks off, or is broken, at picture {before + 1}. Save it again, or choose "
            f"another file."
        ) from None


def _make_grey(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16 bits
        levels = np.asarray(image, dtype=np.float64)
        return Image.fromarray((levels / 257).clip(0, 255).astype(np.uint8))
    if image.mode in ("LA", "RGBA", "PA", "La", "RGBa") or "transparency" in image.info:
        seen = image.convert("RGBA")
        white = Image.new("RGBA", seen.size, (255, 255, 255, 255))
        return Image.alpha_composite(white, seen).convert("L")
    return image.convert("L")


def _turn(image: Image.Image, picture: Image.Image) -> Image.Image:
    """Turn a photograph as its camera was held."""
    try:
        turn = image.getexif().get(0x0112)
    except Exception:
        return picture
    if turn in range(2, 9):
        picture.getexif()[0x0112] = turn
        return ImageOps.exif_transpose(picture)
    return picture


def _tell_large(name: str) -> str:
    return (
        f"{name} is too large: at most {LARGEST // 1_000_000} million pixels are taken. Make the "
        f"picture smaller."
    )


def _write(size: tuple[int, int]) -> str:
    return f"{size[0]:,} × {size[1]:,}"


def _count(number: int) -> str:
    return "There is one picture" if number == 1 else f"There are {number} pictures"


def _name(files: Sequence[tuple[str, bytes]]) -> str:
    return files[0][0] if len(files) == 1 else f"these {len(files)} files"
