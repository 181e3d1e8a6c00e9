"""The QR code, read module by module as the standard says: nothing of its maker is used.

A small reader for byte mode, versions 1 to 10 (ISO/IEC 18004): format, mask, codewords, the check
of every block, text.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmm.limits import MAX_QR_BYTES, MAX_QR_VERSION
from gmm.ui.takeaway.qr import QUIET, draw_qr

# Codewords of error correction in each block, and the blocks' codewords of data.
BLOCKS = {
    "L": [
        (7, [19]), (10, [34]), (15, [55]), (20, [80]), (26, [108]), (18, [68] * 2), (20, [78] * 2),
        (24, [97] * 2), (30, [116] * 2), (18, [68] * 2 + [69] * 2),
    ],
    "M": [
        (10, [16]), (16, [28]), (26, [44]), (18, [32] * 2), (24, [43] * 2), (16, [27] * 4),
        (18, [31] * 4), (22, [38] * 2 + [39] * 2), (22, [36] * 3 + [37] * 2),
        (26, [43] * 4 + [44]),
    ],
    "Q": [
        (13, [13]), (22, [22]), (18, [17] * 2), (26, [24] * 2), (18, [15] * 2 + [16] * 2),
        (24, [19] * 4), (18, [14] * 2 + [15] * 4), (22, [18] * 4 + [19] * 2),
        (20, [16] * 4 + [17] * 4), (24, [19] * 6 + [20] * 2),
    ],
    "H": [
        (17, [9]), (28, [16]), (22, [13] * 2), (16, [9] * 4), (22, [11] * 2 + [12] * 2),
        (28, [15] * 4), (26, [13] * 4 + [14]), (26, [14] * 4 + [15] * 2),
        (24, [12] * 4 + [13] * 4), (28, [15] * 6 + [16] * 2),
    ],
}  # fmt: skip
LEVELS = {0b01: "L", 0b00: "M", 0b11: "Q", 0b10: "H"}
ALIGNMENT = {
    1: [], 2: [6, 18], 3: [6, 22], 4: [6, 26], 5: [6, 30], 6: [6, 34], 7: [6, 22, 38],
    8: [6, 24, 42], 9: [6, 26, 46], 10: [6, 28, 50],
}  # fmt: skip
MASKS: list[Callable[[int, int], int]] = [
    lambda i, j: (i + j) % 2,
    lambda i, j: i % 2,
    lambda i, j: j % 3,
    lambda i, j: (i + j) % 3,
    lambda i, j: (i // 2 + j // 3) % 2,
    lambda i, j: i * j % 2 + i * j % 3,
    lambda i, j: (i * j % 2 + i * j % 3) % 2,
    lambda i, j: ((i + j) % 2 + i * j % 3) % 2,
]


def modules(svg: str) -> np.ndarray:
    """The square of modules, 1 for dark, quiet zone included: runs of "M4 4.5h7m1 0h2..."."""
    root = ET.fromstring(svg)
    space = "{http://www.w3.org/2000/svg}"
    left, top, width, height = map(int, root.attrib["viewBox"].split())
    assert (left, top) == (0, 0)
    assert width == height
    assert not {"width", "height"} & set(root.attrib)
    light, dark = root.iter(f"{space}path")
    assert light.attrib["fill"] == "#fff"
    assert light.attrib["d"] == f"M0 0h{width}v{width}h-{width}z"
    assert dark.attrib["stroke"] == "#000"
    square = np.zeros((width, width), dtype=int)
    x = y = 0.0
    for command, one, other in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", dark.attrib["d"]):
        if command == "M":
            x, y = float(one), float(other)
        elif command == "m":
            x, y = x + float(one), y + float(other)
        else:
            square[int(y), int(x) : int(x + float(one))] = 1
            x += float(one)
    return square


def taken(version: int) -> np.ndarray:
    """Where there is no data: finders, timing, alignment, format and version."""
    size = 17 + 4 * version
    fixed = np.zeros((size, size), dtype=bool)
    fixed[:9, :9] = fixed[:9, -8:] = fixed[-8:, :9] = True
    fixed[6] = fixed[:, 6] = True
    spots = ALIGNMENT[version]
    for i in spots:
        for j in spots:
            if not ((i == 6 and j in (6, spots[-1])) or (j == 6 and i == spots[-1])):
                fixed[i - 2 : i + 3, j - 2 : j + 3] = True
    if version >= 7:
        fixed[:6, -11:-8] = fixed[-11:-8, :6] = True
    return fixed


def read(svg: str) -> tuple[str, int, str]:
    """Text, version and level of error correction."""
    framed = modules(svg)
    assert QUIET == 4
    assert not framed[:QUIET].any()
    assert not framed[-QUIET:].any()
    assert not framed[:, :QUIET].any()
    assert not framed[:, -QUIET:].any()
    code = framed[QUIET:-QUIET, QUIET:-QUIET]
    size = len(code)
    version = (size - 17) // 4
    ring = np.pad(np.pad(np.ones((3, 3), int), 1), 1, constant_values=1)
    for finder in (code[:7, :7], code[:7, -7:], code[-7:, :7]):
        assert (finder == ring).all()

    bits = [*code[8, :6], code[8, 7], code[8, 8], code[7, 8], *code[5::-1, 8]]
    form = int("".join(map(str, bits)), 2) ^ 0b101010000010010
    level, mask = LEVELS[form >> 13], MASKS[form >> 10 & 7]

    fixed, stream = taken(version), []
    columns = [*range(size - 1, 6, -2), *range(5, 0, -2)]
    for turn, right in enumerate(columns):
        for i in range(size)[:: 1 if turn % 2 else -1]:
            for j in (right, right - 1):
                if not fixed[i, j]:
                    stream.append(int(code[i, j]) ^ (mask(i, j) == 0))
    words = [int("".join(map(str, stream[i : i + 8])), 2) for i in range(0, len(stream) - 7, 8)]

    checks, lengths = BLOCKS[level][version - 1]
    blocks: list[list[int]] = [[] for _ in lengths]
    rest = iter(words)
    for i in range(max(lengths)):
        for block, length in zip(blocks, lengths, strict=True):
            if i < length:
                block.append(next(rest))
    data = [word for block in blocks for word in block]
    for _ in range(checks):
        for block in blocks:
            block.append(next(rest))
    assert all(sound(block, checks) for block in blocks)

    message = "".join(f"{word:08b}" for word in data)
    assert message[:4] == "0100"  # bytes
    long = 8 if version < 10 else 16
    count = int(message[4 : 4 + long], 2)
    start = 4 + long
    raw = bytes(int(message[start + 8 * i : start + 8 * i + 8], 2) for i in range(count))
    return raw.decode("utf-8"), version, level


def sound(block: list[int], checks: int) -> bool:
    """Whether the block's polynomial over GF(256) is 0 at the first powers of 2."""
    powers = [1]
    for _ in range(254):
        double = powers[-1] * 2
        powers.append(double ^ 0x11D if double > 255 else double)
    logs = {power: i for i, power in enumerate(powers)}
    for root in range(checks):
        total = 0
        for word in block:
            total = (powers[(logs[total] + root) % 255] if total else 0) ^ word
        if total:
            return False
    return True


