"""The page on missing values: which holes, what EM makes of them, beside two simpler ways."""

from collections.abc import Hashable
from typing import NamedTuple

import streamlit as st

from gmm.holes import MECHANISMS
from gmm.limits import MAX_SEED
from gmm.mixture import Mixture
from gmm.ui.address import bind
from gmm.ui.apart import write_places, write_reading, write_sizes
from gmm.ui.lab.look import show_chart
from gmm.ui.lab.missing.records import (
    COMPLETE,
    EM,
    MOST_ROWS,
    WAYS,
    Fitting,
    Guesses,
    Holed,
    Learned,
    Way,
    compare,
    guess,
    join,
    learn,
    measure_spreads,
    outline,
    own_units,
    pierce,
    rate,
    restore_known_nats,
    spread_row,
)
from gmm.ui.lab.missing.sentences import (
    Column,
    tell_best,
    tell_ends,
    tell_failure,
    tell_guesses,
    tell_means,
    tell_own,
    tell_why,
)
from gmm.ui.lab.opening import Given, lead_back, open_page
from gmm.ui.lab.working import Part, work
from gmm.ui.numbers import write_fixed, write_percent, write_significant
from gmm.ui.plain import plain
from gmm.ui.run import name_columns

PAGE = "missing"
ON_PURPOSE, OWN = "made on purpose", "the table's own"
HIDING = "by its own value"
CHART, HOLE = "half-seen", "hole"
WHERE = {"second column": (1,), "first column": (0,), "both": (0, 1)}
ONE_COLUMN = (
    "These data have one column. A row that has lost its only cell says nothing any more, so there "
    "is nothing to guess it from. Choose data with two columns."
)
MANY_COLUMNS = "These data have {} columns, and this page draws two. Choose data with two columns."
NO_HOLE = "No row has lost a cell. Choose a larger share, or more points."
ACTION = "**Now you:** let the holes come **by its own value**, and see which numbers still hold."
HOW = (
    "Which rows lose a cell.\n\n"
    "- **by chance**: each row alike (missing completely at random, MCAR).\n"
    "- **by the other column**: rows with a large value in the other column lose it more often "
    "(missing at random, MAR).\n"
    "- **by its own value**: large values are hidden more often (missing not at random, MNAR)."
)

SEED = "Another seed is another draw; the same seed always makes the same holes."


class Chosen(NamedTuple):
    """The holes that are chosen, and a name for them."""

    holed: Holed
    mechanism: str
    key: Hashable


def show() -> None:
    """Put the page on the screen."""
    given = open_page(PAGE, ("k", "start", "covariance", "more"))
    if given is None:
        return
    columns = given.run.points.shape[1]
    if columns != 2:
        st.info(ONE_COLUMN if columns < 2 else MANY_COLUMNS.format(columns))
        lead_back(given.link)
        return
    answer = st.container(gap="small")
    chosen = _choose_holes(given)
    if not chosen.holed.holes.any():
        answer.info(NO_HOLE)
        lead_back(given.link)
        return
    learned = _learn(given, chosen)
    if learned is None:
        lead_back(given.link)
        return
    ways = compare(chosen.holed, learned, given.run.scaling)
    guesses = guess(chosen.holed, learned[EM].mixtures[-1], given.run.scaling)
    names = _name_columns(given)
    with answer:
        _tell(given, chosen, names, ways, guesses)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        mixture, then = _show_points(given, chosen, learned[EM], guesses)
    with right:
        _show_ways(names, ways, guesses)
        for sentence in tell_ends(ways):
            st.caption(plain(sentence))
    below, beside = st.columns(2, gap="medium")
    with below:
        _show_hole(given, chosen, mixture, then)
    if guesses.truth is not None:
        with beside:
            _show_guesses(given, names, guesses)
    lead_back(given.link)


# ------------------------------------------------------------------------------ choices


