"""What is said holds for the numbers it is said of."""

import numpy as np
import pytest

from gmm.directions import Directions
from gmm.discriminant import measure_accuracy
from gmm.ui.uses.languages.reading import Reading
from gmm.ui.uses.languages.records import Strangers, Verdict, compare_signs
from gmm.ui.uses.languages.sentences import (
    LANGUAGE,
    STYLE,
    describe_direction,
    name_winner,
    tell_alone,
    tell_answer,
    tell_reading,
    tell_strangers,
    tell_why,
    write_interval,
    write_score,
)


def judge(
    alone: int, alone_too: int, densities: tuple[float, float] = (-2.0, -1.0), both: int = 50
) -> Verdict:
    tables = [
        np.array([[both + right, wrong], [0, 40]])
        for right, wrong in ((alone, alone_too), (alone_too, alone))
    ]
    return Verdict(
        tables[0],
        tables[1],
        measure_accuracy(tables[0]),
        measure_accuracy(tables[1]),
        alone,
        alone_too,
        compare_signs(alone, alone_too),
        densities,
        np.arange(5.0),
    )


@pytest.mark.parametrize(
    ("alone", "alone_too", "winner"),
    [
        (20, 3, "The mixture is better."),
        (3, 20, "The one Gaussian is better."),
        (8, 6, "No method is clearly better"),
        (0, 0, "No method is clearly better"),
    ],
)
def test_the_winner_is_named_where_chance_seldom_makes_one(
    alone: int, alone_too: int, winner: str
) -> None:
    verdict = judge(alone, alone_too)
    assert name_winner(verdict).startswith(winner)
    told = tell_answer(verdict, 2, LANGUAGE, "passages")
    assert told.startswith(f"{90 + alone} of {90 + alone + alone_too} passages")
    assert f"and {90 + alone_too} by one Gaussian a language. {winner}" in told


def test_with_one_component_nobody_wins() -> None:
    assert tell_answer(judge(0, 0), 1, STYLE, "clips").endswith("With K = 1 both are the same.")
    assert "K = 2 or more" in tell_why(judge(0, 0), 1, 3, 40.0, STYLE)


def test_the_reason_follows_the_numbers() -> None:
    better = tell_why(judge(20, 3, (-1.0, -2.0)), 2, 2, 40.0, STYLE)
    assert "more than one hump" in better
    assert "learns 5 numbers from about 40 clips, each mixture 11." in better
    assert "(−1.00 nats against −2.00 a held-out one)" in better
    assert "for few of them" in tell_why(judge(5, 3, (-1.0, -2.0)), 2, 2, 40.0, STYLE)
    assert "One Gaussian" not in better
    assert "So one Gaussian is enough here." in tell_why(judge(5, 6), 2, 2, 40.0, LANGUAGE)
    assert "accidents of a few clips" in tell_why(judge(5, 6), 2, 2, 40.0, STYLE)
    assert "apart better" in tell_why(judge(20, 3), 2, 2, 40.0, LANGUAGE)


def test_what_one_alone_has_right() -> None:
    assert tell_alone(judge(0, 0), STYLE) == "No clips are right by one method alone."
    assert "12 clips are right by the mixtures alone, 3" in tell_alone(judge(12, 3), STYLE)
    assert "probability of 0.035" in tell_alone(judge(12, 3), STYLE)
    assert "less than 0.001" in tell_alone(judge(40, 3), STYLE)


def test_a_language_that_was_not_taught() -> None:
    strangers = Strangers(np.array([3, 5]), 0.75, np.arange(8.0))
    told = tell_strangers(strangers, ("German", "Finnish"), "Polish", 5.5, 0.05)
    assert "each of its 8 passages is given a language: 5 are called Finnish" in told
    assert "for 75\u00a0% of all the posterior is above 0.9" in told
    assert "6 of 8 (75\u00a0%) lie below the threshold under which only 5\u00a0%" in told


def test_a_text() -> None:
    reading = Reading(40, 1, np.array([0.2, 0.8]), 1.4, 1, 0, -6.0, ())
    told = tell_reading(reading, ("German", "Finnish"), 60, -9.0)
    assert told.startswith("Finnish, with a posterior probability of 0.800; German comes next.")
    assert "40 letters, read as 1 passage." in told
    assert "do not trust it much" in told
    assert "nearer to 1" not in told
    sure = reading._replace(posteriors=np.array([1e-9, 1 - 1e-9]), letters=600, passages=10)
    told = tell_reading(sure, ("German", "Finnish"), 60, -9.0)
    assert "more than 0.999" in told
    assert "read as 10 passages." in told
    assert "nearer to 1 than it should be" in told
    assert "trust" not in told
    assert tell_reading(sure, ("German", "Finnish"), 60, -5.0).startswith("Perhaps none of these.")


def test_a_direction_is_described_by_what_it_is_made_of() -> None:
    directions = Directions(np.zeros(4), np.array([[1.0], [-3.0], [0.1], [2.0]]), np.array([1.0]))
    names = ("a", "b", "c", "d")
    assert describe_direction(directions, np.ones(4), names, 0) == "more d, a; less b"
    assert describe_direction(directions, np.array([0, 0, 90, 0.1]), names, 0).startswith("more c")


def test_numbers() -> None:
    score = measure_accuracy(np.array([[8, 2], [0, 0]]))
    assert write_score(score) == "80\u00a0%"
    assert write_interval(score) == "95\u00a0% interval 49.0 to 94.3\u00a0%"
