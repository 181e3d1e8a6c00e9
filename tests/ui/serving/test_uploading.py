"""An upload is never on the disk, not even on its way."""

import pytest
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartParser
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit import config

from gmm.ui.serving.uploading import keep_off_the_disk


async def take(request: Request) -> PlainTextResponse:
    async with request.form() as form:
        (file,) = form.values()
        assert isinstance(file, UploadFile)
        return PlainTextResponse(f"{file.size} {file._in_memory}")


@pytest.mark.parametrize("size", [10, 3 * 1024**2])
def test_a_file_of_any_size_that_is_allowed_stays_in_memory(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(MultiPartParser, "spool_max_size", 1024**2)
    monkeypatch.setattr(config, "get_option", {"server.maxUploadSize": 50}.__getitem__)
    client = TestClient(Starlette(routes=[Route("/", take, methods=["PUT"])]))
    assert client.put("/", files={"a": b"x" * size}).text == f"{size} {size < 1024**2}"
    keep_off_the_disk()
    assert client.put("/", files={"a": b"x" * size}).text == f"{size} True"
