"""What the page says: the numbers in it, and that it says nothing that does not hold."""

from math import log, nan

import pytest

from gmm.ui.lab.components.choosing import CRITERIA, Choice, choose
from gmm.ui.lab.components.records import Clustered, Tried
from gmm.ui.lab.components.sentences import (
    list_all,
    list_choices,
    tell_agreement,
    tell_aic,
    tell_choice,
    tell_collapsed,
    tell_disagreements,
    tell_held_out,
    tell_icl,
    tell_shown,
    tell_silhouettes,
)
from tests.ui.lab.components.fits import held_out, lost, tried

FITS = [
    tried(1, "full", -500.0, agreement=0.0),
    tried(2, "full", -450.0, overlap=1.0, agreement=0.9),
    tried(3, "full", -436.0, overlap=20.0, agreement=0.6),
    tried(4, "full", -429.0, overlap=30.0, agreement=0.5),
]
HELD = {
    (1, "full"): held_out(-5.0, -5.1),
    (2, "full"): held_out(-4.12, -4.12),
    (3, "full"): held_out(-4.0, -4.2),
    (4, "full"): held_out(-4.3, -4.4),
}


def chosen(name: str, fits: list[Tried] = FITS) -> Choice:
    choice = choose(fits, name, HELD)
    assert choice is not None
    return choice


def test_the_choice_has_its_value_and_its_lead() -> None:
    told = tell_choice(chosen("bic"), "bic", 4, {})
    assert told == (
        "**BIC chooses K = 3, full**: 950.3, the lowest of 4 fits. "
        "Next is K = 2, full, 0.37 higher."
    )
    equal = [FITS[0], tried(1, "tied", -500.0)]
    assert tell_choice(chosen("bic", equal), "bic", 2, {}).endswith("; K = 1, tied is as good.")
    alone = tell_choice(chosen("bic", FITS[:1]), "bic", 1, {})
    assert alone.endswith("There is no other fit to compare.")


def test_held_out_points_have_a_standard_error_and_its_rule() -> None:
    told = tell_choice(chosen("held_out"), "held_out", 4, HELD)
    assert "highest for K = 3, full**: −4.100 nats per point, give or take 0.10." in told
    assert "1 other fit is within one standard error" in told
    assert "**K = 2, full**, with 11 free parameters and not 17" in told
    clear = tell_choice(chosen("held_out", [FITS[1], FITS[3]]), "held_out", 2, HELD)
    assert clear.endswith("No other fit is within one standard error of it.")
    simplest = tell_choice(chosen("held_out", FITS[2:]), "held_out", 2, HELD)
    assert "No other fit is within" in simplest


def test_aic_and_bic_differ_by_the_price_of_a_parameter() -> None:
    told = tell_aic(chosen("bic").best, chosen("aic").best)
    assert "½ ln N = 2.30 nats for BIC" in told
    assert "6 more free parameters and gains 7.0 nats: AIC asks for 6, BIC for 13.8." in told
    assert "agrees with BIC" in tell_aic(FITS[1], FITS[1])


@pytest.mark.parametrize("number", [5, 100])
def test_the_price_holds_whichever_is_dearer(number: float) -> None:
    """With fewer than 8 points BIC asks for less than AIC, and may choose more components."""
    fits = [each._replace(number=number) for each in FITS]
    bic, aic = (chosen(name, fits).best for name in ("bic", "aic"))
    large, small = (bic, aic) if bic.parameters > aic.parameters else (aic, bic)
    more = large.parameters - small.parameters
    gain = large.log_likelihood - small.log_likelihood
    prices = sorted((float(more), more * log(number) / 2))
    assert bic.fitted == aic.fitted or prices[0] <= gain <= prices[1]


def test_icl_and_bic_differ_by_the_price_of_overlap() -> None:
    told = tell_icl(chosen("bic").best, chosen("icl").best)
    assert "K = 3, full pays 20.0 for it, K = 2, full 1.0, and BIC's lead is only 0.37" in told
    assert "overlap costs 1.0, not enough" in tell_icl(FITS[1], FITS[1])


def test_held_out_points_speak_as_loud_as_they_can() -> None:
    assert "agree with BIC" in tell_held_out(FITS[2], FITS[2], HELD)
    within = tell_held_out(FITS[1], FITS[2], HELD)
    assert "better by 0.020 ± 0.10 nats per point" in within
    assert "do not tell the two apart" in within
    assert "speak against" in tell_held_out(FITS[0], FITS[2], HELD)
    hint = HELD | {(1, "full"): held_out(-4.1, -4.5)}
    assert "a hint, no more" in tell_held_out(FITS[0], FITS[2], hint)
    assert tell_held_out(FITS[0], FITS[2], {}).endswith("BIC chooses K = 1, full.")


