"""What people copy from pages, papers, programs and messages, and paste."""

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

MINUS = "\u2212"
PAIRS = beside(written(X), written(Y), separator=", ")
BOTH: dict[str | int, tuple[float, ...]] = {0: X, 1: Y}

EXPORTS = [
    Export(
        "a table of a web page",
        lines(
            "City\tPopulation\tArea",
            beside(
                TOWN,
                written([1000 * v for v in PRICE], ",.0f", ".", ","),
                written(SHARE),
                separator="\t",
            ),
        ),
        ("City", "Population", "Area"),
        {"City": TOWN, "Population": [float(f"{1000 * v:.0f}") for v in PRICE], "Area": SHARE},
    ),
    Export(
        "a table of Wikipedia",
        lines(
            "City\tArea (km2)\tPopulation[1]",
            beside(
                TOWN,
                written(SHARE),
                around("", written(PRICE, ",.2f", ".", ","), "[2]"),
                separator="\t",
            ),
        ),
        ("City", "Area (km2)", "Population[1]"),
        {"City": TOWN, "Area (km2)": SHARE, "Population[1]": PRICE},
        refused=True,
        note="footnotes in the cells",
    ),
    Export(
        "cells of Excel",
        lines("x\ty", beside(written(X), written(gaps(Y, 3)), separator="\t"), end="\r\n"),
        ("x", "y"),
        {"x": X, "y": gaps(Y, 3)},
    ),
    Export(
        "cells of a German Excel",
        lines(
            "Ort\tPreis",
            beside(TOWN, around("", written(PRICE, ",.2f", ",", "."), " €"), separator="\t"),
            end="\r\n",
        ),
        ("Ort", "Preis"),
        {"Ort": TOWN, "Preis": PRICE},
    ),
    Export(
        "two columns of a German Excel, without names",
        lines(beside(written(X, "", ","), written(Y, "", ","), separator="\t"), end="\r\n"),
        ("", ""),
        BOTH,
    ),
    Export(
        "Markdown",
        lines(
            "| x | y | kind |",
            "|--:|:--|:---:|",
            around("| ", beside(written(X), written(Y), KIND, separator=" | "), " |"),
        ),
        ("x", "y", "kind"),
        {"x": X, "y": Y, "kind": KIND},
    ),
    Export(
        "Markdown, without outer bars",
        lines("x | y", "--- | ---", beside(written(X), written(Y), separator=" | ")),
        ("x", "y"),
        {"x": X, "y": Y},
    ),
    Export(
        "LaTeX rows",
        lines(around("", beside(written(X), written(Y), separator=" & "), " \\\\")),
        ("", ""),
        BOTH,
    ),
    Export(
        "LaTeX table",
        lines(
            "\\begin{tabular}{lrr}",
            "\\hline",
            "Kind & $x$ & $y$ \\\\",
            "\\hline",
            around("", beside(KIND, written(X), written(Y), separator=" & "), " \\\\"),
            "\\hline",
            "\\end{tabular}",
        ),
        ("Kind", "$x$", "$y$"),
        {"Kind": KIND, "$x$": X, "$y$": Y},
        refused=True,
    ),
    Export(
        "lists of JSON, in a line",
        "[" + ", ".join(around("[", PAIRS, "]")) + "]",
        ("", ""),
        BOTH,
    ),
    Export(
        "lists of JSON, a row each",
        "[" + ",\n ".join(around("[", PAIRS, "]")) + "]\n",
        ("", ""),
        BOTH,
    ),
    Export(
        "pairs without the outer brackets",
        ", ".join(around("[", PAIRS, "]")),
        ("", ""),
        BOTH,
    ),
    Export(
        "a NumPy array, printed",
        "["
        + "\n ".join(
            around("[", beside(written(X, "4.1f"), written(Y, "4.1f"), separator=" "), "]")
        )
        + "]",
        ("", ""),
        BOTH,
    ),
    Export(
        "a NumPy array, its repr",
        "array(["
        + ",\n       ".join(
            around("[", beside(written(X, "4.1f"), written(Y, "4.1f"), separator=", "), "]")
        )
        + "])",
        ("", ""),
        BOTH,
    ),
    Export(
        "tuples of Python",
        "[" + ", ".join(around("(", PAIRS, ")")) + "]",
        ("", ""),
        BOTH,
    ),
    Export(
        "a tuple a line",
        lines(around("(", PAIRS, ")")),
        ("", ""),
        BOTH,
    ),
    Export(
        "a list of Python, in a line",
        "[" + ", ".join(written(X)) + "]",
        ("",),
        {0: X},
    ),
    Export(
        "an assignment in Python",
        "x = [" + ", ".join(written(X)) + "]\n",
        ("",),
        {0: X},
        refused=True,
    ),
    Export(
        "a vector of R",
        "x <- c(" + ", ".join(written(X)) + ")\n",
        ("",),
        {0: X},
        refused=True,
    ),
    Export(
        "an initialiser of C",
        lines("{", around("  {", PAIRS, "},"), "};"),
        ("", ""),
        BOTH,
        refused=True,
    ),
    Export(
        "one number a line",
        "\n".join(written(SHARE)),
        ("",),
        {0: SHARE},
    ),
    Export(
        "one number a line, decimal commas",
        "\n".join(written(LENGTH, ".2f", ",")),
        ("",),
        {0: LENGTH},
        refused=True,
        note="as 7,00 tells; 5,10 alone could be a pair",
    ),
    Export(
        "one number a line, with a name, decimal commas",
        lines("Gewicht", written(LENGTH, ".1f", ",")),
        ("Gewicht",),
        {"Gewicht": LENGTH},
    ),
    Export(
        "one number a line, with units",
        lines(around("", written(SHARE), " kg")),
        ("", ""),
        {0: SHARE},
        refused=True,
    ),
    Export(
        "numbers in a line, with blanks",
        " ".join(written(X)),
        ("",),
        {0: X},
    ),
    Export(
        "numbers in a line, semicolons and decimal commas",
        "; ".join(written(X, "", ",")),
        ("",),
        {0: X},
    ),
    Export(
        "numbers in a line, parted by comma and blank, decimal commas",
        ", ".join(written(X, "", ",")),
        ("",),
        {0: X},
        refused=True,
        note="'0,1, 0,3': the blank tells which comma is which",
    ),
    Export(
        "columns aligned by blanks",
        lines(
            "  x        y     kind",
            [f"{x:5.1f}  {y:7.1f}     {kind}" for x, y, kind in zip(X, Y, KIND, strict=True)],
        ),
        ("x", "y", "kind"),
        {"x": X, "y": Y, "kind": KIND},
    ),
    Export(
        "columns aligned by blanks, names of two words",
        lines(
            "Sepal length   Sepal width   Kind",
            [
                f"{a:12.1f}   {b:11.1f}   {kind}"
                for a, b, kind in zip(LENGTH, WIDTH, KIND, strict=True)
            ],
        ),
        ("Sepal length", "Sepal width", "Kind"),
        {"Sepal length": LENGTH, "Sepal width": WIDTH, "Kind": KIND},
        note="one blank is part of a name, two and more part the columns",
    ),
    Export(
        "columns of fixed width with a gap",
        lines(
            "   x     y     z",
            [
                f"{x:6.1f}{y:>6}{z:6.1f}"
                for x, y, z in zip(X, written(gaps(Y, 3), ".1f"), LENGTH, strict=True)
            ],
        ),
        ("x", "y", "z"),
        {"x": X, "y": gaps(Y, 3), "z": LENGTH},
        refused=True,
    ),
    Export(
        "decimal commas in columns aligned by blanks",
        lines(beside(written(X, "6.1f", ","), written(LENGTH, "7.2f", ","), separator=" ")),
        ("", ""),
        {0: X, 1: LENGTH},
    ),
    Export(
        "a true minus, as papers print it",
        lines(
            "x y",
            [line.replace("-", MINUS) for line in beside(written(X), written(Y), separator=" ")],
        ),
        ("x", "y"),
        {"x": X, "y": Y},
    ),
    Export(
        "hard blanks of a web page",
        lines(beside(written(X), written(Y), separator="\u00a0\u00a0")),
        ("", ""),
        BOTH,
    ),
    Export(
        "quoted in an e-mail",
        lines(around("> ", beside(written(X), written(Y), separator=" "))),
        ("", "", ""),
        {1: X, 2: Y},
        refused=True,
    ),
    Export(
        "a message with words around",
        "here are the numbers you asked for:\n\n"
        + lines(beside(written(X), written(Y), separator=" "))
        + "\ncheers, Anna\n",
        ("", ""),
        BOTH,
        refused=True,
    ),
    Export(
        "semicolons and decimal commas",
        lines("x; y", beside(written(X, "", ","), written(Y, "", ","), separator="; ")),
        ("x", "y"),
        {"x": X, "y": Y},
    ),
    Export(
        "a bulleted list",
        lines(around("• ", written(SHARE))),
        ("", ""),
        {1: SHARE},
        refused=True,
    ),
    Export(
        "a numbered table of a report",
        lines(
            "No. Name Value",
            [
                f"{row:.0f}. {kind} {value}"
                for row, kind, value in zip(NUMBERED, KIND, SHARE, strict=True)
            ],
        ),
        ("No.", "Name", "Value"),
        {"Name": KIND, "Value": SHARE},
    ),
    Export(
        "CSV, pasted with quotes",
        lines('"x","y"', beside(quoted(written(X)), quoted(written(Y)))),
        ("x", "y"),
        {"x": X, "y": Y},
    ),
    Export(
        "plus-minus",
        lines(
            "value\tn",
            beside(around("", written(LENGTH), " ± 0.1"), written(COUNT), separator="\t"),
        ),
        ("value", "n"),
        {"n": COUNT},
    ),
]
