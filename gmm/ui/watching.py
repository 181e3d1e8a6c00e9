"""Watch an estimator: the run that a scikit-learn estimator's `fit` makes, frame by frame.

    from gmm.ui.watching import watch

    watch(GaussianMixture(n_components=3, random_state=0), X)

The run begins where scikit-learn begins, takes its steps, and ends by its rule. It is recorded by
Mixtape's own engine, and its end is held against scikit-learn's: a remark says whether they agree.
"""

import warnings
from collections.abc import Iterable, Iterator
from copy import copy, deepcopy
from numbers import Integral
from typing import Any, NamedTuple

import numpy as np

from gmm.data.frames import read_frame
from gmm.points import FloatArray
from gmm.ui.estimators import Attempt, Estimator, Kind, measure_work, recognise
from gmm.ui.run import AnyTape

DRAWN = 10_000  # seeds to draw from: short enough to be typed
LONGEST_TITLE = 90  # characters


class Watched(NamedTuple):
    """The run of an estimator.

    Attributes
    ----------
    tape : Tape of Frame or of KMeansFrame
        The one that scikit-learn keeps, where there are several (`n_init`).
    remark : str
        What should be known of it: which start it has, and whether it ends as scikit-learn does.
    agrees : bool
        Whether it ends where scikit-learn's fit does, to the digits. A run whose start had to be
        drawn agrees if it ends at the same optimum.
    """

    tape: AnyTape
    remark: str
    agrees: bool


class _Fit(NamedTuple):
    """The runs of one fit: the best of them, and how many there are."""

    best: Attempt
    number: int  # of the best, from 1
    starts: int


def watch(estimator: Estimator, X: Any, y: object = None, **how: Any) -> Any:  # noqa: N803
    """Show the run that an estimator's `fit` makes, in a notebook's cell.

    Parameters
    ----------
    estimator : GaussianMixture or KMeans
        Of scikit-learn, fitted or not (`observe` says which run is shown); it is not changed.
    X : array_like or data frame, shape (N, D)
        The points that it is, or was, fitted to.
    y : object, optional
        Not used, as by the estimator's own `fit`.
    **how
        What else `gmm.ui.notebook.show` takes, such as `shown` (which two columns are shown, by
        name or by number), `labels` or `height`.

    Returns
    -------
    object
        Shows itself as a cell's last value.

    Raises
    ------
    ValueError
        As `observe`.
    """
    from gmm.ui.notebook import show

    watched = observe(estimator, X)
    told = {"title": _name_estimator(estimator), "remark": watched.remark}
    return show(watched.tape, **{**told, **how})


def record_estimator(estimator: Estimator, X: Any) -> AnyTape:  # noqa: N803
    """Record the run that an estimator's `fit` makes: the tape of `observe`, without its remark."""
    return observe(estimator, X).tape


def observe(estimator: Estimator, X: Any) -> Watched:  # noqa: N803
    """Record the run that an estimator's `fit` makes, and hold its end against scikit-learn's.

    Parameters
    ----------
    estimator : GaussianMixture or KMeans
        Of scikit-learn. An unfitted one shows what ``fit(X)`` will do, a fitted one what it has
        done, and one with `warm_start` that has been fitted what the next fit will do. It is not
        changed.
    X : array_like or data frame, shape (N, D)
        The points that it is, or was, fitted to.

    Returns
    -------
    Watched

    Raises
    ------
    ValueError
        If the estimator is no such one, if the points are not those for it, or if scikit-learn
        refuses them itself.

    Notes
    -----
    A start that is drawn is known by its `random_state` alone. Where a fitted estimator has none, a
    few starts are drawn now, and the first run is shown that ends where the estimator did.
    """
    kind = recognise(estimator)
    if getattr(estimator, "random_state", None) is np.random:  # the same to scikit-learn as none
        estimator = copy(estimator).set_params(random_state=None)
    if getattr(estimator, "verbose", 0):  # it is fitted more than once here
        estimator = deepcopy(estimator).set_params(verbose=0)
    points, columns = _read_points(X)
    _check_columns(estimator, points, columns)
    single = _is_single(X)
    drawn = not (kind.is_given(estimator) or kind.goes_on(estimator))
    # A generator of random numbers has moved on since it was used.
    seeded = isinstance(estimator.random_state, Integral)
    if drawn and not seeded and kind.is_fitted(estimator):
        fit, agrees, told = _search(kind, estimator, points)
    else:
        begun = []
        if drawn and estimator.random_state is None:
            estimator = _seed(estimator, _draw_seed())
            begun.append(
                f"The estimator has no random_state, so this start was drawn now: "
                f"random_state={estimator.random_state} makes it again."
            )
        fit, agrees, told = _follow(kind, estimator, points, single)
        told = [*begun, *told]
    if kind.goes_on(estimator):
        told = ["With warm_start, this run goes on from where the last fit ended.", *told]
    if fit.starts > 1:
        several = f"Of {fit.starts} starts (n_init), number {fit.number} ended best and is shown."
        told.append(several)
    told += filter(None, [kind.note(fit.best)])
    return Watched(fit.best.tape._replace(columns=columns), " ".join(told), agrees)


