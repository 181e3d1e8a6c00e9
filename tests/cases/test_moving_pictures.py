"""A person's own film: pictures of all kinds, whole and broken."""

from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image

from gmm.cases.moving_pictures import (
    LEAST_FRAMES,
    MOST_FRAMES,
    MOST_PIXELS,
    find_size,
    read_film,
)
from gmm.points import FloatArray


def paint(number: int = 12, size: tuple[int, int] = (24, 16), seed: int = 0) -> list[Image.Image]:
    rng = np.random.default_rng(seed)
    base = rng.integers(0, 200, (size[1], size[0], 3))
    return [
        Image.fromarray((base + 4 * (at % 13)).clip(0, 255).astype(np.uint8))
        for at in range(number)
    ]


def save(pictures: Sequence[Image.Image], kind: str, **more: Any) -> bytes:
    out = BytesIO()
    if len(pictures) > 1:
        more |= {"save_all": True, "append_images": pictures[1:]}
    pictures[0].save(out, kind, **more)
    return out.getvalue()


def save_each(pictures: Sequence[Image.Image], kind: str, **more: Any) -> list[tuple[str, bytes]]:
    return [
        (f"frame{at}.{kind.lower()}", save([picture], kind, **more))
        for at, picture in enumerate(pictures)
    ]


def grey(pictures: Sequence[Image.Image]) -> FloatArray:
    return np.array([np.asarray(each.convert("L")) for each in pictures], dtype=float)


@pytest.mark.parametrize(
    ("kind", "more", "off"),
    [("GIF", {}, 12), ("PNG", {}, 0), ("WEBP", {"lossless": True}, 1)],
)
def test_an_animation_is_read_frame_by_frame(kind: str, more: dict[str, Any], off: float) -> None:
    pictures = paint()
    film = read_film([("wind." + kind.lower(), save(pictures, kind, **more))])
    assert film.frames.shape == (12, 16, 24)
    assert np.abs(film.frames - grey(pictures)).mean() <= off
    assert film.remarks == ()
    assert not film.frames.flags.writeable


@pytest.mark.parametrize(("kind", "off"), [("PNG", 0), ("JPEG", 12), ("WEBP", 15)])
def test_pictures_one_by_one_make_a_film(kind: str, off: float) -> None:
    pictures = paint()
    film = read_film(save_each(pictures, kind))
    assert np.abs(film.frames - grey(pictures)).mean() <= off


def test_a_gif_of_which_each_picture_holds_the_changes_alone_is_put_together() -> None:
    pictures = [Image.new("RGB", (20, 10), "navy") for _ in range(12)]
    for at, picture in enumerate(pictures):
        picture.paste((250, 250, 250), (at, 2, at + 3, 6))
    film = read_film([("walk.gif", save(pictures, "GIF", disposal=1))])
    np.testing.assert_allclose(film.frames, grey(pictures), atol=4)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_pixel_becomes_grey(mode: str) -> None:
    pictures = paint()
    if mode == "I;16":
        levels = grey(pictures)
        changed = [Image.fromarray((257 * each).astype(np.uint16)) for each in levels]
    else:
        changed = [each.convert(mode) for each in pictures]
    kind = "JPEG" if mode == "CMYK" else "PNG"
    film = read_film(save_each(changed, kind))
    rough = {"1": 130, "P": 15, "CMYK": 12}.get(mode, 1)
    assert np.abs(film.frames - grey(pictures)).mean() < rough


def test_what_is_transparent_is_white() -> None:
    clear = [Image.new("RGBA", (8, 8), (0, 0, 0, 0)) for _ in range(LEAST_FRAMES)]
    assert (read_film(save_each(clear, "PNG")).frames == 255).all()


def test_a_photograph_stands_as_its_camera_was_held() -> None:
    picture = Image.new("L", (40, 20), 200)
    picture.paste(20, (0, 0, 10, 20))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned to the right
    film = read_film(save_each([picture] * LEAST_FRAMES, "JPEG", exif=exif))
    assert film.frames.shape[1:] == (40, 20)
    assert film.frames[0, :8].mean() < 60 < 150 < film.frames[0, 15:].mean()


