"""Values on their way between two processes."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.testing import assert_array_equal

from gmm.data.datasets import DATASETS
from gmm.ui.link import Settings
from gmm.ui.parcel import unwrap, wrap
from gmm.ui.run import Run, record_run
from gmm.ui.stage.payload import pack_run
from tests.present import present

RUNS = {
    "two columns": record_run(Settings(k=3), DATASETS["Old Faithful"].make(300, 0)),
    "one column, counted": record_run(
        Settings(data="Cyclist speeds", k=2), DATASETS["Cyclist speeds"].make(300, 0)
    ),
    "no k-means": record_run(Settings(k=2, twin=False), DATASETS["Old Faithful"].make(300, 0)),
    "with labels": record_run(
        Settings(data="Iris petals", k=3), DATASETS["Iris petals"].make(300, 0)
    ),
}


def arrays_of(value: Any) -> list[Any]:
    if isinstance(value, np.ndarray):
        return [value]
    return (
        [array for part in value for array in arrays_of(part)] if isinstance(value, tuple) else []
    )


def check_same(one: Any, other: Any) -> None:
    """To the last bit, and of the same kinds."""
    assert type(one) is type(other)
    if isinstance(one, np.ndarray):
        assert one.dtype == other.dtype
        assert_array_equal(one, other)
    elif isinstance(one, tuple):
        assert len(one) == len(other)
        for left, right in zip(one, other, strict=True):
            check_same(left, right)
    else:
        assert one == other


@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_a_run_is_the_same_to_the_last_bit_and_read_only(run: Run) -> None:
    again: Run = unwrap(wrap(run))
    check_same(again, run)
    assert pack_run(again) == pack_run(run)
    taped = arrays_of(again.tapes)
    assert len(taped) > 10
    assert not any(array.flags.writeable for array in (*taped, again.points))
    with pytest.raises(ValueError, match="cannot set WRITEABLE"):
        taped[0].setflags(write=True)


@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_frames_share_what_they_shared(run: Run) -> None:
    again: Run = unwrap(wrap(run))
    for tape, before in zip(again.tapes, run.tapes, strict=True):
        for i in range(1, len(tape.frames)):
            shared = before.frames[i][2] is before.frames[i - 1][2]
            assert (tape.frames[i][2] is tape.frames[i - 1][2]) == shared
            assert (tape.frames[i][3] is tape.frames[i - 1][2]) == (
                before.frames[i][3] is before.frames[i - 1][2]
            )
    assert present(again.em).points is again.points


def test_what_the_other_side_has_is_only_named() -> None:
    run = RUNS["two columns"]
    known = (run.settings, run.dataset, None, None)
    parcel = wrap(run, known)
    assert len(parcel) < len(wrap(run)) - run.dataset.points.nbytes
    again = unwrap(parcel, known)
    assert again.dataset is run.dataset
    assert again.settings is run.settings
    # An array inside of what is known is known as well.
    part = unwrap(wrap([run.dataset.points], known), known)
    assert part[0] is run.dataset.points


@given(
    arrays.arrays(
        st.sampled_from(["<f8", "<i8", "bool", "<U3"]),
        arrays.array_shapes(min_dims=0, max_dims=3, min_side=0),
    ),
    st.booleans(),
    st.booleans(),
)
def test_any_array_comes_back(array: Any, frozen: bool, turned: bool) -> None:
    array = array.T if turned else array
    array.flags.writeable = not frozen
    again = unwrap(wrap(array))
    assert again.dtype == array.dtype
    assert_array_equal(again, array)
    assert again.flags.writeable == array.flags.writeable
    assert again.flags.f_contiguous == array.flags.f_contiguous


def test_objects_in_an_array_are_pickled_as_ever() -> None:
    array = np.array([1, "a", None], dtype=object)
    array.flags.writeable = False
    assert unwrap(wrap(array)).tolist() == [1, "a", None]
