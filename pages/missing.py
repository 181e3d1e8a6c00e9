"""The laboratory: missing."""

from gmm.ui.lab.opening import lead_back, open_page

given = open_page("missing")
if given is not None:
    lead_back(given.link)
