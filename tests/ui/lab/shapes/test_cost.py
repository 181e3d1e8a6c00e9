"""Seconds against sizes, from timings made up for the purpose."""

import pytest

from gmm import COVARIANCES
from gmm.timing import Timing
from gmm.ui.lab.shapes.cost import FITTED, SWEEPS, follow_growth, list_sizes, measure


def make_up(vary: str, power: float, fixed: float = 0.0) -> list[list[Timing]]:
    results = []
    for n, d, k in list_sizes(vary):
        size = {"n": n, "d": d, "k": k}[vary]
        seconds = fixed + 1e-6 * size**power
        results.append([Timing(n, d, k, each, seconds, 5) for each in COVARIANCES])
    return results


@pytest.mark.parametrize("vary", SWEEPS)
def test_a_power_is_found(vary: str) -> None:
    for growth in follow_growth(vary, make_up(vary, 1.4)):
        assert growth.measured is not None
        assert growth.measured.power == pytest.approx(1.4)
        assert growth.sizes == list(SWEEPS[vary][1])


def test_fixed_costs_are_left_to_the_small_sizes() -> None:
    (growth, *_) = follow_growth("n", make_up("n", 1.0, fixed=5e-4))
    assert growth.measured is not None
    assert 0.9 < growth.measured.power < 1
    assert len(growth.sizes) > FITTED


def test_the_theory_is_that_of_the_same_sizes() -> None:
    growths = {
        vary: {each.covariance: each for each in follow_growth(vary, make_up(vary, 1.0))}
        for vary in SWEEPS
    }
    for name in COVARIANCES:
        assert growths["n"][name].theory == pytest.approx(1, abs=0.01)
        assert growths["k"][name].theory == pytest.approx(1, abs=0.01)
        assert growths["d"][name].written == pytest.approx(2, abs=0.03)
    assert growths["d"]["full"].theory == pytest.approx(2, abs=0.03)
    assert growths["d"]["diag"].theory == growths["d"]["spherical"].theory == pytest.approx(1)


def test_what_is_there_is_followed_while_more_is_to_come() -> None:
    results = [*make_up("k", 1.0)[:1], *[None] * 5]
    assert [growth.sizes for growth in follow_growth("k", results)] == [[1]] * 4
    assert all(growth.measured is None for growth in follow_growth("k", results))
    assert all(not growth.sizes for growth in follow_growth("k", [None] * 6))


def test_a_job_tells_when_it_was_done() -> None:
    timings, when = measure(60, 2, 2, 0.0)
    assert [each.covariance for each in timings] == list(COVARIANCES)
    assert when > 1.7e9
