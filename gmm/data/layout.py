"""Where a table begins: titles, the row of names, a row of units, the first row of data."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from gmm.data.numerals import EMPTY, Cell, is_missing, is_number, read_numeral
from gmm.data.rows import HEAD, Rows, have_names, write_cell
from gmm.data.units import is_unit

TAIL = 50  # rows among which notes below a table are looked for


class Layout(NamedTuple):
    """What the rows at the top of a table are.

    Attributes
    ----------
    names, units : list of str
        Of the columns; "" where there is none.
    header : int or None
        The number of the row with the names; None where no row has them.
    begin : int
        Where in the rows the data begin.
    titles : int
        How many rows above are titles.
    """

    names: list[str]
    units: list[str]
    header: int | None
    begin: int
    titles: int


def take_head(rows: Rows) -> list[list[Cell]]:
    """The first rows, fewer of a wide table: those by which it is understood."""
    return rows.cells[: min(HEAD, max(20, 20_000 // len(rows.cells[0])))]


def find_layout(rows: Rows, header: int | None = None) -> Layout:
    """Tell names and units from titles above them and data below.

    Parameters
    ----------
    rows : Rows
    header : int, optional
        The number of the row that has the names, 0 where none has; found where not given.
    """
    head = take_head(rows)
    width = len(head[0])
    nothing = [""] * width
    if header == 0:
        return Layout(nothing, nothing, None, 0, 0)
    if header:
        first = next((i for i, n in enumerate(rows.numbers[:HEAD]) if n >= header), 0)
        return _lay(rows, first, *_find_units(head, first, len(head)))
    columns = [[cells[i] for cells in head[1:] or head] for i in range(width)]
    # Titles are at the top: the lower half is sooner all numbers.
    numeric = [_is_numeric(each) or _is_numeric(each[len(each) // 2 :]) for each in columns]
    begin = next((i for i in range(len(head)) if _is_data(head, i, numeric)), len(head))
    full = next((i for i, cells in enumerate(head) if _count(cells) == width), 0)
    if not any(numeric):
        begin = 1 if begin == len(head) else begin  # words all over
    elif full and not any(map(is_number, head[full])):
        begin = max(begin, full + 1)  # lines of a key and a number above all the names
    names = _find_names(head, begin, numeric)
    if names is None:
        if begin == 0 and width == len(rows.above) == _count(list(rows.above)) > 1:
            return Layout(_strip_mark(rows.above), nothing, rows.numbers[0] - 1, 0, 0)
        # Without a name above them these are data with something wrong.
        titles = begin if all(_count(cells) < 2 <= width for cells in head[:begin]) else 0
        return Layout(nothing, nothing, None, titles, titles)
    return _lay(rows, names, *_find_units(head, names, begin))


def _find_names(head: list[list[Cell]], begin: int, numeric: list[bool]) -> int | None:
    """Where the names are: the last of the rows with the most words, above the data."""
    if len(numeric) == 1:
        return 0 if begin else None
    words = [
        i
        for i in range(begin)
        if not any(map(is_number, head[i])) and _count(head[i])
        # "NA", or one "low" above another, is there for a number.
        if not any(
            numeric[j] and cell != "" and (is_missing(cell) or _comes_again(head[:begin], i, j))
            for j, cell in enumerate(head[i])
        )
    ]
    words += [i for i in range(begin) if _are_names(head, i)]
    if not words and begin:
        # "x,2020" over numbers.
        whole = [i for i in range(begin) if all(_is_whole(c) for c in head[i] if is_number(c))]
        words = whole[:1]
    if any("ImportId" in str(cell) for i in words for cell in head[i]):
        return words[0]  # Qualtrics: names, questions, identifiers
    best = max(words, key=lambda i: (_count(head[i]), i), default=None)
    if best and _are_units(head[best]) and _count(head[best - 1]) >= _count(head[best]):
        best -= 1
    if best is not None and _count(head[best]) == 1 and " " in str(head[best][0]):
        return None  # a title
    return best


def _comes_again(rows: list[list[Cell]], position: int, column: int) -> bool:
    return sum(row[column] == rows[position][column] for row in rows) > 1


def _find_units(head: list[list[Cell]], names: int, begin: int) -> tuple[list[str], int]:
    """Units in the row below the names, and where the data begin."""
    below = head[names + 1] if names + 1 < min(begin, len(head)) else []
    if below and not any(map(is_number, below)) and _are_units(below):
        begin = names + 2 if begin == len(head) else begin
        return [write_cell(cell).strip("[]() ") for cell in below], begin
    return [""] * len(head[0]), names + 1


def _lay(rows: Rows, position: int, units: list[str], begin: int) -> Layout:
    names = _strip_mark([write_cell(cell) for cell in rows.cells[position]])
    titles = position
    given = [name for name in names if name]
    if position and len(set(given)) < len(given) and _count(rows.cells[position - 1]) > 1:
        # A second row of names above the first: "control,,fire," over "X,Y,X,Y".
        group, titles = "", titles - 1
        for i, cell in enumerate(rows.cells[position - 1]):
            group = write_cell(cell) or group
            names[i] = f"{group} {names[i]}".strip()
    return Layout(names, units, rows.numbers[position], begin, titles)


def count_below(rows: Sequence[list[Cell]], above: Sequence[list[Cell]]) -> Counter[str]:
    """How many of the last rows are no data: empty ones, notes, sums of the columns.

    Parameters
    ----------
    rows : sequence of list of cells
        The last ones.
    above : sequence of list of cells
        Rows of data, to tell what the columns hold.
    """
    below = Counter[str]()
    columns = [*zip(*above, strict=True)]
    numeric = [_is_numeric(list(column)) for column in columns]
    for cells in reversed(rows):
        full = [cell for cell in cells if cell != ""]
        over = [cell for cell, each in zip(cells, numeric, strict=True) if each]
        words = [cell for cell in over if not is_missing(cell) and not is_number(cell)]
        if not full:
            below["empty rows"] += 1
        elif _is_note(cells, full, words, over):
            below["notes"] += 1
        elif _SUM.fullmatch(str(full[0])) and columns[0].count(full[0]) < 2:
            below["sums"] += 1
        else:
            break
    return below


def _is_note(cells: list[Cell], full: list[Cell], words: list[Cell], over: list[Cell]) -> bool:
    """Whether a row is a remark: alone in a column of numbers, or a sentence of its own."""
    if len(cells) == 1 or not over or any(map(is_number, over)):
        return False
    sentence = len(full) == 1 and (bool(words) or bool(re.search(r"[:©_(]", str(full[0]))))
    return sentence or len(words) == len(over) > 1


_SUM = re.compile(
    r"((grand |sub)?totals?|(gesamt)?summe|sum|gesamt|insgesamt|average|mean|mittelwert|somme"
    r"|totale?|moyenne|totaux|durchschnitt|median|sd|std|suma|media|promedio|итого|合計) ?:?",
    re.IGNORECASE,
)


def _is_data(rows: list[list[Cell]], position: int, numeric: list[bool]) -> bool:
    """Whether a row is like those below it: numbers over numbers, a date over dates."""
    cells, below = rows[position], rows[position + 1 :]
    if all(cell == "" for cell in cells):
        return False
    over = [cell for cell, is_numeric in zip(cells, numeric, strict=True) if is_numeric]
    if any(not is_number(cell) and not is_missing(cell) for cell in over):
        return False
    if any(map(is_number, over)):
        return not _are_names(rows, position)
    alike = []
    for i, cell in enumerate(cells):
        if isinstance(cell, str) and cell not in EMPTY and not numeric[i]:
            others, shape = {row[i] for row in below}, _shape(cell)
            alike.append(cell in others or ("9" in shape and shape in {*map(_shape, others)}))
    above = max(map(_count, rows[:position]), default=0)
    return (bool(alike) and all(alike)) or (not alike and above > 0)


def _are_names(rows: list[list[Cell]], position: int) -> bool:
    """Whether the numbers of a row are names: years, 0 to D - 1, or others beside a corner."""
    cells, below = rows[position], rows[position + 1 :]
    numbers = [i for i, cell in enumerate(cells) if is_number(cell)]
    if not below or not numbers or any(_count(row) >= _count(cells) for row in rows[:position]):
        return False
    values = _read_values([cells[i] for i in numbers])
    corner, first = cells[0], [row[0] for row in below]
    if corner == "" and "" not in cells[1:] and have_names(below):
        # Of rows that count, the first one does.
        return not is_number(first[0]) or _read_values(first[:1])[0] in (0, 1)
    rises = len(values) > 2 and all(a < b for a, b in pairwise(values))
    labelled = have_names(below) and not is_number(first[0]) and corner not in first
    whole = all(_is_whole(cells[i]) for i in numbers)
    columns = [_read_values([row[i] for row in below]) for i in numbers]
    fractions = all(2 * sum(value % 1 != 0 for value in each) > len(each) for each in columns)
    again = 2 * len(set(first)) <= len(first)
    if rises and numbers[0] == 1 and labelled and (again or (whole and fractions)):
        return True  # "sample,400,410,420" over labels that come up again, or over decimals
    if not whole or len(values) < 2:
        return False
    if all(1800 <= value <= 2100 for value in values):
        years = [sum(1800 <= value <= 2100 for value in column) for column in columns]
        few = all(2 * count < len(column) for count, column in zip(years, columns, strict=True))
        return len(set(values)) == len(values) and few
    counted = values[0] in (0, len(values) > 2) and all(b - a == 1 for a, b in pairwise(values))
    return counted and fractions


def _read_values(cells: Iterable[Cell]) -> list[float]:
    """Numbers of a few cells whose decimal mark is not known yet."""
    read = [read_numeral(cell) for cell in cells]
    values = [one.point if one.point is not None else one.comma for one in read]
    return [value for value in values if value is not None]


def _is_numeric(cells: list[Cell]) -> bool:
    full = [cell for cell in cells if not is_missing(cell)]
    return 2 * sum(map(is_number, full)) > len(full)


def _is_whole(cell: Cell) -> bool:
    return cell % 1 == 0 if isinstance(cell, float) else cell.isdigit()


def _are_units(cells: list[Cell]) -> bool:
    texts = [write_cell(cell) for cell in cells if cell not in EMPTY and cell not in ("-", "1")]
    return bool(texts) and all(
        is_unit(text) or re.fullmatch(r"\[.*\]|\(.*\)", text) for text in texts
    )


def _shape(cell: Cell) -> str:
    return re.sub(r"[^\W\d]+", "a", re.sub(r"\d+", "9", str(cell)))


def _count(cells: list[Cell]) -> int:
    return sum(any(map(str.isalnum, str(cell))) for cell in cells)


def _strip_mark(names: list[str]) -> list[str]:
    """Names without the # before the first."""
    return [names[0].lstrip("#").strip() or names[0], *names[1:]]
