"""L-BFGS: the same maximum as EM's, by SciPy, which is loaded only then."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmm import COVARIANCES, record_em
from gmm.quasi_newton import record_quasi_newton
from tests.climbing import CASES, prepare, scatter


@pytest.mark.parametrize(("name", "k", "kind"), CASES)
def test_it_reaches_the_maximum_that_em_reaches(name: str, k: int, kind: str) -> None:
    points, mixture, weights = prepare(name, k, kind)
    mine = record_quasi_newton(points, mixture, kind, 1e-8, weights=weights).tape
    theirs = record_em(points, mixture, kind, tolerance=1e-8, weights=weights)
    assert mine.stopped == theirs.stopped == "converged"
    assert mine.frames[-1].log_likelihood == pytest.approx(
        theirs.frames[-1].log_likelihood, abs=1e-6
    )


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), kind=st.sampled_from(list(COVARIANCES)))
def test_no_accepted_step_lowers_the_log_likelihood(seed: int, kind: str) -> None:
    points, mixture = scatter(seed, kind)
    tape = record_quasi_newton(points, mixture, kind, max_iterations=60).tape
    assert (np.diff([frame.log_likelihood for frame in tape.frames]) >= 0).all()


def test_repeated_rows_are_weights() -> None:
    points, mixture, _ = prepare("Old Faithful", 2, "full")
    often = np.random.default_rng(0).integers(0, 3, len(points))
    weighted = record_quasi_newton(points, mixture, tolerance=1e-7, weights=often).tape
    repeated = record_quasi_newton(np.repeat(points, often, axis=0), mixture, tolerance=1e-7).tape
    assert weighted.frames[-1].log_likelihood == pytest.approx(
        repeated.frames[-1].log_likelihood, abs=1e-6
    )


def test_a_start_that_reaches_no_point_is_left_alone() -> None:
    points, mixture, _ = prepare("Old Faithful", 2, "full")
    far = mixture._replace(
        covariances=np.tile(1e-9 * np.eye(2), (2, 1, 1)), means=mixture.means + 99
    )
    with np.errstate(all="ignore"):
        tape = record_quasi_newton(points, far, max_iterations=5).tape
    assert len(tape.frames) >= 1


def test_scipy_optimize_is_not_loaded_with_the_engine() -> None:
    script = (
        "import sys, gmm, gmm.quasi_newton\n"
        "assert not [name for name in sys.modules if name.startswith('scipy.optimize')]"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
