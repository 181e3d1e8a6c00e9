"""What came of an export: read right, refused, or wrong without a word."""

import math
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import pandas as pd

from gmm.data.columns import numeric_columns
from gmm.data.errors import TableError
from gmm.data.reading import read
from gmm.data.roles import points_from
from gmm.data.tables import Reading
from gmm.limits import MAX_ROWS
from tests.data.exports.export import Export

RIGHT = "read right"
REFUSED = "refused, rightly"
UNREAD = "refused, though it can be read"
WRONG = "read wrong, silently"
CRASH = "crash"
VERDICTS = (RIGHT, REFUSED, UNREAD, WRONG, CRASH)


class Verdict(NamedTuple):
    """What came of it.

    Attributes
    ----------
    kind : str
        One of `VERDICTS`.
    why : str
        In a line.
    told : bool
        Of what is read wrong: whether the next step, drawing the first two columns of numbers,
        says at least that something is no number.
    """

    kind: str
    why: str = ""
    told: bool = False


def judge(export: Export) -> Verdict:
    try:
        reading = read(export.source, export.file)
    except TableError as error:
        return Verdict(REFUSED if export.refused else UNREAD, str(error))
    except Exception as error:  # whatever it is, it is not a sentence
        return Verdict(CRASH, f"{type(error).__name__}: {error}")
    if export.refused and not numeric_columns(reading.table):
        return Verdict(REFUSED, "without a column of numbers, the next step refuses it")
    if not export.names:
        named = ", ".join(str(name) for name in reading.table.columns[:4])
        why = f"is no table; read as {len(reading.table)} rows of {named}"
        told = _is_told(reading.table)
        return Verdict(REFUSED if told and export.refused else WRONG, why, told)
    why = _differs(export, reading)
    if ": not numbers" in why and why.split("'")[1] not in numeric_columns(reading.table):
        kind = REFUSED if export.refused else UNREAD
        return Verdict(kind, f"not offered, with a reason: {why}")
    if why and export.refused and _is_told(reading.table):
        return Verdict(REFUSED, f"the next step refuses it: {why}")
    return Verdict(WRONG, why, _is_told(reading.table)) if why else Verdict(RIGHT)


def _is_told(table: pd.DataFrame) -> bool:
    columns = (numeric_columns(table) or [str(column) for column in table.columns])[:2]
    try:
        points_from(table.iloc[:MAX_ROWS], columns)
    except ValueError:
        return True
    return False


def _differs(export: Export, reading: Reading) -> str:
    found = [_plain(name) for name in reading.table.columns]
    if len(set(found)) < len(found):
        return "two columns of one name"
    wanted = list(enumerate(export.names))
    spare = [at for at, name in wanted if not name and at not in export.columns]
    surplus = len(wanted) - len(found)
    if not 0 <= surplus <= len(spare):
        return f"{len(found)} columns, not {len(wanted)}: {', '.join(found)[:60]}"
    # Any columns without a name and a wanted value may have been left out.
    whys = [
        _differs_from(export, reading, found, [pair for pair in wanted if pair[0] not in left_out])
        for left_out in combinations(reversed(spare), surplus)
    ]
    return "" if "" in whys else whys[0]


def _differs_from(
    export: Export, reading: Reading, found: Sequence[str], wanted: Sequence[tuple[int, str]]
) -> str:
    table = reading.table
    for name, (_, right) in zip(found, wanted, strict=True):
        if right and not _is_called(name, right, export.units.get(right)):
            return f"column {name!r}, not {right!r}"
    if len(table) != export.rows:
        return f"{len(table)} rows, not {export.rows}"
    for key, values in export.columns.items():
        place = [at if isinstance(key, int) else name for at, name in wanted].index(key)
        why = _differing(table.iloc[:, place], values)
        if why:
            return f"column {found[place]!r}: {why}"
    return _differing_units(export, reading, found, [name for _, name in wanted])


def _plain(text: object) -> str:
    return " ".join(str(text).split())


def _is_called(name: str, right: str, unit: str | None) -> bool:
    """Whether a column bears its name, or as much of it as fits, or its name and the unit."""
    right = _plain(right)
    cut = name.removesuffix("…")
    return name in ([right, f"{right} ({unit})", f"{right} [{unit}]"] if unit else [right]) or (
        cut != name and len(cut) >= 20 and right.startswith(cut)
    )


def _differing(column: "pd.Series[object]", values: Sequence[object]) -> str:
    labels = any(isinstance(value, str) for value in values)
    if labels == pd.api.types.is_numeric_dtype(column):
        text = next((cell for cell in column if isinstance(cell, str)), None)
        return "labels read as numbers" if labels else f"not numbers, such as {text!r}"
    for row, (got, right) in enumerate(zip(column, values, strict=True), start=1):
        if pd.isna(got) or right is None or right == "":
            same = (pd.isna(got) or got == "") and (right is None or right == "")
        elif isinstance(right, str):
            same = _plain(got) == _plain(right)
        else:
            same = isinstance(right, float) and math.isclose(got, right, rel_tol=1e-12)
        if not same:
            return f"{got!r} in row {row}, not {right!r}"
    return ""


def _differing_units(
    export: Export, reading: Reading, found: Sequence[str], wanted: Sequence[str]
) -> str:
    units = getattr(reading, "units", None)
    if units is None:
        return ""
    told = {_plain(name): unit for name, unit in units.items()}
    for name, unit in export.units.items():
        got = told.get(found[wanted.index(name)])
        if got != unit:
            return f"column {name!r} has the unit {got!r}, not {unit!r}"
    return ""
