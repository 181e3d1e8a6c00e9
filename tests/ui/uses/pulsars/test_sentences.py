"""What the page of pulsars says holds for the numbers that it is given."""

import numpy as np
import pytest

from gmm.ui.uses.pulsars.records import Asked, Verdict, Weighed
from gmm.ui.uses.pulsars.sentences import (
    count_components,
    note_verdict,
    tell_answer,
    tell_asked,
    tell_components,
    tell_magnetars,
    tell_other_rule,
    tell_samples,
    tell_shared,
    tell_wins,
    write_chance,
)

GOOD, FAIR, NONE = Verdict(9, 1, 0), Verdict(10, 0, 5), Verdict(0, 10, 0)
ASKED = Asked(np.zeros(2), 0.254, np.ones(1), True, 12.0, 3.69, 0.3)


def weigh(*bics: float) -> list[Weighed]:
    return [Weighed(k, bic, GOOD) for k, bic in enumerate(bics, start=1)]


def test_the_answer_has_both_rules() -> None:
    told = tell_answer(GOOD, FAIR)
    assert "mixture finds 9 of the 10 millisecond pulsars and calls no other so" in told
    assert "finds all 10 and calls 5 others so" in told
    assert "calls 1 other so" in tell_answer(Verdict(1, 0, 1), FAIR)


def test_a_note_says_what_is_found_and_what_is_right() -> None:
    assert note_verdict(FAIR) == "finds 100\u00a0%; 66.7\u00a0% of those called so are"
    assert note_verdict(NONE) == "finds 0\u00a0%; calls none"


@pytest.mark.parametrize(
    ("bics", "said"),
    [
        ((50.0, 0.0, 20.5), "BIC asks for 2 components. 3 is next, 20.5 higher: clearly worse."),
        ((50.0, 0.0, 7.4), "But 3 (7.4 higher) is close: a difference below 10 is no clear answer"),
        ((50.0, 0.0, 1.4), "But 3 (1.4 higher) is close: the data hardly tell 2 and 3 apart"),
        ((1.0, 0.0, 1.4), "1 (1.0 higher), 3 (1.4 higher) are close: the data hardly tell 2, 1, 3"),
        ((0.0, 30.0), "BIC asks for 1 component. 2 is next"),
    ],
)
def test_bic_is_told_with_its_runners_up(bics: tuple[float, ...], said: str) -> None:
    assert said in tell_components(weigh(*bics))


def test_where_the_rule_wins_is_told() -> None:
    weighed = [Weighed(1, 0, NONE), Weighed(2, 0, GOOD), Weighed(3, 0, GOOD)]
    assert "With K = 1 the simple rule wins; with K = 2 and 3 the mixture" in tell_other_rule(
        weighed, FAIR
    )
    assert "never below" in tell_other_rule(weighed[1:], FAIR)
    assert "never worse than the mixture" in tell_other_rule(weighed[:1], FAIR)


def test_samples_are_counted() -> None:
    assert "all 3 samples of other" in tell_samples([5, 5, 5], "new")
    told = tell_samples([5, 6, 5], "bootstrap")
    assert "Over 3 samples drawn from these pulsars, BIC asks for 5 in 2, 6 in 1." in told
    assert "better than the rule in 1 of 3 samples, worse in 1, 1 times they" in tell_wins(
        [(0.9, 0.8), (0.7, 0.8), (0.8, 0.8)]
    )
    assert "worse in none." in tell_wins([(0.9, 0.8)])


def test_components_are_told_from_kinds() -> None:
    table = np.array([[60, 0, 0, 1], [40, 0, 0, 4], [0, 9, 2, 0]])
    assert tell_shared(table).startswith("2 components share the ordinary pulsars")
    assert "in one component" in tell_shared(table[[0, 2]])
    assert "4 of them are in component 2, with 40 others" in tell_magnetars(table)
    table[1] = [3, 0, 0, 4]
    assert "component of their own, number 2" in tell_magnetars(table)
    assert tell_magnetars(table * [1, 1, 1, 0]) == ""


def test_one_pulsar_is_told_with_its_field_and_age() -> None:
    first, second = tell_asked(ASKED)
    assert "a probability of 25.4\u00a0% of being a millisecond pulsar" in first
    assert "The rule says: a millisecond pulsar." in first
    assert second == "Its field is 1.0 × 10¹² G, its age P / (2Ṗ) 4,898 years."
    far = tell_asked(ASKED._replace(lower=0.0, short=False, field=11.999))
    assert "says: no millisecond" in far[0]
    assert "1.0 × 10¹² G" in far[1]
    assert "far from nearly all" in far[2]


def test_chances_never_say_all_or_nothing() -> None:
    assert [write_chance(chance) for chance in (0.0, 1.0, 0.5)] == [
        *(
            "below 0.1\u00a0%",
            "above 99.9\u00a0%",
            "of 50.0\u00a0%",
        )
    ]
    assert [count_components(k) for k in (1, 2)] == ["1 component", "2 components"]
