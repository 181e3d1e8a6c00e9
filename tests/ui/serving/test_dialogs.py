"""Streamlit's pages are told to open no dialog about errors, and all else passes as it was."""

import gzip

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.web.server.starlette import starlette_routes

from gmm.ui.serving.dialogs import ShutDialogs
from gmm.ui.serving.door import MIDDLEWARE

PATH = "/_stcore/host-config"


def client_of(*routes: Route) -> TestClient:
    return TestClient(Starlette(routes=routes, middleware=[Middleware(ShutDialogs)]))


def test_streamlits_own_answer_is_changed_in_one_thing() -> None:
    (route,) = starlette_routes.create_host_config_routes(None)
    plain = TestClient(Starlette(routes=[route])).get(PATH)
    ours = client_of(route).get(PATH)  # type: ignore[arg-type]
    # A Streamlit that no longer knows the word would open its dialog again.
    assert plain.json()["blockErrorDialogs"] is False
    assert ours.json() == {**plain.json(), "blockErrorDialogs": True}
    assert ours.headers["content-length"] == str(len(ours.content))
    assert ours.headers["cache-control"] == "no-cache"


def test_it_holds_below_a_path_in_pieces_and_asks_for_no_packing() -> None:
    asked: list[str | None] = []

    async def answer(request: Request) -> Response:
        asked.append(request.headers.get("accept-encoding"))
        return StreamingResponse(iter([b'{"a": ', b"1}"]), media_type="application/json")

    told = client_of(Route("/a/b" + PATH, answer)).get("/a/b" + PATH)
    assert told.json() == {"a": 1, "blockErrorDialogs": True}
    assert asked == [None]


def test_what_is_something_else_passes() -> None:
    async def words(request: Request) -> Response:
        return Response(b"not json", status_code=404)

    async def listed(request: Request) -> Response:
        return JSONResponse([1])

    async def packed(request: Request) -> Response:
        return Response(gzip.compress(b"{}"), headers={"content-encoding": "gzip"})

    client = client_of(
        Route(PATH, words), Route("/x" + PATH, listed), Route("/_stcore/other", packed)
    )
    assert (client.get(PATH).content, client.get(PATH).status_code) == (b"not json", 404)
    assert client.get("/x" + PATH).json() == [1]
    assert client.get("/_stcore/other").content == b"{}"


def test_the_door_has_it() -> None:
    names = [getattr(each.cls, "__name__", "") for each in MIDDLEWARE]
    assert ShutDialogs.__name__ in names
