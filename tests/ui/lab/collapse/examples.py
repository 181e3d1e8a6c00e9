"""Runs that the tests of this folder look at."""

from functools import cache

from gmm.ui.lab.shapes.fitting import attach_points, fit
from gmm.ui.run import Run
from tests.ui.lab.shapes.examples import prepare


@cache
def record(data: str, **changes: object) -> Run:
    """A recorded run, with EM's tape alone."""
    run = prepare(data, **changes)
    return run._replace(tapes=(attach_points(run, fit(run)),))


def record_line() -> Run:
    """A component that collapses onto the eruptions that were noted as 4 minutes."""
    return record("Old Faithful 1985", k=4, start_seed=2)


def record_point() -> Run:
    """A component that collapses onto a person whose height and weight were swapped."""
    return record("Heights and weights", k=2, start_seed=9)


def record_fine() -> Run:
    return record("Old Faithful", k=2, start_seed=1)
