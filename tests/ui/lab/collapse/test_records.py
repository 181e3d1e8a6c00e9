"""A collapse in records, against the engine."""

import math

import numpy as np
import pytest

from gmm import e_step, lower_bound, responsibilities
from gmm.scaling import restore, restore_nats
from gmm.ui.lab.collapse.cures import list_cures
from gmm.ui.lab.collapse.records import (
    NARROWEST,
    change_run,
    follow_climb,
    follow_widths,
    go_on_without_end,
    list_gains,
    sum_up,
    take_tape,
)
from gmm.ui.lab.shapes.fitting import attach_points, fit
from gmm.ui.run import Run
from tests.present import present
from tests.ui.lab.collapse.examples import record, record_fine, record_line, record_point


def with_tape(run: Run) -> Run:
    return run._replace(tapes=(attach_points(run, fit(run)),))


def test_a_climb_is_in_the_datas_own_units() -> None:
    run = record_fine()
    climb, tape = follow_climb(run), take_tape(run)
    assert climb.moments[:4].tolist() == [0, 0.5, 1, 1.5]
    last = restore(tape.frames[-1].mixture, run.scaling)
    assert climb.log_likelihood[-1] == pytest.approx(e_step(run.dataset.points, last)[1])
    before = restore(present(tape.frames[-1].responsible), run.scaling)
    gamma = responsibilities(run.dataset.points, before)
    assert climb.bound[-1] == pytest.approx(lower_bound(run.dataset.points, gamma, last))
    assert math.isnan(climb.bound[0])
    assert (np.nan_to_num(climb.bound, nan=-np.inf) <= climb.log_likelihood + 1e-9).all()


def test_widths_end_where_the_run_does() -> None:
    widths = follow_widths(record_line())
    assert widths.least[-1].argmin() == present(take_tape(record_line()).collapsed) == 0
    assert widths.least[-1, 0] < 1e-5 < widths.least[-1, 1]
    assert widths.condition[-1, 0] > 1e5


@pytest.mark.parametrize(
    ("run", "number", "directions"), [(record_line, 53, 1), (record_point, 1, 2)]
)
def test_what_collapsed_goes_on_for_ever(run, number: int, directions: int) -> None:  # type: ignore[no-untyped-def]
    endless = present(go_on_without_end(run(), None))
    assert (endless.added, endless.number, endless.directions) == (False, number, directions)
    assert endless.expected == pytest.approx(number * directions * math.log(10))
    assert endless.fitted == pytest.approx(endless.expected, rel=1e-3)
    assert endless.widths[-1] / endless.widths[0] == pytest.approx(NARROWEST)
    # It passes the run's end, and stays above.
    above = endless.log_likelihood > endless.compared
    np.testing.assert_array_equal(above, endless.widths < endless.crossing)


def test_the_53_are_those_of_4_minutes() -> None:
    points = record_line().dataset.points
    assert (points[:, 0] == 4).sum() == 53


def test_where_nothing_collapsed_a_component_more_does() -> None:
    run = record_fine()
    fewer = with_tape(change_run(run, {"k": 1}))
    endless = present(go_on_without_end(run, fewer))
    assert endless.added
    assert endless.components == (1,)
    assert endless.fitted == pytest.approx(2 * math.log(10), rel=1e-3)
    # The curve ends below; by the formula it gets there.
    last, width = endless.log_likelihood[-1], endless.widths[-1]
    reached = last + 2 * math.log(width / endless.crossing)
    assert endless.crossing < width
    assert reached == pytest.approx(endless.compared)
    own = restore_nats(take_tape(run).frames[-1].log_likelihood, run.number, run.scaling)
    assert endless.compared == pytest.approx(own)


def test_one_component_has_to_reach_all_points() -> None:
    assert go_on_without_end(record("Old Faithful", k=1), None) is None


def test_a_cure_is_summed_up() -> None:
    run = record_line()
    cures = {cure.name: cure for cure in list_cures(run)}
    found = {
        name: sum_up(cure, [with_tape(change_run(run, change)) for change in cure.changes])
        for name, cure in cures.items()
    }
    assert all(cured.helps for cured in found.values())
    # Seeds 5 and 7 collapse as well.
    seed = found["seed"]
    assert (seed.tried, seed.collapsed, seed.run.settings.start_seed) == (5, 2, 3)
    ridge = found["ridge"]
    assert ridge.least > ridge.run.settings.ridge
    assert ridge.falls
    assert all(not found[name].falls for name in ("tied", "seed", "fewer"))
    last = restore(ridge.tape.frames[-1].mixture, run.scaling)
    assert ridge.log_likelihood == pytest.approx(e_step(run.dataset.points, last)[1])
    assert ridge.steps == ridge.tape.frames[-1].iteration


def test_a_cure_that_does_not_help_says_so() -> None:
    run = record_point()
    (cure,) = (cure for cure in list_cures(run) if cure.name == "seed")
    cured = sum_up(cure, [with_tape(change_run(run, change)) for change in cure.changes])
    assert not cured.helps
    assert cured.collapsed == cured.tried


def test_gains_of_the_bound_are_those_of_the_falls() -> None:
    run = with_tape(change_run(record_line(), {"ridge": 0.1}))
    iterations, gains = list_gains(take_tape(run))
    (cure, *_) = list_cures(record_line())
    falls = sum_up(cure, [run]).falls
    found = {fall.iteration: -fall.bound for fall in falls}
    assert found
    listed = dict(zip(iterations.tolist(), gains.tolist(), strict=True))
    assert {i: listed[i] for i in found} == pytest.approx(found)
    assert min(listed[i] for i in listed if i not in found) > -1e-8
