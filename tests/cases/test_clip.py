"""The film of a street: what is drawn is what its truth says."""

import numpy as np
import pytest

from gmm.cases.clip import (
    BRIGHTER,
    CALM,
    DUSK,
    EVENING,
    HEIGHT,
    LEARNING,
    LEAVE,
    LENGTH,
    LIGHT,
    SCENES,
    SHADE,
    SHADOW,
    STOP,
    STOPPING,
    STREET,
    SUN,
    WIDTH,
    make_clip,
)
from tests.present import present


@pytest.mark.parametrize("scene", SCENES)
def test_a_film_is_the_same_each_time_and_a_seed_makes_another(scene: str) -> None:
    clip = make_clip.__wrapped__(scene, 3)
    again = make_clip.__wrapped__(scene, 3)
    other = make_clip.__wrapped__(scene, 4)
    assert clip.frames.shape == (LENGTH, HEIGHT, WIDTH)
    np.testing.assert_array_equal(clip.frames, again.frames)
    assert (clip.frames != other.frames).mean() > 0.3
    assert not clip.frames.flags.writeable


def test_nobody_walks_while_the_methods_learn_and_then_somebody_crosses() -> None:
    truth = present(make_clip(STREET, 0).truth)
    sizes = truth.sum(axis=(1, 2))
    assert not sizes[:LEARNING].any()
    middles = [np.nonzero(mask)[1].mean() for mask in truth[LEARNING + 10 : LENGTH - 15]]
    assert np.all(np.diff(middles) > 0)
    assert sizes[LEARNING + 12 : LENGTH - 20].min() > 120


def test_the_truth_is_where_films_with_and_without_a_walker_differ() -> None:
    clip = make_clip(CALM, 0)
    empty = np.median(clip.frames[:LEARNING], axis=0)
    for at in (100, 130):
        differs = np.abs(clip.frames[at] - empty) > 15
        assert (differs == present(clip.truth)[at]).mean() > 0.99


def test_leaves_and_lights_make_pixels_of_two_humps() -> None:
    for scene, least, most in ((STREET, 0.25, 0.6), (CALM, 0, 0.001)):
        spread = make_clip(scene, 0).frames[:LEARNING].std(axis=0)
        assert least <= (spread > 15).mean() <= most


def test_a_walker_who_stops_stands_still_and_leaves() -> None:
    truth = present(make_clip(STOPPING, 0).truth)
    assert (truth[STOP : LEAVE + 1] == truth[STOP]).all()
    assert (truth[LEAVE + 2] != truth[STOP]).any()
    assert truth[STOP].any()


def test_the_sun_makes_all_brighter_at_once() -> None:
    plain, sunny = (make_clip(scene, 0).frames.astype(float) for scene in (STREET, SUN))
    np.testing.assert_array_equal(plain[:LIGHT], sunny[:LIGHT])
    dim = plain[LIGHT] < 150
    ratio = sunny[LIGHT][dim].sum() / plain[LIGHT][dim].sum()
    assert ratio == pytest.approx(BRIGHTER, abs=0.02)


def test_in_the_evening_the_light_goes_slowly() -> None:
    plain, dim = (make_clip(scene, 0).frames.astype(float) for scene in (STREET, EVENING))
    ratio = dim.sum(axis=(1, 2)) / plain.sum(axis=(1, 2))
    assert ratio[0] == 1
    assert ratio[-1] == pytest.approx(1 - DUSK, abs=0.01)
    assert np.all(np.diff(ratio) < 0)


def test_a_shadow_is_darker_and_no_walker() -> None:
    clip, plain = make_clip(SHADOW, 0), make_clip(STREET, 0).frames.astype(float)
    shadow = present(clip.shadow)
    assert not (shadow & present(clip.truth)).any()
    at = 120
    fallen = shadow[at]
    assert fallen.sum() > 30
    ratio = clip.frames[at][fallen].sum() / plain[at][fallen].sum()
    assert ratio == pytest.approx(SHADE, abs=0.02)
    assert make_clip(STREET, 0).shadow is None
