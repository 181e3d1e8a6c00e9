"""Part one: a place is asked by its numbers or by a click."""

import numpy as np
import pytest

from gmm import log_density
from tests.ui.lab.density.cases import take
from tests.ui.lab.density.page import open_part, said


def test_it_opens_on_the_mean_of_all_points() -> None:
    told = said(open_part())
    assert "The mean of all points, eruptions = 3.49 minutes and waiting = 70.9 minutes" in told
    assert "component" in told.lower()


def test_another_place_is_asked_by_its_numbers() -> None:
    app = open_part()
    app.number_input(key="at_x").set_value(2.0)
    app.number_input(key="at_y").set_value(54.0).run()
    nats = log_density([[2.0, 54.0]], take("Old Faithful").fit.own)[0]
    assert f"ln p = −{-nats:.2f}" in said(app)
    assert "The place eruptions = 2 minutes and waiting = 54 minutes" in said(app)


def test_a_place_of_the_address_is_asked() -> None:
    assert "eruptions = 2 minutes and waiting = 60" in said(open_part(at_x="2", at_y="60"))


@pytest.mark.parametrize("text", ["nan", "inf", "1e200", "x"])
def test_a_place_that_is_none_is_not_taken(text: str) -> None:
    assert "lie where the density is lower" in said(open_part(at_x=text))


def test_one_column_has_one_number_and_its_own_unit() -> None:
    app = open_part(data="Waiting times")
    assert [each.key for each in app.main.number_input] == ["at_x"]
    assert "(in 1 / minutes;" in said(app)


def test_points_with_frequencies_have_a_mean_that_counts_them() -> None:
    run = take("Cyclist speeds").run
    mean = np.average(run.dataset.points[:, 0], weights=run.dataset.frequencies)
    app = open_part(data="Cyclist speeds")
    assert app.number_input(key="at_x").value == pytest.approx(mean, abs=0.1)
    assert app.number_input(key="at_x").value != pytest.approx(run.dataset.points.mean(), abs=0.1)
