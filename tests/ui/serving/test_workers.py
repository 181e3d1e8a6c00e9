"""Several processes behind one address: who belongs where, and what a death changes."""

import http.client
import os
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed, WebSocketException

from gmm.ui.serving import workers
from gmm.ui.serving.child import Child
from gmm.ui.serving.workers import read_public, serve
from tests.ui.serving.started import WAIT, Served, find_nginx, lives, serving, wait_until
from tests.ui.serving.talk import Talk

LINK = "data=Old+Faithful&k=3&start_seed=5&v=4"
BASE = "math/mixtape"


@pytest.fixture(scope="module")
def two() -> Iterator[Served]:
    """Two processes below a path."""
    find_nginx()
    allowed = ("--server.allowedHosts", "127.0.0.1", "--server.allowedHosts", "*.example.org")
    with serving(2, *allowed, base=BASE) as served:
        yield served


@pytest.fixture(autouse=True)
def own_settings() -> Iterator[None]:
    """What a test has Streamlit read is forgotten after it."""
    from streamlit import config

    before = config._main_script_path
    yield
    config._main_script_path = before
    config.get_config_options(force_reparse=True, options_from_flags={})


def cookie(served: Served) -> str:
    return f"mixtape_{served.url.split(':')[2].split('/')[0]}"


def ask(
    url: str, cookies: dict[str, str] | None = None, data: bytes | None = None, **headers: str
) -> tuple[int, str]:
    """The status and the text of an answer; what it sets is added to the cookies."""
    jar = {} if cookies is None else cookies
    said = {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items()), **headers}
    request = urllib.request.Request(
        url, data, {name.replace("_", "-"): value for name, value in said.items() if value}
    )
    request.method = "PUT" if data is not None else "GET"
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            for line in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = line.partition(";")[0].partition("=")
                jar[name] = value
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def upload(url: str, talk: Talk, cookies: dict[str, str]) -> int:
    part = b'Content-Disposition: form-data; name="a"; filename="a.csv"\r\n\r\nx\n1\n'
    form = b"--x\r\n" + part + b"\r\n--x--\r\n"
    return ask(
        f"{url}/_stcore/upload_file/{talk.session}/5ea1",
        cookies,
        form,
        Content_Type="multipart/form-data; boundary=x",
        X_Xsrftoken=cookies["_streamlit_xsrf"],
    )[0]


def test_people_of_a_killed_process_go_on_with_another(two: Served) -> None:
    name = cookie(two)
    with ExitStack() as held:
        people = []
        for _ in range(8):
            jar: dict[str, str] = {}
            assert ask(f"{two.url}/_stcore/health", jar) == (200, "ok")
            people.append((jar, held.enter_context(Talk(two.url, jar))))
        runs = [talk.open(LINK) for _, talk in people]
        assert runs == [runs[0]] * 8
        assert len(runs[0]) == 1
        assert sorted(jar[name] for jar, _ in people) == ["0"] * 4 + ["1"] * 4

        dead = two.pids()["process 0"]
        two.kill("process 0")
        for jar, talk in people:
            if jar[name] == "1":  # nothing has happened to them
                assert talk.open(LINK) == runs[0]
                continue
            with pytest.raises(ConnectionClosed):
                talk.open(LINK)
            with Talk(two.url, jar, talk.session) as again:
                assert jar[name] == "1"
                assert again.open(LINK) == runs[0]
                # Its files follow it, and the guard of uploads still knows it.
                assert upload(two.url, again, jar) == 204
        # Its parent looks now and then; nginx has known at once.
        said = f"process 0 ended (signal {signal.SIGKILL.value})"
        wait_until(lambda: said in two.text(), "a line on the process that ended")
        assert ask(f"{two.url}/_stcore/health")[0] == 200

        two.wait_back("process 0", dead)

        def comes() -> bool:
            jar: dict[str, str] = {}
            assert held.enter_context(Talk(two.url, jar)).open(LINK) == runs[0]
            return jar[name] == "0"

        wait_until(comes, "somebody new comes to the one that was dead")


class Person(threading.Thread):
    """Opens links one after the other, and the same one again when the line breaks."""

    def __init__(self, url: str, links: list[str]) -> None:
        super().__init__()
        self.url, self.links = url, links
        self.jar: dict[str, str] = {}
        self.seen: list[set[str]] = []
        self.went: list[str] = []
        self.broken = 0

    def run(self) -> None:
        until = time.monotonic() + WAIT
        while len(self.seen) < len(self.links) and time.monotonic() < until:
            try:
                with Talk(self.url, self.jar) as talk:
                    self.went.append(next(iter(self.jar.values())))
                    self.seen.append(talk.open(self.links[len(self.seen)]))
            except (OSError, WebSocketException):
                self.broken += 1
                time.sleep(0.1)


