"""Records of the case of anomalies -> Plotly figures; nothing is computed here."""

from collections.abc import Sequence

import plotly.graph_objects as go

from gmm.outliers import BoolArray
from gmm.points import FloatArray, IntArray
from gmm.ui.lab.look import colour_of, dress, ink
from gmm.ui.uses.anomalies.records import Brief, Finding, Ground, Rule

HEIGHT = 400
KINDS = ("benign", "malignant")


def draw_ground(
    points: FloatArray,
    kinds: IntArray,
    flags: BoolArray,
    ground: Ground,
    found: Finding,
    names: Sequence[str],
) -> go.Figure:
    """The test rows in two columns, the contour at the threshold, and the box.

    Parameters
    ----------
    points : ndarray, shape (N, 2)
    kinds : ndarray of int, shape (N,)
        Places in `KINDS`: colour and symbol.
    flags : ndarray of bool, shape (N,)
        Those that the density flags: filled.
    ground : Ground
    found : Finding
    names : sequence of str
    """
    figure = go.Figure(
        go.Contour(
            x=ground.across,
            y=ground.up,
            z=ground.heights,
            contours={
                "start": found.density.threshold,
                "end": found.density.threshold,
                "size": 1,
                "coloring": "none",
            },
            line={"color": ink(), "width": 2.5},
            showscale=False,
            showlegend=True,
            name="density threshold",
            hoverinfo="skip",
        )
    )
    (left, low), (right, high) = found.edges
    figure.add_scatter(
        x=[left, right, right, left, left],
        y=[low, low, high, high, low],
        mode="lines",
        line={"color": ink(), "width": 2, "dash": "dash"},
        name="box",
        hoverinfo="skip",
    )
    for kind, name in enumerate(KINDS):
        for flagged in (False, True):
            some = (kinds == kind) & (flags == flagged)
            if not some.any():
                continue
            symbol = ("circle", "diamond")[kind] + ("" if flagged else "-open")
            figure.add_scatter(
                x=points[some, 0],
                y=points[some, 1],
                mode="markers",
                marker={"color": colour_of(kind), "symbol": symbol, "size": 7, "opacity": 0.8},
                name=f"{name}, {'flagged' if flagged else 'not flagged'}",
                hovertemplate="%{x:.4g}, %{y:.4g}<extra>" + name + "</extra>",
            )
    dress(figure, names[0], names[1], HEIGHT)
    figure.update_xaxes(range=[ground.across[0], ground.across[-1]])
    figure.update_yaxes(range=[ground.up[0], ground.up[-1]])
    return figure


def draw_curves(found: Finding) -> go.Figure:
    """Missed ones by false alarms for every threshold, with the place of the one in use."""
    figure = go.Figure()
    for at, (name, rule) in enumerate({"density": found.density, "box": found.box}.items()):
        colour, dash = colour_of((0, 4)[at]), ("solid", "dash")[at]
        figure.add_scatter(
            x=100 * rule.roc.false_alarms,
            y=100 * (1 - rule.roc.found),
            mode="lines",
            line={"color": colour, "dash": dash, "width": 2.5, "shape": "linear"},
            name=name,
            hovertemplate="%{x:.1f}% false alarms, %{y:.1f}% missed<extra>" + name + "</extra>",
        )
        figure.add_scatter(
            x=[100 * rule.false.share],
            y=[100 * rule.missed.share],
            mode="markers",
            marker={
                "color": colour,
                "symbol": ("circle", "square")[at],
                "size": 13,
                "line": {"width": 2, "color": ink()},
            },
            error_x=_spread(rule, "false"),
            error_y=_spread(rule, "missed"),
            name=f"threshold of the {name}",
            hovertemplate="%{x:.1f}% false alarms, %{y:.1f}% missed<extra>" + name + "</extra>",
        )
    dress(figure, "benign ones flagged in vain, %", "malignant ones missed, %", HEIGHT)
    figure.update_xaxes(range=[-1.5, 60])
    figure.update_yaxes(range=[-2, 102])
    return figure


def draw_pairs(briefs: Sequence[Brief], chosen: tuple[int, ...], names: Sequence[str]) -> go.Figure:
    """Area under the curve of the density against that of the box, a mark for each pair.

    Parameters
    ----------
    briefs : sequence of Brief
    chosen : tuple of int
        The pair on the page.
    names : sequence of str
        Of each pair.
    """
    low = min(min(brief.areas) for brief in briefs) - 0.02
    figure = go.Figure(
        go.Scatter(
            x=[low, 1],
            y=[low, 1],
            mode="lines",
            line={"color": ink(), "dash": "dot", "width": 1.3},
            name="equally good",
            hoverinfo="skip",
        )
    )
    for here, said, size, symbol in (
        (False, "a pair of columns", 9, "circle"),
        (True, "the pair above", 15, "star"),
    ):
        places = [at for at, brief in enumerate(briefs) if (brief.name == chosen) == here]
        figure.add_scatter(
            x=[briefs[at].areas[1] for at in places],
            y=[briefs[at].areas[0] for at in places],
            mode="markers",
            marker={"color": colour_of(0), "size": size, "symbol": symbol, "opacity": 0.85},
            name=said,
            customdata=[names[at] for at in places],
            hovertemplate="%{customdata}<br>density %{y:.3f}, box %{x:.3f}<extra></extra>",
        )
    return dress(figure, "area under the curve, box", "area under the curve, density", HEIGHT)


def _spread(rule: Rule, what: str) -> dict[str, object]:
    reach = rule.false if what == "false" else rule.missed
    return {
        "type": "data",
        "array": [100 * (reach.high - reach.share)],
        "arrayminus": [100 * (reach.share - reach.low)],
        "color": ink(),
        "thickness": 1.2,
    }
