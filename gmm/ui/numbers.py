"""Numbers as people read them, as assets/stage/numbers.js has it.

Thousands are grouped, the minus sign is a real one (U+2212), and there are no more digits than they
carry. Halves are rounded away from zero, as JavaScript does.
"""

import math
from decimal import ROUND_HALF_UP, Context, Decimal

_CONTEXT = Context(prec=800, rounding=ROUND_HALF_UP)


def write_fixed(value: float, digits: int) -> str:
    """A number with so many decimals."""
    if not math.isfinite(value):
        return "−∞" if value < 0 else "∞"
    exact = Decimal(value).quantize(Decimal(1).scaleb(-digits), context=_CONTEXT)
    return f"{'−' if exact < 0 else ''}{exact.copy_abs():,f}"  # no minus before nothing


def find_power(value: float) -> int:
    """The power of ten of a number's first digit: 2 of 345, -3 of 0.006, 0 of 0."""
    return Decimal(repr(float(value))).adjusted() if value else 0


def write_exponential(value: float, decimals: int) -> str:
    """A number in powers of ten, with so many decimals: 1.50e−7."""
    exact = Decimal(value)
    power = exact.adjusted() if value else 0
    rounded = exact.scaleb(-power, _CONTEXT).quantize(
        Decimal(1).scaleb(-decimals), context=_CONTEXT
    )
    if abs(rounded) >= 10:  # 9.99 has become 10.0
        power += 1
        rounded = rounded.scaleb(-1).quantize(Decimal(1).scaleb(-decimals), context=_CONTEXT)
    return f"{rounded:f}e{power}".replace("-", "−")


def write_setting(value: float) -> str:
    """A number as somebody has set it, with its own digits: 0.01, 1e−6."""
    digits, _, power = f"{value:g}".partition("e")
    return (f"{digits}e{int(power)}" if power else digits).replace("-", "−")


def write_significant(value: float, digits: int = 4) -> str:
    """A number with so many significant digits, in powers of ten where that is shorter."""
    if value == 0 or not math.isfinite(value):
        return write_fixed(value, 0)
    power = find_power(value)
    if power < -4 or power > 6:
        return write_exponential(value, max(0, digits - 1))
    return write_fixed(value, max(0, digits - 1 - power))


def write_percent(share: float, digits: int | None = None) -> str:
    """A share in percent: 37 %, 4.5 %, 99.97 %.

    All and nothing are written only where it is so: a share near them gets more decimals.

    Parameters
    ----------
    share : float
        From 0 to 1.
    digits : int, optional
        Decimals, at least, but for all and nothing. Without it none, or one below ten where
        there is something to say.
    """
    percent = 100 * share
    if share in (0, 1):
        digits = 0
    elif digits is None:
        digits = 0 if percent >= 9.95 or abs(percent - round(percent)) < 1e-9 else 1
    while digits < 6 and 0 < share < 1 and float(f"{percent:.{digits}f}") in (0, 100):
        digits += 1
    return f"{write_fixed(percent, digits)}\u00a0%"
