"""The playground: choose data and a start, watch EM and k-means learn half-step by half-step."""

import streamlit as st

from gmm.ui.hands import drawn, take
from gmm.ui.plain import plain
from gmm.ui.recording import last_run, recorded
from gmm.ui.settings import (
    DRAW,
    UPLOAD,
    data_controls,
    link_frame,
    link_remarks,
    run_controls,
)
from gmm.ui.stage import stage
from gmm.ui.upload import uploaded

asked = st.query_params.to_dict()
own_data = {UPLOAD: uploaded, DRAW: drawn}

with st.sidebar:
    settings = data_controls()
    mine = own_data[settings.data]() if settings.data in own_data else None
    settings = run_controls(settings)

for remark in link_remarks(asked, settings):
    st.toast(plain(remark), icon=":material/link_off:", duration="long")

try:
    run = recorded(settings, mine)
except ValueError as error:
    st.error(plain(str(error)))
    run = last_run()

stage(run, link_frame(asked), on_edit=lambda message: take(message, settings, run["D"]))
