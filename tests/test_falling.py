"""EM never falls; with a ridge it may, and where it does is found."""

import numpy as np

from gmm import COVARIANCES, lower_bound, record_em, responsibilities, start
from gmm.data.datasets import DATASETS
from gmm.falling import find_falls
from gmm.scaling import scale

POINTS = scale(DATASETS["Old Faithful 1985"].make().points, "on")[0]


def test_without_a_ridge_nothing_falls() -> None:
    for covariance in COVARIANCES:
        for seed in range(3):
            begin = start(POINTS, 3, "random points", seed, covariance)
            assert find_falls(record_em(POINTS, begin, covariance)) == []


def test_with_a_ridge_each_fall_is_one_and_none_is_left_out() -> None:
    begin = start(POINTS, 3, "random points", 0)
    tape = record_em(POINTS, begin, ridge=0.05, max_iterations=60)
    falls = {fall.iteration: fall for fall in find_falls(tape)}
    assert 0 < len(falls) < 60
    for before, after in zip(tape.frames[1::2], tape.frames[2::2], strict=True):
        gamma = responsibilities(POINTS, before.mixture)
        fall = lower_bound(POINTS, gamma, before.mixture) - lower_bound(
            POINTS, gamma, after.mixture
        )
        assert (after.iteration in falls) == (fall > 1e-7)
        if after.iteration in falls:
            found = falls[after.iteration]
            np.testing.assert_allclose(found.bound, fall, atol=1e-8)
            gain = after.log_likelihood - before.log_likelihood
            np.testing.assert_allclose(found.log_likelihood, -gain, atol=1e-12)


def test_the_start_is_no_fall() -> None:
    begin = start(POINTS, 2, "random points", 0)
    assert find_falls(record_em(POINTS, begin, ridge=1.0, max_iterations=0)) == []
