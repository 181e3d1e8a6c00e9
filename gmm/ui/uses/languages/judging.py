"""What both parts of the page show of a verdict: the answer, the matrices and the table."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from gmm.points import IntArray
from gmm.ui.lab.lines import say
from gmm.ui.lab.look import show_chart
from gmm.ui.lab.tables import show_records
from gmm.ui.numbers import write_fixed
from gmm.ui.plain import plain
from gmm.ui.uses.languages.records import Verdict
from gmm.ui.uses.languages.sentences import (
    Words,
    is_clear,
    tell_alone,
    tell_answer,
    tell_why,
    write_interval,
    write_score,
)
from gmm.ui.uses.worth import Score, show_worth

HELP = (
    "Right: of those that were held out. The interval is that of Wilson, as if they were "
    "independent. Log density: of a held-out one under its true class, on average, in nats; "
    "higher is better."
)


def show_answer(verdict: Verdict, k: int, words: Words, what: str) -> None:
    """Put the answer and the two headline numbers on the page.

    Parameters
    ----------
    verdict : Verdict
    k : int
    words : Words
    what : str
        As `tell_answer`.
    """
    say(plain(tell_answer(verdict, k, words, what)))
    scores = [
        Score(f"{method} a {words.kind}", reach.share, write_score(reach), write_interval(reach))
        for method, reach in (
            (f"One mixture (K = {k})", verdict.mixture),
            ("One Gaussian", verdict.gaussian),
        )
    ]
    show_worth(scores, "higher", clear=is_clear(verdict))


def show_verdict(
    verdict: Verdict, names: Sequence[str], k: int, count: int, points: float, words: Words
) -> None:
    """Put the comparison in detail on the page.

    Parameters
    ----------
    verdict : Verdict
    names : sequence of str
        Of the classes.
    k, count : int
        Components a class, and dimensions.
    points : float
        How many points a class has to learn from, on average.
    words : Words
    """
    from gmm.ui.uses.languages.charts import draw_confusion

    st.markdown(plain(tell_why(verdict, k, count, points, words)))
    methods = (
        (f"one mixture a {words.kind}", verdict.by_mixture, verdict.mixture),
        (f"one Gaussian a {words.kind}", verdict.by_gaussian, verdict.gaussian),
    )
    for column, (name, table, reach), at in zip(
        st.columns(2, gap="medium"), methods, (0, 1), strict=True
    ):
        with column:
            st.markdown(f"**{name[0].upper()}{name[1:]}**")
            alt = (
                f"Confusion matrix of {name}: {reach.hits} of {reach.runs} {words.things} are on "
                f"the diagonal. {name_worst(table, names)}"
            )
            show_chart(draw_confusion(table, names, at), alt, key=f"confusion-{words.kind}-{at}")
    rows = [
        {
            "method": name,
            "right": f"{reach.hits:,} of {reach.runs:,}",
            "share": write_score(reach),
            "95\u00a0% interval": write_interval(reach).removeprefix("95\u00a0% interval "),
            "right alone": f"{alone:,}",
            "log density": write_fixed(density, 2),
        }
        for (name, _, reach), alone, density in zip(
            methods, (verdict.mixture_alone, verdict.gaussian_alone), verdict.densities, strict=True
        )
    ]
    show_records(rows, "Both methods beside each other", HELP)
    st.markdown(plain(tell_alone(verdict, words)))


def name_worst(table: IntArray, names: Sequence[str]) -> str:
    """Name the most frequent error.

    Parameters
    ----------
    table : ndarray of int, shape (C, C)
    names : sequence of str
    """
    wrong = table - np.diag(table.diagonal())
    if not wrong.any():
        return "None is wrong."
    true, given = divmod(int(wrong.argmax()), len(names))
    often = "once" if wrong.max() == 1 else f"{wrong.max()} times"
    return f"The most frequent error: {names[true]} taken for {names[given]}, {often}."
