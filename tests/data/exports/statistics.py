"""What packages for statistics and mathematics write."""

import io

import pandas as pd

from tests.data.exports.export import (
    COUNT,
    KIND,
    LENGTH,
    NUMBERED,
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

COUNTED = [f"{row}" for row in range(1, 13)]
FROM_ZERO = [f"{row}" for row in range(12)]
HOLED = gaps(LENGTH, 2, 7)
CODE = {"setosa": "1", "versicolor": "2", "virginica": "3"}
SMALL = tuple(value * 1e-6 for value in LENGTH)


def bare(value: float) -> str:
    """SPSS leaves out the nought before the point."""
    return f"{value:.2f}".replace("0.", ".", 1) if abs(value) < 1 else f"{value:.2f}"


def parquet() -> bytes:
    file = io.BytesIO()
    pd.DataFrame({"x": X, "y": Y, "kind": KIND}).to_parquet(file)
    return file.getvalue()


EXPORTS = [
    Export(
        "R, write.csv",
        lines(
            '"","length","width","kind"',
            beside(quoted(COUNTED), written(LENGTH), written(WIDTH), quoted(KIND)),
        ).encode(),
        ("", "length", "width", "kind"),
        {"length": LENGTH, "width": WIDTH, "kind": KIND},
    ),
    Export(
        "R, write.csv with NA",
        lines(
            '"","length","width"',
            beside(
                quoted(COUNTED), written(HOLED, empty="NA"), written(gaps(WIDTH, 0), empty="NA")
            ),
        ).encode(),
        ("", "length", "width"),
        {"length": HOLED, "width": gaps(WIDTH, 0)},
    ),
    Export(
        "R, write.csv of named rows",
        lines('"","mpg","wt"', beside(quoted(TOWN), written(LENGTH), written(WIDTH))).encode(),
        ("", "mpg", "wt"),
        {0: TOWN, "mpg": LENGTH, "wt": WIDTH},
    ),
    Export(
        "R, write.csv2",
        lines(
            '"";"length";"width";"kind"',
            beside(
                quoted(COUNTED),
                written(LENGTH, "", ","),
                written(WIDTH, "", ","),
                quoted(KIND),
                separator=";",
            ),
        ).encode(),
        ("", "length", "width", "kind"),
        {"length": LENGTH, "width": WIDTH, "kind": KIND},
    ),
    Export(
        "R, write.table",
        lines(
            '"length" "width" "kind"',
            beside(quoted(COUNTED), written(LENGTH), written(WIDTH), quoted(KIND), separator=" "),
        ).encode(),
        ("", "length", "width", "kind"),
        {"length": LENGTH, "width": WIDTH, "kind": KIND},
        note="the names are one fewer than the cells",
    ),
    Export(
        "R, write.table with semicolons",
        lines(
            '"length";"width";"kind"',
            beside(quoted(COUNTED), written(LENGTH), written(WIDTH), quoted(KIND), separator=";"),
        ).encode(),
        ("", "length", "width", "kind"),
        {"length": LENGTH, "width": WIDTH, "kind": KIND},
        note="one name fewer, with points in a semicolon file",
    ),
    Export(
        "R, write.table with semicolons and two columns",
        lines(
            '"x";"y"',
            beside(quoted(COUNTED), written(X, "", ","), written(Y, "", ","), separator=";"),
        ).encode(),
        ("", "x", "y"),
        {"x": X, "y": Y},
    ),
    Export(
        "R, write.table with tabs, unquoted",
        lines(
            "length\twidth\tkind",
            beside(written(HOLED, empty="NA"), written(WIDTH), KIND, separator="\t"),
        ).encode(),
        ("length", "width", "kind"),
        {"length": HOLED, "width": WIDTH, "kind": KIND},
    ),
    Export(
        "R, write.table without names",
        lines(beside(written(X), written(Y), separator=" ")).encode(),
        ("", ""),
        {0: X, 1: Y},
    ),
    Export(
        "R, readr",
        lines(
            "length,width,kind", beside(written(HOLED, empty="NA"), written(SMALL, ".2e"), KIND)
        ).encode(),
        ("length", "width", "kind"),
        {"length": HOLED, "width": [float(f"{v:.2e}") for v in SMALL], "kind": KIND},
    ),
    Export(
        "R, a printed vector",
        "\n".join(
            f"{f'[{at + 1}]':>4} " + " ".join(f"{value:4.1f}" for value in X[at : at + 5])
            for at in (0, 5, 10)
        ),
        ("",),
        {0: X},
        note="[1] counts the values and is none",
    ),
    Export(
        "R, a printed data frame",
        "\n".join(
            [
                "   length width      kind",
                *(
                    f"{row:<2} {a:7.1f} {b:5.1f} {c:>10}"
                    for row, (a, b, c) in enumerate(zip(LENGTH, WIDTH, KIND, strict=True), start=1)
                ),
            ]
        ),
        ("", "length", "width", "kind"),
        {"length": LENGTH, "width": WIDTH, "kind": KIND},
    ),
    Export(
        "R, a printed tibble",
        "\n".join(
            [
                "# A tibble: 12 × 3",
                "   length width kind      ",
                "    <dbl> <dbl> <chr>     ",
                *(
                    f"{row:2} {a:7.1f} {b:5.1f} {c:<10}"
                    for row, (a, b, c) in enumerate(zip(LENGTH, WIDTH, KIND, strict=True), start=1)
                ),
            ]
        ),
        ("", "length", "width", "kind"),
        {"length": LENGTH, "width": WIDTH, "kind": KIND},
        refused=True,
    ),
    Export(
        "SPSS, CSV",
        lines(
            "id,score,rate",
            beside(COUNTED, written(HOLED, bare, empty="#NULL!"), written(X, bare)),
            end="\r\n",
        ).encode("utf-8-sig"),
        ("id", "score", "rate"),
        {"score": HOLED, "rate": X},
        note="no nought before the point, #NULL! where nothing is",
    ),
    Export(
        "SPSS, German CSV",
        lines(
            "id;note;rate",
            beside(
                COUNTED,
                [c.replace(".", ",") for c in written(HOLED, bare, empty=" ")],
                [c.replace(".", ",") for c in written(X, bare)],
                separator=";",
            ),
            end="\r\n",
        ).encode("utf-8-sig"),
        ("id", "note", "rate"),
        {"note": HOLED, "rate": X},
    ),
    Export(
        "Stata, export delimited",
        lines("make,price,mpg", beside(quoted(TOWN), written(COUNT), written(HOLED))).encode(),
        ("make", "price", "mpg"),
        {"make": TOWN, "price": COUNT, "mpg": HOLED},
    ),
    Export(
        "Stata, outsheet",
        lines(
            "make\tprice\tmpg",
            beside(quoted(KIND), written(COUNT), written(HOLED, empty="."), separator="\t"),
        ).encode(),
        ("make", "price", "mpg"),
        {"make": KIND, "price": COUNT, "mpg": HOLED},
    ),
    Export(
        "Stata, outfile",
        lines(
            beside(
                written(HOLED, "9.1f", empty="        ."),
                written(WIDTH, "9.1f"),
                around("  ", quoted(KIND)),
                separator="  ",
            )
        ).encode(),
        ("", "", ""),
        {0: HOLED, 1: WIDTH, 2: KIND},
    ),
    Export(
        "SAS, PROC EXPORT",
        lines(
            "Species,Length,Width",
            beside(KIND, written(HOLED, empty="."), written(gaps(WIDTH, 4), empty=".A")),
            end="\r\n",
        ).encode(),
        ("Species", "Length", "Width"),
        {"Species": KIND, "Length": HOLED, "Width": gaps(WIDTH, 4)},
        note=". and .A stand for nothing",
    ),
    Export(
        "SAS, listing",
        "\n".join(
            [
                "Obs    Length    Width    Species",
                "",
                *(
                    f"{row:3}    {a:6.1f}    {b:5.1f}    {c}"
                    for row, (a, b, c) in enumerate(zip(LENGTH, WIDTH, KIND, strict=True), start=1)
                ),
            ]
        ),
        ("Obs", "Length", "Width", "Species"),
        {"Length": LENGTH, "Width": WIDTH, "Species": KIND},
    ),
    Export(
        "pandas, to_csv with the index",
        lines(
            ",length,width,kind", beside(FROM_ZERO, written(HOLED), written(WIDTH), KIND)
        ).encode(),
        ("", "length", "width", "kind"),
        {"length": HOLED, "width": WIDTH, "kind": KIND},
    ),
    Export(
        "pandas, to_csv of an array",
        lines(",0,1", beside(FROM_ZERO, written(X), written(Y))).encode(),
        ("", "0", "1"),
        {"0": X, "1": Y},
        note="numbers as names",
    ),
    Export(
        "pandas, to_csv of an array, without the index",
        lines("0,1,2", beside(written(X), written(Y), written(LENGTH))).encode(),
        ("0", "1", "2"),
        {"0": X, "1": Y, "2": LENGTH},
        note="0, 1, 2 are names: no table has such a first row by chance",
    ),
    Export(
        "pandas, a printed frame",
        "\n".join(
            [
                "    length  width        kind",
                *(
                    f"{row:<2} {a:8.1f} {b:6.1f} {c:>11}"
                    for row, (a, b, c) in enumerate(zip(LENGTH, WIDTH, KIND, strict=True))
                ),
            ]
        ),
        ("", "length", "width", "kind"),
        {"length": LENGTH, "width": WIDTH, "kind": KIND},
    ),
    Export(
        "pandas, to_parquet",
        parquet(),
        ("x", "y", "kind"),
        {"x": X, "y": Y, "kind": KIND},
        file="table.parquet",
    ),
    Export(
        "NumPy, savetxt",
        lines(beside(written(X, ".18e"), written(Y, ".18e"), separator=" ")).encode(),
        ("", ""),
        {0: X, 1: Y},
    ),
    Export(
        "NumPy, savetxt with a header",
        lines("# x y", beside(written(X, ".18e"), written(Y, ".18e"), separator=" ")).encode(),
        ("x", "y"),
        {"x": X, "y": Y},
        note="the names stand in the comment",
    ),
    Export(
        "NumPy, savetxt with commas and a header",
        lines("# time,level", beside(written(NUMBERED, ".4f"), written(Y, ".4f"))).encode(),
        ("time", "level"),
        {"time": NUMBERED, "level": Y},
    ),
    Export(
        "MATLAB, writematrix",
        lines(beside(written(X), written(Y), written(gaps(LENGTH, 3), empty="NaN"))).encode(),
        ("", "", ""),
        {0: X, 1: Y, 2: gaps(LENGTH, 3)},
    ),
    Export(
        "MATLAB, writetable",
        lines("Var1,Var2,Var3", beside(written(X), written(HOLED, empty="NaN"), KIND)).encode(),
        ("Var1", "Var2", "Var3"),
        {"Var1": X, "Var2": HOLED, "Var3": KIND},
    ),
    Export(
        "MATLAB, rows of a script",
        lines("A = [", around("", beside(written(X), written(Y), separator=", "), ";"), "];"),
        ("", ""),
        {0: X, 1: Y},
        refused=True,
    ),
    Export(
        "MATLAB, rows that end in semicolons",
        lines(around("", beside(written(X), written(Y), separator=", "), ";")),
        ("", ""),
        {0: X, 1: Y},
        note="a semicolon ends the row and parts nothing",
    ),
    Export(
        "MATLAB, a printed matrix",
        lines("", "A =", "", beside(written(X, "10.4f"), written(Y, "10.4f"), separator=""), ""),
        ("", ""),
        {0: X, 1: Y},
    ),
    Export(
        "MATLAB, a printed matrix with a factor",
        lines(
            "",
            "A =",
            "",
            "   1.0e+03 *",
            "",
            beside(written(LENGTH, "10.4f"), written(WIDTH, "10.4f"), separator=""),
            "",
        ),
        ("", ""),
        {0: [1000 * v for v in LENGTH], 1: [1000 * v for v in WIDTH]},
        refused=True,
    ),
    Export(
        "Julia, CSV.write",
        lines(
            "x,y,ok",
            beside(
                written(X, lambda v: repr(v)),
                written(gaps(Y, 6), "", empty=""),
                ["true", "false"] * 6,
            ),
        ).encode(),
        ("x", "y", "ok"),
        {"x": X, "y": gaps(Y, 6)},
    ),
    Export(
        "Julia, a printed matrix",
        lines(
            "12×2 Matrix{Float64}:", beside(written(X, "5.1f"), written(Y, "5.1f"), separator="  ")
        ),
        ("", ""),
        {0: X, 1: Y},
    ),
    Export(
        "Weka, CSV",
        lines(
            "sepallength,sepalwidth,class",
            beside(
                written(HOLED, empty="?"), written(WIDTH), around("'", around("Iris ", KIND), "'")
            ),
        ).encode(),
        ("sepallength", "sepalwidth", "class"),
        {"sepallength": HOLED, "sepalwidth": WIDTH},
        note="? stands for nothing",
    ),
    Export(
        "Weka, ARFF",
        lines(
            "@relation iris",
            "",
            "@attribute length numeric",
            "@attribute width numeric",
            "@attribute class {setosa,versicolor,virginica}",
            "",
            "@data",
            beside(written(LENGTH), written(WIDTH), KIND),
        ).encode(),
        ("length", "width", "class"),
        {"length": LENGTH, "width": WIDTH, "class": KIND},
        refused=True,
    ),
    Export(
        "Octave, text",
        lines(
            "# Created by Octave 8.4.0, Thu Nov 09 10:11:12 2023 CET <me@host>",
            "# name: A",
            "# type: matrix",
            "# rows: 12",
            "# columns: 2",
            beside(around(" ", written(X)), written(Y), separator=" "),
            "",
            "",
        ).encode(),
        ("", ""),
        {0: X, 1: Y},
        note="'# columns: 2' names nothing",
    ),
    Export(
        "JMP",
        lines(
            '"Kind","Length (mm)","Width (mm)"',
            beside(quoted(KIND), written(HOLED, empty="."), written(WIDTH)),
            end="\r\n",
        ).encode(),
        ("Kind", "Length (mm)", "Width (mm)"),
        {"Kind": KIND, "Length (mm)": HOLED, "Width (mm)": WIDTH},
    ),
    Export(
        "Minitab",
        lines(
            "C1\tC2\tC3-T",
            beside(written(HOLED, empty="*"), written(WIDTH), KIND, separator="\t"),
            end="\r\n",
        ).encode(),
        ("C1", "C2", "C3-T"),
        {"C1": HOLED, "C2": WIDTH, "C3-T": KIND},
        note="* stands for nothing",
    ),
    Export(
        "Mathematica, Export to CSV",
        lines(
            beside(
                written(X, lambda v: f"{v:.12g}" if v % 1 else f"{v:.0f}."),
                written(LENGTH, lambda v: f"{v:.12g}" if v % 1 else f"{v:.0f}."),
            )
        ).encode(),
        ("", ""),
        {0: X, 1: LENGTH},
        note="7. without a nought",
    ),
    Export(
        "Mathematica, a list",
        "{" + ", ".join(f"{{{x:.12g}, {v:.1f}*^-6}}" for x, v in zip(X, LENGTH, strict=True)) + "}",
        ("", ""),
        {0: X, 1: [float(f"{v:.1f}e-6") for v in LENGTH]},
        refused=True,
    ),
    Export(
        "Prism",
        lines(
            "\tControl\tTreated",
            beside(TOWN, written(gaps(SHARE, 3, 8)), written(LENGTH), separator="\t"),
            end="\r\n",
        ).encode(),
        ("", "Control", "Treated"),
        {0: TOWN, "Control": gaps(SHARE, 3, 8), "Treated": LENGTH},
    ),
    Export(
        "many ways of saying nothing",
        lines(
            "a;b;c;d",
            beside(
                written(gaps(LENGTH, 1), empty="-"),
                written(gaps(WIDTH, 2), empty="n/a"),
                written(gaps(X, 3), empty="#N/A"),
                written(gaps(Y, 4), empty="NULL"),
                separator=";",
            ),
        ).encode(),
        ("a", "b", "c", "d"),
        {"a": gaps(LENGTH, 1), "b": gaps(WIDTH, 2), "c": gaps(X, 3), "d": gaps(Y, 4)},
    ),
]
