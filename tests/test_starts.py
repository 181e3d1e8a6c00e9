"""Starts: reproducible, valid whatever the points, and each what its name says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.cluster import KMeans, kmeans_plusplus

from gmm import COVARIANCES, STARTS, Mixture, e_step, record_kmeans, start, start_at
from gmm.covariance import narrow
from gmm.points import FloatArray, IntArray, column_scales
from gmm.starts import OLDER

CHOOSING = ["k-means++", "random points", "farthest first", "k-means++ (older)"]


def blobs(n: int = 200, d: int = 2, k: int = 3, seed: int = 0) -> FloatArray:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, d)) + 6 * rng.integers(k, size=(n, 1))


# Coarse values make duplicates, lines and constant columns; units make them small, large, far off.
awkward = st.tuples(st.integers(1, 20), st.integers(1, 3)).flatmap(
    lambda shape: st.builds(
        lambda grid, unit, origin: grid * unit + origin,
        arrays(np.float64, shape, elements=st.sampled_from([-2.0, 0.0, 1.0, 1.5])),
        arrays(np.float64, shape[1], elements=st.sampled_from([0.0, 1e-9, 1.0, 1e6])),
        st.sampled_from([0.0, 1e6]),
    )
)


def test_the_names_are_the_interfaces() -> None:
    assert list(STARTS) == [
        "k-means++",
        "k-means",
        "random points",
        "random responsibilities",
        "farthest first",
        "one place",
        "k-means++ (older)",
        "k-means (older)",
    ]
    assert OLDER == {"k-means++": "k-means++ (older)", "k-means": "k-means (older)"}


@pytest.mark.parametrize("kind", COVARIANCES)
@pytest.mark.parametrize("method", STARTS)
@settings(max_examples=40, deadline=None)
@given(points=awkward, k=st.integers(1, 5), seed=st.integers(0, 1000))
def test_every_start_is_a_valid_mixture_whatever_the_points(
    method: str, kind: str, points: FloatArray, k: int, seed: int
) -> None:
    k = min(k, len(np.unique(points, axis=0)))
    weights, means, covariances = mixture = start(points, k, method, seed, kind)
    d = points.shape[1]
    assert (weights.shape, means.shape, covariances.shape) == ((k,), (k, d), (k, d, d))
    assert (weights > 0).all()
    assert weights.sum() == pytest.approx(1)
    assert np.isfinite(means).all()
    np.testing.assert_array_equal(covariances, covariances.transpose(0, 2, 1))
    assert narrow(covariances, column_scales(points)).min() >= 1e-6
    gamma, log_likelihood = e_step(points, mixture)
    assert np.isfinite(log_likelihood)
    np.testing.assert_allclose(gamma.sum(axis=1), 1)
    if kind in ("diag", "spherical"):
        assert not covariances[:, ~np.eye(d, dtype=bool)].any()
    if kind == "spherical":
        diagonals = covariances[:, np.eye(d, dtype=bool)]
        np.testing.assert_array_equal(diagonals, np.repeat(diagonals[:, :1], d, axis=1))
    if kind == "tied":
        np.testing.assert_array_equal(covariances, np.repeat(covariances[:1], k, axis=0))


@pytest.mark.parametrize("method", STARTS)
def test_a_seed_gives_the_same_start_again(method: str) -> None:
    points = blobs()
    first, again, generator = (
        start(points, 3, method, seed) for seed in (7, 7, np.random.default_rng(7))
    )
    others = [start(points, 3, method, seed) for seed in range(8, 20)]
    for one, two, three in zip(first, again, generator, strict=True):
        np.testing.assert_array_equal(one, two)
        np.testing.assert_array_equal(one, three)
    assert any(not np.allclose(first.means, other.means) for other in others)


@pytest.mark.parametrize("method", CHOOSING)
@settings(deadline=None)
@given(points=awkward, seed=st.integers(0, 1000))
def test_chosen_points_are_distinct_points(method: str, points: FloatArray, seed: int) -> None:
    distinct = np.unique(points, axis=0)
    means = start(points, len(distinct), method, seed).means
    np.testing.assert_array_equal(np.unique(means, axis=0), distinct)


# Of the points 0, 1 and 3, with the first one given. The best of two trials: from 0 or 1 the
# point 3 unless both trials are the other one; from 3 it is as good to take 0 as 1: the first one.
SECOND = {
    "k-means++ (older)": ((0, [0, 1, 9]), (1, [1, 0, 4]), (2, [9, 4, 0])),
    "k-means++": ((0, [0, 1, 99]), (1, [1, 0, 24]), (2, [9, 4, 0])),
}


@pytest.mark.parametrize("method", SECOND)
def test_k_means_plus_plus_draws_by_squared_distance(method: str) -> None:
    points = np.array([[0.0], [1.0], [3.0]])
    second = {first: np.zeros(3) for first in range(3)}
    for seed in range(4000):
        first, then = start(points, 2, method, seed).means[:, 0]
        second[{0: 0, 1: 1, 3: 2}[first]][{0: 0, 1: 1, 3: 2}[then]] += 1
    for first, odds in SECOND[method]:
        drawn = second[first] / second[first].sum()
        np.testing.assert_allclose(drawn, np.array(odds) / sum(odds), atol=0.05)
        assert second[first].sum() == pytest.approx(4000 / 3, rel=0.1)
    assert second[0][1] > 0  # 1 % of those from 0, where trials are two


def potential(points: FloatArray, means: FloatArray) -> float:
    squares = np.square(points[:, np.newaxis] - means).sum(axis=2)
    return float(squares.min(axis=1).sum())


@pytest.mark.parametrize("k", [2, 3, 8, 12])
def test_k_means_plus_plus_is_as_near_to_the_points_as_scikit_learns(k: int) -> None:
    """2 + ln K trials: with one more or one less the means are several standard errors apart."""
    points = np.random.default_rng(k).normal(size=(400, 2))
    seeds = range(300)
    ours = [potential(points, start(points, k, "k-means++", seed).means) for seed in seeds]
    theirs = [potential(points, kmeans_plusplus(points, k, random_state=s)[0]) for s in seeds]
    noise = np.sqrt((np.var(ours) + np.var(theirs)) / len(seeds))
    assert np.mean(ours) == pytest.approx(np.mean(theirs), abs=3.5 * noise)
    older = [potential(points, start(points, k, OLDER["k-means++"], s).means) for s in seeds]
    assert np.mean(older) > np.mean(ours) + 6 * noise


def test_random_points_are_equally_likely() -> None:
    points = np.array([[0.0], [1.0], [30.0]])
    drawn = np.array([start(points, 1, "random points", seed).means[0, 0] for seed in range(3000)])
    for value in points[:, 0]:
        assert (drawn == value).mean() == pytest.approx(1 / 3, abs=0.04)


def test_farthest_first_is_always_the_farthest() -> None:
    points = blobs()
    for seed in range(5):
        means = start(points, 5, "farthest first", seed).means
        for taken in range(1, 5):
            away = np.linalg.norm(points[:, np.newaxis] - means[:taken], axis=2).min(axis=1)
            np.testing.assert_array_equal(means[taken], points[away.argmax()])


@pytest.mark.parametrize("method", ["k-means", "k-means (older)"])
def test_k_means_starts_where_k_means_ends(method: str) -> None:
    points = blobs(400)
    mixture = start(points, 3, method, seed=1)
    theirs = KMeans(3, init=mixture.means, n_init=1, tol=0).fit(points)
    np.testing.assert_allclose(mixture.means, theirs.cluster_centers_, atol=1e-10)
    assert len(record_kmeans(points, mixture.means).frames) == 5  # one iteration, one to see it
    if method == "k-means (older)":
        for k in range(3):
            own = points[theirs.labels_ == k]
            assert mixture.weights[k] == pytest.approx(len(own) / 400)
            np.testing.assert_allclose(mixture.covariances[k], np.cov(own.T, bias=True), atol=1e-10)


@pytest.mark.parametrize("kind", COVARIANCES)
@pytest.mark.parametrize("method", ["k-means++", "k-means"])
def test_k_means_and_its_start_begin_with_wide_components(method: str, kind: str) -> None:
    points, weights = blobs(300, seed=4), frequencies(300)
    mixture = start(points, 4, method, 2, kind, weights=weights)
    given = start_at(points, mixture.means, kind, weights=weights)
    assert_same(mixture, given._replace(covariances=2 * given.covariances), rtol=0)


def test_a_cluster_of_one_point_gets_the_covariance_of_a_given_start() -> None:
    points = np.concatenate([blobs(50, k=1), [[100.0, 100.0]]])
    mixture = start(points, 2, "k-means (older)", seed=0)
    lone = int(mixture.means[:, 0].argmax())
    np.testing.assert_allclose(mixture.means[lone], [100, 100])
    spare = start_at(points, mixture.means).covariances
    np.testing.assert_allclose(mixture.covariances[lone], spare[lone])
    np.testing.assert_allclose(
        mixture.covariances[1 - lone], np.cov(points[:50].T, bias=True), atol=1e-10
    )


def test_random_responsibilities_are_one_blurred_m_step() -> None:
    points = blobs(500)
    mixture = start(points, 3, "random responsibilities", seed=0)
    apart = (mixture.means - points.mean(axis=0)) / points.std(axis=0)
    assert 0 < np.abs(apart).max() < 0.25
    np.testing.assert_allclose(mixture.weights, 1 / 3, atol=0.06)


def test_one_place_is_one_place() -> None:
    points = blobs(500)
    mixture = start(points, 3, "one place", seed=0)
    apart = (mixture.means - points.mean(axis=0)) / points.std(axis=0)
    assert 0 < np.abs(apart).max() < 0.05
    assert len(np.unique(mixture.means, axis=0)) == 3


@pytest.mark.parametrize("d", [1, 2, 3])
def test_given_means_share_the_volume_of_the_datas_ellipse(d: int) -> None:
    points = blobs(d=d)
    means = np.arange(4.0 * d).reshape(4, d)
    mixture = start_at(points, means)
    np.testing.assert_array_equal(mixture.means, means)
    assert mixture.means is not means
    np.testing.assert_array_equal(mixture.weights, np.full(4, 0.25))
    own = np.cov(points.T, bias=True).reshape(d, d)
    np.testing.assert_allclose(mixture.covariances, np.stack([own * 4 ** (-2 / d)] * 4))
    volumes = np.sqrt(np.linalg.det(mixture.covariances))
    assert volumes.sum() == pytest.approx(np.sqrt(np.linalg.det(own)))


def test_flat_data_get_the_documented_width() -> None:
    line = np.outer(np.linspace(-1, 1, 50), [1.0, 1.0])
    flat = start_at(line, [[0.0, 0.0]]).covariances[0] / line.var(axis=0)[0]
    assert np.linalg.eigvalsh(flat)[0] == pytest.approx(1e-6, rel=1e-6)
    constant = np.column_stack([np.linspace(-1, 1, 50), np.full(50, 0.1)])
    spreads = np.sqrt(np.diag(start_at(constant, [[0.0, 0.0]]).covariances[0]))
    np.testing.assert_allclose(spreads, constant[:, 0].std() * np.array([1, 1e-3]))
    equal = start_at(np.full((5, 2), 7.0), [[7.0, 7.0]])
    np.testing.assert_allclose(equal.covariances[0], 1e-6 * np.eye(2))


@pytest.mark.parametrize("method", STARTS)
def test_a_start_that_cannot_be_says_what_to_do(method: str) -> None:
    points = np.array([[0.0, 0.0]] * 5 + [[1.0, 0.0]] * 5)
    with pytest.raises(ValueError, match=r"only 2\. Ask for at most 2"):
        start(points, 3, method, seed=0)
    with pytest.raises(ValueError, match="at least 1"):
        start(points, 0, method, seed=0)


def test_unknown_names_are_answered_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"'guess'; pick one of k-means\+\+, k-means"):
        start(blobs(), 2, "guess", seed=0)
    with pytest.raises(ValueError, match="means have 1 columns, but the points have 2"):
        start_at(blobs(), [[1.0]])


def test_points_are_left_alone() -> None:
    points = blobs()
    copy = points.copy()
    points.flags.writeable = False
    for method in STARTS:
        means = start(points, 3, method, seed=0).means
        assert np.shares_memory(means, points) is False
    np.testing.assert_array_equal(points, copy)


def frequencies(n: int, seed: int = 0) -> IntArray:
    return np.random.default_rng(seed).integers(0, 4, size=n)


def assert_same(one: Mixture, other: Mixture, rtol: float = 1e-10) -> None:
    for mine, yours in zip(one, other, strict=True):
        np.testing.assert_allclose(mine, yours, rtol=rtol, atol=rtol)


@pytest.mark.parametrize("kind", COVARIANCES)
@pytest.mark.parametrize("d", [1, 2, 3])
def test_a_given_start_on_weights_is_that_on_repeated_rows(d: int, kind: str) -> None:
    points, weights = 1e3 + blobs(d=d), frequencies(200)
    means = 1e3 + np.arange(4.0 * d).reshape(4, d)
    rows = np.repeat(points, weights, axis=0)
    expected = start_at(rows, means, kind)
    assert_same(start_at(points, means, kind, weights=weights), expected)
    assert_same(start_at(points, means, kind, weights=0.01 * weights), expected)
    # This one's draws do not depend on how many rows there are.
    assert_same(
        start(points, 3, "one place", 5, kind, weights=weights),
        start(rows, 3, "one place", 5, kind),
    )


@pytest.mark.parametrize("method", STARTS)
def test_weights_of_one_give_the_very_start_of_no_weights(method: str) -> None:
    points = blobs()
    one, other = (start(points, 3, method, 4, weights=w) for w in (None, np.ones(200)))
    assert_same(one, other, rtol=1e-13)


@pytest.mark.parametrize("method", STARTS)
def test_rows_of_weight_0_are_left_out(method: str) -> None:
    points, weights = blobs(), frequencies(200)
    points[weights == 0] *= 1e3
    kept = weights > 0
    for seed in range(3):
        one = start(points, 4, method, seed, weights=weights)
        other = start(points[kept], 4, method, seed, weights=weights[kept])
        for mine, yours in zip(one, other, strict=True):
            np.testing.assert_array_equal(mine, yours)


@pytest.mark.parametrize("method", STARTS)
def test_a_factor_on_all_weights_changes_nothing(method: str) -> None:
    points, weights = blobs(), frequencies(200)
    one = start(points, 4, method, 2, weights=weights)
    for factor in (1e-90, 0.1, 1e90):
        assert_same(one, start(points, 4, method, 2, weights=factor * weights))


def test_points_are_drawn_as_often_as_they_count() -> None:
    points, weights = np.array([[0.0], [1.0], [3.0]]), np.array([1, 2, 3])
    for method in CHOOSING:
        drawn = np.array(
            [start(points, 1, method, seed, weights=weights).means[0, 0] for seed in range(600)]
        )
        for value, share in zip([0, 1, 3], weights / 6, strict=True):
            assert (drawn == value).mean() == pytest.approx(share, abs=0.06)
    second: dict[int, list[float]] = {0: [], 1: [], 3: []}
    for seed in range(1500):
        first, then = start(points, 2, "k-means++ (older)", seed, weights=weights).means[:, 0]
        second[first].append(then)
    # Weight times squared distance: from 0, 2 * 1 against 3 * 9.
    for first, value, odds in ((0, 3, 27 / 29), (1, 3, 12 / 13), (3, 0, 9 / 17)):
        assert np.mean(np.array(second[first]) == value) == pytest.approx(odds, abs=0.06)


@pytest.mark.parametrize("method", [*CHOOSING, "k-means", "k-means (older)"])
@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(list(COVARIANCES)),
    frequencies=arrays(np.int64, 30, elements=st.integers(0, 4)).filter(
        lambda f: (f > 0).sum() > 5
    ),
    k=st.integers(1, 5),
    d=st.integers(1, 3),
    seed=st.integers(0, 1000),
)
def test_counted_points_start_where_written_out_rows_do(
    method: str, kind: str, frequencies: IntArray, k: int, d: int, seed: int
) -> None:
    points = 10 + np.random.default_rng(seed).normal(size=(30, d))
    rows = np.repeat(points, frequencies, axis=0)
    counted = start(points, k, method, seed, kind, weights=frequencies)
    assert_same(counted, start(rows, k, method, seed, kind), rtol=1e-8)


@pytest.mark.parametrize("method", [*CHOOSING, "k-means", "k-means (older)"])
@settings(max_examples=40, deadline=None)
@given(
    k=st.integers(1, 6),
    seed=st.integers(0, 1000),
    power=st.integers(-60, 60),
    shift=st.sampled_from([0.0, 3.0, -1000.0]),
)
def test_other_units_and_another_zero_give_the_same_start(
    method: str, k: int, seed: int, power: int, shift: float
) -> None:
    points = np.round(blobs(60, seed=seed) * 2**20) / 2**20  # the shift itself is exact
    unit = 2.0**power
    here = start(points, k, method, seed)
    there = start(unit * (points + shift), k, method, seed)
    np.testing.assert_allclose(there.weights, here.weights)
    np.testing.assert_allclose(there.means / unit - shift, here.means, atol=1e-9)
    np.testing.assert_allclose(there.covariances / unit**2, here.covariances, atol=1e-8)


@pytest.mark.parametrize("unit", [1e-200, 1e140])
@pytest.mark.parametrize("method", [*CHOOSING, "k-means"])
def test_the_smallest_and_the_largest_points_are_chosen_alike(method: str, unit: float) -> None:
    points = blobs(60)
    here, there = start(points, 4, method, 3), start(unit * points, 4, method, 3)
    np.testing.assert_allclose(there.means / unit, here.means, rtol=1e-9)
    assert np.isfinite(there.covariances).all()
    assert (np.linalg.eigvalsh(there.covariances) > 0).all()


def test_points_too_near_for_squared_distances_are_drawn_as_often_as_they_count_too() -> None:
    points, weights = [[0.0], [1e-170], [2e-170], [1.0]], [1, 1, 8, 1]
    without = [
        2e-170 not in start(points, 3, "k-means++", seed, weights=weights).means
        for seed in range(600)
    ]
    # The two light ones first, by 2 / 10 and 1 / 9; by 2 / 10 and 1 / 2 if they did not weigh.
    assert np.mean(without) == pytest.approx(2 / 90, abs=0.03)


@pytest.mark.parametrize("method", ["random points", "farthest first", "k-means++ (older)"])
def test_starts_that_choose_points_go_on_as_a_given_start(method: str) -> None:
    points, weights = blobs(), frequencies(200)
    mixture = start(points, 3, method, seed=0, weights=weights)
    assert_same(mixture, start_at(points, mixture.means, weights=weights), rtol=0)


@pytest.mark.parametrize("method", ["k-means", "k-means (older)"])
def test_k_means_starts_where_weighted_k_means_ends_though_the_clusters_touch(method: str) -> None:
    points, weights = blobs(400, k=1), np.random.default_rng(1).exponential(size=400)
    means = start(points, 3, method, seed=1, weights=weights).means
    frames = record_kmeans(points, means, weights=weights).frames
    assert len(frames) == 5  # one iteration, one to see that it changed nothing
    np.testing.assert_allclose(frames[-1].centroids, means, atol=1e-12)


def test_a_weighted_cluster_of_one_point_gets_the_covariance_of_a_given_start() -> None:
    points = np.concatenate([blobs(50, k=1), [[100.0, 100.0]]])
    weights = np.append(np.ones(50), 7.0)
    mixture = start(points, 2, "k-means (older)", seed=0, weights=weights)
    lone = int(mixture.means[:, 0].argmax())
    spare = start_at(points, mixture.means, weights=weights).covariances
    np.testing.assert_array_equal(mixture.covariances[lone], spare[lone])


def test_how_narrow_a_component_is_is_told_beside_what_counts() -> None:
    tight = 1e-9 * blobs(50, d=1, k=1)
    points, weights = np.append(tight, [[1.0]], axis=0), np.append(np.ones(50), 1e-18)
    covariances = start(points, 2, "random responsibilities", 0, weights=weights).covariances
    assert (covariances > 0.5 * tight.var()).all()  # a given start's would be a quarter of it


def test_columns_that_hardly_differ_far_from_zero_still_make_a_start() -> None:
    points = 1e6 + np.array([[0.0, 0.0, 1e-9], [0.0, 0.0, 1e-9], [0.0, 0.0, -2e-9]])
    mixture = start(points, 1, "k-means++", seed=0, weights=[1e100, 1e-100, 1e-100])
    assert np.isfinite(e_step(points, mixture)[1])


def test_k_means_starts_where_weighted_k_means_ends() -> None:
    points, weights = blobs(400), 0.5 * frequencies(400)
    mixture = start(points, 3, "k-means (older)", seed=1, weights=weights)
    theirs = KMeans(3, init=mixture.means, n_init=1, tol=0).fit(points, sample_weight=weights)
    np.testing.assert_allclose(mixture.means, theirs.cluster_centers_, atol=1e-10)
    for k in range(3):
        own = theirs.labels_ == k
        assert mixture.weights[k] == pytest.approx(weights[own].sum() / weights.sum())
        covariance = np.cov(points[own].T, aweights=weights[own], ddof=0)
        np.testing.assert_allclose(mixture.covariances[k], covariance, atol=1e-10)


@pytest.mark.parametrize("method", STARTS)
@settings(max_examples=40, deadline=None)
@given(data=st.data(), points=awkward, k=st.integers(1, 5), kind=st.sampled_from(list(COVARIANCES)))
def test_every_start_is_a_valid_mixture_whatever_the_weights(
    method: str, data: st.DataObject, points: FloatArray, k: int, kind: str
) -> None:
    some = st.sampled_from([0.0, 1e-100, 1e-3, 1.0, 2.5, 1e6, 1e100])
    weights = data.draw(arrays(np.float64, len(points), elements=some).filter(np.any))
    k = min(k, len(np.unique(points[weights > 0], axis=0)))
    mixture = start(points, k, method, 0, kind, weights=weights)
    assert (mixture.weights > 0).all()
    assert mixture.weights.sum() == pytest.approx(1)
    assert np.isfinite(mixture.means).all()
    gamma, log_likelihood = e_step(points, mixture, weights=weights)
    assert np.isfinite(log_likelihood)
    np.testing.assert_allclose(gamma.sum(axis=1), 1)


@pytest.mark.parametrize("method", STARTS)
def test_rows_of_weight_0_are_not_among_the_distinct_points(method: str) -> None:
    points, weights = np.array([[0.0], [1.0], [2.0], [2.0]]), [1, 0, 0.5, 2]
    assert set(start(points, 2, "random points", 0, weights=weights).means[:, 0]) == {0, 2}
    with pytest.raises(ValueError, match=r"above 0, but there are only 2\. Ask for at most 2"):
        start(points, 3, method, seed=0, weights=weights)
    with pytest.raises(ValueError, match=r"but there is only 1\. Ask for at most 1"):
        start(points[:1], 2, method, seed=0)
    with pytest.raises(ValueError, match="each of the 4 points"):
        start(points, 1, method, seed=0, weights=[1.0])
    with pytest.raises(ValueError, match="Row 1 of the weights"):
        start_at(points, [[0.0]], weights=[1, -1, 1, 1])
