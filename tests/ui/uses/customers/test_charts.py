"""Charts of the case of customers: what is drawn is what the records hold."""

import numpy as np
import pytest

from gmm.intervals import estimate_share
from gmm.segments import Segment
from gmm.ui.uses.customers.charts import draw_numbers, draw_rates
from gmm.ui.uses.customers.records import Group

LEFT = Segment(100.0, 50.0, estimate_share(50, 100))
STAYED = Segment(100.0, 10.0, estimate_share(10, 100))
GROUPS = [
    Group(np.ones(2), np.ones(2), STAYED, LEFT),
    Group(np.ones(2), np.ones(2), LEFT, Segment(0.0, 0.0, None)),
]


def test_rates_stand_in_their_order_with_their_intervals() -> None:
    figure = draw_rates(GROUPS, [1, 0], 0.3, 0.7)
    overall, rates, tested = figure.data
    assert list(overall.x) == [30, 30]
    assert list(rates.x) == [50, 10]
    assert list(rates.text) == ["2", "1"]
    assert rates.error_x.array[0] == pytest.approx(100 * (estimate_share(50, 100).high - 0.5))
    assert list(tested.x) == [None, 50]
    assert list(figure.layout.yaxis.ticktext) == ["2", "1"]


def test_each_k_has_both_ways_and_the_others_are_lines() -> None:
    figure = draw_numbers([(2, 0.1, 0.2), (3, 0.3, 0.1)], 0.16, 0.21, 3)
    drawn = {trace.name: list(trace.y) for trace in figure.data}
    assert drawn["mixture"] == [10, 30]
    assert drawn["k-means"] == [20, 10]
    assert drawn["contract alone"] == [16, 16]
    assert len({trace.line.dash for trace in figure.data}) == 4
