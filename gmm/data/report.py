"""What was read of a file, and how it was understood, in words for the person."""

from collections.abc import Mapping
from typing import NamedTuple

from gmm.limits import MAX_ROWS


class Report(NamedTuple):
    """What was read, and how it was understood.

    Attributes
    ----------
    kind : str
        "text", "Excel workbook" or "Parquet file".
    encoding : str
        Such as "UTF-8"; a workbook's sheet; "" where there is none.
    separator : str
        In words, such as "commas"; "" where nothing had to be parted.
    decimal : str
        "point" or "comma"; "" where no number is written out.
    header : int or None
        The row that names the columns; None where no row does.
    rows, columns : int
        Of the table.
    skipped : mapping of str to int
        How many lines were left out, by the reason why, such as "blank lines".
    units : mapping of str to str
        Of the columns that have one, by their names.
    top : mapping of int to str
        The first rows as they stand, by their numbers.
    sheets : tuple of str
        A workbook's sheets that are not hidden.
    sheet : str
        The one that was read.
    """

    kind: str
    encoding: str = ""
    separator: str = ""
    decimal: str = ""
    header: int | None = None
    rows: int = 0
    columns: int = 0
    skipped: Mapping[str, int] = {}
    units: Mapping[str, str] = {}
    top: Mapping[int, str] = {}
    sheets: tuple[str, ...] = ()
    sheet: str = ""

    def sentences(self) -> list[str]:
        """Tell it to the person: what it is, what was left out, what is too much."""
        how = [
            f"{self.kind}, {self.encoding}" if self.encoding else self.kind,
            f"cells separated by {self.separator}" if self.separator else "",
            f"decimal {self.decimal}s" if self.decimal else "",
            f"names in row {self.header}" if self.header else "",
            "no names of columns" if self.header is None and self.kind != "Parquet file" else "",
        ]
        told = [
            f"{self.rows:,} row{'s' * (self.rows != 1)} and "
            f"{self.columns} column{'s' * (self.columns != 1)}.",
            f"Read as {'; '.join(part for part in how if part)}.",
        ]
        if self.skipped:
            reasons = [
                f"{count:,} {why if count != 1 else why.removesuffix('s')}"
                for why, count in self.skipped.items()
            ]
            told.append(f"Left out: {', '.join(reasons)}.")
        if self.rows > MAX_ROWS:
            told.append(f"More than {MAX_ROWS:,} rows: a random sample of them is used.")
        return told
