"""Pictures hold what the arrays hold, pixel by pixel."""

import base64
from io import BytesIO

import numpy as np
from PIL import Image

from gmm.points import FloatArray
from gmm.ui.uses.background.pictures import COLOURS, draw_frames, draw_masks


def open_address(address: str) -> Image.Image:
    return Image.open(BytesIO(base64.b64decode(address.partition("base64,")[2])))


def look(address: str) -> FloatArray:
    return np.asarray(open_address(address).convert("RGB"), dtype=float)


def test_a_frame_is_drawn_to_the_last_level_and_a_strip_nearly_so() -> None:
    frames = np.arange(5 * 16 * 24).reshape(5, 16, 24).astype(np.uint8) // 8 * 8
    assert draw_frames(frames[1]).startswith("data:image/png;base64,")
    np.testing.assert_array_equal(look(draw_frames(frames[1]))[..., 0], frames[1])
    strip = look(draw_frames(frames))[..., 0]
    assert strip.shape == (80, 24)
    assert np.abs(strip - frames.reshape(80, 24)).mean() < 4


def test_found_missed_and_false_pixels_have_colours_of_their_own() -> None:
    mask, truth = np.array([[0, 1, 1, 0]], dtype=bool), np.array([[0, 1, 0, 1]], dtype=bool)
    rgb = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in COLOURS]
    assert look(draw_masks(mask, truth))[0].tolist() == rgb
    assert look(draw_masks(mask, None))[0].tolist() == [rgb[0], rgb[1], rgb[1], rgb[0]]
    assert look(draw_masks(np.stack([mask, truth]), None)).shape == (2, 4, 3)
