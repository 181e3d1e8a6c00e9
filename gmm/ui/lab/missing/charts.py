"""The charts of the page on missing values: records drawn, nothing computed."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from gmm.points import FloatArray
from gmm.ui.lab.look import DASHES, SYMBOLS, colour_of, dress, ink, quiet_colour
from gmm.ui.lab.missing.records import Guesses, Row

HEIGHT = 380
THIN = 120  # lines; where there are more, they are paler


def draw_points(
    complete: FloatArray,
    guesses: Guesses,
    known: FloatArray,
    ellipses: Sequence[FloatArray],
    names: Sequence[str],
    chosen: int | None,
    show_truth: bool,
) -> go.Figure:
    """Draw complete points, half-seen ones as the lines where they may be, and the components.

    Parameters
    ----------
    complete : ndarray, shape (N, 2)
    guesses : Guesses
        Of M cells.
    known : ndarray, shape (M,)
        The other cell of each one's row.
    ellipses : sequence of ndarray, shape (P, 2)
    names : sequence of str
        Of the two columns.
    chosen : int or None
        Which of the M is looked at.
    show_truth : bool
        Whether hidden values are drawn, where they are known.
    """
    figure = go.Figure()
    figure.add_scatter(
        x=complete[:, 0],
        y=complete[:, 1],
        mode="markers",
        marker={"color": quiet_colour(), "size": 6, "opacity": 0.75},
        name="complete rows",
        hoverinfo="skip",
    )
    lines = [_place(guesses, known, guesses.low), _place(guesses, known, guesses.high)]
    gaps = np.full_like(lines[0], np.nan)
    zigzag = np.stack([*lines, gaps], axis=1).reshape(-1, 2)
    figure.add_scatter(
        x=zigzag[:, 0],
        y=zigzag[:, 1],
        mode="lines",
        line={"color": colour_of(4), "width": 1.5},
        opacity=0.6 if len(known) <= THIN else 0.4,
        name="95\u00a0% interval",
        hoverinfo="skip",
    )
    if show_truth and guesses.truth is not None:
        truth = _place(guesses, known, guesses.truth)
        figure.add_scatter(
            x=truth[:, 0],
            y=truth[:, 1],
            mode="markers",
            marker={"color": ink(), "size": 6, "symbol": "x-thin", "line": {"width": 1.4}},
            name="hidden truth",
            hoverinfo="skip",
        )
    for k, ellipse in enumerate(ellipses):
        figure.add_scatter(
            x=ellipse[:, 0],
            y=ellipse[:, 1],
            mode="lines",
            line={"color": colour_of(k), "width": 2.5, "dash": DASHES[k % len(DASHES)]},
            name=f"component {k + 1}",
            showlegend=False,
            hoverinfo="name",
        )
    middle = _place(guesses, known, guesses.values)
    figure.add_scatter(
        x=middle[:, 0],
        y=middle[:, 1],
        mode="markers",
        marker={
            "color": [colour_of(int(k)) for k in guesses.components],
            "symbol": [SYMBOLS[k % len(SYMBOLS)] for k in guesses.components],
            "size": 8,
            "line": {"width": 1, "color": ink()},
        },
        name="guess",
        customdata=np.arange(1, len(known) + 1),
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        hovertemplate="hole %{customdata}: %{x:.4g}, %{y:.4g}<extra></extra>",
    )
    if chosen is not None:
        figure.add_scatter(
            x=middle[[chosen], 0],
            y=middle[[chosen], 1],
            mode="markers",
            marker={"color": "rgba(0,0,0,0)", "size": 18, "line": {"width": 2.5, "color": ink()}},
            name="the row below",
            showlegend=False,
            hoverinfo="skip",
        )
    return dress(figure, names[0], names[1], HEIGHT)


def draw_guesses(guesses: Guesses, column: int, name: str) -> go.Figure:
    """Draw what was hidden in a column against what was guessed, with the intervals.

    Parameters
    ----------
    guesses : Guesses
        With its truth.
    column : int
    name : str
        Of the column, with its unit.
    """
    here = guesses.columns == column
    assert guesses.truth is not None
    truth, values = guesses.truth[here], guesses.values[here]
    low, high = guesses.low[here], guesses.high[here]
    inside = (truth >= low) & (truth <= high)
    figure = go.Figure()
    ends = [min(truth.min(), low.min()), max(truth.max(), high.max())]
    figure.add_scatter(
        x=ends,
        y=ends,
        mode="lines",
        line={"color": quiet_colour(), "width": 1.5},
        name="guess = truth",
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=ends,
        y=[guesses.filled[here][0]] * 2,
        mode="lines",
        line={"color": colour_of(1), "width": 2, "dash": "dash"},
        name="column mean",
        hoverinfo="skip",
    )
    for which, words, index in (
        (inside, "truth inside its 95\u00a0% interval", 0),
        (~inside, "truth outside", 3),
    ):
        if which.any():
            figure.add_scatter(
                x=truth[which],
                y=values[which],
                mode="markers",
                marker={"color": colour_of(index), "symbol": SYMBOLS[index], "size": 7},
                error_y={
                    "type": "data",
                    "symmetric": False,
                    "array": (high - values)[which],
                    "arrayminus": (values - low)[which],
                    "thickness": 1,
                    "width": 0,
                },
                name=words,
                hovertemplate="truth %{x:.4g}, guess %{y:.4g}<extra></extra>",
            )
    return dress(figure, f"hidden {name}", f"guessed {name}")


def draw_row(row: Row, name: str, value: float, truth: float | None) -> go.Figure:
    """Draw what one cell may be: each component's share and their sum.

    Parameters
    ----------
    row : Row
    name : str
        Of the column, with its unit.
    value : float
        The guess.
    truth : float or None
    """
    figure = go.Figure()
    for k, part in enumerate(row.parts):
        if row.responsibilities[k] > 1e-3:
            figure.add_scatter(
                x=row.places,
                y=part,
                mode="lines",
                fill="tozeroy",
                line={"color": colour_of(k), "width": 1.5, "dash": DASHES[k % len(DASHES)]},
                name=f"component {k + 1}",
                hoverinfo="skip",
            )
    figure.add_scatter(
        x=row.places,
        y=np.add.reduce(row.parts, axis=0),
        mode="lines",
        line={"color": ink(), "width": 2},
        name="all together",
        hoverinfo="skip",
    )
    top = float(np.add.reduce(row.parts, axis=0).max())
    marks = [(value, "guess", ink(), "dot")]
    if truth is not None:
        marks.append((truth, "hidden truth", colour_of(3), "solid"))
    for place, words, colour, dash in marks:
        figure.add_scatter(
            x=[place, place],
            y=[0, 1.05 * top],
            mode="lines",
            line={"color": colour, "width": 2, "dash": dash},
            name=words,
            hoverinfo="skip",
        )
    dress(figure, name, "density", 280)
    figure.update_yaxes(rangemode="tozero")
    return figure


def _place(guesses: Guesses, known: FloatArray, values: FloatArray) -> FloatArray:
    """Put values (M,) of missing cells beside the known ones (M, 2)."""
    return np.where(
        (guesses.columns == 0)[:, np.newaxis],
        np.stack([values, known], axis=1),
        np.stack([known, values], axis=1),
    )
