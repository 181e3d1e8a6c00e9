"""Charts of languages and styles: records drawn, nothing computed."""

from collections.abc import Sequence

import plotly.graph_objects as go

from gmm.points import FloatArray, IntArray
from gmm.ui.lab.look import DASHES, SYMBOLS, colour_of, dress, ink, quiet_colour
from gmm.ui.numbers import write_fixed
from gmm.ui.uses.languages.reading import Telling

CELLS = 320  # pixels, of a confusion matrix


def draw_confusion(table: IntArray, names: Sequence[str], index: int) -> go.Figure:
    """Draw a confusion matrix: true classes downwards, given ones across.

    Parameters
    ----------
    table : ndarray of int, shape (C, C)
    names : sequence of str
    index : int
        Of its colour.
    """
    figure = go.Figure()
    figure.add_heatmap(
        z=table,
        x=list(names),
        y=list(names),
        text=[[str(count) if count else "" for count in row] for row in table],
        texttemplate="%{text}",
        textfont={"size": 13, "color": ink()},
        colorscale=[[0, "rgba(128,128,128,0.06)"], [1, _thin(colour_of(index))]],
        showscale=False,
        xgap=2,
        ygap=2,
        hovertemplate="true %{y}, given %{x}: %{z}<extra></extra>",
    )
    dress(figure, "given by the method", "true", CELLS)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_xaxes(tickangle=-35, showgrid=False)
    return figure


def draw_posteriors(shares: FloatArray, names: Sequence[str]) -> go.Figure:
    """Draw how likely each class is.

    Parameters
    ----------
    shares : ndarray, shape (C,)
    names : sequence of str
    """
    figure = go.Figure()
    figure.add_bar(
        x=shares,
        y=list(names),
        orientation="h",
        marker={"color": colour_of(0)},
        text=[write_fixed(share, 3) for share in shares],
        textposition="auto",
        hovertemplate="%{y}: %{x:.4f}<extra></extra>",
    )
    dress(figure, "posterior probability", "", 40 + 34 * len(names))
    figure.update_xaxes(range=[0, 1])
    figure.update_yaxes(autorange="reversed")
    return figure


def draw_tellings(tellings: Sequence[Telling], first: str, second: str) -> go.Figure:
    """Draw what each feature tells for one class against another.

    Parameters
    ----------
    tellings : sequence of Telling
    first, second : str
        The names of the classes.
    """
    figure = go.Figure()
    figure.add_bar(
        x=[telling.nats for telling in tellings],
        y=[telling.name for telling in tellings],
        orientation="h",
        marker={
            "color": [colour_of(0) if telling.nats >= 0 else colour_of(1) for telling in tellings],
            "pattern": {"shape": ["" if telling.nats >= 0 else "/" for telling in tellings]},
        },
        hovertemplate="%{y}: %{x:.2f} nats<extra></extra>",
    )
    dress(figure, f"nats: right for {first}, left for {second}", "", 60 + 30 * len(tellings))
    figure.update_yaxes(autorange="reversed")
    return figure


def draw_densities(
    seen: FloatArray, strangers: FloatArray, floor: float, names: tuple[str, str]
) -> go.Figure:
    """Draw log densities of held-out points of taught classes, and of a class that was not taught.

    Parameters
    ----------
    seen : ndarray, shape (N,)
    strangers : ndarray, shape (M,)
    floor : float
        The threshold.
    names : tuple of str
        What both are called.
    """
    figure = go.Figure()
    for at, (values, name) in enumerate(zip((seen, strangers), names, strict=True)):
        figure.add_histogram(
            x=values,
            name=name,
            histnorm="percent",
            nbinsx=40,
            opacity=0.65,
            marker={"color": colour_of(at), "pattern": {"shape": "" if at == 0 else "/"}},
            bingroup="both",
            hovertemplate="%{x}: %{y:.1f} %<extra>" + name + "</extra>",
        )
    figure.add_vline(x=floor, line={"color": ink(), "width": 2, "dash": "dash"})
    dress(figure, "log density of a passage (nats)", "% of the passages", 280)
    figure.update_layout(barmode="overlay")
    return figure


def draw_lengths(
    lengths: Sequence[int], shares: Sequence[Sequence[tuple[float, float, float]]]
) -> go.Figure:
    """Draw the accuracy over the length of a passage, of both methods.

    Parameters
    ----------
    lengths : sequence of int
        In letters.
    shares : sequence of sequence of tuple of float
        Of the mixture and of the Gaussian: accuracy, its lower and its upper limit, a length each.
    """
    figure = go.Figure()
    methods = zip(("one mixture a language", "one Gaussian a language"), shares, strict=True)
    for at, (name, values) in enumerate(methods):
        figure.add_scatter(
            x=[length * (1 + 0.02 * (2 * at - 1)) for length in lengths],
            y=[100 * share for share, _, _ in values],
            error_y={
                "type": "data",
                "symmetric": False,
                "array": [100 * (high - share) for share, _, high in values],
                "arrayminus": [100 * (share - low) for share, low, _ in values],
                "thickness": 1.5,
            },
            mode="lines+markers",
            name=name,
            line={"color": colour_of(at), "dash": DASHES[at]},
            marker={"symbol": SYMBOLS[at], "size": 9},
            hovertemplate="%{y:.1f} %<extra>" + name + "</extra>",
        )
    dress(figure, "letters in a passage", "right, in %", 300)
    figure.update_xaxes(
        type="log", tickvals=list(lengths), ticktext=[str(each) for each in lengths]
    )
    figure.update_yaxes(range=[0, 102])
    return figure


def draw_spectrum(
    times: FloatArray, frequencies: FloatArray, levels: FloatArray, centroid: float
) -> go.Figure:
    """Draw the short-time spectra of a clip.

    Parameters
    ----------
    times : ndarray, shape (T,)
        In seconds.
    frequencies : ndarray, shape (F,)
        In Hz.
    levels : ndarray, shape (F, T)
        In dB.
    centroid : float
        In Hz: a line is drawn there.
    """
    figure = go.Figure()
    figure.add_heatmap(
        x=times,
        y=frequencies,
        z=levels,
        colorscale="Cividis",
        showscale=False,
        hovertemplate="%{x:.2f} s, %{y:.0f} Hz: %{z:.0f} dB<extra></extra>",
    )
    figure.add_hline(y=centroid, line={"color": quiet_colour(), "width": 2, "dash": "dash"})
    return dress(figure, "seconds", "Hz", 240)


def _thin(colour: str) -> str:
    """Give a colour such as #1f77b4 half its strength, so that numbers can be read on it."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return f"rgba({parts[0]},{parts[1]},{parts[2]},0.55)"
