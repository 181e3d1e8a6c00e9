"""Frames and masks as pictures for a page, one by one or as a strip of all that a browser plays."""

import base64
from io import BytesIO
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from gmm.online import BoolArray

Frames = npt.NDArray[np.uint8]
# Of a mask: background, what is found, false alarms, what is missed. On black, each as bright as it
# is bad to overlook.
COLOURS = ("#000000", "#f2f4f8", "#ff8b4a", "#3aa0dc")


class Picture(NamedTuple):
    """A picture on the page.

    Attributes
    ----------
    title : str
    address : str
        The picture itself, as a data address.
    alt : str
        What it shows, for somebody who does not see it.
    caption : str
    """

    title: str
    address: str
    alt: str
    caption: str = ""


def draw_frames(frames: Frames) -> str:
    """Draw frames, one below the other, as the address of a picture.

    Parameters
    ----------
    frames : ndarray of uint8, shape (H, W) or (T, H, W)
        One alone to the last level; of a strip the camera's noise may lose some of it.
    """
    image = Image.fromarray(frames.reshape(-1, frames.shape[-1]))
    if frames.ndim == 2:
        return _write(image, "PNG")
    return _write(image, "JPEG", quality=85)


def draw_masks(masks: BoolArray, truth: BoolArray | None) -> str:
    """Draw masks in four colours, one below the other, as the address of a picture.

    Parameters
    ----------
    masks : ndarray of bool, shape (H, W) or (T, H, W)
    truth : ndarray of bool, or None
        With it false alarms and misses have colours of their own.
    """
    kinds = masks.astype(np.uint8)
    if truth is not None:
        kinds = np.where(masks, np.where(truth, 1, 2), np.where(truth, 3, 0)).astype(np.uint8)
    image = Image.fromarray(kinds.reshape(-1, kinds.shape[-1]), mode="P")
    image.putpalette([int(colour[at : at + 2], 16) for colour in COLOURS for at in (1, 3, 5)])
    return _write(image, "PNG")


def _write(image: Image.Image, kind: str, **more: int) -> str:
    out = BytesIO()
    image.save(out, kind, **more)
    return f"data:image/{kind.lower()};base64,{base64.b64encode(out.getvalue()).decode()}"
