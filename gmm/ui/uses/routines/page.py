"""The case of routines from sensors: how many there are, and which day consists of which."""

from typing import Any, NamedTuple

import streamlit as st

from gmm.cases.days import EARLY
from gmm.limits import MAX_SEED
from gmm.ui.address import bind
from gmm.ui.lab.lines import head, say
from gmm.ui.lab.look import show_chart
from gmm.ui.lab.tables import show_records
from gmm.ui.lab.working import Part, work
from gmm.ui.link import Link, Settings
from gmm.ui.numbers import write_fixed, write_percent, write_setting
from gmm.ui.plain import plain
from gmm.ui.run import prepare_run
from gmm.ui.uses.opening import close_case, open_case
from gmm.ui.uses.routines.charts import (
    draw_bic,
    draw_calendar,
    draw_concentrations,
    draw_silhouettes,
    draw_week,
    draw_weights,
)
from gmm.ui.uses.routines.records import (
    CONCENTRATION,
    CONCENTRATIONS,
    EM_STARTS,
    KINDS,
    METHOD,
    MOST,
    STARTS,
    THRESHOLD,
    WIDTH,
    Clustered,
    Grouping,
    Grown,
    Person,
    Shrinking,
    Shrunk,
    Tried,
    choose_by_bic,
    cluster,
    count_routines,
    draw_days,
    lay_grid,
    look_at_hardship,
    make_calendar,
    make_dataset,
    make_hard,
    record_chosen,
    record_shrinking,
    shrink,
    try_k,
)
from gmm.ui.uses.routines.sentences import (
    BIC,
    GRID,
    HARDSHIPS,
    KMEANS,
    RAND,
    VARIATIONAL,
    list_found,
    name_found,
    name_settings,
    tell_answer,
    tell_best,
    tell_bic,
    tell_concentrations,
    tell_difference,
    tell_found,
    tell_hardship,
    tell_limit,
    tell_shrinking,
    tell_silhouettes,
    tell_week,
    write_clock,
)
from gmm.ui.uses.staging import stage_case
from gmm.ui.uses.worth import Score, show_worth

PAGE = "routines"
WEEKS = (1, 2, 4, 8)
BEGINS = {"4:00": EARLY, "midnight": 0.0}
PRIOR_HELP = (
    "What is believed of the weights before the events are seen. **Dirichlet**: all components "
    "alike. **Dirichlet process**: a stick is broken, part by part, so that later components are "
    "expected to be smaller."
)
CONCENTRATION_HELP = (
    "The smaller, the fewer large weights the prior expects. The chart below shows what it does."
)
FIT_HELP = (
    f"The variational mixture from its {MOST} components on, or EM with the number of components "
    "that BIC chooses."
)


class Chosen(NamedTuple):
    """What the controls say."""

    person: Person
    kind: str
    concentration: float
    method: str


class Results(NamedTuple):
    """What the methods have found."""

    truth: int
    tried: list[Tried]
    bic: Tried
    variational: Shrunk
    clustered: Clustered
    grid: Grouping


def show() -> None:
    """Write the page."""
    link = open_case(PAGE)
    answer = st.container(gap="small")
    person = _choose_person()
    head("The fit")
    chosen = _choose_fit(person)
    fit = st.container(gap="small")
    with answer:
        results = _compute(chosen)
    if results is None:
        close_case(PAGE, "Not all fits are there yet, so there is nothing to compare.")
        return
    with answer:
        _tell(person, results)
    with fit:
        shown = _show_fit(chosen, results, link)
    if shown is not None:
        _show_days(person, shown)
    _show_worth(person, results)
    _show_concentrations(chosen, results)
    close_case(PAGE, lambda: _show_failing(chosen))


# ------------------------------------------------------------------------------ controls


