"""What widgets ask of a session's state."""

from typing import Any

import pytest
from streamlit.runtime.state import SessionState
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.testing.v1 import AppTest

from gmm.ui.serving.looking import Looked, look_up

THEIRS: Any = SafeSessionState.__dict__["filtered_state"]


def show() -> None:
    import streamlit as st

    st.session_state["own"] = 1
    if "cleared" in st.session_state:
        st.session_state["chosen"] = None
    st.selectbox("Chosen", ["a", "b"], key="chosen")
    st.selectbox("Without a key", ["c", "d"])
    st.number_input("Number", 0, 9, 3, key="number")
    st.session_state["seen"] = sorted(st.session_state)


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SafeSessionState, "filtered_state", THEIRS)
    assert look_up(), "Streamlit keeps its state in another way: gmm/ui/serving/looking.py"


def run() -> list[AppTest]:
    app = AppTest.from_function(show).run()
    first = app.session_state["seen"]
    app.selectbox[0].select("b").run()
    app.session_state["cleared"] = True
    app.run()
    assert not app.exception
    return [first, app.session_state["seen"], app.selectbox[0].value, app.number_input[0].value]


def test_it_is_what_streamlit_gathers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SafeSessionState, "filtered_state", THEIRS)
    theirs = run()
    assert look_up()
    assert run() == theirs


def test_one_value_is_looked_up_alone(looked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def gather(state: SessionState) -> dict[str, Any]:
        raise AssertionError("all of it is gathered")

    monkeypatch.setattr(SessionState, "filtered_state", property(gather))
    state = SessionState()
    state["own"] = 1
    safe: Any = SafeSessionState(state, lambda: None)
    assert isinstance(safe.filtered_state, Looked)
    assert "own" in safe.filtered_state
    assert safe.filtered_state["own"] == 1
    assert "other" not in safe.filtered_state
    with pytest.raises(KeyError):
        safe.filtered_state["other"]


def test_another_streamlit_goes_on_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SafeSessionState, "filtered_state", {})
    assert not look_up()
