"""Points of one place: where there are many they are drawn once (assets/stage/stacks.js)."""

import json
from typing import NamedTuple

import numpy as np

from gmm.files import ASSETS
from gmm.points import FloatArray, IntArray

_LOOK = json.loads((ASSETS / "look.json").read_text("utf-8"))["stacks"]
FROM: float = _LOOK["from"]  # of all points, that lie on another one
LARGEST: float = _LOOK["largest"]  # size beside a plain disc's


class Stacks(NamedTuple):
    """Of each point (N,) the first one at its place, and how many are there."""

    first: IntArray
    many: FloatArray


def stack_points(
    points: FloatArray, labels: IntArray | None = None, frequencies: FloatArray | None = None
) -> Stacks | None:
    """Stack points of one place.

    Parameters
    ----------
    points : ndarray, shape (N, D)
    labels : ndarray of int, shape (N,), optional
        Keep points apart that lie on each other but have different ones.
    frequencies : ndarray, shape (N,), optional
        How many points each of them is.

    Returns
    -------
    Stacks or None
        None where few points share a place, and on a line, whose rug lays them side by side.
    """
    if points.shape[1] == 1:
        return None
    distinct = len(np.unique(points, axis=0))
    if distinct == len(points) or len(points) - distinct < FROM * len(points):
        return None
    keys = points if labels is None else np.column_stack([points, labels])
    _, leads, which = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    which = np.ravel(which)
    many = np.bincount(which, frequencies)
    return Stacks(leads[which].astype(np.int64), many[which].astype(np.float64))


def size_stacks(many: FloatArray) -> FloatArray:
    """Sizes beside a plain disc's, so that areas are as the numbers.

    One point is a plain disc, unless the largest stack would cover too much.
    """
    unit = min(1.0, LARGEST / float(np.sqrt(max(1.0, many.max()))))
    sizes: FloatArray = unit * np.sqrt(many)
    return sizes
