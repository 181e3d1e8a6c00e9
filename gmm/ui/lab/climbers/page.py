"""Other climbers: EM, gradient ascent, SQUAREM and L-BFGS from the same start."""

from typing import Any

import numpy as np
import streamlit as st

from gmm.scaling import measure_log_volume
from gmm.ui.address import bind, take_over
from gmm.ui.examples import EXAMPLES
from gmm.ui.lab.climbers.charts import ACROSS_WORDS, draw_race
from gmm.ui.lab.climbers.records import (
    CLIMBERS,
    Climb,
    Problem,
    Race,
    Slope,
    check_slope,
    climb,
    compare,
    estimate_seconds,
    limit_points,
)
from gmm.ui.lab.climbers.words import (
    CAPTION,
    HEAD,
    list_rows,
    tell_answer,
    tell_rate,
    tell_slope,
)
from gmm.ui.lab.lines import head
from gmm.ui.lab.look import show_chart
from gmm.ui.lab.opening import Given, lead_back, open_page
from gmm.ui.lab.working import Part, work
from gmm.ui.link import Link
from gmm.ui.numbers import write_significant
from gmm.ui.plain import plain
from gmm.ui.run import Run, name_columns
from gmm.ui.stage.component import stage

PAGE = "climbers"
CONTROLS = ("k", "start", "covariance")
EXAMPLE = "Overlapping clusters"
FAR = 6.0  # between the example's means, in standard deviations: next to no overlap
MOST_ROWS = 12  # of a table
UP = {"gap": "Gap to the maximum", "likelihood": "Log-likelihood"}
SHOWN = {"EM": "em", "Gradient ascent": "gradient", "SQUAREM": "squarem", "L-BFGS": "lbfgs"}
SHORT = {"iterations": "by steps", "looks": "by looks at the points", "seconds": "by time"}

# Tables keep within the margins of a small screen.
STYLE = """<style>
[data-testid=stMarkdownContainer] table { margin: 0; }
@media (max-width: 1100px) {
  [data-testid=stMarkdownContainer] table { font-size: 0.8rem; }
  [data-testid=stMarkdownContainer] :is(th, td) { padding: 0.25rem 0.3rem !important; }
}
</style>"""
NO_RATE = "EM has not reached a maximum here, so its rate is not known."

FORMULA = r"""\frac{\partial \ell}{\partial \mu_k} = \Sigma_k^{-1}
\sum_n \gamma_{nk}\,(x_n - \mu_k)"""


def show() -> None:
    """Show the page."""
    given = open_page(PAGE, CONTROLS)
    st.html(STYLE)
    if given is None:
        return
    run = _prepare(given.run)
    settings = run.settings
    problem = Problem(
        run.points,
        run.dataset.frequencies,
        settings.k,
        settings.covariance,
        settings.start,
        settings.start_seed,
    )
    key = (PAGE, given.key, *problem[2:])
    place = st.container()
    n, d = run.points.shape
    parts = [
        Part((*key, name), climb, (name, problem), estimate_seconds(name, n, settings.k, d))
        for name in CLIMBERS
    ] + [Part((*key, "slope"), check_slope, (problem,), 0.5)]
    done = work(PAGE, parts, "Climbing", "parts", shared=given.shared)
    *climbs, slope = done.results
    made: list[Climb] = [each for each in climbs if each is not None]
    if made:
        race = compare(made, measure_log_volume(run.scaling))
        with place:
            _show_answer(given, run, race)
            _show_stage(run, given.link, made, key)
    if slope is not None:
        _show_slope(run, slope)
    lead_back(given.link)


def _prepare(run: Run) -> Run:
    """Leave out what no climber has, and points where there are too many."""
    run = run._replace(settings=run.settings._replace(ridge=0.0), names=())
    kept = limit_points(len(run.points))
    if kept is None:
        return run
    data = run.dataset
    labels, often = data.labels, data.frequencies
    data = data._replace(
        points=data.points[kept],
        labels=None if labels is None else labels[kept],
        frequencies=None if often is None else often[kept],
    )
    return run._replace(points=run.points[kept], dataset=data)


