"""Missing values: against complete data, a direct maximisation and finite differences."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.stats import multivariate_normal

from gmm import COVARIANCES, STARTS, Mixture, e_step, lower_bound, m_step, record_em, start
from gmm.missing import (
    IncompleteTape,
    as_incomplete,
    e_step_known,
    find_patterns,
    foresee_rest,
    log_joint_known,
    m_step_known,
    record_incomplete,
    start_incomplete,
)
from gmm.points import FloatArray
from tests.present import present


def clouds(n: int = 150, d: int = 3, seed: int = 0) -> FloatArray:
    rng = np.random.default_rng(seed)
    tilt = rng.normal(size=(d, d))
    return rng.normal(size=(n, d)) @ tilt + 4 * rng.integers(2, size=(n, 1))


def pierce(points: FloatArray, share: float = 0.25, seed: int = 1) -> FloatArray:
    """Any cell, but for those of the first two rows: a row may lose all of them."""
    holes = np.random.default_rng(seed).random(points.shape) < share
    holes[:2] = False
    return np.where(holes, np.nan, points)


def known_log_likelihood(points: FloatArray, mixture: Mixture) -> float:
    """Point by point with SciPy's density of the known columns."""
    total = 0.0
    for point in points:
        known = np.flatnonzero(~np.isnan(point))
        if len(known):
            total += np.log(
                sum(
                    weight
                    * multivariate_normal.pdf(point[known], mean[known], cov[np.ix_(known, known)])
                    for weight, mean, cov in zip(*mixture, strict=True)
                )
            )
    return float(total)


# ------------------------------------------------------------------------------ no holes


