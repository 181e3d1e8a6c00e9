"""What a hand did on the stage, as the browser tells it: checked, kept, and always answered."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import streamlit as st

from gmm.limits import LARGEST, MAX_DRAWING, MAX_UNDOS
from gmm.points import FloatArray
from gmm.ui.address import change_address, keep_whereabouts
from gmm.ui.carried import read_start
from gmm.ui.link import HAND
from gmm.ui.run import Run
from gmm.ui.sources.drawn import keep_drawing
from gmm.ui.stage.offers import take_offer
from gmm.ui.takeaway.qr import draw_qr

NOT_UNDERSTOOD = (
    "The stage sent something that cannot be used. "
    "Reload the page to begin again from the settings."
)

_FIRST = "first-edit"


class Answer(NamedTuple):
    """The number of the last edit that was answered.

    Attributes
    ----------
    number : int
    refused : str
        Why it was refused; "" where it was not.
    code : str
        An SVG, where it asked for a code to scan.
    """

    number: int = 0
    refused: str = ""
    code: str = ""


def find_answer(page: str) -> Answer:
    """Give the answer that the page's stage waits for.

    Parameters
    ----------
    page : str
    """
    answer: Answer = st.session_state.get(f"answer-{page}", Answer())
    return answer


def take_edit(message: object, run: Run, page: str) -> None:
    """Keep what a hand did, and answer it. Nothing is raised: what cannot be used is refused.

    Parameters
    ----------
    message : object
        From the browser: a mapping of `number`, `kind` ("points", "start", "undo", "offer" or
        "code") and what the kind needs; or of the kind "where", which needs no answer.
    run : Run
        What the stage showed.
    page : str
    """
    told = message if isinstance(message, Mapping) else {}
    refused, code, number = "", "", told.get("number")
    if number and number == find_answer(page).number:
        return  # it was sent twice
    try:
        if told.get("kind") == "where":
            keep_whereabouts(told.get("where"), page)
            return
        if told.get("kind") == "points" and run.box is not None:
            keep_drawing(read_drawing(told.get("points")))
        elif told.get("kind") in ("start", "undo"):
            _keep_start(told, page)
        elif told.get("kind") == "offer":
            take_offer(told.get("offer"), run, page)
        elif told.get("kind") == "code":
            code = draw_qr(str(told.get("address", "")))
        else:
            raise ValueError(NOT_UNDERSTOOD)
    except ValueError as error:
        refused = str(error)
    if isinstance(number, int):
        st.session_state[f"answer-{page}"] = Answer(number, refused, code)


def take_first(message: object, run: Run, page: str) -> None:
    """Run the page again with what a browser said in a session's first run, if it is an edit.

    Streamlit calls nobody for what the first run brings: the session knows no stage yet. A browser
    says something then when its server has lost the session, and is back.

    Parameters
    ----------
    message : object
        What the stage told in this run.
    run : Run
        What it shows.
    page : str
    """
    number = message.get("number") if isinstance(message, Mapping) else None
    # Once: a message that no stage sends may get no answer, and would have the page run for ever.
    tried = f"first-edit-of-{page}"
    done = (0, find_answer(page).number, st.session_state.get(tried))
    if isinstance(number, int) and number not in done:
        st.session_state[tried] = number
        st.session_state[_FIRST] = (message, run, page)
        st.rerun()


def take_kept() -> None:
    """Take the edit of the session's first run, before the page runs again."""
    if _FIRST in st.session_state:
        take_edit(*st.session_state.pop(_FIRST))


def read_drawing(values: object) -> FloatArray:
    """Read the points that a message holds as x, y, x, y, ...

    Returns
    -------
    ndarray, shape (N, 2)
        Read-only; at most `MAX_DRAWING` points.

    Raises
    ------
    ValueError
        If they are not finite numbers in pairs, or too many.
    """
    if not isinstance(values, list) or len(values) % 2 or len(values) > 2 * MAX_DRAWING:
        raise ValueError(NOT_UNDERSTOOD)
    if not all(isinstance(value, int | float) and abs(value) < LARGEST for value in values):
        raise ValueError(NOT_UNDERSTOOD)
    points = np.array(values, dtype=np.float64).reshape(-1, 2)
    points.setflags(write=False)
    return points


def _keep_start(told: Mapping[str, object], page: str) -> None:
    """Have the address carry a start that the browser could not record, or the one before it."""
    key = f"starts-{page}"
    now = st.query_params.get(HAND.name, "")
    before: tuple[str, ...] = st.session_state.get(key, ())
    if told["kind"] == "start":
        hand = told.get("hand")
        if not isinstance(hand, str):
            raise ValueError(NOT_UNDERSTOOD)
        read_start(hand)
        st.session_state[key] = (*before, now)[-MAX_UNDOS:]
    else:
        *rest, hand = before or ("",)
        st.session_state[key] = tuple(rest)
    change_address(**{HAND.name: hand})
