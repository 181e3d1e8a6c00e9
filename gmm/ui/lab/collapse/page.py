"""The page of a collapse: how it comes, why it has no end, and the cures, one click each."""

from collections.abc import Sequence

import streamlit as st

from gmm.limits import estimate_seconds
from gmm.ui.address import bind, take_over
from gmm.ui.examples import EXAMPLES
from gmm.ui.lab.collapse.charts import (
    draw_climbs,
    draw_condition,
    draw_endless,
    draw_gains,
    draw_least,
)
from gmm.ui.lab.collapse.cures import list_cures
from gmm.ui.lab.collapse.records import (
    Cure,
    Cured,
    Endless,
    change_run,
    follow_climb,
    follow_widths,
    go_on_without_end,
    list_gains,
    sum_up,
    take_tape,
)
from gmm.ui.lab.collapse.words import (
    TABLE_HEAD,
    TABLE_HELP,
    tell_best,
    tell_collapse,
    tell_cured,
    tell_endless,
    tell_fine,
    tell_price,
    tell_widths,
    write_label,
    write_row,
)
from gmm.ui.lab.lines import head, say, write_style
from gmm.ui.lab.look import show_chart
from gmm.ui.lab.opening import Given, lead_back, open_page
from gmm.ui.lab.shapes.fitting import attach_points, fit
from gmm.ui.lab.tables import show_table
from gmm.ui.lab.working import Part, work
from gmm.ui.plain import plain
from gmm.ui.run import Run, name_ridge_unit
from gmm.ui.stage.component import stage

NAME = "collapse"
CHOSEN = "cure"  # in the address
STOPS = (
    " The next M-step would leave a width that a computer cannot tell from 0, so EM stops there."
)
COLLAPSING = "EM"  # what the run that collapses is called


def show_collapse() -> None:
    """Show the page."""
    given = open_page(NAME, controls=("k", "start", "covariance", "more"))
    if given is None:
        return
    write_style()
    headline, charts = st.empty(), st.empty()
    settings = given.run.settings
    fewer = [change_run(given.run, {"k": settings.k - 1})] if settings.k > 1 else []
    found = _record(given, NAME, [given.run, *fewer], "Recording the run")
    if found is None:
        return
    run, endless = found[0], go_on_without_end(found[0], found[1] if fewer else None)
    tape, unit = take_tape(run), name_ridge_unit(run)
    collapsed = tape.stopped == "collapsed"
    told = (
        tell_collapse(tape, endless, settings.covariance == "tied")
        if collapsed
        else tell_fine(run, tape)
    )
    with headline.container():
        say(told)
        st.markdown(
            plain(tell_widths(follow_widths(run), unit) + (STOPS if endless and collapsed else ""))
        )
        if not collapsed:
            _offer_example()
    with charts.container():
        _draw_widths(run, unit)
    if collapsed:
        _show_cures(given, run, unit)
    if endless is not None:
        _show_endless(endless, run)
    elif tape.cause == "empty":
        st.markdown(
            "The likelihood does not grow without end here. EM cannot go on, since a component "
            "without points has no mean."
        )
    if not collapsed:
        lead_back(given.link)


def _record(given: Given, name: str, runs: Sequence[Run], what: str) -> list[Run] | None:
    """Record runs; None where somebody has stopped it."""
    parts = [_ask(given, run) for run in runs]
    done = work(name, parts, what=what, unit="runs", shared=given.shared)
    if not done.complete:
        return None
    return [
        run._replace(tapes=(attach_points(run, tape),))
        for run, tape in zip(runs, done.results, strict=True)
    ]


def _ask(given: Given, run: Run) -> Part:
    settings = run.settings
    told = (settings.covariance, settings.k, settings.start, settings.start_seed, settings.ridge)
    n, d = run.points.shape
    # The key of `given` names its scaling; a ridge may ask for another one.
    key = ("fit", given.key, told, settings.scale)
    return Part(key, fit, (run,), estimate_seconds(n, settings.k, d))


def _draw_widths(run: Run, unit: str) -> None:
    widths = follow_widths(run)
    two = run.points.shape[1] > 1
    columns = st.columns(3 if two else 2, gap="small")
    with columns[0]:
        st.markdown("**Smallest eigenvalue** of each covariance")
        figure = draw_least(widths, run.settings.ridge, unit)
        show_chart(figure, "Smallest eigenvalue of each covariance by iteration", key="least")
    if two:
        with columns[1]:
            st.markdown("**Condition number**: largest over smallest")
            figure = draw_condition(widths)
            show_chart(figure, "Condition number of each covariance by iteration", key="condition")
    with columns[-1]:
        st.markdown("**Log-likelihood** and bound")
        figure = draw_climbs({"this run": follow_climb(run)})
        show_chart(figure, "Log-likelihood and bound by half-step", key="climb")


