"""What public portals offer for download."""

from tests.data.exports.export import (
    COUNT,
    KIND,
    LENGTH,
    NUMBERED,
    PRICE,
    SHARE,
    TOWN,
    WIDTH,
    YEAR,
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

YEARS = written(YEAR)
CODES = [f"{town[:3].upper()}" for town in TOWN]
GEO = ("AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI")
CLUMPS = tuple(zip(X, Y, LENGTH, WIDTH, strict=True))


def wide(columns: int) -> tuple[str, tuple[str, ...]]:
    names = tuple(f"gene{column}" for column in range(1, columns + 1))
    rows = [[f"{LENGTH[row] + column / 1000:.3f}" for column in range(columns)] for row in range(6)]
    return lines(",".join(names), [",".join(row) for row in rows]), names


def sentinel(values: tuple[float, ...], mark: str, width: int, *rows: int) -> list[str]:
    return [f"{cell:>{width}}" for cell in written(gaps(values, *rows), ".1f", empty=mark)]


EXPORTS = [
    Export(
        "Eurostat, TSV",
        lines(
            "freq,unit,geo\\TIME_PERIOD\t2019 \t2020 \t2021 ",
            [
                f"A,PC,{geo}\t{a} \t{b} \t{c} "
                for geo, a, b, c in zip(
                    GEO,
                    written(gaps(LENGTH, 1), ".1f", empty=":"),
                    around("", written(WIDTH, ".1f"), " e"),
                    written(gaps(X, 5), ".1f", empty=": z"),
                    strict=True,
                )
            ],
        ).encode(),
        ("freq,unit,geo\\TIME_PERIOD", "2019", "2020", "2021"),
        {"2019": gaps(LENGTH, 1), "2020": WIDTH, "2021": gaps(X, 5)},
        refused=True,
        note="flags behind the numbers, : where nothing is, years as names",
    ),
    Export(
        "Eurostat, SDMX-CSV",
        lines(
            "DATAFLOW,LAST UPDATE,freq,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG",
            beside(
                ["ESTAT:TEST(1.0)"] * 12,
                ["09/11/23 11:00:00"] * 12,
                ["A"] * 12,
                GEO,
                YEARS,
                written(gaps(SHARE, 4)),
                ["", "e", "", "p"] * 3,
            ),
            end="\r\n",
        ).encode(),
        ("DATAFLOW", "LAST UPDATE", "freq", "geo", "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG"),
        {"geo": GEO, "TIME_PERIOD": YEAR, "OBS_VALUE": gaps(SHARE, 4)},
    ),
    Export(
        "World Bank",
        lines(
            '"Data Source","World Development Indicators",',
            "",
            '"Last Updated Date","2023-10-26",',
            "",
            '"Country Name","Country Code","1960","1961",',
            beside(
                quoted(TOWN),
                quoted(CODES),
                quoted(written(gaps(SHARE, 2))),
                quoted(written(LENGTH)),
                [""] * 12,
            ),
            end="\r\n",
        ).encode("utf-8-sig"),
        ("Country Name", "Country Code", "1960", "1961"),
        {"Country Name": TOWN, "1960": gaps(SHARE, 2), "1961": LENGTH},
        note="four lines above, numbers quoted, each line ends in a comma",
    ),
    Export(
        "OECD",
        lines(
            '"LOCATION","INDICATOR","TIME","Value","Flag Codes"',
            beside(quoted(GEO), ['"GDP"'] * 12, quoted(YEARS), written(PRICE), ["", '"B"'] * 6),
            end="\r\n",
        ).encode("utf-8-sig"),
        ("LOCATION", "INDICATOR", "TIME", "Value", "Flag Codes"),
        {"TIME": YEAR, "Value": PRICE},
    ),
    Export(
        "NOAA, Mauna Loa",
        lines(
            "# --------------------------------------------------------------------",
            "# USE OF NOAA GML DATA",
            "#",
            "# These data are made freely available, and",
            "# their use, e.g. in 1.5 pages, is to be told.",
            "#",
            "#            decimal       monthly",
            "#             date         average",
            [
                f"  {1958 + row // 12}  {row % 12 + 1:2d}    {1958.2 + row / 12:9.4f}   {c:9.2f}"
                for row, c in enumerate(SHARE)
            ],
        ).encode(),
        ("", "", "", ""),
        {0: [1958.0] * 12, 1: NUMBERED, 3: SHARE},
    ),
    Export(
        "NOAA, climate summaries",
        lines(
            '"STATION","NAME","DATE","TMAX","TMIN"',
            beside(
                quoted(around("USW000", written(NUMBERED))),
                ['"DENVER, CO US"'] * 12,
                quoted(around("2023-01-", written(NUMBERED, "02.0f"))),
                quoted(written(gaps(COUNT, 3))),
                quoted(written(X)),
            ),
        ).encode(),
        ("STATION", "NAME", "DATE", "TMAX", "TMIN"),
        {"TMAX": gaps(COUNT, 3), "TMIN": X},
    ),
    Export(
        "USGS, RDB",
        lines(
            "# ---------------------------------- WARNING -----------------------------",
            "# Some of the data may be provisional.",
            "#",
            "#  agency_cd  Agency Code",
            "#",
            "agency_cd\tsite_no\tdatetime\t1234_00060\t1234_00060_cd",
            "5s\t15s\t20d\t14n\t10s",
            beside(
                ["USGS"] * 12,
                ["09380000"] * 12,
                around("2023-01-", written(NUMBERED, "02.0f")),
                written(gaps(SHARE, 7)),
                ["A"] * 12,
                separator="\t",
            ),
        ).encode(),
        ("agency_cd", "site_no", "datetime", "1234_00060", "1234_00060_cd"),
        {"1234_00060": gaps(SHARE, 7)},
        refused=True,
        note="the second row tells the widths",
    ),
    Export(
        "NASA exoplanets",
        lines(
            "# This file was produced by the NASA Exoplanet Archive",
            "# Thu Nov  9 02:11:12",
            "#",
            "# COLUMN pl_name:        Planet Name",
            "# COLUMN pl_orbper:      Orbital Period [days]",
            "#",
            "pl_name,pl_orbper,pl_rade",
            beside(
                around("Kepler-", written(NUMBERED), " b"),
                written(PRICE),
                written(gaps(WIDTH, 1, 4)),
            ),
        ).encode(),
        ("pl_name", "pl_orbper", "pl_rade"),
        {"pl_orbper": PRICE, "pl_rade": gaps(WIDTH, 1, 4)},
    ),
    Export(
        "NASA, GISTEMP",
        lines(
            "Land-Ocean: Global Means",
            "Year,Jan,Feb,J-D",
            beside(
                YEARS,
                written(X, "+.2f"),
                written([v / 10 for v in LENGTH], ".2f"),
                written(gaps(Y, 11), ".2f", empty="***"),
            ),
            end="\r\n",
        ).encode(),
        ("Year", "Jan", "Feb", "J-D"),
        {"Year": YEAR, "Jan": X, "J-D": gaps(Y, 11)},
        note="*** where the year is not over",
    ),
    Export(
        "Kaggle",
        lines(
            "PassengerId,Survived,Name,Age,Fare",
            [
                f'{row},{row % 2},"Braund, Mr. Owen ""Ned"" {row}",{age},{fare:.4f}'
                for row, (age, fare) in enumerate(
                    zip(written(gaps(COUNT, 5)), SHARE, strict=True), start=1
                )
            ],
            end="\r\n",
        ).encode(),
        ("PassengerId", "Survived", "Name", "Age", "Fare"),
        {"PassengerId": NUMBERED, "Age": gaps(COUNT, 5), "Fare": SHARE},
    ),
    Export(
        "UCI, iris",
        lines(beside(written(LENGTH), written(WIDTH), around("Iris-", KIND)), "").encode(),
        ("", "", ""),
        {0: LENGTH, 1: WIDTH, 2: around("Iris-", KIND)},
        note="no names; the kind comes last",
    ),
    Export(
        "UCI, car mileage",
        lines(
            [
                f'{mpg:<7.1f}{number:.0f}   {power:<11}{weight:.1f}\t"{kind}"'
                for mpg, number, power, weight, kind in zip(
                    SHARE,
                    NUMBERED,
                    written(gaps(COUNT, 3), ".1f", empty="?"),
                    PRICE,
                    KIND,
                    strict=True,
                )
            ]
        ).encode(),
        ("", "", "", "", ""),
        {0: SHARE, 2: gaps(COUNT, 3), 4: KIND},
        note="blanks, and a tab before the last",
    ),
    Export(
        "UCI, breast cancer",
        lines(
            beside(
                written(around_id := [1000025.0 + row for row in range(12)], ".0f"),
                written(NUMBERED),
                written(gaps(COUNT, 6), empty="?"),
                ["2", "4"] * 6,
            )
        ).encode(),
        ("", "", "", ""),
        {0: around_id, 2: gaps(COUNT, 6), 3: [2.0, 4.0] * 6},
        note="? stands for nothing",
    ),
    Export(
        "UCI, wine quality",
        lines(
            '"fixed acidity";"volatile acidity";"quality"',
            beside(written(LENGTH), written(X), written(NUMBERED), separator=";"),
        ).encode(),
        ("fixed acidity", "volatile acidity", "quality"),
        {"fixed acidity": LENGTH, "volatile acidity": X, "quality": NUMBERED},
        note="points in a semicolon file",
    ),
    Export(
        "UCI, air quality",
        lines(
            "Date;Time;CO(GT);PT08.S1(CO);T;;",
            beside(
                ["10/03/2004"] * 12,
                around("", written(NUMBERED, "02.0f"), ".00.00"),
                written(gaps(LENGTH, 4), "", ","),
                written(COUNT),
                written(X, "", ","),
                [""] * 12,
                [""] * 12,
                separator=";",
            ),
            [";;;;;;"] * 5,
            end="\r\n",
        ).encode(),
        ("Date", "Time", "CO(GT)", "PT08.S1(CO)", "T"),
        {"CO(GT)": gaps(LENGTH, 4), "PT08.S1(CO)": COUNT, "T": X},
    ),
    Export(
        "data.gov, salaries",
        lines(
            "Name,Department,Annual Salary,Full or Part-Time",
            beside(
                around('"', TOWN, ', A"'),
                KIND,
                around('"$', written([100 * v for v in PRICE], ",.2f", ".", ","), '"'),
                ["F", "P"] * 6,
            ),
            end="\r\n",
        ).encode(),
        ("Name", "Department", "Annual Salary", "Full or Part-Time"),
        {
            "Annual Salary": [float(f"{100 * v:.2f}") for v in PRICE],
            "Full or Part-Time": ["F", "P"] * 6,
        },
    ),
    Export(
        "DWD, hourly temperature",
        lines(
            "STATIONS_ID;MESS_DATUM;QN_9;TT_TU;RF_TU;eor",
            beside(
                ["         44"] * 12,
                around("20070401", written(NUMBERED, "02.0f")),
                ["    3"] * 12,
                sentinel(LENGTH, "-999", 6, 3, 4),
                sentinel(SHARE, "-999", 6, 4),
                ["eor"] * 12,
                separator=";",
            ),
            end="\r\n",
        ).encode(),
        ("STATIONS_ID", "MESS_DATUM", "QN_9", "TT_TU", "RF_TU", "eor"),
        {
            "STATIONS_ID": [44.0] * 12,
            "TT_TU": gaps(LENGTH, 3, 4),
            "RF_TU": gaps(SHARE, 4),
        },
        note="padded with blanks; -999 is no temperature",
    ),
    Export(
        "Our World in Data",
        lines(
            "Entity,Code,Year,Life expectancy - Sex: all - Age: 0 (years)",
            beside(TOWN, written(gaps(NUMBERED, 3), lambda v: f"C{v:.0f}"), YEARS, written(SHARE)),
        ).encode(),
        ("Entity", "Code", "Year", "Life expectancy - Sex: all - Age: 0 (years)"),
        {"Entity": TOWN, "Year": YEAR, "Life expectancy - Sex: all - Age: 0 (years)": SHARE},
    ),
    Export(
        "Destatis, GENESIS",
        lines(
            "Tabelle: 12411-0001;;;",
            "Bevölkerung: Deutschland, Stichtag;;;",
            "Fortschreibung des Bevölkerungsstandes;;;",
            ";männlich;weiblich;Insgesamt",
            beside(
                TOWN,
                written(gaps(COUNT, 2), empty="-"),
                written(gaps(SHARE, 6), "", ",", empty="."),
                written(gaps(LENGTH, 7), "", ",", empty="..."),
                separator=";",
            ),
            "__________;;;",
            "© Statistisches Bundesamt (Destatis), 2023;;;",
            end="\r\n",
        ).encode("cp1252"),
        ("", "männlich", "weiblich", "Insgesamt"),
        {
            0: TOWN,
            "männlich": gaps(COUNT, 2),
            "weiblich": gaps(SHARE, 6),
            "Insgesamt": gaps(LENGTH, 7),
        },
        note="lines above and below; -, . and ... for nothing",
    ),
    Export(
        "INSEE",
        lines(
            '"Libellé";"Code";"Taux";"Effectif"',
            beside(
                quoted(TOWN),
                quoted(CODES),
                written(gaps(SHARE, 1), "", ",", empty="nd"),
                written(COUNT),
                separator=";",
            ),
            end="\r\n",
        ).encode("utf-8-sig"),
        ("Libellé", "Code", "Taux", "Effectif"),
        {"Libellé": TOWN, "Taux": gaps(SHARE, 1), "Effectif": COUNT},
        note="nd, 'non disponible', stands for nothing",
    ),
    Export(
        "Statistics Sweden",
        lines(
            '"region","år","medelinkomst"',
            beside(quoted(TOWN), quoted(YEARS), written(gaps(SHARE, 9), empty='".."')),
            end="\r\n",
        ).encode("cp1252"),
        ("region", "år", "medelinkomst"),
        {"region": TOWN, "år": YEAR, "medelinkomst": gaps(SHARE, 9)},
        note=".. stands for nothing",
    ),
    Export(
        "FRED",
        lines(
            "observation_date,DGS10",
            beside(
                around("2023-01-", written(NUMBERED, "02.0f")),
                written(gaps(LENGTH, 2, 8), empty="."),
            ),
        ).encode(),
        ("observation_date", "DGS10"),
        {"DGS10": gaps(LENGTH, 2, 8)},
    ),
    Export(
        "Yahoo Finance",
        lines(
            "Date,Open,Adj Close,Volume",
            beside(
                around("2023-01-", written(NUMBERED, "02.0f")),
                written(gaps(PRICE, 4), ".6f", empty="null"),
                written(gaps(SHARE, 4), ".6f", empty="null"),
                written(gaps(COUNT, 4), empty="null"),
            ),
        ).encode(),
        ("Date", "Open", "Adj Close", "Volume"),
        {"Open": gaps(PRICE, 4), "Adj Close": gaps(SHARE, 4), "Volume": gaps(COUNT, 4)},
    ),
    Export(
        "VizieR, TSV",
        lines(
            "#",
            "#   VizieR Astronomical Server vizier.cds.unistra.fr",
            "#Column\t_RAJ2000\t(F9.5)\tRight ascension",
            "#",
            "RAJ2000\tDEJ2000\tVmag",
            "deg\tdeg\tmag",
            "---------\t---------\t-----",
            beside(
                written(SHARE, "09.5f"),
                written(X, "+010.5f"),
                written(gaps(LENGTH, 3), "5.2f", empty="     "),
                separator="\t",
            ),
        ).encode(),
        ("RAJ2000", "DEJ2000", "Vmag"),
        {"RAJ2000": SHARE, "DEJ2000": X, "Vmag": gaps(LENGTH, 3)},
        {"RAJ2000": "deg", "DEJ2000": "deg", "Vmag": "mag"},
        note="names, units and a ruled line below the remarks",
    ),
    Export(
        "SDSS, SkyServer",
        lines(
            "#Table1",
            "objid,ra,dec,class",
            beside(
                around("12376487208", written(NUMBERED, "08.0f")),
                written(SHARE, ".6f"),
                written(X, ".6f"),
                ["STAR", "GALAXY", "QSO"] * 4,
            ),
        ).encode(),
        ("objid", "ra", "dec", "class"),
        {"ra": SHARE, "dec": X, "class": ["STAR", "GALAXY", "QSO"] * 4},
    ),
    Export(
        "Yahoo-like, no names and a date first",
        lines(
            beside(
                around("2/", written([v + 16 for v in NUMBERED]), "/2008"),
                around("", written(NUMBERED), ":00:00"),
                written(gaps(LENGTH, 0, 1), empty="NaN"),
                written(WIDTH),
            )
        ).encode(),
        ("", "", "", ""),
        {2: gaps(LENGTH, 0, 1), 3: WIDTH},
        note="2/17/2008,1:00:00,NaN names nothing",
    ),
    Export(
        "groups over pairs of columns",
        lines(
            "control,,fire,", "X,Y,X,Y", [",".join(f"{value}" for value in row) for row in CLUMPS]
        ).encode(),
        ("", "", "", ""),
        {0: X, 1: Y, 2: LENGTH, 3: WIDTH},
        note="names over two rows: control X, control Y, fire X, fire Y",
    ),
    Export(
        "683 columns",
        wide(683)[0].encode(),
        wide(683)[1],
        {"gene1": LENGTH[:6], "gene683": [float(f"{v + 0.682:.3f}") for v in LENGTH[:6]]},
    ),
    Export(
        "1,500 columns",
        wide(1500)[0].encode(),
        wide(1500)[1],
        {"gene1": LENGTH[:6], "gene1500": [float(f"{v + 1.499:.3f}") for v in LENGTH[:6]]},
    ),
    Export(
        "German open data with commas for thousands",
        lines(
            "Gemeinde;Einwohner;Fläche",
            beside(
                TOWN,
                written([1000 * v for v in PRICE], ",.0f", ",", "."),
                written(SHARE, ".2f", ","),
                separator=";",
            ),
        ).encode("utf-8-sig"),
        ("Gemeinde", "Einwohner", "Fläche"),
        {"Einwohner": [float(f"{1000 * v:.0f}") for v in PRICE], "Fläche": SHARE},
        note="1.234.500 beside 12,50",
    ),
    Export(
        "World Bank, Databank",
        lines(
            "Country Name,Country Code,2019 [YR2019],2020 [YR2020]",
            beside(
                quoted(TOWN),
                CODES,
                written(gaps(SHARE, 2, 3), empty=".."),
                written(gaps(LENGTH, 5), empty=".."),
            ),
            ",,,",
            ",,,",
            ",,,",
            "Data from database: World Development Indicators,,,",
            "Last Updated: 10/26/2023,,,",
            end="\r\n",
        ).encode("utf-8-sig"),
        ("Country Name", "Country Code", "2019 [YR2019]", "2020 [YR2020]"),
        {
            "Country Name": TOWN,
            "2019 [YR2019]": gaps(SHARE, 2, 3),
            "2020 [YR2020]": gaps(LENGTH, 5),
        },
        note="a source below, after blank rows",
    ),
    Export(
        "Statistics Finland, plain blanks part thousands",
        lines(
            '"Alue";"Väkiluku";"Osuus"',
            beside(
                quoted(TOWN),
                written([1000 * v for v in PRICE], ",.0f", ",", " "),
                written(SHARE, ".1f", ","),
                separator=";",
            ),
            end="\r\n",
        ).encode("cp1252"),
        ("Alue", "Väkiluku", "Osuus"),
        {"Väkiluku": [float(f"{1000 * v:.0f}") for v in PRICE], "Osuus": SHARE},
    ),
    Export(
        "Qualtrics",
        lines(
            "StartDate,Q1,Q2_1",
            'Start Date,"How old are you, in years?",Please rate - A',
            '"{""ImportId"":""startDate""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2_1""}"',
            beside(["2023-01-09 10:11:12"] * 12, written(COUNT), written(gaps(NUMBERED, 4))),
        ).encode("utf-8-sig"),
        ("StartDate", "Q1", "Q2_1"),
        {"Q1": COUNT, "Q2_1": gaps(NUMBERED, 4)},
        refused=True,
        note="names, questions and identifiers, in three rows",
    ),
    Export(
        "Moodle, German",
        lines(
            'Vorname,Nachname,"Beendet","Bewertung/10,00","F. 1 /5,00"',
            beside(
                TOWN,
                KIND,
                ['"9. Januar 2023  10:11"'] * 12,
                around('"', written(gaps(LENGTH, 3), ".2f", ",", empty="-"), '"'),
                around('"', written(WIDTH, ".2f", ","), '"'),
            ),
        ).encode("utf-8-sig"),
        ("Vorname", "Nachname", "Beendet", "Bewertung/10,00", "F. 1 /5,00"),
        {"Bewertung/10,00": gaps(LENGTH, 3), "F. 1 /5,00": WIDTH},
        note="quoted decimal commas; - where a pupil did not come",
    ),
    Export(
        "Garmin Connect",
        lines(
            "Activity Type,Distance,Calories,Avg HR,Elev Gain",
            beside(
                ["Running"] * 12,
                quoted(written(SHARE, ".2f")),
                quoted(written(PRICE, ",.0f", ".", ",")),
                quoted(written(COUNT)),
                quoted(written(gaps(COUNT, 1, 2), empty="--")),
            ),
        ).encode("utf-8-sig"),
        ("Activity Type", "Distance", "Calories", "Avg HR", "Elev Gain"),
        {
            "Distance": SHARE,
            "Calories": [float(f"{v:.0f}") for v in PRICE],
            "Avg HR": COUNT,
            "Elev Gain": gaps(COUNT, 1, 2),
        },
        note="-- stands for nothing",
    ),
    Export(
        "Google Trends",
        lines(
            "Category: All categories",
            "",
            "Week,mixture: (Worldwide),kmeans: (Worldwide)",
            beside(
                around("2023-01-", written(NUMBERED, "02.0f")), written(COUNT), written(NUMBERED)
            ),
        ).encode(),
        ("Week", "mixture: (Worldwide)", "kmeans: (Worldwide)"),
        {"mixture: (Worldwide)": COUNT, "kmeans: (Worldwide)": NUMBERED},
    ),
    Export(
        "Google Analytics",
        lines(
            "# ----------------------------------------",
            "# All Web Site Data",
            "# Pages",
            "# 20230101-20230131",
            "# ----------------------------------------",
            "",
            "Page,Pageviews,Bounce Rate",
            beside(
                around("/", KIND),
                around('"', written(PRICE, ",.0f", ".", ","), '"'),
                around("", written(SHARE, ".2f"), "%"),
            ),
        ).encode(),
        ("Page", "Pageviews", "Bounce Rate"),
        {"Pageviews": [float(f"{v:.0f}") for v in PRICE], "Bounce Rate": SHARE},
    ),
    Export(
        "UCI, abalone with a letter first",
        lines(beside(["M", "F", "I"] * 4, written(X), written(LENGTH), written(COUNT))).encode(),
        ("", "", "", ""),
        {0: ["M", "F", "I"] * 4, 1: X, 3: COUNT},
    ),
    Export(
        "UCI, seeds with tabs, some of them doubled",
        lines(
            [
                f"{a}\t{b}\t{'' if row % 5 else chr(9)}{c:.0f}"
                for row, (a, b, c) in enumerate(zip(LENGTH, WIDTH, NUMBERED, strict=True))
            ]
        ).encode(),
        ("", "", ""),
        {0: LENGTH, 1: WIDTH, 2: NUMBERED},
        refused=True,
        note="two tabs are one here, and a gap elsewhere",
    ),
]
