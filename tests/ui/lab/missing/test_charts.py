"""Charts of the page on missing values: what is drawn is what the records hold."""

import numpy as np

from gmm.ui.lab.missing.charts import draw_guesses, draw_points, draw_row
from gmm.ui.lab.missing.records import Guesses, Row

GUESSES = Guesses(
    rows=np.array([0, 3]),
    columns=np.array([1, 0]),
    components=np.array([0, 1]),
    values=np.array([5.0, 2.0]),
    spreads=np.array([1.0, 0.5]),
    low=np.array([3.0, 1.0]),
    high=np.array([7.0, 3.0]),
    filled=np.array([4.0, 4.0]),
    truth=np.array([8.0, 2.5]),
    often=np.ones(2),
)
KNOWN = np.array([10.0, 20.0])


def test_a_half_seen_point_is_the_line_along_the_axis_that_is_missing() -> None:
    circle = np.array([[0.0, 1.0], [1.0, 0.0]])
    figure = draw_points(np.ones((3, 2)), GUESSES, KNOWN, [circle], ["a", "b"], 1, True)
    drawn = {trace.name: trace for trace in figure.data}
    lines = np.stack(
        [drawn["95\u00a0% interval"].x, drawn["95\u00a0% interval"].y],
        axis=1,
    )
    gap = [np.nan, np.nan]
    np.testing.assert_array_equal(lines, [[10, 3], [10, 7], gap, [1, 20], [3, 20], gap])
    guesses = drawn["guess"]
    assert (list(guesses.x), list(guesses.y)) == ([10, 2], [5, 20])
    assert len(set(guesses.marker.symbol)) == 2
    assert list(guesses.customdata) == [1, 2]
    assert list(drawn["hidden truth"].x) == [10, 2.5]
    assert list(drawn["the row below"].y) == [20]
    assert figure.layout.xaxis.title.text == "a"


def test_a_truth_that_is_not_known_or_not_asked_for_is_not_drawn() -> None:
    for guesses, show in ((GUESSES, False), (GUESSES._replace(truth=None), True)):
        figure = draw_points(np.ones((3, 2)), guesses, KNOWN, [], ["a", "b"], None, show)
        assert not {"hidden truth", "the row below"} & {trace.name for trace in figure.data}


def test_guesses_stand_over_the_truth_with_their_intervals() -> None:
    figure = draw_guesses(GUESSES, 1, "b")
    drawn = {trace.name: trace for trace in figure.data}
    outside = drawn["truth outside"]
    assert (list(outside.x), list(outside.y)) == ([8], [5])
    assert (outside.error_y.array[0], outside.error_y.arrayminus[0]) == (2, 2)
    assert "truth inside its 95\u00a0% interval" not in drawn
    assert set(drawn["column mean"].y) == {4.0}


def test_a_row_shows_the_components_that_matter() -> None:
    places = np.linspace(0, 1, 5)
    row = Row(
        places,
        np.stack([np.ones(5), np.full(5, 2.0), np.zeros(5)]),
        np.array([0.3, 0.7, 0.0]),
        np.zeros(3),
        np.ones(3),
    )
    drawn = {trace.name: trace for trace in draw_row(row, "b", 0.4, 0.6).data}
    assert set(drawn) == {"component 1", "component 2", "all together", "guess", "hidden truth"}
    assert set(drawn["all together"].y) == {3.0}
    assert "hidden truth" not in [trace.name for trace in draw_row(row, "b", 0.4, None).data]
