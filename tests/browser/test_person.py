"""What `tests.person` says to the server is what Chromium says, message by message."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.conftest import Opener, Visit
from tests.person import Person, run_apart
from tests.person.widgets import Value

# An uploader has another name in every session: its key's ending, and the hash that Streamlit makes
# of the key.
UPLOADER = re.compile(r"\$\$ID-[0-9a-f]{32}-(file-[a-z]+)-[0-9a-f]{8}")
FILE = ("own.csv", b"x,y\n" + b"".join(b"%d,%d\n" % (n, n * n % 17) for n in range(40)))


class Recorded(Person):
    """A person whose messages are kept."""

    def __init__(self, base: str) -> None:
        super().__init__(base)
        self.sent: list[bytes] = []

    async def send(self, message: BackMsg | bytes) -> None:
        self.sent.append(message if isinstance(message, bytes) else message.SerializeToString())
        await super().send(message)


def read(raw: bytes | str, session: str) -> dict[str, Any]:
    """All that a message says, without what has another name in every session."""
    assert isinstance(raw, bytes)
    message = BackMsg.FromString(raw)
    if message.WhichOneof("type") == "file_urls_request":
        request = message.file_urls_request
        assert request.session_id == session
        return {"files": list(request.file_names)}
    state = message.rerun_script
    widgets = []
    for each in state.widget_states.widgets:
        kind = each.WhichOneof("value")
        value = getattr(each, str(kind))
        if kind == "file_uploader_state_value":
            value = [(info.name, info.size) for info in value.uploaded_file_info]
        elif kind is not None and kind.endswith("array_value"):
            value = list(value.data)
        name = UPLOADER.sub(r"\1", each.id)
        widgets.append(f"{name} {kind} {value}")
    context = state.context_info
    return {
        "query": sorted(state.query_string.split("&")),
        "page": (state.page_script_hash, state.page_name),
        "widgets": sorted(widgets),
        "kept": len(state.cached_message_hashes),
        "context": (context.timezone, context.locale, context.url, context.color_scheme),
    }


async def act(base: str, *changes: Callable[[Person], Any]) -> Recorded:
    async with Recorded(base) as person:
        await person.open()
        await person.wait_run(0)
        for change in changes:
            before = person.runs
            await change(person)
            await person.wait_run(before)
        return person


def change(**settings: Value) -> Callable[[Person], Any]:
    return lambda person: person.change(**settings)


def of_chromium(seen: Visit) -> list[dict[str, Any]]:
    session = ""
    for raw in seen.sent:
        if isinstance(raw, bytes):
            session = BackMsg.FromString(raw).file_urls_request.session_id or session
    return [read(raw, session) for raw in seen.sent]


def count_finished(seen: Visit) -> Callable[[], int]:
    """How many runs of the page the server has finished, by its own word."""
    finished = 0

    def hear(raw: bytes | str) -> None:
        nonlocal finished
        if isinstance(raw, bytes):
            finished += ForwardMsg.FromString(raw).WhichOneof("type") == "script_finished"

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", hear)

    seen.page.on("websocket", listen)
    return lambda: finished


def count_asked(seen: Visit) -> int:
    """How many runs of the page Chromium has asked for."""
    messages = [BackMsg.FromString(raw) for raw in seen.sent if isinstance(raw, bytes)]
    return sum(message.WhichOneof("type") == "rerun_script" for message in messages)


def test_a_person_says_what_chromium_says(visit: Opener, server: str) -> None:
    seen = visit(server)
    finished = count_finished(seen)
    seen.open()
    page = seen.page

    def told(count: int) -> None:
        """Wait until Chromium has said so many things, and nothing of the answers is to come.

        A page that has asked and heard nothing yet looks as idle as one that has been answered; what
        is said before the end of an answer depends on how far that has come.
        """
        for _ in range(600):
            if len(seen.sent) >= count and finished() == count_asked(seen):
                break
            page.wait_for_timeout(50)
        else:
            raise TimeoutError(f"{len(seen.sent)} messages, {finished()} answers, not {count}")
        idle = '[data-testid=stApp][data-test-script-state="notRunning"]'
        page.wait_for_selector(idle, state="attached", timeout=30_000)
        # Streamlit loads each kind of widget when it needs it, and says nothing for one that is not there.
        page.wait_for_selector("[data-testid=stSkeleton]", state="detached", timeout=30_000)
        seen.painted()
        page.wait_for_timeout(300)  # for more that must not come

    told(1)

    page.get_by_role("slider", name="Components").press("ArrowRight")
    told(2)
    page.get_by_role("combobox", name="Covariance").click()
    page.get_by_role("option", name="tied").click()
    told(3)
    page.get_by_text("k-means beside it").click()
    told(4)
    page.get_by_role("button", name="Your file").hover()
    page.mouse.down()
    told(5)
    page.mouse.up()
    told(6)
    name, content = FILE
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    told(8)
    page.get_by_role("slider", name="Components").press("ArrowRight")
    told(9)

    person = run_apart(
        act(
            server,
            change(k=[3.0]),
            change(covariance="tied"),
            change(twin=False),
            lambda person: person.tell_where(),
            lambda person: person.press("door-Upload a file"),
            lambda person: person.upload(*FILE),
            change(k=[3.0]),
        )
    )
    said, true = [read(raw, person.session) for raw in person.sent], of_chromium(seen)
    for number, (ours, theirs) in enumerate(zip(said, true, strict=True)):
        for name in theirs:
            assert ours[name] == theirs[name], f"{name} of message {number}"


def test_a_setting_is_one_message_whatever_was_stepped_before(visit: Opener, server: str) -> None:
    seen = visit(server).open()
    for frame in (1, 2, 3):
        seen.step("ArrowRight", frame)
    seen.page.wait_for_timeout(600)  # the address follows
    sent, run = len(seen.sent), seen.run()
    seen.page.get_by_role("combobox", name="Covariance").click()
    seen.page.get_by_role("option", name="spherical").click()
    seen.wait_other_run(run)
    run = seen.run()
    seen.page.get_by_text("k-means beside it").click()
    seen.stage.locator("[data-pane=kmeans]").wait_for(state="hidden")
    assert len(seen.sent) == sent + 2
    # Somewhere else the server has to know where one is: the dialog opens at that frame.
    seen.step("ArrowRight", 1)
    seen.page.get_by_role("button", name="Take it away").click()
    opens = seen.page.get_by_label("Opens at frame")
    opens.wait_for()
    assert opens.input_value() == "1"
