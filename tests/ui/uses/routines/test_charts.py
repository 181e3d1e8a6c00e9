"""Charts draw what the records hold."""

import numpy as np

from gmm.ui.uses.routines.charts import (
    draw_bic,
    draw_calendar,
    draw_concentrations,
    draw_silhouettes,
    draw_week,
    draw_weights,
)
from gmm.ui.uses.routines.records import (
    MOST,
    Calendar,
    Clustered,
    Found,
    Grouping,
    Person,
    Shrunk,
    record_shrinking,
    try_k,
)

GROUP = Grouping(7, 0.9, np.zeros(3, dtype=np.int64))
CALENDAR = Calendar(
    [Found(k, np.array([7.0 + k, 3.0]), np.ones(2), 0.5, k, 1.0) for k in range(2)],
    np.linspace(0, 1, 28).reshape(14, 2),
    np.array([0.2, 0.8]),
    np.array([0.9, 0.1]),
)


def test_bic_and_silhouettes_are_drawn_by_k() -> None:
    tried = [try_k(Person(weeks=1), k) for k in (1, 2, 3)]
    lines = draw_bic(tried, tried[1], 7).data
    assert list(lines[0].x) == [1, 2, 3]
    assert list(lines[1].x) == [2]
    silhouettes = np.array([0.1, 0.5, 0.3])
    lines = draw_silhouettes(Clustered(silhouettes, GROUP, GROUP), 7).data
    assert list(lines[0].x) == [2, 3, 4]
    assert list(lines[1].x) == [3]


def test_weights_are_drawn_for_each_component() -> None:
    run = record_shrinking(Person(weeks=1), "dirichlet", 0.1, 0)
    figure = draw_weights(run)
    assert len(figure.data) == MOST
    np.testing.assert_array_equal(figure.data[3].y, run.weights[:, 3])


def test_both_priors_are_told_apart_and_what_is_missing_is_left_out() -> None:
    shrunk = [Shrunk(each, GROUP, 0.0, 0, 1, True) for each in (0.1, 1.0)]
    figure = draw_concentrations({"One": shrunk, "Other": [shrunk[0], None]}, 7, ("One", 1.0))
    one, ring, other = figure.data
    assert list(one.x) == [0.1, 1.0]
    assert list(other.x) == [0.1]
    assert list(ring.x) == [1.0]
    assert one.line.dash != other.line.dash
    assert one.marker.symbol != other.marker.symbol


def test_the_calendar_has_a_row_for_each_routine() -> None:
    figure = draw_calendar(CALENDAR, ["a", "b"])
    np.testing.assert_array_equal(figure.data[0].z, CALENDAR.shares.T)
    assert list(figure.data[0].y) == ["1: a", "2: b"]
    assert len(figure.layout.shapes) == 1  # before the second Monday
    weekdays, weekends = draw_week(CALENDAR, ["a", "b"]).data
    assert list(weekdays.x) == [0.2, 0.8]
    assert list(weekends.x) == [0.9, 0.1]
    assert weekends.marker.pattern.shape == "/"
