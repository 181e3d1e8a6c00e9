"""Biopsies: cell nuclei measured in pictures, of benign and of malignant breast masses.

From assets/data/biopsies.csv (R: brca in dslabs); assets/data/SOURCES.md tells of its columns.
"""

import csv
from functools import cache
from typing import NamedTuple

import numpy as np

from gmm.files import ASSETS
from gmm.outliers import BoolArray
from gmm.points import FloatArray, IntArray

COLUMNS = (
    "mean compactness",
    "mean fractal dimension",
    "mean smoothness",
    "worst radius",
    "worst area",
    "worst texture",
    "worst concave points",
    "worst symmetry",
)
SOURCE = "Breast Cancer Wisconsin (Diagnostic), UCI Machine Learning Repository; R: brca in dslabs."


class Biopsies(NamedTuple):
    """The table.

    Attributes
    ----------
    points : ndarray, shape (569, 8)
        `COLUMNS`. Read-only.
    malignant : ndarray of bool, shape (569,)
        Read-only.
    """

    points: FloatArray
    malignant: BoolArray


class Split(NamedTuple):
    """Rows to learn from, and rows to test on; none is both.

    Attributes
    ----------
    training : ndarray of int
        Half of the benign rows, with the malignant ones that were left among them last.
    benign, malignant : ndarray of int
        The rows to test on.
    """

    training: IntArray
    benign: IntArray
    malignant: IntArray


@cache
def read_biopsies() -> Biopsies:
    """Read the table."""
    with (ASSETS / "data" / "biopsies.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    points = np.array([[float(row[column]) for column in COLUMNS] for row in rows])
    malignant = np.array([row["diagnosis"] == "M" for row in rows])
    for array in (points, malignant):
        array.setflags(write=False)
    return Biopsies(points, malignant)


def split_biopsies(malignant: BoolArray, seed: int, unclean: float = 0.0) -> Split:
    """Deal the benign rows into two halves by chance.

    Parameters
    ----------
    malignant : ndarray of bool, shape (N,)
    seed : int
        The same seed deals the same halves, whatever `unclean` is.
    unclean : float
        Share of the training rows that are malignant all the same, as where nobody has checked
        them; below 0.5.

    Returns
    -------
    Split

    Raises
    ------
    ValueError
        If the share is not from 0 to below 0.5, or asks for more than half of the malignant rows.
    """
    if not 0 <= unclean < 0.5:
        raise ValueError(f"The share is {unclean}; it must be from 0 to below 0.5.")
    rng = np.random.default_rng(seed)
    benign = rng.permutation(np.flatnonzero(~malignant))
    strange = rng.permutation(np.flatnonzero(malignant))
    half = len(benign) // 2
    left = round(half * unclean / (1 - unclean))
    if left > len(strange) // 2:
        raise ValueError(f"The share is {unclean}: there are too few malignant rows for it.")
    training = np.concatenate([benign[:half], strange[:left]])
    return Split(training, np.sort(benign[half:]), np.sort(strange[left:]))
