"""What a browser says over its websocket is heard only where a page needs it."""

from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg

from gmm.ui.serving.messages import HEARD, Hearing


async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    async for content in websocket.iter_bytes():
        await websocket.send_bytes(content)


@pytest.fixture
def client() -> TestClient:
    routes = [WebSocketRoute("/", echo)]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(Hearing)]))


def say(kind: str) -> bytes:
    message = BackMsg()
    field: Any = getattr(message, kind)
    if isinstance(field, bool):
        setattr(message, kind, True)
    else:
        field.SetInParent()
    content: bytes = message.SerializeToString()
    return content


KINDS = {field.name for field in BackMsg.DESCRIPTOR.fields if field.containing_oneof is not None}


def test_each_kind_that_is_heard_is_one_of_streamlits() -> None:
    assert KINDS >= HEARD


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_is_for_developers_is_dropped_and_all_else_passes(
    client: TestClient, kind: str
) -> None:
    end = say("stop_script")
    with client.websocket_connect("/") as socket:
        socket.send_bytes(say(kind))
        socket.send_bytes(end)
        heard = socket.receive_bytes()
        assert heard == (say(kind) if kind in HEARD else end)


@pytest.mark.parametrize("content", [b"\xff\xff", b"", b"\x08"])
def test_what_is_no_message_is_left_to_streamlit(client: TestClient, content: bytes) -> None:
    with client.websocket_connect("/") as socket:
        socket.send_bytes(content)
        assert socket.receive_bytes() == content


def test_nobody_empties_the_caches_of_all(client: TestClient) -> None:
    assert not {"clear_cache", "load_git_info", "set_run_on_save"} & HEARD
