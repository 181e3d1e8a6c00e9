"""How the page of a case begins and ends."""

from streamlit.testing.v1 import AppTest

from gmm.ui.course.lessons import find_lesson
from gmm.ui.pages import TITLES
from gmm.ui.uses.cases import CASES
from tests.present import present


def _page() -> None:
    import streamlit as st

    from gmm.ui.uses.opening import close_case, open_case

    st.session_state["link"] = open_case("gaps")
    close_case("gaps", "Here.")


def _drawn() -> None:
    import streamlit as st

    from gmm.ui.uses.opening import close_case

    close_case("gaps", lambda: st.markdown("Drawn."))


def test_it_asks_leads_to_its_lesson_and_says_what_to_read() -> None:
    app = AppTest.from_function(_page, default_timeout=30)
    app.query_params["frame"] = "7"
    app.run()
    assert not app.exception
    assert app.title[0].value == TITLES["gaps"]
    said = [each.value for each in app.markdown]
    assert said[0] == CASES["gaps"].question
    assert said[1:-1] == ["## Where it fails", "Here.", "## What to read"]
    assert all(entry in said[-1] for entry in CASES["gaps"].reading)
    links = [each.proto for each in app.get("page_link")]
    assert [each.page for each in links] == ["uses", "course", "course"]
    lesson = CASES["gaps"].lesson
    title = present(find_lesson(lesson)).lesson.title
    assert [each.query_string for each in links[1:]] == [f"lesson={lesson}"] * 2
    assert all(title in each.label for each in links[1:])
    assert app.session_state["link"].frame == 7


def test_where_it_fails_may_be_drawn() -> None:
    app = AppTest.from_function(_drawn, default_timeout=30).run()
    assert [each.value for each in app.markdown][1] == "Drawn."
