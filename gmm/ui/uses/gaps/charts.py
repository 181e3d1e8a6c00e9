"""The charts of the page on filling gaps: records drawn, nothing computed."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from gmm.holes import BoolArray
from gmm.points import FloatArray
from gmm.ui.lab.look import DASHES, SYMBOLS, colour_of, dress, ink, quiet_colour
from gmm.ui.uses.gaps.records import Error, Filled, Part

HEIGHT = 400


def draw_filled(
    truth: FloatArray,
    filled: Filled,
    simple: FloatArray,
    mean: float,
    chosen: int | None,
    name: str,
) -> go.Figure:
    """Draw what was filled into a column against what was hidden.

    Parameters
    ----------
    truth : ndarray, shape (M,)
        Of the cells of the column.
    filled : Filled
        By the mixture, with intervals.
    simple : ndarray, shape (M,)
        By one Gaussian.
    mean : float
        Of the known cells.
    chosen : int or None
        Which of the M is looked at.
    name : str
        Of the column, with its unit.
    """
    assert filled.low is not None
    assert filled.high is not None
    low, high = filled.low, filled.high
    inside: BoolArray = (low <= truth) & (truth <= high)
    ends = [float(min(truth.min(), low.min())), float(max(truth.max(), high.max()))]
    figure = go.Figure()
    for values, words, colour, dash in (
        (ends, "guess = truth", quiet_colour(), DASHES[0]),
        ([mean] * 2, "column mean", colour_of(1), DASHES[1]),
    ):
        figure.add_scatter(
            x=ends,
            y=values,
            mode="lines",
            line={"color": colour, "width": 1.8, "dash": dash},
            name=words,
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=truth,
        y=simple,
        mode="markers",
        marker={
            "color": quiet_colour(),
            "symbol": "x-thin",
            "size": 6,
            "line": {"width": 1.4, "color": quiet_colour()},
        },
        name="one Gaussian",
        hovertemplate="truth %{x:.4g}, one Gaussian %{y:.4g}<extra></extra>",
    )
    for which, words, index in (
        (inside, "mixture, truth in its 90\u00a0% interval", 0),
        (~inside, "mixture, truth outside", 3),
    ):
        if which.any():
            figure.add_scatter(
                x=truth[which],
                y=filled.values[which],
                mode="markers",
                marker={"color": colour_of(index), "symbol": SYMBOLS[index], "size": 8},
                error_y={
                    "type": "data",
                    "symmetric": False,
                    "array": (high - filled.values)[which],
                    "arrayminus": (filled.values - low)[which],
                    "thickness": 1,
                    "width": 0,
                },
                name=words,
                hovertemplate="truth %{x:.4g}, mixture %{y:.4g}<extra></extra>",
            )
    if chosen is not None:
        figure.add_scatter(
            x=truth[[chosen]],
            y=filled.values[[chosen]],
            mode="markers",
            marker={"color": "rgba(0,0,0,0)", "size": 18, "line": {"width": 2.5, "color": ink()}},
            name="the cell below",
            hoverinfo="skip",
        )
    return dress(figure, f"hidden {name}", f"filled {name}", HEIGHT)


def draw_numbers(errors: Sequence[Error], mean: float, chosen: int) -> go.Figure:
    """Draw how far off mixtures are by K, and how many truths are in their intervals.

    Parameters
    ----------
    errors : sequence of Error
        From K = 1 on.
    mean : float
        Error of the column's mean.
    chosen : int
        K of the page.
    """
    figure = go.Figure()
    ks = list(range(1, len(errors) + 1))
    figure.add_scatter(
        x=[ks[0], ks[-1]],
        y=[mean] * 2,
        mode="lines",
        line={"color": colour_of(1), "width": 2, "dash": DASHES[1]},
        name="column mean",
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=ks,
        y=[each.error for each in errors],
        mode="lines+markers+text",
        line={"color": colour_of(0), "width": 2.5},
        marker={"symbol": SYMBOLS[0], "size": [13 if k == chosen else 8 for k in ks]},
        text=[f"{100 * (each.covered or 0):.0f}\u00a0%" for each in errors],
        textposition="top center",
        name="mixture, and truths in its 90\u00a0% intervals",
        hovertemplate="K = %{x}: %{y:.3f} SD, %{text} in intervals<extra></extra>",
    )
    dress(figure, "K, components", "error, in SD", 300)
    figure.update_xaxes(tickvals=ks)
    figure.update_yaxes(rangemode="tozero")
    return figure


def draw_cell(
    places: FloatArray,
    heights: FloatArray,
    parts: Sequence[Part],
    marks: Sequence[tuple[float, str]],
    name: str,
) -> go.Figure:
    """Draw what a cell may be: each component's share and their sum, and values beside it.

    Parameters
    ----------
    places : ndarray, shape (P,)
    heights : ndarray, shape (K, P)
    parts : sequence of Part
    marks : sequence of (float, str)
        Values to mark, and what they are: the guess, the truth, the mean.
    name : str
        Of the column, with its unit.
    """
    figure = go.Figure()
    for k, (part, height) in enumerate(zip(parts, heights, strict=True)):
        if part.share > 1e-3:
            figure.add_scatter(
                x=places,
                y=height,
                mode="lines",
                fill="tozeroy",
                line={"color": colour_of(k), "width": 1.5, "dash": DASHES[k % len(DASHES)]},
                name=f"component {k + 1}",
                hoverinfo="skip",
            )
    total = np.add.reduce(heights, axis=0)
    figure.add_scatter(
        x=places,
        y=total,
        mode="lines",
        line={"color": ink(), "width": 2},
        name="all together",
        hoverinfo="skip",
    )
    for index, (value, words) in enumerate(marks):
        figure.add_scatter(
            x=[value] * 2,
            y=[0, 1.05 * float(total.max())],
            mode="lines",
            line={
                "color": [ink(), colour_of(3), colour_of(1)][index % 3],
                "width": 2,
                "dash": ["dot", "solid", "dash"][index % 3],
            },
            name=words,
            hoverinfo="skip",
        )
    dress(figure, name, "density", 300)
    figure.update_yaxes(rangemode="tozero")
    return figure