def _show_cures(given: Given, run: Run, unit: str) -> None:
    cures = list_cures(run)
    head("Cures")
    summary = st.empty()
    runs = [[change_run(given.run, changes) for changes in cure.changes] for cure in cures]
    flat = [each for several in runs for each in several]
    recorded = _record(given, f"{NAME}-cures", flat, "Trying the cures")
    if recorded is None:
        return
    cured, at = [], 0
    for cure, several in zip(cures, runs, strict=True):
        cured.append(sum_up(cure, recorded[at : at + len(several)]))
        at += len(several)
    with summary.container():
        st.markdown(tell_best(cured))
        rows = [write_row(each, unit) for each in cured]
        show_table([TABLE_HEAD, *rows], "cures", TABLE_HELP)
    chosen = _choose(cures)
    for each in cured:
        if each.cure.label == chosen:
            _show_cured(given, run, each)


def _choose(cures: Sequence[Cure]) -> str:
    """Choose a cure by its label, which is what an address can say."""
    labels = [cure.label for cure in cures]
    if st.session_state.get(CHOSEN, labels[0]) not in labels:
        # What another data set offered.
        st.session_state[CHOSEN] = labels[0]
    label: str = st.segmented_control(
        "Choose a cure: its run plays beside the one that collapses.",
        labels,
        default=labels[0],
        required=True,
        **bind(CHOSEN),
    )
    return label


def _show_cured(given: Given, run: Run, cured: Cured) -> None:
    st.markdown(tell_cured(cured))
    name = cured.cure.label
    settings = cured.run.settings
    beside = _can_stand_beside(run, cured.run)
    shown = cured.run._replace(names=(name,))
    if beside:
        # The run that collapses comes first: its components have the colours of the charts above.
        both = (take_tape(run), take_tape(cured.run))
        shown = run._replace(tapes=both, names=(COLLAPSING, name))
    longest = max(len(tape.frames) for tape in shown.tapes) - 1
    link = given.link._replace(settings=shown.settings, frame=given.link.frame or longest)
    stage(shown, link, page=NAME, scene=cured.cure.name, editable=False)
    if not beside:
        st.caption("Alone on the stage, since it has other components than the run that collapses.")
    lead_back(
        given.link._replace(settings=settings), f"Open in the playground: {write_label(cured)}"
    )
    st.markdown(tell_price(cured))
    left, right = st.columns(2, gap="small")
    with left:
        st.markdown("**Log-likelihood and bound F**, by half-step")
        climbs = {COLLAPSING: follow_climb(run), name: follow_climb(cured.run)}
        alt = "Log-likelihood and bound by half-step, of the run that collapses and the cured one"
        show_chart(draw_climbs(climbs), alt, key="climbs")
    with right:
        st.markdown("**What each M-step does to the bound**")
        figure = draw_gains(*list_gains(take_tape(cured.run)))
        alt = "By how much each M-step of the cured run raises or lowers the bound"
        show_chart(figure, alt, key="gains")


def _can_stand_beside(run: Run, other: Run) -> bool:
    """Whether two runs can be on one stage: as many components, on equal points."""
    alike = run.settings.k == other.settings.k
    return alike and all((a == b).all() for a, b in zip(run.scaling, other.scaling, strict=True))


def _show_endless(endless: Endless, run: Run) -> None:
    head("A likelihood without end")
    unit = "SD" if run.is_standardised else next(iter(set(run.dataset.units)), "")
    unit = unit if run.is_standardised or len(set(run.dataset.units)) == 1 else ""
    left, right = st.columns([3, 2], gap="medium", vertical_alignment="center")
    with left:
        figure = draw_endless(endless, f" ({unit})" if unit else "")
        alt = "Log-likelihood against a component's width, which goes to 0 on the right"
        show_chart(figure, alt, key="endless")
    with right:
        if endless.added:
            st.markdown(
                "Also here. Take the fit with one component fewer, and put one more component on "
                "the point that fits worst."
            )
        st.markdown(tell_endless(endless, unit))


def _offer_example() -> None:
    st.button(
        "Open the example, in which a component collapses",
        on_click=take_over,
        args=(EXAMPLES[NAME], NAME),
        icon=":material/experiment:",
    )
