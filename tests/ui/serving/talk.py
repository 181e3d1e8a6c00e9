"""A browser without a screen: Streamlit's own messages over a websocket, with cookies."""

import re
from contextlib import ExitStack
from http.cookies import SimpleCookie
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from tests.present import present

WAIT = 60.0  # seconds; only a broken server takes so long


class Talk:
    """A conversation with a page.

    Parameters
    ----------
    url
        The app's address, from "http" on.
    cookies
        What earlier answers have set; what this one sets is added.
    session
        The one that there was before the connection was lost.
    headers
        Others that the handshake has.
    """

    def __init__(
        self, url: str, cookies: dict[str, str], session: str = "", **headers: str
    ) -> None:
        said = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        words = ["streamlit", *([cookies.get("_streamlit_xsrf", "none"), session] * bool(session))]
        self._held = ExitStack()
        self.socket = self._held.enter_context(
            connect(
                f"{url.replace('http', 'ws', 1)}/_stcore/stream",
                subprotocols=[Subprotocol(word) for word in words],
                additional_headers={**(said if cookies else {}), **headers},
                max_size=None,
                open_timeout=WAIT,
                close_timeout=1,
                proxy=None,
            )
        )
        for line in present(self.socket.response).headers.get_all("Set-Cookie"):
            cookies.update({name: part.value for name, part in SimpleCookie(line).items()})
        self.session = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._held.close()

    def open(self, query: str) -> set[str]:
        """Open a link; the digests of the runs that the page shows."""
        message = BackMsg()
        message.rerun_script.query_string = query
        self.socket.send(message.SerializeToString())
        heard = "".join(str(each) for each in self.listen()).replace("\\", "")
        return set(re.findall(r'"run": ?"([0-9a-f]{8,}):', heard))

    def listen(self) -> list[ForwardMsg]:
        """All messages until the page has been written."""
        heard = []
        while True:
            message = ForwardMsg.FromString(bytes(self.socket.recv(WAIT, decode=False)))
            heard.append(message)
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.session = message.new_session.initialize.session_id
            if kind == "script_finished" and (
                message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            ):
                return heard
