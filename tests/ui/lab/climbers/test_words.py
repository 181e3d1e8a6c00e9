"""What is said of climbs holds for them."""

from typing import Any

import numpy as np
import pytest

from gmm.ui.lab.climbers.records import Line, Race, Slope
from gmm.ui.lab.climbers.words import (
    HEAD,
    list_rows,
    tell_answer,
    tell_end,
    tell_rate,
    tell_slope,
)
from gmm.ui.numbers import write_percent


def line(
    name: str, looks: float, seconds: float, stopped: Any = "converged", gap: float = 0.0
) -> Line:
    """A climb of three steps that arrives with its last one, or stays below by a gap."""
    across = {
        "iterations": np.array([0.0, 1, 2]),
        "looks": np.array([1, 2, looks]),
        "seconds": np.array([0, 0, seconds]),
    }
    gaps = np.array([9.0, 5.0, gap or np.nan])
    arrived = None if gap or stopped == "collapsed" else 2
    return Line(name, across, -100 - np.array([9.0, 5.0, gap]), gaps, stopped, arrived)


def race(*lines: Line, **others: Any) -> Race:
    return Race(lines, **({"best": -100.0, "rate": 0.9, "seen": 0.9} | others))


def test_who_is_first_by_looks_and_by_time() -> None:
    told = tell_answer(race(line("EM", 200, 0.02), line("SQUAREM", 25, 0.004)))
    assert told.startswith("**SQUAREM gets to the top with the fewest looks at the points: 25.**")
    assert "EM needs 200, about 8 times as many." in told
    assert "SQUAREM is first on the clock as well: 4.0 ms, EM takes 20 ms" in told


def test_em_may_be_first_and_another_on_the_clock() -> None:
    told = tell_answer(race(line("EM", 8, 0.003), line("L-BFGS", 12, 0.002)))
    assert "**EM gets to the top" in told
    assert "L-BFGS needs 12. L-BFGS is first on the clock: 2.0 ms, EM takes 3.0 ms" in told


def test_two_may_be_alike() -> None:
    told = tell_answer(race(line("EM", 80, 3), line("SQUAREM", 25, 1), line("L-BFGS", 25, 2)))
    assert told.startswith("**SQUAREM and L-BFGS get to the top")


def test_one_alone_is_compared_with_nobody() -> None:
    told = tell_answer(race(line("EM", 8, 0.003), line("L-BFGS", 12, 1, gap=2.5)))
    assert "needs" not in told
    assert "L-BFGS ends at another maximum, 2.50 nats lower." in told


@pytest.mark.parametrize(
    ("stopped", "words"),
    [
        ("max_iterations", "L-BFGS is still 2.50 nats below after 2 steps."),
        ("identical", "L-BFGS stops where two components are identical, 2.50 nats lower."),
        ("collapsed", "Under L-BFGS a component collapses after 2 steps."),
        ("rule", "L-BFGS finds no way up after 2 steps, 2.50 nats below."),
    ],
)
def test_who_does_not_arrive_is_named(stopped: str, words: str) -> None:
    assert words in tell_answer(race(line("EM", 8, 1), line("L-BFGS", 9, 1, stopped, 2.5)))


def test_nobody_may_arrive() -> None:
    em, ascent = line("EM", 8, 1, "collapsed"), line("L-BFGS", 9, 1, "max_iterations", 1.0)
    assert "collapses, whoever climbs" in tell_answer(race(em, best=None))
    assert "collapses, under EM: the likelihood" in tell_answer(race(em, ascent, best=None))
    told = tell_answer(race(ascent, best=None))
    assert told == "**Nobody has reached the highest maximum after 2 steps.**"


def test_the_rate_is_told_as_a_share() -> None:
    told = tell_rate(race(line("EM", 8, 1), rate=0.937, seen=0.9371))
    assert "Why EM is slow here." in told
    assert "93.7\u00a0% of the information" in told
    assert "87.8\u00a0% of what it was" in told
    assert "each step is 93.7\u00a0% of the step before" in told
    assert "quick" in tell_rate(race(line("EM", 8, 1), rate=0.2))
    assert "How fast" in tell_rate(race(line("EM", 8, 1), rate=0.6))
    assert "too short" in tell_rate(race(line("EM", 8, 1), seen=np.nan))
    assert tell_rate(race(line("EM", 8, 1), rate=np.nan)) == ""
    assert "after one iteration" in tell_rate(race(line("EM", 8, 1), rate=0.0))
    # Its steps were many before: only near the maximum is its rate what counts.
    near = tell_rate(race(line("EM", 8, 1), rate=0.001))
    assert "quick once it is near its maximum" in near
    assert "shrinks to 0.0001\u00a0% of what it was" in near
    assert write_percent(0.99996, 1) == "99.996\u00a0%"
    assert write_percent(1 - 1e-12, 1) == "100.000000\u00a0%"


def test_a_row_has_a_cell_for_each_head() -> None:
    rows = list_rows(
        race(
            line("EM", 200, 0.02),
            line("L-BFGS", 25, 1, gap=2.5),
            line("SQUAREM", 3, 1, "collapsed"),
        )
    )
    assert all(len(row) == len(HEAD) for row in rows)
    assert rows[0] == ["EM", "the highest maximum", "−100.000", "2", "200", "20 ms"]
    assert rows[1] == ["L-BFGS", "another maximum, 2.50 nats lower", "−102.500", "–", "–", "–"]
    assert rows[2][1] == "a component collapsed"
    assert tell_end(line("EM", 1, 1, "max_iterations")) == "at the top, but for the last digits"


def test_formula_and_trial() -> None:
    means = np.zeros((2, 1, 1))
    assert "agree." in tell_slope(Slope(means, 9, 1e-9))
    assert "do not agree" in tell_slope(Slope(means, 9, 1e-2))
    assert "not reach" in tell_slope(Slope(means, 9, np.nan))
