"""What is said of filled gaps: sentences that hold for the records they are given."""

import numpy as np

from gmm.ui.uses.gaps.records import Error, Hiding, make_table
from gmm.ui.uses.gaps.sentences import (
    COMPLETE,
    MEAN,
    MIXTURE,
    REGRESSION,
    tell_answer,
    tell_hiding,
    tell_nearer,
    tell_numbers,
    tell_promise,
    tell_row,
    tell_rows,
    tell_smooth,
    write_own,
)

NAMES = ("bill length", "bill depth", "flipper length", "body mass")


def make_error(error: float, covered: float | None = 0.9, bias: float = 0.0) -> Error:
    return Error(200, error, bias, covered)


def test_the_answer_has_all_ways_and_what_the_intervals_hold() -> None:
    errors = {
        MIXTURE: make_error(0.5, 0.88),
        REGRESSION: make_error(0.6),
        MEAN: make_error(1.0, None),
        COMPLETE: make_error(0.55),
    }
    assert tell_answer(3, errors) == (
        "A mixture of 3 components is off by 0.50 standard deviations over 200 hidden cells, one "
        "Gaussian by 0.60, the column's mean by 1.00. 88\u00a0% of the truths lie in the "
        "mixture's 90\u00a0% "
        "intervals."
    )
    del errors[REGRESSION]
    said = tell_answer(1, errors)
    assert "a single Gaussian" in said
    assert "one Gaussian by" not in said


def test_a_promise_is_judged_by_how_many_cells_there_are() -> None:
    assert "may well hold" in tell_promise(make_error(0.5, 0.88))
    assert "fewer than promised" in tell_promise(make_error(0.5, 0.8))
    assert "more than promised" in tell_promise(make_error(0.5, 0.99))
    assert "may well hold" in tell_promise(Error(10, 0.5, 0.0, 0.8))


def test_numbers_say_which_k_is_best_and_whether_many_are_too_sure() -> None:
    errors = [make_error(0.6), make_error(0.5), make_error(0.55, 0.8)]
    said = tell_numbers(errors)
    assert "error is least for K = 2: 0.50 SD; K = 1 has 0.60 SD" in said
    assert "too sure" in said
    assert "too sure" not in tell_numbers(errors[:2])
    assert tell_numbers(errors[1:]).startswith(
        "From K = 1 to 2, the error is least for K = 1: 0.50 SD. With"
    )


def test_rows_with_holes_help_or_do_not() -> None:
    assert "fits better" in tell_rows(-15.3, -15.1, 171, 342)
    assert "fits worse" in tell_rows(-15.1, -15.3, 171, 342)
    assert "about as well" in tell_rows(-15.101, -15.102, 171, 342)


def test_failures_are_told_with_their_direction() -> None:
    said = tell_hiding(make_error(0.5, bias=-0.2), make_error(1.0, bias=0.8), False)
    assert "0.20 SD too low on average, the mean's 0.80 SD too high" in said
    assert "choose it above" in said
    assert "as it is here" in tell_hiding(make_error(0.5), make_error(1.0), True)
    assert "19\u00a0% of the cells" in tell_nearer(0.19)
    assert "as a rule" in tell_smooth(3, 800.0, 810.0, 700.0, 820.0)
    said = tell_smooth(3, 801.2, 780.0, 700.0, 820.0)
    assert said.startswith("Best guesses are smoother than data. Body mass has a standard")


def test_a_row_is_told_by_what_is_known_of_it() -> None:
    table = make_table(Hiding(0.5, "by chance", 0, 3))
    said = tell_row(table, 0, NAMES)
    assert said.startswith(f"Penguin {table.rows[0] + 1}: ")
    assert "is known" in said
    said = tell_row(make_table(Hiding(0.5, "by chance", 0, 1)), 0, NAMES)
    assert "are known" in said
    assert "nan" not in said
    assert write_own(np.float64(41.11), 0) == "41.1 mm"
    assert write_own(4201.6, 3) == "4,202 g"
