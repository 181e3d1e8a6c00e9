"""Agreement: how far two ways to put the same points into groups are one and the same."""

import numpy as np
import numpy.typing as npt

from gmm.points import FloatArray, as_weights


def adjusted_rand(
    first: npt.ArrayLike, second: npt.ArrayLike, *, weights: npt.ArrayLike | None = None
) -> float:
    """Adjusted Rand index (Hubert and Arabie 1985, eq. 5).

    Of all pairs of points it counts those that both groupings put together, takes off how many
    chance would give groups of these sizes, and divides by the most that could be left. What the
    groups are called, and how many there are, does not matter.

    Parameters
    ----------
    first, second : array_like, shape (N,)
        The group of each point, in any words or numbers.
    weights : array_like, shape (N,), optional
        How often each point counts (`gmm.points`), as frequencies: a point of weight 3 is three
        points, which make three pairs among themselves.

    Returns
    -------
    float
        1 where both are the same grouping, about 0 where they agree no more than by chance, and
        below where they agree less.

    Raises
    ------
    ValueError
        If there are no points, if both do not name one group for each point, or as
        `gmm.points.as_weights`.
    """
    table = _cross_tabulate(first, second, weights)
    together = _count_pairs(table)
    in_first, in_second = _count_pairs(table.sum(axis=1)), _count_pairs(table.sum(axis=0))
    every = _count_pairs(np.array([table.sum()]))
    by_chance = in_first * in_second / every if every else 0.0
    most = (in_first + in_second) / 2
    # Only where both put all in one group, or each alone, is there nothing that chance leaves open.
    return (together - by_chance) / (most - by_chance) if most != by_chance else 1.0


def _cross_tabulate(
    first: npt.ArrayLike, second: npt.ArrayLike, weights: npt.ArrayLike | None
) -> FloatArray:
    """How many points (groups of the first, groups of the second) are in both."""
    one, other = np.asarray(first), np.asarray(second)
    if one.ndim != 1 or one.shape != other.shape or not one.size:
        raise ValueError(
            "Two groupings must name one group for each point, at least one, but their shapes are "
            f"{one.shape} and {other.shape}."
        )
    counts = as_weights(weights, len(one))
    counted = slice(None) if counts is None else counts > 0
    names, rows = np.unique(one[counted], return_inverse=True)
    others, columns = np.unique(other[counted], return_inverse=True)
    table = np.zeros((len(names), len(others)))
    np.add.at(table, (rows, columns), 1.0 if counts is None else counts[counted])
    return table


def _count_pairs(sizes: FloatArray) -> float:
    """How many pairs there are inside groups of these sizes."""
    return float((sizes * (sizes - 1) / 2).sum())
