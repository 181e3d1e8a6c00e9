"""Numbers read side by side: the fewest digits with which those that differ read differently.

A grain is the power of ten of the last digit: -2 stands for hundredths. assets/stage/apart.js does
the same.
"""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from gmm.ui.numbers import find_power, write_exponential, write_fixed, write_significant

_FINEST = 15  # digits that a number carries


class Ticks(NamedTuple):
    """What is written beside an axis.

    Attributes
    ----------
    texts : list of str
        One a tick.
    beside : str
        At the axis's end: "× 1e−9", "+ 101,320" or "× 1e−9 + 5", what a tick is multiplied by and
        what is added to it; "" where nothing is.
    """

    texts: list[str]
    beside: str


def write_at(top: float, grain: int) -> Callable[[float], str]:
    """Choose how the numbers of a set are written, whose largest is `top`, all to one grain."""
    power = find_power(top)

    def plain(value: float) -> str:
        return write_fixed(value, max(0, -grain))

    def powers(value: float) -> str:
        return _write_powers(value, grain)

    unusual = power < -4 or power > 6
    if unusual and (power > 20 or measure_width(powers(top)) < measure_width(plain(top))):
        return powers
    return plain


def find_grain(low: float, high: float) -> int:
    """The grain of numbers within a range: four digits of it, and no more than a number carries."""
    top = max(abs(low), abs(high)) or 1.0
    return max(find_power((high - low) or top) - 3, find_power(top) - _FINEST)


def refine_grain(grain: int, sets: Iterable[Iterable[float]], spare: int) -> int:
    """The grain, or a finer one where numbers of a set would read alike.

    Parameters
    ----------
    grain : int
    sets : iterable
        Each of them is read side by side.
    spare : int
        How many digits more there may be. What then lies within one unit is taken for equal.
    """
    finest, found = grain - spare, grain
    for values in sets:
        for low, high in pairwise(sorted(filter(math.isfinite, values))):
            if high - low < _ten_to(finest):
                continue
            while (
                found > finest
                and high - low < _ten_to(found)
                and _write_powers(low, found) == _write_powers(high, found)
            ):
                found -= 1
    return found


def refine_digits(digits: int, sets: Iterable[Iterable[float]], spare: int) -> int:
    """How many significant digits numbers of sets need to read differently, as `refine_grain`."""
    found, most = digits, digits + spare
    for values in sets:
        for low, high in pairwise(sorted(filter(math.isfinite, values))):
            more = (
                count
                for count in range(found, most + 1)
                if write_significant(low, count) != write_significant(high, count)
            )
            found = next(more, found)
    return found


def write_reading(tape: Iterable[float]) -> Callable[[float], str]:
    """Choose how a quantity is written, over its whole tape, so that no digit comes or goes.

    Seven digits of its end and four of its range, ten at most.
    """
    finite = [float(value) for value in tape if math.isfinite(value)] or [0.0]
    low, high = min(finite), max(finite)
    top = max(abs(low), abs(high))
    grain = min(find_power(finite[-1] or top) - 6, find_grain(low, high))
    return write_at(top, max(grain, find_power(top) - 9))


def write_places(values: Sequence[float], spare: int = 3) -> list[str]:
    """Finite numbers on one scale, as the ends of a range are: to one grain, without idle zeros."""
    low, high = min(values), max(values)
    grain = refine_grain(find_grain(low, high), [values], spare)
    while grain < 0 and all(_is_idle(value, grain) for value in values):
        grain += 1
    return [write_at(max(abs(low), abs(high)), grain)(value) for value in values]


def _is_idle(value: float, grain: int) -> bool:
    """Whether a number's last digit is nought."""
    return write_fixed(value, -grain).endswith("0")


def write_sizes(values: Sequence[float], digits: int = 3, spare: int = 3) -> list[str]:
    """Sizes, as densities or distances are: significant digits, as many as tell them apart."""
    found = refine_digits(digits, [values], spare)
    return [write_significant(value, found) for value in values]


