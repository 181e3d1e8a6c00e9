"""Music in several styles, synthesised: rhythm, pitch, timbre and noise vary by the seed.

Every piece has a quiet part and a loud one, as a song has a verse and a chorus. In most styles they
sound so different that the features of a style have two humps.
"""

import io
import wave
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from gmm.cases.spectra import measure_sound
from gmm.points import FloatArray, IntArray

RATE = 11_025  # samples a second
SECONDS = 2.0
DULLEST_AND_BRIGHTEST = (2.5, 5.5)  # microphones: octaves above 100 Hz
PARTS = ("quiet", "loud")
MAJOR, MINOR = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10)


class Clips(NamedTuple):
    """Clips of music and their features.

    Attributes
    ----------
    features : ndarray, shape (N, D)
        As `gmm.cases.spectra.FEATURES` names them.
    labels : ndarray of int, shape (N,)
        The style, in the order of `STYLES`.
    pieces : ndarray of int, shape (N,)
        Of the piece, from 0: its seed among those of its style.
    loud : ndarray of bool, shape (N,)
        Whether the clip is of its piece's loud part.
    """

    features: FloatArray
    labels: IntArray
    pieces: IntArray
    loud: np.ndarray[tuple[int], np.dtype[np.bool_]]


def play(style: str, piece: int, part: str, seed: int = 0, noise: float = 0.0) -> FloatArray:
    """Synthesise a clip.

    Parameters
    ----------
    style : str
        In `STYLES`.
    piece : int
        Another one has another tempo, key, melody and timbre.
    part : {"quiet", "loud"}
    seed : int
        Of all pieces.
    noise : float
        Standard deviation of white noise that is laid over it, as of a bad line.

    Returns
    -------
    ndarray, shape (RATE * SECONDS,)
        Between -1 and 1.
    """
    loud = PARTS.index(part)
    rng = np.random.default_rng([seed, list(STYLES).index(style), piece])
    band = _Band(rng)
    STYLES[style](band, bool(loud))
    level = 10 ** (rng.normal(-3, 2.5) / 20) * (1.0 if loud else 10 ** (rng.normal(-9, 2.5) / 20))
    hiss = 10 ** (rng.normal(-52, 4) / 20)
    mixed = _record(band.sound, rng.uniform(*DULLEST_AND_BRIGHTEST))
    mixed = mixed / max(float(np.abs(mixed).max()), 1e-9)
    mixed = 0.8 * level * mixed + np.hypot(hiss, noise) * rng.standard_normal(len(mixed))
    clipped: FloatArray = np.clip(mixed, -1.0, 1.0)
    return clipped


def write_wave(sound: FloatArray) -> bytes:
    """Write a clip as a WAV file of 16 bits, as loud as it is.

    Parameters
    ----------
    sound : ndarray, shape (S,)
        Between -1 and 1.

    Returns
    -------
    bytes
    """
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.round(32767 * sound).astype("<i2").tobytes())
    return out.getvalue()


def take_clips(style: str, pieces: Sequence[int], seed: int = 0, noise: float = 0.0) -> FloatArray:
    """Measure the quiet and the loud part of some pieces of one style.

    Parameters
    ----------
    style : str
    pieces : sequence of int
    seed : int
    noise : float
        As `play`.

    Returns
    -------
    ndarray, shape (2 * P, D)
        Of each piece the quiet part, then the loud one.
    """
    return np.array(
        [
            measure_sound(play(style, piece, part, seed, noise), RATE)
            for piece in pieces
            for part in PARTS
        ]
    )


