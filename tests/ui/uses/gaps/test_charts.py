"""Charts of the case of gaps: what is drawn is what the records hold."""

import numpy as np

from gmm.ui.uses.gaps.charts import draw_cell, draw_filled, draw_numbers
from gmm.ui.uses.gaps.records import Error, Filled, Part


def test_each_cell_stands_at_its_truth_with_its_interval() -> None:
    truth = np.array([1.0, 5.0])
    filled = Filled(np.array([1.5, 2.0]), np.array([0.5, 1.0]), np.array([2.5, 3.0]))
    figure = draw_filled(truth, filled, np.array([3.0, 3.5]), 2.7, 1, "mass (g)")
    drawn = {trace.name: trace for trace in figure.data}
    inside = drawn["mixture, truth in its 90\u00a0% interval"]
    outside = drawn["mixture, truth outside"]
    assert (list(inside.x), list(inside.y)) == ([1], [1.5])
    assert (list(outside.x), list(outside.error_y.array)) == ([5], [1])
    assert inside.marker.symbol != outside.marker.symbol
    assert list(drawn["one Gaussian"].y) == [3, 3.5]
    assert list(drawn["column mean"].y) == [2.7, 2.7]
    assert list(drawn["the cell below"].x) == [5]
    assert figure.layout.xaxis.title.text == "hidden mass (g)"


def test_each_k_has_its_error_and_what_its_intervals_hold() -> None:
    figure = draw_numbers([Error(9, 0.6, 0.0, 0.9), Error(9, 0.5, 0.0, 0.8)], 1.0, 2)
    mean, mixture = figure.data
    assert list(mean.y) == [1, 1]
    assert (list(mixture.x), list(mixture.y)) == ([1, 2], [0.6, 0.5])
    assert list(mixture.text) == ["90\u00a0%", "80\u00a0%"]


def test_one_cell_has_its_components_their_sum_and_the_marks() -> None:
    parts = [Part(0.6, 1.0, 0.5), Part(0.4, 3.0, 0.5), Part(0.0, 9.0, 1.0)]
    places, heights = np.linspace(0, 4, 5), np.ones((3, 5))
    figure = draw_cell(places, heights, parts, [(2.0, "mixture"), (3.0, "truth")], "depth (mm)")
    names = [trace.name for trace in figure.data]
    assert names == ["component 1", "component 2", "all together", "mixture", "truth"]
    assert list(figure.data[2].y) == [3] * 5
    assert list(figure.data[3].x) == [2, 2]
