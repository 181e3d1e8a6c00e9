"""Who may ask for what: addresses that are closed, hosts that are ours, origins that are not."""

import hmac
import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.logger import get_logger
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

METRICS = "MIXTAPE_METRICS"
_SHORTEST_SECRET = 16

_CORE = "_stcore"
# Of what Streamlit answers below /_stcore/, what a page needs: whether the server is there, how
# the frontend is set up, messages, files that are uploaded, files of components. All else is
# closed, what a later version adds as well: metrics (how many people, what is in memory), the
# agent's way to drive the app, running the script to see whether it works.
_OPEN = ("health", "host-config", "stream", "upload_file", "bidi-components")
# There are no accounts here.
_CLOSED = re.compile(r"(?:^|/)(?:auth/(?:login|logout)|oauth2callback)$")

_WRONG_HOST = (
    "Mixtape does not answer under this address. Open it under the name that your teacher or "
    "administrator gave. Whoever runs it lists the names with --server.allowedHosts.\n"
)

_LOGGER = get_logger(__name__)


def read_secret(environment: Mapping[str, str]) -> str:
    """Read the word that opens the metrics.

    A word and not an address: behind a proxy, everybody comes from the proxy's.

    Parameters
    ----------
    environment : mapping of str to str
        Its `MIXTAPE_METRICS` is the word.

    Returns
    -------
    str
        "" where they stay closed.

    Raises
    ------
    ValueError
        If it is short enough to be guessed, or cannot stand in a header.
    """
    secret = environment.get(METRICS, "")
    if secret and not re.fullmatch(rf"[!-~]{{{_SHORTEST_SECRET},}}", secret):
        raise ValueError(
            f"{METRICS}: the word that opens the metrics needs {_SHORTEST_SECRET} characters or "
            "more, letters, digits and signs without a space."
        )
    return secret


class Gate:
    """ASGI middleware that answers what is not to be asked, and lets all else pass as it is.

    Parameters
    ----------
    app : ASGI application
    secret : str
        Opens the metrics to whoever sends it (`Authorization: Bearer ...`); "" leaves them closed.
    """

    def __init__(self, app: ASGIApp, secret: str = "") -> None:
        self.app = app
        self.secret = secret

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or one websocket."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        foreign = not _may_come_from(headers.get("origin"), host)
        if scope["type"] == "websocket":
            if foreign:
                origin = repr(headers.get("origin", ""))[:200]
                _LOGGER.warning("Refused a websocket for a page of %s.", origin)
                await send({"type": "websocket.close", "code": 1008})
                return
            await self.app(scope, receive, send)
            return
        parts = _split(scope["path"])
        # A proxy asks for the health by a name of its own.
        if not is_host_allowed(host) and parts[-2:] != [_CORE, "health"]:
            answer = PlainTextResponse(_WRONG_HOST, 421)
        elif _is_closed(parts) and not (parts[-1] == "metrics" and self._opens(headers)):
            answer = PlainTextResponse("There is nothing at this address.\n", 404)
        elif foreign and scope["method"] not in ("GET", "HEAD", "OPTIONS"):
            answer = PlainTextResponse("Pages of other sites may not send anything here.\n", 403)
        elif foreign:
            # Streamlit would go and ask the network for its own names, to compare them.
            kept = [header for header in scope["headers"] if header[0].lower() != b"origin"]
            await self.app({**scope, "headers": kept}, receive, _share_with_nobody(send))
            return
        else:
            await self.app(scope, receive, send)
            return
        await answer(scope, receive, send)

    def _opens(self, headers: Headers) -> bool:
        told = headers.get("authorization", "").encode("latin-1", "replace")
        return bool(self.secret) and hmac.compare_digest(told, f"Bearer {self.secret}".encode())


def _split(path: str) -> list[str]:
    """The parts of a path, however often it is encoded and its slashes are doubled."""
    return [part for part in re.split(r"[/\\]+", unquote(unquote(path)).lower()) if part]


def _is_closed(parts: list[str]) -> bool:
    after = [parts[i + 1 : i + 2] for i, part in enumerate(parts) if part == _CORE]
    return any(next(iter(name), "") not in _OPEN for name in after) or bool(
        _CLOSED.search("/".join(parts))
    )


def _may_come_from(origin: str | None, host: str) -> bool:
    """Whether a page of an origin may talk to this server.

    Its own may, and those that the operator allows (`server.corsAllowedOrigins`,
    `browser.serverAddress`, `server.enableCORS`). Streamlit lets any page of the same machine in
    as well; on a machine that many share, those are other people's.
    """
    if origin is None or not config.get_option("server.enableCORS"):
        return True
    try:
        came, asked = _place(origin), _place(f"{urlsplit(origin).scheme}://{host}")
    except ValueError:
        return False
    if came == asked:
        return True
    allowed = {each.strip().rstrip("/") for each in config.get_option("server.corsAllowedOrigins")}
    own = config.get_option("browser.serverAddress")
    return origin in allowed or (
        config.is_manually_set("browser.serverAddress") and came[0] == str(own).lower()
    )


def _place(address: str) -> tuple[str, int]:
    """Host and port of an address; those that stand for its scheme where it names none."""
    parts = urlsplit(address)
    port = {"http": 80, "https": 443}.get(parts.scheme)
    if port is None or not parts.hostname:
        raise ValueError
    return parts.hostname, parts.port or port


def _share_with_nobody(send: Send) -> Send:
    async def pass_on(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message.setdefault("headers", []))
            for name in [name for name in headers if name.startswith("access-control-")]:
                del headers[name]
        await send(message)

    return pass_on
