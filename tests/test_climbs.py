"""Climbs end where tapes do, and at scikit-learn's optima."""

import re

import numpy as np
import pytest
from numpy.testing import assert_allclose
from sklearn.mixture import GaussianMixture

from gmm import COVARIANCES, Mixture, climbs, record_em, start, start_at
from gmm.climbs import Climb, climb
from gmm.data.datasets import DATASETS
from gmm.points import FloatArray
from gmm.scaling import scale


def load(name: str) -> FloatArray:
    return scale(DATASETS[name].make(300, 0).points, "auto")[0]


def clusters(n: int, d: int, k: int = 4, seed: int = 0) -> FloatArray:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, d)) + rng.uniform(0, 7, size=(k, d))[rng.integers(k, size=n)]


def compare(
    points: FloatArray,
    starts: list[Mixture],
    *how: object,
    weights: FloatArray | None = None,
    rtol: float = 1e-6,
) -> tuple[Climb, ...]:
    """Hold each end against its tape's."""
    ends = climb(points, starts, *how, weights=weights)  # type: ignore[arg-type]
    assert len(ends) == len(starts)
    for begin, end in zip(starts, ends, strict=True):
        tape = record_em(points, begin, *how, weights=weights)  # type: ignore[arg-type]
        last = tape.frames[-1]
        assert (end.stopped, end.iterations) == (tape.stopped, last.iteration)
        assert (end.collapsed, end.cause) == (tape.collapsed, tape.cause)
        assert end.log_likelihood == pytest.approx(last.log_likelihood, rel=1e-9)
        for own, taped in zip(end.mixture, last.mixture, strict=True):
            assert_allclose(own, taped, rtol=rtol, atol=1e-7)
        assert (end.rest is None) == (tape.rest is None)
        assert end.rest is None or end.rest == pytest.approx(tape.rest, rel=1e-2, abs=1e-7)
    return ends


@pytest.mark.parametrize("kind", COVARIANCES)
@pytest.mark.parametrize(
    ("name", "k", "methods"),
    [
        ("Old Faithful", 3, ("k-means++", "random points", "farthest first")),
        ("Galaxy velocities", 3, ("k-means++", "k-means", "random points")),
        ("Iris petals", 4, ("k-means++", "random points", "one place")),
        ("Crabs", 3, ("k-means", "random points", "farthest first")),
    ],
)
def test_each_ends_as_its_tape_does(name: str, k: int, methods: tuple[str, ...], kind: str) -> None:
    points = load(name)
    compare(points, [start(points, k, method, 3, kind) for method in methods], kind)


@pytest.mark.parametrize("d", [1, 2, 4])
@pytest.mark.parametrize("n", [150, 1200])
def test_points_may_count_more_than_once_and_a_ridge_may_be_added(d: int, n: int) -> None:
    points = clusters(n, d)
    often = np.random.default_rng(1).integers(0, 5, size=n).astype(np.float64) / 8
    for kind, ridge in (("full", 0.0), ("diag", 0.05), ("tied", 0.02)):
        starts = [start(points, 4, "random points", seed, kind, weights=often) for seed in (1, 2)]
        compare(points, starts, kind, ridge, weights=often)


def test_a_short_limit_a_loose_rule_and_none_at_all() -> None:
    points = clusters(300, 2)
    starts = [start(points, 3, "k-means++", seed) for seed in range(6)]
    found = {end.stopped for end in compare(points, starts, "full", 0.0, 5e-4, 110)}
    assert found == {"converged", "max_iterations"}
    compare(points, starts, "full", 0.0, 1.0)
    for most in (0, 1, 5):
        ends = compare(points, starts, "full", 0.0, 0.0, most)
        assert {(end.stopped, end.iterations) for end in ends} == {("max_iterations", most)}


def test_components_that_are_alike_stay_so() -> None:
    points = clusters(120, 2)
    one = start_at(points, np.repeat(points.mean(axis=0)[np.newaxis], 2, axis=0))
    other = start(points, 2, "k-means++", 0)
    ends = compare(points, [one, other])
    assert [end.stopped for end in ends] == ["identical", "converged"]


