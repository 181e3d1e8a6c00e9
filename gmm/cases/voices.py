"""Voices that are made by a rule: a source that buzzes, and a throat that filters it.

The source-filter model of speech (Fant 1960): the vocal folds give pulses at the voice's pitch, and
the vocal tract lets some frequencies through more than others. Those peaks are the formants. Which
vowel it is moves the formants of everybody alike; how long the vocal tract is moves all formants of
one person, and that is most of what these voices differ by. Formants of ten vowels are the means of
33 men in Peterson and Barney (1952), "Control methods used in a study of the vowels", JASA 24.

Nobody has spoken here. The voices are simpler than real ones: no words, two kinds of hiss in the
place of consonants, no accents.
"""

from typing import NamedTuple

import numpy as np

from gmm.points import FloatArray

RATE = 8_000  # samples a second: what a telephone carries
HOP = 80  # samples from one shape of the throat to the next, 10 ms
LOW_BAND = 12  # of the frequencies that are told apart, those below 250 Hz
LONG = 384  # samples that a pulse may ring on for, in which it falls by more than 40 dB
# F1, F2 and F3 of ten vowels in Hz: heed, hid, head, had, hod, hawed, hood, who'd, hud, heard.
VOWELS = np.array(
    [
        [270, 2290, 3010],
        [390, 1990, 2550],
        [530, 1840, 2480],
        [660, 1720, 2410],
        [730, 1090, 2440],
        [570, 840, 2410],
        [440, 1020, 2240],
        [300, 870, 2240],
        [640, 1190, 2390],
        [490, 1350, 1690],
    ],
    dtype=np.float64,
)
FOURTH = 3_500.0  # Hz
WIDTHS = np.array([60.0, 90.0, 120.0, 180.0])  # bandwidths of the formants in Hz
LAST, FADING = 3_600.0, 5.0  # Hz from which a formant is wider, by so much for each Hz
OWN = 0.05  # how much a person's formant of a vowel differs from what their length says
DAY = 0.01  # how much all formants differ from one day to the next
SLIP = 0.03  # how much a formant differs from one time that a vowel is said to the next


class Voice(NamedTuple):
    """A person, as far as they can be heard.

    Attributes
    ----------
    pitch : float
        In Hz.
    formants : ndarray, shape (10, 4)
        Of the vowels, in Hz.
    tilt : float
        How much the source falls towards high frequencies, from 0 (not at all) to 1.
    breath : float
        How much hiss there is in the source, beside pulses of 1.
    """

    pitch: float
    formants: FloatArray
    tilt: float
    breath: float


def draw_voices(count: int, seed: int) -> tuple[Voice, ...]:
    """Draw people: every second one with a short vocal tract and a high pitch.

    Parameters
    ----------
    count, seed : int

    Returns
    -------
    tuple of Voice
        The first ones are the same, however many are drawn.
    """
    return tuple(_draw_voice(np.random.default_rng([seed, who]), who) for who in range(count))


def speak(voice: Voice, seconds: float, seed: int) -> FloatArray:
    """Have a voice say vowels one after the other, with hisses and pauses between some.

    Parameters
    ----------
    voice : Voice
    seconds : float
    seed : int
        Of what is said and of the day: two recordings with other seeds are of other days.

    Returns
    -------
    ndarray, shape (seconds * RATE,)
        Of about -1 to 1.
    """
    rng = np.random.default_rng(seed)
    count = max(2, int(np.ceil(seconds * RATE / HOP)) + 1)
    voice = voice._replace(
        pitch=voice.pitch * np.exp(rng.normal(scale=0.05)),
        formants=voice.formants * np.exp(rng.normal(scale=DAY, size=4)),
        tilt=float(np.clip(voice.tilt + rng.normal(scale=0.03), 0.0, 0.97)),
    )
    formants, loud, hiss = _plan(voice, count, rng)
    source = _buzz(voice, loud, count, rng)
    noise = rng.normal(size=len(source)) * np.repeat(hiss, HOP)
    sound = _filter(source, formants, voice.tilt) + _sharpen(noise) * 0.3
    sound = sound[: int(seconds * RATE)]
    loudest = max(float(np.abs(sound).max()), 1e-9)
    spoken: FloatArray = sound * (0.5 / loudest)
    return spoken


def add_noise(sound: FloatArray, decibels: float, seed: int) -> FloatArray:
    """Add noise that is as loud in low as in high frequencies.

    Parameters
    ----------
    sound : ndarray, shape (N,)
    decibels : float
        By how much the sound is louder, on average.
    seed : int
    """
    power = np.sqrt(np.mean(np.square(sound))) * 10 ** (-decibels / 20)
    noisy: FloatArray = sound + power * np.random.default_rng(seed).normal(size=len(sound))
    return noisy


def pass_line(sound: FloatArray) -> FloatArray:
    """Send a sound through a cheap line: less of what is low, and less of what is high.

    Parameters
    ----------
    sound : ndarray, shape (N,)
    """
    spectrum = np.fft.rfft(sound)
    hertz = np.fft.rfftfreq(len(sound), 1 / RATE)
    # A first-order high pass and a second-order low pass: gentle, as lines are.
    high = 1j * hertz / (1j * hertz + 700.0)
    low = 1 / (1 + 1j * hertz / 1_800.0) ** 2
    passed: FloatArray = np.fft.irfft(spectrum * high * low, len(sound))
    return passed


