"""Bytes to and from a server on this machine: HTTP requests, and a websocket that counts them."""

import asyncio
import ipaddress
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol


class Reply(NamedTuple):
    """What a server answers to a request."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def cookies(self) -> dict[str, str]:
        """What it asks the browser to keep."""
        kept = [text.split(";")[0] for name, text in self.headers if name == "set-cookie"]
        return dict(text.split("=", 1) for text in kept if "=" in text)


class CountedConnection(ClientConnection):
    """A websocket that counts the bytes that it reads, as they are on the wire."""

    received = 0

    def data_received(self, data: bytes) -> None:
        self.received += len(data)
        super().data_received(data)

    def abort(self) -> None:
        """Cut it, as a lost network does: nothing is said to the other side."""
        self.transport.abort()


def require_loopback(base: str) -> None:
    """Refuse any machine but this one.

    Raises
    ------
    ValueError
        If the address leads elsewhere.
    """
    parts = urlsplit(base)
    host = parts.hostname or ""
    try:
        here = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        here = False
    if parts.scheme != "http" or not here:
        raise ValueError(f"{base} is not http on this machine: give http://127.0.0.1:PORT.")


async def ask(
    method: str, url: str, headers: Mapping[str, str] | None = None, body: bytes = b""
) -> Reply:
    """Make one request, on a connection of its own."""
    require_loopback(url)
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    sent = {"Host": parts.netloc, "Connection": "close", **(headers or {})}
    if body:
        sent["Content-Length"] = str(len(body))
    head = f"{method} {target} HTTP/1.1\r\n" + "".join(f"{k}: {v}\r\n" for k, v in sent.items())
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port or 80)
    try:
        writer.write(head.encode("latin-1") + b"\r\n" + body)
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")[:-2]
        told = tuple((n.lower(), v.strip()) for n, _, v in (line.partition(":") for line in lines))
        return Reply(int(first.split()[1]), told, await _read_body(reader, dict(told)))
    finally:
        writer.close()


async def _read_body(reader: asyncio.StreamReader, told: Mapping[str, str]) -> bytes:
    if told.get("transfer-encoding") == "chunked":
        parts = []
        while size := int(await reader.readline(), 16):
            parts.append((await reader.readexactly(size + 2))[:size])
        return b"".join(parts)
    if "content-length" in told:
        return await reader.readexactly(int(told["content-length"]))
    return await reader.read()


async def dial(
    base: str, subprotocols: list[str], cookies: Mapping[str, str], patience: float
) -> CountedConnection:
    """Open the websocket of the server at `base`, compressed if the server agrees."""
    require_loopback(base)
    options: dict[str, Any] = {"max_size": None, "ping_interval": None, "proxy": None}
    connection = await connect(
        f"ws{base.removeprefix('http')}/_stcore/stream",
        subprotocols=[Subprotocol(each) for each in subprotocols],
        additional_headers={"Origin": _origin(base), "Cookie": write_cookies(cookies)},
        create_connection=CountedConnection,
        open_timeout=patience,
        **options,
    )
    assert isinstance(connection, CountedConnection)
    return connection


def write_cookies(cookies: Mapping[str, str]) -> str:
    """Write the header that gives cookies back."""
    return "; ".join(f"{name}={text}" for name, text in cookies.items())


def _origin(base: str) -> str:
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}"
