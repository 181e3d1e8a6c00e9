"""What spreadsheets save, in the languages of those who use them."""

import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import openpyxl
from openpyxl.chart import Reference, ScatterChart, Series

from tests.data.exports.export import (
    COUNT,
    KIND,
    LENGTH,
    NUMBERED,
    PRICE,
    SHARE,
    TOWN,
    WIDTH,
    Export,
    X,
    Y,
    around,
    beside,
    gaps,
    lines,
    quoted,
    written,
)

NARROW = "\u202f"  # a space that does not break, as the French part thousands
HARD = "\u00a0"
MINUS = "\u2212"
WHOLE = written(COUNT)
DAYS = [date(2023, 1, 9) + timedelta(days=day) for day in range(12)]
PEOPLE = (4812.0, 12345.0, 987.0, 3021.0, 45.0, 8450.0, 1204.0, 660.0, 2999.0, 31.0, 7010.0, 512.0)
DENSITY = tuple(people / 1000 for people in PEOPLE)
CHANGE = tuple(price - 1000 for price in PRICE)


def excel(*parts: str | list[str], encoding: str = "cp1252") -> bytes:
    return lines(*parts, end="\r\n").encode(encoding)


def accounting(value: float) -> str:
    """A sum as Excel's accounting format shows it, with room for the bracket."""
    return f'" ${value:,.2f} "' if value >= 0 else f'" $({-value:,.2f})"'


def dollars(value: float) -> str:
    return f"{'-' * (value < 0)}${abs(value):,.2f}"


def lakhs(value: float) -> str:
    """Indian groups: the last three digits, and then pairs."""
    whole, cents = f"{value:.2f}".split(".")
    head, tail = whole[:-3], whole[-3:]
    pairs = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)][::-1]
    return ",".join([*pairs, tail]) + "." + cents


