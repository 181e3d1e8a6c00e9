"""The table of the fit against the truth: in the data's own units, and never an exception."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from streamlit.testing.v1 import AppTest

from gmm.data.datasets import DATASETS
from gmm.scaling import standardise
from gmm.ui.apart import write_shares, write_sizes
from gmm.ui.comparison import comparison_table, last_fit, write_column
from gmm.ui.link import Settings
from gmm.ui.run import Run, record_run
from tests.present import present


def run_of(data: str, n: int, k: int, **changed: Any) -> Run:
    return record_run(Settings(data=data, n=n, k=k, **changed), DATASETS[data].make(n, 0))


def test_the_fit_is_taken_to_the_datas_own_units() -> None:
    run = run_of("Elongated clusters", 300, 3, scale="on")
    assert (run.scaling.spread != 1).any()
    fit = last_fit(run)
    # One component over all is the data's own mean and covariance.
    one = last_fit(run_of("Elongated clusters", 300, 1, scale="on"))
    points = run.dataset.points
    assert_allclose(one.means[0], points.mean(axis=0), rtol=1e-9, atol=1e-9)
    assert_allclose(one.covariances[0], np.cov(points.T, bias=True), rtol=1e-9)
    assert_allclose(standardise(points)[0].mean(axis=0), 0, atol=1e-9)
    table = comparison_table(fit, present(run.dataset.truth))
    assert {len(column) for column in table.values()} == {len(present(run.dataset.truth).weights)}


def test_what_differs_reads_differently_with_one_minus_sign() -> None:
    truth = present(run_of("Elongated clusters", 300, 3).dataset.truth)
    shift = np.array([[0.0], [1.0], [1.0004]]) * 1e-9
    off = np.array([-0.02, 0.0196, 0.0004])
    fit = truth._replace(weights=truth.weights + off, means=truth.means + shift)
    table = comparison_table(fit, truth)
    weights = write_column(table["Weight, fit minus truth"], write_shares)
    assert weights == ["−0.020", "0.020", "0.000"]
    means = write_column(table["Mean, off by"], write_sizes)
    assert means == ["0", "1.414e−9", "1.415e−9"]
    fewer = fit._replace(weights=np.ones(1), means=fit.means[:1], covariances=fit.covariances[:1])
    found = write_column(comparison_table(fewer, truth)["Mean, off by"], write_sizes)
    assert found.count("") == 2


def page(data: str, n: int, k: int) -> None:
    from gmm.data.datasets import DATASETS
    from gmm.ui.comparison import offer_comparison
    from gmm.ui.link import Settings
    from gmm.ui.run import record_run

    offer_comparison(record_run(Settings(data=data, n=n, k=k), DATASETS[data].make(n, 0)), "page")


@pytest.mark.parametrize(
    ("data", "n", "k"),
    [("Mixture on a line", 10, 10), ("Mixture on a line", 300, 1), ("Elongated clusters", 300, 5)],
)
def test_comparing_never_raises(data: str, n: int, k: int) -> None:
    app = AppTest.from_function(page, args=(data, n, k)).run()
    app.button[0].click().run()
    assert not app.exception
    assert app.dataframe or app.caption


def test_no_button_where_nobody_knows_the_truth() -> None:
    assert not AppTest.from_function(page, args=("Old Faithful", 272, 2)).run().button
