"""Sentences say what the records say."""

import numpy as np
import pytest

from gmm.ui.uses.routines.records import (
    MOST,
    Clustered,
    Grouping,
    Hardship,
    Person,
    Shrunk,
    Tried,
    make_hard,
)
from gmm.ui.uses.routines.sentences import (
    BIC,
    GRID,
    HARDSHIPS,
    KMEANS,
    VARIATIONAL,
    name_settings,
    tell_answer,
    tell_best,
    tell_bic,
    tell_concentrations,
    tell_hardship,
    tell_limit,
    tell_silhouettes,
    write_clock,
)


def group(number: int, agreement: float) -> Grouping:
    return Grouping(number, agreement, np.zeros(3, dtype=np.int64))


def tried(k: int, bic: float) -> Tried:
    return Tried(k, bic, 0, None, group(k, 0.9))


def shrunk(concentration: float, number: int) -> Shrunk:
    return Shrunk(concentration, group(number, 0.9), -10.0, 0, 40, True)


def test_hours_are_read_as_on_a_clock() -> None:
    assert write_clock(7.083) == "7:05"
    assert write_clock(24.5) == "0:30"
    assert write_clock(23.999) == "0:00"


def test_the_answer_has_the_numbers_of_all() -> None:
    clustered = Clustered(np.zeros(9), group(6, 0.8), group(7, 0.7))
    told = tell_answer(Person(weeks=2), 7, tried(8, 1.0), shrunk(0.1, 5), clustered)
    assert told.startswith("These 14 days were made from 7 routines.")
    assert "BIC finds 8, the variational mixture 5, and k-means with the silhouette 6" in told
    assert "Told the true number, 7, k-means reaches 0.700" in tell_silhouettes(clustered, 7)
    assert "Told" not in tell_silhouettes(clustered._replace(known=clustered.grouping), 7)


def test_the_simple_way_is_named_where_it_wins() -> None:
    mixtures = {BIC: group(7, 0.9), VARIATIONAL: group(7, 0.9)}
    others = {KMEANS: group(6, 0.8), GRID: group(8, 0.5)}
    assert tell_best(mixtures | others).startswith(f"**{BIC}** and **{VARIATIONAL}** agree most")
    assert "simple" not in tell_best(mixtures | others)
    told = tell_best(mixtures | {KMEANS: group(6, 0.95), GRID: group(8, 0.5)})
    assert told.startswith(f"**{KMEANS}** agrees most")
    assert "Here a simple way is as good" in told


def test_the_limit_and_the_lead_of_bic_are_told() -> None:
    assert tell_limit(tried(7, 1.0)) == ""
    assert f"K = {MOST}, the largest that was tried" in tell_limit(tried(MOST, 1.0))
    told = tell_bic([tried(6, 30.0), tried(7, 10.0), tried(8, 12.5)], tried(7, 10.0))
    assert "lowest at K = 7; the next best, K = 8, is 2.5 higher" in told


def test_concentrations_with_the_true_number_are_listed() -> None:
    told = tell_concentrations(
        {"One": [shrunk(0.1, 7), shrunk(10.0, 10)], "Other": [shrunk(0.1, 6), shrunk(10.0, 6)]}, 7
    )
    assert "**One**: 7 to 10 routines at 2 concentrations, the true number at 1 of them" in told
    assert "(0.1)" in told
    assert "**Other**: 6 routines at 2 concentrations, at none of them the true number" in told


@pytest.mark.parametrize("how", HARDSHIPS.values())
def test_each_hardship_has_a_sentence_with_its_numbers(how: str) -> None:
    easy, hard = Hardship(5, 168, 0.99, 0.98, 0.55), Hardship(5, 40, 0.53, 0.61, 0.56)
    told = tell_hardship(how, easy, hard, "bedtime")
    assert "53\u00a0%" in told or "61\u00a0%" in told
    assert "There are no events" in tell_hardship(how, easy, None, "bedtime")
    names = [name_settings(how, make_hard(Person(), how, each)) for each in (False, True)]
    assert names[0] != names[1]
