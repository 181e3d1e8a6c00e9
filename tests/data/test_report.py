"""Report: what was read and how it was understood, in words."""

import pytest

from gmm.data import report
from gmm.data.reading import read


def test_a_report_says_how_it_was_understood() -> None:
    text = "# c\n\nh\u00f6he;y\n1,5;2\n\n#\n3;4\n"
    found = read(text.encode("latin-1"), "a.csv").report
    assert tuple(found) == (
        "text", "Windows-1252", "semicolons", "comma", 3, 2, 2, {"blank lines": 2, "comments": 2},
        {}, {3: "höhe, y", 4: "1,5, 2", 7: "3, 4"}, (), "",
    )  # fmt: skip
    assert found.sentences() == [
        "2 rows and 2 columns.",
        "Read as text, Windows-1252; cells separated by semicolons; decimal commas; "
        "names in row 3.",
        "Left out: 2 comments, 2 blank lines.",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"1\n2\n", "Read as text, UTF-8; no names of columns."),
        (b"x\n1.5\n", "Read as text, UTF-8; decimal points; names in row 1."),
        (b"x|y\n--|--\n1|2\n", "Read as text, UTF-8; cells separated by vertical bars; names in"),
        (
            "x\ty\n1,5\t2\n".encode("utf-16"),
            "Read as text, UTF-16; cells separated by tabs; decimal c",
        ),
        (
            b"\xef\xbb\xbfx y\n1 2\n",
            "Read as text, UTF-8; cells separated by spaces; names in row 1.",
        ),
        ("1 2\n3 4\n", "Read as text; cells separated by spaces; no names of columns."),
    ],
)
def test_how_it_was_read_in_words(content: str | bytes, said: str) -> None:
    assert read(content).report.sentences()[1].startswith(said)


def test_one_of_each_is_singular() -> None:
    found = read(b"#\n\nx\n1\n").report
    assert found.sentences()[0] == "1 row and 1 column."
    assert found.sentences()[2] == "Left out: 1 comment, 1 blank line."


def test_a_sample_is_told_where_there_are_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "MAX_ROWS", 3)
    assert len(read(b"x\n1\n2\n3\n").report.sentences()) == 2
    told = read(b"x\n1\n2\n3\n4\n").report.sentences()
    assert told[-1].startswith("More than 3 rows: a random sample")