def test_nothing_is_said_of_what_is_not_known() -> None:
    choices = {name: choose(FITS, name, {}) for name in CRITERIA}
    assert len(tell_disagreements(choices, {})) == 2
    assert tell_disagreements({"bic": None, "aic": None}, {}) == []
    choices = {name: choose(FITS, name, HELD) for name in CRITERIA}
    assert len(tell_disagreements(choices, HELD)) == 3
    assert tell_collapsed(FITS) == ""
    unlabelled = [each._replace(agreement=nan) for each in FITS]
    assert tell_agreement(chosen("bic", unlabelled), "bic", unlabelled) == ""
    assert tell_silhouettes([Clustered(1, nan, 0.0, 9, nan)], chosen("bic")) == ""


def test_collapsed_runs_are_counted_and_gaps_named() -> None:
    some = [FITS[0]._replace(collapsed=2), FITS[1]]
    assert tell_collapsed(some).startswith("2 of 10 runs collapsed")
    assert "gap" not in tell_collapsed(some)
    assert "One fit has no criterion" in tell_collapsed([*some, lost(3, "tied")])
    many = tell_collapsed([lost(k, "tied") for k in range(1, 7)])
    assert "6 fits have no criterion at all" in many
    assert "K = 4, tied; …)" in many


def test_the_fit_on_the_stage_is_held_against_the_choice() -> None:
    choice = chosen("bic")
    assert tell_shown(FITS[2], choice, "bic", {}).startswith("On the stage: K = 3, full. Its small")
    told = tell_shown(FITS[0], choice, "bic", {})
    assert "Its BIC is 1,023.0, 73 higher than that of K = 3, full." in told
    assert "12 more free parameters, and 64.0 nats of log-likelihood more." in told
    assert "holds 100 of 100 points" in told
    held = tell_shown(FITS[0], chosen("held_out"), "held_out", HELD)
    assert "Its held-out log-likelihood is −5.050, 0.95 lower" in held
    equal = tell_shown(tried(3, "full", -437.0), choice, "bic", {})
    assert equal.startswith("On the stage: K = 3, full.")
    other = tell_shown(tried(2, "full", -452.0), chosen("icl"), "icl", {})
    assert other.startswith("On the stage: K = 2, full. Its smallest")


def test_agreement_tells_whether_another_fit_agrees_more() -> None:
    told = tell_agreement(chosen("bic"), "bic", FITS)
    assert told.endswith("K = 3, full, agrees with them to 0.60; K = 2, full agrees most, 0.90.")
    assert tell_agreement(chosen("icl"), "icl", FITS).endswith("to 0.90: no fit agrees more.")


def test_silhouettes_tell_the_k_of_k_means() -> None:
    def clustered(value: float, error: float = 0.0) -> list[Clustered]:
        return [Clustered(2, 0.1, error, 20, nan), Clustered(3, value, error, 20, nan)]

    told = tell_silhouettes(clustered(0.6), chosen("bic"))
    assert "**K = 3**, 0.60: clusters that are well apart, the same K as K = 3, full." in told
    assert "sample" not in told
    assert "weakly" in tell_silhouettes(clustered(0.3), chosen("icl"))
    assert "while the mixture that was chosen has 2" in tell_silhouettes(
        clustered(0.3), chosen("icl")
    )
    assert "no clusters to speak of" in tell_silhouettes(clustered(0.2), chosen("bic"))
    sampled = tell_silhouettes(clustered(0.6, 0.01), chosen("bic"))
    assert "A sample of 20 points was asked: the value is right to about 0.02." in sampled


def test_tables_leave_open_what_is_not_known() -> None:
    choices = {name: choose(FITS, name, {}) for name in CRITERIA}
    table = list_choices(choices, labelled=True)
    assert table["Chooses"] == [f"K\u00a0=\u00a0{k}, full" for k in (3, 4, 2)] + ["–"]
    assert table["Labels"] == ["0.60", "0.50", "0.90", "–"]
    assert "Labels" not in list_choices(choices, labelled=False)
    every = list_all([*FITS, lost(5, "tied")], {})
    assert list(every)[-3:] == ["ICL", "Smallest component", "Collapsed starts"]
    assert every["BIC"][-1] == ""
    assert every["Collapsed starts"][-1] == "5 of 5"
    assert "Held-out" in list_all(FITS, HELD)
