"""Streamlit's own files, compressed."""

import gzip
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send
from streamlit import file_util
from streamlit.web.server.starlette.starlette_static_routes import (
    create_streamlit_static_assets_routes,
)

from gmm.ui.serving import files
from gmm.ui.serving.files import CompressedFiles
from tests.person import run_apart

STATIC = Path(file_util.get_static_dir())
_LARGEST = max(STATIC.glob("static/js/index.*.js"), key=lambda path: path.stat().st_size)
SCRIPT = _LARGEST.relative_to(STATIC).as_posix()
FONT = next(STATIC.glob("static/media/*.woff2")).relative_to(STATIC).as_posix()
PACKED = {"accept-encoding": "gzip, deflate, br"}
PLAIN = {"accept-encoding": "identity"}


def serve(base: str = "", middleware: bool = True) -> TestClient:
    """Streamlit's own routes, with ours before them or without."""
    before = [Middleware(CompressedFiles)] if middleware else []
    return TestClient(
        Starlette(routes=create_streamlit_static_assets_routes(base), middleware=before)
    )


@pytest.fixture
def client() -> TestClient:
    return serve()


@pytest.mark.parametrize("base", ["", "a/b"])
def test_it_is_the_same_and_smaller(base: str) -> None:
    client = serve(base)
    with client.stream("GET", f"{base}/{SCRIPT}", headers=PACKED) as answer:
        sent = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) == len(sent)
    assert gzip.decompress(sent) == (STATIC / SCRIPT).read_bytes()
    assert len(sent) < 0.4 * (STATIC / SCRIPT).stat().st_size


def test_all_else_is_as_streamlit_has_it(client: TestClient) -> None:
    ours = client.get(f"/{SCRIPT}", headers=PACKED).headers
    theirs = serve(middleware=False).get(f"/{SCRIPT}", headers=PACKED).headers
    for name in ("cache-control", "content-type", "last-modified"):
        assert ours[name] == theirs[name]
    assert ours["etag"] == f"W/{theirs['etag']}"
    assert "accept-encoding" in ours["vary"].lower()


def test_what_a_browser_has_is_not_sent_again(client: TestClient) -> None:
    tag = client.get(f"/{SCRIPT}", headers=PACKED).headers["etag"]
    again = client.get(f"/{SCRIPT}", headers=PACKED | {"if-none-match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)


def test_the_head_alone(client: TestClient) -> None:
    whole, head = (ask(f"/{SCRIPT}", headers=PACKED) for ask in (client.get, client.head))
    assert head.content == b""
    assert dict(head.headers) == dict(whole.headers)


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (SCRIPT, PLAIN),
        (SCRIPT, PACKED | {"range": "bytes=10-99"}),
        (FONT, PACKED),
        ("static/js/nothing.js", PACKED),
        ("favicon.png", PACKED),
        ("", PACKED),
    ],
)
def test_the_rest_is_streamlits_answer(
    client: TestClient, path: str, headers: dict[str, str]
) -> None:
    ours = client.get(f"/{path}", headers=headers)
    theirs = serve(middleware=False).get(f"/{path}", headers=headers)
    assert (ours.status_code, ours.content) == (theirs.status_code, theirs.content)
    assert dict(ours.headers) == dict(theirs.headers)
    assert "content-encoding" not in ours.headers


def test_a_file_is_compressed_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    packed: list[int] = []
    compress = gzip.compress

    def count(content: bytes, *options: int, **named: int) -> bytes:
        packed.append(len(content))
        return compress(content, *options, **named)

    monkeypatch.setattr(gzip, "compress", count)
    for _ in range(3):
        assert client.get(f"/{SCRIPT}", headers=PACKED).status_code == 200
    assert packed == [(STATIC / SCRIPT).stat().st_size]


def test_the_bound_has_room_for_all_that_pages_load() -> None:
    scripts = [path.read_bytes() for path in STATIC.glob("static/js/[A-P]*.js")]
    packed = sum(len(gzip.compress(script, 1)) for script in scripts)
    assert packed < files.MOST_BYTES


TEXT = b"export const a = 1;\n" * 100


class Source:
    """An app with one file, that stops in its middle when it hears that nobody listens."""

    def __init__(self, *short: bool) -> None:
        self.short = list(short)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"etag", b'"1"'), (b"content-length", b"%d" % len(TEXT))]
        headers.append((b"content-type", b"text/javascript"))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        first = await receive()
        gone = first["type"] == "http.disconnect"
        cut = gone or (bool(self.short) and self.short.pop(0))
        await send({"type": "http.response.body", "body": b"" if cut else TEXT})


async def ask(app: CompressedFiles, message: str) -> bytes:
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/static/js/a.js",
        "headers": [(b"accept-encoding", b"gzip")],
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": message}

    async def send(given: Message) -> None:
        sent.append(given)

    await app(scope, receive, send)
    return b"".join(given.get("body", b"") for given in sent)


def test_who_goes_away_does_not_leave_half_a_file_for_the_next_one() -> None:
    app = CompressedFiles(Source())
    run_apart(ask(app, "http.disconnect"))
    assert gzip.decompress(run_apart(ask(app, "http.request"))) == TEXT


def test_a_file_that_comes_short_is_not_kept() -> None:
    app = CompressedFiles(Source(True))
    assert run_apart(ask(app, "http.request")) == TEXT  # the app's own second answer
    assert app.table.kept_bytes == 0
    assert gzip.decompress(run_apart(ask(app, "http.request"))) == TEXT
