"""Texts in several languages, cut into passages of a chosen length.

The texts (gmm/cases/texts) were written for this project. Each has six pieces: everyday talk and
public notices, in turn, about the same six subjects in every language. A passage never goes over
the end of a piece, so that pieces can be held out as a whole.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from gmm.cases.letters import LATIN, find_words, measure_passage, take_marks_off
from gmm.points import FloatArray, IntArray

TEXTS = Path(__file__).resolve().parent / "texts"
LANGUAGES = ("English", "German", "French", "Spanish", "Italian", "Finnish", "Polish")
LEAST = 0.75  # of the length asked for, that the last passage of a piece must have
MOST_READ = 20_000  # characters that are read of a person's text
FEWEST_LETTERS = 8  # with which anything is said


class Piece(NamedTuple):
    """One piece of a language's text.

    Attributes
    ----------
    kind : str
        "talk" or "notice".
    subject : str
    text : str
    """

    kind: str
    subject: str
    text: str


class Passages(NamedTuple):
    """Passages and their statistics.

    Attributes
    ----------
    features : ndarray, shape (N, D)
        As `gmm.cases.letters.FEATURES` names them.
    labels : ndarray of int, shape (N,)
        The language, in the order that was asked for.
    pieces : ndarray of int, shape (N,)
        Which piece of its language's text, from 0.
    texts : tuple of str
        The words of each, one space between them.
    """

    features: FloatArray
    labels: IntArray
    pieces: IntArray
    texts: tuple[str, ...]


def read_pieces(language: str) -> list[Piece]:
    """Read the text of a language.

    Parameters
    ----------
    language : str
        In `LANGUAGES`.

    Returns
    -------
    list of Piece
    """
    content = (TEXTS / f"{language.lower()}.txt").read_text("utf-8")
    parts = re.split(r"^# (\w+): (\w+)\n", content, flags=re.MULTILINE)[1:]
    return [
        Piece(parts[at], parts[at + 1], parts[at + 2].strip()) for at in range(0, len(parts), 3)
    ]


def cut(words: Sequence[str], letters: int) -> list[list[str]]:
    """Cut words into passages of at least so many letters; what is left over may be a bit shorter.

    Parameters
    ----------
    words : sequence of str
    letters : int

    Returns
    -------
    list of list of str
    """
    passages: list[list[str]] = []
    now: list[str] = []
    count = 0
    for word in words:
        now.append(word)
        count += len(word)
        if count >= letters:
            passages.append(now)
            now, count = [], 0
    if count >= LEAST * letters:
        passages.append(now)
    return passages


def take_passages(languages: Sequence[str], letters: int) -> Passages:
    """Cut the texts of languages into passages, and measure them.

    Parameters
    ----------
    languages : sequence of str
        In `LANGUAGES`.
    letters : int
        That a passage has at least.

    Returns
    -------
    Passages
        Read-only.
    """
    return _take_passages(tuple(languages), letters)


@lru_cache(maxsize=16)
def _take_passages(languages: tuple[str, ...], letters: int) -> Passages:
    found = [
        (label, at, passage)
        for label, language in enumerate(languages)
        for at, piece in enumerate(read_pieces(language))
        for passage in cut(find_words(piece.text), letters)
    ]
    passages = Passages(
        np.array([measure_passage(passage) for _, _, passage in found]),
        np.array([label for label, _, _ in found]),
        np.array([at for _, at, _ in found]),
        tuple(" ".join(passage) for _, _, passage in found),
    )
    for array in passages[:3]:
        array.setflags(write=False)
    return passages


def read_own(text: str) -> list[str]:
    """Read the words of a text that somebody has brought.

    Parameters
    ----------
    text : str
        Of more than `MOST_READ` characters only the first are read.

    Returns
    -------
    list of str

    Raises
    ------
    ValueError
        With a sentence for the person, if it cannot be told anything about: no letters, too few,
        or letters of another alphabet.
    """
    words = find_words(text[:MOST_READ])
    letters = "".join(map(take_marks_off, words))
    if not text.strip():
        raise ValueError("There is no text yet. Type a sentence, or paste one.")
    if not letters:
        raise ValueError(
            "There is no letter in this text, and this page only counts letters. Type some words."
        )
    latin = [letter in LATIN for letter in letters]
    if sum(latin) < 0.9 * len(latin):
        strange = letters[latin.index(False)]
        raise ValueError(
            f"{len(latin) - sum(latin):,} of {len(latin):,} letters are not of the Latin alphabet, "
            f"such as “{strange}”. This page has been taught languages that are written with a to "
            "z only. Type a text in such letters."
        )
    if len(letters) < FEWEST_LETTERS:
        some = "1 letter" if len(letters) == 1 else f"{len(letters)} letters"
        raise ValueError(
            f"This text has {some}. That is too few to say anything: type at least "
            f"{FEWEST_LETTERS}, better {5 * FEWEST_LETTERS} or more."
        )
    # A stray letter of another alphabet is left out: nothing here was taught about it.
    kept = ["".join(c for c in word if _is_latin(c)) for word in words]
    return [word for word in kept if word]


def _is_latin(letter: str) -> bool:
    return all(each in LATIN for each in take_marks_off(letter))
