"""Tapes as somebody recorded them -> a run for the stage, with no settings and no address.

What the tapes do not tell (titles, units, true labels) is told beside them; how their M-steps fit
is found out (`gmm.refitting`), so that a hand can start a run that goes on in the same way.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, cast

import numpy as np

from gmm.data.datasets import Dataset
from gmm.limits import MAX_K, MAX_LABELS
from gmm.mixture import Mixture
from gmm.points import IntArray
from gmm.refitting import find_fit
from gmm.scaling import identity
from gmm.starts import start_at
from gmm.tape import Frame, KMeansFrame, Tape, record_em
from gmm.ui.link import UPLOAD, Settings
from gmm.ui.run import AnyTape, Run

Units = str | Sequence[str] | Mapping[str, str] | None
Pair = tuple[int | str, int | str] | None


class Recorded(NamedTuple):
    """What `take_tapes` gives.

    Attributes
    ----------
    run : Run
        Its columns stand in the order in which they are seen: across, up, the others.
    refits : bool
        Whether it is known how the M-steps fit, so that a hand may start another run.
    remarks : tuple of str
        Sentences that have to be said of it.
    """

    run: Run
    refits: bool
    remarks: tuple[str, ...]


def take_tapes(
    tapes: Sequence[AnyTape],
    *,
    title: str = "",
    columns: Sequence[str] | None = None,
    units: Units = None,
    labels: Any = None,
    shown: Pair = None,
) -> Recorded:
    """Make a run of tapes.

    Parameters
    ----------
    tapes : sequence of Tape
        One of EM, one of k-means, or both.
    title, columns, units, labels, shown
        As `gmm.ui.notebook.show` takes them.

    Raises
    ------
    ValueError
        As `gmm.ui.notebook.show`.
    """
    em, kmeans, remarks = _pair(tapes)
    k = len(em.frames[0].mixture.weights)
    if k > MAX_K:
        raise ValueError(f"This run has {k} components; the stage shows up to {MAX_K}.")
    names = _name_columns(em, columns)
    order = _order_columns(names, shown)
    marks = _read_units(units, names)
    kinds, kind_names = _read_labels(labels, len(em.points))
    fit = find_fit(em)
    moved = [_permute(tape, order) for tape in (em, kmeans) if tape is not None]
    dataset = Dataset(
        points=moved[0].points,
        columns=tuple(names[column] for column in order),
        units=tuple(marks[column] for column in order),
        title=title,
        rows="points",
        labels=kinds,
        truth=None,
        note="",
        label_names=kind_names,
        frequencies=em.weights,
    )
    run = Run(
        Settings(
            data=UPLOAD,
            k=k,
            covariance="full" if fit is None else fit.covariance,
            ridge=0.0 if fit is None else fit.ridge,
            twin=kmeans is not None,
        ),
        dataset,
        points=moved[0].points,
        scaling=identity(len(order)),
        tapes=tuple(moved),
        file="tape",  # recorded elsewhere: nobody knows how its start was chosen
    )
    return Recorded(run, fit is not None, (*remarks, *_tell_marginals(dataset)))


# ------------------------------------------------------------------------------ tapes


def _pair(tapes: Sequence[AnyTape]) -> tuple[Tape[Frame], Tape[KMeansFrame] | None, list[str]]:
    """EM's tape, that of k-means, and what has to be said of them."""
    for tape in tapes:
        if not (hasattr(tape, "frames") and hasattr(tape, "points")):
            raise ValueError(
                f"show takes tapes, as record_em and record_kmeans give them, not "
                f"{type(tape).__name__}."
            )
    soft = [cast(Tape[Frame], tape) for tape in tapes if hasattr(tape.frames[0], "mixture")]
    hard = [cast(Tape[KMeansFrame], tape) for tape in tapes if hasattr(tape.frames[0], "centroids")]
    if not tapes or len(soft) > 1 or len(hard) > 1:
        raise ValueError(
            f"show takes one tape of EM, one of k-means, or both, not {len(soft)} of EM and "
            f"{len(hard)} of k-means."
        )
    if not soft:
        twin = hard[0]
        begins = start_at(twin.points, twin.frames[0].centroids, weights=twin.weights)
        em = record_em(twin.points, begins, weights=twin.weights)._replace(columns=twin.columns)
        return em, twin, ["EM, beside it, was recorded for comparison, from the same centroids."]
    em = soft[0]
    if not hard:
        return em, None, []
    _check_twin(em, hard[0])
    return em, hard[0], []


def _check_twin(em: Tape[Frame], kmeans: Tape[KMeansFrame]) -> None:
    one, other = em.weights, kmeans.weights
    weighed = (one is None and other is None) or (
        one is not None and other is not None and np.array_equal(one, other)
    )
    if not (np.array_equal(em.points, kmeans.points) and weighed):
        raise ValueError(
            "The two tapes were recorded on different points. Record both on the same ones."
        )
    k, clusters = len(em.frames[0].mixture.weights), len(kmeans.frames[0].centroids)
    if k != clusters:
        raise ValueError(
            f"EM has {k} components and k-means has {clusters} clusters. Record both with one K, "
            "or show them one after the other."
        )


# ------------------------------------------------------------------------------ columns


