"""The address of a page."""

import pytest
import streamlit as st

from gmm.ui.address import (
    bind,
    change_address,
    find_opening,
    keep_whereabouts,
    open_data,
    open_link,
    take_over,
    write_query,
)
from gmm.ui.examples import EXAMPLES
from gmm.ui.link import Carried, Link, Settings, open_settings
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
    query = visit(monkeypatch, v="4", k="3", frame="4")
    link = open_link("here")
    assert (link.settings.k, link.frame) == (3, 4)
    assert (toasts, query.told) == ([], 0)


def test_an_earlier_version_is_brought_up_before_a_widget_reads_it(
    monkeypatch: pytest.MonkeyPatch, toasts: list[str]
) -> None:
    query = visit(monkeypatch, k="3")
    with pytest.raises(Again):
        open_link("here")
    assert query == {"k": "3", "v": "4"}
    assert open_link("here").settings.k == 3
    assert toasts == []


def test_what_cannot_be_had_is_said_once_and_not_left_to_a_widget(
    monkeypatch: pytest.MonkeyPatch, toasts: list[str]
) -> None:
    # Streamlit turns 1e999 into an infinite number, and its own widget fails on that.
    query = visit(monkeypatch, v="4", start_seed="1e999", k="3.5")
    with pytest.raises(Again):
        open_link("here")
    assert query == {"v": "4", "start_seed": "7", "k": "3"}
    assert toasts == []
    open_link("here")
    assert len(toasts) == 2
    open_link("here")
    assert len(toasts) == 2


# ------------------------------------------------------------------------------ other data


def test_other_data_come_as_they_open(monkeypatch: pytest.MonkeyPatch, toasts: list[str]) -> None:
    query = visit(monkeypatch, data="Iris petals", k="5", ridge="0.1", frame="7", hand="x", v="4")
    open_data("Round clusters", "here")
    assert query == {"data": "Round clusters", "v": "4"}
    assert query.told == 1
    expected = open_settings("Round clusters")
    knobs = dict(expected.knobs)
    kept = {
        name: getattr(expected, name) for name in expected._fields if name not in ("data", "knobs")
    }
    assert st.session_state == kept | knobs


def test_the_first_set_needs_no_query(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {})
    query = visit(monkeypatch, data="Rings", rings="3", n="90", v="4")
    open_data("Old Faithful", "here")
    assert query == {}


def test_the_view_the_class_and_a_drawing_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {"k": 2, "twin": False})
    stays = {"view": "density", "hide": "start", "lock": "k", "ask": "Why?", "drawn": "here"}
    query = visit(monkeypatch, data="Iris petals", k="2", twin="false", **stays, utm="x", v="4")
    open_data("Penguins", "here")
    assert query == {"data": "Penguins", **stays, "utm": "x", "v": "4"}
    # A class's K is locked, and the teacher has k-means off.
    assert (st.session_state["k"], st.session_state["twin"]) == (2, False)
    assert st.session_state["start"] == open_settings("Penguins").start


def test_what_a_widget_of_the_page_is_bound_to_is_left_to_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(st, "session_state", {})
    query = visit(monkeypatch, data="Iris petals", part="Outliers", v="4")
    assert bind("part") == {"key": "part", "bind": "query-params"}
    # Streamlit refuses to have it written here, and writes it again by itself.
    open_data("Penguins", "density")
    assert query == {"data": "Penguins", "v": "4"}
    query = visit(monkeypatch, data="Iris petals", part="Outliers", v="4")
    take_over(Link(open_settings("Penguins")), "density")
    assert "part" not in query


def test_what_the_stage_told_of_the_view_goes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {})
    query = visit(monkeypatch, data="Iris petals", v="4")
    keep_whereabouts({"frame": 7, "view": "density", "hand": "abc"}, "here")
    open_data("Penguins", "here")
    assert query == {"data": "Penguins", "view": "density", "v": "4"}
    # The frame and the start by hand were those of the other set.
    link = open_link("here")
    assert (link.frame, link.carried.hand, link.view.on >= {"density"}) == (0, "", True)


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
    query = visit(monkeypatch, v="4", k="3", frame="2")
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
    visit(monkeypatch, v="4", k="3", frame="2")
    open_link("here")
    keep_whereabouts(where, "here")
    assert open_link("here").settings.k == 3


# ------------------------------------------------------------------- pages with an example


def test_a_bare_address_of_the_laboratory_opens_its_example(
    monkeypatch: pytest.MonkeyPatch, toasts: list[str]
) -> None:
    for page, example in EXAMPLES.items():
        query = visit(monkeypatch)
        assert open_link(page) == example
        assert find_opening(example.settings.data, page) == example.settings
        assert (toasts, query.told) == ([], 0)


def test_what_an_address_says_there_is_said_of_the_example(
    monkeypatch: pytest.MonkeyPatch, toasts: list[str]
) -> None:
    visit(monkeypatch, k="7")
    example = EXAMPLES["starts"].settings
    assert open_link("starts").settings == example._replace(k=7)
    # Data that are named open as they do everywhere, even if they are those of the example.
    visit(monkeypatch, data=example.data)
    assert open_link("starts").settings == open_settings(example.data)
    assert find_opening(example.data, "starts") == open_settings(example.data)
    assert toasts == []


def test_a_link_means_the_same_on_every_page(
    monkeypatch: pytest.MonkeyPatch, toasts: list[str]
) -> None:
    for link in (Link(), Link(open_settings("Penguins")._replace(k=5, covariance="tied"))):
        for page in ("here", "starts"):
            visit(monkeypatch, **write_query(link))
            st.session_state.clear()
            assert open_link(page) == link
    assert toasts == []


def test_a_link_says_what_this_page_says_otherwise(
    monkeypatch: pytest.MonkeyPatch, toasts: list[str]
) -> None:
    """Streamlit would fill what it leaves open with what widgets of this page hold."""
    penguins = Link(open_settings("Penguins"))
    visit(monkeypatch, k="7", ridge="0.5", data="Galaxies", count="50")
    asked = write_query(penguins)
    assert asked == {"data": "Penguins", "k": "3", "ridge": "0.0", "v": "4"}
    visit(monkeypatch, **{"k": "7", "ridge": "0.5"} | asked)
    st.session_state.clear()
    assert open_link("here") == penguins


def test_choosing_the_examples_own_data_names_them(
    monkeypatch: pytest.MonkeyPatch, toasts: list[str]
) -> None:
    query = visit(monkeypatch, count="50")
    open_data("Old Faithful", "starts")
    assert query == {"data": "Old Faithful", "v": "4", "count": "50"}


def test_what_the_playground_shows_is_taken_over_and_the_pages_own_words_stay(
    monkeypatch: pytest.MonkeyPatch, toasts: list[str]
) -> None:
    query = visit(monkeypatch, k="3", count="50", v="4")
    settings = open_settings("Round clusters")._replace(k=5, n=500)
    link = Link(settings, carried=Carried(hand="x"))
    take_over(link, "starts")
    # Widgets are bound to the rest, and write it themselves.
    assert query == {"data": "Round clusters", "v": "4", "count": "50", "hand": "x"}
    assert st.session_state["k"] == 5
    assert st.session_state["n"] == 500
    assert st.session_state["start"] == settings.start
