"""Buttons that lead to a person's own points: nobody has to find them in a list."""

import streamlit as st

from gmm.ui.link import DATA


def show_door(label: str, data: str, icon: str) -> None:
    """Put a button on the page that chooses a source.

    Parameters
    ----------
    label, icon : str
    data : str
        The source's name in the list.
    """

    def enter() -> None:
        st.session_state[DATA.name] = data

    st.button(label, on_click=enter, icon=icon, width="stretch", key=f"door-{data}")
