"""What the tests of tables ask for again and again: a file's table, its points, its refusal."""

import importlib
import math
import re
from collections.abc import Callable, Sequence
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
from hypothesis import strategies as st

from gmm.data.errors import TableError
from gmm.data.reading import read
from gmm.data.roles import Selection, points_from

NAN = math.nan

# A file, its columns' names or None where they do not matter, and its values likewise.
Readable = tuple[str | bytes, Sequence[str] | None, Sequence[Sequence[float]] | None]
# A file, and what the error has to say.
Unreadable = tuple[str | bytes, str]


def table_of(text: str | bytes, name: str = "table.csv") -> pd.DataFrame:
    """The table of a file, whose text may be given."""
    return read(text if isinstance(text, bytes) else text.encode(), name).table


def select(text: str, *columns: str) -> Selection:
    """The points of a file, of all its columns where none are named."""
    table = table_of(text)
    return points_from(table, columns or list(table.columns))


def assert_reads(
    content: str | bytes,
    columns: Sequence[str] | None,
    values: Sequence[Sequence[float]] | None,
) -> None:
    table = table_of(content)
    if columns is not None:
        assert list(table.columns) == columns
    if values is not None:
        np.testing.assert_array_equal(table.to_numpy(dtype=float), np.array(values))
        assert (table.dtypes == np.float64).all()


def assert_refused(content: str | bytes, said: str) -> None:
    with pytest.raises(TableError, match=said) as caught:
        table_of(content)
    assert_for_a_person(caught.value)


def assert_for_a_person(error: TableError) -> None:
    message = str(error)
    assert message.isprintable()
    assert 20 < len(message) < 400
    assert message[0].isupper() or message[0] == "'"
    assert message.endswith(".")
    assert "!" not in re.sub("'.*'", "", message)
    assert 1 <= len(re.findall(r"\. (?=[A-Z])", re.sub("'.*?'", "", message))) <= 2


def refuse(content: bytes, name: str = "table.csv") -> str:
    """What is said of a file that is refused."""
    with pytest.raises(TableError) as caught:
        read(content, name)
    message = str(caught.value)
    assert message.endswith(".")
    assert len(message) < 300
    return message


def complain(act: Callable[[], object]) -> str:
    """What a `TableError` says, "" where there is none; any other error goes through."""
    try:
        act()
    except TableError as error:
        return str(error)
    return ""


def damage(content: bytes, draw: st.DataObject) -> bytes:
    """The file with some of its bytes changed, and its end lost."""
    damaged = bytearray(content)
    for _ in range(draw.draw(st.integers(1, 4))):
        place = draw.draw(st.integers(0, len(damaged) - 1))
        damaged[place] = draw.draw(st.integers(0, 255))
    return bytes(damaged[: draw.draw(st.integers(len(damaged) // 2, len(damaged)))])


def take_first_points(content: bytes) -> None:
    table = read(content, "damaged").table
    points_from(table, list(table.columns)[:2])


def hide(module: str, monkeypatch: pytest.MonkeyPatch, reader: ModuleType) -> None:
    """Have a reader of files not find what it reads them with."""

    def without(name: str) -> ModuleType:
        if name.startswith(module):
            raise ImportError(name)
        return importlib.import_module(name)

    monkeypatch.setattr(reader, "import_module", without)
