"""The stage on a page of the app: a component in JavaScript that steps, scrubs and plays alone."""

from functools import cache
from typing import Any

import streamlit as st

from gmm.ui.carried import HERE
from gmm.ui.link import STAGE_NAMES, STAGE_PARTS, VERSION, Link, write_view
from gmm.ui.run import Run
from gmm.ui.serving.hashed import find_address
from gmm.ui.stage.bundle import read_loader
from gmm.ui.stage.edits import find_answer, take_edit
from gmm.ui.stage.offers import list_offers
from gmm.ui.stage.payload import pack_run, split_payload
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
    cloud, tape, rest = split_payload(pack_run(run))
    # Elements of their own, with no gap between them: Streamlit does not send one again that a
    # browser has as it is. Most settings leave the points as they are, some of them the tape.
    # The data of each are in a list: of what a dictionary has in it Streamlit asks whether it is a
    # table, and loads pandas to know; then a new server's first page comes half a second later.
    with st.container(gap=None):
        _register_part()(key=f"part-points-{page}", data=[cloud])
        _register_part()(key=f"part-tape-{page}", data=[tape])
        _register()(
            key=key,
            data=[
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
                    "lost": link.carried.drawn == HERE
                    and run.box is not None
                    and not len(run.points),
                    "names": STAGE_NAMES,
                    "version": VERSION,
                    "answered": answer.number,
                    "refused": answer.refused or trouble,
                    "code": answer.code,
                    "offers": list_offers(run, link.classroom) if editable or run.file else [],
                }
            ],
            # Before the page runs again.
            on_edited_change=lambda: take_edit(st.session_state[key].edited, run, page),
        )


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
