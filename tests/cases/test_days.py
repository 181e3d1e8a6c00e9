"""Simulated days: what is drawn is what the routines say."""

import numpy as np
import pytest

from gmm.cases.days import (
    EARLY,
    MAX_WEEKS,
    OVERLAPPING,
    ROUTINES,
    find_truth,
    is_weekend,
    simulate_days,
    unroll,
)
from gmm.mixture import responsibilities


def test_a_seed_gives_the_same_days_and_another_one_others() -> None:
    one, again, other = (simulate_days(2, seed) for seed in (3, 3, 4))
    np.testing.assert_array_equal(one.hours, again.hours)
    assert len(one.hours) != len(other.hours) or (one.hours != other.hours).any()


def test_events_follow_their_routines() -> None:
    days = simulate_days(MAX_WEEKS, 0)
    points = unroll(days, EARLY)
    for label, routine in enumerate(ROUTINES):
        own = points[days.labels == label]
        hours, activities = own.T
        error = 4 / np.sqrt(len(own))
        assert hours.mean() == pytest.approx(routine.hour, abs=error * routine.hour_spread)
        assert hours.std() == pytest.approx(routine.hour_spread, rel=error)
        assert activities.mean() == pytest.approx(
            routine.activity, abs=error * routine.activity_spread
        )
        assert np.corrcoef(own.T)[0, 1] == pytest.approx(routine.correlation, abs=error)


def test_work_is_on_weekdays_and_the_lie_in_on_weekends() -> None:
    days = simulate_days(4, 1)
    free = np.array([is_weekend(day) for day in days.days])
    names = [routine.name for routine in ROUTINES]
    assert not free[days.labels == names.index("work")].any()
    assert free[days.labels == names.index("weekend lie-in")].all()
    assert [is_weekend(day) for day in range(8)] == [False] * 5 + [True] * 2 + [False]


def test_the_circle_of_hours_is_cut_where_the_day_begins() -> None:
    days = simulate_days(4, 0)
    bedtime = days.labels == [routine.name for routine in ROUTINES].index("bedtime")
    assert days.hours.min() >= 0
    assert days.hours.max() < 24
    early, midnight = (unroll(days, begin)[bedtime, 0] for begin in (EARLY, 0.0))
    assert early.min() >= EARLY
    assert early.max() < EARLY + 24
    assert early.std() < 1
    assert midnight.std() > 10  # one half is at the other end
    np.testing.assert_allclose(early % 24, midnight)


def test_the_truth_knows_most_events() -> None:
    days = simulate_days(8, 2)
    truth = find_truth(days)
    assert truth.weights.sum() == pytest.approx(1)
    guess = responsibilities(unroll(days, EARLY), truth).argmax(axis=1)
    assert (guess == days.labels).mean() > 0.97
    hard = simulate_days(8, 2, OVERLAPPING)
    guess = responsibilities(unroll(hard, EARLY), find_truth(hard)).argmax(axis=1)
    assert (guess == hard.labels).mean() < 0.97
    shares = np.bincount(days.labels) / len(days.labels)
    np.testing.assert_allclose(shares, truth.weights, atol=0.03)


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="0 weeks are asked for; it may be 1 to 12"):
        simulate_days(0, 0)
    with pytest.raises(ValueError, match="seed is -1"):
        simulate_days(1, -1)
