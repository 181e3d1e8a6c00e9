"""Our own addresses beside Streamlit's."""

import asyncio
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from gmm.ui.course import packing
from gmm.ui.course.lessons import list_lessons
from gmm.ui.recorder import find_recorder
from gmm.ui.serving.door import ROUTES, live
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
    seen: list[int] = []

    async def serve() -> None:
        app: Any = None
        async with live(app):
            recorder = find_recorder()
            assert recorder is not None
            until(lambda: len(packed) == len(list_lessons()))
            seen.extend(recorder.processes)

    assert find_recorder() is None
    asyncio.run(serve())
    assert find_recorder() is None
    assert len(seen) == 2
