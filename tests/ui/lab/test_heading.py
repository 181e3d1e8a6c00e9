"""How a page begins."""

from streamlit.testing.v1 import AppTest

from gmm.ui.pages import TITLES


def _page() -> None:
    from gmm.ui.lab.heading import Way, write_heading

    write_heading("density", "Why?", Way("uses", "All"), Way("course", "Read", {"lesson": "x"}))


def test_it_has_a_title_a_question_and_ways_on() -> None:
    app = AppTest.from_function(_page).run()
    assert not app.exception
    assert (app.title[0].value, app.markdown[0].value) == (TITLES["density"], "Why?")
    links = [each.proto for each in app.get("page_link")]
    assert [(each.page, each.label, each.query_string) for each in links] == [
        ("uses", "All", ""),
        ("course", "Read", "lesson=x"),
    ]
