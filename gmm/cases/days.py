"""A person's days, simulated: what sensors in a home and a telephone would have noted.

Nobody's real days: they are drawn by chance from the routines below, so how many routines there are
and which event belongs to which is known. Each event has an hour and an activity level.
"""

from typing import NamedTuple

import numpy as np

from gmm.mixture import Mixture, as_mixture
from gmm.points import FloatArray, IntArray

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MAX_WEEKS = 12
HOURS = 24.0
EARLY = 4.0  # o'clock: few things happen then


class Routine(NamedTuple):
    """Something that a person does on some days at about the same time.

    Attributes
    ----------
    name : str
    hour : float
        Of its middle; from 24 on it is after midnight.
    hour_spread : float
        Standard deviation, in hours.
    activity : float
        Movements a minute.
    activity_spread : float
        Standard deviation.
    correlation : float
        Of hour and activity.
    weekday, weekend : float
        How likely it is on such a day.
    events : float
        How many there are on average when it takes place.
    """

    name: str
    hour: float
    hour_spread: float
    activity: float
    activity_spread: float
    correlation: float
    weekday: float
    weekend: float
    events: float


ROUTINES = (
    Routine("breakfast", 7.0, 0.35, 9.0, 1.3, 0.3, 1.0, 0.0, 5),
    Routine("way to work", 8.3, 0.25, 17.0, 1.6, 0.0, 0.95, 0.0, 4),
    Routine("work", 12.8, 1.9, 6.0, 1.3, 0.0, 0.95, 0.0, 10),
    Routine("sport", 18.2, 0.45, 24.0, 2.0, 0.0, 0.4, 0.3, 6),
    Routine("evening", 20.3, 1.0, 10.0, 1.6, -0.5, 1.0, 0.9, 8),
    Routine("bedtime", 24.0, 0.7, 3.0, 0.8, -0.3, 1.0, 1.0, 6),
    Routine("weekend lie-in", 10.2, 0.8, 3.0, 0.8, 0.4, 0.0, 0.9, 8),
)
# Where two routines overlap: sport at home, in the hours of the evening.
OVERLAPPING = tuple(
    each._replace(hour=20.0, hour_spread=0.8, activity=13.0) if each.name == "sport" else each
    for each in ROUTINES
)


class Days(NamedTuple):
    """Events of some days.

    Attributes
    ----------
    hours : ndarray, shape (N,)
        Of the clock, from 0 to 24.
    activities : ndarray, shape (N,)
        Movements a minute, not negative.
    labels : ndarray of int, shape (N,)
        The routine that each event belongs to, a place in `routines`.
    days : ndarray of int, shape (N,)
        The day that each event belongs to, from 0, a Monday. What is after midnight and belongs to
        a routine of the evening before belongs to that day.
    number_of_days : int
        How many days there are.
    routines : tuple of Routine
    """

    hours: FloatArray
    activities: FloatArray
    labels: IntArray
    days: IntArray
    number_of_days: int
    routines: tuple[Routine, ...]


def simulate_days(weeks: int, seed: int, routines: tuple[Routine, ...] = ROUTINES) -> Days:
    """Draw some weeks by chance.

    Parameters
    ----------
    weeks : int
        From 1 to `MAX_WEEKS`.
    seed : int
        From 0 on.
    routines : tuple of Routine

    Returns
    -------
    Days
        Day by day, each in the order of the routines.

    Raises
    ------
    ValueError
        If the weeks or the seed are out of range.
    """
    if not 1 <= weeks <= MAX_WEEKS:
        raise ValueError(f"{weeks} weeks are asked for; it may be 1 to {MAX_WEEKS}.")
    if seed < 0:
        raise ValueError(f"The seed is {seed}; it must be 0 or more.")
    rng = np.random.default_rng((seed, len(routines)))
    events, labels, days = [np.empty((0, 2))], [], []
    for day in range(7 * weeks):
        for label, routine in enumerate(routines):
            likely = routine.weekend if is_weekend(day) else routine.weekday
            number = int(rng.poisson(routine.events)) if rng.random() < likely else 0
            white = rng.standard_normal((number, 2))
            tilted = (
                routine.correlation * white[:, 0]
                + np.sqrt(1 - routine.correlation**2) * white[:, 1]
            )
            hour = routine.hour + routine.hour_spread * white[:, 0]
            activity = routine.activity + routine.activity_spread * tilted
            events.append(np.column_stack([hour, activity]))
            labels += [label] * number
            days += [day] * number
    drawn = np.concatenate(events)
    return Days(
        hours=drawn[:, 0] % HOURS,
        activities=np.maximum(drawn[:, 1], 0.0),
        labels=np.array(labels, dtype=np.int64),
        days=np.array(days, dtype=np.int64),
        number_of_days=7 * weeks,
        routines=routines,
    )


def is_weekend(day: int) -> bool:
    """Tell whether a day, counted from a Monday on, is a Saturday or a Sunday.

    Parameters
    ----------
    day : int
    """
    return day % 7 >= 5


def unroll(days: Days, begin: float) -> FloatArray:
    """Put the events on a straight axis: the circle of hours is cut where the day begins.

    Parameters
    ----------
    days : Days
    begin : float
        The hour at which a day begins, from 0 to 24.

    Returns
    -------
    ndarray, shape (N, 2)
        Hours from `begin` to `begin` + 24, and activities.
    """
    hours = begin + (days.hours - begin) % HOURS
    return np.column_stack([hours, days.activities])


def find_truth(days: Days) -> Mixture:
    """Give the mixture that the events were drawn from, as they were drawn.

    Parameters
    ----------
    days : Days

    Returns
    -------
    Mixture
        Of the routines; weights are their events in an average week.
    """
    routines = days.routines
    often = np.array([(5 * each.weekday + 2 * each.weekend) * each.events for each in routines])
    spreads = np.array([[each.hour_spread, each.activity_spread] for each in routines])
    turns = np.array([[[1.0, each.correlation], [each.correlation, 1.0]] for each in routines])
    return as_mixture(
        Mixture(
            often / often.sum(),
            np.array([[each.hour, each.activity] for each in routines]),
            spreads[:, :, np.newaxis] * spreads[:, np.newaxis] * turns,
        )
    )
