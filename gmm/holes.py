"""Holes: cells taken out of complete data on purpose, so that what is hidden is known.

Three ways in which cells come to be missing (Rubin 1976). The first two leave likelihood right, the
third does not: no method that sees only the cells left can tell the third from the second.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from gmm.points import FloatArray

STEEPNESS = 6.0  # log odds of a hole at the largest value, beside those at the smallest

BoolArray = npt.NDArray[np.bool_]
Lure = Callable[[FloatArray, int], FloatArray]


def make_holes(
    points: FloatArray,
    share: float,
    mechanism: str,
    seed: int,
    columns: Sequence[int] | None = None,
) -> BoolArray:
    """Choose cells to hide.

    Parameters
    ----------
    points : ndarray, shape (N, D)
        Complete.
    share : float
        Of the rows, how many lose a cell, from 0 to 1.
    mechanism : str
        A name in `MECHANISMS`:

        - "by chance": every row alike (missing completely at random, MCAR).
        - "by the other column": the larger the value in the next column, which stays known, the
          likelier (missing at random, MAR). In one dimension there is none: by chance.
        - "by its own value": the larger the value itself, the likelier (not at random, MNAR).
    seed : int
    columns : sequence of int, optional
        Where the holes are; the last column alone if it is not said. With several, each row that
        loses a cell loses one of them, each as often.

    Returns
    -------
    ndarray of bool, shape (N, D)
        Where a cell is hidden. Each row loses at most one, and the share is met to the row.
    """
    if mechanism not in MECHANISMS:
        raise ValueError(f"The holes come {mechanism!r}; pick one of {', '.join(MECHANISMS)}.")
    if not 0 <= share <= 1:
        raise ValueError(f"The share of rows with a hole is {share}; it must be from 0 to 1.")
    n, d = points.shape
    rng = np.random.default_rng(seed)
    chosen = np.asarray([d - 1] if columns is None else columns)
    targets = chosen[rng.permutation(n) % len(chosen)]
    luck = rng.gumbel(size=n)
    odds = np.zeros(n)
    for target in set(targets.tolist()):
        rows = targets == target
        odds[rows] = MECHANISMS[mechanism](points, target)[rows]
    # The largest of log odds plus Gumbel noise are a draw without replacement by these odds.
    taken = np.argsort(-(odds + luck), kind="stable")[: round(share * n)]
    holes = np.zeros((n, d), dtype=np.bool_)
    holes[taken, targets[taken]] = True
    return holes


def _rank(values: FloatArray) -> FloatArray:
    """Share of the values that are smaller, ties halved: from 0 to 1."""
    ordered = np.sort(values)
    below = np.searchsorted(ordered, values, "left") + np.searchsorted(ordered, values, "right")
    ranks: FloatArray = below / (2 * len(values))
    return ranks


MECHANISMS: dict[str, Lure] = {
    "by chance": lambda points, target: np.zeros(len(points)),
    "by the other column": lambda points, target: (
        STEEPNESS * _rank(points[:, (target + 1) % points.shape[1]])
        if points.shape[1] > 1
        else np.zeros(len(points))
    ),
    "by its own value": lambda points, target: STEEPNESS * _rank(points[:, target]),
}
