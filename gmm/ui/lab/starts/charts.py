"""Many starts, drawn."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from gmm.ui.lab.look import DASHES, HEIGHT, SYMBOLS, colour_of, dress, ink, quiet_colour
from gmm.ui.lab.starts.records import METHODS, Answer, Curve, name_places
from gmm.ui.numbers import write_fixed

MOST_BANDS = 3


def draw_ends(answer: Answer, chosen: int | None = None) -> go.Figure:
    """Where the runs of each method ended, the highest first: a level stretch is a basin.

    Parameters
    ----------
    answer : Answer
    chosen : int, optional
        Which of its places is on the stage.

    Returns
    -------
    plotly.graph_objects.Figure
        Each dot's custom data are the name of its place.
    """
    figure = go.Figure()
    names = name_places(answer)
    for method in answer.methods:
        at = METHODS.index(method.name)
        here = np.isfinite(method.heights)
        texts = [
            f"{method.name}, seed {seed}<br>log-likelihood {write_fixed(height, 2)}"
            for seed, height in zip(method.seeds, method.heights, strict=True)
        ]
        figure.add_scatter(
            x=method.ranks[here],
            y=method.heights[here],
            name=method.name,
            mode="lines+markers",
            line={"shape": "hv", "width": 1.5, "color": colour_of(at), "dash": DASHES[at]},
            marker={"symbol": SYMBOLS[at], "size": 7, "color": colour_of(at)},
            customdata=np.array([names[place] for place in method.places])[here],
            hovertext=np.array(texts)[here],
            hoverinfo="text",
        )
    if chosen is not None and answer.places[chosen].kind != "collapsed":
        figure.add_hline(
            answer.places[chosen].log_likelihood,
            line={"color": ink(), "width": 1, "dash": "dot"},
            annotation={"text": "on the stage", "font": {"color": ink()}},
            annotation_position="bottom right",
        )
    dress(
        figure,
        "Starts of the method that end at least so high, %",
        "Final log-likelihood, nats",
        _grow(len(answer.methods)),
    )
    figure.update_xaxes(range=[0, 102])
    figure.update_layout(clickmode="event+select")
    return figure


def draw_misses(curves: Sequence[Curve]) -> go.Figure:
    """The chance that the best of n starts is not the best basin, by method.

    Parameters
    ----------
    curves : sequence of Curve
    """
    figure = go.Figure()
    # Of more than a few, limits would cover each other: the table tells them.
    for curve in curves if len(curves) <= MOST_BANDS else ():
        colour = colour_of(METHODS.index(curve.name))
        figure.add_scatter(
            x=np.concatenate([curve.starts, curve.starts[::-1]]),
            y=100 * np.concatenate([curve.low, curve.high[::-1]]),
            mode="lines",
            line={"width": 0},
            fill="toself",
            fillcolor=_fade(colour),
            hoverinfo="skip",
            showlegend=False,
        )
    for curve in curves:
        at = METHODS.index(curve.name)
        figure.add_scatter(
            x=curve.starts,
            y=100 * curve.missed,
            name=curve.name,
            mode="lines",
            line={"color": colour_of(at), "dash": DASHES[at], "width": 2},
            hovertemplate=f"{curve.name}, n = %{{x}}<br>misses: %{{y:.1f}} %<extra></extra>",
        )
    figure.add_hline(
        1.0,
        line={"color": quiet_colour(), "width": 1, "dash": "dot"},
        annotation={"text": "1\u00a0%", "font": {"color": quiet_colour()}},
        annotation_position="top right",
    )
    dress(
        figure,
        "n: starts, of which the best is kept",
        "Chance to miss the best top, %",
        _grow(len(curves)),
    )
    figure.update_yaxes(range=[0, 102])
    return figure


def _grow(methods: int) -> int:
    """Leave room for a legend that takes several lines where the page is narrow."""
    return HEIGHT + 20 * max(0, methods - 3)


def _fade(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.13)"
