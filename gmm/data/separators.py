"""What parts the cells of a text: its own word for it, or the likeliest of those in use."""

import itertools
import re
from collections import Counter

from gmm.data.errors import TableError
from gmm.data.numerals import EMPTY, read_number
from gmm.data.rows import walk_rows

# The first one wins a tie: the later a separator stands here, the more often it is part of a cell.
SEPARATORS = {"\t": "tabs", ";": "semicolons", "|": "vertical bars", ",": "commas", " ": "spaces"}


def find_separator(text: str) -> tuple[str, str]:
    """Separator of a text, and the text that it separates."""
    if first := _DECLARED.match(text):
        return first[1], text[first.end() :]
    return _guess_separator(text), text


# Excel's own first line, which it does not show as a row.
_DECLARED = re.compile(r"sep=([\t;|, ])[ \t]*\n", re.IGNORECASE)
_SAMPLE_CHARACTERS = 100_000
_SAMPLE_ROWS = 100


def _guess_separator(text: str) -> str:
    """Which separator makes the most regular table, with the most numbers, of the beginning."""
    sample = text[:_SAMPLE_CHARACTERS]
    if len(text) > len(sample):
        sample = sample.rpartition("\n")[0] or sample
    rows = {separator: _sample_rows(sample, separator) for separator in SEPARATORS}
    if _is_lone_decimals(rows["\t"]):
        return "\t"
    best = max(SEPARATORS, key=lambda separator: _measure_regularity(rows[separator], separator))
    return best if _measure_regularity(rows[best], best) > (0.0, 0.0) else ","


def _sample_rows(text: str, separator: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for _, row in itertools.islice(walk_rows(text, separator, "row", None), _SAMPLE_ROWS):
            rows.append(row)
    except TableError:
        pass
    return rows


def _measure_regularity(rows: list[list[str]], separator: str) -> tuple[float, float]:
    """Share of rows of one length times share of numbers, then the former; 0 for one column."""
    if not rows:
        return 0.0, 0.0
    lengths = Counter(map(len, rows))
    length = max(lengths, key=lambda length: (lengths[length], length))
    cells = [cell for row in rows[1:] or rows for cell in row if cell not in EMPTY]
    numeric = sum(read_number(cell, separator) is not None for cell in cells) / max(len(cells), 1)
    # Words and dates have spaces in them, too.
    if length == 1 or (separator == " " and numeric < 0.5):
        return 0.0, 0.0
    regular = lengths[length] / len(rows)
    return regular * numeric, regular


def _is_lone_decimals(rows: list[list[str]]) -> bool:
    """Whether it is one column with decimal commas: "height", "1,72", "1,8".

    A title above pairs of whole numbers would look the same, and is the rarer file by far.
    """
    cells = ["\t".join(row) for row in rows]
    return (
        any("," in cell for cell in cells)
        and "," not in cells[0]
        and all(read_number(cell, "\t") is not None for cell in cells[1:])
    )
