"""Data frames, series and other columns with names -> points, weights and names.

Nothing here imports pandas, polars, pyarrow or xarray: what comes is known by its parts, so whoever
has none of them needs none of them. Rows are counted from 0, wherever a sentence names one.
"""

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from numbers import Real
from typing import Any, NamedTuple, NoReturn

import numpy as np
import numpy.typing as npt

from gmm.points import FloatArray, as_points, as_weights

COUNTED = ("count", "proportion")  # what pandas calls the values of value_counts()
_NUMBERS = "fiub"  # kinds of arrays that are numbers as they are
_DROP = "Leave these rows out, or fill the values in."

Named = list[tuple[Any, Any]]  # columns in order, each with its name


class NamedPoints(NamedTuple):
    """What `read_frame` gives.

    Attributes
    ----------
    points : ndarray, shape (N, D)
    weights : ndarray, shape (N,), or None
        How often each point counts, where the data say so.
    columns : tuple of str, or None
        A name for each column; None where the data have none.
    """

    points: FloatArray
    weights: FloatArray | None
    columns: tuple[str, ...] | None


def read_frame(data: Any) -> NamedPoints:
    """Read points out of a data frame, a series, an array or lists, and keep the columns' names.

    Parameters
    ----------
    data : data frame, series, array_like or mapping
        Of pandas, polars, pyarrow or xarray, or anything that has columns with names or can be
        made an array of N rows and D columns; a mapping of names to columns is one, too. A series
        is a column of its own, but for one that counts, as pandas' `value_counts()` or
        `groupby(...).size()` make it: there the index holds the points and the values say how often
        each of them counts. A series counts if it is called "count" or "proportion", or if it has
        no name, its index has one, and it holds whole numbers (type int, not float);
        `series.to_frame()` is read as a column in any case.

    Returns
    -------
    NamedPoints

    Raises
    ------
    ValueError
        If a column is text, dates, complex or has missing values, if rows are not equally long, or
        as `gmm.points.as_points`. The sentence says which column and which row.
    """
    if isinstance(data, NamedPoints):
        return data
    if hasattr(data, "collect") and not hasattr(data, "__array__"):
        raise ValueError("This frame is lazy: it has no rows yet. Call its collect() first.")
    if _counts(data):
        index = data.index
        levels = [index.get_level_values(level) for level in range(index.nlevels)]
        points = _join(list(zip(index.names, levels, strict=True)), "index level")
        weights = as_weights(_read_numbers(data, "The counts"), len(points))
        return NamedPoints(points, weights, _name(index.names))
    named = _take_columns(data)
    if named is not None:
        return NamedPoints(_join(named, "column"), None, _name([name for name, _ in named]))
    if _is_labelled(data):
        return NamedPoints(_read_array(data.values), None, _name_labelled(data))
    return NamedPoints(_read_array(data), None, None)


# ------------------------------------------------------------------------------ what it is


def _counts(data: Any) -> bool:
    """Whether it is a series of pandas whose values say how often its index was counted."""
    index: Any = getattr(data, "index", None)
    if not (_is_series(data) and hasattr(index, "get_level_values")):
        return False
    if type(index).__name__ == "RangeIndex" and index.name is None:
        return False
    if data.name is not None:
        return data.name in COUNTED
    # A ratio of two columns has no name either, and keeps their index: an "id", a "year".
    return None not in list(index.names) and getattr(data.dtype, "kind", "") in "iu"


def _is_series(data: Any) -> bool:
    return hasattr(data, "name") and hasattr(data, "to_numpy") and len(data.shape) == 1


def _is_labelled(data: Any) -> bool:
    """Whether it is an array that names its dimensions, as xarray's DataArray."""
    return all(hasattr(data, part) for part in ("dims", "coords", "name", "__array__"))


def _take_columns(data: Any) -> Named | None:
    """Columns with their names; None where there are none."""
    if _is_series(data) or (_is_labelled(data) and len(data.dims) == 1):
        return [(None if data.name in (None, "") else data.name, data)]
    if isinstance(data, np.ndarray):
        names = data.dtype.names
        return None if names is None else [(name, data[name]) for name in names]
    if hasattr(data, "data_vars"):  # xarray's Dataset: a mapping, with its coordinates in it
        return list(data.data_vars.items())
    if isinstance(data, Mapping):
        return list(data.items())
    if hasattr(data, "get_columns"):  # polars
        return [(column.name, column) for column in data.get_columns()]
    if hasattr(data, "column_names"):  # pyarrow
        return list(zip(data.column_names, data.columns, strict=True))
    if hasattr(data, "iloc") and hasattr(data, "columns"):  # pandas: two columns may share a name
        return list(data.items())
    if hasattr(data, "columns") and hasattr(data, "__getitem__"):
        return [(name, data[name]) for name in data.columns]
    return None


# ------------------------------------------------------------------------------ names


def _name(names: Sequence[Any]) -> tuple[str, ...] | None:
    """Names as text; None where they only count the columns, or are missing."""
    if any(name is None for name in names) or list(names) == list(range(len(names))):
        return None
    return tuple(
        " ".join(map(str, name)) if isinstance(name, tuple) else str(name) for name in names
    )


def _name_labelled(data: Any) -> tuple[str, ...] | None:
    across = data.coords.get(data.dims[-1])
    return None if across is None else _name(np.asarray(across).tolist())


def _call(name: Any, kind: str, place: int) -> str:
    """Name a column in a sentence: "Column 'waiting'", or by its number."""
    called = place if name is None else f"'{name}'"
    return f"{kind.capitalize()} {called}" + (" (from 0)" if name is None else "")


