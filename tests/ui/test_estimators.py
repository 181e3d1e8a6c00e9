"""A tape of an estimator against scikit-learn's own trajectory, iteration by iteration."""

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from sklearn.cluster import KMeans, MiniBatchKMeans, kmeans_plusplus
from sklearn.datasets import load_iris
from sklearn.mixture import BayesianGaussianMixture, GaussianMixture
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from gmm import COVARIANCES, assign, record_kmeans
from gmm.points import FloatArray
from gmm.stopping import list_lower_bounds
from gmm.tape import Frame, KMeansFrame, Tape
from gmm.ui.estimators import KINDS, measure_work, recognise
from gmm.ui.watching import observe, record_estimator
from tests.ui.test_run import assert_same

IRIS: FloatArray = load_iris().data
SETS = {"1-D": IRIS[:, 2:3], "2-D": IRIS[:, [0, 2]], "4-D": IRIS}
EXACT = 1e-9
INITS = ("kmeans", "k-means++", "random", "random_from_data")

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


def in_full(estimator: GaussianMixture) -> FloatArray:
    """Covariances (K, D, D) of a fitted estimator, each written out here by hand."""
    k, d = estimator.means_.shape
    own, kind = estimator.covariances_, estimator.covariance_type
    full = np.empty((k, d, d))
    for i in range(k):
        if kind == "full":
            full[i] = own[i]
        elif kind == "tied":
            full[i] = own
        else:
            full[i] = np.eye(d) * own[i]
    return full


def trajectory(estimator: GaussianMixture, points: FloatArray) -> Iterator[GaussianMixture]:
    """The same estimator after each iteration: with warm_start and one iteration a fit."""
    params = {**estimator.get_params(), "warm_start": True, "max_iter": 1, "tol": 0, "n_init": 1}
    step = GaussianMixture(**params)
    while True:
        yield step.fit(points)


def check_mixture(tape: Tape[Frame], fitted: GaussianMixture, points: FloatArray) -> None:
    """Every iteration, and the end, are scikit-learn's."""
    n, last = len(points), tape.frames[-1]
    assert last.iteration == fitted.n_iter_
    assert (tape.stopped == "small_gain") == fitted.converged_
    for i, step in enumerate(trajectory(fitted, points), start=1):
        before, frame = tape.frames[2 * i - 1], tape.frames[2 * i]
        assert frame.mixture.weights == pytest.approx(step.weights_, rel=EXACT, abs=1e-13)
        scale = points.std(axis=0)
        assert (np.abs(frame.mixture.means - step.means_) <= EXACT * scale).all()
        apart = np.abs(frame.mixture.covariances - in_full(step))
        assert (apart <= EXACT * np.outer(scale, scale)).all()
        if i > 1:  # the first is less where the start's weights do not add up to 1
            assert before.log_likelihood / n == pytest.approx(step.lower_bound_, rel=EXACT)
        if i == fitted.n_iter_:
            break
    if fitted.n_iter_ > 1:
        assert tape.frames[-2].log_likelihood / n == pytest.approx(fitted.lower_bound_, rel=EXACT)
    assert (np.abs(last.mixture.means - fitted.means_) <= EXACT * points.std(axis=0)).all()


@pytest.mark.parametrize("init", INITS)
@pytest.mark.parametrize("kind", COVARIANCES)
@pytest.mark.parametrize("name", SETS)
def test_every_iteration_of_a_mixture_is_scikit_learns(name: str, kind: str, init: str) -> None:
    points = SETS[name]
    estimator = GaussianMixture(3, covariance_type=kind, init_params=init, random_state=4)
    fitted = GaussianMixture(**estimator.get_params()).fit(points)
    for either in (estimator, fitted):
        watched = observe(either, points)
        assert watched.agrees
        check_mixture(watched.tape, fitted, points)  # type: ignore[arg-type]
    assert not hasattr(estimator, "means_")  # it was not touched


