"""The sample of the page of pulsars and its fit: drawn and recorded once, for all sessions."""

from typing import NamedTuple

import streamlit as st

from gmm.cases.pulsars import KINDS, Pulsars, simulate_pulsars
from gmm.data.datasets import Dataset
from gmm.mixture import Mixture
from gmm.scaling import restore
from gmm.ui.lab.working import Part, work
from gmm.ui.run import Run
from gmm.ui.uses.pulsars.records import find_seed
from gmm.ui.uses.staging import make_run

PAGE = "pulsars"


class Fitted(NamedTuple):
    """The sample, its run on the stage, and where that ended, in log10 of P and Pdot."""

    sample: Pulsars
    run: Run
    mixture: Mixture


def fit(n: int, k: int, seed: int) -> Fitted | None:
    """Draw a sample and fit it.

    Parameters
    ----------
    n, k, seed : int
        Pulsars, components, and the seed of the sample.

    Returns
    -------
    Fitted or None
        None where somebody has stopped it; the page has then said so.
    """
    sample = draw_sample(n, seed)
    part = Part((PAGE, "seed", n, seed, k), find_seed, (sample.points, k))
    found = work(f"{PAGE}-fit", [part], "Fitting the mixture", "fits", shared=True)
    if not found.complete:
        return None
    run = _record(n, seed, k, found.results[0])
    assert run.em is not None
    return Fitted(sample, run, restore(run.em.frames[-1].mixture, run.scaling))


@st.cache_resource(max_entries=16, show_spinner=False)
def draw_sample(n: int, seed: int) -> Pulsars:
    """Draw the sample: nobody's own, so all sessions may share it."""
    sample = simulate_pulsars(n, seed)
    for array in sample:
        array.setflags(write=False)
    return sample


@st.cache_resource(max_entries=24, show_spinner=False)
def _record(n: int, seed: int, k: int, start: int) -> Run:
    points, kinds = draw_sample(n, seed)
    dataset = Dataset(
        points,
        ("log10 P", "log10 Pdot"),
        ("P in s", ""),
        "Simulated pulsars",
        "pulsars",
        kinds,
        None,
        "Millisecond pulsars are at the lower left.",
        KINDS,
        "Simulated from published numbers, not the catalogue.",
    )
    return make_run(dataset, k, "full", seed=start, scale="on")
