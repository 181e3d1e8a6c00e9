"""The stage on a page of the app: a component in JavaScript that steps, scrubs and plays alone."""

from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st

from gmm.ui.link import STAGE_NAMES, VERSION, Link, write_view
from gmm.ui.run import Run
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
    answered: int = 0,
    refused: str = "",
    on_edit: Callable[[object], None] | None = None,
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
    answered : int
        The number of the last edit that has been answered; 0 for none.
    refused : str
        Why it was refused; "" where it was not.
    on_edit : callable or None
        Is given what a hand did, as it came from the browser, before the page runs again.
    """
    key = f"stage-{page}"

    def tell_edit() -> None:
        if on_edit is not None:
            on_edit(st.session_state[key].edited)

    _register()(
        key=key,
        data={
            **pack_run(run),
            "scene": scene,
            "frame": link.frame,
            "view": write_view(link.view),
            "ask": link.classroom.ask,
            "answer": link.classroom.answer,
            "editable": editable,
            "linked": True,
            "names": STAGE_NAMES,
            "version": VERSION,
            "answered": answered,
            "refused": refused,
        },
        on_edited_change=tell_edit,
    )


@cache
def _register() -> Any:
    return st.components.v2.component(
        "mixtape_stage",
        html=read_part("stage.html"),
        css=read_part("stage.css"),
        js=assemble_script(),
    )
