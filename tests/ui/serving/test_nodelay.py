"""What a server has to say does not wait for what it said before to have been received."""

import asyncio
import socket

import pytest
from streamlit.web.server.starlette import starlette_server

from gmm.ui.serving.nodelay import send_at_once
from tests.person import run_apart


async def ask_how_it_sends(at_once: bool) -> bool:
    """Whether a connection to a socket as Streamlit makes it sends at once."""
    told: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        own = writer.get_extra_info("socket")
        told.set_result(own.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    listening = starlette_server._bind_socket("127.0.0.1", 0, 10)
    if at_once:
        assert send_at_once() >= 1
    async with await asyncio.start_server(answer, sock=listening):
        _, writer = await asyncio.open_connection(*listening.getsockname())
        sends = await told
        writer.close()
    return bool(sends)


@pytest.mark.parametrize("at_once", [True, False])
def test_a_connection_sends_at_once_where_it_is_asked_to(at_once: bool) -> None:
    # Where it does so by itself, the file has outlived its reason.
    assert run_apart(ask_how_it_sends(at_once)) is at_once


def test_what_does_not_listen_over_a_network_is_left_alone() -> None:
    before = send_at_once()
    with socket.socket() as idle, socket.socket(socket.AF_UNIX) as other:
        other.bind("")  # a name of the system's choice
        other.listen()
        assert send_at_once() == before
        assert idle.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 0
