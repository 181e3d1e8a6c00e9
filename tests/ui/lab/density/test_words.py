"""Sentences: their numbers are those of the records, and they hold for odd ones too."""

import numpy as np
import pytest

from gmm.outliers import Expected, Flagged, Roc
from gmm.scaling import identity
from gmm.ui.lab.density import words
from gmm.ui.lab.density.draws import Half, Refit, refit_half
from gmm.ui.lab.density.fitting import Fit, fit
from gmm.ui.lab.density.flagging import Finding, Rule
from gmm.ui.lab.density.landscape import look_at, survey
from gmm.ui.link import Settings
from tests.ui.lab.density.cases import take

NAMES, UNITS = ("eruptions", "waiting"), ("minutes", "minutes")


def refitted(mean: float, n: int = 500, collapsed: bool = False) -> Refit:
    return Refit(n, take("Old Faithful").fit.mixture, mean, 0.1, 0, collapsed)


def judged(area: float) -> Rule:
    roc = Roc(np.empty(0), np.empty(0), np.empty(0), area)
    return Rule(Flagged(np.empty(0, bool), 14, 0.05), roc, 15, 9, 2)


def found(ours: float | None = None, theirs: float | None = None, share: float = 0.046) -> Finding:
    return Finding(
        *(np.empty(0), -6.0, Flagged(np.empty(0, bool), 14, 14 / 287), Expected(share, 0.0015)),
        None if ours is None else judged(ours),
        None if theirs is None else judged(theirs),
    )


def smooth(text: str) -> str:
    return text.replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("units", "named"),
    [
        (("minutes",), "1 / minutes"),
        (("km/h",), "1 / (km/h)"),
        (("", ""), "1 / (unit · unit)"),
        (("cm", ""), "1 / (cm · unit)"),
    ],
)
def test_a_density_is_one_by_the_units_of_the_columns(units: tuple[str, ...], named: str) -> None:
    assert smooth(words.name_unit(units)) == named


@pytest.mark.parametrize(
    ("nats", "written"),
    [(0.0, "1.00"), (-5.0, "0.00674"), (-np.inf, "0"), (-800.0, "e^(−800.00)")],
)
def test_a_density_out_of_a_floats_range_is_a_power_of_e(nats: float, written: str) -> None:
    assert words.write_density(nats) == written


@pytest.mark.parametrize(
    ("expected", "written"),
    [
        (Expected(0.115, 0.0022), "11.5 % ± 0.2 %"),
        (Expected(0.9871, 0.0008), "98.71 % ± 0.08 %"),
        (Expected(0.135, 0.0), "14 %"),
        (Expected(0.0, 0.00005), "less than 0.02 %"),
        (Expected(1.0, 0.00005), "more than 99.98 %"),
        (Expected(0.0, 0.0), "0 %"),
    ],
)
def test_a_share_has_the_digits_that_its_error_leaves(expected: Expected, written: str) -> None:
    assert smooth(words.write_share(expected)) == written


def test_a_place_is_told_with_its_numbers() -> None:
    case = take("Old Faithful")
    place = look_at(case.fit, np.array([3.49, 70.9]))
    told = smooth(words.tell_place(place, NAMES, UNITS, True))
    assert told.startswith("**The mean of all points, eruptions = 3.49 minutes and waiting = 70.9")
    assert f"p = {np.exp(place.log_density):.5f}"[:11] in told
    assert f"ln p = −{-place.log_density:.2f}" in told
    assert f"{100 * place.lower.share:.1f} %" in told
    assert "Component 2 would be responsible for a point here." in told
    elsewhere = smooth(words.tell_place(place, NAMES, UNITS, False))
    assert elsewhere.startswith("**The place eruptions = 3.49")
    assert "70.9 minutes has the density" in elsewhere
    far = words.tell_place(look_at(case.fit, np.array([1e99, 1e99])), NAMES, UNITS, False)
    assert len(far) < 350
    assert "less than" in far


def test_a_density_above_1_is_explained_and_only_there() -> None:
    case = take("Old Faithful")
    land = survey(case.fit, case.points)
    place = look_at(case.fit, case.fit.own.means[0])
    assert words.tell_heights(place, land, case.fit, UNITS) == ""
    # In hours, densities are 3,600 times as high.
    shrunk = case.fit._replace(
        own=case.fit.own._replace(
            means=case.fit.own.means / 60, covariances=case.fit.own.covariances / 3600
        ),
        log_likelihood=case.fit.log_likelihood + 272 * 2 * np.log(60),
    )
    hours = look_at(shrunk, shrunk.own.means[0])
    higher = land._replace(log_density=land.log_density + 2 * np.log(60))
    told = smooth(words.tell_heights(hours, higher, shrunk, ("hours", "hours")))
    assert told.startswith(f"Here p is {np.exp(hours.log_density):.3g}, which is above 1.")
    # Deviations are 0.004 hours: within 0.0001 by 0.0001 the density hardly changes.
    assert "within 0.0001 by 0.0001" in told
    assert f"{np.exp(hours.log_density) * 1e-8:.1e}".replace("e-0", "e−") in told
    assert "log-likelihood of this fit is positive: 1,097.1 nats" in told
    low = look_at(shrunk, np.array([0.0, 0.0]))
    assert words.tell_heights(low, higher, shrunk, UNITS).startswith("At its highest p is")


