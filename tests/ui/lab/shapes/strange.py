"""Points that a page has to take, or to refuse with a sentence."""

import numpy as np

from gmm.data.datasets import Dataset
from gmm.points import FloatArray
from gmm.ui.carried import write_points
from gmm.ui.link import PASTE, VERSION

RNG = np.random.default_rng(0)

STRANGE: dict[str, FloatArray] = {
    "one point": np.array([[1.0, 2.0]]),
    "two points": np.array([[1.0, 2.0], [2.0, 5.0]]),
    "equal points": np.ones((5, 2)),
    "a line": np.array([[1.0, 2], [2, 4], [3, 6], [4, 8], [7, 14]]),
    "a constant column": np.column_stack([np.full(9, 5.0), np.arange(9.0) ** 2]),
    "one far point": np.append(RNG.normal(size=(20, 1)).round(3), [[1e9]], axis=0),
    "far from zero": 1e9 + RNG.normal(size=(30, 2)).round(1),
    "tiny numbers": RNG.integers(1, 99, size=(30, 2)).astype(np.float64) / 1e9,
    "many duplicates": np.repeat(np.array([[0.0, 0], [1, 5], [7, 2]]), 10, axis=0),
}


def paste(points: FloatArray, **query: str) -> dict[str, str]:
    """The query of a link that carries points."""
    columns = ("a", "b")[: points.shape[1]]
    data = Dataset(points, columns, ("",) * len(columns), "Own", "points", None, None, "")
    return {"data": PASTE, "points": write_points(data), "v": str(VERSION), **query}
