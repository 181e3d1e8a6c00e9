"""A file that the server has no room for."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from gmm.limits import MAX_BYTES, MAX_HELD_BYTES
from gmm.ui.serving import uploads
from gmm.ui.serving.uploads import FULL, MOST_REMEMBERED, UploadGate, find_refusal
from tests.app import open_app

ROOM = 1_000


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many bytes each upload had that was let in; the server has little room."""
    monkeypatch.setattr(uploads, "count_held", lambda: MAX_HELD_BYTES - ROOM)
    uploads._refused.clear()
    yield []
    uploads._refused.clear()


@pytest.fixture
def client(taken: list[int]) -> TestClient:
    async def take(request: Request) -> Response:
        taken.append(len(await request.body()))
        return Response(status_code=204)

    where = Route("/{rest:path}", take, methods=["PUT", "DELETE", "OPTIONS", "GET"])
    return TestClient(Starlette(routes=[where], middleware=[Middleware(UploadGate)]))


def refusal_of(monkeypatch: pytest.MonkeyPatch, session: str) -> str:
    context = SimpleNamespace(session_id=session)
    monkeypatch.setattr(uploads, "get_script_run_ctx", lambda: context)
    return find_refusal()


def put(client: TestClient, size: int, session: str = "abc", base: str = "") -> int:
    address = f"{base}/_stcore/upload_file/{session}/1"
    return client.put(address, content=b"x" * size).status_code


def test_there_is_room_for_what_fits(
    client: TestClient, taken: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert put(client, ROOM) == 204
    assert taken == [ROOM]
    assert refusal_of(monkeypatch, "abc") == ""


@pytest.mark.parametrize("base", ["", "/a/b"])
def test_what_does_not_fit_is_not_taken_in_and_told_to_its_sender(
    client: TestClient, taken: list[int], monkeypatch: pytest.MonkeyPatch, base: str
) -> None:
    # Streamlit's page is told that all is well: it has no words of ours.
    assert put(client, ROOM + 1, base=base) == 204
    assert taken == []
    assert refusal_of(monkeypatch, "abc") == FULL
    assert refusal_of(monkeypatch, "other") == ""
    assert put(client, 10, base=base) == 204
    assert taken == [10]
    assert refusal_of(monkeypatch, "abc") == ""


def test_one_that_is_taken_away_is_not_told_any_more(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(client, ROOM + 1)
    assert client.delete("/_stcore/upload_file/abc/1").status_code == 204
    assert refusal_of(monkeypatch, "abc") == ""


def test_one_that_does_not_say_its_size_may_be_as_large_as_any(
    client: TestClient, taken: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def parts() -> Iterator[bytes]:
        yield b"x" * 10

    assert MAX_BYTES > ROOM
    client.put("/_stcore/upload_file/abc/1", content=parts())
    assert taken == []
    assert refusal_of(monkeypatch, "abc") == FULL


def test_files_on_their_way_count(taken: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    inner: list[int] = []

    async def take(request: Request) -> Response:
        await request.body()
        if request.url.path.endswith("outer/1"):
            # While this one arrives, another one comes.
            async def receive() -> dict[str, object]:
                return {"type": "http.request", "body": b"", "more_body": False}

            async def send(message: object) -> None:
                inner.append(1)

            headers = [(b"content-length", b"600")]
            scope = {"type": "http", "method": "PUT", "headers": headers}
            scope["path"] = "/_stcore/upload_file/inner/1"
            await gate[0](scope, receive, send)
        return Response(status_code=204)

    gate: list[UploadGate] = []

    class Noted(UploadGate):
        def __init__(self, app: object) -> None:
            super().__init__(app)  # type: ignore[arg-type]
            gate.append(self)

    where = Route("/{rest:path}", take, methods=["PUT"])
    client = TestClient(Starlette(routes=[where], middleware=[Middleware(Noted)]))
    put(client, 600, "outer")
    assert refusal_of(monkeypatch, "inner") == FULL
    # It has arrived: there is room again.
    put(client, 600, "inner")
    assert refusal_of(monkeypatch, "inner") == ""


def test_other_addresses_are_let_through(client: TestClient, taken: list[int]) -> None:
    assert client.put("/elsewhere", content=b"x" * (ROOM + 5)).status_code == 204
    assert taken == [ROOM + 5]


def test_what_ended_sessions_left_is_collected_before_anybody_is_refused(
    client: TestClient, taken: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    held = [MAX_HELD_BYTES]
    monkeypatch.setattr(uploads, "count_held", lambda: held[0])
    collected: list[int] = []

    def collect() -> None:
        collected.append(1)
        held[0] = 0

    monkeypatch.setattr("gc.collect", collect)
    put(client, 10)
    assert (taken, collected) == ([10], [1])
    # Not again and again: it stops all pages for a moment.
    held[0] = MAX_HELD_BYTES
    for _ in range(5):
        put(client, 10)
    assert (taken, collected) == ([10], [1])


def test_not_everybody_is_remembered(client: TestClient) -> None:
    for i in range(MOST_REMEMBERED + 20):
        put(client, ROOM + 1, f"session-{i}")
    assert len(uploads._refused) == MOST_REMEMBERED


def test_the_page_says_why_there_is_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gmm.ui.sources.uploaded.find_refusal", lambda: FULL)
    app = open_app(data="Upload a file")
    assert [each.value for each in app.error] == [FULL]
    app.file_uploader[0].upload("own.csv", b"x\n1\n2\n5\n").run()
    assert not app.error
