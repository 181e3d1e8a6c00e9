"""Sentences of the page on a video's background: true of the numbers that they are made of."""

import numpy as np
import pytest

from gmm.masks import Found
from gmm.online import Adaptation
from gmm.ui.uses.background.failures import Failure
from gmm.ui.uses.background.records import GAUSSIAN, MEDIAN, MIXTURE, Watched, follow_pixel
from gmm.ui.uses.background.sentences import (
    tell_answer,
    tell_frame,
    tell_more_films,
    tell_pixel,
    tell_setting,
    tell_shadow,
    tell_standing,
    tell_sun,
    tell_unknown,
)

USUAL = Adaptation()


def score(f1: float) -> Found:
    """Counts with that F1, to a thousandth."""
    hits = round(1000 * f1)
    return Found(hits, 1000 - hits, 1000 - hits)


@pytest.mark.parametrize(
    ("scores", "told"),
    [
        (
            (0.91, 0.62, 0.35),
            "The mixture finds the walker best: F1 0.91, against 0.62 for one Gaussian for each "
            "pixel and 0.35 for the median.",
        ),
        (
            (0.22, 0.24, 0.19),
            "Here one Gaussian for each pixel finds the walker best: F1 0.24, against 0.22 for the "
            "mixture and 0.19 for the median.",
        ),
        (
            (0.9, 0.95, 0.95),
            "Here one Gaussian for each pixel and the median find the walker best: F1 0.95, "
            "against 0.90 for the mixture.",
        ),
        (
            (0.998, 0.99, 1.0),
            "Here the mixture is no better than the median: both find the walker with F1 1.00, "
            "against 0.99 for one Gaussian for each pixel.",
        ),
        ((0.5, 0.5, 0.5), "Here all three methods find the walker equally well: F1 0.50."),
    ],
)
def test_the_best_is_named_also_where_it_is_a_simple_one(
    scores: tuple[float, ...], told: str
) -> None:
    assert tell_answer([score(f1) for f1 in scores]) == told


def test_a_film_without_a_truth_is_not_scored() -> None:
    told = tell_unknown([0.031, 0.2, 0.0])
    assert "is not known, so nobody can score" in told
    assert "The mixture calls 3.1\u00a0% of all pixels foreground" in told
    assert "pixel 20\u00a0%, the median 0\u00a0%." in told


def test_settings_say_whose_they_are() -> None:
    judged = Watched(
        (1, 1, 1), np.zeros((3, 1, 1), np.uint8), (score(1),), np.zeros((3, 0), int), 0.02, 62
    )
    assert tell_setting(MIXTURE, judged, USUAL) == "K = 3, alpha = 0.01, T = 0.9: yours"
    assert tell_setting(GAUSSIAN, judged, USUAL) == "alpha = 0.02: best of five, by the truth"
    assert tell_setting(MEDIAN, judged, USUAL) == "more than 62 levels away: best, by the truth"
    own = judged._replace(found=())
    assert tell_setting(GAUSSIAN, own, USUAL) == "alpha = 0.02: yours"
    assert tell_setting(MEDIAN, own, USUAL) == "more than 62 levels away: fixed"


def test_a_frame_is_counted() -> None:
    mask, truth = np.array([[True, True, False]]), np.array([[True, False, True]])
    assert tell_frame(mask, truth) == "50\u00a0% of the walker, 1 false alarm."
    assert tell_frame(mask, np.zeros_like(mask)) == "Nobody is there; 2 false alarms."
    assert tell_frame(mask, None) == "2 pixels are foreground."
    assert tell_frame(np.arange(4) == 0, None) == "1 pixel is foreground."


def test_a_pixels_components_are_told_in_their_order() -> None:
    story = follow_pixel(np.array([100.0] * 50 + [200.0]), USUAL)
    told = tell_pixel(story, 50)
    assert told.startswith("After frame 51 its components, in the order of w / σ, are 100 ± ")
    assert "(weight 0.98, background); 200 ± 12.0 (weight 0.02)." in told
    assert told.endswith("The value there is 200: foreground.")


def test_other_films_are_counted() -> None:
    films = [[score(0.9), score(0.6), score(0.3)], [score(0.5), score(0.7), score(0.4)]]
    assert tell_more_films(films) == (
        "In 1 of 2 other films the mixture has the highest F1. F1 lies from 0.50 to 0.90 (the "
        "mixture), 0.60 to 0.70 (one Gaussian for each pixel), 0.30 to 0.40 (the median)."
    )


def fail(*frames: float | None, first: float = 0.9) -> Failure:
    return Failure("film", np.full((3, 200), first), 120, 160, frames, 9)


def test_who_stands_still_is_told_with_the_formula() -> None:
    told = tell_standing(fail(9.0, 24.5, 0.0), USUAL)
    assert "log(0.9 / 0.98) / log(0.99), rounded up, is **9 frames**." in told
    assert "In this film it took **9 frames**" in told
    assert "One Gaussian for each pixel loses it after 24.5 frames; the median never finds" in told
    assert "sooner than the formula" not in told
    assert "sooner than the formula says" in tell_standing(fail(8.0, 24.5, 0.0), USUAL)
    told = tell_standing(fail(None, None, 1.0), USUAL)
    assert "stood for 40 frames, and most of it was still found" in told
    assert "still finds it when it leaves; the median loses it after 1 frame." in told
    assert "never found" in tell_standing(fail(0.0, None, None), USUAL)
    assert "with K = 1 that is **1 frame**" in tell_standing(fail(1.0, 2.0, 3.0), Adaptation(k=1))


def test_the_sun_is_told_with_how_long_it_takes() -> None:
    assert "the mixture calls **90\u00a0%** of the street" in tell_sun(fail(9.0, 5.0, 0.0), USUAL)
    assert "After 9 frames it is less than half;" in tell_sun(fail(9.0, 5.0, 0.0), USUAL)
    assert "Until the film ends it stays more" in tell_sun(fail(None, 5.0, 0.0), USUAL)
    assert "That is less than half of it" in tell_sun(fail(0.0, 5.0, 0.0, first=0.3), USUAL)


def test_a_shadow_is_told_by_its_share() -> None:
    assert "calls **90\u00a0%** of the shadow foreground" in tell_shadow(
        fail(None, None, None), USUAL
    )
