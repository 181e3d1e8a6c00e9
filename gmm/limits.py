"""Every limit in one place, and the words that tell of it before it bites.

What is refused above a limit is refused with a sentence of its own, where it happens.
"""

import json

import numpy as np
import numpy.typing as npt

from gmm.files import ASSETS

LARGEST = 1e100  # of a number that comes from elsewhere, in absolute value

# --- files

MAX_BYTES = 50_000_000  # of an uploaded file
MAX_UNPACKED = 100_000_000  # bytes that a workbook or a Parquet file may unfold to
MAX_PASTED = 1_000_000  # characters of a pasted block
MAX_COLUMNS = 2_000  # of a table
MAX_CELLS = 10_000_000  # of a table
MAX_CELLS_BY_HAND = 1_000_000  # of one that has to be read cell by cell, and of a workbook
MAX_LINE = 1_000_000  # characters
MAX_LABELS = 12  # different values of a column of labels: one for each colour

# --- runs

MAX_ROWS = 100_000  # points in the engine
MAX_DRAWN = 5_000  # points on the stage
# Points of a drawing by hand: the stage stops there by itself.
MAX_DRAWING: int = json.loads((ASSETS / "look.json").read_text("utf-8"))["limits"]["drawing"]
MAX_UNDOS = 50  # starts by hand
MAX_K = 12  # components
MAX_RIDGE = 1e6  # in the units that a run is fitted in, squared
MAX_ITERATIONS = 2_000  # of EM and of k-means
LEAST_ITERATIONS = 200  # where there is so much data that each takes its time
MAX_WORK = 20_000_000  # points x components x iterations: a few seconds

# --- links

LONGEST_LINE = 300  # characters of a question or an answer
LONGEST_CARRIED = 2_000  # characters of what travels in a link itself

# --- generated data

MIN_N = 10
MAX_N = 5_000
MAX_SEED = 9_999

# --- what is taken away

MAX_GIF_FRAMES = 120
MAX_GIF_POINTS = 2_000  # with more, a GIF has half as many frames, to be made in as long a time
MAX_QR_VERSION = 10
MAX_QR_BYTES = 271  # in that version at error correction L
MAX_INLINE = 6_000  # characters of points in a snippet: more are read from a file
MAX_REPEATED = 1_000_000  # points that a snippet makes of points with frequencies

SENTENCES = {
    "file": f"A file may have up to {MAX_BYTES // 1_000_000} MB and {MAX_COLUMNS:,} columns.",
    "pasted": f"A pasted block may have up to {MAX_PASTED:,} characters.",
    "rows": f"Up to {MAX_ROWS:,} rows are used; from a longer table, a random sample.",
    "drawn": f"The stage draws up to {MAX_DRAWN:,} points; of more, a random sample.",
    "labels": f"A column of labels may have up to {MAX_LABELS} different values.",
    "components": f"Up to {MAX_K} components, and not more than there are different points.",
    "iterations": f"A run ends after {MAX_ITERATIONS:,} iterations, earlier with many points.",
    "points": f"From {MIN_N} to {MAX_N:,} points can be drawn.",
}


def limit_iterations(n: int, k: int) -> int:
    """How many iterations a run of K components on N points may take.

    Parameters
    ----------
    n, k : int
    """
    return max(LEAST_ITERATIONS, min(MAX_ITERATIONS, MAX_WORK // (n * k)))


def fair_sample(count: int, most: int) -> npt.NDArray[np.int64]:
    """Which of so many points are shown: all, or `most` of them by chance, the same every time.

    Parameters
    ----------
    count, most : int

    Returns
    -------
    ndarray of int, shape (min(count, most),)
        Ascending.
    """
    if count <= most:
        return np.arange(count)
    return np.sort(np.random.default_rng(0).choice(count, most, replace=False))
