"""What every page stands in."""

from gmm.files import PAGES
from gmm.ui.pages import TITLES
from tests.app import open_app


def test_it_opens_on_the_playground() -> None:
    app = open_app()
    assert app.selectbox(key="data").value == "Old Faithful"


def test_only_what_exists_is_in_the_bar() -> None:
    assert sorted(TITLES) == sorted(path.stem for path in PAGES.glob("*.py"))
