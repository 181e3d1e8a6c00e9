"""Charts show what the records hold."""

import numpy as np

from gmm.ui.uses.languages.charts import (
    draw_confusion,
    draw_densities,
    draw_lengths,
    draw_posteriors,
    draw_spectrum,
    draw_tellings,
)
from gmm.ui.uses.languages.reading import Telling


def test_a_confusion_matrix_has_true_classes_downwards_and_no_zeros() -> None:
    (cells,) = draw_confusion(np.array([[3, 1], [0, 4]]), ("x", "y"), 0).data
    assert np.array(cells.z).tolist() == [[3, 1], [0, 4]]
    assert np.array(cells.text).tolist() == [["3", "1"], ["", "4"]]


def test_posteriors_and_tellings_are_bars() -> None:
    (bars,) = draw_posteriors(np.array([0.25, 0.75]), ("x", "y")).data
    assert list(bars.x) == [0.25, 0.75]
    assert list(bars.text) == ["0.250", "0.750"]
    tellings = [Telling("letter a", "%", 1, 2, 3.0), Telling("vowels", "%", 1, 2, -1.0)]
    figure = draw_tellings(tellings, "x", "y")
    assert list(figure.data[0].x) == [3, -1]
    assert list(figure.data[0].marker.pattern.shape) == ["", "/"]
    assert "right for x, left for y" in figure.layout.xaxis.title.text


def test_densities_have_the_threshold() -> None:
    figure = draw_densities(np.arange(5.0), np.arange(3.0), 1.5, ("one", "two"))
    assert [trace.name for trace in figure.data] == ["one", "two"]
    assert figure.layout.shapes[0].x0 == 1.5


def test_lengths_have_their_intervals() -> None:
    figure = draw_lengths((15, 30), [[(0.5, 0.4, 0.7), (0.8, 0.7, 0.9)]] * 2)
    assert len(figure.data) == 2
    assert list(figure.data[0].y) == [50, 80]
    assert np.allclose(figure.data[0].error_y.array, [20, 10])
    assert np.allclose(figure.data[0].error_y.arrayminus, [10, 10])
    assert figure.data[0].line.dash != figure.data[1].line.dash


def test_a_spectrum_has_its_centroid() -> None:
    figure = draw_spectrum(np.arange(3.0), np.arange(4.0), np.zeros((4, 3)), 2.5)
    assert np.array(figure.data[0].z).shape == (4, 3)
    assert figure.layout.shapes[0].y0 == 2.5
