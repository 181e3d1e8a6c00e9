"""The stage on a page of the app: a component in JavaScript that steps, scrubs and plays alone."""

from functools import cache
from typing import Any

import streamlit as st

from gmm.ui.link import STAGE_NAMES, STAGE_PARTS, VERSION, Link, write_view
from gmm.ui.run import Run
from gmm.ui.stage.edits import find_answer, take_edit
from gmm.ui.stage.offers import list_offers
from gmm.ui.stage.payload import pack_run
from gmm.ui.stage.script import assemble_script, read_part

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
    _register()(
        key=key,
        data={
            **pack_run(run),
            "scene": scene,
            "frame": link.frame,
            "view": write_view(link.view),
            "ask": link.classroom.ask,
            "answer": link.classroom.answer,
            "hidden": [part for part in STAGE_PARTS if part in link.classroom.hide],
            "editable": editable,
            "linked": True,
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


@cache
def _register() -> Any:
    return st.components.v2.component(
        "mixtape_stage",
        html=read_part("stage.html"),
        css=read_part("stage.css"),
        js=assemble_script(),
    )
