"""The page on filling gaps as Streamlit runs it, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from gmm.files import PAGES


def open_page(**query: str) -> AppTest:
    app = AppTest.from_file(str(PAGES / "gaps.py"), default_timeout=60)
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
    return open_page()


def test_it_opens_with_its_answer_and_the_numbers_beside_each_other(page: AppTest) -> None:
    said = texts(page)
    assert "A mixture of 3 components is off by 0.55 standard deviations over 171 hidden" in said
    shown = {metric.label: metric.value for metric in page.metric}
    assert shown == {
        "Mixture, K = 3 (best)": "0.55 SD",
        "One Gaussian": "0.66 SD",
        "Column mean": "0.96 SD",
        "Complete rows alone, K = 3": "0.58 SD",
    }
    assert "the stage plays EM on the 171 complete rows alone" in said
    assert "nothing that is left says so" in said
    assert len(page.get("plotly_chart")) == 3
    assert [head.value for head in page.markdown if head.value.startswith("## ")] == [
        "## The data",
        "## The fit",
        "## What it is worth",
        "## One gap",
        "## Where it fails",
        "## What to read",
    ]


def test_the_address_says_all_of_the_page() -> None:
    app = open_page(
        gap_k="1",
        gap_share="20",
        gap_cells="3",
        gap_why="by its own value",
        gap_seed="4",
        gap_column="body mass",
        gap="100",
    )
    said = texts(app)
    assert "a single Gaussian, is off by" in said
    assert "over 204 hidden cells" in said
    assert "Body mass, " in said
    assert "as it is here" in said
    assert "One Gaussian" not in {metric.label for metric in app.metric}
    assert app.number_input(key="gap").value == 100


def test_fewer_gaps_leave_a_valid_one_and_a_column_without_any_is_told() -> None:
    app = open_page(gap="150", gap_column="bill depth")
    app.slider(key="gap_share").set_value(5).run()
    assert not app.exception
    assert app.number_input(key="gap").value == 17
    assert "Bill depth, " in texts(app) or "no gap in the column bill depth" in texts(app)


def test_most_gaps_and_most_components_are_no_trouble() -> None:
    app = open_page(gap_k="6", gap_share="70", gap_cells="3", gap_why="by the other column")
    assert "over 717 hidden cells" in texts(app)
    assert not app.error
