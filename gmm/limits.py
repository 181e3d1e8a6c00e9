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
# Of all files that people have open at once, with their tables and runs: twenty of the largest, or
# hundreds of ordinary ones, beside three hundred sessions in a machine of four gigabytes.
MAX_HELD_BYTES = 1_000_000_000
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
MAX_FRAMES = 2 * MAX_ITERATIONS + 1  # of a tape: its start, and two for each iteration
MAX_WORK = 20_000_000  # points x components x iterations: a few seconds

# --- the recorder (gmm.ui.recorder)

# Milliseconds, by estimate, above which a job goes to a process of its own, where the others do not
# wait for it. 5,000 points with K = 12 are estimated at 390 and take 170; 20,000 take 850.
MAX_LIGHT = 600
# Of the clock, then a job is stopped. The largest run, 100,000 points with K = 12, takes 4 s on a
# quiet processor and 20 on one that three hundred people share; the longest GIF takes 18.
MAX_JOB_SECONDS = 60
# What a job may take of memory. The largest run takes 60 MB beside what a process has anyway.
MAX_JOB_BYTES = 1_000_000_000
# A job of one estimated second is overtaken by at most so many shorter ones that came later.
MAX_OVERTAKEN = 100

# --- links

LONGEST_NAME = 100  # characters of a file's or a column's name that a link tells
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
    return max(LEAST_ITERATIONS, min(MAX_ITERATIONS, MAX_WORK // max(1, n * k)))


def estimate_seconds(n: int, k: int, d: int) -> float:
    """How long recording a run takes at most, on a quiet processor of 2020; most converge earlier.

    Parameters
    ----------
    n, k, d : int
        Points, components and dimensions.
    """
    # Measured: 12 ns for each point and component in one dimension, 18 in two, and 0.15 ms more
    # for each iteration of EM and k-means, whatever there is.
    return limit_iterations(n, k) * (n * k * (6 + 6 * d) * 1e-9 + 0.15e-3)


def estimate_bytes(n: int, k: int, d: int) -> int:
    """How much memory recording a run takes at most, beside what a process has anyway.

    Parameters
    ----------
    n, k, d : int
        Points, components and dimensions.
    """
    # Joint densities and responsibilities of two steps, and the points with their products; a
    # frame holds three small arrays of about 200 bytes beside their numbers.
    return 8 * n * (6 * k + 4 * d + 2 * d * d) + 2 * limit_iterations(n, k) * (
        600 + 8 * k * (1 + d + d * d)
    )


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
