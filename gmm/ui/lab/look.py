"""One look for all charts of the laboratory."""

import json
from typing import Any

import streamlit as st

# With pandas in it, as a whole: Plotly asks for what pandas has wherever it is being loaded, also
# where another thread has only begun to.
import gmm.data.tables  # noqa: F401
from gmm.files import ASSETS

_LOOK: dict[str, Any] = json.loads((ASSETS / "look.json").read_text("utf-8"))
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
SYMBOLS = ("circle", "square", "diamond", "cross", "triangle-up", "x", "star", "pentagon")
HEIGHT = 340
AXIS = {
    "automargin": True,
    "fixedrange": True,
    "zeroline": False,
    "exponentformat": "power",
    "minexponent": 5,
    "separatethousands": True,
}
DRAFTS = "drafts"  # how many charts without a name this run of the page has drawn


def colour_of(index: int) -> str:
    """Give the colour of a component or a series, as the stage has it.

    Parameters
    ----------
    index : int
        From 0. After the last colour the first one comes again.
    """
    palette = _LOOK["palette"][_theme()]
    return str(palette[index % len(palette)])


def quiet_colour() -> str:
    """Give the colour of what stands in the background, such as points without a component."""
    return str(_LOOK["neutral"][_theme()])


def ink() -> str:
    """Give the colour of what has to be seen first, black on white or white on black."""
    return {"light": "#1b2130", "dark": "#f2f4f8"}[_theme()]


def dress(figure: Any, across: str = "", up: str = "", height: int = HEIGHT) -> Any:
    """Give a Plotly figure the look of the laboratory.

    Parameters
    ----------
    figure : plotly.graph_objects.Figure
        Is changed.
    across, up : str
        What stands along the axes, with its unit.
    height : int
        In pixels.

    Returns
    -------
    plotly.graph_objects.Figure
        The same one.
    """
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 28, "b": 8},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0.0, "title": None},
        hoverlabel={"align": "left"},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        dragmode=False,
    )
    # Plotly would write 100μ, 2n and 5B: letters that are read as units.
    figure.update_xaxes(title_text=across or None, **AXIS)
    figure.update_yaxes(title_text=up or None, **AXIS)
    return figure


def show_chart(figure: Any, alt: str, **more: Any) -> Any:
    """Put a figure on the page.

    Parameters
    ----------
    figure : plotly.graph_objects.Figure
    alt : str
        What it shows, for somebody who does not see it.
    **more
        As `st.plotly_chart` takes it, such as `key`, `on_select` and `selection_mode`. Without a
        key it gets one of its own: a chart that is drawn again while work goes on may look just
        as before, and Streamlit has no two that are alike.
    """
    if "key" not in more:
        number = st.session_state[DRAFTS] = st.session_state.get(DRAFTS, 0) + 1
        more["key"] = f"draft-{number}"
    return st.plotly_chart(
        figure, theme="streamlit", config={"displayModeBar": False}, alt=alt, **more
    )


def _theme() -> str:
    return "dark" if st.context.theme.type == "dark" else "light"
