"""The page of many starts."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from gmm.limits import estimate_bytes
from gmm.tape import Frame, Tape
from gmm.ui.address import bind
from gmm.ui.controls import START_WORDS
from gmm.ui.held import hold_runs
from gmm.ui.lab.look import show_chart
from gmm.ui.lab.opening import Given, lead_back, open_page
from gmm.ui.lab.starts.charts import draw_ends, draw_misses
from gmm.ui.lab.starts.records import (
    FEWEST_STARTS,
    METHODS,
    MOST_ROWS,
    MOST_STARTS,
    Answer,
    choose_place,
    draw_curves,
    estimate_start,
    limit_starts,
    name_places,
    record_try,
    run_slice,
    slice_starts,
    take_answer,
)
from gmm.ui.lab.starts.words import (
    list_methods,
    list_places,
    tell_chosen,
    tell_cost,
    tell_doubts,
    tell_ends,
)
from gmm.ui.lab.tables import show_records
from gmm.ui.lab.working import Part, work
from gmm.ui.link import Link
from gmm.ui.plain import plain
from gmm.ui.recorder import Job, RefusedError
from gmm.ui.run_table import RunTable
from gmm.ui.stage.component import stage
from gmm.ui.waiting import ask, offer_again

PAGE = "starts"
COUNT = "starts"  # parameters of the address
TOP = "top"
SWITCHES = {
    "k-means++": "by_k_means_plus_plus",
    "k-means": "by_k_means",
    "random points": "by_random_points",
    "random responsibilities": "by_random_responsibilities",
    "farthest first": "by_farthest_first",
    "one place": "by_one_place",
}
OPENING = ("k-means++", "k-means", "random responsibilities")


def show() -> None:
    """Show the page."""
    given = open_page(PAGE, controls=("k", "covariance", "more"))
    if given is None:
        return
    n, d = given.run.points.shape
    size = (n, given.run.settings.k, d)
    count, methods = _choose_starts(limit_starts(*size))
    if not methods:
        st.info("Choose at least one method on the left.")
        return
    slices = slice_starts(count, methods, estimate_start(*size))
    sentence, charts = st.empty(), st.empty()

    def draw(results: Sequence[Any], final: bool = False) -> None:
        answer = _take(given, slices, results)
        if answer is not None:
            _draw_answer(answer, sentence, charts, final)

    try:
        done = work(
            PAGE,
            _plan(given, slices, estimate_start(*size)),
            "Running EM from many starts",
            "starts",
            draw,
            shared=given.shared,
        )
    except ValueError as error:
        st.error(plain(str(error)))
        return
    answer = _take(given, slices, done.results)
    if answer is None:
        return
    chosen = _choose_top(answer)
    _draw_answer(answer, sentence, charts, True, chosen)
    _show_runs(given, answer, chosen)
    _show_tables(answer)


def _choose_starts(most: int) -> tuple[int, list[str]]:
    with st.sidebar:
        if most < MOST_STARTS:
            st.caption(
                f"A start takes longer with so many points, so this page makes up to {most}."
            )
        count = st.slider(
            "Starts",
            FEWEST_STARTS,
            MOST_STARTS,
            MOST_STARTS,
            step=10,
            help="How many runs of EM are made, each from a start of its own. The methods share "
            "them; each begins with seed 0.",
            **bind(COUNT),
        )
        st.caption("Methods that choose the starts")
        methods = [
            name
            for name in METHODS
            if st.checkbox(name, name in OPENING, help=START_WORDS[name], **bind(SWITCHES[name]))
        ]
    return min(count, most), methods


def _plan(given: Given, slices: Sequence[tuple[str, range]], seconds: float) -> list[Part]:
    fit = _list_fit(given)
    return [
        Part(
            ("starts", given.key, fit, method, seeds),
            run_slice,
            (given.run.points, given.run.dataset.frequencies, *fit, method, seeds),
            seconds * len(seeds),
            len(seeds),
        )
        for method, seeds in slices
    ]


def _list_fit(given: Given) -> tuple[int, str, float]:
    settings = given.run.settings
    return settings.k, settings.covariance, settings.ridge


def _take(
    given: Given, slices: Sequence[tuple[str, range]], results: Sequence[Any]
) -> Answer | None:
    answer = take_answer(slices, results, given.run.number, given.run.scaling)
    return answer if answer.tries else None


def _draw_answer(
    answer: Answer, sentence: Any, charts: Any, final: bool, chosen: int | None = None
) -> None:
    """Draw the answer; with keys, for clicks, where nothing will be drawn again."""
    sentence.markdown(("" if final else "So far: ") + tell_ends(answer))
    if not answer.methods:
        return
    with charts.container():
        left, right = st.columns(2)
        with left:
            st.markdown("**Where the starts end**")
            clicks: dict[str, Any] = (
                {"key": "ends", "on_select": _take_click, "selection_mode": "points"}
                if final
                else {}
            )
            show_chart(draw_ends(answer, chosen), tell_ends(answer).replace("*", ""), **clicks)
        with right:
            st.markdown("**Keep the best of n starts**")
            show_chart(
                draw_misses(draw_curves(answer)),
                tell_cost(answer).replace("*", ""),
                **({"key": "misses"} if final else {}),
            )
        st.markdown(_keep_bold(f"{tell_cost(answer)} {tell_doubts(answer)}"))


def _keep_bold(text: str) -> str:
    """A sentence in Markdown, in which names such as k-means++ are no mark-up."""
    return "**".join(map(plain, text.split("**")))


def _take_click() -> None:
    for point in st.session_state["ends"].selection.points:
        if "customdata" in point:
            st.session_state[TOP] = point["customdata"]


def _choose_top(answer: Answer) -> int:
    names = name_places(answer)
    if st.session_state.get(TOP, names[0]) not in names:
        del st.session_state[TOP]  # of other data, where there were more
    chosen = st.selectbox(
        "Choose a top, here or by a click on a dot, and watch its run beside the best one",
        names,
        choose_place(answer),
        **bind(TOP),
    )
    return names.index(chosen)


def _show_runs(given: Given, answer: Answer, chosen: int) -> None:
    st.markdown(plain(tell_chosen(answer, chosen)))
    tries = answer.tries
    shown = list(dict.fromkeys([0, chosen])) if answer.basins else [chosen]
    names = {0: "Best"} if answer.basins else {}
    try:
        tapes = [_record(given, answer, place) for place in shown]
    except RefusedError as error:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.warning(plain(str(error)))
            offer_again(PAGE, "Record it")
        return
    run = given.run._replace(
        settings=given.run.settings._replace(start=""),  # each tape has its own
        tapes=tuple(tapes),
        names=tuple(names.get(place, "Chosen") for place in shown),
        file="",
    )
    # It opens where the runs end, which is where they differ most.
    link = given.link._replace(frame=run.frames - 1)
    scene = str([tries[answer.places[place].run] for place in shown])
    stage(run, link, page=PAGE, scene=f"{_list_fit(given)}{scene}", editable=False)
    with st.container(horizontal=True):
        for place in shown:
            which = "best" if place == 0 and answer.basins else "chosen"
            lead_back(_lead(given, answer, place), f"Open in the playground: the {which} run")


def _lead(given: Given, answer: Answer, place: int) -> Link:
    """Lead to the very run in the playground."""
    one = answer.tries[answer.places[place].run]
    settings = given.link.settings._replace(start=one.method, start_seed=one.seed)
    return given.link._replace(
        settings=settings, frame=0, carried=given.link.carried._replace(hand="")
    )


def _record(given: Given, answer: Answer, place: int) -> Tape[Frame]:
    one = answer.tries[answer.places[place].run]
    fit = _list_fit(given)
    key = ("starts-tape", given.key, fit, one)
    table = _keep_tapes()
    run = table.find(key)
    if run is not None and run.em is not None:
        return run.em
    points, often = given.run.points, given.run.dataset.frequencies
    n, d = points.shape
    job = Job(
        key,
        record_try,
        (points, often, *fit, one.method, one.seed),
        estimate_start(n, fit[0], d) * 5,
        estimate_bytes(n, fit[0], d),
    )
    tape: Tape[Frame] = ask(job, PAGE, "Recording a run")
    table.keep(key, given.run._replace(tapes=(tape,)))
    return tape


TOPS_HELP = "Starts: how many end there. Iterations: how many half of them need at most."
METHODS_HELP = (
    "Starts for 99\u00a0%: so many are needed to reach the best top with a chance of 99\u00a0%."
)


def _keep_tapes() -> RunTable:
    if "starts-tapes" not in st.session_state:
        st.session_state["starts-tapes"] = RunTable(6, 4_000_000)
        hold_runs(st.session_state["starts-tapes"])
    table: RunTable = st.session_state["starts-tapes"]
    return table


def _show_tables(answer: Answer) -> None:
    st.markdown("**The tops**")
    show_records(list_places(answer, MOST_ROWS), "The tops", TOPS_HELP)
    if len(answer.places) > MOST_ROWS:
        st.caption(f"And {len(answer.places) - MOST_ROWS} more.")
    if answer.methods:
        st.markdown("**The methods**")
        show_records(list_methods(answer), "The methods", METHODS_HELP)
        st.caption(
            "What a method does before EM begins is not counted. The limits are Wilson's, "
            "95\u00a0%."
        )
