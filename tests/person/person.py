"""One person at one tab: opens a page, changes settings, loses the connection, comes back."""

import asyncio
import json
import random
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any, Self
from urllib.parse import parse_qsl, quote, urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState, ContextInfo
from streamlit.proto.Common_pb2 import (
    FileUploaderState,
    FileURLs,
    FileURLsRequest,
    UploadedFileInfo,
)
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed

from tests.person.widgets import Value, Widget, read_widget, write_state, write_text
from tests.person.wire import CountedConnection, Reply, ask, dial, write_cookies

XSRF = "_streamlit_xsrf"
BOUNDARY = "----a-person-without-a-browser"

# How long Streamlit's page waits before it tries again: doubled from the first to the longest.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 4.0

_FINISHED = ForwardMsg.FINISHED_SUCCESSFULLY
_EARLY = ForwardMsg.FINISHED_EARLY_FOR_RERUN


class PersonError(Exception):
    """What a person did not get, in a few words."""


class Person:
    """A tab on a page of the app.

    Parameters
    ----------
    base : str
        Where the server is, such as "http://127.0.0.1:8501".
    chance : random.Random, optional
        What the pauses before a new connection are drawn from.
    patience : float
        Seconds after which an answer counts as missing.

    Attributes
    ----------
    session : str
        What the server calls the session; "" before the first answer.
    query : dict of str to str
        The address, as the page has it.
    elements : list of Element
        What is on the page since the last answer.
    messages, runs : int
        How many messages the server has sent, and how many runs of the page it has finished.
    """

    def __init__(
        self, base: str, chance: random.Random | None = None, patience: float = 60.0
    ) -> None:
        self.base, self.patience = base.rstrip("/"), patience
        self.session, self.query = "", dict[str, str]()
        self.elements: list[Element] = []
        self.messages = self.runs = 0
        self._chance = chance or random.Random()
        self._path = ""
        # The address as Streamlit's page has read it: it does so only when a bound widget changes.
        self._known: dict[str, str] = {}
        self._cookies: dict[str, str] = {}
        self._connection: CountedConnection | None = None
        self._listener: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._told = 0  # bytes of connections that are gone
        self._arriving: list[Element] = []
        self._page = ""
        self._widgets: dict[str, Widget] = {}
        self._values: dict[str, Value] = {}
        self._urls: dict[str, FileURLs] = {}
        # As the page keeps large messages: by hash, with the run that used each last.
        self._kept: dict[str, tuple[ForwardMsg, int]] = {}
        self._longest = 2
        self._read: tuple[list[Element], dict[str, Any]] = ([], {})

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @property
    def received(self) -> int:
        """How many bytes have come over the websocket, compressed as they were."""
        return self._told + (self._connection.received if self._connection else 0)

    @property
    def is_connected(self) -> bool:
        """Whether the websocket is open."""
        return bool(self._listener and not self._listener.done())

    # -------------------------------------------------------------------------- what one does

    async def open(self, path: str = "", query: str = "") -> None:
        """Open a page, as a browser that has Streamlit's files in its cache.

        Parameters
        ----------
        path : str
            "" for the playground, or a page such as "course".
        query : str
            What follows the "?" of its address.
        """
        self._path, self.query, self._known = path, dict(parse_qsl(query)), dict(parse_qsl(query))
        await self._get(f"/{path}" + (f"?{query}" if query else ""))
        await self._connect()
        await self.rerun()

    async def change(self, **settings: Value) -> None:
        """Change widgets that are bound to the address, named as they are there; `data` as well."""
        self._stamp()
        for name, value in settings.items():
            widget = self.find_widget(name)
            self._values[widget.id] = value
            if not widget.address:
                continue
            self.query.pop(name, None)
            if value != widget.opens:
                self.query[name] = write_text(value)
            self._known = dict(self.query)
        await self.rerun()
        self.step(0)  # another run begins at its start

    async def press(self, key: str) -> None:
        """Press the button with that key."""
        await self.rerun(WidgetState(id=self.find_widget(key).id, trigger_value=True))

    def step(self, frame: int) -> None:
        """Go to a frame; the stage writes it into the address, and says nothing."""
        self.query.pop("frame", None)
        if frame:
            self.query["frame"] = str(frame)

    async def tell_where(self) -> None:
        """Tell at which frame the stage is, as it does before a button beside it is pressed."""
        where = {"frame": int(self.query.get("frame", 0)), "view": "", "hand": ""}
        event = {"event": "edited", "value": {"number": 0, "kind": "where", "where": where}}
        parts = [each.bidi_component.id for each in self.find("bidi_component")]
        stage = next(name for name in parts if "-stage-" in name)
        await self.rerun(
            WidgetState(
                id=f"$$STREAMLIT_INTERNAL_KEY_{stage}__events",
                json_trigger_value=json.dumps([event], separators=(",", ":")),
            )
        )

    async def upload(self, name: str, content: bytes) -> None:
        """Give a file to the uploader on the page."""
        uploader = next((each.file_uploader.id for each in self.find("file_uploader")), "")
        if not uploader:
            raise PersonError("there is no uploader on the page")
        request = FileURLsRequest(
            request_id=str(uuid.uuid4()), file_names=[name], session_id=self.session
        )
        await self.send(BackMsg(file_urls_request=request))
        await self.wait(lambda: request.request_id in self._urls, "an address for the file")
        urls = self._urls.pop(request.request_id)
        part = (
            f"--{BOUNDARY}\r\n"
            f'Content-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
            "Content-Type: text/csv\r\n\r\n"
        )
        reply = await self._request(
            "PUT",
            urls.upload_url,
            {
                "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
                "X-Xsrftoken": self._cookies.get(XSRF, ""),
            },
            part.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode(),
        )
        if reply.status != 204:
            raise PersonError(f"upload refused with {reply.status}")
        info = UploadedFileInfo(name=name, size=len(content), file_id=urls.file_id, file_urls=urls)
        self._values[uploader] = FileUploaderState(uploaded_file_info=[info])
        await self.rerun()

    async def rerun(self, *triggers: WidgetState) -> None:
        """Ask for a run of the page with all that the widgets show.

        Parameters
        ----------
        *triggers : WidgetState
            What holds for this run alone: a button that was pressed.
        """
        state = ClientState(
            query_string=urlencode(self._known),
            page_script_hash=self._page,
            page_name="" if self._page else self._path,
            cached_message_hashes=list(self._kept),
            context_info=ContextInfo(
                timezone="UTC",
                timezone_offset=0,
                locale="en-US",
                url=f"{self.base}/{self._path}",
                is_embedded=False,
                color_scheme="light",
            ),
        )
        # The page sends this even where there is none.
        state.widget_states.SetInParent()
        widgets = [write_state(identity, value) for identity, value in self._values.items()]
        state.widget_states.widgets.extend([*widgets, *triggers])
        await self.send(BackMsg(rerun_script=state))

    async def send(self, message: BackMsg | bytes) -> None:
        """Send a message, or bytes that are none."""
        if self._connection is None:
            raise PersonError("not connected")
        raw = message if isinstance(message, bytes) else message.SerializeToString()
        try:
            await self._connection.send(raw)
        except ConnectionClosed as error:
            raise PersonError("connection lost") from error

    def cut(self) -> None:
        """Lose the connection without a word."""
        if self._connection is not None:
            self._connection.abort()

    async def wait_cut(self) -> None:
        """Wait until the connection is gone."""
        async with asyncio.timeout(self.patience):
            while self.is_connected:
                self._news.clear()
                await self._news.wait()

    async def come_back(self) -> None:
        """Connect again with the session's name, after the pause and the look that the page takes.

        Nothing is run: a session that is still there has nothing to tell.
        """
        attempt = 0
        deadline = time.monotonic() + self.patience
        while True:
            longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2**attempt)
            pause = self._chance.uniform(FIRST_PAUSE / 2 if not attempt else longest / 2, longest)
            await asyncio.sleep(pause)
            attempt += 1
            try:
                await self._connect()
                return
            except (OSError, PersonError) as error:
                if time.monotonic() > deadline:
                    raise PersonError("could not connect again") from error

    async def close(self) -> None:
        """Close the tab."""
        if self._connection is not None:
            await self._connection.close()
        if self._listener is not None:
            await self._listener
        if self._connection is not None:
            self._told += self._connection.received
            self._connection = None

    # ------------------------------------------------------------------------- what one sees

    def find(self, kind: str) -> list[Element]:
        """Find what is on the page of that kind, such as "exception", "alert" or "markdown"."""
        return [each for each in self.elements if each.WhichOneof("type") == kind]

    def find_widget(self, name: str) -> Widget:
        """Find the widget that has this key, or that is bound to this parameter of the address."""
        for each in self._widgets.values():
            if each.address == name or each.id.endswith(f"-{name}"):
                return each
        raise PersonError(f"there is no widget “{name}” on the page")

    def show(self, name: str) -> Value | None:
        """Give what the widget of that name shows."""
        return self._values.get(self.find_widget(name).id)

    @property
    def payload(self) -> dict[str, Any]:
        """What the stage or the lesson on the page was given; empty where there is none."""
        parts = self.find("bidi_component")
        if [*map(id, parts)] != [*map(id, self._read[0])]:
            # It may come in parts, with a list that goes on from one to the next.
            whole: dict[str, Any] = {}
            for each in parts:
                for name, value in json.loads(each.bidi_component.json or "[{}]")[0].items():
                    goes_on = isinstance(value, list) and isinstance(whole.get(name), list)
                    whole[name] = whole[name] + value if goes_on else value
            self._read = (parts, whole)
        return self._read[1]

    async def wait(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something holds, which is looked at after every run of the page.

        Raises
        ------
        PersonError
            If the connection is lost before, or it takes too long.
        """
        try:
            async with asyncio.timeout(self.patience):
                while not holds():
                    if not self.is_connected:
                        raise PersonError("connection lost")
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError as error:
            raise PersonError(f"no {what} within {self.patience:g} s") from error

    async def wait_run(self, before: int) -> None:
        """Wait until the page has been run again since there were `before` runs."""
        await self.wait(lambda: self.runs > before, "answer")

    # --------------------------------------------------------------------------- the protocol

    def _stamp(self) -> None:
        """Write into the address which version it is of, as the stage does."""
        name = self.payload.get("names", {}).get("version", "")
        self.query.pop(name, None)
        if self.query:
            self.query[name] = str(self.payload["version"])

    async def _connect(self) -> None:
        """Look whether the server is there, and open the websocket, as the page does."""
        await asyncio.gather(self._get("/_stcore/health"), self._get("/_stcore/host-config"))
        if self._connection is not None:
            self._told += self._connection.received
        token = self._cookies.get(XSRF, "PLACEHOLDER_AUTH_TOKEN")
        subprotocols = ["streamlit", token, *([self.session] if self.session else [])]
        self._connection = await dial(self.base, subprotocols, self._cookies, self.patience)
        self._listener = asyncio.create_task(self._listen(self._connection))

    async def _get(self, path: str) -> None:
        reply = await self._request("GET", path)
        if reply.status != 200:
            raise PersonError(f"GET {path.partition('?')[0]} answered {reply.status}")

    async def _request(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> Reply:
        cookies = {"Cookie": write_cookies(self._cookies)} if self._cookies else {}
        url = self.base + quote(path, safe="/?&=%+")
        async with asyncio.timeout(self.patience):
            reply = await ask(method, url, {**cookies, **(headers or {})}, body)
        self._cookies |= reply.cookies()
        return reply

    async def _listen(self, connection: CountedConnection) -> None:
        try:
            async for raw in connection:
                message = ForwardMsg()
                message.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
                self.messages += 1
                self._take(message)
        except ConnectionClosed:
            pass
        finally:
            self._news.set()

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            kept, _ = self._kept[message.ref_hash]  # a miss is an error of the page as well
            self._kept[message.ref_hash] = (kept, self.runs)
            self._take_element(kept.delta.new_element)
        elif kind == "delta":
            if message.metadata.cacheable:
                self._kept[message.hash] = (message, self.runs)
            if message.delta.WhichOneof("type") == "new_element":
                self._take_element(message.delta.new_element)
        elif kind == "new_session":
            self.session = message.new_session.initialize.session_id
            self._longest = message.new_session.config.max_cached_message_age
            self._arriving = []
        elif kind == "navigation":
            self._page = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = dict(parse_qsl(message.page_info_changed.query_string))
            self._known = dict(self.query)
        elif kind == "file_urls_response":
            answer = message.file_urls_response
            self._urls[answer.response_id] = answer.file_urls[0]
            self._news.set()
        elif kind == "script_finished":
            self._finish(message.script_finished)

    def _take_element(self, element: Element) -> None:
        self._arriving.append(element)
        widget = read_widget(element)
        if widget is None:
            return
        if widget.told is not None:
            self._values[widget.id] = widget.told
        elif widget.id not in self._values and widget.opens is not None:
            self._values[widget.id] = widget.opens
        self._widgets[widget.id] = widget

    def _finish(self, status: int) -> None:
        if status == _EARLY:
            return  # another run follows
        self.runs += 1
        self._kept = {
            name: (message, used)
            for name, (message, used) in self._kept.items()
            if self.runs - used <= self._longest
        }
        if status == _FINISHED:
            self.elements = self._arriving
            there = {widget.id for each in self.elements if (widget := read_widget(each))}
            self._widgets = {name: each for name, each in self._widgets.items() if name in there}
            self._values = {name: each for name, each in self._values.items() if name in there}
        self._news.set()
