"""The case of pulsars: which are millisecond pulsars, and how many components there are."""

from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from gmm.cases.pulsars import KINDS, MILLISECOND, Pulsars, are_below_line, simulate_pulsars
from gmm.data.datasets import Dataset
from gmm.limits import MAX_SEED
from gmm.mixture import Mixture
from gmm.scaling import restore
from gmm.ui.address import bind
from gmm.ui.lab.lines import head, say
from gmm.ui.lab.look import show_chart
from gmm.ui.lab.tables import show_records
from gmm.ui.lab.working import Part, work
from gmm.ui.plain import plain
from gmm.ui.run import Run
from gmm.ui.uses.opening import close_case, open_case
from gmm.ui.uses.pulsars.charts import draw_bic, draw_diagram, draw_samples
from gmm.ui.uses.pulsars.records import (
    BEYOND,
    KNOWN,
    MOST_K,
    SAMPLES,
    Asked,
    How,
    Verdict,
    Weighed,
    ask,
    count_kinds,
    find_seed,
    find_short,
    frame_diagram,
    judge,
    judge_cut,
    judge_cut_again,
    judge_mixture,
    measure_probability,
    outline,
    rank,
    read_derivative,
    rule_lines,
    weigh,
    weigh_again,
)
from gmm.ui.uses.pulsars.sentences import (
    RULE,
    count_components,
    note_verdict,
    tell_answer,
    tell_asked,
    tell_components,
    tell_magnetars,
    tell_other_rule,
    tell_samples,
    tell_shared,
    tell_wins,
    write_percent,
)
from gmm.ui.uses.staging import make_run, stage_case
from gmm.ui.uses.worth import Score, show_worth

PAGE = "pulsars"
SIZES = (300, 1_000, 2_000)
TYPED = "another one"
ROWS = "simulated pulsars"
FEWEST = 300
FIRST_AGAIN, LAST_AGAIN = 2, 8  # components that are tried on other samples
SOURCE = (
    "**Simulated by us, from published numbers: not the catalogue.** {count:,} pulsars: "
    "{listed}. Ordinary ones are born, slow down, fade and are seen as in Faucher-Giguère and "
    "Kaspi (2006); the others lie where catalogues have such pulsars, in round numbers of ours. "
    "So it is known what each of them is: the fit is not told."
)
READ_CHART = (
    "Across, how long a turn takes; up, by how much each turn is longer than the one before, as a "
    "share. Lines of one field (B = 3.2 × 10¹⁹ √(PṖ) G) fall, lines of one age (P / (2Ṗ)) rise; "
    "below the death line radio pulsars are silent. Ellipses are the components, thick where the "
    "mean period is under 30 ms: those together are “millisecond”."
)
OWN = (
    "Have the real catalogue as a table? The playground takes it: choose “Upload a file”, the "
    "columns of P and Ṗ, and logarithms."
)


class Fitted(NamedTuple):
    """The sample, its run on the stage, and where that ended, in log10 of P and Pdot."""

    sample: Pulsars
    run: Run
    mixture: Mixture


def show() -> None:
    """Write the page."""
    link = open_case(PAGE)
    answer = st.container(gap="small")
    n, k, seed = _choose()
    fitted = _fit(n, k, seed)
    if fitted is None:
        return
    points, kinds = fitted.sample
    verdict, cut = judge_mixture(points, kinds, fitted.mixture), judge_cut(points, kinds)
    with answer:
        say(tell_answer(verdict, cut))
        show_worth(
            [
                _score(f"Mixture, K = {k}", verdict),
                _score(RULE, cut),
            ],
            better="higher",
        )
        st.caption(
            "F1: the harmonic mean of the share of millisecond pulsars that is found and the share "
            "of those called so that are."
        )
    _show_data(fitted)
    head("The fit")
    stage_case(PAGE, fitted.run, link)
    weighed = _show_components(n, k, seed, fitted.sample, cut)
    _show_details(fitted, verdict, cut)
    close_case(PAGE, lambda: _show_failing(seed, weighed, cut))


