"""Simulated voices: their pitch and formants are where the rule puts them."""

import numpy as np
import pytest

from gmm.cases.voices import (
    FOURTH,
    RATE,
    VOWELS,
    Voice,
    add_noise,
    draw_voices,
    pass_line,
    speak,
)


def steady(pitch: float, vowel: int) -> Voice:
    """Somebody who can say one vowel only."""
    formants = np.append(VOWELS[vowel], FOURTH)
    return Voice(pitch, np.tile(formants, (len(VOWELS), 1)), 0.9, 0.02)


def spectrum(sound: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Power by frequency, of the middle one among windows of an eighth of a second."""
    windows = sound[: len(sound) // 1_000 * 1_000].reshape(-1, 1_000) * np.hanning(1_000)
    powers = np.median(np.square(np.abs(np.fft.rfft(windows, 4_000))), axis=0)
    return np.fft.rfftfreq(4_000, 1 / RATE), powers


def test_people_are_the_same_for_a_seed_however_many_there_are() -> None:
    few, many, others = draw_voices(3, 5), draw_voices(8, 5), draw_voices(3, 6)
    for one, other in zip(few, many[:3], strict=True):
        np.testing.assert_array_equal(one.formants, other.formants)
    assert few[0].pitch != others[0].pitch
    # Every second one has a short vocal tract: a higher pitch and higher formants.
    pitches = np.array([voice.pitch for voice in draw_voices(60, 0)])
    lengths = np.array([voice.formants.mean() for voice in draw_voices(60, 0)])
    for values in (pitches, lengths):
        assert values[1::2].mean() > 1.08 * values[::2].mean()


def test_speech_is_as_long_as_it_is_asked_for_and_repeats_with_its_seed() -> None:
    voice = draw_voices(1, 0)[0]
    sound = speak(voice, 0.73, 4)
    assert len(sound) == int(0.73 * RATE)
    assert np.abs(sound).max() == pytest.approx(0.5)
    np.testing.assert_array_equal(sound, speak(voice, 0.73, 4))
    assert np.abs(sound - speak(voice, 0.73, 5)).max() > 0.1


@pytest.mark.parametrize("pitch", [110.0, 220.0])
def test_the_pitch_can_be_heard(pitch: float) -> None:
    sound = speak(steady(pitch, 4), 4, 1)
    # Centre clipping (Sondhi 1968): of each window only its peaks are left, one a pulse.
    windows = sound[: len(sound) // 480 * 480].reshape(-1, 480)
    loud = windows[np.abs(windows).max(axis=1) > 0.1]
    peaks = np.where(np.abs(loud) > 0.6 * np.abs(loud).max(axis=1, keepdims=True), loud, 0)
    lags = np.arange(RATE // 400, RATE // 70)
    alike = [(peaks[:, lag:] * peaks[:, :-lag]).sum(axis=1) for lag in lags]
    heard = RATE / lags[np.argmax(alike, axis=0)]
    assert pitch * 0.85 < np.median(heard) < pitch * 1.15


@pytest.mark.parametrize("vowel", [0, 4, 7])
def test_formants_stand_out(vowel: int) -> None:
    hertz, powers = spectrum(speak(steady(100.0, vowel), 6, 2))
    first, second = VOWELS[vowel, :2]

    def near(place: float) -> float:
        return float(powers[np.abs(hertz - place) < 90].mean())

    between = near((first + second) / 2)
    if second - first > 500:
        assert near(second) > 1.5 * between
    assert near(first) > 2 * between
    assert near(first) > near(3_900)


def test_another_vocal_tract_moves_all_formants() -> None:
    voice = steady(100.0, 4)
    shorter = voice._replace(formants=voice.formants * 1.2)
    middles = []
    for each in (voice, shorter):
        hertz, powers = spectrum(speak(each, 4, 3))
        middles.append((hertz * powers).sum() / powers.sum())
    assert 1.08 < middles[1] / middles[0] < 1.3


def test_noise_is_as_loud_as_it_is_asked_for() -> None:
    sound = speak(draw_voices(1, 0)[0], 3, 0)
    noise = add_noise(sound, 10, 0) - sound
    ratio = 10 * np.log10(np.mean(sound**2) / np.mean(noise**2))
    assert ratio == pytest.approx(10, abs=0.2)


def test_a_line_weakens_what_is_low_and_what_is_high() -> None:
    noise = np.random.default_rng(0).normal(size=4 * RATE)
    hertz, before = spectrum(noise)
    _, after = spectrum(pass_line(noise))

    def passed(low: float, high: float) -> float:
        some = (hertz >= low) & (hertz < high)
        return float(after[some].sum() / before[some].sum())

    assert passed(900, 1_300) > 2 * passed(100, 300)
    assert passed(900, 1_300) > 2 * passed(3_000, 3_800)