def _draw_voice(rng: np.random.Generator, who: int) -> Voice:
    short = who % 2 == 1
    pitch = np.exp(rng.normal(np.log(205 if short else 120), 0.13))
    # Formants stand to each other as the lengths of vocal tracts do, the other way round.
    length = np.exp(rng.normal(0.87 if short else 1.0, 0.05) - 1)
    formants = np.column_stack([VOWELS, np.full(len(VOWELS), FOURTH)]) / length
    formants = formants * np.exp(rng.normal(scale=OWN, size=formants.shape))
    return Voice(float(pitch), formants, float(rng.uniform(0.7, 0.95)), float(rng.uniform(0, 0.1)))


def _plan(
    voice: Voice, count: int, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Formants (count, 4), loudness of the voice and of a hiss (count,), frame by frame."""
    formants, loud, hiss = np.empty((count, 4)), np.zeros(count), np.zeros(count)
    at = 0
    while at < count:
        end = at + int(rng.integers(8, 19))  # 80 to 180 ms
        vowel = voice.formants[rng.integers(len(VOWELS))]
        formants[at:end] = vowel * np.exp(rng.normal(scale=SLIP, size=4))
        kind = rng.random()
        if kind < 0.76:
            loud[at:end] = np.exp(rng.normal(scale=0.25))
        elif kind < 0.9:
            hiss[at:end] = rng.uniform(0.1, 0.4)
        at = end
    return _smooth(formants, 5), _smooth(loud, 3), _smooth(hiss, 3)


def _buzz(voice: Voice, loud: FloatArray, count: int, rng: np.random.Generator) -> FloatArray:
    """Pulses at the voice's pitch with some breath between (count * HOP,)."""
    n = count * HOP
    times = np.arange(n) / RATE
    melody = 0.08 * np.sin(2 * np.pi * times * rng.uniform(0.3, 0.7) + rng.uniform(0, 6))
    wander = np.repeat(np.cumsum(rng.normal(scale=0.004, size=count)), HOP)
    cycles = np.cumsum(voice.pitch * np.exp(melody + wander) / RATE)
    pulses = np.diff(np.floor(cycles), prepend=0.0)
    source = (pulses + voice.breath * rng.normal(size=n) / 3) * np.repeat(loud, HOP)
    return np.diff(source, prepend=0.0)  # the lips pass changes on


def _filter(source: FloatArray, formants: FloatArray, tilt: float) -> FloatArray:
    """Pass pieces of 20 ms through resonators (Klatt 1980) in a row, and add up what overlaps.

    Two leaky sums in front of them make pulses of the source as round as those of vocal folds.
    """
    # Loads a part of SciPy; workers begin without.
    from scipy.fft import irfft, rfft

    count = len(formants)
    window = np.sin(np.pi * (np.arange(2 * HOP) + 0.5) / (2 * HOP)) ** 2
    padded = np.concatenate([source, np.zeros(HOP)])
    pieces = np.lib.stride_tricks.sliding_window_view(padded, 2 * HOP)[::HOP][:count] * window
    # (count, 3 to 11): the product of 1 - 2 r cos(theta) / z + r^2 / z^2 of all formants
    product = np.tile([1.0, -2 * tilt, tilt**2], (count, 1))
    # What comes near the end of the telephone's band, or is beyond it, has no peak in it.
    heard = np.minimum(formants, RATE / 2)
    radii = np.exp(-np.pi * (WIDTHS + FADING * np.maximum(0, formants - LAST)) / RATE)
    for radius, hertz in zip(radii.T, heard.T, strict=True):
        linear = -2 * radius * np.cos(2 * np.pi * hertz / RATE)
        longer = np.zeros((count, product.shape[1] + 2))
        longer[:, :-2] += product
        longer[:, 1:-1] += linear[:, np.newaxis] * product
        longer[:, 2:] += np.square(radius)[:, np.newaxis] * product
        product = longer
    spectra = 1 / rfft(product, LONG)
    # All vowels are about equally loud, whatever their formants.
    heard_power = np.square(np.abs(spectra[:, LOW_BAND:])).mean(axis=1, keepdims=True)
    rung = irfft(rfft(pieces, LONG) * spectra / np.sqrt(heard_power), LONG)
    sound = np.zeros((count + LONG // HOP + 1) * HOP)
    for at in range(0, LONG, HOP):
        part = rung[:, at : at + HOP]
        wide = np.zeros((count, HOP))
        wide[:, : part.shape[1]] = part
        sound[at : at + count * HOP] += wide.ravel()
    return sound[: len(source)]


def _sharpen(noise: FloatArray) -> FloatArray:
    """A hiss: noise without what is low."""
    return np.diff(noise, prepend=0.0)


def _smooth(track: FloatArray, reach: int) -> FloatArray:
    """Average over so many frames on either side."""
    width = 2 * reach + 1
    padded = np.concatenate([track[:1].repeat(reach + 1, 0), track, track[-1:].repeat(reach, 0)])
    sums = np.cumsum(padded, axis=0)
    smooth: FloatArray = (sums[width:] - sums[:-width]) / width
    return smooth