LINK = "https://mixtape.example.org/?data=Round+clusters&k=3&start_seed=42&frame=7"


def test_the_link_is_in_the_code() -> None:
    text, version, level = read(draw_qr(LINK))
    assert text == LINK
    assert level in "MQH"
    assert version == 5


def test_letters_of_other_alphabets_are_written_as_urls_write_them() -> None:
    text = read(draw_qr("https://example.org/?ask=größer%20als+1&x=[2]"))[0]
    assert text == "https://example.org/?ask=gr%C3%B6%C3%9Fer%20als+1&x=[2]"


@settings(max_examples=40, deadline=None)
@given(st.integers(0, MAX_QR_BYTES - 20), st.integers(0, 9))
def test_every_length_up_to_the_limit_can_be_read(length: int, seed: int) -> None:
    letters = list("abcXYZ019-_=&%.")
    tail = "".join(np.random.default_rng(seed).choice(letters, length))
    text, version, level = read(draw_qr(f"https://example.org/{tail}"))
    assert text == f"https://example.org/{tail}"
    assert version <= MAX_QR_VERSION
    assert level in "LMQH"


def test_the_longest_link_still_fits_and_no_longer_one() -> None:
    head = "http://a.b/?"
    assert read(draw_qr(head + "x" * (MAX_QR_BYTES - len(head))))[1:] == (MAX_QR_VERSION, "L")
    assert read(draw_qr(head + "x" * (213 - len(head))))[2] == "M"
    for link in (head + "x" * (MAX_QR_BYTES + 1 - len(head)), head + "é" * 200, head + "x" * 9_000):
        with pytest.raises(ValueError, match=r"back row holds about 271\. Leave"):
            draw_qr(link)


@pytest.mark.parametrize("link", ["", "mixtape", "javascript:alert(1)", "https://a\nb", "ftp://a"])
def test_what_is_no_link_gets_a_sentence(link: str) -> None:
    with pytest.raises(ValueError, match="begins with http"):
        draw_qr(link)
