"""The laboratory: how many components the data support, and which criterion says so."""

from gmm.ui.lab.components.page import show_components
from gmm.ui.lab.opening import open_page

given = open_page("components", controls=("more",))
if given is not None:
    show_components(given)
