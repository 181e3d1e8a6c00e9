"""What app.py hands to Streamlit: our addresses, what each answer passes, how a server begins."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from threading import Event, Thread
from typing import Any

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route
from streamlit import App

from gmm.ui.course.packing import pack_all
from gmm.ui.recorder import open_recorder
from gmm.ui.serving.affinity import stay
from gmm.ui.serving.dialogs import ShutDialogs
from gmm.ui.serving.files import CompressedFiles
from gmm.ui.serving.front import FrontDoor
from gmm.ui.serving.gate import Gate, read_secret
from gmm.ui.serving.hashed import HASHED_ROUTES
from gmm.ui.serving.interpreter import ASKED_FOR, FIRST, LATER, ease, load
from gmm.ui.serving.leaving import keep_addresses
from gmm.ui.serving.looking import look_up
from gmm.ui.serving.messages import Hearing
from gmm.ui.serving.nodelay import send_at_once
from gmm.ui.serving.open_files import allow_many
from gmm.ui.serving.outgoing import BunchedWrites, send_in_bunches
from gmm.ui.serving.safety import SafeAnswers, read_embed
from gmm.ui.serving.sessions import keep_sessions
from gmm.ui.serving.uploading import keep_off_the_disk
from gmm.ui.serving.uploads import UploadGate


def to_the_first_page(request: Request) -> RedirectResponse:
    """Streamlit serves the first page at its root alone; who asks for it by name is led there.

    The way is relative to the address that the browser has, so it holds under any
    `server.baseUrlPath` and behind a proxy with a path of its own.
    """
    return RedirectResponse(f"./?{request.url.query}" if request.url.query else "./")


ROUTES = [
    Route("/playground", to_the_first_page),
    Route("/{base:path}/playground", to_the_first_page),
    *HASHED_ROUTES,
]

try:
    ANCESTORS, SECRET = read_embed(os.environ), read_secret(os.environ)
except ValueError as error:
    raise SystemExit(str(error)) from None

# Seconds from the start until what no first page needs is loaded and packed: who opens a page at
# once would share the processor with it.
SOON = 4.0

# The first one is the outermost: it sees a request first and its answer last.
MIDDLEWARE: list[Middleware] = [
    Middleware(SafeAnswers, ancestors=ANCESTORS),
    Middleware(Gate, secret=SECRET),
    Middleware(BunchedWrites),
    Middleware(Hearing),
    *stay(),
    Middleware(ShutDialogs),
    Middleware(FrontDoor),
    Middleware(CompressedFiles),
    Middleware(UploadGate),
]


@asynccontextmanager
async def live(app: App) -> AsyncIterator[dict[str, Any]]:
    """Begin before the first visitor, and end after the last one.

    Parameters
    ----------
    app : streamlit.App
    """
    with open_recorder() as recorder:  # first: its process starts while this one goes on
        send_at_once()
        load(FIRST)
        ease()
        keep_off_the_disk()
        allow_many()
        send_in_bunches()
        look_up()
        keep_addresses()

        def go_on() -> None:
            load(LATER, ASKED_FOR)
            ease()
            pack_all(recorder)

        with _after(SOON, go_on):
            async with keep_sessions(app):
                yield {}


@contextmanager
def _after(seconds: float, do: Callable[[], object]) -> Iterator[None]:
    """Do something in a thread, so many seconds from now, if it is not over by then."""
    over = Event()

    def work() -> None:
        if not over.wait(seconds):
            do()

    Thread(target=work, name="later", daemon=True).start()
    try:
        yield
    finally:
        over.set()
