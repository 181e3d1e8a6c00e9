"""The widgets of the settings.

Each is bound to the address's parameter of the same name, but for the choice of the data: what the
others show when nothing is said belongs to the data set.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gmm.covariance import COVARIANCES
from gmm.data.datasets import DATASETS
from gmm.limits import MAX_K, MAX_RIDGE, MAX_SEED, SENTENCES
from gmm.scaling import SCALES
from gmm.starts import OLDER, STARTS
from gmm.ui.address import bind, find_opening, open_data
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
    Settings,
)
from gmm.ui.plain import plain
from gmm.ui.run import Run, name_ridge_unit, prepare_run
from gmm.ui.sources import SOURCES
from gmm.ui.sources.bundled import make_dataset
from gmm.ui.sources.door import show_door
from gmm.ui.sources.offer import Offer

# The groups of settings that a run is made from, in their order.
GROUPS = ("k", "start", "covariance", "twin", "more")

# What each start does, and which shapes each covariance allows, in a few words.
START_WORDS = {
    "k-means++": "Points far apart, drawn by chance.",
    "k-means": "The centroids where k-means ends.",
    "random points": "Points of the data, drawn by chance.",
    "random responsibilities": "Each point is shared out by chance.",
    "farthest first": "Each next point as far as possible.",
    "one place": "All means together: a bad start.",
    "k-means++ (older)": "As older links have it.",
    "k-means (older)": "As older links have it.",
}
COVARIANCE_WORDS = {
    "full": "any ellipse.",
    "tied": "any ellipse, but the same one for all components.",
    "diag": "ellipses that lie along the axes.",
    "spherical": "circles.",
}


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
        data = link.settings.data
        begun = DATA.name in st.session_state
        if begun and st.session_state[DATA.name] != data:
            st.session_state[DATA.name] = data
        chosen = st.selectbox(
            "Data",
            list(SOURCES),
            list(SOURCES).index(data),
            key=DATA.name,
            on_change=_open_chosen,
            args=(page,),
            help="Real data first, then generated data. Each set opens with its own settings. "
            "For data of your own, use the buttons below.",
        )
        if not begun and chosen != data:
            # A server that has lost the session takes what is chosen for what was there before.
            open_data(chosen, page)
            st.rerun()
        if data in DATASETS:
            left, right = st.columns(2)
            with left:
                show_door("Your file", UPLOAD, ":material/upload:", page)
            with right:
                show_door("Draw", DRAW, ":material/draw:", page)
        return SOURCES[data](link, page)


def _open_chosen(page: str) -> None:
    open_data(st.session_state[DATA.name], page)


def choose_run(offer: Offer, page: str, groups: Collection[str] = GROUPS) -> Link:
    """Choose the run: components, start, covariance, k-means and what lies deeper.

    Parameters
    ----------
    offer : Offer
        A run that is ready has nothing to choose: what it was made with is told instead.
    page : str
    groups : collection of str
        Which of `GROUPS` the page has; what the others choose is as the link says it.
    """
    link = offer.link
    if offer.run is not None:
        _tell_facts(offer.run)
        return link
    opening = find_opening(link.settings.data, page)
    choices: dict[str, Callable[[], dict[str, Any]]] = {
        "k": lambda: _choose_k(link.classroom, opening),
        "start": lambda: _choose_start(link.settings.start, opening),
        "covariance": lambda: _choose_covariance(opening),
        "twin": lambda: _choose_twin(opening),
        "more": lambda: _choose_more(offer, opening),
    }
    chosen: dict[str, Any] = {}
    for name in GROUPS:
        if name in groups:
            with make_place(name):
                chosen |= choices[name]()
    return link._replace(settings=link.settings._replace(**chosen))


def _choose_k(classroom: Classroom, opening: Settings) -> dict[str, Any]:
    k = st.slider(
        "Components",
        1,
        MAX_K,
        opening.k,
        disabled=classroom.lock,
        help="How many Gaussians the mixture has, and how many clusters k-means makes. "
        + SENTENCES["components"],
        **bind(K.name),
    )
    return {"k": k}


def _choose_start(asked: str, opening: Settings) -> dict[str, Any]:
    # An older method is there for the links that mean it.
    offered = [name for name in STARTS if name not in OLDER.values() or name == asked]
    left, right = st.columns([3, 2])
    with left:
        start = _choose(
            "Start",
            START,
            offered,
            opening.start,
            "Where the means begin.\n\n"
            + _list_words({name: START_WORDS[name] for name in offered})
            + "\n\nAnother start seed is another draw; the same seed always gives the same start.",
        )
    seed = right.number_input(
        "Start seed",
        0,
        MAX_SEED,
        opening.start_seed,
        **bind(START_SEED.name),
    )
    st.caption(START_WORDS[start])
    return {"start": start, "start_seed": seed}


def _choose_covariance(opening: Settings) -> dict[str, Any]:
    covariance = _choose(
        "Covariance",
        COVARIANCE,
        COVARIANCES,
        opening.covariance,
        "The shapes that the components may have.\n\n"
        + _list_words(COVARIANCE_WORDS)
        + "\n\nWith a single column, tied components have the same width; with the other "
        "choices, each has a width of its own.",
    )
    return {"covariance": covariance}


def _choose_twin(opening: Settings) -> dict[str, Any]:
    twin = st.toggle(
        "k-means beside it",
        opening.twin,
        help="Shows k-means on the same points, from the same start.",
        **bind(TWIN.name),
    )
    return {"twin": twin}


def _choose_more(offer: Offer, opening: Settings) -> dict[str, Any]:
    with st.expander("More"):
        return _choose_deeper(offer, opening)


def _choose_deeper(offer: Offer, opening: Settings) -> dict[str, Any]:
    scale = st.segmented_control(
        "Standardise the columns",
        list(SCALES),
        default=opening.scale,
        required=True,
        help="Standardised columns have mean 0 and standard deviation 1. Auto does this when one "
        "column varies more than three times as much as the other. k-means, spherical covariances "
        "and a ridge depend on it; full, tied and diag covariances do not. All numbers on the "
        "page are still in the units of the data.",
        **bind(SCALE.name),
    )
    ridge = st.number_input(
        "Ridge",
        0.0,
        MAX_RIDGE,
        opening.ridge,
        step=0.001,
        format="%g",
        help="A number that is added to each variance after every M-step, so that no component "
        "collapses. With a ridge above 0 this is not exactly EM, and the log-likelihood may fall.",
        **bind(RIDGE.name),
    )
    _tell_ridge_unit(offer, scale)
    return {"scale": scale, "ridge": ridge}


def _tell_ridge_unit(offer: Offer, scale: str) -> None:
    """Say what the ridge is measured in: it is added to variances of the points as fitted."""
    if offer.dataset is None or not len(offer.dataset.points):
        return
    settings = offer.link.settings._replace(scale=scale)
    words = (
        _name_unit_of_shared(settings.data, settings.n, settings.data_seed, settings.knobs, scale)
        if offer.shared
        else _name_unit(prepare_run(settings, offer.dataset, offer.box))
    )
    st.caption(plain(f"The ridge is in {words or 'squared data units'}."))


@lru_cache(maxsize=256)
def _name_unit_of_shared(
    data: str, n: int, data_seed: int, knobs: tuple[tuple[str, float], ...], scale: str
) -> str:
    settings = Settings(data=data, n=n, data_seed=data_seed, knobs=knobs, scale=scale)
    return _name_unit(prepare_run(settings, make_dataset(data, n, data_seed, knobs)))


def _name_unit(run: Run) -> str:
    unit = name_ridge_unit(run)
    return "squared standard deviations (SD²)" if run.is_standardised else unit


def make_place(name: str) -> DeltaGenerator:
    """Make the place of a group of controls, which a teacher's link may put out of sight.

    Parameters
    ----------
    name : str
        In `gmm.ui.link.CONTROLS`.
    """
    return st.container(key=f"control-{name}")


def _choose(
    label: str, parameter: Parameter, options: Iterable[str], opening: str, help: str
) -> str:
    names = list(options)
    chosen: str = st.selectbox(
        label, names, names.index(opening), help=help, **bind(parameter.name)
    )
    return chosen


def _list_words(words: Mapping[str, str]) -> str:
    """A list in Markdown of names and what each means."""
    return "\n".join(f"- **{plain(name)}**: {plain(text)}" for name, text in words.items())


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
            f"{iterations} iterations. You can step through it, but not change its settings."
        )
    )
