"""Who asks for this server under a name that is not its own is told so.

Streamlit holds `server.allowedHosts` against the conversation with a page only: the page came, and
never began.
"""

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

ANSWER = (
    "Mixtape does not answer under this address. Open it under the name that your teacher or "
    "administrator gave. Whoever runs it lists the names with --server.allowedHosts.\n"
)


class Hosts:
    """Refuse what is asked of another host; a health check may come by number.

    Parameters
    ----------
    app
        What answers the others.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] == "http" and not scope["path"].endswith("/_stcore/health"):
            from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

            if not is_host_allowed(Headers(scope=scope).get("host")):
                await PlainTextResponse(ANSWER, status_code=421)(scope, receive, send)
                return
        await self.app(scope, receive, send)
