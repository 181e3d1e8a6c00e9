"""What a person sees, and what the log has, where a page raises an exception."""

import secrets

import streamlit as st
from streamlit.logger import get_logger
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import RunLocation, ThreadState

_LOGGER = get_logger(__name__)


def tell_failure(error: Exception) -> bool:
    """Say that something went wrong, and offer a way back.

    Streamlit calls it for whatever is raised in a page, in what a widget calls, in a fragment or a
    dialog, and not for what it raises itself to stop or to begin again.

    Parameters
    ----------
    error : Exception
        It goes to the log, with a number that the person can read out. Nothing of it is shown: its
        words can hold paths and other people's data.

    Returns
    -------
    True
        Streamlit adds nothing.
    """
    number = f"{secrets.randbelow(10**6):06}"
    number = f"{number[:3]}-{number[3:]}"
    _LOGGER.error("Failure %s: a page raised an exception.", number, exc_info=error)
    if ThreadState.get().run_location is not RunLocation.FRAGMENT:
        _begin_anew()
    # A page in a frame stays one. Its settings are left out: they may be what it fails at.
    afresh = "?embed=true" if st.context.is_embedded else "?"
    st.error(
        "Something went wrong on this page. Reload it to try again. If that does not help, open "
        f"it without its settings. If you report it, say this number: **{number}**."
    )
    st.html(
        f'<p><a href="{afresh}" style="color: inherit">Open this page without its settings</a></p>'
    )
    return True


def _begin_anew() -> None:
    """Empty the session, so that the next run does not fail at what this one has left in it.

    A browser can send what no widget can hold, and each run would read it again. The page is not on
    show any more; what matters of it is in the address and in the browser.
    """
    context = get_script_run_ctx()
    if context is not None:
        state = context.session_state._state
        state._new_widget_state.states.clear()  # or else each value would be read to be dropped
        state.clear()
