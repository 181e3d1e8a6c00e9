"""Charts: what is drawn is what the records hold."""

import numpy as np

from gmm.ui.uses.speakers.charts import draw_bands, draw_detection, draw_lengths, draw_moves
from gmm.ui.uses.speakers.records import METHODS, Move, draw_curve, place_ticks
from tests.ui.uses.speakers.test_sentences import make

VERDICTS = [make(method, ease) for method, ease in zip(METHODS, (2.0, 1.0, 0.5), strict=True)]


def test_detection_curves_are_told_apart_by_dash_and_symbol() -> None:
    figure = draw_detection([draw_curve(each) for each in VERDICTS], place_ticks())
    lines = [trace for trace in figure.data if trace.name in METHODS]
    assert [trace.name for trace in lines] == list(METHODS)
    assert len({trace.line.dash for trace in lines}) == 3
    np.testing.assert_allclose(lines[0].y, draw_curve(VERDICTS[0]).up)
    marks = [trace for trace in figure.data if trace.mode == "markers"]
    assert len({trace.marker.symbol for trace in marks}) == 3
    assert marks[0].x[0] == marks[0].y[0] == draw_curve(VERDICTS[0]).equal
    assert "5\u00a0%" in figure.layout.xaxis.ticktext


def test_errors_by_length() -> None:
    figure = draw_lengths([(1, VERDICTS), (20, VERDICTS)])
    assert list(figure.data[0].x) == [1, 20]
    assert figure.data[2].y[0] == VERDICTS[2].detection.equal_error


def test_means_before_and_after_with_their_frames() -> None:
    moves = [
        Move(30.2, 0.65, np.array([0.0, 1, 9]), np.array([2.0, 3, 9]), 1.0),
        Move(0.3, 0.02, np.array([5.0, 5, 9]), np.array([5.1, 5, 9]), 0.1),
    ]
    figure = draw_moves(np.ones((4, 3)), moves, "Ada")
    drawn = {trace.name: trace for trace in figure.data if trace.name}
    assert list(drawn["means: background"].x) == [0, 5]
    assert list(drawn["means: Ada"].y) == [3, 5]
    texts = next(trace for trace in figure.data if trace.mode == "text")
    assert [text.strip() for text in texts.text] == ["30", "0"]
    assert "65\u00a0% of the way" in drawn["means: Ada"].hovertext[0]


def test_bands_are_drawn_by_time() -> None:
    figure = draw_bands(np.zeros((3, 24)), np.linspace(100, 3_000, 24), 0.016)
    assert figure.data[0].z.shape == (24, 3)
    assert list(figure.data[0].x) == [0, 0.016, 0.032]
