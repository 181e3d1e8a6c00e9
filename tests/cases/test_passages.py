"""The texts that come with the package, and how they are cut."""

import numpy as np
import pytest

from gmm.cases.letters import LATIN, find_words, take_marks_off
from gmm.cases.passages import (
    LANGUAGES,
    MOST_READ,
    cut,
    read_own,
    read_pieces,
    take_passages,
)

# Words that no other of the languages has.
SIGNS = {
    "English": "the",
    "German": "und",
    "French": "avec",
    "Spanish": "muy",
    "Italian": "gli",
    "Finnish": "hän",
    "Polish": "się",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_text_has_six_pieces_of_its_own_language(language: str) -> None:
    pieces = read_pieces(language)
    assert [piece.kind for piece in pieces] == ["talk", "notice"] * 3
    subjects = ["breakfast", "library", "market", "water", "train", "museum"]
    assert [piece.subject for piece in pieces] == subjects
    words = [word for piece in pieces for word in find_words(piece.text)]
    assert 2_900 < sum(map(len, words)) < 3_600
    assert all(letter in LATIN for word in words for letter in take_marks_off(word))
    for other, sign in SIGNS.items():
        assert (sign in words) == (other == language), other


def test_passages_have_the_length_and_every_word_once_and_stay_in_their_piece() -> None:
    passages = take_passages(("German", "Polish"), 60)
    assert set(passages.labels) == {0, 1}
    assert set(passages.pieces) == set(range(6))
    for label, language in enumerate(("German", "Polish")):
        for at, piece in enumerate(read_pieces(language)):
            own = (passages.labels == label) & (passages.pieces == at)
            texts = [text for text, mine in zip(passages.texts, own, strict=True) if mine]
            words = find_words(piece.text)
            cut_words = " ".join(texts).split()
            assert cut_words == words[: len(cut_words)]
            assert sum(map(len, words[len(cut_words) :])) < 45
    lengths = np.array([len(text.replace(" ", "")) for text in passages.texts])
    assert lengths.min() >= 45
    assert (lengths >= 60).mean() > 0.9


def test_cutting_by_hand() -> None:
    assert cut(["aaa", "bb", "cccc", "d"], 4) == [["aaa", "bb"], ["cccc"]]
    assert cut(["aaa", "bb", "ccc"], 4) == [["aaa", "bb"], ["ccc"]]
    assert cut([], 4) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "There is no text yet"),
        (" \n\t", "There is no text yet"),
        ("🙂🙂 123 …", "no letter"),
        ("\x00\u200b", "no letter"),
        ("x", "1 letter"),
        ("hi you", "5 letters"),
        ("Доброе утро, как дела?", "not of the Latin alphabet, such as “д”"),
        ("你好，今天天气很好，我们去公园吧", "not of the Latin alphabet"),
        ("مرحبا كيف حالك اليوم يا صديقي", "not of the Latin alphabet"),
        ("α" * 1_000_000, "not of the Latin alphabet"),
    ],
)
def test_what_is_no_text_gets_a_sentence(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_own(text)


def test_of_a_long_text_the_beginning_is_read_and_a_stray_letter_is_left_out() -> None:
    assert sum(map(len, read_own("word " * 300_000))) == 4 * MOST_READ // 5
    assert read_own("a perfectly usual sentence with a π") == (
        ["a", "perfectly", "usual", "sentence", "with", "a"]
    )
