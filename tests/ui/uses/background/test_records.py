"""What the methods make of a film: the numbers of the page's answer, and that they are earned."""

import numpy as np
import pytest

from gmm import Mixture
from gmm.cases.clip import CALM, EVENING, LEARNING, SHADOW, STREET, Clip, make_clip
from gmm.masks import hold_against
from gmm.online import Adaptation
from gmm.ui.uses.background.records import (
    ALPHAS,
    DISTANCE,
    METHODS,
    choose_pixel,
    find_foreground,
    follow_pixel,
    list_components,
    list_fitted,
    score_mixture,
    score_scene,
    watch_frames,
    watch_scene,
)
from tests.present import present

USUAL = Adaptation()


@pytest.mark.parametrize("seed", range(3))
def test_among_leaves_and_lights_the_mixture_finds_what_the_others_do_not(seed: int) -> None:
    mixture, gaussian, median = score_scene(STREET, seed, USUAL)
    assert mixture.f1 > 0.88
    assert mixture.recall > 0.93
    assert mixture.precision > 0.8
    assert gaussian.f1 < 0.68
    assert median.f1 < 0.42


def test_when_evening_comes_the_means_have_to_follow() -> None:
    """They do with alpha / w; with alpha times the density they stay where they were."""
    assert score_mixture(EVENING, 0, USUAL).f1 > 0.75
    assert score_mixture(EVENING, 0, USUAL._replace(rate="alpha x density")).f1 < 0.45


def test_in_a_calm_street_the_median_is_as_good() -> None:
    mixture, _, median = score_scene(CALM, 0, USUAL)
    assert median.f1 >= mixture.f1 > 0.98


@pytest.mark.parametrize("k", [1, 2])
def test_with_too_few_components_it_is_worth_less(k: int) -> None:
    assert score_mixture(STREET, 0, USUAL._replace(k=k)).f1 < 0.75


def test_what_learns_nothing_is_worth_nothing() -> None:
    """A mixture that forgets all, or whose background explains half of the time only."""
    assert score_mixture(STREET, 0, USUAL._replace(alpha=0.3)).f1 < 0.4
    assert score_mixture(STREET, 0, USUAL._replace(share=0.5)).f1 < 0.65


def test_the_score_is_that_of_the_masks_after_the_learning_time() -> None:
    watched, clip = watch_scene(STREET, 1, USUAL), make_clip(STREET, 1)
    truth = present(clip.truth)
    masks = watched.unpack()
    assert masks.shape == (len(METHODS), *clip.frames.shape)
    for mask, found in zip(masks, watched.found, strict=True):
        assert hold_against(mask[LEARNING:], truth[LEARNING:]) == found
    np.testing.assert_array_equal(watched.wrong, (masks != truth).sum(axis=(2, 3)))
    assert score_mixture(STREET, 1, USUAL) == watched.found[0]
    flat = clip.frames.reshape(len(clip.frames), -1)
    np.testing.assert_array_equal(find_foreground(flat, USUAL), masks[0].reshape(flat.shape))


def test_the_simple_methods_have_what_is_best_for_them() -> None:
    """So nobody can say that they lost by a bad setting."""
    watched = watch_scene(SHADOW, 0, USUAL)
    assert watched.alpha in ALPHAS
    clip = make_clip(SHADOW, 0)
    away = np.abs(clip.frames - np.median(clip.frames, axis=0))[LEARNING:]
    truth = present(clip.truth)[LEARNING:]
    for distance in (20, 60, 100, 125, 140):
        assert hold_against(away > distance, truth).f1 <= watched.found[2].f1


def test_without_a_truth_there_are_masks_and_no_scores() -> None:
    frames = make_clip(STREET, 0).frames[:30, :20, :31]
    watched = watch_frames(frames, USUAL._replace(alpha=0.02))
    assert (watched.found, watched.wrong.size) == ((), 0)
    assert (watched.alpha, watched.distance) == (0.02, DISTANCE)
    assert watched.unpack().shape == (3, 30, 20, 31)


def test_a_pixels_story_is_what_its_mask_came_from() -> None:
    clip = make_clip(STREET, 0)
    row, column = choose_pixel(clip)
    story = follow_pixel(clip.frames[:, row, column], USUAL)
    mask = watch_scene(STREET, 0, USUAL).unpack()[0]
    np.testing.assert_array_equal(story.foreground, mask[:, row, column])
    np.testing.assert_allclose(story.weights.sum(axis=1), 1)
    # Bright and dark, and both are background once they have been seen for long.
    strong = story.weights[LEARNING] > 0.1
    assert strong.sum() == 2
    assert story.background[LEARNING][strong].all()
    assert np.ptp(story.means[LEARNING][strong]) > 60


def test_the_pixel_to_look_at_first_is_restless_and_the_walker_comes_by() -> None:
    clip = make_clip(STREET, 0)
    row, column = choose_pixel(clip)
    assert clip.frames[:LEARNING, row, column].std() > 30
    assert present(clip.truth)[:, row, column].sum() > 4
    own = clip._replace(truth=None, learning=0)
    row, column = choose_pixel(own)
    assert clip.frames[:, row, column].std() >= clip.frames.std(axis=0).max() - 1e-9


def test_components_are_listed_by_mean_and_only_those_that_began() -> None:
    story = follow_pixel(np.array([100.0] * 20 + [50.0] * 3), USUAL)
    low, high = list_components(story)
    assert (low[0], high[0]) == (50, 100)
    assert low[2] + high[2] == pytest.approx(1)
    mixture = Mixture(np.array([0.3, 0.7]), np.array([[9.0], [2.0]]), np.array([[[4.0]], [[1.0]]]))
    assert list_fitted(mixture) == [(2, 1, 0.7), (9, 2, 0.3)]


def test_the_first_pixel_of_an_own_film_has_values_enough_for_every_k() -> None:
    rng = np.random.default_rng(0)
    frames = np.zeros((30, 4, 5), dtype=np.uint8)
    frames[::2, 1, 1] = 255  # restless, of two values
    frames[:, 2, 3] = rng.integers(90, 110, 30)
    film = Clip(frames, None, None, 0)
    assert choose_pixel(film) == (2, 3)
    frames[:, 2, 3] = 0
    assert choose_pixel(film._replace(frames=frames)) == (1, 1)
