"""A browser stays with the process that has its session: a cookie says which one it is.

Not its address: a school has one for all. A process that stands in for another sets the cookie
anew when a page connects to it, so uploads and downloads follow.
"""

import os

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Set by `mixtape serve` for each of its processes: the cookie, as "name=value".
MARK = "MIXTAPE_PROCESS"


def stay() -> list[Middleware]:
    """What sets the cookie; nothing where this process is the only one."""
    mark = os.environ.get(MARK)
    return [Middleware(Affinity, mark)] if mark else []


class Affinity:
    """Set this process's cookie on a first page and on each conversation with a page.

    A page that is answered in another's place leaves the cookie alone: other tabs of the browser
    may be talking to the other.

    Parameters
    ----------
    app
        What answers.
    mark
        The cookie, as "name=value".
    """

    def __init__(self, app: ASGIApp, mark: str) -> None:
        self.app = app
        self.name, _, self.value = mark.partition("=")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with the cookie where it belongs."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        theirs = self._read(Headers(scope=scope).get("cookie", ""))

        async def send_with_cookie(message: Message) -> None:
            kind = message["type"]
            page = kind == "http.response.start" and theirs is None and _is_page(message)
            talk = kind == "websocket.accept" and theirs != self.value
            if page or talk:
                MutableHeaders(scope=message).append("Set-Cookie", self._write(scope))
            await send(message)

        await self.app(scope, receive, send_with_cookie)

    def _read(self, cookies: str) -> str | None:
        """The value as nginx reads it: the first one, as it stands."""
        for cookie in cookies.split(";"):
            name, _, value = cookie.strip().partition("=")
            if name == self.name:
                return value
        return None

    def _write(self, scope: Scope) -> str:
        """The cookie goes wherever Streamlit's own goes that guards an upload."""
        from streamlit import config  # its options are read when the server begins

        base = (config.get_option("server.baseUrlPath") or "").strip("/")
        site = str(config.get_option("server.xsrfCookieSameSite") or "lax").capitalize()
        safe = scope["scheme"] in ("https", "wss") or site == "None"
        parts = [
            f"{self.name}={self.value}",
            f"Path=/{base}",
            "HttpOnly",
            f"SameSite={site}",
            *(["Secure"] if safe else []),
        ]
        return "; ".join(parts)


def _is_page(message: Message) -> bool:
    headers = Headers(raw=message["headers"])
    return message["status"] == 200 and headers.get("content-type", "").startswith("text/html")
