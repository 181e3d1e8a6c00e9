"""SQUAREM: EM's maximum in fewer looks at the points, and never below EM."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmm import COVARIANCES, e_step, m_step
from gmm.logbook import log_em
from gmm.squarem import record_squarem
from tests.climbing import CASES, prepare, scatter


@pytest.mark.parametrize(("name", "k", "kind"), CASES)
def test_it_reaches_ems_maximum_in_fewer_iterations(name: str, k: int, kind: str) -> None:
    points, mixture, weights = prepare(name, k, kind)
    mine = record_squarem(points, mixture, kind, 1e-8, weights=weights)
    theirs = log_em(points, mixture, kind, 1e-8, weights=weights)
    ends = [logged.tape.frames[-1] for logged in (mine, theirs)]
    assert mine.tape.stopped == theirs.tape.stopped == "converged"
    assert ends[0].log_likelihood == pytest.approx(ends[1].log_likelihood, abs=1e-6)
    assert ends[0].iteration < ends[1].iteration
    if ends[1].iteration > 20:  # where EM is not quick anyway
        assert mine.evaluations[-1] < theirs.evaluations[-1]


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), kind=st.sampled_from(list(COVARIANCES)))
def test_each_step_is_at_least_as_high_as_two_of_em(seed: int, kind: str) -> None:
    points, mixture = scatter(seed, kind)
    frames = record_squarem(points, mixture, kind, max_iterations=12).tape.frames
    for before, after in pairwise(frames):
        by_em = before.mixture
        try:
            for _ in range(2):
                by_em = m_step(points, e_step(points, by_em)[0], kind)
            likelihood = e_step(points, by_em)[1]
        except ValueError:  # a collapse on the way: the step ends before it
            assert after is frames[-1]
            likelihood = before.log_likelihood
        assert after.log_likelihood >= likelihood - 1e-9 * abs(likelihood)


def test_repeated_rows_are_weights() -> None:
    points, mixture, _ = prepare("Old Faithful", 2, "full")
    often = np.random.default_rng(0).integers(0, 3, len(points))
    weighted = record_squarem(points, mixture, weights=often).tape
    repeated = record_squarem(np.repeat(points, often, axis=0), mixture).tape
    assert weighted.frames[-1].log_likelihood == pytest.approx(
        repeated.frames[-1].log_likelihood, abs=1e-6
    )
    assert len(weighted.points) == len(points)
