"""What the page of anomalies says holds for the numbers that it is given."""

import numpy as np
import pytest

from gmm.cases.biopsies import Split
from gmm.mixture import Mixture
from gmm.outliers import Roc
from gmm.restarts import measure_reach
from gmm.ui.uses.anomalies.records import Brief, Finding, Rule
from gmm.ui.uses.anomalies.sentences import (
    name_pair,
    tell_answer,
    tell_areas,
    tell_ordinary,
    tell_pair,
    tell_pairs,
    tell_share,
    tell_splits,
    tell_unclean,
    write_count,
)

ROWS = np.arange(2)


def make_rule(false: int, missed: int, area: float, caught: float = 0.5) -> Rule:
    alarms, found = np.array([0.0, 0.1, 0.6, 1.0]), np.array([0.0, caught, 0.9, 1.0])
    roc = Roc(np.array([0.0, 1.0, 2.0, np.inf]), alarms, found, area)
    return Rule(0.0, np.zeros(4, bool), measure_reach(false, 100), measure_reach(missed, 50), roc)


def make_finding(density: Rule, box: Rule) -> Finding:
    mixture = Mixture(np.ones(1), np.zeros((1, 2)), np.eye(2)[np.newaxis])
    return Finding(Split(ROWS, ROWS, ROWS), mixture, density, box, np.zeros((2, 2)), 7, 1)


FOUND = make_finding(make_rule(10, 20, 0.9, 0.6), make_rule(10, 30, 0.8))


def test_the_answer_has_both_rules() -> None:
    assert tell_answer(FOUND) == (
        "The density threshold misses 40\u00a0% of the malignant biopsies, with 10\u00a0% "
        "false alarms. "
        "The box rule misses 60\u00a0%, with 10\u00a0%."
    )


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.08, "ready to flag 8\u00a0% of the benign ones. On benign"),
        (
            0.08,
            "(10 of 100; 95\u00a0% limits 5.5\u00a0% to 17\u00a0%): 8\u00a0% is within the limits.",
        ),
        (
            0.03,
            "but on benign biopsies that the mixture has not seen it flags 10\u00a0%",
        ),
        (0.03, "more than you asked for"),
        (0.25, "fewer than you asked for"),
    ],
)
def test_false_alarms_are_held_against_what_was_asked_for(share: float, said: str) -> None:
    assert said in tell_share(FOUND, share)


def test_both_are_compared_at_the_same_false_alarms() -> None:
    told = tell_pair(FOUND)
    assert told.startswith("7 malignant biopsies are flagged by the density alone, and 1 by the")
    assert "for at most 10\u00a0% false alarms each" in told
    assert "the density misses 40\u00a0% and the box 50\u00a0%: here the density is better." in told
    other = make_finding(FOUND.box, FOUND.density)
    assert "here the box is better" in tell_pair(other)
    assert "both miss 50\u00a0%" in tell_pair(make_finding(FOUND.box, FOUND.box))


def test_areas_that_hardly_differ_are_told_so() -> None:
    assert "is 0.900 for the density and 0.800 for the box." in tell_areas(FOUND)
    assert "next to no" not in tell_areas(FOUND)
    alike = make_finding(FOUND.density, FOUND.density._replace(missed=FOUND.box.missed))
    assert tell_areas(alike).endswith("next to no difference.")


def make_brief(name: tuple[int, ...], areas: tuple[float, float]) -> Brief:
    return Brief(name, areas, (0.05, 0.06), (1 - areas[0], 1 - areas[1]))


def test_pairs_are_counted_and_the_box_is_named_where_it_wins() -> None:
    briefs = [
        make_brief((0, 1), (0.9, 0.8)),
        make_brief((0, 2), (0.7, 0.75)),
        make_brief((1, 2), (0.951, 0.95)),
    ]
    told = tell_pairs(briefs)
    assert "Of 3 pairs of columns the density is better in 1, the box in 1; in 1 they" in told
    assert f"most ahead in {name_pair((0, 2))}: 0.750 against 0.700." in told
    assert f"the best pair is {name_pair((1, 2))}" in told
    assert "most ahead" not in tell_pairs(briefs[:1])


def test_splits_are_counted() -> None:
    briefs = [make_brief((0,), (0.6, 0.3)), make_brief((1,), (0.5, 0.5))]
    told = tell_splits(briefs)
    assert (
        "Over 2 ways to deal the halves, the density misses fewer than the box in 1, more" in told
    )
    assert (
        "equally many in 1. It misses 40\u00a0% to 50\u00a0% (the box 50\u00a0% to 70\u00a0%)"
        in told
    )
    assert "from 5\u00a0% to 5\u00a0%" in told


def test_unchecked_rows_are_told_with_both_rules() -> None:
    told = tell_unclean(make_brief((0,), (0.6, 0.3)), make_brief((0,), (0.2, 0.1)), 0.15)
    assert told.startswith("With 15\u00a0% malignant ones")
    assert (
        "the density misses 80\u00a0% instead of 40\u00a0%. The box misses 90\u00a0% instead "
        "of 70\u00a0%." in told
    )


def test_ordinary_ones_are_those_above_the_middle() -> None:
    assert "40\u00a0% of the malignant biopsies lie where the density is higher" in tell_ordinary(
        FOUND
    )


def test_counts_are_written_with_their_limits() -> None:
    assert write_count(measure_reach(0, 50)).startswith(
        "0\u00a0% (0 of 50; 95\u00a0% limits 0\u00a0% to 7.1\u00a0%)"
    )
    assert name_pair((0, 3)) == "“mean compactness” and “worst radius”"
