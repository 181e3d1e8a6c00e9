"""The page of other climbers, without a browser."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from gmm.ui.link import PASTE


def _page() -> None:
    from gmm.ui.lab.climbers.page import show

    show()


def open_it(**query: str) -> AppTest:
    app = AppTest.from_function(_page, default_timeout=60)
    for name, text in query.items():
        app.query_params[name] = text
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    return "\n".join(each.value for each in (*app.markdown, *app.caption))


@pytest.fixture(scope="module")
def opened() -> AppTest:
    return open_it()


def test_it_opens_with_its_answer(opened: AppTest) -> None:
    told = words(opened)
    assert "to the top with the fewest looks at the points" in told
    assert "Why EM is slow here." in told
    assert "98.7\u00a0% of the information" in told
    assert "Formula and trial agree." in told
    table = next(each.value for each in opened.markdown if each.value.startswith("| Climber"))
    assert [row.split(" | ")[0][2:] for row in table.split("\n")[2:]] == [
        "EM",
        "Gradient ascent",
        "SQUAREM",
        "L-BFGS",
    ]


def test_moved_apart_em_wins_and_back_it_does_not() -> None:
    app = open_it()
    app.button(key="overlap").click().run()
    assert not app.exception
    assert app.slider(key="distance").value == 6.0
    assert "**EM gets to the top" in words(app)
    assert "Why EM is quick once it is near its maximum." in words(app)
    app.button(key="overlap").click().run()
    assert app.slider(key="distance").value == 1.5
    assert "**EM gets to the top" not in words(app)


def test_other_data_lead_to_the_example() -> None:
    app = open_it(data="Waiting times", v="4")
    assert "Climber" in words(app)
    app.button(key="overlap").click().run()
    assert not app.exception
    assert app.selectbox(key="data").value == "Overlapping clusters"
    assert app.slider(key="distance").value == 1.5


def test_all_can_be_shown_and_none() -> None:
    app = open_it(data="Waiting times", v="4", em="false", squarem="false")
    assert any("Choose a climber" in each.value for each in app.info)
    app.checkbox(key="gradient").check().run()
    assert not app.exception
    assert not app.info


@pytest.mark.parametrize("covariance", ["full", "spherical"])
@pytest.mark.parametrize(
    "points",
    [
        [[1, 2], [3, 4]],
        [[x, 7] for x in range(20)],
        [[0, 0]] * 5 + [[1, 1]] * 5,
        [[0, 0], [1e90, 1e-90], [2e90, 3e-90], [3e90, 1e-90], [1e90, 9e-90]],
        [[1e9 + x, 1e-9 * x * x] for x in range(9)],
    ],
    ids=["tiny", "constant", "two places", "extreme", "far"],
)
def test_odd_points_get_a_sentence(points: list[list[float]], covariance: str) -> None:
    app = open_it(data=PASTE, k="2", covariance=covariance, v="4")
    text = "\n".join(f"{x!r},{y!r}" for x, y in points)
    app.text_area[0].set_value(f"a,b\n{text}").run()
    assert not app.exception
    told = "\n".join(each.value for each in (*app.error, *app.info, *app.markdown))
    assert "Climber" in told or app.error or app.info
    assert "nan" not in told


def test_a_large_set_is_sampled_and_it_says_so() -> None:
    app = open_it(data=PASTE, k="2", v="4")
    numbers = np.random.default_rng(0).normal(size=5_200).round(3)
    app.text_area[0].set_value("\n".join(map(str, numbers))).run()
    assert not app.exception
    assert any("Of 5,200 rows, 5,000 are used here" in each.value for each in app.caption)
