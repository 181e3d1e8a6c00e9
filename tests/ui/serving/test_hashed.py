"""Our own files at addresses that name their content."""

import gzip
import hashlib
import re

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from gmm.ui.serving import hashed
from gmm.ui.serving.door import ROUTES
from gmm.ui.serving.hashed import HASHED_ROUTES, find_address
from gmm.ui.stage.bundle import write_bundle

PLAIN = {"accept-encoding": "identity"}
PACKED = {"accept-encoding": "gzip, br"}


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=ROUTES))


@pytest.mark.parametrize("stem", ["component", "lesson", "course", "icons", "icon", "style"])
def test_the_name_tells_the_content(client: TestClient, stem: str) -> None:
    address = find_address(stem)
    answer = client.get(f"/{address}", headers=PLAIN)
    assert answer.status_code == 200
    assert hashlib.sha256(answer.content).hexdigest()[:16] in address
    assert "content-encoding" not in answer.headers
    assert re.fullmatch(rf"_mixtape/{stem}-[0-9a-f]{{16}}\.\w+", address)


def test_a_browser_may_keep_it_for_good(client: TestClient) -> None:
    answer = client.get(f"/{find_address('component')}", headers=PACKED)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["vary"] == "Accept-Encoding"


def test_it_is_sent_compressed_and_is_the_same(client: TestClient) -> None:
    address = f"/{find_address('component')}"
    with client.stream("GET", address, headers=PACKED) as answer:
        sent = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) == len(sent)
    assert gzip.decompress(sent).decode() == write_bundle("component")
    assert len(sent) < 0.32 * len(write_bundle("component").encode())


def test_a_font_is_compressed_already(client: TestClient) -> None:
    answer = client.get(f"/{find_address('icons')}", headers=PACKED)
    assert "content-encoding" not in answer.headers
    assert answer.headers["content-type"] == "font/woff2"
    assert answer.content[:4] == b"wOF2"


@pytest.mark.parametrize("headers", [PLAIN, PACKED])
def test_what_a_browser_has_is_not_sent_again(client: TestClient, headers: dict[str, str]) -> None:
    address = f"/{find_address('lesson')}"
    tag = client.get(address, headers=headers).headers["etag"]
    again = client.get(address, headers=headers | {"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert "immutable" in again.headers["cache-control"]
    assert client.get(address, headers=headers | {"if-none-match": '"other"'}).status_code == 200


def test_both_forms_have_tags_of_their_own(client: TestClient) -> None:
    address = f"/{find_address('lesson')}"
    tags = {client.get(address, headers=headers).headers["etag"] for headers in (PLAIN, PACKED)}
    assert len(tags) == 2


@pytest.mark.parametrize("headers", [PLAIN, PACKED])
def test_the_head_alone(client: TestClient, headers: dict[str, str]) -> None:
    address = f"/{find_address('course')}"
    whole, head = client.get(address, headers=headers), client.head(address, headers=headers)
    assert head.content == b""
    assert dict(head.headers) == dict(whole.headers)


def test_an_address_of_another_version_has_nothing_and_is_not_kept(client: TestClient) -> None:
    own = find_address("component")
    other = re.sub(r"[0-9a-f]{16}", "0" * 16, own)
    for address in (other, "_mixtape/component.js", "_mixtape/nothing-1.js", f"{own}.map"):
        answer = client.get(f"/{address}", headers=PACKED)
        assert answer.status_code == 404, address
        assert answer.headers["cache-control"] == "no-store"
        assert b"stage" not in answer.content


def test_it_is_there_under_a_path_of_the_servers(client: TestClient) -> None:
    address = find_address("component")
    assert client.get(f"/a/b/{address}").content == client.get(f"/{address}").content


def test_another_content_has_another_address(monkeypatch: pytest.MonkeyPatch) -> None:
    before = find_address("course")
    monkeypatch.setattr(hashed, "write_bundle", lambda entry: f"{write_bundle(entry)}\n// new")
    hashed._list_files.cache_clear()
    try:
        assert find_address("course") != before
    finally:
        hashed._list_files.cache_clear()


def test_pages_below_a_path_that_ends_in_our_name_are_not_files() -> None:
    async def answer(request: Request) -> Response:
        return PlainTextResponse("a page")

    pages = Route("/{path:path}", answer)
    client = TestClient(Starlette(routes=[*HASHED_ROUTES, pages]))
    assert client.get("/math/mixtape/course").text == "a page"
    icon = client.get(f"/math/mixtape/{find_address('icon')}")
    assert icon.headers["content-type"] == "image/svg+xml"
