"""A start set by hand as text, in Chromium, against zlib and struct."""

import base64
import struct
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

BELONGS = "0123abcd"
STARTS = {
    (1, 1): ([1.0], [-0.1], [2.0]),
    (2, 1): ([1 / 3, 2 / 3], [1e-300, 1e100], [1e-12, 3.0]),
    (2, 2): ([0.25, 0.75], [0.1, -0.0, np.pi, 1e9], [1.0, 0.5, 2.0, 4.0, -1.0, 1.0]),
    (1, 3): ([1.0], [1.0, 2.0, 3.0], [2.0, 0.1, 0.2, 3.0, 0.3, 4.0]),
}
READ = """(({ belongs, mixture: x }) => [belongs, x.K, x.D, [x.weights, x.means, x.covariances].map((v) => [...v])])(
  m.startFromText(a))"""


def written(k: int, d: int, numbers: list[float], belongs: str = BELONGS) -> str:
    content = bytes([k, d]) + struct.pack(f"<{len(numbers)}d", *numbers)
    sealed = content + zlib.crc32(content).to_bytes(4, "little")
    return f"{belongs}.{base64.urlsafe_b64encode(sealed).decode().rstrip('=')}"


def joined(parts: tuple[list[float], ...]) -> list[float]:
    return [value for part in parts for value in part]


@pytest.mark.parametrize(("shape", "parts"), STARTS.items())
def test_a_start_is_there_to_the_bit_both_ways(
    modules: Callable[..., Any], shape: tuple[int, int], parts: tuple[list[float], ...]
) -> None:
    text = written(*shape, joined(parts))
    arguments = [*shape, *parts]
    found = modules(
        "carry",
        """(([K, D, ...parts]) => { const [weights, means, covariances] = parts.map((v) => Float64Array.from(v));
          return m.startToText({ K, D, weights, means, covariances }, 'BELONGS'); })(a)""".replace("BELONGS", BELONGS),
        arguments,
    )  # fmt: skip
    assert found == text
    belongs, k, d, numbers = modules("carry", READ, text)
    assert (belongs, k, d) == (BELONGS, *shape)
    assert [value.hex() for value in map(float, joined(numbers))] == [
        value.hex() for value in joined(parts)
    ]


def test_what_is_not_a_start_is_null(modules: Callable[..., Any]) -> None:
    parts = STARTS[2, 2]
    numbers = joined(parts)
    text = written(2, 2, numbers)
    changed = text[:20] + ("A" if text[20] != "A" else "B") + text[21:]
    others = [
        *("", "x", BELONGS, f"{BELONGS}.", text[9:], text[:-4], f"{text}AAAA", changed),
        *(f"{text}=", text.replace(BELONGS, "0123ABCD"), written(2, 1, numbers)),
        written(0, 2, []),
        written(2, 2, [0.5, 0.6, *numbers[2:]]),  # weights that do not sum to 1
        written(2, 2, [0.0, 1.0, *numbers[2:]]),
        written(2, 2, [np.nan, *numbers[1:]]),
        written(2, 2, [*numbers[:2], np.inf, *numbers[3:]]),
        written(2, 2, [*numbers[:7], 5.0, *numbers[8:]]),  # not positive definite
        written(2, 2, [*numbers[:6], 0.0, *numbers[7:]]),
    ]
    assert modules("carry", "m.startFromText(a) !== null", text)
    assert modules("carry", "a.map((text) => m.startFromText(text))", others) == [None] * len(
        others
    )


def test_texts_with_bits_that_stand_for_nothing_are_refused(modules: Callable[..., Any]) -> None:
    text = written(1, 1, [1.0, 0.0, 1.0])
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    same = [text[:-1] + letter for letter in alphabet]
    read = modules("carry", "a.map((text) => m.startFromText(text) !== null)", same)
    assert [one for one, taken in zip(same, read, strict=True) if taken] == [text]
