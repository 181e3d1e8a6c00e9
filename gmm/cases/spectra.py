"""Spectral features of a sound: what its short-time spectra look like, and how they change.

Peeters (2004), "A large set of audio features for sound description", sections 5 and 6, has the
definitions; onsets are rises of the spectral flux (Bello and others 2005, section III B).
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gmm.points import FloatArray

WINDOW, HOP = 1024, 512  # samples of a short-time spectrum, and from one to the next
FLOOR = 1e-10  # of power, so that silence has a logarithm
ROLLED = 0.85  # of the power lies below the roll-off
QUIET = 1e-3  # of the loudest spectrum: what is softer is no sound to measure
RISE = 1.5  # spreads of the flux above its mean: an onset


class Feature(NamedTuple):
    """One entry of `FEATURES`: a name, and the unit of its logarithm or of itself."""

    name: str
    unit: str


FEATURES = (
    Feature("centroid", "octaves above 100 Hz"),
    Feature("roll-off", "octaves above 100 Hz"),
    Feature("flatness", "dB"),
    Feature("flux", "dB"),
    Feature("zero crossings", "octaves above 100 per second"),
    Feature("onset rate", "per second"),
    Feature("level", "dB"),
)


def measure_sound(sound: npt.ArrayLike, rate: int) -> FloatArray:
    """Measure the spectral features of a sound.

    Parameters
    ----------
    sound : array_like, shape (S,)
        Samples between -1 and 1.
    rate : int
        Samples a second.

    Returns
    -------
    ndarray, shape (7,)
        In the order of `FEATURES`. With P the power and f the frequency of a spectrum's bins, the
        centroid is sum f P / sum P; the roll-off is the frequency that 85 % of the power lie below;
        flatness is the geometric mean of P in its arithmetic one; flux is the mean square of the
        rise of sqrt(P) from one spectrum to the next, in the mean square of sqrt(P). Each is a mean
        over the spectra, weighted by their power but for flux.

    Raises
    ------
    ValueError
        If the sound is shorter than two spectra, not finite, or silent.
    """
    sound = np.asarray(sound, dtype=np.float64)
    if sound.ndim != 1 or len(sound) < WINDOW + HOP:
        raise ValueError(
            f"A sound must be one row of at least {WINDOW + HOP} samples, but its shape is "
            f"{sound.shape}."
        )
    if not np.isfinite(sound).all():
        raise ValueError("A sound must have finite numbers only.")
    power = take_spectra(sound)
    total = power.sum(axis=1)
    if not total.max() > FLOOR:
        raise ValueError("This sound is silent: it has no spectrum to measure.")
    heard = total > QUIET * total.max()
    shares = total[heard] / total[heard].sum()
    frequencies = np.fft.rfftfreq(WINDOW, 1 / rate)
    loud = power[heard] + FLOOR
    centroid = loud @ frequencies / loud.sum(axis=1)
    running = np.cumsum(loud, axis=1)
    rolled = frequencies[(running < ROLLED * running[:, -1:]).sum(axis=1)]
    flatness = np.log(loud[:, 1:]).mean(axis=1) - np.log(loud[:, 1:].mean(axis=1))
    size = np.sqrt(power)
    rises = np.maximum(np.diff(size, axis=0), 0.0)
    flux = (rises**2).sum(axis=1)
    crossings = np.count_nonzero(np.diff(np.signbit(sound))) * rate / len(sound)
    return np.array(
        [
            np.log2(max(shares @ centroid, 1.0) / 100),
            np.log2(max(shares @ rolled, 1.0) / 100),
            10 / np.log(10) * (shares @ flatness),
            10 * np.log10(flux.mean() / total.mean() + FLOOR),
            np.log2(max(crossings, 1.0) / 100),
            count_onsets(flux) * rate / len(sound),
            10 * np.log10(np.mean(sound**2)),
        ]
    )


def take_spectra(sound: FloatArray) -> FloatArray:
    """Take the power spectra of pieces of a sound, each under a Hann window.

    Parameters
    ----------
    sound : ndarray, shape (S,)
        At least `WINDOW` samples.

    Returns
    -------
    ndarray, shape (T, WINDOW // 2 + 1)
        Scaled so that a sine of amplitude 1 has a power of about 1/4 at its frequency.
    """
    pieces = np.lib.stride_tricks.sliding_window_view(sound, WINDOW)[::HOP]
    window = np.hanning(WINDOW)
    power: FloatArray = np.abs(np.fft.rfft(pieces * window) / window.sum()) ** 2
    return power


def count_onsets(flux: FloatArray) -> int:
    """Count the peaks of the spectral flux that stand out.

    Parameters
    ----------
    flux : ndarray, shape (T,)

    Returns
    -------
    int
    """
    high = flux > flux.mean() + RISE * flux.std() / 2
    peak = np.r_[True, flux[1:] >= flux[:-1]] & np.r_[flux[:-1] > flux[1:], True]
    return int((high & peak).sum())
