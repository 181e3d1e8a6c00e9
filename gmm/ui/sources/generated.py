"""Data sets that are drawn by chance: how many points, the seed, and the generator's own knobs."""

import streamlit as st

from gmm.data.datasets import DATASETS
from gmm.limits import MAX_N, MAX_SEED, MIN_N, SENTENCES
from gmm.ui.address import bind
from gmm.ui.link import DATA_SEED, Link, N
from gmm.ui.sources import bundled
from gmm.ui.sources.offer import Offer


def offer(link: Link, page: str) -> Offer:
    """Draw the points that the controls ask for."""
    left, right = st.columns(2)
    n = left.number_input(
        "Points", MIN_N, MAX_N, N.default, step=50, help=SENTENCES["points"], **bind(N.name)
    )
    seed = right.number_input("Data seed", 0, MAX_SEED, DATA_SEED.default, **bind(DATA_SEED.name))
    knobs = tuple(
        (
            knob.name,
            st.slider(
                knob.label,
                knob.low,
                knob.high,
                knob.default,
                knob.step,
                help=knob.help,
                **bind(knob.name),
            ),
        )
        for knob in DATASETS[link.settings.data].knobs
    )
    settings = link.settings._replace(n=n, data_seed=seed, knobs=knobs)
    return bundled.offer(link._replace(settings=settings), page)
