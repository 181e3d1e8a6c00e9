"""Where a background fails, and that the formula says for how long."""

import numpy as np
import pytest

from gmm.cases.clip import LEARNING, LEAVE, LIGHT, STOP
from gmm.online import Adaptation, count_frames_until_background
from gmm.ui.uses.background.failures import cast_shadow, let_sun_out, stand_still

USUAL = Adaptation()


@pytest.mark.parametrize(
    "adaptation", [USUAL, Adaptation(share=0.7), Adaptation(k=4, alpha=0.02, share=0.8)]
)
def test_who_stands_still_is_lost_after_as_many_frames_as_the_formula_says(
    adaptation: Adaptation,
) -> None:
    failure = stand_still(0, adaptation)
    assert failure.frames[0] == failure.foreseen == count_frames_until_background(adaptation)
    mixture = failure.shares[0]
    assert mixture[STOP - 3] > 0.9
    assert mixture[LEAVE] < 0.1


def test_who_does_not_stand_for_that_long_is_still_found() -> None:
    failure = stand_still(0, Adaptation(alpha=0.005, share=0.6))
    assert failure.foreseen > LEAVE - STOP
    assert failure.frames[0] is None
    assert failure.shares[0, LEAVE] > 0.9


def test_the_sun_makes_all_foreground_until_its_light_is_background() -> None:
    failure = let_sun_out(0, USUAL)
    mixture = failure.shares[0]
    assert mixture[LIGHT - 1] < 0.05
    assert mixture[LIGHT] > 0.7
    assert failure.frames[0] == pytest.approx(failure.foreseen, abs=1)


def test_a_shadow_is_taken_for_somebody() -> None:
    shares = cast_shadow(0, USUAL).shares
    assert np.isnan(shares[:, :LEARNING]).all()
    assert np.nanmean(shares[0]) > 0.6
