"""What instruments and the programs beside them write."""

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

WAVE = tuple(4000.0 - 4 * row for row in range(12))
SECONDS = tuple(round(row * 0.004 - 0.02, 3) for row in range(12))
VOLT = tuple(round(value * 0.01, 4) for value in X)
CLOCK = [f"{8 + row // 6:02d}:{row % 6}0:00" for row in range(12)]
WELLS = [f"{row}{column}" for row in "ABC" for column in range(1, 5)]
TEKTRONIX = [
    *("Record Length,1.200000e+01", "Sample Interval,4.000000e-03", "Trigger Point,5.0e+00"),
    *(",", ",", ",", "Source,CH1", "Vertical Units,V", "Vertical Scale,5.0e-02"),
    *("Vertical Offset,0.0e+00", "Horizontal Units,s", "Horizontal Scale,1.0e-02"),
]
GRID = [tuple(LENGTH[(3 * row + column) % 12] for column in range(12)) for row in range(8)]


def thermo() -> list[str]:
    head = f"{'Step':>8} {'Temp':>14} {'E_pair':>14} {'Press':>14}"
    return [
        head,
        *(
            f"{100 * row:8d} {a:14.8g} {-b:14.8g} {c:14.8g}"
            for row, (a, b, c) in enumerate(zip(LENGTH, WIDTH, X, strict=True))
        ),
    ]


THERMO: dict[str | int, tuple[float, ...]] = {
    "Step": tuple(100.0 * row for row in range(12)),
    "Temp": LENGTH,
    "E_pair": tuple(-value for value in WIDTH),
    "Press": X,
}

