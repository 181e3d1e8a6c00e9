"""Many people at one server: each has what is theirs, and what one does is no other's trouble.

They are people without a browser (`tests.person`), at a server of their own.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import FileURLsRequest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates

from gmm.ui.session import _share_runs
from tests.app import open_app
from tests.browser.conftest import start_server
from tests.person import Person, PersonError, run_apart

UPLOADS = 5


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    process, url = start_server()
    yield url
    process.terminate()
    process.wait()


def table(number: int) -> bytes:
    """A table that nobody else has: as many rows as its number says, in columns with its name."""
    rows = [f"{row % 7 + row / 100},{row * row % 11}" for row in range(20 + number)]
    return "\n".join([f"secret{number}x,secret{number}y", *rows, ""]).encode()


async def answered(person: Person, act: Callable[[], Awaitable[None]]) -> dict[str, Any]:
    """Do something, and wait for the page's answer; gives what the stage was given."""
    before = person.runs
    await act()
    await person.wait_run(before)
    assert not person.find("exception")
    return person.payload


async def bring_file(person: Person, name: str, content: bytes) -> dict[str, Any]:
    await answered(person, person.open)
    await answered(person, partial(person.press, "door-Upload a file"))
    return await answered(person, partial(person.upload, name, content))


def test_nobody_sees_the_file_of_another_though_all_are_called_alike(server: str) -> None:
    async def work(number: int) -> None:
        async with Person(server) as person:
            payload = await bring_file(person, "own.csv", table(number))
            for k in (3, 2, 1):
                assert payload["title"] == f"own.csv, {20 + number} rows"
                assert payload["row_count"] == 20 + number
                seen = str(payload) + "".join(str(element) for element in person.elements)
                # The columns' names are in the widgets and on the axes: theirs, and no other's.
                for other in range(UPLOADS):
                    assert (f"secret{other}x" in seen) == (other == number)
                payload = await answered(person, partial(person.change, k=[float(k)]))
                assert payload["K"] == k

    async def all_at_once() -> None:
        await asyncio.gather(*(work(number) for number in range(UPLOADS)))

    run_apart(all_at_once())


def test_a_cut_connection_leads_back_to_the_same_run(server: str) -> None:
    async def lose_and_find() -> None:
        async with Person(server) as person:
            await bring_file(person, "own.csv", table(0))
            payload = await answered(person, partial(person.change, k=[4.0]))
            session, query = person.session, dict(person.query)
            person.cut()
            await person.wait_cut()
            await person.come_back()
            again = await answered(person, person.rerun)
            assert person.session == session
            assert (again["run"], again["title"]) == (payload["run"], payload["title"])
            assert person.query == query

    run_apart(lose_and_find())


def test_a_session_that_is_gone_leads_back_to_the_same_run(server: str) -> None:
    async def lose_for_good() -> None:
        async with Person(server) as person:
            await answered(person, partial(person.open, query="data=Penguins&k=4&v=4"))
            payload = await answered(person, partial(person.change, start_seed=77))
            person.cut()
            await person.wait_cut()
            lost, person.session = person.session, "a-session-that-no-server-has"
            await person.come_back()
            again = await answered(person, person.rerun)
            assert person.session not in (lost, "a-session-that-no-server-has")
            assert again["run"] == payload["run"]
        # And the address alone leads there as well.
        async with Person(server) as other:
            opened = await answered(other, partial(other.open, query=urlencode(person.query)))
            assert opened["run"] == payload["run"]

    run_apart(lose_for_good())


def test_data_that_are_chosen_after_a_session_has_gone_are_shown(server: str) -> None:
    async def lose_and_choose() -> None:
        async with Person(server) as person:
            await answered(person, partial(person.open, query="data=Penguins&k=4&v=4"))
            person.cut()
            await person.wait_cut()
            person.session = "a-session-that-no-server-has"
            await person.come_back()
            await person.change(data="Old Faithful")
            await person.wait(
                lambda: str(person.payload.get("title", "")).startswith("Old Faithful"), "new data"
            )
            assert person.payload["K"] == 2  # with which it opens
            assert person.show("data") == "Old Faithful"

    run_apart(lose_and_choose())


GARBAGE: dict[str, BackMsg | bytes] = {
    "no message": b"\xff\xfe garbage",
    "an empty one": b"",
    "a page that is not there": BackMsg(rerun_script=ClientState(page_script_hash="nowhere")),
    "widgets that are not there": BackMsg(
        rerun_script=ClientState(
            widget_states=WidgetStates(widgets=[WidgetState(id="$$ID-0-k", int_value=-(2**40))])
        )
    ),
    "files of another session": BackMsg(
        file_urls_request=FileURLsRequest(
            request_id="1", file_names=["../../x"], session_id="other"
        )
    ),
}


@pytest.mark.parametrize("kind", GARBAGE)
def test_garbage_from_one_is_nothing_to_another(server: str, kind: str) -> None:
    async def disturb() -> None:
        async with Person(server) as person, Person(server) as rude:
            await answered(person, person.open)
            await answered(rude, rude.open)
            for seed in (1, 2, 3):
                if not rude.is_connected:
                    await rude.come_back()
                await rude.send(GARBAGE[kind])
                payload = await answered(person, partial(person.change, start_seed=seed))
                assert f"seed {seed}" in payload["summary"].split(" · ")

    run_apart(disturb())


def test_what_is_no_message_ends_the_connection_and_the_session_stays(server: str) -> None:
    async def disturb() -> None:
        async with Person(server) as rude:
            await answered(rude, rude.open)
            session = rude.session
            await rude.send(GARBAGE["no message"])
            await rude.wait_cut()
            with pytest.raises(PersonError):
                await rude.rerun()
            await rude.come_back()
            payload = await answered(rude, partial(rude.change, k=[5.0]))
            assert (payload["K"], rude.session) == (5, session)

    run_apart(disturb())


def test_another_setting_is_kept_by_the_server_only_so_often() -> None:
    shared, most = _share_runs(), 256
    app = open_app(data="Cyclist speeds", k="1")
    for seed in range(most + 20):
        app.number_input(key="start_seed").set_value(seed)
        app.run()
        assert not app.exception
    assert len(shared) == most
    assert shared.bytes <= 128_000_000
