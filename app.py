"""The door: `streamlit run app.py` opens here."""

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route
from streamlit import App


def to_the_root(request: Request) -> RedirectResponse:
    """Streamlit serves the first page at / alone; who asks for it by its name is led there."""
    return RedirectResponse(request.url.replace(path="/"))


# gmm/ui/frame.py, not this file, is the script that Streamlit runs. With a folder named pages/
# beside the main script, a cold server would answer its first deep link by Streamlit's old page
# discovery.
app = App("gmm/ui/frame.py", routes=[Route("/playground", to_the_root)])
