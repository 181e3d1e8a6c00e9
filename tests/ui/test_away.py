"""The line that a page shows while its server is away: every page has it, in its own words."""

import pytest

from gmm.files import PAGES
from gmm.ui import away
from gmm.ui.away import GOES_ON, watch_connection
from gmm.ui.pages import TITLES
from tests.app import open_app


@pytest.fixture
def mounted(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """What the component is given."""
    calls: list[dict[str, object]] = []
    monkeypatch.setattr(away, "_register", lambda: lambda **given: calls.append(given))
    return calls


@pytest.mark.parametrize("title", [*GOES_ON, "Glossary"])
def test_each_page_tells_what_goes_on(title: str, mounted: list[dict[str, object]]) -> None:
    watch_connection(title)
    (given,) = mounted
    assert str(given["data"]).count("again when it is back.") == 1


def test_it_is_there_once_with_each_run(mounted: list[dict[str, object]]) -> None:
    app = open_app()
    assert [given["data"] for given in mounted] == [[{"goes_on": GOES_ON["Playground"]}]]
    app.run()
    assert len(mounted) == 2


def test_a_title_that_has_words_of_its_own_is_that_of_a_page() -> None:
    assert set(GOES_ON) <= set(TITLES.values())
    assert {f"{name}.py" for name in TITLES} == {path.name for path in PAGES.glob("*.py")}
