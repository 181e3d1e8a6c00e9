"""The page of shapes: four fits, one of them on the stage, and what an iteration costs."""

import time
from collections.abc import Sequence
from itertools import count
from typing import Any

import streamlit as st

from gmm.covariance import COVARIANCES
from gmm.limits import estimate_seconds
from gmm.tape import Frame, Tape
from gmm.ui.address import bind
from gmm.ui.lab.lines import head, say, write_style
from gmm.ui.lab.look import show_chart
from gmm.ui.lab.opening import Given, lead_back, open_page
from gmm.ui.lab.shapes.charts import AXES, draw_growth, draw_panel_chart, frame_panels
from gmm.ui.lab.shapes.cost import BUDGET, FITTED, SWEEPS, follow_growth, list_sizes, measure
from gmm.ui.lab.shapes.fitting import attach_points, fit
from gmm.ui.lab.shapes.records import Shape, describe_shape, draw_panel
from gmm.ui.lab.shapes.words import (
    SLOPES_HELP,
    TABLE_HEAD,
    TABLE_HELP,
    WHY,
    tell_climbs,
    tell_cost,
    tell_winner,
    write_row,
    write_slopes,
)
from gmm.ui.lab.tables import show_table
from gmm.ui.lab.working import Part, work
from gmm.ui.numbers import write_fixed
from gmm.ui.run import Run
from gmm.ui.stage.component import stage

NAME = "shapes"
CHOSEN = "shape"  # in the address
DEFAULT = "tied"

# On a phone two beside each other, so that there is something to compare.
PANEL_STYLE = """<style>
@media (max-width: 640px) {
  [class*="st-key-panels"] [data-testid="stColumn"] {
    min-width: calc(50% - 0.5rem); width: calc(50% - 0.5rem); flex: 1 1 calc(50% - 0.5rem);
  }
}
</style>"""


def show_shapes() -> None:
    """Show the page."""
    given = open_page(NAME, controls=("k", "start", "more"))
    if given is None:
        return
    runs = {covariance: _constrain(given.run, covariance) for covariance in COVARIANCES}
    write_style()
    winner, panels, drafts = st.empty(), st.empty(), count()
    done = work(
        NAME,
        [_ask_fit(given, run) for run in runs.values()],
        what="Fitting four constraints",
        unit="constraints",
        show=lambda results: _draw(runs, results, winner, panels, next(drafts)),
        shared=given.shared,
    )
    tapes = {
        covariance: attach_points(runs[covariance], tape)
        for covariance, tape in zip(COVARIANCES, done.results, strict=True)
        if tape is not None
    }
    if tapes:
        _show_stage(given, runs, tapes)
    _show_cost()


def _constrain(run: Run, covariance: str) -> Run:
    return run._replace(settings=run.settings._replace(covariance=covariance))


def _ask_fit(given: Given, run: Run) -> Part:
    settings = run.settings
    told = (settings.covariance, settings.k, settings.start, settings.start_seed, settings.ridge)
    n, d = run.points.shape
    return Part(("fit", given.key, told), fit, (run,), estimate_seconds(n, settings.k, d))


def _draw(
    runs: dict[str, Run], results: Sequence[Any], winner: Any, place: Any, draft: int
) -> None:
    """Draw what is there; the sentence with the last of the four."""
    found = {
        covariance: attach_points(runs[covariance], tape)
        for covariance, tape in zip(runs, results, strict=True)
        if tape is not None
    }
    if not found:
        return
    complete = len(found) == len(runs)
    shapes = {name: describe_shape(runs[name], name, tape) for name, tape in found.items()}
    if complete:
        with winner.container():
            say(tell_winner(list(shapes.values())))
            if told := tell_climbs(list(shapes.values())):
                st.caption(told)
    panels = [draw_panel(runs[name], name, tape.frames[-1].mixture) for name, tape in found.items()]
    frame = frame_panels(panels)
    chosen = st.session_state.get(CHOSEN, DEFAULT)
    with place.container():
        with st.container(key=f"panels{_tell_draft(draft, complete)}"):
            st.html(PANEL_STYLE)
            columns = st.columns(4, gap="small")
        for panel, column in zip(panels, columns, strict=False):
            shape = shapes[panel.covariance]
            is_chosen = complete and panel.covariance == chosen
            figure = draw_panel_chart(panel, frame, is_chosen)
            with column:
                _show_panel(shape, figure, _tell_draft(draft, complete))
        st.caption(
            "The same points and the same start in all four. Colours are responsibilities; "
            "each curve is a component."
            if panels[0].points.shape[1] == 1
            else "The same points and the same start in all four, on one scale. Colours are "
            "responsibilities, each ellipse reaches two standard deviations."
        )
        rows = [write_row(shape) for shape in shapes.values()]
        show_table([TABLE_HEAD, *rows], f"shapes{_tell_draft(draft, complete)}", TABLE_HELP)


