"""The playground: choose data and a start, watch EM and k-means learn half-step by half-step."""

import streamlit as st

from gmm.data.datasets import DATASETS
from gmm.ui.classroom import classroom_of, put_out_of_sight
from gmm.ui.comparison import comparison_control
from gmm.ui.plain import plain
from gmm.ui.recording import last_run, provided, recorded
from gmm.ui.settings import (
    DRAW,
    UPLOAD,
    control,
    data_controls,
    link_frame,
    link_remarks,
    run_controls,
)
from gmm.ui.sources.uploaded import uploaded
from gmm.ui.stage.edits import drawn, take
from gmm.ui.stage.payload import stage
from gmm.ui.takeaway.dialog import takeaway_control

asked = st.query_params.to_dict()
classroom = classroom_of(asked)
own_data = {UPLOAD: uploaded, DRAW: drawn}

put_out_of_sight(classroom)
with st.sidebar:
    with control("data"):
        settings = data_controls()
        mine = own_data[settings.data]() if settings.data in own_data else None
        dataset = provided(settings) if settings.data in DATASETS else mine
        if dataset is not None and dataset.note:
            st.caption(plain(dataset.note), help=plain(dataset.source) or None)
    settings = run_controls(settings, classroom.lock)

for remark in link_remarks(asked, settings):
    st.toast(plain(remark), icon=":material/link_off:", duration="long")

try:
    run = recorded(settings, mine)
except ValueError as error:
    st.error(plain(str(error)))
    run = last_run()

with st.sidebar, control("away"):
    if dataset is not None and dataset.truth is not None:
        comparison_control(run, dataset.truth)
    takeaway_control(settings, dataset, run, asked)

stage(
    run,
    link_frame(asked),
    asked.get("view", ""),
    classroom.ask,
    classroom.answer,
    on_edit=lambda message: take(message, settings, run["D"]),
)