@pytest.mark.parametrize("settings", [{"tol": 1e-6}, {"max_iter": 3}, {"tol": 0, "max_iter": 30}])
@pytest.mark.parametrize("kind", COVARIANCES)
def test_tol_and_max_iter_mean_what_they_mean_there(kind: str, settings: dict[str, Any]) -> None:
    estimator = GaussianMixture(
        3, covariance_type=kind, random_state=1, reg_covar=1e-3, init_params="random", **settings
    )
    tape = record_estimator(estimator, IRIS)
    fitted = estimator.fit(IRIS)
    assert fitted.converged_ == (settings.get("tol") != 0 and fitted.n_iter_ < fitted.max_iter)
    check_mixture(tape, fitted, IRIS)  # type: ignore[arg-type]


def test_of_several_starts_it_is_the_one_that_scikit_learn_keeps() -> None:
    points = SETS["2-D"]
    numbers = set()
    for seed in range(6):
        estimator = GaussianMixture(4, n_init=4, init_params="random_from_data", random_state=seed)
        watched = observe(estimator, points)
        fitted = estimator.fit(points)
        assert watched.agrees
        last = watched.tape.frames[-1]
        assert isinstance(last, Frame)
        assert (last.iteration, watched.tape.stopped) == (fitted.n_iter_, "small_gain")
        assert last.mixture.means == pytest.approx(fitted.means_, rel=1e-7)
        told = watched.remark.split("Of 4 starts (n_init), number ")[1]
        numbers.add(told.split()[0])
    assert len(numbers) > 1  # and not just the first


def givens(kind: str) -> dict[str, Any]:
    variances = np.array([[0.5, 0.8], [0.3, 0.4], [0.6, 0.5]])
    slanted = np.array([np.diag(one) + 0.1 for one in variances])
    precisions = {
        "full": np.linalg.inv(slanted),
        "tied": np.linalg.inv(slanted[0]),
        "diag": 1 / variances,
        "spherical": 1 / variances[:, 0],
    }[kind]
    return {
        "weights_init": [0.2, 0.5, 0.3],
        "means_init": SETS["2-D"][[3, 70, 120]],
        "precisions_init": precisions,
    }


