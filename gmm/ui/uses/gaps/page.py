"""The case of filling gaps: cells knocked out of a table, filled, and held against the truth."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import streamlit as st

from gmm.cases.gaps import COLUMNS, MOST_CELLS, UNITS
from gmm.holes import MECHANISMS
from gmm.limits import MAX_SEED
from gmm.ui.address import bind, write_query
from gmm.ui.lab.lines import head, say
from gmm.ui.lab.look import show_chart
from gmm.ui.lab.tables import show_records
from gmm.ui.lab.working import Part, work
from gmm.ui.link import Link, Settings
from gmm.ui.numbers import write_fixed, write_percent
from gmm.ui.pages import find_page
from gmm.ui.plain import plain
from gmm.ui.run import Run
from gmm.ui.uses.gaps.records import (
    LIKELY,
    Error,
    Filled,
    Hiding,
    Learned,
    Table,
    count_nearer,
    draw_filled,
    explain,
    fill_by_mean,
    fill_from,
    learn,
    make_table,
    measure,
    measure_width,
    number_alike,
    record_complete,
    spread_out,
    standardise_cells,
)
from gmm.ui.uses.gaps.sentences import (
    COMPLETE,
    MEAN,
    MIXTURE,
    REGRESSION,
    tell_answer,
    tell_hiding,
    tell_nearer,
    tell_numbers,
    tell_promise,
    tell_row,
    tell_rows,
    tell_smooth,
    write_error,
    write_own,
)
from gmm.ui.uses.opening import close_case, open_case
from gmm.ui.uses.staging import stage_case
from gmm.ui.uses.worth import Score, show_worth

PAGE = "gaps"
MOST_K, K = 6, 3
HIDING = "by its own value"
ALL = "all columns"
NAMES = [f"{name} ({unit})" for name, unit in zip(COLUMNS, UNITS, strict=True)]
HOW = (
    "Which rows lose cells.\n\n"
    "- **by chance**: each row alike (missing completely at random, MCAR).\n"
    "- **by the other column**: rows with a large value in the next column, which stays known, "
    "lose a cell more often (missing at random, MAR).\n"
    "- **by its own value**: large values are hidden more often (missing not at random, MNAR)."
)
MEASURE = (
    "Error: the root mean square of guess less truth, in standard deviations (SD) of each cell's "
    "column. 1 SD is what guessing the true mean everywhere comes to on average. The truth is used "
    "for these numbers alone."
)


class Chosen(NamedTuple):
    """What the controls say."""

    hiding: Hiding
    k: int
    start: int


class Answers(NamedTuple):
    """The table with holes, and what each way puts into them."""

    table: Table
    mixture: Learned
    regression: Learned
    filled: dict[str, Filled]
    run: Run | None
    complete_fit: float | None


def show() -> None:
    """Write the page."""
    link = open_case(PAGE)
    answer = st.container(gap="small")
    chosen = _choose()
    found = _fill(chosen)
    if found is None:
        close_case(PAGE, "Nothing was filled, so there is nothing to look at.")
        return
    with answer:
        _tell(chosen, found)
    _show_fit(chosen, found, link)
    _show_worth(chosen, found)
    _show_cell(found)
    close_case(PAGE, lambda: _show_failing(chosen, found))


def _choose() -> Chosen:
    head("The data")
    st.markdown(
        "342 penguins, each with four measurements: length and depth of the bill, length of the "
        "flippers (mm), and body mass (g). Gorman, Williams and Fraser (2014); R: `penguins` in "
        "palmerpenguins. The table is complete. **We take cells out of it**, fill them, and then "
        "look at what was in them. The species is not used."
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        k = st.slider("Components (K)", 1, MOST_K, K, width=160, **bind("gap_k"))
        share = st.slider("Rows with a gap, in %", 5, 70, 50, 5, width=170, **bind("gap_share"))
        cells = st.slider("Gaps in each of them", 1, MOST_CELLS, 1, width=150, **bind("gap_cells"))
        mechanism = st.segmented_control(
            "Cells are lost",
            list(MECHANISMS),
            default="by chance",
            required=True,
            help=HOW,
            **bind("gap_why"),
        )
        with st.popover("Seeds"):
            seed = st.number_input("Seed of the gaps", 0, MAX_SEED, 0, **bind("gap_seed"))
            start = st.number_input("Seed of the start", 0, MAX_SEED, 0, **bind("gap_start"))
    return Chosen(Hiding(share / 100, mechanism, seed, cells), k, start)


def _part(hiding: Hiding, k: int, start: int) -> Part:
    return Part((PAGE, hiding, k, start), learn, (hiding, k, start), 0.3)


def _fill(chosen: Chosen) -> Answers | None:
    hiding, k, start = chosen
    alone = Part((PAGE, "complete", *chosen), record_complete, (hiding, k, start), 0.2)
    parts = [_part(hiding, k, start), _part(hiding, 1, start), alone]
    try:
        done = work(PAGE, parts, "Filling gaps", "fits", shared=True)
    except ValueError as error:
        st.error(plain(str(error)))
        return None
    if not done.complete:
        return None
    mixture, regression, run = done.results
    table = make_table(hiding)
    filled = {MIXTURE: mixture.filled}
    if k > 1:
        filled[REGRESSION] = regression.filled
    filled[MEAN] = fill_by_mean(table)
    fit = None
    if run is not None and not _has_collapsed(run):
        filled[COMPLETE], fit = fill_from(run, table)
    return Answers(table, mixture, regression, filled, run, fit)


def _has_collapsed(run: Run) -> bool:
    return run.em is None or run.em.stopped == "collapsed"


# ------------------------------------------------------------------------------ the answer


def _tell(chosen: Chosen, found: Answers) -> None:
    errors = {name: measure(found.table, filled) for name, filled in found.filled.items()}
    say(plain(tell_answer(chosen.k, errors)))
    labels = {
        MIXTURE: f"Mixture, K = {chosen.k}",
        REGRESSION: "One Gaussian",
        COMPLETE: f"Complete rows alone, K = {chosen.k}",
    }
    notes = {
        MIXTURE: "EM with holes, all rows",
        REGRESSION: "K = 1: regression on the known cells",
        MEAN: "one value for each column",
        COMPLETE: "rows with a gap are not learned from",
    }
    scores = [
        Score(labels.get(name, name), error.error, write_error(error.error), notes[name])
        for name, error in errors.items()
    ]
    show_worth(scores, better="lower")
    st.caption(MEASURE)


# ------------------------------------------------------------------------------ the fit


def _show_fit(chosen: Chosen, found: Answers, link: Link) -> None:
    head("The fit")
    table, learned = found.table, found.mixture
    rows = int((~np.isnan(table.points).any(axis=1)).sum())
    ended = {
        "converged": "It converged",
        "identical": "It came to rest with components that are alike",
        "collapsed": "A component collapsed",
        "max_iterations": "It had not converged yet",
    }[learned.stopped]
    st.markdown(
        "EM with holes takes the two half-steps on all rows. In the E-step it also asks, for each "
        "component, what the missing cells may be: its regression on the known cells, with what "
        f"that leaves open. {ended} after {learned.iterations:,} iterations. A penguin without a "
        "bill has no place in a drawing, so **the stage plays EM on the "
        f"{rows:,} complete rows alone**, from a start of their own, in all four columns at once. "
        f"Drawn are the first two, {COLUMNS[0]} and {COLUMNS[1]}."
    )
    if found.run is None:
        st.info("There are too few complete rows for a run of their own. Choose fewer gaps.")
        return
    stage_case(PAGE, found.run, link)
    if found.complete_fit is not None:
        told = tell_rows(found.complete_fit, learned.fit, rows, len(table.points))
        st.markdown(plain(told))


# ------------------------------------------------------------------------------ its worth


def _show_worth(chosen: Chosen, found: Answers) -> None:
    from gmm.ui.uses.gaps.charts import draw_filled as draw

    head("What it is worth")
    table = found.table
    holed = [column for column in range(len(COLUMNS)) if (table.columns == column).any()]
    column = _choose_column(holed)
    here = np.ones(len(table.rows), dtype=np.bool_) if column is None else table.columns == column
    filled = found.mixture.filled
    assert filled.low is not None
    assert filled.high is not None
    series = [
        table.hidden,
        filled.values,
        filled.low,
        filled.high,
        found.regression.filled.values,
        found.filled[MEAN].values,
    ]
    if column is None:
        series = [standardise_cells(table, values) for values in series]
    truth, values, low, high, simple, means = (each[here] for each in series)
    at = np.flatnonzero(np.flatnonzero(here) == _find_cell(found))
    figure = draw(
        truth,
        Filled(values, low, high),
        simple,
        float(means[0]),
        int(at[0]) if len(at) else None,
        "value, in SD from the column's mean" if column is None else NAMES[column],
    )
    error = measure(table, filled, here)
    words = (
        f"All {error.cells:,} gaps: the mixture's error is {write_error(error.error)}."
        if column is None
        else f"{COLUMNS[column].capitalize()}, {error.cells:,} gaps: the mixture's error is "
        f"{write_own(error.error * table.spreads[column], column)}."
    )
    show_chart(figure, words, key="filled")
    st.caption(
        plain(f"{words} Bars: 90\u00a0% intervals. Ringed: the gap that is looked at below.")
    )
    st.markdown(plain(tell_promise(measure(table, filled))))
    show_records(_list_columns(found, holed), "Errors, column by column", COLUMN_NOTE)
    _show_numbers(chosen, found)


COLUMN_NOTE = (
    "Root mean square errors in the columns' own units. The last column has the share of truths in "
    "the mixture's 90\u00a0% intervals."
)


def _choose_column(holed: Sequence[int]) -> int | None:
    """Which column is drawn; None for all of them."""
    name = st.segmented_control(
        "Gaps in", [ALL, *COLUMNS], default=ALL, required=True, **bind("gap_column")
    )
    column = None if name == ALL else COLUMNS.index(name)
    if column is None or column in holed:
        return column
    st.caption(f"There is no gap in the column {name}; all gaps are drawn.")
    return None


def _list_columns(found: Answers, holed: Sequence[int]) -> list[dict[str, str]]:
    rows = []
    for column in holed:
        here = found.table.columns == column
        spread = found.table.spreads[column]
        row = {"column": COLUMNS[column], "gaps": f"{int(here.sum()):,}"}
        for name, filled in found.filled.items():
            error = measure(found.table, filled, here).error
            row[name] = write_own(error * spread, column)
        row["SD"] = write_own(float(spread), column)
        covered = measure(found.table, found.mixture.filled, here).covered or 0.0
        row["in its interval"] = write_percent(covered)
        rows.append(row)
    return rows


def _show_numbers(chosen: Chosen, found: Answers) -> None:
    from gmm.ui.uses.gaps.charts import draw_numbers

    st.markdown("**How many components**")
    parts = [_part(chosen.hiding, k, chosen.start) for k in range(1, MOST_K + 1)]
    done = work(f"{PAGE}-k", parts, "Trying each K", "fits", shared=True)
    if not done.complete:
        return
    errors = [measure(found.table, learned.filled) for learned in done.results]
    words = tell_numbers(errors)
    mean = measure(found.table, found.filled[MEAN]).error
    show_chart(draw_numbers(errors, mean, chosen.k), words, key="each-k")
    st.markdown(plain(words))


# ------------------------------------------------------------------------------ one cell


def _find_cell(found: Answers) -> int:
    """Which gap is looked at, from 0: the chosen one, or the least certain one."""
    chosen: int | None = st.session_state.get("gap")
    if chosen is None:
        return _find_least_certain(found)
    return min(max(chosen, 1), len(found.table.rows)) - 1


def _find_least_certain(found: Answers) -> int:
    spreads = found.mixture.spreads / found.table.spreads[found.table.columns]
    return int(spreads.argmax())


def _show_cell(found: Answers) -> None:
    from gmm.ui.uses.gaps.charts import draw_cell

    head("One gap")
    table, count = found.table, len(found.table.rows)
    if st.session_state.get("gap", 1) > count:
        st.session_state["gap"] = count  # of other gaps there were more
    number = st.number_input(
        f"Gap (1 to {count:,})",
        1,
        count,
        _find_least_certain(found) + 1,
        width=180,
        help="It opens with the gap that the mixture is least sure of.",
        **bind("gap"),
    )
    at = number - 1
    row, column = int(table.rows[at]), int(table.columns[at])
    mixture = found.mixture.mixture
    if found.run is not None and not _has_collapsed(found.run):
        mixture = number_alike(mixture, found.run)  # the stage's colours
    parts = explain(table, mixture, row, column)
    places, heights = spread_out(parts)
    truth = float(table.hidden[at])
    value, mean = float(found.mixture.filled.values[at]), float(found.filled[MEAN].values[at])
    marks = [(value, "mixture"), (truth, "truth"), (mean, "column mean")]
    left, right = st.columns([2, 3], gap="medium")
    with left:
        st.markdown(plain(tell_row(table, at, COLUMNS)))
        filled = found.mixture.filled
        assert filled.low is not None
        assert filled.high is not None
        simple = float(found.regression.filled.values[at])
        records = [
            {"what": "truth", NAMES[column]: write_own(truth, column)},
            {
                "what": "mixture",
                NAMES[column]: f"{write_own(value, column)} "
                f"± {write_own(float(found.mixture.spreads[at]), column)}",
            },
            {
                "what": "its 90\u00a0% interval",
                NAMES[column]: f"{write_own(float(filled.low[at]), column)} to "
                f"{write_own(float(filled.high[at]), column)}",
            },
            {"what": "one Gaussian", NAMES[column]: write_own(simple, column)},
            {"what": "column mean", NAMES[column]: write_own(mean, column)},
        ]
        shares = ", ".join(
            f"{write_percent(part.share)} component {k + 1}" for k, part in enumerate(parts)
        )
        show_records(records, "One gap", f"By its known cells, this penguin is {shares}.")
    with right:
        words = f"What the {COLUMNS[column]} of this penguin may be, by the mixture."
        figure = draw_cell(places, heights, parts, marks, NAMES[column])
        show_chart(figure, words, key="one-gap")


# ------------------------------------------------------------------------------ failures


def _show_failing(chosen: Chosen, found: Answers) -> None:
    st.markdown(
        plain(tell_nearer(count_nearer(found.table, found.filled[MEAN], found.filled[MIXTURE])))
    )
    hiding = chosen.hiding
    others = [hiding._replace(mechanism=name) for name in MECHANISMS]
    parts = [_part(each, chosen.k, chosen.start) for each in others]
    done = work(f"{PAGE}-why", parts, "Hiding cells in other ways", "fits", shared=True)
    if done.complete:
        rows = []
        for each, learned in zip(others, done.results, strict=True):
            table = make_table(each)
            mixture, mean = measure(table, learned.filled), measure(table, fill_by_mean(table))
            rows.append(_list_mechanism(each.mechanism, mixture, mean))
            if each.mechanism == HIDING:
                st.markdown(plain(tell_hiding(mixture, mean, hiding.mechanism == HIDING)))
        show_records(rows, "Three ways to lose cells", MECHANISM_NOTE)
    column = int(np.bincount(found.table.columns).argmax())
    drawn = draw_filled(found.table, found.mixture.mixture, hiding.seed)
    widths = (
        measure_width(found.table, filled, column)
        for filled in (found.filled[MIXTURE], found.filled[MEAN], drawn)
    )
    truth = float(found.table.spreads[column])
    st.markdown(plain(tell_smooth(column, truth, *widths)))
    st.page_link(
        find_page("missing"),
        label="Two columns, and your own table: the laboratory",
        query_params=write_query(Link(Settings("Penguins", k=chosen.k))),
        help="The page on missing values takes your own file, and fills the gaps that it has.",
    )


MECHANISM_NOTE = (
    "All with as many gaps. Off on average: the mean of guess less truth, which should be near 0."
)


def _list_mechanism(name: str, mixture: Error, mean: Error) -> dict[str, str]:
    return {
        "cells are lost": name,
        "mixture's error": write_error(mixture.error),
        "off on average": write_error(mixture.bias),
        f"in {write_fixed(100 * LIKELY, 0)}\u00a0% intervals": write_percent(
            mixture.covered or 0.0
        ),
        "mean's error": write_error(mean.error),
        "mean off on average": write_error(mean.bias),
    }
