"""Streamlit's index.html with our words in it."""

import gzip
import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from streamlit import file_util
from streamlit.web.server.starlette.starlette_static_routes import (
    create_streamlit_static_assets_routes,
)

from gmm.ui.serving.front import FrontDoor, write_front
from gmm.ui.serving.hashed import find_address

STATIC = Path(file_util.get_static_dir())
INDEX = (STATIC / "index.html").read_text("utf-8")
PACKED = {"accept-encoding": "gzip"}
PLAIN = {"accept-encoding": "identity"}
WORDS = "Mixtape shows how a Gaussian mixture is fitted to data."


@pytest.fixture
def client() -> TestClient:
    routes = create_streamlit_static_assets_routes("")
    return TestClient(Starlette(routes=routes, middleware=[Middleware(FrontDoor)]))


@pytest.mark.parametrize("path", ["/", "/course", "/course?lesson=the-e-step", "/nothing/at/all"])
def test_every_page_begins_with_words(client: TestClient, path: str) -> None:
    page = client.get(path).text
    assert WORDS in page
    assert page.index('<div id="root"></div>') < page.index(WORDS)
    assert "<title>Mixtape</title>" in page
    assert 'lang="en"' in page
    assert page.count('<meta name="description"') == 1
    assert page.count("<noscript>") == 1
    assert "needs JavaScript" in page


def test_one_script_of_its_own_says_where_the_server_is() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>.*?</script>|\son\w+=", re.DOTALL)
    found = inline.findall(write_front(INDEX, "component", True))
    (own,) = (each for each in found if each not in inline.findall(INDEX))
    assert "BACKEND_BASE_URL" in own
    # Streamlit's script reads it; where it does not any more, a page looks for its server again.
    assert any(
        "BACKEND_BASE_URL" in path.read_text("utf-8") for path in STATIC.glob("static/js/*.js")
    )
    # An index whose scripts lie elsewhere does not say where the server is.
    assert "BACKEND_BASE_URL" not in write_front(
        INDEX.replace("./static", "/static"), "course", True
    )


def test_each_address_in_it_leads_somewhere() -> None:
    ours = {find_address(name) for name in ("component", "icon", "style")}
    page = write_front(INDEX, "component", True)
    found = set(re.findall(r'(?:href|src)="\./([^"]+)"', page))
    assert ours <= found
    streamlits = {name for name in found - ours if name.startswith("static/")}
    assert all((STATIC / name).is_file() for name in streamlits)
    names = {name.rpartition("/")[2].split(".")[0] for name in streamlits}
    assert {"BidiComponent", "Selectbox", "Slider", "NumberInput", "Checkbox"} <= names
    # What these import is asked for with them.
    for name in streamlits:
        if name.endswith(".js"):
            text = (STATIC / name).read_text("utf-8")
            imported = re.findall(r'(?:from|import)\s*"\./([\w.-]+\.js)"', text)
            assert {f"static/js/{each}" for each in imported} <= found, name


def test_letters_and_streamlits_icons_do_not_stand_in_the_way_of_scripts() -> None:
    page = write_front(INDEX, "component", True)
    assert 'as="font"' in INDEX
    assert 'as="font"' not in page
    assert "static/css/" not in page


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/", "component"),
        ("/glossary", "component"),
        ("/course", "course"),
        ("/a/course?lesson=the-e-step", "lesson"),
    ],
)
def test_a_page_asks_for_its_own_script(client: TestClient, path: str, entry: str) -> None:
    assert re.findall(r'href="\./_mixtape/(\w+)-\w+\.js"', client.get(path).text) == [entry, "away"]


def test_an_index_of_another_kind_is_left_as_it_is() -> None:
    for other in ("<html>", INDEX.replace('id="root"', 'id="app"'), INDEX.replace("</head>", "")):
        assert write_front(other, "component", True) == other
    # What is missing elsewhere does not keep the words away.
    bare = '<html><head></head><body><div id="root"></div></body></html>'
    assert WORDS in write_front(bare, "component", True)


def test_it_is_sent_compressed_and_is_the_same(client: TestClient) -> None:
    with client.stream("GET", "/", headers=PACKED) as answer:
        sent = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) == len(sent)
    assert gzip.decompress(sent) == client.get("/", headers=PLAIN).content
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("headers", [PLAIN, PACKED])
def test_what_a_browser_has_is_not_sent_again(client: TestClient, headers: dict[str, str]) -> None:
    first = client.get("/course", headers=headers)
    again = client.get("/course", headers=headers | {"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/", headers=headers | {"if-none-match": '"old"'}).status_code == 200
    assert client.get("/", headers=headers | {"range": "bytes=0-9"}).status_code == 200


@pytest.mark.parametrize("headers", [PLAIN, PACKED])
def test_the_head_alone(client: TestClient, headers: dict[str, str]) -> None:
    whole, head = client.get("/", headers=headers), client.head("/", headers=headers)
    assert head.content == b""
    assert dict(head.headers) == dict(whole.headers)


def test_what_is_no_page_passes_as_it_is(client: TestClient) -> None:
    plain = TestClient(Starlette(routes=create_streamlit_static_assets_routes("")))
    script = next(STATIC.glob("static/js/index.*.js")).relative_to(STATIC).as_posix()
    for path in (f"/{script}", "/favicon.png", "/manifest.json", "/_stcore/agent/nothing"):
        ours, theirs = client.get(path), plain.get(path)
        assert (ours.status_code, ours.content) == (theirs.status_code, theirs.content), path
        assert dict(ours.headers) == dict(theirs.headers), path
    assert client.post("/").status_code == plain.post("/").status_code


def test_the_app_is_asked_for_each_page_once() -> None:
    asked: list[str] = []
    cookie: dict[str, str] = {}

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        asked.append(scope["path"])
        await HTMLResponse(f"<p>{len(asked)}</p>", headers=cookie)(scope, receive, send)

    client = TestClient(FrontDoor(app))
    assert {client.get("/").text for _ in range(3)} == {"<p>1</p>"}
    tag = client.get("/").headers["etag"]
    assert client.get("/", headers={"If-None-Match": tag}).status_code == 304
    assert client.head("/").status_code == 200
    assert asked == ["/"]
    # What may be another answer for another person is asked for by each.
    client.get("/", headers={"Origin": "https://example.org"})
    cookie["set-cookie"] = "a=b"
    client.get("/course")
    client.get("/course")
    client.get("/other")
    client.get("/other")
    assert asked == ["/", "/", "/course", "/course", "/other", "/other"]
