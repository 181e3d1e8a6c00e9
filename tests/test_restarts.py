"""Keep the best of n: limits against scipy, chances against drawing."""

import math

import numpy as np
import pytest
from scipy.stats import binomtest, hypergeom

from gmm.restarts import count_runs, measure_miss, measure_reach


@pytest.mark.parametrize(("hits", "runs"), [(0, 1), (1, 1), (0, 67), (1, 67), (8, 200), (200, 200)])
def test_the_limits_are_wilsons(hits: int, runs: int) -> None:
    reach = measure_reach(hits, runs)
    interval = binomtest(hits, runs).proportion_ci(0.95, "wilson")
    assert (reach.hits, reach.runs, reach.share) == (hits, runs, hits / runs)
    assert (reach.low, reach.high) == pytest.approx((interval.low, interval.high), abs=1e-12)


def test_no_hit_may_be_never_and_hits_only_may_be_always() -> None:
    assert measure_reach(0, 9).low == 0.0
    assert measure_reach(9, 9).high == 1.0


def test_fresh_runs_all_miss_as_often_as_drawing_says() -> None:
    rng = np.random.default_rng(0)
    drawn = rng.random((20_000, 12)) < 0.15
    for n in (1, 4, 12):
        missed = ~drawn[:, :n].any(axis=1)
        assert measure_miss(0.15, n) == pytest.approx(missed.mean(), abs=0.015)
    np.testing.assert_array_equal(measure_miss(1.0, [0, 1, 2]), [1, 0, 0])
    np.testing.assert_array_equal(measure_miss(0.0, [0, 5]), [1, 1])


def test_on_average_over_lists_drawing_from_a_list_says_the_same() -> None:
    hits = np.arange(51)
    chances = np.array([math.comb(50, h) * 0.1**h * 0.9 ** (50 - h) for h in hits])
    missed = hypergeom.pmf(0, 50, hits, 10)
    assert float(chances @ missed) == pytest.approx(float(measure_miss(0.1, 10)))


@pytest.mark.parametrize("share", [1e-4, 0.02, 0.3, 0.9, 0.99, 0.999])
@pytest.mark.parametrize("sure", [0.5, 0.99])
def test_so_many_runs_are_enough_and_one_fewer_is_not(share: float, sure: float) -> None:
    count = count_runs(share, sure)
    assert measure_miss(share, count) <= 1 - sure + 1e-9
    assert count == 1 or measure_miss(share, count - 1) > 1 - sure


def test_never_takes_for_ever_and_always_takes_one() -> None:
    assert count_runs(0.0) == math.inf
    assert count_runs(1.0) == 1
    assert count_runs(0.9) == 2