def _tell_draft(draft: int, complete: bool) -> str:
    """What charts are called that are drawn anew before all is there: each time another name."""
    return "" if complete else f"-draft-{draft}"


def _show_panel(shape: Shape, figure: Any, draft: str) -> None:
    name = shape.covariance
    told = "collapsed" if shape.collapsed else f"BIC {write_fixed(shape.bic, 1)}"
    alt = f"Points and components of the fit with {name} covariances: {told}"
    st.markdown(f"**{name}** · {told}")
    if draft:
        show_chart(figure, alt, key=f"panel-{name}{draft}")
        return
    show_chart(
        figure,
        alt,
        key=f"panel-{name}",
        on_select=lambda: _choose(name),
        selection_mode="points",
    )


def _choose(name: str) -> None:
    st.session_state[CHOSEN] = name


def _show_stage(given: Given, runs: dict[str, Run], tapes: dict[str, Tape[Frame]]) -> None:
    head("On the stage")
    chosen = st.segmented_control(
        "Choose a shape, or click a picture above: its run plays beside full's.",
        list(COVARIANCES),
        default=DEFAULT,
        required=True,
        **bind(CHOSEN),
    )
    if chosen not in tapes:
        return
    names = [chosen, *(["full"] if chosen != "full" and "full" in tapes else [])]
    run = runs[chosen]._replace(
        tapes=tuple(tapes[name] for name in names), names=tuple(names), points=given.run.points
    )
    longest = max(len(tape.frames) for tape in run.tapes) - 1
    stage(
        run,
        given.link._replace(frame=given.link.frame or longest),
        page=NAME,
        scene=chosen,
        editable=False,
    )
    settings = given.link.settings._replace(covariance=chosen)
    lead_back(given.link._replace(settings=settings), f"Open {chosen} in the playground")


def _show_cost() -> None:
    head("What an iteration costs")
    st.markdown(
        "Textbooks say: with covariances that are diag or spherical an iteration takes time of the "
        "order $K N D$, with full or tied ones $K N D^2 + K D^3$ (some write $m$ for the points, "
        "$n$ for the dimensions and $k$ for the components). Here it is measured."
    )
    places = {vary: st.empty() for vary in ("told", "charts", "table")}
    asked = st.session_state.get("measured-again", 0)
    sizes = [(vary, size) for vary in SWEEPS for size in list_sizes(vary)]
    parts = [
        Part(("timing", asked, size), measure, (*size, BUDGET), 3 * BUDGET) for _, size in sizes
    ]

    drafts = count()

    def draw(results: list[Any]) -> None:
        _draw_cost([vary for vary, _ in sizes], results, places, next(drafts))

    done = work(
        f"{NAME}-cost", parts, what="Timing iterations", unit="sizes", show=draw, shared=True
    )
    times = [result[1] for result in done.results if result is not None]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Measure again", icon=":material/schedule:", on_click=_measure_again)
        if times:
            when = time.strftime("%H:%M", time.gmtime(max(times)))
            st.caption(f"Measured on this server at {when} UTC, on points drawn by chance.")
    with st.expander("Why measured times and the theory differ"):
        st.markdown(WHY.format(fitted=FITTED))


def _measure_again() -> None:
    # A name that nobody has asked under yet: it is measured, not found.
    st.session_state["measured-again"] = time.time_ns()


def _draw_cost(order: list[str], results: list[Any], places: dict[str, Any], draft: int) -> None:
    growths = {
        vary: follow_growth(
            vary,
            [
                None if result is None else result[0]
                for name, result in zip(order, results, strict=True)
                if name == vary
            ],
        )
        for vary in SWEEPS
    }
    complete = None not in results
    if not any(growth.sizes for each in growths.values() for growth in each):
        return
    if complete:
        with places["told"]:
            say(tell_cost("d", growths["d"]))
    with places["charts"].container():
        for column, (vary, each) in zip(st.columns(3, gap="small"), growths.items(), strict=True):
            with column:
                others = ", ".join(
                    f"{name.upper()} = {value:,}"
                    for name, value in SWEEPS[vary][0].items()
                    if name != vary
                )
                st.markdown(f"**Against {AXES[vary]}** · {others}")
                alt = f"Milliseconds an iteration against {AXES[vary]}, for each of the constraints"
                show_chart(
                    draw_growth(vary, each), alt, key=f"cost-{vary}{_tell_draft(draft, complete)}"
                )
    with places["table"].container():
        st.markdown(
            "Slopes in the charts: time grows as the size to the power of this number. "
            "*Theory* counts what the shape needs, *as written* what this engine does."
        )
        show_table([write_slopes(growths)], f"slopes{_tell_draft(draft, complete)}", SLOPES_HELP)
