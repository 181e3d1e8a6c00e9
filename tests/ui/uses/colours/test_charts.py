"""The charts of the page on an image's colours draw their records."""

import numpy as np

from gmm.ui.uses.colours.charts import draw_errors, draw_palettes
from gmm.ui.uses.colours.records import Rated


def test_errors_are_three_lines_that_differ_by_dash() -> None:
    rated = Rated(np.zeros((2, 3)), (0, 1, 5), (9, 8, 7), (9.5, 8.5, 7.5), 7.25)
    figure = draw_errors(rated, 1)
    soft, hard, kmeans = figure.data
    assert list(soft.y) == [9, 8, 7]
    assert list(hard.y) == [9.5, 8.5, 7.5]
    assert list(kmeans.x) == [0, 5]
    assert list(kmeans.y) == [7.25, 7.25]
    assert len({line.line.dash for line in figure.data}) == 3
    assert figure.layout.shapes[0].x0 == 1


def test_palettes_are_as_wide_as_their_weights_and_can_be_read() -> None:
    figure = draw_palettes(
        [
            ("mixture", ["#ffffff", "#000000"], np.array([0.75, 0.25]), True),
            ("k-means", ["#ffff00", "#0000ff"], np.array([0.99, 0.01]), False),
        ]
    )
    bars = {(bar.y[0], bar.marker.color): bar for bar in figure.data}
    assert bars["mixture", "#ffffff"].x[0] == 75
    assert bars["mixture", "#ffffff"].textfont.color == "#000000"
    assert bars["mixture", "#000000"].textfont.color == "#ffffff"
    assert bars["mixture", "#000000"].text == "2"
    assert bars["k-means", "#ffff00"].text == ""
