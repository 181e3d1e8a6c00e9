"""What programs, databases and simulations print."""

from tests.data.exports.export import (
    COUNT,
    KIND,
    LENGTH,
    NUMBERED,
    PRICE,
    SHARE,
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

STAMPS = around("2023-01-09T10:", written(NUMBERED, "02.0f"), ":00Z")
HOLED = gaps(LENGTH, 2, 7)

EXPORTS = [
    Export(
        "nvidia-smi",
        lines(
            "index, utilization.gpu [%], memory.used [MiB]",
            beside(
                written(NUMBERED),
                around("", written(COUNT), " %"),
                around("", written(SHARE, ".0f"), " MiB"),
                separator=", ",
            ),
        ).encode(),
        ("index", "utilization.gpu [%]", "memory.used [MiB]"),
        {
            "index": NUMBERED,
            "utilization.gpu [%]": COUNT,
            "memory.used [MiB]": [float(f"{v:.0f}") for v in SHARE],
        },
        note="the unit stands in each cell",
    ),
    Export(
        "sqlite3, list",
        lines(beside(written(X), written(Y), KIND, separator="|")),
        ("", "", ""),
        {0: X, 1: Y, 2: KIND},
    ),
    Export(
        "psql",
        lines(
            "  x   |  y   |    kind    ",
            "------+------+------------",
            beside(written(X, "5.1f"), written(Y, "5.1f"), around("", KIND), separator=" | "),
            "(12 rows)",
            "",
        ),
        ("x", "y", "kind"),
        {"x": X, "y": Y, "kind": KIND},
        note="a ruled line, and the count of rows below",
    ),
    Export(
        "mysql, boxes",
        lines(
            "+------+------+------------+",
            "| x    | y    | kind       |",
            "+------+------+------------+",
            [f"| {x:4.1f} | {y:4.1f} | {kind:10} |" for x, y, kind in zip(X, Y, KIND, strict=True)],
            "+------+------+------------+",
        ),
        ("x", "y", "kind"),
        {"x": X, "y": Y, "kind": KIND},
    ),
    Export(
        "mysql, batch",
        lines(
            "x\ty\tkind",
            beside(written(gaps(X, 1), empty="NULL"), written(Y), KIND, separator="\t"),
        ).encode(),
        ("x", "y", "kind"),
        {"x": gaps(X, 1), "y": Y, "kind": KIND},
    ),
    Export(
        "Postgres, COPY",
        lines(
            beside(written(NUMBERED), written(HOLED, empty="\\N"), KIND, separator="\t")
        ).encode(),
        ("", "", ""),
        {0: NUMBERED, 1: HOLED, 2: KIND},
        note="\\N stands for nothing",
    ),
    Export(
        "Keras, training log",
        lines(
            "epoch,accuracy,loss,val_loss",
            beside(
                [f"{row}" for row in range(12)],
                written([v / 70 for v in SHARE], repr),
                written([v * 1e-5 for v in LENGTH], repr),
                written(WIDTH, repr),
            ),
            end="\r\n",
        ).encode(),
        ("epoch", "accuracy", "loss", "val_loss"),
        {
            "accuracy": [v / 70 for v in SHARE],
            "loss": [v * 1e-5 for v in LENGTH],
            "val_loss": WIDTH,
        },
        note="7.000000000000001e-05",
    ),
    Export(
        "TensorBoard",
        lines(
            "Wall time,Step,Value",
            beside(written([1.7e9 + v for v in NUMBERED], ".6f"), written(COUNT), written(LENGTH)),
            end="\r\n",
        ).encode(),
        ("Wall time", "Step", "Value"),
        {"Wall time": [1.7e9 + v for v in NUMBERED], "Step": COUNT, "Value": LENGTH},
    ),
    Export(
        "Weights & Biases",
        lines(
            '"Step","run-1 - loss","run-1 - loss__MIN","run-1 - loss__MAX"',
            beside(
                quoted(written(NUMBERED)),
                quoted(written(LENGTH)),
                quoted(written(LENGTH)),
                quoted(written(gaps(LENGTH, 3))),
            ),
        ).encode(),
        ("Step", "run-1 - loss", "run-1 - loss__MIN", "run-1 - loss__MAX"),
        {"Step": NUMBERED, "run-1 - loss": LENGTH, "run-1 - loss__MAX": gaps(LENGTH, 3)},
    ),
    Export(
        "vmstat",
        lines(
            "procs -----------memory---------- ---swap-- -----io----",
            " r  b   swpd   free   buff  cache   si   so    bi    bo",
            [
                f"{row % 3:2d}  0      0 {81234 + row:6d} {20500 - row:6d} {c * 1000:6.0f}"
                f"    0    0    {row:2d}    {2 * row:2d}"
                for row, c in enumerate(COUNT)
            ],
        ),
        ("r", "b", "swpd", "free", "buff", "cache", "si", "so", "bi", "bo"),
        {"free": [81234.0 + row for row in range(12)], "cache": [1000 * c for c in COUNT]},
        note="groups above the names, and fewer of them",
        refused=True,
    ),
    Export(
        "gnuplot data",
        lines(
            "# x y",
            beside(written(X[:6]), written(Y[:6]), separator=" "),
            "",
            "",
            beside(written(X[6:]), written(Y[6:]), separator=" "),
        ).encode(),
        ("x", "y"),
        {"x": X, "y": Y},
        note="blocks parted by blank lines",
    ),
    Export(
        "COMSOL",
        lines(
            "% Model:              plate.mph",
            "% Version:            COMSOL 6.1.0.282",
            "% Date:               Nov 9 2023, 10:11",
            "% Dimension:          2",
            "% Nodes:              12",
            "% Expressions:        1",
            "% Description:        Temperature",
            "% x                       y                        T (K)",
            beside(written(X, "<25.12g"), written(Y, "<24.12g"), written(SHARE), separator=""),
        ).encode(),
        ("x", "y", "T (K)"),
        {"x": X, "y": Y, "T (K)": SHARE},
        note="remarks begin with %; the last one holds the names",
        refused=True,
    ),
    Export(
        "ANSYS",
        lines(
            "Node Number\tX Location (m)\tY Location (m)\tTotal Deformation (m)",
            beside(
                written(NUMBERED),
                written(X, ".4e"),
                written(Y, ".4e"),
                written(LENGTH, ".4e"),
                separator="\t",
            ),
            end="\r\n",
        ).encode(),
        ("Node Number", "X Location (m)", "Y Location (m)", "Total Deformation (m)"),
        {"X Location (m)": X, "Y Location (m)": Y, "Total Deformation (m)": LENGTH},
    ),
    Export(
        "ParaView",
        lines(
            '"Points:0","Points:1","Points:2","p"',
            beside(written(X), written(Y), ["0"] * 12, written(PRICE)),
        ).encode(),
        ("Points:0", "Points:1", "Points:2", "p"),
        {"Points:0": X, "Points:1": Y, "p": PRICE},
    ),
    Export(
        "LTspice",
        lines(
            "time\tV(out)\tI(R1)",
            beside(
                written([v * 1e-3 for v in NUMBERED], ".15e"),
                written(X, ".6e"),
                written([v * 1e-3 for v in Y], ".6e"),
                separator="\t",
            ),
            end="\r\n",
        ).encode("cp1252"),
        ("time", "V(out)", "I(R1)"),
        {"time": [float(f"{v * 1e-3:.15e}") for v in NUMBERED], "V(out)": X},
    ),
    Export(
        "Fortran, list-directed",
        lines(
            [
                f"   {x:.15f}       {length * 1e-5:.15E}  "
                for x, length in zip(X, LENGTH, strict=True)
            ]
        ).encode(),
        ("", ""),
        {0: X, 1: [float(f"{v * 1e-5:.15E}") for v in LENGTH]},
    ),
    Export(
        "Fortran, double precision",
        lines(
            [f"  {x:.6f}D+00  {length:.6f}D-05" for x, length in zip(X, LENGTH, strict=True)]
        ).encode(),
        ("", ""),
        {0: X, 1: [float(f"{v:.6f}e-05") for v in LENGTH]},
        note="D for the exponent",
        refused=True,
    ),
    Export(
        "Quantum ESPRESSO-like columns with units",
        lines(
            "#   energy (eV)     dos",
            beside(written(X, "10.3f"), written(SHARE, "12.4E"), separator="  "),
        ).encode(),
        ("", ""),
        {0: X, 1: SHARE},
        note="whether '(eV)' is a name of its own nobody can tell: no names is right",
    ),
    Export(
        "XYZ, molecules",
        lines(
            "12",
            "water cluster, frame 0",
            [
                f"{'OHH'[row % 3]}  {x:10.5f} {y:10.5f} {z:10.5f}"
                for row, (x, y, z) in enumerate(zip(X, Y, LENGTH, strict=True))
            ],
        ),
        ("", "", "", ""),
        {1: X, 2: Y, 3: LENGTH},
        refused=True,
    ),
    Export(
        "libsvm",
        lines([f"{row % 2} 1:{x} 2:{y}" for row, (x, y) in enumerate(zip(X, Y, strict=True))]),
        ("", "", ""),
        {1: X, 2: Y},
        refused=True,
    ),
    Export(
        "JSON lines",
        lines([f'{{"x": {x}, "y": {y}}}' for x, y in zip(X, Y, strict=True)]).encode(),
        ("x", "y"),
        {"x": X, "y": Y},
        refused=True,
    ),
    Export(
        "JSON records",
        (
            "[" + ",\n ".join(f'{{"x": {x}, "y": {y}}}' for x, y in zip(X, Y, strict=True)) + "]"
        ).encode(),
        ("x", "y"),
        {"x": X, "y": Y},
        refused=True,
        file="points.json",
    ),
    Export(
        "a log with ISO times and quoted texts",
        lines(
            "time,level,message,ms",
            beside(
                STAMPS,
                ["INFO"] * 12,
                around('"took, at ', written(NUMBERED), ' steps"'),
                written(PRICE),
            ),
            "",
        ).encode(),
        ("time", "level", "message", "ms"),
        {"ms": PRICE},
    ),
    Export(
        "a CSV with a blank after each comma",
        lines("x, y, kind", beside(written(X), written(Y), KIND, separator=", ")).encode(),
        ("x", "y", "kind"),
        {"x": X, "y": Y, "kind": KIND},
    ),
    Export(
        "a CSV whose rows end in a comma",
        lines("x,y", around("", beside(written(X), written(Y)), ",")).encode(),
        ("x", "y"),
        {"x": X, "y": Y},
        note="the names do not: this is no row of R's with a name",
    ),
    Export(
        "a CSV quoted throughout, by apostrophes",
        lines("'x','y'", beside(around("'", written(X), "'"), around("'", written(Y), "'"))),
        ("x", "y"),
        {"x": X, "y": Y},
        refused=True,
    ),
    Export(
        "a matrix of correlations",
        lines(",a,b,c", "a,1,0.25,-0.5", "b,0.25,1,0.125", "c,-0.5,0.125,1").encode(),
        ("", "a", "b", "c"),
        {0: ["a", "b", "c"], "a": [1.0, 0.25, -0.5], "c": [-0.5, 0.125, 1.0]},
    ),
    Export(
        "infinities and not-a-numbers",
        lines(
            "x,y", beside(written(gaps(X, 1), empty="nan"), written(gaps(Y, 2), empty="-nan(ind)"))
        ).encode(),
        ("x", "y"),
        {"x": gaps(X, 1), "y": gaps(Y, 2)},
        note="-nan(ind) is Microsoft's C",
        refused=True,
    ),
    Export(
        "Python on Windows, doubled line ends",
        lines("x,y", beside(written(X), written(Y)), end="\r\r\n").encode(),
        ("x", "y"),
        {"x": X, "y": Y},
        note="a csv file opened without newline=''",
    ),
    Export(
        "sqlcmd",
        lines(
            "x           y           kind      ",
            "----------- ----------- ----------",
            [f"{x:11.1f} {y:11.1f} {kind:10}" for x, y, kind in zip(X, Y, KIND, strict=True)],
            "",
            "(12 rows affected)",
            end="\r\n",
        ).encode(),
        ("x", "y", "kind"),
        {"x": X, "y": Y, "kind": KIND},
    ),
    Export(
        "PowerShell, Export-Csv",
        lines(
            "#TYPE System.Management.Automation.PSCustomObject",
            '"Name","CPU","WS"',
            beside(quoted(KIND), quoted(written(gaps(SHARE, 2))), quoted(written(COUNT))),
            end="\r\n",
        ).encode(),
        ("Name", "CPU", "WS"),
        {"Name": KIND, "CPU": gaps(SHARE, 2), "WS": COUNT},
    ),
    Export(
        "Windows performance monitor",
        lines(
            '"(PDH-CSV 4.0) (W. Europe Standard Time)(-60)","\\\\PC\\Processor(_Total)\\% Idle",'
            '"\\\\PC\\Memory\\Free"',
            beside(
                quoted(around("01/09/2023 10:", written(NUMBERED, "02.0f"), ":00.123")),
                quoted(written(gaps(SHARE, 0), empty=" ")),
                quoted(written(COUNT)),
            ),
            end="\r\n",
        ).encode("cp1252"),
        (
            "(PDH-CSV 4.0) (W. Europe Standard Time)(-60)",
            "\\\\PC\\Processor(_Total)\\% Idle",
            "\\\\PC\\Memory\\Free",
        ),
        {1: gaps(SHARE, 0), 2: COUNT},
        note="the first reading is a blank",
    ),
    Export(
        "Wireshark",
        lines(
            '"No.","Time","Source","Protocol","Length","Info"',
            beside(
                quoted(written(NUMBERED)),
                quoted(written(X, ".6f")),
                ['"10.0.0.1"'] * 12,
                ['"TCP"'] * 12,
                quoted(written(COUNT)),
                ['"443 > 5 [ACK] Seq=1, Ack=1"'] * 12,
            ),
        ).encode(),
        ("No.", "Time", "Source", "Protocol", "Length", "Info"),
        {"Time": X, "Length": COUNT, "Protocol": ["TCP"] * 12},
    ),
    Export(
        "NetLogo, BehaviorSpace",
        lines(
            '"BehaviorSpace results (NetLogo 6.2.0)"',
            '"Wolf Sheep Predation.nlogo"',
            '"experiment"',
            '"01/09/2023 10:11:12:123 +0100"',
            '"min-pxcor","max-pxcor","min-pycor","max-pycor"',
            '"-25","25","-25","25"',
            '"[run number]","[step]","count sheep"',
            beside(quoted(written(NUMBERED)), quoted(["500"] * 12), quoted(written(COUNT))),
        ).encode(),
        ("[run number]", "[step]", "count sheep"),
        {"[run number]": NUMBERED, "count sheep": COUNT},
        refused=True,
        note="a small table of settings stands above",
    ),
    Export(
        "Fortran, overflown fields",
        lines(
            "    step      value",
            [
                f"{n:8.0f}{cell:>11}"
                for n, cell in zip(
                    NUMBERED, written(gaps(LENGTH, 5), ".3f", empty="*********"), strict=True
                )
            ],
        ).encode(),
        ("step", "value"),
        {"step": NUMBERED, "value": gaps(LENGTH, 5)},
        note="stars where the number did not fit",
    ),
    Export(
        "remarks with two slashes",
        lines(
            "// exported 2023-01-09", "// by simulation 7", "x,y", beside(written(X), written(Y))
        ).encode(),
        ("x", "y"),
        {"x": X, "y": Y},
        refused=True,
    ),
    Export(
        "complex numbers",
        lines(
            "z,w", beside([f"({x}+{abs(y)}j)" for x, y in zip(X, Y, strict=True)], written(LENGTH))
        ).encode(),
        ("z", "w"),
        {"w": LENGTH},
    ),
    Export(
        "identifiers that look like numbers",
        lines(
            "version,address,zip,x",
            beside(
                around("1.", written(NUMBERED), ".0"),
                around("10.0.0.", written(NUMBERED)),
                around("0", written([10000 + n for n in NUMBERED])),
                written(X),
            ),
        ).encode(),
        ("version", "address", "zip", "x"),
        {
            "version": around("1.", written(NUMBERED), ".0"),
            "address": around("10.0.0.", written(NUMBERED)),
            "x": X,
        },
        note="1.12.0 is a version, and no thousand",
    ),
    Export(
        "dates that look like numbers",
        lines(
            "Tag;Monat;Wert",
            beside(
                around("", written(NUMBERED, "02.0f"), ".01.2023"),
                around("01.", written(NUMBERED, "02.0f")),
                written(SHARE, ".1f", ","),
                separator=";",
            ),
        ).encode(),
        ("Tag", "Monat", "Wert"),
        {"Tag": around("", written(NUMBERED, "02.0f"), ".01.2023"), "Wert": SHARE},
    ),
    Export(
        "labels with signs of their own",
        lines(
            "dose,cell,n",
            beside(["5%", "10%", "15%"] * 4, ["B-12", "1e", "3D"] * 4, written(NUMBERED)),
        ).encode(),
        ("dose", "cell", "n"),
        {"cell": ["B-12", "1e", "3D"] * 4, "n": NUMBERED},
        note="1e and 3D are no numbers",
    ),
]