@pytest.mark.parametrize(
    "names",
    [
        ("weights_init", "means_init", "precisions_init"),
        ("means_init",),
        ("weights_init",),
        ("precisions_init",),
        ("means_init", "precisions_init"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("kind", COVARIANCES)
def test_what_is_given_of_the_start_is_kept(kind: str, names: tuple[str, ...]) -> None:
    points = SETS["2-D"]
    given = {name: givens(kind)[name] for name in names}
    # Without a random_state where nothing is drawn: that start is known all the same.
    seed = None if len(given) == 3 else 2
    estimator = GaussianMixture(3, covariance_type=kind, random_state=seed, n_init=2, **given)
    fitted = GaussianMixture(**estimator.get_params()).fit(points)
    for either in (estimator, fitted):
        watched = observe(either, points)
        assert watched.agrees
        assert ("Of 2 starts" in watched.remark) == (seed is not None)
        start = watched.tape.frames[0]
        assert isinstance(start, Frame)
        if "means_init" in names:
            assert np.array_equal(start.mixture.means, given["means_init"])
        if "weights_init" in names:
            assert start.mixture.weights == pytest.approx(given["weights_init"], abs=1e-15)
        if seed is None:
            check_mixture(watched.tape, fitted, points)  # type: ignore[arg-type]


def test_a_start_on_bare_points_is_as_narrow_as_reg_covar_and_its_first_value_is_told() -> None:
    estimator = GaussianMixture(3, init_params="random_from_data", random_state=0, max_iter=1)
    watched = observe(estimator, IRIS)
    start = watched.tape.frames[0]
    assert isinstance(start, Frame)
    assert start.mixture.covariances[0] == pytest.approx(1e-6 * np.eye(4))
    assert start.mixture.weights == pytest.approx(np.full(3, 1 / 3))
    fitted = estimator.fit(IRIS)
    assert watched.agrees
    # There the weights add up to 3 of 150: Mixtape's own log-likelihood is that of a mixture.
    shift = fitted.lower_bound_ - start.log_likelihood / 150
    assert shift == pytest.approx(np.log(3 / 150))
    values = list_lower_bounds(watched.tape.frames, 150, begun=3 / 150)  # type: ignore[arg-type]
    assert values[-1] == pytest.approx(fitted.lower_bound_)


def test_a_warm_start_goes_on() -> None:
    warm = GaussianMixture(3, random_state=0, warm_start=True, max_iter=3, init_params="random")
    cold = observe(warm, IRIS)
    assert "warm_start" not in cold.remark
    warm.fit(IRIS)
    assert cold.tape.frames[-1].iteration == warm.n_iter_ == 3
    lower, means = warm.lower_bound_, warm.means_.copy()
    watched = observe(warm, IRIS)
    assert "goes on from where the last fit ended" in watched.remark
    assert (warm.lower_bound_, warm.means_.tolist()) == (lower, means.tolist())
    start = watched.tape.frames[0]
    assert isinstance(start, Frame)
    assert np.array_equal(start.mixture.means, means)
    warm.max_iter = 200
    long = observe(warm, IRIS).tape
    warm.fit(IRIS)
    assert warm.converged_
    check = long.frames[-1]
    assert isinstance(check, Frame)
    assert check.iteration == warm.n_iter_
    assert check.mixture.means == pytest.approx(warm.means_, rel=1e-8)
    # Where it stands already, one iteration is enough: held against the value before.
    again = observe(warm, IRIS)
    assert (again.tape.frames[-1].iteration, again.tape.stopped) == (1, "small_gain")
    assert again.agrees


# ------------------------------------------------------------------ KMeans


def updates(points: FloatArray, centroids: FloatArray, algorithm: str) -> Iterator[FloatArray]:
    """The centroids of scikit-learn after 1, 2, ... iterations."""
    most = 1
    while True:
        settings = {"n_init": 1, "max_iter": most, "tol": 0, "algorithm": algorithm}
        yield KMeans(len(centroids), init=centroids, **settings).fit(points).cluster_centers_
        most += 1


@pytest.mark.parametrize("settings", [{}, {"tol": 0}, {"tol": 0.02}, {"max_iter": 3}], ids=str)
@pytest.mark.parametrize("algorithm", ["lloyd", "elkan"])
@pytest.mark.parametrize("init", ["k-means++", "random", "callable", "array"])
@pytest.mark.parametrize("name", SETS)
def test_every_iteration_of_k_means_is_scikit_learns(
    name: str, init: str, algorithm: str, settings: dict[str, Any]
) -> None:
    points = SETS[name]

    def choose(points: FloatArray, k: int, random_state: np.random.RandomState) -> FloatArray:
        return points[random_state.permutation(len(points))[:k]]

    begin: Any = {"callable": choose, "array": points[[5, 60, 61, 140]]}.get(init, init)
    estimator = KMeans(4, init=begin, algorithm=algorithm, random_state=3, **settings)
    fitted = KMeans(**estimator.get_params()).fit(points)
    for either in (estimator, fitted):
        watched = observe(either, points)
        tape = watched.tape
        last = tape.frames[-1]
        assert isinstance(last, KMeansFrame)
        assert watched.agrees
        assert last.iteration == fitted.n_iter_
        assert last.centroids == pytest.approx(fitted.cluster_centers_, rel=EXACT)
        labels, inertia = assign(points, last.centroids)
        assert inertia == pytest.approx(fitted.inertia_, rel=EXACT)
        assert np.array_equal(labels, fitted.labels_)
    first = tape.frames[0]
    assert isinstance(first, KMeansFrame)
    theirs = updates(points, first.centroids, algorithm)
    for frame, expected in zip(tape.frames[2::2], theirs, strict=False):
        assert isinstance(frame, KMeansFrame)
        assert frame.centroids == pytest.approx(expected, rel=EXACT)


@pytest.mark.parametrize("algorithm", ["lloyd", "elkan"])
def test_a_tie_goes_where_scikit_learn_lets_it_go(algorithm: str) -> None:
    """Iris is measured in tenths, so points lie in the middle between two centroids."""
    points = SETS["2-D"]
    ways = set()
    for seed in range(12):
        estimator = KMeans(6, init="random", n_init=1, algorithm=algorithm, random_state=seed)
        watched = observe(estimator, points)
        assert watched.agrees
        first, last = watched.tape.frames[0], watched.tape.frames[-1]
        assert isinstance(first, KMeansFrame)
        assert isinstance(last, KMeansFrame)
        own = record_kmeans(points, first.centroids, refill=True)
        same = np.allclose(own.frames[-1].centroids, last.centroids)
        ways.add(("as near to one" in watched.remark, same))
        assert last.centroids == pytest.approx(estimator.fit(points).cluster_centers_)
        assert watched.tape.stopped == "converged"
        assert watched.tape.frames[-2].centroids is last.centroids  # type: ignore[union-attr]
    # With a tie, without one, and with one that matters in the end.
    assert ways >= {(True, False), (False, True)}


@pytest.mark.parametrize(("k", "seed"), [(2, 14), (3, 12), (3, 17)])
def test_a_tie_on_the_way_is_seen_though_it_does_not_matter_in_the_end(k: int, seed: int) -> None:
    points = SETS["2-D"]
    estimator = KMeans(k, init="random", n_init=1, random_state=seed)
    watched = observe(estimator, points)
    first = watched.tape.frames[0]
    assert isinstance(first, KMeansFrame)
    own = record_kmeans(points, first.centroids)
    assert np.allclose(own.frames[-1].centroids, estimator.fit(points).cluster_centers_)
    apart = False
    theirs = updates(points, first.centroids, "lloyd")
    for frame, mine, expected in zip(
        watched.tape.frames[2::2], own.frames[2::2], theirs, strict=False
    ):
        assert isinstance(frame, KMeansFrame)
        assert frame.centroids == pytest.approx(expected, rel=EXACT)
        apart |= not np.allclose(mine.centroids, expected)
    assert apart


@pytest.mark.parametrize("settings", [{}, {"tol": 0.02}, {"init": "random"}], ids=str)
def test_without_a_tie_every_step_is_our_own(settings: dict[str, Any]) -> None:
    points = np.random.default_rng(5).normal(size=(200, 2)) * [3.0, 0.5] + 20
    for seed in range(4):
        watched = observe(KMeans(5, random_state=seed, **settings), points)
        assert watched.agrees
        assert "as near to one centroid" not in watched.remark
        first = watched.tape.frames[0]
        assert isinstance(first, KMeansFrame)
        own = record_kmeans(points, first.centroids)
        for one, other in zip(own.frames, watched.tape.frames, strict=False):
            assert_same(one, other)


def test_of_several_attempts_the_best_is_known_without_scikit_learns_own() -> None:
    points = SETS["2-D"]
    estimators = [
        GaussianMixture(4, n_init=5, init_params="random_from_data", random_state=3),
        KMeans(5, n_init=5, init="random", random_state=3),
    ]
    for estimator in estimators:
        kind = recognise(estimator)
        tries = list(kind.attempts(estimator, points, np.random.RandomState(3)))
        fitted = estimator.fit(points)
        best = tries[0]
        for attempt in tries[1:]:
            best = attempt if kind.beats(attempt, best) else best
        assert len({round(attempt.height, 9) for attempt in tries}) > 2
        own = fitted.lower_bound_ if kind.name == "GaussianMixture" else -fitted.inertia_
        assert best.height == pytest.approx(own, rel=EXACT)


def test_the_ways_that_k_means_stops() -> None:
    points = SETS["2-D"]
    ways: dict[str, dict[str, Any]] = {
        "strict": {"tol": 0},
        "little": {"tol": 0.1},
        "limit": {"max_iter": 1, "tol": 0},
    }
    ends = {
        name: record_estimator(KMeans(4, random_state=1, **settings), points).stopped
        for name, settings in ways.items()
    }
    assert ends == {"strict": "converged", "little": "small_shift", "limit": "max_iterations"}
    for name, settings in ways.items():
        watched = observe(KMeans(4, random_state=1, **settings), points)
        last = watched.tape.frames[-1]
        assert isinstance(last, KMeansFrame)
        shown = f"inertia_ = {last.inertia:.6g}" in watched.remark
        assert shown == (name == "strict")
        assert ("one more assignment" in watched.remark) == (not shown)


def test_n_init_of_k_means_is_what_it_is_there() -> None:
    points = SETS["2-D"]
    ways: list[tuple[dict[str, Any], int]] = [
        ({"init": "random"}, 10),
        ({"init": "k-means++"}, 1),
        ({"init": "k-means++", "n_init": 5}, 5),
        ({"init": points[:6]}, 1),
    ]
    for settings, starts in ways:
        estimator = KMeans(6, random_state=2, **settings)
        watched = observe(estimator, points)
        assert watched.agrees
        assert (f"Of {starts} starts" in watched.remark) == (starts > 1)
        assert watched.tape.frames[-1].iteration == estimator.fit(points).n_iter_


def test_an_empty_cluster_is_moved_as_scikit_learn_moves_it() -> None:
    far = np.array([[0.0, 0.0], [90, 90], [95, 90], [6, 5]])
    estimator = KMeans(4, init=far)
    points = SETS["2-D"]
    watched = observe(estimator, points)
    assert watched.agrees
    kept = record_kmeans(points, far)
    assert len(np.unique(assign(points, kept.frames[-1].centroids)[0])) == 1
    last = watched.tape.frames[-1]
    assert isinstance(last, KMeansFrame)
    assert last.centroids == pytest.approx(estimator.fit(points).cluster_centers_)
    assert "A cluster lost all its points" in watched.remark
    assert "as near to one centroid" not in watched.remark  # every step is our own
    assert "lost all its points" not in observe(KMeans(4, random_state=0), points).remark


# ------------------------------------------------------------------ which estimators


def test_estimators_are_known_by_their_class_and_their_parents() -> None:
    class Mine(GaussianMixture):  # type: ignore[misc]
        """Somebody's own."""

    assert recognise(Mine()) is KINDS["GaussianMixture"]
    assert recognise(KMeans()) is KINDS["KMeans"]


class _Search(GridSearchCV):  # type: ignore[misc]
    best_estimator_ = GaussianMixture()


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        (MiniBatchKMeans(), "A MiniBatchKMeans cannot be watched. Give a GaussianMixture or a"),
        (BayesianGaussianMixture(), "A BayesianGaussianMixture cannot be watched."),
        (GaussianMixture, "This is the class GaussianMixture, not an estimator. Give Gaussian"),
        (make_pipeline(StandardScaler(), KMeans(3)), r"watch\(pipeline\[-1\], pipeline\[:-1\]"),
        (_Search(GaussianMixture(), {}), "Watch its best_estimator_"),
        ("kmeans", "A str cannot be watched"),
        (None, "A NoneType cannot be watched"),
    ],
)
def test_others_get_a_sentence(other: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        observe(other, IRIS)


def test_a_search_for_a_start_takes_seconds() -> None:
    small = GaussianMixture(3, random_state=0).fit(IRIS)
    assert measure_work(small, IRIS) == 10
    many = np.broadcast_to(IRIS[:1], (100_000, 4))
    assert measure_work(small, many) == 1
    assert measure_work(small, many[:20_000]) == 4
    small.n_init = 4
    assert measure_work(small, many[:20_000]) == 1


def test_the_public_start_is_the_one_that_k_means_makes() -> None:
    """kmeans_plusplus is asked as KMeans asks it: on points seen from their mean."""
    points = IRIS + 1e4
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        rows = kmeans_plusplus(points - points.mean(axis=0), 5, random_state=8)[1]
    tape = record_estimator(KMeans(5, random_state=8), points)
    first = tape.frames[0]
    assert isinstance(first, KMeansFrame)
    assert np.array_equal(first.centroids, points[rows])
    again = record_estimator(KMeans(5, random_state=8), points)
    assert_same(again, tape)
