"""The tab on music as Streamlit runs it."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.uses.languages.opened import open_page, texts


@pytest.fixture(scope="module")
def page() -> AppTest:
    return open_page(part="Music")


def test_it_opens_with_its_answer_and_both_numbers(page: AppTest) -> None:
    said = texts(page)
    assert "272 of 300 held-out clips of 2 seconds are given their own style" in said
    assert "and 258 by one Gaussian a style. The mixture is better." in said
    assert [metric.value for metric in page.metric] == [
        "91\u00a0%",
        "86\u00a0%",
    ]
    assert "Simulated by us" in said
    assert "more than one hump" in said
    assert "80 clips of new pieces, noise: none." in said


def test_a_clip_can_be_heard(page: AppTest) -> None:
    assert len(page.get("audio")) == 1
    page.selectbox(key="style").set_value("string drone").run()
    assert not page.exception


def test_noise_makes_it_fail(page: AppTest) -> None:
    page.segmented_control(key="noise").set_value("−20 dB").run()
    assert not page.exception
    assert "noise: −20 dB." in texts(page)


def test_with_all_features_nothing_is_left_to_win_and_all_clips_can_be_shown(
    page: AppTest,
) -> None:
    page.segmented_control(key="heard").set_value("all seven").run()
    page.selectbox(key="onstage").set_value("all clips together").run()
    assert not page.exception
    assert "No method is clearly better" in texts(page)
    assert "Drawn are two of 7 dimensions, those along which the styles differ most." in texts(page)
