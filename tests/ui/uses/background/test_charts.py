"""Charts of the page on a video's background: what is drawn is what the records hold."""

import numpy as np

from gmm.online import Adaptation
from gmm.ui.uses.background.charts import (
    MOST_TARGETS,
    draw_failure,
    draw_ground,
    draw_story,
    draw_wrong,
)
from gmm.ui.uses.background.failures import Failure
from gmm.ui.uses.background.records import METHODS, follow_pixel


def test_a_frame_can_be_clicked_and_has_its_first_row_on_top() -> None:
    frame = np.arange(64 * 96).reshape(64, 96) % 256
    figure = draw_ground(frame.astype(np.uint8), 10, 20)
    picture, targets, mark = figure.data
    np.testing.assert_array_equal(picture.z, frame)
    assert len(targets.x) <= MOST_TARGETS
    assert (targets.x[0], targets.y[0]) == (1, 1)
    assert (mark.x[0], mark.y[0]) == (21, 11)
    low, high = figure.layout.yaxis.range
    assert low > high
    tiny = draw_ground(np.zeros((1, 1), dtype=np.uint8), 0, 0)
    assert list(tiny.data[1].x) == [1]


def test_a_story_has_a_line_for_each_component_and_a_band_for_each_of_its_lives() -> None:
    values = np.array([100.0] * 10 + [30.0] * 5 + [200.0] * 5)
    story = follow_pixel(values, Adaptation(k=2))
    figure = draw_story(story, values == 200, 3)
    names = [trace.name for trace in figure.data if trace.showlegend is not False]
    assert names.count("component 1") == names.count("component 2") == 1
    assert {"value", "value, foreground", "walker here (truth)"} <= set(names)
    bands = [trace for trace in figure.data if trace.fill == "toself"]
    # 100 makes the first, 30 the second, and 200 replaces the second.
    assert [len(band.x) // 2 for band in bands] == [20, 5, 5]
    first = bands[0]
    assert first.y[0] - first.y[-1] == 2 * 2.5 * story.spreads[0, 0]
    broken = next(
        trace for trace in figure.data if trace.name == "component 2" and trace.yaxis == "y"
    )
    assert {30.0, 200.0} <= set(np.round(broken.y[~np.isnan(broken.y)]))
    drawn = next(trace for trace in figure.data if trace.name == "value, foreground")
    np.testing.assert_array_equal(drawn.y, values[story.foreground])


def test_components_that_never_began_are_not_drawn_and_no_truth_is_no_mark() -> None:
    figure = draw_story(follow_pixel(np.full(5, 9.0), Adaptation(k=5)), None, 0)
    assert sum(trace.fill == "toself" for trace in figure.data) == 1
    assert not any(trace.name == "component 2" for trace in figure.data)
    assert not any(trace.name == "walker here (truth)" for trace in figure.data)


def test_wrong_pixels_are_drawn_after_the_learning_time() -> None:
    wrong = np.arange(30).reshape(3, 10)
    figure = draw_wrong(wrong, 4)
    assert [trace.name for trace in figure.data] == list(METHODS)
    assert list(figure.data[0].x) == [5, 6, 7, 8, 9, 10]
    assert list(figure.data[2].y) == [24, 25, 26, 27, 28, 29]
    assert len({trace.line.dash for trace in figure.data}) == 3


def test_a_failure_is_drawn_from_a_little_before_it_begins() -> None:
    shares = np.linspace(0, 1, 300).reshape(3, 100)
    figure = draw_failure(Failure("film", shares, 40, 60, (1, None, 0), 9), "share")
    assert figure.data[0].x[0] == 26
    assert list(figure.data[1].y) == list(shares[1, 25:])
    assert len({trace.marker.symbol for trace in figure.data}) == 3
