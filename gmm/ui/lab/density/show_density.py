"""Part one of the density page: contours, a hill, and what the mixture says of one place."""

from typing import Any

import numpy as np
import streamlit as st

from gmm.limits import LARGEST, fair_sample
from gmm.points import FloatArray, IntArray
from gmm.ui.address import bind
from gmm.ui.lab.density.charts import draw_contours, draw_line, draw_surface
from gmm.ui.lab.density.found import find_fit, renew, take_weights
from gmm.ui.lab.density.landscape import Landscape, Place, look_at, survey
from gmm.ui.lab.density.words import list_drawn, name_unit, tell_grid, tell_heights, tell_place
from gmm.ui.lab.look import colour_of, show_chart
from gmm.ui.lab.opening import Given
from gmm.ui.numbers import find_power, write_fixed
from gmm.ui.run import name_columns

PLACE = ("at_x", "at_y")
CHART = "density-ground"
MOST_DRAWN = 2_000  # points in a chart


def show_density(given: Given, rows: IntArray) -> None:
    """Write the part."""
    data = given.run.dataset
    points, weights = data.points[rows], take_weights(given, rows)
    fit = find_fit(given, given.run.points[rows], weights)
    if fit is None:
        return
    names = name_columns(data)
    mean = _round(np.average(points, axis=0, weights=weights), points)
    renew(given, dict(zip(PLACE, mean, strict=False)))
    answer = st.container()
    left, right = st.columns([11, 9] if len(names) == 2 else [7, 3], gap="medium")
    with right:
        at = _choose_place(mean, points, names)
    place, landscape = look_at(fit, np.array(at)), survey(fit, points)
    units = data.units
    with answer:
        told = tell_place(place, data.columns, units, at == mean)
        st.markdown(f"{told} **→ Click in the picture** to ask about another place.")
    drawn = points[fair_sample(len(points), MOST_DRAWN)]
    with left:
        _show_ground(landscape, drawn, place, names, name_unit(units))
    with right:
        if len(names) == 2:
            show_chart(
                draw_surface(landscape, place, names, name_unit(units)),
                "The density as a hill over the ground. The place is marked on it. "
                "Drag to turn it.",
                key="density-hill",
            )
        else:
            _list_responsibilities(place)
    told = tell_heights(place, landscape, fit, units)
    if told:
        st.info(told)
    if len(names) == 2:
        _list_responsibilities(place)
    notes = [tell_grid(landscape), list_drawn() if len(fit.own.weights) > 1 else ""]
    if any(notes):
        st.caption(" ".join(filter(None, notes)))


def _choose_place(mean: list[float], points: FloatArray, names: list[str]) -> list[float]:
    spread = np.ptp(points, axis=0)
    chosen = []
    columns = st.columns(len(names))
    for at, column in enumerate(columns):
        step = float(f"1e{find_power(float(spread[at]) or 1.0) - 1}")
        value = column.number_input(
            names[at],
            -LARGEST,
            LARGEST,
            mean[at],
            step=step,
            format="%.6g",
            help="The place. You can also click in the picture.",
            **bind(PLACE[at]),
        )
        chosen.append(float(mean[at] if value is None else value))
    return chosen


def _round(mean: FloatArray, points: FloatArray) -> list[float]:
    """A place that reads well: to a hundredth of the width of the points."""
    spread = np.ptp(points, axis=0)
    return [
        float(round(float(value), 2 - find_power(float(width) or 1.0))) + 0.0  # no minus before 0
        for value, width in zip(mean, spread, strict=True)
    ]


def _show_ground(
    landscape: Landscape, points: FloatArray, place: Place, names: list[str], unit: str
) -> None:
    figure = (
        draw_contours(landscape, points, place, names)
        if len(names) == 2
        else draw_line(landscape, points, place, names[0], unit)
    )
    show_chart(
        figure,
        "The density over the points. Lines hold 50, 90 and 99 percent of the mixture. "
        "Click anywhere to ask about that place, or type its numbers.",
        key=CHART,
        on_select=_take_click,
        selection_mode="points",
    )


def _take_click() -> None:
    state: Any = st.session_state[CHART]
    clicked = state["selection"]["points"]
    if clicked:
        # Of what lies there, the mark that was drawn last is on top.
        spot = clicked[-1]
        for name, axis in zip(PLACE, ("x", "y"), strict=True):
            if name in st.session_state:
                st.session_state[name] = float(f"{spot[axis]:.4g}")


def _list_responsibilities(place: Place) -> None:
    if len(place.responsibilities) == 1:
        return
    cells = [
        f"<span style='color:{colour_of(k)}'>■</span> component {k + 1}: {write_fixed(share, 3)}"
        for k, share in enumerate(place.responsibilities.tolist())
    ]
    st.html(
        "<div style='line-height:1.7'>Responsibilities for a point there:&ensp;"
        + "&ensp; ".join(f"<span style='white-space:nowrap'>{cell}</span>" for cell in cells)
        + "</div>"
    )
