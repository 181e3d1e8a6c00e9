"""The page on missing values as Streamlit runs it, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from gmm.files import PAGES
from gmm.ui.lab.missing.page import NO_HOLE, ONE_COLUMN
from gmm.ui.link import PASTE


def open_missing(**query: str) -> AppTest:
    app = AppTest.from_file(str(PAGES / "missing.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    found = [*app.markdown, *app.caption, *app.warning, *app.info, *app.error]
    return "\n".join(each.value for each in found).replace("\\", "")


@pytest.fixture(scope="module")
def page() -> AppTest:
    return open_missing()


def test_it_opens_with_its_answer_and_one_action(page: AppTest) -> None:
    said = texts(page)
    assert "109 of 272 eruptions have lost their cell in the column waiting." in said
    assert "The mean of waiting is 70.9 minutes. EM with holes finds 70.7" in said
    assert "comes closest to a fit on the complete data" in said
    assert said.count("Now you:") == 1
    assert len(page.get("plotly_chart")) == 3
    (table,) = page.table
    names = ["EM with holes", "rows dropped", "column mean", "complete data"]
    assert list(table.value.columns)[1:] == names
    lines = {line.iloc[0]: list(line.iloc[1:]) for _, line in table.value.iterrows()}
    assert list(lines) == ["mean of waiting", "SD of waiting", "log-likelihood per row"]
    assert lines["mean of waiting"][3] == "70.9"
    assert lines["log-likelihood per row"][3] == "−4.155"


def test_the_iterations_can_be_gone_through(page: AppTest) -> None:
    slider = next(each for each in page.slider if each.label == "Iteration")
    last = int(slider.max)
    assert f"Iteration {last} of {last}." in texts(page)
    slider.set_value(0).run()
    assert not page.exception
    assert f"Iteration 0 of {last}." in texts(page)


def test_the_address_says_which_hole_is_chosen() -> None:
    app = open_missing()
    usual = app.number_input(key="hole").proto.default
    app.number_input(key="hole").set_value(3).run()
    # The browser leaves out of the address what is as usual.
    assert app.number_input(key="hole").proto.default == usual != 3
    next(each for each in app.slider if each.label == "Iteration").set_value(0).run()
    assert app.number_input(key="hole").value == 3


def test_holes_by_their_own_value_are_a_failure_that_is_told() -> None:
    app = open_missing(holes="by its own value", hole_share="50")
    (warning,) = app.warning
    assert "So it fails: its mean of waiting is" in warning.value.replace("\\", "")
    assert "Now you:" not in texts(app)


def test_holes_in_both_columns_are_told_for_both() -> None:
    app = open_missing(holes="by chance", hole_in="both", data="Crabs")
    said = texts(app)
    assert "All guesses of carapace length" in said
    assert "All guesses of rear width" in said
    assert len(app.get("plotly_chart")) == 4


def test_a_hole_can_be_chosen_and_fewer_holes_leave_a_valid_one() -> None:
    app = open_missing(hole="100")
    assert app.number_input(key="hole").value == 100
    app.slider(key="hole_share").set_value(10).run()
    assert not app.exception
    assert app.number_input(key="hole").value == 27


def test_one_column_gets_a_sentence() -> None:
    app = open_missing(data="Waiting times")
    assert [each.value for each in app.info] == [ONE_COLUMN]


def paste(text: str) -> AppTest:
    app = open_missing(data=PASTE)
    app.text_area[0].set_value(text).run()
    assert not app.exception
    return app


def test_a_tables_own_holes_are_used_and_holes_on_purpose_are_offered() -> None:
    app = paste("a,b\n1,2\n3,5\n2.5,1\n8,9\n7,7\n6,8\n4,\n,3\n,\n")
    said = texts(app)
    assert "2 of 8 rows have an empty cell: 1 in a and 1 in b." in said
    assert "2 rows with one empty cell are used all the same" in said
    assert "complete data" not in app.table[0].value.columns
    app.segmented_control(key="holes_of").set_value("made on purpose").run()
    assert not app.exception
    assert "2 of 6 rows have lost their cell in the column b." in texts(app)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n3,4\n", NO_HOLE),
        ("a,b\n1,2\n1,2\n1,2\n", "All 3 rows are the same"),
        ("a,b\n1,5\n2,5\n3,5\n4,5\n9,5\n", "lost their cell in the column b"),
        ("a,b\n1e90,5\n2,-1e90\n3,5\n4,6\n9,5\n", "lost their cell in the column b"),
        ("a,b\n1,2\n1,2\n1,\n3,4\n,4\n", "an empty cell"),
    ],
)
def test_tiny_constant_and_huge_data_get_a_sentence(text: str, said: str) -> None:
    assert said in texts(paste(text))


def test_more_components_than_rows_get_a_sentence() -> None:
    app = open_missing(data=PASTE, k="12")
    app.text_area[0].set_value("a,b\n1,2\n3,5\n2,1\n8,9\n").run()
    assert not app.exception
    assert "4 different points" in texts(app)
