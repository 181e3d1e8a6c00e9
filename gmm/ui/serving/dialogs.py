"""Streamlit's own dialogs stay shut: a page that has lost its server goes on and says so itself."""

import json
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Where Streamlit's pages ask, before each connection, what they may do.
ASKED = "/_stcore/host-config"


class ShutDialogs:
    """Tell each page to open no dialog of Streamlit's about errors.

    The one that says "Connection error" covers the stage, keeps the keyboard's focus, and speaks to
    whoever wrote the program. `gmm.ui.away` says it in a quiet line.

    Parameters
    ----------
    app : callable
        What answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as `app` does, and add to what it says of its dialogs."""
        if scope["type"] != "http" or not scope["path"].endswith(ASKED):
            await self._app(scope, receive, send)
            return
        headers = [(name, text) for name, text in scope["headers"] if name != b"accept-encoding"]
        begun: Message = {}
        body = b""

        async def hold(message: Message) -> None:
            nonlocal begun, body
            if message["type"] == "http.response.start":
                begun = message
                return
            body += message.get("body", b"")
            if not message.get("more_body"):
                told = _shut(body)
                length = (b"content-length", str(len(told)).encode())
                rest = [(name, text) for name, text in begun["headers"] if name != length[0]]
                await send({**begun, "headers": [*rest, length]})
                await send({"type": "http.response.body", "body": told})

        await self._app({**scope, "headers": headers}, receive, hold)


def _shut(body: bytes) -> bytes:
    try:
        told: Any = json.loads(body)
    except ValueError:
        return body
    if not isinstance(told, dict):
        return body
    return json.dumps({**told, "blockErrorDialogs": True}).encode()
