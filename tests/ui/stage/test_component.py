"""The stage on a page of the app."""

from typing import Any

import pytest
import streamlit as st

from gmm.data.datasets import DATASETS
from gmm.ui.link import STAGE_NAMES, VERSION, Classroom, Link, Settings, View
from gmm.ui.run import Run, record_run
from gmm.ui.stage import component
from gmm.ui.stage.component import stage
from gmm.ui.stage.payload import pack_run


@pytest.fixture
def run() -> Run:
    return record_run(Settings(), DATASETS["Old Faithful"].make(300, 0))


@pytest.fixture
def mounted(monkeypatch) -> list[dict[str, Any]]:
    """What the component is mounted with."""
    calls: list[dict[str, Any]] = []
    monkeypatch.setattr(component, "_register", lambda: lambda **given: calls.append(given))
    return calls


def test_it_is_given_the_run_and_what_the_link_says(run, mounted) -> None:
    link = Link(frame=4, view=View(point=2), classroom=Classroom(ask="Why?", answer="So."))
    stage(run, link, scene="a", editable=False, answered=7, refused="No.")
    (given,) = mounted
    assert given["data"] == pack_run(run) | {
        "scene": "a",
        "frame": 4,
        "view": "point-3",
        "ask": "Why?",
        "answer": "So.",
        "editable": False,
        "linked": True,
        "names": STAGE_NAMES,
        "version": VERSION,
        "answered": 7,
        "refused": "No.",
    }


def test_two_pages_never_share_a_stage(run, mounted) -> None:
    stage(run)
    stage(run, page="lesson")
    assert [given["key"] for given in mounted] == ["stage-playground", "stage-lesson"]


def test_an_edit_is_handed_on_as_it_came(run, mounted, monkeypatch) -> None:
    told = []
    stage(run, page="lesson", on_edit=told.append)
    edit = {"number": 1, "kind": "undo"}
    state = {"stage-lesson": type("State", (), {"edited": edit})}
    monkeypatch.setattr(st, "session_state", state)
    mounted[0]["on_edited_change"]()
    assert told == [edit]
    stage(run)
    mounted[1]["on_edited_change"]()