def _choose() -> tuple[int, int, int]:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        n = st.segmented_control(
            "Pulsars",
            SIZES,
            default=SIZES[-1],
            required=True,
            format_func=lambda size: f"{size:,}",
            **bind("pulsars"),
        )
        k = st.slider("Components K", 1, MOST_K, 6, width=220, **bind("components"))
        seed = st.number_input(
            "Seed of the sample",
            *(0, MAX_SEED, 0),
            width=170,
            help="Another seed is another sky of pulsars.",
            **bind("sky"),
        )
    return int(n), int(k), int(seed)


def _fit(n: int, k: int, seed: int) -> Fitted | None:
    sample = _draw(n, seed)
    part = Part((PAGE, "seed", n, seed, k), find_seed, (sample.points, k))
    found = work(f"{PAGE}-fit", [part], "Fitting the mixture", "fits", shared=True)
    if not found.complete:
        return None
    run = _record(n, seed, k, found.results[0])
    assert run.em is not None
    return Fitted(sample, run, restore(run.em.frames[-1].mixture, run.scaling))


@st.cache_resource(max_entries=16, show_spinner=False)
def _draw(n: int, seed: int) -> Pulsars:
    """The sample: nobody's own, so all sessions may share it."""
    sample = simulate_pulsars(n, seed)
    for array in sample:
        array.setflags(write=False)
    return sample


@st.cache_resource(max_entries=24, show_spinner=False)
def _record(n: int, seed: int, k: int, start: int) -> Run:
    points, kinds = _draw(n, seed)
    dataset = Dataset(
        points,
        ("log10 P", "log10 Pdot"),
        ("P in s", ""),
        "Simulated pulsars",
        "pulsars",
        kinds,
        None,
        "Millisecond pulsars are at the lower left.",
        KINDS,
        "Simulated from published numbers, not the catalogue.",
    )
    return make_run(dataset, k, "full", seed=start, scale="on")


def _score(method: str, verdict: Verdict) -> Score:
    return Score(method, verdict.score, f"F1 {write_percent(verdict.score)}", note_verdict(verdict))


# ------------------------------------------------------------------------------ the data


def _show_data(fitted: Fitted) -> None:
    head("The data")
    points, kinds = fitted.sample
    left, right = st.columns([7, 4], gap="medium")
    with right:
        counts = np.bincount(kinds, minlength=len(KINDS))
        listed = ", ".join(f"{count:,} {name}" for count, name in zip(counts, KINDS, strict=True))
        st.markdown(SOURCE.format(count=len(points), listed=listed))
        asked = _ask(fitted)
    with left:
        corners = frame_diagram(points, asked.at)
        wrong = (measure_probability(points, fitted.mixture) > BEYOND) != (kinds == MILLISECOND)
        show_chart(
            draw_diagram(
                *(points, kinds, wrong, rule_lines(corners), outline(fitted.mixture)),
                *(find_short(fitted.mixture), asked.at, corners),
            ),
            f"The period and its derivative of {len(points):,} simulated pulsars in logarithms, by "
            "kind, with lines of constant field and age, and the ellipses of "
            f"{count_components(len(fitted.mixture.weights))}.",
            key="pulsars-diagram",
        )
    st.caption(f"{READ_CHART} {OWN}")


def _ask(fitted: Fitted) -> Asked:
    chosen = st.selectbox("Ask about a pulsar", [*KNOWN, TYPED], **bind("pulsar"))
    known = KNOWN.get(chosen or "", next(iter(KNOWN.values())))
    milliseconds, derivative = known
    if chosen == TYPED:
        across, up = st.columns(2)
        milliseconds = across.number_input(
            "P in ms", 1.0, 100_000.0, 20.0, format="%0.5g", **bind("period")
        )
        text = up.text_input("Ṗ", "1e-17", max_chars=30, **bind("derivative"))
        try:
            derivative = read_derivative(text)
        except ValueError as error:
            derivative = 1e-17
            st.error(plain(f"{error} So long, 1e-17 is taken."))
    else:
        st.caption(f"P = {known.milliseconds:g} ms, Ṗ = {known.derivative:g}, rounded.")
    asked = ask(milliseconds, derivative, fitted.sample.points, fitted.mixture)
    first, *others = tell_asked(asked)
    st.markdown(f"**{first}**")
    st.markdown(" ".join(others))
    return asked


