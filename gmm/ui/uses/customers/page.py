"""The case of customers who leave: segments, their rates, and what they tell of the test half."""

from collections.abc import Hashable
from typing import Any

import streamlit as st

from gmm.cases.churn import SERVICES, read_customers
from gmm.covariance import COVARIANCES
from gmm.limits import MAX_SEED
from gmm.ui.address import bind
from gmm.ui.lab.lines import head, say
from gmm.ui.lab.look import show_chart
from gmm.ui.lab.tables import show_records
from gmm.ui.lab.working import Part, work
from gmm.ui.link import Link
from gmm.ui.numbers import write_fixed, write_percent
from gmm.ui.pages import find_page
from gmm.ui.plain import plain
from gmm.ui.uses.customers.records import (
    CONTRACT,
    KMEANS,
    LOGISTIC,
    MIXTURE,
    OVERALL,
    SPLITS,
    STARTS,
    Group,
    Segmentation,
    count_collapsed,
    segment,
    try_halves,
)
from gmm.ui.uses.customers.sentences import (
    name_groups,
    tell_answer,
    tell_blind,
    tell_cause,
    tell_check,
    tell_collapse,
    tell_ends,
    tell_numbers,
    tell_splits,
    tell_sure,
    tell_tariff,
    write_interval,
)
from gmm.ui.uses.opening import close_case, open_case
from gmm.ui.uses.staging import stage_case
from gmm.ui.uses.worth import Score, show_worth

PAGE = "customers"
LEAST_K, MOST_K, K = 2, 8, 5
SECONDS = 0.8  # that segments take, about
MEANING = (
    "How much of the churn is told: how much of the uncertainty about who leaves is gone, in the "
    "half of the customers that nothing was learned from. 0\u00a0% is one rate for all, "
    "100\u00a0% would be "
    "to know. (1 less the log loss over that of the overall rate.)"
)
WILSON = (
    "A customer who belongs to a segment by 30\u00a0% counts 0.3 there, whether they stayed "
    "or left: "
    "the rate is the sum of the responsibilities of those who left over the sum of all. The "
    "95\u00a0% "
    "intervals are Wilson's, with these sums in place of counts; that makes them a little too wide "
    "rather than too narrow. That the segments might lie elsewhere is not in them."
)
HALVES = "Another seed halves the customers in another way."
RIDGE = (
    "A small ridge (about 0.9 dollars and 0.8 months, squared) keeps components from shrinking "
    "onto one price or one month."
)


def show() -> None:
    """Write the page."""
    link = open_case(PAGE)
    answer = st.container(gap="small")
    k, covariance, seed = _choose()
    found = _segment(k, covariance, seed)
    if found is None:
        close_case(PAGE, "Here it has failed: there are no segments to look at.")
        return
    with answer:
        _tell(found, k)
    _show_fit(found, link)
    _show_rates(found)
    _show_worth(found, k, covariance, seed)
    close_case(PAGE, lambda: _show_failing(found, k, covariance, seed))


