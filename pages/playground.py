"""The playground: choose data and a start, watch EM and k-means learn half-step by half-step."""

import streamlit as st

from gmm.ui.address import open_link
from gmm.ui.arrival import lead_on
from gmm.ui.comparison import offer_comparison
from gmm.ui.controls import choose_data, choose_run, make_place
from gmm.ui.session import find_run
from gmm.ui.stage.component import stage
from gmm.ui.takeaway.button import offer_takeaway

PAGE = "playground"

link = open_link(PAGE)
with st.sidebar:
    offer = choose_data(link, PAGE)
    link = choose_run(offer, PAGE)
shown = find_run(link, offer, PAGE)
with st.sidebar, make_place("away"):
    offer_comparison(shown.run, PAGE)
    offer_takeaway(shown.run, shown.link, PAGE)
with st.sidebar:
    lead_on(shown.link)
stage(shown.run, shown.link, page=PAGE, editable=shown.editable, trouble=shown.trouble)
