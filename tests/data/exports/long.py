"""Styles of other families in files so long that a quicker way of reading would be tempting."""

from collections.abc import Sequence
from typing import Any

from tests.data.exports.export import (
    COUNT,
    KIND,
    LENGTH,
    PRICE,
    SHARE,
    TOWN,
    WIDTH,
    Export,
    Labels,
    Numbers,
    X,
    Y,
    around,
    beside,
    gaps,
    lines,
    quoted,
    written,
)

TIMES = 800


def repeated(
    name: str,
    head: Sequence[str],
    rows: Sequence[str],
    names: tuple[str, ...],
    columns: dict[str | int, Numbers | Labels],
    foot: Sequence[str] = (),
    encoding: str = "utf-8",
    end: str = "\r\n",
    note: str = "",
) -> Export:
    """The rows over and over, until the file is long."""
    text = lines(head, list(rows) * TIMES, foot, end=end)
    right: dict[str | int, Any] = {key: list(values) * TIMES for key, values in columns.items()}
    return Export(name, text.encode(encoding), names, right, note=note)


EXPORTS = [
    repeated(
        "plain",
        ["x,y,kind"],
        beside(written(X, ".6f"), written(Y, ".6f"), KIND),
        ("x", "y", "kind"),
        {"x": X, "y": Y, "kind": KIND},
    ),
    repeated(
        "R, NA",
        ["length,width,kind"],
        beside(written(gaps(LENGTH, 2), ".4f", empty="NA"), written(WIDTH, ".4f"), KIND),
        ("length", "width", "kind"),
        {"length": gaps(LENGTH, 2), "width": WIDTH, "kind": KIND},
    ),
    repeated(
        "SAS, points for nothing",
        ["length,width,kind"],
        beside(written(gaps(LENGTH, 2), ".4f", empty="."), written(WIDTH, ".4f"), KIND),
        ("length", "width", "kind"),
        {"length": gaps(LENGTH, 2), "width": WIDTH, "kind": KIND},
    ),
    repeated(
        "German Excel, thousands",
        ["Ort;Preis;Menge"],
        beside(TOWN, written(PRICE, ",.2f", ",", "."), written(COUNT), separator=";"),
        ("Ort", "Preis", "Menge"),
        {"Ort": TOWN, "Preis": PRICE, "Menge": COUNT},
        encoding="cp1252",
    ),
    repeated(
        "German, thousands that another column settles",
        ["Ort;Preis;Anteil"],
        beside(
            TOWN,
            written([1000 * v for v in COUNT], ",.0f", ",", "."),
            written(SHARE, ".2f", ","),
            separator=";",
        ),
        ("Ort", "Preis", "Anteil"),
        {"Preis": [1000 * v for v in COUNT], "Anteil": SHARE},
        note="12.000 beside 12,50",
    ),
    repeated(
        "German Excel, blank columns",
        ["x;y;;"],
        beside(written(X, ".4f", ","), written(Y, ".4f", ","), [";"] * 12, separator=";"),
        ("x", "y"),
        {"x": X, "y": Y},
        foot=[";;;"] * 40,
    ),
    repeated(
        "US Excel, dollars",
        ["Item,Price"],
        beside(KIND, around('"$', written(PRICE, ",.2f", ".", ","), '"')),
        ("Item", "Price"),
        {"Item": KIND, "Price": PRICE},
    ),
    repeated(
        "percentages",
        ["Group,Share,Count"],
        beside(KIND, around("", written(SHARE, ".2f"), "%"), written(COUNT)),
        ("Group", "Share", "Count"),
        {"Group": KIND, "Share": SHARE, "Count": COUNT},
    ),
    repeated(
        "units below the names",
        ["Time,Height,Kind", "s,mm,"],
        beside(written(LENGTH, ".4f"), written(WIDTH, ".4f"), KIND),
        ("Time", "Height", "Kind"),
        {"Time": LENGTH, "Height": WIDTH, "Kind": KIND},
    ),
    repeated(
        "lines above the names",
        ["Logger 7", "Started,2023-01-09", "", "x,y,kind"],
        beside(written(X, ".6f"), written(Y, ".6f"), KIND),
        ("x", "y", "kind"),
        {"x": X, "y": Y, "kind": KIND},
    ),
    repeated(
        "names in a remark",
        ["# x y"],
        beside(written(X, ".18e"), written(Y, ".18e"), separator=" "),
        ("x", "y"),
        {"x": X, "y": Y},
        end="\n",
    ),
    repeated(
        "no names",
        [],
        beside(written(X, ".6f"), written(Y, ".6f"), KIND),
        ("", "", ""),
        {0: X, 1: Y, 2: KIND},
    ),
    repeated(
        "R, write.table",
        ['"x" "y"'],
        [f'"a" {row}' for row in beside(written(X, ".6f"), written(Y, ".6f"), separator=" ")],
        ("", "x", "y"),
        {"x": X, "y": Y},
        end="\n",
    ),
    repeated(
        "quoted throughout",
        ['"x","y","kind"'],
        beside(quoted(written(X, ".4f")), quoted(written(Y, ".4f")), quoted(KIND)),
        ("x", "y", "kind"),
        {"x": X, "y": Y, "kind": KIND},
    ),
    repeated(
        "a sum below",
        ["Ort,Preis,Menge"],
        beside(TOWN, written(PRICE, ".2f"), written(COUNT)),
        ("Ort", "Preis", "Menge"),
        {"Preis": PRICE, "Menge": COUNT},
        foot=[f"Summe,{TIMES * sum(PRICE):.2f},{TIMES * sum(COUNT):.0f}"],
    ),
]
