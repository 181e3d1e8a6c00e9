"""scikit-learn's estimators: the runs that their `fit` makes, recorded by our engine.

A kind of estimator knows where its runs begin, how they end, and which of several it keeps. Of
scikit-learn we take the starts: every frame is our own, and `Kind.agrees` holds the end against
what scikit-learn itself has found. Only where k-means meets a tie we ask which way it went. The
library is there if its estimator is, so it is asked for no earlier.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from math import inf
from typing import Any, NamedTuple, cast

import numpy as np

from gmm.kmeans import assign, inertia
from gmm.limits import MAX_WORK
from gmm.mixture import Mixture, log_density
from gmm.points import FloatArray
from gmm.stopping import list_lower_bounds, small_gain, small_shift
from gmm.tape import Frame, KMeansFrame, Stopped, Tape, record_em, record_kmeans
from gmm.ui.run import AnyTape

Estimator = Any  # of scikit-learn

DIGITS = 1e-6  # relative: a fit that is the same but for rounding
ALIKE = 0.05  # of a nat, or of a cluster's size: a fit that ends at the same optimum
TIED = 1e-13  # of the largest squared distance: what rounding may make of it
DEFAULT_INITS = 10  # of KMeans, with a start that is drawn and not the best of several trials


class Attempt(NamedTuple):
    """One of the runs that a fit makes, of which it keeps the best.

    Attributes
    ----------
    tape : Tape
    height : float
        What scikit-learn judges it by: the larger, the better.
    """

    tape: AnyTape
    height: float


class Kind(NamedTuple):
    """What is known of one of scikit-learn's classes.

    Attributes
    ----------
    name : str
    components : str
        The name of its parameter K.
    is_fitted, is_given, goes_on : callable
        Of an estimator: whether it has been fitted, whether its start is given and so not drawn,
        and whether its next fit begins where its last one ended.
    attempts : callable
        ``attempts(estimator, points, rng)``: the runs of a fit, in order.
    beats : callable
        ``beats(attempt, best)``: whether scikit-learn prefers it.
    tell : callable
        Of a fitted estimator: its result in a few words.
    agrees : callable
        ``agrees(attempt, fitted)``: whether a run ends where an estimator does, to the digits.
    resembles : callable
        ``resembles(attempt, fitted)``: whether they end at the same optimum.
    is_tied : callable
        Of an attempt: whether rounding decided something on its way.
    retrace : callable
        ``retrace(estimator, points, rng, fitted)``: the attempt that a fit keeps, and its number,
        from scikit-learn's own steps; None where they cannot be had.
    note : callable
        Of an attempt: what else should be known of the run, in a sentence or not at all.
    weighed : str
        How its `fit` may have been told more than points, in words; "" where it cannot.
    """

    name: str
    components: str
    is_fitted: Callable[[Estimator], bool]
    is_given: Callable[[Estimator], bool]
    goes_on: Callable[[Estimator], bool]
    attempts: Callable[[Estimator, FloatArray, np.random.RandomState], Iterator[Attempt]]
    beats: Callable[[Attempt, Attempt], bool]
    tell: Callable[[Estimator], str]
    agrees: Callable[[Attempt, Estimator], bool]
    resembles: Callable[[Attempt, Estimator], bool]
    is_tied: Callable[[Attempt], bool]
    retrace: Callable[
        [Estimator, FloatArray, np.random.RandomState, Estimator], tuple[Attempt, int] | None
    ]
    note: Callable[[Attempt], str]
    weighed: str


def recognise(estimator: Estimator) -> Kind:
    """Say which kind an estimator is of; a subclass is of its parent's.

    Raises
    ------
    ValueError
        If it is none that can be watched; the sentence says what to do.
    """
    if isinstance(estimator, type):
        name = estimator.__name__
        raise ValueError(f"This is the class {name}, not an estimator. Give {name}(...) instead.")
    for parent in type(estimator).__mro__:
        if parent.__module__.split(".")[0] == "sklearn" and parent.__name__ in KINDS:
            return KINDS[parent.__name__]
    name = type(estimator).__name__
    if hasattr(estimator, "steps"):
        raise ValueError(
            f"A {name} cannot be watched as a whole. Watch its last step on what the others make: "
            f"watch(pipeline[-1], pipeline[:-1].transform(X))."
        )
    if hasattr(estimator, "best_estimator_"):
        raise ValueError(f"A {name} cannot be watched. Watch its best_estimator_.")
    raise ValueError(
        f"A {name} cannot be watched. Give a GaussianMixture or a KMeans of scikit-learn."
    )


def measure_work(estimator: Estimator, points: FloatArray) -> int:
    """How many fits like that of a fitted estimator take a few seconds, at least 1 and at most 10.

    Parameters
    ----------
    estimator : estimator
        A fitted one.
    points : ndarray, shape (N, D)
    """
    kind = recognise(estimator)
    inits = estimator.n_init if isinstance(estimator.n_init, int) else DEFAULT_INITS
    each = points.size * getattr(estimator, kind.components) * max(1, estimator.n_iter_)
    return int(max(1, min(10, MAX_WORK // max(1, each * inits))))


# ------------------------------------------------------------------ GaussianMixture


def _attempt_mixtures(
    estimator: Estimator, points: FloatArray, rng: np.random.RandomState
) -> Iterator[Attempt]:
    goes_on = _goes_on(estimator)
    before = float(estimator.lower_bound_) if goes_on else -inf
    for _ in range(1 if goes_on or _is_given(estimator) else estimator.n_init):
        mixture, begun = (
            (_read_mixture(estimator), 1.0) if goes_on else _find_start(estimator, points, rng)
        )
        n, known = len(points), {"before": before, "begun": begun}
        tape = record_em(
            points,
            mixture,
            covariance=estimator.covariance_type,
            ridge=float(estimator.reg_covar),
            max_iterations=int(estimator.max_iter),
            stop=small_gain(float(estimator.tol), n, **known),
        )
        values = list_lower_bounds(tape.frames, n, **known)
        yield Attempt(tape, values[-1] if values else -inf)


def _find_start(
    estimator: Estimator, points: FloatArray, rng: np.random.RandomState
) -> tuple[Mixture, float]:
    """The mixture that scikit-learn starts from, and what its weights added up to.

    A fit without iterations is the start, but for precisions that are given: those it cannot leave
    as they are.
    """
    given = estimator.precisions_init
    if _is_given(estimator):
        weights, means = (
            np.array(part, dtype=np.float64)
            for part in (estimator.weights_init, estimator.means_init)
        )
        covariances = None
    else:
        settings: dict[str, Any] = {"max_iter": 0, "n_init": 1, "random_state": rng}
        settings |= {"warm_start": False, "precisions_init": None}
        if given is not None:
            settings["reg_covar"] = 1.0  # of covariances that are not used: any that can be had
        begin = type(estimator)(**{**estimator.get_params(), **settings}).fit(points)
        weights, means = (np.array(part, np.float64) for part in (begin.weights_, begin.means_))
        covariances = begin.covariances_
    k, d = means.shape
    if given is not None:
        covariances = _INVERSES[estimator.covariance_type](np.array(given, dtype=np.float64))
    spread = _SPREADS[estimator.covariance_type](np.array(covariances, np.float64), k, d)
    begun = float(weights.sum())
    return Mixture(weights / begun, means, spread), begun


def _read_mixture(estimator: Estimator) -> Mixture:
    """The mixture of a fitted estimator."""
    weights, means, covariances = (
        np.array(part, dtype=np.float64)
        for part in (estimator.weights_, estimator.means_, estimator.covariances_)
    )
    spread = _SPREADS[estimator.covariance_type](covariances, *means.shape)
    return Mixture(weights / weights.sum(), means, spread)


def _is_given(estimator: Estimator) -> bool:
    given = (estimator.weights_init, estimator.means_init, estimator.precisions_init)
    return all(part is not None for part in given)


def _goes_on(estimator: Estimator) -> bool:
    return bool(estimator.warm_start) and hasattr(estimator, "converged_")


def _is_current(fitted: Estimator) -> bool:
    """Whether it still has the settings that it was fitted with, as far as shapes tell."""
    k, d = fitted.means_.shape
    shape = {"full": (k, d, d), "tied": (d, d), "diag": (k, d), "spherical": (k,)}
    fits = np.shape(fitted.covariances_) == shape[fitted.covariance_type]
    return bool(fits and k == fitted.n_components)


def _mixtures_agree(attempt: Attempt, fitted: Estimator) -> bool:
    if not _is_current(fitted):
        return False
    last: Any = attempt.tape.frames[-1]
    mine, theirs = last.mixture, _read_mixture(fitted)
    scales = np.sqrt(np.diagonal(theirs.covariances, axis1=1, axis2=2))
    return (
        last.iteration == fitted.n_iter_
        and (attempt.tape.stopped == "small_gain") == bool(fitted.converged_)
        and bool(np.isclose(attempt.height, fitted.lower_bound_, rtol=DIGITS))
        and bool((np.abs(mine.means - theirs.means) <= DIGITS * scales).all())
    )


def _mixtures_resemble(attempt: Attempt, fitted: Estimator) -> bool:
    if not _is_current(fitted):
        return False
    points, last = attempt.tape.points, cast("Frame", attempt.tape.frames[-1])
    mine = log_density(points, last.mixture)
    return bool(np.abs(mine - log_density(points, _read_mixture(fitted))).mean() < ALIKE)


def _write_out(diagonals: FloatArray) -> FloatArray:
    """Diagonal matrices (K, D, D) of their diagonals (K, D)."""
    written: FloatArray = diagonals[:, :, np.newaxis] * np.eye(diagonals.shape[1])
    return written


# Covariances as scikit-learn keeps them -> in full; and precisions -> covariances.
_SPREADS: dict[str, Callable[[FloatArray, int, int], FloatArray]] = {
    "full": lambda own, k, d: (own + own.transpose(0, 2, 1)) / 2,
    "tied": lambda own, k, d: np.repeat(((own + own.T) / 2)[np.newaxis], k, axis=0),
    "diag": lambda own, k, d: _write_out(own),
    "spherical": lambda own, k, d: _write_out(np.repeat(own[:, np.newaxis], d, axis=1)),
}
_INVERSES: dict[str, Callable[[FloatArray], FloatArray]] = {
    "full": lambda precisions: np.linalg.inv(precisions).astype(np.float64),
    "tied": lambda precisions: np.linalg.inv(precisions).astype(np.float64),
    "diag": np.reciprocal,
    "spherical": np.reciprocal,
}


# ------------------------------------------------------------------ KMeans


def _attempt_kmeans(
    estimator: Estimator, points: FloatArray, rng: np.random.RandomState
) -> Iterator[Attempt]:
    shift = float(estimator.tol) * float(np.var(points, axis=0).mean())
    for _ in range(_count_inits(estimator)):
        tape = record_kmeans(
            points,
            _find_centroids(estimator, points, rng),
            max_iterations=int(estimator.max_iter),
            stop=small_shift(shift),
            refill=True,
        )
        # scikit-learn looks once more which centroid is nearest.
        yield Attempt(tape, -assign(points, tape.frames[-1].centroids)[1])


def _count_inits(estimator: Estimator) -> int:
    if _has_centroids(estimator):
        return 1
    if estimator.n_init != "auto":
        return int(estimator.n_init)
    best_of_trials = isinstance(estimator.init, str) and estimator.init == "k-means++"
    return 1 if best_of_trials else DEFAULT_INITS


def _has_centroids(estimator: Estimator) -> bool:
    return not (isinstance(estimator.init, str) or callable(estimator.init))


def _find_centroids(
    estimator: Estimator, points: FloatArray, rng: np.random.RandomState
) -> FloatArray:
    """The centroids that scikit-learn starts from; it sees the points from their mean."""
    k, init, n = estimator.n_clusters, estimator.init, len(points)
    mean = points.mean(axis=0)
    centroids: FloatArray
    if callable(init):
        centroids = mean + np.array(init(points - mean, k, random_state=rng), dtype=np.float64)
    elif not isinstance(init, str):
        centroids = np.array(init, dtype=np.float64)
    elif init == "random":
        centroids = points[rng.choice(n, size=k, replace=False, p=np.full(n, 1 / n))]
    else:
        from sklearn.cluster import kmeans_plusplus

        centroids = points[kmeans_plusplus(points - mean, k, random_state=rng)[1]]
    return centroids


def _kmeans_beats(attempt: Attempt, best: Attempt) -> bool:
    """Whether the inertia is less, and not for rounding: of the same clusters the first is kept."""
    if not attempt.height > best.height:
        return False
    one, other = (
        assign(each.tape.points, cast("KMeansFrame", each.tape.frames[-1]).centroids)[0]
        for each in (attempt, best)
    )
    pairs = len(np.unique(np.stack([one, other], axis=1), axis=0))
    return not pairs == len(np.unique(one)) == len(np.unique(other))


def _kmeans_agree(attempt: Attempt, fitted: Estimator) -> bool:
    last: Any = attempt.tape.frames[-1]
    if last.centroids.shape != fitted.cluster_centers_.shape:
        return False
    points = attempt.tape.points
    size = np.sqrt(np.var(points, axis=0).sum())
    apart = np.abs(last.centroids - fitted.cluster_centers_)
    rounding = DIGITS**2 * len(points) * size**2  # scikit-learn moves the points to their mean
    return (
        last.iteration == fitted.n_iter_
        and bool(np.isclose(-attempt.height, fitted.inertia_, rtol=DIGITS, atol=rounding))
        and bool((apart <= DIGITS * size).all())
    )


def _kmeans_resemble(attempt: Attempt, fitted: Estimator) -> bool:
    points, last = attempt.tape.points, cast("KMeansFrame", attempt.tape.frames[-1])
    centroids = np.asarray(fitted.cluster_centers_, dtype=np.float64)
    if last.centroids.shape != centroids.shape:
        return False
    apart = assign(centroids, last.centroids)[1] / len(centroids)
    return bool(apart <= ALIKE**2 * assign(points, centroids)[1] / len(points))


def _is_tied(attempt: Attempt) -> bool:
    """Whether some point was once as near to one centroid as to another, but for rounding."""
    points = attempt.tape.points
    reach = np.square(points - points.mean(axis=0)).sum(axis=1).max()
    for frame in cast("tuple[KMeansFrame, ...]", attempt.tape.frames[::2]):
        squares = np.square(points[:, np.newaxis] - frame.centroids).sum(axis=2)
        nearest = np.sort(squares, axis=1)[:, :2]
        if (nearest[:, -1] - nearest[:, 0] <= TIED * reach).any() and len(frame.centroids) > 1:
            return True
    return False


def _retrace_kmeans(
    estimator: Estimator, points: FloatArray, rng: np.random.RandomState, fitted: Estimator
) -> tuple[Attempt, int] | None:
    """Take scikit-learn's own steps: it may give a point between two centroids to the other one.

    A fit to n iterations is asked for each n, since a fit that begins anew rounds anew.
    """
    most = fitted.n_iter_
    if len(points) * estimator.n_clusters * most * most > 2 * MAX_WORK:
        return None
    for number in range(1, _count_inits(estimator) + 1):
        begin = _find_centroids(estimator, points, rng)
        settings = {**estimator.get_params(), "init": begin, "n_init": 1}

        def fit(iterations: int, settings: dict[str, Any] = settings) -> Estimator:
            return type(estimator)(**{**settings, "max_iter": iterations}).fit(points)

        if _ends_alike(fit(estimator.max_iter), fitted, points):
            centroids = [begin, *(fit(i).cluster_centers_ for i in range(1, most + 1))]
            tape = _tape_centroids(points, [np.array(each) for each in centroids], estimator)
            return Attempt(tape, -assign(points, centroids[-1])[1]), number
    return None


def _ends_alike(one: Estimator, other: Estimator, points: FloatArray) -> bool:
    if one.cluster_centers_.shape != other.cluster_centers_.shape:
        return False
    apart = np.abs(one.cluster_centers_ - other.cluster_centers_)
    size = np.sqrt(np.var(points, axis=0).sum())
    return one.n_iter_ == other.n_iter_ and bool((apart <= DIGITS * size).all())


def _tape_centroids(
    points: FloatArray, centroids: list[FloatArray], estimator: Estimator
) -> Tape[KMeansFrame]:
    """A tape of centroids that are known: the start's, and what each update made."""
    size = np.sqrt(np.var(points, axis=0).sum())
    if np.abs(centroids[-1] - centroids[-2]).max() <= DIGITS**2 * size:
        centroids[-1] = centroids[-2]
        stopped: Stopped = "converged"
    else:
        shift = float(np.square(centroids[-1] - centroids[-2]).sum())
        ruled = shift <= estimator.tol * np.var(points, axis=0).mean()
        stopped = "small_shift" if ruled else "max_iterations"
    for each in (points := np.array(points), *centroids):
        each.flags.writeable = False
    frames = [KMeansFrame("start", 0, centroids[0], None, assign(points, centroids[0])[1])]
    for i, (before, after) in enumerate(pairwise(centroids), start=1):
        labels, distortion = assign(points, before)
        frames.append(KMeansFrame("E", i, before, before, distortion))
        frames.append(KMeansFrame("M", i, after, before, inertia(points, labels, after)))
    return Tape(points, tuple(frames), stopped, None)


