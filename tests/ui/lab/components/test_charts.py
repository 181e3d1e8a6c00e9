"""The charts draw what the records say, and nothing else."""

from gmm.ui.lab.components.charts import (
    ORDER,
    draw_agreement,
    draw_criterion,
    draw_silhouettes,
)
from gmm.ui.lab.components.choosing import choose
from gmm.ui.lab.components.lines import lay_agreement, lay_criterion, lay_silhouettes
from gmm.ui.lab.components.records import Clustered
from tests.ui.lab.components.fits import held_out, lost, tried

FITS = [
    tried(1, "full", -500.0, agreement=0.1),
    tried(1, "tied", -500.0, agreement=0.1),
    tried(2, "full", -450.0, agreement=0.7),
    lost(2, "tied"),
]
CLUSTERED = [Clustered(1, float("nan"), 0.0, 9, 0.0), Clustered(2, 0.6, 0.0, 9, 0.5)]


def test_a_click_tells_k_and_constraint() -> None:
    choice = choose(FITS, "bic", {})
    figure = draw_criterion(lay_criterion(FITS, "bic", {}, choice, (1, "full")))
    full, tied, best, shown = figure.data
    assert list(full.y) == [FITS[0].bic, FITS[2].bic]
    assert list(full.customdata[1])[:2] == [2, "full"]
    assert list(tied.y) == [FITS[1].bic, None]
    assert (best.x[0], best.y[0], shown.x[0]) == (2, FITS[2].bic, 1)
    # Also the marks around a point, which lie above it.
    assert list(best.customdata[0])[:2] == [2, "full"]


def test_series_are_told_apart_without_colour() -> None:
    fits = [tried(1, name, -500.0, agreement=0.0) for name in ORDER[:4]]
    figure = draw_agreement(lay_agreement(fits, CLUSTERED))
    assert [trace.name for trace in figure.data] == list(ORDER)
    assert len({(trace.line.dash, trace.marker.symbol) for trace in figure.data}) == 5
    assert len({trace.line.color for trace in figure.data}) == 5


def test_whiskers_are_standard_errors() -> None:
    held = {(1, "full"): held_out(-5.0, -5.2)}
    figure = draw_criterion(lay_criterion(FITS, "held_out", held, None, None))
    assert [round(each, 3) if each else each for each in figure.data[0].error_y.array] == [
        0.1,
        None,
    ]
    assert len(figure.data) == 2  # nothing is marked


def test_silhouettes_have_a_place_for_one_component_and_no_value() -> None:
    figure = draw_silhouettes(lay_silhouettes(CLUSTERED))
    assert list(figure.data[0].y) == [None, 0.6]
    assert tuple(figure.layout.xaxis.range) == (0.5, 2.5)
