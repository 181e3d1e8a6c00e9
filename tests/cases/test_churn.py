"""Customers who leave: the table as it was published."""

import numpy as np
import pytest

from gmm.cases.churn import CONTRACTS, SERVICES, deal_halves, read_customers


def test_the_table_is_the_published_one() -> None:
    customers = read_customers()
    assert customers.points.shape == (7043, 2)
    assert customers.left.sum() == 1869
    assert customers.points.min(axis=0).tolist() == [0, 18.25]
    assert customers.points.max(axis=0).tolist() == [72, 118.75]
    assert customers.points.mean(axis=0) == pytest.approx([32.371149, 64.761692], abs=1e-6)
    assert np.bincount(customers.services).tolist() == [1526, 2421, 3096]
    assert np.bincount(customers.contracts).tolist() == [3875, 1473, 1695]
    assert (len(SERVICES), len(CONTRACTS)) == (3, 3)
    assert not any(array.flags.writeable for array in customers)
    # Row by row: the first three of R's table.
    assert customers.points[:3].tolist() == [[1, 29.85], [34, 56.95], [2, 53.85]]
    assert customers.left[:3].tolist() == [False, False, True]


def test_who_has_no_internet_pays_about_twenty_dollars_and_leaves_seldom() -> None:
    customers = read_customers()
    without = customers.services == list(SERVICES).index("No")
    assert np.median(customers.points[without, 1]) == pytest.approx(20, abs=1)
    assert customers.left[without].mean() < 0.1 < customers.left[~without].mean()


def test_halves_are_halves_and_go_by_their_seed() -> None:
    one, same, other = deal_halves(101, 3), deal_halves(101, 3), deal_halves(101, 4)
    assert one.sum() == other.sum() == 50
    assert (one == same).all()
    assert (one != other).any()
