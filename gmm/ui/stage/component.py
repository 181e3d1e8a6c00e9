"""The stage on a page of the app: a component in JavaScript that steps, scrubs and plays alone."""

from functools import cache, lru_cache
from typing import Any

import streamlit as st

from gmm.data.datasets import DATASETS
from gmm.ui.carried import HERE
from gmm.ui.link import STAGE_NAMES, STAGE_PARTS, VERSION, Link, write_view
from gmm.ui.run import Run
from gmm.ui.serving.hashed import find_address
from gmm.ui.stage.bundle import read_loader
from gmm.ui.stage.edits import find_answer, take_edit, take_first
from gmm.ui.stage.offers import list_offers
from gmm.ui.stage.payload import Payload, pack_run, split_payload
from gmm.ui.stage.script import read_part

_PLAIN = Link()


def stage(
    run: Run,
    link: Link = _PLAIN,
    *,
    page: str = "playground",
    scene: str = "",
    editable: bool = True,
    trouble: str = "",
) -> None:
    """Put the stage on the page.

    Parameters
    ----------
    run : Run
    link : Link
        Says the frame, the view and a class's question. A stage that shows this run and scene
        already stays where the person is.
    page : str
        Whose stage it is: two pages never share one.
    scene : str
        A new one applies the link's frame and view.
    editable : bool
        Whether hands may make a new run here.
    trouble : str
        Why `run` is not what a hand asked for; "" where it is.
    """
    key = f"stage-{page}"
    answer = find_answer(page)
    cloud, tape, rest = _pack(run)
    # Elements of their own, with no gap between them: Streamlit does not send one again that a
    # browser has as it is. Most settings leave the points as they are, some of them the tape.
    with st.container(gap=None):
        mount(_register_part(), f"part-points-{page}", cloud)
        mount(_register_part(), f"part-tape-{page}", tape)
        told = mount(
            _register(),
            key,
            {
                **rest,
                "scene": scene or run.awaits,
                "frame": link.frame,
                "view": write_view(link.view),
                "ask": link.classroom.ask,
                "answer": link.classroom.answer,
                "hidden": [part for part in STAGE_PARTS if part in link.classroom.hide],
                "editable": editable,
                # An empty ground keeps the address of what it waits for.
                "linked": not run.awaits,
                "source": link.table.file,
                "lost": link.carried.drawn == HERE and run.box is not None and not len(run.points),
                "names": STAGE_NAMES,
                "version": VERSION,
                "answered": answer.number,
                "refused": answer.refused or trouble,
                "code": answer.code,
                "offers": list_offers(run, link.classroom) if editable or run.file else [],
            },
            # Before the page runs again.
            on_edited_change=lambda: take_edit(st.session_state[key].edited, run, page),
        )
    take_first(told.edited, run, page)


def mount(component: Any, key: str, data: Payload, **callbacks: Any) -> Any:
    """Put a component on the page that a loader in the browser unpacks.

    Parameters
    ----------
    component : callable
        What `register_bundle` gives, or another with the same loader.
    key : str
    data : dict
        JSON-ready. Streamlit would look at each value of it, whether it is a table of some kind,
        which takes 0.9 ms a run, and at first loads pandas for half a second; it does not look into
        a list.
    **callbacks
        By the names that Streamlit has for them.

    Returns
    -------
    object
        What the component has told, by name.
    """
    return component(key=key, data=[data], **callbacks)


class _Same:
    """A run, told from others by being the same object: it may be large, and is not compared."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.run is other.run

    def __hash__(self) -> int:
        return id(self.run)


def _pack(run: Run) -> tuple[Payload, Payload, Payload]:
    # What is a person's own is not kept here: it goes with them. And tapes that do not follow from
    # settings are put together each time.
    is_shared = run.settings.data in DATASETS and not (run.hand or run.file or run.names)
    return _pack_shared(_Same(run)) if is_shared else split_payload(pack_run(run))


@lru_cache(maxsize=32)
def _pack_shared(same: _Same) -> tuple[Payload, Payload, Payload]:
    return split_payload(pack_run(same.run))


@cache
def register_bundle(name: str, entry: str) -> Any:
    """Register a component whose script, style and markup a browser fetches once.

    Parameters
    ----------
    name : str
        The component's.
    entry : str
        The bundle's.
    """
    return st.components.v2.component(
        name,
        html=read_part("loader.html"),
        css=read_part("loader.css"),
        js=read_loader(find_address(entry)),
    )


def _register() -> Any:
    return register_bundle("mixtape_stage", "component")


@cache
def _register_part() -> Any:
    loader = read_loader(find_address("component"), "keep")
    return st.components.v2.component("mixtape_part", js=loader)
