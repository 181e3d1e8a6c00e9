"""The page of the uses."""

from streamlit.testing.v1 import AppTest

from gmm.files import PAGES
from gmm.ui.pages import TITLES, USES
from gmm.ui.uses.cases import QUESTIONS


def test_it_has_a_card_for_each_case() -> None:
    app = AppTest.from_file(str(PAGES / "uses.py"), default_timeout=30).run()
    assert not app.exception
    links = app.get("page_link")
    assert [each.proto.label for each in links] == [f"**{TITLES[name]}**" for name in USES]
    assert [each.proto.page for each in links] == list(USES)
    said = [each.value for each in app.markdown]
    assert [words for words in said if words in QUESTIONS.values()] == list(QUESTIONS.values())