@pytest.mark.flaky(reruns=3, only_rerun="nobody waited")
def test_one_is_killed_under_load_and_nobody_loses_a_link(two: Served) -> None:
    links = [f"data=Old+Faithful&k={k}&start_seed={seed}&v=4" for k in (2, 4) for seed in range(8)]
    people = [Person(two.url, links[n:] + links[:n]) for n in range(16)]
    for person in people:
        person.start()
    wait_until(lambda: all(len(person.seen) >= 3 for person in people), "all are at work")
    dead = two.pids()["process 1"]
    two.kill("process 1")
    for person in people:
        person.join(2 * WAIT)
    shown: dict[str, set[str]] = {}
    for person in people:
        assert len(person.seen) == len(links)
        for link, runs in zip(person.links, person.seen, strict=True):
            assert len(runs) == 1
            shown.setdefault(link, set()).update(runs)
    assert [len(runs) for runs in shown.values()] == [1] * len(links)  # the same from both
    assert len(set().union(*shown.values())) == len(links)
    # It was killed while somebody waited for it: that is a matter of luck.
    assert any(person.broken for person in people), "nobody waited"
    for person in people:
        assert person.broken <= 2
        first = person.went[0]
        assert person.went == sorted(person.went, key=lambda process: process != first)
        assert first == "1" or set(person.went) == {"0"}
    assert any(set(person.went) == {"0", "1"} for person in people)
    two.wait_back("process 1", dead)


def test_all_have_one_secret_and_it_outlives_them(two: Served) -> None:
    def secret(name: str) -> bytes:
        entries = Path(f"/proc/{two.pids()[name]}/environ").read_bytes().split(b"\0")
        return next(each for each in entries if each.startswith(b"STREAMLIT_SERVER_COOKIE_SECRET="))

    before = secret("process 0")
    assert len(before.partition(b"=")[2]) == 64
    assert secret("process 1") == before
    dead = two.pids()["process 0"]
    two.kill("process 0")
    two.wait_back("process 0", dead)
    assert secret("process 0") == before


def test_a_port_stays_with_its_process_while_that_is_dead() -> None:
    with workers._reserve() as port:
        with closing(socket.socket()) as other, pytest.raises(OSError, match="in use"):
            other.bind(("127.0.0.1", port))
        for _ in range(2):  # ours, and the one that is started after it
            with socket.create_server(("127.0.0.1", port)):  # it reuses the address
                socket.create_connection(("127.0.0.1", port)).close()
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", port))


def test_a_file_goes_where_the_page_is_and_nowhere_else(two: Served) -> None:
    name = cookie(two)
    jar: dict[str, str] = {}
    ask(f"{two.url}/_stcore/health", jar)
    with Talk(two.url, jar) as talk:
        talk.open(LINK)
        other = {**jar, name: "10"[int(jar[name])]}
        for _ in range(4):
            assert upload(two.url, talk, jar) == 204
            assert upload(two.url, talk, other) == 400
        forged = {**jar, "_streamlit_xsrf": "made-up"}
        assert upload(two.url, talk, forged) == 403


def test_a_first_page_gives_the_cookie_below_its_path_and_a_second_leaves_it(two: Served) -> None:
    request = urllib.request.Request(f"{two.url}/course?lesson=the-e-step")
    with urllib.request.urlopen(request, timeout=60) as answer:
        lines = answer.headers.get_all("Set-Cookie")
    assert lines[0].startswith(f"{cookie(two)}=")
    assert lines[0].endswith(f"; Path=/{BASE}; HttpOnly; SameSite=Lax")
    for value in "01":
        jar = {cookie(two): value}
        assert ask(f"{two.url}/", jar)[0] == 200
        assert jar == {cookie(two): value}


@pytest.mark.parametrize("value", ["2", "everybody", "../../etc/passwd", '"0"', "%30", "0" * 3000])
def test_a_cookie_that_no_process_gave_is_as_good_as_none(two: Served, value: str) -> None:
    jar = {cookie(two): value}
    with Talk(two.url, jar) as talk:
        assert talk.open(LINK)
    assert jar[cookie(two)] in {"0", "1"}


def test_another_name_than_its_own_is_refused(two: Served) -> None:
    assert ask(f"{two.url}/", Host="mixtape.example.org")[0] == 200
    status, words = ask(f"{two.url}/", Host="evil.test")
    assert status == 421
    assert "--server.allowedHosts" in words
    assert ask(f"{two.url}/_stcore/health", Host="10.0.0.9")[0] == 200
    assert shake_hands(two.url, "mixtape.example.org", "http://mixtape.example.org") == 101
    assert shake_hands(two.url, "mixtape.example.org", "https://evil.test") == 403
    assert shake_hands(two.url, "evil.test", "http://evil.test") == 403


