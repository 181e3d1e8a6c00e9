"""Files made small for the way: each once, and kept within a bound."""

import asyncio
import gzip
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable

from starlette.datastructures import Headers


class GzipTable:
    """A table of compressed files; who asks for one that is on its way waits for that one.

    Parameters
    ----------
    most_bytes : int
        Of what is kept; the least recently used go first.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.kept_bytes = 0
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._coming: dict[Hashable, asyncio.Task[bytes]] = {}

    async def find(self, key: Hashable, read: Callable[[], Awaitable[bytes]]) -> bytes:
        """Find a file by its key, or read and compress it.

        Parameters
        ----------
        key : hashable
            Another content has another key.
        read : callable
            Gives the file as it is. It is called once, however many ask at once.

        Returns
        -------
        bytes
            The file, compressed by gzip.
        """
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            return kept
        if key not in self._coming:
            # A task of its own: it goes on when the browser that asked first has gone away.
            self._coming[key] = asyncio.ensure_future(self._make(key, read))
        return await asyncio.shield(self._coming[key])

    async def _make(self, key: Hashable, read: Callable[[], Awaitable[bytes]]) -> bytes:
        try:
            # In a thread, and zlib lets go of the interpreter: pages are written meanwhile.
            packed = await asyncio.to_thread(gzip.compress, await read(), 9, mtime=0)
        finally:
            del self._coming[key]
        self._kept[key] = packed
        self.kept_bytes += len(packed)
        while self.kept_bytes > self.most_bytes and self._kept:
            self.kept_bytes -= len(self._kept.popitem(last=False)[1])
        return packed


def give(content: bytes) -> Callable[[], Awaitable[bytes]]:
    """Make what gives a file that is at hand already.

    Parameters
    ----------
    content : bytes
    """

    async def read() -> bytes:
        return content

    return read


def takes_gzip(headers: Headers) -> bool:
    """Whether a browser reads what gzip has compressed.

    Parameters
    ----------
    headers : Headers
        Of its request.
    """
    for offer in headers.get("accept-encoding", "").lower().split(","):
        name, _, weight = offer.replace(" ", "").partition(";")
        if name in ("gzip", "*"):
            return not weight or weight.removeprefix("q=").strip("0.") != ""
    return False


def knows(headers: Headers, *tags: str) -> bool:
    """Whether a browser has one of these versions already, by its If-None-Match.

    Parameters
    ----------
    headers : Headers
        Of its request.
    *tags : str
        ETags as they are sent, with their quotes.
    """
    told = [tag.strip().removeprefix("W/") for tag in headers.get("if-none-match", "").split(",")]
    return "*" in told or any(tag.removeprefix("W/") in told for tag in tags)
