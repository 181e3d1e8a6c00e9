"""Letters and syllables, counted by hand."""

import numpy as np
import pytest

from gmm.cases.letters import FEATURES, count_syllables, find_words, measure_passage, take_marks_off

NAMES = [feature.name for feature in FEATURES]


def measure(text: str) -> dict[str, float]:
    return dict(zip(NAMES, measure_passage(find_words(text)).tolist(), strict=True))


def test_words_are_runs_of_letters_in_small_letters() -> None:
    assert find_words("L'été, 3 Äpfel — ok!") == ["l", "été", "äpfel", "ok"]
    # The same letter as one character or as two.
    assert find_words("e\u0301") == ["é"]
    assert find_words("1 2 🙂 _ —") == []


def test_marks_are_taken_off() -> None:
    assert take_marks_off("łódź") == "lodz"
    assert take_marks_off("größe") == "grosse"
    assert take_marks_off("œuf") == "oeuf"


@pytest.mark.parametrize(
    ("word", "count"), [("banana", 3), ("street", 1), ("yes", 1), ("x", 1), ("idea", 2)]
)
def test_syllables_are_groups_of_vowels(word: str, count: int) -> None:
    assert count_syllables(word) == count


def test_a_passage_by_hand() -> None:
    found = measure("Anna été kk")  # 9 letters, 3 words
    assert found["vowels"] == pytest.approx(100 * 4 / 9)
    assert found["letters with a mark"] == pytest.approx(100 * 2 / 9)
    assert found["double letters"] == pytest.approx(100 * 2 / 9)
    assert found["word length"] == 3
    assert found["syllable length"] == pytest.approx(9 / 5)
    assert found["words that end in a vowel"] == pytest.approx(100 * 2 / 3)
    assert found["letter e"] == pytest.approx(100 * 2 / 9)
    assert found["letter k"] == pytest.approx(100 * 2 / 9)


def test_order_and_case_make_no_difference_and_nothing_has_no_statistics() -> None:
    assert measure("one two THREE") == measure("three Two one")
    assert np.isfinite(measure_passage(["ж"])).all()
    with pytest.raises(ValueError, match="at least one word"):
        measure_passage([])
