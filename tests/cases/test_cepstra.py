"""Mel cepstra: against their definition written out, and what they do not change with."""

import numpy as np
import pytest

from gmm.cases.cepstra import (
    BANDS,
    COEFFICIENTS,
    FAINT,
    STEP,
    WINDOW,
    name_bands,
    take_bands,
    take_cepstra,
    weigh_bands,
)

RATE = 8_000
SOUND = np.random.default_rng(0).normal(size=RATE) * np.linspace(0.5, 1, RATE)


def test_bands_are_triangles_that_share_each_frequency() -> None:
    weights = weigh_bands(RATE)
    assert weights.shape == (BANDS, WINDOW // 2 + 1)
    hertz = np.fft.rfftfreq(WINDOW, 1 / RATE)
    middles = name_bands()
    inner = (hertz > middles[0]) & (hertz < middles[-1])
    np.testing.assert_allclose(weights.sum(axis=0)[inner], 1)
    widths = np.diff(middles)
    assert (np.diff(widths) > 0).all()  # wider and wider
    mels = 2_595 * np.log10(1 + middles / 700)
    np.testing.assert_allclose(np.diff(mels), np.diff(mels)[0])


def test_cepstra_are_what_their_definition_says() -> None:
    cepstra, _ = take_cepstra(SOUND, RATE)
    sound = SOUND.copy()
    sound[1:] -= 0.95 * SOUND[:-1]
    at = 5
    piece = sound[at * STEP : at * STEP + WINDOW] * np.hamming(WINDOW)
    times = np.arange(WINDOW)
    powers = [
        abs(np.sum(piece * np.exp(-2j * np.pi * bin_ * times / WINDOW))) ** 2
        for bin_ in range(WINDOW // 2 + 1)
    ]
    logs = np.log(weigh_bands(RATE) @ np.array(powers) + FAINT)
    np.testing.assert_allclose(take_bands(SOUND)[at], logs)
    for number in range(1, COEFFICIENTS + 1):
        waves = np.cos(np.pi * number * (np.arange(BANDS) + 0.5) / BANDS)
        assert cepstra[at, number - 1] == pytest.approx(np.sqrt(2 / BANDS) * (waves @ logs))


def test_loudness_does_not_change_them() -> None:
    quiet, _ = take_cepstra(SOUND, RATE)
    loud, _ = take_cepstra(20 * SOUND, RATE)
    np.testing.assert_allclose(quiet, loud, atol=1e-6)


def test_frames_without_speech_are_told() -> None:
    silence = 1e-4 * np.random.default_rng(1).normal(size=RATE)
    cepstra, spoken = take_cepstra(np.concatenate([SOUND, silence]), RATE)
    assert len(cepstra) == len(spoken) == 1 + (2 * RATE - WINDOW) // STEP
    half = RATE // STEP
    assert spoken[: half - 3].all()
    assert not spoken[half + 1 :].any()


def test_silence_has_finite_cepstra_and_a_short_sound_a_sentence() -> None:
    assert np.isfinite(take_cepstra(np.zeros(WINDOW), RATE)[0]).all()
    with pytest.raises(ValueError, match="255 samples"):
        take_cepstra(np.zeros(WINDOW - 1), RATE)
