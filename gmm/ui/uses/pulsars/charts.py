"""Records of the case of pulsars -> Plotly figures; nothing is computed here."""

from collections.abc import Sequence

import plotly.graph_objects as go

from gmm.cases.pulsars import KINDS
from gmm.outliers import BoolArray
from gmm.points import FloatArray, IntArray
from gmm.ui.lab.look import SYMBOLS, colour_of, dress, ink, quiet_colour
from gmm.ui.uses.pulsars.records import Line, Weighed

HEIGHT, SMALL = 520, 270
ACROSS, UP = "log₁₀ of the period P, in s", "log₁₀ of its derivative Ṗ"
LINES = {"field": "dash", "age": "dot", "death": "solid", "cut": "longdash"}
NAMES = {
    "field": "same field",
    "age": "same age",
    "death": "death line",
    "cut": "period of 30 ms",
}


def draw_diagram(
    points: FloatArray,
    kinds: IntArray,
    called: BoolArray,
    lines: Sequence[Line],
    ellipses: Sequence[FloatArray],
    short: BoolArray,
    asked: FloatArray,
    corners: FloatArray,
) -> go.Figure:
    """The diagram of P and its derivative, as astronomers draw it, with the mixture over it.

    Parameters
    ----------
    points : ndarray, shape (N, 2)
    kinds : ndarray of int, shape (N,)
        What they are: colour and symbol.
    called : ndarray of bool, shape (N,)
        Those that the mixture calls wrongly: they get a ring.
    lines : sequence of Line
    ellipses : sequence of ndarray, shape (P, 2)
    short : ndarray of bool, shape (K,)
        Which components are called millisecond: a thick line.
    asked : ndarray, shape (2,)
        The pulsar that is asked about.
    corners : ndarray, shape (2, 2)
    """
    figure = go.Figure()
    told: set[str] = set()
    for line in lines:
        figure.add_scatter(
            x=line.ends[:, 0],
            y=line.ends[:, 1],
            mode="lines",
            line={"color": quiet_colour(), "width": 1.3, "dash": LINES[line.kind]},
            name=NAMES[line.kind],
            legendgroup=line.kind,
            showlegend=line.kind not in told,
            hoverinfo="skip",
        )
        told.add(line.kind)
        if line.kind in ("field", "age"):
            # At the end where the line's own slope leads it away from its name.
            across, up = line.ends[1 if line.kind == "age" else 0]
            figure.add_annotation(
                x=across,
                y=up,
                text=line.name,
                showarrow=False,
                xanchor="right" if line.kind == "age" else "left",
                yanchor="bottom" if up < corners[1, 1] else "top",
                font={"size": 11, "color": ink()},
            )
    for kind, name in enumerate(KINDS):
        some = kinds == kind
        figure.add_scatter(
            x=points[some, 0],
            y=points[some, 1],
            mode="markers",
            marker={
                "color": colour_of(kind),
                "symbol": SYMBOLS[kind],
                "size": 5 if kind == 0 else 7,
                "opacity": 0.45 if kind == 0 else 0.85,
            },
            name=name,
            hovertemplate="log P %{x:.2f}, log Ṗ %{y:.2f}<extra>" + name + "</extra>",
        )
    for at, ellipse in enumerate(ellipses):
        figure.add_scatter(
            x=ellipse[:, 0],
            y=ellipse[:, 1],
            mode="lines",
            line={"color": ink(), "width": 3 if short[at] else 1.5},
            name=f"component {at + 1}",
            showlegend=False,
            hoverinfo="name",
        )
    ring = {"color": "rgba(0,0,0,0)", "size": 14, "line": {"width": 2, "color": ink()}}
    if called.any():
        figure.add_scatter(
            x=points[called, 0],
            y=points[called, 1],
            mode="markers",
            marker=ring,
            name="called wrongly",
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=asked[:1],
        y=asked[1:],
        mode="markers",
        marker={
            "color": colour_of(4),
            "size": 17,
            "symbol": "star",
            "line": {"width": 1.5, "color": ink()},
        },
        name="the one you ask about",
        hovertemplate="log P %{x:.2f}, log Ṗ %{y:.2f}<extra>asked about</extra>",
    )
    dress(figure, ACROSS, UP, HEIGHT)
    figure.update_xaxes(range=list(corners[:, 0]), dtick=1)
    figure.update_yaxes(range=list(corners[:, 1]), dtick=2)
    return figure


def draw_bic(weighed: Sequence[Weighed | None], chosen: int) -> go.Figure:
    """BIC above its lowest, by the number of components; what is still to come is left out.

    Parameters
    ----------
    weighed : sequence of Weighed or None
    chosen : int
        K on the page.
    """
    there = [each for each in weighed if each is not None and each.bic < float("inf")]
    lowest = min((each.bic for each in there), default=0.0)
    figure = go.Figure(
        go.Scatter(
            x=[each.k for each in there],
            y=[each.bic - lowest for each in there],
            mode="lines+markers",
            line={"color": colour_of(0), "width": 2},
            marker={
                "size": [13 if each.k == chosen else 8 for each in there],
                "symbol": ["diamond" if each.k == chosen else "circle" for each in there],
            },
            showlegend=False,
            hovertemplate="K = %{x}: %{y:,.1f}<extra></extra>",
        )
    )
    dress(figure, "components K", "BIC above its lowest", SMALL)
    figure.update_xaxes(dtick=1)
    # The first components gain thousands: what is close would look the same.
    top = max((each.bic - lowest for each in there if each.k > 2), default=100.0)
    figure.update_yaxes(range=[-0.08 * top - 2, 1.15 * top + 5])
    return figure


def draw_samples(best: Sequence[int], most: int) -> go.Figure:
    """How often each number of components won, over several samples.

    Parameters
    ----------
    best : sequence of int
    most : int
        The largest number that was tried.
    """
    numbers = list(range(1, most + 1))
    figure = go.Figure(
        go.Bar(
            x=numbers,
            y=[best.count(k) for k in numbers],
            marker={"color": colour_of(0)},
            hovertemplate="K = %{x}: %{y} samples<extra></extra>",
        )
    )
    dress(figure, "components K that BIC asks for", "samples", SMALL)
    figure.update_xaxes(dtick=1, range=[0.4, most + 0.6])
    figure.update_yaxes(dtick=1 if len(best) < 12 else None, rangemode="tozero")
    return figure
