"""The cookie is set where a browser needs it, and nowhere else."""

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket
from streamlit import config

from gmm.ui.serving.affinity import MARK, Affinity, stay


async def page(request: Request) -> Response:
    return HTMLResponse("a page")


async def file(request: Request) -> Response:
    return PlainTextResponse("a file")


async def missing(request: Request) -> Response:
    return HTMLResponse("not here", status_code=404)


async def talk(socket: WebSocket) -> None:
    await socket.accept(subprotocol="streamlit")
    await socket.send_text("hello")
    await socket.close()


ROUTES = [
    *(Route("/page", page), Route("/file", file), Route("/missing", missing)),
    WebSocketRoute("/talk", talk),
]


def ask(path: str, cookie: str = "", address: str = "http://testserver") -> str | None:
    app = Affinity(Starlette(routes=ROUTES), "mixtape_80=1")
    client = TestClient(app, base_url=address, headers={"Cookie": cookie} if cookie else {})
    if path != "/talk":
        return client.get(path).headers.get("set-cookie")
    with client.websocket_connect(path, subprotocols=["streamlit"]) as socket:
        assert socket.receive_text() == "hello"
        return Headers(raw=list(socket.extra_headers or [])).get("set-cookie")


OURS = "mixtape_80=1; Path=/; HttpOnly; SameSite=Lax"


@pytest.mark.parametrize(
    ("path", "cookie", "answer"),
    [
        ("/page", "", OURS),
        ("/page", "other=1", OURS),
        ("/page", "mixtape_80=1", None),
        ("/page", "mixtape_80=0", None),  # another tab may be talking to the other process
        ("/file", "", None),
        ("/missing", "", None),
        ("/talk", "", OURS),
        ("/talk", "mixtape_80=0", OURS),
        ("/talk", "a=b; mixtape_80=0; c=d", OURS),
        ("/talk", "mixtape_80=1", None),
        ("/talk", ";;=; mixtape_80", OURS),
        ("/talk", 'mixtape_80="1"', OURS),  # nginx does not take the quotes away
        ("/talk", "mixtape_80=0; mixtape_80=1", OURS),  # and reads the first one
    ],
)
def test_who_is_given_the_cookie(path: str, cookie: str, answer: str | None) -> None:
    assert ask(path, cookie) == answer


def test_it_goes_where_the_guard_of_uploads_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    options = {"server.baseUrlPath": "math/mixtape", "server.xsrfCookieSameSite": "none"}
    real = config.get_option
    monkeypatch.setattr(config, "get_option", lambda name: options.get(name) or real(name))
    expected = "mixtape_80=1; Path=/math/mixtape; HttpOnly; SameSite=None; Secure"
    assert ask("/page") == ask("/talk") == expected
    del options["server.xsrfCookieSameSite"]
    assert ask("/page", address="https://testserver") == expected.replace("None", "Lax")


def test_a_process_alone_sets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(MARK, raising=False)
    assert stay() == []
    monkeypatch.setenv(MARK, "mixtape_80=1")
    assert [str(each.cls) for each in stay()] == [str(Affinity)]
