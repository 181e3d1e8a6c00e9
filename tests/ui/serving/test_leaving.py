"""What an address says on the next page."""

from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.runtime.state.query_params import QueryParams

from gmm.ui.serving import leaving
from gmm.ui.serving.leaving import keep_addresses

THEIRS: Any = QueryParams.populate_from_query_string


@pytest.fixture
def theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QueryParams, "populate_from_query_string", THEIRS)


@pytest.fixture
def kept(theirs: None) -> None:
    assert keep_addresses(), "Streamlit reads addresses in another way: gmm/ui/serving/leaving.py"


def come_to(page: str, query: str) -> tuple[QueryParams, list[str]]:
    """Leave the page "old", where K has a widget, for another one."""
    params: Any = QueryParams()
    told: list[str] = []
    params._send_query_param_msg = lambda: told.append("told")
    for name, at in (("k", "old"), ("shared", "main")):
        binding = SimpleNamespace(widget_id=f"id-{name}", param_key=name, script_hash=at)
        params._bindings_by_param[name] = params._bindings_by_widget[f"id-{name}"] = binding
    params.populate_from_query_string(query, {"main", page})
    return params, told


def test_streamlit_drops_what_the_old_page_bound(theirs: None) -> None:
    params, told = come_to("new", "k=4&data=Penguins")
    assert params.to_dict() == {"data": "Penguins"}
    assert told == ["told"]  # the browser's address is changed as well


def test_all_that_the_address_says_is_read(kept: None) -> None:
    params, told = come_to("new", "k=4&data=Penguins")
    assert params.to_dict() == {"k": "4", "data": "Penguins"}
    assert told == []


def test_the_new_page_may_bind_it_and_what_stays_is_bound(kept: None) -> None:
    params: Any = come_to("new", "data=Penguins")[0]
    assert list(params._bindings_by_param) == ["shared"]
    assert list(come_to("old", "k=4")[0]._bindings_by_param) == ["k", "shared"]


def test_of_what_stands_twice_the_links_own_holds_which_is_last(kept: None) -> None:
    params, told = come_to("new", "hide=&k=5&data=Penguins&k=4")
    assert params.to_dict() == {"k": "4", "data": "Penguins", "hide": ""}
    assert told == []


def test_it_is_done_once(kept: None) -> None:
    ours = QueryParams.populate_from_query_string
    assert keep_addresses()
    assert QueryParams.populate_from_query_string is ours


def test_another_streamlit_goes_on_by_itself(theirs: None, monkeypatch: pytest.MonkeyPatch) -> None:
    other = SimpleNamespace(populate_from_query_string=THEIRS)
    monkeypatch.setattr(leaving, "QueryParams", other)
    assert not keep_addresses()
    assert other.populate_from_query_string is THEIRS
