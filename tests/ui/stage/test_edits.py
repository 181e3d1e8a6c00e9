"""What a hand did on the stage: checked, kept, and always answered."""

from typing import Any

import numpy as np
import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some
from numpy.testing import assert_array_equal

from gmm.data.datasets import DATASETS
from gmm.limits import MAX_DRAWING, MAX_UNDOS
from gmm.ui.carried import HERE, read_points, write_start
from gmm.ui.link import DRAW, Settings
from gmm.ui.run import identify_points, record_run
from gmm.ui.sources.drawn import BOX
from gmm.ui.stage.edits import NOT_UNDERSTOOD, find_answer, read_drawing, take_edit
from tests.present import present
from tests.ui.query import Query

# Letters are few: to draw from all of Unicode takes a second at first.
WORDS = some.text("aks1", max_size=3)
NUMBERS = some.one_of(some.floats(), some.integers(), some.booleans(), some.none(), WORDS)
ANYTHING = some.recursive(
    NUMBERS,
    lambda inner: (
        some.lists(inner, max_size=8)
        | some.dictionaries(
            some.sampled_from(["number", "kind", "points", "hand"]) | WORDS, inner, max_size=4
        )
    ),
    max_leaves=12,
)
LISTS = some.lists(some.floats(-3, 3) | NUMBERS, max_size=7)

RUN = record_run(Settings(k=2), DATASETS["Old Faithful"].make(300, 0))
EASEL = record_run(Settings(data=DRAW), RUN.dataset._replace(points=np.empty((0, 2))), box=BOX)


def start_text(shift: float) -> str:
    mixture = present(RUN.em).frames[0].mixture
    return write_start(mixture._replace(means=mixture.means + shift), identify_points(RUN))


NUMBER = iter(range(1000, 9999))


def draw(points: list[float], number: int = 0) -> None:
    take_edit({"number": number or next(NUMBER), "kind": "points", "points": points}, EASEL, "here")


# ---------------------------------------------------------------- points


@given(some.one_of(ANYTHING, LISTS))
def test_anything_is_points_or_a_value_error(values: object) -> None:
    try:
        points = read_drawing(values)
    except ValueError:
        return
    assert points.ndim == 2
    assert points.shape[1] == 2
    assert points.dtype == np.float64
    assert np.isfinite(points).all()
    assert not points.flags.writeable
    assert points.ravel().tolist() == values


def test_up_to_two_thousand_points_are_taken() -> None:
    assert MAX_DRAWING == 2000
    assert read_drawing([]).shape == (0, 2)
    assert read_drawing([1, 2.5]).tolist() == [[1.0, 2.5]]
    assert read_drawing([0.5] * 2 * MAX_DRAWING).shape == (MAX_DRAWING, 2)
    with pytest.raises(ValueError, match="Reload the page"):
        read_drawing([0.5] * 2 * (MAX_DRAWING + 1))
    with pytest.raises(ValueError, match="Reload the page"):
        read_drawing([1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="Reload the page"):
        read_drawing([1.0, 10**400])


def test_the_address_carries_a_drawing_to_the_last_bit(session: dict[str, Any]) -> None:
    points = np.random.default_rng(0).uniform(0, 10, (60, 2))
    draw(points.ravel().tolist(), 7)
    assert find_answer("here")[:2] == (7, "")
    assert_array_equal(present(read_points(st.query_params["drawn"])).points, points)
    draw([], 8)
    assert "drawn" not in st.query_params
    assert find_answer("here")[:2] == (8, "")


def test_a_large_drawing_stays_in_the_session(session: dict[str, Any]) -> None:
    points = np.random.default_rng(0).uniform(0, 10, (1500, 2))
    draw(points.ravel().tolist())
    assert st.query_params["drawn"] == HERE
    assert_array_equal(session["at-hand-Draw by hand"].content, points)
    draw([1.0, 2.0])
    assert "at-hand-Draw by hand" not in session


def test_points_are_for_an_easel(session: dict[str, Any]) -> None:
    take_edit({"number": 3, "kind": "points", "points": [1.0, 2.0]}, RUN, "here")
    assert find_answer("here")[:2] == (3, NOT_UNDERSTOOD)
    assert dict(st.query_params) == {}


# ---------------------------------------------------------------- starts


def send(kind: str, hand: object = None, number: int = 0) -> None:
    number = number or next(NUMBER)
    take_edit({"number": number, "kind": kind, "hand": hand}, RUN, "here")


def test_starts_are_undone_one_by_one(session: dict[str, Any]) -> None:
    one, two = start_text(0.1), start_text(0.2)
    send("start", one)
    send("start", two)
    assert st.query_params["hand"] == two
    send("undo")
    assert st.query_params["hand"] == one
    send("undo")
    send("undo")
    assert "hand" not in st.query_params
    assert find_answer("here").refused == ""


def test_the_latest_fifty_starts_are_kept(session: dict[str, Any]) -> None:
    for i in range(MAX_UNDOS + 10):
        send("start", start_text(i / 100))
    assert len(session["starts-here"]) == MAX_UNDOS


@pytest.mark.parametrize("hand", [None, 3, "", "nonsense", start_text(0.1)[:-1], ["x"]])
def test_what_is_no_start_is_refused_and_answered(session: dict[str, Any], hand: object) -> None:
    send("start", start_text(0.1), 4)
    kept = dict(st.query_params)
    send("start", hand, 5)
    assert dict(st.query_params) == kept
    number, refused, _ = find_answer("here")
    assert number == 5
    assert refused


def test_an_edit_that_comes_twice_is_done_once(session: dict[str, Any]) -> None:
    send("start", start_text(0.1), 4)
    send("start", start_text(0.2), 5)
    send("start", start_text(0.2), 5)
    send("undo", number=6)
    assert st.query_params["hand"] == start_text(0.1)


def test_pages_do_not_share_their_answers(session: dict[str, Any]) -> None:
    send("undo", number=9)
    assert find_answer("elsewhere")[:2] == (0, "")


def test_where_one_is_needs_no_answer(session: dict[str, Any]) -> None:
    take_edit({"number": 0, "kind": "where", "where": {"frame": 7}}, RUN, "here")
    assert session == {"where-here": ({"frame": "7", "view": "", "hand": ""}, BARE)}


BARE = {"frame": "", "view": "", "hand": ""}


# ---------------------------------------------------------------- anything


@given(ANYTHING | some.fixed_dictionaries({"number": NUMBERS, "kind": ANYTHING, "hand": ANYTHING}))
def test_nothing_is_raised_whatever_comes(sent: object) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "session_state", {})
        patch.setattr(st, "query_params", Query())
        for run in (RUN, EASEL):
            take_edit(sent, run, "here")
        assert "hand" not in st.query_params
