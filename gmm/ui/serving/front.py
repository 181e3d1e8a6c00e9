"""Streamlit's index.html with our words in it: something to read before the app is there.

What stands in it is found, not known: where another Streamlit has written it in another way, the
part is left as it is.
"""

import hashlib
import html
import re
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import file_util

from gmm.files import ASSETS
from gmm.ui.link import LESSON_NAME
from gmm.ui.pages import TITLES
from gmm.ui.serving.gzipped import GzipTable, give, knows, takes_gzip
from gmm.ui.serving.hashed import find_address

TITLE = "Mixtape"
DESCRIPTION = (
    "See how a Gaussian mixture is fitted to data by the EM algorithm, one half-step at a time, "
    "with k-means beside it."
)

# What each page needs of Streamlit's script beyond what index.html asks for already: a browser
# would find it piece by piece, one way to the server and back after the other.
_ALWAYS = ("Html", "purify.es", "BidiComponent", "PageLink")
_WIDGETS = ("Selectbox", "Slider", "NumberInput", "Checkbox", "ButtonGroup", "Button")

_ROOT = '<div id="root"></div>'
_TITLE = re.compile(r"<title>[^<]*</title>")
_ICON = re.compile(r'<link rel="shortcut icon"[^>]*>')
_FONT = re.compile(r'<link\s+rel="preload"[^>]*\bas="font"[^>]*>')
_NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_HEAD = re.compile(r"<head[^>]*>")
_SHEET = re.compile(r'<link rel="stylesheet"[^>]*\bhref="\./static/css/index\.[^>]*>')
_SCRIPT = re.compile(r"static/js/([\w.-]+\.js)")
_IMPORTED = re.compile(r'(?:from|import)\s*"\./([\w.-]+\.js)"')
# Streamlit would look for its server below each page first, in vain: one way to the server and
# back, and two errors in the console. Its own scripts lie where the server is.
_HOME = (
    '<script>window.__streamlit = { BACKEND_BASE_URL: new URL("./", location.href).href }</script>'
)
_READS = ("GET", "HEAD")
# Where the app is served at a host's root, which is where a hall comes.
_KEPT = ("/", *(f"/{name}" for name in TITLES))
_CONDITIONS = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range", b"if-range")
# Addresses below which there is no page.
_NO_PAGE = re.compile(r"/(?:_stcore|static|media|component|_mixtape|app/static)/|\.(?!html$)\w+$")


def write_front(index: str, entry: str, widgets: bool) -> str:
    """Write what a browser is given first.

    Parameters
    ----------
    index : str
        Streamlit's index.html.
    entry : str
        The bundle that the page will ask for.
    widgets : bool
        Whether the page has settings.

    Returns
    -------
    str
        HTML; `index` as it is where the place for our words is not found.
    """
    if index.count(_ROOT) != 1 or index.count("</head>") != 1:
        return index
    icon = f'<link rel="shortcut icon" href="./{find_address("icon")}" type="image/svg+xml">'
    # Letters come when there are some to show; until then they would stand in the way of scripts.
    for pattern, text in ((_TITLE, f"<title>{TITLE}</title>"), (_ICON, icon), (_FONT, "")):
        index = pattern.sub(lambda _, text=text: text, index, count=1)  # type: ignore[misc]
    index = _NOSCRIPT.sub("", index, count=1)
    address = find_address("style")
    if address:
        # First of all: nothing is drawn, no word either, before a page has its style.
        index = _SHEET.sub("", index, count=1)
        style = f'<link rel="stylesheet" crossorigin href="./{address}">'
        index = _HEAD.sub(lambda found: f"{found[0]}\n{style}", index, count=1)
    # The quiet line is there before the server can be lost.
    soon = (*_list_chunks(index, _ALWAYS), find_address(entry), find_address("away"))
    every = _list_chunks(index, (*_ALWAYS, *_WIDGETS)) if widgets else ()
    later = [each for each in every if each not in soon]
    head = [
        *([_HOME] if '="./static/js/' in index else []),
        f'<meta name="description" content="{html.escape(DESCRIPTION)}">',
        f"<style>{_read('words.css')}</style>",
        *(f'<link rel="modulepreload" crossorigin href="./{each}">' for each in soon),
        # Settings come after the picture that they are for.
        *(
            f'<link rel="modulepreload" crossorigin fetchpriority="low" href="./{each}">'
            for each in later
        ),
    ]
    index = index.replace("</head>", "\n".join([*head, "</head>"]))
    return index.replace(_ROOT, f"{_ROOT}\n{_read('words.html')}")


