"""A fit of the laboratory is the playground's own run."""

import numpy as np
import pytest

from gmm.data.datasets import Dataset
from gmm.ui.lab.shapes.fitting import attach_points, fit
from gmm.ui.run import prepare_run, record_run
from tests.present import present
from tests.ui.lab.shapes.examples import prepare


@pytest.mark.parametrize("covariance", ["full", "tied"])
def test_it_is_the_run_that_the_playground_shows(covariance: str) -> None:
    run = prepare("Old Faithful", k=3, start_seed=0, covariance=covariance)
    tape = fit(run)
    wanted = present(record_run(run.settings, run.dataset).em)
    assert len(tape.frames) == len(wanted.frames)
    for mine, theirs in zip(tape.frames, wanted.frames, strict=True):
        assert mine.log_likelihood == theirs.log_likelihood
        np.testing.assert_array_equal(mine.mixture.means, theirs.mixture.means)


def test_its_points_stay_where_they_are_and_are_put_back() -> None:
    run = prepare("Old Faithful")
    tape = fit(run)
    assert tape.points.shape == (0, 2)
    assert attach_points(run, tape).points is run.points


def test_frequencies_count() -> None:
    run = prepare("Old Faithful")
    data: Dataset = run.dataset._replace(frequencies=np.arange(1.0, 273.0))
    counted = prepare_run(run.settings, data)
    tape = attach_points(counted, fit(counted))
    assert tape.weights is data.frequencies
    assert tape.frames[-1].log_likelihood != fit(run).frames[-1].log_likelihood
