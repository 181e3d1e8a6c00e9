"""Every answer says what a page may do; a page's policy names the scripts that stand in it."""

import base64
import gzip
import hashlib
import re
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from gmm.ui.serving.safety import HEADERS, SafeAnswers, hash_scripts, read_embed, write_policy
from tests.ui.serving.served import Served

SCRIPT = "\n  window.a = 'x < y'\n"
PAGE = f"<!doctype html><script>{SCRIPT}</script><script src='a.js'></script>{'<p>word' * 300}"


def hashed(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def parts(policy: str) -> dict[str, list[str]]:
    return {words[0]: words[1:] for words in map(str.split, policy.split(";"))}


async def stream(request: Request) -> Response:
    async def rows() -> Iterator[str]:  # type: ignore[misc]
        for row in range(3):
            yield f"{row}\n"

    return StreamingResponse(rows(), media_type="text/plain")


async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_bytes(await websocket.receive_bytes())
    await websocket.close()


def conditional(request: Request) -> Response:
    known = "if-none-match" in request.headers
    return Response(status_code=304) if known else PlainTextResponse("whole", headers={"etag": "a"})


def own_policy(request: Request) -> Response:
    return PlainTextResponse("a", headers={"Content-Security-Policy": "default-src *"})


@pytest.fixture
def client() -> TestClient:
    routes = [
        Route("/", lambda request: HTMLResponse(PAGE)),
        Route("/stream", stream),
        Route("/media/a.svg", lambda request: Response("<svg/>", media_type="image/svg+xml")),
        Route("/media/a.html", lambda request: HTMLResponse(PAGE)),
        Route("/conditional", conditional),
        Route("/own", own_policy),
        WebSocketRoute("/socket", echo),
    ]
    safe = Middleware(SafeAnswers, ancestors=("https://a.example",))
    packed = Middleware(GZipMiddleware, minimum_size=10)
    return TestClient(Starlette(routes=routes, middleware=[safe, packed]))


@pytest.mark.parametrize("path", ["/", "/stream", "/media/a.svg", "/none", "/conditional"])
def test_every_answer_has_the_headers(client: TestClient, path: str) -> None:
    answer = client.get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    policy = parts(answer.headers["content-security-policy"])
    assert policy["frame-ancestors"] == ["'self'", "https://a.example"]
    assert "'unsafe-eval'" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_page_is_whole_and_its_scripts_are_named(client: TestClient, encoding: str) -> None:
    answer = client.get("/", headers={"accept-encoding": encoding})
    assert answer.headers.get("content-encoding", "identity") == encoding
    assert answer.text == PAGE
    scripts = parts(answer.headers["content-security-policy"])["script-src"]
    assert hashed(SCRIPT) in scripts
    assert "'unsafe-inline'" not in scripts
    assert len([each for each in scripts if each.startswith("'sha256-")]) == 1


def test_head_has_no_body_and_the_headers(client: TestClient) -> None:
    answer = client.head("/", headers={"accept-encoding": "gzip"})
    assert answer.content == b""
    assert "script-src" in answer.headers["content-security-policy"]


def test_what_streams_is_not_held_back(client: TestClient) -> None:
    with client.stream("GET", "/stream") as answer:
        assert "".join(answer.iter_text()) == "0\n1\n2\n"


def test_a_websocket_passes_as_it_is(client: TestClient) -> None:
    with client.websocket_connect("/socket") as socket:
        socket.send_bytes(b"\x00abc")
        assert socket.receive_bytes() == b"\x00abc"


def test_a_file_that_somebody_made_runs_nothing(client: TestClient) -> None:
    for path in ("/media/a.svg", "/media/a.html"):
        policy = parts(client.get(path).headers["content-security-policy"])
        assert policy["default-src"] == ["'none'"]
        assert policy["sandbox"] == []
        assert "script-src" not in policy


def test_an_answer_within_cannot_loosen_the_policy(client: TestClient) -> None:
    policy = client.get("/own").headers.get_list("content-security-policy")
    assert len(policy) == 1
    assert parts(policy[0])["default-src"] == ["'self'"]


def test_who_opens_a_page_gets_it_whole_with_todays_policy(client: TestClient) -> None:
    known = {"if-none-match": "a"}
    assert client.get("/conditional", headers=known).status_code == 304
    assert "content-security-policy" not in client.get("/conditional", headers=known).headers
    for opens in ({"sec-fetch-dest": "iframe"}, {"accept": "text/html,*/*"}):
        answer = client.get("/conditional", headers=known | opens)
        assert (answer.status_code, answer.text) == (200, "whole")


@pytest.mark.parametrize(
    ("host", "named"),
    [
        ("mixtape.example:8501", True),
        ("[::1]:8501", True),
        ("a.example; script-src *", False),
        ("a.example, b", False),
        ("", False),
    ],
)
def test_a_host_is_named_where_it_is_one(host: str, named: bool) -> None:
    policy = write_policy(host=host)
    sources = parts(policy)["connect-src"]
    assert sources == (["'self'", f"ws://{host}", f"wss://{host}"] if named else ["'self'"])
    assert policy.count("script-src") == 1


def test_scripts_are_found_however_they_are_written() -> None:
    page = b"<SCRIPT type=module>a</SCRIPT ><script\nsrc=b>no</script><script data-src>c</script>"
    assert [f"'{each}'" for each in hash_scripts(page)] == [hashed("a"), hashed("c")]


@pytest.mark.parametrize(
    ("text", "origins"),
    [
        ("", ()),
        ("*", ("*",)),
        (
            " https://moodle.example.edu\thttp://127.0.0.1:8600 ",
            ("https://moodle.example.edu", "http://127.0.0.1:8600"),
        ),
        ("https://*.example.org", ("https://*.example.org",)),
    ],
)
def test_sites_that_may_frame_the_app(text: str, origins: tuple[str, ...]) -> None:
    assert read_embed({"MIXTAPE_EMBED": text}) == origins


@pytest.mark.parametrize(
    "wrong",
    [
        *(
            "moodle.example.edu",
            "https://a.example/path",
            "https://a.example;script-src",
            "https://",
        ),
        *(
            "https://a@b.example",
            "'none'",
            "https://a.example,https://b.example",
            "ftp://a.example",
        ),
        *("* https://a.example", "https://*", "https:", "https://a.example:port", "https://a..b"),
    ],
)
def test_what_is_no_site_is_an_error_that_names_it(wrong: str) -> None:
    with pytest.raises(ValueError, match=re.escape(wrong.split()[0])):
        read_embed({"MIXTAPE_EMBED": wrong})


# ------------------------------------------------------------------------------ the app itself


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/course", "/playground", "/_stcore/health", "/_stcore/host-config"),
        *("/_stcore/metrics", "/media/none.png", "/static/none.js", "/favicon.png", "//evil"),
    ],
)
def test_the_app_answers_with_the_headers(served: Served, path: str) -> None:
    answer = served.ask(path)
    for name, value in HEADERS.items():
        assert answer.headers[name.lower()] == value
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]


def test_the_scripts_that_stand_in_the_apps_page_are_named(served: Served) -> None:
    for encoding in ("identity", "gzip"):
        answer = served.ask("/", accept_encoding=encoding)
        page = gzip.decompress(answer.body) if "content-encoding" in answer.headers else answer.body
        inline = re.findall(r"<script(?![^>]*src=)[^>]*>(.*?)</script>", page.decode(), re.DOTALL)
        assert inline
        scripts = parts(answer.headers["content-security-policy"])["script-src"]
        assert {hashed(script) for script in inline} <= set(scripts)
