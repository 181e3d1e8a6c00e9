"""Synthesised music: reproducible, audible, and with a quiet and a loud part."""

import io
import wave

import numpy as np
import pytest

from gmm.cases.music import PARTS, RATE, SECONDS, STYLES, gather, play, take_clips, write_wave
from gmm.cases.spectra import FEATURES


@pytest.mark.parametrize("style", STYLES)
def test_a_clip_is_itself_again_and_another_piece_is_another(style: str) -> None:
    clip = play(style, 3, "loud")
    assert (clip == play(style, 3, "loud")).all()
    assert (clip != play(style, 4, "loud")).any()
    assert (clip != play(style, 3, "loud", seed=1)).any()
    assert len(clip) == RATE * SECONDS
    assert np.isfinite(clip).all()
    assert 0.02 < np.abs(clip).max() <= 1


@pytest.mark.parametrize("style", STYLES)
def test_quiet_parts_are_softer_and_duller_on_average(style: str) -> None:
    clips = gather([take_clips(style, range(4))])
    names = [feature.name for feature in FEATURES]
    quiet = clips.features[~clips.loud].mean(axis=0)
    loud = clips.features[clips.loud].mean(axis=0)
    for name in ("level", "zero crossings"):
        assert loud[names.index(name)] > quiet[names.index(name)]


def test_clips_are_told_apart_by_style_piece_and_part() -> None:
    clips = gather([take_clips(style, (0, 1)) for style in ("march", "techno")])
    assert clips.labels.tolist() == [0] * 4 + [1] * 4
    assert clips.pieces.tolist() == [0, 0, 1, 1] * 2
    assert clips.loud.tolist() == [False, True] * 4
    assert clips.features.shape == (8, len(FEATURES))
    assert PARTS == ("quiet", "loud")


def test_noise_is_laid_over_it() -> None:
    clean, noisy = (play("string drone", 0, "quiet", noise=noise) for noise in (0.0, 0.1))
    assert noisy.std() > clean.std()


def test_a_wave_file_holds_the_clip() -> None:
    clip = play("techno", 0, "loud")
    with wave.open(io.BytesIO(write_wave(clip))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        read = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32767
    assert read == pytest.approx(clip, abs=1 / 32767)
