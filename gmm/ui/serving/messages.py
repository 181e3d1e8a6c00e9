"""What a browser may ask over its websocket; what Streamlit has for developers is left unheard."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

# All that our pages need. Streamlit would also empty the caches of everybody ("clear_cache"), tell
# which files of the checkout are changed ("load_git_info"), and run pages again when a file is
# saved ("set_run_on_save").
HEARD = frozenset(
    {
        "rerun_script",
        "stop_script",
        "app_heartbeat",
        "file_urls_request",
        "backend_operation_request",
    }
)


class Hearing:
    """ASGI middleware that drops the other messages; what is heard passes byte by byte.

    Parameters
    ----------
    app : ASGI application
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one websocket, or anything else untouched."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return

        async def hear() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive" or _is_heard(message.get("bytes")):
                    return message

        await self.app(scope, hear, send)


def _is_heard(content: bytes | None) -> bool:
    try:
        kind = BackMsg.FromString(content or b"").WhichOneof("type")
    except Exception:
        return True  # Streamlit closes the connection
    return kind is None or kind in HEARD
