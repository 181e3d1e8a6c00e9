"""Units and currencies beside a number: "35 %", "$12", "12 kg", "€ 3,50", "3 mg/dL"."""

import re


def split_unit(cell: str) -> tuple[str, str]:
    """Part a cell into a number and the known unit beside it.

    Parameters
    ----------
    cell : str

    Returns
    -------
    number : str
        With its sign in front, also where brackets or a minus at the end are the sign; the whole
        cell where what stands beside the number is no unit.
    unit : str
    """
    found = _BESIDE.fullmatch(cell)
    if not found:
        return cell, ""
    before, after, number = found["before"], found["after"], found["number"].strip()
    sign = found["sign"] or found["inner"] or ""
    opened, late = bool(found["open"]) + bool(found["reopen"]), bool(found["late"])
    # A letter without a space makes a name of a seat or a house: 12A.
    glued = not found["gap"] and re.fullmatch("[A-Z]", after or "")
    if (
        (after and (before or glued or not is_unit(after)))
        or opened != bool(found["close"])
        or opened + late + bool(sign) > 1
        # "1.234,50-" is how SAP writes it; "3-" may be a grade.
        or (late and not re.search("[.,]", number))
    ):
        return cell, ""
    return ("-" if opened or late else sign) + number, before or after or ""


def is_unit(text: str) -> bool:
    """Whether a text is a unit or a currency, in brackets or without."""
    return bool(_UNIT.fullmatch(text.strip("[]() ")))


_CURRENCY = (
    r"(?:US|[ARC])?\$|[€£¥₹₽₩₪₺]|EUR|USD|GBP|CHF|JPY|CNY|INR|SEK|NOK|DKK|PLN|CZK|HUF|BRL|AUD|CAD|"
    r"NZD|MXN|RUB|TRY|ZAR|KRW|kr|zł|Kč|Ft|Fr\.|Rs\.?"
)
_ATOM = (
    # 5 pm and 5 am are times of the day: pico and atto are not read.
    r"(?:(?:[nuµμmkMGTcdh]|da)?"
    r"(?:m|g|s|A|K|mol|Hz|N|Pa|J|W|V|C|F|Ω|T|H|lm|lx|Bq|Gy|Sv|L|l|bar|eV|cal|b|bit|Wh|M)"
    r"|[kKMGT]?i?B|%|‰|°|[°º]C|°F|℃|[Dd]eg C|deg|in|inch|inches|ft|feet|yd|mi|miles?|lbs?|oz|gal|pt"
    r"|px|mins?|h|hrs?|hours?|secs?|[Ss]econds?|d|days?|weeks?|months?|yrs?|years?|[Vv]olts?|mag"
    r"|[Aa]mp(?:ere)?s?|ppm|ppb|rpm|bpm|mph|kmh|psi|mmHg|dBm?|pcs|Stück|Stk\.?|ha|t|cd|a\.u\.)"
)
_POWERED = rf"{_ATOM}(?:\^?-?[1-4]|[⁻¹²³]+)?"
_UNIT = re.compile(
    rf"{_CURRENCY}|{_POWERED}(?: ?[/·*] ?(?:{_POWERED})|[ .](?:{_ATOM}(?:\^?-[1-4]|⁻[¹²³])))*"
)
_BESIDE = re.compile(
    rf"(?P<sign>[+-])?(?P<open>\()?(?:(?P<before>{_CURRENCY})\s?)?(?P<reopen>\()?(?P<inner>[+-])?"
    r"(?P<number>(?:\d|[.,]\d)(?:[\d.,'’\u00a0\u2007\u2009\u202f ]*\d|[.,])?(?:[eE][+-]?\d+)?)"
    r"(?P<late>-)?(?P<gap>\s*)(?P<after>[^\d\s()+-][^()]{0,19})?(?P<close>\))?"
)
