"""The fit of a page: what is not as usual with it is said beside it."""

import numpy as np

from tests.ui.lab.density.page import open_own, open_part, said


def test_a_usual_fit_needs_no_remark() -> None:
    app = open_part()
    assert not app.main.warning
    assert not app.main.error


def test_of_very_many_rows_it_is_told_that_a_sample_is_used() -> None:
    points = np.random.default_rng(0).normal(size=(21_000, 2)).round(4)
    content = "\n".join(f"{x},{y}" for x, y in points)
    told = said(open_own(content, k="1"))
    assert "20,000 of the 21,000 rows are used here, drawn by chance." in told


def test_a_place_belongs_to_its_data() -> None:
    app = open_part(at_x="3", at_y="60")
    assert app.number_input(key="at_x").value == 3
    app.selectbox(key="data").set_value("Elongated clusters").run()
    assert not app.exception
    # Another ground: back to the mean of all points.
    assert "The mean of all points" in said(app)
