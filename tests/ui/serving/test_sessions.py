"""Sessions of people who have lost the server: how many are kept, how long, and how they end."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from starlette.testclient import TestClient
from streamlit import App, config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from gmm.ui.serving import sessions
from gmm.ui.serving.sessions import MOST_SESSIONS, LostSessions, keep_sessions
from tests.person import run_apart


class Session:
    """What is asked of one of Streamlit's."""

    def __init__(self, name: str) -> None:
        self.id = name
        self.ended = 0

    def shutdown(self) -> None:
        self.ended += 1


class Info(NamedTuple):
    session: Session


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def lose(place: LostSessions, *names: str) -> list[Info]:
    lost = [Info(Session(name)) for name in names]
    for info in lost:
        place.save(info)
    return lost


def test_one_that_comes_back_is_given_and_one_that_goes_on_is_not_ended() -> None:
    place = LostSessions(3, 100, Clock())
    (lost,) = lose(place, "a")
    assert place.get("a") is lost
    assert place.list() == [lost]
    place.delete("a")
    assert place.get("a") is None
    assert lost.session.ended == 0


def test_too_many_end_the_one_that_was_lost_first() -> None:
    place = LostSessions(3, 100, Clock())
    lost = lose(place, "a", "b", "c")
    place.save(lost[0])  # lost once more
    lost += lose(place, "d")
    assert [info.session.ended for info in lost] == [0, 1, 0, 0]
    assert [info.session.id for info in place.list()] == ["c", "a", "d"]


def test_what_is_too_old_is_ended_once() -> None:
    clock = Clock()
    place = LostSessions(9, 100, clock)
    old = lose(place, "a", "b")
    clock.now = 60
    young = lose(place, "c")
    clock.now = 100
    assert place.get("a") is None
    place.sweep()
    assert [info.session.ended for info in (*old, *young)] == [1, 1, 0]
    assert place.get("c") is young[0]


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> App:
    """An app of one line, with the door's way of keeping sessions."""
    script = tmp_path / "page.py"
    script.write_text("import streamlit as st\nst.write('here')\n", encoding="utf-8")
    monkeypatch.setattr(Runtime, "_instance", None)

    @asynccontextmanager
    async def live(app: App) -> AsyncIterator[dict[str, Any]]:
        async with keep_sessions(app) as kept:
            assert kept, "Streamlit keeps its lost sessions elsewhere: gmm/ui/serving/sessions.py"
            yield {}

    return App(script, lifespan=live)


def visit(client: TestClient, known: str = "") -> str:
    """Run the page once, and lose the connection: the session's name."""
    protocols = ["streamlit", "PLACEHOLDER_AUTH_TOKEN", *([known] if known else [])]
    with client.websocket_connect("/_stcore/stream", subprotocols=protocols) as socket:
        message = BackMsg()
        message.rerun_script.query_string = ""
        socket.send_bytes(message.SerializeToString())
        name = ""
        while True:
            told = ForwardMsg.FromString(socket.receive_bytes())
            if told.WhichOneof("type") == "new_session":
                name = told.new_session.initialize.session_id
            if told.WhichOneof("type") == "script_finished":
                return name


def test_a_hall_that_drops_at_once_finds_its_sessions_again(app: App) -> None:
    """More people than the 128 that Streamlit keeps."""
    with TestClient(app) as client:
        names = [visit(client) for _ in range(140)]
        assert len(set(names)) == 140
        assert visit(client, names[0]) == names[0]
        assert visit(client, names[139]) == names[139]


def test_a_file_ends_with_its_session(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """In Streamlit's own place a session is forgotten, and its file stays in memory for good."""
    monkeypatch.setattr(sessions, "MOST_SESSIONS", 1)
    with TestClient(app) as client:
        runtime: Any = app._runtime
        first = visit(client)
        files = runtime.uploaded_file_mgr
        files.add_file(first, UploadedFileRec("1", "own.csv", "text/csv", b"x\n1\n"))
        second = visit(client)
        assert files.get_files(first, ["1"]) == []
        assert visit(client, second) == second


def test_another_streamlit_starts_with_its_own_number() -> None:
    async def start(app: Any) -> bool:
        async with keep_sessions(app) as kept:
            return kept

    class Manager:
        _session_storage = object()

    class Runs:
        _session_mgr = Manager()

    class Other:
        _runtime = Runs()

    for other in (object(), Other()):
        assert run_apart(start(other)) is False


def test_the_door_keeps_them_for_as_long_as_the_settings_say() -> None:
    assert MOST_SESSIONS >= 600
    assert config.get_option("server.disconnectedSessionTTL") == 900