def gather(measured: Sequence[FloatArray]) -> Clips:
    """Put what was measured of each style together.

    Parameters
    ----------
    measured : sequence of ndarray, shape (2 * P, D)
        As `take_clips` gives it, a style each.

    Returns
    -------
    Clips
    """
    labels = np.concatenate([np.full(len(each), at) for at, each in enumerate(measured)])
    pieces = np.concatenate([np.arange(len(each)) // 2 for each in measured])
    loud = np.concatenate([np.arange(len(each)) % 2 == 1 for each in measured])
    return Clips(np.concatenate(measured), labels, pieces, loud)


def _record(sound: FloatArray, octaves: float) -> FloatArray:
    """Hear a sound through a microphone that falls off above so many octaves over 100 Hz."""
    falls = np.fft.rfftfreq(len(sound), 1 / RATE) / (100 * 2**octaves)
    return np.fft.irfft(np.fft.rfft(sound) / np.sqrt(1 + falls**2), len(sound))


class _Band:
    """Those who play a clip, and what they have played so far."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.sound = np.zeros(int(RATE * SECONDS))

    def note(
        self, begin: float, length: float, pitch: float, gain: float, bright: float, fade: float
    ) -> None:
        """A tone with harmonics: pitch in semitones from A (440 Hz), fade in seconds (inf: held).

        Each harmonic is `bright` times as strong as the one below it.
        """
        first = int(begin * RATE)
        last = min(first + int(length * RATE), len(self.sound))
        if last <= first:
            return
        t = np.arange(last - first) / RATE
        base = 440 * 2 ** (pitch / 12)
        count = max(1, min(10, int(0.45 * RATE / base)))
        turn = np.exp(2j * np.pi * (base * t + self.rng.random()))
        tone, phase = np.zeros(len(t)), np.ones(len(t), complex)
        for harmonic in range(count):
            phase = phase * turn
            tone += bright**harmonic * phase.imag
        shape = np.minimum(t / 0.012, 1) * np.minimum((t[-1] - t) / 0.02 + 1e-9, 1)
        if np.isfinite(fade):
            shape = shape * np.exp(-t / fade)
        self.sound[first:last] += gain * shape * tone

    def hit(self, begin: float, gain: float, fade: float, dull: float) -> None:
        """A stroke of noise: `dull` from 0 (a hiss) to nearly 1 (a rumble)."""
        first = int(begin * RATE)
        last = min(first + int(5 * fade * RATE) + 1, len(self.sound))
        if last <= first:
            return
        noise = self.rng.standard_normal(last - first)
        if dull:
            smooth = dull ** np.arange(24)
            noise = np.convolve(noise, smooth / np.sqrt((smooth**2).sum()))[: len(noise)]
        self.sound[first:last] += gain * noise * np.exp(-np.arange(last - first) / RATE / fade)

    def kick(self, begin: float, gain: float) -> None:
        """A drum that falls in pitch."""
        first = int(begin * RATE)
        last = min(first + int(0.25 * RATE), len(self.sound))
        if last <= first:
            return
        t = np.arange(last - first) / RATE
        sweep = 2 * np.pi * (50 * t + 90 * 0.03 * (1 - np.exp(-t / 0.03)))
        self.sound[first:last] += gain * np.sin(sweep) * np.exp(-t / 0.09)

    def pick(self, low: float, high: float) -> float:
        """A number by chance."""
        return float(self.rng.uniform(low, high))


def _march(band: _Band, loud: bool) -> None:
    beat = 60 / band.pick(104, 126)
    key = band.pick(-7, 0)
    bright = band.pick(0.62, 0.78) if loud else band.pick(0.3, 0.5)
    for at in range(int(SECONDS / beat) + 1):
        band.note(at * beat, 0.9 * beat, key - 24 + 7 * (at % 2), 0.8, bright, 0.3)
        for half in (0.0, 0.5):
            step = MAJOR[int(band.rng.integers(7))]
            band.note((at + half) * beat, 0.45 * beat, key + step, 0.7, bright, 0.25)
        if loud:
            band.hit((at + 0.5) * beat, 0.9, 0.05, 0.2)
            band.hit((at + 0.75) * beat, 0.5, 0.03, 0.2)
            band.kick(at * beat, 1.2)


def _lullaby(band: _Band, loud: bool) -> None:
    beat = 60 / band.pick(66, 92)
    key = band.pick(-5, 5)
    bright = band.pick(0.35, 0.55) if loud else band.pick(0.08, 0.25)
    for at in range(int(SECONDS / beat) + 1):
        step = MAJOR[int(band.rng.integers(5))]
        band.note(at * beat, 1.2 * beat, key + step, 0.8, bright, band.pick(0.3, 0.6))
        if loud:
            for third in (1, 2):
                up = 12 + MAJOR[int(band.rng.integers(7))]
                band.note((at + third / 3) * beat, 0.4 * beat, key + up, 0.6, bright, 0.2)
        else:
            band.note(at * beat, 1.5 * beat, key - 12, 0.4, bright, 0.8)


def _techno(band: _Band, loud: bool) -> None:
    beat = 60 / band.pick(120, 138)
    key = band.pick(-9, 0)
    if not loud:  # the drums are away: a dark chord that is held, and a soft pulse
        bright = band.pick(0.25, 0.5)
        for step in (0, 3, 7):
            band.note(0, SECONDS, key - 12 + step, 0.5, bright, np.inf)
        for at in range(int(2 * SECONDS / beat) + 1):
            band.note(at * beat / 2, 0.2 * beat, key - 24, 0.5, bright, 0.1)
        return
    bright = band.pick(0.7, 0.85)
    for at in range(int(SECONDS / beat) + 1):
        band.kick(at * beat, 2.2)
        band.hit((at + 0.5) * beat, 0.8, band.pick(0.02, 0.06), 0)
        for quarter in range(4):
            step = MINOR[int(band.rng.integers(7))]
            band.note((at + quarter / 4) * beat, 0.2 * beat, key - 12 + step, 0.35, bright, 0.1)
            band.hit((at + quarter / 4) * beat, 0.25, 0.015, 0)


def _drone(band: _Band, loud: bool) -> None:
    key = band.pick(-26, -12)
    bright = band.pick(0.7, 0.85) if loud else band.pick(0.3, 0.55)
    for step in (0, 0.08, 7, 12, 12.06):
        band.note(0, SECONDS, key + step, band.pick(0.3, 0.6), bright, np.inf)
    swell = 1 + 0.3 * np.sin(2 * np.pi * band.pick(0.2, 0.6) * np.arange(len(band.sound)) / RATE)
    band.sound *= swell
    if loud:  # the bow is heard
        band.hit(0, 0.12, 3.0, 0.3)


def _walking_bass(band: _Band, loud: bool) -> None:
    beat = 60 / band.pick(110, 170)
    key = band.pick(-29, -22)
    bright = band.pick(0.4, 0.6)
    place = 0
    for at in range(int(SECONDS / beat) + 1):
        place = int(np.clip(place + band.rng.integers(-2, 3), -3, 9))
        pitch = key + 12 * (place // 7) + MINOR[place % 7]
        band.note(at * beat, 0.95 * beat, pitch, 1.0, bright, band.pick(0.25, 0.4))
        if loud:  # a cymbal and a piano come to it
            band.hit(at * beat, 0.35, 0.08, 0)
            band.hit((at + 0.66) * beat, 0.22, 0.05, 0)
            if band.rng.random() < 0.6:
                for step in (3, 7, 10):
                    band.note((at + 0.5) * beat, 0.4 * beat, key + 24 + step, 0.35, 0.45, 0.2)


STYLES: dict[str, Callable[[_Band, bool], None]] = {
    "march": _march,
    "lullaby": _lullaby,
    "techno": _techno,
    "string drone": _drone,
    "walking bass": _walking_bass,
}
