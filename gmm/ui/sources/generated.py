"""Data sets that are drawn by chance: how many points, the seed, and the generator's own knobs."""

import streamlit as st

from gmm.data.datasets import DATASETS
from gmm.limits import MAX_N, MAX_SEED, MIN_N, SENTENCES
from gmm.ui.link import DATA_SEED, Link, N
from gmm.ui.sources import bundled
from gmm.ui.sources.offer import Offer


def offer(link: Link, page: str) -> Offer:
    """Draw the points that the controls ask for."""
    left, right = st.columns(2)
    settings = link.settings._replace(
        n=left.number_input(
            "Points",
            MIN_N,
            MAX_N,
            N.default,
            step=50,
            key=N.name,
            bind="query-params",
            help=SENTENCES["points"],
        ),
        data_seed=right.number_input(
            "Data seed", 0, MAX_SEED, DATA_SEED.default, key=DATA_SEED.name, bind="query-params"
        ),
        knobs=tuple(
            (
                knob.name,
                st.slider(
                    knob.label,
                    knob.low,
                    knob.high,
                    knob.default,
                    knob.step,
                    key=knob.name,
                    bind="query-params",
                    help=knob.help,
                ),
            )
            for knob in DATASETS[link.settings.data].knobs
        ),
    )
    return bundled.offer(link._replace(settings=settings), page)
