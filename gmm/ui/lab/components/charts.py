"""Lines over K -> Plotly."""

from collections.abc import Sequence
from math import isfinite
from typing import Any

import plotly.graph_objects as go

from gmm.ui.lab.components.lines import Line, Lines
from gmm.ui.lab.look import DASHES, SYMBOLS, colour_of, dress, ink

ORDER = ("full", "tied", "diag", "spherical", "k-means")  # each keeps its colour and its dash


def draw_criterion(lines: Lines) -> Any:
    """Draw a criterion over K; a point's custom data is its K and its constraint."""
    figure = go.Figure([_draw(line) for line in lines.lines])
    for name, mark, size in (("its choice", lines.best, 19), ("on the stage", lines.shown, 27)):
        if mark is not None:
            (k, covariance), value = mark
            figure.add_scatter(
                x=[k],
                y=[value],
                mode="markers",
                name=name,
                marker={
                    "size": size,
                    "symbol": "circle-open" if size < 20 else "square-open",
                    "color": ink(),
                    "line": {"width": 2},
                },
                customdata=[[k, covariance, ""]],
                hoverinfo="skip",
            )
    figure = dress(figure, "Components, K", lines.axis, 380)
    figure.update_yaxes(range=list(lines.sight))
    return _count_across(figure, lines.lines)


def draw_agreement(lines: Sequence[Line]) -> Any:
    """Draw the agreement with known labels over K."""
    figure = dress(
        go.Figure([_draw(line) for line in lines]), "Components, K", "Adjusted Rand index", 320
    )
    return _count_across(figure, lines)


def draw_silhouettes(line: Line) -> Any:
    """Draw the mean silhouettes of k-means over K."""
    figure = dress(go.Figure(_draw(line)), "Clusters of k-means, K", "Mean silhouette", 320)
    figure.update_layout(showlegend=False)
    return _count_across(figure, [line])


def _draw(line: Line) -> Any:
    at = ORDER.index(line.name)
    errors = [error if isfinite(error) else None for error in line.errors]
    return go.Scatter(
        x=line.ks,
        y=[value if isfinite(value) else None for value in line.values],
        error_y={"type": "data", "array": errors, "thickness": 1, "width": 3} if errors else None,
        name=line.name,
        mode="lines+markers",
        line={"color": colour_of(at), "dash": DASHES[at], "width": 2},
        marker={"symbol": SYMBOLS[at], "size": 9},
        # Of the other points too, so that the one that was clicked does not make them pale.
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        customdata=[[k, line.name, text] for k, text in zip(line.ks, line.texts, strict=True)],
        hovertemplate="K = %{x}, %{customdata[1]}: %{customdata[2]}<extra></extra>",
    )


def _count_across(figure: Any, lines: Sequence[Line]) -> Any:
    most = max((max(line.ks, default=1) for line in lines), default=1)
    figure.update_xaxes(dtick=1, range=[0.5, most + 0.5])
    return figure
