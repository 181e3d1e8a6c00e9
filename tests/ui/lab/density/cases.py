"""What the tests of the density page share: fits of known data."""

from functools import cache
from typing import NamedTuple

import numpy as np

from gmm.data.datasets import DATASETS
from gmm.mixture import Mixture
from gmm.points import FloatArray
from gmm.ui.lab.density.fitting import Fit, fit
from gmm.ui.link import Settings, open_settings
from gmm.ui.run import Run, prepare_run

ONE = Mixture(np.ones(1), np.array([[1.0, 2.0]]), np.array([[[4.0, 1.0], [1.0, 1.0]]]))


class Case(NamedTuple):
    run: Run
    fit: Fit

    @property
    def points(self) -> FloatArray:
        return self.run.dataset.points


@cache
def take(data: str, **changes: object) -> Case:
    settings: Settings = open_settings(data)._replace(**changes)  # type: ignore[arg-type]
    dataset = DATASETS[data].make(settings.n, settings.data_seed)
    run = prepare_run(settings, dataset)
    found = fit(run.points, dataset.frequencies, run.scaling, settings)
    assert isinstance(found, Fit)
    return Case(run, found)
