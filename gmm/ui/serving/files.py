"""Streamlit's own files, compressed: each once, where Streamlit would send them as they are.

Streamlit leaves that to a proxy, since its middleware would compress each file for each visitor
again. Kept as they are sent, the files of all pages take about 1 MB.
"""

import asyncio
import re
from functools import partial

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gmm.ui.serving.gzipped import GzipTable, takes_gzip

MOST_BYTES = 8_000_000  # of compressed files, all of Streamlit's script is less
LARGEST = 8_000_000  # bytes of a file, as it is

_TEXT = re.compile(r"/static/(?:.*/)?[^/]+\.(?:js|css|svg|json)$")


class CompressedFiles:
    """Answers for Streamlit's text files with what gzip makes of them.

    Whether a file is there, its cache headers and whether a browser has it already is the app's to
    say. Who asks for a range, or does not read gzip, is answered by the app alone.

    Parameters
    ----------
    app : ASGI application
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.table = GzipTable(MOST_BYTES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app does, but smaller."""
        if not _is_wanted(scope):
            await self.app(scope, receive, send)
            return
        start, _ = await _ask(self.app, {**scope, "method": "HEAD"})
        headers = MutableHeaders(raw=list(start["headers"]))
        tag = headers.get("etag")
        # A page stands in for a file that is not there.
        page = headers.get("content-type", "").startswith("text/html")
        large = int(headers.get("content-length", "0")) > LARGEST
        if tag is None or page or large or "content-encoding" in headers:
            await self.app(scope, receive, send)
            return
        # What is compressed has the same meaning as the file, but not the same bytes.
        headers["ETag"] = tag if tag.startswith("W/") else f"W/{tag}"
        headers.add_vary_header("Accept-Encoding")
        body = b""
        if start["status"] == 200:
            size = int(headers.get("content-length", "-1"))
            try:
                read = partial(_read, self.app, {**scope, "method": "GET"}, size)
                packed = await self.table.find((scope["path"], tag), read)
            except _ShortError:
                await self.app(scope, receive, send)
                return
            headers["Content-Encoding"] = "gzip"
            headers["Content-Length"] = str(len(packed))
            del headers["accept-ranges"]
            body = packed if scope["method"] == "GET" else b""
        elif start["status"] != 304:
            await self.app(scope, receive, send)
            return
        await send({**start, "headers": headers.raw})
        await send({"type": "http.response.body", "body": body})


def _is_wanted(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return False
    headers = Headers(scope=scope)
    return "range" not in headers and takes_gzip(headers) and bool(_TEXT.search(scope["path"]))


class _ShortError(OSError):
    """A file came with fewer bytes than it has."""


async def _read(app: ASGIApp, scope: Scope, size: int) -> bytes:
    """Read a whole file: part of one must not be kept for all."""
    body = (await _ask(app, scope))[1]
    if len(body) != size:
        raise _ShortError
    return body


async def _ask(app: ASGIApp, scope: Scope) -> tuple[Message, bytes]:
    """Ask the app for what a browser is not sent as it is: how the answer starts, and its body.

    The answer is for all who ask after this one. So the app is not told when the browser that
    asked first goes away: it would stop in the middle of a file.
    """
    start: Message = {}
    body = bytearray()
    asked = False

    async def say() -> Message:
        nonlocal asked
        if asked:
            await asyncio.Event().wait()
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def hear(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        elif message["type"] == "http.response.body":
            body.extend(message.get("body", b""))

    await app({**scope, "extensions": {}}, say, hear)
    return start, bytes(body)
