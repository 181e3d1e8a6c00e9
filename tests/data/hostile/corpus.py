"""Files that people upload by mistake, in good faith, or to see what happens.

Made by code, so that nothing huge is kept. Each says what has to come of it: a run, or a sentence
with some words in it.
"""

import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np

RUN = "a run"

# Twelve points in three clumps, for whatever surrounds them.
POINTS = [
    (0.1, 0.2), (0.3, -0.1), (-0.2, 0.4), (0.5, 0.1), (5.2, 5.1), (4.8, 5.3), (5.1, 4.7),
    (5.4, 5.0), (9.9, 0.3), (10.2, -0.2), (10.1, 0.5), (9.7, 0.0),
]  # fmt: skip


class Case(NamedTuple):
    """A file and what has to come of it.

    Attributes
    ----------
    content : bytes, or a function that makes them
        A function where they are large.
    expected : str
        `RUN`, or words that the sentence has to hold.
    name : str
        What the person called the file.
    """

    content: bytes | Callable[[], bytes]
    expected: str
    name: str = "table.csv"

    def made(self) -> bytes:
        return self.content if isinstance(self.content, bytes) else self.content()


def corpus() -> dict[str, Case]:
    """All of them: name -> case."""
    cases: dict[str, Case] = {}
    for part in (_empty, _foreign, _shapes, _cells, _names, _encodings, _numbers, _packed, _huge):
        for name, content, expected, *rest in part():
            assert name not in cases, name
            content = content.encode() if isinstance(content, str) else content
            cases[name] = Case(content, expected, *rest)
    return cases


# Name, content, what is expected, and what the person called the file where that matters.
Part = Iterator[tuple[Any, ...]]


def table(
    header: str | None = "x,y",
    separator: str = ",",
    end: str = "\n",
    decimal: str = ".",
    more: str = "",
    form: Callable[[float], str] = str,
) -> str:
    """The points as text; `more` goes below them."""
    rows = [separator.join(form(value).replace(".", decimal) for value in row) for row in POINTS]
    return end.join([*([header] if header is not None else []), *rows]) + end + more


def column(*cells: str, header: str = "x") -> str:
    """One column: these cells, and the points' first coordinates below them."""
    return "\n".join([header, *cells, *(str(x) for x, _ in POINTS)]) + "\n"


def _empty() -> Part:
    yield "nothing", b"", "is empty"
    yield "a nameless nothing", b"", "The file is empty", ""
    yield "white space", " \n\t \r\n", "is empty"
    yield "a byte order mark only", b"\xef\xbb\xbf", "is empty"
    yield "a UTF-16 mark only", b"\xff\xfe", "is empty"
    yield "one NUL", b"\0", "not a text file"
    yield "a thousand NULs", bytes(1000), "not a text file"
    yield "one letter", "x", "no rows below it"
    yield "one digit", "1", "at least 2 rows"
    yield "one quotation mark", '"', "Row 1 opens a quotation mark"
    yield "one comma", ",", "only blank lines"
    yield "a header only", "x,y\n", "names in row 1 and no rows"
    yield "one row", "x,y\n1,2\n", "there is 1"
    yield "one row without names", "1,2\n", "there is 1"
    yield "two rows", "x,y\n1,2\n3,4\n", "only 2"
    yield "comments only", "# a\n# b\n", "only blank lines and comments"
    yield "commas only", ",,,\n,,,\n", "only blank lines"
    yield "empty cells only", "x,y\n,\n,\n", "there are none"
    yield "missing values only", "x,y\nNA,NaN\nnull,NULL\n", "there are none"
    yield "one value in each column", "x,y\n1,\n,2\n", "there are none"
    yield "all equal", "x,y\n" + "3,4\n" * 50, "All 50 rows are the same"
    yield "two distinct points", "x\n" + "3\n4\n" * 50, "only 2"
    yield "three distinct points", "x\n" + "1\n2\n4\n" * 30, RUN
    yield "one column all equal", "x,y\n" + "".join(f"7,{y}\n" for _, y in POINTS), RUN


