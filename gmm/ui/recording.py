"""Settings -> points -> start -> tapes: the app's one line, up to what the stage is given."""

from typing import NamedTuple

import numpy as np
import streamlit as st

from gmm.data.datasets import DATASETS, Dataset
from gmm.limits import MAX_DRAWN, MAX_ITERATIONS
from gmm.mixture import Mixture
from gmm.points import FloatArray
from gmm.scaling import Scaling, identity, scale
from gmm.starts import start
from gmm.tape import Frame, KMeansFrame, Tape, record_em, record_kmeans
from gmm.ui.settings import DEFAULT, DRAW, Settings
from gmm.ui.stage.edits import BOX, hand_start
from gmm.ui.stage.payload import Payload, blank_payload, payload

TOLERANCE = 1e-6


class Recording(NamedTuple):
    """A run and all that it was made from."""

    settings: Settings
    dataset: Dataset
    points: FloatArray
    scaling: Scaling
    em: Tape[Frame]
    kmeans: Tape[KMeansFrame] | None
    edits: int


def retake(settings: Settings, dataset: Dataset) -> Recording:
    """Record again what is on show: the tapes themselves, for what is taken away.

    Raises
    ------
    ValueError
        As `record`.
    """
    starts = _fitting(hand_start(settings).starts, dataset)
    return record(settings, dataset, starts[-1] if starts else None, len(starts))


def _fitting(starts: tuple[Mixture, ...], dataset: Dataset) -> tuple[Mixture, ...]:
    """The starts that are for points of so many dimensions: a link may bring any."""
    return tuple(each for each in starts if each.means.shape[1] == dataset.points.shape[1])


def recorded(settings: Settings, mine: Dataset | None) -> Payload:
    """The run to show: what the settings ask for, or the last good one while a file is missing.

    Parameters
    ----------
    settings : Settings
        What the person chose.
    mine : Dataset or None
        The person's own data, when the settings ask for them and they can be used. Nothing of them
        enters a cache that other sessions share.

    Raises
    ------
    ValueError
        As `record` does; the last good run is then still at `last_run()`.
    """
    starts = hand_start(settings).starts
    if settings.data in DATASETS:
        run = _by_hand(settings, None, starts) if starts else recording(settings)
    elif mine is None:
        return last_run()
    else:
        run = _by_hand(settings, mine, starts)
    st.session_state["last_run"] = run
    return run


def last_run() -> Payload:
    """The last good run of this session; before any, the one that the app opens with."""
    return st.session_state.get("last_run") or recording(DEFAULT)


@st.cache_data(max_entries=128, show_spinner=False)
def recording(settings: Settings) -> Payload:
    """The run that the settings ask for on bundled or generated data, shared by all sessions."""
    return _run(settings, provided(settings))


def provided(settings: Settings) -> Dataset:
    """The bundled or generated data that the settings ask for."""
    return DATASETS[settings.data].make(settings.n, settings.data_seed, **dict(settings.knobs))


def _by_hand(settings: Settings, mine: Dataset | None, starts: tuple[Mixture, ...]) -> Payload:
    """Recorded once for these settings, points and start, in this session."""
    marks = [] if mine is None else [_marks(mine)]
    key = (settings, *marks, *(array.tobytes() for mixture in starts for array in mixture))
    if st.session_state.get("own_run_key") != key:
        dataset = provided(settings) if mine is None else mine
        starts = _fitting(starts, dataset)
        latest = starts[-1] if starts else None
        st.session_state["own_run"] = _run(settings, dataset, latest, edits=len(starts))
        st.session_state["own_run_key"] = key
    own_run: Payload = st.session_state["own_run"]
    return own_run


def _marks(mine: Dataset) -> tuple[object, ...]:
    """What tells one own data set from another."""
    arrays = (mine.points, mine.labels, mine.frequencies)
    return (
        *(mine.title, mine.columns),
        *(None if array is None else array.tobytes() for array in arrays),
    )


def record(
    settings: Settings, dataset: Dataset, mixture: Mixture | None = None, edits: int = 0
) -> Recording:
    """Record both twins from one start.

    Parameters
    ----------
    settings : Settings
    dataset : Dataset
    mixture : Mixture or None
        A start in the scaled units that the stage shows; None for the one that the settings name.
    edits : int
        How many starts a hand has made, for the stage to offer undo.

    Raises
    ------
    ValueError
        If the start asks for more components than there are distinct points; its message says so.
    """
    # What is drawn is seen as it is drawn.
    points, scaling = (
        (dataset.points, identity(2))
        if settings.data == DRAW
        else scale(dataset.points, settings.scale)
    )
    weights = dataset.frequencies
    if mixture is None:
        mixture = start(
            points,
            settings.k,
            settings.start,
            settings.start_seed,
            settings.covariance,
            weights=weights,
        )
    em = record_em(
        points,
        mixture,
        covariance=settings.covariance,
        ridge=settings.ridge,
        tolerance=TOLERANCE,
        max_iterations=MAX_ITERATIONS,
        weights=weights,
    )
    kmeans = record_kmeans(points, mixture.means, MAX_ITERATIONS, weights=weights)
    twin = kmeans if settings.twin else None
    return Recording(settings, dataset, points, scaling, em, twin, edits)


def packed(recording: Recording) -> Payload:
    """The recording as the stage is given it."""
    settings, dataset, points, scaling, em, kmeans, edits = recording
    standardised = bool((scaling.spread != 1).any())
    return payload(
        points,
        scaling,
        dataset_labels(dataset),
        em,
        kmeans,
        TOLERANCE,
        truth=dataset.labels,
        frequencies=dataset.frequencies,
        **_words(settings, dataset, edits),
        summary=_summary(settings, edits, standardised, len(points)),
    )


def dataset_labels(dataset: Dataset) -> list[str]:
    """The columns' names, each with its unit in brackets where it has one."""
    return [
        f"{column} ({unit})" if unit else column
        for column, unit in zip(dataset.columns, dataset.units, strict=True)
    ]


def _run(
    settings: Settings, dataset: Dataset, mixture: Mixture | None = None, edits: int = 0
) -> Payload:
    """What the stage is given: a run, or a drawing that is too small for one."""
    distinct = len(np.unique(dataset.points, axis=0)) if settings.data == DRAW else None
    if distinct is not None and distinct < max(settings.k, 2):
        return blank_payload(
            dataset.points,
            dataset_labels(dataset),
            settings.k,
            settings.twin,
            **_words(settings, dataset, edits),
            summary="nothing to run on",
        )
    return packed(record(settings, dataset, mixture, edits))


def _words(settings: Settings, dataset: Dataset, edits: int) -> dict[str, object]:
    drawing = settings.data == DRAW
    return {
        "title": f"{dataset.title}, {len(dataset.points):,} {dataset.rows}",
        "start": settings.start,
        "covariance": settings.covariance,
        "edits": edits,
        # A drawing stays in its box, whatever is drawn.
        "easel": drawing,
        "box": BOX if drawing else None,
    }


def _summary(settings: Settings, edits: int, standardised: bool, count: int) -> str:
    origin = ["start by hand"] if edits else [settings.start, f"seed {settings.start_seed}"]
    parts = [
        f"K = {settings.k}",
        settings.covariance,
        *origin,
        f"ridge {settings.ridge:g}" if settings.ridge else "",
        "standardised" if standardised else "",
        f"{MAX_DRAWN:,} of the points drawn" if count > MAX_DRAWN else "",
    ]
    return " · ".join(part for part in parts if part)
