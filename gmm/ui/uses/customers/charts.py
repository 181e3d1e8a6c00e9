"""The charts of the page on customers: records drawn, nothing computed."""

from collections.abc import Sequence

import plotly.graph_objects as go

from gmm.ui.lab.look import DASHES, SYMBOLS, colour_of, dress, ink, quiet_colour
from gmm.ui.uses.customers.records import Group

ROOM, ROW = 120, 34  # pixels of a chart, and of each segment in it


def draw_rates(
    groups: Sequence[Group], order: Sequence[int], overall: float, top: float
) -> go.Figure:
    """Draw how many of each segment leave, with intervals, and what the test half has.

    Parameters
    ----------
    groups : sequence of Group
    order : sequence of int
        Which of them are drawn, from the top.
    overall : float
        The rate of all.
    top : float
        Where the axis ends.
    """
    figure = go.Figure()
    rows = [str(at + 1) for at in order]
    figure.add_scatter(
        x=[100 * overall] * 2,
        y=[-0.5, len(rows) - 0.5],
        mode="lines",
        line={"color": quiet_colour(), "width": 2, "dash": DASHES[1]},
        name="all customers",
        hoverinfo="skip",
    )
    rates = [groups[at].learned.rate for at in order]
    figure.add_scatter(
        x=[100 * rate.value if rate else None for rate in rates],
        y=list(range(len(rows))),
        mode="markers",
        marker={
            "color": [colour_of(at) for at in order],
            "symbol": SYMBOLS[0],
            "size": 11,
            "line": {"width": 1, "color": ink()},
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [100 * (rate.high - rate.value) if rate else 0 for rate in rates],
            "arrayminus": [100 * (rate.value - rate.low) if rate else 0 for rate in rates],
            "color": ink(),
            "thickness": 1.5,
        },
        name="half that was learned from, 95\u00a0% interval",
        hovertemplate="segment %{text}: %{x:.1f} % leave<extra></extra>",
        text=rows,
    )
    tested = [groups[at].tested.rate for at in order]
    figure.add_scatter(
        x=[100 * rate.value if rate else None for rate in tested],
        y=list(range(len(rows))),
        mode="markers",
        marker={
            "color": ink(),
            "symbol": "x-thin",
            "size": 10,
            "line": {"width": 2, "color": ink()},
        },
        name="test half",
        hovertemplate="segment %{text}, test half: %{x:.1f} % leave<extra></extra>",
        text=rows,
    )
    dress(figure, "customers who leave, in %", "segment", ROOM + ROW * len(rows))
    figure.update_xaxes(range=[0, 100 * top])
    figure.update_yaxes(
        tickvals=list(range(len(rows))), ticktext=rows, range=[len(rows) - 0.4, -0.6]
    )
    return figure


def draw_numbers(
    parts: Sequence[tuple[int, float, float]], contract: float, logistic: float, chosen: int
) -> go.Figure:
    """Draw how much segments tell, by how many there are.

    Parameters
    ----------
    parts : sequence of (int, float, float)
        K, what the mixture tells, what k-means tells.
    contract, logistic : float
        What two other ways tell, which have no K.
    chosen : int
        K of the page.
    """
    figure = go.Figure()
    ks = [k for k, _, _ in parts]
    for index, (name, values) in enumerate(
        (
            ("mixture", [one for _, one, _ in parts]),
            ("k-means", [other for _, _, other in parts]),
        )
    ):
        figure.add_scatter(
            x=ks,
            y=[100 * value for value in values],
            mode="lines+markers",
            line={"color": colour_of(index), "width": 2.5, "dash": DASHES[index]},
            marker={
                "symbol": SYMBOLS[index],
                "size": [13 if k == chosen else 8 for k in ks],
            },
            name=name,
            hovertemplate="K = %{x}: %{y:.1f} %<extra>" + name + "</extra>",
        )
    for index, (name, value) in enumerate(
        (("logistic regression", logistic), ("contract alone", contract)), start=2
    ):
        figure.add_scatter(
            x=[ks[0], ks[-1]],
            y=[100 * value] * 2,
            mode="lines",
            line={"color": colour_of(index), "width": 1.5, "dash": DASHES[index]},
            name=name,
            hoverinfo="name+y",
        )
    dress(figure, "K, segments", "part of the churn that is told, in %")
    figure.update_xaxes(tickvals=ks)
    return figure