def _show_answer(given: Given, run: Run, race: Race) -> None:
    left_out = len(given.run.points) - len(run.points)
    if left_out:
        st.caption(
            f"Of {len(given.run.points):,} {plain(run.dataset.rows)}, {len(run.points):,} are used "
            f"here, drawn by chance."
        )
    if given.run.settings.ridge:
        st.caption("The ridge is left out here: only EM has one.")
    st.markdown(tell_answer(race))
    with st.container(horizontal=True):
        _offer_overlap(given.link)
        across = st.segmented_control(
            "Across",
            list(SHORT),
            default="iterations",
            format_func=SHORT.__getitem__,
            required=True,
            label_visibility="collapsed",
            **bind("by"),
        )
        up = st.segmented_control(
            "Up",
            list(UP),
            default="gap",
            format_func=UP.__getitem__,
            required=True,
            label_visibility="collapsed",
            disabled=race.best is None,
            **bind("climb"),
        )
    up = up if race.best is not None else "likelihood"
    why = tell_rate(race)
    chart, beside = st.columns([5, 3], gap="medium")
    with chart:
        alt = f"{UP[up]} of each climber, {ACROSS_WORDS[across].lower()}. {tell_answer(race)}"
        show_chart(draw_race(race, across, up), alt.replace("*", ""), key="race")
    with beside:
        st.markdown(why or NO_RATE)
    st.markdown(_write_table(HEAD, list_rows(race), 2))
    st.caption(CAPTION)


def _offer_overlap(link: Link) -> None:
    """Offer the one deed of the page: to move the clusters, and see who is first then."""
    example = EXAMPLES[PAGE]
    distance = dict(link.settings.knobs).get("distance")
    if link.settings.data != EXAMPLE:
        label, to = "Show two clusters that overlap", example
    elif distance is not None and distance < FAR:
        label, to = "Move the clusters apart", _move(link, FAR)
    else:
        label, to = (
            "Let the clusters overlap",
            _move(link, dict(example.settings.knobs)["distance"]),
        )
    st.button(
        label,
        key="overlap",
        icon=":material/swap_horiz:",
        on_click=take_over,
        args=(to, PAGE),
    )


def _move(link: Link, distance: float) -> Link:
    knobs = {**dict(link.settings.knobs), "distance": distance}
    return link._replace(settings=link.settings._replace(knobs=tuple(knobs.items())))


def _write_table(head: list[str], rows: list[list[str]], words: int) -> str:
    """Write a table in Markdown: so many columns of words to the left, then numbers."""
    sides = [":--" if i < words else "--:" for i in range(len(head))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, sides, *rows))


def _show_stage(run: Run, link: Link, climbs: list[Climb], key: Any) -> None:
    head("The climbs, step by step")
    with st.container(horizontal=True):
        chosen = {
            name: st.checkbox(name, name in ("EM", "SQUAREM"), width="content", **bind(word))
            for name, word in SHOWN.items()
        }
    shown = [each for each in climbs if chosen[each.name]]
    if not shown:
        st.info("Choose a climber to see its steps.")
        return
    stage(_keep_run(run, shown, key), link, page=PAGE, editable=False)


def _keep_run(run: Run, climbs: list[Climb], key: Any) -> Run:
    """The run of these tapes: the same object as long as it is the same run."""
    names = tuple(each.name for each in climbs)
    kept = st.session_state.get("climbers-run")
    if kept is None or kept[0] != (key, names):
        tapes = tuple(each.tape for each in climbs)
        made = run._replace(points=tapes[0].points, tapes=tapes, names=names)
        kept = st.session_state["climbers-run"] = ((key, names), made)
    made_before: Run = kept[1]
    return made_before


def _show_slope(run: Run, slope: Slope) -> None:
    head("Can a mixture be differentiated?")
    left, right = st.columns([3, 2])
    with left:
        st.markdown(
            "One often reads that EM is needed because the likelihood of a mixture cannot be "
            "differentiated. It can. What cannot be done is to set the slope to zero and solve for "
            "the parameters in one go. The slope in a mean is"
        )
        st.latex(FORMULA)
        st.markdown(
            "Every point pulls at the mean, as strongly as the component is responsible for it "
            "($\\gamma_{nk}$): the E-step's responsibilities again. EM's M-step goes at once to "
            "the place where the pulls cancel, with these responsibilities. Gradient ascent takes "
            "a short step along them."
        )
    with right:
        st.markdown(
            "**Tried here, at the start of this run.** By trying: move the mean a little to and "
            "fro, and see how much the log-likelihood changes: in nats for each unit."
        )
        st.markdown(_write_slopes(run, slope.means))
        st.caption(tell_slope(slope))


def _write_slopes(run: Run, means: Any) -> str:
    """Write the slopes in the means: nats for each unit of the data."""
    by_formula, by_trying = means / run.scaling.spread
    columns = [plain(name) for name in name_columns(run.dataset)]
    rows = [
        [
            f"{k + 1}, {columns[d]}",
            *(write_significant(float(side[k, d]), 5) for side in (by_formula, by_trying)),
        ]
        for k, d in np.ndindex(*by_formula.shape)
    ]
    return _write_table(["Mean of component", "Formula", "By trying"], rows[:MOST_ROWS], 1)
