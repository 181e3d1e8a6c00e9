"""The fit held against the mixture that the points were drawn from, as a table to look at."""

import pandas as pd
import streamlit as st

from gmm.comparison import compare
from gmm.mixture import Mixture
from gmm.ui.stage.payload import Payload, last_mixture


def comparison_control(run: Payload, truth: Mixture) -> None:
    """A button that opens the table."""
    if st.button("Compare with the truth", icon=":material/balance:", width="stretch"):
        _show(run, truth)


def comparison_table(fit: Mixture, truth: Mixture) -> pd.DataFrame:
    """A row for each true component: who stands for it, and how far off."""
    found = compare(fit, truth)
    return pd.DataFrame(
        {
            "True component": range(1, len(truth.weights) + 1),
            "Found as": [f"component {k + 1}" if k >= 0 else "none" for k in found.order],
            "Weight, too large by": found.weight,
            "Mean, off by": found.mean,
            "in standard deviations": found.mean_in_deviations,
            "Widths differ by a factor of": found.stretch,
        }
    )


@st.dialog("The end of the run against the truth", width="large")
def _show(run: Payload, truth: Mixture) -> None:
    fit = last_mixture(run)
    st.dataframe(
        comparison_table(fit, truth).round(3),
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
