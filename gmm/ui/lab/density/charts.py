"""Records of the density page -> Plotly figures; nothing is computed here."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gmm.mixture import Mixture
from gmm.outliers import BoolArray, Roc
from gmm.points import FloatArray, IntArray
from gmm.ui.lab.density.draws import Draw, Refit
from gmm.ui.lab.density.flagging import Finding
from gmm.ui.lab.density.landscape import Landscape, Level, Place, trace_outlines
from gmm.ui.lab.look import DASHES, colour_of, dress, ink, quiet_colour

HEIGHT = 325
GROUND_HEIGHT, HILL_HEIGHT = 425, 345
CLICKS = (47, 35)  # places across and up that can be clicked
LARGEST = 700.0  # nats: e to the power of more is out of a float's range
TICKS = [digit * 10.0**power for power in range(-4, 4) for digit in (1, 2, 5)]
CURVE = 300  # corners of a curve that are drawn


def draw_contours(
    landscape: Landscape, points: FloatArray, place: Place, names: Sequence[str]
) -> go.Figure:
    """Contours over the points, a place marked, and the ground ready to be clicked.

    Parameters
    ----------
    landscape : Landscape
    points : ndarray, shape (N, 2)
    place : Place
    names : sequence of str
        Of the two columns, with their units.
    """
    across, up = landscape.axes
    figure = go.Figure(
        go.Heatmap(
            x=across,
            y=up,
            z=_raise(landscape),
            showscale=False,
            colorscale=_hill(0.0),
            hoverinfo="skip",
        )
    )
    figure.add_trace(_draw_points(points, "points"))
    for level, dash in zip(landscape.levels, DASHES, strict=False):
        figure.add_trace(_draw_level(landscape, level, dash, name_level(level)))
    figure.add_trace(_draw_targets(landscape))
    figure.add_trace(_mark([place.at[0]], [place.at[1]]))
    return _keep_lit(dress(figure, names[0], names[1], GROUND_HEIGHT))


def draw_surface(landscape: Landscape, place: Place, names: Sequence[str], unit: str) -> go.Figure:
    """The mixture as a hill that can be turned, a place marked on it.

    Parameters
    ----------
    landscape : Landscape
    place : Place
    names : sequence of str
    unit : str
        Of the density.
    """
    across, up = landscape.axes
    figure = go.Figure(
        go.Surface(
            x=across,
            y=up,
            z=_raise(landscape),
            colorscale=_hill(0.15),
            showscale=False,
            hovertemplate="%{x:.4g}, %{y:.4g}<br>p = %{z:.3g}<extra></extra>",
        )
    )
    figure.add_trace(
        go.Scatter3d(
            x=[place.at[0]],
            y=[place.at[1]],
            z=[_power(place.log_density)],
            mode="markers",
            marker={"size": 5, "color": colour_of(1), "symbol": "diamond"},
            hovertemplate="the place: p = %{z:.3g}<extra></extra>",
        )
    )
    dress(figure, height=HILL_HEIGHT)
    axis = {"tickfont": {"size": 10}, "nticks": 5}
    figure.update_layout(
        showlegend=False,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        scene={
            "xaxis": {"title": {"text": names[0]}, **axis},
            "yaxis": {"title": {"text": names[1]}, **axis},
            "zaxis": {"title": {"text": f"p in {unit}"}, **axis},
            "camera": {"eye": {"x": -1.3, "y": -1.75, "z": 0.8}, "center": {"z": -0.2}},
            "dragmode": "orbit",
        },
    )
    return figure


def draw_line(
    landscape: Landscape, points: FloatArray, place: Place, name: str, unit: str
) -> go.Figure:
    """The density of one column as a line, ready to be clicked, the points below it.

    Parameters
    ----------
    landscape : Landscape
    points : ndarray, shape (N, 1)
    place : Place
    name : str
        Of the column, with its unit.
    unit : str
        Of the density.
    """
    figure = go.Figure(_draw_curve(landscape, selectable=True))
    for level, dash in zip(landscape.levels, DASHES, strict=False):
        figure.add_trace(_draw_bar(landscape, level.log_density, dash, name_level(level)))
    figure.add_trace(_draw_rug(points))
    figure.add_trace(_mark([place.at[0]], [_power(place.log_density)]))
    dress(figure, name, f"p in {unit}", height=GROUND_HEIGHT)
    # Anywhere above a value will do to click it.
    figure.update_layout(hovermode="x")
    return _keep_lit(figure)


def draw_new_points(draw: Draw, truth: Mixture, refit: Refit, names: Sequence[str]) -> go.Figure:
    """New points in the colours of their rows, with the mixture that made them and its refit.

    Parameters
    ----------
    draw : Draw
        In the data's own units, as are the others.
    truth : Mixture
    refit : Refit
    names : sequence of str
    """
    rows = np.arange(1, len(draw.points) + 1)
    one = draw.points.shape[1] == 1
    marker = {
        "size": 5,
        "color": rows,
        "colorscale": _rows(),
        "colorbar": {"title": {"text": "row"}, "thickness": 10, "len": 0.9},
    }
    figure = go.Figure(
        go.Scatter(
            x=draw.points[:, 0],
            y=rows if one else draw.points[:, 1],
            mode="markers",
            marker=marker,
            showlegend=False,
            customdata=rows,
            hovertemplate="row %{customdata}<extra></extra>",
        )
    )
    for mixture, dash, said in (
        (truth, "solid", "made the points"),
        (refit.mixture, "dot", "fitted to them"),
    ):
        lines = (
            [np.array([[mean[0], 1], [mean[0], len(rows)]]) for mean in mixture.means]
            if one
            else trace_outlines(mixture)
        )
        # One trace for all, parted by gaps.
        gap = np.full((1, 2), np.nan)
        path = np.concatenate([part for line in lines for part in (line, gap)])
        line = {"color": ink(), "width": 2, "dash": dash}
        figure.add_trace(
            go.Scatter(
                x=path[:, 0], y=path[:, 1], mode="lines", line=line, name=said, hoverinfo="skip"
            )
        )
    up = "row" if one else names[1]
    return dress(figure, names[0], up, height=HEIGHT)


def draw_nearness(refits: Sequence[Refit | None], n: int) -> go.Figure:
    """How far refits are from the mixture that made their points, by how many points they had.

    Parameters
    ----------
    refits : sequence of Refit or None
        None for one that is still to come.
    n : int
        The number of points that is chosen on the page.
    """
    there = [refit for refit in refits if refit is not None]
    sizes = sorted({refit.n for refit in there})
    medians = [
        float(np.median([refit.mean for refit in there if refit.n == size])) for size in sizes
    ]
    colours = [ink() if refit.n == n else quiet_colour() for refit in there]
    figure = go.Figure(
        go.Scatter(
            x=[refit.n for refit in there],
            y=[refit.mean for refit in there],
            mode="markers",
            marker={
                "size": 8,
                "color": colours,
                "symbol": ["x" if refit.collapsed else "circle" for refit in there],
            },
            name="one fit",
            hovertemplate="%{x:,} points: %{y:.3g} SD<extra></extra>",
        )
    )
    figure.add_trace(
        go.Scatter(
            x=sizes,
            y=medians,
            mode="lines",
            line={"color": colour_of(0), "width": 2.5},
            name="median",
            hovertemplate="median at %{x:,} points: %{y:.3g} SD<extra></extra>",
        )
    )
    if len(sizes) > 1:
        fall = [medians[-1] * (sizes[-1] / size) ** 0.5 for size in sizes]
        line = {"color": quiet_colour(), "dash": "dot", "width": 1.5}
        figure.add_trace(
            go.Scatter(
                x=sizes, y=fall, mode="lines", line=line, name="falls as 1/√n", hoverinfo="skip"
            )
        )
    dress(figure, "new points, n", "farthest mean (SD)", height=HEIGHT)
    figure.update_xaxes(type="log", tickvals=sizes, ticktext=[f"{size:,}" for size in sizes])
    figure.update_yaxes(type="log", tickvals=TICKS, ticktext=[f"{tick:g}" for tick in TICKS])
    return figure


def draw_flags(
    landscape: Landscape,
    points: FloatArray,
    finding: Finding,
    drawn: IntArray,
    truth: BoolArray | None,
    said: str,
    names: Sequence[str],
    unit: str,
) -> go.Figure:
    """Points with rings around those that are flagged, and the threshold as a contour.

    Parameters
    ----------
    landscape : Landscape
    points : ndarray, shape (N, D)
        All of them.
    finding : Finding
    drawn : ndarray of int
        Which of the points are drawn.
    truth : ndarray of bool, shape (N,), or None
        Which points are outliers.
    said : str
        What those are called.
    names : sequence of str
    unit : str
        Of the density.
    """
    one = points.shape[1] == 1
    up = np.exp(np.minimum(finding.log_densities, LARGEST)) if one else points[:, -1]
    places = np.column_stack([points[:, 0], up])[drawn]
    strange = np.zeros(len(drawn), dtype=bool) if truth is None else truth[drawn]
    flagged = finding.flagged.flags[drawn]
    figure = go.Figure()
    if one:
        figure.add_trace(_draw_curve(landscape))
        figure.add_trace(_draw_bar(landscape, finding.threshold, "dash", "threshold"))
    elif np.isfinite(finding.threshold):
        level = Level(0.0, finding.threshold)
        figure.add_trace(_draw_level(landscape, level, "dash", "threshold"))
    figure.add_trace(_draw_points(places[~strange], "points"))
    if strange.any():
        cross = {
            "size": 8,
            "color": colour_of(1),
            "symbol": "x-thin",
            "line": {"width": 2, "color": colour_of(1)},
        }
        figure.add_trace(_scatter(places[strange], said, cross))
    ring = {"size": 13, "color": ink(), "symbol": "circle-open", "line": {"width": 1.5}}
    figure.add_trace(_scatter(places[flagged], "flagged", ring))
    dress(figure, names[0], f"p in {unit}" if one else names[1], height=HEIGHT)
    # The points are what this picture is about, not how far the mixture reaches.
    for axis, column in (("xaxis", 0), *((("yaxis", 1),) if not one else ())):
        low, high = points[:, column].min(), points[:, column].max()
        room = 0.06 * (high - low) or 1.0
        figure.update_layout({axis: {"range": [low - room, high + room]}})
    return figure


def draw_roc(finding: Finding) -> go.Figure:
    """ROC curves of the mixture's density and of the distance from the mean of all.

    Parameters
    ----------
    finding : Finding
        Judged by a truth.
    """
    figure = go.Figure()
    rules = ((finding.mixture, "mixture", 0), (finding.gaussian, "one Gaussian", 1))
    for rule, name, number in rules:
        if rule is None:
            continue
        roc = rule.roc
        some = _thin(roc)
        figure.add_trace(
            go.Scatter(
                x=roc.false_alarms[some],
                y=roc.found[some],
                mode="lines",
                line={"color": colour_of(number), "dash": DASHES[number], "width": 2.5},
                name=name,
                hovertemplate=f"{name}: finds %{{y:.0%}}, false alarms %{{x:.1%}}<extra></extra>",
            )
        )
        at = int(np.searchsorted(roc.thresholds, finding.threshold)) if number == 0 else None
        if at is not None and at < len(roc.thresholds):
            here = _mark([roc.false_alarms[at]], [roc.found[at]])
            figure.add_trace(here.update(name="this threshold", showlegend=True))
    line = {"color": quiet_colour(), "dash": "dot", "width": 1.5}
    figure.add_trace(
        go.Scatter(x=[0, 1], y=[0, 1], mode="lines", line=line, name="a coin", hoverinfo="skip")
    )
    dress(figure, "ordinary points flagged", "outliers found", height=HEIGHT)
    share = {"tickformat": ".0%", "range": [-0.02, 1.02]}
    figure.update_xaxes(**share)
    figure.update_yaxes(**share)
    return figure


def name_level(level: Level) -> str:
    """Say what a contour holds."""
    return f"{level.share:.0%} inside"


def _raise(landscape: Landscape) -> FloatArray:
    heights: FloatArray = np.exp(np.minimum(landscape.log_density, LARGEST))
    return heights


def _power(nats: float) -> float:
    return float(np.exp(min(nats, LARGEST)))


def _hill(least: float) -> list[list[Any]]:
    """From nothing, or from a tint of it, to the accent."""
    red, green, blue = (int(colour_of(0)[at : at + 2], 16) for at in (1, 3, 5))
    return [[at, f"rgba({red},{green},{blue},{least + (0.85 - least) * at:.2f})"] for at in (0, 1)]


def _rows() -> list[list[Any]]:
    """Colours from the first row to the last, in any light."""
    return [[0.0, colour_of(4)], [0.5, colour_of(3)], [1.0, colour_of(0)]]


def _scatter(places: FloatArray, name: str, marker: dict[str, Any]) -> go.Scatter:
    return go.Scatter(
        x=places[:, 0],
        y=places[:, 1],
        mode="markers",
        marker=marker,
        name=name,
        hovertemplate=f"{name}: %{{x:.4g}}, %{{y:.4g}}<extra></extra>",
    )


def _draw_points(points: FloatArray, name: str) -> go.Scatter:
    return _scatter(points, name, {"size": 5, "color": quiet_colour(), "opacity": 0.8})


def _draw_rug(points: FloatArray) -> go.Scatter:
    marker = {"size": 9, "color": quiet_colour(), "symbol": "line-ns-open"}
    return go.Scatter(
        x=points[:, 0],
        y=np.zeros(len(points)),
        mode="markers",
        marker=marker,
        name="points",
        hoverinfo="skip",
    )


def _draw_level(landscape: Landscape, level: Level, dash: str, name: str) -> go.Contour:
    across, up = landscape.axes
    return go.Contour(
        x=across,
        y=up,
        # A contour is nearer to where it should be on logarithms, which are smoother.
        z=np.maximum(landscape.log_density, level.log_density - 50),
        contours={
            "start": level.log_density,
            "end": level.log_density,
            "size": 1,
            "coloring": "none",
        },
        line={"color": ink(), "dash": dash, "width": 1.6},
        showscale=False,
        showlegend=True,
        name=name,
        hoverinfo="skip",
    )


def _draw_curve(landscape: Landscape, selectable: bool = False) -> go.Scatter:
    (across,) = landscape.axes
    return go.Scatter(
        x=across,
        y=_raise(landscape),
        mode="lines+markers" if selectable else "lines",
        marker={"size": 6, "opacity": 0},
        line={"color": colour_of(0), "width": 2.5},
        name="density",
        hovertemplate="%{x:.4g}: p = %{y:.3g}<extra></extra>",
    )


def _draw_bar(landscape: Landscape, log_density: float, dash: str, name: str) -> go.Scatter:
    """A level of a single column: a line across at that height."""
    (across,) = landscape.axes
    return go.Scatter(
        x=across[[0, -1]],
        y=[_power(log_density)] * 2,
        mode="lines",
        line={"color": ink(), "dash": dash, "width": 1.4},
        name=name,
        hoverinfo="skip",
    )


def _draw_targets(landscape: Landscape) -> go.Scatter:
    """Marks that nobody sees: Plotly tells clicks on marks only."""
    across, up = (
        np.linspace(axis[0], axis[-1], count)
        for axis, count in zip(landscape.axes, CLICKS, strict=True)
    )
    return go.Scatter(
        x=np.tile(across, len(up)),
        y=np.repeat(up, len(across)),
        mode="markers",
        marker={"size": 10, "opacity": 0},
        showlegend=False,
        hovertemplate="%{x:.4g}, %{y:.4g}<extra>click</extra>",
    )


def _mark(across: Sequence[float], up: Sequence[float]) -> go.Scatter:
    marker = {
        "size": 14,
        "symbol": "x",
        "color": colour_of(1),
        "line": {"width": 1.5, "color": ink()},
    }
    return go.Scatter(
        x=across,
        y=up,
        mode="markers",
        marker=marker,
        name="the place",
        showlegend=False,
        hoverinfo="skip",
    )


def _keep_lit(figure: go.Figure) -> go.Figure:
    """Have what was not clicked look as before."""
    for trace in figure.data:
        if isinstance(trace, go.Scatter) and trace.mode and "markers" in trace.mode:
            opacity = 1 if trace.marker.opacity is None else trace.marker.opacity
            trace.selected = trace.unselected = {"marker": {"opacity": opacity}}
    return figure


def _thin(roc: Roc) -> Any:
    """Which corners of a curve are drawn."""
    count = len(roc.thresholds)
    return np.unique(np.linspace(0, count - 1, min(count, CURVE)).round().astype(int))