def _note_kmeans(attempt: Attempt) -> str:
    return " ".join(filter(None, [_note_jump(attempt), _note_inertia(attempt)]))


def _note_jump(attempt: Attempt) -> str:
    """Tell of a centroid that jumped, which the update of k-means alone does not explain."""
    points = attempt.tape.points
    for frame in cast("tuple[KMeansFrame, ...]", attempt.tape.frames[2::2]):
        assert frame.assigned is not None
        filled = len(np.unique(assign(points, frame.assigned)[0]))
        if filled < len(frame.centroids) and not np.array_equal(frame.centroids, frame.assigned):
            return (
                f"A cluster lost all its points in iteration {frame.iteration}: as scikit-learn "
                f"does, its centroid moves to a point that is far from its own centroid."
            )
    return ""


def _note_inertia(attempt: Attempt) -> str:
    """Tell of an inertia that is another one than that of the last frame."""
    if attempt.tape.stopped == "converged":
        return ""
    return "inertia_ is what one more assignment makes of the last frame's inertia."


KINDS = {
    "GaussianMixture": Kind(
        name="GaussianMixture",
        components="n_components",
        is_fitted=lambda estimator: hasattr(estimator, "converged_"),
        is_given=_is_given,
        goes_on=_goes_on,
        attempts=_attempt_mixtures,
        beats=lambda attempt, best: attempt.height > best.height,
        tell=lambda fitted: (
            f"n_iter_ = {fitted.n_iter_}, converged_ = {bool(fitted.converged_)}, "
            f"lower_bound_ = {fitted.lower_bound_:.6g} (nats per point, at the last E-step)"
        ),
        agrees=_mixtures_agree,
        resembles=_mixtures_resemble,
        is_tied=lambda attempt: False,
        retrace=lambda estimator, points, rng, fitted: None,
        note=lambda attempt: "",
        weighed="",
    ),
    "KMeans": Kind(
        name="KMeans",
        components="n_clusters",
        is_fitted=lambda estimator: hasattr(estimator, "cluster_centers_"),
        is_given=lambda estimator: (
            not (isinstance(estimator.init, str) or callable(estimator.init))
        ),
        goes_on=lambda estimator: False,
        attempts=_attempt_kmeans,
        beats=_kmeans_beats,
        tell=lambda fitted: f"n_iter_ = {fitted.n_iter_}, inertia_ = {fitted.inertia_:.6g}",
        agrees=_kmeans_agree,
        resembles=_kmeans_resemble,
        is_tied=_is_tied,
        retrace=_retrace_kmeans,
        note=_note_kmeans,
        weighed=" or with sample_weight",
    ),
}
