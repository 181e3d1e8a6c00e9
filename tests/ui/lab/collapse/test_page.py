"""The page of a collapse as Streamlit runs it, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from gmm.files import PAGES
from gmm.ui.link import VERSION
from tests.ui.lab.shapes.strange import STRANGE, paste


def open_page(**query: str) -> AppTest:
    app = AppTest.from_file(str(PAGES / "collapse.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def tell(app: AppTest) -> str:
    return "\n".join(each.value for each in app.markdown)


def list_links(app: AppTest) -> list[str]:
    return [each.proto.label for each in app.get("page_link")[1:]]


def test_it_opens_with_a_collapse_and_what_helps() -> None:
    app = open_page()
    told = tell(app)
    assert "After 39 M-steps component 1 collapses onto 53 points on a line." in told
    assert "| A small ridge (ridge 0.01) | no collapse | −1,350.9 | 0.043 SD² | 44 of 118 |" in told
    assert "| Another start (seed 3) | no collapse in 3 of 5 starts |" in told
    assert len(app.get("plotly_chart")) == 3 + 2 + 1
    assert list_links(app) == ["Open in the playground: A small ridge (ridge 0.01)"]


@pytest.mark.parametrize(
    ("cure", "wanted"),
    [
        ("Tied covariances", "Tied covariances"),
        ("Another start", "Another start (seed 3)"),
        ("One component fewer", "One component fewer (K = 3)"),
    ],
)
def test_each_cure_leads_to_the_playground(cure: str, wanted: str) -> None:
    app = open_page()
    app.segmented_control(key="cure").select(cure).run()
    assert not app.exception
    assert list_links(app) == [f"Open in the playground: {wanted}"]
    assert list_links(open_page(cure=cure)) == list_links(app)


def test_a_cure_that_other_data_do_not_have_gives_way() -> None:
    app = open_page(cure="Tied covariances")
    app.selectbox(key="covariance").select("tied").run()
    assert not app.exception
    app.selectbox(key="covariance").select("full").run()
    assert not app.exception


def test_where_nothing_collapses_it_says_so_and_offers_the_example() -> None:
    app = open_page(data="Old Faithful", k="2", v=str(VERSION))
    told = tell(app)
    assert "Nothing collapses here: EM converges" in told
    assert "The smallest eigenvalue of all is" in told
    assert "Take the fit with one component fewer" in told
    (button,) = (each for each in app.button if each.label.startswith("Open the example"))
    button.click().run()
    assert not app.exception
    assert "collapses onto 53 points" in tell(app)


@pytest.mark.parametrize("k", ["1", "2", "3"])
@pytest.mark.parametrize("name", STRANGE)
def test_strange_points_have_a_sentence(name: str, k: str) -> None:
    app = open_page(**paste(STRANGE[name], k=k))
    assert app.error or app.info or len(app.get("plotly_chart")) > 1
    assert "nan" not in tell(app)


@pytest.mark.parametrize("data", ["Paste numbers", "Draw by hand", "Upload a file"])
def test_without_points_there_is_a_sentence(data: str) -> None:
    app = open_page(data=data, v=str(VERSION))
    assert len(app.info) == 1
    assert not app.get("plotly_chart")
