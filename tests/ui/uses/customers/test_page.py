"""The page on customers as Streamlit runs it, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from gmm.files import PAGES


def open_page(**query: str) -> AppTest:
    app = AppTest.from_file(str(PAGES / "customers.py"), default_timeout=60)
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
    assert (
        "The 5 segments tell 15.9\u00a0% of the churn, more than those of k-means, 12.5\u00a0%."
        in said
    )
    shown = {metric.label: metric.value for metric in page.metric}
    assert shown == {
        "Mixture, K = 5": "15.9\u00a0%",
        "k-means, K = 5": "12.5\u00a0%",
        "Overall rate": "0\u00a0%",
        "Logistic regression (best)": "21.2\u00a0%",
    }
    assert "the company is made up" in said
    assert "A segment is not a cause." in said
    assert "bands of prices are tariffs" in said
    assert len(page.get("plotly_chart")) == 2
    assert [head.value for head in page.markdown if head.value.startswith("## ")] == [
        "## The data",
        "## The fit",
        "## How many of each segment leave",
        "## What it is worth",
        "## Where it fails",
        "## What to read",
    ]


def test_the_address_says_all_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gmm.ui.uses.customers.page.MOST_K", 3)
    app = open_page(segments="3", segment_shape="diag", halves="2", each_k="true", no_ridge="true")
    said = texts(app)
    assert "The 3 segments tell" in said
    assert "tells more for each K from 2 to 3" in said or "tells more for K =" in said
    assert "Without the ridge" in said
    assert len(app.get("plotly_chart")) == 3


def test_other_halves_are_tried_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gmm.ui.uses.customers.page.SPLITS", 2)
    app = open_page(segments="3", other_halves="true")
    assert "On 2 other ways to halve the customers" in texts(app)


def test_where_there_are_no_segments_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("In every run a component collapsed.")

    monkeypatch.setattr("gmm.ui.uses.customers.page.segment", fail)
    app = open_page(halves="77")
    assert [each.value for each in app.error] == ["In every run a component collapsed\\."]
    assert "Here it has failed" in texts(app)
