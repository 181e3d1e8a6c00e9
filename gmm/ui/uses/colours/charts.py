"""The charts of the page on an image's colours: records drawn, nothing computed."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from gmm.points import FloatArray
from gmm.ui.lab.look import DASHES, colour_of, dress, ink
from gmm.ui.uses.colours.records import Rated

HEIGHT = 300


def draw_errors(rated: Rated, shown: int) -> Any:
    """Draw how the colour errors go, iteration by iteration.

    Parameters
    ----------
    rated : Rated
    shown : int
        The iteration whose pictures are on the page.
    """
    figure = go.Figure()
    ends = [rated.iterations[0], rated.iterations[-1]]
    for at, (name, across, up) in enumerate(
        (
            ("mixture, soft", rated.iterations, rated.soft),
            ("mixture, hard", rated.iterations, rated.hard),
            ("k-means, at its end", ends, [rated.kmeans] * 2),
        )
    ):
        figure.add_scatter(
            x=list(across),
            y=list(up),
            mode="lines+markers" if len(across) == 1 else "lines",
            line={"color": colour_of(at), "width": 2.5, "dash": DASHES[at]},
            name=name,
            hovertemplate=f"{name}, iteration %{{x}}: %{{y:.2f}}<extra></extra>",
        )
    figure.add_vline(x=shown, line={"color": ink(), "width": 1, "dash": "dot"})
    return dress(figure, "iteration", "colour error (Delta E)", HEIGHT)


def draw_palettes(palettes: Sequence[tuple[str, Sequence[str], FloatArray, bool]]) -> Any:
    """Draw the colours of each way as stripes that are as wide as their weights.

    Parameters
    ----------
    palettes : sequence of (name, colours, weights, numbered)
        Colours as #rrggbb; weights add up to 1; whether the colours have numbers elsewhere.
    """
    figure = go.Figure()
    for name, colours, weights, numbered in reversed(palettes):
        for k, (colour, weight) in enumerate(zip(colours, weights, strict=True)):
            number = str(k + 1) if numbered else ""
            figure.add_bar(
                x=[100 * weight],
                y=[name],
                orientation="h",
                marker={"color": colour, "line": {"width": 1, "color": ink()}},
                text=number if weight > 0.02 else "",
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                textfont={"color": _contrast(colour), "size": 14},
                hovertemplate=f"{name} {number}: {colour}, %{{x:.1f}} %<extra></extra>",
                showlegend=False,
            )
    figure.update_layout(barmode="stack", bargap=0.25)
    dress(figure, "share of the pixels in %", "", 190)
    figure.update_xaxes(range=[0, 100])
    return figure


def _contrast(colour: str) -> str:
    """Black or white, whichever is better to read on a colour."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    light = 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2
    return "#000000" if light > 0.18 else "#ffffff"
