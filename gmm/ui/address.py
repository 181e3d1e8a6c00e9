"""The address of a page: the link that it is opened with, and what a hand changes of it later."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from gmm.ui.link import DATA, STAGE_NAMES, VERSION_NAME, Link, read_link, repair
from gmm.ui.plain import plain

_WORDS = {word: name for word, name in STAGE_NAMES.items() if name != VERSION_NAME}


def bind(name: str) -> dict[str, Any]:
    """Say what ties a widget to the parameter of that name."""
    return {"key": name, "bind": "query-params"}


def open_link(page: str) -> Link:
    """Read the address.

    What a link asks for and cannot get is said once, when the page is opened with it; what the app
    itself writes later needs no remark.

    Parameters
    ----------
    page : str
    """
    query = st.query_params.to_dict()
    key = f"remarks-{page}"
    if key not in st.session_state:
        st.session_state[key] = read_link(query)[1]
        repaired = repair(query)
        if repaired != query:
            # Before any widget is bound to it: each then begins with what the link meant.
            st.query_params.from_dict(repaired)
            st.rerun()
    for remark in st.session_state[key]:
        st.toast(plain(remark), icon=":material/link_off:", duration="long")
    st.session_state[key] = []
    where, before = st.session_state.get(f"where-{page}", ({}, {}))
    if before == _read_stage_names(query):
        query |= where
    # A button's choice is in the address only once its widget has been drawn.
    if DATA.name in st.session_state:
        query[DATA.name] = st.session_state[DATA.name]
    return read_link(query)[0]


def keep_whereabouts(where: object, page: str) -> None:
    """Keep what the stage tells of the browser's address.

    The stage writes the frame, the view and a start by hand into the address by itself. Streamlit
    reads the address only now and then, so what it sends may be older; where it sends something
    else than when this was told, it has read the address since.

    Parameters
    ----------
    where : object
        A mapping of the stage's words to texts.
    page : str
    """
    if isinstance(where, Mapping):
        told = {name: str(where.get(word, "")) for word, name in _WORDS.items()}
        before = _read_stage_names(st.query_params.to_dict())
        st.session_state[f"where-{page}"] = (told, before)


def _read_stage_names(query: Mapping[str, str]) -> dict[str, str]:
    return {name: query.get(name, "") for name in _WORDS.values()}


def change_address(**changes: str) -> None:
    """Change parameters of the address that no widget is bound to, all at once.

    Parameters
    ----------
    **changes
        New texts by name; "" takes a parameter away.
    """
    now = st.query_params.to_dict()
    if any(now.get(name, "") != text for name, text in changes.items()):
        # One message to the browser, so one entry in its history. An empty list is left out of the
        # address, and deleting would be a message of its own.
        st.query_params.update({name: text or [] for name, text in changes.items()})
