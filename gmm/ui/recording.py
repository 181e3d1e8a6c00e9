"""Settings -> points -> start -> tapes: the app's one line, up to what the stage is given."""

import numpy as np
import streamlit as st

from gmm.datasets import DATASETS, Dataset
from gmm.mixture import Mixture
from gmm.scaling import identity, scale
from gmm.starts import start
from gmm.tape import record_em, record_kmeans
from gmm.ui.hands import BOX, hand_start
from gmm.ui.settings import DEFAULT, DRAW, Settings
from gmm.ui.stage import Payload, blank_payload, payload

TOLERANCE = 1e-6
MAX_ITERATIONS = 500


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
    return record(settings, _provided(settings))


def _provided(settings: Settings) -> Dataset:
    return DATASETS[settings.data].make(settings.n, settings.data_seed)


def _by_hand(settings: Settings, mine: Dataset | None, starts: tuple[Mixture, ...]) -> Payload:
    """Recorded once for these settings, points and start, in this session."""
    marks = [] if mine is None else [mine.title, mine.columns, mine.points.tobytes()]
    key = (settings, *marks, *(array.tobytes() for mixture in starts for array in mixture))
    if st.session_state.get("own_run_key") != key:
        dataset = _provided(settings) if mine is None else mine
        latest = starts[-1] if starts else None
        st.session_state["own_run"] = record(settings, dataset, latest, edits=len(starts))
        st.session_state["own_run_key"] = key
    own_run: Payload = st.session_state["own_run"]
    return own_run


def record(
    settings: Settings, dataset: Dataset, mixture: Mixture | None = None, edits: int = 0
) -> Payload:
    """Record both twins from one start, and pack them for the stage.

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
    drawing = settings.data == DRAW
    labels = [
        f"{column} ({unit})" if unit else column
        for column, unit in zip(dataset.columns, dataset.units, strict=True)
    ]
    count = len(dataset.points)
    words = {
        "title": f"{dataset.title}, {count:,} {dataset.rows}",
        "start": settings.start,
        "covariance": settings.covariance,
        "edits": edits,
        # A drawing stays in its box, whatever is drawn.
        "easel": drawing,
        "box": BOX if drawing else None,
    }
    if drawing and len(np.unique(dataset.points, axis=0)) < max(settings.k, 2):
        return blank_payload(
            dataset.points, labels, settings.k, settings.twin, **words, summary="nothing to run on"
        )
    # What is drawn is seen as it is drawn.
    points, scaling = (
        (dataset.points, identity(2)) if drawing else scale(dataset.points, settings.scale)
    )
    if mixture is None:
        mixture = start(
            points, settings.k, settings.start, settings.start_seed, settings.covariance
        )
    em = record_em(
        points,
        mixture,
        covariance=settings.covariance,
        ridge=settings.ridge,
        tolerance=TOLERANCE,
        max_iterations=MAX_ITERATIONS,
    )
    kmeans = record_kmeans(points, mixture.means, MAX_ITERATIONS) if settings.twin else None
    return payload(
        points,
        scaling,
        labels,
        em,
        kmeans,
        TOLERANCE,
        truth=dataset.labels,
        **words,
        summary=_summary(settings, edits, standardised=bool((scaling.spread != 1).any())),
    )


def _summary(settings: Settings, edits: int, standardised: bool) -> str:
    origin = ["start by hand"] if edits else [settings.start, f"seed {settings.start_seed}"]
    parts = [
        f"K = {settings.k}",
        settings.covariance,
        *origin,
        f"ridge {settings.ridge:g}" if settings.ridge else "",
        "standardised" if standardised else "",
    ]
    return " · ".join(part for part in parts if part)
