"""Numbers read side by side: tests/browser/test_numbers.py holds the stage's to these."""

import math
from decimal import Decimal
from itertools import pairwise

import numpy as np
from hypothesis import assume, example, given
from hypothesis import strategies as st

from gmm.ui.apart import (
    Ticks,
    find_grain,
    measure_width,
    refine_digits,
    refine_grain,
    write_at,
    write_places,
    write_reading,
    write_shares,
    write_sizes,
    write_ticks,
)
from gmm.ui.takeaway.geometry import choose_ticks
from tests.ui.test_numbers import read

# Middle and reach of a range: far from zero, tiny, huge.
MIDDLES = st.sampled_from([0.0, 1.0, -1130.26, 2005.0, 101_325.0, -1e6, 1.7e12, 1e-9, 1e20])
REACHES = st.integers(-14, 3).flatmap(
    lambda power: st.floats(1, 9.9).map(lambda x: x * 10.0**power)
)


def test_the_axes_that_were_hard_to_read() -> None:
    def tell(middle: float, reach: float, count: float = 5, room: float = 5.5) -> Ticks:
        return write_ticks(*choose_ticks(middle - reach, middle + reach, count), room)

    assert tell(101_325, 3) == (["2", "4", "6", "8"], "+ 101,320")
    assert tell(101_325, 3, room=7.5)[1] == ""
    assert tell(-1e6, 2) == (["−2", "−1", "0", "1", "2"], "− 1,000,000")
    assert tell(1.7321e12, 4e8) == (["1.7318", "1.7320", "1.7322", "1.7324"], "× 1e12")
    assert tell(1.7321e12, 4e4)[1] == "+ 1,732,100,000,000"
    assert tell(1.05e-9, 4e-11)[1] == "× 1e−9"
    assert tell(0, 1e-22, 3) == (["−1", "0", "1"], "× 1e−22")
    assert tell(2e20, 2e20, 4) == (["0", "1e20", "2e20", "3e20", "4e20"], "")
    assert tell(0, 2e4, 6)[0] == ["−2e4", "−1e4", "0", "1e4", "2e4"]
    assert tell(2005, 15, 3) == (["1,990", "2,000", "2,010", "2,020"], "")
    assert tell(0.2, 0.1, 4) == (["0.10", "0.15", "0.20", "0.25", "0.30"], "")
    assert tell(20.5, 0.5, 2) == (["20.0", "20.5", "21.0"], "")
    assert tell(-1130.264, 0.008, 2, 9.5)[0] == ["−1,130.27", "−1,130.26"]


@given(MIDDLES, REACHES, st.floats(2, 12), st.sampled_from([4.4, 5.5, 7.5, 9.5]))
@example(999_999.5, 4.0, 4, 5.5)
def test_ticks_that_differ_read_differently(
    middle: float, reach: float, count: float, room: float
) -> None:
    reach *= abs(middle) or 1
    values, grain = choose_ticks(middle - reach, middle + reach, count)
    assume(len(set(values)) == len(values))  # nearer than numbers can be
    texts, beside = write_ticks(values, grain, room)
    assert len(set(texts)) == len(texts) == len(values)
    factor, offset = read_beside(beside)
    said = [read(text) * factor + offset for text in texts]
    assert said == sorted(said)
    # The ticks are multiples of the grain: what is read is the tick itself.
    for value, number in zip(values, said, strict=True):
        slack = Decimal(abs(value)) * Decimal("1e-15")
        assert abs(number - Decimal(value)) <= Decimal(10) ** grain / 2 + slack
    # Nothing is taken away where the numbers themselves have room.
    if beside:
        assert max(map(measure_width, write_ticks(values, grain, 99).texts)) > room


def read_beside(beside: str) -> tuple[Decimal, Decimal]:
    factor, offset = Decimal(1), Decimal(0)
    words = iter(beside.split())
    for sign, number in zip(words, words, strict=True):
        if sign == "×":
            factor = read(number)
        else:
            offset = read(number) * (1 if sign == "+" else -1)
    return factor, offset


# Far from where floats run out of digits, however they are scaled.
SETS = st.lists(st.floats(-1e3, 1e3).map(lambda value: round(value, 200)), min_size=1, max_size=9)


@given(SETS, st.sampled_from([1.0, 1e-12, 1e9, 1e-22]), st.sampled_from([0.0, 1.7e12, 5.0]))
def test_places_that_differ_read_differently(
    values: list[float], scale: float, middle: float
) -> None:
    places = [middle + scale * value for value in values]
    low, high = min(places), max(places)
    texts = write_places(places)
    said = [read(text) for text in texts]
    assert [said[i] for i in np.argsort(places, kind="stable")] == sorted(said)
    finest = float(f"1e{find_grain(low, high) - 3}")
    for (a, told), (b, other) in pairwise(sorted(zip(places, texts, strict=True))):
        assert told != other or b - a < finest
    grain = refine_grain(find_grain(low, high), [places], 3)
    for place, number in zip(places, said, strict=True):
        assert abs(number - Decimal(place)) <= Decimal(10) ** grain / 2


@given(SETS)
def test_no_digit_is_there_for_nothing(values: list[float]) -> None:
    least = find_grain(min(values), max(values))
    grain = refine_grain(least, [values], 3)
    if grain < least:
        tell = write_at(max(map(abs, values)), grain + 1)
        told = [tell(value) for value in sorted(values)]
        near = [b - a for a, b in pairwise(sorted(values))]
        alike = [a == b for a, b in pairwise(told)]
        assert any(same and gap > 0 for same, gap in zip(alike, near, strict=True)) or grain >= 0


@given(st.lists(st.floats(1e-30, 1e30), min_size=1, max_size=9))
def test_sizes_that_differ_read_differently(values: list[float]) -> None:
    texts = write_sizes(values)
    digits = refine_digits(3, [values], 3)
    for (a, told), (b, other) in pairwise(sorted(zip(values, texts, strict=True))):
        assert told != other or abs(b - a) <= 1e-4 * b
        assert read(told) <= read(other)
    assert 3 <= digits <= 6


def test_columns_of_the_table() -> None:
    assert write_shares([1 / 3, 1 / 3, 1 / 3]) == ["0.333"] * 3
    assert write_shares([0.333, 0.334, 0.333]) == ["0.333", "0.334", "0.333"]
    assert write_shares([0.49996, 0.50004]) == ["0.49996", "0.50004"]
    assert write_places([1_732_012_345_678, 1_732_099_345_678]) == [
        "1.73201235e12",
        "1.73209935e12",
    ]
    assert write_places([43, 96]) == ["43", "96"]
    assert write_places([0.1, 0.3]) == ["0.1", "0.3"]
    assert write_places([5.0]) == ["5"]
    assert write_sizes([1e-22, 1.0001e-22]) == ["1.0000e−22", "1.0001e−22"]
    assert write_sizes([2.345, 2.346, 12.0]) == ["2.345", "2.346", "12.00"]


def test_a_tape_has_one_grain() -> None:
    tell = write_reading([-math.inf, -15_000.5, -1140.2, -1130.2639])
    assert [tell(value) for value in (-15_000.5, -1130.2639, -math.inf)] == [
        *("−15,000.500", "−1,130.264", "−∞"),
    ]
    tell = write_reading([4e-22, 1.25e-22])
    assert tell(1.25e-22) == "1.250000e−22"
    assert write_reading([12.0, 0.0])(0.0) == "0.00000"
    assert write_reading([])(-math.inf) == "−∞"
