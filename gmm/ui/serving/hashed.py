"""Our own files for the browser, each at an address that names its content.

What has such an address can be kept by a browser for good: another content has another address.
"""

import hashlib
from functools import cache
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gmm.files import ASSETS
from gmm.ui.serving.gzipped import GzipTable, give, knows, takes_gzip
from gmm.ui.serving.style import write_style
from gmm.ui.stage.bundle import BUNDLES, write_bundle

FOLDER = "_mixtape"  # in addresses, below wherever the app is served: that may be called "mixtape"
YEAR = 31_536_000  # seconds

_STYLE = "text/css; charset=utf-8"
_SCRIPT = "text/javascript; charset=utf-8"
_packed = GzipTable(most_bytes=2_000_000)


class Hashed(NamedTuple):
    """A file.

    Attributes
    ----------
    name : str
        With its content's hash, such as component-0123456789abcdef.js.
    content : bytes
    kind : str
        Its media type.
    small : bool
        Whether its format compresses it already.
    """

    name: str
    content: bytes
    kind: str
    small: bool = False


def find_address(stem: str) -> str:
    """Find where a file is served, as seen from the folder that the app is served in.

    Parameters
    ----------
    stem : str
        Its name without the hash: that of a bundle, "icon", "icons" or "style".

    Returns
    -------
    str
        "" where Streamlit's own style sheet is the right one.
    """
    found = _list_files().get(stem)
    return f"{FOLDER}/{found.name}" if found else ""


async def serve_hashed(request: Request) -> Response:
    """Answer with one of our files, or with 404 that is not kept.

    Parameters
    ----------
    request : Request
    """
    name = request.path_params["name"]
    stem = name.rpartition("-")[0]
    found = _list_files().get(stem)
    if found is None or found.name != name:
        return Response("Not found.", 404, {"Cache-Control": "no-store"}, "text/plain")
    packs = not found.small and takes_gzip(request.headers)
    tag = f'"{name}{".gz" if packs else ""}"'
    headers = {"Cache-Control": f"public, max-age={YEAR}, immutable", "ETag": tag}
    if not found.small:
        headers["Vary"] = "Accept-Encoding"
    if knows(request.headers, tag):
        return Response(None, 304, headers)
    content = found.content
    if packs:
        headers["Content-Encoding"] = "gzip"
        content = await _packed.find(name, give(content))
    headers["Content-Length"] = str(len(content))
    if request.method == "HEAD":
        content = b""
    return Response(content, 200, headers, found.kind)


HASHED_ROUTES = [
    Route(f"/{FOLDER}/{{name}}", serve_hashed),
    Route(f"/{{base:path}}/{FOLDER}/{{name}}", serve_hashed),
]


@cache
def _list_files() -> dict[str, Hashed]:
    icons = _name("icons", (ASSETS / "font" / "icons.woff2").read_bytes(), ".woff2", "font/woff2")
    icon = _name("icon", (ASSETS / "icon.svg").read_bytes(), ".svg", "image/svg+xml")
    scripts = {
        entry: _name(entry, write_bundle(entry).encode(), ".js", _SCRIPT) for entry in BUNDLES
    }
    style = write_style(icons.name)
    files = scripts | {"icons": icons._replace(small=True), "icon": icon}
    return files | ({"style": _name("style", style.encode(), ".css", _STYLE)} if style else {})


def _name(stem: str, content: bytes, ending: str, kind: str) -> Hashed:
    digest = hashlib.sha256(content).hexdigest()[:16]
    return Hashed(f"{stem}-{digest}{ending}", content, kind)
