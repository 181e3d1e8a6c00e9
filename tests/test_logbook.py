"""The logbook: one promise for all climbers, and what a frame has cost."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from gmm import Mixture, e_step, record_em
from gmm.ascent import record_ascent
from gmm.logbook import Logged, log_em
from gmm.quasi_newton import record_quasi_newton
from gmm.squarem import record_squarem
from tests.climbing import prepare
from tests.present import present

Climber = Callable[..., Logged]

CLIMBERS: list[Climber] = [log_em, record_ascent, record_squarem, record_quasi_newton]


def test_ems_tape_is_that_of_the_recorder() -> None:
    points, mixture, weights = prepare("Old Faithful", 2, "full")
    logged = log_em(points, mixture, tolerance=1e-6, weights=weights)
    tape = record_em(points, mixture, tolerance=1e-6, weights=weights)
    assert [f.log_likelihood for f in logged.tape.frames] == [f.log_likelihood for f in tape.frames]
    assert logged.tape.stopped == tape.stopped == "converged"
    # A look at the start, and one for each M-step.
    assert logged.evaluations == tuple(1 + i // 2 for i in range(len(tape.frames)))
    assert logged.seconds[:2] == (0, 0)


@pytest.mark.parametrize("climb", CLIMBERS)
def test_costs_never_shrink_and_have_one_entry_for_each_frame(climb: Climber) -> None:
    points, mixture, weights = prepare("Penguins", 3, "full")
    tape, evaluations, seconds = climb(points, mixture, "full", weights=weights)
    assert len(evaluations) == len(seconds) == len(tape.frames)
    assert evaluations[0] == 1
    assert (np.diff(evaluations) >= 0).all()
    assert (np.diff(seconds) >= 0).all()
    assert tape.weights is None
    assert not tape.points.flags.writeable
    last = tape.frames[-1]
    assert not last.mixture.means.flags.writeable
    assert last.log_likelihood == pytest.approx(e_step(points, last.mixture)[1], abs=1e-8)


@pytest.mark.parametrize("climb", CLIMBERS[1:])
def test_frames_are_whole_steps(climb: Climber) -> None:
    points, mixture, _ = prepare("Old Faithful", 2, "full")
    tape = climb(points, mixture).tape
    frames = tape.frames
    assert repr(tape).startswith("Tape of whole steps: 272 points, 2 columns, K = 2")
    assert [frame.phase for frame in frames] == ["start", *["step"] * (len(frames) - 1)]
    assert [frame.iteration for frame in frames] == list(range(len(frames)))
    assert frames[0].responsible is None
    assert all(frame.responsible is frame.mixture for frame in frames[1:])
    assert all(frame.bound is None for frame in frames)


@pytest.mark.parametrize("climb", CLIMBERS)
@pytest.mark.parametrize("tolerance", [1e-2, 1e-6])
def test_converged_means_that_what_is_left_to_gain_is_below_the_tolerance(
    climb: Climber,
    tolerance: float,
) -> None:
    points, mixture, _ = prepare("Old Faithful", 2, "full")
    tape = climb(points, mixture, tolerance=tolerance).tape
    assert tape.stopped == "converged"
    assert present(tape.rest) <= tolerance
    best = record_em(points, tape.frames[-1].mixture, tolerance=1e-10).frames[-1].log_likelihood
    assert best - tape.frames[-1].log_likelihood <= tolerance


@pytest.mark.parametrize("climb", CLIMBERS)
@pytest.mark.parametrize("most", [0, 3])
def test_a_climb_ends_at_its_limit(climb: Climber, most: int) -> None:
    points, mixture, _ = prepare("Old Faithful", 3, "full")
    tape = climb(points, mixture, max_iterations=most).tape
    assert tape.stopped == "max_iterations"
    assert tape.frames[-1].iteration == most
    assert present(tape.rest) > 0


@pytest.mark.parametrize("climb", CLIMBERS)
def test_without_a_tolerance_no_climb_converges(climb: Climber) -> None:
    points, mixture, _ = prepare("Old Faithful", 2, "full")
    stopped = climb(points, mixture, tolerance=0, max_iterations=150).tape.stopped
    assert stopped in ("max_iterations", "rule")


@pytest.mark.parametrize("climb", CLIMBERS)
def test_components_that_are_alike_stay_alike_and_it_is_said(climb: Climber) -> None:
    points, mixture, _ = prepare("Old Faithful", 2, "full")
    same = mixture._replace(
        weights=np.array([0.5, 0.5]),
        means=np.tile(points.mean(axis=0) + 0.1, (2, 1)),
        covariances=np.tile(np.cov(points.T), (2, 1, 1)),
    )
    assert climb(points, same).tape.stopped == "identical"


@pytest.mark.parametrize("climb", CLIMBERS)
def test_where_the_likelihood_has_no_maximum_a_climb_stops(climb: Climber) -> None:
    """A narrow component stands at a place where many points are equal."""
    wide = np.random.default_rng(0).normal(size=(30, 1))
    points = np.concatenate([wide, np.full((10, 1), 0.25)])
    mixture = Mixture(
        np.array([0.7, 0.3]), np.array([[0.0], [0.25]]), np.array([[[1.0]], [[1e-3]]])
    )
    tape = climb(points, mixture, max_iterations=200).tape
    if climb is record_ascent:  # its steps are too short to get there
        assert tape.stopped == "max_iterations"
        assert tape.rest == np.inf
    else:
        assert tape.stopped == "collapsed"
        assert (tape.collapsed, tape.cause, tape.rest) == (1, "point", None)


@pytest.mark.parametrize("climb", CLIMBERS)
@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"tolerance": -1.0}, "tolerance"),
        ({"max_iterations": -1}, "iterations"),
        ({"covariance": "round"}, "covariance"),
        ({"weights": [1.0]}, "weights"),
    ],
)
def test_what_is_not_valid_is_refused(climb: Climber, wrong: dict[str, Any], word: str) -> None:
    points, mixture, _ = prepare("Old Faithful", 2, "full")
    with pytest.raises(ValueError, match=word):
        climb(points, mixture, **wrong)
