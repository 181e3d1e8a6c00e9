"""What a page shows: the run that its link and its points ask for, or the last good one."""

from functools import partial
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gmm.data.datasets import DATASETS
from gmm.ui.held import hold_runs
from gmm.ui.link import Carried, Link, open_settings
from gmm.ui.plain import plain
from gmm.ui.recorder import RefusedError
from gmm.ui.recording import fit_start, plan_run
from gmm.ui.run import Run, await_run, identify_dataset, prepare_run
from gmm.ui.run_table import RunTable
from gmm.ui.sources.bundled import make_dataset
from gmm.ui.sources.offer import Offer
from gmm.ui.waiting import ask, forget_stop, offer_again


class Shown(NamedTuple):
    """A run with the link that leads to it.

    Attributes
    ----------
    run : Run
    link : Link
        Its settings and what it carries are those of `run`, also where that is an earlier one.
    editable : bool
        Whether hands may make another run of it.
    trouble : str
        Why it is not what was asked for, in a sentence; "" where it is.
    stands_in : bool
        Whether it is shown in place of a person's own points, which are missing.
    """

    run: Run
    link: Link
    editable: bool = True
    trouble: str = ""
    stands_in: bool = False


@st.cache_resource
def _share_runs() -> RunTable:
    """Runs on bundled and generated data, for all sessions."""
    return RunTable(most_runs=256, most_bytes=128_000_000)


def _keep_runs() -> RunTable:
    """Runs on a person's own points or from a start by hand, for this session alone."""
    if "runs" not in st.session_state:
        st.session_state["runs"] = RunTable(most_runs=8, most_bytes=4_000_000)
        hold_runs(st.session_state["runs"])
    table: RunTable = st.session_state["runs"]
    return table


def find_run(link: Link, offer: Offer, page: str) -> Shown:
    """Find the run to show.

    Parameters
    ----------
    link : Link
    offer : Offer
        What the link's source has.
    page : str
        Whose last good run it is: pages do not share one.

    Returns
    -------
    Shown
        The last good run of the page, with its own data, where there are no points or they do not
        allow a run; what is wrong is then said on the page.
    """
    # Always there: what comes later and goes again would take the stage's place meanwhile.
    place = st.empty()
    if offer.awaits:
        return Shown(await_run(link.settings, offer.awaits), link, editable=False)
    key, trouble = f"shown-{page}", ""
    if offer.run is not None:
        own = link._replace(settings=offer.run.settings, carried=Carried())
        shown = st.session_state[key] = Shown(offer.run, own, editable=False)
        return shown
    last: Shown | None = st.session_state.get(key)
    missing = offer.dataset is None
    if missing and last is None and link.table.file:
        # The file that came in the missing one's place cannot be used: it is still waited for.
        return Shown(await_run(link.settings, link.table.file), link, editable=False)
    if missing:
        if last and _leaves_alone(link, last):
            own = last.link._replace(frame=link.frame, view=link.view, classroom=link.classroom)
            return last._replace(link=own, editable=False)
        link, offer = _stand_in(link, last)
    try:
        shown = st.session_state[key] = _record(link, offer, page, place)._replace(
            stands_in=missing
        )
        forget_stop(page)
        return shown
    except RefusedError as error:
        trouble = str(error)
        with place.container(horizontal=True, vertical_alignment="center"):
            st.warning(plain(trouble))
            offer_again(page, "Record it")
    except ValueError as error:
        trouble = str(error)
        with place.container():
            st.error(plain(trouble))
    last = last or _record(Link(), _stand_in(Link(), None)[1], page)
    return Shown(
        last.run,
        last.link._replace(frame=link.frame, view=link.view, classroom=link.classroom),
        # A drawing that allows no run is still there to be changed.
        editable=offer.editable and offer.box is not None and last.run.box is not None,
        trouble=trouble,
    )


def find_shown(page: str) -> Shown | None:
    """Give what a page has shown last in this session; None where it has not been opened.

    Parameters
    ----------
    page : str
    """
    shown: Shown | None = st.session_state.get(f"shown-{page}")
    return shown


def _leaves_alone(link: Link, last: Shown) -> bool:
    """Whether the run before stays as it was while a person's own points are missing.

    That is until somebody changes a setting; a run that was ready has none to change.
    """
    settings = link.settings
    opening = open_settings(settings.data)._replace(twin=settings.twin)
    return bool(last.run.file) or (not last.stands_in and settings == opening)


def _stand_in(link: Link, last: Shown | None) -> tuple[Link, Offer]:
    """What is shown while a person's own points are missing: the data before, with the settings.

    Where there were none, they are those that the app opens with.
    """
    before = (last.link if last else Link()).settings
    settings = link.settings._replace(
        data=before.data, n=before.n, data_seed=before.data_seed, knobs=before.knobs
    )
    link = link._replace(settings=settings, frame=link.frame if last else 0, carried=Carried())
    if last is None:
        dataset = make_dataset(settings.data, settings.n, settings.data_seed)
        return link, Offer(link, dataset, shared=True, editable=False)
    shared = settings.data in DATASETS
    return link, Offer(link, last.run.dataset, last.run.box, shared=shared, editable=False)


def _record(link: Link, offer: Offer, page: str, place: DeltaGenerator | None = None) -> Shown:
    settings, dataset, box = link.settings, offer.dataset, offer.box
    assert dataset is not None
    hand = None
    if link.carried.hand:
        hand = fit_start(link, prepare_run(settings, dataset, box))
    if hand is None and link.carried.hand:
        # It was set for other points or another K. The stage takes it out of the address.
        link = link._replace(carried=link.carried._replace(hand=""))
    key: tuple[object, ...]
    if offer.shared and hand is None:
        table, key = _share_runs(), (settings,)
    else:
        table, key = _keep_runs(), (settings, box, link.carried.hand, identify_dataset(dataset))
    find = partial(table.find, key)
    run = find()
    if run is None:
        job = plan_run(key, settings, dataset, hand, box)
        number = f"{len(dataset.points):,} {dataset.rows}"
        what = f"Recording a run: {number}, K = {settings.k}"
        run = ask(job, page, what, partial(table.keep, key), find, place)
    return Shown(run, link, offer.editable)
