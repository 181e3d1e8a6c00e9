"""A person's file of a run that was taken away."""

import hashlib

import streamlit as st

from gmm.ui.recorder import Job, RefusedError
from gmm.ui.reopening import reopen
from gmm.ui.run import Run
from gmm.ui.waiting import ask, forget_stop, offer_again

# By estimate: 1,500 frames take 0.3, and a file may be much longer.
SECONDS = 1.0


def reopen_once(content: bytes, name: str, page: str) -> Run:
    """Make a run of a file, again only when it is another one.

    Parameters
    ----------
    content : bytes
    name : str
        What the file is called.
    page : str
        Whose file it is.

    Raises
    ------
    ValueError
        If it is no such file, or a run that the stage cannot show; the message says why.
    """
    key = f"tape-{page}"
    told = (hashlib.sha256(content).hexdigest(), name)
    kept: tuple[tuple[str, str], Run] | None = st.session_state.get(key)
    if kept is None or kept[0] != told:
        text = content.decode("utf-8", errors="replace")
        job = Job(("tape", told), reopen, (text, name), SECONDS)
        try:
            run = ask(job, key, "Opening the recorded run")
        except RefusedError:
            offer_again(key, "Open the file")
            raise
        forget_stop(key)
        kept = st.session_state[key] = (told, run)
    return kept[1]
