"""A session and an address of the tests' own."""

from typing import Any

import pytest
import streamlit as st

from tests.ui.query import Query


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    state: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", state)
    monkeypatch.setattr(st, "query_params", Query())
    return state