def _foreign() -> Part:
    yield "HTML", "<!DOCTYPE html><html><body>1,2</body></html>", "a web page", "page.csv"
    yield "an error page", "<html><head><title>404</title></head></html>", "a web page"
    yield "an HTML table called xls", "<table><tr><td>1</td></tr></table>", "a web page", "a.xls"
    yield "XML", '<?xml version="1.0"?><r><x>1</x></r>', "a web page"
    yield "SVG", "<svg xmlns='http://www.w3.org/2000/svg'/>", "a web page"
    yield "JSON records", json.dumps([{"x": 1, "y": 2}] * 5), "is JSON"
    yield "JSON columns", json.dumps({"x": [1, 2, 3]}), "is JSON"
    yield "JSON lines", '{"x": 1}\n{"x": 2}\n', "is JSON"
    yield "JSON numbers", "[1, 2, 3]", "is JSON"
    yield "a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF"
    yield "a PNG", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture"
    yield "a JPEG", b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture"
    yield "a GIF", b"GIF89a\x01\0", "a picture"
    yield "gzip", gzip.compress(table().encode()), RUN, "table.csv.gz"
    yield "half a gzip", gzip.compress(table().encode())[:40], "a compressed file", "table.csv.gz"
    yield "xz", b"\xfd7zXZ" + bytes(40), "a compressed file", "table.csv.xz"
    yield "7z", b"7z\xbc\xaf'\x1c\0\x04", "a compressed file"
    yield "an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old or protected"
    yield "HDF5", b"\x89HDF\r\n\x1a\n" + bytes(50), "an HDF5 file"
    yield "a NumPy array", b"\x93NUMPY\x01\0v\0" + bytes(80), "a NumPy file"
    yield "SQLite", b"SQLite format 3\0" + bytes(80), "a database"
    yield "RTF", r"{\rtf1\ansi 1,2}", "with formatting"
    yield "a program", b"\x7fELF\x02\x01\x01" + bytes(200), "not a text file"
    yield "random bytes", np.random.default_rng(0).bytes(5000), "not a text file"
    yield "every byte", bytes(range(256)), "not a text file"
    yield "a pickle", b"\x80\x04\x95\x10\0\0\0\0\0\0\0]\x94(K\x01K\x02e.", "not a text file"
    yield "a poem", "Shall I compare thee\nto a summer's day?\nThou art\n", "not a number"
    yield "a program's text", "import os\nos.system('true')\nprint(1)\n", "not a number"
    yield "a shell script", "#!/bin/sh\nrm -rf x\n", "no rows below it"
    yield "a log", "12:00 started\n12:01 failed\n12:02 started again\n", "not a number"
    yield "SQL", "SELECT 1;\nDROP TABLE x;\n--\n", "not a number"
    yield "a mail", "From: a@b.c\nSubject: data\n\n1,2\n3,4\n", "Row 4 has 1 cell"
    yield "TeX", "1 & 2 \\\\\n3 & 4 \\\\\n5 & 6 \\\\\n", RUN


