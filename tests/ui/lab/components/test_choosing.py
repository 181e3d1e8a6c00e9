"""What each criterion chooses."""

from math import isnan, nan

import pytest

from gmm.ui.lab.components.choosing import choose, compare_held_out, read_value
from tests.ui.lab.components.fits import held_out, lost, tried

FITS = [
    tried(1, "full", -500.0),
    tried(2, "full", -450.0, overlap=1.0),
    tried(3, "full", -436.0, overlap=20.0),
    tried(4, "full", -429.0, overlap=30.0),
]


def test_each_criterion_chooses_its_own() -> None:
    bic, aic, icl = (choose(FITS, name, {}) for name in ("bic", "aic", "icl"))
    assert bic is not None
    assert aic is not None
    assert icl is not None
    # ln 100 / 2 = 2.30 nats for each of 6 parameters more: 14 nats pay, 7 do not.
    assert (bic.best.k, aic.best.k, icl.best.k) == (3, 4, 2)
    assert bic.value == FITS[2].bic
    assert bic.second is FITS[1]
    assert bic.lead == pytest.approx(FITS[1].bic - FITS[2].bic)


def test_fits_that_collapsed_are_left_out() -> None:
    choice = choose([lost(1, "full"), FITS[1]], "bic", {})
    assert choice is not None
    assert choice.best is FITS[1]
    assert choice.second is None
    assert isnan(choice.lead)
    assert choose([lost(1, "full")], "bic", {}) is None
    assert isnan(read_value(lost(1, "full"), "aic", {}))


def test_of_equals_the_simpler_is_chosen() -> None:
    same = [tried(1, "full", -100.0), tried(1, "tied", -100.0)]
    simpler = tried(1, "diag", -100.0 + (same[0].bic - tried(1, "diag", -100.0).bic) / -2)
    choice = choose([*same, simpler], "bic", {})
    assert choice is not None
    assert choice.best is simpler
    assert choice.lead == pytest.approx(0, abs=1e-9)


def test_the_one_standard_error_rule_takes_the_simplest_that_is_near() -> None:
    held = {
        (1, "full"): held_out(-4.25, -4.25),  # between one and two standard errors away
        (2, "full"): held_out(-4.12, -4.12),
        (3, "full"): held_out(-4.0, -4.2),
        (4, "full"): held_out(-4.1, -nan),
    }
    choice = choose(FITS, "held_out", held)
    assert choice is not None
    assert choice.best is FITS[2]
    assert choice.value == pytest.approx(-4.1)
    assert choice.near == (FITS[1],)
    assert choice.simplest is FITS[1]
    assert choose(FITS, "held_out", {}) is None


def test_what_is_out_of_reach_is_no_value() -> None:
    held = {(1, "full"): held_out(-5.0, float("-inf"))}
    assert isnan(read_value(FITS[0], "held_out", held))


def test_two_fits_are_compared_fold_by_fold() -> None:
    apart = compare_held_out(held_out(-4.0, -6.0, -5.0), held_out(-4.2, -6.1, -5.3))
    assert apart.mean == pytest.approx(0.2)
    assert apart.error == pytest.approx(0.1 / 3**0.5)
