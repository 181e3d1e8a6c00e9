"""What nobody may ask for, at hosts that are not ours, from pages of other sites."""

from collections.abc import Iterator

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from gmm.ui.serving.gate import read_secret
from tests.ui.serving.served import Served, serve

EVIL = "https://evil.example"
SECRET = "a word nobody guesses".replace(" ", "-")


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/metrics/",
        "/_stcore//metrics",
        "/_stcore/metrics?families=x",
        "/%5fstcore/%6detrics",
        "/_stcore%2Fmetrics",
        "/a/b/_stcore/metrics",
        "/_stcore/METRICS",
        "/%255fstcore/metrics",
        "//_stcore/metrics",
        "/a/..//_stcore/metrics",
        "/_stcore\\metrics",
        "/_stcore/agent/interact",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/mcp",
        "/_stcore/script-health-check",
        "/_stcore/allowed-message-origins",
        "/_stcore",
        "/_stcore/",
        "/auth/login",
        "/auth/logout",
        "/oauth2callback",
        "/a/oauth2callback/",
    ],
)
def test_what_is_closed_is_not_there(served: Served, path: str, method: str) -> None:
    answer = served.ask(path, method)
    assert answer.status == 404
    assert answer.body in (b"", b"There is nothing at this address.\n")


def test_what_a_page_needs_is_there(served: Served) -> None:
    assert served.ask("/_stcore/health").body == b"ok"
    assert served.ask("/_stcore/host-config").status == 200
    assert served.ask("/course?lesson=auth/login").status == 200


def test_the_word_opens_the_metrics_alone() -> None:
    with serve({"MIXTAPE_METRICS": SECRET}, base="a") as served:
        path = "/a/_stcore/metrics"
        assert served.ask(path).status == 404
        assert served.ask(path, authorization="Bearer wrong").status == 404
        assert served.ask(path, authorization=SECRET).status == 404
        answer = served.ask(path, authorization=f"Bearer {SECRET}")
        assert answer.status == 200
        assert b"active_sessions" in answer.body
        agent = served.ask("/a/_stcore/agent/openapi.json", authorization=f"Bearer {SECRET}")
        assert agent.status == 404


@pytest.mark.parametrize("word", ["short", "with a space in the middle", "ümlaut-ümlaut-ümlaut"])
def test_a_word_that_can_be_guessed_or_sent_nowhere_is_an_error(word: str) -> None:
    with pytest.raises(ValueError, match="MIXTAPE_METRICS"):
        read_secret({"MIXTAPE_METRICS": word})


def test_the_word_is_read() -> None:
    assert read_secret({}) == ""
    assert read_secret({"MIXTAPE_METRICS": SECRET}) == SECRET


# ------------------------------------------------------------------------------ hosts


@pytest.fixture(scope="module")
def hosted() -> Iterator[Served]:
    hosts = "mixtape.example *.school.example"
    with serve({"STREAMLIT_SERVER_ALLOWED_HOSTS": hosts}) as served:
        yield served


@pytest.mark.parametrize("host", ["mixtape.example", "MIXTAPE.example:8501", "a.school.example"])
def test_a_host_of_ours_is_answered(hosted: Served, host: str) -> None:
    assert hosted.ask("/", host=host).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "school.example",
        "mixtape.example.evil.example",
        "mixtape.example@a",
        "[",
        "",
    ],
)
def test_another_host_is_refused_with_a_sentence(hosted: Served, host: str) -> None:
    answer = hosted.ask("/", host=host)
    assert answer.status == 421
    assert answer.headers["content-type"].startswith("text/plain")
    assert b"--server.allowedHosts" in answer.body


def test_the_health_is_told_to_whoever_asks(hosted: Served) -> None:
    assert hosted.ask("/_stcore/health", host="10.0.0.7:80").body == b"ok"


def test_every_host_is_ours_where_none_is_named(served: Served) -> None:
    assert served.ask("/", host="anything.example").status == 200


# ------------------------------------------------------------------------------ other sites


def open_socket(served: Served, origin: str | None) -> int:
    """The status of the answer to a websocket from a page of that origin."""
    address = served.url.replace("http", "ws", 1) + "/_stcore/stream"
    try:
        with connect(address, origin=origin, subprotocols=["streamlit"]):  # type: ignore[arg-type, list-item]
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


@pytest.mark.parametrize(
    "origin",
    [
        *(EVIL, "null", "http://127.0.0.1:9", "http://localhost:3000", "file://", "http://["),
        "http://127.0.0.1",
    ],
)
def test_a_page_of_another_site_has_no_websocket_and_uploads_nothing(
    served: Served, origin: str
) -> None:
    assert open_socket(served, origin) == 403
    path = "/_stcore/upload_file/a/b"
    for method in ("PUT", "DELETE", "POST"):
        answer = served.ask(path, method, b"x", origin=origin)
        assert answer.status == 403
        assert b"other sites" in answer.body
    asked = served.ask(path, "OPTIONS", origin=origin, access_control_request_method="PUT")
    read = served.ask("/_stcore/health", origin=origin)
    for answer in (asked, read):
        assert [name for name in answer.headers if name.startswith("access-control-")] == []


def test_its_own_page_has_a_websocket(served: Served) -> None:
    assert open_socket(served, served.url) == 101
    assert open_socket(served, None) == 101


def test_its_own_page_needs_the_token_to_upload(served: Served) -> None:
    path = "/_stcore/upload_file/a/b"
    own = served.url
    assert b"XSRF" in served.ask(path, "PUT", b"x", origin=own).body
    cookie = served.ask("/_stcore/health").headers["set-cookie"].partition(";")[0]
    token = cookie.partition("=")[2]
    answer = served.ask(path, "PUT", b"x", cookie=cookie, x_xsrftoken=token, origin=own)
    assert answer.status == 400
    assert b"session" in answer.body
    other = served.ask("/_stcore/health").headers["set-cookie"].partition(";")[0]
    assert other != cookie
    assert served.ask(path, "PUT", b"x", cookie=other, x_xsrftoken=token, origin=own).status == 403


def test_a_site_that_the_operator_names_may_come() -> None:
    with serve({"STREAMLIT_SERVER_CORS_ALLOWED_ORIGINS": EVIL}) as served:
        assert open_socket(served, EVIL) == 101
        assert open_socket(served, f"{EVIL}:444") == 403
        answer = served.ask("/_stcore/health", origin=EVIL)
        assert answer.headers["access-control-allow-origin"] == EVIL


def test_a_host_behind_a_proxy_may_name_the_port_of_its_scheme(served: Served) -> None:
    def upload(origin: str) -> bytes:
        host = "mixtape.example:443"
        return served.ask("/_stcore/upload_file/a/b", "PUT", b"x", host=host, origin=origin).body

    assert b"XSRF" in upload("https://mixtape.example")
    assert b"other sites" in upload("http://mixtape.example")
