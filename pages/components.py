"""The laboratory: components."""

from gmm.ui.lab.opening import lead_back, open_page

given = open_page("components")
if given is not None:
    lead_back(given.link)
