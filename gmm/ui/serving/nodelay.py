"""What a server has to say it sends at once."""

import gc
import socket


def send_at_once() -> int:
    """Have this process's connections send each piece of an answer as it comes.

    Else the system keeps a small piece back until the one before has been received (Nagle), which
    the other end does not say for 40 ms: each of a page's hundred scripts, sent as headers and a
    body, took that much longer. asyncio asks for it, but not on the socket that Streamlit makes:
    there `proto` is 0, and asyncio looks for TCP. A connection is like the socket that took it.

    Returns
    -------
    int
        How many sockets are listening.
    """
    listening = [each for each in gc.get_objects() if type(each) is socket.socket and _hears(each)]
    for each in listening:
        each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return len(listening)


def _hears(each: socket.socket) -> bool:
    if each.fileno() < 0 or each.family not in (socket.AF_INET, socket.AF_INET6):
        return False
    return bool(each.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