def _lower(call: str) -> str:
    return call[0].lower() + call[1:]


def _count(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


# ------------------------------------------------------------------------------ numbers


def _join(named: Named, kind: str) -> FloatArray:
    """Put columns side by side (N, D), once each of them is numbers and nothing is missing."""
    if not named:
        raise ValueError("This frame has no columns. Choose the columns of numbers to use.")
    calls = [_call(name, kind, place) for place, (name, _) in enumerate(named)]
    columns = [_read_numbers(values, call) for (_, values), call in zip(named, calls, strict=True)]
    for column, call in zip(columns, calls, strict=True):
        if len(column) != len(columns[0]):
            raise ValueError(
                f"{call} has {_count(len(column), 'row')}, but {_lower(calls[0])} has "
                f"{len(columns[0])}. Make all columns equally long."
            )
    points = np.column_stack(columns)
    missing = np.isnan(points)
    if missing.any():
        rows = missing.any(axis=1)
        first = int(rows.argmax())
        call = calls[int(missing[first].argmax())]
        count = int(rows.sum())
        have = "row has a missing value" if count == 1 else "rows have missing values"
        where = "it is" if count == 1 else "the first is"
        raise ValueError(f"{count} {have}: {where} row {first} (from 0), {_lower(call)}. {_DROP}")
    if np.isinf(points).any():
        row, column = np.argwhere(np.isinf(points))[0]
        raise ValueError(
            f"{calls[column]} is infinite in row {row} (from 0). Leave the row out or mend it."
        )
    return as_points(points)


def _read_numbers(values: Any, call: str) -> FloatArray:
    """Read a column as numbers (N,), NaN where one is missing."""
    array = _to_array(values)
    if array.ndim != 1:
        raise ValueError(f"{call} has shape {array.shape}. Give one number for each row.")
    if array.dtype.kind in _NUMBERS:
        return array.astype(np.float64)
    if array.dtype.kind != "O":
        _refuse(call, array.dtype.kind, array[0].item() if len(array) else "", 0)
    return np.array([_read_number(value, call, row) for row, value in enumerate(array)])


def _to_array(values: Any) -> npt.NDArray[Any]:
    if isinstance(values, np.ma.MaskedArray):  # what is under the mask is no number of theirs
        numbers = values.dtype.kind in _NUMBERS
        plain = np.array(values.data, dtype=np.float64 if numbers else object)
        plain[np.ma.getmaskarray(values)] = np.nan if numbers else None
        return plain
    return np.asarray(values.to_numpy() if hasattr(values, "to_numpy") else values)


def _read_number(value: Any, call: str, row: int) -> float:
    if isinstance(value, Real | Decimal):
        return float(value)
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return np.nan
    kinds = [(str, "U"), (datetime.date | datetime.timedelta, "M"), (complex, "c")]
    kind = next((kind for of, kind in kinds if isinstance(value, of)), "O")
    return _refuse(call, "I" if hasattr(value, "mid") else kind, value, row)


_KINDS = {
    **dict.fromkeys("US", "text"),
    **dict.fromkeys("Mm", "dates or times"),
    "c": "complex numbers",
    "I": "intervals",
}
_MENDS = {
    "I": "Use their middles: in pandas, pd.IntervalIndex(intervals).mid.",
    "c": "Give real and imaginary part as two columns.",
    **dict.fromkeys("Mm", "Turn it into numbers, such as days since the first, or leave it out."),
}


def _refuse(call: str, kind: str, value: Any, row: int) -> NoReturn:
    shown = repr(value) if isinstance(value, str) else str(value)
    shown = shown if len(shown) <= 40 else f"{shown[:39]}…"
    mend = _MENDS.get(kind, "Turn the column into numbers, or leave it out.")
    holds = _KINDS.get(kind, "what is not a number")
    raise ValueError(f"{call} holds {holds}, in row {row} (from 0): {shown}. {mend}")


# ------------------------------------------------------------------------------ without names


def _read_array(data: Any) -> FloatArray:
    """Read what has no names: an array, or lists in a list."""
    if hasattr(data, "toarray"):
        raise ValueError("This matrix is sparse. Give its toarray().")
    if isinstance(data, np.ma.MaskedArray):
        return as_points(_to_array(data))
    try:
        array = np.asarray(data)
    except ValueError:
        raise ValueError(_tell_ragged(data)) from None
    if array.dtype.kind in _NUMBERS:
        return as_points(array)
    if array.dtype.kind == "U":  # numbers beside a text have become texts
        array = np.asarray(data, dtype=object)
    if array.ndim == 2:
        columns = [
            _read_numbers(column, _call(None, "column", place))
            for place, column in enumerate(array.T)
        ]
        return as_points(np.column_stack(columns) if columns else array.astype(np.float64))
    if array.ndim == 1:
        return as_points(_read_numbers(array, "The list" if isinstance(data, list) else "The data"))
    raise ValueError(
        f"Points must be numbers in rows and columns, but this is of the type "
        f"{type(data).__name__}. Give an array of shape (N, D), a data frame, or a list of rows."
    )


def _tell_ragged(data: Any) -> str:
    lengths = [len(row) if hasattr(row, "__len__") else 1 for row in data]
    row = next((row for row, length in enumerate(lengths) if length != lengths[0]), None)
    if row is None:
        return "The rows are not numbers alone. Give each row one number for each column."
    return (
        f"Row {row} (from 0) has {_count(lengths[row], 'value')}, but row 0 has {lengths[0]}. "
        "Give each row one number for each column."
    )
