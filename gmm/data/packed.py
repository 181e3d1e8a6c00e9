"""Tables that are no text: Excel workbooks and Parquet files.

Both are packed, and a small file can unfold to any size: what it says of itself is looked at first.
Their readers, openpyxl and pyarrow, need not be installed.
"""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from itertools import chain
from typing import Any

from gmm.data.cells import Rows, TableError, called, quote, rectangle
from gmm.limits import MAX_CELLS_BY_HAND, MAX_COLUMNS, MAX_UNPACKED

CURE = "Save the table as CSV, and upload that file."


def read_workbook(content: bytes, name: str) -> tuple[Rows, str]:
    """Read the first sheet that holds anything, with the values that were saved for formulas.

    Not by pandas, which pads every row to the longest: a small file with one cell far to the right
    and one far down would fill the memory.

    Parameters
    ----------
    content : bytes
        A zip archive.
    name : str
        What the person called the file; it appears in errors.

    Returns
    -------
    rows : Rows
        Under the sheet's own numbers.
    sheet : str
        The sheet's name.

    Raises
    ------
    TableError
        When it is no workbook, damaged, empty or too large, or when openpyxl is missing.
    """
    _check_archive(content, name)
    try:
        openpyxl = import_module("openpyxl")
    except ImportError as error:
        raise TableError(_no_reader(name, "an Excel workbook")) from error
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        for sheet in book.worksheets:
            skipped: Counter[str] = Counter()
            records = _records(sheet, skipped)
            for first in records:
                return rectangle(chain([first], records), "\t", "row", skipped), str(sheet.title)
    except TableError:
        raise
    except Exception as error:  # whatever a damaged workbook leads to
        raise TableError(_damaged(name, "an Excel workbook")) from error
    raise TableError(
        f"{called(name)} has no values on any sheet. Put the table on the first one; if it is made "
        "of formulas, open the workbook in a spreadsheet and save it there."
    )


def read_parquet(content: bytes, name: str) -> Any:
    """Read the columns that hold one value a row.

    Parameters
    ----------
    content : bytes
    name : str
        What the person called the file; it appears in errors.

    Returns
    -------
    pandas.DataFrame
        Columns of the file's own types, texts as categories; at least one row.

    Raises
    ------
    TableError
        When it is damaged, empty or too large, or when pyarrow is missing.
    """
    try:
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise TableError(_no_reader(name, "a Parquet file")) from error
    try:
        file = parquet.ParquetFile(io.BytesIO(content))
        about = file.metadata
        flat = [field for field in file.schema_arrow if not arrow.types.is_nested(field.type)]
        groups = (about.row_group(i) for i in range(about.num_row_groups))
        size = max(sum(group.total_byte_size for group in groups), 8 * about.num_rows * len(flat))
    except Exception as error:  # whatever a damaged file leads to
        raise TableError(_damaged(name, "a Parquet file")) from error
    if len(flat) > MAX_COLUMNS or size > MAX_UNPACKED:
        raise TableError(
            f"{called(name)} has {len(flat)} column{'s' * (len(flat) != 1)} and unfolds to "
            f"{size / 1e6:,.0f} MB, and {MAX_COLUMNS} columns and "
            f"{MAX_UNPACKED / 1e6:.0f} MB are the most that can be read. "
            "Keep only the columns you need, or only some of the rows."
        )
    names = [field.name for field in flat]
    if not about.num_rows or not names or len(set(names)) < len(names):
        raise TableError(
            f"{called(name)} has no rows, no columns, or two columns of one name. "
            "Give at least two rows of numbers, and each column a name of its own."
        )
    try:
        # Of a text that comes up a million times, one copy is enough.
        texts = [
            field.name
            for field in flat
            if arrow.types.is_string(field.type) or arrow.types.is_large_string(field.type)
        ]
        file = parquet.ParquetFile(io.BytesIO(content), read_dictionary=texts)
        table = file.read(columns=names)
        for i, field in enumerate(table.schema):
            if arrow.types.is_decimal(field.type):
                table = table.set_column(i, field.name, table.column(i).cast(arrow.float64()))
        return table.to_pandas(ignore_metadata=True)
    except Exception as error:
        raise TableError(_damaged(name, "a Parquet file")) from error


def _check_archive(content: bytes, name: str) -> None:
    """Refuse what is no workbook, and one that unfolds to more than can be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {part.filename: part.file_size for part in archive.infolist()}
    except Exception as error:  # whatever a damaged archive leads to
        raise TableError(_damaged(name, "an Excel workbook or a zip archive")) from error
    if "xl/workbook.xml" not in parts:
        raise TableError(
            f"{called(name)} is a zip archive or a document, not an Excel workbook. {CURE}"
        )
    if (size := sum(parts.values())) > MAX_UNPACKED:
        raise TableError(
            f"{called(name)} unfolds to {size / 1e6:,.0f} MB, and {MAX_UNPACKED / 1e6:.0f} MB are "
            f"the most that can be read from a workbook. {CURE}"
        )


def _records(sheet: Any, skipped: Counter[str]) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold anything, with their numbers."""
    sheet.reset_dimensions()  # what a file says of its size need not be true
    looked_at = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        looked_at += len(values)
        if looked_at > 10 * MAX_CELLS_BY_HAND:
            raise TableError(
                f"The sheet {quote(sheet.title)} goes on after row {number}, with more empty cells "
                f"than can be read. {CURE}"
            )
        cells = ["" if value is None else str(value).strip() for value in values]
        if any(cells):
            yield number, cells
        else:
            skipped["empty rows"] += 1


def _no_reader(name: str, what: str) -> str:
    return f"{called(name)} is {what}, and the reader for those is not installed here. {CURE}"


def _damaged(name: str, what: str) -> str:
    return f"{called(name)} looks like {what}, but cannot be read as one. {CURE}"
