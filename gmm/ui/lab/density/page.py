"""The density page: the mixture that EM ends at, seen as a density in three ways."""

import streamlit as st

from gmm.ui.address import bind
from gmm.ui.lab.density.fitting import choose_rows
from gmm.ui.lab.density.show_density import show_density
from gmm.ui.lab.density.show_draws import show_draws
from gmm.ui.lab.density.show_outliers import show_outliers
from gmm.ui.lab.opening import lead_back, open_page

PAGE = "density"
TABS = {"Density": show_density, "New points": show_draws, "Outliers": show_outliers}


def show() -> None:
    """Write the page."""
    given = open_page(PAGE, controls=("k", "covariance", "start"))
    if given is None:
        return
    rows = choose_rows(len(given.run.points))
    tabs = st.tabs(list(TABS), **bind("part"))
    for tab, show_part in zip(tabs, TABS.values(), strict=True):
        if tab.open:
            with tab:
                show_part(given, rows)
    lead_back(given.link)
