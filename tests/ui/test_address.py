"""The address of a page."""

from typing import Any

import pytest
import streamlit as st

from gmm.ui.address import change_address, keep_whereabouts, open_link
from gmm.ui.link import Settings
from tests.ui.query import Query


class Again(Exception):  # noqa: N818
    """The page runs again."""


@pytest.fixture
def toasts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []

    def run_again() -> None:
        raise Again

    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(st, "rerun", run_again)
    monkeypatch.setattr(st, "toast", lambda text, **_: said.append(text))
    return said


def visit(monkeypatch: pytest.MonkeyPatch, **query: str) -> Query:
    found = Query(**query)
    monkeypatch.setattr(st, "query_params", found)
    return found


def test_a_bare_address_opens_without_a_word(
    monkeypatch: pytest.MonkeyPatch, toasts: list[str]
) -> None:
    query = visit(monkeypatch)
    assert open_link("here").settings == Settings()
    assert (toasts, query.told) == ([], 0)


def test_a_link_of_this_version_is_taken_as_it_is(
    monkeypatch: pytest.MonkeyPatch, toasts: list[str]
) -> None:
    query = visit(monkeypatch, v="3", k="3", frame="4")
    link = open_link("here")
    assert (link.settings.k, link.frame) == (3, 4)
    assert (toasts, query.told) == ([], 0)


def test_an_earlier_version_is_brought_up_before_a_widget_reads_it(
    monkeypatch: pytest.MonkeyPatch, toasts: list[str]
) -> None:
    query = visit(monkeypatch, k="3")
    with pytest.raises(Again):
        open_link("here")
    assert query == {"k": "3", "v": "3"}
    assert open_link("here").settings.k == 3
    assert toasts == []


def test_what_cannot_be_had_is_said_once_and_not_left_to_a_widget(
    monkeypatch: pytest.MonkeyPatch, toasts: list[str]
) -> None:
    # Streamlit turns 1e999 into an infinite number, and its own widget fails on that.
    query = visit(monkeypatch, v="3", start_seed="1e999", k="3.5")
    with pytest.raises(Again):
        open_link("here")
    assert query == {"v": "3", "start_seed": "7", "k": "3"}
    assert toasts == []
    open_link("here")
    assert len(toasts) == 2
    open_link("here")
    assert len(toasts) == 2


def test_a_choice_that_the_address_does_not_have_yet_counts(
    monkeypatch: pytest.MonkeyPatch, toasts: list[str]
) -> None:
    visit(monkeypatch, v="3", drawn="here")
    state: dict[str, Any] = {"data": "Draw by hand"}
    monkeypatch.setattr(st, "session_state", state)
    assert open_link("here").carried.drawn == "here"


def test_the_browser_is_told_once_and_only_of_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    query = visit(monkeypatch, hand="x", frame="3")
    change_address(hand="", frame="4", drawn="abc")
    assert query == {"frame": "4", "drawn": "abc"}
    assert query.told == 1
    change_address(hand="", frame="4")
    assert query.told == 1


def test_the_stage_says_where_it_is_until_streamlit_reads_the_address(
    monkeypatch: pytest.MonkeyPatch, toasts: list[str]
) -> None:
    query = visit(monkeypatch, v="3", k="3", frame="2")
    open_link("here")
    keep_whereabouts({"frame": 7, "view": "density", "hand": ""}, "here")
    link = open_link("here")
    assert (link.frame, "density" in link.view.on) == (7, True)
    assert open_link("there").frame == 2
    # Another setting: Streamlit has read the address again.
    query.update({"k": "4", "frame": "9"})
    assert open_link("here").frame == 9


@pytest.mark.parametrize("where", [None, 3, [], {"frame": "x" * 999, "hand": [1]}, {"k": "5"}])
def test_whatever_it_says_the_page_opens(
    monkeypatch: pytest.MonkeyPatch, toasts: list[str], where: object
) -> None:
    visit(monkeypatch, v="3", k="3", frame="2")
    open_link("here")
    keep_whereabouts(where, "here")
    assert open_link("here").settings.k == 3
