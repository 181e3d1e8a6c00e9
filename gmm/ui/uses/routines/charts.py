"""Records of the page of routines -> Plotly figures; nothing is computed here."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from gmm.cases.days import WEEKDAYS
from gmm.points import FloatArray
from gmm.ui.lab.look import DASHES, SYMBOLS, colour_of, dress, ink, quiet_colour
from gmm.ui.numbers import write_setting
from gmm.ui.uses.routines.records import (
    CONCENTRATIONS,
    MOST,
    THRESHOLD,
    Calendar,
    Clustered,
    Shrinking,
    Shrunk,
    Tried,
)

HEIGHT = 280


def draw_bic(tried: Sequence[Tried], chosen: Tried, truth: int) -> go.Figure:
    """BIC by the number of components."""
    sound = [each for each in tried if each.mixture is not None]
    figure = go.Figure(
        go.Scatter(
            x=[each.k for each in sound],
            y=[each.bic for each in sound],
            mode="lines+markers",
            line={"color": colour_of(0), "width": 2.5},
            name="BIC (lower is better)",
            hovertemplate="K = %{x}: %{y:,.1f}<extra></extra>",
        )
    )
    figure.add_trace(_ring([chosen.k], [chosen.bic], "lowest"))
    _mark_truth(figure, truth)
    return _count_across(dress(figure, "components, K", "BIC", HEIGHT))


def draw_silhouettes(clustered: Clustered, truth: int) -> go.Figure:
    """The mean silhouette of k-means by the number of clusters."""
    figure = go.Figure(
        go.Scatter(
            x=list(range(2, 2 + len(clustered.silhouettes))),
            y=clustered.silhouettes,
            mode="lines+markers",
            line={"color": colour_of(1), "width": 2.5, "dash": DASHES[1]},
            marker={"symbol": SYMBOLS[1]},
            name="silhouette (higher is better)",
            hovertemplate="K = %{x}: %{y:.3f}<extra></extra>",
        )
    )
    best = int(clustered.silhouettes.argmax())
    figure.add_trace(_ring([best + 2], [clustered.silhouettes[best]], "highest"))
    _mark_truth(figure, truth)
    return _count_across(dress(figure, "clusters, K", "mean silhouette", HEIGHT))


def draw_weights(run: Shrinking) -> go.Figure:
    """The expected weight of each component, iteration by iteration."""
    figure = go.Figure()
    for k, weights in enumerate(run.weights.T):
        figure.add_trace(
            go.Scatter(
                x=list(range(len(weights))),
                y=weights,
                mode="lines",
                line={"color": colour_of(k), "dash": DASHES[k % len(DASHES)], "width": 2},
                name=str(k + 1),
                hovertemplate=f"component {k + 1}, iteration %{{x}}: %{{y:.4f}}<extra></extra>",
            )
        )
    figure.add_hline(y=THRESHOLD, line={"color": ink(), "dash": "dot", "width": 1.2})
    return dress(figure, "iteration", "expected weight", HEIGHT + 40)


def draw_concentrations(
    by_kind: Mapping[str, Sequence[Shrunk | None]], truth: int, chosen: tuple[str, float]
) -> go.Figure:
    """How many routines are found by the prior's concentration; None for what is still to come."""
    figure = go.Figure()
    for at, (kind, every) in enumerate(by_kind.items()):
        there = [each for each in every if each is not None]
        figure.add_trace(
            go.Scatter(
                x=[each.concentration for each in there],
                y=[each.grouping.number for each in there],
                mode="lines+markers",
                line={"color": colour_of(at), "dash": DASHES[at], "width": 2.5},
                marker={"symbol": SYMBOLS[at], "size": 9},
                name=kind,
                hovertemplate=f"{kind}, concentration %{{x:g}}: %{{y}} routines<extra></extra>",
            )
        )
        here = [each for each in there if (kind, each.concentration) == chosen]
        if here:
            figure.add_trace(_ring([chosen[1]], [here[0].grouping.number], "chosen above"))
    figure.add_hline(y=truth, line={"color": quiet_colour(), "dash": "dot", "width": 1.5})
    dress(figure, "concentration of the prior", "routines found", HEIGHT)
    figure.update_xaxes(
        type="log",
        tickvals=CONCENTRATIONS,
        ticktext=[write_setting(each) for each in CONCENTRATIONS],
    )
    figure.update_yaxes(range=[0, MOST + 0.7], dtick=2)
    return figure


def draw_calendar(calendar: Calendar, names: Sequence[str]) -> go.Figure:
    """Days across, routines up: how large a part of a day's events belongs to each routine."""
    days = [f"{WEEKDAYS[day % 7]}, week {day // 7 + 1}" for day in range(len(calendar.shares))]
    numbers = list(range(len(days)))
    ticks = [f"{at + 1}: {name}" for at, name in enumerate(names)]
    figure = go.Figure(
        go.Heatmap(
            x=numbers,
            y=ticks,
            z=calendar.shares.T,
            zmin=0,
            colorscale=[[0.0, "rgba(127,127,127,0.08)"], [1.0, colour_of(0)]],
            colorbar={"title": {"text": "share"}, "thickness": 10, "tickformat": ".0%"},
            customdata=[days] * len(names),
            hovertemplate="%{customdata}: %{z:.0%} to %{y}<extra></extra>",
            xgap=1,
            ygap=1,
        )
    )
    dress(figure, "day (a line before each Monday)", "", 120 + 30 * len(names))
    step = 7 if len(days) > 28 else 1
    letters = [WEEKDAYS[day % 7][0] for day in numbers]
    figure.update_xaxes(tickvals=numbers[::step], ticktext=letters[::step], tickangle=0)
    for monday in numbers[7::7]:
        figure.add_vline(x=monday - 0.5, line={"color": ink(), "width": 1.5})
    figure.update_yaxes(autorange="reversed")
    return figure


def draw_week(calendar: Calendar, names: Sequence[str]) -> go.Figure:
    """Weekdays against weekends, routine by routine."""
    ticks = [f"{at + 1}: {name}" for at, name in enumerate(names)]
    figure = go.Figure()
    both: Sequence[tuple[str, FloatArray, str]] = (
        ("weekdays", calendar.weekdays, ""),
        ("weekends", calendar.weekends, "/"),
    )
    for at, (name, shares, pattern) in enumerate(both):
        figure.add_trace(
            go.Bar(
                x=shares,
                y=ticks,
                orientation="h",
                name=name,
                marker={"color": colour_of(at), "pattern": {"shape": pattern}},
                hovertemplate=f"{name}: %{{x:.0%}}<extra></extra>",
            )
        )
    dress(figure, "share of a day's events, on average", "", 120 + 30 * len(names))
    figure.update_xaxes(tickformat=".0%")
    figure.update_yaxes(autorange="reversed")
    figure.update_layout(barmode="group")
    return figure


def _ring(across: Sequence[float], up: Sequence[float], name: str) -> go.Scatter:
    return go.Scatter(
        x=across,
        y=up,
        mode="markers",
        marker={"size": 16, "color": ink(), "symbol": "circle-open", "line": {"width": 2}},
        name=name,
        hoverinfo="skip",
    )


def _mark_truth(figure: go.Figure, truth: int) -> None:
    line = {"color": quiet_colour(), "dash": "dot", "width": 1.5}
    figure.add_vline(x=truth, line=line)
    # A line of the figure has no entry in the legend: an empty trace gives it one.
    figure.add_trace(go.Scatter(x=[None], y=[None], mode="lines", line=line, name="true number"))


def _count_across(figure: go.Figure) -> go.Figure:
    figure.update_xaxes(dtick=1)
    return figure
