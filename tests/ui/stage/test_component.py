"""The stage on a page of the app."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import streamlit as st

from gmm.data.datasets import DATASETS, Dataset
from gmm.ui.carried import HERE
from gmm.ui.link import (
    DRAW,
    STAGE_NAMES,
    UPLOAD,
    VERSION,
    Carried,
    Classroom,
    Link,
    Settings,
    Table,
    View,
)
from gmm.ui.run import Run, await_run, record_run
from gmm.ui.sources.drawn import BOX
from gmm.ui.stage import component
from gmm.ui.stage.component import stage
from gmm.ui.stage.edits import Answer, find_answer, take_kept
from gmm.ui.stage.payload import pack_run, split_payload
from tests.ui.query import Query

Session = dict[str, Any]
Mounted = list[dict[str, Any]]


@pytest.fixture
def run() -> Run:
    return record_run(Settings(), DATASETS["Old Faithful"].make(300, 0))


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Session:
    state: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", state)
    monkeypatch.setattr(st, "query_params", Query())
    return state


def take(given: dict[str, Any]) -> dict[str, Any]:
    """Take what is given out of the list that Streamlit does not look into."""
    (data,) = given["data"]
    return given | {"data": data}


@pytest.fixture
def mounted(monkeypatch: pytest.MonkeyPatch, session: Session) -> Mounted:
    """What the component is mounted with; the stage tells what the session has as "told"."""
    calls: list[dict[str, Any]] = []

    def mount(**given: Any) -> SimpleNamespace:
        calls.append(take(given))
        return SimpleNamespace(edited=session.get("told"))

    monkeypatch.setattr(component, "_register", lambda: mount)
    monkeypatch.setattr(component, "_register_part", lambda: lambda **given: None)
    return calls


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch, mounted: Mounted) -> Mounted:
    """What the elements beside it are mounted with."""
    calls: list[dict[str, Any]] = []
    monkeypatch.setattr(
        component, "_register_part", lambda: lambda **given: calls.append(take(given))
    )
    return calls


def test_it_is_given_the_run_and_what_the_link_says(
    run: Run, mounted: Mounted, session: Session
) -> None:
    link = Link(frame=4, view=View(point=2), classroom=Classroom(ask="Why?", answer="So."))
    session["answer-playground"] = Answer(7, "")
    stage(run, link, scene="a", editable=False, trouble="No.")
    (given,) = mounted
    assert given["data"] == split_payload(pack_run(run))[2] | {
        "scene": "a",
        "frame": 4,
        "view": "point-3",
        "ask": "Why?",
        "answer": "So.",
        "hidden": [],
        "editable": False,
        "linked": True,
        "source": "",
        "lost": False,
        "names": STAGE_NAMES,
        "version": VERSION,
        "answered": 7,
        "refused": "No.",
        "code": "",
        "offers": [],
    }


def test_why_an_edit_was_refused_comes_before_other_trouble(
    run: Run, mounted: Mounted, session: Session
) -> None:
    session["answer-playground"] = Answer(7, "Not this.")
    stage(run, trouble="No.")
    assert mounted[0]["data"]["refused"] == "Not this."


def test_two_pages_never_share_a_stage(run: Run, mounted: Mounted, session: Session) -> None:
    stage(run)
    stage(run, page="lesson")
    assert [given["key"] for given in mounted] == ["stage-playground", "stage-lesson"]


def test_an_edit_is_taken_before_the_page_runs_again(
    run: Run, mounted: Mounted, session: Session
) -> None:
    stage(run, page="lesson")
    session["stage-lesson"] = type("State", (), {"edited": {"number": 1, "kind": "undo"}})
    mounted[0]["on_edited_change"]()
    assert find_answer("lesson")[:2] == (1, "")
    stage(run, page="lesson")
    assert mounted[1]["data"]["answered"] == 1


class AgainError(Exception):
    """The page runs again."""


def test_an_edit_of_a_sessions_first_run_is_taken_before_the_next(
    run: Run, mounted: Mounted, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Streamlit has called nobody for it."""

    def rerun() -> None:
        raise AgainError

    monkeypatch.setattr(st, "rerun", rerun)
    session["told"] = {"number": 5, "kind": "undo"}
    with pytest.raises(AgainError):
        stage(run)
    assert find_answer("playground").number == 0
    take_kept()
    take_kept()
    assert find_answer("playground")[:2] == (5, "")
    for told in (session["told"], None, {"number": 0, "kind": "where"}, {"number": "6"}, "undo"):
        session["told"] = told
        stage(run)
    assert mounted[-1]["data"]["answered"] == 5