# ------------------------------------------------------------------------------ how many


def _show_components(
    n: int, k: int, seed: int, sample: Pulsars, cut: Verdict
) -> list[Weighed] | None:
    head("How many components")
    told = st.empty()
    left, right = st.columns(2, gap="medium")
    with left:
        picture = st.empty()

        def draw(results: list[Any]) -> None:
            done = None not in results
            with picture:
                show_chart(
                    draw_bic(results, k),
                    "BIC above its lowest value, by the number of components.",
                    **({"key": "pulsars-bic"} if done else {}),
                )

        parts = [
            Part((PAGE, "weigh", n, seed, each), weigh, (*sample, each))
            for each in range(1, MOST_K + 1)
        ]
        done = work(PAGE, parts, "Fitting 1 to 8 components", "fits", draw, shared=True)
    weighed: list[Weighed] | None = done.results if done.complete else None
    if weighed:
        told.markdown(
            f"**{tell_components(weighed)}** Lee et al. found that six Gaussians describe the real "
            "pulsars, two of them for millisecond (recycled) pulsars."
        )
    with right:
        _show_again(n, seed)
    if weighed:
        lowest = rank(weighed)[0].bic
        rows = [
            {
                "K": str(each.k),
                "BIC above its lowest": "collapsed"
                if each.bic == float("inf")
                else f"{each.bic - lowest:,.1f}",
                "found": str(each.verdict.found),
                "missed": str(each.verdict.missed),
                "called so wrongly": str(each.verdict.wrong),
                "F1": write_percent(each.verdict.score),
            }
            for each in weighed
        ]
        rows.append(
            {
                "K": RULE,
                "BIC above its lowest": "",
                "found": str(cut.found),
                "missed": str(cut.missed),
                "called so wrongly": str(cut.wrong),
                "F1": write_percent(cut.score),
            }
        )
        with st.expander("All numbers of components"):
            show_records(
                rows,
                "Numbers of components",
                "Each K is the best of three starts. Found, missed and called so wrongly are about "
                "millisecond pulsars.",
            )
    return weighed


def _show_again(n: int, seed: int) -> None:
    how = st.segmented_control(
        "Is that number stable? Try other samples",
        ["no", "new", "bootstrap"],
        default="no",
        required=True,
        format_func={
            "no": "not yet",
            "new": f"{SAMPLES} samples of other pulsars",
            "bootstrap": f"{SAMPLES} drawn from these",
        }.__getitem__,
        help="Drawn from these: the same pulsars, some left out and some twice (bootstrap).",
        **bind("again"),
    )
    if how == "no":
        st.caption(
            "BIC is one number of one sample. Samples of as many pulsars show how far it can be "
            "trusted."
        )
        return
    chosen: How = "new" if how == "new" else "bootstrap"
    tried = range(FIRST_AGAIN, LAST_AGAIN + 1)
    parts = [
        Part((PAGE, chosen, n, seed, again, k), weigh_again, (chosen, n, seed, again, k))
        for again in range(SAMPLES)
        for k in tried
    ]
    told, picture = st.empty(), st.empty()

    def draw(results: list[Any]) -> None:
        best = [ranked[0].k for ranked in _group(results, len(tried))]
        if not best:
            return
        with picture:
            show_chart(
                draw_samples(best, LAST_AGAIN),
                "How many samples BIC asks for each number of components in.",
                **({"key": "pulsars-samples"} if None not in results else {}),
            )

    done = work(f"{PAGE}-again", parts, "Fitting other samples", "fits", draw, shared=True)
    if not done.complete:
        return
    firsts = [ranked[0] for ranked in _group(done.results, len(tried))]
    cuts = [judge_cut_again(chosen, n, seed, again) for again in range(SAMPLES)]
    pairs = [(first.verdict.score, cut.score) for first, cut in zip(firsts, cuts, strict=True)]
    told.markdown(f"{tell_samples([first.k for first in firsts], chosen)} {tell_wins(pairs)}")


