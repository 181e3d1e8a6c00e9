"""What cannot be read by anybody, or in two ways."""

import gzip
import io
import pickle
import zipfile

import numpy as np
import openpyxl

from tests.data.exports.export import (
    COUNT,
    KIND,
    LENGTH,
    SHARE,
    WIDTH,
    Export,
    X,
    Y,
    around,
    beside,
    lines,
    written,
)

TABLE = lines("x,y", beside(written(X), written(Y))).encode()
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
NAMED = tuple(f"a{row}" for row in range(12))
PEOPLE = (4812.0, 12345.0, 987.0, 3021.0, 45.0, 8450.0, 1204.0, 660.0, 2999.0, 31.0, 7010.0, 512.0)
THREE = tuple(1.0 + row * 0.101 for row in range(12))  # three digits behind each mark


def packed(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return file.getvalue()


def array() -> bytes:
    file = io.BytesIO()
    np.save(file, np.array([X, Y]))
    return file.getvalue()


def blank_workbook() -> bytes:
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()


def refused(name: str, source: bytes | str, file: str = "", note: str = "") -> Export:
    return Export(name, source, refused=True, file=file, note=note)


EXPORTS = [
    refused("empty", b"", "table.csv"),
    refused("nothing but blank lines", b"\r\n \r\n\t\r\n"),
    refused("nothing but separators", b";;;\r\n;;;\r\n;;;\r\n"),
    refused("only names", b"length,width,kind\r\n"),
    refused("only names and units", b"Time\tHeight\r\ns\tmm\r\n"),
    Export(
        "a mark that nothing settles, with semicolons",
        lines(
            "id;Wert",
            beside(
                [f"a{row}" for row in range(12)],
                written([1000 * v for v in THREE], ",.0f", ".", ","),
                separator=";",
            ),
        ).encode(),
        ("id", "Wert"),
        {"Wert": [float(f"{v:.3f}") for v in THREE]},
        refused=True,
        note="1,101 beside semicolons may be 1101; if read at all, a decimal comma is meant",
    ),
    Export(
        "points and commas as decimal marks in a column",
        lines(
            "id;x",
            [f"a{row};{value:.2f}".replace(".", ",."[row % 2]) for row, value in enumerate(LENGTH)],
        ).encode(),
        ("id", "x"),
        {"x": LENGTH},
        refused=True,
        note="5,10 above 4.90",
    ),
    Export(
        "points that may part thousands or decimals",
        lines(
            "id;Einwohner", beside(NAMED, written(PEOPLE, ",.0f", "", "."), separator=";")
        ).encode(),
        ("id", "Einwohner"),
        {"Einwohner": PEOPLE},
        refused=True,
        note="4.812 above 987: thousands, if anything",
    ),
    Export(
        "three digits behind every point",
        lines("id;Wert", beside(NAMED, written(THREE, ".3f"), separator=";")).encode(),
        ("id", "Wert"),
        {"Wert": [float(f"{value:.3f}") for value in THREE]},
        refused=True,
        note="1.101 and so on, in a semicolon file: decimals, if anything",
    ),
    Export(
        "three digits behind every quoted comma",
        lines(
            "id,value",
            beside(NAMED, around('"', written([1000 * v for v in THREE], ",.0f", ".", ","), '"')),
        ).encode(),
        ("id", "value"),
        {"value": [float(f"{1000 * value:.0f}") for value in THREE]},
        refused=True,
        note="Excel's thousands, or the decimals of a German LibreOffice",
    ),
    refused(
        "rows of unequal length",
        lines("x,y,z", [",".join(["1.5"] * (2 + row % 3)) for row in range(12)]).encode(),
    ),
    refused(
        "a cell with an unquoted comma",
        lines("name,x,y", beside(KIND, written(X), written(Y)), "Smith, Anna,1.5,2.5").encode(),
    ),
    refused(
        "two tables below each other",
        lines(
            "x,y",
            beside(written(X), written(Y)),
            "",
            "length,width",
            beside(written(LENGTH), written(WIDTH)),
        ).encode(),
        note="the second one's names would make texts of all numbers",
    ),
    refused(
        "two tables of unequal width",
        lines(
            "x,y",
            beside(written(X), written(Y)),
            "",
            "a,b,c",
            beside(written(LENGTH), written(WIDTH), written(SHARE)),
        ).encode(),
    ),
    refused(
        "a web page",
        lines(
            "<!DOCTYPE html>",
            "<html><head><title>Sign in, please</title></head>",
            "<body>",
            "<p>Your session has expired, sign in.</p>",
            "</body></html>",
        ).encode(),
        "table.csv",
    ),
    refused(
        "a web page's table under an Excel name",
        lines(
            "<table><tr><th>x</th><th>y</th></tr>",
            [f"<tr><td>{x}</td><td>{y}</td></tr>" for x, y in zip(X, Y, strict=True)],
            "</table>",
        ).encode(),
        "report.xls",
    ),
    refused(
        "XML",
        lines(
            '<?xml version="1.0"?>',
            "<points>",
            around("<p>", beside(written(X), written(Y)), "</p>"),
            "</points>",
        ).encode(),
    ),
    refused(
        "PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", "paper.pdf"
    ),
    refused(
        "Word",
        packed(**{"[Content_Types]_xml": b"<Types/>", "word__document_xml": b"<w/>"}),
        "table.docx",
    ),
    refused(
        "OpenDocument",
        packed(
            mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content_xml=b"<office/>"
        ),
        "table.ods",
    ),
    refused("picture", b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(range(64)), "plot.png"),
    refused("photograph", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(128, 255)), "p.jpg"),
    refused(
        "workbook with a password",
        OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
        "secret.xlsx",
    ),
    refused("old Excel", OLE + bytes(504) + "Workbook".encode("utf-16-le"), "table.xls"),
    refused("workbook without a cell", blank_workbook(), "book.xlsx"),
    refused(
        "RTF",
        b"{\\rtf1\\ansi\\deff0 {\\fonttbl {\\f0 Times;}}\r\n1,5\\tab 2,5\\par\r\n}",
        "table.rtf",
    ),
    refused("compressed data cut short", gzip.compress(TABLE, mtime=0)[:40], "table.csv.gz"),
    refused("two tables in an archive", packed(a_csv=TABLE, b_csv=TABLE), "tables.zip"),
    refused("pickle", pickle.dumps({"x": list(X)}), "table.pkl"),
    refused("NumPy's own format", array(), "points.npy"),
    refused("SQLite", b"SQLite format 3\x00" + bytes(range(100)), "data.db"),
    refused(
        "prose",
        "Thank you for your message. I am away until Monday, and will answer then.\n"
        "In urgent cases, please write to my colleague.\n",
    ),
    refused("a program", lines("import numpy as np", "x = np.linspace(0, 1, 5)", "print(x, x**2)")),
    refused(
        "YAML",
        lines("points:", [f"  - x: {x}\n    y: {y}" for x, y in zip(X, Y, strict=True)]),
        "points.yaml",
    ),
    refused(
        "a server's log",
        lines(
            [
                f'127.0.0.{n:.0f} - - [09/Jan/2023:10:11:12 +0100] "GET /a{n:.0f} HTTP/1.1" 200 51'
                for n in COUNT
            ]
        ),
        note="no column of it is a measurement",
    ),
]
