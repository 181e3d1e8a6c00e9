"""Simulated pulsars: formulas by hand, and the facts that they are drawn from."""

import numpy as np
import pytest
from scipy.stats import skew

from gmm.cases.pulsars import (
    DEATH,
    KINDS,
    MILLISECOND,
    are_below_line,
    are_short,
    find_age,
    find_derivative,
    find_field,
    simulate_pulsars,
)

MANY = simulate_pulsars(4_000, 0)
CRAB = np.log10([[0.0334, 4.21e-13]])


def test_the_crab_has_its_well_known_field_and_age() -> None:
    assert 10 ** find_field(CRAB)[0] == pytest.approx(3.8e12, rel=0.01)
    assert 10 ** find_age(CRAB)[0] == pytest.approx(1_257, rel=0.01)  # seen to be born in 1054
    assert find_derivative(CRAB[:, 0], find_field(CRAB)) == pytest.approx(CRAB[:, 1])


def test_kinds_have_their_shares_and_places() -> None:
    assert np.bincount(MANY.kinds).tolist() == [3_520, 320, 120, 40]
    # Ordinary pulsars as catalogues have them: about 0.6 s and 2e-15, and a factor of two around.
    middle = MANY.points[MANY.kinds == 0].mean(axis=0)
    assert middle == pytest.approx([-0.2, -14.7], abs=0.1)
    assert MANY.points[MANY.kinds == 0].std(axis=0) == pytest.approx([0.34, 0.84], abs=0.06)
    fields = [np.median(find_field(MANY.points[MANY.kinds == k])) for k in range(len(KINDS))]
    assert fields == pytest.approx([12.1, 8.4, 9.6, 14.3], abs=0.15)


def test_no_ordinary_pulsar_is_below_the_death_line() -> None:
    ordinary = MANY.points[MANY.kinds == 0]
    assert (find_field(ordinary) - 2 * ordinary[:, 0] > np.log10(DEATH)).all()


def test_they_are_not_gaussian() -> None:
    # The death line cuts the cloud off below: a Gaussian sample's skewness has an error of 0.04.
    assert skew(MANY.points[MANY.kinds == 0, 1]) > 0.2


def test_a_seed_is_a_sample() -> None:
    np.testing.assert_array_equal(MANY.points, simulate_pulsars(4_000, 0).points)
    assert not np.array_equal(MANY.points, simulate_pulsars(4_000, 1).points)
    with pytest.raises(ValueError, match="at least 50"):
        simulate_pulsars(49, 0)


def test_the_two_rules_are_the_published_ones() -> None:
    points = np.log10([[0.0299, 1e-13], [0.0301, 1e-20], [0.1, 3.22e-17], [0.1, 3.24e-17]])
    assert are_short(points).tolist() == [True, False, False, False]
    assert are_below_line(points).tolist() == [False, True, True, False]
    # Lee et al. have 10 ms at 3.23e-17 * 10^2.34.
    edge = np.log10([[0.01, 3.23e-17 * 10**2.34 * 0.999], [0.01, 3.23e-17 * 10**2.34 * 1.001]])
    assert are_below_line(edge).tolist() == [True, False]
    millisecond = MANY.points[MANY.kinds == MILLISECOND]
    assert are_short(millisecond).mean() > 0.99
    assert are_below_line(millisecond).mean() > 0.99
