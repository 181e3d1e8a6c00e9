"""How many components the pulsars ask for, by BIC, and how stable that is over samples."""

from typing import Any

import streamlit as st

from gmm.cases.pulsars import Pulsars
from gmm.ui.address import bind
from gmm.ui.lab.lines import head
from gmm.ui.lab.look import show_chart
from gmm.ui.lab.tables import show_records
from gmm.ui.lab.working import Part, work
from gmm.ui.numbers import write_percent
from gmm.ui.uses.pulsars.charts import draw_bic, draw_samples
from gmm.ui.uses.pulsars.fitting import PAGE
from gmm.ui.uses.pulsars.records import (
    MOST_K,
    SAMPLES,
    TRIES,
    How,
    Verdict,
    Weighed,
    judge_cut_again,
    rank,
    weigh,
    weigh_again,
)
from gmm.ui.uses.pulsars.sentences import (
    RULE,
    tell_components,
    tell_samples,
    tell_wins,
)

AGAIN: dict[str, How | None] = {
    "not yet": None,
    f"{SAMPLES} of other pulsars": "new",
    f"{SAMPLES} drawn from these": "bootstrap",
}
FIRST_AGAIN, LAST_AGAIN = 2, 8  # components that are tried on other samples


def show_components(
    n: int, k: int, seed: int, sample: Pulsars, cut: Verdict
) -> list[Weighed] | None:
    """Write the part.

    Parameters
    ----------
    n, k, seed : int
        Pulsars, components, and the seed of the sample.
    sample : Pulsars
    cut : Verdict
        Of the simple rule.

    Returns
    -------
    list of Weighed or None
        Of each number of components; None where somebody has stopped it.
    """
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
                "F1": write_percent(each.verdict.score, 1),
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
                "F1": write_percent(cut.score, 1),
            }
        )
        with st.expander("All numbers of components"):
            show_records(
                rows,
                "Numbers of components",
                f"Each K is the best of {TRIES} starts. Found, missed and called so wrongly are "
                "about millisecond pulsars.",
            )
    return weighed


def _show_again(n: int, seed: int) -> None:
    chosen = AGAIN[
        st.segmented_control(
            "Is that number stable? Try other samples",
            list(AGAIN),
            default=next(iter(AGAIN)),
            required=True,
            help="Drawn from these: the same pulsars, some left out and some twice (bootstrap).",
            **bind("again"),
        )
    ]
    if chosen is None:
        st.caption(
            "BIC is one number of one sample. Samples of as many pulsars show how far it can be "
            "trusted."
        )
        return
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
