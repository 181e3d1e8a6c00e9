"""Errors: a file's own text in a sentence, printable and short whatever it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm.data.errors import (
    QUOTED_CHARACTERS,
    call_file,
    explain_damage,
    explain_missing_reader,
    quote,
    shorten,
)


@given(st.text())
def test_any_text_is_one_printable_line_of_a_sentence(text: str) -> None:
    assert shorten(text).isprintable()
    assert len(shorten(text)) <= QUOTED_CHARACTERS
    assert shorten(shorten(text)) == shorten(text)
    assert quote(text) == f"'{shorten(text)}'"


@pytest.mark.parametrize(
    ("text", "short"),
    [
        (" a \n b\t", "a b"),
        ("a\u202eb", "a b"),
        ("x" * 40, "x" * 40),
        ("x" * 41, "x" * 39 + "\u2026"),
    ],
)
def test_a_long_text_is_cut_and_the_unprintable_left_out(text: str, short: str) -> None:
    assert shorten(text) == short


def test_a_file_without_a_name_begins_a_sentence_all_the_same() -> None:
    assert call_file("a.csv") == "'a.csv'"
    assert call_file(" ") == call_file("") == "The file"
    assert explain_damage("", "a picture").startswith("The file looks like a picture, but")
    assert explain_missing_reader("a", "a book").startswith("'a' is a book, and the reader")
