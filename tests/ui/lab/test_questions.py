"""What each page asks."""

from gmm.ui.lab.questions import QUESTIONS
from gmm.ui.pages import LABORATORY


def test_each_page_asks_something_short() -> None:
    assert set(QUESTIONS) == set(LABORATORY)
    for words in QUESTIONS.values():
        assert words.count("?") == 1
        assert len(words) < 160