def _name_columns(em: Tape[Frame], names: Sequence[str] | None) -> tuple[str, ...]:
    d = em.points.shape[1]
    if names is None:
        plain = ("x", "y") if d <= 2 else tuple(f"x{column}" for column in range(d))
        return em.columns or plain[:d]
    if isinstance(names, str):
        names = (names,)
    if len(names) != d:
        raise ValueError(f"columns must have {d} names, one for each column, not {len(names)}.")
    return tuple(str(name) for name in names)


def _order_columns(columns: tuple[str, ...], shown: Any) -> list[int]:
    """The columns in the order that the stage is given them: those across and up come first."""
    d = len(columns)
    if shown is None:
        return list(range(d))
    if d == 1:
        raise ValueError("shown chooses two columns, but the points have only one. Leave it out.")
    pair = list(shown) if hasattr(shown, "__len__") and not isinstance(shown, str) else [shown]
    if len(pair) != 2:
        raise ValueError(f"shown must have two columns, across and up, not {len(pair)}.")
    first = [_find_column(columns, column) for column in pair]
    if first[0] == first[1]:
        raise ValueError(f"shown has the column {columns[first[0]]!r} twice; give two columns.")
    return first + [column for column in range(d) if column not in first]


def _find_column(columns: tuple[str, ...], column: Any) -> int:
    if isinstance(column, int | np.integer):
        if -len(columns) <= column < len(columns):
            return int(column) % len(columns)
        raise ValueError(
            f"shown asks for column {column}; they are numbered from 0 to {len(columns) - 1}."
        )
    if str(column) not in columns:
        raise ValueError(
            f"shown asks for the column {str(column)!r}; there are {_list_names(columns)}."
        )
    return columns.index(str(column))


def _list_names(columns: tuple[str, ...]) -> str:
    some = [repr(column) for column in columns[:12]]
    return ", ".join(some) + (", and others" if len(columns) > 12 else "")


def _permute(tape: AnyTape, order: list[int]) -> AnyTape:
    """A tape with its columns in another order; frames share their mixtures as they did."""
    if order == list(range(len(order))):
        return tape
    known: dict[int, Any] = {}

    def move(shape: Any) -> Any:
        if shape is None:
            return None
        if id(shape) not in known:
            known[id(shape)] = (
                Mixture(
                    shape.weights,
                    shape.means[:, order],
                    shape.covariances[:, order][:, :, order],
                )
                if hasattr(shape, "covariances")
                else shape[:, order]
            )
        return known[id(shape)]

    moving = ("mixture", "responsible", "centroids", "assigned")

    def turn(frame: Any) -> Any:
        parts = {name: move(getattr(frame, name)) for name in moving if name in frame._fields}
        return frame._replace(**parts)

    named = None if tape.columns is None else tuple(tape.columns[column] for column in order)
    turned: Any = tuple(turn(frame) for frame in tape.frames)
    return tape._replace(points=tape.points[:, order], frames=turned, columns=named)


# ------------------------------------------------------------------------------ words


def _read_units(
    units: str | Sequence[str] | Mapping[str, str] | None, columns: tuple[str, ...]
) -> tuple[str, ...]:
    if units is None or isinstance(units, str):
        return (units or "",) * len(columns)
    if isinstance(units, Mapping):
        for name in units:
            if name not in columns:
                raise ValueError(
                    f"units has {name!r}, which is no column; there are {_list_names(columns)}."
                )
        return tuple(str(units.get(column, "")) for column in columns)
    if not hasattr(units, "__len__"):
        raise ValueError(f"units is {units!r}; give a word such as 'cm', or one for each column.")
    if len(units) != len(columns):
        raise ValueError(
            f"units must have {len(columns)} units, one for each column, not {len(units)}."
        )
    return tuple("" if unit is None else str(unit) for unit in units)


def _read_labels(labels: Any, n: int) -> tuple[IntArray | None, tuple[str, ...]]:
    """Where each point's label stands among the names, -1 where it is not known."""
    if labels is None:
        return None, ()
    values = np.asarray(labels.to_numpy() if hasattr(labels, "to_numpy") else labels, dtype=object)
    if values.shape != (n,):
        raise ValueError(
            f"labels has the shape {values.shape}; give one label for each of the {n} points."
        )
    told = [None if _is_missing(value) else value for value in values.tolist()]
    try:
        kinds = {value for value in told if value is not None}
    except TypeError:
        raise ValueError("labels holds lists or the like; give a word or a number each.") from None
    if len(kinds) > MAX_LABELS:
        raise ValueError(
            f"labels has {len(kinds)} different values; there are marks for up to {MAX_LABELS}."
        )
    try:
        ordered = sorted(kinds)
    except TypeError:  # numbers and words
        ordered = sorted(kinds, key=str)
    places = {value: place for place, value in enumerate(ordered)}
    which = np.array([-1 if value is None else places[value] for value in told], dtype=np.int64)
    return which, tuple(str(value) for value in ordered)


def _is_missing(value: Any) -> bool:
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float) and np.isnan(value)


def _tell_marginals(dataset: Dataset) -> list[str]:
    d = len(dataset.columns)
    if d <= 2:
        return []
    across, up = dataset.columns[:2]
    return [
        f"The picture shows 2 of the {d} columns, {across} across and {up} up. Colours and the "
        f"log-likelihood come from all {d}; ellipses are marginals."
    ]
