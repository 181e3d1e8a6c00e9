"""A file's bytes or a pasted text -> a table, or an error that says what to mend.

Files come from spreadsheets of several languages, from R, from instruments and from people. Where
one can be read in two ways, both of them common, it is not read: the person is asked to mend it.
"""

from gmm.data.decoding import check_size, check_text, decode, end_lines
from gmm.data.errors import TableError, quote
from gmm.data.numerals import EMPTY, read_number
from gmm.data.parquet import read_parquet
from gmm.data.plain_text import NotPlainError, read_plain
from gmm.data.rows import split_rows
from gmm.data.separators import find_separator
from gmm.data.tables import Reading, tabulate_parquet, tabulate_rows
from gmm.data.workbooks import read_workbook
from gmm.limits import MAX_PASTED

# Of texts shorter than this every cell is looked at; of longer ones pandas reads what is plain.
PLAIN_FROM = 100_000


def read(source: bytes | str, name: str = "") -> Reading:
    """Read a file's bytes or a pasted text as a table.

    Understood as they come: cells parted by tabs, semicolons, vertical bars, commas or spaces; a
    header or none; UTF-8, UTF-16, or Western European text; quoted cells, also over several lines;
    lines that begin with #; decimal commas where the comma does not part cells; R's row names;
    Excel's first line `sep=;`; a workbook's first sheet that holds anything; a Parquet file. A
    pasted line of at least three numbers is a column of them.

    Parameters
    ----------
    source : bytes or str
        The file, or the text.
    name : str
        What the person called the file; it appears in errors.

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
        return _read_pasted(source)
    check_size(source, name)
    if source.startswith(b"PK\x03\x04"):
        rows, sheet = read_workbook(source, name)
        return tabulate_rows("Excel workbook", f"sheet {quote(sheet)}", rows, "row")
    if source.startswith(b"PAR1"):
        return tabulate_parquet(read_parquet(source, name))
    text, encoding = decode(source, name)
    return _read_text(text, encoding)


def _read_pasted(text: str) -> Reading:
    if not text.strip():
        raise TableError(
            "Nothing has been pasted. Paste rows of numbers, or cells of a spreadsheet."
        )
    if len(text) > MAX_PASTED:
        raise TableError(
            f"The pasted text has {len(text):,} characters, and {MAX_PASTED:,} are the most that "
            "can be pasted. Save it as a CSV file, and upload that."
        )
    check_text(text, "The pasted text", "Paste rows of numbers, or cells of a spreadsheet.")
    separator, text = find_separator(end_lines(text.removeprefix("\ufeff")))
    rows, row = split_rows(text, separator, "line"), "line"
    if len(rows.cells) == 1 and len(rows.cells[0]) > 2:
        values = [cell for cell in rows.cells[0] if cell not in EMPTY]
        if all(read_number(cell, separator) is not None for cell in values):
            numbers = range(1, len(values) + 1)
            rows, row = rows._replace(numbers=numbers, cells=[[cell] for cell in values]), "value"
    return tabulate_rows("text", "", rows, row)


def _read_text(text: str, encoding: str) -> Reading:
    separator, text = find_separator(text)
    if len(text) >= PLAIN_FROM:
        try:
            return read_plain(text, encoding, separator)
        except NotPlainError:
            pass
    return tabulate_rows("text", encoding, split_rows(text, separator), "row")
