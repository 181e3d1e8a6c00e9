"""A file that the server has no room for is not taken in, and its sender is told on the page.

Streamlit would show its own word for a refused upload ("AxiosError"). So it is told that all went
well; the page then finds no file, and says why (`find_refusal`).
"""

import gc
import time
from collections import OrderedDict

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.scriptrunner import get_script_run_ctx

from gmm.limits import MAX_BYTES, MAX_HELD_BYTES
from gmm.ui.held import count_held

FULL = (
    "The server has no room for this file now: too many files are open. "
    "Try again in some minutes, or use a smaller file."
)
MOST_REMEMBERED = 1_000  # sessions that were refused a file
COLLECT_SECONDS = 10  # between two collections, each of which stops all pages for a tenth of one

_WHERE = "/_stcore/upload_file/"
_refused: OrderedDict[str, str] = OrderedDict()  # by session, a sentence


class UploadGate:
    """Starlette middleware.

    Parameters
    ----------
    app : ASGI application
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._arriving = 0
        self._collected = -float("inf")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or _WHERE not in scope["path"]:
            await self._app(scope, receive, send)
            return
        session = scope["path"].partition(_WHERE)[2].partition("/")[0]
        _refused.pop(session, None)
        if scope["method"] != "PUT":
            await self._app(scope, receive, send)
            return
        told = dict(scope["headers"]).get(b"content-length", b"")
        length = int(told) if told.isdigit() else MAX_BYTES
        if not self._has_room(length):
            _refused[session] = FULL
            while len(_refused) > MOST_REMEMBERED:
                _refused.popitem(last=False)
            await _turn_away(receive, send)
            return
        self._arriving += length
        try:
            await self._app(scope, receive, send)
        finally:
            self._arriving -= length

    def _has_room(self, length: int) -> bool:
        most = MAX_HELD_BYTES - self._arriving - length
        if count_held() > most and time.monotonic() - self._collected > COLLECT_SECONDS:
            # What sessions have left that ended is there until somebody collects it.
            gc.collect()
            self._collected = time.monotonic()
        return count_held() <= most


def find_refusal() -> str:
    """Say why the last file of this page's session is not there; "" where it was not refused."""
    context = get_script_run_ctx()
    return _refused.get(context.session_id, "") if context else ""


async def _turn_away(receive: Receive, send: Send) -> None:
    # A browser that is answered before it has sent all takes it for a broken connection.
    message: Message = {"more_body": True}
    while message.get("more_body", False):
        message = await receive()
        if message["type"] == "http.disconnect":
            return
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})
