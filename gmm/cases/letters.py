"""Statistics of letters and syllables: what a passage looks like without knowing any word.

Marks are taken off before letters are counted (é counts as e, ł as l), since a mark alone would
give most languages away; how many letters have one is a feature of its own.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from gmm.points import FloatArray

VOWELS = frozenset("aeiouy")
# Letters whose mark Unicode does not keep apart from them.
JOINED = {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"}
LETTERS = re.compile(r"[^\W\d_]+")
LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")
TELLING = tuple("aeiounstrlkhcwz")


class Feature(NamedTuple):
    """One entry of `FEATURES`.

    Attributes
    ----------
    name : str
    unit : str
        "%" of all letters or of all words, or "letters".
    measure : callable
        ``measure(words)``: a number of a passage, whose words are lists of letters with marks.
    """

    name: str
    unit: str
    measure: Callable[[list[str], list[str]], float]


def find_words(text: str) -> list[str]:
    """Find the words of a text: runs of letters, in small letters, each letter one character.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of str
    """
    return LETTERS.findall(unicodedata.normalize("NFC", text).lower())


def take_marks_off(word: str) -> str:
    """Write a word without the marks on its letters.

    Parameters
    ----------
    word : str

    Returns
    -------
    str
    """
    parts = unicodedata.normalize("NFD", "".join(JOINED.get(letter, letter) for letter in word))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def count_syllables(word: str) -> int:
    """Count the groups of vowels in a word without marks: about its syllables, at least one.

    Parameters
    ----------
    word : str
    """
    return max(1, len(re.findall(r"[aeiouy]+", word)))


def measure_passage(words: list[str]) -> FloatArray:
    """Measure all features of a passage.

    Parameters
    ----------
    words : list of str
        As `find_words` gives them, at least one.

    Returns
    -------
    ndarray, shape (D,)
        In the order of `FEATURES`.

    Raises
    ------
    ValueError
        If there is no word.
    """
    if not words:
        raise ValueError("A passage without a letter has no statistics. Give at least one word.")
    bare = [take_marks_off(word) for word in words]
    return np.array([feature.measure(words, bare) for feature in FEATURES])


def _share_of(letter: str) -> Callable[[list[str], list[str]], float]:
    def measure(words: list[str], bare: list[str]) -> float:
        return 100 * sum(word.count(letter) for word in bare) / _count(bare)

    return measure


def _count(words: list[str]) -> int:
    return max(1, sum(map(len, words)))


def _vowels(words: list[str], bare: list[str]) -> float:
    return 100 * sum(letter in VOWELS for word in bare for letter in word) / _count(bare)


def _marked(words: list[str], bare: list[str]) -> float:
    marked = sum(take_marks_off(letter) != letter for word in words for letter in word)
    return 100 * marked / _count(words)


def _doubled(words: list[str], bare: list[str]) -> float:
    pairs = sum(len(re.findall(r"(.)\1", word)) for word in bare)
    return 100 * pairs / _count(bare)


def _word_length(words: list[str], bare: list[str]) -> float:
    return _count(bare) / len(bare)


def _syllable_length(words: list[str], bare: list[str]) -> float:
    return _count(bare) / sum(map(count_syllables, bare))


def _open_ends(words: list[str], bare: list[str]) -> float:
    return 100 * sum(word[-1:] in VOWELS for word in bare) / len(bare)


FEATURES = (
    Feature("vowels", "%", _vowels),
    Feature("letters with a mark", "%", _marked),
    Feature("double letters", "%", _doubled),
    Feature("word length", "letters", _word_length),
    Feature("syllable length", "letters", _syllable_length),
    Feature("words that end in a vowel", "%", _open_ends),
    *(Feature(f"letter {letter}", "%", _share_of(letter)) for letter in TELLING),
)
