"""Records of the four constraints -> Plotly: small panels, and seconds against sizes."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from gmm.points import FloatArray
from gmm.ui.lab.look import DASHES, SYMBOLS, colour_of, dress, ink, quiet_colour
from gmm.ui.lab.shapes.cost import Growth
from gmm.ui.lab.shapes.records import Panel

PANEL_HEIGHT = 250
COST_HEIGHT = 300
ROOM = 0.3  # of the points' range: so far out an ellipse is followed
MARGIN = 0.06  # of it
AXES = {"n": "points, N", "d": "dimensions, D", "k": "components, K"}


class Frame(NamedTuple):
    """The part of the plane, or of the line and its curves, that all panels show.

    Attributes
    ----------
    across, up : tuple of float
        From where to where.
    """

    across: tuple[float, float]
    up: tuple[float, float]


def frame_panels(panels: Sequence[Panel]) -> Frame:
    """Choose one frame for panels that are read side by side: it has all points.

    Parameters
    ----------
    panels : sequence of Panel
    """
    points = np.concatenate([panel.points for panel in panels])
    if points.shape[1] > 1:
        curves = np.concatenate([curve for panel in panels for curve in panel.curves])
        return Frame(*(_widen(points[:, d], curves[:, d]) for d in range(2)))
    across = _widen(points[:, 0], points[:, 0])
    # A component that has collapsed would press all others flat.
    tops = [max(curve[:, 1].max() for curve in panel.curves) for panel in panels]
    top = float(np.median(tops))
    return Frame(across, (-0.12 * top, 1.25 * top))


def draw_panel_chart(panel: Panel, frame: Frame, chosen: bool) -> go.Figure:
    """Draw a fit: points in their components' colours, and ellipses or curves.

    Parameters
    ----------
    panel : Panel
    frame : Frame
    chosen : bool
        Whether this one is on the stage: it has a border then.
    """
    figure = go.Figure()
    flat = panel.points.shape[1] == 1
    depth = -0.06 * frame.up[1] if flat else 0.0
    up = np.full(len(panel.points), depth) if flat else panel.points[:, 1]
    figure.add_scatter(
        x=panel.points[:, 0],
        y=up,
        mode="markers",
        marker={
            "size": 4,
            "color": blend(panel.shares),
            "symbol": "line-ns-open" if flat else "circle",
        },
        hoverinfo="none",  # "skip" would take clicks as well
        showlegend=False,
    )
    for k, curve in enumerate(panel.curves):
        figure.add_scatter(
            x=curve[:, 0],
            y=curve[:, 1],
            mode="lines",
            line={"color": colour_of(k), "width": 2.2, "dash": DASHES[k % len(DASHES)]},
            hovertemplate=f"component {k + 1}<extra></extra>",
            showlegend=False,
        )
    dress(figure, height=PANEL_HEIGHT)
    figure.update_layout(margin={"l": 4, "r": 4, "t": 4, "b": 4}, hovermode="closest")
    figure.update_layout(clickmode="event+select")
    # A click chooses the whole picture: its other points do not fade.
    figure.update_traces(unselected={"marker": {"opacity": 1}}, selector={"mode": "markers"})
    figure.update_xaxes(range=frame.across, visible=False)
    figure.update_yaxes(range=frame.up, visible=False)
    # Round the whole picture, which the axes are not: they keep their ratio.
    figure.add_shape(
        type="rect",
        xref="paper",
        yref="paper",
        x0=0,
        y0=0,
        x1=1,
        y1=1,
        line={"width": 4 if chosen else 1, "color": ink() if chosen else quiet_colour()},
    )
    if not flat:
        # A circle looks like a circle in all panels alike.
        figure.update_yaxes(scaleanchor="x", scaleratio=1)
    return figure


def blend(shares: FloatArray) -> list[str]:
    """Mix the components' colours for each point, as much of each as it is responsible.

    Parameters
    ----------
    shares : ndarray, shape (M, K)
        Responsibilities.
    """
    palette = np.array([_read_colour(colour_of(k)) for k in range(shares.shape[1])])
    mixed = np.rint(shares @ palette).astype(int)
    return [f"rgb({red},{green},{blue})" for red, green, blue in mixed.tolist()]


def draw_growth(vary: str, growths: Sequence[Growth]) -> go.Figure:
    """Draw seconds an iteration against a size, both in logarithms.

    Parameters
    ----------
    vary : {"n", "d", "k"}
    growths : sequence of Growth
        One a constraint.
    """
    figure = go.Figure()
    for index, growth in enumerate(growths):
        figure.add_scatter(
            x=growth.sizes,
            y=[1000 * second for second in growth.seconds],
            name=growth.covariance,
            mode="lines+markers",
            line={"color": colour_of(index), "dash": DASHES[index], "width": 2},
            marker={"symbol": SYMBOLS[index], "size": 8},
            hovertemplate="%{x:,}: %{y:.3g} ms<extra>" + growth.covariance + "</extra>",
        )
    dress(figure, AXES[vary], "ms per iteration", COST_HEIGHT)
    sizes = sorted({size for growth in growths for size in growth.sizes})
    few = sizes if len(sizes) < 6 else sizes[::2] + ([sizes[-1]] if len(sizes) % 2 == 0 else [])
    figure.update_xaxes(
        type="log", tickvals=few, ticktext=[_shorten(size) for size in few], tickangle=0
    )
    figure.update_yaxes(type="log", dtick=1)
    return figure


def _shorten(size: int) -> str:
    return f"{size // 1024}k" if size >= 1024 else f"{size}"


def _read_colour(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _widen(points: FloatArray, curves: FloatArray) -> tuple[float, float]:
    """From where to where points lie, with room for curves unless they go far out."""
    low, high = float(points.min()), float(points.max())
    size = (high - low) or 1.0
    most = ROOM * size
    low = max(min(low, float(curves.min())), low - most)
    high = min(max(high, float(curves.max())), high + most)
    return low - MARGIN * size, high + MARGIN * size
