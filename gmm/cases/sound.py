"""WAV files: bytes -> one channel of samples, at the rate that the features are taken at.

Read here and not by a library: whatever is wrong with a file has a sentence of its own.
"""

import math
import struct
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from gmm.points import FloatArray

MOST_BYTES = 50_000_000
MOST_SECONDS = 40  # that are used, from the beginning
SLOWEST, FASTEST = 8_000, 384_000  # samples a second
MOST_CHANNELS = 16
FAINTEST = 1e-4  # of full scale: a file without a louder sample is silent
LIMITS = (
    f"WAV files of 8, 16, 24 or 32 bits or of floating-point numbers, mono or stereo, with "
    f"{SLOWEST:,} samples a second or more, up to {MOST_BYTES // 1_000_000} MB each. "
    f"The first {MOST_SECONDS} seconds are used."
)
PCM, FLOAT, EXTENSIBLE = 1, 3, 0xFFFE
KINDS = {2: "ADPCM", 6: "A-law", 7: "mu-law", 0x55: "MP3"}


class Sound(NamedTuple):
    """A sound.

    Attributes
    ----------
    samples : ndarray, shape (N,)
        The mean of all channels, -1 to 1 of full scale (more, in a file of floats).
    rate : int
        Samples a second.
    """

    samples: FloatArray
    rate: int


class _Format(NamedTuple):
    code: int
    channels: int
    rate: int
    bits: int


def read_wav(name: str, content: bytes) -> Sound:
    """Read a WAV file.

    Parameters
    ----------
    name : str
        What the file is called.
    content : bytes
        A file that ends before it says that it does is read as far as it goes.

    Returns
    -------
    Sound
        Its first `MOST_SECONDS`.

    Raises
    ------
    ValueError
        If it is no WAV file, if it is empty, too large, broken or silent, or of a kind that is not
        read; the message says which.
    """
    if not content:
        raise ValueError(f"{name} is empty. Choose another file.")
    if len(content) > MOST_BYTES:
        raise ValueError(
            f"{name} has {len(content) / 1e6:.0f} MB, and a file may have up to "
            f"{MOST_BYTES // 1_000_000} MB. Cut it to about {MOST_SECONDS} seconds."
        )
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise ValueError(
            f"{name} does not begin as a WAV file does. In a sound editor, save it as WAV (PCM)."
        )
    kind, data = None, None
    for mark, body in _walk(content):
        if mark == b"fmt " and kind is None:
            kind = _read_format(name, body)
        elif mark == b"data" and data is None:
            data = body
    if kind is None:
        raise ValueError(
            f"{name} does not say how its sound is written: it is broken. Save it again."
        )
    samples = _read_samples(name, kind, data or memoryview(b""))
    samples = samples - samples.mean()
    if np.abs(samples).max() < FAINTEST:
        raise ValueError(f"{name} is silent. Choose a recording in which somebody speaks.")
    return Sound(samples, kind.rate)


def write_wav(samples: FloatArray, rate: int) -> bytes:
    """Write a sound as a WAV file of 16 bits, for a player.

    Parameters
    ----------
    samples : ndarray, shape (N,)
        -1 to 1; what is beyond is cut off.
    rate : int
        Samples a second.
    """
    body = (np.clip(samples, -1, 1) * 32_767).round().astype("<i2").tobytes()
    head = struct.pack("<HHIIHH", PCM, 1, rate, 2 * rate, 2, 16)
    chunks = b"fmt " + struct.pack("<I", len(head)) + head
    chunks += b"data" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def change_rate(sound: Sound, rate: int) -> FloatArray:
    """Give a sound with another number of samples a second, without what those cannot carry.

    Parameters
    ----------
    sound : Sound
    rate : int
        At most that of the sound.

    Returns
    -------
    ndarray
        Frequencies below half the new rate are as they were.
    """
    if sound.rate == rate:
        return sound.samples
    common = math.gcd(sound.rate, rate)
    # Whole blocks, so that the new number of samples is whole, too.
    block = sound.rate // common
    blocks = -(-len(sound.samples) // block)
    long, short = blocks * block, blocks * (rate // common)
    spectrum = np.fft.rfft(sound.samples, long)[: short // 2 + 1]
    changed: FloatArray = np.fft.irfft(spectrum, short) * (short / long)
    return changed[: max(1, len(sound.samples) * rate // sound.rate)]


def _walk(content: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """The chunks of a file, as far as it goes."""
    view, at = memoryview(content), 12
    while at + 8 <= len(content):
        mark, size = content[at : at + 4], struct.unpack_from("<I", content, at + 4)[0]
        if mark == b"data" and size in (0, 0xFFFFFFFF):  # written while it was not known
            size = len(content) - at - 8
        yield mark, view[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _read_format(name: str, body: memoryview) -> _Format:
    if len(body) < 16:
        raise ValueError(
            f"{name} does not say how its sound is written: it is broken. Save it again."
        )
    code, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", body)
    if code == EXTENSIBLE and len(body) >= 26:
        code = struct.unpack_from("<H", body, 24)[0]
    allowed = {PCM: (8, 16, 24, 32), FLOAT: (32, 64)}
    if bits not in allowed.get(code, ()):
        said = f"{bits} bits" if code in allowed else KINDS.get(code, f"format {code}")
        raise ValueError(
            f"{name} is written as {said}, which is not read here. Save it as WAV with 16 bits."
        )
    if not 1 <= channels <= MOST_CHANNELS:
        raise ValueError(
            f"{name} has {channels} channels, and 1 to {MOST_CHANNELS} are read. Save it as mono."
        )
    if not SLOWEST <= rate <= FASTEST:
        raise ValueError(
            f"{name} has {rate:,} samples a second, and {SLOWEST:,} to {FASTEST:,} are read. "
            f"Save it with 16,000."
        )
    return _Format(code, channels, rate, bits)


def _read_samples(name: str, kind: _Format, data: memoryview) -> FloatArray:
    size = kind.channels * kind.bits // 8
    frames = min(len(data) // size, MOST_SECONDS * kind.rate)
    if frames == 0:
        raise ValueError(f"{name} has no sound in it. Choose another file.")
    raw = np.frombuffer(data, np.uint8, frames * size)
    if kind.code == FLOAT:
        values = raw.view(f"<f{kind.bits // 8}").astype(np.float64)
        # Beyond any recording; what is not a number fails as well.
        if not (np.abs(values) < 1e6).all():
            raise ValueError(
                f"{name} has samples that are not numbers or far too large: it is broken. "
                f"Save it as WAV with 16 bits."
            )
    elif kind.bits == 8:
        values = (raw.astype(np.float64) - 128) / 128
    elif kind.bits == 24:
        wide = np.zeros((len(raw) // 3, 4), np.uint8)
        wide[:, 1:] = raw.reshape(-1, 3)
        values = wide.view("<i4")[:, 0] / 2.0**31
    else:
        values = raw.view(f"<i{kind.bits // 8}") / 2.0 ** (kind.bits - 1)
    mono: FloatArray = values.reshape(frames, kind.channels).mean(axis=1)
    return mono
