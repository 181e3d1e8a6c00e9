"""The fit is that of the playground, in the data's own units."""

import subprocess
import sys

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from gmm.scaling import identity
from gmm.ui.lab.density.fitting import MOST, Fit, choose_rows, fit
from gmm.ui.link import Settings
from gmm.ui.run import record_run
from gmm.ui.units import restore_frame
from tests.present import present
from tests.ui.lab.density.cases import take


@pytest.mark.parametrize("data", ["Old Faithful", "Waiting times", "Cyclist speeds"])
def test_it_is_where_the_playground_ends(data: str) -> None:
    case = take(data)
    run = record_run(case.run.settings, case.run.dataset)
    last = restore_frame(run, present(run.em).frames[-1])
    for ours, theirs in zip(case.fit.own, last.mixture, strict=True):
        np.testing.assert_allclose(ours, theirs)
    assert case.fit.log_likelihood == pytest.approx(last.log_likelihood)
    assert case.fit.iterations == last.iteration
    assert case.fit.number == run.number


def test_the_draws_are_log_densities_in_the_datas_own_units() -> None:
    case = take("Old Faithful", k=1)
    assert case.run.is_standardised
    drawn = case.fit.drawn
    assert (np.diff(drawn) >= 0).all()
    # None is above the density at the mean, and the median is that of a chi-square of 2 degrees.
    peak = multivariate_normal(case.fit.own.means[0], case.fit.own.covariances[0]).logpdf(
        case.fit.own.means[0]
    )
    assert drawn[-1] <= peak
    assert np.median(peak - drawn) == pytest.approx(np.log(2), abs=0.03)


def test_after_a_collapse_it_is_the_last_mixture_with_a_density() -> None:
    points = np.column_stack([np.linspace(-1, 1, 30), np.full(30, 3.0)])
    found = fit(points, None, identity(2), Settings(k=1))
    assert isinstance(found, Fit)
    assert (found.stopped, found.collapsed, found.cause) == ("collapsed", 0, "line")
    assert np.isfinite(found.drawn).all()


def test_what_the_points_do_not_allow_is_a_sentence() -> None:
    told = fit(np.zeros((5, 2)), None, identity(2), Settings(k=2))
    assert isinstance(told, str)
    assert "only 1" in told


def test_of_very_many_rows_a_fair_sample_is_used() -> None:
    assert len(choose_rows(100_000)) == MOST
    assert choose_rows(300).tolist() == list(range(300))


def test_what_a_worker_does_loads_no_screen() -> None:
    names = ("fitting", "landscape", "draws", "flagging", "words")
    script = "import sys\n" + "".join(f"import gmm.ui.lab.density.{name}\n" for name in names)
    script += "print([n for n in ('streamlit', 'plotly') if n in sys.modules])"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
