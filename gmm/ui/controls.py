"""The widgets of the settings. Each is bound to the address's parameter of the same name."""

from collections.abc import Iterable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gmm.covariance import COVARIANCES
from gmm.data.datasets import DATASETS
from gmm.limits import MAX_K, MAX_SEED, SENTENCES
from gmm.scaling import SCALES
from gmm.starts import STARTS
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
from gmm.ui.run import Run
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
    with control("data"):
        data = st.selectbox(
            "Data",
            list(SOURCES),
            key=DATA.name,
            bind="query-params",
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
    with control("k"):
        k = st.slider(
            "Components",
            1,
            MAX_K,
            K.default,
            key=K.name,
            bind="query-params",
            disabled=link.classroom.lock,
            help="How many Gaussians the mixture has, and how many clusters k-means looks for. "
            + SENTENCES["components"],
        )
    with control("start"):
        left, right = st.columns([3, 2])
        with left:
            start = _choose(
                "Start",
                START,
                STARTS,
                "Where the means begin. “One place” is a bad start on purpose.",
            )
        start_seed = right.number_input(
            "Start seed", 0, MAX_SEED, START_SEED.default, key=START_SEED.name, bind="query-params"
        )
    with control("covariance"):
        covariance = _choose(
            "Covariance",
            COVARIANCE,
            COVARIANCES,
            "Full: any ellipse. Tied: one ellipse shared by all. "
            "Diag: ellipses along the axes. Spherical: circles.",
        )
    with control("twin"):
        twin = st.toggle("k-means beside it", TWIN.default, key=TWIN.name, bind="query-params")
    with control("more"), st.expander("More"):
        scale = st.segmented_control(
            "Standardise the columns",
            list(SCALES),
            default=SCALE.default,
            required=True,
            key=SCALE.name,
            bind="query-params",
            help="Auto standardises two columns when one varies three times as much as the other. "
            "k-means and spherical covariances see distances in these units; "
            "full covariances do not mind.",
        )
        ridge = st.number_input(
            "Ridge",
            0.0,
            1.0,
            RIDGE.default,
            step=0.001,
            format="%.4f",
            key=RIDGE.name,
            bind="query-params",
            help="Added to each variance after every M-step. It keeps components from collapsing; "
            "only at 0 is this EM itself, with a log-likelihood that never falls.",
        )
    return link._replace(
        settings=link.settings._replace(
            k=k,
            start=start,
            start_seed=start_seed,
            covariance=covariance,
            ridge=ridge,
            scale=scale,
            twin=twin,
        )
    )


def control(name: str) -> DeltaGenerator:
    """Make the place of a group of controls, which a teacher's link may put out of sight.

    Parameters
    ----------
    name : str
        In `gmm.ui.link.CONTROLS`.
    """
    return st.container(key=f"control-{name}")


def _choose(label: str, parameter: Parameter, options: Iterable[str], help: str) -> str:
    names = list(options)
    return st.selectbox(
        label,
        names,
        index=names.index(parameter.default),
        key=parameter.name,
        bind="query-params",
        help=help,
    )


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
