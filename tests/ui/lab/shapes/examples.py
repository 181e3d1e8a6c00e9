"""Runs that the tests of this folder look at."""

from functools import cache

from gmm.covariance import COVARIANCES
from gmm.data.datasets import DATASETS
from gmm.tape import Frame, Tape
from gmm.ui.lab.shapes.fitting import attach_points, fit
from gmm.ui.link import open_settings
from gmm.ui.run import Run, prepare_run


def prepare(data: str, **changes: object) -> Run:
    """A run without tapes."""
    settings = open_settings(data)._replace(twin=False, **changes)  # type: ignore[arg-type]
    return prepare_run(settings, DATASETS[data].make(settings.n))


@cache
def fit_all(data: str, **changes: object) -> dict[str, tuple[Run, Tape[Frame]]]:
    """A run and its tape, for each of the constraints."""
    runs = {name: prepare(data, covariance=name, **changes) for name in COVARIANCES}
    return {name: (run, attach_points(run, fit(run))) for name, run in runs.items()}
