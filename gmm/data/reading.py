"""A file's bytes or a pasted text -> a table, or an error that says what to mend.

Files come from spreadsheets of several languages, from R, from instruments and from people. Where
one can be read in two ways, both of them common, it is not read: the person is asked to mend it.
"""

import re

from gmm.data.decoding import check_size, check_text, decode, end_lines
from gmm.data.errors import TableError, quote
from gmm.data.numerals import EMPTY, Cell, is_number
from gmm.data.parquet import read_parquet
from gmm.data.plain_text import NotPlainError, read_plain
from gmm.data.report import Report
from gmm.data.rows import Rows, split_rows
from gmm.data.separators import find_separator
from gmm.data.tables import Reading, tabulate_parquet, tabulate_rows
from gmm.data.unpacking import unpack
from gmm.data.workbooks import read_workbook
from gmm.limits import MAX_PASTED

# Of texts shorter than this every cell is looked at; of longer ones pandas reads what is plain.
PLAIN_FROM = 100_000


def read(
    source: bytes | str, name: str = "", header: int | None = None, sheet: str = ""
) -> Reading:
    """Read a file's bytes or a pasted text as a table.

    Understood as they come: cells parted by tabs, semicolons, vertical bars, commas or spaces;
    titles above the names, a row of units below them, notes at the end; text in any common
    encoding; quoted cells, also over several lines; lines that begin with #; decimal points or
    commas, thousands marks, units and currencies; R's row names; Excel's first line `sep=;`; a
    workbook; a Parquet file; one of these in a gz or zip file. A pasted line of at least three
    numbers is a column of them.

    Parameters
    ----------
    source : bytes or str
        The file, or the text.
    name : str
        What the person called the file; it appears in errors.
    header : int, optional
        The row that has the names, 0 where none has; found where it is not given.
    sheet : str
        Of a workbook; the first one that holds anything where it is not given.

    Returns
    -------
    Reading
        All rows that are there, which may be more than the engine takes: see `sample_rows`.

    Raises
    ------
    TableError
        When it is empty, too large, no table, or has rows of unequal length.
    """
    if isinstance(source, str):
        report, text, row = Report("text"), _check_pasted(source), "line"
    else:
        check_size(len(source), name)
        source, name = unpack(source, name)
        if source.startswith(b"PAR1"):
            return tabulate_parquet(Report("Parquet file"), read_parquet(source, name))
        if source.startswith(b"PK\x03\x04"):
            rows, found, sheets = read_workbook(source, name, sheet)
            report = Report(
                "Excel workbook", f"sheet {quote(found)}", sheets=tuple(sheets), sheet=found
            )
            return tabulate_rows(report, rows, "row", header)
        text, encoding = decode(source, name)
        report, text, row = Report("text", encoding), _plain_rows(text), "row"
    separator, text = find_separator(text)
    if row == "row" and len(text) >= PLAIN_FROM:
        try:
            return read_plain(report, text, separator, header)
        except NotPlainError:
            pass
    rows = split_rows(text, separator, row)
    if row == "line" and (values := _list_values(rows, text)):
        numbers = range(1, len(values) + 1)
        rows = rows._replace(numbers=numbers, cells=[[value] for value in values])
        row, header = "value", 0
    return tabulate_rows(report, rows, row, header)


def _check_pasted(text: str) -> str:
    if not text.strip():
        raise TableError(
            "Nothing has been pasted. Paste rows of numbers, or cells of a spreadsheet."
        )
    if len(text) > MAX_PASTED:
        raise TableError(
            f"The pasted text has {len(text):,} characters, and {MAX_PASTED:,} are the most that "
            "can be pasted. Save it as a CSV file, and upload that."
        )
    text = _plain_rows(end_lines(text.removeprefix("\ufeff")))
    check_text(text, "The pasted text", "Paste rows of numbers, or cells of a spreadsheet.")
    return text


def _list_values(rows: Rows, text: str) -> list[Cell]:
    """Values of a column that is pasted as one line; none where it is anything else."""
    # Blanks part "0,1, 0,3, 2" and "$1,200, $950, $80".
    parts: list[list[Cell]] = [re.split(r"[,;]\s+", text.strip()), *rows.cells]
    if len(rows.cells) == 1:
        for cells in parts:
            values = [cell for cell in cells if cell not in EMPTY]
            if len(cells) > 2 and all(map(is_number, values)):
                return values
    return []


def _plain_rows(text: str) -> str:
    """Rows of numbers as R, Python, MATLAB and LaTeX print them, without brackets and the like."""
    if len(text) > MAX_PASTED or not _PRINTED.match(text):
        return text
    lines = [line.strip() for line in text.strip().split("\n") if line.strip()]
    if all(_NUMBERED.match(line) for line in lines):  # of R
        return "\n".join(" ".join(_NUMBERED.sub("", line) for line in lines).split())
    rows = _INNER.findall(text) if _BRACKETED.fullmatch(text) else lines
    if len(rows) == 1 and rows is not lines:
        rows = [row for row in re.split(r"[;\n]", rows[0]) if row.strip()]
    elif rows is lines and not all(re.search(r"(;|\\\\)$", line) for line in lines):
        return text
    parted = [
        re.split(r"\s*&\s*|,?\s+|,(?=\S)(?!\d+\))", re.sub(r"[,;\\ ]+$", "", row.strip()))
        for row in rows
    ]
    if len({*map(len, parted)}) > 1 or not all(is_number(cell) for row in parted for cell in row):
        return text
    if len(parted[0]) == 1 and rows is lines:
        return text  # "1,5;" is one number
    if len(parted[0]) == 1 and len(parted) > 1 and "[" not in text:
        return text  # "(1,234)" is a loss
    if len(parted) == 1:
        parted = [[cell] for cell in parted[0]]
    return "\n".join("\t".join(row) for row in parted)


_PRINTED = re.compile(r"\s*(?:\w+ *(?:=|<-) *)?[\w.]*[\[(]|[^\n]*\d *(;|\\\\)\s*(\n|$)")
_NUMBERED = re.compile(r"\[\d+\](?= )")
_INNER = re.compile(r"[\[(]([^\[\]()]*)[\])]")
_BRACKETED = re.compile(r"\s*(?:\w+ *(?:=|<-) *)?[\w.]*[\[(][-+\d.,;eE\s\[\]()]*[\])][;\s]*")
