"""Sentences about a collapse hold for their numbers."""

import numpy as np

from gmm.falling import Fall
from gmm.narrowing import Widths
from gmm.ui.lab.collapse.cures import list_cures
from gmm.ui.lab.collapse.records import go_on_without_end, sum_up, take_tape
from gmm.ui.lab.collapse.words import (
    UNCHANGED,
    tell_best,
    tell_collapse,
    tell_cured,
    tell_endless,
    tell_fine,
    tell_price,
    tell_widths,
    write_row,
)
from tests.present import present
from tests.ui.lab.collapse.examples import record, record_fine, record_line, record_point


def test_a_collapse_is_told_with_its_points() -> None:
    line, point = record_line(), record_point()
    assert tell_collapse(take_tape(line), go_on_without_end(line, None), False) == (
        "After 39 M-steps component 1 collapses onto 53 points on a line."
    )
    assert tell_collapse(take_tape(point), go_on_without_end(point, None), False) == (
        "After 12 M-steps component 1 collapses onto 1 point at one place."
    )
    tied = tell_collapse(take_tape(line), go_on_without_end(line, None), True)
    assert tied == "After 39 M-steps all components collapse: the points lie on a line."
    empty = take_tape(line)._replace(cause="empty")
    assert tell_collapse(empty, None, False) == "After 39 M-steps component 1 has no points left."
    first = take_tape(line)._replace(frames=take_tape(line).frames[:2])
    assert tell_collapse(first, go_on_without_end(line, None), False) == (
        "In the first M-step component 1 collapses onto 53 points on a line."
    )


def test_a_run_that_is_fine_is_told_so() -> None:
    run = record_fine()
    told = tell_fine(run, take_tape(run))
    count = take_tape(run).frames[-1].iteration
    assert told == f"Nothing collapses here: EM converges after {count} iterations."
    ridge = run._replace(settings=run.settings._replace(ridge=0.1))
    assert tell_fine(ridge, take_tape(run)).endswith("A ridge is on: no variance gets below it.")


def test_the_narrowest_of_all_is_named() -> None:
    least = np.array([[4.0, 2.0], [1.0, 3.0], [3.0, 3.0]])
    widths = Widths(np.array([0, 1, 2]), least, 8 / least)
    assert tell_widths(widths, "cm²") == (
        "The smallest eigenvalue of all is 1.0 cm², of component 1 after 1 M-step; it began with "
        "4.0. There the condition number is 8.0."
    )
    assert "of component 1 at the start. " in tell_widths(
        Widths(np.array([0]), np.array([[1.0]]), np.array([[3.0]])), ""
    )


def test_the_end_is_told_from_the_curve_and_from_the_formula() -> None:
    told = tell_endless(present(go_on_without_end(record_line(), None)), "SD")
    assert "its 53 points have no width" in told
    assert (
        "$53 \\times 1 \\times \\ln 10 = 122.0$ nats. On the curve it is 122.0 at the end." in told
    )
    assert "Below a width of 0.0013 SD it is higher than where the run ended" in told
    slow = present(go_on_without_end(record_line(), None))._replace(fitted=90.0)
    assert "it is 90.0 at the end, where other components still hold some" in tell_endless(slow, "")
    fewer = record("Old Faithful", k=1)
    far = tell_endless(present(go_on_without_end(record_fine(), fewer)), "SD")
    assert "its 1 point has no width" in far
    assert "it would pass where the run ended, −1,130.3 nats" in far
    narrow = present(go_on_without_end(record_fine(), fewer))._replace(crossing=0.0)
    assert (
        "At a width that is smaller than any number that a computer has, it would pass where"
        in tell_endless(narrow, "SD")
    )


def test_a_cure_is_told_with_its_falls() -> None:
    cures = {cure.name: cure for cure in list_cures(record_line())}
    fine = record_fine()
    count = take_tape(fine).frames[-1].iteration
    cured = sum_up(cures["tied"], [fine])
    assert tell_cured(cured) == (
        "**Tied covariances** helps: nothing collapses, and the run ends at −1,130.3 nats after "
        f"{count} M-steps. The bound never falls."
    )
    falls = [Fall(2, 0.5, 0.25), Fall(3, 0.75, -0.1)]
    fallen = tell_cured(cured._replace(falls=falls))
    assert fallen.endswith(
        "The bound falls in 2 of them, at most by 0.75 nats (iteration 3), and the log-likelihood "
        "in 1."
    )
    rising = tell_cured(cured._replace(falls=falls[1:]))
    assert rising.endswith("the log-likelihood rises all the same.")
    again = sum_up(cures["ridge"], [record_line()])
    assert tell_cured(again) == (
        "**A small ridge** does not help: the run collapses again after 39 M-steps."
    )
    assert tell_cured(again._replace(steps=0)) == (
        "**A small ridge** does not help: the run collapses again in the first M-step."
    )
    assert write_row(again, "SD²").startswith("| A small ridge (ridge 0) | collapses again |")
    assert write_row(cured, "SD²").endswith(f"| 0 of {count} |")
    several = sum_up(cures["seed"], [record_line(), fine, record_point()])
    assert "no collapse in 1 of 3 starts" in write_row(several, "")
    assert tell_best([cured, again]) == (
        "1 of 2 cures helps here. The bound falls with none of them."
    )
    assert "With tied covariances the bound falls" in tell_best(
        [cured._replace(falls=falls), again]
    )
    assert "and it does not." in tell_best([again])


def test_the_bound_is_promised_only_without_a_ridge() -> None:
    (cure,) = (cure for cure in list_cures(record_line()) if cure.name == "tied")
    cured = sum_up(cure, [record_fine()])
    assert tell_price(cured).endswith(UNCHANGED)
    run = cured.run._replace(settings=cured.run.settings._replace(ridge=1.0))
    assert UNCHANGED not in tell_price(cured._replace(run=run))
