"""The fit held against the mixture that the points were drawn from, as a table to look at."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from gmm.comparison import compare
from gmm.mixture import Mixture
from gmm.scaling import restore
from gmm.ui.apart import write_shares, write_sizes
from gmm.ui.plain import plain
from gmm.ui.run import Run

# The others are sizes.
WRITERS = {"Weight, fit minus truth": write_shares}


def offer_comparison(run: Run, page: str) -> None:
    """A button that opens the table, where the mixture that the points come from is known.

    The stage's offer at a run's end opens it as well (`gmm.ui.stage.offers`).
    """
    asked = st.session_state.pop(f"compare-{page}", False)
    if run.dataset.truth is None or run.em is None:
        return
    pressed = st.button("Compare with the truth", icon=":material/balance:", width="stretch")
    if pressed or asked:
        _show(run, run.dataset.truth)


def last_fit(run: Run) -> Mixture:
    """The mixture at EM's end, in the data's own units."""
    if run.em is None:
        raise ValueError("There are too few points for a run. Put down more points first.")
    return restore(run.em.frames[-1].mixture, run.scaling)


def comparison_table(fit: Mixture, truth: Mixture) -> dict[str, list[Any]]:
    """A row for each true component: who stands for it, and how far off; column by column."""
    found = compare(fit, truth)
    return {
        "True component": list(range(1, len(truth.weights) + 1)),
        "Found as": [f"component {k + 1}" if k >= 0 else "none" for k in found.order],
        "Weight, fit minus truth": found.weight.tolist(),
        "Mean, off by": found.mean.tolist(),
        "in standard deviations": found.mean_in_deviations.tolist(),
        "Widths differ by a factor of": found.stretch.tolist(),
    }


def write_column(values: list[float], write: Callable[[Sequence[float]], list[str]]) -> list[str]:
    """A column as text; nothing where no component stands for the true one."""
    texts = iter(write([value for value in values if math.isfinite(value)]))
    return [next(texts) if math.isfinite(value) else "" for value in values]


@st.dialog("The end of the run against the truth", width="large")
def _show(run: Run, truth: Mixture) -> None:
    fit = last_fit(run)
    try:
        table = comparison_table(fit, truth)
    except ValueError:
        # A component on a single point has no width that could be compared.
        st.caption(plain("A component of the fit has collapsed, so there is nothing to compare."))
        return
    written = {
        name: dict(zip(column, write_column(column, WRITERS.get(name, write_sizes)), strict=True))
        for name, column in table.items()
        if isinstance(column[0], float)
    }
    import pandas as pd  # with the first table

    # The cells stay numbers, so that a column is sorted by them.
    styled = pd.DataFrame(table).style
    st.dataframe(
        styled.format({name: texts.get for name, texts in written.items()}, na_rep=""),
        hide_index=True,
        alt="How far each component of the fit is from the true one",
    )
    spare = len(fit.weights) - len(truth.weights)
    if spare > 0:
        st.caption(f"Components of the fit that stand for none of the true ones: {spare}.")
    st.caption(
        "Components have no order of their own: each true one is paired with the fitted one "
        "that lies nearest, all pairs together as near as can be."
    )