def _shapes() -> Part:
    yield "ragged, too long", table(more="1,2,3\n"), "Row 14 has 3 cells where row 1 has 2"
    yield "ragged, too short", table(more="1\n"), "Row 14 has 1 cell where row 1 has 2"
    yield "a title above", "My data\n" + table(), RUN
    yield "a sum below", table(more="Total: 60\n"), RUN
    yield "two tables", table() + "\n" + table("a,b,c"), "Row 15 has 3 cells"
    yield "a thousand columns", ",".join(["1"] * 1000) + "\n", "there is 1"
    yield "20,000 columns", ("1," * 20_000 + "1\n") * 3, "20,001 cells, and 2,000 columns"
    yield (
        "two thousand columns",
        (",".join(["1"] * 1999) + ",{}\n").join(["", "", ""]),
        "All 2 rows are the same",
    )
    yield "two thousand good columns", "".join(
        ",".join(str(x + i) for i in range(2000)) + "\n" for x, _ in POINTS
    ), RUN  # fmt: skip
    yield "blank lines between", table(end="\n\n\n"), RUN
    yield "commas to the right", table("x,y,,,").replace("\n", ",,,\n"), RUN
    yield "commas below", table(more=",\n,\n,\n"), RUN
    yield "no end of line", table().rstrip("\n"), RUN
    yield "no header", table(None), RUN
    yield "a header in the middle", table(more="x,y\n" + table(None)), "Row 14, column 'x': 'x'"
    yield "an open quotation mark", table(more='1,"2\n3,4\n'), "Row 14 opens a quotation mark"
    yield "an open quotation mark at the top", '"' + table(), "opens a quotation mark"
    yield "a quotation mark inside", table(more='1,2"\n"3"4,5\n'), "Row 15 has a quotation mark"
    yield "a cell of many lines", table(more='"1\n\n\n2",3\n'), "Row 14, column 'x': '1 2' is"
    yield "rows by carriage returns", table(end="\r"), RUN
    yield "rows of Windows", table(end="\r\n"), RUN
    yield "all rows in one", " ".join(f"{x},{y}" for x, y in POINTS), "there is 1"
    yield "every row quoted as a whole", table().replace("\n", '"\n"')[:-1].join(['"', ""]), "Row 2"
    yield "one long line", "1," * 600_000, "Row 1 has more than 1,000,000 characters"
    yield "one long word", "x" * 500_000, "Row 1 has a cell of more than"
    yield "one long number", "1" * 500_000, "Row 1 has a cell of more than"
    yield "deep brackets", "[" * 50_000, "is JSON"
    yield "a declared separator", "sep=|\n" + table("x|y", "|"), RUN
    yield "a declared separator that is not there", "sep=;\n" + table(), "Row 2, column 'x,y'"
    yield "space around everything", table(" x , y ", " , "), RUN
    yield "row names of R", '"x" "y"\n' + "".join(
        f'"{i}" {x} {y}\n' for i, (x, y) in enumerate(POINTS)
    ), RUN  # fmt: skip
    yield "a table in Markdown", "| x | y |\n| - | - |\n|---|---|\n" + "".join(
        f"| {x} | {y} |\n" for x, y in POINTS
    ), RUN  # fmt: skip
    yield "a good table in Markdown", "| x | y |\n|---|---|\n" + "".join(
        f"| {x} | {y} |\n" for x, y in POINTS
    ), RUN  # fmt: skip


