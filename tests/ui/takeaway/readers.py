"""Pictures as others read them: pixels, and the words of an SVG."""

import io
import xml.etree.ElementTree as ET
from typing import Any

import numpy as np
from PIL import Image

from gmm.ui.link import View
from gmm.ui.run import Run
from gmm.ui.takeaway.pane import Pane
from gmm.ui.takeaway.stills import draw_still

SVG = "{http://www.w3.org/2000/svg}"


def pixels(run: Run, frame: int, dark: bool = False, on: str | None = None) -> np.ndarray:
    """Colours (height, width, 3) in CSS pixels times two, from 0 to 1; `on` are the layers."""
    view = View() if on is None else View(frozenset(on.split()))
    image = Image.open(io.BytesIO(draw_still(run, frame, "png", dark, view)))
    image.load()
    return np.asarray(image.convert("RGB")) / 255


def colour_at(picture: np.ndarray, x: float, y: float) -> np.ndarray:
    return picture[round(2 * y), round(2 * x)]


def near(one: Any, other: Any) -> bool:
    return bool(np.abs(np.subtract(one, other)).max() < 0.012)


def at(pane: Pane, place: np.ndarray) -> tuple[float, float]:
    x, y = pane.place(np.array([place]))[0].tolist()
    return x, y


def texts(svg: bytes) -> list[str]:
    return ["".join(element.itertext()) for element in ET.fromstring(svg).iter(f"{SVG}text")]
