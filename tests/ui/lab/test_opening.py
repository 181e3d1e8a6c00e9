"""How a page of the laboratory begins."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from gmm.ui.lab.opening import NO_DRAWING, NO_POINTS, Given
from gmm.ui.lab.questions import QUESTIONS
from gmm.ui.link import DRAW, PASTE
from gmm.ui.pages import TITLES


def _page() -> None:
    import streamlit as st

    from gmm.ui.lab.opening import lead_back, open_page

    given = open_page("starts", ("k", "covariance"))
    st.session_state["given"] = given
    if given is not None:
        lead_back(given.link)


def open_it(**query: str) -> AppTest:
    app = AppTest.from_function(_page, default_timeout=30)
    for name, text in query.items():
        app.query_params[name] = text
    app.run()
    assert not app.exception
    return app


def given_of(app: AppTest) -> Given:
    given: Given = app.session_state["given"]
    return given


def test_it_has_its_question_and_its_example() -> None:
    app = open_it()
    assert app.title[0].value == TITLES["starts"]
    assert app.markdown[0].value == QUESTIONS["starts"]
    given = given_of(app)
    assert (given.link.settings.data, given.link.settings.k) == ("Old Faithful", 4)
    assert app.slider(key="k").value == 4
    assert given.run.points.shape == (272, 2)
    assert given.run.tapes == ()
    assert given.shared


def test_it_has_those_settings_alone_that_it_asks_for() -> None:
    app = open_it(start="farthest first", v="4")
    assert [each.label for each in app.selectbox] == ["Data", "Covariance"]
    # The others are as the address has them.
    assert given_of(app).link.settings.start == "farthest first"


def test_a_changed_setting_is_of_the_same_example() -> None:
    app = open_it()
    app.slider(key="k").set_value(6).run()
    assert given_of(app).link.settings.k == 6


def test_the_way_back_names_the_data() -> None:
    app = open_it()
    _, back = app.get("page_link")
    assert "data=Old+Faithful" in back.proto.query_string
    assert "k=4" in back.proto.query_string


def test_the_key_names_the_points_and_not_what_is_fitted() -> None:
    first, other = given_of(open_it()), given_of(open_it(k="7", covariance="tied", v="4"))
    assert first.key == other.key
    keys = {
        given_of(open_it(**query)).key
        for query in (
            {},
            {"data": "Penguins"},
            {"scale": "off"},
            {"data": "Round clusters"},
            {"data": "Round clusters", "n": "50"},
        )
    }
    assert len(keys) == 5


def test_own_points_are_nobody_elses() -> None:
    app = open_it(data=PASTE)
    app.text_area[0].set_value("a,b\n1,2\n2,4\n3,1\n5,5\n6,2").run()
    given = given_of(app)
    assert not given.shared
    assert np.array_equal(given.run.dataset.points[0], [1, 2])


def test_where_there_is_no_drawing_it_says_where_to_draw() -> None:
    app = open_it(data=DRAW)
    assert app.session_state["given"] is None
    assert app.info[0].value == NO_DRAWING
    _, way = app.get("page_link")
    assert way.proto.label == "Draw points"


def _without_components() -> None:
    import streamlit as st

    from gmm.ui.lab.opening import open_page

    st.session_state["given"] = open_page("components", ("more",))


def test_components_that_a_page_does_not_ask_for_need_no_points() -> None:
    app = AppTest.from_function(_without_components, default_timeout=30)
    app.query_params["data"], app.query_params["k"] = PASTE, "9"
    app.run()
    app.text_area[0].set_value("1 1\n2 3\n4 4").run()
    assert len(given_of(app).run.points) == 3
    app.text_area[0].set_value("1 1\n1 1").run()
    assert app.session_state["given"] is None


@pytest.mark.parametrize("numbers", ["1 1\n1 1\n1 1", "3 4"])
def test_too_few_different_points_get_a_sentence(numbers: str) -> None:
    app = open_it(data=PASTE)
    app.text_area[0].set_value(numbers).run()
    assert not app.exception
    assert app.session_state["given"] is None
    assert app.error or app.info


def test_data_that_are_refused_are_not_said_to_be_missing() -> None:
    app = open_it(data=PASTE)
    app.text_area[0].set_value("3 3\n3 3\n3 3").run()
    assert any("All 3 rows are the same" in each.value for each in app.sidebar.error)
    assert app.info[0].value == NO_POINTS
    assert "said there" in NO_POINTS
