"""The stage's numbers, in Chromium, against those of the pictures: the same sets, letter by letter."""

import math
from typing import Any

import numpy as np
import pytest

from gmm.ui.apart import (
    find_grain,
    refine_digits,
    refine_grain,
    write_at,
    write_reading,
    write_sizes,
    write_ticks,
)
from gmm.ui.numbers import find_power, write_exponential, write_fixed, write_significant
from gmm.ui.takeaway.geometry import choose_ticks
from tests.browser.conftest import Modules

MIDDLES = [0.0, 1.0, -1130.26, 2005.0, 101_325.0, 999_999.5, -1e6, 1.7e12, 1e-9, 1e20]
ROUND = [0.5, 2.5, -0.125, 9.9996e5, 99.996, 1e23, -1e-7, 5e-324, 0.0, 1e5, 1e-4, 9.99995e6]


def draw_numbers(count: int) -> list[float]:
    """Numbers of all sizes, halves and powers of ten among them."""
    rng = np.random.default_rng(5)
    drawn = rng.normal(size=count) * 10.0 ** rng.integers(-25, 18, count)
    halves = rng.integers(-(10**6), 10**6, count) / 2.0 ** rng.integers(0, 12, count)
    return [*ROUND, *drawn.tolist(), *halves.tolist()]


def draw_sets(count: int) -> list[list[float]]:
    """Sets of nine at most: near each other, far from zero, some of them equal."""
    rng = np.random.default_rng(6)
    found = []
    for _ in range(count):
        middle = float(rng.choice(MIDDLES))
        reach = 10.0 ** rng.uniform(-9, 2) * (abs(middle) or 1)
        values = middle + reach * rng.normal(size=rng.integers(1, 10))
        values[rng.integers(len(values))] = values[0]
        found.append(values.tolist())
    return found


@pytest.mark.parametrize("digits", [0, 1, 3, 7])
def test_single_numbers_read_alike(modules: Modules, digits: int) -> None:
    numbers = [value for value in draw_numbers(400) if abs(value) < 1e18]
    told = modules(
        "numbers",
        "a.values.map((v) => [m.fixed(v, a.digits), m.exponential(v, a.digits), m.powerOf(v)])",
        {"values": numbers, "digits": digits},
    )
    for value, texts in zip(numbers, told, strict=True):
        wanted = [write_fixed(value, digits), write_exponential(value, digits), find_power(value)]
        assert texts == wanted
    short = modules(
        "numbers",
        "a.values.map((v) => m.significant(v, a.digits))",
        {"values": numbers, "digits": digits + 1},
    )
    assert short == [write_significant(value, digits + 1) for value in numbers]
    edge = "[-Infinity, Infinity].map((value) => m.significant(value, 7))"
    assert modules("numbers", edge) == [write_significant(v, 7) for v in (-math.inf, math.inf)]


def test_ticks_read_alike(modules: Modules) -> None:
    rng = np.random.default_rng(7)
    asked: list[dict[str, Any]] = []
    for _ in range(600):
        middle = float(rng.choice(MIDDLES))
        reach = 10.0 ** rng.uniform(-12, 2) * (abs(middle) or 1)
        values, grain = choose_ticks(middle - reach, middle + reach, float(rng.uniform(2, 12)))
        room = float(rng.choice([4.4, 5.5, 7.5, 9.5]))
        asked.append({"values": values, "grain": grain, "room": room})
    told = modules(
        "apart", "a.map(({ values, grain, room }) => m.writeTicks(values, grain, room))", asked
    )
    for row, ticks in zip(asked, told, strict=True):
        assert (ticks["texts"], ticks["beside"]) == write_ticks(**row)
    assert len({row["beside"] for row in told}) > 20


def test_sets_read_alike(modules: Modules) -> None:
    sets = draw_sets(500)
    told = modules(
        "apart",
        """a.map((values) => {
          const [low, high] = [Math.min(...values), Math.max(...values)];
          const grain = m.grainApart(m.grainWithin(low, high), [values], 3);
          const write = m.writeAt(Math.max(Math.abs(low), Math.abs(high)), grain);
          return [values.map(write), m.writeSizes(values), m.digitsApart(3, [values], 3)];
        })""",
        sets,
    )
    for values, (places, sizes, digits) in zip(sets, told, strict=True):
        low, high = min(values), max(values)
        grain = refine_grain(find_grain(low, high), [values], 3)
        tell = write_at(max(abs(low), abs(high)), grain)
        assert places == [tell(value) for value in values]
        assert sizes == write_sizes(values)
        assert digits == refine_digits(3, [values], 3)


def test_a_tape_reads_alike(modules: Modules) -> None:
    for values in draw_sets(40):
        tell = write_reading(values)
        code = "((write) => a.map(write))(m.writeReading(Float64Array.from(a)))"
        assert modules("curve", code, values) == [tell(value) for value in values]
