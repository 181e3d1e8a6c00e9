"""Charts of a collapse show their records, and nothing else."""

import numpy as np

from gmm.narrowing import Widths
from gmm.ui.lab.collapse.charts import (
    draw_climbs,
    draw_condition,
    draw_endless,
    draw_gains,
    draw_least,
)
from gmm.ui.lab.collapse.records import Climb, follow_climb, go_on_without_end
from tests.present import present
from tests.ui.lab.collapse.examples import record_fine, record_line

WIDTHS = Widths(
    np.arange(3), np.array([[1.0, 2], [0.5, 2], [0.0, 2]]), np.array([[1, 1], [2, 1], [np.inf, 1]])
)


def test_eigenvalues_are_on_a_log_axis_and_what_it_cannot_show_is_left_out() -> None:
    figure = draw_least(WIDTHS, 0.0, "SD²")
    assert figure.layout.yaxis.type == "log"
    first, second = figure.data
    np.testing.assert_array_equal(first.y, [1.0, 0.5, np.nan])
    np.testing.assert_array_equal(second.y, [2, 2, 2])
    assert first.line.dash != second.line.dash
    assert not figure.layout.shapes
    assert draw_least(WIDTHS, 0.1, "").layout.shapes[0].y0 == 0.1
    np.testing.assert_array_equal(draw_condition(WIDTHS).data[0].y, [1, 2, np.nan])


def test_eigenvalues_without_a_unit_have_no_empty_brackets() -> None:
    assert draw_least(WIDTHS, 0.0, "").layout.yaxis.title.text == "smallest eigenvalue"
    assert draw_least(WIDTHS, 0.0, "SD²").layout.yaxis.title.text == "smallest eigenvalue in SD²"


def test_what_differs_by_rounding_alone_is_a_level_line() -> None:
    column = np.array([[0.1], [np.nextafter(0.1, 1)]])
    widths = Widths(np.arange(2), column, 1 / column)
    for figure in (draw_least(widths, 0.0, ""), draw_condition(widths)):
        low, high = figure.layout.yaxis.range
        assert high - low > 0.1
        assert low < np.log10(figure.data[0].y[0]) < high
    assert draw_least(WIDTHS, 0.0, "").layout.yaxis.range is None
    climb = Climb(np.arange(3.0), np.array([-9.0, -5.0, -5.0 - 1e-14]), np.full(3, -9.0))
    assert draw_climbs({"one": climb}).layout.yaxis.range is None


def test_climbs_have_the_bound_below() -> None:
    climbs = {"one": follow_climb(record_line()), "other": follow_climb(record_fine())}
    figure = draw_climbs(climbs)
    assert [trace.name for trace in figure.data] == [
        *("one", "one: bound F"),
        *("other", "other: bound F"),
    ]
    np.testing.assert_array_equal(figure.data[0].y, climbs["one"].log_likelihood)
    low, high = figure.layout.yaxis.range
    assert low > climbs["one"].log_likelihood[0]
    assert high > climbs["one"].log_likelihood[-1]


def test_rises_and_falls_are_told_apart() -> None:
    figure = draw_gains(np.array([1, 2, 3]), np.array([2.0, -0.5, 0.0]))
    rises, falls = figure.data
    assert list(rises.x) == [1, 3]
    assert list(falls.x) == [2]
    assert list(falls.y) == [0.5]
    assert rises.y[1] > 0
    assert rises.marker.symbol != falls.marker.symbol


def test_the_curve_without_end_meets_its_formula_at_the_end() -> None:
    endless = present(go_on_without_end(record_line(), None))
    curve, formula = draw_endless(endless, " (SD)").data
    assert curve.y[-1] == formula.y[-1]
    np.testing.assert_allclose(curve.y[-9:], formula.y[-9:], rtol=1e-3)
    assert curve.y[0] > formula.y[0] + 10