# ------------------------------------------------------------------ a known start, and another one


def _follow(
    kind: Kind, estimator: Estimator, points: FloatArray, single: bool
) -> tuple[_Fit, bool, list[str]]:
    """Repeat a fit whose start is known; whether it ends as scikit-learn's, and what is told."""
    done = kind.is_fitted(estimator) and not kind.goes_on(estimator)
    own = estimator if done else _refit(estimator, points, single)
    if isinstance(own, ValueError):
        why = " ".join(str(own).split())
        try:
            failed = next(each for each in _attempt(kind, estimator, points) if _collapsed(each))
        except (ValueError, TypeError, StopIteration):  # TypeError: of a random_state
            raise ValueError(f"scikit-learn refuses this fit: {why}") from None
        return _Fit(failed, 1, 1), False, [f"Here scikit-learn's fit ends with an error: {why}"]
    fit = _choose(kind, _attempt(kind, estimator, points), own)
    agrees = kind.agrees(fit.best, own)
    ends = f"It ends as scikit-learn's fit does: {kind.tell(own)}."
    if not agrees or kind.is_tied(fit.best):
        traced = _retrace(kind, estimator, points, own)
        if traced is not None:
            best, number = traced
            told = (
                f"{ends} Some points are as near to one centroid as to another: there the "
                f"centroids move as scikit-learn chose."
            )
            return fit._replace(best=best, number=number), True, [told]
    if agrees:
        return fit, True, [ends]
    if done:
        again = _refit(estimator, points, single)
        if not isinstance(again, ValueError) and kind.agrees(fit.best, again):
            told = (
                f"The estimator itself ended elsewhere ({kind.tell(own)}): it was fitted to other "
                f"points{kind.weighed}, or its settings were changed after that."
            )
            return fit, False, [told]
    if _collapsed(fit.best):
        told = (
            f"Here a component has collapsed, and Mixtape stops. scikit-learn goes on, where "
            f"rounding decides: {kind.tell(own)}."
        )
        return fit, False, [told]
    how = "a little elsewhere" if kind.resembles(fit.best, own) else "elsewhere"
    why = (
        "the points are float32, and it rounds them so at each step"
        if single
        else "it rounds otherwise, most of all where numbers are far from zero"
    )
    return fit, False, [f"scikit-learn's fit ends {how} ({kind.tell(own)}): {why}."]


def _search(kind: Kind, estimator: Estimator, points: FloatArray) -> tuple[_Fit, bool, list[str]]:
    """Look for a start from which a fit ends where a fitted estimator did."""
    why = (
        "has no random_state"
        if estimator.random_state is None
        else "has a random_state that has gone on since"
    )
    unknown = f"The start of this fit is not known, because the estimator {why}."
    best: tuple[_Fit, int] | None = None
    tries = measure_work(estimator, points)
    for seed in np.random.default_rng().choice(DRAWN, tries, replace=False).tolist():
        fit = _choose(kind, _attempt(kind, _seed(estimator, seed), points))
        if kind.resembles(fit.best, estimator):
            same = (
                f"The run shown starts elsewhere (random_state={seed}) and ends at the same place: "
                f"the estimator has {kind.tell(estimator)}."
            )
            return fit, True, [unknown, same]
        if best is None or kind.beats(fit.best, best[0].best):
            best = fit, seed
    assert best is not None
    fit, seed = best
    starts = "1 other start" if tries == 1 else f"{tries} other starts"
    other = (
        f"No run from {starts} ends where it did ({kind.tell(estimator)}). The best of "
        f"them is shown (random_state={seed}); it ends elsewhere."
    )
    return fit, False, [unknown, other]


