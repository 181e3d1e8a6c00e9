"""Charts of the case of pulsars: what is drawn is what the records hold."""

import math

import numpy as np

from gmm.cases.pulsars import KINDS, simulate_pulsars
from gmm.ui.uses.pulsars.charts import draw_bic, draw_diagram, draw_samples
from gmm.ui.uses.pulsars.records import Verdict, Weighed, frame_diagram, rule_lines

POINTS, TRUTH = simulate_pulsars(100, 0)
VERDICT = Verdict(0, 0, 0)


def test_the_diagram_has_each_kind_with_its_own_mark() -> None:
    asked = np.array([-2.0, -14.0])
    corners = frame_diagram(POINTS, asked)
    wrong = np.zeros(len(POINTS), bool)
    wrong[:3] = True
    ellipses, short = [np.zeros((2, 2)), np.ones((2, 2))], np.array([True, False])
    lines = rule_lines(corners)
    figure = draw_diagram(POINTS, TRUTH, wrong, lines, ellipses, short, asked, corners)
    drawn = {trace.name: trace for trace in figure.data}
    for at, kind in enumerate(KINDS):
        np.testing.assert_array_equal(drawn[kind].x, POINTS[at == TRUTH, 0])
    assert len({drawn[kind].marker.symbol for kind in KINDS}) == len(KINDS)
    assert len({drawn[kind].marker.color for kind in KINDS}) == len(KINDS)
    assert len(drawn["called wrongly"].x) == 3
    assert (drawn["the one you ask about"].x[0], drawn["the one you ask about"].y[0]) == (-2, -14)
    assert drawn["component 1"].line.width > drawn["component 2"].line.width
    names = [note.text for note in figure.layout.annotations]
    assert "10¹² G" in names
    assert "1 million years" in names
    # One entry in the legend for all lines of a kind.
    shown = [trace.legendgroup for trace in figure.data if trace.legendgroup and trace.showlegend]
    assert len(shown) == len(set(shown)) == 4


def test_bic_is_drawn_above_its_lowest_as_far_as_it_is_there() -> None:
    weighed = [Weighed(1, 900.0, VERDICT), None, Weighed(3, 40.0, VERDICT)]
    (line,) = draw_bic([*weighed, Weighed(4, math.inf, VERDICT)], 3).data
    assert (list(line.x), list(line.y)) == ([1, 3], [860, 0])
    assert line.marker.symbol == ("circle", "diamond")
    (empty,) = draw_bic([None], 3).data
    assert not len(empty.x)


def test_samples_are_bars() -> None:
    (bars,) = draw_samples([5, 5, 3], 6).data
    assert list(bars.y) == [0, 0, 1, 0, 2, 0]
