"""Lines over K."""

from math import isnan, nan

import pytest

from gmm.ui.lab.components.choosing import choose
from gmm.ui.lab.components.lines import (
    find_sight,
    lay_agreement,
    lay_criterion,
    lay_silhouettes,
)
from gmm.ui.lab.components.records import Clustered
from tests.ui.lab.components.fits import held_out, lost, tried

FITS = [
    tried(1, "full", -500.0, agreement=0.0),
    tried(1, "tied", -500.0, agreement=0.0),
    tried(2, "full", -450.0, agreement=0.75),
    lost(2, "tied"),
]


def test_a_line_for_each_constraint_with_a_gap_where_all_collapsed() -> None:
    laid = lay_criterion(FITS, "bic", {}, choose(FITS, "bic", {}), (1, "tied"))
    full, tied = laid.lines
    assert (full.name, full.ks, full.values) == ("full", (1, 2), (FITS[0].bic, FITS[2].bic))
    assert full.errors == ()
    assert isnan(tied.values[1])
    assert tied.texts[1] == ""
    assert tied.texts[0] == "1,023.03"
    assert laid.best == ((2, "full"), FITS[2].bic)
    assert laid.shown == ((1, "tied"), FITS[1].bic)
    assert lay_criterion(FITS, "bic", {}, None, (2, "tied")).shown is None


def test_held_out_points_have_whiskers() -> None:
    held = {(1, "full"): held_out(-5.0, -5.2)}
    (full, tied) = lay_criterion(FITS, "held_out", held, None, None).lines
    assert full.values[0] == pytest.approx(-5.1)
    assert full.errors[0] == pytest.approx(0.1)
    assert all(map(isnan, (*full.errors[1:], *tied.errors, *tied.values)))


def test_far_worse_values_are_out_of_sight() -> None:
    values = [100.0, *(110.0 + step for step in range(15)), 900.0, 5000.0]
    low, high = find_sight(values, highest=False)
    assert low < 100 < 124 <= high < 900
    low, high = find_sight([-value for value in values], highest=True)
    assert -900 < low <= -124 < -100 < high
    assert find_sight([1.0, 2.0, 1000.0], highest=False)[1] > 1000
    assert find_sight([7.0], highest=False) == pytest.approx((7 - 0.56, 7 + 0.56))
    assert find_sight([], highest=False) == (0.0, 1.0)
    many = [tried(k, "full", -400.0 - 2000 * (k == 1)) for k in range(1, 13)]
    laid = lay_criterion(many, "bic", {}, None, None)
    assert laid.hidden == sum(
        not laid.sight[0] <= value <= laid.sight[1] for value in laid.lines[0].values
    )
    assert laid.hidden >= 1


def test_agreement_and_silhouettes() -> None:
    clustered = [Clustered(1, nan, 0.0, 50, 0.0), Clustered(2, 0.6, 0.01, 20, 0.5)]
    lines = lay_agreement(FITS, clustered)
    assert [line.name for line in lines] == ["full", "tied", "k-means"]
    assert lines[0].values == (0.0, 0.75)
    assert lines[2].values == (0.0, 0.5)
    silhouettes = lay_silhouettes(clustered)
    assert isnan(silhouettes.values[0])
    assert silhouettes.texts == ("", "0.6")
    assert silhouettes.errors == (0.0, 0.01)
    assert lay_silhouettes(clustered[:1]).errors == ()