def _attempt(kind: Kind, estimator: Estimator, points: FloatArray) -> Iterator[Attempt]:
    return kind.attempts(estimator, points, _draw_from(estimator.random_state))


def _retrace(
    kind: Kind, estimator: Estimator, points: FloatArray, own: Estimator
) -> tuple[Attempt, int] | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return kind.retrace(estimator, points, _draw_from(estimator.random_state), own)


def _draw_from(state: Any) -> np.random.RandomState:
    """What scikit-learn draws from; a generator itself is left as it is."""
    return deepcopy(state) if hasattr(state, "choice") else np.random.RandomState(state)


def _choose(kind: Kind, attempts: Iterable[Attempt], own: Estimator = None) -> _Fit:
    """The best of the runs of a fit; of those that rounding alone tells apart, `own`'s."""
    best: _Fit | None = None
    same: _Fit | None = None
    number = 0
    for number, attempt in enumerate(attempts, start=1):
        if best is None or kind.beats(attempt, best.best):
            best = _Fit(attempt, number, number)
        if own is not None and same is None and kind.agrees(attempt, own):
            same = _Fit(attempt, number, number)
    assert best is not None
    if same is not None and not kind.agrees(best.best, own):
        best = same
    return best._replace(starts=number)


def _collapsed(attempt: Attempt) -> bool:
    return attempt.tape.stopped == "collapsed"


def _seed(estimator: Estimator, seed: int) -> Estimator:
    return deepcopy(estimator).set_params(random_state=seed)


def _draw_seed() -> int:
    return int(np.random.default_rng().integers(DRAWN))


def _refit(estimator: Estimator, points: FloatArray, single: bool) -> Estimator | ValueError:
    """What scikit-learn itself makes of it: a fitted copy, or its error."""
    own = deepcopy(estimator)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what they tell, the stage shows
            return own.fit(points.astype(np.float32) if single else points)
    except (ValueError, AttributeError) as error:  # it fails so with max_iter=0 and precisions_init
        return ValueError(str(error))


# ------------------------------------------------------------------ points and names


def _read_points(X: Any) -> tuple[FloatArray, tuple[str, ...] | None]:  # noqa: N803
    """Points as numbers, and their columns' names where there are any."""
    if hasattr(X, "toarray"):
        raise ValueError("The points are a sparse matrix. Give X.toarray() instead.")
    points, weights, columns = read_frame(X)
    if weights is not None:
        raise ValueError(
            "This series says how often each value was counted, but scikit-learn fits each point "
            "once. Give the points themselves."
        )
    # Row by row, so that the same numbers give the same run to the bit, however they came.
    return np.ascontiguousarray(points), columns


def _is_single(X: Any) -> bool:  # noqa: N803
    """Whether scikit-learn would calculate with float32: an array of it, or a frame of pandas."""
    one = [X.dtype] if hasattr(X, "dtype") else []
    kinds = list(X.dtypes) if hasattr(X, "iloc") and hasattr(X, "columns") else one
    return bool(kinds) and all(kind == np.float32 for kind in kinds)


def _check_columns(
    estimator: Estimator, points: FloatArray, columns: tuple[str, ...] | None
) -> None:
    """Refuse points that a fitted estimator cannot have been fitted to."""
    fitted = getattr(estimator, "n_features_in_", points.shape[1])
    if fitted != points.shape[1]:
        raise ValueError(
            f"The estimator was fitted to {fitted} columns, but these points have "
            f"{points.shape[1]}. Give the points that it was fitted to."
        )
    names = [str(name) for name in getattr(estimator, "feature_names_in_", ())]
    if names and columns is not None and list(columns) != names:
        raise ValueError(
            f"The estimator was fitted to the columns {', '.join(names)}, but these points have "
            f"{', '.join(columns)}. Give the same columns in the same order."
        )


def _name_estimator(estimator: Estimator) -> str:
    words = " ".join(repr(estimator).split())
    return words if len(words) <= LONGEST_TITLE else f"{words[: LONGEST_TITLE - 1]}…"
