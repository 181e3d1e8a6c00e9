"""Records of climbs -> Plotly: nothing is computed here."""

import plotly.graph_objects as go

from gmm.ui.lab.climbers.records import Race, foretell_gap, reach
from gmm.ui.lab.look import DASHES, colour_of, dress, quiet_colour

ACROSS_WORDS = {
    "iterations": "Iterations or steps",
    "looks": "Looks at the points",
    "seconds": "Milliseconds of the processor, measured on this server",
}
UP_WORDS = {
    "gap": "Gap to the maximum (nats)",
    "likelihood": "Log-likelihood (nats)",
}


def draw_race(race: Race, across: str, up: str) -> go.Figure:
    """Draw every climb.

    Parameters
    ----------
    race : Race
    across : str
        In `ACROSS_WORDS`.
    up : str
        In `UP_WORDS`.
    """
    factor = 1000 if across == "seconds" else 1
    figure = go.Figure()
    for i, line in enumerate(race.lines):
        figure.add_scatter(
            x=factor * line.across[across],
            y=line.gap if up == "gap" else line.log_likelihood,
            name=line.name,
            mode="lines+markers" if len(line.gap) < 60 else "lines",
            marker={"size": 5},
            line={"color": colour_of(i), "dash": DASHES[i], "width": 2.5},
            hovertemplate=f"{line.name}: %{{y:.4g}} nats at %{{x:.4g}}<extra></extra>",
        )
    foretold = foretell_gap(race) if (across, up) == ("iterations", "gap") else None
    if foretold is not None:
        figure.add_scatter(
            x=foretold[0],
            y=foretold[1],
            name="EM, foretold",
            mode="lines",
            line={"color": quiet_colour(), "dash": "dot", "width": 6},
            opacity=0.55,
            hoverinfo="skip",
            legendrank=2000,  # after the others
        )
        figure.data = (figure.data[-1], *figure.data[:-1])  # under the others
    figure = dress(figure, ACROSS_WORDS[across], UP_WORDS[up])
    figure.update_xaxes(range=[0, factor * reach(race, across)])
    if up == "gap":
        figure.update_yaxes(type="log", exponentformat="power", dtick=2)
    return figure
