"""One look for all charts."""

import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from gmm.ui.lab import look
from gmm.ui.lab.look import DASHES, SYMBOLS, colour_of, dress, ink, quiet_colour


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_are_those_of_the_stage_and_come_again(
    monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    monkeypatch.setattr(look, "_theme", lambda: theme)
    palette = look._LOOK["palette"][theme]
    assert [colour_of(k) for k in range(len(palette))] == palette
    assert colour_of(len(palette)) == colour_of(0)
    assert len({ink(), quiet_colour(), *palette}) == len(palette) + 2


def test_series_are_told_apart_without_colours() -> None:
    assert len(set(DASHES)) == len(DASHES)
    assert len(set(SYMBOLS)) == len(SYMBOLS)


def test_a_dressed_figure_names_its_axes_and_moves_nothing_under_a_finger() -> None:
    figure = dress(go.Figure(go.Scatter(y=[1, 2])), "iteration", "nats", 200)
    assert figure.layout.xaxis.title.text == "iteration"
    assert figure.layout.yaxis.title.text == "nats"
    assert figure.layout.height == 200
    assert figure.layout.xaxis.fixedrange
    assert figure.layout.dragmode is False
    # No letters for powers of ten: 20,000 km/s is not 20k, and 0.0001 is not 100μ.
    for axis in (figure.layout.xaxis, figure.layout.yaxis):
        assert (axis.exponentformat, axis.separatethousands) == ("power", True)


def _draw_twice() -> None:
    import plotly.graph_objects as go
    import streamlit as st

    from gmm.ui.lab.look import show_chart

    place = st.empty()
    for _ in range(2):
        with place:
            show_chart(go.Figure(go.Scatter(y=[1, 2])), "A line")


def test_a_chart_may_be_drawn_again_just_as_it_was() -> None:
    assert not AppTest.from_function(_draw_twice).run().exception
