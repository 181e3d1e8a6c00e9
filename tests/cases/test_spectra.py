"""Spectral features of sounds whose spectra are known."""

import numpy as np
import pytest

from gmm.cases.spectra import FEATURES, count_onsets, measure_sound, take_spectra
from gmm.points import FloatArray

RATE = 11_025
TIME = np.arange(2 * RATE) / RATE
NAMES = [feature.name for feature in FEATURES]


def measure(sound: FloatArray) -> dict[str, float]:
    return dict(zip(NAMES, measure_sound(sound, RATE).tolist(), strict=True))


def sine(frequency: float, amplitude: float = 0.5) -> FloatArray:
    wave: FloatArray = amplitude * np.sin(2 * np.pi * frequency * TIME)
    return wave


def test_a_sine_is_where_it_is() -> None:
    found = measure(sine(800))
    assert found["centroid"] == pytest.approx(3, abs=0.02)
    assert found["roll-off"] == pytest.approx(3, abs=0.05)
    assert found["zero crossings"] == pytest.approx(4, abs=0.01)
    assert found["level"] == pytest.approx(10 * np.log10(0.125), abs=0.01)
    assert found["flux"] < -40


def test_power_of_a_sine_is_a_quarter_of_its_squared_amplitude() -> None:
    bin_width = RATE / 1024
    peak = take_spectra(np.sin(2 * np.pi * 50 * bin_width * TIME))[:, 50]
    assert peak == pytest.approx(0.25, rel=0.01)


def test_noise_is_flat_and_high_and_a_sine_is_not() -> None:
    noise = measure(np.random.default_rng(0).normal(scale=0.1, size=len(TIME)))
    tone = measure(sine(440))
    # The logarithm of a power of noise is on average Euler's constant below that of its mean.
    assert noise["flatness"] == pytest.approx(-10 / np.log(10) * np.euler_gamma, abs=0.2)
    assert noise["centroid"] == pytest.approx(np.log2(RATE / 4 / 100), abs=0.05)
    assert tone["flatness"] < -30


def test_onsets_are_counted() -> None:
    rng = np.random.default_rng(0)
    sound = 1e-4 * rng.standard_normal(len(TIME))
    for begin in (0.3, 0.7, 1.1, 1.5):
        sound += np.where(begin <= TIME, np.exp(-(TIME - begin) / 0.03), 0) * sine(700)
    assert measure(sound)["onset rate"] == pytest.approx(2, abs=0.01)
    assert count_onsets(np.array([0, 0, 9, 0, 0, 8, 8, 0, 0.0])) == 2


def test_loudness_changes_the_level_alone() -> None:
    sound = sine(300) + 0.3 * sine(900)
    loud, soft = measure(sound), measure(sound / 10)
    assert loud["level"] - soft["level"] == pytest.approx(20)
    for name in ("centroid", "roll-off", "zero crossings", "onset rate"):
        assert loud[name] == pytest.approx(soft[name], abs=1e-3)


def test_what_is_no_sound_is_told() -> None:
    for sound, words in (
        (np.zeros(9_000), "silent"),
        (np.zeros(100), "at least"),
        (np.zeros((2, 9_000)), "shape"),
        (np.full(9_000, np.nan), "finite"),
    ):
        with pytest.raises(ValueError, match=words):
            measure_sound(sound, RATE)
