"""How a page of the laboratory begins: its question, its data, and the way back to the stage."""

from collections.abc import Collection, Hashable
from typing import NamedTuple

import numpy as np
import streamlit as st

from gmm.data.datasets import DATASETS
from gmm.ui.address import open_link, take_over, write_query
from gmm.ui.controls import choose_data, choose_run
from gmm.ui.lab.heading import Way, write_heading
from gmm.ui.lab.look import DRAFTS
from gmm.ui.lab.questions import QUESTIONS
from gmm.ui.link import DRAW, Link
from gmm.ui.pages import find_page
from gmm.ui.plain import plain
from gmm.ui.run import Run, identify_dataset, prepare_run
from gmm.ui.session import find_shown
from gmm.ui.sources.offer import Offer

PLAYGROUND = "playground"
NO_POINTS = (
    "There are no points that can be used yet. Choose data on the left; if something is wrong with "
    "them, it is said there."
)
NO_DRAWING = "There is no drawing yet. Points are drawn in the playground."
TOO_ALIKE = (
    "There are {count} different points, and this page needs at least {needed}. "
    "Choose other data{fewer}."
)


class Given(NamedTuple):
    """What a page of the laboratory works on.

    Attributes
    ----------
    run : Run
        Points, scaling, data set and settings; without tapes.
    link : Link
        That leads to it, on any page.
    shared : bool
        Whether the settings alone name the points, so that all sessions may share what is made of
        them.
    key : hashable
        Names the points, their weights and their scaling: what was computed from equal ones may be
        used again.
    """

    run: Run
    link: Link
    shared: bool
    key: Hashable


def open_page(page: str, controls: Collection[str] = ()) -> Given | None:
    """Begin a page: its title and question, and the choice of data beside it.

    Parameters
    ----------
    page : str
        In `gmm.ui.pages.LABORATORY`.
    controls : collection of str
        Which groups of settings the page has (`gmm.ui.controls.GROUPS`).

    Returns
    -------
    Given or None
        None where there are no points that can be used; the page has then said so.
    """
    link = open_link(page)
    st.session_state[DRAFTS] = 0
    write_heading(page, QUESTIONS[page], Way("laboratory", "All questions"))
    with st.sidebar:
        offer = choose_data(link, page)
        link = choose_run(offer, page, controls)
        _offer_playground(link, page)
    return _take(link, offer, link.settings.k if "k" in controls else 2)


def lead_back(link: Link, label: str = "Open in the playground") -> None:
    """Put a link on the page that shows something on the stage of the playground.

    Parameters
    ----------
    link : Link
    label : str
    """
    st.page_link(
        find_page(PLAYGROUND),
        label=label,
        icon=":material/play_arrow:",
        query_params=write_query(link),
        width="content",
    )


def _take(link: Link, offer: Offer, least: int) -> Given | None:
    if offer.run is not None:
        run = offer.run._replace(tapes=())
        link = link._replace(settings=run.settings)
    elif offer.dataset is None:
        st.info(NO_POINTS)
        return None
    elif link.settings.data == DRAW and not len(offer.dataset.points):
        st.info(NO_DRAWING)
        lead_back(link, "Draw points")
        return None
    else:
        run = prepare_run(link.settings, offer.dataset, offer.box)
    count, needed = len(np.unique(run.points, axis=0)), max(least, 2)
    if count < needed:
        fewer = ", or fewer components" if needed > 2 else ""
        st.error(TOO_ALIKE.format(count=count, needed=needed, fewer=fewer))
        return None
    settings = run.settings
    shared = offer.shared and settings.data in DATASETS
    points: Hashable = (
        (settings.data, settings.n, settings.data_seed, settings.knobs)
        if shared
        else identify_dataset(run.dataset)
    )
    return Given(run, link, shared, (points, settings.scale, offer.box))


def _offer_playground(link: Link, page: str) -> None:
    """Offer the data that the playground shows, where they are others."""
    shown = find_shown(PLAYGROUND)
    if shown is None or shown.run.awaits or shown.link.settings.data == link.settings.data:
        return
    st.button(
        plain(f"Use the playground's data: {shown.run.dataset.title}"),
        on_click=take_over,
        args=(shown.link, page),
        icon=":material/input:",
        width="stretch",
        key="from-playground",
    )
