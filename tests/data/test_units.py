"""Units: what may stand beside a number, and what is a name or a time of the day."""

import pytest

from gmm.data.units import is_unit, split_unit


@pytest.mark.parametrize(
    ("cell", "number", "unit"),
    [
        ("35%", "35", "%"),
        ("35 %", "35", "%"),
        ("12 kg", "12", "kg"),
        ("12kg", "12", "kg"),
        ("$12", "12", "$"),
        ("-$5", "-5", "$"),
        ("$-5", "-5", "$"),
        ("US$ 5.50", "5.50", "US$"),
        ("€ 3,50", "3,50", "€"),
        ("3,50 €", "3,50", "€"),
        ("CHF 1'234.50", "1'234.50", "CHF"),
        ("($1,234.50)", "-1,234.50", "$"),
        ("$(12.75)", "-12.75", "$"),
        ("(1,234)", "-1,234", ""),
        ("1.234,50-", "-1.234,50", ""),
        ("9.81 m/s²", "9.81", "m/s²"),
        ("3 mg/dL", "3", "mg/dL"),
        ("12 MiB", "12", "MiB"),
        ("-4 °C", "-4", "°C"),
        ("12 A", "12", "A"),
    ],
)
def test_a_unit_is_parted_from_its_number(cell: str, number: str, unit: str) -> None:
    assert split_unit(cell) == (number, unit)


@pytest.mark.parametrize(
    "cell",
    [
        "12A",
        "5 pm",
        "5am",
        "3rd",
        "12 Jan",
        "ABC 12",
        "3-",
        "$5 kg",
        "-(5)",
        "((5))",
        "1.5**",
        "kg",
    ],
)
def test_what_is_no_unit_stays_with_its_number(cell: str) -> None:
    assert split_unit(cell) == (cell, "")


def test_units_stand_in_brackets_or_without() -> None:
    assert all(map(is_unit, ["kg", "(kg)", "[m/s]", "%", "°C", "1/min"[2:]]))
    assert not any(map(is_unit, ["weight", "", "x", "pm", "Jan"]))


def test_an_endless_cell_takes_no_time() -> None:
    assert split_unit("1 " + "a/" * 200) == ("1 " + "a/" * 200, "")
