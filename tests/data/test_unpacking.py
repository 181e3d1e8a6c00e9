"""Packed files: the one table inside, and nothing beyond the limit."""

import gzip
import io
import zipfile

import pytest

from gmm.data import unpacking
from gmm.data.errors import TableError
from gmm.data.reading import read
from gmm.data.unpacking import unpack

TABLE = b"x;y\n1,5;2\n3;4\n"


def packed(**files: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_what_is_not_packed_comes_back_as_it_is() -> None:
    assert unpack(TABLE, "a.csv") == (TABLE, "a.csv")


def test_a_gz_file_holds_one_table() -> None:
    assert unpack(gzip.compress(TABLE), "a.csv.gz") == (TABLE, "a.csv")
    assert read(gzip.compress(TABLE), "a.csv.gz").table.to_numpy().tolist() == [[1.5, 2], [3, 4]]


def test_a_zip_archive_with_one_table_is_that_table() -> None:
    content = packed(**{"folder/a.csv": TABLE, "__MACOSX/folder/._a.csv": b"x", "folder/": b""})
    assert unpack(content, "a.zip") == (TABLE, "folder/a.csv")
    assert read(content, "a.zip").table.shape == (2, 2)


def test_a_workbook_in_a_zip_archive_is_read() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in (["x"], [1], [2]):
        book.active.append(row)
    book.save(target)
    assert unpack(target.getvalue(), "a.xlsx") == (target.getvalue(), "a.xlsx")
    assert read(packed(**{"a.xlsx": target.getvalue()}), "a.zip").table["x"].tolist() == [1, 2]


def test_which_of_two_tables_is_not_guessed() -> None:
    with pytest.raises(TableError, match=r"^'a\.zip' is a zip archive with 2 files.*Unpack it"):
        unpack(packed(**{"a.csv": TABLE, "b.csv": TABLE}), "a.zip")


@pytest.mark.parametrize(
    "content", [gzip.compress(TABLE), packed(**{"a.csv": TABLE})], ids=["gz", "zip"]
)
def test_what_unfolds_too_far_or_is_damaged_is_told(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(TableError, match="cannot be read as one"):
        unpack(content[:30], "a")
    monkeypatch.setattr(unpacking, "MAX_BYTES", 5)
    with pytest.raises(TableError, match="unpacks to more than"):
        unpack(content, "a")
