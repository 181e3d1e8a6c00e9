"""The page as Streamlit runs it, without a browser."""

from streamlit.testing.v1 import AppTest

from gmm.files import PAGES


def open_page(**query: str) -> AppTest:
    app = AppTest.from_file(str(PAGES / "languages.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    found = [*app.markdown, *app.caption, *app.warning, *app.info, *app.error]
    return "\n".join(each.value for each in found).replace("\\", "")
