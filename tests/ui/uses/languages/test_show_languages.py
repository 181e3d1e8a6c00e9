"""The tab on languages as Streamlit runs it."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.uses.languages.opened import open_page, texts


@pytest.fixture(scope="module")
def page() -> AppTest:
    return open_page()


def test_it_opens_with_its_answer_and_both_numbers(page: AppTest) -> None:
    said = texts(page)
    assert "257 of 294 held-out passages of about 60 letters are given their own language" in said
    assert "and 260 by one Gaussian a language. No method is clearly better" in said
    assert [metric.value for metric in page.metric] == [
        "87\u00a0%",
        "88\u00a0%",
    ]
    assert "So one Gaussian is enough here." in said
    assert "Written by us for this page" in said
    assert "Polish was not taught." in said
    assert (
        "Drawn are two of 5 dimensions, those along which passages in English differ most." in said
    )


def type_text(page: AppTest, text: str) -> str:
    page.text_area(key="own-text").set_value(text).run()
    assert not page.exception
    return texts(page)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Heute Abend kommen meine Freunde, und ich muss noch kochen.", "German, with a posterior"),
        ("", "There is no text yet."),
        ("🙂", "There is no letter in this text"),
        ("x", "This text has 1 letter."),
        ("Привет, как дела сегодня?", "are not of the Latin alphabet"),
        ("zzzz" * 30, "Perhaps none of these."),
        ("a word or two " * 80_000, "This text has 1,120,000 characters. The first 20,000 are"),
        ("<b>*hello*</b> $x$ [link](http://a.b) and more words", "read as 1 passage."),
        ("this is a short one", "do not trust it much"),
    ],
)
def test_any_text_gets_a_sentence(page: AppTest, text: str, said: str) -> None:
    assert said in type_text(page, text)


def test_the_stage_takes_a_language_or_all_passages(page: AppTest) -> None:
    page.selectbox(key="shown").set_value("all passages together").run()
    assert not page.exception
    assert "One mixture with K = 6, not told the languages" in texts(page)


def test_the_threshold_can_be_moved(page: AppTest) -> None:
    page.slider(key="below").set_value(20).run()
    assert not page.exception
    assert "the threshold under which only 20\u00a0%" in texts(page)


@pytest.mark.parametrize(
    "query",
    [
        {"passage": "200", "per_language": "4"},
        {"passage": "200", "untaught": "English", "directions": "2"},
        {"passage": "20", "per_language": "1", "untaught": "German"},
    ],
)
def test_other_settings_have_their_sentences(query: dict[str, str]) -> None:
    app = open_page(**query)
    assert "are given their own language" in texts(app)
    assert f"{query.get('untaught', 'Polish')} was not taught" in texts(app)


def test_other_lengths_are_tried_where_asked() -> None:
    app = open_page(lengths="true", per_language="1", directions="2")
    said = texts(app)
    assert "15 letters: " in said
    assert "240 letters: " in said
