"""Where nginx sends what, tried on processes that say what they were asked."""

import gzip
import http.server
import json
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from gmm.ui.serving.proxy import Front, configure
from gmm.ui.serving.workers import _reserve
from tests.ui.serving.started import find_nginx, wait_until

NAMES = ("north", "east", "south", "west")


class Answerer(http.server.BaseHTTPRequestHandler):
    """Says who it is and what it was asked; has what is named after it under /media/."""

    name = ""

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        told = {"name": self.name, "length": len(body), "headers": dict(self.headers)}
        words = json.dumps({**told, "filler": "x" * 3000}).encode()
        missing = "/media/" in self.path and self.name not in self.path
        self.send_response(404 if missing else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words)

    do_GET = do_PUT = do_DELETE = answer  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Nothing."""


class Hall(NamedTuple):
    url: str
    servers: list[http.server.ThreadingHTTPServer]
    folder: Path

    def ask(
        self, path: str, cookie: str = "", method: str = "GET", body: bytes = b"", **headers: str
    ) -> dict[str, Any]:
        """What was said, with the status and the headers of the answer."""
        request = urllib.request.Request(self.url + path, body or None, method=method)
        for name, value in {"Cookie": cookie and f"mixtape_1={cookie}", **headers}.items():
            if value:
                request.add_header(name.replace("_", "-"), value)
        try:
            answer = urllib.request.urlopen(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            words = answer.read()
            if answer.headers.get("Content-Encoding") == "gzip":
                words = gzip.decompress(words)
            told = json.loads(words) if words[:1] == b"{" else {"text": words.decode()}
            return {**told, "status": answer.status, "answer": answer.headers}


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """nginx before four."""
    nginx = find_nginx()
    with ExitStack() as held:
        servers = [begin(name) for name in NAMES]

        def end_all() -> None:
            for server in servers:
                end(server)

        held.callback(end_all)
        with _reserve() as port:
            pass
        tmp_path.chmod(0o711)
        ports = [server.server_port for server in servers]
        front = Front(f"127.0.0.1:{port}", ports, "mixtape_1", 2, 512, tmp_path)
        (tmp_path / "nginx.conf").write_text(configure(front), encoding="utf-8")
        command = [nginx, "-e", "stderr", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
        tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert tried.returncode == 0, tried.stderr
        assert "warn" not in tried.stderr
        process = held.enter_context(subprocess.Popen(command))
        held.callback(process.terminate)
        hall = Hall(f"http://127.0.0.1:{port}", servers, tmp_path)

        def answers() -> bool:
            try:
                return bool(hall.ask("/")["status"] == 200)
            except OSError:
                return False

        wait_until(answers, "nginx answers")
        yield hall


def begin(name: str, port: int = 0) -> http.server.ThreadingHTTPServer:
    kind = type("Named", (Answerer,), {"name": name})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), kind)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def end(server: http.server.ThreadingHTTPServer) -> None:
    server.shutdown()
    server.server_close()


def leave(hall: Hall, *places: int) -> None:
    """These take no connection any more."""
    for place in places:
        end(hall.servers[place])


def come_back(hall: Hall, place: int) -> None:
    hall.servers[place] = begin(NAMES[place], hall.servers[place].server_port)


def test_a_cookie_says_who_answers_and_nobody_else_does(hall: Hall) -> None:
    for place, name in enumerate(NAMES):
        said = {hall.ask("/any/path?x=1", str(place))["name"] for _ in range(8)}
        assert said == {name}
    for cookie in ("", "4", "-1", "everybody", "process_0"):
        assert {hall.ask("/", cookie)["name"] for _ in range(8)} == set(NAMES)


def test_the_next_one_stands_in_for_every_tab_and_the_others_where_it_is_away(hall: Hall) -> None:
    leave(hall, 1)
    assert {hall.ask("/", "1")["name"] for _ in range(40)} == {"south"}
    leave(hall, 2)
    assert {hall.ask("/", "1")["name"] for _ in range(40)} == {"west", "north"}
    assert {hall.ask("/", "3")["name"] for _ in range(8)} == {"west"}
    assert {hall.ask("/")["name"] for _ in range(8)} == {"west", "north"}
    assert {hall.ask("/_stcore/health")["status"] for _ in range(8)} == {200}


def test_one_that_is_back_is_asked_again_at_once(hall: Hall) -> None:
    leave(hall, 0)
    for cookie in ("0", ""):
        assert "north" not in {hall.ask("/", cookie)["name"] for _ in range(8)}
    come_back(hall, 0)
    assert {hall.ask("/", "0")["name"] for _ in range(8)} == {"north"}
    assert {hall.ask("/")["name"] for _ in range(8)} == set(NAMES)


def test_nobody_there_is_a_page_that_asks_again_and_a_status_that_says_so(hall: Hall) -> None:
    leave(hall, 0, 1, 2, 3)
    for path in ("/", "/_stcore/health"):
        answer = hall.ask(path)
        assert answer["status"] == 502
        assert 'http-equiv="refresh"' in answer["text"]
        assert answer["answer"]["Cache-Control"] == "no-store"


def test_a_file_is_sent_once_and_touches_no_disk(hall: Hall) -> None:
    path = "/math/_stcore/upload_file/session/file"
    large = b"x" * 1_900_000
    assert hall.ask(path, "0", "PUT", large)["length"] == len(large)
    assert not [each for each in (hall.folder / "body").rglob("*") if each.is_file()]
    assert "proxy_request_buffering off" in (hall.folder / "nginx.conf").read_text()
    assert hall.ask(path, "0", "PUT", b"x" * 2_200_000)["status"] == 413
    leave(hall, 0)
    assert hall.ask(path, "0", "PUT", large)["status"] == 502


def test_a_download_is_found_without_a_cookie(hall: Hall) -> None:
    for name in NAMES:
        assert {hall.ask(f"/math/media/{name}.csv")["name"] for _ in range(4)} == {name}
    assert hall.ask("/math/media/nobody.csv")["status"] == 404


def test_a_process_learns_who_asks_and_how(hall: Hall) -> None:
    told = hall.ask("/", Host="mixtape.example.org:8443", X_Forwarded_Proto="https")["headers"]
    assert told["Host"] == "mixtape.example.org:8443"
    assert told["X-Forwarded-Proto"] == "https"
    assert told["X-Forwarded-For"] == "127.0.0.1"
    plain = hall.ask("/", X_Forwarded_Proto="javascript", X_Forwarded_For="1.2.3.4")["headers"]
    assert plain["X-Forwarded-Proto"] == "http"
    assert plain["X-Forwarded-For"] == "1.2.3.4, 127.0.0.1"
    upgrade = hall.ask("/_stcore/stream", Upgrade="websocket", Connection="Upgrade")["headers"]
    assert (upgrade["Upgrade"], upgrade["Connection"]) == ("websocket", "upgrade")


def test_words_are_compressed_and_links_may_be_long(hall: Hall) -> None:
    answer = hall.ask("/", Accept_Encoding="gzip")
    assert answer["answer"]["Content-Encoding"] == "gzip"
    assert int(answer["answer"].get("Content-Length", 0)) < 3000
    assert hall.ask(f"/?points={'1' * 60_000}")["status"] == 200
