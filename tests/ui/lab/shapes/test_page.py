"""The page of shapes as Streamlit runs it, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from gmm.files import PAGES
from gmm.ui.lab.shapes import page as shapes_page
from gmm.ui.lab.shapes.cost import SWEEPS
from gmm.ui.link import VERSION
from tests.ui.lab.shapes.strange import STRANGE, paste


@pytest.fixture(autouse=True)
def small_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small sizes are quick to time."""
    monkeypatch.setattr(shapes_page, "BUDGET", 0.0)
    small = {"n": 40, "d": 2, "k": 2}
    for vary, size in small.items():
        monkeypatch.setitem(SWEEPS, vary, (small, (size, 2 * size)))


def open_page(**query: str) -> AppTest:
    app = AppTest.from_file(str(PAGES / "shapes.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def tell(app: AppTest) -> str:
    return "\n".join(each.value for each in app.markdown)


def test_it_opens_with_the_answer() -> None:
    app = open_page()
    told = tell(app)
    # What mclust finds as well: three ellipses of one shape (EEE).
    assert "By BIC **tied** is best from this start: 2,314.3." in told
    assert "= 2 + 6 + 9 = **17** | −1,119.2 | 2,333.7 | 201 |" in told
    assert len(app.get("plotly_chart")) == 4 + 3


def list_links(app: AppTest) -> list[str]:
    return [each.proto.label for each in app.get("page_link")[1:]]


def test_a_shape_is_chosen_and_led_to_the_playground() -> None:
    app = open_page()
    assert list_links(app) == ["Open tied in the playground"]
    app.segmented_control(key="shape").select("diag").run()
    assert not app.exception
    assert list_links(app) == ["Open diag in the playground"]


def test_an_address_says_which_shape() -> None:
    assert list_links(open_page(shape="spherical")) == ["Open spherical in the playground"]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"data": "Waiting times"}, "Next is **full**"),
        ({"data": "Old Faithful", "k": "1"}, "**full and tied** are best"),
        ({"data": "Heights and weights", "k": "2"}, "With **full** a component collapses"),
    ],
)
def test_other_data_have_their_own_sentence(query: dict[str, str], wanted: str) -> None:
    assert wanted in tell(open_page(**query, v=str(VERSION)))


@pytest.mark.parametrize("k", ["1", "3"])
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


def test_it_is_measured_again_on_request() -> None:
    app = open_page()
    before = [each.value for each in app.caption if "Measured" in each.value]
    assert len(before) == 1
    asked = app.session_state.get("measured-again", 0)
    next(each for each in app.button if each.label == "Measure again").click().run()
    assert not app.exception
    assert app.session_state["measured-again"] > asked
