"""Sentences hold for the numbers that they are about."""

import numpy as np

from gmm.ui.uses.speakers.records import ADAPTED, GAUSSIAN, OWN, Move, Verdict, rate
from gmm.ui.uses.speakers.sentences import (
    is_clear,
    tell_answer,
    tell_lengths,
    tell_moves,
    tell_odds,
    tell_place,
    tell_trials,
    write_counts,
    write_interval,
    write_seconds,
)

PEOPLE = 8
SPEAKERS = np.repeat(np.arange(PEOPLE), 5)


def make(method: str, ease: float) -> Verdict:
    """A verdict whose error is less the greater the ease."""
    rng = np.random.default_rng(0)
    scores = rng.normal(size=(len(SPEAKERS), PEOPLE))
    scores[np.arange(len(SPEAKERS)), SPEAKERS] += ease
    return rate(method, scores, SPEAKERS)


GOOD, FAIR, POOR = (2.5, 1.5, 0.5)


def test_the_answer_names_who_errs_least() -> None:
    told = tell_answer([make(ADAPTED, GOOD), make(OWN, POOR), make(GAUSSIAN, FAIR)], "2 seconds")
    assert told.startswith(
        "After 2 seconds of each person’s speech, the adapted mixture errs least"
    )
    assert "a mixture of each person’s own in " in told
    told = tell_answer([make(ADAPTED, POOR), make(OWN, GOOD), make(GAUSSIAN, FAIR)], "20 seconds")
    assert "a mixture of each person’s own errs least" in told
    told = tell_answer([make(ADAPTED, GOOD), make(OWN, GOOD), make(GAUSSIAN, FAIR)], "5 seconds")
    assert "the adapted mixture and a mixture of each person’s own err least" in told
    told = tell_answer([make(method, FAIR) for method in (ADAPTED, OWN, GAUSSIAN)], "1 second")
    assert "all three ways err in" in told


def test_a_difference_that_other_people_may_turn_round_is_called_so() -> None:
    sure = [make(ADAPTED, GOOD), make(OWN, POOR), make(GAUSSIAN, POOR)]
    assert is_clear(sure)
    assert "No way is clearly better" not in tell_answer(sure, "2 seconds")
    unsure = [make(ADAPTED, GOOD), make(OWN, GOOD + 0.1), make(GAUSSIAN, POOR)]
    assert not is_clear(unsure)
    assert "No way is clearly better" in tell_answer(unsure, "2 seconds")
    right = np.array([[1.0, 0.0], [0.0, 1.0]])
    few = [rate(ADAPTED, right, np.arange(2)), rate(OWN, -right, np.arange(2))]
    assert not is_clear(few)


def test_odds_are_of_the_same_people_drawn_anew() -> None:
    told = tell_odds([make(ADAPTED, GOOD), make(OWN, POOR), make(GAUSSIAN, GOOD)])
    assert "less than a mixture of each person’s own in 100\u00a0% of the draws" in told
    assert "less than one Gaussian for each person in 50\u00a0% of the draws" in told
    few = rate(ADAPTED, np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0, 1]))
    assert tell_odds([few, few, few]) == ""
    assert write_interval(few) == "too few people for an interval"


def test_trials_are_told() -> None:
    verdict = make(ADAPTED, GOOD)
    assert "40 trials, of another one 280, among 8 people" in tell_trials(verdict, 8, 2)
    assert f"of {verdict.targets} wrongly refused" in write_counts(verdict)
    low, high = verdict.interval or (0, 0)
    assert (
        write_interval(verdict) == f"95\u00a0% interval {100 * low:.1f} to {100 * high:.1f}\u00a0%"
    )


def test_another_place_is_told_as_it_is() -> None:
    before = [make(ADAPTED, GOOD), make(OWN, FAIR), make(GAUSSIAN, FAIR)]
    worse = [make(ADAPTED, POOR), make(OWN, POOR), make(GAUSSIAN, FAIR)]
    told = tell_place(before, worse, "with noise")
    assert "error rises from" in told
    assert "one Gaussian for each person errs least" in told
    assert "falls from" in tell_place(worse, before, "with noise")
    assert "stays at" in tell_place(before, before, "with noise")


def test_lengths_are_told_by_who_wins() -> None:
    adapted = [make(ADAPTED, GOOD), make(OWN, POOR), make(GAUSSIAN, FAIR)]
    own = [make(ADAPTED, FAIR), make(OWN, GOOD), make(GAUSSIAN, POOR)]
    told = tell_lengths([(1, adapted), (2, adapted), (5, own)])
    assert told == (
        "With 1 or 2 seconds the adapted mixture errs least. "
        "With 5 seconds a mixture of each person’s own errs least."
    )
    assert tell_lengths([(1, adapted)]).startswith("With 1 second the")
    assert write_seconds(1) == "1 second"


def test_components_that_stay_are_counted() -> None:
    here = np.zeros(2)
    moves = [Move(30, 0.65, here, here, 1.0), Move(1, 0.06, here, here, 0.1)]
    told = tell_moves("Ada", moves, "means")
    assert "Of Ada there are 31 frames" in told
    assert "Component 1 is responsible for 30.0 of them and goes 65\u00a0% of the way" in told
    assert "1 of 2 components goes more than half of the way, and 1 less than 10\u00a0%" in told
    assert "Weights and variances" in tell_moves("Ada", moves, "all")
    assert "less than" not in tell_moves("Ada", [moves[0], moves[0]], "means")
