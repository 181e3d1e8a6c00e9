"""Customers of a telephone company, and which of them have left.

From assets/data/churn.csv (R: wa_churn in modeldata), a sample table of IBM's;
assets/data/SOURCES.md tells of its columns.
"""

import csv
from functools import cache
from typing import NamedTuple

import numpy as np

from gmm.files import ASSETS
from gmm.outliers import BoolArray
from gmm.points import FloatArray, IntArray

COLUMNS, UNITS = ("tenure", "monthly charges"), ("months", "dollars")
SERVICES = {"No": "no internet", "DSL": "DSL", "Fiber optic": "fibre"}
CONTRACTS = {"Month-to-month": "by the month", "One year": "one year", "Two year": "two years"}
SOURCE = "IBM Watson Analytics, a sample table (2018); R: wa_churn in modeldata."


class Customers(NamedTuple):
    """The table; its arrays are read-only.

    Attributes
    ----------
    points : ndarray, shape (7043, 2)
        `COLUMNS`, in `UNITS`.
    left : ndarray of bool, shape (7043,)
    services, contracts : ndarray of int, shape (7043,)
        Places in `SERVICES` and `CONTRACTS`.
    """

    points: FloatArray
    left: BoolArray
    services: IntArray
    contracts: IntArray


@cache
def read_customers() -> Customers:
    """Give the table, the same one every time."""
    with (ASSETS / "data" / "churn.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    services, contracts = list(SERVICES), list(CONTRACTS)
    table = Customers(
        points=np.array([[float(row[name]) for name in COLUMNS] for row in rows]),
        left=np.array([row["churn"] == "Yes" for row in rows]),
        services=np.array([services.index(row["internet"]) for row in rows]),
        contracts=np.array([contracts.index(row["contract"]) for row in rows]),
    )
    for array in table:
        array.setflags(write=False)
    return table


def deal_halves(number: int, seed: int) -> BoolArray:
    """Say which half of the rows is learned from; the other one is the test (N,).

    Parameters
    ----------
    number : int
        N; of an odd number one more is in the test.
    seed : int
    """
    chosen = np.zeros(number, dtype=np.bool_)
    chosen[np.random.default_rng(seed).permutation(number)[: number // 2]] = True
    return chosen