def _choose_holes(given: Given) -> Chosen:
    run, dataset = given.run, given.run.dataset
    own = dataset.half_seen is not None
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        which = OWN if own else ON_PURPOSE
        if own:
            which = st.segmented_control(
                "Holes", (OWN, ON_PURPOSE), default=OWN, required=True, **bind("holes_of")
            )
        if which == OWN:
            assert dataset.half_seen is not None
            half = (dataset.half_seen - run.scaling.origin) / run.scaling.spread
            holed = join(run.points, half, dataset.frequencies, dataset.half_seen_frequencies)
            return Chosen(holed, "", (given.key, OWN))
        mechanism = st.segmented_control(
            "Holes come",
            list(MECHANISMS),
            default="by the other column",
            required=True,
            help=HOW,
            **bind("holes"),
        )
        share = st.slider("Rows with a hole, in %", 5, 70, 40, 5, width=180, **bind("hole_share"))
        with st.popover("More"):
            where = st.segmented_control(
                "Holes in", list(WHERE), default="second column", required=True, **bind("hole_in")
            )
            seed = st.number_input(
                "Seed of the holes", 0, MAX_SEED, 0, help=SEED, **bind("hole_seed")
            )
    settings = share / 100, mechanism, seed, WHERE[where]
    holed = pierce(run.points, dataset.frequencies, *settings)
    return Chosen(holed, mechanism, (given.key, settings))


def _learn(given: Given, chosen: Chosen) -> dict[str, Learned] | None:
    settings = given.run.settings
    fitting = Fitting(
        settings.k, settings.start, settings.start_seed, settings.covariance, settings.ridge
    )
    names = list(WAYS) if chosen.holed.truth is None else [*WAYS, COMPLETE]
    parts = [
        Part((PAGE, chosen.key, fitting, name), learn, (chosen.holed, name, fitting))
        for name in names
    ]
    try:
        done = work(PAGE, parts, "Fitting the mixture", "fits", shared=given.shared)
    except ValueError as error:
        st.error(plain(str(error)))
        return None
    if not done.complete:
        return None
    return dict(zip(names, done.results, strict=True))


# ------------------------------------------------------------------------------ the answer


def _name_columns(given: Given) -> list[Column]:
    dataset = given.run.dataset
    return [
        Column(name or f"column {index + 1}", unit, index)
        for index, (name, unit) in enumerate(zip(dataset.columns, dataset.units, strict=True))
    ]


def _tell(
    given: Given, chosen: Chosen, columns: list[Column], ways: list[Way], guesses: Guesses
) -> None:
    holed, rows = chosen.holed, given.run.dataset.rows
    pierced = [column for column in columns if (guesses.columns == column.place).any()]
    main = max(pierced, key=lambda column: int((guesses.columns == column.place).sum()))
    score = rate(guesses, main.place)
    told = (
        tell_own(columns, holed, rows)
        if score is None
        else tell_guesses(main, score, rows, len(holed.points))
    )
    st.markdown(f"**{plain(told)}** {plain(tell_means(main, ways))}")
    if score is not None and chosen.mechanism == HIDING:
        st.warning(plain(tell_failure(main, ways, score)))
    elif score is not None:
        settings = given.run.settings
        why = tell_why(chosen.mechanism, settings.k, settings.covariance)
        st.markdown(f"{plain(why)} {ACTION}")
    if holed.sampled:
        st.caption(f"This page works on {MOST_ROWS:,} rows, a random sample.")


def _show_ways(columns: list[Column], ways: list[Way], guesses: Guesses) -> None:
    checked = guesses.truth is not None
    lines: dict[str, list[str]] = {}
    for column in columns:
        if (guesses.columns == column.place).any():
            for word, values in (
                ("mean", [float(way.means[column.place]) for way in ways]),
                ("SD", [float(measure_spreads(way.mixture)[column.place]) for way in ways]),
            ):
                lines[f"{word} of {column.name}"] = write_sizes(values)
    if checked:
        fits = [write_fixed(way.fit, 3) if way.fit is not None else "" for way in ways]
        lines["log-likelihood per row"] = fits
    table: dict[str, list[str]] = {"what they find": list(lines)}
    table |= {way.name: [line[at] for line in lines.values()] for at, way in enumerate(ways)}
    st.table(table, border="horizontal", hide_index=True)
    if checked:
        st.markdown(plain(tell_best(ways)))
    about = "Log-likelihoods are those of the complete data. " if checked else ""
    st.caption(
        f"{about}“Rows dropped” fits the complete rows only. “Column mean” puts the mean of the "
        "known cells into each hole, so the column varies less than its known cells do "
        "(SD: standard deviation). All begin at the same start."
    )


