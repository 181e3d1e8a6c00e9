"""What a person brought is on the next page of the session, too."""

import gc
from typing import Any

import numpy as np
import pytest
import streamlit as st
from numpy.testing import assert_array_equal

from gmm.ui.held import count_held
from gmm.ui.sources.at_hand import find_at_hand, forget_at_hand, keep_at_hand, offer_at_hand
from tests.app import open_file
from tests.present import present


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", kept)
    return kept


def test_it_is_found_by_its_name_and_no_other(session: dict[str, Any]) -> None:
    assert find_at_hand("file", "a.csv") is None
    keep_at_hand("file", "a.csv", "1", b"1,2")
    kept = find_at_hand("file", "a.csv")
    assert kept is not None
    assert kept.content == b"1,2"
    assert find_at_hand("file", "b.csv") is None
    assert find_at_hand("block", "a.csv") is None
    # The last one alone is kept, and the same one is not kept anew.
    keep_at_hand("file", "a.csv", "1", b"1,2")
    assert find_at_hand("file", "a.csv") is kept
    keep_at_hand("file", "a.csv", "2", b"3,4")
    assert find_at_hand("file", "a.csv") is not kept


def test_what_is_offered_is_made_when_it_is_asked_for(session: dict[str, Any]) -> None:
    made: list[bytes] = []

    def make() -> bytes:
        made.append(b"5,6")
        return made[-1]

    keep_at_hand("file", "own.csv", "1", b"1,2")
    offer_at_hand("file", "a.csv", make)
    own = find_at_hand("file", "own.csv")
    assert own is not None
    assert (own.content, made) == (b"1,2", [])
    for _ in range(2):
        kept = find_at_hand("file", "a.csv")
        assert kept is not None
        assert (kept.content, made) == (b"5,6", [b"5,6"])
    # Another content under the same name takes its place.
    offer_at_hand("file", "a.csv", lambda: b"7,8")
    again = find_at_hand("file", "a.csv")
    assert again is not None
    assert again.content == b"7,8"
    assert again.mark != present(kept).mark


def test_it_is_forgotten(session: dict[str, Any]) -> None:
    keep_at_hand("drawing", "", "", np.ones((3, 2)))
    forget_at_hand("drawing")
    assert find_at_hand("drawing", "") is None
    forget_at_hand("drawing")


def test_what_it_takes_is_counted_as_long_as_it_is_there(session: dict[str, Any]) -> None:
    gc.collect()
    before = count_held()
    keep_at_hand("file", "a.csv", "1", bytes(12_345))
    keep_at_hand("drawing", "", "", np.ones((100, 2)))
    assert count_held() - before == 12_345 + 1_600
    session.clear()
    gc.collect()
    assert count_held() == before


def test_a_file_is_at_hand_once_it_is_read() -> None:
    app = open_file(b"a,b\n1,2\n2,4\n3,1\n5,5\n6,2\n", "own.csv")
    points = app.session_state["shown-playground"].run.dataset.points
    kept = app.session_state["at-hand-Upload a file"]
    assert kept.name == "own.csv"
    assert_array_equal(points[0], [1, 2])
