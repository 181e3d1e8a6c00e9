"""Shares that were counted: limits against scipy, and what weights make of them."""

import numpy as np
import pytest
from scipy.stats import binomtest

from gmm.intervals import estimate_share


@pytest.mark.parametrize(("hits", "number"), [(0, 1), (1, 1), (0, 67), (3, 67), (200, 200)])
def test_the_limits_are_wilsons(hits: int, number: int) -> None:
    share = estimate_share(hits, number)
    interval = binomtest(hits, number).proportion_ci(0.95, "wilson")
    assert share.value == hits / number
    assert (share.low, share.high) == pytest.approx((interval.low, interval.high), abs=1e-12)


def test_of_weights_the_limits_hold_at_least_as_often_as_promised() -> None:
    rng = np.random.default_rng(0)
    weights = rng.beta(0.3, 0.3, size=150)  # as responsibilities are: most of them near 0 or 1
    held = 0
    for _ in range(2_000):
        happened = rng.random(len(weights)) < 0.2
        share = estimate_share(float(weights @ happened), float(weights.sum()))
        held += share.low <= 0.2 <= share.high
    assert 0.95 <= held / 2_000 < 0.99


@pytest.mark.parametrize(("hits", "number"), [(1, 0), (2, 1), (-1, 4), (np.nan, 4), (1, np.inf)])
def test_what_is_no_share_is_refused(hits: float, number: float) -> None:
    with pytest.raises(ValueError, match=r"must be above 0|may be hit"):
        estimate_share(hits, number)
