"""The laboratory: starts."""

from gmm.ui.lab.opening import lead_back, open_page

given = open_page("starts")
if given is not None:
    lead_back(given.link)
