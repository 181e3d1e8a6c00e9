"""What every answer tells the browser: what a page may load, run, ask for, and who may frame it."""

import base64
import gzip
import hashlib
import re
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

EMBED = "MIXTAPE_EMBED"

# Each with what needs it. There is no 'unsafe-eval': nothing that the app shows compiles text to a
# script in the browser.
_POLICY = {
    "default-src": "'self'",
    # Streamlit imports the script of an inline component from a blob, and its messages' 64-bit
    # numbers are multiplied in WebAssembly.
    "script-src": "'self' blob: 'wasm-unsafe-eval'",
    # Streamlit's frontend and ours write styles into elements.
    "style-src": "'self' 'unsafe-inline'",
    # Marks and codes to scan are data, pictures to save are blobs.
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'none'",
    "frame-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}

# A file that somebody made here and opens in a tab of its own is no page of the app: it runs
# nothing.
_FILE_POLICY = {
    "default-src": "'none'",
    "img-src": "'self' data:",
    "media-src": "'self'",
    "style-src": "'unsafe-inline'",
    "font-src": "data:",
    "sandbox": "",
}

_NEEDED = ("clipboard-write", "fullscreen")
_NOT_NEEDED = (
    *("accelerometer", "camera", "clipboard-read", "display-capture", "encrypted-media"),
    *("geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment"),
    *("publickey-credentials-get", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
)

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # A link carries data in its address, which is nobody else's business.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        [f"{name}=(self)" for name in _NEEDED] + [f"{name}=()" for name in _NOT_NEEDED]
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

_NAME = r"[a-z0-9-]+(?:\.[a-z0-9-]+)*"
_PORT = r"(?::[0-9]{1,5})?"
_ORIGIN = re.compile(rf"https?://(?:\*\.)?{_NAME}{_PORT}", re.IGNORECASE)
_HOST = re.compile(rf"(?:{_NAME}|\[[0-9a-f:]+\]){_PORT}", re.IGNORECASE)
_INLINE_SCRIPT = re.compile(
    rb"<script(?![^>]*\bsrc\s*=)[^>]*>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE
)


def read_embed(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Read who else may show the app in a frame.

    Parameters
    ----------
    environment : mapping of str to str
        Its `MIXTAPE_EMBED` is a list of origins with spaces between, such as
        "https://moodle.example.edu https://*.example.org", or "*" for every page.

    Returns
    -------
    tuple of str
        Empty where only pages of the same origin may.

    Raises
    ------
    ValueError
        If one is not an origin. The message names it.
    """
    asked = environment.get(EMBED, "").split()
    if asked == ["*"]:
        return ("*",)
    for origin in asked:
        if not _ORIGIN.fullmatch(origin):
            raise ValueError(
                f"{EMBED}: “{origin}” is not the address of a site. Write for example "
                "https://moodle.example.edu, without a path and with spaces between several, "
                "or * alone for every page."
            )
    return tuple(asked)


def write_policy(ancestors: Sequence[str] = (), host: str = "", scripts: Sequence[str] = ()) -> str:
    """Write the policy for a page of the app.

    Parameters
    ----------
    ancestors : sequence of str
        Origins, beside its own, that may show it in a frame.
    host : str
        The host that the browser asked, with its port. Older browsers do not count a websocket of
        the same host as 'self'. One that is not a host is left out.
    scripts : sequence of str
        Hashes of the scripts that stand within the page.
    """
    policy = dict(_POLICY)
    policy["script-src"] += "".join(f" '{each}'" for each in scripts)
    if _HOST.fullmatch(host):
        policy["connect-src"] += f" ws://{host} wss://{host}"
    return _join(policy, ancestors)


def _join(policy: Mapping[str, str], ancestors: Sequence[str]) -> str:
    whole = {**policy, "frame-ancestors": " ".join(("'self'", *ancestors))}
    return "; ".join(f"{name} {value}".strip() for name, value in whole.items())


def hash_scripts(page: bytes) -> list[str]:
    """Hash each script that stands within a page, as a policy names it."""
    return [
        f"sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}"
        for script in _INLINE_SCRIPT.findall(page)
    ]


class SafeAnswers:
    """ASGI middleware that adds the headers; websockets pass as they are.

    Parameters
    ----------
    app : ASGI application
    ancestors : sequence of str
        Origins, beside its own, that may show the app in a frame.
    """

    def __init__(self, app: ASGIApp, ancestors: Sequence[str] = ()) -> None:
        self.app = app
        self.ancestors = ancestors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        if _opens_a_page(asked):
            # An answer without a body ("not modified") would leave an earlier policy in force.
            left = (b"if-none-match", b"if-modified-since")
            scope = {**scope, "headers": [h for h in scope["headers"] if h[0].lower() not in left]}
        file = "/media/" in scope["path"]
        held: list[Message] = []  # the answer of a page, until all of it is there

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message.setdefault("headers", []))
                for name, value in HEADERS.items():
                    headers[name] = value
                if file:
                    headers["Content-Security-Policy"] = _join(_FILE_POLICY, self.ancestors)
                elif message["status"] != 304:
                    policy = write_policy(self.ancestors, asked.get("host", ""))
                    headers["Content-Security-Policy"] = policy
                    if headers.get("content-type", "").startswith("text/html"):
                        held.append(message)
                        return
            elif held:
                held.append(message)
                if message.get("more_body"):
                    return
                await self._release(held, asked.get("host", ""), send)
                return
            await send(message)

        await self.app(scope, receive, add)

    async def _release(self, held: list[Message], host: str, send: Send) -> None:
        """Send a whole page, whose policy allows the scripts that stand within it."""
        headers = MutableHeaders(raw=held[0]["headers"])
        body = b"".join(message.get("body", b"") for message in held[1:])
        scripts = _hash_packed(body, headers.get("content-encoding", ""))
        headers["Content-Security-Policy"] = write_policy(self.ancestors, host, scripts)
        messages = held.copy()
        held.clear()
        for message in messages:
            await send(message)


def _opens_a_page(asked: Headers) -> bool:
    kind = asked.get("sec-fetch-dest", "")
    if kind:
        return kind in ("document", "iframe", "frame", "embed", "object")
    return asked.get("accept", "").startswith("text/html")


@lru_cache(maxsize=16)
def _hash_packed(body: bytes, encoding: str) -> list[str]:
    """Hash what stands within a page; it is the same page for everybody who opens it."""
    return hash_scripts(_unpack(body, encoding))


def _unpack(body: bytes, encoding: str) -> bytes:
    try:
        return gzip.decompress(body) if encoding == "gzip" else body
    except (OSError, EOFError, zlib.error):  # half of it, or no body at all (HEAD)
        return b""
