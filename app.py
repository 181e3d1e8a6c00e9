"""The door: `streamlit run app.py` and `mixtape` open here."""

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route
from streamlit import App

from gmm.files import FRAME


def to_the_first_page(request: Request) -> RedirectResponse:
    """Streamlit serves the first page at its root alone; who asks for it by name is led there.

    The way is relative to the address that the browser has, so it holds under any
    `server.baseUrlPath` and behind a proxy with a path of its own.
    """
    return RedirectResponse(f"./?{request.url.query}" if request.url.query else "./")


# gmm/ui/frame.py, not this file, is the script that Streamlit runs. With a folder named pages/
# beside the main script, a cold server would answer its first deep link by Streamlit's old page
# discovery.
app = App(
    FRAME,
    routes=[
        Route("/playground", to_the_first_page),
        Route("/{base:path}/playground", to_the_first_page),
    ],
)
