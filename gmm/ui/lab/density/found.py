"""The fit that a part of the page is about, asked for or known already."""

from collections.abc import Hashable
from typing import Any

import numpy as np
import streamlit as st

from gmm.limits import estimate_seconds
from gmm.points import FloatArray, IntArray
from gmm.ui.lab.density.fitting import Fit, fit
from gmm.ui.lab.density.words import tell_end
from gmm.ui.lab.opening import Given
from gmm.ui.lab.working import Part, work
from gmm.ui.plain import plain
from gmm.ui.recording import fit_start


def find_fit(
    given: Given,
    points: FloatArray,
    weights: FloatArray | None,
    planted: tuple[int, int] = (0, 0),
) -> Fit | None:
    """Find where EM ends on points, and say what is not as usual there.

    Parameters
    ----------
    given : Given
    points : ndarray, shape (N, D)
        Those of the run that the page works with, and planted ones.
    weights : ndarray, shape (N,), or None
    planted : tuple of int
        How many of the points are planted, and by which seed.

    Returns
    -------
    Fit or None
        None where the page has said why there is none.
    """
    settings = given.run.settings
    hand = given.run.hand
    if hand is None and given.link.carried.hand:
        hand = fit_start(given.link, given.run)
    key = identify(given, "fit", given.link.carried.hand, planted)
    seconds = min(1.0, estimate_seconds(len(points), settings.k, points.shape[1]))
    arguments = (points, weights, given.run.scaling, settings, hand)
    done = work(
        "density-fit",
        [Part(key, fit, arguments, seconds)],
        what="Fitting the mixture",
        unit="fits",
        shared=given.shared,
    )
    found: Fit | str | None = done.results[0]
    if isinstance(found, str):
        st.error(plain(found))
        return None
    if found is None:
        return None
    rows = len(given.run.points)
    own = given.run.dataset
    flat = next((c for c, w in zip(own.columns, np.ptp(points, axis=0), strict=True) if not w), "")
    told = tell_end(found, len(points) - planted[0], rows, own.rows, flat)
    if told:
        st.warning(told) if found.stopped == "collapsed" else st.caption(told)
    return found


def identify(given: Given, *more: Hashable) -> Hashable:
    """Name what is made of the page's points and settings."""
    return ("density", given.key, given.run.settings, *more)


def renew(given: Given, defaults: dict[str, Any]) -> None:
    """Give parameters of the page their defaults again where the data have become others.

    Streamlit keeps what a widget holds, but a place on one ground is nowhere on another.
    """
    for name, value in defaults.items():
        key = f"density-{name}-belongs-to"
        if st.session_state.get(key, given.key) != given.key:
            st.session_state[name] = value
        st.session_state[key] = given.key


def take_weights(given: Given, rows: IntArray) -> FloatArray | None:
    """Take how often the points of some rows count."""
    weights = given.run.dataset.frequencies
    return None if weights is None else np.asarray(weights[rows])
