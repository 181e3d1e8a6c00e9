"""The case of pulsars: which are millisecond pulsars, and how many components there are."""

import numpy as np
import streamlit as st

from gmm.cases.pulsars import KINDS, MILLISECOND, are_below_line
from gmm.limits import MAX_SEED
from gmm.ui.address import bind
from gmm.ui.lab.lines import head, say
from gmm.ui.lab.look import show_chart
from gmm.ui.lab.tables import show_records
from gmm.ui.numbers import write_percent
from gmm.ui.plain import plain
from gmm.ui.uses.opening import close_case, open_case
from gmm.ui.uses.pulsars.charts import draw_diagram
from gmm.ui.uses.pulsars.fitting import PAGE, Fitted, draw_sample, fit
from gmm.ui.uses.pulsars.many import show_components
from gmm.ui.uses.pulsars.records import (
    BEYOND,
    KNOWN,
    MOST_K,
    Asked,
    Verdict,
    Weighed,
    ask,
    count_kinds,
    find_short,
    frame_diagram,
    judge,
    judge_cut,
    judge_mixture,
    measure_probability,
    outline,
    read_derivative,
    rule_lines,
    weigh,
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
    tell_shared,
)
from gmm.ui.uses.staging import stage_case
from gmm.ui.uses.worth import Score, show_worth

SIZES = (300, 1_000, 2_000)
TYPED = "another one"
FEWEST = 300
PENDING = "How many components BIC asks for is being worked out."
STOPPED = "How many components BIC asks for is not worked out: see below."
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


def show() -> None:
    """Write the page."""
    link = open_case(PAGE)
    answer = st.container(gap="small")
    n, k, seed = _choose()
    fitted = fit(n, k, seed)
    if fitted is None:
        return
    points, kinds = fitted.sample
    verdict, cut = judge_mixture(points, kinds, fitted.mixture), judge_cut(points, kinds)
    with answer:
        say(tell_answer(verdict, cut))
        number = st.empty()
        number.markdown(PENDING)
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
    weighed = show_components(n, k, seed, fitted.sample, cut)
    number.markdown(tell_components(weighed) if weighed else STOPPED)
    _show_details(fitted, verdict, cut)
    close_case(PAGE, lambda: _show_failing(seed, weighed, cut))


def _choose() -> tuple[int, int, int]:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        n = st.segmented_control(
            "Pulsars",
            SIZES,
            default=SIZES[-1],
            required=True,
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


def _score(method: str, verdict: Verdict) -> Score:
    return Score(
        method, verdict.score, f"F1 {write_percent(verdict.score, 1)}", note_verdict(verdict)
    )


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
                    "F1": write_percent(each.score, 1),
                }
                for name, each in rules.items()
            ],
            "Rules for millisecond pulsars",
            "The line Ṗ / 10⁻¹⁷ ≤ 3.23 (P / 100 ms)^−2.34 was made for another question: it counts "
            "mildly recycled pulsars as well. Against both kinds together it is right for "
            f"{write_percent(_rate_line(line, fitted), 1)} of these pulsars.",
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
    few = draw_sample(FEWEST, seed)
    two, simple = weigh(*few, 2).verdict, judge_cut(*few)
    won = "the rule wins" if two.score < simple.score else "the mixture wins all the same"
    told = [
        "**Too few components.** " + tell_other_rule(weighed, cut) if weighed else "",
        f"**Too few pulsars.** With {FEWEST} pulsars of the same seed and 2 components the "
        f"mixture's F1 is {write_percent(two.score, 1)} and the rule's "
        f"{write_percent(simple.score, 1)}: {won}. Choose {FEWEST} above to see which number "
        "BIC asks for then.",
        "**Components are not kinds.** Nothing tells the fit what a kind is. Igoshev and Popov "
        "(2013) tried mixtures on simulated pulsars, too: they did not help much to tell groups "
        "of different birth apart, and changed with small changes of the simulation. The table "
        "above shows which kinds share a component here.",
        "**One that is like no other.** A young pulsar that turns in 16 ms is called millisecond "
        "by the rule. The mixture looks at Ṗ as well, but where it has seen no pulsar its "
        "probability is a guess: ask about “another one” with P = 5 and Ṗ = 1e-12.",
        "**Who says what is a millisecond pulsar?** Here the simulation does. Of real pulsars "
        "nobody knows it for sure, and many catalogues use the rule itself: against them it could "
        "not be wrong.",
    ]
    st.markdown("\n".join(f"- {line}" for line in told if line))
