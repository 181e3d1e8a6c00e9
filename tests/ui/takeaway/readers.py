"""What was taken away as others read it: pixels, the words of an SVG, what a snippet prints."""

import contextlib
import io
import re
import warnings
import xml.etree.ElementTree as ET
from typing import Any

import numpy as np
from PIL import Image
from PIL.GifImagePlugin import GifImageFile

from gmm.points import FloatArray
from gmm.ui.link import View
from gmm.ui.run import Run
from gmm.ui.takeaway.frames import require_em
from gmm.ui.takeaway.pane import Pane
from gmm.ui.takeaway.stills import draw_still
from gmm.ui.units import restore_frame

SVG = "{http://www.w3.org/2000/svg}"


def pixels(run: Run, frame: int, dark: bool = False, on: str | None = None) -> np.ndarray:
    """Colours (height, width, 3) in CSS pixels times two, from 0 to 1; `on` are the layers."""
    view = View() if on is None else View(frozenset(on.split()))
    image = Image.open(io.BytesIO(draw_still(run, frame, "png", dark, view)))
    image.load()
    return np.asarray(image.convert("RGB")) / 255


def open_gif(content: bytes) -> GifImageFile:
    image = Image.open(io.BytesIO(content))
    assert isinstance(image, GifImageFile)
    return image


def colour_at(picture: np.ndarray, x: float, y: float) -> FloatArray:
    colour: FloatArray = picture[round(2 * y), round(2 * x)]
    return colour


def near(one: Any, other: Any) -> bool:
    return bool(np.abs(np.subtract(one, other)).max() < 0.012)


def at(pane: Pane, place: np.ndarray) -> tuple[float, float]:
    x, y = pane.place(np.array([place]))[0].tolist()
    return x, y


def texts(svg: bytes) -> list[str]:
    return ["".join(element.itertext()) for element in ET.fromstring(svg).iter(f"{SVG}text")]


def printed(snippet: str) -> str:
    """What the snippet prints, run where it is; it may not warn."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), warnings.catch_warnings():
        warnings.simplefilter("error")
        exec(compile(snippet, "snippet", "exec"), {})
    return out.getvalue()


def difference(run: Run, output: str) -> float:
    """How far what a snippet printed is from the run on show, in the terms of `AGREEMENT`."""
    numbers = [float(number) for number in re.findall(r"[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?", output)]
    last = restore_frame(run, require_em(run).frames[-1])
    k, d = last.mixture.means.shape
    assert len(numbers) == 1 + k * (2 + d), output
    rows = np.reshape(numbers[1:], (k, 2 + d))
    spread = np.maximum(np.ptp(run.dataset.points, axis=0), np.finfo(np.float64).tiny)
    return max(
        abs(numbers[0] - last.log_likelihood) / max(abs(last.log_likelihood), 1.0),
        float(np.abs(rows[:, 1] - last.mixture.weights).max()),
        float((np.abs(rows[:, 2:] - last.mixture.means) / spread).max()),
    )
