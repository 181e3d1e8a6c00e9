"""What a run of a page sends: handed on in bunches, to its own person, written to the wire at once.

Streamlit wakes its event loop for each of a run's 45 messages, looks through the sessions of
everybody for each of them, and gives it to the network alone. With 300 people connected, a changed
setting took 18 ms of a processor so, and takes 11 ms with what is here.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config
from streamlit.logger import get_logger
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import Runtime, app_session, websocket_session_manager
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from streamlit.runtime.session_manager import SessionClientDisconnectedError

# Seconds that a message waits for those that follow it; the end of a run waits for nothing.
PAUSE = 0.02

_LOGGER = get_logger(__name__)


class PromptSession(AppSession):
    """A session that hands its messages on by itself, many at a time."""

    def __init__(self, *args: Any, **named: Any) -> None:
        # From the run's thread to the event loop, in their order.
        self._events: deque[Callable[[], None]] = deque()
        self._is_taken_soon = self._is_sent_soon = False
        super().__init__(*args, **named)

    def register_file_watchers(self) -> None:
        """Go on for somebody who comes back: Streamlit calls this for nothing else."""
        self._send_soon()
        # Streamlit 1.67 would have one that comes back watch files, whatever it was told: after its
        # next run it would look up the paths of all modules. 60 people's first change took 12.4 s
        # of a processor with it, and takes 1 s without.
        if config.get_option("server.fileWatcherType") != "none":
            super().register_file_watchers()

    def _on_scriptrunner_event(self, sender: Any, event: Any, *args: Any, **named: Any) -> None:
        handle = self._handle_scriptrunner_event_on_event_loop
        self._events.append(partial(handle, sender, event, *args, **named))
        if event != ScriptRunnerEvent.ENQUEUE_FORWARD_MSG:
            self._call_soon_on_event_loop(self._take)
        elif not self._is_taken_soon:
            self._is_taken_soon = True
            self._call_soon_on_event_loop(self._take_later)

    def _take_later(self) -> None:
        self._event_loop.call_later(PAUSE, self._take)

    def _take(self) -> None:
        # First this: what is added from now on asks for another look.
        self._is_taken_soon = False
        try:
            while self._events:
                self._events.popleft()()
        finally:
            if self._events:
                self._call_soon_on_event_loop(self._take)

    def _enqueue_forward_msg(self, msg: ForwardMsg) -> None:
        self._browser_queue.enqueue(msg)
        self._send_soon()

    def _send_soon(self) -> None:
        if not self._is_sent_soon:
            self._is_sent_soon = True
            self._call_soon_on_event_loop(self._send)

    def _send(self) -> None:
        self._is_sent_soon = False
        runtime = Runtime.instance()
        info = runtime._session_mgr.get_active_session_info(self.id)
        if info is None or info.session is not self:
            return  # until they come back
        for message in self.flush_browser_queue():
            try:
                runtime._send_message(info, message)
            except SessionClientDisconnectedError:
                runtime.disconnect_session(self.id, client=info.client)
        self.on_flushed_messages_sent()


class BunchedWrites:
    """ASGI middleware that lets a websocket write all that is sent in one turn of the loop at once.

    Each write is a call of the system, for which a thread gives the interpreter away; while pages
    run, it takes up to 5 ms to have it back.

    Parameters
    ----------
    app : ASGI application
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one websocket, or anything else untouched."""
        protocol: Any = getattr(send, "__self__", None) if scope["type"] == "websocket" else None
        if isinstance(getattr(protocol, "transport", None), asyncio.WriteTransport):
            protocol.transport = _Bunching(protocol.transport)
        await self.app(scope, receive, send)


class _Bunching:
    """A transport that writes at the end of a turn of the event loop."""

    def __init__(self, transport: asyncio.WriteTransport) -> None:
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._held: list[bytes] = []

    def write(self, data: bytes) -> None:
        if not self._held:
            self._loop.call_soon(self._write)
        self._held.append(data)

    def writelines(self, pieces: Iterable[bytes]) -> None:
        for piece in pieces:
            self.write(piece)

    def write_eof(self) -> None:
        self._write()
        self._transport.write_eof()

    def _write(self) -> None:
        if self._held:
            self._transport.write(b"".join(self._held))
            self._held.clear()

    def close(self) -> None:
        self._write()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


def send_in_bunches() -> bool:
    """Let sessions hand their messages on by themselves, and write what never changes once.

    It is called before the first visitor. Another Streamlit that has its parts elsewhere serves as
    it does by itself, and the log says so.

    Returns
    -------
    bool
        Whether it could be done.
    """
    if not _is_as_known():
        _LOGGER.warning("This version of Streamlit sends each message of a page by itself.")
        return False
    manager: Any = websocket_session_manager
    manager.AppSession = PromptSession
    app_session._populate_theme_msg = _populate_theme
    return True


def _is_as_known() -> bool:
    known = {
        AppSession: (
            *("_on_scriptrunner_event", "_handle_scriptrunner_event_on_event_loop"),
            *("_call_soon_on_event_loop", "_enqueue_forward_msg", "register_file_watchers"),
            *("flush_browser_queue", "on_flushed_messages_sent"),
        ),
        Runtime: ("_send_message", "disconnect_session"),
        websocket_session_manager: ("AppSession",),
        app_session: ("_populate_theme_msg",),
    }
    return all(hasattr(place, name) for place, names in known.items() for name in names)


_write_theme = app_session._populate_theme_msg


@cache
def _read_theme(section: str) -> CustomThemeConfig | None:
    theme = CustomThemeConfig()
    _write_theme(theme, section)
    return theme if theme.ListFields() else None


def _populate_theme(msg: CustomThemeConfig, section: str = "theme") -> None:
    """Take the place of what looks through all options six times in each run of a page."""
    theme = _read_theme(section)
    if theme is not None:
        msg.MergeFrom(theme)