def _choose() -> tuple[int, str, int]:
    head("The data")
    customers = read_customers()
    left = int(customers.left.sum())
    st.markdown(
        f"{len(customers.left):,} customers of a telephone company: how many **months** they have "
        f"been there, how many **dollars** they pay a month, and whether they have left "
        f"({left:,}, {write_percent(customers.left.mean(), 1)}). A sample table that IBM published "
        "to show its software with; the company is made up (R: `wa_churn` in modeldata). One half "
        "of the customers is learned from, the other one is the test. Segments are made from "
        "months and dollars alone."
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        k = st.slider("Segments (K)", LEAST_K, MOST_K, K, width=200, **bind("segments"))
        covariance = st.segmented_control(
            "Covariance", list(COVARIANCES), default="full", required=True, **bind("segment_shape")
        )
        seed = st.number_input(
            "Seed of the halves", 0, MAX_SEED, 0, width=150, help=HALVES, **bind("halves")
        )
    return k, covariance, seed


def _segment(k: int, covariance: str, seed: int) -> Segmentation | None:
    try:
        done = work(PAGE, [_part(k, covariance, seed)], "Finding segments", "fits", shared=True)
    except ValueError as error:
        st.error(plain(str(error)))
        return None
    found: Segmentation | None = done.results[0]
    return found


def _part(k: int, covariance: str, seed: int) -> Part:
    return Part((PAGE, k, covariance, seed), segment, (k, covariance, seed), SECONDS)


def _tell(found: Segmentation, k: int) -> None:
    say(plain(tell_answer(found)))
    judged = found.judged
    scores = [
        _score(f"Mixture, K = {k}", found, MIXTURE),
        _score(f"k-means, K = {k}", found, KMEANS),
        Score(OVERALL.capitalize(), 0.0, write_percent(0.0, 1), "one rate for all"),
        _score("Logistic regression", found, LOGISTIC, "same columns, but it saw who left"),
    ]
    show_worth(scores, better="higher")
    st.caption(
        MEANING,
        help=f"Brier scores: mixture {write_fixed(judged[MIXTURE].told.brier, 4)}, k-means "
        f"{write_fixed(judged[KMEANS].told.brier, 4)}.",
    )


def _score(name: str, found: Segmentation, way: str, note: str = "") -> Score:
    told = found.judged[way].told
    note = note or f"of the churn; log loss {write_fixed(told.log_loss, 3)}"
    return Score(name, told.part, write_percent(told.part, 1), note)


def _show_fit(found: Segmentation, link: Link) -> None:
    head("The fit")
    st.markdown(
        f"EM on the {len(found.run.points):,} customers that are learned from, standardised, and "
        f"k-means beside it; of {len(STARTS)} starts, each keeps its own best. {RIDGE} In the View "
        "menu, *true labels* shows who left: the fit does not see it."
    )
    stage_case(PAGE, found.run, link)


def _show_rates(found: Segmentation) -> None:
    from gmm.ui.uses.customers.charts import draw_rates

    head("How many of each segment leave")
    rates = [
        rate.high
        for group in (*found.groups, *found.clusters)
        for rate in (group.learned.rate, group.tested.rate)
        if rate and group.learned.number >= 1
    ]
    top = min(1.0, max(rates) * 1.05)
    left, right = st.columns(2, gap="medium")
    for place, title, groups, name in (
        (left, "Segments of the mixture", found.groups, "mixture"),
        (right, "Segments of k-means", found.clusters, "k-means"),
    ):
        with place:
            st.markdown(f"**{title}**")
            order = sorted(range(len(groups)), key=lambda at: -_value(groups[at]))
            figure = draw_rates(groups, order, found.learned_rate, top)
            show_chart(figure, _describe(groups, order), key=f"rates-{name}")
    show_records(_tabulate(found), "Segments of the mixture", WILSON, words=2)
    st.markdown(plain(tell_check(found)))
    with st.expander("The segments of k-means in numbers"):
        rows = _list_groups(found.clusters)
        note = "Each customer is in one cluster. 95\u00a0% intervals are Wilson's."
        show_records(rows, "Segments of k-means", note, words=2)


def _value(group: Group) -> float:
    return group.learned.rate.value if group.learned.rate else -1.0


def _describe(groups: tuple[Group, ...], order: list[int]) -> str:
    names = name_groups(groups)
    parts = [f"{names[at]}: {write_percent(max(0.0, _value(groups[at])))}" for at in order]
    return f"Part of each segment that leaves, with 95\u00a0% intervals. {'; '.join(parts)}."


def _list_groups(groups: tuple[Group, ...]) -> list[dict[str, str]]:
    names = name_groups(groups)
    total = sum(group.learned.number for group in groups)
    rows = []
    for at in sorted(range(len(groups)), key=lambda at: -_value(groups[at])):
        group = groups[at]
        rate, tested = group.learned.rate, group.tested.rate
        rows.append(
            {
                "segment": str(at + 1),
                "what it is": names[at],
                "customers": write_fixed(group.learned.number, 0),
                "of all": write_percent(group.learned.number / total),
                "leave": write_percent(rate.value, 1) if rate else "",
                "95\u00a0% interval": write_interval(rate) if rate else "",
                "test half": write_percent(tested.value, 1) if tested else "",
            }
        )
    return rows


def _tabulate(found: Segmentation) -> list[dict[str, str]]:
    rows = _list_groups(found.groups)
    for row in rows:
        parts = found.services[int(row["segment"]) - 1]
        for name, part in zip(SERVICES.values(), parts, strict=True):
            row[name] = write_percent(float(part))
    return rows


def _show_worth(found: Segmentation, k: int, covariance: str, seed: int) -> None:
    head("What it is worth")
    st.markdown(plain(tell_sure(found)))
    show_records(_compare(found), "Ways to tell who leaves", HOW_COMPARED)
    with st.container(horizontal=True, gap="medium"):
        others = st.toggle("Try other halves", False, **bind("other_halves"))
        numbers = st.toggle(f"Try each K from {LEAST_K} to {MOST_K}", False, **bind("each_k"))
    if others:
        _try_halves(k, covariance, seed)
    if numbers:
        _try_numbers(found, k, covariance, seed)


HOW_COMPARED = (
    "All on the test half. Log loss in nats a customer and Brier score: lower is better. Ranking: "
    "the chance that of one who left and one who stayed, the one who left was given the higher "
    "chance; 0.5 is a coin."
)


def _compare(found: Segmentation) -> list[dict[str, str]]:
    order = sorted(found.judged, key=lambda way: -found.judged[way].told.part)
    return [
        {
            "way": way,
            "of the churn": write_percent(found.judged[way].told.part, 1),
            "log loss": write_fixed(found.judged[way].told.log_loss, 4),
            "Brier": write_fixed(found.judged[way].told.brier, 4),
            "ranking": write_fixed(found.judged[way].area, 3),
        }
        for way in order
    ]


def _try_halves(k: int, covariance: str, seed: int) -> None:
    seeds = [seed + 1 + other for other in range(SPLITS)]
    parts = [
        Part((PAGE, "halves", k, covariance, each), try_halves, (k, covariance, each), SECONDS)
        for each in seeds
    ]
    results = _do("halves", parts, "Trying other halves", "halves")
    if results is not None:
        st.markdown(plain(tell_splits(results)))


def _try_numbers(found: Segmentation, k: int, covariance: str, seed: int) -> None:
    from gmm.ui.uses.customers.charts import draw_numbers

    ks = range(LEAST_K, MOST_K + 1)
    parts = [_part(each, covariance, seed) for each in ks]
    results = _do("each-k", parts, "Trying each K", "fits")
    if results is None:
        return
    told = [
        (each, result.judged[MIXTURE].told.part, result.judged[KMEANS].told.part)
        for each, result in zip(ks, results, strict=True)
    ]
    words = tell_numbers(told)
    contract, logistic = (found.judged[way].told.part for way in (CONTRACT, LOGISTIC))
    show_chart(draw_numbers(told, contract, logistic, k), words, key="each-k-chart")
    st.markdown(plain(words))


def _do(name: str, parts: list[Part], what: str, unit: str) -> list[Any] | None:
    try:
        done = work(f"{PAGE}-{name}", parts, what, unit, shared=True)
    except ValueError as error:
        st.error(plain(str(error)))
        return None
    return done.results if done.complete else None


def _show_failing(found: Segmentation, k: int, covariance: str, seed: int) -> None:
    tells = (tell_blind, tell_tariff, tell_cause, tell_ends)
    st.markdown("\n".join(f"- {plain(tell(found))}" for tell in tells))
    if st.toggle("Take the ridge away", False, **bind("no_ridge")):
        key: Hashable = (PAGE, "ridge", k, covariance, seed)
        parts = [Part(key, count_collapsed, (k, covariance, seed), SECONDS)]
        results = _do("ridge", parts, "Running EM without a ridge", "fits")
        if results is not None:
            st.markdown(plain(tell_collapse(results[0], len(STARTS), k)))
    st.page_link(
        find_page("components"),
        label="Your own table: the laboratory takes it",
        help="Segments of two columns of yours, and how many of them, are on its pages.",
    )
