"""Mel cepstra: the shape of short-time spectra in few numbers.

Davis and Mermelstein (1980), "Comparison of parametric representations for monosyllabic word
recognition", IEEE TASSP 28. A window of 32 ms slides over the sound; of each one's spectrum the
energies in bands are taken, which are as wide as the ear's; their logarithms go through a cosine
transform, which tells the slow from the fast along frequency. Speech has most of its shape in the
slow part, so the first ten coefficients do.
"""

import numpy as np

from gmm.outliers import BoolArray
from gmm.points import FloatArray

WINDOW, STEP = 256, 128  # samples: 32 and 16 ms at 8 kHz
BANDS = 24
LOWEST, HIGHEST = 100.0, 3_800.0  # Hz
COEFFICIENTS = 10
QUIET = 30.0  # dB below the loud part of a recording: a frame without speech
FAINT = 1e-10  # energy that is added to each band: silence has no logarithm


def take_cepstra(
    sound: FloatArray, rate: int = 8_000, coefficients: int = COEFFICIENTS
) -> tuple[FloatArray, BoolArray]:
    """Take mel cepstra of a sound.

    Parameters
    ----------
    sound : ndarray, shape (N,)
        At least `WINDOW` samples.
    rate : int
        Samples a second.
    coefficients : int
        How many are taken, from the first on. The one before, which tells how loud it is, is not.

    Returns
    -------
    cepstra : ndarray, shape (T, coefficients)
        One row each `STEP` samples.
    spoken : ndarray of bool, shape (T,)
        Where it is loud enough to be speech: less than `QUIET` below the loud tenth.

    Raises
    ------
    ValueError
        If the sound is shorter than a window.
    """
    # Loads a part of SciPy; workers begin without.
    from scipy.fft import dct

    logarithms = take_bands(sound, rate)
    cepstra = dct(logarithms, type=2, norm="ortho", axis=1)[:, 1 : 1 + coefficients]
    levels = 10 * np.log10(np.exp(logarithms).sum(axis=1))
    spoken = levels > np.quantile(levels, 0.9) - QUIET
    return cepstra, spoken


def take_bands(sound: FloatArray, rate: int = 8_000) -> FloatArray:
    """Take the energies of a sound in bands that are as wide as the ear's, window by window.

    Parameters
    ----------
    sound : ndarray, shape (N,)
        At least `WINDOW` samples.
    rate : int
        Samples a second.

    Returns
    -------
    ndarray, shape (T, BANDS)
        Their natural logarithms.

    Raises
    ------
    ValueError
        If the sound is shorter than a window.
    """
    from scipy.fft import rfft

    if len(sound) < WINDOW:
        raise ValueError(
            f"The sound has {len(sound)} samples, and a window has {WINDOW}. Take a longer one."
        )
    emphasised = np.append(sound[0], sound[1:] - 0.95 * sound[:-1])
    windows = np.lib.stride_tricks.sliding_window_view(emphasised, WINDOW)[::STEP]
    powers = np.square(np.abs(rfft(windows * np.hamming(WINDOW), axis=1)))
    bands: FloatArray = np.log(powers @ weigh_bands(rate).T + FAINT)
    return bands


def weigh_bands(rate: int) -> FloatArray:
    """Weights of the frequencies in each band: triangles, each up to its neighbours' middles.

    Parameters
    ----------
    rate : int
        Samples a second.

    Returns
    -------
    ndarray, shape (BANDS, WINDOW // 2 + 1)
    """
    low, high = (_mel(hertz) for hertz in (LOWEST, min(HIGHEST, 0.475 * rate)))
    middles = _hertz(np.linspace(low, high, BANDS + 2))
    frequencies = np.fft.rfftfreq(WINDOW, 1 / rate)
    left, middle, right = (middles[at : at + BANDS, np.newaxis] for at in range(3))
    rising = (frequencies - left) / (middle - left)
    falling = (right - frequencies) / (right - middle)
    weights: FloatArray = np.maximum(0.0, np.minimum(rising, falling))
    return weights


def name_bands(rate: int = 8_000) -> FloatArray:
    """Middles of the bands (BANDS,), in Hz."""
    low, high = (_mel(hertz) for hertz in (LOWEST, min(HIGHEST, 0.475 * rate)))
    return _hertz(np.linspace(low, high, BANDS + 2))[1:-1]


def _mel(hertz: float) -> float:
    return float(2_595 * np.log10(1 + hertz / 700))


def _hertz(mel: FloatArray) -> FloatArray:
    hertz: FloatArray = 700 * (10 ** (mel / 2_595) - 1)
    return hertz
