"""Many starts, in sentences that hold."""

import math

import pytest

from gmm.ui.lab.starts.records import Answer, take_answer
from gmm.ui.lab.starts.words import (
    list_methods,
    list_places,
    round_cost,
    tell_chosen,
    tell_cost,
    tell_doubts,
    tell_ends,
)
from gmm.ui.numbers import write_percent
from tests.ui.lab.starts.examples import HIGH, LOW, PLAIN, end, make_answer, make_other


def collapsed(count: int) -> Answer:
    return make_other(*(end(LOW, 3.0, 7, "collapsed") for _ in range(count)))


def test_the_ends_are_told() -> None:
    assert tell_ends(make_answer()) == (
        "**2 of 10 starts (20\u00a0%) end at the best top**, log-likelihood −50.00. 6 end at "
        "one lower "
        "top, 10 nats below. 1 start had not ended when the iterations ran out. "
        "In 1 start a component collapsed."
    )
    assert tell_ends(make_answer(1)) == (
        "**All 4 starts end at the same top**, log-likelihood −60.00."
    )
    assert tell_ends(collapsed(2)) == (
        "In all 2 starts a component collapsed. Choose fewer components, or a ridge under More."
    )
    several = make_other(end(HIGH, -50.0), end(LOW, -60.0), end(LOW, -60.0), end(LOW, -61.5))
    assert tell_ends(several) == (
        "**1 of 4 starts (25\u00a0%) ends at the best top**, log-likelihood −50.00. 3 end at "
        "2 lower "
        "tops, most often (2 starts) 10 nats below the best."
    )


def test_doubts_are_told_where_there_are_any() -> None:
    assert tell_doubts(make_answer()) == (
        "The smallest component of the best top holds only 8.0 points: it may be chance, not a "
        "group."
    )
    assert tell_doubts(make_answer(1)) == ""
    several = make_other(end(LOW, -50.0), end(LOW, -60.0), end(LOW, -60.0), end(LOW, -61.5))
    assert "2 tops were found by a single start: by estimate, one new start in 2 would" in (
        tell_doubts(several)
    )


def test_the_cost_is_told_with_its_limits() -> None:
    told = tell_cost(make_answer())
    assert told.startswith(
        "**The method that pays best is k-means++:** with 12 starts, about 4,200 iterations in "
        "all, the chance to reach the best top is at least 99\u00a0%. Within the limits of chance, "
        "though, "
    )
    assert told.endswith(
        "None of 4 starts by k-means reached it: the true share may be 0, and is at most 49\u00a0%."
    )
    assert tell_cost(collapsed(1)) == ""


def test_the_cost_of_a_single_method() -> None:
    assert tell_cost(make_answer(1)) == (
        "Every start by k-means reached the best top, so a single one is enough as far as 4 starts "
        "can tell."
    )
    one = make_other(end(HIGH, -50.0), *(end(LOW, -60.0) for _ in range(9)))
    assert tell_cost(one) == (
        "**Keep the best of 44 starts by random points**, about 440 iterations in all, and the "
        "chance to have the best top is at least 99\u00a0%. (One start reaches it with "
        "10\u00a0%; the "
        "limits of chance are 1.8\u00a0% and 40\u00a0%.) Only one start found it, so this is "
        "a rough "
        "estimate."
    )


def test_what_is_on_the_stage_is_told() -> None:
    answer = make_answer()
    assert tell_chosen(answer, 1) == (
        "On the stage: a run from k-means++, seed 1, which ends 10 nats below the best (6 starts, "
        "60\u00a0%); and the best, from k-means++, seed 0."
    )
    assert "ends at the best top (2 starts, 20\u00a0%)" in tell_chosen(answer, 0)
    assert "has not ended (1 start, 10\u00a0%)" in tell_chosen(answer, 2)
    assert "a component collapses (1 start, 10\u00a0%)" in tell_chosen(answer, 3)


def test_the_tables_hold_what_was_computed() -> None:
    answer = make_answer()
    rows = list_places(answer, 3)
    assert [row["Top"] for row in rows] == ["1", "2", "not ended"]
    assert rows[0] == {
        "Top": "1",
        "Log-likelihood": "−50",
        "Starts": "2",
        "Share": "20\u00a0%",
        "Iterations, median": "18",
        "Points in the smallest component": "8.00",
        "k-means++": "2",
        "k-means": "0",
    }
    assert list_places(answer, 9)[3]["Log-likelihood"] == "–"
    assert "random points" not in list_places(make_other(end(LOW, -60.0)), 3)[0]
    plus, means = list_methods(answer)
    assert plus["Reach the best top"] == "2 of 6"
    assert plus["Share, with 95\u00a0% limits"] == "33\u00a0% (9.7\u00a0% to 70\u00a0%)"
    assert (
        plus["Starts for 99\u00a0%"],
        plus["Iterations for 99\u00a0%"],
    ) == ("12", "4,200")
    assert (
        means["Starts for 99\u00a0%"],
        means["Iterations for 99\u00a0%"],
    ) == ("unknown", "unknown")


@pytest.mark.parametrize(
    ("iterations", "text"),
    [(0.4, "0"), (7.4, "7"), (44.6, "45"), (4160.0, "4,200"), (98_700.0, "99,000")],
)
def test_a_cost_has_two_digits(iterations: float, text: str) -> None:
    assert round_cost(iterations) == text
    assert round_cost(math.inf) == "unknown"


def test_small_shares_have_a_decimal() -> None:
    assert [write_percent(each) for each in (0.0, 0.004, 0.054, 0.27, 1.0)] == [
        "0\u00a0%",
        "0.4\u00a0%",
        "5.4\u00a0%",
        "27\u00a0%",
        "100\u00a0%",
    ]


def test_one_iteration_is_told_as_one() -> None:
    quick = [(end(HIGH, -50.0, 1),) * 4, (end(HIGH, -50.0, 3),) * 4]
    slices = [("random points", range(4)), ("k-means", range(4))]
    told = tell_cost(take_answer(slices, quick, 80.0, PLAIN))
    assert "with 1 start, about 1 iteration in all, the chance to reach the best top is at" in told
