"""Data sets that are drawn by chance: how many points, the seed, and the generator's own knobs."""

import streamlit as st

from gmm.data.datasets import DATASETS
from gmm.limits import MAX_N, MAX_SEED, MIN_N, SENTENCES
from gmm.ui.address import bind, find_opening
from gmm.ui.link import DATA_SEED, Link, N
from gmm.ui.sources import bundled
from gmm.ui.sources.offer import Offer


def offer(link: Link, page: str) -> Offer:
    """Draw the points that the controls ask for; their note stands above the controls."""
    place = st.container()
    opening = find_opening(link.settings.data, page)
    opened = dict(opening.knobs)
    with st.expander("How the points are made"):
        left, right = st.columns(2)
        n = left.number_input(
            "Points", MIN_N, MAX_N, opening.n, step=50, help=SENTENCES["points"], **bind(N.name)
        )
        seed = right.number_input(
            "Data seed",
            0,
            MAX_SEED,
            opening.data_seed,
            help="Another number, other points of the same kind.",
            **bind(DATA_SEED.name),
        )
        knobs = tuple(
            (
                knob.name,
                st.slider(
                    knob.label,
                    knob.low,
                    knob.high,
                    opened[knob.name],
                    knob.step,
                    help=knob.help,
                    **bind(knob.name),
                ),
            )
            for knob in DATASETS[link.settings.data].knobs
        )
    settings = link.settings._replace(n=n, data_seed=seed, knobs=knobs)
    with place:
        return bundled.offer(link._replace(settings=settings), page)
