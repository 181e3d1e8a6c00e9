"""How a tape's M-steps fit is found out from the tape alone."""

import numpy as np
import pytest

from gmm import COVARIANCES, record_em, start
from gmm.refitting import Fit, find_fit
from gmm.tape import Frame, Tape

RIDGES = (0.0, 1e-6, 0.25, 1 / 3)


def cloud(n: int = 90, d: int = 2) -> np.ndarray:
    centres = np.random.default_rng(1).normal(0, 3, (3, d))
    return np.concatenate(
        [np.random.default_rng(i).normal(c, 1 + i, (n // 3, d)) for i, c in enumerate(centres)]
    )


def tape_of(
    points: np.ndarray, covariance: str, ridge: float = 0.0, k: int = 3, most: int = 40
) -> Tape[Frame]:
    begins = start(points, k, "k-means++", 0, covariance)
    return record_em(points, begins, covariance, ridge, max_iterations=most)


@pytest.mark.parametrize("ridge", RIDGES)
@pytest.mark.parametrize("covariance", COVARIANCES)
@pytest.mark.parametrize("d", [2, 4])
def test_constraint_and_ridge_are_found(d: int, covariance: str, ridge: float) -> None:
    fit = find_fit(tape_of(cloud(d=d), covariance, ridge))
    assert fit is not None
    assert fit.covariance == covariance
    assert fit.ridge == pytest.approx(ridge, rel=1e-9, abs=0)
    if ridge in RIDGES[:3]:
        assert fit.ridge == ridge  # as somebody has typed it


def test_columns_of_other_sizes_and_weights_do_not_hide_it() -> None:
    points = cloud() * [1e-3, 1e4] + [5, -1e6]
    weights = np.random.default_rng(0).integers(0, 4, len(points))
    begins = start(points, 2, "k-means++", 0, "diag", weights=weights)
    tape = record_em(points, begins, "diag", 1e-5, weights=weights, max_iterations=20)
    fit = find_fit(tape)
    assert fit is not None
    assert fit.covariance == "diag"


def test_where_constraints_are_the_same_the_first_is_named() -> None:
    assert find_fit(tape_of(cloud(d=1), "spherical")) == Fit("full", 0.0)
    assert find_fit(tape_of(cloud(), "tied", k=1)) == Fit("full", 0.0)


def test_a_tape_without_an_m_step_might_have_been_any() -> None:
    assert find_fit(tape_of(cloud(), "diag", most=0)) == Fit("full", 0.0)


def test_other_m_steps_are_not_explained() -> None:
    tape = tape_of(cloud(), "full")
    last = tape.frames[-1]
    wider = last.mixture._replace(covariances=last.mixture.covariances * 1.01)
    other = tape._replace(frames=(*tape.frames[:-1], last._replace(mixture=wider)))
    assert find_fit(other) is None


def test_rounding_is_no_ridge() -> None:
    tape = tape_of(cloud(), "tied")
    last = tape.frames[-1]
    rounded = last.mixture._replace(covariances=last.mixture.covariances * (1 + 1e-14))
    other = tape._replace(frames=(*tape.frames[:-1], last._replace(mixture=rounded)))
    assert find_fit(other) == Fit("tied", 0.0)
