"""Where the density threshold fails, shown: other columns, other halves, rows nobody checked."""

import streamlit as st

from gmm.ui.address import bind
from gmm.ui.lab.look import show_chart
from gmm.ui.lab.working import Part, work
from gmm.ui.uses.anomalies.charts import draw_pairs
from gmm.ui.uses.anomalies.records import PAGE, PAIRS, SPLITS, Finding, Settings, find_briefly
from gmm.ui.uses.anomalies.sentences import (
    name_pair,
    tell_ordinary,
    tell_pairs,
    tell_splits,
    tell_unclean,
)

UNCLEAN = 0.15
FIXED = 0.05  # of the areas, which no threshold changes, the pairs ask for none


def show_failing(settings: Settings, found: Finding) -> None:
    """Write the part."""
    st.markdown(f"**Ordinary, but malignant.** {tell_ordinary(found)}")
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown("**Other columns: where the box wins**")
        _show_pairs(settings)
    with right:
        st.markdown("**Rows that nobody has checked**")
        _show_unclean(settings)
        st.markdown("**Other halves**")
        _show_splits(settings)


def _show_pairs(settings: Settings) -> None:
    k, seed, unclean = settings.k, settings.seed, settings.unclean
    parts = [
        Part((PAGE, pair, k, seed, unclean), find_briefly, (pair, k, seed, unclean, FIXED, pair))
        for pair in PAIRS
    ]
    done = work(f"{PAGE}-pairs", parts, "Trying all pairs of columns", "pairs", shared=True)
    briefs = [brief for brief in done.results if brief is not None]
    if not done.complete or not briefs:
        return
    chosen = min(settings.columns), max(settings.columns)
    st.markdown(tell_pairs(briefs))
    show_chart(
        draw_pairs(briefs, chosen, [name_pair(brief.name) for brief in briefs]),
        "The area under the curve of the density against that of the box, a mark for each pair of "
        "columns.",
        key="anomalies-pairs",
    )
    st.caption("Above the line the density is better, below it the box. Hold a mark to see which.")


def _show_unclean(settings: Settings) -> None:
    shares = 0.0, settings.unclean or UNCLEAN
    columns, k, seed = settings.columns, settings.k, settings.seed
    parts = [
        Part(
            (PAGE, columns, k, seed, unclean, settings.share),
            find_briefly,
            (columns, k, seed, unclean, settings.share, (seed,)),
        )
        for unclean in shares
    ]
    done = work(f"{PAGE}-unclean", parts, "Fitting unchecked rows", "fits", shared=True)
    if done.complete and None not in done.results:
        clean, unclean = done.results
        st.markdown(tell_unclean(clean, unclean, shares[1]))
        st.caption("“More settings” above puts malignant ones among the rows to learn from.")


def _show_splits(settings: Settings) -> None:
    wanted = st.toggle(f"Deal the halves {SPLITS} times", False, **bind("deal"))
    if not wanted:
        st.caption("All numbers above are of one way to deal the benign ones into halves.")
        return
    columns, k = settings.columns, settings.k
    parts = [
        Part(
            (PAGE, columns, k, seed, settings.unclean, settings.share),
            find_briefly,
            (columns, k, seed, settings.unclean, settings.share, (seed,)),
        )
        for seed in range(SPLITS)
    ]
    done = work(f"{PAGE}-splits", parts, "Dealing the halves", "ways", shared=True)
    briefs = [brief for brief in done.results if brief is not None]
    if done.complete and briefs:
        st.markdown(tell_splits(briefs))
