"""Records of the page -> Plotly figures; nothing is computed here."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from gmm.points import FloatArray
from gmm.ui.lab.look import DASHES, SYMBOLS, colour_of, dress, ink, quiet_colour
from gmm.ui.numbers import write_fixed, write_percent
from gmm.ui.uses.speakers.records import METHODS, Curve, Move, Verdict

MOST_FRAMES = 600  # of a person, that are drawn


def draw_detection(curves: Sequence[Curve], ticks: tuple[FloatArray, FloatArray]) -> go.Figure:
    """Detection-error curves on normal deviates, with the diagonal of equal errors.

    Parameters
    ----------
    curves : sequence of Curve
    ticks : tuple of ndarray
        Rates, and their deviates.
    """
    figure = go.Figure()
    for curve in curves:
        at = METHODS.index(curve.method)
        figure.add_scatter(
            x=curve.across,
            y=curve.up,
            mode="lines",
            name=curve.method,
            line={"color": colour_of(at), "dash": DASHES[at], "width": 2},
            customdata=np.column_stack([curve.false_alarms, curve.misses]),
            hovertemplate=(
                f"{curve.method}: %{{customdata[0]:.1%}} let in, "
                "%{customdata[1]:.1%} refused<extra></extra>"
            ),
        )
        figure.add_scatter(
            x=[curve.equal],
            y=[curve.equal],
            mode="markers",
            marker={"color": colour_of(at), "symbol": SYMBOLS[at], "size": 10},
            showlegend=False,
            hoverinfo="skip",
        )
    values, places = ticks
    ends = [float(places[0]), float(places[-1])]
    figure.add_scatter(
        x=ends,
        y=ends,
        mode="lines",
        name="both equal",
        line={"color": quiet_colour(), "dash": "dot", "width": 1.5},
        hoverinfo="skip",
    )
    dress(figure, "others let in", "right person refused", height=360)
    axis = {
        "tickvals": places,
        "ticktext": [f"{100 * value:g}\u00a0%" for value in values],
        "range": [float(places[1]), float(places[9])],
    }
    figure.update_xaxes(**axis)
    figure.update_yaxes(**axis)
    return figure


def draw_lengths(errors: Sequence[tuple[int, Sequence[Verdict]]]) -> go.Figure:
    """Equal error rates by how much speech a person is known by.

    Parameters
    ----------
    errors : sequence of (seconds, verdicts)
    """
    figure = go.Figure()
    lengths = [seconds for seconds, _ in errors]
    for at, method in enumerate(METHODS):
        rates = [verdicts[at].detection.equal_error for _, verdicts in errors]
        figure.add_scatter(
            x=lengths,
            y=rates,
            mode="lines+markers",
            name=method,
            line={"color": colour_of(at), "dash": DASHES[at], "width": 2},
            marker={"symbol": SYMBOLS[at], "size": 9},
            hovertemplate=f"{method}, %{{x}} s: %{{y:.1%}}<extra></extra>",
        )
    dress(figure, "seconds of speech to know a person by", "equal error rate")
    figure.update_xaxes(type="log", tickvals=lengths, ticktext=[str(each) for each in lengths])
    figure.update_yaxes(tickformat=".0%", rangemode="tozero")
    return figure


def draw_moves(frames: FloatArray, moves: Sequence[Move], name: str) -> go.Figure:
    """Means of the components before and after, each with its number of frames.

    Parameters
    ----------
    frames : ndarray, shape (T, D)
        The person's.
    moves : sequence of Move
    name : str
        Of the person.
    """
    some = frames[:MOST_FRAMES]
    figure = go.Figure(
        go.Scatter(
            x=some[:, 0],
            y=some[:, 1],
            mode="markers",
            name=f"frames of {name}",
            marker={"size": 4, "color": quiet_colour(), "opacity": 0.6},
            hoverinfo="skip",
        )
    )
    before = np.stack([move.before[:2] for move in moves])
    after = np.stack([move.after[:2] for move in moves])
    gap = np.full(len(moves), np.nan)
    figure.add_scatter(
        x=np.column_stack([before[:, 0], after[:, 0], gap]).ravel(),
        y=np.column_stack([before[:, 1], after[:, 1], gap]).ravel(),
        mode="lines",
        showlegend=False,
        line={"color": ink(), "width": 1.5},
        hoverinfo="skip",
    )
    texts = [
        f"component {at + 1}: {write_fixed(move.frames, 1)} frames, "
        f"{write_percent(move.share, 0)} of the way"
        for at, move in enumerate(moves)
    ]
    for places, said, marker in (
        (before, "background", {"symbol": "circle-open", "size": 11, "color": ink()}),
        (after, name, {"symbol": "diamond", "size": 11, "color": colour_of(0)}),
    ):
        figure.add_scatter(
            x=places[:, 0],
            y=places[:, 1],
            mode="markers",
            name=f"means: {said}",
            marker=marker | {"line": {"width": 2, "color": ink()}},
            hovertext=texts,
            hoverinfo="text",
        )
    figure.add_scatter(
        x=after[:, 0],
        y=after[:, 1],
        mode="text",
        text=[f"\u2002\u2002{write_fixed(move.frames, 0)}" for move in moves],  # beside its mark
        textposition="middle right",
        textfont={"color": ink()},
        showlegend=False,
        hoverinfo="skip",
    )
    return dress(figure, "c1", "c2", height=400)


def draw_bands(bands: FloatArray, hertz: FloatArray, step: float) -> go.Figure:
    """Energies of a sound, by time and frequency.

    Parameters
    ----------
    bands : ndarray, shape (T, B)
        Logarithms.
    hertz : ndarray, shape (B,)
        Middles of the bands.
    step : float
        Seconds from one row to the next.
    """
    levels = bands * 10 / np.log(10)
    figure = go.Figure(
        go.Heatmap(
            x=np.arange(len(bands)) * step,
            y=np.arange(len(hertz)),
            z=levels.T,
            zmin=levels.max() - 50,
            zmax=levels.max(),
            colorscale=[[0, "rgba(0,0,0,0)"], [1, colour_of(0)]],
            colorbar={"title": {"text": "dB"}, "thickness": 10},
            hovertemplate="%{x:.2f} s: %{z:.0f} dB<extra></extra>",
        )
    )
    dress(figure, "seconds", "Hz", height=220)
    some = list(range(0, len(hertz), 5))
    figure.update_yaxes(tickvals=some, ticktext=[f"{hertz[at]:,.0f}" for at in some])
    return figure
