"""Names that a server is asked under."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit import config

from gmm.ui.serving.hosts import ANSWER, Hosts


async def answer(request: Request) -> Response:
    return PlainTextResponse("here")


ROUTES = [Route(path, answer, methods=["GET", "PUT"]) for path in ("/", "/_stcore/health", "/file")]


@pytest.mark.parametrize(
    ("allowed", "host", "status"),
    [
        ([], "anything.test", 200),
        (["mixtape.test"], "mixtape.test", 200),
        (["mixtape.test"], "MIXTAPE.test:8501", 200),
        (["*.school.test"], "maths.school.test", 200),
        (["mixtape.test"], "evil.test", 421),
        (["mixtape.test"], "mixtape.test.evil.test", 421),
        (["mixtape.test"], "127.0.0.1", 421),
        (["mixtape.test"], "mixtape.test@evil.test", 421),
        (["mixtape.test"], "", 421),
    ],
)
def test_a_name_is_taken_or_refused(
    monkeypatch: pytest.MonkeyPatch, allowed: list[str], host: str, status: int
) -> None:
    real = config.get_option
    monkeypatch.setattr(
        config, "get_option", lambda name: allowed if name == "server.allowedHosts" else real(name)
    )
    client = TestClient(Hosts(Starlette(routes=ROUTES)), headers={"Host": host})
    for got in (client.get("/"), client.put("/file", content=b"x")):
        assert got.status_code == status
        assert got.text == ("here" if status == 200 else ANSWER)
    assert client.get("/_stcore/health").status_code == 200
