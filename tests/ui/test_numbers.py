"""Single numbers, as they are read. tests/browser/test_numbers.py holds the stage's to these."""

import json
import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm.ui.numbers import (
    find_power,
    write_exponential,
    write_fixed,
    write_percent,
    write_setting,
    write_significant,
)

FIXTURE = json.loads((Path(__file__).parents[1] / "geometry.json").read_text("utf-8"))
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


def read(text: str) -> Decimal:
    """A number that was written, back again."""
    assert "-" not in text
    return Decimal(text.replace(",", "").replace("−", "-"))


@pytest.mark.parametrize("row", FIXTURE["significant"])
def test_significant_digits(row: dict[str, Any]) -> None:
    assert write_significant(row["value"], row["digits"]) == row["text"]


@pytest.mark.parametrize("row", FIXTURE["fixed"])
def test_fixed_digits(row: dict[str, Any]) -> None:
    assert write_fixed(row["value"], row["digits"]) == row["text"]


def test_halves_go_away_from_zero_and_nothing_has_no_sign() -> None:
    assert [write_fixed(value, 0) for value in (0.5, -2.5, -0.4)] == ["1", "−3", "0"]
    assert write_exponential(9.996e5, 2) == "1.00e6"
    assert [write_significant(value, 7) for value in (-math.inf, math.inf)] == ["−∞", "∞"]


@given(NUMBERS, st.integers(0, 17))
def test_what_is_written_is_the_number_to_its_last_digit(value: float, decimals: int) -> None:
    exact = Decimal(value)
    assert abs(read(write_fixed(value, decimals)) - exact) <= Decimal(10) ** -decimals / 2
    short = read(write_exponential(value, decimals))
    unit = Decimal(10) ** (exact.adjusted() - decimals) if value else 0
    assert abs(short - exact) <= unit / 2


@given(NUMBERS.filter(bool))
def test_the_power_is_that_of_the_first_digit(value: float) -> None:
    first = Decimal(repr(abs(value))).scaleb(-find_power(value))
    assert 1 <= first < 10


@pytest.mark.parametrize(
    ("value", "text"), [(0.01, "0.01"), (1e-6, "1e−6"), (0.25, "0.25"), (1.0, "1")]
)
def test_a_setting_keeps_its_own_digits(value: float, text: str) -> None:
    assert write_setting(value) == text


@pytest.mark.parametrize(
    ("share", "digits", "written"),
    [
        (0, None, "0 %"),
        (1, None, "100 %"),
        (0.05, None, "5 %"),
        (0.045, None, "4.5 %"),
        (0.371, None, "37 %"),
        (0.0996, None, "10 %"),
        (0.9996, None, "99.96 %"),
        (0.0003, None, "0.03 %"),
        (0.988, 1, "98.8 %"),
        (1, 1, "100 %"),
        (0.99999999999, None, "100.000000 %"),
    ],
)
def test_a_share_reads_like_all_or_nothing_only_where_it_is(
    share: float, digits: int | None, written: str
) -> None:
    assert write_percent(share, digits) == written.replace(" ", "\N{NO-BREAK SPACE}")
