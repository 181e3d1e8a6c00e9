"""What hands did on the stage: a start that was dragged into place, points that were drawn.

The stage sends the outcome of each gesture. It is checked here, kept in the session, and the run is
recorded from it as from any other setting; undo is the outcome before.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import streamlit as st

from gmm.data.datasets import Dataset
from gmm.mixture import Mixture
from gmm.ui.links import mixture_from_text, mixture_to_text, points_from_text, points_to_text
from gmm.ui.settings import Settings

MAX_POINTS = 2_000
MAX_UNDOS = 50
BOX = (0.0, 0.0, 10.0, 10.0)


class HandStart(NamedTuple):
    """Starts that were dragged into place, the latest last, and what they belong to."""

    belongs_to: tuple[object, ...]
    starts: tuple[Mixture, ...]


def hand_start(settings: Settings) -> HandStart:
    """The dragged starts of these settings; none where another setting has been chosen since.

    In a new session they come from the link, which carries the latest one.
    """
    belongs_to = _belonging(settings)
    kept: HandStart | None = st.session_state.get("hand_start")
    if kept is None:
        kept = HandStart(belongs_to, _linked_start(settings))
        if kept.starts:
            st.session_state["hand_start"] = kept
    elif kept.belongs_to != belongs_to:
        st.query_params.pop("hand", None)
        return HandStart(belongs_to, ())
    return kept


def _linked_start(settings: Settings) -> tuple[Mixture, ...]:
    try:
        mixture = mixture_from_text(st.query_params.get("hand", ""))
    except ValueError:
        return ()
    return (mixture,) if len(mixture.weights) == settings.k else ()


def drawn() -> Dataset:
    """The points drawn in this session or brought by the link, which may be none."""
    if "drawn" not in st.session_state:
        try:
            points = points_from_text(st.query_params.get("drawn", ""))[:MAX_POINTS]
        except ValueError:
            points = np.empty((0, 2))
        st.session_state["drawn"] = points if points.shape[1:] == (2,) else np.empty((0, 2))
    points = st.session_state["drawn"]
    if len(points) > 0 and "drawn" not in st.query_params:
        st.caption("This drawing is too large for a link: it stays in this session.")
    return Dataset(
        points=points,
        columns=("x", "y"),
        units=("", ""),
        title="Drawn by hand",
        rows="points",
        labels=None,
        truth=None,
        note="",
    )


def take(message: object, settings: Settings, dimensions: int) -> None:
    """Keep what a gesture made.

    Parameters
    ----------
    message : object
        What came from the browser: `kind` is "start" (a mixture), "points" or "undo".
    settings : Settings
        What the stage showed.
    dimensions : int
        Of the points on the stage.

    Raises
    ------
    ValueError
        If the message is not one that the stage sends; nothing is kept then.
    """
    if not isinstance(message, Mapping):
        raise ValueError(_NOT_UNDERSTOOD)
    kind = message.get("kind")
    if kind == "points":
        _keep_drawing(points_from_message(message.get("points")))
        return
    kept = hand_start(settings)
    if kind == "start":
        mixture = mixture_from_message(message, settings.k, dimensions)
        starts = (*kept.starts, mixture)[-MAX_UNDOS:]
    elif kind == "undo":
        starts = kept.starts[:-1]
    else:
        raise ValueError(_NOT_UNDERSTOOD)
    st.session_state["hand_start"] = kept._replace(starts=starts)
    if starts:
        st.query_params["hand"] = mixture_to_text(starts[-1])
    else:
        st.query_params.pop("hand", None)


def _keep_drawing(points: npt.NDArray[np.float64]) -> None:
    """Keep the points, and have the link carry them where they are few enough.

    What the link carries is a little coarser; then that is what is kept, so that everybody sees the
    same points.
    """
    st.query_params.pop("drawn", None)
    if len(points) > 0:
        try:
            text = points_to_text(points)
        except ValueError:
            pass
        else:
            points = points_from_text(text)
            st.query_params["drawn"] = text
    st.session_state["drawn"] = points


_NOT_UNDERSTOOD = (
    "The stage sent something that cannot be used. "
    "Reload the page to begin again from the settings."
)


def mixture_from_message(message: Mapping[str, Any], k: int, d: int) -> Mixture:
    """The mixture that a message holds: weights, means, and covariances as upper triangles.

    Raises
    ------
    ValueError
        If it is not a mixture of `k` components in `d` dimensions.
    """
    upper = np.triu_indices(d)
    weights = _numbers(message.get("weights"), k)
    means = _numbers(message.get("means"), k * d).reshape(k, d)
    entries = _numbers(message.get("covariances"), k * len(upper[0])).reshape(k, -1)
    covariances = np.empty((k, d, d))
    covariances[:, *upper] = entries
    covariances[:, upper[1], upper[0]] = entries
    if not (weights > 0).all() or abs(weights.sum() - 1) > 1e-6:
        raise ValueError(_NOT_UNDERSTOOD)
    if not (np.linalg.eigvalsh(covariances) > 0).all():
        raise ValueError(_NOT_UNDERSTOOD)
    return Mixture(weights, means, covariances)


def points_from_message(values: object) -> npt.NDArray[np.float64]:
    """The points that a message holds as x, y, x, y, ...: at most `MAX_POINTS`, within the easel.

    Raises
    ------
    ValueError
        If they are not finite numbers in pairs, or too many.
    """
    if not isinstance(values, list) or len(values) % 2 or len(values) > 2 * MAX_POINTS:
        raise ValueError(_NOT_UNDERSTOOD)
    points = _numbers(values, len(values)).reshape(-1, 2)
    points.flags.writeable = False
    return points


def _numbers(values: object, count: int) -> npt.NDArray[np.float64]:
    if not isinstance(values, list) or len(values) != count:
        raise ValueError(_NOT_UNDERSTOOD)
    if not all(isinstance(value, int | float) and abs(value) < 1e100 for value in values):
        raise ValueError(_NOT_UNDERSTOOD)
    return np.array(values, dtype=np.float64)


def _belonging(settings: Settings) -> tuple[object, ...]:
    """What a dragged start depends on: the points, their scale, K and the constraint."""
    return (
        *(settings.data, settings.n, settings.data_seed, settings.knobs, settings.scale),
        *(settings.k, settings.covariance, settings.start, settings.start_seed),
    )
