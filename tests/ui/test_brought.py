"""Points that another page of the session has."""

from typing import Any

import pytest
import streamlit as st

from gmm.data.datasets import DATASETS
from gmm.ui.brought import SHOWN, find_brought
from gmm.ui.carried import HERE
from gmm.ui.link import DRAW, PASTE, UPLOAD, Carried, Link, Settings, Table
from gmm.ui.run import await_run, record_run
from gmm.ui.session import Shown

RUN = record_run(Settings(), DATASETS["Old Faithful"].make())


def file(name: str, across: str = "") -> Link:
    return Link(Settings(UPLOAD), table=Table(file=name, across=across))


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    kept: dict[str, Any] = {"table-there": 1}
    monkeypatch.setattr(st, "session_state", kept)
    return kept


def test_a_file_with_the_same_columns_is_found_and_no_other(session: dict[str, Any]) -> None:
    link = file("a.csv", "x")
    assert find_brought(link) is None
    session[f"{SHOWN}there"] = Shown(RUN, link)
    assert find_brought(link) is RUN
    # Whatever else the link says.
    assert find_brought(link._replace(frame=7, settings=link.settings._replace(k=5))) is RUN
    assert find_brought(file("a.csv", "y")) is None
    assert find_brought(file("b.csv", "x")) is None


@pytest.mark.parametrize(
    ("data", "carried"),
    [(DRAW, Carried(drawn=HERE)), (PASTE, Carried(points=HERE))],
)
def test_what_is_too_large_for_a_link_is_found(
    session: dict[str, Any], data: str, carried: Carried
) -> None:
    link = Link(Settings(data), carried=carried)
    session[f"{SHOWN}there"] = Shown(RUN, link)
    assert find_brought(link) is RUN
    assert find_brought(Link(Settings(data))) is None


def test_a_page_that_waits_itself_or_shows_others_in_their_place_has_nothing(
    session: dict[str, Any],
) -> None:
    link = file("a.csv")
    session[f"{SHOWN}there"] = Shown(await_run(link.settings, "a.csv"), link)
    assert find_brought(link) is None
    session[f"{SHOWN}there"] = Shown(RUN, link, stands_in=True)
    assert find_brought(link) is None


def test_what_a_link_contains_is_not_looked_for(session: dict[str, Any]) -> None:
    session[f"{SHOWN}there"] = Shown(RUN, Link())
    assert find_brought(Link()) is None
