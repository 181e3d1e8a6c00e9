"""What a run of a page sends: whole, in its order, in time, and in few writes."""

import asyncio
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import uvicorn
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.types import Receive, Scope, Send
from streamlit import App
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import Runtime, app_session, websocket_session_manager
from streamlit.runtime.app_session import AppSession
from streamlit.watcher.local_sources_watcher import LocalSourcesWatcher
from streamlit.web.server.starlette.starlette_server import _get_websocket_protocol

from gmm.ui.serving import outgoing
from gmm.ui.serving.outgoing import BunchedWrites, PromptSession, send_in_bunches
from tests.person import run_apart
from tests.person.wire import dial

MANY = 60
WAIT = threading.Event()
SCRIPT = f"""
import streamlit as st
from tests.ui.serving.test_outgoing import WAIT

for number in range({MANY}):
    st.text(str(number))
if not WAIT.wait(20):
    raise TimeoutError
st.text("last")
"""
PROTOCOLS = ["streamlit", "PLACEHOLDER_AUTH_TOKEN"]


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    script = tmp_path / "page.py"
    script.write_text(SCRIPT, encoding="utf-8")
    for place, name in (
        (websocket_session_manager, "AppSession"),
        (app_session, "_populate_theme_msg"),
    ):
        monkeypatch.setattr(place, name, getattr(place, name))
    monkeypatch.setattr(Runtime, "_instance", None)
    assert send_in_bunches()
    WAIT.clear()
    try:
        with TestClient(App(script)) as client:
            yield client
    finally:
        WAIT.set()


def connect(client: TestClient, known: str = "") -> WebSocketTestSession:
    protocols = [*PROTOCOLS, *([known] if known else [])]
    return client.websocket_connect("/_stcore/stream", subprotocols=protocols)


def ask(socket: WebSocketTestSession) -> None:
    message = BackMsg()
    message.rerun_script.query_string = ""
    socket.send_bytes(message.SerializeToString())


def read(socket: WebSocketTestSession, kind: str, text: str = "") -> list[ForwardMsg]:
    """Read up to the first message of that kind, and with that text."""
    read = []
    while True:
        read.append(ForwardMsg.FromString(socket.receive_bytes()))
        if read[-1].WhichOneof("type") == kind and (not text or text in list_texts(read[-1:])):
            return read


def list_texts(messages: list[ForwardMsg]) -> list[str]:
    return [
        each.delta.new_element.text.body
        for each in messages
        if each.delta.new_element.WhichOneof("type") == "text"
    ]


def test_all_messages_arrive_in_their_order(client: TestClient) -> None:
    WAIT.set()
    with connect(client) as socket:
        for _ in range(3):
            ask(socket)
            told = read(socket, "script_finished")
            assert list_texts(told) == [*map(str, range(MANY)), "last"]
            kinds = [each.WhichOneof("type") for each in told]
            assert kinds.count("new_session") == 1
            assert kinds.index("new_session") < kinds.index("delta")


