"""The charts have the records' numbers, and compute none."""

import numpy as np
import pytest

from gmm.ui.lab.climbers.charts import ACROSS_WORDS, UP_WORDS, draw_race
from gmm.ui.lab.climbers.records import ACROSS, Race, foretell_gap
from tests.ui.lab.climbers.test_words import line


def race() -> Race:
    lines = (line("EM", 200, 0.02), line("SQUAREM", 25, 0.004))
    return Race(lines, -100.0, 0.7, 0.7)


@pytest.mark.parametrize("across", ACROSS)
@pytest.mark.parametrize("up", UP_WORDS)
def test_each_climb_is_a_line(across: str, up: str) -> None:
    figure = draw_race(race(), across, up)
    traces = {trace.name: trace for trace in figure.data}
    foretold = traces.pop("EM, foretold", None)
    assert (foretold is not None) == ((across, up) == ("iterations", "gap"))
    factor = 1000 if across == "seconds" else 1
    for each in race().lines:
        trace = traces.pop(each.name)
        np.testing.assert_array_equal(trace.x, factor * each.across[across])
        values = each.gap if up == "gap" else each.log_likelihood
        np.testing.assert_array_equal(trace.y, values)
    assert not traces
    assert figure.layout.xaxis.title.text == ACROSS_WORDS[across]
    assert figure.layout.yaxis.title.text == UP_WORDS[up]
    assert (figure.layout.yaxis.type == "log") == (up == "gap")
    assert len({trace.line.dash for trace in figure.data if trace is not foretold}) == 2


def test_the_foretold_line_is_the_records() -> None:
    found = foretell_gap(race())
    assert found is not None
    trace = draw_race(race(), "iterations", "gap").data[0]
    np.testing.assert_array_equal(trace.y, found[1])