class FrontDoor:
    """Puts our words into Streamlit's index.html, whatever page it is sent for.

    Parameters
    ----------
    app : ASGI application
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._packed = GzipTable(most_bytes=500_000)
        # By path, what the app has answered: it is a file, and the same to everybody.
        self._answered: dict[str, tuple[Message, bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app does, but for its index.html."""
        path = scope.get("path", "")
        if scope["type"] != "http" or scope["method"] not in _READS or _NO_PAGE.search(path):
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        if path in self._answered and "origin" not in asked:
            await self._answer(*self._answered[path], scope, asked, send)
            return
        # The whole page as it is, whatever the browser has of ours and reads.
        plain = [pair for pair in scope["headers"] if pair[0] not in _CONDITIONS]
        started: Message = {}
        body = bytearray()

        async def hear(message: Message) -> None:
            if message["type"] == "http.response.start":
                kind = Headers(raw=message["headers"]).get("content-type", "")
                if message["status"] == 200 and kind.startswith("text/html"):
                    started.update(message)
                    return
            if not started:
                await send(message)
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body"):
                if path in _KEPT and not _is_for_one(started, asked):
                    self._answered[path] = started, bytes(body)
                await self._answer(started, bytes(body), scope, asked, send)

        await self.app({**scope, "method": "GET", "headers": plain}, receive, hear)

    async def _answer(
        self, start: Message, body: bytes, scope: Scope, asked: Headers, send: Send
    ) -> None:
        content = _make_front(body, *_choose(scope))
        name = hashlib.sha256(content).hexdigest()[:16]
        packs = takes_gzip(asked)
        tag = f'"{name}.gz"' if packs else f'"{name}"'
        headers = MutableHeaders(raw=list(start["headers"]))
        for gone in ("content-length", "content-encoding", "last-modified", "accept-ranges"):
            del headers[gone]
        headers["ETag"] = tag
        headers["Vary"] = "Accept-Encoding"
        status = 304 if knows(asked, tag) else 200
        if status == 200:
            if packs:
                headers["Content-Encoding"] = "gzip"
                content = await self._packed.find(name, give(content))
            headers["Content-Length"] = str(len(content))
        whole = status == 200 and scope["method"] == "GET"
        await send({**start, "status": status, "headers": headers.raw})
        await send({"type": "http.response.body", "body": content if whole else b""})


def _is_for_one(start: Message, asked: Headers) -> bool:
    """Whether an answer may be another one for somebody else."""
    return "origin" in asked or "set-cookie" in Headers(raw=start["headers"])


def _choose(scope: Scope) -> tuple[str, bool]:
    """Which bundle a page will ask for, and whether it has settings."""
    if not scope["path"].rstrip("/").endswith("/course"):
        return "component", True
    return ("lesson" if f"{LESSON_NAME}=".encode() in scope["query_string"] else "course"), False


@lru_cache(maxsize=8)
def _make_front(index: bytes, entry: str, widgets: bool) -> bytes:
    return write_front(index.decode("utf-8"), entry, widgets).encode()


def _list_chunks(index: str, names: tuple[str, ...]) -> list[str]:
    """List what the page will need of Streamlit's script and index.html does not name."""
    folder = Path(file_util.get_static_dir()) / "static" / "js"
    named = set(_SCRIPT.findall(index))
    found: list[str] = []
    left = [path.name for name in names for path in folder.glob(f"{name}.????????.js")]
    while left:
        name = left.pop(0)
        if name not in named and (folder / name).is_file():
            named.add(name)
            found.append(f"static/js/{name}")
            left += _IMPORTED.findall((folder / name).read_text("utf-8"))
    return found


def _read(name: str) -> str:
    text = (ASSETS / "front" / name).read_text("utf-8")
    return _COMMENT.sub("", text).strip()
