"""Data sets that come with the app."""

from functools import lru_cache

import streamlit as st

from gmm.data.datasets import DATASETS, Dataset
from gmm.ui.link import Link
from gmm.ui.plain import plain
from gmm.ui.sources.offer import Offer


def offer(link: Link, page: str) -> Offer:
    """Give the data set that the link names, with a line on what to look for."""
    settings = link.settings
    dataset = make_dataset(settings.data, settings.n, settings.data_seed, settings.knobs)
    if dataset.note:
        st.caption(plain(dataset.note), help=plain(dataset.source) or None)
    return Offer(link, dataset, shared=True)


@lru_cache(64)
def make_dataset(
    name: str, n: int, data_seed: int, knobs: tuple[tuple[str, float], ...] = ()
) -> Dataset:
    """Make a bundled or a generated data set, once for all sessions.

    Parameters
    ----------
    name : str
        In `gmm.data.datasets.DATASETS`.
    n, data_seed : int
        Of a generated one.
    knobs : tuple of (str, float)
        The generator's own.
    """
    return DATASETS[name].make(n, data_seed, **dict(knobs))
