"""What is chosen of a table becomes a data set."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from gmm.data.choosing import Columns, offer_columns, require_numbers, take_columns
from gmm.data.errors import TableError
from gmm.data.reading import read
from tests.present import present

TABLE = read(
    b"id,size [cm],kind,count\n1,10,a,1\n2,100,b,2\n3,,a,3\n4,1000,b,4\n5,10,,5\n6,1,a,6\n", "t.csv"
)


def test_row_numbers_come_last_and_words_have_their_reason() -> None:
    offered = offer_columns(TABLE)
    assert offered.numeric[0] == next(name for name in TABLE.table.columns if "size" in name)
    assert offered.numeric[-1] in ("id", "count")
    assert list(offered.reasons) == ["kind"]
    require_numbers(offered, TABLE)


def test_a_table_of_words_is_refused() -> None:
    words = read(b"a,b\nx,y\nz,w\n", "t.csv")
    with pytest.raises(TableError, match="No column of this table holds numbers"):
        require_numbers(offer_columns(words), words)


def test_labels_and_frequencies_are_those_of_the_rows_that_are_left() -> None:
    size = offer_columns(TABLE).numeric[0]
    columns = Columns((size,), frozenset(), "kind", "count", 100)
    dataset, skipped = take_columns(TABLE, columns, "T")
    assert skipped == 1
    assert dataset.title == "T"
    assert dataset.label_names == ("a", "b")
    assert present(dataset.labels).tolist() == [0, 1, 1, -1, 0]
    assert present(dataset.frequencies).tolist() == [1, 2, 4, 5, 6]


def test_rows_that_are_half_there_are_kept_beside_the_points() -> None:
    size = offer_columns(TABLE).numeric[0]
    table = read(b"a,b,often\n1,2,1\n3,,2\n,5,\n,,4\n7,8,5\n9,,x\n2,3,1\n", "t.csv")
    dataset, skipped = take_columns(table, Columns(("a", "b"), frozenset(), "", "", 100), "T")
    assert skipped == 4
    assert_allclose(dataset.points, [[1, 2], [7, 8], [2, 3]])
    half = present(dataset.half_seen)
    assert_allclose(half, [[3, np.nan], [np.nan, 5], [9, np.nan]])
    assert not half.flags.writeable
    assert dataset.half_seen_frequencies is None
    logged, _ = take_columns(table, Columns(("a", "b"), frozenset({"a"}), "", "", 100), "T")
    assert_allclose(present(logged.half_seen)[:, 0], np.log10([3, np.nan, 9]))
    assert take_columns(TABLE, Columns((size,), frozenset(), "", "", 100), "T")[0].half_seen is None


def test_rows_that_are_half_there_have_their_frequencies() -> None:
    table = read(b"a,b,often\n1,2,1\n3,,2\n,5,\n7,8,5\n9,,3\n2,3,1\n", "t.csv")
    dataset, _ = take_columns(table, Columns(("a", "b"), frozenset(), "", "often", 100), "T")
    assert_allclose(present(dataset.frequencies), [1, 5, 1])
    assert_allclose(present(dataset.half_seen_frequencies), [2, 0, 3])


def test_a_log_scale_changes_the_numbers_and_the_name_and_drops_the_unit() -> None:
    size = offer_columns(TABLE).numeric[0]
    plain, _ = take_columns(TABLE, Columns((size, "id"), frozenset(), "", "", 100), "T")
    assert plain.labels is None
    assert plain.frequencies is None
    logged, _ = take_columns(TABLE, Columns((size, "id"), frozenset({size}), "", "", 100), "T")
    assert logged.columns == (f"log10 {size}", "id")
    assert logged.units[0] == ""
    assert_allclose(logged.points[:, 0], np.log10(plain.points[:, 0]))
    assert_allclose(logged.points[:, 1], plain.points[:, 1])


def test_fewer_rows_are_a_sample_that_is_the_same_each_time() -> None:
    long = read(b"x\n" + b"\n".join(b"%d.5" % i for i in range(50)), "t.csv")
    columns = Columns(("x",), frozenset(), "", "", 12)
    first, _ = take_columns(long, columns, "T")
    assert len(first.points) == 12
    assert (take_columns(long, columns, "T")[0].points == first.points).all()
