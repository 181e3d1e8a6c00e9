"""What a page offers where a run has ended, and what a click on it changes of the settings."""

from collections.abc import Mapping

import numpy as np
import streamlit as st

from gmm.limits import MAX_K, MAX_RIDGE, MAX_SEED
from gmm.ui.link import RIDGE, SCALE, START, START_SEED, Classroom, K
from gmm.ui.run import Run

RANDOM = "random points"  # a start that never puts two components on one place
LITTLE = 0.01  # of the points' variance: a ridge that stops a collapse and hardly widens the rest
LEAST = 1e-9  # a ridge that is still to be read

# Which group of controls an offer belongs to: a teacher who hides the group does not want it.
_GROUPS = {
    "seed": "start",
    "random": "start",
    "more": "k",
    "fewer": "k",
    "ridge": "more",
    "truth": "away",
}


def list_offers(run: Run, classroom: Classroom) -> list[str]:
    """List what can be done next with a run, whatever its ending.

    Parameters
    ----------
    run : Run
    classroom : Classroom
        What it hides or locks is not offered.

    Returns
    -------
    list of str
        Of "seed" (another start seed), "random" (a start at random points), "more" and "fewer"
        (components), "ridge" (one, or a larger one) and "truth" (the comparison with the mixture
        that the points were drawn from). assets/stage/endings.js chooses from them.
    """
    settings = run.settings
    possible = {
        # A single component ends at the same place from any start.
        "seed": not run.file and settings.k > 1,
        "random": not run.file and settings.k > 1 and settings.start != RANDOM,
        "more": not run.file and not classroom.lock and settings.k < _most_components(run),
        "fewer": not run.file and not classroom.lock and settings.k > 1,
        "ridge": not run.file and settings.ridge < MAX_RIDGE,
        "truth": run.dataset.truth is not None,
    }
    return [name for name, can in possible.items() if can and _GROUPS[name] not in classroom.hide]


def take_offer(name: object, run: Run, page: str) -> None:
    """Do what an offer says: the widgets of the settings move, and the page runs from them.

    Parameters
    ----------
    name : object
        From the browser.
    run : Run
        What the stage showed.
    page : str

    Raises
    ------
    ValueError
        If it is none of the offers.
    """
    settings = run.settings
    if name == "seed":
        _set({START_SEED.name: (settings.start_seed + 1) % (MAX_SEED + 1)})
    elif name == "random":
        _set({START.name: RANDOM})
    elif name == "more":
        _set({K.name: min(settings.k + 1, MAX_K)})
    elif name == "fewer":
        _set({K.name: max(settings.k - 1, 1)})
    elif name == "ridge":
        _set(suggest_ridge(run))
    elif name == "truth" and run.dataset.truth is not None:
        st.session_state[f"compare-{page}"] = True
    else:
        raise ValueError("The stage asked for something that this page does not offer.")


def suggest_ridge(run: Run) -> dict[str, float | str]:
    """Suggest a ridge: a small one, or ten times the one that is not enough.

    Parameters
    ----------
    run : Run

    Returns
    -------
    dict
        Settings by name. A ridge is added to variances of the points as they are fitted; where
        these are beyond the setting's range, the columns are standardised as well.
    """
    if run.settings.ridge:
        return {RIDGE.name: min(10 * run.settings.ridge, MAX_RIDGE)}
    ridge = LITTLE * float(np.var(run.points, axis=0).mean())
    if not LEAST <= ridge <= MAX_RIDGE:
        return {RIDGE.name: LITTLE, SCALE.name: "on"}
    return {RIDGE.name: float(f"{ridge:.1g}")}


def _most_components(run: Run) -> int:
    distinct = 0
    # A few rows are enough nearly always, and this is asked with every run of the page.
    for rows in (4 * MAX_K, 1000):
        distinct = len(np.unique(run.points[:rows], axis=0))
        if distinct >= MAX_K:
            break
    return min(MAX_K, distinct)


def _set(changes: Mapping[str, object]) -> None:
    """Move the widgets that are bound to these parameters; this runs before the page does."""
    for name, value in changes.items():
        st.session_state[name] = value
