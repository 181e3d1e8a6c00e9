"""WAV files: against SciPy's reader, and every way a file can be wrong."""

import io
import struct
import wave

import numpy as np
import pytest
from scipy.io import wavfile
from scipy.signal import resample_poly

from gmm.cases.sound import (
    FASTEST,
    MOST_BYTES,
    MOST_SECONDS,
    Sound,
    change_rate,
    read_wav,
    write_wav,
)

RATE = 8_000
TONE = 0.5 * np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)


def written(values: np.ndarray, rate: int = RATE) -> bytes:
    file = io.BytesIO()
    wavfile.write(file, rate, values)
    return file.getvalue()


def packed(
    data: bytes, code: int = 1, channels: int = 1, rate: int = RATE, bits: int = 16
) -> bytes:
    """A WAV file by hand."""
    head = struct.pack(
        "<HHIIHH", code, channels, rate, rate * channels * bits // 8, channels * bits // 8, bits
    )
    chunks = b"fmt " + struct.pack("<I", 16) + head + b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


@pytest.mark.parametrize(
    ("values", "step"),
    [
        (np.round(TONE * 127 + 128).astype(np.uint8), 1 / 128),
        (np.round(TONE * 32_767).astype(np.int16), 1e-4),
        (np.round(TONE * (2**31 - 1)).astype(np.int32), 1e-8),
        (TONE.astype(np.float32), 1e-7),
        (TONE, 1e-12),
    ],
)
def test_every_kind_of_sample_is_read(values: np.ndarray, step: float) -> None:
    sound = read_wav("a.wav", written(values))
    assert sound.rate == RATE
    np.testing.assert_allclose(sound.samples, TONE - TONE.mean(), atol=1.1 * step)


def test_24_bits_and_the_extensible_head_are_read() -> None:
    whole = np.round(TONE * (2**23 - 1)).astype("<i4")
    data = whole.view(np.uint8).reshape(-1, 4)[:, :3].tobytes()
    np.testing.assert_allclose(read_wav("a.wav", packed(data, bits=24)).samples, TONE, atol=1e-6)
    plain = packed(data, bits=24)
    head = struct.pack("<HHIIHH", 0xFFFE, 1, RATE, RATE * 3, 3, 24)
    head += struct.pack("<HHIH", 22, 24, 4, 1) + bytes(14)
    extensible = plain[:12] + b"fmt " + struct.pack("<I", len(head)) + head + plain[36:]
    np.testing.assert_array_equal(
        read_wav("a.wav", extensible).samples, read_wav("a.wav", plain).samples
    )


def test_channels_are_averaged_and_other_chunks_are_passed_over() -> None:
    both = np.column_stack([TONE, np.zeros_like(TONE)]).astype(np.float32)
    np.testing.assert_allclose(read_wav("a.wav", written(both)).samples, TONE / 2, atol=1e-6)
    plain = written(np.round(TONE * 32_767).astype(np.int16))
    odd = plain[:12] + b"LIST" + struct.pack("<I", 3) + b"abc\0" + plain[12:]
    np.testing.assert_array_equal(read_wav("a", odd).samples, read_wav("a", plain).samples)


def test_what_is_written_can_be_read_by_all() -> None:
    content = write_wav(TONE, RATE)
    rate, values = wavfile.read(io.BytesIO(content))
    assert rate == RATE
    np.testing.assert_allclose(values / 32_767, TONE, atol=1e-4)
    with wave.open(io.BytesIO(content)) as file:
        assert file.getnframes() == len(TONE)
    np.testing.assert_allclose(read_wav("a", content).samples, TONE, atol=1e-4)


def test_a_file_that_ends_early_or_does_not_know_its_length_is_read_as_far_as_it_goes() -> None:
    content = write_wav(TONE, RATE)
    assert len(read_wav("a", content[: 44 + RATE]).samples) == RATE // 2
    assert len(read_wav("a", content[: 44 + RATE + 1]).samples) == RATE // 2
    endless = content[:40] + b"\xff\xff\xff\xff" + content[44:]
    assert len(read_wav("a", endless).samples) == RATE


def test_a_long_file_is_cut() -> None:
    content = write_wav(np.tile(TONE, MOST_SECONDS + 5), RATE)
    assert len(read_wav("a", content).samples) == MOST_SECONDS * RATE


NAN = np.full(100, np.nan, np.float32).tobytes()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"R", "does not begin as a WAV file"),
        (b"ID3\x04" + bytes(100), "does not begin as a WAV file"),
        (b"RIFF\0\0\0\0WAVE", "does not say how"),
        (packed(b"")[:20], "does not say how"),
        (packed(b""), "no sound in it"),
        (packed(b"\0"), "no sound in it"),
        (packed(bytes(2_000)), "is silent"),
        (packed(bytes([128]) * 2_000, bits=8), "is silent"),
        (packed(b"\x00\x20" * 2_000), "is silent"),
        (packed(NAN, code=3, bits=32), "not numbers"),
        (packed(np.full(9, 1e30, np.float32).tobytes(), code=3, bits=32), "far too large"),
        (packed(bytes(99), code=7, bits=8), "mu-law"),
        (packed(bytes(99), code=0x161), "format 353"),
        (packed(bytes(99), bits=12), "12 bits"),
        (packed(bytes(99), channels=0), "0 channels"),
        (packed(bytes(99), channels=400), "400 channels"),
        (packed(bytes(99), rate=4_000), "4,000 samples a second"),
        (packed(bytes(99), rate=FASTEST + 1), "samples a second"),
        (bytes(MOST_BYTES + 1), "MB"),
    ],
)
def test_what_is_wrong_gets_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said) as error:
        read_wav("voice.wav", content)
    assert str(error.value).startswith("voice.wav ")


def test_broken_files_never_raise_anything_else() -> None:
    content = write_wav(TONE[:400], RATE)
    rng = np.random.default_rng(0)
    for _ in range(400):
        broken = bytearray(content[: rng.integers(1, len(content))])
        for at in rng.integers(len(broken), size=3):
            broken[min(at, 60) % len(broken)] = rng.integers(256)
        try:
            sound = read_wav("a", bytes(broken))
        except ValueError:
            continue
        assert np.isfinite(sound.samples).all()


@pytest.mark.parametrize("rate", [11_025, 16_000, 22_050, 44_100, 48_000, 44_101])
def test_rates_are_changed_without_folding(rate: int) -> None:
    times = np.arange(rate) / rate
    low, high = np.sin(2 * np.pi * 440 * times), np.sin(2 * np.pi * 5_000 * times)
    changed = change_rate(Sound(low + high, rate), RATE)
    assert len(changed) == RATE
    inner = slice(200, -200)
    expected = np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)
    np.testing.assert_allclose(changed[inner], expected[inner], atol=0.02)
    if rate == 48_000:
        other = resample_poly(low + high, 1, 6)
        np.testing.assert_allclose(changed[inner], other[inner], atol=0.03)
    same = Sound(low, RATE)
    assert change_rate(same, RATE) is same.samples