def _group(results: list[Any], size: int) -> list[list[Weighed]]:
    """The samples that are done, each ranked."""
    groups = [results[begin : begin + size] for begin in range(0, len(results), size)]
    return [rank(group) for group in groups if None not in group]


# ------------------------------------------------------------------------------ details


def _show_details(fitted: Fitted, verdict: Verdict, cut: Verdict) -> None:
    head("What it is worth")
    points, kinds = fitted.sample
    table = count_kinds(points, kinds, fitted.mixture)
    short = find_short(fitted.mixture)
    left, right = st.columns(2, gap="medium")
    with left:
        rules = {f"Mixture, K = {len(short)}": verdict, RULE: cut}
        line = are_below_line(points)
        rules["Line of Lee et al."] = judge(line, kinds == MILLISECOND)
        show_records(
            [
                {
                    "rule": name,
                    "found": str(each.found),
                    "missed": str(each.missed),
                    "called so wrongly": str(each.wrong),
                    "F1": write_percent(each.score),
                }
                for name, each in rules.items()
            ],
            "Rules for millisecond pulsars",
            "The line Ṗ / 10⁻¹⁷ ≤ 3.23 (P / 100 ms)^−2.34 was made for another question: it counts "
            "mildly recycled pulsars as well. Against both kinds together it is right for "
            f"{write_percent(_rate_line(line, fitted))} of these pulsars.",
        )
    with right:
        show_records(
            [
                {
                    "component": f"{at + 1}, millisecond" if short[at] else str(at + 1),
                    **{name: str(count) for name, count in zip(KINDS, row, strict=True)},
                }
                for at, row in enumerate(table)
            ],
            "Kinds of pulsars in each component",
            f"{tell_shared(table)} {tell_magnetars(table)}".strip(),
        )


def _rate_line(line: np.typing.NDArray[np.bool_], fitted: Fitted) -> float:
    recycled = np.isin(fitted.sample.kinds, [MILLISECOND, KINDS.index("mildly recycled")])
    return float((line == recycled).mean())


def _show_failing(seed: int, weighed: list[Weighed] | None, cut: Verdict) -> None:
    few = _draw(FEWEST, seed)
    two, simple = weigh(*few, 2).verdict, judge_cut(*few)
    won = "the rule wins" if two.score < simple.score else "the mixture wins all the same"
    told = [
        "**Too few components.** " + tell_other_rule(weighed, cut) if weighed else "",
        f"**Too few pulsars.** With {FEWEST} pulsars of the same seed and 2 components the "
        f"mixture's F1 is {write_percent(two.score)} and the rule's {write_percent(simple.score)}: "
        f"{won}. Choose {FEWEST} above to see which number BIC asks for then.",
        "**Components are not kinds.** Nothing tells the fit what a kind is. Igoshev and Popov "
        "(2013) tried this on simulated pulsars, too: the components did not part the kinds that "
        "they had put in, and were not stable. The table above shows which kinds share a component "
        "here.",
        "**One that is like no other.** A young pulsar that turns in 16 ms is called millisecond "
        "by the rule. The mixture looks at Ṗ as well, but where it has seen no pulsar its "
        "probability is a guess: ask about “another one” with P = 5 and Ṗ = 1e-12.",
        "**Who says what is a millisecond pulsar?** Here the simulation does. Of real pulsars "
        "nobody knows it for sure, and many catalogues use the rule itself: against them it could "
        "not be wrong.",
    ]
    st.markdown("\n".join(f"- {line}" for line in told if line))
