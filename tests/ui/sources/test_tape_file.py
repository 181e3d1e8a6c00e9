"""A person's file of a run, opened once."""

from typing import Any

import pytest
import streamlit as st

from gmm.archive import tape_to_json
from gmm.data.datasets import DATASETS
from gmm.ui.link import Settings
from gmm.ui.recorder import open_recorder
from gmm.ui.run import record_run
from gmm.ui.sources import tape_file
from gmm.ui.sources.tape_file import reopen_once
from gmm.ui.stage.payload import pack_run
from tests.present import present

RUN = record_run(Settings(k=3), DATASETS["Old Faithful"].make(300, 0))
CONTENT = tape_to_json(present(RUN.em), RUN.kmeans, title="Mine").encode()


@pytest.fixture(autouse=True)
def state(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", kept)
    return kept


def test_a_file_is_opened_once_for_each_page(monkeypatch: pytest.MonkeyPatch) -> None:
    first = reopen_once(CONTENT, "a.json", "here")
    other = reopen_once(CONTENT, "a.json", "there")
    assert other is not first
    monkeypatch.setattr(tape_file, "reopen", lambda *_: pytest.fail("It is open already."))
    assert reopen_once(CONTENT, "a.json", "here") is first
    with pytest.raises(pytest.fail.Exception):
        reopen_once(CONTENT, "b.json", "here")


def test_another_process_opens_the_same() -> None:
    here = reopen_once(CONTENT, "a.json", "here")
    with open_recorder():
        there = reopen_once(CONTENT, "a.json", "there")
        assert pack_run(there) == pack_run(here)
        assert not there.points.flags.writeable
        assert not there.dataset.points.flags.writeable
        with pytest.raises(ValueError, match="not a file of Mixtape"):
            reopen_once(b"{", "a.json", "there")