EXPORTS = [
    Export(
        "PerkinElmer spectrum",
        lines(
            'Created as New Dataset,"Sample 022 By Analyst Date Monday, May 02 2016"',
            "cm-1,%T",
            beside(written(WAVE, ".2f"), written(SHARE, ".2f")),
            end="\r\n",
        ).encode(),
        ("cm-1", "%T"),
        {"cm-1": WAVE, "%T": SHARE},
    ),
    Export(
        "plate reader, BMG",
        lines(
            "User: USER,Path: C:\\Program Files (x86)\\BMG\\,Test ID: 512",
            "Test Name: BRADFORD,Date: 09/01/2023,Time: 10:11:12",
            "Absorbance,Absorbance values are displayed as OD",
            "",
            "Well,Content,Raw Data (595)",
            beside(WELLS, KIND, written(WIDTH, ".3f")),
            end="\r\n",
        ).encode("cp1252"),
        ("Well", "Content", "Raw Data (595)"),
        {"Well": WELLS, "Content": KIND, "Raw Data (595)": WIDTH},
    ),
    Export(
        "plate reader, Tecan grid",
        lines(
            "<>\t" + "\t".join(str(column) for column in range(1, 13)),
            [
                f"{letter}\t" + "\t".join(written(row, ".4f"))
                for letter, row in zip("ABCDEFGH", GRID, strict=True)
            ],
            end="\r\n",
        ).encode(),
        ("<>", *(str(column) for column in range(1, 13))),
        {"<>": list("ABCDEFGH"), "1": [row[0] for row in GRID], "12": [row[11] for row in GRID]},
        note="numbers as names",
    ),
    Export(
        "Tektronix TDS",
        lines(
            [
                f"{left},,{time:.12f},{volt:.5f},"
                for left, time, volt in zip(TEKTRONIX, SECONDS, VOLT, strict=True)
            ],
            end="\r\n",
        ).encode(),
        ("", "", "", "", ""),
        {3: SECONDS, 4: VOLT},
        refused=True,
        note="settings stand to the left of the curve; no row holds names",
    ),
    Export(
        "Tektronix MSO",
        lines(
            "Model,MSO58",
            "Firmware Version,1.28.6",
            "",
            "Waveform Type,ANALOG,",
            "Horizontal Units,s,",
            "Sample Interval,4E-3,",
            "Record Length,12,",
            "Zero Index,5,",
            "Vertical Units,V,",
            ",",
            "Label,,",
            "TIME,CH1",
            beside(written(SECONDS, ".5e"), written(VOLT, ".5g")),
            end="\r\n",
        ).encode(),
        ("TIME", "CH1"),
        {"TIME": SECONDS, "CH1": VOLT},
    ),
    Export(
        "Rigol",
        lines(
            "X,CH1,",
            "Second,Volt,",
            beside(written(SECONDS, ".6e"), around("", written(VOLT, ".2e"), ",")),
            end="\r\n",
        ).encode(),
        ("X", "CH1"),
        {"X": SECONDS, "CH1": VOLT},
        {"X": "Second", "CH1": "Volt"},
        note="units in the second row; each line ends in a comma",
    ),
    Export(
        "Rigol with start and increment",
        lines(
            "X,CH1,CH2,Start,Increment,",
            "Sequence,Volt,Volt,-2.000000e-02,4.000000e-03",
            [
                f"{row},{one:.2e},{two:.2e},"
                for row, (one, two) in enumerate(zip(VOLT, LENGTH, strict=True))
            ],
            end="\r\n",
        ).encode(),
        ("X", "CH1", "CH2", "Start", "Increment"),
        {"X": tuple(float(row) for row in range(12)), "CH1": VOLT, "CH2": LENGTH},
        refused=True,
        note="six cells, then five, then four: only the first two rows speak of start and step",
    ),
    Export(
        "Keysight oscilloscope",
        lines(
            "x-axis,1",
            "second,Volt",
            beside(written(SECONDS, "+.6E"), written(VOLT, "+.4E")),
            end="\r\n",
        ).encode(),
        ("x-axis", "1"),
        {"x-axis": SECONDS, "1": VOLT},
        {"x-axis": "second", "1": "Volt"},
    ),
    Export(
        "LeCroy",
        lines(
            "LECROYWR62Xi,12345,Waveform",
            "Segments,1,SegmentSize,12",
            "Segment,TrigTime,TimeSinceSegment1",
            "#1,24-May-2011 11:33:00,0",
            "Time,Ampl",
            beside(written(SECONDS, ".6g"), written(VOLT, ".6g")),
            end="\r\n",
        ).encode(),
        ("Time", "Ampl"),
        {"Time": SECONDS, "Ampl": VOLT},
    ),
    Export(
        "HOBO logger",
        lines(
            '"Plot Title: Stream 3"',
            '"#","Date Time, GMT+01:00","Temp, °C (LGR S/N: 10423678, SEN S/N: 10423678)",'
            '"Host Connected (LGR S/N: 10423678)"',
            [
                f"{row},01/09/23 {clock} AM,{temp:.3f},{'Logged' * (row == 12)}"
                for row, clock, temp in zip(range(1, 13), CLOCK, LENGTH, strict=True)
            ],
            end="\r\n",
        ).encode("utf-8-sig"),
        (
            "#",
            "Date Time, GMT+01:00",
            "Temp, °C (LGR S/N: 10423678, SEN S/N: 10423678)",
            "Host Connected (LGR S/N: 10423678)",
        ),
        {"#": NUMBERED, "Temp, °C (LGR S/N: 10423678, SEN S/N: 10423678)": LENGTH},
        note="the row of names begins with #, and is no remark",
    ),
    Export(
        "GPS, NMEA",
        lines(
            [
                f"$GPGGA,{123500 + row},4807.{row:03d},N,01131.{2 * row:03d},E,1,08,0.9,{h:.1f},M,"
                f"46.9,M,,*{60 + row:X}"
                for row, h in enumerate(SHARE)
            ],
            end="\r\n",
        ).encode(),
        ("",) * 15,
        {0: ["$GPGGA"] * 12, 2: [float(f"4807.{row:03d}") for row in range(12)], 9: SHARE},
    ),
    Export(
        "GPS track",
        lines(
            "lat,lon,ele,time",
            beside(
                written([48.1 + v / 1000 for v in X], ".6f"),
                written([11.5 + v / 1000 for v in Y], ".6f"),
                written(SHARE, ".1f"),
                around("2023-01-09T", CLOCK, "Z"),
            ),
        ).encode(),
        ("lat", "lon", "ele", "time"),
        {"lat": [float(f"{48.1 + v / 1000:.6f}") for v in X], "ele": SHARE},
    ),
    Export(
        "GROMACS, xvg",
        lines(
            "# This file was created Thu Nov  9 10:11:12 2023",
            "# Created by:",
            "#                     :-) GROMACS - gmx energy, 2022 (-:",
            "#",
            '@    title "GROMACS Energies"',
            '@    xaxis  label "Time (ps)"',
            '@    yaxis  label "(kJ/mol)"',
            "@TYPE xy",
            '@ s0 legend "Potential"',
            '@ s1 legend "Pressure"',
            beside(
                written(NUMBERED, "12.6f"),
                written(LENGTH, "12.6f"),
                written(X, "12.6f"),
                separator="",
            ),
        ).encode(),
        ("", "", ""),
        {0: NUMBERED, 1: LENGTH, 2: X},
    ),
    Export(
        "LAMMPS, thermo block",
        lines(thermo()),
        ("Step", "Temp", "E_pair", "Press"),
        THERMO,
    ),
    Export(
        "LAMMPS, log",
        lines(
            "LAMMPS (29 Sep 2021)",
            "units lj",
            "atom_style atomic",
            "Created orthogonal box = (0 0 0) to (16.8 16.8 16.8)",
            "run 1100",
            "Per MPI rank memory allocation (min/avg/max) = 3.154 | 3.154 | 3.154 Mbytes",
            thermo(),
            "Loop time of 0.25 on 1 procs for 1100 steps with 4000 atoms",
            "",
            "Total wall time: 0:00:00",
        ).encode(),
        ("Step", "Temp", "E_pair", "Press"),
        THERMO,
        refused=True,
    ),
    Export(
        "magnetometer",
        lines(
            "No.\tDate\tTime\tB (mT)",
            beside(
                written(NUMBERED),
                ["09.01.2023"] * 12,
                CLOCK,
                written(X, ".2f", ","),
                separator="\t",
            ),
            end="\r\n",
        ).encode(),
        ("No.", "Date", "Time", "B (mT)"),
        {"No.": NUMBERED, "B (mT)": X},
    ),
    Export(
        "ImageJ, results",
        lines(
            " ,Area,Mean,Circ.",
            beside(
                written(NUMBERED),
                written(SHARE),
                written(LENGTH),
                written(gaps(WIDTH, 4), empty="NaN"),
            ),
        ).encode(),
        ("", "Area", "Mean", "Circ."),
        {"Area": SHARE, "Mean": LENGTH, "Circ.": gaps(WIDTH, 4)},
        note="the first name is a blank",
    ),
    Export(
        "ImageJ, results with tabs",
        lines(
            " \tLabel\tArea\tX\tY",
            beside(
                written(NUMBERED),
                around("cells.tif:", written(NUMBERED, "04.0f")),
                written(SHARE),
                written(LENGTH),
                written(WIDTH),
                separator="\t",
            ),
        ).encode(),
        ("", "Label", "Area", "X", "Y"),
        {"Area": SHARE, "X": LENGTH, "Y": WIDTH},
    ),
    Export(
        "flow cytometry",
        lines(
            "FSC-A,SSC-A,FITC-A,Time",
            beside(
                written([20_000 * v for v in LENGTH], ".2f"),
                written([9e3 * v for v in WIDTH], ".2f"),
                written([100 * v for v in X], ".5f"),
                written(SECONDS, ".6f"),
            ),
            end="\r\n",
        ).encode(),
        ("FSC-A", "SSC-A", "FITC-A", "Time"),
        {
            "FSC-A": [float(f"{20_000 * v:.2f}") for v in LENGTH],
            "FITC-A": [float(f"{100 * v:.5f}") for v in X],
            "Time": SECONDS,
        },
    ),
    Export(
        "qPCR, Applied Biosystems",
        lines(
            "* Block Type = 96-Well Block (0.2mL)",
            "* Chemistry = SYBR_GREEN",
            "* Experiment File Name = D:\\run 7.eds",
            "* Passive Reference = ROX",
            "",
            "[Results]",
            "Well\tSample Name\tTarget Name\tCT\tTm1",
            beside(
                WELLS,
                KIND,
                ["GAPDH"] * 12,
                written(gaps(SHARE, 3), ".3f", empty="Undetermined"),
                written(LENGTH, ".3f"),
                separator="\t",
            ),
            end="\r\n",
        ).encode(),
        ("Well", "Sample Name", "Target Name", "CT", "Tm1"),
        {"Well": WELLS, "Sample Name": KIND, "CT": gaps(SHARE, 3), "Tm1": LENGTH},
        note="a cycle that never came is none",
    ),
    Export(
        "potentiostat, Gamry-like",
        lines(
            "t [s]\tE [V]\tI [µA]",
            beside(
                written(NUMBERED, ".1f", ","),
                written(VOLT, ".4f", ","),
                written(X, ".2e", ","),
                separator="\t",
            ),
            end="\r\n",
        ).encode("cp1252"),
        ("t [s]", "E [V]", "I [µA]"),
        {"t [s]": NUMBERED, "E [V]": VOLT, "I [µA]": X},
    ),
    Export(
        "EC-Lab, mpt",
        lines(
            "EC-Lab ASCII FILE",
            "Nb header lines : 6",
            "",
            "Cyclic Voltammetry",
            "Run on channel : 1 (SN 1234)",
            "mode\ttime/s\tEwe/V\t<I>/mA\t",
            beside(
                ["2"] * 12,
                written(NUMBERED, ".15E", ","),
                written(VOLT, ".7E", ","),
                written(X, ".7E", ","),
                [""] * 12,
                separator="\t",
            ),
            end="\r\n",
        ).encode("cp1252"),
        ("mode", "time/s", "Ewe/V", "<I>/mA"),
        {"time/s": NUMBERED, "Ewe/V": VOLT, "<I>/mA": X},
        note="each line ends in a tab",
    ),
    Export(
        "CH Instruments",
        lines(
            "Nov. 9, 2023   10:11:12",
            "Cyclic Voltammetry",
            "File: cv1.bin",
            "Data Source: Experiment",
            "Instrument Model:  CHI660E",
            "Header: ",
            "Note: ",
            "",
            "Init E (V) = 0",
            "High E (V) = 0.5",
            "Scan Rate (V/s) = 0.1",
            "",
            "Potential/V, Current/A",
            "",
            beside(written(VOLT, ".3f"), written(X, ".3e"), separator=", "),
            end="\r\n",
        ).encode(),
        ("Potential/V", "Current/A"),
        {"Potential/V": [round(value, 3) for value in VOLT], "Current/A": X},
    ),
    Export(
        "weather station",
        lines(
            "Datum;Zeit;Temp. außen;Feuchte;Wind",
            beside(
                ["09.01.2023"] * 12,
                CLOCK,
                written(gaps(X, 5), ".1f", ",", empty="---"),
                written(COUNT),
                written(gaps(WIDTH, 5), ".1f", ",", empty="---"),
                separator=";",
            ),
            end="\r\n",
        ).encode("cp1252"),
        ("Datum", "Zeit", "Temp. außen", "Feuchte", "Wind"),
        {"Temp. außen": gaps(X, 5), "Feuchte": COUNT, "Wind": gaps(WIDTH, 5)},
    ),
    Export(
        "Davis WeatherLink",
        lines(
            "\t\tTemp\tHi\tLow\tOut",
            "Date\tTime\tOut\tTemp\tTemp\tHum",
            beside(
                ["09/01/23"] * 12,
                [f"{clock[:5]}a" for clock in CLOCK],
                written(LENGTH),
                written([v + 1 for v in LENGTH]),
                written([v - 1 for v in LENGTH]),
                written(COUNT),
                separator="\t",
            ),
            end="\r\n",
        ).encode(),
        ("", "", "", "", "", ""),
        {2: LENGTH, 5: COUNT},
        note="names over two rows: Temp Out, Hi Temp, Low Temp",
    ),
    Export(
        "Arduino, serial log",
        lines("Sensor ready", beside(written(LENGTH, ".2f"), written(SHARE, ".2f"))),
        ("", ""),
        {0: LENGTH, 1: SHARE},
        refused=True,
    ),
    Export(
        "Arduino, serial log with names in the cells",
        lines([f"Temp: {t:.1f} C, Hum: {h:.1f} %" for t, h in zip(LENGTH, SHARE, strict=True)]),
        ("", ""),
        {0: LENGTH, 1: SHARE},
        refused=True,
    ),
    Export(
        "Arduino, monitor with time stamps",
        lines(
            [
                f"10:11:{12 + row}.123 -> {t:.2f}\t{h:.2f}"
                for row, (t, h) in enumerate(zip(LENGTH, SHARE, strict=True))
            ]
        ),
        ("", "", ""),
        {1: LENGTH, 2: SHARE},
        refused=True,
    ),
    Export(
        "LabVIEW, lvm",
        lines(
            "LabVIEW Measurement\t",
            "Writer_Version\t2",
            "Reader_Version\t2",
            "Separator\tTab",
            "Decimal_Separator\t.",
            "Multi_Headings\tNo",
            "X_Columns\tOne",
            "***End_of_Header***\t",
            "\t",
            "Channels\t2\t\t",
            "Samples\t12\t12\t",
            "Y_Unit_Label\tVolt\tVolt\t",
            "***End_of_Header***\t\t\t",
            "X_Value\tVoltage\tCurrent\tComment",
            beside(
                written(SECONDS, ".6f"), written(VOLT, ".6f"), written(X, ".6f"), separator="\t"
            ),
            end="\r\n",
        ).encode(),
        ("X_Value", "Voltage", "Current", "Comment"),
        {"X_Value": SECONDS, "Voltage": VOLT, "Current": X},
        refused=True,
        note="the rows are a cell shorter than the names",
    ),
    Export(
        "Origin, ASCII export",
        lines(
            "Time\tVoltage\tCurrent",
            "s\tV\tmA",
            "\tSample 1\tSample 1",
            beside(written(SECONDS), written(VOLT), written(X), separator="\t"),
            end="\r\n",
        ).encode(),
        ("Time", "Voltage", "Current"),
        {"Time": SECONDS, "Voltage": VOLT, "Current": X},
        {"Time": "s", "Voltage": "V", "Current": "mA"},
        note="long names, units, comments",
    ),
    Export(
        "Bruker OPUS, dpt",
        lines(beside(written(WAVE, ".5f"), written(VOLT, ".5f"))).encode(),
        ("", ""),
        {0: WAVE, 1: VOLT},
    ),
    Export(
        "Bruker diffraction, xy",
        lines(
            '\'Id: "Sample 7" Comment: "" Operator: "me" Anode: "Cu" Scantype: "Coupled"',
            beside(written(LENGTH, ".4f"), written(COUNT), separator=" "),
            end="\r\n",
        ).encode(),
        ("", ""),
        {0: LENGTH, 1: COUNT},
        refused=True,
    ),
    Export(
        "Shimadzu chromatogram",
        lines(
            "[Header]",
            "Application Name\tLabSolutions",
            "Version\t5.97",
            "",
            "[LC Chromatogram(Detector A-Ch1)]",
            "Interval(msec)\t500",
            "# of Points\t12",
            "Wavelength(nm)\t254",
            "R.Time (min)\tIntensity",
            beside(written(SECONDS, ".5f"), written(COUNT), separator="\t"),
            "",
            end="\r\n",
        ).encode(),
        ("R.Time (min)", "Intensity"),
        {"R.Time (min)": SECONDS, "Intensity": COUNT},
        refused=True,
    ),
    Export(
        "Cary spectrophotometer",
        lines(
            "Sample1,,Sample2,,",
            "Wavelength (nm),Abs,Wavelength (nm),Abs,",
            beside(written(WAVE, ".1f"), written(X), written(WAVE, ".1f"), written(Y), [""] * 12),
            end="\r\n",
        ).encode(),
        ("", "", "", ""),
        {0: WAVE, 1: X, 2: WAVE, 3: Y},
        note="sample names over the first of two columns each",
    ),
    Export(
        "Instron",
        lines(
            '"Time","Extension","Load"',
            '"(s)","(mm)","(N)"',
            beside(
                quoted(written(NUMBERED, ".3f")),
                quoted(written(LENGTH, ".5f")),
                quoted(written(SHARE, ".5f")),
            ),
            end="\r\n",
        ).encode(),
        ("Time", "Extension", "Load"),
        {"Time": NUMBERED, "Extension": LENGTH, "Load": SHARE},
        {"Time": "s", "Extension": "mm", "Load": "N"},
        note="units in brackets in a row of their own; all quoted",
    ),
    Export(
        "Campbell logger, TOA5",
        lines(
            '"TOA5","CR1000","CR1000","12345","CR1000.Std.27","CPU:prog.CR1","4062","Table1"',
            '"TIMESTAMP","RECORD","AirTC_Avg","RH"',
            '"TS","RN","Deg C","%"',
            '"","","Avg","Smp"',
            beside(
                quoted(around("2023-01-09 ", CLOCK)),
                written(COUNT),
                written(gaps(LENGTH, 6), empty='"NAN"'),
                written(SHARE),
            ),
            end="\r\n",
        ).encode(),
        ("TIMESTAMP", "RECORD", "AirTC_Avg", "RH"),
        {"RECORD": COUNT, "AirTC_Avg": gaps(LENGTH, 6), "RH": SHARE},
        {"AirTC_Avg": "Deg C", "RH": "%"},
        refused=True,
        note="names, units and kinds below a line about the logger",
    ),
    Export(
        "Ocean Optics",
        lines(
            "Data from sample.txt Node",
            "",
            "Date: Thu Nov 09 10:11:12 CET 2023",
            "User: me",
            "Spectrometer: USB2E1234",
            "Integration Time (sec): 1.000000E-1",
            "Number of Pixels in Spectrum: 12",
            ">>>>>Begin Spectral Data<<<<<",
            beside(written(WAVE, ".3f"), written(SHARE, ".2f"), separator="\t"),
            end="\r\n",
        ).encode(),
        ("", ""),
        {0: WAVE, 1: SHARE},
        refused=True,
    ),
    Export(
        "Testo logger",
        lines(
            "Datum / Zeit;Temperatur [°C];Feuchte [%rF];",
            beside(
                around("09.01.2023 ", CLOCK),
                written(LENGTH, ".1f", ","),
                written(SHARE, ".1f", ","),
                [""] * 12,
                separator=";",
            ),
            end="\r\n",
        ).encode("cp1252"),
        ("Datum / Zeit", "Temperatur [°C]", "Feuchte [%rF]"),
        {"Temperatur [°C]": LENGTH, "Feuchte [%rF]": SHARE},
    ),
    Export(
        "NanoDrop",
        lines(
            "#\tSample ID\tNucleic Acid\tUnit\tA260 (Abs)",
            beside(
                written(NUMBERED),
                TOWN,
                written(SHARE, ".1f"),
                ["ng/µl"] * 12,
                written(X, ".3f"),
                separator="\t",
            ),
            end="\r\n",
        ).encode("utf-16"),
        ("#", "Sample ID", "Nucleic Acid", "Unit", "A260 (Abs)"),
        {
            "#": NUMBERED,
            "Sample ID": TOWN,
            "Nucleic Acid": SHARE,
            "A260 (Abs)": X,
        },
        note="a name of # again",
    ),
    Export(
        "JCAMP-DX spectrum",
        lines(
            "##TITLE=Sample 7",
            "##JCAMP-DX=4.24",
            "##DATA TYPE=INFRARED SPECTRUM",
            "##XUNITS=1/CM",
            "##YUNITS=ABSORBANCE",
            "##XYDATA=(X++(Y..Y))",
            [f"{4000 - 4 * row}{100 + row}{110 + row}{120 + row}" for row in range(12)],
            "##END=",
        ).encode(),
        refused=True,
        note="packed: 4000100110120 is four numbers",
    ),
    Export(
        "network analyser, Touchstone",
        lines(
            "! Keysight Technologies,N9914A",
            "! Date: 9 Jan 2023",
            "# Hz S RI R 50",
            beside(
                written([1e9 + 1e6 * v for v in NUMBERED], ".0f"),
                written(X, ".6e"),
                written(Y, ".6e"),
                separator=" ",
            ),
        ).encode(),
        ("", "", ""),
        {0: [1e9 + 1e6 * v for v in NUMBERED], 1: X, 2: Y},
        refused=True,
        note="remarks begin with !, and # tells the units",
    ),
    Export(
        "phyphox",
        lines(
            '"Time (s)","Acceleration x (m/s^2)"',
            beside(
                written(NUMBERED, lambda v: f"{v:.9f}E0"), written(X, lambda v: f"{v * 10:.9f}E-1")
            ),
        ).encode(),
        ("Time (s)", "Acceleration x (m/s^2)"),
        {"Time (s)": NUMBERED, "Acceleration x (m/s^2)": X},
    ),
    Export(
        "phyphox, German",
        lines(
            '"Time (s)"\t"Pressure (hPa)"',
            beside(
                written(NUMBERED, lambda v: f"{v:.9f}E0".replace(".", ",")),
                written(LENGTH, lambda v: f"{v:.9f}E0".replace(".", ",")),
                separator="\t",
            ),
        ).encode(),
        ("Time (s)", "Pressure (hPa)"),
        {"Time (s)": NUMBERED, "Pressure (hPa)": LENGTH},
    ),
    Export(
        "Tracker",
        lines(
            "Masse A\t\t",
            "t\tx\ty",
            beside(
                written([v / 30 for v in NUMBERED], ".3E", ","),
                written(X, ".3E", ","),
                written(Y, ".3E", ","),
                separator="\t",
            ),
            end="\r\n",
        ).encode(),
        ("t", "x", "y"),
        {"t": [float(f"{v / 30:.3E}") for v in NUMBERED], "x": X, "y": Y},
    ),
    Export(
        "Logger Pro",
        lines(
            '"Run 1: Time (s)","Run 1: Force (N)","Run 2: Time (s)","Run 2: Force (N)"',
            beside(
                written(NUMBERED),
                written(LENGTH),
                written(gaps(NUMBERED, 10, 11)),
                written(gaps(WIDTH, 10, 11)),
            ),
        ).encode(),
        ("Run 1: Time (s)", "Run 1: Force (N)", "Run 2: Time (s)", "Run 2: Force (N)"),
        {"Run 1: Force (N)": LENGTH, "Run 2: Force (N)": gaps(WIDTH, 10, 11)},
        note="the second run is shorter",
    ),
    Export(
        "Capstone",
        lines(
            "Run #1,Run #1,Run #2",
            "Time (s),Position (m),Position (m)",
            beside(written(NUMBERED), written(X), written(Y)),
            end="\r\n",
        ).encode(),
        ("", "", ""),
        {0: NUMBERED, 1: X, 2: Y},
        note="names over two rows",
    ),
    Export(
        "balance, readings with their unit",
        lines(
            "Nr.;Gewicht",
            beside(
                written(NUMBERED),
                [f"{cell:>10} g" for cell in written(SHARE, ".4f", ",")],
                separator=";",
            ),
            end="\r\n",
        ).encode("cp1252"),
        ("Nr.", "Gewicht"),
        {"Nr.": NUMBERED, "Gewicht": SHARE},
        note="the unit stands in each cell",
    ),
    Export(
        "multimeter that overflows",
        lines(
            "t;U",
            beside(written(NUMBERED), written(gaps(X, 4), ".3f", ",", empty="O.L"), separator=";"),
            end="\r\n",
        ).encode(),
        ("t", "U"),
        {"t": NUMBERED},
        note="whatever O.L is taken for, it is not a number",
    ),
    Export(
        "Gamry, dta",
        lines(
            "EXPLAIN",
            "TAG\tEISPOT",
            "TITLE\tLABEL\tPotentiostatic EIS\tTest &Identifier",
            "DATE\tLABEL\t9/1/2023\tDate",
            "AREA\tQUANT\t1.00000E+000\tSample Area (cm^2)",
            "ZCURVE\tTABLE",
            "\tPt\tFreq\tZreal\tZimag",
            "\t#\tHz\tohm\tohm",
            beside(
                [""] * 12,
                written(NUMBERED),
                written(WAVE),
                written(LENGTH, ".6f"),
                written(X, ".6f"),
                separator="\t",
            ),
            end="\r\n",
        ).encode("cp1252"),
        ("Pt", "Freq", "Zreal", "Zimag"),
        {"Freq": WAVE, "Zreal": LENGTH, "Zimag": X},
        {"Freq": "Hz", "Zreal": "ohm", "Zimag": "ohm"},
        refused=True,
        note="settings above, a blank column first, units below the names, # for a plain number",
    ),
    Export(
        "LabVIEW, lvm without times, decimal commas",
        lines(
            "LabVIEW Measurement",
            "Writer_Version\t2",
            "Separator\tTab",
            "Decimal_Separator\t,",
            "X_Columns\tNo",
            "Time\t17:18:18,938945770263671875",
            "***End_of_Header***",
            "",
            "Channels\t2",
            "Samples\t12\t12",
            "X0\t0,0000000000000000E+0\t0,0000000000000000E+0",
            "Delta_X\t1,000000\t1,000000",
            "***End_of_Header***",
            "X_Value\tUntitled\tUntitled 1\tComment",
            beside([""] * 12, written(VOLT, ".6f", ","), written(X, ".6f", ","), separator="\t"),
            end="\r\n",
        ).encode("cp1252"),
        ("", "Untitled", "Untitled 1", ""),
        {"Untitled": VOLT, "Untitled 1": X},
        refused=True,
        note="each row begins with a tab",
    ),
    Export(
        "PerkinElmer kinetics, semicolons",
        lines(
            "Created as New Dataset;",
            "s;A",
            beside(written(NUMBERED, ".1f", ","), written(X, ".5f", ","), separator=";"),
            end="\r\n",
        ).encode(),
        ("s", "A"),
        {"s": NUMBERED, "A": X},
        note="the row of units is all there is of names",
    ),
    Export(
        "Keysight, network response",
        lines(
            "#,Frequency (Hz),Amplitude (Vpp),Gain (dB),Phase (°)",
            beside(
                written(NUMBERED),
                written(WAVE, ".1f"),
                ["2.0000"] * 12,
                written(X, ".2f"),
                written(Y, ".2f"),
            ),
            end="\r\n",
        ).encode(),
        ("#", "Frequency (Hz)", "Amplitude (Vpp)", "Gain (dB)", "Phase (°)"),
        {"#": NUMBERED, "Frequency (Hz)": WAVE, "Gain (dB)": X, "Phase (°)": Y},
        note="the row of names begins with #",
    ),
]
