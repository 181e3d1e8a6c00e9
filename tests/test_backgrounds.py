"""Simpler backgrounds against their formulas."""

import numpy as np

from gmm.backgrounds import measure_from_median, watch_gaussian


def test_a_running_gaussian_moves_by_alpha_and_tells_what_is_far() -> None:
    # After 110: mu = 101, sigma^2 = 0.9 * 100 + 0.1 * 81 = 98.1, so that 25 is too far and 24 not.
    frames = np.array([[100, 100], [110, 110], [126, 125]], dtype=np.uint8)
    masks = watch_gaussian(frames, alpha=0.1, reach=2.5, first_sd=10, least_sd=1)
    assert masks.tolist() == [[False, False], [False, False], [True, False]]
    far = watch_gaussian(np.array([[100.0], [125.1]]), 0.1, 2.5, 10, 1)
    assert far[:, 0].tolist() == [False, True]


def test_it_learns_a_still_pixel_and_goes_no_narrower_than_allowed() -> None:
    frames = np.full((300, 1), 100.0)
    frames[-1] = 106
    for least, found in ((2, True), (3, False)):
        assert watch_gaussian(frames, 0.1, 2.5, 10, least)[-1, 0] == found


def test_two_humps_are_one_wide_gaussian_that_hides_what_is_between() -> None:
    frames = np.tile([[70.0], [160.0]], (100, 1))
    frames[-1] = 114
    assert not watch_gaussian(frames, 0.02, 2.5, 10, 2)[-1, 0]


def test_distances_from_the_median_do_not_overflow() -> None:
    frames = np.array([[10, 250], [200, 240], [12, 0]], dtype=np.uint8)
    assert measure_from_median(frames).tolist() == [[2, 10], [188, 0], [0, 240]]