def shake_hands(url: str, host: str, origin: str) -> int:
    """The status of the answer to a page that wants to talk."""
    place, _, path = url.removeprefix("http://").partition("/")
    with closing(http.client.HTTPConnection(place, timeout=60)) as connection:
        headers = {
            **{"Host": host, "Origin": origin, "Connection": "Upgrade", "Upgrade": "websocket"},
            **{"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="},
        }
        connection.request("GET", f"/{path}/_stcore/stream", headers=headers)
        return connection.getresponse().status


def test_a_link_may_be_long_and_a_page_has_its_name_below_the_path(two: Served) -> None:
    assert ask(f"{two.url}/?points={'1' * 30_000}")[0] == 200
    with urllib.request.urlopen(f"{two.url}/playground?k=4", timeout=60) as answer:
        assert answer.url == f"{two.url}/?k=4"
    root = two.url.removesuffix(f"/{BASE}")
    assert ask(f"{root}/_stcore/health")[0] == 404


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_nothing_is_left_over(number: signal.Signals) -> None:
    find_nginx()
    with serving(2) as served:
        jar: dict[str, str] = {}
        with Talk(served.url, jar) as talk:
            assert talk.open(LINK)
            pids = served.everybody()
            assert len(pids) >= 5  # itself, two processes, nginx and its own
            os.kill(served.process.pid, number)
            code = served.process.wait(60)
        assert code == (-number if number == signal.SIGKILL else 0)
        wait_until(lambda: not any(map(lives, pids)), "all have ended")


def test_a_dead_nginx_is_started_again(two: Served) -> None:
    dead = two.pids()["nginx"]
    two.kill("nginx")
    wait_until(lambda: two.pids()["nginx"] != dead, "nginx is started again")
    wait_until(two.is_open, "it answers")


def test_one_process_needs_no_nginx(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with serving(1) as served:
        dead = served.pids()["the process"]
        assert "nginx" not in served.pids()
        with Talk(served.url, {}) as talk:
            assert talk.open(LINK)
        served.kill("the process")
        served.wait_back("the process", dead)
        with Talk(served.url, {}) as talk:
            assert talk.open(LINK)


def test_a_machine_without_nginx_is_told_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(workers, "_find_nginx", lambda: None)
    assert serve(2, ["--server.port", "0"]) == 1
    said = capsys.readouterr().err
    assert "apt-get install nginx-light" in said
    assert "--workers 1" in said


def test_a_process_that_does_not_answer_is_killed_and_started_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "_SILENT", 0.0)
    child = Child("It", [sys.executable, "-c", "import time; time.sleep(600)"])
    child.start()
    pid = child.pid or 0
    with socket.create_server(("127.0.0.1", 0)) as deaf:  # takes a question, and never answers
        working = workers._Working(child, f"http://127.0.0.1:{deaf.getsockname()[1]}")
        said: list[str] = []

        def look() -> bool:
            said.extend(working.look())
            return len(said) >= 3

        wait_until(look, "it is started again")
    child.kill()
    child.end(0.0)
    assert said[0] == "It has not answered for 0 s"
    assert said[1].startswith("It ended (signal 9)")
    assert said[2].startswith("It is started again")
    assert not lives(pid)


def test_a_port_that_is_taken_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        options = ["--server.port", str(port), "--server.address", "127.0.0.1"]
        assert serve(1, options) == 1
    assert f"cannot listen on port {port} (Address already in use)" in capsys.readouterr().err


def test_tls_is_for_the_server_before_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert serve(2, ["--server.sslCertFile", "a.pem", "--server.sslKeyFile", "a.key"]) == 1
    assert "HOSTING.md" in capsys.readouterr().err


def test_options_variables_and_files_of_settings_are_read_as_streamlit_reads_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STREAMLIT_SERVER_PORT", "8600")
    public = read_public(["--server.baseUrlPath", "/math/mixtape/"])
    assert (public.port, public.base, public.upload) == (8600, "math/mixtape", 50)
    assert public.url == "http://localhost:8600/math/mixtape"
    assert read_public(["--server.port=8700"]).port == 8700
    assert read_public(["--server.address", "::1"]).url == "http://[::1]:8600"
    with pytest.raises(SystemExit) as refused:
        read_public(["--server.prot", "1"])
    assert refused.value.code == 2
    assert "--server.prot" in capsys.readouterr().err
