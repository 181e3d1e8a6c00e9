"""The app on a real server, asked without a browser: paths and headers as they are, not tidied."""

import http.client
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.browser.conftest import start_server


class Answer(NamedTuple):
    """What the server said; the names of headers are lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class Served(NamedTuple):
    """A server and how to ask it."""

    url: str

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Answer:
        """Ask for a path letter by letter; `user_agent=` is the header `user-agent`."""
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=30)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.putrequest(method, path, skip_host="host" in named)
            for name, value in named.items():
                connection.putheader(name, value)
            if body is not None:
                connection.putheader("content-length", str(len(body)))
            connection.endheaders(body)
            response = connection.getresponse()
            told = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, told, response.read())
        finally:
            connection.close()


@contextmanager
def serve(environment: Mapping[str, str] | None = None, base: str = "") -> Iterator[Served]:
    """Start the app for a while."""
    process, url = start_server(environment=environment or {}, base=base)
    try:
        yield Served(url)
    finally:
        process.terminate()
        process.wait()