def _show_points(
    given: Given, chosen: Chosen, fit: Learned, last_guesses: Guesses
) -> tuple[Mixture, Guesses]:
    """Draw the points at an iteration, and give the mixture and the guesses that it had."""
    from gmm.ui.lab.missing.charts import draw_points

    holed, scaling, last = chosen.holed, given.run.scaling, len(fit.mixtures) - 1
    picture = st.container()
    at = last
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        if last:
            at = st.slider(
                "Iteration",
                0,
                last,
                last,
                key=f"iteration-{hash((chosen.key, given.run.settings))}",
                help="0 is the start. Move it to see how the guesses move while EM learns.",
            )
        truth = holed.truth is not None and st.toggle("Show the hidden truth", False)
    mixture = fit.mixtures[at]
    guesses = last_guesses if at == last else guess(holed, mixture, scaling)
    points = own_units(holed.points, scaling)
    known = points[guesses.rows, 1 - guesses.columns]
    complete = points[~holed.holes.any(axis=1)]
    ellipses = outline(mixture, scaling)
    names = name_columns(given.run.dataset)
    figure = draw_points(complete, guesses, known, ellipses, names, _find_hole(guesses), truth)
    words = (
        f"{len(complete):,} complete points, {len(known):,} points with a hole as lines of their "
        f"95\u00a0% intervals with their guesses, and {len(ellipses)} ellipses of the components."
    )
    with picture:
        show_chart(figure, words, key=CHART, on_select=_take_click, selection_mode="points")
    nats = [restore_known_nats(value, holed, scaling) for value in fit.log_likelihoods]
    st.caption(
        f"Iteration {at:,} of {last:,}. Log-likelihood of the known cells: "
        f"{write_reading(nats)(nats[at])}. Each line is where a point with a hole may be."
    )
    return mixture, guesses


# ------------------------------------------------------------------------------ one hole


def _find_hole(guesses: Guesses) -> int:
    """Which hole is looked at, from 0: the one that is chosen, or the least certain one."""
    chosen: int | None = st.session_state.get(HOLE)
    if chosen is None:
        return int(guesses.spreads.argmax())
    return min(max(chosen, 1), len(guesses.rows)) - 1


def _take_click() -> None:
    """Look at the hole whose guess is clicked."""
    event = st.session_state.get(CHART) or {}
    points = event.get("selection", {}).get("points", [])
    if points and points[0].get("customdata") is not None:
        data = points[0]["customdata"]
        st.session_state[HOLE] = int(data[0] if isinstance(data, list) else data)


def _show_hole(given: Given, chosen: Chosen, mixture: Mixture, guesses: Guesses) -> None:
    """What one missing cell may be, as a density."""
    from gmm.ui.lab.missing.charts import draw_row

    holed, scaling = chosen.holed, given.run.scaling
    count = len(guesses.rows)
    if st.session_state.get(HOLE, 1) > count:
        st.session_state[HOLE] = count  # of other holes there were more
    st.markdown("**What one hole may be**")
    hole = st.number_input(
        f"Hole (1 to {count:,})",
        1,
        count,
        int(guesses.spreads.argmax()) + 1,  # the address says the chosen one, if it is another
        width=180,
        help="Or click a guess in the chart above.",
        **bind(HOLE),
    )
    at = hole - 1
    row, column = int(guesses.rows[at]), int(guesses.columns[at])
    names = name_columns(given.run.dataset)
    known = own_units(holed.points, scaling)[row, 1 - column]
    truth = None if guesses.truth is None else float(guesses.truth[at])
    value = float(guesses.values[at])
    record = spread_row(holed, mixture, scaling, row)
    words = write_places(
        [
            value,
            float(guesses.low[at]),
            float(guesses.high[at]),
            *([] if truth is None else [truth]),
        ]
    )
    seen = write_significant(float(known))
    told = f"{names[1 - column]} is {seen}. Then {names[column]} is likely {words[0]}"
    told += f", and with 95\u00a0% from {words[1]} to {words[2]}."
    told += "" if truth is None else f" Its hidden value is {words[3]}."
    show_chart(draw_row(record, names[column], value, truth), told, key="one-hole")
    st.caption(plain(told))


def _show_guesses(given: Given, columns: list[Column], guesses: Guesses) -> None:
    """Hold all guesses against what was hidden."""
    from gmm.ui.lab.missing.charts import draw_guesses

    names = name_columns(given.run.dataset)
    for column in columns:
        score = rate(guesses, column.place)
        if score is None:
            continue
        st.markdown(f"**All guesses of {plain(column.name)} beside the truth**")
        error, filled = write_places([score.error, score.filled_error])
        told = (
            f"{score.cells:,} holes. Root mean square error {error} by EM with holes, {filled} by "
            f"the column's mean. {write_percent(score.covered)} of the hidden values lie "
            f"in their 95\u00a0% interval."
        )
        figure = draw_guesses(guesses, column.place, names[column.place])
        show_chart(figure, told, key=f"guesses-{column.place}")
        st.caption(plain(told))
