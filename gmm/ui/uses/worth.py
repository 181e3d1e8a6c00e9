"""What a method is worth: its number beside those of simpler ones."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import streamlit as st

# A label may take two lines, and a number no more room than it needs: the stage comes below. On a
# phone two stand side by side.
STYLE = """<style>
.st-key-worth [data-testid="stVerticalBlock"] { padding: 0.6rem 0.9rem; }
.st-key-worth > [data-testid="stLayoutWrapper"] { flex: 1 1 165px; max-width: 330px; }
.st-key-worth [data-testid="stMetricValue"] { font-size: 1.5rem; padding: 0; line-height: 1.5; }
.st-key-worth [data-testid="stMetricLabel"] p { white-space: normal; }
.st-key-worth [data-testid="stCaptionContainer"],
.st-key-worth [data-testid="stCaptionContainer"] p { margin: 0; }
</style>"""


class Score(NamedTuple):
    """How well a method did.

    Attributes
    ----------
    method : str
    value : float
        NaN where there is none.
    written : str
        The value as it is read.
    note : str
        What it measures, and what goes with it, such as an interval.
    """

    method: str
    value: float
    written: str
    note: str = ""


def find_best(scores: Sequence[Score], better: Literal["higher", "lower"]) -> list[int]:
    """Tell which methods did best, as far as somebody can read it.

    Parameters
    ----------
    scores : sequence of Score
    better : {"higher", "lower"}

    Returns
    -------
    list of int
        Several where they are written alike; all who have a number, then.
    """
    sign = 1 if better == "higher" else -1
    known = [score for score in scores if score.value == score.value]
    if not known:
        return []
    best = max(known, key=lambda score: sign * score.value).written
    return [at for at, score in enumerate(scores) if score in known and score.written == best]


def show_worth(
    scores: Sequence[Score], better: Literal["higher", "lower"], clear: bool = True
) -> None:
    """Put the methods' numbers beside each other, the best one marked.

    Parameters
    ----------
    scores : sequence of Score
        The mixture's first.
    better : {"higher", "lower"}
    clear : bool
        Whether the difference is more than chance alone makes; if not, none is marked.
    """
    best = find_best(scores, better) if clear else []
    st.html(STYLE)
    with st.container(key="worth", horizontal=True, gap="small"):
        for at, score in enumerate(scores):
            mark = " (best)" if at in best and len(best) < len(scores) else ""
            with st.container(border=True, gap=None):
                st.metric(f"{score.method}{mark}", score.written)
                if score.note:
                    st.caption(score.note)
