"""Sentences about shapes hold for the numbers that they name."""

import pytest

from gmm import COVARIANCES
from gmm.timing import Slope
from gmm.ui.lab.shapes.cost import Growth
from gmm.ui.lab.shapes.records import FORMULAS, Shape
from gmm.ui.lab.shapes.words import tell_climbs, tell_cost, tell_winner, write_row, write_slopes

COUNTS = {"full": 9, "tied": 3, "diag": 6, "spherical": 3}


def make(collapsed: str = "", converged: bool = True, **heights: float) -> list[Shape]:
    """Shapes of Old Faithful's size with K = 3, from their log-likelihoods."""
    return [
        Shape(
            name,
            name == collapsed,
            converged,
            1200,
            FORMULAS[name],
            (2, 6, COUNTS[name]),
            heights[name],
            -2 * heights[name] + 5.0 * (8 + COUNTS[name]),
        )
        for name in COVARIANCES
    ]


def test_the_winner_is_named_with_what_the_next_one_pays() -> None:
    shapes = make(full=-100.0, tied=-110.0, diag=-150.0, spherical=-190.0)
    assert tell_winner(shapes) == (
        "By BIC **tied** is best from this start: 275.0. Next is **full**, 10.0 higher: "
        "its 6 more parameters gain only 10.0 nats."
    )


def test_one_parameter_gains_and_several_gain() -> None:
    full, *others = make(full=-109.0, tied=-110.0, diag=-150.0, spherical=-190.0)
    one = full._replace(terms=(2, 6, 4), bic=-2 * full.log_likelihood + 5.0 * 12)
    assert "its 1 more parameter gains only 1.0 nats." in tell_winner([one, *others])


def test_fewer_parameters_can_cost_more_than_they_save() -> None:
    shapes = make(full=-100.0, tied=-150.0, diag=-150.0, spherical=-140.0)
    assert "**full** is best" in tell_winner(shapes)
    assert "**spherical**, 50.0 higher: it saves 6 parameters, but loses 40.0 nats." in tell_winner(
        shapes
    )


def test_a_worse_fit_with_more_parameters_is_told() -> None:
    shapes = make(full=-190.0, tied=-110.0, diag=-111.0, spherical=-190.0)
    assert "**diag**, 17.0 higher: it has 3 more parameters, and fits 1.0 nats worse." in (
        tell_winner(shapes)
    )
    alike = make(full=-190.0, tied=-110.0, diag=-110.01, spherical=-190.0)
    assert "its 3 more parameters gain next to nothing." in tell_winner(alike)


def test_shapes_that_are_the_same_share_the_place() -> None:
    shapes = make(full=-190.0, tied=-110.0, diag=-150.0, spherical=-110.0)
    assert "**tied and spherical** are best from this start: 275.0 each" in tell_winner(shapes)


def test_what_collapsed_never_wins() -> None:
    shapes = make(collapsed="full", full=90.0, tied=-110.0, diag=-150.0, spherical=-190.0)
    told = tell_winner(shapes)
    assert "**tied** is best" in told
    assert "With **full** a component collapses" in told
    none = [shape._replace(collapsed=True) for shape in shapes]
    assert tell_winner(none).startswith("With each of the four shapes")
    assert "| collapsed | no BIC |" in write_row(shapes[0])


def test_full_below_another_is_explained_as_a_start_that_failed() -> None:
    below = make(full=-112.0, tied=-110.0, diag=-150.0, spherical=-190.0)
    assert "tied ends 2.0 nats higher" in tell_climbs(below)
    assert tell_climbs(make(full=-100.0, tied=-110.0, diag=-150.0, spherical=-190.0)) == ""
    assert tell_climbs([below[0]._replace(collapsed=True), *below[1:]]) == ""


def test_a_row_adds_its_terms_up() -> None:
    shapes = make(full=-100.0, tied=-110.0, diag=-150.0, spherical=-190.0, converged=False)
    row = write_row(shapes[0])
    assert "= 2 + 6 + 9 = **17** |" in row
    assert "| −100.0 | 285.0 | 1,200 (not converged) |" in row


def grow(last: dict[str, float]) -> list[Growth]:
    return [
        Growth(name, [16, 64], [1e-3, seconds], Slope(1.5, 0.25, seconds), 2.0, 2.01)
        for name, seconds in last.items()
    ]


@pytest.mark.parametrize(
    ("slowest", "wanted"),
    [
        (1.1e-2, "nearly the same time here: the slowest, diag, takes 1.10 times as long"),
        (3e-2, "At D = 64 diag took 3.0 times as long as full in this measurement."),
    ],
)
def test_a_difference_in_time_is_one_or_is_none(slowest: float, wanted: str) -> None:
    growths = grow({"full": 1e-2, "tied": 1.05e-2, "diag": slowest, "spherical": 1.02e-2})
    assert wanted in tell_cost("d", growths)


def test_nothing_is_said_of_what_is_not_measured() -> None:
    empty = [Growth(name, [], [], None, None, None) for name in COVARIANCES]
    assert tell_cost("d", empty) == ""
    assert "… | … | …" in write_slopes({"d": empty})


def test_slopes_stand_beside_the_theory() -> None:
    table = write_slopes({"d": grow(dict.fromkeys(COVARIANCES, 1e-2))})
    head, _, full, *rest = table.split("\n")
    assert head == "| [covariance](glossary) | D: measured | theory | as written |"
    assert full == "| full | **1.50** ± 0.25 | 2.00 | 2.01 |"
    assert len(rest) == 3
