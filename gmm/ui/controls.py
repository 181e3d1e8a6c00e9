"""The widgets of the settings. Each is bound to the address's parameter of the same name."""

from collections.abc import Iterable
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gmm.covariance import COVARIANCES
from gmm.data.datasets import DATASETS
from gmm.limits import MAX_K, MAX_SEED, SENTENCES
from gmm.scaling import SCALES
from gmm.starts import OLDER, STARTS
from gmm.ui.address import bind
from gmm.ui.link import (
    COVARIANCE,
    DATA,
    DRAW,
    RIDGE,
    SCALE,
    START,
    START_SEED,
    TWIN,
    UPLOAD,
    Classroom,
    K,
    Link,
    Parameter,
)
from gmm.ui.plain import plain
from gmm.ui.run import Run, name_ridge_unit, prepare_run
from gmm.ui.sources import SOURCES
from gmm.ui.sources.door import show_door
from gmm.ui.sources.offer import Offer


def choose_data(link: Link, page: str) -> Offer:
    """Choose where the points come from.

    Parameters
    ----------
    link : Link
    page : str

    Returns
    -------
    Offer
        What the chosen source has, and the link with what its controls say.
    """
    _hide(link.classroom)
    with make_place("data"):
        data = st.selectbox(
            "Data",
            list(SOURCES),
            **bind(DATA.name),
            help="Real data and generated ones. Your own come by the buttons below.",
        )
        if data in DATASETS:
            left, right = st.columns(2)
            with left:
                show_door("Your file", UPLOAD, ":material/upload:")
            with right:
                show_door("Draw", DRAW, ":material/draw:")
        return SOURCES[data](link._replace(settings=link.settings._replace(data=data)), page)


def choose_run(offer: Offer) -> Link:
    """Choose the run: components, start, covariance, k-means and what lies deeper.

    Parameters
    ----------
    offer : Offer
        A run that is ready has nothing to choose: what it was made with is told instead.
    """
    link = offer.link
    if offer.run is not None:
        _tell_facts(offer.run)
        return link
    chosen: dict[str, Any] = {}
    with make_place("k"):
        chosen["k"] = st.slider(
            "Components",
            1,
            MAX_K,
            K.default,
            disabled=link.classroom.lock,
            help="How many Gaussians the mixture has, and how many clusters k-means looks for. "
            + SENTENCES["components"],
            **bind(K.name),
        )
    with make_place("start"):
        chosen |= _choose_start(link.settings.start)
    with make_place("covariance"):
        chosen["covariance"] = _choose(
            "Covariance",
            COVARIANCE,
            COVARIANCES,
            "Full: any ellipse. Tied: one ellipse shared by all. "
            "Diag: ellipses along the axes. Spherical: circles.",
        )
    with make_place("twin"):
        chosen["twin"] = st.toggle("k-means beside it", TWIN.default, **bind(TWIN.name))
    with make_place("more"), st.expander("More"):
        chosen |= _choose_more(offer)
    return link._replace(settings=link.settings._replace(**chosen))


def _choose_start(asked: str) -> dict[str, Any]:
    # An older method is there for the links that mean it.
    offered = [name for name in STARTS if name not in OLDER.values() or name == asked]
    left, right = st.columns([3, 2])
    with left:
        start = _choose(
            "Start", START, offered, "Where the means begin. “One place” is a bad start on purpose."
        )
    seed = right.number_input(
        "Start seed", 0, MAX_SEED, START_SEED.default, **bind(START_SEED.name)
    )
    return {"start": start, "start_seed": seed}


def _choose_more(offer: Offer) -> dict[str, Any]:
    scale = st.segmented_control(
        "Standardise the columns",
        list(SCALES),
        default=SCALE.default,
        required=True,
        help="Auto standardises two columns when one varies three times as much as the other. "
        "k-means, spherical covariances and a ridge depend on it; full, tied and diag do not. "
        "Numbers are in the data's own units all the same.",
        **bind(SCALE.name),
    )
    ridge = st.number_input(
        "Ridge",
        0.0,
        1.0,
        RIDGE.default,
        step=0.001,
        format="%g",
        help="Added to each variance after every M-step. It keeps components from collapsing; "
        "only at 0 is this EM itself, with a log-likelihood that never falls.",
        **bind(RIDGE.name),
    )
    _tell_ridge_unit(offer, scale)
    return {"scale": scale, "ridge": ridge}


def _tell_ridge_unit(offer: Offer, scale: str) -> None:
    """Say what the ridge is measured in: it is added to variances of the points as fitted."""
    if offer.dataset is None or not len(offer.dataset.points):
        return
    run = prepare_run(offer.link.settings._replace(scale=scale), offer.dataset, offer.box)
    unit = name_ridge_unit(run)
    words = "squared standard deviations (SD²)" if run.is_standardised else unit
    st.caption(plain(f"The ridge is in {words or 'squared data units'}."))


def make_place(name: str) -> DeltaGenerator:
    """Make the place of a group of controls, which a teacher's link may put out of sight.

    Parameters
    ----------
    name : str
        In `gmm.ui.link.CONTROLS`.
    """
    return st.container(key=f"control-{name}")


def _choose(label: str, parameter: Parameter, options: Iterable[str], help: str) -> str:
    names = list(options)
    chosen: str = st.selectbox(
        label, names, names.index(parameter.default), help=help, **bind(parameter.name)
    )
    return chosen


def _hide(classroom: Classroom) -> None:
    """Hide what the link hides; the widgets are still there and hold their settings."""
    selectors = ", ".join(f".st-key-control-{name}" for name in sorted(classroom.hide))
    if selectors:
        st.html(f"<style>{selectors} {{ display: none; }}</style>")


def _tell_facts(run: Run) -> None:
    em = run.em
    iterations = em.frames[-1].iteration if em else 0
    st.caption(
        plain(
            f"A recorded run: K = {run.settings.k}, {run.settings.covariance} covariances, "
            f"{iterations} iterations. It steps, but other settings cannot be tried on it."
        )
    )
