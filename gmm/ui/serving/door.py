"""What app.py hands to Streamlit: our addresses, what each answer passes, how a server begins."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route
from streamlit import App

from gmm.ui.serving.dialogs import ShutDialogs
from gmm.ui.serving.interpreter import ease
from gmm.ui.serving.sessions import keep_sessions


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

# The first one is the outermost: it sees a request first and its answer last.
MIDDLEWARE: list[Middleware] = [
    Middleware(ShutDialogs),
]


@asynccontextmanager
async def live(app: App) -> AsyncIterator[dict[str, Any]]:
    """Begin before the first visitor, and end after the last one.

    Parameters
    ----------
    app : streamlit.App
    """
    ease()
    async with keep_sessions(app):
        yield {}
