"""A start set by hand written as text, in Chromium, against zlib and struct."""

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


def written(k: int, d: int, numbers: list[float], belongs: str = BELONGS) -> str:
    content = bytes([k, d]) + struct.pack(f"<{len(numbers)}d", *numbers)
    sealed = content + zlib.crc32(content).to_bytes(4, "little")
    return f"{belongs}.{base64.urlsafe_b64encode(sealed).decode().rstrip('=')}"


def joined(parts: tuple[list[float], ...]) -> list[float]:
    return [value for part in parts for value in part]


@pytest.mark.parametrize(("shape", "parts"), STARTS.items())
def test_a_start_is_written_to_the_bit(
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