@pytest.mark.parametrize("d", [1, 2, 3])
def test_a_collapse_ends_one_run_and_no_other(d: int) -> None:
    points = clusters(60, d)
    points[:3] = points[0]  # three equal points
    starts = [start(points, 2, "k-means++", seed) for seed in range(3)]
    weights, means, covariances = starts[0]
    sitting = Mixture(weights, np.stack([points[0], means[1]]), covariances.copy())
    sitting.covariances[0] = 1e-4 * np.eye(d)
    void = Mixture(np.array([0.0, 1.0]), means, covariances)
    far = Mixture(weights, np.stack([means[0] + 1e4, means[1]]), covariances)
    ends = compare(points, [starts[1], sitting, void, far, starts[2]])
    assert [end.cause for end in ends] == [None, "point", "empty", "empty", None]
    assert [end.collapsed for end in ends] == [None, 0, 0, 0, None]


def test_points_on_a_line_collapse_as_a_line() -> None:
    along = np.linspace(0, 1, 40)
    points = np.concatenate([np.column_stack([along, 2 * along]), clusters(80, 2) + 5])
    starts = [start_at(points, points[[10, seed]]) for seed in (60, 90)]
    ends = compare(points, starts)
    assert {end.cause for end in ends} == {"line"}


@pytest.mark.parametrize("far", [1e3, 1e7])
def test_narrow_components_far_from_zero_keep_their_digits(far: float) -> None:
    rng = np.random.default_rng(0)
    points = np.concatenate([rng.normal(size=(100, 2)), 1e-4 * rng.normal(size=(50, 2)) + 3]) + far
    starts = [start(points, 2, "k-means++", seed) for seed in range(3)]
    compare(points, starts, rtol=1e-5)


def test_what_features_cannot_do_is_done_carefully(monkeypatch: pytest.MonkeyPatch) -> None:
    points = clusters(200, 2)
    starts = [start(points, 4, "random points", seed) for seed in range(4)]
    plain = climb(points, starts)
    monkeypatch.setattr(climbs, "HARMLESS", 0.0)
    careful = climb(points, starts)
    for one, other in zip(plain, careful, strict=True):
        assert (one.stopped, one.iterations) == (other.stopped, other.iterations)
        assert one.log_likelihood == pytest.approx(other.log_likelihood, rel=1e-12)


def test_a_run_does_not_depend_on_those_beside_it() -> None:
    points = clusters(700, 2)
    starts = [start(points, 5, "random points", seed) for seed in range(40)]
    together = climb(points, starts)
    for which in (0, 17, 39):
        (alone,) = climb(points, [starts[which]])
        assert alone.iterations == together[which].iterations
        assert alone.log_likelihood == pytest.approx(together[which].log_likelihood, rel=1e-12)


@pytest.mark.parametrize("kind", COVARIANCES)
def test_scikit_learn_stays_at_the_optima(kind: str) -> None:
    points = load("Old Faithful")
    k = 3
    for end in climb(
        points, [start(points, k, "k-means++", seed, kind) for seed in range(3)], kind
    ):
        assert end.stopped == "converged"
        weights, means, covariances = end.mixture
        precisions = np.linalg.inv(covariances)
        given = {
            "full": precisions,
            "tied": precisions[0],
            "diag": np.diagonal(precisions, axis1=1, axis2=2),
            "spherical": precisions[:, 0, 0],
        }[kind]
        theirs = GaussianMixture(
            *(k,), covariance_type=kind, reg_covar=0, tol=1e-9, max_iter=5000, weights_init=weights,
            means_init=means, precisions_init=given,
        ).fit(points)  # fmt: skip
        reached = theirs.score(points) * len(points)
        assert -1e-9 < reached - end.log_likelihood < 1e-3


def test_what_is_not_valid_is_refused_in_a_sentence() -> None:
    points = clusters(50, 2)
    begin = start(points, 2, "k-means++", 0)
    for starts, told in (
        ([], "There are no starts"),
        ([begin, start(points, 3, "k-means++", 0)], "Start 1 (from 0) has means of shape (3, 2)"),
        ([start(points[:, :1], 2, "k-means++", 0)], "The points have 2 columns"),
        ([begin, begin._replace(covariances=-begin.covariances)], "not positive definite"),
    ):
        with pytest.raises(ValueError, match=re.escape(told)):
            climb(points, starts)
    for how, told in (
        (("oval",), "covariance is 'oval'"),
        (("full", -1.0), "The ridge is -1.0"),
        (("full", 0.0, np.nan), "The tolerance is nan"),
        (("full", 0.0, 1e-3, -1), "The most iterations are -1"),
    ):
        with pytest.raises(ValueError, match=re.escape(told)):
            climb(points, [begin], *how)
