"""Values of a JSON file: taken as what they have to be, or refused with where and what."""

import json
import math
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm.json_values import (
    LOWEST,
    take_array,
    take_fields,
    take_index,
    take_list,
    take_number,
    take_object,
    write_lines,
)


@pytest.mark.parametrize(
    ("take", "value", "expected"),
    [
        (take_number, 3, 3.0),
        (take_number, -2.5, -2.5),
        (partial(take_number, lowest=True), LOWEST, -math.inf),
        (take_list, [0], [0]),
        (take_object, {"a": 1}, {"a": 1}),
        (lambda value, where: take_index(value, 3, where), 2, 2),
        (lambda value, where: take_fields(value, where, ["a"]), {"a": 1}, {"a": 1}),
    ],
)
def test_a_value_is_taken_as_what_it_is(
    take: Callable[[Any, str], Any], value: Any, expected: Any
) -> None:
    assert take(value, "it") == expected


@pytest.mark.parametrize(
    ("take", "value", "said"),
    [
        (take_number, "1", "as here is not a number. Mend it, or save it again."),
        (take_number, True, "not a number."),
        (take_number, None, "not a number."),
        (take_number, LOWEST, "not a number."),
        (take_number, 10**400, "within reach of a float64"),
        (take_number, math.nan, "within reach of a float64"),
        (take_list, [], "a list with at least one entry"),
        (take_list, "ab", "a list with at least one entry"),
        (take_object, [1], "an object with names and values"),
        (lambda value, where: take_index(value, 3, where), 3, "a whole number from 0 to 2"),
        (lambda value, where: take_index(value, 3, where), -1, "a whole number from 0 to 2"),
        (lambda value, where: take_index(value, 3, where), 1.0, "a whole number from 0 to 2"),
        (lambda value, where: take_index(value, 3, where), True, "a whole number from 0 to 2"),
        (lambda value, where: take_fields(value, where, ["a", "b"]), {"a": 1}, "no “b” in here"),
        (lambda value, where: take_array(value, 2, where), [[1], [1, 2]], "rows of one length"),
        (lambda value, where: take_array(value, 2, where), [[1], []], "at least one entry"),
        (lambda value, where: take_array(value, 2, where), [1, 2], "at least one entry"),
        (lambda value, where: take_array(value, 1, where), [[1]], "not a number"),
    ],
)
def test_another_value_gets_a_sentence_that_says_where(
    take: Callable[[Any, str], Any], value: Any, said: str
) -> None:
    with pytest.raises(ValueError, match=r"here") as caught:
        take(value, "here")
    assert said in str(caught.value)


def test_an_array_has_the_axes_that_were_asked_for() -> None:
    array = take_array([[[1, 2]], [[3, 4.5]]], 3, "it")
    assert array.shape == (2, 1, 2)
    assert array.dtype == np.float64


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(JSON, st.integers(0, 3))
def test_what_is_written_in_lines_is_the_same_json(value: Any, depth: int) -> None:
    assert json.loads(write_lines(value, depth)) == value


def test_each_entry_of_the_outer_levels_has_a_line() -> None:
    assert write_lines({"a": [[1], [2]], "b": 3}, 3) == '{\n"a": [\n[1],\n[2]\n],\n"b": 3\n}'


def test_what_json_cannot_hold_is_refused() -> None:
    for value in ({1: 2}, [[math.nan]], {"a": math.inf}):
        with pytest.raises(ValueError, match=r"."):
            write_lines(value, 3)