def write_shares(values: Sequence[float], digits: int = 3, spare: int = 3) -> list[str]:
    """Shares of a whole: decimals, as many as tell them apart."""
    grain = refine_grain(-digits, [values], spare)
    return [write_fixed(value, -grain) for value in values]


def write_ticks(values: Sequence[float], grain: int, room: float) -> Ticks:
    """Write the ticks of an axis.

    Parameters
    ----------
    values : sequence of float
    grain : int
        The ticks are multiples of its power of ten.
    room : float
        How many digits wide a tick may be; commas and points are half as wide.
    """
    ways = [*_list_ways(values, grain, ""), *_list_ways_away(values, grain)]
    widths = [max(map(measure_width, way.texts), default=0.0) for way in ways]
    most = max(room, min(widths))
    return next(way for way, width in zip(ways, widths, strict=True) if width <= most)


def measure_width(text: str) -> float:
    """About how many digits wide a text is: commas and points are half, a minus sign is more."""
    return len(text) - 0.5 * (text.count(",") + text.count(".")) + 0.25 * text.count("−")


def _ten_to(power: int) -> float:
    """What the text says: 10.0**power may be another number, and differs between languages."""
    return float(f"1e{power}")


def _write_powers(value: float, grain: int) -> str:
    """A number rounded to its grain, in powers of ten."""
    if not math.isfinite(value):
        return write_fixed(value, 0)
    if abs(value) < _ten_to(grain):
        nought = abs(value) < 0.5 * _ten_to(grain)
        return "0" if nought else write_exponential(math.copysign(_ten_to(grain), value), 0)
    power = find_power(value)
    text = write_exponential(value, power - grain)
    carries = int(text.partition("e")[2].replace("−", "-")) > power  # 9.99 becomes 10.0
    return write_exponential(value, power - grain + 1) if carries else text


def _list_ways(values: Sequence[float], grain: int, added: str) -> list[Ticks]:
    """Plain, in powers of ten, and with one power of ten for all."""
    power = max([grain, *(find_power(value) for value in values if value)])
    decimals = max(0, -grain)

    def write_all(write: Callable[[float], str]) -> list[str]:
        return ["0" if abs(value) < 0.5 * _ten_to(grain) else write(value) for value in values]

    short = write_all(lambda value: re.sub(r"\.?0+e", "e", _write_powers(value, grain)))
    ways = [Ticks(short, added)]
    if power < _FINEST and decimals <= 20:
        ways.insert(0, Ticks(write_all(lambda value: write_fixed(value, decimals)), added))
    if power != 0:
        shared = write_all(lambda value: write_fixed(value / _ten_to(power), power - grain))
        ways.append(Ticks(shared, f"× {write_exponential(_ten_to(power), 0)} {added}".strip()))
    return ways


def _list_ways_away(values: Sequence[float], grain: int) -> list[Ticks]:
    """The same, away from the roundest number among the values or not far below them."""
    if not values or not all(value * values[0] > 0 for value in values):
        return []
    sizes = [abs(value) for value in values]
    low, high = min(sizes), max(sizes)
    least = max(grain, find_power((high - low) or _ten_to(grain))) + 1
    for power in range(find_power(high), least - 1, -1):
        head = float(f"{math.floor(high / _ten_to(power) + 1e-9)}e{power}")
        if head < low - _ten_to(least):
            continue
        away = math.copysign(head, values[0])
        added = f"{'−' if away < 0 else '+'} {_write_head(head, power)}"
        return _list_ways([value - away for value in values], grain, added)
    return []


def _write_head(head: float, power: int) -> str:
    """What is added to every tick, in full."""
    if find_power(head) < _FINEST and power > -7:
        return write_fixed(head, max(0, -power))
    return write_exponential(head, find_power(head) - power)