def _cells() -> Part:
    yield "a column of text", "who\nAnn\nBob\nCy\n", "'Ann' is not a number"
    yield "numbers in words", "n\none\ntwo\nthree\n", "'one' is not a number"
    yield "mixed types", column("1", "two", "3.0", "True"), "Row 3, column 'x': 'two'"
    yield "dates", "day\n2020-01-01\n2020-01-02\n2020-01-03\n", "'2020-01-01' is not a number"
    yield "dates of Germany", "day;x\n1.2.2020;1\n2.2.2020;2\n3.2.2020;5\n5.2.2020;6\n", RUN
    yield "a date among numbers", column("2020-01-01"), "Row 2, column 'x': '2020-01-01'"
    yield "times", "t\n10:00\n10:05\n", "'10:00' is not a number"
    yield "booleans", "x\nTrue\nFalse\nTrue\n", "'True' is not a number"
    yield "a boolean among numbers", column("TRUE"), "Row 2, column 'x': 'TRUE'"
    yield "money", "x\n$5\n$6\n$7\n", RUN
    yield "percents", column("5%"), "another decimal mark or unit"
    yield "units", column("5 kg"), "another decimal mark or unit"
    yield "ranges", column("1-2"), "'1-2' is not a number"
    yield "uncertainties", column("1.0±0.1"), "'1.0±0.1' is not a number"
    yield "fractions", column("1/2"), "'1/2' is not a number"
    yield "complex numbers", column("1+2j"), "'1+2j' is not a number"
    yield "less than", column("<0.01"), "'<0.01' is not a number"
    yield "stars", column("1.5**"), "is not a number"
    yield "hexadecimal", column("0x1F"), "'0x1F' is not a number"
    yield "underscores", column("1_000"), "'1_000' is not a number"
    yield "formulas", column("=1+1"), "'=1+1' is not a number"
    yield "a formula that calls", column("=cmd|' /C calc'!A0"), "is not a number"
    yield "a formula in a name", table("=1+1,y"), RUN
    yield "spreadsheet errors", column("#DIV/0!"), RUN
    yield "missing spreadsheet values", column("#N/A"), RUN
    yield "emoji", "x\n🙂\n🙃\n", "'🙂' is not a number"
    yield "an emoji among numbers", column("🙂"), "Row 2, column 'x': '🙂'"
    yield "flags and families", column("👨‍👩‍👧‍👦🇫🇷"), "is not a number"
    yield "script", column("<script>alert(1)</script>"), "'<script>alert(1)</script>' is not"
    yield "mark-up", column("![x](javascript:alert(1))"), "is not a number"
    yield "LaTeX", column("$\\input{/etc/passwd}$"), "is not a number"
    yield "a template", column("{{7*7}} ${7*7} {0.__class__}"), "is not a number"
    yield "terminal colours", column("\x1b[31mred\x1b[0m"), "is not a number"
    yield "right to left", column("\u202e1234"), "is not a number"
    yield "zero width", column("1\u200b"), "is not a number"
    yield "a non-breaking space", column("1\xa0234"), RUN
    yield "a lone NUL in the middle", column("1\x002"), "not a text file"
    yield "Arabic digits", column("\u0661\u0662"), "is not a number"
    yield "full-width digits", column("１２"), "is not a number"
    yield "Roman numerals", column("Ⅷ"), "is not a number"
    yield "a typographic minus", column("\N{MINUS SIGN}4.5"), RUN
    yield "a dash for missing", column("-"), RUN
    yield "a question mark for missing", column("?"), RUN
    yield "-999 for missing", column("-999", "-999"), RUN
    yield "a very long cell", column("y" * 100_000), "is not a number"


def _names() -> Part:
    yield "duplicate names", table("x,x"), RUN
    yield (
        "a hundred equal names",
        ",".join(["x"] * 100) + "\n" + ("1," * 99 + "2\n") * 3,
        "All 3 rows are the same",
    )
    yield "no names", table(","), RUN
    yield "a name missing", table("x,"), RUN
    yield "an img onerror name", table("<img src=x onerror=alert(1)>,y"), RUN
    yield "a script name", table("<script>alert(1)</script>,y"), RUN
    yield "a Markdown name", table("[x](javascript:alert(1)),**y**"), RUN
    yield "a SQL name", table("x'; DROP TABLE y; --,y"), RUN
    yield "a path as a name", table("../../etc/passwd,y"), RUN
    yield "a very long name", table("x" * 100_000 + ",y"), RUN
    yield "control characters as names", table("\x01\x02,\x7f"), RUN
    yield "emoji as names", table("🙂,🙃"), RUN
    yield "names of missing values", table("NA,NaN"), RUN
    yield "numbers as names", table("2019,2020"), RUN
    yield "names of methods", table("__class__,index"), RUN
    yield "a file's hostile name", table(more="oops,1\n"), "Row 14", "<img src=x onerror=alert(1)>"
    yield "a file's hostile name, refused", b"", "is empty", "../<b>x</b>\n\x1b[31m.csv"
    yield "a file's endless name", b"", "is empty", "x" * 10_000


