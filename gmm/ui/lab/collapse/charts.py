"""Records of a collapse -> Plotly."""

import numpy as np
import plotly.graph_objects as go

from gmm.narrowing import Widths
from gmm.points import FloatArray, IntArray
from gmm.ui.lab.collapse.records import Climb, Endless
from gmm.ui.lab.look import DASHES, SYMBOLS, colour_of, dress, ink, quiet_colour

HEIGHT = 290
SMALLEST = 1e-12  # nats: a change of the bound that is nothing but rounding stands there
NARROWEST_DECADES = 0.2  # of a log axis: what differs by rounding alone looks alike on it
ROUNDING = 1e-9  # of a log-likelihood: what differs by less is the same


def draw_least(widths: Widths, ridge: float, unit: str) -> go.Figure:
    """Draw the smallest eigenvalue of each covariance by iteration, on a log axis.

    Parameters
    ----------
    widths : Widths
    ridge : float
        A line that no eigenvalue goes below; 0 for none.
    unit : str
        Of the eigenvalues, "" for none.
    """
    figure = _draw_by_component(widths.iterations, widths.least)
    dress(figure, "iteration", "smallest eigenvalue" + (f" in {unit}" if unit else ""), HEIGHT)
    if ridge > 0:
        figure.add_hline(y=ridge, line={"dash": "dot", "color": ink()}, annotation_text="ridge")
    _make_log_axis(figure, widths.least)
    return figure


def draw_condition(widths: Widths) -> go.Figure:
    """Draw the condition number of each covariance by iteration, on a log axis."""
    figure = _draw_by_component(widths.iterations, widths.condition)
    dress(figure, "iteration", "condition number", HEIGHT)
    _make_log_axis(figure, widths.condition)
    return figure


def draw_climbs(climbs: dict[str, Climb]) -> go.Figure:
    """Draw the log-likelihood of runs by half-step, with the bound below it.

    Parameters
    ----------
    climbs : dict
        By what the runs are called.
    """
    figure = go.Figure()
    for index, (name, climb) in enumerate(climbs.items()):
        colour = colour_of(index)
        figure.add_scatter(
            x=climb.moments,
            y=climb.log_likelihood,
            name=name,
            mode="lines",
            line={"color": colour, "width": 2.2, "dash": DASHES[index]},
            hovertemplate="iteration %{x}: %{y:.3f} nats<extra>" + name + "</extra>",
        )
        figure.add_scatter(
            x=climb.moments,
            y=climb.bound,
            name=f"{name}: bound F",
            mode="lines",
            line={"color": colour, "width": 1, "dash": "dot"},
            hovertemplate="iteration %{x}: bound %{y:.3f} nats<extra>" + name + "</extra>",
        )
    dress(figure, "iteration", "log-likelihood (nats)", HEIGHT)
    # The first step is so large that it would press all others flat.
    later = [climb.log_likelihood[climb.moments >= 1] for climb in climbs.values()]
    values = np.concatenate([each for each in later if len(each)] or [np.zeros(0)])
    if len(values) and np.ptp(values) > ROUNDING * (1 + np.abs(values).max()):
        room = 0.08 * np.ptp(values)
        figure.update_yaxes(range=[values.min() - room, values.max() + room])
    return figure


def draw_gains(iterations: IntArray, gains: FloatArray) -> go.Figure:
    """Draw by how much each M-step moved the bound, rises and falls apart, on a log axis.

    Parameters
    ----------
    iterations : ndarray of int, shape (T,)
    gains : ndarray, shape (T,)
    """
    figure = go.Figure()
    for index, (name, there) in enumerate((("rises", gains >= 0), ("falls", gains < 0))):
        figure.add_scatter(
            x=iterations[there],
            y=np.maximum(np.abs(gains[there]), SMALLEST),
            name=name,
            mode="markers",
            marker={
                "color": colour_of(index),
                "symbol": ("circle-open", "x")[index],
                "size": 8,
            },
            hovertemplate="iteration %{x}: %{y:.3g} nats<extra>" + name + "</extra>",
        )
    dress(figure, "iteration", "change of the bound (nats)", HEIGHT)
    figure.update_yaxes(type="log", exponentformat="power")
    figure.update_layout(showlegend=True)
    return figure


def draw_endless(endless: Endless, unit: str) -> go.Figure:
    """Draw the log-likelihood against a component's width, which goes to 0 on the right.

    Parameters
    ----------
    endless : Endless
    unit : str
        Of the width.
    """
    figure = go.Figure()
    figure.add_scatter(
        x=endless.widths,
        y=endless.log_likelihood,
        name="log-likelihood",
        mode="lines",
        line={"color": colour_of(0), "width": 2.5},
        hovertemplate="width %{x:.2e}: %{y:.2f} nats<extra></extra>",
    )
    slope = endless.number * endless.directions
    asymptote = endless.log_likelihood[-1] - slope * np.log(endless.widths / endless.widths[-1])
    figure.add_scatter(
        x=endless.widths,
        y=asymptote,
        name="−r n ln s",
        mode="lines",
        line={"color": colour_of(1), "width": 1.5, "dash": "dash"},
        hoverinfo="skip",
    )
    figure.add_hline(
        y=endless.compared,
        line={"dash": "dot", "color": quiet_colour()},
        annotation_text="where the run ended",
        annotation_position="top left",
    )
    dress(figure, f"width s of the component{unit}", "log-likelihood (nats)", HEIGHT)
    figure.update_xaxes(type="log", autorange="reversed", exponentformat="power")
    figure.update_layout(showlegend=True)
    return figure


def _make_log_axis(figure: go.Figure, values: FloatArray) -> None:
    """Make the axis logarithmic, and never so fine that it shows rounding."""
    figure.update_yaxes(type="log", exponentformat="power")
    shown = np.log10(values[(values > 0) & np.isfinite(values)])
    if len(shown) and np.ptp(shown) < NARROWEST_DECADES:
        middle = (shown.min() + shown.max()) / 2
        figure.update_yaxes(range=[middle - NARROWEST_DECADES, middle + NARROWEST_DECADES])


def _draw_by_component(iterations: IntArray, values: FloatArray) -> go.Figure:
    figure = go.Figure()
    for k, column in enumerate(values.T):
        figure.add_scatter(
            x=iterations,
            y=np.where((column > 0) & np.isfinite(column), column, np.nan),
            name=f"component {k + 1}",
            mode="lines+markers" if len(iterations) < 60 else "lines",
            line={"color": colour_of(k), "dash": DASHES[k % len(DASHES)], "width": 2},
            marker={"symbol": SYMBOLS[k % len(SYMBOLS)], "size": 6},
            hovertemplate="iteration %{x}: %{y:.3e}<extra>component " + f"{k + 1}</extra>",
        )
    return figure