@pytest.mark.parametrize("n", [60, 1200])
@pytest.mark.parametrize("kind", COVARIANCES)
def test_without_a_hole_it_is_em_itself(kind: str, n: int) -> None:
    points = clouds(n)
    weights = np.random.default_rng(3).integers(0, 4, n).astype(float)
    begin = start(points, 3, "k-means++", 1, kind, weights=weights)
    ours = record_incomplete(points, begin, kind, 1e-3, weights=weights)
    theirs = record_em(points, begin, kind, 1e-3, weights=weights)
    assert (ours.stopped, len(ours.frames)) == (theirs.stopped, len(theirs.frames))
    assert ours.rest == pytest.approx(present(theirs.rest), rel=1e-4, abs=1e-9)
    for mine, yours in zip(ours.frames, theirs.frames, strict=True):
        assert mine.phase == yours.phase
        assert mine.log_likelihood == pytest.approx(yours.log_likelihood, rel=1e-10)
        assert (mine.bound is None) == (yours.bound is None)
        if mine.bound is not None:
            assert mine.bound == pytest.approx(present(yours.bound), rel=1e-10)
        for a, b in zip(mine.mixture, yours.mixture, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("method", STARTS)
def test_without_a_hole_the_start_is_the_start(method: str) -> None:
    points = clouds()
    for mine, yours in zip(
        start_incomplete(points, 3, method, 5), start(points, 3, method, 5), strict=True
    ):
        np.testing.assert_array_equal(mine, yours)


# ------------------------------------------------------------------------------ with holes


@pytest.mark.parametrize("kind", COVARIANCES)
def test_the_log_likelihood_is_that_of_the_known_cells(kind: str) -> None:
    points = pierce(clouds(60))
    mixture = start_incomplete(points, 2, "k-means++", 0, kind)
    weights = np.arange(60) % 3.0
    gamma, value = e_step_known(points, mixture)
    assert value == pytest.approx(known_log_likelihood(points, mixture), rel=1e-12)
    np.testing.assert_allclose(gamma.sum(axis=1), 1)
    often = e_step_known(points, mixture, weights=weights)[1]
    twice = np.repeat(points, weights.astype(int), axis=0)
    assert often == pytest.approx(e_step_known(twice, mixture)[1], rel=1e-12)


def test_the_m_step_counts_expected_cells_and_their_spread() -> None:
    # Point by point, as the formulas say.
    points = pierce(clouds(40))
    points = points[~np.isnan(points).all(axis=1)]
    mixture = start_incomplete(points, 2, "k-means++", 0)
    gamma, _ = e_step_known(points, mixture)
    fitted = m_step_known(points, gamma, mixture)
    for k in range(2):
        mean, covariance = mixture.means[k], mixture.covariances[k]
        filled, left = [], []
        for point in points:
            m, o = np.flatnonzero(np.isnan(point)), np.flatnonzero(~np.isnan(point))
            slope = covariance[np.ix_(m, o)] @ np.linalg.inv(covariance[np.ix_(o, o)])
            complete, spread = point.copy(), np.zeros((3, 3))
            complete[m] = mean[m] + slope @ (point[o] - mean[o])
            spread[np.ix_(m, m)] = covariance[np.ix_(m, m)] - slope @ covariance[np.ix_(o, m)]
            filled.append(complete)
            left.append(spread)
        share = gamma[:, k]
        new = np.average(filled, axis=0, weights=share)
        away = np.array(filled) - new
        scatter = np.average(
            away[:, :, None] * away[:, None] + np.array(left), axis=0, weights=share
        )
        np.testing.assert_allclose(fitted.means[k], new, rtol=1e-10)
        np.testing.assert_allclose(fitted.covariances[k], scatter, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(fitted.weights, gamma.mean(axis=0), rtol=1e-12)


def test_an_m_step_without_holes_is_the_m_step() -> None:
    points = clouds(50)
    gamma = np.random.default_rng(0).dirichlet(np.ones(3), 50)
    mixture = start(points, 3, "k-means++", 0)
    mine = m_step_known(points, gamma, mixture, "tied", 0.1)
    for a, b in zip(mine, m_step(points, gamma, "tied", 0.1), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-11, atol=1e-12)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    share=st.floats(0, 0.6),
    kind=st.sampled_from(list(COVARIANCES)),
    k=st.integers(1, 3),
    d=st.integers(1, 4),
)
def test_the_log_likelihood_climbs_and_the_bound_stays_below(
    seed: int, share: float, kind: str, k: int, d: int
) -> None:
    points = pierce(clouds(40, d, seed), share, seed + 1)
    begin = start_incomplete(points, k, "random points", seed, kind)
    tape = record_incomplete(points, begin, kind, max_iterations=25)
    values = np.array([frame.log_likelihood for frame in tape.frames])
    assert (np.diff(values) >= -1e-9 * np.abs(values[1:]) - 1e-9).all()
    for frame in tape.frames[1:]:
        assert present(frame.bound) <= frame.log_likelihood + 1e-9 * abs(frame.log_likelihood)
    for before, after in zip(tape.frames[1::2], tape.frames[2::2], strict=False):
        assert present(after.bound) >= before.log_likelihood - 1e-9 * abs(before.log_likelihood)


def test_the_bound_is_the_bound() -> None:
    # Without a hole gmm.em knows it; here with the component that owns each point unclear.
    points = clouds(80)
    tape = record_incomplete(points, start(points, 3, "one place", 0), max_iterations=4)
    for e, m in zip(tape.frames[1::2], tape.frames[2::2], strict=True):
        gamma, _ = e_step(points, e.mixture)
        assert m.bound == pytest.approx(lower_bound(points, gamma, m.mixture), rel=1e-11)


def unpack(numbers: FloatArray, k: int, d: int, kind: str) -> Mixture:
    """Any numbers to a mixture: softmax weights, means, roots of covariances."""
    weights = np.exp(numbers[:k] - numbers[:k].max())
    means = numbers[k : k + k * d].reshape(k, d)
    rest = numbers[k + k * d :]
    if kind == "full":
        rows, columns = np.tril_indices(d)
        roots = np.zeros((k, d, d))
        roots[:, rows, columns] = rest.reshape(k, -1)
        covariances = roots @ roots.transpose(0, 2, 1)
    else:
        covariances = np.exp(rest)[:, None, None] * np.eye(d)
    return Mixture(weights / weights.sum(), means, covariances)


def pack(mixture: Mixture, kind: str) -> FloatArray:
    d = mixture.means.shape[1]
    rest = (
        np.linalg.cholesky(mixture.covariances)[:, *np.tril_indices(d)].ravel()
        if kind == "full"
        else np.log(mixture.covariances[:, 0, 0])
    )
    return np.concatenate([np.log(mixture.weights), mixture.means.ravel(), rest])


@pytest.mark.parametrize("kind", ["full", "spherical"])
def test_it_ends_where_a_direct_maximisation_ends(kind: str) -> None:
    points = pierce(clouds(60, 2, seed=4))
    begin = start_incomplete(points, 2, "k-means++", 0, kind)
    tape = record_incomplete(points, begin, kind, tolerance=1e-9)
    assert tape.stopped == "converged"

    def lack(numbers: FloatArray) -> float:
        return -e_step_known(points, unpack(numbers, 2, 2, kind))[1]

    direct = minimize(lack, pack(begin, kind), method="BFGS", tol=1e-6)
    reached = tape.frames[-1].log_likelihood
    assert reached == pytest.approx(-direct.fun, abs=1e-6)
    ours, theirs = tape.frames[-1].mixture, unpack(direct.x, 2, 2, kind)
    for a, b in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("kind", ["full", "spherical"])
def test_the_gradient_is_zero_at_the_end(kind: str) -> None:
    points = pierce(clouds(100, 3, seed=2))
    begin = start_incomplete(points, 2, "k-means++", 0, kind)
    tape = record_incomplete(points, begin, kind, tolerance=1e-10)
    at = pack(tape.frames[-1].mixture, kind)

    def slope(x: FloatArray, i: int) -> float:
        step = 1e-5 * np.eye(len(x))[i]
        high, low = (known_log_likelihood(points, unpack(x + s, 2, 3, kind)) for s in (step, -step))
        return (high - low) / 2e-5

    slopes = [slope(at, i) for i in range(len(at))]
    assert np.abs(slopes).max() < 1e-3
    assert max(abs(slope(pack(begin, kind), i)) for i in range(len(at))) > 1


@pytest.mark.parametrize("kind", COVARIANCES)
def test_weights_are_repeated_rows(kind: str) -> None:
    points = pierce(clouds(50))
    weights = np.arange(50) % 4.0
    repeated = np.repeat(points, weights.astype(int), axis=0)
    begin = start_incomplete(points, 2, "farthest first", 0, kind)
    mine = record_incomplete(points, begin, kind, max_iterations=12, weights=weights)
    yours = record_incomplete(repeated, begin, kind, max_iterations=12)
    for a, b in zip(mine.frames, yours.frames, strict=True):
        assert a.log_likelihood == pytest.approx(b.log_likelihood, rel=1e-11)
        for x, y in zip(a.mixture, b.mixture, strict=True):
            np.testing.assert_allclose(x, y, rtol=1e-9, atol=1e-10)


def test_the_order_of_columns_does_not_matter() -> None:
    points = pierce(clouds(80, 4))
    order = np.array([2, 0, 3, 1])
    begin = start_incomplete(points, 2, "k-means++", 0)
    turned = Mixture(
        begin.weights, begin.means[:, order], begin.covariances[:, order[:, None], order]
    )
    mine = record_incomplete(points, begin, max_iterations=15).frames[-1]
    yours = record_incomplete(points[:, order], turned, max_iterations=15).frames[-1]
    assert mine.log_likelihood == pytest.approx(yours.log_likelihood, rel=1e-11)
    np.testing.assert_allclose(mine.mixture.means[:, order], yours.mixture.means, rtol=1e-8)


def test_units_do_not_matter() -> None:
    points = pierce(clouds(80, 2))
    begin = start_incomplete(points, 2, "k-means++", 0)
    size = np.array([1e6, 1e-5])
    other = start_incomplete(points * size + 3, 2, "k-means++", 0)
    np.testing.assert_allclose(other.means, begin.means * size + 3, rtol=1e-6)


# ------------------------------------------------------------------------------ rules and ends


def test_a_row_without_a_known_cell_changes_nothing() -> None:
    points = pierce(clouds(60))
    more = np.vstack([points, np.full((5, 3), np.nan)])
    begin = start_incomplete(points, 2, "k-means++", 0)
    for a, b in zip(start_incomplete(more, 2, "k-means++", 0), begin, strict=True):
        np.testing.assert_array_equal(a, b)
    mine, yours = record_incomplete(more, begin), record_incomplete(points, begin)
    assert mine.points.shape == (65, 3)
    assert mine.frames[-1].log_likelihood == yours.frames[-1].log_likelihood
    gamma, _ = e_step_known(more, begin)
    np.testing.assert_allclose(gamma[-1], begin.weights)
    np.testing.assert_array_equal(log_joint_known(more, begin)[-1], np.log(begin.weights))


def test_a_column_without_a_known_cell_is_refused() -> None:
    points = clouds(20)
    mixture = start(points, 2, "k-means++", 0)
    points[:, 1] = np.nan
    calls: list[Callable[[], object]] = [
        lambda: start_incomplete(points, 2, "k-means++", 0),
        lambda: record_incomplete(points, mixture),
        lambda: m_step_known(points, np.full((20, 2), 0.5), mixture),
    ]
    for call in calls:
        with pytest.raises(ValueError, match=r"Column 1 of the points .* Leave the column out"):
            call()
    with pytest.raises(ValueError, match="Column 0"):
        record_incomplete(np.full((3, 3), np.nan), mixture)


def test_what_is_neither_a_number_nor_missing_is_refused() -> None:
    with pytest.raises(ValueError, match="Row 1, column 0"):
        as_incomplete([[1.0, np.nan], [np.inf, 2.0]])
    with pytest.raises(ValueError, match="3 columns"):
        record_incomplete(clouds(20), start(clouds(20, 2), 2, "k-means++", 0))


def test_rows_are_put_together_by_what_they_lack() -> None:
    points = np.array([[1.0, np.nan], [2, 3], [np.nan, np.nan], [4, np.nan]])
    patterns = find_patterns(points)
    found = {tuple(p.missing): (p.rows.tolist(), p.columns.tolist()) for p in patterns}
    assert found == {(): ([1], [[2], [3]]), (1,): ([0, 3], [[1, 4]])}


def test_a_collapse_ends_the_run_with_its_reason() -> None:
    points = np.array([[0.0, 0.0], [0.0, 0.0], [5, 5.1], [6, 5.9], [7, 7.3], [6.5, np.nan]])
    begin = Mixture(
        np.array([0.5, 0.5]), np.array([[0.0, 0.0], [6, 6]]), np.stack([np.eye(2) * 0.1] * 2)
    )
    tape = record_incomplete(points, begin)
    assert (tape.stopped, tape.collapsed, tape.cause) == ("collapsed", 0, "point")
    assert tape.rest is None
    assert tape.frames[-1].phase == "E"


def test_components_that_are_alike_end_as_identical() -> None:
    points = pierce(clouds(40, 2))
    one = start_incomplete(points, 1, "k-means++", 0)
    two = Mixture(np.full(2, 0.5), np.repeat(one.means, 2, 0), np.repeat(one.covariances, 2, 0))
    assert record_incomplete(points, two).stopped == "identical"


def gains_after(tape: IncompleteTape, points: FloatArray) -> float:
    onward = record_incomplete(points, tape.frames[-1].mixture, tolerance=0, max_iterations=3000)
    return onward.frames[-1].log_likelihood - tape.frames[-1].log_likelihood


@pytest.mark.parametrize("seed", range(2))
def test_a_run_that_has_converged_has_next_to_nothing_left(seed: int) -> None:
    points = pierce(clouds(120, 2, seed), 0.3, seed)
    tape = record_incomplete(points, start_incomplete(points, 2, "k-means++", seed))
    assert tape.stopped == "converged"
    assert present(tape.rest) <= 5e-4
    assert gains_after(tape, points) < 5e-3


def test_the_rest_is_that_of_a_geometric_series() -> None:
    values = [10 - 0.5**i for i in range(5)]
    assert foresee_rest(values) == pytest.approx(0.5**4)
    assert foresee_rest([1.0, 2.0]) == np.inf
    assert foresee_rest([0.0, 1.0, 3.0]) == np.inf
    assert foresee_rest([5.0, 5.0, 5.0]) == 0


def test_what_is_on_the_tape_stays_as_it_is() -> None:
    points = pierce(clouds(30, 2))
    tape = record_incomplete(points, start_incomplete(points, 2, "k-means++", 0), max_iterations=0)
    assert tape.stopped == "max_iterations"
    assert tape.rest == np.inf
    points[:] = 0
    assert np.isnan(tape.points).any()
    with pytest.raises(ValueError, match="read-only"):
        tape.points[0] = 1
