"""The density page as Streamlit runs it, without a browser."""

from streamlit.testing.v1 import AppTest

from gmm.ui.link import PASTE, UPLOAD

UPLOADED, PASTED = UPLOAD, PASTE


def _page() -> None:
    from gmm.ui.lab.density.page import show

    show()


def open_part(part: str = "Density", **query: str) -> AppTest:
    app = AppTest.from_function(_page, default_timeout=60)
    for name, text in {"part": part, **query}.items():
        app.query_params[name] = text
    app.run()
    assert not app.exception
    return app


def open_own(content: str, part: str = "Density", **query: str) -> AppTest:
    app = open_part(part, data=UPLOAD, **query)
    app.file_uploader[0].upload("own.csv", content.encode()).run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    """What the page says below its question, letter by letter."""
    told = [each.value for each in app.main.markdown[1:]]
    for kind in (app.main.warning, app.main.error, app.main.info, app.main.caption):
        told += [each.value for each in kind]
    return "\n".join(told).replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")