def workbook(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def put(sheet: Any, *rows: Any, row: int = 1, column: int = 1) -> None:
    for down, cells in enumerate(rows):
        for right, cell in enumerate(cells):
            if cell is not None:
                sheet.cell(row + down, column + right, cell)


def archive(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(f"{name}.csv", content)
    return file.getvalue()


def hidden_first(book: openpyxl.Workbook) -> None:
    put(book.active, ("list", "code"), *((kind, number) for number, kind in enumerate(KIND)))
    book.active.sheet_state = "hidden"
    put(book.create_sheet("Data"), ("length", "width"), *zip(LENGTH, WIDTH, strict=True))


def two_sheets(book: openpyxl.Workbook) -> None:
    put(book.active, ("x", "y"), *zip(X, Y, strict=True))
    put(book.create_sheet("Old"), ("a", "b", "c"), (1, 2, 3), (4, 5, 6))


def titled(book: openpyxl.Workbook) -> None:
    put(book.active, ("Growth of three kinds, 2023",), ("Source: own measurements",), ())
    book.active.merge_cells("A1:C1")
    put(book.active, ("kind", "length", "width"), *zip(KIND, LENGTH, WIDTH, strict=True), row=4)


def inset(book: openpyxl.Workbook) -> None:
    put(book.active, ("x", "y"), *zip(X, Y, strict=True), row=4, column=3)


def unnamed_third(book: openpyxl.Workbook) -> None:
    put(book.active, ("x", "y", None), *zip(X, Y, KIND, strict=True))


def with_units(book: openpyxl.Workbook) -> None:
    put(book.active, ("Time", "Height"), ("s", "mm"), *zip(NUMBERED, LENGTH, strict=True))


def commas_as_text(book: openpyxl.Workbook) -> None:
    rows = zip(written(LENGTH, ".1f", ","), written(WIDTH, ".1f", ","), strict=True)
    put(book.active, ("Länge", "Breite"), *rows)


def chart_first(book: openpyxl.Workbook) -> None:
    put(book.active, ("x", "y"), *zip(X, Y, strict=True))
    chart = ScatterChart()
    cells = [Reference(book.active, min_col=column, min_row=2, max_row=13) for column in (1, 2)]
    chart.series.append(Series(cells[1], cells[0]))
    book.create_chartsheet("Chart", 0).add_chart(chart)


def dated(book: openpyxl.Workbook) -> None:
    put(book.active, ("day", "share", "price"), *zip(DAYS, SHARE, PRICE, strict=True))
    for row in range(2, 14):
        book.active.cell(row, 3).number_format = "#,##0.00 €"


def with_remark_beside(book: openpyxl.Workbook) -> None:
    put(book.active, ("x", "y"), *zip(X, Y, strict=True))
    book.active.cell(3, 5, "checked by hand")


def formatted_below(book: openpyxl.Workbook) -> None:
    put(book.active, ("x", "y"), *zip(X, Y, strict=True))
    for row in range(14, 30):
        book.active.cell(row, 1).number_format = "0.00"
    book.active.cell(40, 4).value = " "


def with_errors(book: openpyxl.Workbook) -> None:
    x = [value if value is not None else "#DIV/0!" for value in gaps(X, 2)]
    y = [value if value is not None else "#N/A" for value in gaps(Y, 5, 6)]
    put(book.active, ("x", "y"), *zip(x, y, strict=True))


GERMAN = lines(
    "Ort;Preis;Menge",
    beside(TOWN, around("", written(PRICE, ",.2f", ",", "."), " €"), WHOLE, separator=";"),
    end="\r\n",
)
GERMAN_RIGHT: dict[str | int, Any] = {"Ort": TOWN, "Preis": PRICE, "Menge": COUNT}
PLAIN = excel("length,width,kind", beside(written(LENGTH), written(WIDTH), KIND))
PLAIN_RIGHT: dict[str | int, Any] = {"length": LENGTH, "width": WIDTH, "kind": KIND}

EXPORTS = [
    Export(
        "Excel, US, CSV with dollars",
        excel("Item,Unit Price,Qty", beside(KIND, quoted(written(PRICE, ",.2f", ".", ",")), WHOLE)),
        ("Item", "Unit Price", "Qty"),
        {"Item": KIND, "Unit Price": PRICE, "Qty": COUNT},
        note="thousands within quotes",
    ),
    Export(
        "Excel, US, dollar signs",
        excel("Item,Price", beside(KIND, around('"$', written(PRICE, ",.2f", ".", ","), '"'))),
        ("Item", "Price"),
        {"Item": KIND, "Price": PRICE},
    ),
    Export(
        "Excel, US, accounting format",
        excel("Account,Change,Count", beside(TOWN, written(CHANGE, accounting), WHOLE)),
        ("Account", "Change", "Count"),
        {"Change": CHANGE, "Count": COUNT},
        note="negative sums in brackets, a blank on both sides",
    ),
    Export(
        "Excel, US, percentages",
        excel("Group,Share,Count", beside(KIND, around("", written(SHARE, ".2f"), "%"), WHOLE)),
        ("Group", "Share", "Count"),
        {"Group": KIND, "Share": SHARE, "Count": COUNT},
    ),
    Export(
        "Excel, US, text with tabs",
        excel(
            "Item\tPrice\tQty",
            beside(KIND, quoted(written(PRICE, ",.2f", ".", ",")), WHOLE, separator="\t"),
        ),
        ("Item", "Price", "Qty"),
        {"Item": KIND, "Price": PRICE, "Qty": COUNT},
    ),
    Export(
        "Excel, US, whole thousands",
        excel(
            "State,Population,Area",
            beside(
                TOWN, quoted(written([price * 1000 for price in PRICE], ",.0f", ".", ",")), WHOLE
            ),
        ),
        ("State", "Population", "Area"),
        {"Population": [float(f"{price * 1000:.0f}") for price in PRICE], "Area": COUNT},
        note="'12,045,000' has two marks and can only be thousands",
    ),
    Export(
        "Excel, US, dates and errors",
        excel(
            "Date,Yield,Rate",
            beside(
                [f"{day.month}/{day.day}/{day.year}" for day in DAYS],
                written(gaps(LENGTH, 1, 7), ".1f", empty="#DIV/0!"),
                written(gaps(WIDTH, 2), ".1f", empty="#N/A"),
            ),
        ),
        ("Date", "Yield", "Rate"),
        {"Yield": gaps(LENGTH, 1, 7), "Rate": gaps(WIDTH, 2)},
    ),
    Export(
        "Excel for Mac, old line ends",
        lines("x,y", beside(written(X), written(Y)), end="\r").encode("mac_roman"),
        ("x", "y"),
        {"x": X, "y": Y},
    ),
    Export(
        "Excel, German, CSV with euros",
        GERMAN.encode("cp1252"),
        ("Ort", "Preis", "Menge"),
        GERMAN_RIGHT,
        note="3,50 € in Windows-1252",
    ),
    Export(
        "Excel, German, CSV UTF-8",
        GERMAN.encode("utf-8-sig"),
        ("Ort", "Preis", "Menge"),
        GERMAN_RIGHT,
    ),
    Export(
        "Excel, German, Unicode text",
        excel(
            "Größe\tBreite\tArt",
            beside(
                quoted(written(LENGTH, ".1f", ",")),
                quoted(written(WIDTH, ".1f", ",")),
                KIND,
                separator="\t",
            ),
            encoding="utf-16",
        ),
        ("Größe", "Breite", "Art"),
        {"Größe": LENGTH, "Breite": WIDTH, "Art": KIND},
        note="a cell with a comma is quoted though tabs part the cells",
    ),
    Export(
        "Excel, German, sep= line",
        excel("sep=;", "x;y", beside(written(X, "", ","), written(Y, "", ","), separator=";")),
        ("x", "y"),
        {"x": X, "y": Y},
    ),
    Export(
        "Excel, German, title above and blank columns",
        excel(
            "Umsatz je Ort 2023;;;;",
            ";;;;",
            "Ort;Preis;Anteil;;",
            beside(
                TOWN,
                written(PRICE, ",.2f", ",", "."),
                around("", written(SHARE, ".2f", ","), " %"),
                around("", [""] * 12, ";"),
                separator=";",
            ),
            ";;;;",
            ";;;;",
        ),
        ("Ort", "Preis", "Anteil"),
        {"Ort": TOWN, "Preis": PRICE, "Anteil": SHARE},
    ),
    Export(
        "Excel, German, units below the names",
        excel(
            "Probe;Masse;Temperatur",
            ";kg;°C",
            beside(TOWN, written(LENGTH, ".2f", ","), written(X, ".1f", ","), separator=";"),
        ),
        ("Probe", "Masse", "Temperatur"),
        {"Probe": TOWN, "Masse": LENGTH, "Temperatur": X},
        {"Masse": "kg", "Temperatur": "°C"},
    ),
    Export(
        "Excel, German, sum below",
        excel(
            "Ort;Preis;Menge",
            beside(TOWN, written(PRICE, ",.2f", ",", "."), WHOLE, separator=";"),
            f"Summe;{written([sum(PRICE)], ',.2f', ',', '.')[0]};{sum(COUNT):.0f}",
        ),
        ("Ort", "Preis", "Menge"),
        GERMAN_RIGHT,
        note="the sum is not a thirteenth place",
    ),
    Export(
        "Excel, German, errors and dates",
        excel(
            "Datum;Wert;Rate",
            beside(
                [f"{day:%d.%m.%Y}" for day in DAYS],
                written(gaps(LENGTH, 3), ".1f", ",", empty="#NV"),
                written(gaps(WIDTH, 4), ".1f", ",", empty="#WERT!"),
                separator=";",
            ),
        ),
        ("Datum", "Wert", "Rate"),
        {"Wert": gaps(LENGTH, 3), "Rate": gaps(WIDTH, 4)},
    ),
    Export(
        "Excel, French, euros and hard spaces",
        excel(
            "Ville;Prix;Part",
            beside(
                TOWN,
                around("", written(PRICE, ",.2f", ",", HARD), f"{HARD}€"),
                around("", written(SHARE, ".2f", ","), "%"),
                separator=";",
            ),
        ),
        ("Ville", "Prix", "Part"),
        {"Ville": TOWN, "Prix": PRICE, "Part": SHARE},
    ),
    Export(
        "Excel, French, narrow spaces",
        excel(
            "Ville;Prix",
            beside(TOWN, written(PRICE, ",.2f", ",", NARROW), separator=";"),
            encoding="utf-8-sig",
        ),
        ("Ville", "Prix"),
        {"Ville": TOWN, "Prix": PRICE},
    ),
    Export(
        "Excel, Swiss, francs",
        excel(
            "Ort;Preis;Menge",
            beside(TOWN, around("CHF ", written(PRICE, ",.2f", ".", "'")), WHOLE, separator=";"),
        ),
        ("Ort", "Preis", "Menge"),
        GERMAN_RIGHT,
        note="a straight apostrophe parts the thousands",
    ),
    Export(
        "Excel, Swiss, curly apostrophe",
        excel(
            "Ort;Preis;Menge", beside(TOWN, written(PRICE, ",.2f", ".", "’"), WHOLE, separator=";")
        ),
        ("Ort", "Preis", "Menge"),
        GERMAN_RIGHT,
        note="as Windows does since 2016",
    ),
    Export(
        "Excel, Brazilian, reais",
        excel(
            "Cidade;Preço;Saldo",
            beside(
                TOWN,
                around("R$ ", written(PRICE, ",.2f", ",", ".")),
                [
                    f"{'-' * (value < 0)}R$ {cell.lstrip('-')}"
                    for value, cell in zip(CHANGE, written(CHANGE, ",.2f", ",", "."), strict=True)
                ],
                separator=";",
            ),
        ),
        ("Cidade", "Preço", "Saldo"),
        {"Cidade": TOWN, "Preço": PRICE, "Saldo": CHANGE},
        note="the minus stands before the currency",
    ),
    Export(
        "Excel, Spanish, dates",
        excel(
            "Fecha;Longitud;Anchura",
            beside(
                [f"{day:%d/%m/%Y}" for day in DAYS],
                written(LENGTH, ".2f", ","),
                written(WIDTH, ".2f", ","),
                separator=";",
            ),
        ),
        ("Fecha", "Longitud", "Anchura"),
        {"Longitud": LENGTH, "Anchura": WIDTH},
    ),
    Export(
        "Excel, Indian, lakhs of rupees",
        excel(
            "City,Amount,Count",
            beside(KIND, around('"₹ ', written([100 * p for p in PRICE], lakhs), '"'), WHOLE),
            encoding="utf-8-sig",
        ),
        ("City", "Amount", "Count"),
        {"Amount": [float(f"{100 * price:.2f}") for price in PRICE], "Count": COUNT},
        note="12,04,500.00",
    ),
    Export(
        "Excel, Swedish, kronor and a true minus",
        excel(
            "Ort;Pris;Ändring",
            beside(
                TOWN,
                around("", written(PRICE, ",.2f", ",", HARD), f"{HARD}kr"),
                [cell.replace("-", MINUS) for cell in written(X, ".1f", ",")],
                separator=";",
            ),
            encoding="utf-8-sig",
        ),
        ("Ort", "Pris", "Ändring"),
        {"Ort": TOWN, "Pris": PRICE, "Ändring": X},
        note="Swedish Windows writes U+2212 for minus",
    ),
    Export(
        "LibreOffice, German, commas part quoted commas",
        lines(
            "Größe,Breite,Art",
            beside(quoted(written(LENGTH, ".1f", ",")), quoted(written(WIDTH, ".1f", ",")), KIND),
        ).encode(),
        ("Größe", "Breite", "Art"),
        {"Größe": LENGTH, "Breite": WIDTH, "Art": KIND},
        note="its default separator whatever the language",
    ),
    Export(
        "LibreOffice, all texts quoted",
        lines('"x","y","kind"', beside(written(X), written(Y), quoted(KIND))).encode(),
        ("x", "y", "kind"),
        {"x": X, "y": Y, "kind": KIND},
    ),
    Export(
        "Google Sheets, US",
        lines(
            "Item,Price,Qty,,",
            beside(KIND, quoted(written(PRICE, ",.2f", ".", ",")), WHOLE, [","] * 12),
            ",,,,",
            end="\r\n",
        )
        .removesuffix("\r\n")
        .encode(),
        ("Item", "Price", "Qty"),
        {"Item": KIND, "Price": PRICE, "Qty": COUNT},
        note="blank columns to the right, no line end at the end",
    ),
    Export(
        "Google Sheets, German",
        lines(
            "Ort,Preis,Menge",
            beside(TOWN, around('"', written(PRICE, ",.2f", ",", "."), ' €"'), WHOLE),
            end="\r\n",
        ).encode(),
        ("Ort", "Preis", "Menge"),
        GERMAN_RIGHT,
        note="commas part the cells, so the decimal commas are quoted",
    ),
    Export(
        "Numbers, with the table's name",
        lines(
            "Table 1",
            "length,width,kind",
            beside(written(LENGTH), written(WIDTH), KIND),
            end="\r\n",
        ).encode(),
        ("length", "width", "kind"),
        PLAIN_RIGHT,
    ),
    Export(
        "Numbers, German, blank grid",
        lines(
            "Länge;Breite;;;",
            beside(written(LENGTH, "", ","), written(WIDTH, "", ","), [";;"] * 12, separator=";"),
            [";;;;"] * 8,
            end="\r\n",
        ).encode(),
        ("Länge", "Breite"),
        {"Länge": LENGTH, "Breite": WIDTH},
    ),
    Export(
        "a sheet with blank rows and a blank column first",
        excel(",,", ",,", ",x,y", beside([""] * 12, written(X), written(Y)), ",,"),
        ("x", "y"),
        {"x": X, "y": Y},
    ),
    Export(
        "a sheet with an unnamed third column",
        excel("x,y,", beside(written(X), written(Y), KIND)),
        ("x", "y", ""),
        {"x": X, "y": Y, 2: KIND},
    ),
    Export(
        "a sheet with blank lines between groups",
        excel(
            "x,y",
            [
                line + "\r\n" * (row % 4 == 3)
                for row, line in enumerate(beside(written(X), written(Y)))
            ],
        ),
        ("x", "y"),
        {"x": X, "y": Y},
    ),
    Export(
        "a sheet with names over two lines",
        excel('"Length\n(mm)","Width\n(mm)",Kind', beside(written(LENGTH), written(WIDTH), KIND)),
        ("Length (mm)", "Width (mm)", "Kind"),
        {"Length (mm)": LENGTH, "Width (mm)": WIDTH, "Kind": KIND},
    ),
    Export(
        "a sheet with codes kept as text by a formula",
        excel(
            "Code,x,y", beside([f'"=""{row:05d}"""' for row in range(12)], written(X), written(Y))
        ),
        ("Code", "x", "y"),
        {"x": X, "y": Y},
    ),
    Export(
        "a compressed CSV",
        gzip.compress(PLAIN, mtime=0),
        ("length", "width", "kind"),
        PLAIN_RIGHT,
        refused=True,
        file="table.csv.gz",
    ),
    Export(
        "a CSV in an archive",
        archive(table=PLAIN),
        ("length", "width", "kind"),
        PLAIN_RIGHT,
        refused=True,
        file="table.zip",
    ),
    Export(
        "workbook, hidden sheet first",
        workbook(hidden_first),
        ("length", "width"),
        {"length": LENGTH, "width": WIDTH},
        file="book.xlsx",
    ),
    Export(
        "workbook, two sheets", workbook(two_sheets), ("x", "y"), {"x": X, "y": Y}, file="book.xlsx"
    ),
    Export(
        "workbook, title rows",
        workbook(titled),
        ("kind", "length", "width"),
        PLAIN_RIGHT,
        file="book.xlsx",
    ),
    Export(
        "workbook, table inset", workbook(inset), ("x", "y"), {"x": X, "y": Y}, file="book.xlsx"
    ),
    Export(
        "workbook, unnamed third column",
        workbook(unnamed_third),
        ("x", "y", ""),
        {"x": X, "y": Y, 2: KIND},
        file="book.xlsx",
    ),
    Export(
        "workbook, units below the names",
        workbook(with_units),
        ("Time", "Height"),
        {"Time": NUMBERED, "Height": LENGTH},
        {"Time": "s", "Height": "mm"},
        file="book.xlsx",
    ),
    Export(
        "workbook, decimal commas as text",
        workbook(commas_as_text),
        ("Länge", "Breite"),
        {"Länge": LENGTH, "Breite": WIDTH},
        file="book.xlsx",
    ),
    Export(
        "workbook, chart first",
        workbook(chart_first),
        ("x", "y"),
        {"x": X, "y": Y},
        file="book.xlsx",
    ),
    Export(
        "workbook, dates and money",
        workbook(dated),
        ("day", "share", "price"),
        {"share": SHARE, "price": PRICE},
        file="book.xlsx",
    ),
    Export(
        "workbook, a remark beside",
        workbook(with_remark_beside),
        ("x", "y", "", ""),
        {"x": X, "y": Y},
        refused=True,
        file="book.xlsx",
    ),
    Export(
        "workbook, formatted cells below",
        workbook(formatted_below),
        ("x", "y"),
        {"x": X, "y": Y},
        file="book.xlsx",
    ),
    Export(
        "workbook, error values",
        workbook(with_errors),
        ("x", "y"),
        {"x": gaps(X, 2), "y": gaps(Y, 5, 6)},
        file="book.xlsx",
    ),
    Export(
        "Excel, German, thousands that another column settles",
        excel(
            "Gemeinde;Einwohner;Fläche",
            beside(
                TOWN, written(PEOPLE, ",.0f", ",", "."), written(SHARE, ".2f", ","), separator=";"
            ),
        ),
        ("Gemeinde", "Einwohner", "Fläche"),
        {"Gemeinde": TOWN, "Einwohner": PEOPLE, "Fläche": SHARE},
        note="4.812 beside 12,50 can only be four thousand and more",
    ),
    Export(
        "Excel, German, decimals that another column settles",
        excel(
            "Ort;Dichte;Anteil",
            beside(TOWN, written(DENSITY, ".3f", ","), written(SHARE, ".1f", ","), separator=";"),
        ),
        ("Ort", "Dichte", "Anteil"),
        {"Dichte": DENSITY, "Anteil": SHARE},
        note="1,204 beside 12,5 is one and a bit",
    ),
    Export(
        "Excel, US, thousands that another column settles",
        excel(
            "Town,Population,Area",
            beside(KIND, quoted(written(PEOPLE, ",.0f", ".", ",")), written(SHARE, ".1f")),
        ),
        ("Town", "Population", "Area"),
        {"Population": PEOPLE, "Area": SHARE},
        note='"4,812" beside 12.5',
    ),
    Export(
        "Excel, US, negative dollars",
        excel("Item,Change", beside(KIND, [f'"{cell}"' for cell in written(CHANGE, dollars)])),
        ("Item", "Change"),
        {"Change": CHANGE},
        note="-$12.75",
    ),
    Export(
        "Excel, US, scientific and logical values",
        excel(
            "ID,Value,OK",
            beside(WHOLE, written([1e6 * v for v in LENGTH], ".2E"), ["TRUE", "FALSE"] * 6),
        ),
        ("ID", "Value", "OK"),
        {"Value": [float(f"{1e6 * v:.2E}") for v in LENGTH]},
    ),
    Export(
        "Excel, Dutch, euros before the number",
        excel(
            "Plaats;Prijs",
            beside(TOWN, around("€ ", written(CHANGE, ",.2f", ",", ".")), separator=";"),
        ),
        ("Plaats", "Prijs"),
        {"Prijs": CHANGE},
        note="€ -12,75",
    ),
    Export(
        "Excel, Polish, zloty",
        excel(
            "Nazwa;Cena",
            beside(KIND, around("", written(PRICE, ",.2f", ",", HARD), f"{HARD}zł"), separator=";"),
            encoding="utf-8-sig",
        ),
        ("Nazwa", "Cena"),
        {"Cena": PRICE},
    ),
    Export(
        "a German bank's statement",
        excel(
            '"Kontonummer:";"DE12 3456 7890 1234 5678 90";',
            "",
            '"Kontostand vom 09.01.2023:";"1.234,50 EUR";',
            "",
            '"Buchungstag";"Empfänger";"Betrag (EUR)";',
            beside(
                quoted([f"{day:%d.%m.%Y}" for day in DAYS]),
                quoted(TOWN),
                quoted(written(CHANGE, ",.2f", ",", ".")),
                [""] * 12,
                separator=";",
            ),
        ),
        ("Buchungstag", "Empfänger", "Betrag (EUR)"),
        {"Empfänger": TOWN, "Betrag (EUR)": CHANGE},
    ),
    Export(
        "a sheet with two columns of one name",
        excel("x,x,kind", beside(written(X), written(Y), KIND)),
        ("", "", "kind"),
        {0: X, 1: Y, "kind": KIND},
        note="whatever the second is called",
    ),
    Export(
        "a sheet with blanks around all cells",
        excel(
            " x , y , kind ",
            beside(
                around(" ", written(X), " "), around(" ", written(Y), " "), around(" ", KIND, " ")
            ),
        ),
        ("x", "y", "kind"),
        {"x": X, "y": Y, "kind": KIND},
    ),
    Export(
        "a sheet with a remark below",
        excel("x,y", beside(written(X), written(Y)), ",", '"Source: own measurements, 2023",'),
        ("x", "y"),
        {"x": X, "y": Y},
        note="the last row is no thirteenth point",
    ),
]
