"""Our own addresses beside Streamlit's."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from gmm.ui.course import packing
from gmm.ui.course.lessons import list_lessons
from gmm.ui.recorder import HEAVY, find_recorder
from gmm.ui.serving import door
from gmm.ui.serving.door import MIDDLEWARE, ROUTES, live
from gmm.ui.serving.gate import Gate
from gmm.ui.serving.interpreter import FIRST, LATER
from gmm.ui.serving.messages import Hearing
from gmm.ui.serving.safety import SafeAnswers
from tests.person import run_apart
from tests.ui.test_recorder import until


@pytest.mark.parametrize("path", ["/playground", "/a/b/playground"])
@pytest.mark.parametrize(("query", "target"), [("", "./"), ("?k=3&v=4", "./?k=3&v=4")])
def test_the_first_page_by_its_name_leads_to_the_root(path: str, query: str, target: str) -> None:
    client = TestClient(Starlette(routes=ROUTES), follow_redirects=False)
    answer = client.get(path + query)
    assert answer.is_redirect
    assert answer.headers["location"] == target


def test_the_server_has_a_recorder_as_long_as_it_lives_and_packs_its_lessons(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    packed: dict[Any, Any] = {}
    monkeypatch.setattr(packing, "_packed", packed)
    monkeypatch.setattr(door, "SOON", 0.0)
    seen: list[int] = []

    async def serve() -> None:
        app: Any = None
        async with live(app):
            recorder = find_recorder()
            assert recorder is not None
            until(lambda: len(packed) == len(list_lessons()))
            seen.extend(recorder.processes)

    assert find_recorder() is None
    run_apart(serve())
    assert find_recorder() is None
    assert 2 <= len(seen) <= 1 + HEAVY  # the one for ordinary jobs, and who packed


def test_nothing_else_is_done_until_the_first_page_could_be_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[object] = []
    monkeypatch.setattr(door, "load", lambda scripts, modules=(): done.append(scripts))
    monkeypatch.setattr(door, "pack_all", lambda _: done.append("packed"))
    app: Any = None

    async def serve(holds: Callable[[], bool]) -> None:
        async with live(app):
            until(holds)

    monkeypatch.setattr(door, "SOON", 1e6)
    run_apart(serve(lambda: bool(done)))
    assert done == [FIRST]
    later = {each for each in threading.enumerate() if each.name == "later"}
    for each in later:
        each.join(10)  # it ends with the server
    assert done == [FIRST]
    monkeypatch.setattr(door, "SOON", 0.0)
    run_apart(serve(lambda: "packed" in done))
    assert done == [FIRST, FIRST, LATER, "packed"]


def test_the_server_sends_at_once() -> None:
    app: Any = None

    async def serve() -> None:
        async with live(app):
            pass

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        run_apart(serve())
        assert listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_whatever_answers_carries_the_headers_and_what_is_closed_is_closed() -> None:
    kinds: list[object] = [each.cls for each in MIDDLEWARE]
    assert kinds[0] is SafeAnswers
    assert kinds[1] is Gate
    assert Hearing in kinds


@pytest.mark.parametrize(
    ("name", "text"), [("MIXTAPE_EMBED", "moodle.example"), ("MIXTAPE_METRICS", "short")]
)
def test_a_wrong_setting_ends_the_start_with_a_sentence(name: str, text: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", "import gmm.ui.serving.door"],
        env={**os.environ, name: text},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 1
    assert run.stderr.strip().splitlines()[-1].startswith(f"{name}: ")
    assert "Traceback" not in run.stderr
