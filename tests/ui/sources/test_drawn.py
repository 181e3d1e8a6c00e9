"""Points that a hand puts down, as the page takes them from the link."""

import numpy as np
from numpy.testing import assert_array_equal

from gmm.data.datasets import Dataset
from gmm.ui.carried import write_points
from gmm.ui.link import DRAW
from gmm.ui.sources.drawn import BOX
from tests.app import open_app, press, run_of

POINTS = np.random.default_rng(0).uniform(1, 9, (12, 2)).round(3)


def carry(points: np.ndarray) -> str:
    columns = ("x", "y")[: points.shape[1]]
    units = ("",) * len(columns)
    return write_points(Dataset(points, columns, units, "", "points", None, None, ""))


def test_the_easel_is_empty_at_first() -> None:
    app = press(open_app(), "Draw")
    assert app.selectbox(key="data").value == DRAW
    assert run_of(app).tapes == ()
    assert run_of(app).box == BOX


def test_a_link_brings_its_drawing() -> None:
    run = run_of(open_app(data=DRAW, drawn=carry(POINTS)))
    assert_array_equal(run.points, POINTS)
    assert run.frames > 2


def test_a_drawing_comes_back_after_other_data() -> None:
    app = open_app(data="Waiting times", drawn=carry(POINTS))
    press(app, "Draw")
    assert_array_equal(run_of(app).points, POINTS)


def test_what_no_drawing_can_be_is_an_empty_easel() -> None:
    assert run_of(open_app(data=DRAW, drawn=carry(POINTS[:, :1]))).points.shape == (0, 2)
    assert run_of(open_app(data=DRAW, drawn=carry(POINTS)[:-2])).points.shape == (0, 2)


def test_a_drawing_that_stayed_elsewhere_is_told() -> None:
    app = open_app(data=DRAW, drawn="here")
    assert any("does not contain its drawing" in caption.value for caption in app.caption)
