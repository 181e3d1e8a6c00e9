"""What every page stands in."""

from gmm.files import PAGES
from tests.app import open_app


def test_it_opens_on_the_playground() -> None:
    app = open_app()
    assert app.selectbox(key="data").value == "Old Faithful"


def test_only_what_exists_is_in_the_bar() -> None:
    text = (PAGES.parent / "gmm" / "ui" / "frame.py").read_text("utf-8")
    pages = sorted(path.name for path in PAGES.glob("*.py"))
    assert [name for name in pages if f'"{name}"' not in text] == []
    assert text.count("st.Page(") == len(pages)
