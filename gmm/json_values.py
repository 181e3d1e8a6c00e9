"""Values of a JSON file: each taken as what it has to be, or refused with a sentence saying where.

JSON has no infinity: what is minus infinity is the text "-infinity".
"""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import numpy as np

from gmm.points import FloatArray

LOWEST = "-infinity"


def take_fields(file: dict[str, Any], where: str, names: Sequence[str]) -> dict[str, Any]:
    """Take an object that has to have these fields."""
    missing = [name for name in names if name not in file]
    if missing:
        raise ValueError(f"There is no “{missing[0]}” in {where}. Mend the file, or save it again.")
    return file


def take_object(value: Any, where: str) -> dict[str, Any]:
    """Take a value as an object."""
    if not isinstance(value, dict):
        refuse(where, "an object with names and values")
    return dict(value)


def take_list(value: Any, where: str) -> list[Any]:
    """Take a value as a list that is not empty."""
    if not isinstance(value, list) or not value:
        refuse(where, "a list with at least one entry")
    return list(value)


def take_number(value: Any, where: str, lowest: bool = False) -> float:
    """Take a value as a finite number, or where that may be the lowest as minus infinity."""
    if lowest and value == LOWEST:
        return -math.inf
    if isinstance(value, bool) or not isinstance(value, int | float):
        refuse(where, "a number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        refuse(where, "a number within reach of a float64")
    return number


def take_index(value: Any, count: int, where: str) -> int:
    """Take a value as a whole number from 0 and below a count."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < count:
        refuse(where, f"a whole number from 0 to {count - 1}")
    return int(value)


def take_array(value: Any, axes: int, where: str) -> FloatArray:
    """Take lists in lists of numbers as an array of so many axes, none of them of length 0."""

    def check(entry: Any, depth: int) -> Any:
        if depth == 0:
            return take_number(entry, where)
        return [check(inner, depth - 1) for inner in take_list(entry, where)]

    try:
        return np.array(check(value, axes), dtype=np.float64)
    except ValueError as error:
        if "inhomogeneous" in str(error):
            refuse(where, "rows of one length")
        raise


def write_lines(value: Any, depth: int) -> str:
    """Write JSON with a line for each entry of the outer levels."""
    if depth and isinstance(value, Mapping) and value:
        if not all(isinstance(name, str) for name in value):
            raise ValueError("names have to be text")
        entries = [f"{json.dumps(name)}: {write_lines(value[name], depth - 1)}" for name in value]
        return "{\n" + ",\n".join(entries) + "\n}"
    if depth and isinstance(value, list) and value and isinstance(value[0], list | dict):
        return "[\n" + ",\n".join(json.dumps(entry, allow_nan=False) for entry in value) + "\n]"
    return json.dumps(value, allow_nan=False)


def refuse(where: str, expected: str) -> NoReturn:
    """Say of a place in the file what is not there."""
    raise ValueError(f"What the file has as {where} is not {expected}. Mend it, or save it again.")
