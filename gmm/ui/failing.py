"""What a person sees, and what the log has, where a page raises an exception."""

import secrets

import streamlit as st
from streamlit.logger import get_logger

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
    # A page in a frame stays one. Its settings are left out: they may be what it fails at.
    afresh = "?embed=true" if st.context.is_embedded else "?"
    st.error(
        "Something went wrong on this page. Reload it to try again. If that does not help, open "
        f"it without its settings. If you report it, say this number: **{number}**."
    )
    st.html(f'<p><a href="{afresh}">Open this page without its settings</a></p>')
    return True
