"""Settings -> points -> start -> tapes: the app's one line, up to what the stage is given."""

import streamlit as st

from gmm.datasets import DATASETS, Dataset
from gmm.scaling import scale
from gmm.starts import start
from gmm.tape import record_em, record_kmeans
from gmm.ui.settings import DEFAULT, Settings
from gmm.ui.stage import Payload, payload

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
    if settings.data in DATASETS:
        run = recording(settings)
    elif mine is None:
        return last_run()
    else:
        run = _remembered(settings, mine)
    st.session_state["last_run"] = run
    return run


def last_run() -> Payload:
    """The last good run of this session; before any, the one that the app opens with."""
    return st.session_state.get("last_run") or recording(DEFAULT)


def _remembered(settings: Settings, mine: Dataset) -> Payload:
    """Recorded once for these settings and these points, in this session."""
    key = (settings, mine.title, mine.columns, mine.points.tobytes())
    if st.session_state.get("own_run_key") != key:
        st.session_state["own_run"] = record(settings, mine)
        st.session_state["own_run_key"] = key
    own_run: Payload = st.session_state["own_run"]
    return own_run


@st.cache_data(max_entries=128, show_spinner=False)
def recording(settings: Settings) -> Payload:
    """The run that the settings ask for on bundled or generated data, shared by all sessions."""
    dataset = DATASETS[settings.data].make(settings.n, settings.data_seed)
    return record(settings, dataset)


def record(settings: Settings, dataset: Dataset) -> Payload:
    """Record both twins from one start, and pack them for the stage.

    Raises
    ------
    ValueError
        If the start asks for more components than there are distinct points; its message says so.
    """
    points, scaling = scale(dataset.points, settings.scale)
    mixture = start(points, settings.k, settings.start, settings.start_seed, settings.covariance)
    em = record_em(
        points,
        mixture,
        covariance=settings.covariance,
        ridge=settings.ridge,
        tolerance=TOLERANCE,
        max_iterations=MAX_ITERATIONS,
    )
    kmeans = record_kmeans(points, mixture.means, MAX_ITERATIONS) if settings.twin else None
    labels = [
        f"{column} ({unit})" if unit else column
        for column, unit in zip(dataset.columns, dataset.units, strict=True)
    ]
    return payload(
        points,
        scaling,
        labels,
        em,
        kmeans,
        TOLERANCE,
        title=f"{dataset.title}, {len(points):,} {dataset.rows}",
        summary=_summary(settings, standardised=bool((scaling.spread != 1).any())),
        start=settings.start,
    )


def _summary(settings: Settings, standardised: bool) -> str:
    parts = [
        f"K = {settings.k}",
        settings.covariance,
        settings.start,
        f"seed {settings.start_seed}",
        f"ridge {settings.ridge:g}" if settings.ridge else "",
        "standardised" if standardised else "",
    ]
    return " · ".join(part for part in parts if part)
