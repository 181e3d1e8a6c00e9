"""Decoding: the encodings that files come in, and what is no text at all."""

import pytest

from gmm.data import decoding
from gmm.data.decoding import decode, end_lines
from gmm.data.errors import TableError
from tests.data.checks import Readable, Unreadable, assert_reads, assert_refused, table_of

READABLE: dict[str, Readable] = {
    # name: (file, columns, values)
    "carriage returns": ("x,y\r1,2\r3,4\r", ["x", "y"], [[1, 2], [3, 4]]),
    "UTF-8 with its mark": (b"\xef\xbb\xbfx,y\n1,2\n3,4\n", ["x", "y"], [[1, 2], [3, 4]]),
    "UTF-16": ("h\u00f6he;y\n1,5;2\n".encode("utf-16"), ["h\u00f6he", "y"], [[1.5, 2]]),
    "UTF-16, big end first": (b"\xfe\xff" + "x\ty\n1\t2\n".encode("utf-16-be"), None, [[1, 2]]),
    "Latin-1": ("h\u00f6he,y\n1,2\n3,4\n".encode("latin-1"), ["h\u00f6he", "y"], [[1, 2], [3, 4]]),
    "Windows-1252": (b"caf\x82\x93,y\n1,2\n3,4\n", ["caf\u201a\u201c", "y"], [[1, 2], [3, 4]]),
    "no encoding's byte": (b"caf\x81,y\n1,2\n3,4\n", ["caf", "y"], [[1, 2], [3, 4]]),
    "UTF-16 without its mark": ("x;y\n1,5;2\n".encode("utf-16-le"), ["x", "y"], [[1.5, 2]]),
    "UTF-16 big end first, without": ("x;y\n1,5;2\n".encode("utf-16-be"), ["x", "y"], [[1.5, 2]]),
    "UTF-32": ("h\u00f6he;y\n1,5;2\n".encode("utf-32"), ["h\u00f6he", "y"], [[1.5, 2]]),
}


@pytest.mark.parametrize("case", READABLE)
def test_a_readable_file_becomes_its_table(case: str) -> None:
    assert_reads(*READABLE[case])


UNREADABLE: dict[str, Unreadable] = {
    # name: (file, what the error has to say)
    "nothing": (b"", r"'table.csv' is empty\. Choose"),
    "white space": (b" \n\t\r\n ", "is empty"),
    "a mark and nothing else": (b"\xef\xbb\xbf", "is empty"),
    "a NUL": (b"x,y\n1,\x002\n", r"not a text file\. Save the table as CSV"),
    "random bytes": (bytes(range(256)), "not a text file"),
    "many control characters": (b"\x01\x02\x03\x04,\x05\x06\x07\n1,2\n", "not a text file"),
    "UTF-16 broken off": (b"\xff\xfex\x00,", "not a text file"),
    "a NUL for every other byte": (b"x\0,\0y\0\n", "not a text file"),
    "a lone surrogate": (b"\xff\xfe\x00\xd8x\x00", "not a text file"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or protected Office document"),
    "pdf": (b"%PDF-1.7\n1 2\n3 4", "a PDF"),
    "png": (b"\x89PNG\r\n\x1a\n", "a picture"),
    "jpeg": (b"\xff\xd8\xff\xe0", "a picture"),
    "gzip": (b"\x1f\x8b\x08\x00", "a compressed file"),
    "a web page": ("\n <!DOCTYPE html>\n<p>1,2\n", r"a web page, not a table\. Follow"),
    "a web page by its tag": ("<html><body>1,2</body>", "a web page"),
    "a web page by its comment": ("<!-- saved -->\n<p>1,2\n", "a web page"),
    "JSON": ('{"x": [1, 2]}', "JSON"),
    "JSON rows": ("[[1, 2], [3, 4]]", "JSON"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_an_unreadable_file_gets_a_sentence(case: str) -> None:
    assert_refused(*UNREADABLE[case])


@pytest.mark.parametrize(
    ("codec", "called"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_an_encoding_is_found_and_called_as_people_call_it(codec: str, called: str) -> None:
    text = "h\u00f6he;y\n1,5;2\n"
    assert decode(text.encode(codec), "a.csv") == (text, called)


def test_lines_end_with_a_line_feed() -> None:
    assert end_lines("a\r\nb\rc\nd") == "a\nb\nc\nd"


def test_the_limit_of_bytes_is_the_largest_that_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MAX_BYTES", 8)
    assert len(table_of("x\n1\n2\n3\n")) == 3
    with pytest.raises(TableError, match=r"is the most that can be read"):
        table_of("x\n1\n2\n3\n4")


def test_a_nameless_file_still_makes_a_sentence() -> None:
    with pytest.raises(TableError, match=r"^The file is empty"):
        table_of(b"", " ")
