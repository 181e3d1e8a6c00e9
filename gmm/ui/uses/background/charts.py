"""The charts of the page on a video's background: records drawn, nothing computed."""

from itertools import pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from gmm.online import BoolArray
from gmm.points import IntArray
from gmm.ui.lab.look import DASHES, SYMBOLS, colour_of, dress, ink, quiet_colour
from gmm.ui.uses.background.failures import Failure
from gmm.ui.uses.background.records import METHODS, Frames, Story

GROUND_HEIGHT, STORY_HEIGHT, HEIGHT = 330, 470, 300
MOST_TARGETS = 1_600  # places that can be clicked


def draw_ground(frame: Frames, row: int, column: int) -> go.Figure:
    """Draw a frame, a pixel of it marked, and ready to be clicked.

    Parameters
    ----------
    frame : ndarray of uint8, shape (H, W)
    row, column : int
        From 0; the axes count from 1.
    """
    high, wide = frame.shape
    figure = go.Figure(
        go.Heatmap(
            x0=1,
            dx=1,
            y0=1,
            dy=1,
            z=frame,
            zmin=0,
            zmax=255,
            colorscale=[[0, "#000000"], [1, "#ffffff"]],
            showscale=False,
            hoverinfo="skip",
        )
    )
    stride = 1
    while -(-high // stride) * -(-wide // stride) > MOST_TARGETS:
        stride += 1
    down, across = np.mgrid[1 : high + 1 : stride, 1 : wide + 1 : stride]
    # Plotly tells clicks on marks only: nobody sees these.
    figure.add_scatter(
        x=across.ravel(),
        y=down.ravel(),
        mode="markers",
        marker={"size": 8, "opacity": 0},
        hovertemplate="x %{x}, y %{y}: click<extra></extra>",
    )
    figure.add_scatter(
        x=[column + 1],
        y=[row + 1],
        mode="markers",
        marker={
            "size": 15,
            "symbol": "circle-open",
            "color": colour_of(1),
            "line": {"width": 3, "color": colour_of(1)},
        },
        hoverinfo="skip",
    )
    dress(figure, "x", "y", GROUND_HEIGHT)
    figure.update_layout(showlegend=False)
    figure.update_xaxes(range=[0.5, wide + 0.5], constrain="domain", showgrid=False)
    figure.update_yaxes(
        range=[high + 0.5, 0.5], scaleanchor="x", constrain="domain", showgrid=False
    )
    return _keep_lit(figure)


def draw_story(story: Story, truth: BoolArray | None, at: int) -> go.Figure:
    """Draw a pixel's values and its components' means, reaches and weights by time.

    Parameters
    ----------
    story : Story
    truth : ndarray of bool, shape (T,), or None
        Where the walker covers the pixel.
    at : int
        The frame that is looked at, from 0.
    """
    figure = make_subplots(
        rows=2, cols=1, shared_xaxes=True, row_heights=[0.7, 0.3], vertical_spacing=0.05
    )
    frames = np.arange(1, len(story.values) + 1)
    for k in range(story.weights.shape[1]):
        there = story.weights[:, k] > 0
        begun = story.new & (story.taken == k)
        if not begun.any():
            continue
        mean, reach = (
            np.where(there, each[:, k], np.nan) for each in (story.means, 2.5 * story.spreads)
        )
        for low, high in _part(begun):
            over, under = (mean + reach)[low:high], (mean - reach)[low:high][::-1]
            figure.add_scatter(
                x=np.concatenate([frames[low:high], frames[low:high][::-1]]),
                y=np.concatenate([over, under]),
                fill="toself",
                fillcolor=_tint(colour_of(k), 0.13),
                line={"width": 0},
                mode="lines",
                hoverinfo="skip",
                showlegend=False,
                row=1,
                col=1,
            )
        look = {"color": colour_of(k), "width": 2, "dash": DASHES[k % len(DASHES)]}
        gaps = np.flatnonzero(begun)
        for row, values in ((1, mean), (2, np.where(there, story.weights[:, k], np.nan))):
            figure.add_scatter(
                x=np.insert(frames.astype(float), gaps, frames[gaps] - 0.5),
                y=np.insert(values, gaps, np.nan),
                mode="lines",
                line=look,
                name=f"component {k + 1}",
                legendgroup=f"{k}",
                showlegend=row == 1,
                hovertemplate=f"component {k + 1}, frame %{{x}}: %{{y:.3g}}<extra></extra>",
                row=row,
                col=1,
            )
    for chosen, name, marker in (
        (~story.foreground, "value", {"color": quiet_colour(), "size": 4.5}),
        (
            story.foreground,
            "value, foreground",
            {"color": ink(), "size": 7, "symbol": "x-thin", "line": {"width": 2, "color": ink()}},
        ),
    ):
        figure.add_scatter(
            x=frames[chosen],
            y=story.values[chosen],
            mode="markers",
            marker=marker,
            name=name,
            hovertemplate="frame %{x}: %{y:.0f}<extra></extra>",
            row=1,
            col=1,
        )
    if truth is not None and truth.any():
        figure.add_scatter(
            x=frames[truth],
            y=np.zeros(int(truth.sum())),
            mode="markers",
            marker={"symbol": "square", "size": 6, "color": ink()},
            name="walker here (truth)",
            hoverinfo="skip",
            row=1,
            col=1,
        )
    dress(figure, "", "", STORY_HEIGHT)
    figure.add_vline(x=at + 1, line={"color": quiet_colour(), "width": 1, "dash": "dot"})
    figure.update_xaxes(title_text="frame", row=2, col=1)
    figure.update_yaxes(title_text="grey level", range=[-6, 261], row=1, col=1)
    figure.update_yaxes(title_text="weight", range=[0, 1.02], row=2, col=1)
    return figure


def draw_wrong(wrong: IntArray, learning: int) -> go.Figure:
    """Draw how many pixels are wrong in each frame, method by method.

    Parameters
    ----------
    wrong : ndarray of int, shape (3, T)
    learning : int
        Frames that do not count.
    """
    figure = go.Figure()
    frames = np.arange(learning + 1, wrong.shape[1] + 1)
    for at, (method, counts) in enumerate(zip(METHODS, wrong, strict=True)):
        figure.add_scatter(
            x=frames,
            y=counts[learning:],
            mode="lines",
            line=_line(at),
            name=method,
            hovertemplate=f"{method}, frame %{{x}}: %{{y}} pixels wrong<extra></extra>",
        )
    dress(figure, "frame", "wrong pixels", HEIGHT)
    figure.update_yaxes(rangemode="tozero")
    return figure


def draw_failure(failure: Failure, part: str) -> go.Figure:
    """Draw how much of a part of the film each method calls foreground.

    Parameters
    ----------
    failure : Failure
    part : str
        What the share is of.
    """
    figure = go.Figure()
    frames = np.arange(1, failure.shares.shape[1] + 1)
    begin = max(0, failure.begins - 15)
    for at, (method, share) in enumerate(zip(METHODS, failure.shares, strict=True)):
        figure.add_scatter(
            x=frames[begin:],
            y=share[begin:],
            mode="lines+markers",
            marker={"symbol": SYMBOLS[at], "size": 4.5},
            line=_line(at),
            name=method,
            hovertemplate=f"{method}, frame %{{x}}: %{{y:.0%}}<extra></extra>",
        )
    dress(figure, "frame", f"{part} called foreground", HEIGHT)
    figure.update_yaxes(tickformat=".0%", range=[-0.03, 1.05])
    figure.add_vline(x=failure.begins + 1, line={"color": ink(), "width": 1, "dash": "dot"})
    return figure


def _part(begun: BoolArray) -> list[tuple[int, int]]:
    """The stretches of frames through which one component lasted; none where none ever began."""
    starts = np.flatnonzero(begun).tolist()
    return list(pairwise([*starts, len(begun)]))


def _line(at: int) -> dict[str, Any]:
    return {"color": colour_of(at), "width": 2, "dash": DASHES[at]}


def _tint(colour: str, strength: float) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{strength})"


def _keep_lit(figure: go.Figure) -> go.Figure:
    """Have what was not clicked look as before."""
    for trace in figure.data:
        if isinstance(trace, go.Scatter):
            opacity = 1 if trace.marker.opacity is None else trace.marker.opacity
            trace.selected = trace.unselected = {"marker": {"opacity": opacity}}
    return figure
