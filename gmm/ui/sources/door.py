"""Buttons that lead to a person's own points: nobody has to find them in a list."""

import streamlit as st

from gmm.ui.address import open_data


def show_door(label: str, data: str, icon: str, page: str) -> None:
    """Put a button on the page that chooses a source.

    Parameters
    ----------
    label, icon : str
    data : str
        The source's name in the list.
    page : str
    """
    st.button(
        label,
        on_click=open_data,
        args=(data, page),
        icon=icon,
        width="stretch",
        key=f"door-{data}",
    )
