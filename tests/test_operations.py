"""Counts of multiplications grow as textbooks say."""

import pytest

from gmm import COVARIANCES
from gmm.operations import count_as_written, count_in_theory


@pytest.mark.parametrize("covariance", COVARIANCES)
def test_with_the_points_and_with_the_components_all_grow_alike(covariance: str) -> None:
    many = count_in_theory(2_000_000, 4, 3, covariance)
    assert many / count_in_theory(1_000_000, 4, 3, covariance) == pytest.approx(2, rel=1e-3)
    assert many / count_in_theory(2_000_000, 4, 1, covariance) == pytest.approx(3, rel=1e-3)


@pytest.mark.parametrize(
    ("covariance", "by_points", "by_matrices"),
    [("full", 4, 8), ("tied", 4, 8), ("diag", 2, 2), ("spherical", 2, 2)],
)
def test_twice_the_dimensions(covariance: str, by_points: float, by_matrices: float) -> None:
    many, few = (count_in_theory(10**9, d, 3, covariance) for d in (20, 10))
    assert many / few == pytest.approx(by_points, rel=1e-3)
    # With hardly any points beside them, matrices are all there is to do.
    high, low = (count_in_theory(1, d, 3, covariance) for d in (20_000, 10_000))
    assert high / low == pytest.approx(by_matrices, rel=1e-3)


def test_tied_covariances_are_one_matrix_to_factorise() -> None:
    assert count_in_theory(5, 7, 4, "full") - count_in_theory(5, 7, 4, "tied") == 3 * 7**3


def test_as_written_every_constraint_costs_what_full_costs() -> None:
    assert count_as_written(100, 5, 3) == count_in_theory(100, 5, 3, "full")


def test_an_unknown_constraint_is_named() -> None:
    with pytest.raises(ValueError, match="covariance is 'round'"):
        count_in_theory(10, 2, 2, "round")