def test_one_pixel_is_a_film() -> None:
    assert read_film(save_each(paint(size=(1, 1)), "PNG")).frames.shape == (12, 1, 1)


@pytest.mark.parametrize("size", [(480, 270), (3000, 4), (96, 64), (1, 5000), (4000, 5000)])
def test_what_is_kept_is_small_and_in_proportion(size: tuple[int, int]) -> None:
    wide, high = find_size(size)
    assert 1 <= wide * high <= MOST_PIXELS
    assert wide <= size[0]
    assert high <= size[1]
    if min(wide, high) > 10:
        assert wide / high == pytest.approx(size[0] / size[1], rel=0.05)


def test_larger_pictures_are_made_smaller_and_that_is_said() -> None:
    film = read_film([("big.gif", save(paint(size=(480, 270)), "GIF"))])
    assert film.frames.shape[1:] == (58, 104)
    assert film.remarks == ("Each picture was made smaller, from 480 × 270 to 104 × 58 pixels.",)


def test_of_a_long_film_the_first_pictures_are_taken_and_that_is_said() -> None:
    film = read_film([("long.png", save(paint(MOST_FRAMES + 10, (6, 4)), "PNG"))])
    assert len(film.frames) == MOST_FRAMES
    assert film.remarks == (f"Only the first {MOST_FRAMES} pictures are taken.",)


def test_of_many_large_pictures_fewer_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gmm.cases.moving_pictures.MOST_DECODED", 24 * 16 * 11)
    film = read_film([("much.png", save(paint(), "PNG"))])
    assert len(film.frames) == 11
    assert "Only the first 11 pictures are taken: pictures of 24 × 16 pixels" in film.remarks[0]


def test_an_animation_that_breaks_off_keeps_what_is_whole() -> None:
    content = save(paint(40, (60, 40)), "GIF")
    film = read_film([("cut.gif", content[: len(content) * 2 // 3])])
    assert LEAST_FRAMES <= len(film.frames) < 40
    assert film.remarks[-1] == f"cut.gif breaks off after {len(film.frames)} pictures."


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ([("none.gif", b"")], "none.gif is empty"),
        ([("text.gif", b"hello")], "text.gif is no picture that can be read here"),
        ([("a.tif", save(paint(1), "TIFF"))], "a.tif is no picture"),
        ([("one.png", save(paint(1), "PNG"))], "There is one picture in one.png; at least 10"),
        ([("few.gif", save(paint(5), "GIF"))], "There are 5 pictures in few.gif"),
        (save_each(paint(3), "PNG"), "There are 3 pictures in these 3 files"),
        (
            [*save_each(paint(), "PNG"), ("odd.png", save(paint(1, (9, 7)), "PNG"))],
            "odd.png is 9 × 7 pixels, but frame0.png is 24 × 16",
        ),
        ([("cut.png", save(paint(1, (90, 90)), "PNG")[:3000])], "cut.png breaks off"),
        ([("cut.jpg", save(paint(1, (90, 90)), "JPEG")[:1200])], "cut.jpg breaks off"),
        ([("wide.png", save([Image.new("1", (9000, 3000))], "PNG"))], "wide.png is too large"),
    ],
)
def test_what_cannot_be_used_gets_a_sentence(files: list[tuple[str, bytes]], told: str) -> None:
    with pytest.raises(ValueError, match=told.replace("(", r"\(")):
        read_film(files)


def test_no_broken_file_raises_anything_else() -> None:
    rng = np.random.default_rng(0)
    whole = [
        save(paint(), "GIF"),
        save(paint(), "PNG"),
        save(paint(1), "JPEG"),
        save(paint(), "WEBP"),
    ]
    for content in whole:
        for _ in range(40):
            broken = bytearray(content)
            for place in rng.integers(0, len(broken), 6):
                broken[place] = rng.integers(256)
            cut = bytes(broken[: rng.integers(1, len(broken) + 1)])
            with suppress(ValueError):
                assert read_film([("broken.gif", cut)]).frames.dtype == np.uint8


def test_a_bomb_is_refused_before_it_unfolds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    with pytest.raises(ValueError, match="too large"):
        read_film([("bomb.png", save(paint(1), "PNG"))])
