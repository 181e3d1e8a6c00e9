"""What is timed is EM's own work, and a slope is found where there is one."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import linregress

from gmm import COVARIANCES, e_step, m_step
from gmm.timing import LEAST_ROUNDS, draw_work, fit_slope, iterate, time_constraints


@pytest.mark.parametrize("covariance", COVARIANCES)
@pytest.mark.parametrize(("n", "d", "k"), [(300, 2, 3), (1500, 2, 4), (200, 6, 2)])
def test_the_work_is_an_m_step_and_an_e_step(n: int, d: int, k: int, covariance: str) -> None:
    points, gamma = draw_work(n, d, k)
    assert points.shape == (n, d)
    assert gamma.shape == (n, k)
    wanted, _ = e_step(points, m_step(points, gamma, covariance))
    assert_allclose(iterate(points, gamma, covariance), wanted, rtol=1e-9)


def test_the_work_leaves_the_responsibilities_as_they_are() -> None:
    points, gamma = draw_work(50, 2, 3)
    before = gamma.copy()
    iterate(points, gamma, "full")
    np.testing.assert_array_equal(gamma, before)


class Clock:
    """A clock on which every look takes longer than the one before."""

    def __init__(self) -> None:
        self.now, self.looks = 0.0, 0

    def __call__(self) -> float:
        self.looks += 1
        self.now += self.looks
        return self.now


def test_constraints_take_turns_and_each_gives_its_median() -> None:
    timings = time_constraints(30, 2, 2, 0.0, Clock())
    assert [timing.covariance for timing in timings] == list(COVARIANCES)
    assert {(timing.n, timing.d, timing.k, timing.rounds) for timing in timings} == {
        (30, 2, 2, LEAST_ROUNDS)
    }
    # Look 1 sets the end. Then each round takes two looks, and a constraint comes every fourth;
    # a round's budget is not looked at before all have had the least.
    assert [timing.seconds for timing in timings] == [11, 13, 15, 17]


def test_a_budget_buys_rounds() -> None:
    poor, rich = (time_constraints(30, 2, 2, budget, Clock()) for budget in (0.0, 3000.0))
    assert rich[0].rounds > poor[0].rounds
    assert {timing.rounds for timing in rich} == {rich[0].rounds}


def test_a_power_law_is_found_to_the_digit() -> None:
    sizes = [10, 40, 200, 1000]
    slope = fit_slope(sizes, [3e-6 * size**1.5 for size in sizes])
    assert slope.power == pytest.approx(1.5)
    assert slope.error == pytest.approx(0, abs=1e-7)
    assert slope.seconds == pytest.approx(3e-6 * 1000**1.5)


def test_a_slope_and_its_error_are_those_of_scipy() -> None:
    rng = np.random.default_rng(1)
    sizes = np.geomspace(100, 1e5, 7)
    seconds = 1e-5 * sizes**0.8 * np.exp(0.1 * rng.standard_normal(7))
    slope, wanted = (
        fit_slope(list(sizes), list(seconds)),
        linregress(np.log(sizes), np.log(seconds)),
    )
    assert slope.power == pytest.approx(wanted.slope)
    assert slope.error == pytest.approx(wanted.stderr)
    last = wanted.intercept + wanted.slope * math.log(1e5)
    assert slope.seconds == pytest.approx(math.exp(last))


def test_two_sizes_have_a_slope_of_unknown_error() -> None:
    slope = fit_slope([1, 10], [2.0, 200.0])
    assert slope.power == pytest.approx(2)
    assert math.isnan(slope.error)


@pytest.mark.parametrize(
    ("sizes", "seconds"), [([5, 5], [1, 2]), ([1, 2], [0, 1]), ([0, 2], [1, 1])]
)
def test_what_has_no_slope_is_refused(sizes: list[float], seconds: list[float]) -> None:
    with pytest.raises(ValueError, match="two different sizes"):
        fit_slope(sizes, seconds)
