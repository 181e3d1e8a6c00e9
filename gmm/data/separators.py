"""What parts the cells of a text: its own word for it, or what CleverCSV finds."""

import re
from collections import Counter

from gmm.data.errors import TableError, quote
from gmm.data.numerals import EMPTY, is_number

SEPARATORS = {"\t": "tabs", ";": "semicolons", "|": "vertical bars", ",": "commas", " ": "spaces"}


def find_separator(text: str) -> tuple[str, str]:
    """Separator of a text, and the text that it separates.

    Parameters
    ----------
    text : str
        Its lines end with a line feed.

    Returns
    -------
    separator : str
        A key of `SEPARATORS`; a tab where there is only one column, whose cells may have commas.
    text : str
    """
    if first := _DECLARED.match(text):
        return first[1], text[first.end() :]
    lines = [line for line in text[:_SAMPLE].split("\n")[:100] if line.strip()]
    if len(text) > _SAMPLE and len(lines) > 1:
        lines.pop()  # cut
    lines = [line for line in lines if not line.lstrip().startswith("# ")] or lines
    if _is_lone_decimals(lines) or _is_lone_thousands(lines):
        return "\t", text
    _refuse_pairs(lines)
    if _is_aligned(lines):
        return "\t", re.sub(r"(?m)^ +| +$", "", re.sub(r"(?<=\S) {2,}(?=\S)", "\t", text))
    even = [mark for mark in "\t;|," if _parts_evenly(mark, lines)]
    if _is_spaced(lines, even):
        return " ", text
    found = even[0] if even else _ask_clever_csv(lines)
    return found or ("," if "," in text else "\t"), text


# Excel's own first line, which it does not show as a row.
_DECLARED = re.compile(r"sep=([\t;|, ])[ \t]*\n", re.IGNORECASE)
_SAMPLE = 20_000  # characters


def _is_lone_decimals(lines: list[str]) -> bool:
    """Whether it is one column with decimal commas: "height", "1,72", "1,8", or "0,05", "1,65".

    A title above pairs of whole numbers would look the same, and is the rarer file by far.
    """
    body = lines[1:] if lines and not is_number(lines[0].strip()) else lines
    named = len(body) < len(lines) and not re.search("[\t;|,]", lines[0])
    commas = [line for line in body if "," in line]
    settled = named or any(re.search(r",0\d", line) for line in commas)
    return bool(commas) and settled and all(is_number(line.strip()) for line in body)


def _is_lone_thousands(lines: list[str]) -> bool:
    """Whether it is one column, under one name, whose spaces part thousands: "Pop", "73 096"."""
    name, *body = [line.strip() for line in lines] or [""]
    grouped = [re.fullmatch(r"[-+]?\d{1,3}( \d{3})*", line) for line in body]
    return " " not in name and not is_number(name) and bool(body) and all(grouped)


def _refuse_pairs(lines: list[str]) -> None:
    """Refuse "1,72" over "1,80" without a name: heights, or two whole numbers each."""
    found = [re.fullmatch(r"\s*-?(\d{1,3}),(\d{2,})\s*", line) for line in lines]
    if len(lines) > 2 and all(found) and len({len(pair[2]) for pair in found if pair}) == 1:
        cell = lines[0].strip()
        raise TableError(
            f"{quote(cell)} can be one number or two. Write decimals with a point, "
            f"as in {cell.replace(',', '.')}, or put names above the columns."
        )


def _is_aligned(lines: list[str]) -> bool:
    """Whether two spaces and more part the lines, and single ones are parts of names."""
    widths = {len(re.split(r" {2,}", line.strip())) for line in lines}
    single = {len(line.split()) for line in lines}
    marked = re.search("[\t;|,]", "".join(lines))
    return len(widths) == 1 and min(widths) > 1 and len(single) > 1 and not marked


def _parts_evenly(mark: str, lines: list[str]) -> bool:
    """Whether a mark is in each line, and in each as often."""
    counts = {line.count(mark) for line in lines}
    return len(counts) == 1 and 0 not in counts


def _is_spaced(lines: list[str], even: list[str]) -> bool:
    """Whether spaces part the lines into as many cells each, most of them numbers."""
    rows = [line.split() for line in lines]
    commas = [cell for row in rows for cell in row if "," in cell]
    # Several blanks line up columns; single ones are in the cells that another mark parts.
    single = not any(re.search(r"\S {2,}\S", line) for line in lines)
    if single and even and (even != [","] or not all(map(is_number, commas))):
        return False
    tabbed = [cell.strip() for line in lines for cell in line.split("\t")]
    if 3 * sum("\t" in line for line in lines) > 2 * len(lines) and any(map(is_number, tabbed)):
        return False
    widths = Counter(map(len, rows))
    width = max(widths, key=lambda width: (widths[width], width), default=0)
    body = [cell for row in rows[1:] or rows for cell in row]
    if width < 2 or any(cell.endswith(",") or cell in "|&" for cell in body):
        return False
    numbers = sum(is_number(cell) or cell in EMPTY for cell in body)
    return 2 * numbers >= len(body) and 2 * widths[width] >= len(rows)


def _ask_clever_csv(lines: list[str]) -> str:
    # A quarter of a second to load, and only needed here.
    from clevercsv.detect import Detector

    # What it compares cells with takes minutes for endless ones.
    sample = re.sub(r"[^\n\t;|, \"]{60,}", lambda cell: cell[0][:60], "\n".join(lines))
    found = Detector().detect(sample, delimiters=list(SEPARATORS), method="consistency")
    separator = (found.delimiter or "") if found else ""
    return separator.strip(" ")  # words and dates have spaces in them, too