def _encodings() -> Part:
    text = table("höhe;größe", ";", decimal=",")
    for encoding in (
        "utf-8-sig",
        "utf-16",
        "utf-32",
        "latin-1",
        "cp1252",
        "utf-16-le",
        "utf-16-be",
    ):
        yield f"in {encoding}", text.encode(encoding), RUN
    yield "in Russian", table("рост,вес").encode("cp1251"), RUN
    yield "in Japanese", table("身長,体重").encode("shift-jis"), RUN
    yield "in EBCDIC", table().encode("cp037"), "no rows below it"
    yield "in UTF-7", table("h+APY-he,y"), RUN
    yield "UTF-16 cut off", text.encode("utf-16")[:-1], "not a text file"
    yield (
        "UTF-16 in both orders",
        "x,y\n".encode("utf-16-le") + "1,2\n".encode("utf-16-be"),
        "not a text file",
    )
    yield "UTF-8 with a bad byte", table("caf\xff,y").encode("latin-1"), RUN
    yield "UTF-8 with half a letter", table().encode() + b"\xc3\n", RUN
    yield "two marks", b"\xef\xbb\xbf\xef\xbb\xbf" + table().encode(), RUN
    yield "a surrogate", b"\xff\xfe\x00\xd8x\x00", "not a text file"


def _numbers() -> Part:
    yield "NaN", column("NaN", "nan"), RUN
    yield "NaN in odd spelling", column("NAN"), "'NAN' is not a number"
    yield "infinity", column("inf"), "'inf' is beyond 1e100"
    yield "minus infinity", column("-Infinity"), "'-Infinity' is beyond 1e100"
    yield "1e308", column("1e308"), "'1e+308' is beyond 1e100"
    yield "1e400", column("1e400"), "'1e400' is beyond 1e100"
    yield "1e99", column("1e99"), RUN
    yield "1e-300", column("1e-300", "2e-300"), RUN
    yield "all of them tiny", "x\n1e-300\n2e-300\n5e-300\n7e-300\n", RUN
    yield "denormal", "x\n5e-324\n1e-323\n0\n1e-322\n", RUN
    yield "all of them huge", "x\n1e99\n2e99\n5e99\n6e99\n", RUN
    yield "huge and tiny", "x,y\n1e99,1e-99\n2e99,2e-99\n-1e99,5e-99\n3e99,1e-98\n", RUN
    yield "near to each other", "x\n" + "".join(f"1.00000000000000{i}\n" for i in range(9)), RUN
    yield "far from zero", "x\n" + "".join(f"{10**15 + i}\n" for i in range(9)), RUN
    yield "big integers", column(str(10**30), str(2**63), str(2**64)), RUN
    yield "zeros of both signs", column("0", "-0", "0.0", "-0.0"), RUN
    yield "thousands separators", 'x;y\n"1,234,567";1\n2;3\n3;4\n5;6\n', RUN
    yield "thousands in CSV", 'x,y\n"1,234",1\n2,3\n3,4\n5,6\n', RUN
    yield "thousands unquoted", "x\n1,234\n5,678\n", "'1,234' can be 1234 or 1.234"
    yield "thousands by points", "x;y\n1.234,5;1\n2,5;3\n3;4\n5;6\n", RUN
    yield "thousands by apostrophes", column("1'234"), RUN
    yield "decimal commas in one column", column('"1,5"'), "another decimal mark"
    yield "decimal commas in CSV", table(more='"1,5",2\n'), "another decimal mark"
    yield "decimal commas and semicolons", table("x;y", ";", decimal=","), RUN
    yield "decimal commas and tabs", table("x\ty", "\t", decimal=","), RUN
    yield (
        "decimal commas and points",
        "x;y\n" + "1,5;1.5\n2.5;2,5\n3;4\n7;1\n",
        "another decimal mark",
    )
    yield "spelled exponents", column("1E5", "1e+05", "1.e5", ".5E-3"), RUN
    yield "exponents of Fortran", column("1.0D+05"), "'1.0D+05' is not a number"
    yield "exponents of people", column("1.5x10^3"), "is not a number"
    yield "one far away", column("1e15"), RUN
    yield "duplicates", "x,y\n" + "1,2\n3,4\n5,9\n1,7\n" * 100, RUN
    yield "on a line", "x,y\n" + "".join(f"{i},{2 * i}\n" for i in range(50)), RUN
    yield "on a grid", "x,y\n" + "".join(f"{i % 5},{i // 5}\n" for i in range(25)), RUN


