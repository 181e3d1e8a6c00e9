"""Gradient ascent never goes down, and gets where EM gets."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmm import COVARIANCES, record_em
from gmm.ascent import record_ascent
from tests.climbing import prepare, scatter


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), kind=st.sampled_from(list(COVARIANCES)))
def test_no_step_lowers_the_log_likelihood(seed: int, kind: str) -> None:
    points, mixture = scatter(seed, kind)
    tape = record_ascent(points, mixture, kind, max_iterations=60).tape
    assert (np.diff([frame.log_likelihood for frame in tape.frames]) >= 0).all()


@pytest.mark.parametrize(
    ("name", "k", "kind"), [("Old Faithful", 2, "full"), ("Penguins", 3, "spherical")]
)
def test_it_reaches_the_maximum_that_em_reaches(name: str, k: int, kind: str) -> None:
    points, mixture, weights = prepare(name, k, kind)
    mine = record_ascent(points, mixture, kind, 1e-6, weights=weights).tape
    theirs = record_em(points, mixture, kind, tolerance=1e-6, weights=weights)
    assert mine.stopped == "converged"
    assert mine.frames[-1].log_likelihood == pytest.approx(
        theirs.frames[-1].log_likelihood, abs=2e-6
    )


def test_repeated_rows_are_weights() -> None:
    points, mixture, _ = prepare("Old Faithful", 2, "full")
    often = np.random.default_rng(0).integers(0, 3, len(points))
    weighted = record_ascent(points, mixture, max_iterations=15, weights=often).tape
    repeated = record_ascent(np.repeat(points, often, axis=0), mixture, max_iterations=15).tape
    for mine, theirs in zip(weighted.frames, repeated.frames, strict=True):
        assert mine.log_likelihood == pytest.approx(theirs.log_likelihood, rel=1e-9)


def test_units_make_no_difference() -> None:
    points, mixture, _ = prepare("Old Faithful", 2, "full")
    units = np.array([100.0, 0.01])
    other = mixture._replace(
        means=mixture.means * units + 7, covariances=mixture.covariances * np.outer(units, units)
    )
    plain = record_ascent(points, mixture, max_iterations=30).tape
    scaled = record_ascent(points * units + 7, other, max_iterations=30).tape
    np.testing.assert_allclose(
        scaled.frames[-1].mixture.means, plain.frames[-1].mixture.means * units + 7, rtol=1e-6
    )
