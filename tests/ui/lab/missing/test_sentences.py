"""Sentences of the page on missing values: true of the numbers that they are made of."""

import numpy as np

from gmm import Mixture
from gmm.tape import Stopped
from gmm.ui.lab.missing.records import COMPLETE, DROP, EM, MEAN, Holed, Score, Way
from gmm.ui.lab.missing.sentences import (
    Column,
    tell_best,
    tell_ends,
    tell_failure,
    tell_guesses,
    tell_means,
    tell_own,
    tell_why,
)

WAITING = Column("waiting", "minutes", 1)
ANY = Mixture(np.ones(1), np.zeros((1, 2)), np.eye(2)[np.newaxis])


def way(name: str, mean: float, fit: float | None = None, stopped: Stopped = "converged") -> Way:
    return Way(name, ANY, np.array([0.0, mean]), fit, stopped)


WAYS = [way(EM, 70.7, -4.16), way(DROP, 64.5, -4.69), way(MEAN, 64.5, -5.2)]
ALL = [*WAYS, way(COMPLETE, 70.9, -4.155)]


def test_guesses_are_told_with_their_errors() -> None:
    told = tell_guesses(WAITING, Score(109, 5.42, 17.41, 0.97), "eruptions", 272)
    assert told == (
        "109 of 272 eruptions have lost their cell in the column waiting. EM with holes guesses "
        "them with an error of 5.42 minutes (root mean square), the column's mean with 17.41."
    )
    assert " minutes" not in tell_guesses(
        Column("x", "", 1), Score(109, 5.42, 17.41, 0.97), "points", 272
    )


def test_means_are_told_beside_the_truth_where_it_is_known() -> None:
    assert tell_means(WAITING, ALL) == (
        "The mean of waiting is 70.9 minutes. EM with holes finds 70.7, and the complete rows "
        "alone give 64.5."
    )
    assert tell_means(WAITING, WAYS) == (
        "The mean of waiting is 70.7 minutes by EM with holes, and 64.5 minutes in the complete "
        "rows alone."
    )


def test_a_unit_that_is_a_number_is_multiplied() -> None:
    assert "is 70.9 × 100 m." in tell_means(Column("north", "100 m", 1), ALL)


def test_the_best_way_is_named_also_where_it_is_a_simple_one() -> None:
    assert tell_best(ALL).startswith("EM with holes comes closest to a fit on the complete data")
    assert "−4.160 (EM with holes), −4.690 (rows dropped), −5.200 (column mean)" in tell_best(ALL)
    simple = [way(EM, 70, -4.17), way(DROP, 70, -4.16), way(MEAN, 70, -5.0), ALL[-1]]
    assert tell_best(simple).startswith("Here the simple way wins: “rows dropped” comes closest")
    close = [way(EM, 70, -4.1603), way(DROP, 70, -4.16), way(MEAN, 70, -5.0), ALL[-1]]
    assert tell_best(close).startswith("EM with holes comes as close as any")


def test_no_way_is_best_where_the_likelihood_has_no_end() -> None:
    collapsed = [way(EM, 7, 27.541, "collapsed"), way(DROP, 7, 2.5), way(COMPLETE, 7, 2.568)]
    assert tell_best(collapsed).startswith("These log-likelihoods do not say which way is best")
    assert "do not say" in tell_best([way(EM, 7, 1), way(COMPLETE, 7, 9, "collapsed")])
    # Filled cells on a line hurt that way only.
    filled = [way(EM, 7, -4), way(MEAN, 7, -9, "collapsed"), way(COMPLETE, 7, -3.9)]
    assert "closest" in tell_best(filled)


def test_a_way_that_ends_above_the_complete_data_is_not_called_close_to_it() -> None:
    told = tell_best([way(EM, 7, -4.0), way(DROP, 7, -4.5), way(COMPLETE, 7, -4.2)])
    assert told.startswith("“EM with holes” fits the complete data even better than the run on")


def test_columns_without_a_link_are_no_help() -> None:
    assert "EM cannot use it" in tell_why("by the other column", 1, "spherical")
    assert "EM uses it." in tell_why("by the other column", 1, "full")
    assert "EM uses it." in tell_why("by the other column", 2, "spherical")
    assert "by chance alone" in tell_why("by chance", 1, "diag")


def test_a_failure_is_told_with_its_size_and_where_it_does_little_harm() -> None:
    low = [way(EM, 67.5), way(COMPLETE, 70.9)]
    told = tell_failure(WAITING, low, Score(136, 8.5, 21, 0.44))
    assert "So it fails: its mean of waiting is 3.4 minutes too low, and 44\u00a0%" in told
    told = tell_failure(WAITING, [way(EM, 70.9625), way(COMPLETE, 70.9)], Score(9, 1, 2, 0.95))
    assert "little harm: its mean of waiting is 0.063 minutes too high, and 95\u00a0%" in told
    far = tell_failure(WAITING, [way(EM, 71.4), way(COMPLETE, 70.9)], Score(9, 1, 2, 0.95))
    assert "So it fails" in far


def test_a_tables_own_holes_are_counted_by_column() -> None:
    points = np.array([[1.0, np.nan], [np.nan, 2.0], [1, np.nan], [3, 4]])
    told = tell_own(
        [Column("a", "", 0), Column("b", "", 1)], Holed(points, None, None, False), "rows"
    )
    assert told.startswith("3 of 4 rows have an empty cell: 1 in a and 2 in b. What they would say")


def test_runs_that_did_not_converge_are_told() -> None:
    assert tell_ends(ALL) == []
    told = tell_ends([way(MEAN, 1, None, "collapsed"), way(EM, 1, None, "max_iterations")])
    assert "a component collapsed. Cells that are all filled with one number" in told[0]
    assert "before it converged" in told[1]
    assert "A ridge helps." in tell_ends([way(DROP, 1, None, "collapsed")])[0]
