"""Somebody at the server without a browser: says whatever the protocol can, reads what comes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol


class Page(NamedTuple):
    """What came until the script had ended."""

    elements: list[Any]  # in the order in which they came
    status: int

    def of_kind(self, kind: str) -> list[Any]:
        """Elements of a kind of Streamlit's, such as "alert"."""
        return [getattr(each, kind) for each in self.elements if each.WhichOneof("type") == kind]

    @property
    def failures(self) -> list[str]:
        """What a person reads of an exception."""
        alerts = [each.body for each in self.of_kind("alert")]
        return [each for each in alerts if "went wrong" in each] + [
            each.message for each in self.of_kind("exception")
        ]

    @property
    def stages(self) -> list[Any]:
        """Stages that came; one comes with every page of the playground."""
        return [
            each
            for each in self.of_kind("bidi_component")
            if each.component_name.endswith("mixtape_stage")
        ]

    def says(self, words: str) -> bool:
        """Whether the last stage has these words."""
        return bool(self.stages) and words.encode() in self.stages[-1].SerializeToString()

    def find(self, end: str) -> str:
        """The name in the protocol of the widget whose key that is."""
        (name,) = [name for name in self.widgets if name.endswith(end)]
        return name

    @property
    def widgets(self) -> dict[str, str]:
        """The name in the protocol of each widget, and its kind."""
        return {
            widget.id: kind
            for each in self.elements
            if (kind := each.WhichOneof("type"))
            if hasattr(widget := getattr(each, kind), "id")
            if widget.id.startswith("$$ID")
        }


class Person:
    """A session."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    def say(self, message: BackMsg) -> None:
        """Send a message as it is."""
        self.socket.send(message.SerializeToString())

    def open(self, query: str = "", *states: WidgetState, page: str = "") -> Page:
        """Run a page with an address and values of widgets."""
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.query_string = query
        message.rerun_script.widget_states.widgets.extend(states)
        self.say(message)
        return self.read()

    def read(self) -> Page:
        """Wait until the script has ended for good."""
        elements = []
        while True:
            content = self.socket.recv(timeout=60)
            assert isinstance(content, bytes)
            message = ForwardMsg.FromString(content)
            kind = message.WhichOneof("type")
            if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                elements.append(message.delta.new_element)
            # A script that begins again has not ended.
            ended = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_WITH_COMPILE_ERROR)
            if kind == "script_finished" and message.script_finished in ended:
                return Page(elements, message.script_finished)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()


@contextmanager
def meet(url: str) -> Iterator[Person]:
    """Connect somebody to a server."""
    address = url.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None) as socket:
        yield Person(socket)
