"""Widths along a run, and the likelihood that has no highest value."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose

from gmm import COVARIANCES, Mixture, e_step, record_em, start, start_at
from gmm.narrowing import let_collapse, measure_widths, narrow_down, put_on_point
from gmm.points import FloatArray
from gmm.tape import Frame, Tape

CLOUD = np.random.default_rng(0).normal(size=(40, 2))
COLUMN = np.column_stack([np.full(12, 9.0), np.random.default_rng(1).normal(size=12)])
TILTED = 30 + np.outer(np.random.default_rng(2).normal(size=12), [1.0, 2.0])
EQUAL = np.full((5, 2), 20.0)


def collapse(others: FloatArray, covariance: str = "full", n: int = 40) -> Tape[Frame]:
    points = np.concatenate([CLOUD[:n], others])
    begin = start_at(points, [[0.0, 0.0], others.mean(axis=0)], covariance)
    return record_em(points, begin, covariance)


def test_widths_are_the_eigenvalues_of_each_covariance() -> None:
    tape = record_em(CLOUD, start(CLOUD, 2, "k-means++", 0), max_iterations=3)
    widths = measure_widths(tape)
    assert widths.iterations.tolist() == [0, 1, 2, 3]
    for row, frame in enumerate(tape.frames[::2]):
        for k, covariance in enumerate(frame.mixture.covariances):
            assert widths.least[row, k] == pytest.approx(
                1 / np.linalg.norm(np.linalg.inv(covariance), 2)
            )
            assert widths.condition[row, k] == pytest.approx(np.linalg.cond(covariance))


def test_a_covariance_without_a_width_has_no_condition_number() -> None:
    flat = Mixture(np.ones(1), np.zeros((1, 2)), np.diag([1.0, 0.0])[np.newaxis])
    tape = Tape(CLOUD, (Frame("start", 0, flat, None, 0.0, None),), "collapsed", 0)
    widths = measure_widths(tape)
    assert (widths.least[0, 0], widths.condition[0, 0]) == (0, np.inf)


@pytest.mark.parametrize(
    ("others", "covariance", "directions", "number"),
    [
        (EQUAL, "full", 2, 5),
        (EQUAL, "diag", 2, 5),
        (EQUAL, "spherical", 2, 5),
        (COLUMN, "full", 1, 12),
        (COLUMN, "diag", 1, 12),
        (TILTED, "full", 1, 12),
    ],
)
def test_a_collapse_goes_on_without_end(
    others: FloatArray, covariance: str, directions: int, number: float
) -> None:
    tape = collapse(others, covariance)
    descent = let_collapse(tape, covariance)
    assert descent is not None
    assert descent.components == (1,)
    assert (descent.flat.sum(), descent.number) == (directions, number)
    assert descent.slope == directions * number
    widths = np.geomspace(1e-3, 1e-6, 4)
    rises = np.diff(narrow_down(tape, descent, widths))
    # Each tenth of the width gains the same again: n r ln 10.
    assert_allclose(rises, descent.slope * math.log(10), rtol=1e-3)


def test_only_the_flat_directions_are_narrowed() -> None:
    tape = collapse(COLUMN)
    descent = let_collapse(tape, "full")
    assert descent is not None
    weights, means, covariances = descent.mixture
    wide = covariances.copy()
    wide[1] = np.diag([0.3**2, COLUMN[:, 1].var()])
    _, wanted = e_step(tape.points, Mixture(weights, means, wide))
    assert narrow_down(tape, descent, np.array([0.3]))[0] == pytest.approx(wanted, abs=1e-3)


def test_tied_components_go_together() -> None:
    points = np.concatenate([COLUMN, COLUMN + np.array([5.0, 0.0])])
    begin = start_at(points, [[9.0, 0.0], [14.0, 0.0]], "tied")
    tape = record_em(points, begin, "tied")
    assert (tape.stopped, tape.cause) == ("collapsed", "line")
    descent = let_collapse(tape, "tied")
    assert descent is not None
    assert (descent.components, descent.number) == ((0, 1), 24)
    rises = np.diff(narrow_down(tape, descent, np.geomspace(1e-3, 1e-6, 4)))
    assert_allclose(rises, 24 * math.log(10), rtol=1e-6)


def test_of_several_that_collapse_at_once_one_goes_on() -> None:
    points = np.concatenate([COLUMN, EQUAL])
    begin = start_at(points, [[9.0, 0.0], [20.0, 20.0]])
    tape = record_em(points, begin._replace(covariances=np.stack([0.01 * np.eye(2)] * 2)))
    assert tape.frames[-1].iteration == 1
    descent = let_collapse(tape, "full")
    assert descent is not None
    rises = np.diff(narrow_down(tape, descent, np.geomspace(1e-3, 1e-6, 4)))
    assert_allclose(rises, descent.slope * math.log(10), rtol=1e-3)
    other = 1 - descent.components[0]
    before = tape.frames[-1].mixture.covariances[other]
    assert_allclose(descent.mixture.covariances[other], before)


def test_a_point_counts_as_often_as_its_weight_says() -> None:
    points = np.concatenate([CLOUD, EQUAL[:1]])
    weights = np.append(np.ones(40), 7.0)
    begin = start_at(points, [[0.0, 0.0], [20.0, 20.0]])
    tape = record_em(points, begin, weights=weights)
    descent = let_collapse(tape, "full")
    assert descent is not None
    assert descent.slope == 14
    twice = put_on_point(record_em(points, start(points, 1, "k-means++", 0), weights=weights))
    assert twice.slope in (2, 14)  # whichever point fits worst


def test_where_nothing_collapsed_or_nothing_is_left_nothing_descends() -> None:
    fine = record_em(CLOUD, start(CLOUD, 2, "k-means++", 0))
    assert fine.collapsed is None
    assert let_collapse(fine, "full") is None
    empty = record_em(CLOUD, start_at(CLOUD, [[0.0, 0.0], [1e4, 1e4]]))
    assert empty.cause == "empty"
    assert let_collapse(empty, "full") is None


@pytest.mark.parametrize("covariance", COVARIANCES)
def test_any_fit_is_beaten_by_a_component_more_on_one_point(covariance: str) -> None:
    tape = record_em(CLOUD, start(CLOUD, 2, "k-means++", 0, covariance), covariance)
    descent = put_on_point(tape)
    assert descent.components == (2,)
    assert (descent.number, descent.slope) == (1, 2)
    assert descent.mixture.weights.sum() == pytest.approx(1)
    assert descent.mixture.weights[2] == pytest.approx(1 / 40)
    found = narrow_down(tape, descent, np.geomspace(1e-2, 1e-10, 5))
    assert_allclose(np.diff(found), 2 * math.log(100), rtol=1e-4)
    # What the others lose to it is less than a nat: 39 ln(39/40).
    assert found[-1] > tape.frames[-1].log_likelihood + 30
