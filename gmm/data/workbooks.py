"""Excel workbooks -> rows of cells.

A workbook is packed, and a small file can unfold to any size: what it says of itself is looked at
first. Its reader, openpyxl, need not be installed.
"""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from gmm.data.errors import (
    SAVE_AS_CSV,
    TableError,
    call_file,
    explain_damage,
    explain_missing_reader,
    quote,
)
from gmm.data.numerals import Cell
from gmm.data.rows import Rows, fill_up, take_rows
from gmm.limits import MAX_CELLS, MAX_CELLS_BY_HAND, MAX_UNPACKED


def read_workbook(content: bytes, name: str, chosen: str = "") -> tuple[Rows, str, list[str]]:
    """Read a sheet, with the values that were saved for formulas.

    Not by pandas, which pads every row to the longest: a small file with one cell far to the right
    and one far down would fill the memory.

    Parameters
    ----------
    content : bytes
        A zip archive.
    name : str
        What the person called the file; it appears in errors.
    chosen : str
        The sheet; where it is not given, the first one that holds anything.

    Returns
    -------
    rows : Rows
        Under the sheet's own numbers.
    sheet : str
        The sheet's name.
    sheets : list of str
        All that are not hidden: what is hidden is not what a person sees.

    Raises
    ------
    TableError
        When it is no workbook, damaged, empty or too large, or when openpyxl is missing.
    """
    try:
        _check_size(content, name)
        book = import_module("openpyxl").load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        titles = [str(sheet.title) for sheet in sheets]
        for sheet in [sheet for sheet in sheets if sheet.title == chosen] or sheets:
            skipped: Counter[str] = Counter()
            numbers, cells = take_rows(_walk_sheet(sheet, skipped), "row", skipped)
            width = max(map(len, cells), default=0)
            if width * len(cells) > MAX_CELLS:
                raise TableError(
                    f"The sheet {quote(sheet.title)} has {len(cells):,} rows of up to {width:,} "
                    f"cells, and {MAX_CELLS:,} cells are the most that can be read. {SAVE_AS_CSV}"
                )
            if cells:
                cells = [fill_up(row, width) for row in cells]
                return Rows("", numbers, cells, skipped, []), str(sheet.title), titles
    except ImportError as error:
        raise TableError(explain_missing_reader(name, "an Excel workbook")) from error
    except TableError:
        raise
    except Exception as error:  # whatever a damaged workbook leads to
        raise TableError(explain_damage(name, "an Excel workbook")) from error
    raise TableError(
        f"{call_file(name)} has no values on any sheet. Put the table on the first one; if it is "
        "made of formulas, open the workbook in a spreadsheet and save it there."
    )


def _check_size(content: bytes, name: str) -> None:
    """Refuse what is no workbook, and one that unfolds to more than can be read."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {part.filename: part.file_size for part in archive.infolist()}
    if "xl/workbook.xml" not in parts:
        raise TableError(
            f"{call_file(name)} is a zip archive or a document, not an Excel workbook. "
            f"{SAVE_AS_CSV}"
        )
    if (size := sum(parts.values())) > MAX_UNPACKED:
        raise TableError(
            f"{call_file(name)} unpacks to {size / 1e6:,.0f} MB, and {MAX_UNPACKED / 1e6:.0f} MB "
            f"are the most that can be read from a workbook. {SAVE_AS_CSV}"
        )


def _walk_sheet(sheet: Any, skipped: Counter[str]) -> Iterator[tuple[int, list[Cell]]]:
    """Rows that hold anything, with their numbers."""
    sheet.reset_dimensions()  # what a file says of its size need not be true
    looked_at = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        looked_at += len(values)
        if looked_at > 10 * MAX_CELLS_BY_HAND:
            raise TableError(
                f"The sheet {quote(sheet.title)} goes on after row {number}, with more empty cells "
                f"than can be read. {SAVE_AS_CSV}"
            )
        cells = [_take_cell(value) for value in values]
        while cells and cells[-1] == "":
            cells.pop()
        if cells:
            yield number, cells
        else:
            skipped["empty rows"] += 1


def _take_cell(value: object) -> Cell:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e308:
        return float(value)
    return "" if value is None else str(value).strip()
