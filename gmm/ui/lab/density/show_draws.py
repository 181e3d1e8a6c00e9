"""Part two of the density page: new points from the mixture, fitted again."""

from typing import Any

import streamlit as st

from gmm.limits import MAX_SEED, estimate_seconds
from gmm.points import FloatArray, IntArray
from gmm.scaling import Scaling, restore
from gmm.ui.address import bind
from gmm.ui.lab.density.charts import draw_nearness, draw_new_points
from gmm.ui.lab.density.draws import REPEATS, SIZES, Draw, Half, Refit, draw, refit, refit_half
from gmm.ui.lab.density.fitting import Fit
from gmm.ui.lab.density.found import find_fit, identify, take_weights
from gmm.ui.lab.density.words import list_half, tell_half, tell_refit
from gmm.ui.lab.look import show_chart
from gmm.ui.lab.opening import Given
from gmm.ui.lab.working import Part, work
from gmm.ui.run import name_columns

USUAL = 500  # new points


def show_draws(given: Given, rows: IntArray) -> None:
    """Write the part."""
    fit = find_fit(given, given.run.points[rows], take_weights(given, rows))
    if fit is None:
        return
    answer = st.empty()
    left, middle, right = st.columns([5, 3, 2], vertical_alignment="bottom")
    n = left.select_slider("New points", SIZES, USUAL, **bind("new"))
    shuffled = middle.toggle(
        "Shuffle the rows",
        help="New points come ordered by component, as the engine draws them. "
        "Shuffled, they are the same points in an order by chance.",
        **bind("shuffled"),
    )
    seed = right.number_input("Seed", 0, MAX_SEED, 0, **bind("draw_seed"))
    parts = _plan(given, fit, n, seed)
    one, other = st.columns(2, gap="medium")
    with one:
        points_place = st.empty()
    with other:
        nearness_place = st.empty()
    table_place = st.empty()

    def show(results: list[Any]) -> None:
        halves, refits = results[:2], results[2:]
        complete = all(result is not None for result in results)
        told = [tell_refit(refits, n)]
        if halves[shuffled] is not None:
            action = "" if shuffled else " **→ Shuffle the rows** and compare."
            told.append(tell_half(halves[shuffled], fit, shuffled) + action)
        answer.markdown("\n\n".join(filter(None, told)))
        here = refits[0]
        if here is not None:
            with points_place:
                _show_points(given, fit, here, n, seed, shuffled, complete)
        if any(result is not None for result in refits):
            with nearness_place:
                show_chart(
                    draw_nearness(refits, n),
                    "How far the farthest mean of a fit is from the one that made the points, "
                    "by the number of new points. It falls as they become more.",
                    **({"key": "density-nearness"} if complete else {}),
                )
        if None not in halves and len(fit.own.weights) > 1:
            with table_place.container():
                _show_table(halves, fit)

    work(
        "density-draws",
        parts,
        what="Fitting new points",
        unit="fits",
        show=show,
        shared=given.shared,
    )


def _plan(given: Given, fit: Fit, n: int, seed: int) -> list[Part]:
    """The two halves of the chosen draw, then its refit, then all others."""
    settings, mixture = given.run.settings, fit.mixture
    begun = given.link.carried.hand
    k, d = mixture.means.shape

    def name(*more: object) -> Any:
        return identify(given, begun, seed, *more)

    parts = [
        Part(
            name("half", n, shuffled),
            refit_half,
            (mixture, n, seed, shuffled, settings),
            estimate_seconds(n // 2, k, d),
        )
        for shuffled in (False, True)
    ]
    sizes = [n, *(size for size in SIZES if size != n)]
    parts += [
        Part(
            name("refit", size, repeat),
            refit,
            (mixture, size, seed, repeat, settings),
            estimate_seconds(size, k, d),
        )
        for size in sizes
        for repeat in range(REPEATS)
    ]
    return parts


def _show_points(
    given: Given, fit: Fit, here: Refit, n: int, seed: int, shuffled: bool, complete: bool
) -> None:
    scaling = given.run.scaling
    points, labels = draw(fit.mixture, n, seed, 0, shuffled)
    own = here._replace(mixture=restore(here.mixture, scaling))
    order = "shuffled" if shuffled else "ordered by component"
    show_chart(
        draw_new_points(
            Draw(_restore(points, scaling), labels), fit.own, own, name_columns(given.run.dataset)
        ),
        f"{n:,} new points in the colours of their rows, {order}, with the mixture that made them "
        "and the one fitted to them.",
        **({"key": "density-new"} if complete else {}),
    )


def _restore(points: FloatArray, scaling: Scaling) -> FloatArray:
    restored: FloatArray = scaling.origin + scaling.spread * points
    return restored


def _show_table(halves: list[Half], fit: Fit) -> None:
    heads = ["rows by component", "largest error of a weight", "farthest mean"]
    lines = [
        f"| {name} | {' | '.join(list_half(half, fit.own))} |"
        for name, half in zip(("ordered by component", "shuffled"), halves, strict=True)
    ]
    st.markdown(
        "\n".join(
            [f"| First half of the rows | {' | '.join(heads)} |", "|---|---|---|---|", *lines]
        )
    )
    st.caption(
        "Whoever takes the first rows of a file takes what its order gives. A fit of all rows does "
        "not depend on their order. The refits start at the mixture itself, the halves at the "
        "start that is chosen on the left. SD is the standard deviation of the component."
    )
