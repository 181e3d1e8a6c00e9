"""Segments: what happens to those who belong to each of K groups, and how much the groups tell.

Groups are given by shares (N, K) of which each row adds up to 1: responsibilities of a mixture, or
zeros and a one for the clusters of k-means. Whatever happened (a customer left, a patient got well)
had no part in making them.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gmm.intervals import Share, estimate_share
from gmm.points import FloatArray

AHEAD = 0.5  # of somebody it happened to, and as much of one it did not, added to each group


class Segment(NamedTuple):
    """A group, and what happened in it.

    Attributes
    ----------
    number : float
        How many belong to it: the sum of their shares.
    hits : float
        Of these, to how many it happened.
    rate : Share or None
        With its limits (`gmm.intervals.estimate_share`); None of a group that has no member.
    """

    number: float
    hits: float
    rate: Share | None


class Told(NamedTuple):
    """How well chances foretold what then happened.

    Attributes
    ----------
    log_loss : float
        Mean of -ln of the chance that what happened was given, in nats.
    brier : float
        Mean square of chance less what happened, 0 or 1 (Brier 1950).
    part : float
        Of the log loss of one chance for all, how much is gone: 1 where all was known before, 0
        where the chances tell nothing, below 0 where they mislead.
    """

    log_loss: float
    brier: float
    part: float


def rate_segments(shares: npt.ArrayLike, happened: npt.ArrayLike) -> list[Segment]:
    """Count in each group to how many it happened.

    Parameters
    ----------
    shares : array_like, shape (N, K)
        How much of each row belongs to each group; somebody who is 30 % of a group counts 0.3
        there.
    happened : array_like of bool, shape (N,)

    Raises
    ------
    ValueError
        If the shapes do not fit.
    """
    parts, hit = _as_shares(shares, happened)
    numbers, hits = parts.sum(axis=0), parts.T @ hit
    return [
        # Sums of shares round.
        Segment(n, h, estimate_share(min(h, n), n) if n > 0 else None)
        for n, h in zip(numbers.tolist(), hits.tolist(), strict=True)
    ]


def expect(shares: npt.ArrayLike, segments: list[Segment]) -> FloatArray:
    """Give each row its chance: the mean of the groups' rates, by its shares (N,).

    Parameters
    ----------
    shares : array_like, shape (N, K)
    segments : list of Segment
        Of other rows, as a rule.

    Notes
    -----
    Half a case of each kind is added to each group, (hits + 1/2) / (number + 1), so that a group in
    which it never happened does not say never (the mean under Jeffreys' prior).
    """
    rates = [(each.hits + AHEAD) / (each.number + 2 * AHEAD) for each in segments]
    chances: FloatArray = np.asarray(shares, dtype=np.float64) @ np.array(rates)
    return chances


def judge(chances: npt.ArrayLike, happened: npt.ArrayLike, overall: float) -> Told:
    """Hold chances against what then happened.

    Parameters
    ----------
    chances : array_like, shape (N,)
        Between 0 and 1.
    happened : array_like of bool, shape (N,)
    overall : float
        One chance for all, known before: what `part` compares with.

    Raises
    ------
    ValueError
        If the shapes do not fit or a chance is not between 0 and 1.
    """
    given, hit = np.asarray(chances, dtype=np.float64), np.asarray(happened, dtype=np.float64)
    if given.shape != hit.shape or given.ndim != 1 or not len(given):
        raise ValueError(
            f"There must be a chance for each row: their shapes are {given.shape} and {hit.shape}."
        )
    if not ((given >= 0) & (given <= 1)).all() or not 0 < overall < 1:
        raise ValueError("Every chance must be a number between 0 and 1.")
    loss = measure_log_loss(given, hit)
    flat = measure_log_loss(np.full_like(given, overall), hit)
    return Told(loss, float(np.mean(np.square(given - hit))), 1 - loss / flat)


def measure_log_loss(chances: FloatArray, happened: FloatArray) -> float:
    """Mean of -ln of the chance of what happened, in nats."""
    with np.errstate(divide="ignore"):
        return float(-np.log(np.where(happened > 0, chances, 1 - chances)).mean())


def split_hard(labels: npt.ArrayLike, k: int) -> FloatArray:
    """Shares of a hard clustering (N, K): 1 in the cluster of each row, 0 elsewhere."""
    shares: FloatArray = np.eye(k)[np.asarray(labels, dtype=np.int64)]
    return shares


def _as_shares(shares: npt.ArrayLike, happened: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    parts, hit = np.asarray(shares, dtype=np.float64), np.asarray(happened, dtype=np.float64)
    if parts.ndim != 2 or hit.shape != parts.shape[:1]:
        raise ValueError(
            f"Expected shares (N, K) and N answers, got the shapes {parts.shape} and {hit.shape}."
        )
    return parts, hit
