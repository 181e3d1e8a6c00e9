"""How a page waits for the recorder."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException, StopException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

from gmm.ui import waiting
from gmm.ui.plain import plain
from gmm.ui.recorder import Job, Recorder, RefusedError, open_recorder
from gmm.ui.waiting import STOPPED, ask, do, forget_stop, offer_again
from tests.ui import jobs
from tests.ui.test_recorder import HEAVY, go, holding, notes, noting, until


class Page:
    """What is on a page while somebody waits on it."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.buttons: dict[str, Any] = {}
        self.emptied = 0
        self.keys: list[str] = []

    def empty(self) -> Any:
        self.emptied += 1
        return self

    @contextmanager
    def container(self, key: str, **_: Any) -> Iterator[None]:
        self.keys.append(key)
        yield

    def button(self, label: str, on_click: Any, args: Any, key: str) -> None:
        self.keys.append(key)
        self.buttons[label] = lambda: on_click(*args)


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Page:
    shown = Page()
    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(st, "button", shown.button)
    monkeypatch.setattr(st, "markdown", shown.said.append)
    monkeypatch.setattr(st, "html", lambda _: None)
    monkeypatch.setattr(waiting, "PATIENCE", 0.0)
    monkeypatch.setattr(waiting, "LOOK", 0.01)
    monkeypatch.setattr(waiting, "LATER_LOOK", 0.01)
    return shown


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    with open_recorder(seconds=600) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("jobs")


def interrupt(monkeypatch: pytest.MonkeyPatch, folder: Path, error: BaseException) -> None:
    """Somebody changes something, or goes, when the job has begun."""

    def look() -> None:
        if notes(folder):
            raise error

    monkeypatch.setattr(waiting, "get_run_yield_check", lambda: look)


def test_without_a_recorder_it_is_done_here(page: Page) -> None:
    kept: list[object] = []
    here = threading.get_ident()
    assert ask(Job("a", threading.get_ident), "here", "Working", kept.append) == here
    assert do(Job("a", threading.get_ident), kept.append) == here
    assert kept == [here, here]
    told: list[object] = []
    job = Job("a", jobs.count, (2,), reports=True)
    assert do(job, report=lambda *what: told.append(what)) == 2
    assert told == [(1, 2), (2, 2)]
    assert page.said == []


def test_what_is_there_at_once_is_not_told(page: Page, recorder: Recorder) -> None:
    assert ask(Job("a", jobs.give, (1,)), "here", "Working") == 1
    assert page.said == []
    assert page.buttons == {}


def test_what_takes_long_is_told_until_it_is_there(
    page: Page, recorder: Recorder, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look() -> None:
        if page.said:
            go(folder)

    monkeypatch.setattr(waiting, "get_run_yield_check", lambda: look)
    what = "Recording a run: 5 [rows], K = 2"
    place: Any = page
    assert ask(holding(folder, "a", HEAVY), "here", what, place=place) == "a"
    assert page.said == [plain(f"{what}.")]
    assert list(page.buttons) == ["Stop"]
    assert page.emptied == 1


def test_a_page_may_wait_for_two_jobs_in_one_run(
    page: Page, recorder: Recorder, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Streamlit refuses a second element with the same key, also where the first one is gone."""
    place: Any = page
    for name in ("a", "b"):
        own = folder / name
        own.mkdir()
        page.said.clear()

        def look(own: Path = own) -> None:
            if page.said:
                go(own)

        monkeypatch.setattr(waiting, "get_run_yield_check", lambda look=look: look)
        assert ask(holding(own, name, HEAVY), "here", "Recording", place=place) == name
    assert len(page.keys) == len(set(page.keys)) == 4


def test_stop_leaves_what_was_there_and_nothing_begins_again_by_itself(
    page: Page, recorder: Recorder, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = holding(folder, "a", HEAVY)

    def look() -> None:
        if "Stop" in page.buttons and notes(folder):
            raise RerunException(RerunData())

    monkeypatch.setattr(waiting, "get_run_yield_check", lambda: look)
    with pytest.raises(RerunException):
        ask(job, "here", "Working", place=page)  # type: ignore[arg-type]
    _, process = recorder.processes
    page.buttons["Stop"]()  # before the page is run again
    until(lambda: process not in recorder.processes)
    for _ in range(2):
        with pytest.raises(RefusedError, match=STOPPED):
            ask(job, "here", "Working")
    assert notes(folder) == ["a"]
    # Another one is done, and so is this one elsewhere.
    monkeypatch.setattr(waiting, "get_run_yield_check", lambda: None)
    go(folder)
    assert ask(noting(folder, "b"), "here", "Working") == "b"
    assert ask(job, "there", "Working") == "a"
    with pytest.raises(RefusedError, match=STOPPED):
        ask(job, "here", "Working")
    offer_again("here", "Record it")
    page.buttons["Record it"]()
    assert ask(job, "here", "Working") == "a"
    page.buttons.clear()
    offer_again("here", "Record it")
    assert page.buttons == {}


def test_who_changes_something_else_finds_the_job_where_it_was(
    page: Page, recorder: Recorder, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt(monkeypatch, folder, RerunException(RerunData()))
    job = holding(folder, "a", HEAVY)
    with pytest.raises(RerunException):
        ask(job, "here", "Working", place=page)  # type: ignore[arg-type]
    monkeypatch.setattr(waiting, "get_run_yield_check", lambda: lambda: go(folder))
    assert ask(job, "here", "Working", place=page) == "a"  # type: ignore[arg-type]
    assert notes(folder) == ["a"]


def ask_here(job: Job) -> Any:
    return ask(job, "here", "Working", place=Page())  # type: ignore[arg-type]


@pytest.mark.parametrize("way", [ask_here, do])
def test_the_job_of_who_has_gone_is_ended(
    page: Page, recorder: Recorder, folder: Path, monkeypatch: pytest.MonkeyPatch, way: Any
) -> None:
    interrupt(monkeypatch, folder, StopException())
    job = holding(folder, "a", HEAVY)
    with pytest.raises(StopException):
        way(job)
    until(lambda: len(recorder.processes) == 1)
    assert recorder.waiting == 0


def test_what_was_refused_is_not_tried_again_by_itself(page: Page, recorder: Recorder) -> None:
    job = Job("a", jobs.die)
    with pytest.raises(RefusedError, match="ended twice"):
        ask(job, "here", "Working")
    (process,) = recorder.processes or [0]
    with pytest.raises(RefusedError, match="ended twice"):
        ask(job, "here", "Working")
    assert (recorder.processes or [0]) == [process]
    forget_stop("here")
    with pytest.raises(RefusedError, match="ended twice"):
        ask(job, "here", "Working")
    # What a job itself raises is something else: the settings are wrong.
    for _ in range(2):
        with pytest.raises(ValueError, match="No") as raised:
            ask(Job("b", jobs.refuse, ("No.",)), "here", "Working")
        assert str(raised.value) == "No."
        assert not isinstance(raised.value, RefusedError)


def test_a_download_waits_without_a_page(recorder: Recorder) -> None:
    found: list[object] = []
    told: list[tuple[Any, ...]] = []
    job = Job("a", jobs.count, (3,), reports=True)
    thread = threading.Thread(
        target=lambda: found.append(do(job, report=lambda *what: told.append(what)))
    )
    thread.start()
    thread.join(60)
    assert found == [3]
    assert all(what[1] == 3 for what in told)
