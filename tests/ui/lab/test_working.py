"""Long work in parts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from gmm.ui.lab import working
from gmm.ui.lab.working import STOPPED, Part
from gmm.ui.recorder import Recorder, open_recorder
from tests.ui import jobs
from tests.ui.test_recorder import go, notes


def _page() -> None:
    import streamlit as st

    from gmm.ui.lab.working import work

    drawn = st.session_state.setdefault("drawn", [])
    done = work(
        "here",
        st.session_state["parts"],
        "Counting",
        "starts",
        lambda results: drawn.append(list(results)),
        shared=st.session_state.get("shared", False),
    )
    st.text(f"{done.complete} {done.results}")


def open_it(parts: list[Part], shared: bool = False) -> AppTest:
    app = AppTest.from_function(_page, default_timeout=60)
    app.session_state["parts"] = parts
    app.session_state["shared"] = shared
    return app


def said(app: AppTest) -> str:
    return str(app.text[0].value)


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    with open_recorder(seconds=600) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("jobs")


def count(numbers: range, units: int = 25) -> list[Part]:
    return [Part(("part", n), jobs.give, (n,), units=units) for n in numbers]


def test_without_a_recorder_it_is_done_here_and_drawn_once() -> None:
    app = open_it(count(range(4))).run()
    assert said(app) == "True [0, 1, 2, 3]"
    assert app.session_state["drawn"] == [[0, 1, 2, 3]]
    assert not app.button


def test_the_parts_come_in_their_places(recorder: Recorder) -> None:
    app = open_it(count(range(8))).run()
    assert said(app) == "True [0, 1, 2, 3, 4, 5, 6, 7]"
    assert app.session_state["drawn"][-1] == list(range(8))
    assert recorder.waiting == 0


def test_what_is_known_is_not_done_again(folder: Path) -> None:
    noting = [Part(name, jobs.note, (folder, name)) for name in "abc"]
    app = open_it(noting[:2]).run()
    assert notes(folder) == ["a", "b"]
    app.session_state["parts"] = noting
    app.run()
    assert notes(folder) == ["a", "b", "c"]
    # Own points are of one session; what settings name is there for all of them.
    open_it(noting).run()
    assert notes(folder) == list("abcabc")
    open_it(noting, shared=True).run()
    open_it(noting, shared=True).run()
    assert notes(folder) == list("abcabcabc")
    working._share.clear()


def test_it_is_stopped_keeps_what_it_has_and_goes_on(
    recorder: Recorder, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = count(range(3))
    app = open_it([*quick, Part("held", jobs.hold, (folder, "held"), units=25)])
    look_again(app, monkeypatch)
    app.run()
    # Stopped in the middle: the three that were there are on the page.
    assert said(app) == "False [0, 1, 2, None]"
    assert app.session_state["drawn"][-1] == [0, 1, 2, None]
    warning = app.warning[0].value.replace("\\", "")
    assert warning == f"{STOPPED} 75 of 100 starts are done."
    # Another change of the page does not begin it again.
    app.run()
    assert said(app).startswith("False")
    go(folder)
    monkeypatch.setattr(working, "get_run_yield_check", lambda: None)
    (button,) = app.button
    assert button.label == "Go on"
    button.click().run()
    assert said(app) == "True [0, 1, 2, 'held']"
    assert not app.button


def look_again(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have somebody press Stop as soon as the quick parts are there."""
    from streamlit.runtime.scriptrunner_utils.exceptions import RerunException
    from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

    told: list[Any] = []
    tell = working._Notice.tell

    def listen(notice: Any, parts: Any, results: Any) -> None:
        tell(notice, parts, results)
        if None not in results[:3] and not told:
            told.append(True)
            working._stop(*notice._stop)
            raise RerunException(RerunData())

    monkeypatch.setattr(working._Notice, "tell", listen)
    monkeypatch.setattr(working, "PATIENCE", 0.0)


def test_a_part_that_is_refused_leaves_the_others_and_says_why(recorder: Recorder) -> None:
    app = open_it(count(range(2))).run()
    app.session_state["parts"] = [*count(range(2)), Part("large", jobs.take_memory, (10**11,))]
    app.run()
    assert not app.exception
    assert said(app) == "False [0, 1, None]"
    assert "memory" in app.warning[0].value


def test_what_a_part_raises_is_raised_on_the_page(recorder: Recorder) -> None:
    app = open_it([Part("wrong", jobs.refuse, ("No.",))]).run()
    assert app.exception


def test_parts_go_aside_where_ordinary_runs_do_not_wait_for_them(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    ask = recorder.ask

    def listen(job: Any, *more: Any) -> Any:
        asked.append(job.heavy)
        return ask(job, *more)

    monkeypatch.setattr(recorder, "ask", listen)
    open_it([Part("short", jobs.give, (1,), seconds=0.01)]).run()
    assert asked == [True]
