"""Many starts, drawn from records."""

import numpy as np

from gmm.ui.lab.starts.charts import draw_ends, draw_misses
from gmm.ui.lab.starts.records import draw_curves
from tests.ui.lab.starts.examples import make_answer


def test_each_run_that_ended_somewhere_is_a_dot_that_names_its_place() -> None:
    answer = make_answer()
    plus, means = draw_ends(answer).data
    assert (plus.name, means.name) == ("k-means++", "k-means")
    assert list(plus.customdata) == ["1", "1", "not ended", "2", "2"]
    np.testing.assert_array_equal(plus.y, answer.methods[0].heights[:5])
    np.testing.assert_array_equal(plus.x, answer.methods[0].ranks[:5])
    assert plus.hovertext[1] == "k-means++, seed 4<br>log-likelihood −50.02"
    # Told apart by more than colour.
    assert plus.marker.symbol != means.marker.symbol
    assert plus.line.dash != means.line.dash


def test_a_method_keeps_its_colour_whatever_stands_beside_it() -> None:
    both, alone = draw_ends(make_answer()).data[1], draw_ends(make_answer(1)).data[0]
    assert both.name == alone.name == "k-means"
    assert both.line == alone.line


def test_the_chosen_top_is_marked_and_a_collapse_has_no_height() -> None:
    answer = make_answer()
    (line,) = draw_ends(answer, 1).layout.shapes
    assert line.y0 == line.y1 == answer.places[1].log_likelihood
    assert not draw_ends(answer, 3).layout.shapes


def test_chances_are_lines_within_their_limits() -> None:
    curves = draw_curves(make_answer())
    figure = draw_misses(curves)
    lines = [trace for trace in figure.data if trace.name]
    bands = [trace for trace in figure.data if trace.fill == "toself"]
    assert [trace.name for trace in lines] == ["k-means++", "k-means"]
    np.testing.assert_allclose(lines[0].y, 100 * curves[0].missed)
    np.testing.assert_allclose(bands[0].y[:20], 100 * curves[0].low)
    np.testing.assert_allclose(bands[0].y[20:], 100 * curves[0].high[::-1])


def test_limits_of_many_methods_would_cover_each_other() -> None:
    curves = draw_curves(make_answer())
    few, many = draw_misses(curves), draw_misses([*curves, *curves])
    assert len(few.data) == 2 * 2
    assert len(many.data) == 4
    assert many.layout.height > few.layout.height
