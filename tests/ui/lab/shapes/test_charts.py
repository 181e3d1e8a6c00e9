"""Charts of shapes show their records, and nothing else."""

import numpy as np
import pytest

from gmm import COVARIANCES
from gmm.ui.lab.look import colour_of
from gmm.ui.lab.shapes.charts import blend, draw_growth, draw_panel_chart, frame_panels
from gmm.ui.lab.shapes.cost import Growth
from gmm.ui.lab.shapes.records import draw_panel
from tests.ui.lab.shapes.examples import fit_all


@pytest.mark.parametrize("data", ["Old Faithful", "Waiting times"])
def test_all_panels_have_one_frame_that_holds_every_point(data: str) -> None:
    fits = fit_all(data, k=2, start_seed=1)
    panels = [draw_panel(run, name, tape.frames[-1].mixture) for name, (run, tape) in fits.items()]
    frame = frame_panels(panels)
    for panel in panels:
        figure = draw_panel_chart(panel, frame, chosen=panel.covariance == "tied")
        across, up = figure.layout.xaxis, figure.layout.yaxis
        assert (tuple(across.range), tuple(up.range)) == (frame.across, frame.up)
        dots, *curves = figure.data
        assert min(dots.x) > across.range[0]
        assert max(dots.x) < across.range[1]
        assert min(dots.y) > up.range[0]
        assert max(dots.y) < up.range[1]
        assert len(curves) == 2
        assert (up.scaleanchor == "x") == (data == "Old Faithful")
        assert figure.layout.shapes[0].line.width == (4 if panel.covariance == "tied" else 1)


def test_a_point_has_as_much_of_a_colour_as_of_the_component() -> None:
    def read(colour: str) -> np.ndarray:
        return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)])

    first, second = read(colour_of(0)), read(colour_of(1))
    sure, half = blend(np.array([[0.0, 1.0], [0.5, 0.5]]))
    assert sure == "rgb({},{},{})".format(*second)
    assert half == "rgb({},{},{})".format(*np.rint((first + second) / 2).astype(int))


def test_seconds_are_drawn_in_thousandths() -> None:
    growths = [Growth(name, [256, 1024], [1e-3, 4e-3], None, None, None) for name in COVARIANCES]
    figure = draw_growth("n", growths)
    assert [trace.name for trace in figure.data] == list(COVARIANCES)
    assert list(figure.data[0].y) == [1, 4]
    assert (figure.layout.xaxis.type, figure.layout.yaxis.type) == ("log", "log")
    assert list(figure.layout.xaxis.ticktext) == ["256", "1k"]
    assert len({trace.line.dash for trace in figure.data}) == 4


def test_the_frame_has_room_for_ellipses_but_not_for_one_that_is_far_out() -> None:
    (run, tape) = fit_all("Old Faithful", k=3, start_seed=0)["spherical"]
    panel = draw_panel(run, "spherical", tape.frames[-1].mixture)
    frame = frame_panels([panel])
    assert min(curve[:, 0].min() for curve in panel.curves) > frame.across[0]
    far = panel._replace(curves=[*panel.curves, np.full((3, 2), 1e6)])
    size = np.ptp(panel.points[:, 0])
    assert frame_panels([far]).across[1] < panel.points[:, 0].max() + size
