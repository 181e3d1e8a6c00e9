"""The address of a page: the link that it is opened with, and what a hand changes of it later."""

import streamlit as st

from gmm.ui.link import DATA, Link, read_link, repair
from gmm.ui.plain import plain


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
    # A button's choice is in the address only once its widget has been drawn.
    chosen = {DATA.name: st.session_state[DATA.name]} if DATA.name in st.session_state else {}
    return read_link(query | chosen)[0]


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
