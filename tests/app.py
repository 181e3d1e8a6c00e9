"""The app as Streamlit runs it, without a browser."""

from streamlit.testing.v1 import AppTest

from gmm.files import FRAME
from gmm.ui.link import Link
from gmm.ui.run import Run
from gmm.ui.session import Shown


def open_app(**query: str) -> AppTest:
    """The playground, opened with a link."""
    app = AppTest.from_file(str(FRAME), default_timeout=30)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def open_file(content: bytes, name: str = "own.csv") -> AppTest:
    """The playground with a person's own file."""
    app = open_app(data="Upload a file")
    app.file_uploader[0].upload(name, content).run()
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    """Click the button that is called so."""
    next(each for each in app.button if each.label == label).click().run()
    assert not app.exception
    return app


def shown(app: AppTest) -> Shown:
    """What the page shows: the last good run and its link."""
    kept: Shown = app.session_state["shown-playground"]
    return kept


def run_of(app: AppTest) -> Run:
    return shown(app).run


def link_of(app: AppTest) -> Link:
    return shown(app).link


def address_of(app: AppTest) -> dict[str, str]:
    """The query of the address; what is empty is not in it."""
    return {
        name: text if isinstance(text, str) else text[-1]
        for name, text in app.query_params.items()
        if text
    }