def _choose_person() -> Person:
    head("The data")
    st.markdown(
        "**Simulated by us**, from the seed: nobody's real days. Sensors in a home and a telephone "
        "note events, each with its hour and an activity level (movements a minute). A day is a "
        "mixture of routines, and each routine has its hour, its activity and its days: so the "
        "true number and the routine of each event are known. No method sees them."
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        seed = st.number_input(
            "Seed of the person", 0, MAX_SEED, 0, width=150, **bind("routines_seed")
        )
        weeks = st.select_slider("Weeks", WEEKS, 4, width=150, **bind("routines_weeks"))
        begin = st.segmented_control(
            "A day begins at",
            list(BEGINS),
            default="4:00",
            required=True,
            help="Hours are a circle. For a Gaussian it has to be cut somewhere.",
            **bind("routines_begin"),
        )
        overlap = st.toggle(
            "Sport at home, in the evening",
            help="Two routines overlap then.",
            **bind("routines_overlap"),
        )
    person = Person(int(seed), int(weeks), BEGINS[str(begin)], bool(overlap))
    if person.begin:
        st.caption("Hours count on after midnight: 26 is 2 o'clock in the night.")
    days = draw_days(person)
    with st.expander("The true routines"):
        show_records(
            [
                {
                    "routine": each.name,
                    "hour ± SD": f"{write_clock(each.hour)} ± "
                    f"{write_fixed(60 * each.hour_spread, 0)} min",
                    "activity ± SD": f"{write_fixed(each.activity, 0)} ± "
                    f"{write_fixed(each.activity_spread, 1)}",
                    "on a weekday": write_percent(each.weekday),
                    "on a day of a weekend": write_percent(each.weekend),
                    "events": write_fixed(each.events, 0),
                    "in these data": f"{int((days.labels == at).sum()):,}",
                }
                for at, each in enumerate(days.routines)
            ],
            "The true routines",
            "On a weekday, on a day of a weekend: how likely the routine is then. Events: how many "
            "it has on average when it takes place (Poisson).",
        )
    return person


def _choose_fit(person: Person) -> Chosen:
    written = {write_setting(each): each for each in CONCENTRATIONS}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        method = st.segmented_control(
            "On the stage",
            [VARIATIONAL, BIC],
            default=VARIATIONAL,
            required=True,
            help=FIT_HELP,
            **bind("routines_fit"),
        )
        kind = st.segmented_control(
            "Prior on the weights",
            list(KINDS),
            default="Dirichlet",
            required=True,
            help=PRIOR_HELP,
            **bind("routines_prior"),
        )
        concentration = st.select_slider(
            "Concentration of the prior",
            list(written),
            write_setting(CONCENTRATION),
            help=CONCENTRATION_HELP,
            width=230,
            **bind("routines_concentration"),
        )
    return Chosen(person, str(kind), written[str(concentration)], str(method))


# ---------------------------------------------------------------------------------- work


def _part_k(person: Person, k: int) -> Part:
    seconds = len(EM_STARTS) * k * (0.002 + 0.0015 * person.weeks)
    return Part((PAGE, "k", person, k), try_k, (person, k), seconds)


def _part_shrink(person: Person, kind: str, concentration: float) -> Part:
    arguments = (person, KINDS[kind], concentration)
    return Part((PAGE, "shrink", *arguments), shrink, arguments, 0.2 + 0.05 * person.weeks)


def _part_cluster(person: Person) -> Part:
    return Part((PAGE, "cluster", person), cluster, (person,), 0.05 + 0.02 * person.weeks)


def _list_parts(chosen: Chosen) -> list[Part]:
    person = chosen.person
    return [
        # The largest first: the others then fill the second process.
        _part_shrink(person, chosen.kind, chosen.concentration),
        *(_part_k(person, k) for k in range(MOST, 0, -1)),
        _part_cluster(person),
    ]


def _gather(person: Person, results: list[Any]) -> Results:
    variational, *tried, clustered = results
    return Results(
        truth=count_routines(person),
        tried=tried[::-1],
        bic=choose_by_bic(tried[::-1]),
        variational=variational,
        clustered=clustered,
        grid=lay_grid(person),
    )


def _compute(chosen: Chosen) -> Results | None:
    done = work(PAGE, _list_parts(chosen), "Looking for routines", "fits", shared=True)
    return _gather(chosen.person, done.results) if done.complete else None


# ---------------------------------------------------------------------------------- parts


def _tell(person: Person, results: Results) -> None:
    say(tell_answer(person, results.truth, results.bic, results.variational, results.clustered))
    scores = [
        Score(
            name,
            grouping.agreement,
            write_fixed(grouping.agreement, 3),
            tell_found(grouping.number, results.truth)
            if name != GRID
            else f"no fit: {grouping.number} blocks of the clock",
        )
        for name, grouping in _name_groupings(results).items()
    ]
    show_worth(scores, better="higher")
    st.caption(RAND)


def _name_groupings(results: Results) -> dict[str, Grouping]:
    assert results.bic.grouping is not None
    return {
        BIC: results.bic.grouping,
        VARIATIONAL: results.variational.grouping,
        KMEANS: results.clustered.grouping,
        GRID: results.grid,
    }


def _show_fit(chosen: Chosen, results: Results, link: Link) -> Shrinking | Grown | None:
    person, shrunk = chosen.person, results.variational
    if chosen.method == BIC:
        arguments: tuple[Any, ...] = (person, results.bic.k, results.bic.seed)
        part = Part((PAGE, "grown", *arguments), record_chosen, arguments, 0.3)
    else:
        arguments = (person, KINDS[chosen.kind], chosen.concentration, shrunk.seed)
        part = Part((PAGE, "shrinking", *arguments), record_shrinking, arguments, 0.4)
    done = work(f"{PAGE}-stage", [part], "Recording the run", "runs", shared=True)
    if not done.complete:
        return None
    recorded: Shrinking | Grown = done.results[0]
    variational = chosen.method == VARIATIONAL
    settings = Settings(
        data="",
        k=MOST if variational else results.bic.k,
        start=METHOD,
        start_seed=shrunk.seed if variational else int(results.bic.seed or 0),
        scale="on",
        twin=False,
    )
    run = prepare_run(settings, make_dataset(person))
    run = run._replace(
        points=recorded.tape.points,
        tapes=(recorded.tape,),
        names=(VARIATIONAL,) if variational else (),
    )
    if isinstance(recorded, Shrinking):
        st.markdown(tell_shrinking(recorded, shrunk, chosen.kind))
    stage_case(PAGE, run, link)
    if isinstance(recorded, Shrinking):
        st.caption(plain(tell_difference(recorded)))
        with st.expander("The weights, iteration by iteration"):
            show_chart(
                draw_weights(recorded),
                f"Expected weights of {MOST} components by iteration. The dotted line is the "
                f"threshold, {write_percent(THRESHOLD)}; components below it are no routines.",
                key="routines-weights",
            )
            st.markdown(
                f"The prior expects each component to be about {write_setting(WIDTH)} standard "
                f"deviations of the events wide. Of {len(STARTS)} starts the one with the highest "
                "lower bound is shown."
            )
    return recorded


def _show_days(person: Person, shown: Shrinking | Grown) -> None:
    head("The days")
    days = draw_days(person)
    calendar = make_calendar(person, shown.mixture, shown.responsibilities)
    names = [name_found(each) for each in calendar.found]
    st.markdown(plain(tell_week(calendar, days)))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        show_chart(
            draw_calendar(calendar, names),
            f"A calendar of {days.number_of_days} days, with a row for each of the {len(names)} "
            "routines found: the darker, the larger its share of the day's events.",
            key="routines-calendar",
        )
    with right:
        show_chart(
            draw_week(calendar, names),
            "For each routine found, its mean share of a day's events on weekdays and on weekends.",
            key="routines-week",
        )
    show_records(
        list_found(calendar, days),
        "The routines found",
        f"Components with {write_percent(THRESHOLD)} of the events or more. Mostly: the true "
        "routine that most of a component's events come from; of these from it: how many do.",
        words=2,
    )


def _show_worth(person: Person, results: Results) -> None:
    head("What it is worth")
    st.markdown(tell_best(_name_groupings(results)))
    if limit := tell_limit(results.bic):
        st.warning(plain(limit))
    left, right = st.columns(2, gap="medium")
    with left:
        show_chart(
            draw_bic(results.tried, results.bic, results.truth),
            f"BIC of EM with 1 to {MOST} components, lowest at {results.bic.k}; a dotted line "
            f"at the true number, {results.truth}.",
            key="routines-bic",
        )
        st.markdown(plain(tell_bic(results.tried, results.bic)))
    with right:
        show_chart(
            draw_silhouettes(results.clustered, results.truth),
            f"The mean silhouette of k-means with 2 to {MOST} clusters, highest at "
            f"{results.clustered.grouping.number}; a dotted line at the true number.",
            key="routines-silhouettes",
        )
        st.markdown(plain(tell_silhouettes(results.clustered, results.truth)))


def _show_concentrations(chosen: Chosen, results: Results) -> None:
    head("What the prior does")
    place = st.empty()
    parts = [
        _part_shrink(chosen.person, kind, concentration)
        for kind in KINDS
        for concentration in CONCENTRATIONS
    ]

    def show_some(some: list[Any], key: str = "") -> None:
        if not any(some):
            return
        by_kind = {
            kind: some[at * len(CONCENTRATIONS) : (at + 1) * len(CONCENTRATIONS)]
            for at, kind in enumerate(KINDS)
        }
        with place.container():
            if None not in some:
                st.markdown(tell_concentrations(by_kind, results.truth))
            show_chart(
                draw_concentrations(by_kind, results.truth, (chosen.kind, chosen.concentration)),
                "How many routines the variational mixture finds, by the concentration of its "
                "prior, for a Dirichlet prior and a Dirichlet process; a dotted line at the true "
                "number.",
                **({"key": "routines-concentrations"} if None not in some else {}),
            )
            st.caption(
                f"From {MOST} components; a routine is found where a component holds "
                f"{write_percent(THRESHOLD)} of the events or more. The dotted line is the truth."
            )

    work(f"{PAGE}-prior", parts, "Trying other priors", "fits", show_some, shared=True)


def _show_failing(chosen: Chosen) -> None:
    chosen_how = st.segmented_control(
        "What makes it hard",
        list(HARDSHIPS),
        default=next(iter(HARDSHIPS)),
        required=True,
        **bind("routines_hard"),
    )
    how = HARDSHIPS[str(chosen_how)]
    both = [make_hard(chosen.person, how, hard) for hard in (False, True)]
    each = len(_list_parts(chosen))
    parts = [part for person in both for part in _list_parts(chosen._replace(person=person))]
    done = work(f"{PAGE}-hard", parts, "Looking for routines in these days", "fits", shared=True)
    if not done.complete:
        return
    results = [
        _gather(person, done.results[at * each : (at + 1) * each]) for at, person in enumerate(both)
    ]
    looks = []
    for person, found in zip(both, results, strict=True):
        assert found.bic.grouping is not None
        looks.append(look_at_hardship(person, how, found.bic.grouping.labels))
    easy, hard = looks
    about = easy or hard
    name = draw_days(both[0]).routines[about.routine].name if about else ""
    st.markdown(plain(tell_hardship(how, easy, hard, name)))
    show_records(
        [
            {
                "days": name_settings(how, person),
                "true": str(found.truth),
                **{
                    name: f"{grouping.number} ({write_fixed(grouping.agreement, 3)})"
                    for name, grouping in _name_groupings(found).items()
                    if name != GRID
                },
            }
            for person, found in zip(both, results, strict=True)
        ],
        "The same methods on easier and on harder days",
        "How many routines each method finds, and its adjusted Rand index with the truth.",
    )