def test_an_edit_that_gets_no_answer_has_the_page_run_once_more_and_no_more(
    run: Run, mounted: Mounted, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As somebody may send it who is no stage of ours."""
    runs: list[int] = []
    monkeypatch.setattr(st, "rerun", lambda: runs.append(1))
    session["told"] = {"number": 96, "kind": "where", "where": {}}
    for _ in range(5):
        take_kept()
        stage(run)
    assert find_answer("playground").number == 0
    assert len(runs) == 1


def test_what_waits_for_a_file_leaves_the_address_alone(mounted: Mounted, session: Session) -> None:
    run = await_run(Settings(data=UPLOAD, k=3), "own.csv")
    stage(run, Link(table=Table(file="own.csv")), editable=False)
    (given,) = mounted
    data = given["data"]
    assert (data["linked"], data["easel"], data["blank"]) == (False, False, True)
    assert data["scene"] == data["awaits"] == data["source"] == "own.csv"


def test_a_drawing_that_no_link_can_hold_is_asked_of_the_browser(
    mounted: Mounted, session: Session
) -> None:
    empty = Dataset(np.empty((0, 2)), ("x", "y"), ("", ""), "Drawn", "points", None, None, "")
    run = record_run(Settings(data=DRAW), empty, box=BOX)
    for drawn, lost in ((HERE, True), ("", False)):
        stage(run, Link(carried=Carried(drawn=drawn)))
        assert mounted[-1]["data"]["lost"] is lost


def test_points_and_tape_are_elements_of_their_own(
    run: Run, mounted: Mounted, parts: Mounted, session: Session
) -> None:
    stage(run)
    stage(run, Link(frame=4), page="lesson", trouble="No.")
    cloud, tape, _ = split_payload(pack_run(run))
    assert [given["key"] for given in parts] == [
        "part-points-playground",
        "part-tape-playground",
        "part-points-lesson",
        "part-tape-lesson",
    ]
    # Nothing in them tells where somebody is: Streamlit does not send again what is the same.
    assert [given["data"] for given in parts] == [cloud, tape, cloud, tape]
    assert mounted[0]["data"]["parts"] == [cloud["part"], tape["part"]]


def test_a_run_that_all_share_is_packed_once_and_a_person_s_own_is_not_kept(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed: list[Run] = []

    def count(run: Run) -> Any:
        packed.append(run)
        return pack_run(run)

    monkeypatch.setattr(component, "pack_run", count)
    same = run._replace()
    assert component._pack(same) == component._pack(same) == split_payload(pack_run(run))
    assert len(packed) == 1
    # Another one has another payload, also where the first one is gone.
    other = record_run(Settings(k=3), run.dataset)
    assert component._pack(other)[2]["K"] == 3
    hand = same.em and same.em.frames[-1].mixture
    for own in (
        run._replace(settings=Settings(data=UPLOAD)),
        run._replace(file="own.json"),
        run._replace(hand=hand),
    ):
        packed.clear()
        component._pack(own)
        component._pack(own)
        assert len(packed) == 2


def test_a_component_sends_no_script(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[dict[str, str]] = []
    monkeypatch.setattr(st.components.v2, "component", lambda name, **parts: given.append(parts))
    component.register_bundle.cache_clear()
    component._register_part.cache_clear()
    component.register_bundle("mixtape_stage", "component")
    component._register_part()
    component.register_bundle.cache_clear()
    component._register_part.cache_clear()
    assert len(given) == 2
    for parts in given:
        assert sum(map(len, parts.values())) < 2800
        assert "_mixtape/component-" in parts["js"]