def test_a_grid_that_is_too_coarse_is_told() -> None:
    case = take("Old Faithful")
    assert words.tell_grid(survey(case.fit, case.points)) == ""
    own = case.fit.own
    # As thin as a hair and aslant, between the lines of the grid.
    thin = np.array([[1.0, 10.0], [10.0, 100.0 + 1e-5]])
    covariances = np.stack([thin, own.covariances[1]])
    fit = case.fit._replace(own=own._replace(covariances=covariances))
    assert "rough" in words.tell_grid(survey(fit, case.points))


def test_refits_are_told_by_their_middle_one() -> None:
    told = words.tell_refit(
        [refitted(0.1), refitted(0.4), refitted(0.2), None, refitted(0.03, 5_000)], 500
    )
    assert "500 new points" in told
    assert "0.20 SD" in told
    assert "the middle one of 3 draws" in told
    assert "With 5,000 new points it is 0.030 SD." in told
    assert "collapsed" not in told
    assert "1 of 1 fits a component collapsed" in words.tell_refit([refitted(1, 500, True)], 500)
    assert words.tell_refit([None], 500) == ""


def test_half_of_the_rows_is_told_with_what_it_misses() -> None:
    case = take("Clusters in noise")
    half = refit_half(case.fit.mixture, 500, 0, False, case.run.settings)
    told = words.tell_half(half, case.fit, False)
    assert "ordered by component" in told
    assert "2 of the 4 components made none of them. Fitted alone," in told
    assert words.list_half(half, case.fit.own)[0].count("+") == 3
    assert "too few" in words.tell_half(Half(half.counts, None), case.fit, True)
    assert words.list_half(Half(half.counts, None), case.fit.own)[1:] == ["no fit", "no fit"]
    one = take("Old Faithful", k=1)
    alone = refit_half(one.fit.mixture, 50, 0, False, one.run.settings)
    assert "all orders of the 50 rows are alike" in words.tell_half(alone, one.fit, False)


def test_flagged_points_are_told_beside_the_expected_ones() -> None:
    told = smooth(words.tell_flags(found(0.9, 0.8), 287, "planted outliers"))
    assert "**14 of 287 points are flagged** (4.9 %)" in told
    assert "**9 of the 15 planted outliers**" in told
    assert "expects 4.6 % ± 0.1 % below this density, that is about 13 of 287." in told
    assert "among them" not in words.tell_flags(found(), 287, "")


@pytest.mark.parametrize(("caught", "said"), [(0.0, "without"), (1.0, "with")])
def test_a_single_outlier_is_no_group(caught: float, said: str) -> None:
    finding = found(0.9, 0.8)
    assert finding.mixture is not None
    one = finding._replace(mixture=finding.mixture._replace(outliers=1.0, caught=caught))
    told = smooth(words.tell_flags(one, 287, "planted outliers"))
    assert f"(4.9 %), **{said} the only outlier that is known**." in told


@pytest.mark.parametrize(
    ("ours", "theirs", "said"),
    [
        (0.91, 0.84, "The mixture ranks them better."),
        (0.63, 0.65, "Here the simple rule, one Gaussian, ranks them better."),
        (0.900, 0.901, "about equally well"),
        (0.40, 0.48, "worse than a coin"),
        (0.9, None, "has no density here"),
    ],
)
def test_who_ranks_better_is_said_as_it_is(ours: float, theirs: float | None, said: str) -> None:
    told = words.tell_roc(found(ours, theirs))
    assert said in told
    assert f"{ours:.3f} for the mixture" in told
    assert words.tell_hidden(found(ours, theirs)).count("2 by") == 1 + (theirs is not None)


def test_without_a_truth_nobody_is_judged() -> None:
    assert words.tell_roc(found()) == words.tell_hidden(found()) == ""


def test_what_is_not_as_usual_with_a_fit_is_said() -> None:
    usual = take("Old Faithful").fit
    assert words.tell_end(usual, 272, 272, "eruptions") == ""
    assert "20,000 of the 100,000 rows" in smooth(words.tell_end(usual, 20_000, 100_000, "rows"))
    ended = usual._replace(stopped="max_iterations", iterations=333)
    assert "limit of 333 iterations" in words.tell_end(ended, 1, 1, "rows")
    points = np.column_stack([np.linspace(-1, 1, 30), np.full(30, 3.0)])
    flat = fit(points, None, identity(2), Settings(k=1))
    assert isinstance(flat, Fit)
    told = smooth(words.tell_end(flat, 30, 30, "rows", "y"))
    assert told.startswith("All points of component 1 lie on a line, so it collapsed")
    assert "All points have the same y" in told
    assert "Fewer components" in words.tell_end(flat, 30, 30, "rows")
