"""The page of pulsars as Streamlit runs it, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from gmm.cases.pulsars import simulate_pulsars
from gmm.files import PAGES
from gmm.ui.uses.pulsars.records import KNOWN, judge_cut, weigh
from gmm.ui.uses.pulsars.sentences import tell_answer, tell_components


def open_pulsars(**query: str) -> AppTest:
    app = AppTest.from_file(str(PAGES / "pulsars.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    found = [*app.markdown, *app.caption, *app.error, *app.info]
    return "\n".join(each.value for each in found).replace("\\", "")


@pytest.fixture(scope="module")
def page() -> AppTest:
    return open_pulsars(pulsars="300", components="4")


def test_the_answer_is_computed_and_both_numbers_stand_beside_each_other(page: AppTest) -> None:
    sample = simulate_pulsars(300, 0)
    mixture, cut = weigh(*sample, 4).verdict, judge_cut(*sample)
    assert tell_answer(mixture, cut) in said(page)
    weighed = [weigh(*sample, k) for k in range(1, 9)]
    assert page.markdown[2].value == tell_components(weighed)
    labels = [metric.label for metric in page.metric]
    assert labels == ["Mixture, K = 4 (best)", "Period under 30 ms"]
    assert [metric.value for metric in page.metric] == [
        "F1 100\u00a0%",
        "F1 96.0\u00a0%",
    ]


def test_the_parts_stand_in_their_order_and_the_data_say_what_they_are(page: AppTest) -> None:
    heads = [each.value for each in page.markdown if each.value.startswith("## ")]
    assert heads == [
        *("## The data", "## The fit", "## How many components", "## What it is worth"),
        *("## Where it fails", "## What to read"),
    ]
    told = said(page)
    assert "Simulated by us, from published numbers: not the catalogue." in told
    assert "264 ordinary, 24 millisecond, 9 mildly recycled, 3 magnetar" in told
    assert "The playground takes it" in told
    assert "nan" not in told.lower().replace("astronom", "").replace("dominant", "")


def test_too_few_components_lose_and_it_is_marked() -> None:
    app = open_pulsars(pulsars="300", components="2")
    labels = [metric.label for metric in app.metric]
    assert labels == ["Mixture, K = 2", "Period under 30 ms (best)"]


def test_a_pulsar_is_asked_about(page: AppTest) -> None:
    assert "below 0.1\u00a0% of being a millisecond pulsar. The rule says: a millisecond" in said(
        page
    )
    page.selectbox[0].set_value(list(KNOWN)[1]).run()
    assert not page.exception
    assert "a probability of 99.6\u00a0% of being a millisecond pulsar" in said(page)
    page.selectbox[0].set_value("another one").run()
    page.text_input[0].set_value("five").run()
    assert not page.exception
    assert "“five” is no period derivative" in said(page)
    page.text_input[0].set_value("4,2e-13").run()
    assert not page.exception
    assert not page.error
