"""Painted pictures, and everything that somebody may bring in their place."""

import io
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image

from gmm.cases.colour_space import to_lab
from gmm.cases.pictures import (
    FLAT_SPREAD,
    HEIGHT,
    MAX_PICTURE_BYTES,
    MAX_SIDE,
    PAINTS,
    REGIONS,
    WIDTH,
    Picture,
    paint_evenly,
    paint_landscape,
    read_picture,
    take_colours,
    write_png,
)

RED = (200, 30, 40)


def save(image: Image.Image, kind: str = "PNG", **more: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def read(image: Image.Image, kind: str = "PNG", **more: Any) -> Picture:
    return read_picture("mine", save(image, kind, **more))


def halves(size: tuple[int, int] = (8, 4)) -> Image.Image:
    """Red on the left, white on the right."""
    image = Image.new("RGB", size, "white")
    image.paste(RED, (0, 0, size[0] // 2, size[1]))
    return image


# ------------------------------------------------------------------------------ painted


def test_each_region_has_the_colour_and_the_spread_that_it_is_painted_with() -> None:
    picture = paint_landscape(0)
    assert picture.pixels.shape == (HEIGHT, WIDTH, 3)
    assert picture.regions is not None
    regions = picture.regions.ravel()
    assert np.bincount(regions, minlength=len(REGIONS)).min() > 400
    lab = take_colours(picture)
    for at, name in enumerate(REGIONS):
        middle = (np.array(PAINTS[name].top) + PAINTS[name].bottom) / 2
        # Hills lie lower and roofs wider below, so that not all rows count alike.
        np.testing.assert_allclose(np.median(lab[regions == at], axis=0), middle, atol=5)
    spread = {name: lab[regions == at, 0].std() for at, name in enumerate(REGIONS)}
    assert spread["meadow"] > 2.5 * spread["wall"]


def test_a_flat_picture_has_one_spread() -> None:
    picture = paint_evenly(0)
    assert picture.regions is not None
    lab = to_lab(picture.pixels)
    for at in range(len(REGIONS)):
        inside = picture.regions == at
        # Away from the soft edges.
        for axis in (0, 1):
            for step in (-2, 2):
                inside &= np.roll(picture.regions, step, axis) == at
        inside[:3] = inside[-3:] = False
        np.testing.assert_allclose(lab[inside].std(axis=0), FLAT_SPREAD, rtol=0.2)


def test_edges_are_soft_and_a_seed_paints_the_same_again() -> None:
    one, same, other = paint_landscape(0), paint_landscape(0), paint_landscape(1)
    np.testing.assert_array_equal(one.pixels, same.pixels)
    assert (one.pixels != other.pixels).any()
    assert one.regions is not None
    np.testing.assert_array_equal(one.regions, other.regions)
    assert not one.pixels.flags.writeable
    # The sun is yellow on blue: between them there are pixels that are neither.
    lab = take_colours(one)[:, 2].reshape(HEIGHT, WIDTH)
    box = lab[:60, 140:]
    assert 20 < ((box > 5) & (box < 55)).sum() < 400


# ------------------------------------------------------------------------------ brought


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP"])
def test_each_kind_is_read(kind: str) -> None:
    more = {"quality": 95} if kind in ("JPEG", "WEBP") else {}
    picture = read(halves((64, 32)), kind, **more)
    assert picture.pixels.shape == (32, 64, 3)
    np.testing.assert_allclose(picture.pixels[:, :24].mean(axis=(0, 1)), RED, atol=6)
    np.testing.assert_allclose(picture.pixels[:, 40:].mean(axis=(0, 1)), 255, atol=6)
    assert not picture.notes


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr"])
def test_each_mode_is_read(mode: str) -> None:
    kind = {"CMYK": "JPEG", "YCbCr": "JPEG", "PA": "TIFF"}.get(mode, "PNG")
    if mode == "PA":
        image = halves().convert("P")
        content = save(image, "GIF", transparency=0)
    else:
        content = save(halves((32, 16)).convert(mode), kind)
    pixels = read_picture("mine", content).pixels
    assert pixels.dtype == np.uint8
    assert pixels.shape[2] == 3
    if mode in ("RGB", "RGBA"):
        assert pixels[0, 0].tolist() == list(RED)
        assert pixels[-1, -1].tolist() == [255, 255, 255]
    if mode == "CMYK":
        np.testing.assert_allclose(pixels[0, 0], RED, atol=8)


def test_sixteen_bits_keep_their_greys() -> None:
    ramp = np.linspace(0, 65535, 256).round().astype(np.uint16)
    image = Image.fromarray(np.tile(ramp, (4, 1)))
    greys = read(image).pixels[0, :, 0]
    np.testing.assert_allclose(greys, np.arange(256), atol=1)
    colour = _png16(np.array([[[65535, 0, 32768]]], dtype=">u2"))
    np.testing.assert_allclose(read_picture("deep", colour).pixels[0, 0], [255, 0, 128], atol=1)


def test_what_is_transparent_lies_on_white_and_has_no_colour_of_its_own() -> None:
    image = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    image.paste((*RED, 255), (0, 0, 2, 4))
    picture = read(image)
    assert picture.pixels[0, 0].tolist() == list(RED)
    assert picture.pixels[0, 3].tolist() == [255, 255, 255]
    assert "white" in " ".join(picture.notes)
    # Green that nobody sees may not come out where the picture is scaled down.
    large = Image.new("RGBA", (1000, 500), (0, 255, 0, 0))
    large.paste((*RED, 255), (0, 0, 501, 500))
    lab = take_colours(read(large))
    assert lab[:, 1].min() > -3
    half = Image.new("RGBA", (2, 2), (0, 0, 0, 128))
    np.testing.assert_allclose(read(half).pixels, 127, atol=1)


def test_a_photograph_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    picture = read(halves((64, 32)), "JPEG", exif=exif, quality=95)
    assert picture.pixels.shape == (64, 32, 3)
    np.testing.assert_allclose(picture.pixels[:24].mean(axis=(0, 1)), RED, atol=6)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_large_pictures_are_scaled_down_and_say_so(kind: str) -> None:
    picture = read(halves((1600, 800)), kind)
    assert picture.pixels.shape == (MAX_SIDE // 2, MAX_SIDE, 3)
    assert "1,600 × 800" in picture.notes[0]
    np.testing.assert_allclose(
        picture.pixels[:, : MAX_SIDE // 2 - 8].mean(axis=(0, 1)), RED, atol=6
    )
    thin = read(Image.new("RGB", (5000, 1), RED))
    assert thin.pixels.shape == (1, MAX_SIDE, 3)


def test_of_an_animation_the_first_picture_is_used() -> None:
    frames = [Image.new("RGB", (6, 6), (20 * n, 0, 0)) for n in range(1, 9)]
    for kind in ("GIF", "WEBP", "PNG"):
        more = {"lossless": True} if kind == "WEBP" else {}
        content = save(frames[0], kind, save_all=True, append_images=frames[1:], **more)
        picture = read_picture("moving", content)
        assert picture.pixels[0, 0].tolist() == [20, 0, 0]
        assert "animation" in " ".join(picture.notes)


def test_a_single_pixel_is_a_picture() -> None:
    assert read(Image.new("RGB", (1, 1), RED)).pixels.tolist() == [[list(RED)]]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_broken_files_get_a_sentence(kind: str, share: float) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (40, 40, 3)).astype(np.uint8)
    content = save(Image.fromarray(noise), kind)
    with pytest.raises(ValueError, match=r"^half\.png is .*\.$"):
        read_picture("half.png", content[: int(share * len(content))])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"no picture at all", "no picture that can be read"),
        (b"%PDF-1.4 and so on", "no picture that can be read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture that can be read"),
        (b"x" * (MAX_PICTURE_BYTES + 1), "20 MB"),
    ],
)
def test_what_is_no_picture_gets_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_picture("mine", content)


@pytest.mark.parametrize("side", [6_000, 12_000, 60_000])
def test_a_picture_that_would_unfold_to_far_too_much_is_refused(side: int) -> None:
    with pytest.raises(ValueError, match="25 million"):
        read_picture("bomb.png", _png_head(side, side))


def test_a_png_is_written_as_it_is_read() -> None:
    pixels = paint_landscape(0).pixels
    np.testing.assert_array_equal(read_picture("back", write_png(pixels)).pixels, pixels)
    grey = Image.open(io.BytesIO(write_png(pixels[:, :, 0])))
    assert grey.mode == "L"


def _chunk(name: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check


def _png_head(width: int, height: int, depth: int = 8) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(b"\0" * 99))


def _png16(values: Any) -> bytes:
    """A PNG of 16 bits for each of red, green and blue, which Pillow cannot write."""
    height, width = values.shape[:2]
    head = struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)
    rows = b"".join(b"\0" + row.tobytes() for row in values)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(rows))
        + _chunk(b"IEND", b"")
    )