def _packed() -> Part:
    yield "a zip of a table", _zip({"table.csv": table()}), RUN, "a.zip"
    yield "a zip of two tables", _zip({"a.csv": table(), "b.csv": table()}), "with 2 files", "a.zip"
    yield "a zip of nothing", b"PK\x05\x06" + bytes(18), "an empty zip archive", "a.zip"
    yield "half a zip", _zip({"table.csv": table()})[:40], "cannot be read as one"
    yield "a text document", _zip({"word/document.xml": "<w/>"}), "a zip archive or a d", "a.docx"
    yield "a sheet of another office", _zip({"content.xml": "<o/>"}), "a zip archive", "a.ods"
    yield "a workbook of nothing", _zip({"xl/workbook.xml": ""}), "cannot be read as one", "a.xlsx"
    yield "a workbook that calls outside", _zip(
        {"xl/workbook.xml": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'}
    ), "cannot be read as one", "a.xlsx"  # fmt: skip
    yield "a workbook that laughs", _zip(
        {"[Content_Types].xml": _laughs(), "xl/workbook.xml": ""}
    ), "cannot be read as one", "a.xlsx"  # fmt: skip
    yield "a workbook that unfolds", lambda: _zip(
        {"xl/workbook.xml": "<w/>", "xl/worksheets/sheet1.xml": " " * 101_000_000}
    ), "unpacks to 101 MB", "a.xlsx"  # fmt: skip
    yield "the first bytes of Parquet", b"PAR1\x15\x04\x15", "cannot be read as one", "a.parquet"
    yield "Parquet without an inside", b"PAR1" + bytes(100) + b"PAR1", "cannot be read", "a.parquet"
    yield "CSV called xlsx", table(), RUN, "table.xlsx"
    yield "CSV called parquet", table(), RUN, "table.parquet"


def _huge() -> Part:
    yield "100 MB", lambda: b"1,2\n" * 25_000_000, "100.0 MB, and 50 MB is the most"
    yield "50 MB of digits", lambda: b"7" * 49_000_000, "Row 1 has more than 1,000,000"
    yield "50 MB of line ends", lambda: b"\n" * 49_000_000, "is empty"
    yield "50 MB of quotation marks", lambda: b'"' * 49_000_000, "Row 1 has more than"
    yield "50 MB of short rows", lambda: b"1\n2\n" * 12_000_000, "rows of 1 cell, and 10,000,000"
    yield "one million rows", lambda: _rows(1_000_000), RUN
    yield "one million rows, one bad", lambda: _rows(1_000_000, {700_000: "1,oops"}), "Row 700002"
    yield "one million rows, one short", lambda: _rows(1_000_000, {700_000: "1"}), (
        "goes on after row 500001"
    )  # fmt: skip
    yield "one million comments", lambda: b"# x\n" * 1_000_000, "only blank lines and comments"
    yield "200,000 different words", lambda: "\n".join(
        f"word{i}" for i in range(200_000)
    ).encode(), "is not a number"  # fmt: skip


HUGE = tuple(name for name, *_ in _huge())


def _rows(n: int, odd: dict[int, str] | None = None) -> bytes:
    lines = list(_lines(n))
    for place, line in (odd or {}).items():
        lines[place] = line
    return ("x,y\n" + "\n".join(lines) + "\n").encode()


@cache
def _lines(n: int) -> tuple[str, ...]:
    values = np.random.default_rng(0).normal(np.arange(n) % 3 * 10, 1)
    return tuple(f"{value:.4f},{i % 100}" for i, value in enumerate(values.tolist()))


def _zip(parts: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _laughs() -> str:
    entities = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(9))
    return f'<!DOCTYPE x [<!ENTITY l0 "lol">{entities}]><x>&l9;</x>'
