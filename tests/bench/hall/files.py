"""The files that a browser fetches once: those that the first page names."""

import asyncio
import re
from urllib.parse import urljoin

from tests.person.wire import ask

_NAMED = re.compile(r"""(?:src|href)="(?!data:|https?:|//)([^"]+)\"""")
_ACCEPTED = {"Accept-Encoding": "gzip, deflate, br, zstd"}


async def weigh_files(base: str) -> tuple[int, int]:
    """Fetch the first page and what it names, as a browser with an empty cache does.

    Returns
    -------
    files, size : int
        How many there are, and their bytes on the wire, without headers.
    """
    first = await ask("GET", f"{base}/")
    names = {urljoin(f"{base}/", name) for name in _NAMED.findall(first.body.decode())}
    replies = await asyncio.gather(*(ask("GET", name, _ACCEPTED) for name in sorted(names)))
    page = await ask("GET", f"{base}/", _ACCEPTED)
    return 1 + len(replies), sum(len(reply.body) for reply in [page, *replies])
