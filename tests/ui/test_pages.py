"""The app's pages: made once, and handed out so that one visitor's is not another's."""

from streamlit.testing.v1 import AppTest

from gmm.files import PAGES
from gmm.ui.pages import TITLES


def test_each_script_is_a_page() -> None:
    assert {path.stem for path in PAGES.glob("*.py")} == set(TITLES)


def _list_addresses() -> None:
    import streamlit as st

    from gmm.ui.pages import TITLES, find_page

    st.text(" ".join(f"{name}:{find_page(name).url_path}" for name in TITLES))


def test_the_first_one_opens_at_the_address_of_the_app() -> None:
    app = AppTest.from_function(_list_addresses).run()
    (said,) = app.text
    first, *others = said.value.split()
    assert first == "playground:"
    assert others == [f"{name}:{name}" for name in list(TITLES)[1:]]


def _mark_one() -> None:
    import streamlit as st

    from gmm.ui.pages import find_page

    mine, other = find_page("course"), find_page("course")
    mine._can_be_called = True
    st.text(f"{other._can_be_called} {find_page('course')._can_be_called}")


def test_what_streamlit_marks_on_a_page_stays_with_one_visitor() -> None:
    app = AppTest.from_function(_mark_one).run()
    (said,) = app.text
    assert said.value == "False False"