def test_they_are_few_handings_on_and_nobody_looks_through_all_sessions(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[int] = []
    looked: list[int] = []
    take = PromptSession._take

    def count(session: PromptSession) -> None:
        handed.append(1)
        take(session)

    monkeypatch.setattr(PromptSession, "_take", count)
    monkeypatch.setattr(Runtime, "_enqueued_some_message", lambda runtime: looked.append(1))
    WAIT.set()
    with connect(client) as socket:
        ask(socket)
        read(socket, "script_finished")
    assert len(handed) < MANY / 2
    assert looked == []


def test_what_is_there_is_shown_while_the_page_still_runs(client: TestClient) -> None:
    """A run that is recorded for long says so before."""
    with connect(client) as socket:
        ask(socket)
        assert read(socket, "delta", str(MANY - 1))
        assert not WAIT.is_set()
        WAIT.set()
        assert list_texts(read(socket, "script_finished")) == ["last"]


def test_who_comes_back_is_sent_what_was_left(client: TestClient) -> None:
    with connect(client) as socket:
        ask(socket)
        name = read(socket, "new_session")[-1].new_session.initialize.session_id
        read(socket, "delta", str(MANY - 1))
    manager: Any = Runtime.instance()._session_mgr
    while manager.is_active_session(name):
        time.sleep(0.01)
    WAIT.set()
    session: Any = manager.get_session_info(name).session
    while session._scriptrunner is not None:
        time.sleep(0.01)
    with connect(client, name) as socket:
        # Nothing is asked.
        assert read(socket, "script_finished")


def test_who_comes_back_watches_no_files(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Streamlit itself forgets that setting; each of a hall would look up all modules' paths."""
    looked: list[str] = []
    monkeypatch.setattr(
        LocalSourcesWatcher, "update_watched_modules", lambda watcher: looked.append("modules")
    )
    WAIT.set()
    name = ""
    for _ in range(2):
        with connect(client, name) as socket:
            ask(socket)
            told = read(socket, "new_session")[-1].new_session.initialize.session_id
            read(socket, "script_finished")
        assert not name or told == name
        name = told
    assert looked == []


def test_the_theme_is_what_streamlit_would_send() -> None:
    for section in ("theme", "theme.light", "theme.dark", "theme.dark.sidebar", "theme.sidebar"):
        theirs, ours = CustomThemeConfig(), CustomThemeConfig()
        outgoing._write_theme(theirs, section)
        outgoing._populate_theme(ours, section)
        assert ours == theirs, section
        # What is not set is not there: a page would take it for a theme of ours.
        theirs, ours = CustomThemeConfig(), CustomThemeConfig()
        outgoing._write_theme(theirs.sidebar, section)
        outgoing._populate_theme(ours.sidebar, section)
        assert ours.HasField("sidebar") == theirs.HasField("sidebar")
    assert CustomThemeConfig() != outgoing._read_theme("theme.light")


def test_another_streamlit_sends_as_it_does_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websocket_session_manager, "AppSession", AppSession)
    monkeypatch.delattr(AppSession, "_handle_scriptrunner_event_on_event_loop")
    assert not send_in_bunches()
    assert vars(websocket_session_manager)["AppSession"] is AppSession


class Wire(asyncio.WriteTransport):
    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []

    def write(self, data: Any) -> None:
        self.written.append(bytes(data))

    def close(self) -> None:
        self.written.append(b"closed")

    def write_eof(self) -> None:
        self.written.append(b"end")


def test_what_is_sent_in_one_turn_is_written_at_once() -> None:
    async def send() -> list[bytes]:
        wire = Wire()
        transport = outgoing._Bunching(wire)
        for part in (b"a", b"b", b"c"):
            transport.write(part)
        assert wire.written == []
        await asyncio.sleep(0)
        transport.write(b"d")
        transport.close()
        await asyncio.sleep(0)
        return wire.written

    assert run_apart(send()) == [b"abc", b"d", b"closed"]


def test_whatever_way_it_is_written_the_order_stays() -> None:
    async def send() -> list[bytes]:
        wire = Wire()
        transport = outgoing._Bunching(wire)
        transport.write(b"a")
        transport.writelines([b"b", b"c"])
        transport.write_eof()
        await asyncio.sleep(0)
        return wire.written

    assert run_apart(send()) == [b"abc", b"end"]


def test_the_server_that_streamlit_starts_writes_in_bunches() -> None:
    """What writes is found behind `send`; another server would write as it does by itself."""
    found: list[object] = []

    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept", "subprotocol": PROTOCOLS[0]})
            found.append(cast(Any, send).__self__.transport)
            for number in range(MANY):
                await send({"type": "websocket.send", "bytes": str(number).encode()})
            await send({"type": "websocket.close"})

    async def talk() -> list[bytes]:
        settings: Any = {"ws": _get_websocket_protocol(), "lifespan": "off"}
        server = uvicorn.Server(
            uvicorn.Config(BunchedWrites(page), port=0, log_level="error", **settings)
        )
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        connection = await dial(f"http://127.0.0.1:{port}", PROTOCOLS, {}, 10)
        told = [cast(bytes, each) async for each in connection]
        server.should_exit = True
        await serving
        return told

    assert run_apart(talk()) == [str(number).encode() for number in range(MANY)]
    assert [type(each) for each in found] == [outgoing._Bunching]
